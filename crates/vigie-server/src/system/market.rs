//! The medicines that pharmacies sell, with real prices and volumes, as a scenario of prices and taxes reads them.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::Deserialize;
use vigie_catalogue::{Catalogue, GenericKind, GenericMembership, Medicine, Pack};
use vigie_model::{Cip13, Day};
use vigie_policy::{
    AnatomicalGroup, GenericRole, MarketPack, Parameters, PriceRules, Problem, Reading,
};

/// Boxes of a year by pack, with what the simulated country also needs. See `data/simulation/ORIGIN.md`.
const VOLUMES: &[u8] = include_bytes!("../../../../data/simulation/packs.csv.zst");
/// The year of the volumes.
pub const VOLUME_YEAR: i16 = 2025;

/// One row of the volumes.
#[derive(Debug, Deserialize)]
struct VolumeRow {
    cip13: Cip13,
    boxes_2025: Option<u64>,
    basis: String,
}

/// Boxes of a pack in a year.
#[derive(Debug, Clone, Copy)]
struct Volume {
    boxes: u64,
    is_estimated: bool,
}

/// All packs of a catalogue that have a price or a volume.
#[derive(Debug)]
pub struct Market {
    /// The packs.
    pub packs: Vec<MarketPack>,
    /// Names of their holders, by number.
    pub holders: Vec<String>,
    /// Whether the volume of each pack is estimated, in the order of the packs.
    pub is_estimated: Vec<bool>,
    /// Day of the prices.
    pub priced_on: Option<Day>,
    /// Packs whose manufacturer price is the nearest of those that the public price allows, and not the only one.
    pub prices_not_unique: usize,
}

/// The market of the catalogue in use.
#[derive(Debug, Default)]
pub struct KeptMarket(Mutex<Option<(Arc<Catalogue>, Arc<Market>)>>);

impl KeptMarket {
    /// The market of this catalogue; made once, in some hundred milliseconds.
    ///
    /// # Errors
    /// When the shipped rules of prices have no row for the day of the release.
    pub fn of(&self, catalogue: &Arc<Catalogue>) -> Result<Arc<Market>, Problem> {
        let mut kept = self.0.lock();
        if let Some((of, market)) = kept.as_ref()
            && Arc::ptr_eq(of, catalogue)
        {
            return Ok(Arc::clone(market));
        }
        let market = Arc::new(Market::of(catalogue)?);
        *kept = Some((Arc::clone(catalogue), Arc::clone(&market)));
        Ok(market)
    }
}

impl Market {
    fn of(catalogue: &Catalogue) -> Result<Self, Problem> {
        let priced_on = catalogue.release_day();
        let mut reading = Reading::new(Parameters::shipped(), priced_on.unwrap_or(Day::MAX));
        let rules = PriceRules::read(&mut reading)?;
        let volumes = read_volumes();
        let mut market = Self {
            packs: Vec::new(),
            holders: Vec::new(),
            is_estimated: Vec::new(),
            priced_on,
            prices_not_unique: 0,
        };
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for pack in catalogue.packs() {
            let volume = volumes.get(&pack.cip13());
            if pack.price_without_fee().is_none() && volume.is_none() {
                continue;
            }
            let Some(medicine) = pack.medicine() else {
                continue;
            };
            let holder = medicine.holders().next().unwrap_or_default().trim();
            let holder = *numbers.entry(holder.to_owned()).or_insert_with(|| {
                market.holders.push(holder.to_owned());
                market.holders.len() - 1
            });
            let price = market.manufacturer_price(&rules, pack);
            market.packs.push(MarketPack {
                code: pack.cip13(),
                holder,
                company_class: None,
                manufacturer_price: price,
                reimbursed_rate: Some(pack.reimbursement_percent().map_or_else(
                    || 0.into(),
                    |percent| rust_decimal::Decimal::new(percent.into(), 2),
                )),
                boxes_per_year: volume.map(|volume| volume.boxes),
                generic_role: generic_role(medicine),
                is_of_major_interest: medicine.is_major_therapeutic_interest(),
                is_on_critical_list: false,
                authorised_on: medicine.authorised_on(),
                european_share: None,
                anatomical_group: medicine.atc().map_or(AnatomicalGroup::Unknown, |(atc, _)| {
                    AnatomicalGroup::of(&[atc])
                }),
            });
            let is_estimated = volume.is_some_and(|volume| volume.is_estimated);
            market.is_estimated.push(is_estimated);
        }
        Ok(market)
    }

    fn manufacturer_price(
        &mut self,
        rules: &PriceRules,
        pack: Pack<'_>,
    ) -> Option<rust_decimal::Decimal> {
        let found = rules.manufacturer_prices(pack.price_without_fee()?).ok()?;
        let is_unique = matches!(found, vigie_policy::ManufacturerPrices::One { .. });
        self.prices_not_unique += usize::from(!is_unique);
        found.nearest()
    }
}

/// A generic, a reference, or neither.
fn generic_role(medicine: Medicine<'_>) -> Option<GenericRole> {
    let groups = medicine.generic_groups();
    let kinds: Vec<GenericKind> = groups.map(GenericMembership::kind).collect();
    if kinds.contains(&GenericKind::Reference) {
        return Some(GenericRole::Reference);
    }
    let is_generic = kinds.iter().any(|kind| *kind != GenericKind::Unknown);
    is_generic.then_some(GenericRole::Generic)
}

/// The shipped volumes; none of a row that cannot be read, which a test forbids.
fn read_volumes() -> HashMap<Cip13, Volume> {
    let Ok(bytes) = zstd::decode_all(VOLUMES) else {
        return HashMap::new();
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(bytes.as_slice());
    let rows = reader.deserialize::<VolumeRow>().filter_map(Result::ok);
    rows.filter_map(|row| {
        let volume = Volume {
            boxes: row.boxes_2025?,
            is_estimated: row.basis != "K",
        };
        Some((row.cip13, volume))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_volumes_make_the_published_total_of_2025() {
        let volumes = read_volumes();
        let boxes: u64 = volumes.values().map(|volume| volume.boxes).sum();
        // Open Medic 2025, as `data/simulation/ORIGIN.md` says.
        assert_eq!(boxes, 2_326_774_830);
        assert_eq!(
            volumes
                .values()
                .filter(|volume| !volume.is_estimated)
                .count(),
            269
        );
    }
}
