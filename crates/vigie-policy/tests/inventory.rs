//! Safety stocks against textbooks, and what holds for any.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rstest::rstest;
use vigie_policy::{
    AllocationProblem, CompoundPoisson, DayOrder, Demand, HoldingTerms, Loss, ProjectionRule,
    SellingPrices, SizeLaw, Stage, StockCosts, StockedMedicine, SupplyDisruptions, Unmet,
    base_stock, first_passage, holding_cost, newsvendor_profit, place_safety_stock, project_stock,
    safety_stock_for_fill_rate, stock_out_at_end,
};

use crate::support::close;

// Snyder and Shen, Fundamentals of Supply Chain Theory, 2nd edition: examples 4.1 and 4.4, problem 4.1.
#[rstest]
#[case(0.18, 0.70, 50.0, 8.0, 0.0, 56.603_956, 1.997_605)]
#[case(0.18, 0.70, 50.0, 8.0, 4.0, 264.766_894, 4.466_781)]
#[case(43.0, 79.0, 900.0, 60.0, 0.0, 922.721_4, 2_718.196_8)]
fn the_newsvendor_of_the_textbook(
    #[case] holding: f64,
    #[case] stockout: f64,
    #[case] mean: f64,
    #[case] deviation: f64,
    #[case] lead_time: f64,
    #[case] level: f64,
    #[case] cost: f64,
) {
    let stock = base_stock(
        StockCosts { holding, stockout },
        &Demand::Normal { mean, deviation },
        lead_time,
        None,
    )
    .unwrap();
    close(stock.level, level, 1e-4);
    close(stock.cost, cost, 1e-4);
}

#[test]
fn a_newsvendor_of_whole_boxes_takes_the_first_that_covers_enough() {
    // Problem 4.8a.
    let costs = StockCosts {
        holding: 200.0,
        stockout: 270.0,
    };
    let stock = base_stock(costs, &Demand::Poisson { mean: 18.0 }, 0.0, None).unwrap();
    close(stock.level, 19.0, 0.0);
    close(stock.cost, 786.088_440_935_107_9, 1e-6);
}

#[test]
fn the_newsvendor_with_prices_written_out_earns_the_same_stock() {
    let prices = SellingPrices {
        revenue: 1.0,
        purchase: 0.3,
        salvage: 0.12,
        holding: 0.0,
        stockout: 0.0,
    };
    let (level, profit) = newsvendor_profit(
        prices,
        &Demand::Normal {
            mean: 50.0,
            deviation: 8.0,
        },
        0.0,
        None,
    )
    .unwrap();
    close(level, 56.603_955_927_433_89, 1e-9);
    close(profit, 33.002_394_806_823_354, 1e-9);
}

#[test]
fn against_outages_one_holds_whole_periods_of_demand() {
    // Example 9.3: 8,000 boxes are four periods.
    let supply = SupplyDisruptions {
        demand: 2000.0,
        failure: 0.04,
        recovery: 0.25,
    };
    let costs = StockCosts {
        holding: 0.25,
        stockout: 3.0,
    };
    let plan = supply.plan(costs, None).unwrap();
    close(plan.level, 8000.0, 0.0);
    close(plan.cost, 2_737.068_930_247_035_5, 1e-6);
    // By hand, the sum to infinity is 79,375 / 29.
    close(plan.cost_of_all_outages, 79_375.0 / 29.0, 1e-9);
    close(
        supply.plan(costs, Some(1200.0)).unwrap().cost,
        5_710.344_790_717_086,
        1e-6,
    );
}

#[test]
fn a_projection_loses_what_it_cannot_serve() {
    // 100 + 30 cover days 1 to 13; days 14 to 19 lose 60; 200 more on day 20 leave 90 on day 30.
    let deliveries = BTreeMap::from([(8, 30.0), (20, 200.0)]);
    let rule = ProjectionRule {
        order: DayOrder::ReceiveFirst,
        unmet: Unmet::Lost,
    };
    let projection = project_stock(100.0, &[10.0], &deliveries, 30, rule).unwrap();
    assert_eq!(projection.first_stock_out_day, Some(14));
    assert_eq!(projection.stock_out_days, 6);
    close(projection.lost_boxes, 60.0, 0.0);
    close(projection.end_stock, 90.0, 0.0);
    let waits = ProjectionRule {
        unmet: Unmet::Waits,
        ..rule
    };
    close(
        project_stock(100.0, &[10.0], &deliveries, 30, waits)
            .unwrap()
            .end_stock,
        30.0,
        0.0,
    );
}

