//! Levels of stock under several limits: beside a general solver, beside all choices tried, and what holds for any.

use proptest::prelude::*;
use rstest::rstest;
use vigie_policy::{
    LevelPlan, LevelProblem, LevelledMedicine, Problem, StockLevel, StockResource, StockedMedicine,
};

/// The five medicines of the one-budget example, with m³ and cold-chain places a box.
fn medicines(months: &[f64], floor_months: f64) -> Vec<LevelledMedicine> {
    let rows = [
        ("A", [1000.0, 3.0, 0.2, 2.0, 1.0, 6.0], 0.001, 0.0),
        ("B", [500.0, 1.0, 0.4, 1.0, 4.0, 6.0], 0.004, 0.0),
        ("C", [2000.0, 1.0, 0.1, 3.0, 0.5, 4.0], 0.0005, 0.001),
        ("D", [100.0, 10.0, 0.3, 4.0, 20.0, 12.0], 0.01, 0.02),
        ("E", [3000.0, 0.5, 0.05, 1.5, 0.3, 6.0], 0.003, 0.0),
    ];
    let medicine = |(name, numbers, volume, cold): (&str, [f64; 6], f64, f64)| {
        let [demand, weight, failures, duration, cost, cap] = numbers;
        let medicine = StockedMedicine {
            name: name.to_owned(),
            demand_per_month: demand,
            weight,
            failures_per_year: failures,
            mean_duration_months: duration,
            cost_per_box: cost,
            floor_months,
            cap_months: Some(cap),
        };
        LevelledMedicine::of(&medicine, months, [cost, volume, cold, 0.0]).unwrap()
    };
    rows.into_iter().map(medicine).collect()
}

fn limits(limits: &[f64]) -> Vec<StockResource> {
    let names = ["€", "m³", "places", "palettes"];
    let resources = limits.iter().zip(names);
    resources
        .map(|(limit, name)| StockResource {
            name: name.to_owned(),
            limit: *limit,
        })
        .collect()
}

fn solve(medicines: &[LevelledMedicine], limits: &[StockResource]) -> Result<LevelPlan, Problem> {
    LevelProblem::new(medicines, limits)?.solve()
}

fn by_steps(step: f64, count: u32) -> Vec<f64> {
    (0..count).map(|number| f64::from(number) * step).collect()
}

/// Expected values: `scipy.optimize.milp` (HiGHS, SciPy 1.17.1) with a gap of zero, one binary variable a level.
#[rstest]
#[case(1.0, 0.0, &[13_800.0, 1e9, 1e9], 1_262.469_867_876_018_3)]
#[case(1.0, 0.0, &[13_800.0, 22.0, 12.0], 1_262.469_867_876_018_3)]
#[case(1.0, 0.0, &[13_800.0, 22.0, 8.0], 1_320.464_949_657_682_4)]
#[case(0.5, 0.0, &[13_800.0, 22.0, 8.0], 1_283.799_666_232_740_3)]
#[case(0.5, 0.0, &[9_000.0, 30.0, 5.0], 1_650.874_392_719_901_2)]
#[case(0.5, 0.0, &[13_800.0, 14.0, 4.0], 1_531.947_708_172_294_4)]
#[case(1.0, 1.0, &[13_800.0, 22.0, 12.0], 1_329.624_717_084_105_4)]
#[case(1.0, 0.0, &[1e9, 1e9, 0.0], 1_862.300_741_851_752_7)]
fn the_least_loss_is_that_of_a_general_solver(
    #[case] step: f64,
    #[case] floor: f64,
    #[case] all_limits: &[f64],
    #[case] least: f64,
) {
    let medicines = medicines(&by_steps(step, 25), floor);
    let plan = solve(&medicines, &limits(all_limits)).unwrap();
    assert!(
        (plan.loss - least).abs() < 1e-8,
        "{} is not {least}",
        plan.loss
    );
    assert!(plan.gap.abs() < 1e-12, "a gap of {}", plan.gap);
    let fits = |(used, limit): (&f64, &f64)| *used <= limit * (1.0 + 1e-9);
    assert!(plan.uses.iter().zip(all_limits).all(fits));
}

