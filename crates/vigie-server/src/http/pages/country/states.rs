//! Each pack of the country by itself, for pages about some of them.

use std::collections::HashMap;

use vigie_model::{Cip13, Cis};
use vigie_pages::Known;
use vigie_stock::severity::Severity;

use super::ranking::Judged;
use super::rows::Rows;

/// How one pack stands, nation-wide and where patients get it.
#[derive(Debug, Clone, Copy)]
pub struct PackState {
    /// The pack and its figures.
    pub pack: Judged,
    /// Its points; `None` when some of what they rest on is not known.
    pub severity: Option<Severity>,
    /// Its cover seven days before, days.
    pub cover_days_a_week_ago: Known<f64>,
}

/// All packs that have stock or demand.
#[derive(Debug, Default)]
pub struct PackStates {
    packs: HashMap<Cip13, PackState>,
    most_sold: HashMap<Cis, Cip13>,
}

impl PackStates {
    /// The states of packs, of which the severities are given in the same order.
    pub fn of(packs: &[Judged], severities: &[Option<Severity>], rows: &Rows<'_>) -> Self {
        let mut states = Self {
            packs: HashMap::with_capacity(packs.len()),
            most_sold: HashMap::with_capacity(packs.len()),
        };
        for (pack, severity) in packs.iter().zip(severities) {
            let state = PackState {
                pack: *pack,
                severity: *severity,
                cover_days_a_week_ago: rows.cover_a_week_ago(pack),
            };
            states.add(state);
        }
        states
    }

    fn add(&mut self, state: PackState) {
        let Judged {
            cip13,
            cis,
            sold_28_days,
            ..
        } = state.pack;
        let best = self
            .most_sold
            .get(&cis)
            .and_then(|best| self.packs.get(best));
        if best.is_none_or(|best| best.pack.sold_28_days < sold_28_days) {
            self.most_sold.insert(cis, cip13);
        }
        self.packs.insert(cip13, state);
    }

    /// A pack; `None` for one that has neither stock nor demand.
    pub fn pack(&self, cip13: Cip13) -> Option<&PackState> {
        self.packs.get(&cip13)
    }

    /// The most sold pack of a medicine.
    pub fn most_sold(&self, cis: Cis) -> Option<&PackState> {
        self.packs.get(self.most_sold.get(&cis)?)
    }
}
