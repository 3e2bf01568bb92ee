//! The page of a medicine: what it is, whether it can be had, where, since when, and what could replace it.

mod departments;
mod history;

use askama::Template;
use rust_decimal::Decimal;
use vigie_model::{Day, Language, Tier};

pub use departments::{DepartmentColumn, DepartmentCover, DepartmentSort, SortDirection};
pub use history::{HistoryDay, ShortageEpisode};

use crate::chart::{Meter, Threshold};
use crate::country::Transition;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::notation::Notation;
use crate::shared::{
    Availability, Completeness, CoverLabel, CoverThresholds, Figure, Known, UnknownReason,
};
use crate::words::Words;
use crate::{Island, Prose, links};

/// A medicine (spécialité, CIS) with its packs; one pack is in focus.
#[derive(Debug, Clone, PartialEq)]
pub struct MedicinePage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Day of the stocks shown.
    pub as_of: Day,
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Name, in French as published.
    pub name: String,
    /// Pharmaceutical form, in French as published.
    pub form: String,
    /// Routes, in French as published.
    pub routes: Vec<String>,
    /// Holders of the authorisation.
    pub companies: Vec<String>,
    /// State of the authorisation, in French as published.
    pub authorisation: String,
    /// Substances with their doses.
    pub substances: Vec<SubstanceDose>,
    /// ATC code and the French name of its class; `None` when the sources give none.
    pub atc: Option<(String, String)>,
    /// Of major therapeutic interest (MITM).
    pub major_therapeutic_interest: bool,
    /// What the availability list says now.
    pub availability: AvailabilityNow,
    /// Moves on the list, newest first.
    pub availability_history: Vec<AvailabilityEvent>,
    /// All packs.
    pub packs: Vec<PackView>,
    /// Position in `packs` of the pack that figures, departments and history are about.
    pub focus: usize,
    /// Cover, stock, demand, pharmacies at zero of the pack in focus, in this order.
    pub figures: Vec<(FigureName, Figure)>,
    /// Cover of the pack in focus by department.
    pub departments: Vec<DepartmentCover>,
    /// How the table of departments is sorted; part of the address.
    pub department_sort: DepartmentSort,
    /// Days of history of the pack in focus, oldest first, without holes (a day without data has unknown values).
    pub history: Vec<HistoryDay>,
    /// Shortages and tensions drawn on the history.
    pub episodes: Vec<ShortageEpisode>,
    /// Medicines that could replace it, by level.
    pub substitutes: Vec<SubstituteLevel>,
    /// Days from which cover is labelled.
    pub thresholds: CoverThresholds,
    /// Addresses of the data of this page: name, address, format (`JSON`, `CSV`).
    pub data: Vec<(Prose, String, &'static str)>,
    /// Official pages about this medicine.
    pub links: Vec<(Prose, String)>,
}

/// Which number a figure at the head of the page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FigureName {
    /// National cover, days.
    Cover,
    /// National stock, boxes.
    Stock,
    /// Mean demand, boxes a day.
    Demand,
    /// Pharmacies at zero.
    SitesAtZero,
}

/// A substance and how much of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubstanceDose {
    /// Name of the substance, in French as published.
    pub name: String,
    /// Dose and what it is for: `500 mg pour un comprimé`; `None` when not published.
    pub dose: Option<String>,
}

/// What the availability list says of a medicine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityNow {
    /// The situation; `None` inside when the medicine is not on the list, unknown when no list was imported.
    pub situation: Known<Option<Availability>>,
    /// Since when, as declared.
    pub since: Known<Day>,
    /// When it should be back, as published.
    pub expected_return: Known<Day>,
    /// Day of the release that says so; `None` when no release was imported.
    pub release: Option<Day>,
    /// The pack concerned, 13 digits; `None` when all are.
    pub pack: Option<String>,
    /// Address of the agency's page.
    pub address: Option<String>,
}

/// A move of this medicine on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailabilityEvent {
    /// The move.
    pub transition: Transition,
    /// The pack concerned, 13 digits; `None` when all are.
    pub pack: Option<String>,
}