#[test]
fn a_stock_is_gone_sooner_than_its_last_day_tells() {
    let (stock, mean, deviation) = (3500.0, 100.0, 30.0);
    close(
        stock_out_at_end(stock, mean, deviation, 35.0).unwrap(),
        0.5,
        1e-12,
    );
    close(
        first_passage(stock, mean, deviation, 35.0)
            .unwrap()
            .chance_within,
        0.5101,
        1e-4,
    );
    // A factor e^7777 times a chance of e^-7790 is still a chance.
    close(
        first_passage(35_000.0, 100.0, 30.0, 350.0)
            .unwrap()
            .chance_within,
        0.5032,
        1e-3,
    );
    close(stock_out_at_end(10.0, 1.0, 0.0, 11.0).unwrap(), 1.0, 0.0);
}

#[test]
fn many_orders_start_at_a_chance_too_small_to_be_written() {
    let law = CompoundPoisson::new(2000.0, &SizeLaw::Geometric { q: 0.4 }).unwrap();
    let (mean, variance) = law.moments_of_chances();
    close(mean, 2000.0 / 0.6, 1e-6);
    close(variance / law.variance(), 1.0, 1e-6);
    close(law.below(law.chances().len()), 1.0, 1e-12);
}

fn medicines() -> Vec<StockedMedicine> {
    let medicine = |name: &str, numbers: [f64; 6]| {
        let [demand, weight, failures, duration, cost, cap] = numbers;
        StockedMedicine {
            name: name.to_owned(),
            demand_per_month: demand,
            weight,
            failures_per_year: failures,
            mean_duration_months: duration,
            cost_per_box: cost,
            floor_months: 0.0,
            cap_months: Some(cap),
        }
    };
    vec![
        medicine("A", [1000.0, 3.0, 0.2, 2.0, 1.0, 6.0]),
        medicine("B", [500.0, 1.0, 0.4, 1.0, 4.0, 6.0]),
        medicine("C", [2000.0, 1.0, 0.1, 3.0, 0.5, 4.0]),
        medicine("D", [100.0, 10.0, 0.3, 4.0, 20.0, 12.0]),
        medicine("E", [3000.0, 0.5, 0.05, 1.5, 0.3, 6.0]),
    ]
}

#[test]
fn the_same_money_spares_a_fifth_more_than_two_months_for_all() {
    let problem = AllocationProblem::new(&medicines()).unwrap();
    let uniform = problem.uniform(2.0).unwrap();
    close(uniform.cost, 13_800.0, 1e-9);
    close(uniform.loss, 1_534.064_127_165_788, 1e-9);
    let best = problem.optimum(13_800.0).unwrap();
    // Checked with a general solver (SLSQP).
    close(best.loss, 1_193.993_040_475_1, 1e-4);
    close(best.cost, 13_800.0, 1e-6);
    let cheapest = problem.cheapest(uniform.loss).unwrap();
    close(cheapest.cost, 9_712.291_515, 1e-3);
    close(cheapest.loss, uniform.loss, 1e-9);
}

#[test]
fn a_budget_of_nothing_buys_nothing_and_floors_must_be_paid() {
    let problem = AllocationProblem::new(&medicines()).unwrap();
    assert!(
        problem
            .optimum(0.0)
            .unwrap()
            .months
            .iter()
            .all(|months| months.abs() < 1e-12)
    );
    let largest = problem.cost_range().1;
    close(problem.optimum(10.0 * largest).unwrap().cost, largest, 1e-9);
    let mut with_floors = medicines();
    for medicine in &mut with_floors {
        medicine.floor_months = 1.0;
    }
    let problem = AllocationProblem::new(&with_floors).unwrap();
    assert_eq!(
        problem.optimum(100.0).unwrap_err().code,
        "infeasible_floors"
    );
    assert!(
        problem
            .optimum(6900.0)
            .unwrap()
            .months
            .iter()
            .all(|months| (*months - 1.0).abs() < 1e-9)
    );
}

