//! Which sums of every pack are hidden, for lists that ask it of thousands of packs: counted again every ten seconds.

use std::sync::Arc;

use parking_lot::RwLock;
use vigie_model::{PackNumber, Tier};
use vigie_stock::picture::Picture;

use super::sums::for_each_row;
use crate::confidential::{Discretion, Hidden};
use crate::http::kept::Kept;
use crate::system::{System, SystemError};

/// What is hidden of each pack in one tier, by pack number.
#[derive(Debug)]
pub struct HiddenByPack(Vec<Hidden>);

impl HiddenByPack {
    fn of(picture: &RwLock<Picture>, tier: Tier, packs: usize, discretion: &Discretion) -> Self {
        let packs: Vec<PackNumber> = (0..packs as u32).map(PackNumber).collect();
        let mut hidden = Vec::with_capacity(packs.len());
        for_each_row(picture, tier, &packs, |pack, row| {
            hidden.push(discretion.hidden_of_row(tier, pack, row));
        });
        Self(hidden)
    }

    /// What is hidden of a pack; `None` for one that was numbered since.
    pub fn get(&self, pack: PackNumber) -> Option<&Hidden> {
        self.0.get(pack.0 as usize)
    }
}

/// The same for each tier that was asked for.
#[derive(Debug, Default)]
pub struct KeptHidden(Kept<Tier, HiddenByPack>);

impl KeptHidden {
    /// What is hidden in a tier where patients get their medicines.
    pub async fn get(
        &self,
        system: &Arc<System>,
        tier: Tier,
    ) -> Result<Arc<HiddenByPack>, SystemError> {
        let system = Arc::clone(system);
        let packs = system.packs().codes().len();
        let count =
            move || HiddenByPack::of(&system.picture, tier, packs, &system.public_discretion());
        self.0.get(tier, count).await
    }
}