/// Marketing state of a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackState {
    /// Marketed.
    Marketed,
    /// Marketing suspended.
    Suspended,
    /// Marketing stopped.
    Ceased,
    /// Not known.
    Unknown,
}

/// How a pack is reimbursed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reimbursement {
    /// Rate in percent: 65.
    Rate(u8),
    /// Not reimbursed in pharmacies.
    None,
    /// Not known.
    Unknown(UnknownReason),
}

/// A pack (présentation, CIP13) of the medicine.
#[derive(Debug, Clone, PartialEq)]
pub struct PackView {
    /// Identifier of the pack, 13 digits.
    pub cip13: String,
    /// Name, in French as published.
    pub name: String,
    /// Marketing state.
    pub state: PackState,
    /// Public price, tax and dispensing fee included, euros.
    pub price: Known<Decimal>,
    /// Reimbursement.
    pub reimbursement: Reimbursement,
    /// National cover, days.
    pub cover_days: Known<f64>,
    /// Stock by tier, in the order shown.
    pub tiers: Vec<TierStock>,
}

/// Stock of a pack at one tier.
#[derive(Debug, Clone, PartialEq)]
pub struct TierStock {
    /// The tier; `None` is the country as a whole.
    pub tier: Option<Tier>,
    /// Stock, boxes.
    pub stock_boxes: Known<u64>,
    /// Mean demand over 28 days, boxes a day.
    pub demand_boxes_per_day: Known<f64>,
    /// Cover, days.
    pub cover_days: Known<f64>,
    /// Sites with at least one box.
    pub sites_holding: Known<u64>,
    /// Sites that sold it within 28 days and have none.
    pub sites_at_zero: Known<u64>,
    /// Who was expected and who reported.
    pub completeness: Completeness,
}

/// How near a substitute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SubstitutionLevel {
    /// L1: generic group, or same substances, form, route and strength.
    SameGroup,
    /// L2: same substances and route; strength or form differs.
    SameSubstanceAndRoute,
    /// L3: same ATC level 5.
    SameAtcSubstance,
    /// L4: same ATC level 4; needs medical advice.
    SameAtcClass,
}

impl SubstitutionLevel {
    /// `L1` to `L4`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SameGroup => "L1",
            Self::SameSubstanceAndRoute => "L2",
            Self::SameAtcSubstance => "L3",
            Self::SameAtcClass => "L4",
        }
    }
}

/// Substitutes at one level.
#[derive(Debug, Clone, PartialEq)]
pub struct SubstituteLevel {
    /// The level.
    pub level: SubstitutionLevel,
    /// How many there are in all.
    pub total: u64,
    /// Those shown, best cover first.
    pub medicines: Vec<Substitute>,
}

/// A medicine that could replace another.
#[derive(Debug, Clone, PartialEq)]
pub struct Substitute {
    /// Identifier of the medicine, 8 digits.
    pub cis: String,
    /// Name, in French as published.
    pub name: String,
    /// Holder; `None` when not published.
    pub company: Option<String>,
    /// What the availability list says; `None` inside when it is not on it, unknown when no list was imported.
    pub availability: Known<Option<Availability>>,
    /// National cover of its pack with the highest demand, days.
    pub cover_days: Known<f64>,
    /// National stock, boxes.
    pub stock_boxes: Known<u64>,
}

#[derive(Template)]
#[template(path = "medicine.html", blocks = ["departments_region"])]
struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a MedicinePage,
    packs: Vec<PackRows<'a>>,
    departments: Vec<(&'a DepartmentCover, CoverLabel)>,
    department_columns: Vec<departments::Heading>,
    department_map: String,
    department_chart: String,
    history_chart: Option<String>,
    all_departments: String,
    sorted_by: String,
}

struct PackRows<'a> {
    pack: &'a PackView,
    in_focus: bool,
    label: CoverLabel,
    tiers: Vec<TierRow<'a>>,
}

struct TierRow<'a> {
    tier: &'a TierStock,
    name: &'static str,
    label: CoverLabel,
    meter: String,
    percent: Option<String>,
}

