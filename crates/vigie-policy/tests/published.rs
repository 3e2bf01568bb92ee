//! The rules and lists against the published release of May 2026. Expected numbers were counted with other tools over
//! the raw files.

use rust_decimal::Decimal;
use vigie_catalogue::{Catalogue, CatalogueBuilder, read_archive};
use vigie_policy::{
    ListedMedicine, ManufacturerPrices, MatchLevel, Parameters, PriceRules, Reading, match_list,
    union_list,
};

pub fn catalogue() -> std::sync::Arc<Catalogue> {
    let bytes = std::fs::read("../../data/bdpm-2026-05/release.tar.zst").unwrap();
    let (release, _) = read_archive(&bytes).unwrap();
    let published = "2026-05-26".parse().unwrap();
    CatalogueBuilder::default()
        .add_release(published, release)
        .build()
}

/// The medicines of major therapeutic interest.
pub fn national_list(catalogue: &Catalogue) -> Vec<ListedMedicine> {
    let national = catalogue
        .medicines()
        .filter(|medicine| medicine.is_major_therapeutic_interest());
    let listed = national.map(|medicine| ListedMedicine {
        cis: medicine.cis(),
        atc: medicine.atc().map(|(class, _)| class).into_iter().collect(),
        substances: medicine
            .active_components()
            .map(|one| one.name().to_owned())
            .collect(),
        routes: medicine.routes().map(str::to_owned).collect(),
        is_national: true,
    });
    listed.collect()
}

/// How many of these prices some manufacturer price gives, in thousandths.
fn rebuilt(prices: &[Decimal], day: &str) -> usize {
    let mut reading = Reading::new(Parameters::shipped(), day.parse().unwrap());
    let rules = PriceRules::read(&mut reading).unwrap();
    let fits = |price: &&Decimal| {
        !matches!(
            rules.manufacturer_prices(**price).unwrap(),
            ManufacturerPrices::None { .. }
        )
    };
    1000 * prices.iter().filter(fits).count() / prices.len()
}

/// The margins of pharmacies of today are remembered, not read: published prices tell that they are right, since those
/// of 2014 to 2016 rebuild no more than chance would.
#[test]
fn the_margins_of_today_rebuild_the_published_prices_to_the_cent_and_those_of_2016_do_not() {
    let catalogue = catalogue();
    let prices = catalogue
        .packs()
        .filter_map(vigie_catalogue::Pack::price_without_fee);
    let prices: Vec<Decimal> = prices.filter(|price| *price < Decimal::from(30)).collect();
    assert!(prices.len() > 10_000);
    assert_eq!(rebuilt(&prices, "2026-05-26"), 962);
    assert!(rebuilt(&prices, "2016-05-26") < 800);
}

#[test]
fn most_codes_of_the_union_list_are_of_major_interest_in_france() {
    let catalogue = catalogue();
    let medicines = national_list(&catalogue);
    let matches = match_list(&union_list(), &medicines);
    let in_class = matches
        .iter()
        .filter(|one| one.level >= MatchLevel::Partial);
    assert_eq!(in_class.count(), 263);
}
