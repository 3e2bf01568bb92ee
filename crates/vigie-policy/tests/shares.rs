//! Fair shares against published tables, and what holds for any.

use proptest::prelude::*;
use rstest::rstest;
use vigie_policy::{
    Claim, CoverSite, RedistributionSite, Rounding, ShareReason, ShareRule, TransportProblem,
    alpha_fair, equal_awards, equal_cover, equal_losses, equity, largest_remainder, proportional,
    redistribute, sainte_lague, share_out, talmud, verified_claim,
};

fn close(left: &[f64], right: &[f64]) {
    assert_eq!(left.len(), right.len());
    for (one, other) in left.iter().zip(right) {
        assert!((one - other).abs() < 1e-9, "{left:?} is not {right:?}");
    }
}

// Aumann and Maschler, 1985.
#[rstest]
#[case(100.0, [100.0 / 3.0, 100.0 / 3.0, 100.0 / 3.0])]
#[case(200.0, [50.0, 75.0, 75.0])]
#[case(300.0, [50.0, 100.0, 150.0])]
fn the_estates_of_the_talmud(#[case] estate: f64, #[case] shares: [f64; 3]) {
    close(&talmud(estate, &[100.0, 200.0, 300.0]).unwrap(), &shares);
}

#[test]
fn the_classic_example_of_equal_awards() {
    close(
        &equal_awards(10.0, &[2.0, 2.6, 4.0, 5.0], None).unwrap(),
        &[2.0, 2.6, 2.7, 2.7],
    );
    close(
        &equal_losses(300.0, &[100.0, 200.0, 300.0]).unwrap(),
        &[0.0, 100.0, 200.0],
    );
    close(
        &proportional(600.0, &[100.0, 200.0, 300.0, 400.0]).unwrap(),
        &[60.0, 120.0, 180.0, 240.0],
    );
}

#[test]
fn alpha_fairness_goes_from_the_heaviest_to_all_alike() {
    let (claims, weights) = ([10.0, 10.0, 10.0], [1.0, 2.0, 2.0]);
    let share = |alpha| alpha_fair(12.0, &claims, Some(&weights), alpha).unwrap();
    close(&share(0.0), &[0.0, 6.0, 6.0]);
    close(&share(1.0), &[2.4, 4.8, 4.8]);
    close(&share(f64::INFINITY), &[4.0, 4.0, 4.0]);
}

#[test]
fn cover_is_levelled_from_the_lowest() {
    // 30, 10 and 0 days; 50 boxes lift the last two to 30 / 2 = 15 days.
    let site = |stock: f64| CoverSite {
        stock,
        daily_demand: 2.0,
        most: 1000.0,
    };
    let (shares, days) = equal_cover(40.0, &[site(60.0), site(20.0), site(0.0)]).unwrap();
    close(&shares, &[0.0, 10.0, 30.0]);
    assert!((days.unwrap() - 15.0).abs() < 1e-9);
}

#[test]
fn boxes_are_whole_and_add_up() {
    assert_eq!(
        largest_remainder(&[417.0, 333.0, 150.0, 100.0], 10).unwrap(),
        [4, 3, 2, 1]
    );
    // Sainte-Laguë on votes of 53, 24 and 23 for 7 seats.
    assert_eq!(sainte_lague(&[53.0, 24.0, 23.0], 7).unwrap(), [3, 2, 2]);
    assert_eq!(largest_remainder(&[1.0, 1.0, 1.0], 2).unwrap(), [1, 1, 0]);
    assert_eq!(largest_remainder(&[], 2).unwrap(), Vec::<u64>::new());
    assert_eq!(sainte_lague(&[0.0, 0.0], 2).unwrap(), [0, 0]);
}

fn claim(name: &str, boxes: f64, floor: f64) -> Claim {
    Claim {
        name: name.to_owned(),
        boxes,
        floor,
        weight: 1.0,
        stock: 0.0,
        daily_demand: 1.0,
    }
}

