//! What a scenario does to the market, as files: packs for a spreadsheet, sums for programs.

use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;
use serde::Serialize;
use vigie_catalogue::Catalogue;
use vigie_model::Day;
use vigie_pages::laboratory::{EdgeSide, FrontierRow};
use vigie_policy::{Evidence, Group, HolderChange, MarketSide, Scenario};

use super::market::Computed;
use super::market_view::row;
use crate::http::pages::table::{self, csv_text};
use crate::system::market::VOLUME_YEAR;

/// Names of the columns of a file of packs. The first four are codes and names.
const COLUMNS: [&str; 12] = [
    "cip13",
    "medicine",
    "pack",
    "holder",
    "boxes_2025",
    "boxes_estimated",
    "manufacturer_price_before",
    "manufacturer_price_after",
    "contributions_before",
    "contributions_after",
    "exempt",
    "edge",
];
const TEXT_COLUMNS: u16 = 4;

/// The packs that a scenario changes, as CSV.
pub fn csv(computed: &Computed, catalogue: &Catalogue) -> Result<String, csv::Error> {
    csv_text(COLUMNS, pack_rows(computed, catalogue))
}

/// The packs that a scenario changes, as a spreadsheet.
pub fn spreadsheet(computed: &Computed, catalogue: &Catalogue) -> Result<Vec<u8>, XlsxError> {
    let day = computed.market.priced_on.unwrap_or(Day::MIN);
    let rows = pack_rows(computed, catalogue);
    table::spreadsheet(COLUMNS, rows, TEXT_COLUMNS, day)
}

fn pack_rows(
    computed: &Computed,
    catalogue: &Catalogue,
) -> impl Iterator<Item = [String; COLUMNS.len()]> {
    let market = &computed.market;
    let amount = |amount: Decimal| amount.round_dp(2).to_string();
    computed.packs.iter().map(move |pack| {
        let row = row(computed, pack, catalogue);
        let of = market.packs.get(pack.index);
        let holder = of.and_then(|of| market.holders.get(of.holder));
        let boxes = row.boxes.value().map(|boxes| boxes.to_string());
        let edge = match row.edge {
            Some(EdgeSide::Below) => "below",
            Some(EdgeSide::Above) => "above",
            None => "",
        };
        [
            row.cip13,
            row.name,
            row.pack,
            holder.cloned().unwrap_or_default(),
            boxes.unwrap_or_default(),
            row.is_estimated.to_string(),
            row.prices[0].to_string(),
            row.prices[1].to_string(),
            amount(row.contributions[0]),
            amount(row.contributions[1]),
            row.is_exempt.to_string(),
            edge.to_owned(),
        ]
    })
}

/// What a scenario does, for programs.
#[derive(Debug, Serialize)]
pub struct Numbers<'a> {
    year: i16,
    /// Digest of the scenario: the same changes have the same.
    digest: String,
    changes: Vec<NumbersChange<'a>>,
    priced_on: Option<Day>,
    volumes_of: i16,
    total: MarketSide,
    safeguard: [Decimal; 2],
    european_range: Option<[Decimal; 2]>,
    revenue_neutral_factor: Option<Decimal>,
    groups: &'a [Group],
    companies: Vec<NumbersCompany<'a>>,
    thresholds: Vec<NumbersThreshold>,
    changed_packs: usize,
    left_out_packs: usize,
    evidence: &'a Evidence,
}

#[derive(Debug, Serialize)]
struct NumbersChange<'a> {
    key: &'a str,
    value: Decimal,
    unit: String,
}

#[derive(Debug, Serialize)]
struct NumbersCompany<'a> {
    name: &'a str,
    gain: Decimal,
}

#[derive(Debug, Serialize)]
struct NumbersThreshold {
    threshold: Decimal,
    exempt_share_of_boxes: f64,
    contributions_lost: Decimal,
}

impl<'a> Numbers<'a> {
    /// The numbers of a computed scenario.
    pub fn of(scenario: &'a Scenario, computed: &'a Computed, frontier: &[FrontierRow]) -> Self {
        let (market, outcome) = (&computed.market, &computed.outcome);
        let company = |one: &HolderChange| {
            let name = market.holders.get(one.holder)?;
            Some(NumbersCompany {
                name,
                gain: one.gain,
            })
        };
        Self {
            year: scenario.base_year(),
            digest: scenario.digest(),
            changes: scenario
                .changes()
                .map(|(key, change)| NumbersChange {
                    key,
                    value: change.value,
                    unit: change.unit.to_string(),
                })
                .collect(),
            priced_on: market.priced_on,
            volumes_of: VOLUME_YEAR,
            total: outcome.total,
            safeguard: outcome.safeguard,
            european_range: computed.european_range,
            revenue_neutral_factor: outcome.revenue_neutral_factor,
            groups: &outcome.groups,
            companies: outcome.holders.iter().filter_map(company).collect(),
            thresholds: frontier
                .iter()
                .map(|row| NumbersThreshold {
                    threshold: row.threshold,
                    exempt_share_of_boxes: row.exempt_share,
                    contributions_lost: row.lost,
                })
                .collect(),
            changed_packs: computed.packs.len(),
            left_out_packs: outcome.left_out.len(),
            evidence: &outcome.evidence,
        }
    }
}
