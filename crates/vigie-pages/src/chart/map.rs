//! A map of departments: the outlines are ours, so nothing is loaded from elsewhere.

use std::collections::HashMap;
use std::sync::LazyLock;

use askama::Template;

/// Outlines of departments (`data/geo/ORIGIN.md`): code, frame and SVG path.
static OUTLINES: LazyLock<Vec<Outline>> = LazyLock::new(|| {
    include_str!("../../../../data/geo/departments.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(Outline::read)
        .collect()
});

#[derive(Debug, Clone, Copy)]
struct Outline {
    code: &'static str,
    path: &'static str,
}

impl Outline {
    fn read(line: &'static str) -> Option<Self> {
        let mut cells = line.split('\t');
        let (code, _frame, path) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Self { code, path })
    }
}

/// A map of France by department, each coloured by a class. What it shows stands in a table beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentMap {
    /// Prefix of the identifiers inside; unique on the page.
    pub identifier: String,
    /// What the map shows.
    pub title: String,
    /// What it shows in a sentence.
    pub description: String,
    /// What is known of each department; those that are missing are drawn without class.
    pub areas: Vec<Area>,
}

/// One department on a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Code: `2A`, `75`, `974`.
    pub code: String,
    /// Name and value: `Ain : 12,3 jours`.
    pub label: String,
    /// Style class: that of the cover label, or `none`.
    pub class: &'static str,
    /// Where a click leads.
    pub address: String,
}

struct Drawn<'a> {
    outline: Outline,
    area: Option<&'a Area>,
}

#[derive(Template)]
#[template(path = "charts/map.svg")]
struct MapView<'a> {
    map: &'a DepartmentMap,
    drawn: Vec<Drawn<'a>>,
}

impl DepartmentMap {
    /// The map as SVG.
    pub fn render(&self) -> Result<String, askama::Error> {
        let areas: HashMap<&str, &Area> = self
            .areas
            .iter()
            .map(|area| (area.code.as_str(), area))
            .collect();
        let drawn = OUTLINES.iter().map(|outline| Drawn {
            outline: *outline,
            area: areas.get(outline.code).copied(),
        });
        MapView {
            map: self,
            drawn: drawn.collect(),
        }
        .render()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vigie_model::Department;

    use super::*;

    #[test]
    fn every_department_but_the_small_overseas_collectivities_has_an_outline() {
        let drawn: BTreeSet<&str> = OUTLINES.iter().map(|outline| outline.code).collect();
        let missing: Vec<&str> = Department::ALL
            .iter()
            .map(|department| department.code())
            .filter(|code| !drawn.contains(code))
            .collect();
        assert_eq!(drawn.len(), 101);
        assert_eq!(
            missing,
            ["975", "977", "978", "984", "986", "987", "988", "989"]
        );
    }

    #[test]
    fn a_department_is_drawn_with_its_class_and_label_and_leads_to_its_address() {
        let map = DepartmentMap {
            identifier: "cover".to_owned(),
            title: "Couverture".to_owned(),
            description: "Deux départements.".to_owned(),
            areas: vec![Area {
                code: "2A".to_owned(),
                label: "Corse-du-Sud : 12,3 jours <b>".to_owned(),
                class: "insufficient",
                address: "?department=2A".to_owned(),
            }],
        };
        let svg = map.render().unwrap();
        assert!(svg.contains("data-department=\"2A\""), "{svg}");
        assert_eq!(svg.matches("area area-insufficient").count(), 1);
        assert!(svg.contains("Corse-du-Sud : 12,3 jours &#60;b&#62;"));
        assert_eq!(svg.matches("<path").count(), OUTLINES.len());
    }
}
