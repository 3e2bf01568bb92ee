//! Sums of sets, as pages and API ask for them. Those of large sets take a tenth of a second and anybody may ask: they
//! are computed by one asker at a time, away from the threads that answer, and kept for a while.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use vigie_model::{Day, Department, PackNumber, Tier};
use vigie_stock::picture::Completeness;

use super::{PackSet, SetSums};
use crate::system::{System, SystemError};

/// Sums of smaller sets are computed each time: they take a millisecond.
const KEPT_FROM_PACKS: usize = 200;
/// How long the others are kept.
const KEPT_FOR: Duration = Duration::from_secs(10);
/// Most of them kept; each is about ten kilobytes.
const MOST_KEPT: usize = 256;

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
            sums: SetSums::of(&system.picture, tier, packs, fewest_sites),
        }
    }
}

/// Code of a set, the tier, and the fewest sites of a sum that the asker may see.
type Key = (String, Tier, u32);

/// Sums of large sets.
#[derive(Debug, Default)]
pub struct KeptSums {
    kept: Mutex<HashMap<Key, (Instant, Arc<Measured>)>>,
    computing: tokio::sync::Mutex<()>,
}

impl KeptSums {
    /// The sums of a set, of the last ten seconds when it is large. `fewest_sites` is 0 for those who may see all.
    pub async fn get(
        &self,
        system: &Arc<System>,
        set: &PackSet,
        tier: Tier,
        fewest_sites: u32,
    ) -> Result<Arc<Measured>, SystemError> {
        if set.packs.len() < KEPT_FROM_PACKS {
            return Ok(Arc::new(Measured::of(
                system,
                &set.packs,
                tier,
                fewest_sites,
            )));
        }
        let key = (set.subject.code.clone(), tier, fewest_sites);
        if let Some(fresh) = self.fresh(&key) {
            return Ok(fresh);
        }
        let _computing = self.computing.lock().await;
        // Someone else may have computed them meanwhile.
        if let Some(fresh) = self.fresh(&key) {
            return Ok(fresh);
        }
        let (system, packs) = (Arc::clone(system), set.packs.clone());
        let measure = move || Measured::of(&system, &packs, tier, fewest_sites);
        let measured = tokio::task::spawn_blocking(measure).await;
        let measured = Arc::new(measured.map_err(|_| SystemError::Stopping)?);
        let mut kept = self.kept.lock();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, (Instant::now(), Arc::clone(&measured)));
        Ok(measured)
    }

    fn fresh(&self, key: &Key) -> Option<Arc<Measured>> {
        let kept = self.kept.lock();
        let (at, measured) = kept.get(key)?;
        (at.elapsed() < KEPT_FOR).then(|| Arc::clone(measured))
    }
}
