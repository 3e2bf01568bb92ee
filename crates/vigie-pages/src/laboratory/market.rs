//! A scenario of prices and taxes: levers, what they do to the market, and what it rests on.

use askama::Template;
use rust_decimal::Decimal;
use vigie_model::{Day, Language};

use super::rules::Rules;
use crate::frame::{Frame, Place, RenderError, Shell};
use crate::shared::Known;
use crate::words::Words;
use crate::{Island, Prose, links};

/// What can be moved on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lever {
    /// Price below which mature medicines are exempt.
    Threshold,
    /// Abatement on the European share.
    Abatement,
    /// The European share that is assumed.
    European,
    /// The supplementary contribution.
    Supplementary,
    /// Rise of prices.
    Rise,
    /// Price below which prices rise.
    RiseBelow,
}

impl Lever {
    /// All levers, as the page shows them.
    pub const ALL: [Self; 6] = [
        Self::Threshold,
        Self::Abatement,
        Self::European,
        Self::Supplementary,
        Self::Rise,
        Self::RiseBelow,
    ];

    /// Its word in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Threshold => "threshold",
            Self::Abatement => "abatement",
            Self::European => "european",
            Self::Supplementary => "supplementary",
            Self::Rise => "rise",
            Self::RiseBelow => "rise-below",
        }
    }

    /// Whether it is in percent; the others are in euros a box.
    pub const fn is_percent(self) -> bool {
        !matches!(self, Self::Threshold | Self::RiseBelow)
    }

    /// Where its slider ends, in its unit. Larger values can be typed.
    pub const fn slider_end(self) -> u32 {
        match self {
            Self::Threshold => 20,
            Self::Abatement | Self::European => 100,
            Self::Supplementary => 8,
            Self::Rise => 50,
            Self::RiseBelow => 10,
        }
    }

    /// The step of its slider, in its unit.
    pub const fn slider_step(self) -> &'static str {
        match self {
            Self::Threshold | Self::RiseBelow => "0.1",
            Self::Abatement | Self::European | Self::Rise => "1",
            Self::Supplementary => "0.01",
        }
    }
}

/// One lever as it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverField {
    /// Which.
    pub lever: Lever,
    /// What was typed, or what the law says.
    pub value: String,
    /// What the law says.
    pub law: String,
}

/// A change that the page does not show as a lever.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherChange {
    /// Key of the parameter.
    pub key: String,
    /// Its value and unit, as text.
    pub value: String,
    /// As the address has it: `key:value`.
    pub sent: String,
}

/// The page of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketPage {
    /// What surrounds the page.
    pub shell: Shell,
    /// Whose law it starts from.
    pub year: i16,
    /// Years that may be chosen.
    pub years: Vec<i16>,
    /// The levers.
    pub levers: Vec<LeverField>,
    /// Whether only mature medicines are concerned by the threshold.
    pub is_mature_only: bool,
    /// Other changes.
    pub others: Vec<OtherChange>,
    /// Scenarios that it will be compared with, as queries.
    pub with: Vec<String>,
    /// What the scenario does, or why it cannot be said.
    pub view: MarketView,
}

/// What the scenario does, or why it cannot be said.
#[derive(Debug, Clone, PartialEq)]
pub enum MarketView {
    /// It was computed.
    Computed(Box<MarketOutcome>),
    /// What is wrong and what to do.
    Wrong(Vec<Prose>),
}

