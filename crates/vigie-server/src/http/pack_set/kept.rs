//! Sums of sets, as pages and API ask for them. Those of large sets take a tenth of a second: they are kept.

use std::sync::Arc;

use vigie_model::{Day, Department, PackNumber, Tier};
use vigie_stock::picture::Completeness;

use super::{PackSet, SetSums};
use crate::http::kept::Kept;
use crate::system::{System, SystemError};

/// Sums of smaller sets are computed each time: they take a millisecond.
const KEPT_FROM_PACKS: usize = 200;

/// The sums of a set in one tier, with who reported.
#[derive(Debug)]
pub struct Measured {
    /// Latest day reported.
    pub latest: Option<Day>,
    /// Who was expected and who reported on that day.
    pub completeness: Vec<(Tier, Department, Completeness)>,
    /// The sums.
    pub sums: SetSums,
}

impl Measured {
    /// Who was expected and who reported, all tiers and departments together.
    pub fn whole_completeness(&self) -> Completeness {
        let rows = self.completeness.iter();
        rows.map(|(_, _, of_place)| *of_place)
            .fold(Completeness::default(), Completeness::plus)
    }

    fn of(system: &System, packs: &[PackNumber], tier: Tier, fewest_sites: u32) -> Self {
        let (latest, completeness) = {
            let picture = system.picture.read();
            let latest = picture.latest();
            (latest, latest.and_then(|day| picture.completeness(day)))
        };
        Self {
            latest,
            completeness: completeness.unwrap_or_default(),
            sums: SetSums::of(
                &system.picture,
                tier,
                packs,
                &system.discretion(fewest_sites),
            ),
        }
    }
}

/// Code of a set, the tier, and the fewest sites of a sum that the asker may see.
type Key = (String, Tier, u32);

/// Sums of large sets.
#[derive(Debug, Default)]
pub struct KeptSums(Kept<Key, Measured>);

impl KeptSums {
    /// The sums of a set, of the last ten seconds when it is large. `fewest_sites` is 0 for those who may see all.
    pub async fn get(
        &self,
        system: &Arc<System>,
        set: &Arc<PackSet>,
        tier: Tier,
        fewest_sites: u32,
    ) -> Result<Arc<Measured>, SystemError> {
        let measure = {
            let (system, set) = (Arc::clone(system), Arc::clone(set));
            move || Measured::of(&system, &set.packs, tier, fewest_sites)
        };
        if set.packs.len() < KEPT_FROM_PACKS {
            return Ok(Arc::new(measure()));
        }
        let key = (set.subject.code.clone(), tier, fewest_sites);
        self.0.get(key, measure).await
    }
}
