//! What a scenario does to the market, as the page shows it.

use rust_decimal::Decimal;
use vigie_catalogue::Catalogue;
use vigie_model::{Atc, Cip13};
use vigie_pages::laboratory::{
    CompanyRow, EdgeSide, FrontierRow, LeftOutCount, MarketBasis, MarketOutcome, MarketPart,
    MarketSums, PackRow, PartRow, RuleRow, RuleStatus, Rules, UncountedReason,
};
use vigie_pages::{Known, UnknownReason, links};
use vigie_policy::{
    Amounts, AnatomicalGroup, CompanyClass, Dimension, Edge, Evidence, Group, LeftOutReason,
    Maturity, PackChange, RowReference, Status,
};

use super::market::Computed;
use super::{compare, prose};
use crate::http::pages::asked::Asked;

/// Packs on one page.
const ON_A_PAGE: usize = 50;
/// Companies that gain most, and that lose most.
const COMPANIES_SHOWN: usize = 8;

/// The page's view.
pub fn outcome(
    computed: &Computed,
    frontier: &[FrontierRow],
    catalogue: &Catalogue,
    asked: &Asked,
) -> MarketOutcome {
    let outcome = &computed.outcome;
    let [before, after] = before_and_after(outcome);
    let from: usize = asked
        .parameter("from")
        .and_then(|text| text.parse().ok())
        .unwrap_or_default();
    let shown = computed.packs.iter().skip(from).take(ON_A_PAGE);
    let edges = |side| {
        let of_side = computed.packs.iter().filter(|pack| pack.edge == Some(side));
        of_side.count() as u64
    };
    MarketOutcome {
        basis: basis(computed),
        before,
        after,
        european_range: computed.european_range,
        neutral_factor: outcome.revenue_neutral_factor,
        companies_moved: companies_moved(outcome),
        companies: companies(computed),
        parts: outcome
            .groups
            .iter()
            .filter_map(|group| part(group, catalogue))
            .collect(),
        frontier: frontier.to_vec(),
        packs: shown.map(|pack| row(computed, pack, catalogue)).collect(),
        pack_count: computed.packs.len() as u64,
        edge_counts: [edges(Edge::Below), edges(Edge::Above)],
        around: around(asked, from, computed.packs.len()),
        left_out: left_out(computed),
        rules: rules(&outcome.evidence),
        scenario_file: address(asked, "/laboratory/prices.toml", None),
        packs_file: address(asked, "/laboratory/prices.csv", None),
        packs_spreadsheet: address(asked, "/laboratory/prices.xlsx", None),
        note: address(asked, "/laboratory/prices/note", None),
        compare: compare_address(asked),
        numbers: address(asked, "/laboratory/prices.json", None),
    }
}

/// The sums under the law and under the scenario.
pub fn before_and_after(outcome: &vigie_policy::MarketOutcome) -> [MarketSums; 2] {
    let [before, after] = outcome.safeguard;
    [
        sums(&outcome.total.before, before),
        sums(&outcome.total.after, after),
    ]
}

/// Companies that gain and that lose.
pub const fn companies_moved(outcome: &vigie_policy::MarketOutcome) -> [u64; 2] {
    [
        outcome.holders_that_gain as u64,
        outcome.holders_that_lose as u64,
    ]
}

/// The comparison of this scenario with those that were named beside it.
fn compare_address(asked: &Asked) -> String {
    let pairs = url::form_urlencoded::parse(asked.query.as_bytes());
    let own = pairs.filter(|(key, value)| !matches!(&**key, "from" | "with") && !value.is_empty());
    let own = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(own)
        .finish();
    let others = compare::queries(asked, "with");
    compare::address(
        asked,
        others.iter().map(String::as_str).chain([own.as_str()]),
    )
}