#[test]
fn a_price_says_what_one_unit_more_would_spare() {
    // Ten medicines alike, each 10 lost without stock and 0 with 2 m³; 10 m³ serve half of them.
    let medicine = LevelledMedicine {
        name: "A".to_owned(),
        floor_months: 0.0,
        cap_months: None,
        levels: vec![level(0.0, 10.0, &[0.0]), level(1.0, 0.0, &[2.0])],
    };
    let plan = solve(&vec![medicine; 10], &limits(&[10.0])).unwrap();
    assert!((plan.loss - 50.0).abs() < 1e-9 && plan.gap < 1e-12);
    assert!((plan.prices[0] - 5.0).abs() < 1e-6);
    assert!((plan.uses[0] - 10.0).abs() < 1e-9);
}

fn level(months: f64, loss: f64, uses: &[f64]) -> StockLevel {
    let mut all = [0.0; 4];
    for (used, one) in uses.iter().zip(&mut all) {
        *one = *used;
    }
    StockLevel {
        months,
        loss,
        uses: all,
    }
}

fn code(answer: Result<LevelPlan, Problem>) -> &'static str {
    answer.unwrap_err().code
}

#[test]
fn what_cannot_be_solved_is_told() {
    let months = by_steps(1.0, 13);
    let good = medicines(&months, 0.0);
    assert_eq!(code(solve(&[], &limits(&[1.0]))), "empty_market");
    assert_eq!(code(solve(&good, &[])), "out_of_range");
    assert_eq!(code(solve(&good, &limits(&[f64::NAN]))), "out_of_range");
    assert_eq!(code(solve(&good, &limits(&[-1.0]))), "out_of_range");
    let with_floors = medicines(&months, 1.0);
    let problem = solve(&with_floors, &limits(&[6_000.0, 22.0, 12.0])).unwrap_err();
    assert_eq!(
        (problem.code, problem.place.as_str()),
        ("infeasible_floors", "€")
    );
    assert!(problem.sentence.english.contains("6900.00"));
    assert_eq!(
        code(solve(&medicines(&months, 5.0), &limits(&[1e9, 1e9, 1e9]))),
        "no_level"
    );
    assert_eq!(
        code(solve(&medicines(&[], 0.0), &limits(&[1e9, 1e9, 1e9]))),
        "no_level"
    );
    let mut unknown = good.clone();
    unknown[2].levels[1].loss = f64::NAN;
    assert_eq!(
        code(solve(&unknown, &limits(&[1e9, 1e9, 1e9]))),
        "out_of_range"
    );
    // Three resources are used, two are given.
    assert_eq!(code(solve(&good, &limits(&[1e9, 1e9]))), "out_of_range");
}

#[test]
fn limits_that_cannot_be_held_together_are_told() {
    let medicine = LevelledMedicine {
        name: "A".to_owned(),
        floor_months: 0.0,
        cap_months: None,
        levels: vec![level(1.0, 1.0, &[0.0, 3.0]), level(1.0, 1.0, &[3.0, 0.0])],
    };
    let three = vec![medicine; 3];
    assert_eq!(
        code(solve(&three, &limits(&[4.0, 4.0]))),
        "infeasible_floors"
    );
    assert!(solve(&three, &limits(&[6.0, 4.0])).is_ok());
}

#[test]
fn nothing_to_lose_needs_no_stock_and_a_limit_of_zero_forbids_what_uses_it() {
    let medicine = LevelledMedicine {
        name: "A".to_owned(),
        floor_months: 0.0,
        cap_months: Some(2.0),
        levels: vec![level(0.0, 0.0, &[0.0]), level(1.0, 0.0, &[1.0])],
    };
    let plan = solve(&[medicine], &limits(&[0.0])).unwrap();
    assert_eq!(
        (plan.levels, plan.loss, plan.bound, plan.gap),
        (vec![0], 0.0, 0.0, 0.0)
    );
}