/// What a scenario does.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketOutcome {
    /// On what it rests.
    pub basis: MarketBasis,
    /// Under the law of the year.
    pub before: MarketSums,
    /// Under the scenario.
    pub after: MarketSums,
    /// Contributions if all of the production is European, and if none is; `None` without an abatement.
    pub european_range: Option<[Decimal; 2]>,
    /// By what the rates would be multiplied to bring in as much; `None` when nothing pays any more.
    pub neutral_factor: Option<Decimal>,
    /// Companies that gain and that lose.
    pub companies_moved: [u64; 2],
    /// Those that gain or lose most.
    pub companies: Vec<CompanyRow>,
    /// Parts of the market.
    pub parts: Vec<PartRow>,
    /// The same computation for other thresholds.
    pub frontier: Vec<FrontierRow>,
    /// A page of the packs that are changed or on the edge.
    pub packs: Vec<PackRow>,
    /// How many there are.
    pub pack_count: u64,
    /// How many are just below and just above the threshold.
    pub edge_counts: [u64; 2],
    /// Addresses of the packs before and after these.
    pub around: [Option<String>; 2],
    /// Packs that are in no sum.
    pub left_out: Vec<LeftOutCount>,
    /// The rules that were read.
    pub rules: Rules,
    /// Address of the scenario as a file.
    pub scenario_file: String,
    /// Address of the packs as a file.
    pub packs_file: String,
    /// Address of the packs as a spreadsheet.
    pub packs_spreadsheet: String,
    /// Address of the note to print.
    pub note: String,
    /// Address of the comparison with this scenario.
    pub compare: String,
    /// Address of the numbers for programs.
    pub numbers: String,
}

/// On what a computation rests.
#[derive(Debug, Clone, PartialEq)]
pub struct MarketBasis {
    /// Packs counted.
    pub packs: u64,
    /// Boxes of the year.
    pub boxes: u64,
    /// Part of these boxes that is estimated, from 0 to 1.
    pub estimated_share: f64,
    /// Day of the prices.
    pub priced_on: Option<Day>,
    /// Packs whose manufacturer price is not the only one that the public price allows.
    pub prices_not_unique: u64,
}

/// Sums of a market, a year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MarketSums {
    /// Manufacturer price times boxes, euros.
    pub turnover: Decimal,
    /// Contributions on turnover, euros.
    pub contributions: Decimal,
    /// What the health insurance reimburses, euros.
    pub public_spend: Decimal,
    /// Safeguard contribution on these packs alone, euros.
    pub safeguard: Decimal,
    /// Exempt packs.
    pub exempt_packs: u64,
    /// Their boxes.
    pub exempt_boxes: u64,
    /// Their turnover, euros.
    pub exempt_turnover: Decimal,
}

/// A part of the market.
#[derive(Debug, Clone, PartialEq)]
pub enum MarketPart {
    /// By maturity: mature, recent, not known.
    Mature,
    /// Recent.
    Recent,
    /// Of unknown maturity.
    UnknownMaturity,
    /// Of major therapeutic interest.
    Major,
    /// Not so.
    NotMajor,
    /// Small and medium companies.
    Small,
    /// Mid-size companies.
    Middle,
    /// Large companies.
    Large,
    /// Companies of unknown size.
    UnknownSize,
    /// A first level of the ATC classification: letter and French name.
    Group(char, String),
    /// Several first levels.
    SeveralGroups,
    /// No known class.
    UnknownGroup,
}

/// One part, under the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct PartRow {
    /// Which.
    pub part: MarketPart,
    /// Packs.
    pub packs: u64,
    /// Boxes.
    pub boxes: u64,
    /// Part of its boxes that is exempt, from 0 to 1.
    pub exempt_share: f64,
    /// Turnover, euros.
    pub turnover: Decimal,
    /// Contributions less than under the law, euros.
    pub gain: Decimal,
}

/// What a company gains.
#[derive(Debug, Clone, PartialEq)]
pub struct CompanyRow {
    /// Its name, as published.
    pub name: String,
    /// Turnover under the law, euros.
    pub turnover: Decimal,
    /// Change of turnover less contributions, euros.
    pub gain: Decimal,
}

/// One threshold.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontierRow {
    /// Euros a box.
    pub threshold: Decimal,
    /// Part of all boxes that is exempt, from 0 to 1.
    pub exempt_share: f64,
    /// Contributions lost, euros a year.
    pub lost: Decimal,
}

/// Which side of the threshold a pack is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeSide {
    /// Just below.
    Below,
    /// Just above.
    Above,
}