/// This scenario at another path, from a place on.
pub fn address(asked: &Asked, path: &str, from: Option<usize>) -> String {
    let pairs = url::form_urlencoded::parse(asked.query.as_bytes());
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.filter(|(key, value)| key != "from" && !value.is_empty()));
    if let Some(from) = from {
        query.append_pair("from", &from.to_string());
    }
    let path = links::page(asked.language, path);
    match query.finish().as_str() {
        "" => path,
        query => format!("{path}?{query}"),
    }
}

fn around(asked: &Asked, from: usize, count: usize) -> [Option<String>; 2] {
    let at = |from| address(asked, "/laboratory/prices", from) + "#packs";
    let before = (from > 0).then(|| {
        let previous = from.saturating_sub(ON_A_PAGE);
        at((previous > 0).then_some(previous))
    });
    let after = from.saturating_add(ON_A_PAGE);
    [before, (after < count).then(|| at(Some(after)))]
}

fn basis(computed: &Computed) -> MarketBasis {
    let market = &computed.market;
    let left_out: std::collections::HashSet<usize> = computed
        .outcome
        .left_out
        .iter()
        .map(|pack| pack.index)
        .collect();
    let volumes = market.packs.iter().zip(&market.is_estimated).enumerate();
    let counted = volumes.filter(|(index, _)| !left_out.contains(index));
    let estimated: u64 = counted
        .filter(|(_, (_, is_estimated))| **is_estimated)
        .filter_map(|(_, (pack, _))| pack.boxes_per_year)
        .sum();
    let total = &computed.outcome.total.before;
    MarketBasis {
        packs: total.packs,
        boxes: total.boxes,
        estimated_share: estimated as f64 / total.boxes.max(1) as f64,
        priced_on: market.priced_on,
        prices_not_unique: market.prices_not_unique as u64,
    }
}

fn sums(amounts: &Amounts, safeguard: Decimal) -> MarketSums {
    MarketSums {
        turnover: amounts.turnover,
        contributions: amounts.contributions,
        public_spend: amounts.public_spend,
        safeguard,
        exempt_packs: amounts.exempt_packs,
        exempt_boxes: amounts.exempt_boxes,
        exempt_turnover: amounts.exempt_turnover,
    }
}

/// Those that gain most first, then those that lose most.
fn companies(computed: &Computed) -> Vec<CompanyRow> {
    let holders = &computed.outcome.holders;
    let last = holders
        .len()
        .saturating_sub(COMPANIES_SHOWN)
        .max(COMPANIES_SHOWN);
    let first = holders
        .iter()
        .take(COMPANIES_SHOWN)
        .filter(|one| one.gain > Decimal::ZERO);
    let losing = holders
        .iter()
        .skip(last)
        .chain(holders.iter().take(COMPANIES_SHOWN));
    let losing = losing.filter(|one| one.gain < Decimal::ZERO);
    first
        .chain(losing)
        .map(|one| CompanyRow {
            name: computed
                .market
                .holders
                .get(one.holder)
                .cloned()
                .unwrap_or_default(),
            turnover: one.sums.before.turnover,
            gain: one.gain,
        })
        .collect()
}

/// `None` for splits that the page does not show.
fn part(group: &Group, catalogue: &Catalogue) -> Option<PartRow> {
    let part = match group.dimension {
        Dimension::Maturity(Maturity::Mature) => MarketPart::Mature,
        Dimension::Maturity(Maturity::Recent) => MarketPart::Recent,
        Dimension::Maturity(Maturity::Unknown) => MarketPart::UnknownMaturity,
        Dimension::MajorInterest(true) => MarketPart::Major,
        Dimension::MajorInterest(false) => MarketPart::NotMajor,
        Dimension::CompanyClass(Some(CompanyClass::Small)) => MarketPart::Small,
        Dimension::CompanyClass(Some(CompanyClass::Middle)) => MarketPart::Middle,
        Dimension::CompanyClass(Some(CompanyClass::Large)) => MarketPart::Large,
        Dimension::CompanyClass(None) => MarketPart::UnknownSize,
        Dimension::Anatomical(AnatomicalGroup::One(letter)) => {
            let class: Option<Atc> = letter.to_string().parse().ok();
            let name = class.and_then(|class| catalogue.atc_name(class));
            MarketPart::Group(letter, name.unwrap_or_default().to_owned())
        }
        Dimension::Anatomical(AnatomicalGroup::Several) => MarketPart::SeveralGroups,
        Dimension::Anatomical(AnatomicalGroup::Unknown) => MarketPart::UnknownGroup,
        // The list is not imported yet, and the share is one assumption for all.
        Dimension::CriticalList(_) | Dimension::EuropeanFifth(_) => return None,
    };
    let (before, after) = (&group.sums.before, &group.sums.after);
    Some(PartRow {
        part,
        packs: before.packs,
        boxes: before.boxes,
        exempt_share: after.exempt_boxes as f64 / after.boxes.max(1) as f64,
        turnover: after.turnover,
        gain: before.contributions.saturating_sub(after.contributions),
    })
}