#[test]
fn a_medicine_without_demand_or_price_does_no_harm() {
    let mut medicines = medicines();
    medicines[0].demand_per_month = 0.0;
    medicines[1].cost_per_box = 0.0;
    medicines[2].failures_per_year = 0.0;
    let best = AllocationProblem::new(&medicines)
        .unwrap()
        .optimum(5_000.0)
        .unwrap();
    close(best.months[0], 0.0, 0.0);
    close(best.months[1], 6.0, 0.0);
    close(best.months[2], 0.0, 0.0);
    close(best.cost, 5_000.0, 1e-6);
}

const HELD: HoldingTerms = HoldingTerms {
    demand_per_month: 100.0,
    value_per_box: 10.0,
    sellable_months: Some(6.0),
    lost_share_per_year: 0.0,
    volume_per_box: 0.001,
    space_price_per_month: 20.0,
};

#[test]
fn what_is_held_for_longer_than_it_may_be_sold_expires_and_space_is_paid() {
    // 900 boxes leave in six months at the latest, 150 a month, of which 100 are sold: 600 a year are thrown away. Of
    // the stock itself 2 % go as well. 0.9 m³ cost 18 euros a month.
    let terms = HoldingTerms {
        lost_share_per_year: 0.02,
        ..HELD
    };
    let cost = holding_cost(&terms, 9.0).unwrap();
    close(cost.expired_boxes, 618.0, 1e-9);
    close(cost.expired_euros, 6_180.0, 1e-9);
    close(cost.volume, 0.9, 1e-12);
    close(cost.space_euros, 216.0, 1e-9);
    close(holding_cost(&HELD, 6.0).unwrap().expired_boxes, 0.0, 1e-9);
    let for_ever = HoldingTerms {
        sellable_months: None,
        ..HELD
    };
    close(
        holding_cost(&for_ever, 600.0).unwrap().expired_boxes,
        0.0,
        0.0,
    );
    for (terms, months) in [
        (HELD, f64::NAN),
        (
            HoldingTerms {
                sellable_months: Some(0.0),
                ..HELD
            },
            1.0,
        ),
    ] {
        assert_eq!(
            holding_cost(&terms, months).unwrap_err().code,
            "out_of_range"
        );
    }
}

/// Days of a stock that is filled up each morning, sold oldest first, and cleared of what is too old each evening.
#[test]
fn the_waste_is_that_of_a_stock_followed_day_by_day() {
    let (days_per_month, sellable_days) = (30, 180);
    let (sold_per_day, full) = (100.0 / f64::from(days_per_month), 900.0);
    let mut by_age = std::collections::VecDeque::from([0.0]);
    let mut wasted = 0.0;
    for day in 0..20 * 360 {
        let held: f64 = by_age.iter().sum();
        by_age.push_back(full - held);
        let mut ordered = sold_per_day;
        for boxes in &mut by_age {
            let sold = ordered.min(*boxes);
            *boxes -= sold;
            ordered -= sold;
        }
        while by_age.len() > sellable_days {
            let too_old = by_age.pop_front().unwrap();
            wasted += if day >= 10 * 360 { too_old } else { 0.0 };
        }
    }
    close(
        wasted / 10.0,
        holding_cost(&HELD, 9.0).unwrap().expired_boxes,
        10.0,
    );
}

fn stage(number: i64, suppliers: &[i64], periods: u32, cost: f64) -> Stage {
    Stage {
        number,
        suppliers: suppliers.to_vec(),
        processing_periods: periods,
        inbound_service: None,
        outbound_service: None,
        holding_cost: cost,
        safety_factor: Some(1.0),
        demand_deviation: None,
        demand_mean: None,
    }
}

