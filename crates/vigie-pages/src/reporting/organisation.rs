//! An organisation: its sites, and the sum of what they have.

use askama::Template;
use vigie_model::{Day, Language, Tier};

use super::site::SiteStock;
use super::sites::{OwnSiteRow, SiteState, organisation_path};
use super::stock::{Beside, OwnStock};
use crate::Island;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::shared::{Completeness, Known, UnknownReason};
use crate::words::Words;

/// Which organisation it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationHead {
    /// SIREN, or the code that it has instead.
    pub identifier: String,
    /// Name.
    pub name: String,
    /// Tiers of its sites that the reader may see, each with how many: sums are never made over two tiers.
    pub tiers: Vec<(Tier, u64)>,
    /// The tier that is shown.
    pub tier: Tier,
}

/// The page of an organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct OrganisationPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// The organisation.
    pub organisation: OrganisationHead,
    /// The latest day of the country.
    pub day: Option<Day>,
    /// Sites that have reported for that day, of those expected.
    pub completeness: Completeness,
    /// The sum of the last stocks; `None` when no site has ever reported, or when there are too many sites.
    pub stock: Option<SiteStock>,
    /// The most sites that are summed, when there are more.
    pub too_many: Option<u64>,
    /// A part of the stock.
    pub list: OwnStock,
    /// The sites, those that are late first.
    pub sites: Vec<OwnSiteRow>,
    /// Address of the whole stock as CSV.
    pub csv: String,
}

#[derive(Template)]
#[template(path = "reporting/organisation.html", blocks = ["stock_region"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a OrganisationPage,
    path: String,
}

impl OrganisationPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.render().map_err(RenderError::of("OrganisationPage"))
    }

    /// The list of the stock alone, as the page has it.
    pub fn render_stock(&self, language: Language) -> Result<String, RenderError> {
        let view = self.view(language);
        view.as_stock_region()
            .render()
            .map_err(RenderError::of("OrganisationPage"))
    }

    fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let head = &self.organisation;
        let title = format!("{} – {}", words.reporting.all_sites, head.name);
        let description = words.reporting.organisation_lead.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Reporting, title, description)
            .with_islands(&[Island::Refresh]);
        View {
            path: frame.link(&organisation_path(&head.identifier)),
            frame,
            words,
            page: self,
        }
    }
}

impl View<'_> {
    fn is_company(&self) -> bool {
        self.page.organisation.tier == Tier::Company
    }

    const fn caption_of_stock(&self) -> &'static str {
        self.words.reporting.sum_caption
    }

    const fn caption_of_sites(&self) -> &'static str {
        self.words.reporting.summed_sites_caption
    }

    /// Each tier with its address, how many sites it has, and whether it is shown; none when there is only one.
    fn tiers(&self) -> Vec<(String, String, bool)> {
        let head = &self.page.organisation;
        if head.tiers.len() < 2 {
            return Vec::new();
        }
        let tiers = head.tiers.iter().map(|(tier, count)| {
            let name = self.words.a_site(tier);
            let label = self.words.reporting.filter_count(name, *count);
            let address = format!("{}?tier={}", self.path, tier.as_str());
            (address, label, *tier == head.tier)
        });
        tiers.collect()
    }

    fn expected(&self) -> String {
        let expected = self.page.completeness.expected;
        self.words.language.integer(expected.into())
    }

    fn reported(&self) -> String {
        let Completeness { received, expected } = self.page.completeness;
        self.words.reporting.reported(received, expected)
    }

    /// What the sums lack, when a site has not reported for the latest day.
    fn lacking(&self) -> Vec<String> {
        let text = &self.words.reporting;
        let count = |is_such: fn(SiteState) -> bool| {
            let such = self.page.sites.iter().filter(|site| is_such(site.state));
            such.count() as u64
        };
        let never = count(|state| state == SiteState::Never);
        let Completeness { received, expected } = self.page.completeness;
        let without = u64::from(expected.saturating_sub(received));
        let missing = without.saturating_sub(never);
        let earlier = (missing > 0).then(|| text.earlier_sites(missing));
        let silent = (never > 0).then(|| text.silent_sites(never));
        earlier.into_iter().chain(silent).collect()
    }

    fn too_many(&self) -> Option<String> {
        let most = self.page.too_many?;
        Some(self.words.reporting.too_many_sites(most))
    }
}