/// A pack under the law and under the scenario.
pub fn row(computed: &Computed, pack: &PackChange, catalogue: &Catalogue) -> PackRow {
    let of = computed.market.packs.get(pack.index);
    let is_estimated = computed.market.is_estimated.get(pack.index);
    let (cis, name, label) = names(catalogue, pack.code);
    PackRow {
        cis,
        cip13: pack.code.to_string(),
        name,
        pack: label,
        boxes: Known::from_option(
            of.and_then(|of| of.boxes_per_year),
            UnknownReason::NotPublished,
        ),
        is_estimated: is_estimated.copied().unwrap_or_default(),
        prices: [
            pack.before.manufacturer_price,
            pack.after.manufacturer_price,
        ],
        contributions: [pack.before.contributions, pack.after.contributions],
        is_exempt: pack.after.is_exempt,
        edge: pack.edge.map(|edge| match edge {
            Edge::Below => EdgeSide::Below,
            Edge::Above => EdgeSide::Above,
        }),
    }
}

/// Identifier and name of the medicine, and name of the pack.
fn names(catalogue: &Catalogue, code: Cip13) -> (String, String, String) {
    let Some(pack) = catalogue.pack(code) else {
        return Default::default();
    };
    let medicine = pack.medicine();
    (
        pack.cis().to_string(),
        medicine.map_or_else(String::new, |medicine| medicine.name().to_owned()),
        pack.label().to_owned(),
    )
}

fn left_out(computed: &Computed) -> Vec<LeftOutCount> {
    let of = |reason: LeftOutReason| {
        let packs = computed.outcome.left_out.iter();
        packs.filter(|pack| pack.reason == reason).count() as u64
    };
    let reasons = [
        (LeftOutReason::NoPrice, UncountedReason::NoPrice),
        (LeftOutReason::NegativePrice, UncountedReason::NegativePrice),
        (LeftOutReason::NoVolume, UncountedReason::NoVolume),
        (LeftOutReason::NoReimbursedRate, UncountedReason::NoRate),
        (LeftOutReason::BadRate, UncountedReason::BadRate),
        (LeftOutReason::TooLarge, UncountedReason::TooLarge),
    ];
    reasons
        .into_iter()
        .map(|(reason, shown)| LeftOutCount {
            reason: shown,
            packs: of(reason),
        })
        .filter(|count| count.packs > 0)
        .collect()
}

/// What was read, for the page.
pub fn rules(evidence: &Evidence) -> Rules {
    let warnings = evidence.warnings.iter();
    Rules {
        rows: evidence.rows.iter().map(rule).collect(),
        warnings: warnings.map(|warning| prose(&warning.sentence)).collect(),
    }
}

fn rule(row: &RowReference) -> RuleRow {
    RuleRow {
        key: row.key.clone(),
        value: format!("{} {}", row.value, row.unit),
        status: match row.status {
            Status::Promulgated => RuleStatus::Promulgated,
            Status::Draft => RuleStatus::Draft,
            Status::Memory => RuleStatus::Memory,
            Status::Hypothesis => RuleStatus::Hypothesis,
        },
        reference: row.reference.clone(),
    }
}
