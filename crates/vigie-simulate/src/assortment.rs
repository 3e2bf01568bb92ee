//! Which packs each site holds, and how much of the demand of each it has.

use rand::RngExt as _;
use rand_distr::{Distribution as _, weighted::WeightedAliasIndex};

use crate::{
    demand::Profile,
    random::{Random, poisson},
    shelf::Shelf,
};

/// Chances that a dispensing is of 1, 2 or 3 boxes, of 16: mean 1.3125 (assumed).
const DISPENSED: [u8; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 3];
/// Mean of [`DISPENSED`].
const DISPENSED_MEAN: f64 = 21.0 / 16.0;
/// How much rarer packs are held by fewer sites: chance of being held ~ volume to this power.
/// A power of 3/4 keeps to operations that every machine rounds the same way.
fn popularity(volume: f64) -> f64 {
    (volume * volume.sqrt()).sqrt()
}

/// The chance of each pack of being held by a site that holds `count` packs on average.
pub fn chances(volumes: &[f64], count: f64) -> Vec<f64> {
    let popular: Vec<f64> = volumes.iter().map(|volume| popularity(*volume)).collect();
    let held = |factor: f64| popular.iter().map(|p| (p * factor).min(1.0)).sum::<f64>();
    let usable = popular.iter().filter(|p| **p > 0.0).count() as f64;
    let (mut low, mut high) = (0.0, 1.0);
    while held(high) < count.min(usable * 0.999) {
        high *= 2.0;
    }
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if held(middle) < count {
            low = middle;
        } else {
            high = middle;
        }
    }
    popular.iter().map(|p| (p * high).min(1.0)).collect()
}

/// Draws the packs of one site, by rising number.
pub fn draw_packs(chances: &[f64], random: &mut Random) -> Vec<u32> {
    let packs = chances.iter().zip(0..);
    packs
        .filter(|(chance, _)| **chance > 0.0 && random.random::<f64>() < **chance)
        .map(|(_, pack)| pack)
        .collect()
}

/// What patients ask of one site, for the packs of one profile.
#[derive(Debug, Clone)]
pub struct DemandTable {
    profile: Profile,
    /// Mean dispensings a day.
    dispensings: f64,
    /// Which cell is asked for.
    choice: WeightedAliasIndex<f32>,
    slots: Box<[u32]>,
}

impl DemandTable {
    /// The tables of a shelf whose cells have their rates.
    pub fn of(shelf: &Shelf) -> Vec<Self> {
        let tables = Profile::ALL.into_iter();
        tables
            .filter_map(|profile| Self::new(shelf, profile))
            .collect()
    }

    fn new(shelf: &Shelf, profile: Profile) -> Option<Self> {
        let cells = shelf.cells.iter().zip(0..);
        let (rates, slots): (Vec<f32>, Vec<u32>) = cells
            .filter(|(cell, _)| cell.profile == profile && cell.rate > 0.0)
            .map(|(cell, slot)| (cell.rate, slot))
            .unzip();
        let boxes: f64 = rates.iter().map(|rate| f64::from(*rate)).sum();
        Some(Self {
            profile,
            dispensings: boxes / DISPENSED_MEAN,
            choice: WeightedAliasIndex::new(rates).ok()?,
            slots: slots.into(),
        })
    }

    /// Sells one day of this table: a compound Poisson draw, only where somebody asks.
    pub fn sell_day(
        &self,
        stock: &mut Shelf,
        multipliers: &[f64; Profile::COUNT],
        random: &mut Random,
    ) {
        let mean = self.dispensings * multipliers[self.profile as usize];
        for _ in 0..poisson(random, mean) {
            let slot = self.slots[self.choice.sample(random)] as usize;
            let boxes = DISPENSED[random.random::<u8>() as usize % 16];
            stock.cells[slot].sell(boxes.into());
            stock.touch(slot);
        }
    }
}
