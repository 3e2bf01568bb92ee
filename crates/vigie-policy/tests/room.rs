//! Stocks under limits of money, room and cold: worked by hand, beside all choices tried, and what holds for any.

use proptest::prelude::*;
use vigie_policy::{RoomLimits, RoomMedicine, RoomProblem, RoomTerms, RoomUse, StockedMedicine};

use crate::support::close;

const TERMS: RoomTerms = RoomTerms {
    capital_rate: 0.05,
    box_litres: 1.0,
    sellable_months: 18.0,
    lost_share_per_year: 0.01,
    space_price: 10.0,
    cold_space_price: 50.0,
};

fn medicine(demand: f64, failures: f64, price: f64, is_cold: bool) -> RoomMedicine {
    RoomMedicine {
        stocked: StockedMedicine {
            name: format!("{demand} {price}"),
            demand_per_month: demand,
            weight: 1.0,
            failures_per_year: failures,
            mean_duration_months: 3.0,
            cost_per_box: price,
            floor_months: 1.0,
            cap_months: Some(6.0),
        },
        is_cold,
    }
}

#[test]
fn two_months_of_a_medicine_cost_interest_expired_boxes_and_space() {
    // 200 boxes of 10 €: 2,000 €, of which 5 %; 2 boxes expire; 0.2 m³ at 10 € a month.
    let used = RoomUse::of(&medicine(100.0, 0.2, 10.0, false), &TERMS, 2.0).unwrap();
    close(used.value, 2_000.0, 1e-9);
    close(used.capital_euros, 100.0, 1e-9);
    close(used.expired_boxes, 2.0, 1e-9);
    close(used.expired_euros, 20.0, 1e-9);
    close(used.room, 0.2, 1e-9);
    close(used.cold_room, 0.0, 1e-9);
    close(used.space_euros, 24.0, 1e-9);
    close(used.euros_per_year(), 144.0, 1e-9);
}

#[test]
fn the_cold_takes_its_own_room_at_its_own_price() {
    let used = RoomUse::of(&medicine(100.0, 0.2, 10.0, true), &TERMS, 2.0).unwrap();
    close(used.room, 0.0, 1e-9);
    close(used.cold_room, 0.2, 1e-9);
    close(used.space_euros, 120.0, 1e-9);
}

#[test]
fn what_is_kept_longer_than_it_can_be_sold_expires() {
    // 100 × (2 / 1.5 − 1) boxes a month are too old: 400 a year, and 1 % of 200.
    let terms = RoomTerms {
        sellable_months: 1.5,
        ..TERMS
    };
    let used = RoomUse::of(&medicine(100.0, 0.2, 10.0, false), &terms, 2.0).unwrap();
    close(used.expired_boxes, 402.0, 1e-9);
}

#[test]
fn room_in_the_cold_for_one_month_more_goes_to_what_fails_most() {
    let medicines = [
        medicine(100.0, 0.2, 10.0, true),
        medicine(100.0, 0.4, 10.0, true),
        medicine(100.0, 0.2, 10.0, false),
    ];
    let levels = [1.0, 2.0, 3.0, 4.0];
    let limits = RoomLimits {
        euros_per_year: 1e6,
        room: None,
        cold_room: Some(0.3),
    };
    let problem = RoomProblem::new(medicines.to_vec(), TERMS, &levels).unwrap();
    let plan = problem.best(&limits).unwrap();
    assert_eq!(plan.months, [1.0, 2.0, 4.0]);
    assert!(plan.prices.cold_room > 0.0);
    close(plan.prices.room, 0.0, 0.0);
}

#[test]
fn a_cold_room_too_small_for_the_floors_is_refused() {
    let limits = RoomLimits {
        euros_per_year: 1e6,
        room: None,
        cold_room: Some(0.05),
    };
    let medicines = [medicine(100.0, 0.2, 10.0, true)];
    let problem = RoomProblem::new(medicines.to_vec(), TERMS, &[1.0, 2.0]).unwrap();
    let refusal = problem.best(&limits).unwrap_err();
    assert_eq!(refusal.code, "infeasible_floors");
}

/// The least loss of all levels of three medicines within the limits.
fn least_loss(medicines: &[RoomMedicine], levels: &[f64], limits: &RoomLimits) -> f64 {
    let mut least = f64::INFINITY;
    for place in 0..levels.len().pow(3) {
        let of = |digit: u32| levels[place / levels.len().pow(digit) % levels.len()];
        let months = [of(0), of(1), of(2)];
        let (mut lost, mut euros, mut room, mut cold) = (0.0, 0.0, 0.0, 0.0);
        for (medicine, months) in medicines.iter().zip(months) {
            let stocked = &medicine.stocked;
            let without_stock = stocked.failures_per_year * stocked.demand_per_month * 3.0;
            lost += without_stock * (-months / 3.0).exp();
            let used = RoomUse::of(medicine, &TERMS, months).unwrap();
            euros += used.euros_per_year();
            room += used.room;
            cold += used.cold_room;
        }
        let fits = euros <= limits.euros_per_year * (1.0 + 1e-9)
            && room <= limits.room.unwrap() * (1.0 + 1e-9)
            && cold <= limits.cold_room.unwrap() * (1.0 + 1e-9);
        if fits {
            least = least.min(lost);
        }
    }
    least
}

proptest! {
    #[test]
    fn no_other_levels_within_the_limits_of_the_uniform_rule_lose_less(
        rows in prop::collection::vec((1.0..1_000.0, 0.01..1.0, 0.1..100.0, any::<bool>()), 3),
    ) {
        let medicines: Vec<RoomMedicine> = rows
            .into_iter()
            .map(|(demand, failures, price, is_cold)| medicine(demand, failures, price, is_cold))
            .collect();
        let levels = [1.0, 1.5, 2.0, 3.0, 4.0, 6.0];
        let problem = RoomProblem::new(medicines.clone(), TERMS, &levels).unwrap();
        let uniform = problem.uniform(2.0).unwrap();
        let limits = RoomLimits {
            euros_per_year: uniform.uses.euros_per_year(),
            room: Some(uniform.uses.room),
            cold_room: Some(uniform.uses.cold_room),
        };
        let best = problem.best(&limits).unwrap();
        let least = least_loss(&medicines, &levels, &limits);
        prop_assert!(best.loss <= uniform.loss * (1.0 + 1e-9));
        prop_assert!(best.uses.euros_per_year() <= limits.euros_per_year * (1.0 + 1e-9));
        prop_assert!(problem.least_loss(&limits).unwrap() <= least * (1.0 + 1e-9));
        // What the gap allows, and no more.
        let gap = best.gap.unwrap();
        prop_assert!(best.loss * (1.0 - gap) <= least * (1.0 + 1e-9), "{} {least}", best.loss);
        prop_assert!(best.loss >= least * (1.0 - 1e-9), "{} {least}", best.loss);
    }
}