/// A pack that is changed or on the edge.
#[derive(Debug, Clone, PartialEq)]
pub struct PackRow {
    /// Identifier of its medicine.
    pub cis: String,
    /// Its code.
    pub cip13: String,
    /// Name of the medicine.
    pub name: String,
    /// Name of the pack.
    pub pack: String,
    /// Boxes a year.
    pub boxes: Known<u64>,
    /// Whether they are estimated.
    pub is_estimated: bool,
    /// Manufacturer price before and after, euros.
    pub prices: [Decimal; 2],
    /// Contributions before and after, euros.
    pub contributions: [Decimal; 2],
    /// Whether it is exempt.
    pub is_exempt: bool,
    /// Its side of the threshold, when it is near.
    pub edge: Option<EdgeSide>,
}

/// Why a pack is in no sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UncountedReason {
    /// No price.
    NoPrice,
    /// A negative price.
    NegativePrice,
    /// No volume.
    NoVolume,
    /// Reimbursement not known.
    NoRate,
    /// A rate outside 0 to 1.
    BadRate,
    /// Numbers too large.
    TooLarge,
}

/// How many packs are in no sum for a reason.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOutCount {
    /// Why.
    pub reason: UncountedReason,
    /// How many.
    pub packs: u64,
}

#[derive(Template)]
#[template(path = "laboratory_market.html", blocks = ["outcome"])]
pub(super) struct View<'a> {
    frame: Frame<'a>,
    words: &'static Words,
    page: &'a MarketPage,
    announcement: String,
}

impl MarketPage {
    /// The page as an HTML document.
    pub fn render(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .render()
            .map_err(RenderError::of("MarketPage"))
    }

    /// What the levers change of it.
    pub fn render_outcome(&self, language: Language) -> Result<String, RenderError> {
        self.view(language)
            .as_outcome()
            .render()
            .map_err(RenderError::of("MarketPage"))
    }

    pub(super) fn view(&self, language: Language) -> View<'_> {
        let words = Words::of(language);
        let title = match &self.view {
            MarketView::Computed(_) => words.laboratory.market_title.to_owned(),
            MarketView::Wrong(_) => format!(
                "{} – {}",
                words.laboratory.market_title, words.laboratory.wrong
            ),
        };
        let description = words.laboratory.market_description.to_owned();
        let frame = Frame::new(&self.shell, language, Place::Laboratory, title, description)
            .with_islands(&[Island::Refresh, Island::Slider]);
        let announcement = match &self.view {
            MarketView::Computed(outcome) => {
                let lost = outcome.after.contributions - outcome.before.contributions;
                words.laboratory.announce(&words.millions(&lost))
            }
            MarketView::Wrong(_) => words.laboratory.wrong.to_owned(),
        };
        View {
            frame,
            words,
            page: self,
            announcement,
        }
    }
}