#[test]
fn patients_who_cannot_wait_come_first_and_each_share_has_its_reason() {
    let claims = [
        claim("a", 100.0, 50.0),
        claim("b", 10.0, 0.0),
        claim("c", 0.0, 0.0),
        claim("d", 60.0, 0.0),
    ];
    let shared = share_out(
        100,
        &claims,
        ShareRule::EqualAwards,
        Rounding::LargestRemainder,
    )
    .unwrap();
    let boxes: Vec<u64> = shared.shares.iter().map(|one| one.boxes).collect();
    assert_eq!(boxes, [70, 10, 0, 20]);
    let reasons: Vec<ShareReason> = shared.shares.iter().map(|one| one.reason).collect();
    assert_eq!(
        reasons,
        [
            ShareReason::ByRule,
            ShareReason::ServedInFull,
            ShareReason::NothingAsked,
            ShareReason::ByRule
        ]
    );
    assert!(
        shared.shares[1]
            .sentence
            .french
            .contains("toute la demande")
    );
}

#[test]
fn floors_that_cannot_be_served_are_cut_alike_and_told() {
    let claims = [claim("a", 100.0, 60.0), claim("b", 100.0, 30.0)];
    let shared = share_out(45, &claims, ShareRule::Proportional, Rounding::SainteLague).unwrap();
    assert_eq!(
        shared
            .shares
            .iter()
            .map(|one| one.boxes)
            .collect::<Vec<_>>(),
        [30, 15]
    );
    assert_eq!(shared.warnings[0].code, "infeasible_floors");
}

#[test]
fn what_nobody_needs_is_left_over() {
    let shared = share_out(
        100,
        &[claim("a", 30.0, 0.0)],
        ShareRule::Talmud,
        Rounding::LargestRemainder,
    )
    .unwrap();
    assert_eq!((shared.shares[0].boxes, shared.left_over), (30, 70));
}

#[test]
fn even_rates_are_even() {
    let even = equity(&[0.5, 0.5, 0.5]).unwrap();
    assert!(even.gini.abs() < 1e-12 && (even.jain - 1.0).abs() < 1e-12);
    let one_has_all = equity(&[0.0, 0.0, 1.0]).unwrap();
    assert!(
        (one_has_all.gini - 2.0 / 3.0).abs() < 1e-12
            && (one_has_all.jain - 1.0 / 3.0).abs() < 1e-12
    );
}

fn transport(
    supply: &[f64],
    need: &[f64],
    cost: &[&[f64]],
    penalty: Option<&[f64]>,
) -> TransportProblem {
    TransportProblem {
        supply: supply.to_vec(),
        need: need.to_vec(),
        cost: cost
            .iter()
            .map(|row| row.iter().copied().map(Some).collect())
            .collect(),
        penalty: penalty.map(<[f64]>::to_vec),
    }
}

#[test]
fn the_power_plants_of_the_textbook_cost_1020() {
    // Winston, Operations Research, "Powerco".
    let cost: [&[f64]; 3] = [
        &[8.0, 6.0, 10.0, 9.0],
        &[9.0, 12.0, 13.0, 7.0],
        &[14.0, 9.0, 16.0, 5.0],
    ];
    let plan = transport(&[35.0, 50.0, 40.0], &[45.0, 20.0, 30.0, 30.0], &cost, None)
        .solve()
        .unwrap();
    assert!((plan.cost - 1020.0).abs() < 1e-9 && plan.is_proven_least);
}

#[test]
fn what_costs_most_when_missing_is_served_first() {
    let cost: [&[f64]; 2] = [&[5.0, 9.0, 4.0], &[7.0, 3.0, 8.0]];
    let problem = transport(
        &[40.0, 30.0],
        &[30.0, 35.0, 25.0],
        &cost,
        Some(&[50.0, 50.0, 200.0]),
    );
    let plan = problem.solve().unwrap();
    assert!((plan.cost - 1265.0).abs() < 1e-9 && plan.is_proven_least);
    close(&plan.unmet, &[15.0, 5.0, 0.0]);
    let without = TransportProblem {
        penalty: None,
        ..problem
    };
    assert_eq!(without.solve().unwrap_err().code, "infeasible");
}

