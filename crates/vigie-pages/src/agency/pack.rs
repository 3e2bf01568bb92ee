//! Who holds a pack.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use crate::frame::{Frame, Place, RenderError, Shell};
use crate::links;
use crate::reporting::{OwnFlows, SiteState};
use crate::shared::{Availability, CoverLabel, CoverThresholds, Known};
use crate::words::Words;

/// The pack at one tier.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HoldingTier {
    /// The tier.
    pub tier: Tier,
    /// Boxes on hand.
    pub stock: Known<u64>,
    /// Boxes sold a day.
    pub demand: Known<f64>,
    /// Days.
    pub cover: Known<f64>,
    /// Sites that have some.
    pub holding: Known<u64>,
    /// Sites that carry it.
    pub carrying: Known<u64>,
}

/// A site that carries the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolderRow {
    /// FINESS, SIRET or GLN.
    pub code: String,
    /// Name.
    pub name: String,
    /// Place in the chain.
    pub tier: Tier,
    /// Municipality and department.
    pub place: String,
    /// Boxes on hand.
    pub on_hand: u64,
    /// What else it states.
    pub flows: OwnFlows,
    /// Day of its last stock.
    pub day: Day,
    /// Whether it reports.
    pub state: SiteState,
}

/// The pack in a department.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DepartmentStock {
    /// INSEE code.
    pub code: &'static str,
    /// Name, in French as published.
    pub name: &'static str,
    /// At pharmacies.
    pub pharmacies: HoldingTier,
    /// At hospital pharmacies.
    pub hospitals: HoldingTier,
}

/// The page of a pack for an agency.
#[derive(Debug, Clone, PartialEq)]
pub struct AgencyPack {
    /// What surrounds the page.
    pub shell: Shell,
    /// Day of the stocks shown.
    pub as_of: Day,
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name of the medicine, in French as published.
    pub name: String,
    /// Name of the pack, in French as published.
    pub pack: String,
    /// What the availability list says.
    pub availability: Known<Option<Availability>>,
    /// Each tier in the country; empty for those who see a part of it.
    pub tiers: Vec<HoldingTier>,
    /// Sites above patients that the reader may see, most boxes first.
    pub upstream: Vec<HolderRow>,
    /// Departments that the reader may see, least covered first.
    pub departments: Vec<DepartmentStock>,
    /// Code of the department whose sites are listed.
    pub department: Option<&'static str>,
    /// Its sites, fewest boxes first.
    pub sites: Vec<HolderRow>,
    /// Address of the sites after these.
    pub next: Option<String>,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
}

#[derive(Template)]
#[template(path = "agency/pack.html")]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a AgencyPack,
}

impl AgencyPack {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let words = Words::of(language);
        let title = format!("{} – {}", words.agency.pack_title, self.cip13);
        let description = words.agency.pack_lead.to_owned();
        let frame = Frame::new(&self.shell, language, Place::WorkList, title, description);
        let page = self;
        let view = View { frame, words, page };
        view.render().map_err(RenderError::of("AgencyPack"))
    }
}

impl View<'_> {
    fn label(&self, cover: &Known<f64>) -> CoverLabel {
        CoverLabel::of(cover, &self.page.thresholds)
    }

    fn department_address(&self, department: &DepartmentStock) -> String {
        let cip13 = links::percent_encode(&self.page.cip13);
        let path = format!(
            "/work-list/packs/{cip13}?department={}#sites",
            department.code
        );
        self.frame.link(&path)
    }

    fn department_name(&self) -> Option<String> {
        let code = self.page.department?;
        let mut found = self.page.departments.iter();
        let department = found.find(|department| department.code == code)?;
        Some(self.words.agency.holders_of(department.name))
    }
}
