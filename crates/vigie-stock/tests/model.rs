//! The picture, computed the slow and obvious way: all reports of a site folded in order of day and number, in maps.

use std::collections::BTreeMap;

use vigie_model::{Day, PackNumber, Site};
use vigie_stock::picture::{Accepted, Base, FlowTotals, Totals};
use vigie_stock::{Flows, ReportContent, ReportKind};

/// One entry of the journal.
#[derive(Debug, Clone)]
pub struct Entry {
    pub accepted: Accepted,
    pub content: ReportContent,
}

/// What a site has said, as of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SiteState {
    pub cells: BTreeMap<PackNumber, u32>,
    pub flows: BTreeMap<PackNumber, Flows>,
    /// Sales of the last reported day, when stated.
    pub sales: Option<BTreeMap<PackNumber, u32>>,
}

/// A site at the end of each day it reported for.
pub type SiteDays = BTreeMap<Day, SiteState>;

/// Sums over sites.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelSums {
    pub totals: Totals,
    pub flows: FlowTotals,
    pub base: Base,
}

pub fn fold_site(journal: &[Entry], site: &Site) -> SiteDays {
    let mut entries: Vec<&Entry> = journal
        .iter()
        .filter(|entry| entry.accepted.site == site.number)
        .collect();
    entries.sort_by_key(|entry| (entry.accepted.as_of, entry.accepted.number));
    let mut days = SiteDays::new();
    let mut state = SiteState::default();
    for entry in entries {
        let day = entry.accepted.as_of;
        if !days.contains_key(&day) {
            state.sales = None;
        }
        take(&mut state, entry.accepted.kind, &entry.content);
        days.insert(day, state.clone());
    }
    days
}

fn take(state: &mut SiteState, kind: ReportKind, content: &ReportContent) {
    if kind == ReportKind::Full {
        state.cells.clear();
        state.flows.clear();
    }
    for line in &content.lines {
        state.cells.insert(line.pack, line.on_hand);
        state.flows.remove(&line.pack);
    }
    for line in &content.flows {
        state.flows.insert(line.pack, line.flows);
    }
    if content.states_sold {
        let sales = state.sales.get_or_insert_default();
        if kind == ReportKind::Full {
            sales.clear();
        }
        for line in &content.lines {
            sales.remove(&line.pack);
            if line.sold > 0 {
                sales.insert(line.pack, line.sold);
            }
        }
    } else if kind == ReportKind::Full
        && let Some(sales) = &mut state.sales
    {
        let listed = |pack: &PackNumber| content.lines.iter().any(|line| line.pack == *pack);
        sales.retain(|pack, _| listed(pack));
    }
}

/// Adds what one site counts for one pack.
pub fn add_site(sums: &mut ModelSums, days: &SiteDays, pack: PackNumber, latest: Day) {
    let Some((_, present)) = days.last_key_value() else {
        return;
    };
    sums.base.sites += 1;
    if let Some(&on_hand) = present.cells.get(&pack) {
        sums.totals.on_hand += u64::from(on_hand);
        sums.totals.sites_holding += u32::from(on_hand > 0);
        sums.totals.sites_at_zero += u32::from(on_hand == 0);
    }
    let flows = present.flows.get(&pack).copied().unwrap_or_default();
    sums.flows.ordered_not_delivered += u64::from(flows.ordered_not_delivered);
    sums.flows.in_transit += u64::from(flows.in_transit);
    sums.flows.expiring += u64::from(flows.expiring);
    for (day, state) in days {
        let Some(sales) = &state.sales else { continue };
        let boxes = u64::from(sales.get(&pack).copied().unwrap_or_default());
        if latest.days_since(*day) < 28 {
            sums.totals.sold_28_days += boxes;
            sums.base.site_days_28 += 1;
        }
        if latest.days_since(*day) < 7 {
            sums.totals.sold_7_days += boxes;
            sums.base.site_days_7 += 1;
        }
    }
}
