//! What a site says of its stock, and the file it sends.

use vigie_model::{Cip13, Day, Site};

/// Months that companies forecast.
pub const FORECAST_MONTHS: usize = 6;

/// The report of a site.
#[derive(Debug, Clone, Copy)]
pub struct SiteReport<'a> {
    /// Who reports.
    pub site: &'a Site,
    /// The day it describes, at closing time.
    pub as_of: Day,
    /// All packs, or those where something changed.
    pub kind: ReportKind,
    /// One line a pack, by rising CIP13.
    pub lines: &'a [SimLine],
}

/// Whether a report says all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// All packs the site holds or held.
    Full,
    /// Packs whose stock changed, that moved, or whose open orders changed. Others are as before.
    Changes,
}

/// One pack at one site. Quantities are boxes; flows are those since the site's last report, which
/// is the day unless reports did not arrive.
///
/// Always: on hand in the last report + received - sold - expired = on hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimLine {
    /// The pack.
    pub cip13: Cip13,
    /// Boxes in the house.
    pub on_hand: u32,
    /// Sold, or shipped to customers.
    pub sold: u32,
    /// Ordered this day and refused by all suppliers.
    pub ordered_not_delivered: u32,
    /// Shipped to this site and not there yet; at a company, in production.
    pub in_transit: u32,
    /// Part of `on_hand` that expires within 90 days.
    pub expiring: u32,
    /// Came in; not in the file.
    pub received: u32,
    /// Thrown away; not in the file.
    pub expired: u32,
    /// Wanted by patients and not there; not in the file.
    pub missed: u32,
    /// Boxes that a company expects to be asked for in each of the next six months of 30 days.
    pub forecast_demand: Option<[u32; FORECAST_MONTHS]>,
    /// Boxes that it expects to release in each of them.
    pub forecast_supply: Option<[u32; FORECAST_MONTHS]>,
}

const HEADER: &[u8] = b"cip13;on_hand;sold;ordered_not_delivered;in_transit;expiring";
const FORECAST_HEADER: &[u8] = b";forecast_demand_1;forecast_demand_2;forecast_demand_3\
;forecast_demand_4;forecast_demand_5;forecast_demand_6\
;forecast_supply_1;forecast_supply_2;forecast_supply_3\
;forecast_supply_4;forecast_supply_5;forecast_supply_6";

/// Writes a report as the CSV file that the site sends (`;`, one header line, LF).
///
/// Companies have twelve more columns, of their forecasts.
pub fn write_csv(report: &SiteReport<'_>, out: &mut Vec<u8>) {
    let with_forecasts = report.site.tier == vigie_model::Tier::Company;
    out.reserve(report.lines.len() * if with_forecasts { 128 } else { 32 } + 256);
    out.extend_from_slice(HEADER);
    if with_forecasts {
        out.extend_from_slice(FORECAST_HEADER);
    }
    out.push(b'\n');
    for line in report.lines {
        write_line(line, with_forecasts, out);
    }
}

fn write_line(line: &SimLine, with_forecasts: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(&thirteen_digits(line.cip13.as_u64()));
    write_cell(line.on_hand, out);
    write_cell(line.sold, out);
    write_cell(line.ordered_not_delivered, out);
    write_cell(line.in_transit, out);
    write_cell(line.expiring, out);
    if with_forecasts {
        for months in [line.forecast_demand, line.forecast_supply] {
            match months {
                Some(months) => months.iter().for_each(|boxes| write_cell(*boxes, out)),
                None => out.extend_from_slice(b";;;;;;"),
            }
        }
    }
    out.push(b'\n');
}

/// The digits of a CIP13. Two halves, so that the processor works on both at once.
fn thirteen_digits(number: u64) -> [u8; 13] {
    let mut digits = [b'0'; 13];
    let (left, right) = digits.split_at_mut(5);
    let halves = [(left, number / 100_000_000), (right, number % 100_000_000)];
    for (digits, half) in halves {
        let mut rest = half as u32;
        for digit in digits.iter_mut().rev() {
            *digit += (rest % 10) as u8;
            rest /= 10;
        }
    }
    digits
}

/// Writes a separator and a quantity: nearly all are of one or two digits.
fn write_cell(quantity: u32, out: &mut Vec<u8>) {
    let digit = |value: u32| b'0' + (value % 10) as u8;
    match quantity {
        0..10 => out.extend_from_slice(&[b';', digit(quantity)]),
        10..100 => out.extend_from_slice(&[b';', digit(quantity / 10), digit(quantity)]),
        _ => {
            out.push(b';');
            write_number(quantity.into(), out);
        }
    }
}

/// Appends the decimal digits of a number.
pub(crate) fn write_number(mut number: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[first..]);
}
