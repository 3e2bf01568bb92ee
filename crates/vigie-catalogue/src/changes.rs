//! Questions about the past: a pack as it was, what changed between two days.

use rust_decimal::Decimal;
use vigie_model::{Cip13, Cis, Day};

use crate::catalogue::Catalogue;
use crate::medicine::Medicine;
use crate::pack::Pack;
use crate::release::{InterestRow, MedicineRow, PackRow};
use crate::text::TextId;

/// A pack as it was on a day; the same questions as for a pack of the latest release.
pub type PackVersion<'a> = Pack<'a>;

/// One difference between two releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<'a> {
    /// A pack that the first release does not have.
    PackAppeared(Cip13),
    /// A pack that the second release does not have.
    PackDisappeared(Cip13),
    /// At least one of the three prices of a pack changed, in euros.
    PriceChanged {
        /// The pack.
        cip13: Cip13,
        /// The public price before.
        from: Option<Decimal>,
        /// The public price after.
        to: Option<Decimal>,
    },
    /// A pack is sold, suspended or ceased otherwise; texts as published.
    PackMarketingChanged {
        /// The pack.
        cip13: Cip13,
        /// Before.
        from: &'a str,
        /// After.
        to: &'a str,
    },
    /// The reimbursement rate of a pack changed, in percent; `None` is not reimbursed.
    ReimbursementChanged {
        /// The pack.
        cip13: Cip13,
        /// Before.
        from: Option<u8>,
        /// After.
        to: Option<u8>,
    },
    /// A medicine that the first release does not have.
    MedicineAppeared(Cis),
    /// A medicine that the second release does not have.
    MedicineDisappeared(Cis),
    /// A medicine has another name.
    MedicineRenamed {
        /// The medicine.
        cis: Cis,
        /// Before.
        from: &'a str,
        /// After.
        to: &'a str,
    },
    /// A medicine is sold, or is no more; texts as published.
    MedicineMarketingChanged {
        /// The medicine.
        cis: Cis,
        /// Before.
        from: &'a str,
        /// After.
        to: &'a str,
    },
    /// A medicine joined those of major therapeutic interest.
    MajorInterestGained(Cis),
    /// A medicine left those of major therapeutic interest.
    MajorInterestLost(Cis),
}

impl Catalogue {
    /// A pack as the release that counts on `day` had it; `None` when it had not, or before the first release.
    pub fn pack_at(&self, cip13: Cip13, day: Day) -> Option<PackVersion<'_>> {
        let release = self.parts.days.number_at(day)?;
        self.parts
            .packs
            .get_at(cip13, release)
            .map(|row| Pack::new(self, row))
    }

    /// A medicine as the release that counts on `day` had it. Its composition, groups and conditions are those
    /// of the latest release.
    pub fn medicine_at(&self, cis: Cis, day: Day) -> Option<Medicine<'_>> {
        let release = self.parts.days.number_at(day)?;
        self.parts
            .medicines
            .get_at(cis, release)
            .map(|row| Medicine::new(self, row))
    }

    /// Whether a medicine was of major therapeutic interest on `day`; `None` before the first release.
    pub fn was_major_therapeutic_interest(&self, cis: Cis, day: Day) -> Option<bool> {
        let release = self.parts.days.number_at(day)?;
        Some(self.parts.interests.get_at(cis, release).is_some())
    }

    /// What changed between the releases that count on two days: packs, then medicines, then major interest.
    /// Empty before the first release.
    pub fn changes_between(&self, from: Day, to: Day) -> Vec<Change<'_>> {
        let days = &self.parts.days;
        let (Some(from), Some(to)) = (days.number_at(from), days.number_at(to)) else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        for (before, after) in self.parts.packs.differences(from, to) {
            self.add_pack_changes(before, after, &mut changes);
        }
        for (before, after) in self.parts.medicines.differences(from, to) {
            self.add_medicine_changes(before, after, &mut changes);
        }
        let interests = self.parts.interests.differences(from, to);
        changes.extend(
            interests
                .into_iter()
                .filter_map(|(before, after)| interest_change(before, after)),
        );
        changes
    }

    fn text(&self, id: TextId) -> &str {
        self.parts.texts.get(id)
    }

    fn add_pack_changes<'a>(
        &'a self,
        before: Option<&PackRow>,
        after: Option<&PackRow>,
        changes: &mut Vec<Change<'a>>,
    ) {
        match (before, after) {
            (None, Some(pack)) => changes.push(Change::PackAppeared(pack.cip13)),
            (Some(pack), None) => changes.push(Change::PackDisappeared(pack.cip13)),
            (Some(before), Some(after)) => self.compare_packs(before, after, changes),
            (None, None) => {}
        }
    }

    fn compare_packs<'a>(
        &'a self,
        before: &PackRow,
        after: &PackRow,
        changes: &mut Vec<Change<'a>>,
    ) {
        let cip13 = after.cip13;
        if prices(before) != prices(after) {
            changes.push(Change::PriceChanged {
                cip13,
                from: before.public_price,
                to: after.public_price,
            });
        }
        if before.marketing != after.marketing {
            let (from, to) = (self.text(before.marketing), self.text(after.marketing));
            changes.push(Change::PackMarketingChanged { cip13, from, to });
        }
        if before.rate != after.rate {
            changes.push(Change::ReimbursementChanged {
                cip13,
                from: before.rate,
                to: after.rate,
            });
        }
    }

    fn add_medicine_changes<'a>(
        &'a self,
        before: Option<&MedicineRow>,
        after: Option<&MedicineRow>,
        changes: &mut Vec<Change<'a>>,
    ) {
        match (before, after) {
            (None, Some(medicine)) => changes.push(Change::MedicineAppeared(medicine.cis)),
            (Some(medicine), None) => changes.push(Change::MedicineDisappeared(medicine.cis)),
            (Some(before), Some(after)) => self.compare_medicines(before, after, changes),
            (None, None) => {}
        }
    }

    fn compare_medicines<'a>(
        &'a self,
        before: &MedicineRow,
        after: &MedicineRow,
        changes: &mut Vec<Change<'a>>,
    ) {
        let cis = after.cis;
        if before.name != after.name {
            let (from, to) = (self.text(before.name), self.text(after.name));
            changes.push(Change::MedicineRenamed { cis, from, to });
        }
        if before.marketing != after.marketing {
            let (from, to) = (self.text(before.marketing), self.text(after.marketing));
            changes.push(Change::MedicineMarketingChanged { cis, from, to });
        }
    }
}

fn prices(pack: &PackRow) -> [Option<Decimal>; 3] {
    [pack.price_without_fee, pack.public_price, pack.fee]
}

fn interest_change<'a>(
    before: Option<&InterestRow>,
    after: Option<&InterestRow>,
) -> Option<Change<'a>> {
    match (before, after) {
        (None, Some(row)) => Some(Change::MajorInterestGained(row.cis)),
        (Some(row), None) => Some(Change::MajorInterestLost(row.cis)),
        _ => None,
    }
}