#[test]
fn the_fewest_sites_are_asked_those_that_have_most_first() {
    let site = |stock, wanted| RedistributionSite {
        place: 0,
        stock,
        protected: 10,
        wanted,
        penalty: 100.0,
    };
    let sites = [site(11, 0), site(60, 0), site(15, 0), site(0, 52)];
    let plan = redistribute(&sites, &[vec![Some(1.0)]]).unwrap();
    // 50 of the second, then 2 of the 5 of the third; the first keeps its box.
    let moves: Vec<(usize, usize, u64)> = plan
        .moves
        .iter()
        .map(|one| (one.from, one.to, one.boxes))
        .collect();
    assert_eq!(moves, [(1, 3, 50), (2, 3, 2)]);
}

#[test]
fn own_stock_is_protected_and_each_need_is_told_why() {
    let site = |place, stock, protected, wanted, penalty| RedistributionSite {
        place,
        stock,
        protected,
        wanted,
        penalty,
    };
    let sites = [
        site(0, 100, 80, 0, 1.0),
        site(0, 0, 0, 5, 100.0),
        site(1, 0, 0, 30, 100.0),
        site(1, 0, 0, 30, 1.0),
    ];
    let costs = vec![vec![Some(1.0), Some(10.0)], vec![Some(10.0), Some(1.0)]];
    let plan = redistribute(&sites, &costs).unwrap();
    let received: Vec<u64> = plan.needs.iter().map(|one| one.received).collect();
    assert_eq!(received, [5, 15, 0]);
    assert_eq!(plan.moves.iter().map(|one| one.boxes).sum::<u64>(), 20);
    assert!((plan.transport_cost - 155.0).abs() < 1e-9 && plan.is_proven_least);
    let bad = redistribute(&[site(7, 0, 0, 1, 1.0)], &costs);
    assert_eq!(bad.unwrap_err().code, "bad_site");
}

/// A small problem of transport, all of whose flows are tried.
struct Small<'problem> {
    need: &'problem [u32],
    cost: &'problem [Vec<f64>],
    penalty: &'problem [f64],
}

impl Small<'_> {
    /// The least cost of what is left to decide: `rest` units of a need from the suppliers from `row` on, then the
    /// other needs.
    fn least(&self, column: usize, row: usize, rest: u32, supply: &mut [u32]) -> f64 {
        if column == self.need.len() {
            return 0.0;
        }
        if row == supply.len() {
            let next = self.need.get(column + 1).copied().unwrap_or(0);
            return f64::from(rest) * self.penalty[column]
                + self.least(column + 1, 0, next, supply);
        }
        let mut best = f64::INFINITY;
        for units in 0..=rest.min(supply[row]) {
            supply[row] -= units;
            let others = self.least(column, row + 1, rest - units, supply);
            best = best.min(f64::from(units) * self.cost[row][column] + others);
            supply[row] += units;
        }
        best
    }
}

