//! One quantity against another: a curve, and points beside it.

use askama::Template;
use vigie_model::Language;

use super::scale::nice_ceiling;
use crate::notation::Notation;

const HEIGHT: u32 = 300;
/// Lines across the plot in each direction.
const TICKS: u32 = 4;

/// A curve of what is best, with named points to compare.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveChart {
    /// Prefix of the identifiers inside; unique on the page.
    pub identifier: String,
    /// What the chart shows.
    pub title: String,
    /// What it shows in a sentence, for those who do not see it.
    pub description: String,
    /// Name and unit of the horizontal axis.
    pub across_label: String,
    /// Name and unit of the vertical axis.
    pub up_label: String,
    /// The curve, from left to right.
    pub curve: Vec<(f64, f64)>,
    /// Points with a name.
    pub points: Vec<CurvePoint>,
    /// Language of the numbers.
    pub language: Language,
}

/// A named point.
#[derive(Debug, Clone, PartialEq)]
pub struct CurvePoint {
    /// Its name.
    pub label: String,
    /// Style class: `best` on the curve, `rule` beside it.
    pub class: &'static str,
    /// Horizontal value.
    pub across: f64,
    /// Vertical value.
    pub up: f64,
}

struct Tick {
    /// In percent across, in pixels up.
    place: f64,
    label: String,
}

struct DrawnPoint<'a> {
    point: &'a CurvePoint,
    left: f64,
    top: f64,
    is_right: bool,
}

impl DrawnPoint<'_> {
    /// Where its name stands, in pixels below it: names of points on the curve under it, the others above.
    fn below(&self) -> i32 {
        if self.point.class == "best" { 18 } else { -6 }
    }
}

#[derive(Template)]
#[template(path = "charts/curve.svg")]
struct CurveView<'a> {
    chart: &'a CurveChart,
    height: u32,
    path: String,
    across: Vec<Tick>,
    up: Vec<Tick>,
    points: Vec<DrawnPoint<'a>>,
}

impl CurveChart {
    /// The chart as SVG.
    pub fn render(&self) -> Result<String, askama::Error> {
        let points = || self.points.iter().map(|point| (point.across, point.up));
        let all = || self.curve.iter().copied().chain(points());
        let widest = nice_ceiling(all().map(|(across, _)| across).fold(0.0, f64::max));
        let highest = nice_ceiling(all().map(|(_, up)| up).fold(0.0, f64::max));
        let left = |across: f64| across / widest * 100.0;
        let top = |up: f64| f64::from(HEIGHT) * (1.0 - up / highest);
        let write = |value: f64, ceiling: f64| {
            let digits = usize::from(ceiling < 10.0);
            self.language.decimal(value, digits)
        };
        let steps = || (0..=TICKS).map(|step| f64::from(step) / f64::from(TICKS));
        CurveView {
            chart: self,
            height: HEIGHT,
            path: path(&self.curve, widest, highest),
            across: steps()
                .map(|part| Tick {
                    place: part * 100.0,
                    label: write(part * widest, widest),
                })
                .collect(),
            up: steps()
                .map(|part| Tick {
                    place: top(part * highest),
                    label: write(part * highest, highest),
                })
                .collect(),
            points: self
                .points
                .iter()
                .map(|point| DrawnPoint {
                    point,
                    left: left(point.across),
                    top: top(point.up),
                    is_right: left(point.across) > 65.0,
                })
                .collect(),
        }
        .render()
    }
}

/// The curve in a square of a thousand.
fn path(curve: &[(f64, f64)], widest: f64, highest: f64) -> String {
    let place = |(across, up): &(f64, f64)| {
        let (x, y) = (across / widest * 1000.0, (1.0 - up / highest) * 1000.0);
        format!("{x:.1} {y:.1}")
    };
    let places: Vec<String> = curve.iter().map(place).collect();
    if places.is_empty() {
        return String::new();
    }
    format!("M{}", places.join("L"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_goes_from_corner_to_corner_of_its_plot() {
        let curve = [(0.0, 100.0), (50.0, 25.0), (100.0, 0.0)];
        assert_eq!(
            path(&curve, 100.0, 100.0),
            "M0.0 0.0L500.0 750.0L1000.0 1000.0"
        );
    }
}
