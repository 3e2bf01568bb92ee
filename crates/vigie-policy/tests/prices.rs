//! Prices against worked examples and against themselves.

use proptest::prelude::*;
use rstest::rstest;
use rust_decimal::Decimal;
use vigie_policy::{GenericRules, ManufacturerPrices, Parameters, PriceRules, Reading};

use crate::support::decimal;

fn rules(day: &str) -> PriceRules {
    let mut reading = Reading::new(Parameters::shipped(), day.parse().unwrap());
    PriceRules::read(&mut reading).unwrap()
}

// By hand, with the schedule of 2014 to 2016: 5.00 has 6.93 % for the wholesaler and 25.5 % of 3.09 for the pharmacy.
#[rstest]
#[case("1.00", "0.30", "0", "1.3273")]
#[case("5.00", "0.3465", "0.78795", "6.26327345")]
#[case("100.00", "6.93", "11.90595", "121.33150495")]
fn a_price_is_built_from_its_parts(
    #[case] manufacturer: &str,
    #[case] wholesale: &str,
    #[case] pharmacy: &str,
    #[case] public: &str,
) {
    let price = rules("2015-06-30").build_up(decimal(manufacturer)).unwrap();
    assert_eq!(price.wholesale_margin, decimal(wholesale));
    assert_eq!(price.pharmacy_margin, decimal(pharmacy));
    assert_eq!(price.public_price, decimal(public));
}

#[test]
fn the_wholesale_margin_stays_between_its_bounds() {
    let wholesale = rules("2026-12-31").wholesale;
    assert_eq!(wholesale.of(decimal("0.10")).unwrap(), decimal("0.30"));
    assert_eq!(
        wholesale.of(decimal("10000")).unwrap(),
        decimal("32.499621")
    );
}

#[test]
fn a_negative_price_is_refused() {
    assert_eq!(
        rules("2026-12-31")
            .build_up(decimal("-1"))
            .unwrap_err()
            .code,
        "out_of_range"
    );
    assert_eq!(
        rules("2026-12-31")
            .manufacturer_prices(decimal("-1"))
            .unwrap_err()
            .code,
        "out_of_range"
    );
}

#[test]
fn a_public_price_that_no_manufacturer_price_gives_has_neighbours() {
    // 0.01 before tax is sold at (0.01 + 0.30 + 0.001) × 1.021 = 0.32: nothing is cheaper than 0.31.
    let answer = rules("2026-12-31")
        .manufacturer_prices(decimal("0.20"))
        .unwrap();
    assert_eq!(
        answer,
        ManufacturerPrices::None {
            below: None,
            above: Some(decimal("0.00"))
        }
    );
}

#[test]
fn with_a_coarse_rounding_several_manufacturer_prices_fit() {
    let coarse = PriceRules {
        rounding_step: decimal("0.10"),
        ..rules("2026-12-31")
    };
    let prices = coarse.list_manufacturer_prices(decimal("5.90")).unwrap();
    assert!(prices.len() > 5, "{prices:?}");
    for price in prices {
        assert_eq!(
            coarse.build_up(price).unwrap().public_price_rounded,
            decimal("5.90")
        );
    }
}

#[test]
fn the_first_generic_halves_and_more() {
    let mut reading = Reading::new(Parameters::shipped(), "2026-12-31".parse().unwrap());
    let prices = GenericRules::read(&mut reading)
        .unwrap()
        .entry_prices(decimal("10"))
        .unwrap();
    assert_eq!(prices.generic_at_entry, decimal("4"));
    assert_eq!(prices.reference_at_entry, decimal("8"));
    assert_eq!(prices.generic_later, decimal("3.72"));
    assert_eq!(prices.reference_later, decimal("7"));
}

proptest! {
    #[test]
    fn the_way_back_leads_to_where_one_came_from(cents in 0_i64..50_000_000) {
        let rules = rules("2026-12-31");
        let price = Decimal::new(cents, 2);
        let public = rules.build_up(price).unwrap().public_price_rounded;
        prop_assert_eq!(rules.manufacturer_prices(public).unwrap(), ManufacturerPrices::One { price });
    }

    #[test]
    fn a_dearer_pack_is_dearer_for_all(low in 0_i64..1_000_000, more in 1_i64..1_000_000) {
        let rules = rules("2015-01-01");
        let lower = rules.build_up(Decimal::new(low, 2)).unwrap();
        let higher = rules.build_up(Decimal::new(low + more, 2)).unwrap();
        prop_assert!(lower.public_price < higher.public_price);
        prop_assert!(lower.wholesale_margin <= higher.wholesale_margin);
        prop_assert!(lower.pharmacy_margin <= higher.pharmacy_margin);
    }

    #[test]
    fn no_price_makes_a_panic(price in any::<[u32; 3]>(), scale in 0_u32..28) {
        let price = Decimal::from_parts(price[0], price[1], price[2], false, scale);
        let _ = rules("2026-12-31").build_up(price);
        let _ = rules("2026-12-31").manufacturer_prices(price);
    }
}
