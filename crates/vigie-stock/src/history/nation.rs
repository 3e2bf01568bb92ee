//! The country as a whole, day by day: what every pack was in the tier where patients get it. Read from history files
//! from end to end, since the question is about all packs at once.

use std::collections::{BTreeMap, BTreeSet};

use vigie_model::{Day, PackNumber, ReportNumber, Tier};

use super::batch::HistoryBatch;
use super::read::pack_of;
use super::{DayNotes, HistoryError, HistoryFile, HistoryRow};
use crate::PackTable;
use crate::picture::tier_of_slab;

/// Tiers where patients get their medicines. Only their sales are demand: those of the tiers above supply them.
pub const PATIENT_TIERS: [Tier; 2] = [Tier::Pharmacy, Tier::Hospital];

/// Sums of one pack over the country on one day, in the tier where patients get it: pharmacies, or hospital pharmacies
/// when they alone carry it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NationalSums {
    /// Boxes on hand.
    pub on_hand: u32,
    /// Boxes sold on the day.
    pub sold: u32,
    /// Sites with at least one box.
    pub sites_holding: u16,
    /// Sites that carry the pack and have none.
    pub sites_at_zero: u16,
}

impl NationalSums {
    /// Sites that carry the pack.
    pub fn carrying(self) -> u32 {
        u32::from(self.sites_holding) + u32::from(self.sites_at_zero)
    }
}

/// Sites of one tier in the country on a closed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TierSites {
    /// Sites whose stock is counted.
    pub counted: u32,
    /// Sites that stated sales.
    pub stating_sales: u32,
}

/// All packs of the country at the end of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationalDay {
    /// Last report of the journal that is included.
    pub journal_head: ReportNumber,
    sites: [TierSites; PATIENT_TIERS.len()],
    packs: Vec<NationalSums>,
    /// Packs that only hospitals carry.
    of_hospitals: Vec<bool>,
}

impl NationalDay {
    fn new(notes: &DayNotes, packs: usize) -> Self {
        let mut sites = [TierSites::default(); PATIENT_TIERS.len()];
        for slab in &notes.slabs {
            if let Some(sites) =
                place_of(tier_of_slab(slab.slab)).and_then(|place| sites.get_mut(place))
            {
                sites.counted += slab.sites;
                sites.stating_sales += slab.stating_sales;
            }
        }
        Self {
            journal_head: notes.journal_head,
            sites,
            packs: vec![NationalSums::default(); packs],
            of_hospitals: vec![false; packs],
        }
    }

    /// The sums of a pack and the tier they are of; nothing for one that no site carries.
    pub fn pack(&self, pack: PackNumber) -> Option<(Tier, NationalSums)> {
        let place = pack.0 as usize;
        let sums = *self.packs.get(place)?;
        let tier = if *self.of_hospitals.get(place)? {
            Tier::Hospital
        } else {
            Tier::Pharmacy
        };
        (sums.carrying() > 0).then_some((tier, sums))
    }

    /// The sites of a tier; none for tiers above patients.
    pub fn sites(&self, tier: Tier) -> TierSites {
        let place = place_of(tier);
        place
            .and_then(|place| self.sites.get(place).copied())
            .unwrap_or_default()
    }

    /// How many packs it may tell of.
    pub const fn packs(&self) -> usize {
        self.packs.len()
    }

    fn set(&mut self, pack: PackNumber, [pharmacy, hospital]: [NationalSums; 2]) {
        let place = pack.0 as usize;
        let is_of_hospitals = pharmacy.carrying() == 0 && hospital.carrying() > 0;
        if let (Some(sums), Some(flag)) =
            (self.packs.get_mut(place), self.of_hospitals.get_mut(place))
        {
            *sums = if is_of_hospitals { hospital } else { pharmacy };
            *flag = is_of_hospitals;
        }
    }
}

fn place_of(tier: Tier) -> Option<usize> {
    PATIENT_TIERS.iter().position(|known| *known == tier)
}

impl HistoryFile {
    /// Hands over the rows of every pack: a pass over all of the file, for questions about all packs at once.
    pub fn for_each_pack(
        &self,
        table: &PackTable,
        mut take: impl FnMut(PackNumber, &[HistoryRow]),
    ) -> Result<(), HistoryError> {
        let mut code = None;
        let mut rows = Vec::new();
        let mut finish = |code: Option<i64>, rows: &mut Vec<HistoryRow>| {
            if let Some(code) = code {
                let pack = table.number(pack_of(code)?);
                take(pack.ok_or(HistoryError::Column("cip13"))?, rows);
                rows.clear();
            }
            Ok::<_, HistoryError>(())
        };
        for batch in self.read_all()? {
            let batch = batch?;
            let columns = HistoryBatch::of(&batch)?;
            for (index, of_row) in columns.codes().iter().enumerate() {
                if code != Some(*of_row) {
                    finish(code, &mut rows)?;
                    code = Some(*of_row);
                }
                rows.push(columns.row(index)?);
            }
        }
        finish(code, &mut rows)
    }

    /// The country on some days of the file.
    pub fn national_days(
        &self,
        wanted: &BTreeSet<Day>,
        table: &PackTable,
    ) -> Result<BTreeMap<Day, NationalDay>, HistoryError> {
        let notes = self.notes()?;
        let mut days: BTreeMap<Day, NationalDay> = notes
            .iter()
            .filter(|notes| wanted.contains(&notes.day))
            .map(|notes| (notes.day, NationalDay::new(notes, table.len())))
            .collect();
        self.for_each_pack(table, |pack, rows| {
            for (day, sums) in national_sums(rows) {
                if let Some(day) = days.get_mut(&day) {
                    day.set(pack, sums);
                }
            }
        })?;
        Ok(days)
    }
}

/// The sums of a pack by day.
fn national_sums(rows: &[HistoryRow]) -> BTreeMap<Day, [NationalSums; PATIENT_TIERS.len()]> {
    let mut days: BTreeMap<Day, [NationalSums; PATIENT_TIERS.len()]> = BTreeMap::new();
    for row in rows {
        let Some(place) = place_of(row.tier) else {
            continue;
        };
        if let Some(sums) = days.entry(row.day).or_default().get_mut(place) {
            let narrow = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
            let count = |value: u32| u16::try_from(value).unwrap_or(u16::MAX);
            sums.on_hand = sums.on_hand.saturating_add(narrow(row.on_hand));
            sums.sold = sums
                .sold
                .saturating_add(narrow(row.sold.unwrap_or_default()));
            sums.sites_holding = sums.sites_holding.saturating_add(count(row.sites_holding));
            sums.sites_at_zero = sums.sites_at_zero.saturating_add(count(row.sites_at_zero));
        }
    }
    days
}