/// The least loss of all choices tried one by one.
fn by_trying(medicines: &[LevelledMedicine], limits: &[f64]) -> Option<f64> {
    let Some((first, rest)) = medicines.split_first() else {
        return limits.iter().all(|left| *left >= -1e-9).then_some(0.0);
    };
    let losses = first.levels.iter().filter_map(|level| {
        let left: Vec<f64> = limits
            .iter()
            .zip(level.uses)
            .map(|(left, used)| left - used)
            .collect();
        by_trying(rest, &left).map(|loss| loss + level.loss)
    });
    losses.min_by(f64::total_cmp)
}

fn any_medicine() -> impl Strategy<Value = LevelledMedicine> {
    let one = (0_u32..30, [0_u32..8, 0_u32..8, 0_u32..8]);
    proptest::collection::vec(one, 1..5).prop_map(|levels| LevelledMedicine {
        name: "A".to_owned(),
        floor_months: 0.0,
        cap_months: None,
        levels: levels
            .into_iter()
            .map(|(loss, uses)| level(0.0, f64::from(loss), &uses.map(f64::from)))
            .collect(),
    })
}

proptest! {
    #[test]
    fn no_levels_are_better_than_those_found(
        medicines in proptest::collection::vec(any_medicine(), 1..6),
        all_limits in [0_u32..30, 0_u32..30, 0_u32..30],
    ) {
        let all_limits = all_limits.map(f64::from);
        match (by_trying(&medicines, &all_limits), solve(&medicines, &limits(&all_limits))) {
            (None, answer) => prop_assert!(answer.is_err()),
            (Some(least), answer) => {
                let plan = answer.unwrap();
                prop_assert!((plan.loss - least).abs() < 1e-9, "{} is not {least}", plan.loss);
                prop_assert!((plan.bound - least).abs() < 1e-9);
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn the_bound_is_never_above_the_answer_and_limits_are_held(
        rows in proptest::collection::vec((0.0_f64..9.0, 1.0_f64..10.0, 0.01_f64..0.4, 0.5_f64..9.0, 0.0_f64..5.0, 0.0_f64..1.0), 100..200),
        parts in [0.05_f64..1.0, 0.05_f64..1.0],
    ) {
        let months = by_steps(1.0, 13);
        let medicines: Vec<LevelledMedicine> = rows.iter().map(|(demand, weight, failures, duration, cost, volume)| {
            let medicine = StockedMedicine {
                name: "A".to_owned(),
                demand_per_month: demand.exp(),
                weight: *weight,
                failures_per_year: *failures,
                mean_duration_months: *duration,
                cost_per_box: cost.exp(),
                floor_months: 0.0,
                cap_months: None,
            };
            LevelledMedicine::of(&medicine, &months, [cost.exp(), *volume, 0.0, 0.0]).unwrap()
        }).collect();
        let of_all = |place: usize| medicines.iter().map(|one| one.levels[4].uses[place]).sum::<f64>();
        let all_limits = [parts[0] * of_all(0), parts[1] * of_all(1)];
        let plan = solve(&medicines, &limits(&all_limits)).unwrap();
        prop_assert!(plan.bound <= plan.loss);
        prop_assert!((0.0..1.0).contains(&plan.gap), "a gap of {}", plan.gap);
        let (mut loss, mut uses) = (0.0, [0.0; 2]);
        for (medicine, place) in medicines.iter().zip(&plan.levels) {
            let level = &medicine.levels[*place];
            loss += level.loss;
            uses = [uses[0] + level.uses[0], uses[1] + level.uses[1]];
        }
        prop_assert!((loss - plan.loss).abs() < 1e-9 * loss);
        prop_assert!(uses[0] <= all_limits[0] * (1.0 + 1e-9) && uses[1] <= all_limits[1] * (1.0 + 1e-9));
    }
}