proptest! {
    #[test]
    fn no_rule_gives_more_than_a_claim_or_than_there_is(supply in 0.0_f64..500.0, claims in proptest::collection::vec(0.0_f64..100.0, 1..12), alpha in 0.0_f64..5.0) {
        let total: f64 = claims.iter().sum();
        for shares in [
            proportional(supply, &claims).unwrap(),
            equal_awards(supply, &claims, None).unwrap(),
            equal_losses(supply, &claims).unwrap(),
            talmud(supply, &claims).unwrap(),
            alpha_fair(supply, &claims, None, alpha).unwrap(),
        ] {
            let given: f64 = shares.iter().sum();
            prop_assert!((given - supply.min(total)).abs() < 1e-6, "{given} of {supply}");
            prop_assert!(shares.iter().zip(&claims).all(|(share, claim)| *share >= -1e-9 && *share <= claim + 1e-9));
        }
    }

    #[test]
    fn a_larger_supply_takes_from_nobody(supply in 0.0_f64..300.0, more in 0.0_f64..100.0, claims in proptest::collection::vec(0.0_f64..100.0, 1..8)) {
        for rule in [equal_losses, talmud, proportional] {
            let (less, greater) = (rule(supply, &claims).unwrap(), rule(supply + more, &claims).unwrap());
            prop_assert!(less.iter().zip(&greater).all(|(less, greater)| *less <= greater + 1e-7));
        }
    }

    #[test]
    fn sainte_lague_gives_what_taking_turns_one_by_one_gives(weights in proptest::collection::vec(1_u32..1_000, 1..12), units in 0_u64..3_000) {
        let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
        let mut by_turns = vec![0_u64; weights.len()];
        for _ in 0..units {
            let average = |index: &usize| weights[*index] / (2 * by_turns[*index] + 1) as f64;
            let next = (0..weights.len()).rev().max_by(|left, right| average(left).total_cmp(&average(right)));
            by_turns[next.unwrap()] += 1;
        }
        prop_assert_eq!(sainte_lague(&weights, units).unwrap(), by_turns);
    }

    #[test]
    fn whole_boxes_stay_within_one_of_their_quota_and_sainte_lague_never_takes_back(weights in proptest::collection::vec(0.0_f64..50.0, 1..10), units in 0_u64..200) {
        let boxes = largest_remainder(&weights, units).unwrap();
        let total: f64 = weights.iter().sum();
        if total > 0.0 {
            prop_assert_eq!(boxes.iter().sum::<u64>(), units);
            for (boxes, weight) in boxes.iter().zip(&weights) {
                prop_assert!((*boxes as f64 - weight / total * units as f64).abs() < 1.0 + 1e-6);
            }
            let (less, more) = (sainte_lague(&weights, units).unwrap(), sainte_lague(&weights, units + 1).unwrap());
            prop_assert!(less.iter().zip(&more).all(|(less, more)| less <= more));
        }
    }

    #[test]
    fn inflating_a_declared_need_does_not_pay(supply in 1_u64..200, verified in proptest::collection::vec(0.0_f64..60.0, 2..8), inflation in 1.0_f64..20.0) {
        for rule in [ShareRule::Proportional, ShareRule::EqualAwards, ShareRule::EqualLosses, ShareRule::Talmud, ShareRule::EqualCover, ShareRule::AlphaFair(2.0)] {
            let shares = |first: f64| {
                let declared = verified.iter().enumerate().map(|(index, own)| if index == 0 { own * first } else { *own });
                let claims: Vec<Claim> = declared.zip(&verified).map(|(declared, verified)| {
                    claim("x", verified_claim(declared, *verified, 0.0).unwrap(), 0.0)
                }).collect();
                share_out(supply, &claims, rule, Rounding::LargestRemainder).unwrap().shares
            };
            prop_assert_eq!(shares(1.0), shares(inflation));
        }
    }

    #[test]
    fn what_is_shared_out_is_whole_and_within_claims(supply in 0_u64..300, claims in proptest::collection::vec((0.0_f64..50.0, 0.0_f64..50.0), 1..10)) {
        let claims: Vec<Claim> = claims.into_iter().map(|(boxes, floor)| claim("x", boxes, floor)).collect();
        for rounding in [Rounding::LargestRemainder, Rounding::SainteLague] {
            let shared = share_out(supply, &claims, ShareRule::EqualCover, rounding).unwrap();
            let given: u64 = shared.shares.iter().map(|one| one.boxes).sum();
            prop_assert_eq!(given + shared.left_over, supply);
            prop_assert!(shared.shares.iter().zip(&claims).all(|(share, claim)| share.boxes as f64 <= claim.boxes + 1e-6));
        }
    }

    #[test]
    fn no_plan_costs_less_than_the_one_found(
        supply in proptest::collection::vec(0_u32..4, 1..4),
        need in proptest::collection::vec(0_u32..4, 1..4),
        costs in proptest::collection::vec(0_u32..12, 9),
        penalties in proptest::collection::vec(0_u32..15, 3),
    ) {
        let cost: Vec<Vec<f64>> = (0..supply.len()).map(|row| (0..need.len()).map(|column| f64::from(costs[row * 3 + column])).collect()).collect();
        let penalty: Vec<f64> = penalties.iter().take(need.len()).map(|one| f64::from(*one)).collect();
        let rows: Vec<&[f64]> = cost.iter().map(Vec::as_slice).collect();
        let whole = |values: &[u32]| values.iter().map(|value| f64::from(*value)).collect::<Vec<f64>>();
        let plan = transport(&whole(&supply), &whole(&need), &rows, Some(&penalty)).solve().unwrap();
        let small = Small { need: &need, cost: &cost, penalty: &penalty };
        prop_assert!(plan.is_proven_least);
        prop_assert!((plan.cost - small.least(0, 0, need[0], &mut supply.clone())).abs() < 1e-9);
        for (column, need) in need.iter().enumerate() {
            let served: f64 = plan.flow.iter().map(|row| row[column]).sum();
            prop_assert!((served + plan.unmet[column] - f64::from(*need)).abs() < 1e-9);
        }
    }

    #[test]
    fn sites_solved_by_place_cost_as_little_as_one_by_one(
        sites in proptest::collection::vec((0_usize..3, 0_u64..20, 0_u64..10, 0_u64..20, 0_u32..3), 1..14),
        costs in proptest::collection::vec(0_u32..12, 9),
    ) {
        let sites: Vec<RedistributionSite> = sites.into_iter().map(|(place, stock, protected, wanted, penalty)| RedistributionSite { place, stock, protected, wanted, penalty: f64::from(penalty * 6) }).collect();
        let costs: Vec<Vec<Option<f64>>> = costs.chunks(3).map(|row| row.iter().map(|cost| Some(f64::from(*cost))).collect()).collect();
        let plan = redistribute(&sites, &costs).unwrap();
        let has = |site: &&RedistributionSite| site.stock > site.protected.max(site.wanted);
        let lacks = |site: &&RedistributionSite| site.wanted > site.stock;
        let whole = TransportProblem {
            supply: sites.iter().filter(has).map(|site| (site.stock - site.protected.max(site.wanted)) as f64).collect(),
            need: sites.iter().filter(lacks).map(|site| (site.wanted - site.stock) as f64).collect(),
            cost: sites.iter().filter(has).map(|from| sites.iter().filter(lacks).map(|to| costs[from.place][to.place]).collect()).collect(),
            penalty: Some(sites.iter().filter(lacks).map(|site| site.penalty).collect()),
        }.solve().unwrap();
        prop_assert!((whole.cost - plan.transport_cost - plan.penalty_cost).abs() < 1e-9);
        for one in &plan.moves {
            prop_assert!(one.boxes > 0);
        }
        for (index, site) in sites.iter().enumerate() {
            let given: u64 = plan.moves.iter().filter(|one| one.from == index).map(|one| one.boxes).sum();
            let received: u64 = plan.moves.iter().filter(|one| one.to == index).map(|one| one.boxes).sum();
            prop_assert!(given <= site.stock.saturating_sub(site.protected));
            prop_assert!(site.stock + received <= site.stock.max(site.wanted));
        }
    }
}

/// A billion boxes among three in the proportions 5 : 3 : 2 are shared exactly, and at once.
#[test]
fn sainte_lague_shares_a_billion_boxes() {
    let shares = sainte_lague(&[5.0, 3.0, 2.0], 1_000_000_000).unwrap();
    assert_eq!(shares, [500_000_000, 300_000_000, 200_000_000]);
}