#[test]
fn safety_stock_is_placed_as_in_the_textbook() {
    // Example 6.3: three stages in a line, cost 2√2.
    let stages = [
        Stage {
            inbound_service: Some(1),
            ..stage(3, &[], 1, 2.0)
        },
        stage(2, &[3], 0, 4.0),
        Stage {
            outbound_service: Some(1),
            demand_deviation: Some(1.0),
            ..stage(1, &[2], 1, 7.0)
        },
    ];
    let plan = place_safety_stock(&stages).unwrap();
    close(plan.cost, 8.0_f64.sqrt(), 1e-12);
    assert_eq!(
        plan.stages
            .iter()
            .map(|one| one.net_periods)
            .collect::<Vec<_>>(),
        [2, 0, 0]
    );
}

#[test]
fn a_chain_that_is_no_tree_is_told() {
    let ring = [
        stage(1, &[2], 1, 1.0),
        stage(2, &[3], 1, 1.0),
        stage(3, &[1], 1, 1.0),
    ];
    assert_eq!(place_safety_stock(&ring).unwrap_err().code, "bad_chain");
    assert_eq!(
        place_safety_stock(&[stage(1, &[7], 1, 1.0)])
            .unwrap_err()
            .code,
        "bad_chain"
    );
    assert_eq!(place_safety_stock(&[]).unwrap_err().code, "bad_chain");
}