impl View<'_> {
    fn focus_name(&self) -> &str {
        self.page.focus().map_or("", |pack| pack.name.as_str())
    }

    /// Where agencies see who holds the pack in focus.
    fn holders_address(&self) -> Option<String> {
        let pack = self
            .page
            .focus()
            .filter(|_| self.frame.is_read_by_agency())?;
        let cip13 = links::percent_encode(&pack.cip13);
        Some(self.frame.link(&format!("/work-list/packs/{cip13}")))
    }

    fn label(&self, cover_days: &Known<f64>) -> CoverLabel {
        CoverLabel::of(cover_days, &self.page.thresholds)
    }
}

impl MedicinePage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .and_then(|view| view.render())
            .map_err(RenderError::of("MedicinePage"))
    }

    /// The table of departments alone, for a page that is open already.
    pub fn render_departments(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .and_then(|view| view.as_departments_region().render())
            .map_err(RenderError::of("MedicinePage"))
    }

    /// The pack in focus.
    pub fn focus(&self) -> Option<&PackView> {
        self.packs.get(self.focus)
    }

    fn view(&self, language: Language) -> Result<View<'_>, askama::Error> {
        let words = Words::of(language);
        let description = words.medicine.description(&self.name);
        Ok(View {
            frame: Frame::new(
                &self.shell,
                language,
                Place::Medicine,
                self.name.clone(),
                description,
            )
            .with_islands(&[Island::Chart, Island::Map, Island::Refresh]),
            words,
            page: self,
            packs: self.pack_rows(words)?,
            departments: self.sorted_departments(),
            department_columns: self.department_headings(words),
            department_map: self.department_map(words)?,
            department_chart: self.department_chart(words)?,
            sorted_by: self.sorted_by(words),
            history_chart: self.history_chart(words)?,
            all_departments: words
                .medicine
                .all_departments(self.departments.len() as u64),
        })
    }

    fn pack_rows(&self, words: &Words) -> Result<Vec<PackRows<'_>>, askama::Error> {
        let rows = self.packs.iter().enumerate().map(|(position, pack)| {
            let tiers = pack
                .tiers
                .iter()
                .map(|tier| self.tier_row(tier, words))
                .collect::<Result<_, _>>()?;
            let label = CoverLabel::of(&pack.cover_days, &self.thresholds);
            Ok(PackRows {
                pack,
                in_focus: position == self.focus,
                label,
                tiers,
            })
        });
        rows.collect()
    }

    fn tier_row<'a>(
        &self,
        tier: &'a TierStock,
        words: &Words,
    ) -> Result<TierRow<'a>, askama::Error> {
        let name = tier
            .tier
            .as_ref()
            .map_or(words.terms.all_tiers, |tier| words.tier(tier));
        let label = CoverLabel::of(&tier.cover_days, &self.thresholds);
        let percent = tier
            .completeness
            .ratio()
            .map(|ratio| words.language.percent(ratio));
        let meter = match tier.cover_days {
            Known::Value(days) => self.cover_meter(days, name, label, words).render()?,
            Known::Unknown(_) => String::new(),
        };
        Ok(TierRow {
            tier,
            name,
            label,
            meter,
            percent,
        })
    }

    /// Cover against twice the satisfactory threshold: a full bar is plenty.
    fn cover_meter(&self, days: f64, name: &str, label: CoverLabel, words: &Words) -> Meter {
        let title = format!("{name} {} {}", words.language.days(days), words.terms.days);
        Meter {
            title,
            ratio: days / (2.0 * self.thresholds.satisfactory_from_days),
            class: label.class(),
        }
    }

    fn cover_thresholds(&self, words: &Words) -> Vec<Threshold> {
        let line = |value: f64, name: &str| Threshold {
            value,
            label: format!("{} {name}", words.language.decimal(value, 0)),
        };
        vec![
            line(self.thresholds.watch_from_days, words.charts.watch_line),
            line(
                self.thresholds.satisfactory_from_days,
                words.charts.satisfactory_line,
            ),
        ]
    }
}