/// A sum before and after, written.
pub(super) struct SumRow {
    pub(super) label: &'static str,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) change: String,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "templates hand over references"
)]
impl View<'_> {
    fn label(&self, lever: &Lever) -> &'static str {
        let words = &self.words.laboratory;
        match lever {
            Lever::Threshold => words.threshold,
            Lever::Abatement => words.abatement,
            Lever::European => words.european,
            Lever::Supplementary => words.supplementary,
            Lever::Rise => words.rise,
            Lever::RiseBelow => words.rise_below,
        }
    }

    fn hint(&self, field: &LeverField) -> String {
        let words = &self.words.laboratory;
        let hint = match field.lever {
            Lever::Threshold => words.threshold_hint,
            Lever::Abatement => words.abatement_hint,
            Lever::European => words.european_hint,
            Lever::Supplementary => words.supplementary_hint,
            Lever::Rise => words.rise_hint,
            Lever::RiseBelow => words.rise_below_hint,
        };
        if field.lever == Lever::European {
            return hint.to_owned();
        }
        let law = self.words.typed_number(&field.law);
        format!("{hint} {}", words.law_is(&law))
    }

    pub(super) fn sums(&self, outcome: &MarketOutcome) -> Vec<SumRow> {
        let words = &self.words.laboratory;
        let money = |label, of: fn(&MarketSums) -> Decimal| {
            let (before, after) = (of(&outcome.before), of(&outcome.after));
            SumRow {
                label,
                before: self.words.millions(&before),
                after: self.words.millions(&after),
                change: self.words.millions_change(&(after - before)),
            }
        };
        let count = |label, of: fn(&MarketSums) -> u64| {
            let (before, after) = (of(&outcome.before), of(&outcome.after));
            SumRow {
                label,
                before: self.words.integer(&before),
                after: self.words.integer(&after),
                change: self.words.change_between(&after, &before),
            }
        };
        vec![
            money(words.contributions, |sums| sums.contributions),
            money(words.public_spend, |sums| sums.public_spend),
            money(words.turnover, |sums| sums.turnover),
            money(words.safeguard, |sums| sums.safeguard),
            count(words.exempt_packs, |sums| sums.exempt_packs),
            count(words.exempt_boxes, |sums| sums.exempt_boxes),
            money(words.exempt_turnover, |sums| sums.exempt_turnover),
        ]
    }

    pub(super) fn basis(&self, basis: &MarketBasis) -> String {
        let words = self.words;
        let prices = basis.priced_on.map(|day| words.short_date(&day));
        words.laboratory.basis_text(
            &words.integer(&basis.packs),
            &words.integer(&basis.boxes),
            &words.percent(&basis.estimated_share),
            prices.as_deref().unwrap_or(words.terms.unknown),
            &words.integer(&basis.prices_not_unique),
        )
    }

    pub(super) fn part(&self, part: &MarketPart) -> String {
        let words = &self.words.laboratory;
        let text = match part {
            MarketPart::Mature => words.mature_part,
            MarketPart::Recent => words.recent_part,
            MarketPart::UnknownMaturity | MarketPart::UnknownSize | MarketPart::UnknownGroup => {
                words.unknown_part
            }
            MarketPart::Major => words.major_part,
            MarketPart::NotMajor => words.not_major_part,
            MarketPart::Small => words.small,
            MarketPart::Middle => words.middle,
            MarketPart::Large => words.large,
            MarketPart::SeveralGroups => words.several,
            MarketPart::Group(letter, name) => return format!("{letter} {name}"),
        };
        text.to_owned()
    }

    /// The parts by what they split the market, with the name of the split.
    pub(super) fn splits<'b>(
        &self,
        parts: &'b [PartRow],
    ) -> Vec<(&'static str, &'static str, Vec<&'b PartRow>)> {
        let words = &self.words.laboratory;
        let split = |part: &MarketPart| match part {
            MarketPart::Mature | MarketPart::Recent | MarketPart::UnknownMaturity => {
                words.by_maturity
            }
            MarketPart::Major | MarketPart::NotMajor => words.by_major,
            MarketPart::Small
            | MarketPart::Middle
            | MarketPart::Large
            | MarketPart::UnknownSize => words.by_class,
            MarketPart::Group(..) | MarketPart::SeveralGroups | MarketPart::UnknownGroup => {
                words.by_group
            }
        };
        let names = [
            ("by-maturity", words.by_maturity),
            ("by-interest", words.by_major),
            ("by-size", words.by_class),
            ("by-class", words.by_group),
        ];
        let of = |(identifier, name)| {
            let rows = parts.iter().filter(|row| split(&row.part) == name);
            (identifier, name, rows.collect::<Vec<_>>())
        };
        let splits = names.into_iter().map(of);
        // One part that is all of the market tells nothing.
        splits.filter(|(_, _, rows)| rows.len() > 1).collect()
    }

    fn reason(&self, reason: &UncountedReason) -> &'static str {
        let words = &self.words.laboratory;
        match reason {
            UncountedReason::NoPrice => words.no_price,
            UncountedReason::NegativePrice => words.negative_price,
            UncountedReason::NoVolume => words.no_volume,
            UncountedReason::NoRate => words.no_rate,
            UncountedReason::BadRate => words.bad_rate,
            UncountedReason::TooLarge => words.too_large,
        }
    }

    fn edge(&self, edge: &EdgeSide) -> &'static str {
        match edge {
            EdgeSide::Below => self.words.laboratory.edge_below,
            EdgeSide::Above => self.words.laboratory.edge_above,
        }
    }

    fn pack_address(&self, row: &PackRow) -> String {
        links::pack(self.frame.language, &row.cis, &row.cip13)
    }
}