/// All promises of a small tree tried one by one.
fn least_cost_by_trying(stages: &[Stage]) -> f64 {
    let longest = 12;
    let count = stages.len();
    let mut best = f64::INFINITY;
    let mut promises = vec![0_u32; count];
    loop {
        let inbound = |stage: &Stage| {
            let suppliers = stage.suppliers.iter().map(|number| {
                promises[stages.iter().position(|one| one.number == *number).unwrap()]
            });
            suppliers
                .max()
                .unwrap_or(0)
                .max(stage.inbound_service.unwrap_or(0))
        };
        let mut variance = vec![0.0; count];
        // Numbers fall towards customers, so that the last stage comes first.
        for index in (0..count).rev() {
            variance[index] += stages[index].demand_deviation.unwrap_or(0.0).powi(2);
            for number in &stages[index].suppliers {
                let supplier = stages.iter().position(|one| one.number == *number).unwrap();
                let more = variance[index];
                variance[supplier] += more;
            }
        }
        let mut cost = 0.0;
        for (index, stage) in stages.iter().enumerate() {
            let reach = inbound(stage) + stage.processing_periods;
            let allowed = stage
                .outbound_service
                .is_none_or(|most| promises[index] <= most);
            if promises[index] > reach || !allowed {
                cost = f64::INFINITY;
                break;
            }
            cost +=
                stage.holding_cost * (variance[index] * f64::from(reach - promises[index])).sqrt();
        }
        best = best.min(cost);
        let mut place = 0;
        loop {
            if place == count {
                return best;
            }
            promises[place] += 1;
            if promises[place] <= longest {
                break;
            }
            promises[place] = 0;
            place += 1;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_promises_are_better_than_those_found(
        links in proptest::collection::vec((0_usize..10, any::<bool>()), 3),
        periods in proptest::collection::vec(0_u32..4, 4),
        costs in proptest::collection::vec(0.1_f64..5.0, 4),
        bounds in proptest::collection::vec((0_u32..3, proptest::option::of(0_u32..3)), 4),
    ) {
        // Stages 0 to 3 from upstream to downstream, each of 1 to 3 linked with one before it.
        let mut stages: Vec<Stage> = (0..4).map(|index| Stage {
            inbound_service: Some(bounds[index].0),
            demand_deviation: Some(1.0 + index as f64),
            ..stage(i64::try_from(index).unwrap(), &[], periods[index], costs[index])
        }).collect();
        for (index, (other, _)) in links.iter().enumerate() {
            let other = i64::try_from(*other % (index + 1)).unwrap();
            stages[index + 1].suppliers.push(other);
        }
        let has_customer: Vec<bool> = (0..4).map(|index| stages.iter().any(|one| one.suppliers.contains(&i64::from(index)))).collect();
        for index in 0..4 {
            if !has_customer[index] {
                stages[index].outbound_service = bounds[index].1;
            }
        }
        let plan = place_safety_stock(&stages).unwrap();
        let tried = least_cost_by_trying(&stages);
        prop_assert!((plan.cost - tried).abs() < 1e-9, "{} is not {}", plan.cost, tried);
    }
}

proptest! {
    #[test]
    fn what_is_missing_and_what_is_left_make_up_the_difference(law in laws(), x in 0_u32..200) {
        let x = f64::from(x);
        let loss = law.loss(x).unwrap();
        let scale = 1.0 + law.mean() + x;
        prop_assert!((loss.complementary - loss.loss - (x - law.mean())).abs() < 1e-9 * scale);
        prop_assert!(loss.loss >= 0.0 && loss.complementary >= -1e-9 * scale);
        let next = law.loss(x + 1.0).unwrap();
        prop_assert!(next.loss <= loss.loss + 1e-9 * scale);
        if law.is_whole() {
            let above = 1.0 - law.below(x).unwrap();
            prop_assert!((loss.loss - next.loss - above).abs() < 1e-8 * scale);
            prop_assert!((loss.second_loss - next.second_loss - next.loss).abs() < 1e-7 * scale * scale);
        }
    }

    #[test]
    fn a_quantile_covers_with_its_chance(law in laws(), chance in 0.001_f64..0.999) {
        let stock = law.quantile(chance).unwrap();
        if law.is_whole() {
            prop_assert!(law.below(stock).unwrap() >= chance);
            prop_assert!(law.below(stock - 1.0).unwrap() < chance);
        } else {
            prop_assert!((law.below(stock).unwrap() - chance).abs() < 1e-9);
        }
    }

    #[test]
    fn more_money_never_loses_more(budgets in proptest::collection::vec(0.0_f64..60_000.0, 2..6)) {
        let problem = AllocationProblem::new(&medicines()).unwrap();
        let mut budgets = budgets;
        budgets.sort_by(f64::total_cmp);
        let frontier = problem.frontier(&budgets).unwrap();
        for (point, budget) in frontier.iter().zip(&budgets) {
            let whole = problem.optimum(*budget).unwrap();
            prop_assert!((whole.loss - point.loss).abs() < 1e-6);
            prop_assert!(point.cost <= budget + 1e-6);
            prop_assert!(problem.greedy(*budget, 0.5).unwrap().loss >= whole.loss - 1e-9);
            let back = problem.cheapest(whole.loss).unwrap();
            prop_assert!((back.cost - whole.cost).abs() < 1e-5 * (1.0 + whole.cost));
        }
        prop_assert!(frontier.windows(2).all(|pair| pair[1].loss <= pair[0].loss + 1e-9));
    }

    #[test]
    fn a_better_service_takes_more_stock(low in 0.5_f64..0.99, more in 0.0001_f64..0.009) {
        let stock = |service| safety_stock_for_fill_rate(service, 200.0, 100.0).unwrap();
        prop_assert!(stock(low).boxes < stock(low + more).boxes);
        let z = stock(low).z;
        prop_assert!((Loss::standard_normal(z).unwrap().loss - (1.0 - low) * 2.0).abs() < 1e-12);
    }
}

fn laws() -> impl Strategy<Value = Demand> {
    prop_oneof![
        (1.0_f64..100.0, 0.1_f64..50.0)
            .prop_map(|(mean, deviation)| Demand::Normal { mean, deviation }),
        (0.01_f64..150.0).prop_map(|mean| Demand::Poisson { mean }),
        (0.1_f64..20.0, 0.1_f64..10.0).prop_map(|(shape, scale)| Demand::Gamma { shape, scale }),
        (0.1_f64..20.0, 0.05_f64..0.95)
            .prop_map(|(successes, chance)| Demand::NegativeBinomial { successes, chance }),
        (0.0_f64..4.0, 0.1_f64..1.0).prop_map(|(log_mean, log_deviation)| Demand::LogNormal {
            log_mean,
            log_deviation
        }),
        (0.01_f64..2.0).prop_map(|rate| Demand::Exponential { rate }),
        (0.02_f64..0.98).prop_map(|chance| Demand::Geometric { chance }),
        (1_u32..200, 0.02_f64..0.98)
            .prop_map(|(trials, chance)| Demand::Binomial { trials, chance }),
        (0.0_f64..50.0, 1.0_f64..50.0).prop_map(|(low, width)| Demand::Uniform {
            low,
            high: low + width
        }),
    ]
}
