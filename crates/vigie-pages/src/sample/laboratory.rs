//! Sample scenarios.

use rust_decimal::Decimal;

use super::{TODAY, shell};
use crate::laboratory::{
    Addition, CompanyRow, ComparePage, ComparedRule, ComparedScenario, ComparedSums,
    CriticalClassRow, CriticalPage, CriticalRow, CriticalSide, EdgeSide, FrontierRow, Laboratory,
    LeftOutCount, LevelCount, Lever, LeverField, ListLevel, ListOutcome, ListPage, ListReason,
    ListRow, ListView, MarketBasis, MarketOutcome, MarketPage, MarketPart, MarketSums, MarketView,
    MovedRow, Note, OfferedClaim, OtherChange, PackRow, PartRow, Payer, ReliefOutcome, ReliefPage,
    ReliefRow, ReliefView, RobustnessRow, RoomField, RoomLever, RoomMovedRow, RoomOutcome,
    RoomPage, RoomRow, RoomRule, RoomView, RoomWorth, RuleOutcome, RuleRow, RuleStatus, Rules,
    SideCount, StockError, StockField, StockLever, StockOutcome, StockPage, StockRule, StockView,
    UncountedReason,
};
use crate::{Known, Prose};

/// The first page of the laboratory.
pub fn index() -> Laboratory {
    Laboratory {
        shell: shell("/laboratory", ""),
        problems: Vec::new(),
    }
}

/// A threshold of five euros.
pub fn market() -> MarketPage {
    let levers = Lever::ALL.map(|lever| LeverField {
        lever,
        value: if lever == Lever::Threshold { "5" } else { "0" }.to_owned(),
        law: "0".to_owned(),
    });
    MarketPage {
        shell: shell("/laboratory/prices", "threshold=5"),
        year: 2026,
        years: vec![2026, 2025],
        levers: levers.to_vec(),
        is_mature_only: true,
        others: vec![OtherChange {
            key: "turnover_contribution.base.rate".to_owned(),
            value: "0.003 (ratio)".to_owned(),
            sent: "turnover_contribution.base.rate:0.003".to_owned(),
        }],
        with: Vec::new(),
        view: MarketView::Computed(Box::new(outcome())),
    }
}

/// Two thresholds beside each other, and one that cannot be computed.
pub fn compare() -> ComparePage {
    let outcome = outcome();
    let sums = ComparedSums {
        before: outcome.before,
        after: outcome.after,
        boxes: outcome.basis.boxes,
        companies_moved: outcome.companies_moved,
        neutral_factor: outcome.neutral_factor,
    };
    let scenario = |outcome| ComparedScenario {
        year: 2026,
        edit: "/fr/laboratory/prices?threshold=5".to_owned(),
        remove: "/fr/laboratory/compare".to_owned(),
        is_law: false,
        outcome,
    };
    ComparePage {
        shell: shell("/laboratory/compare", "scenario=threshold%3D5"),
        scenarios: vec![
            scenario(Ok(sums)),
            scenario(Ok(sums)),
            scenario(Err(vec![Prose::both(
                "Le seuil est négatif\u{a0}: écrivez zéro ou un nombre positif.",
                "The threshold is negative: write zero or a positive number.",
            )])),
        ],
        rules: vec![threshold_rule(&["5", "3.5", "0"])],
        additions: OfferedClaim::ALL
            .into_iter()
            .map(|claim| Addition {
                claim,
                address: "/fr/laboratory/compare?scenario=threshold%3D5&scenario=".to_owned(),
            })
            .collect(),
        another: Some("/fr/laboratory/prices?with=threshold%3D5".to_owned()),
    }
}

/// The best relief at no public cost.
pub fn relief() -> ReliefPage {
    let row = |tenths: i64, cost: i64| ReliefRow {
        threshold: Decimal::new(tenths, 1),
        abatement: Decimal::new(10, 2),
        cost: euros(cost),
        exempt_packs: 4_012,
        boxes: euros(tenths * 20_000_000),
        factor: Some(Decimal::new(1_093, 3)),
        address: "/fr/laboratory/prices?threshold=4.2&abatement=10".to_owned(),
    };
    let outcome = ReliefOutcome {
        best: row(42, 118_000_000),
        burdened_boxes: 41_202_118,
        contributions: euros(1_185_000_000),
        mature_boxes: 1_902_118_442,
        curve: vec![(0.0, 0.0), (5e7, 4e8), (1.18e8, 8.4e8)],
        rows: vec![row(0, 0), row(20, 50_000_000), row(42, 118_000_000)],
        tried: 4_201,
        packs: 11_702,
        priced_on: Some(TODAY),
        rules: rules(),
    };
    ReliefPage {
        shell: shell("/laboratory/relief", ""),
        year: 2026,
        years: vec![2026, 2025],
        payer: Payer::Rest,
        budget: "100".to_owned(),
        rise: "10".to_owned(),
        european: "0".to_owned(),
        view: ReliefView::Computed(Box::new(outcome)),
    }
}

/// The note of the threshold of five euros.
pub fn note() -> Note {
    Note {
        page: MarketPage {
            shell: shell("/laboratory/prices/note", "threshold=5"),
            ..market()
        },
        changes: vec![threshold_rule(&["0", "5"])],
        digest: "3b4c9f1f0e".to_owned(),
        address: "https://vigie.example/fr/laboratory/prices?threshold=5".to_owned(),
        made_on: TODAY,
    }
}

fn threshold_rule(values: &[&str]) -> ComparedRule {
    let values = values.iter();
    ComparedRule {
        key: "exemption.price_threshold".to_owned(),
        unit: "euros_per_box".to_owned(),
        values: values
            .map(|value| Some(((*value).to_owned(), *value != "0")))
            .collect(),
    }
}

/// A threshold that is no number.
pub fn refused_market() -> MarketPage {
    MarketPage {
        view: MarketView::Wrong(vec![Prose::both(
            "Le seuil est négatif\u{a0}: écrivez zéro ou un nombre positif.",
            "The threshold is negative: write zero or a positive number.",
        )]),
        ..market()
    }
}

fn euros(amount: i64) -> Decimal {
    Decimal::from(amount)
}

fn outcome() -> MarketOutcome {
    let before = MarketSums {
        turnover: euros(20_400_000_000),
        contributions: euros(1_185_000_000),
        public_spend: euros(18_900_000_000),
        safeguard: euros(0),
        ..MarketSums::default()
    };
    MarketOutcome {
        basis: MarketBasis {
            packs: 11_702,
            boxes: 2_210_443_120,
            estimated_share: 0.76,
            priced_on: Some(TODAY),
            prices_not_unique: 312,
        },
        before,
        after: MarketSums {
            contributions: euros(1_102_400_000),
            exempt_packs: 6_204,
            exempt_boxes: 1_402_116_002,
            exempt_turnover: euros(2_940_000_000),
            ..before
        },
        european_range: Some([euros(1_010_000_000), euros(1_102_400_000)]),
        neutral_factor: Some(Decimal::new(1_075, 3)),
        companies_moved: [212, 0],
        companies: vec![CompanyRow {
            name: "Biogaran".to_owned(),
            turnover: euros(612_000_000),
            gain: euros(9_812_044),
        }],
        parts: vec![
            part(MarketPart::Mature, 0.81),
            part(MarketPart::Recent, 0.0),
            part(MarketPart::Major, 0.42),
            part(MarketPart::NotMajor, 0.66),
            part(MarketPart::Group('J', "Antiinfectieux".to_owned()), 0.51),
            part(MarketPart::UnknownGroup, 0.3),
        ],
        frontier: vec![FrontierRow {
            threshold: euros(5),
            exempt_share: 0.634,
            lost: euros(82_600_000),
        }],
        packs: vec![
            pack("Doliprane 1000 mg, comprimé", None),
            pack("Amoxicilline Arrow 1 g, comprimé", Some(EdgeSide::Below)),
            pack("Furosémide 40 mg, comprimé", Some(EdgeSide::Above)),
        ],
        pack_count: 6_431,
        edge_counts: [227, 198],
        around: [
            None,
            Some("/fr/laboratory/prices?threshold=5&from=100".to_owned()),
        ],
        left_out: vec![LeftOutCount {
            reason: UncountedReason::NoVolume,
            packs: 1_844,
        }],
        rules: rules(),
        scenario_file: "/fr/laboratory/prices.toml?threshold=5".to_owned(),
        packs_file: "/fr/laboratory/prices.csv?threshold=5".to_owned(),
        packs_spreadsheet: "/fr/laboratory/prices.xlsx?threshold=5".to_owned(),
        note: "/fr/laboratory/prices/note?threshold=5".to_owned(),
        compare: "/fr/laboratory/compare?scenario=threshold%3D5".to_owned(),
        numbers: "/api/v1/laboratory/prices?threshold=5".to_owned(),
    }
}

/// Rules that were read.
pub fn rules() -> Rules {
    Rules {
        warnings: vec![Prose::both(
            "«\u{a0}exemption.price_threshold\u{a0}» = 5 n’est pas un texte en vigueur mais une hypothèse.",
            "“exemption.price_threshold” = 5 is not law but an assumption.",
        )],
        rows: vec![RuleRow {
            key: "turnover_contribution.additional.rate".to_owned(),
            value: "0.0160 ratio".to_owned(),
            status: RuleStatus::Promulgated,
            reference: "CSS, art. L. 245-6".to_owned(),
        }],
    }
}

/// The lists side by side.
pub fn critical() -> CriticalPage {
    let count = |side| SideCount {
        side,
        substances: 41,
        medicines: 312,
        to_review: 17,
        in_shortage: 9,
    };
    CriticalPage {
        shell: shell("/laboratory/critical-list", ""),
        listed: 299,
        listed_on: Some(TODAY),
        side: CriticalSide::EuropeanOnly,
        counts: CriticalSide::ALL.map(count).to_vec(),
        classes: vec![CriticalClassRow {
            letter: "J".to_owned(),
            name: "Antiinfectieux".to_owned(),
            substances: [2, 104, 61, 4],
        }],
        rows: vec![CriticalRow {
            atc: "A03FA01".to_owned(),
            name: "Métoclopramide".to_owned(),
            medicines: 7,
            national: 0,
            partial: 7,
            to_review: 1,
            in_shortage: 1,
            cover_days: Known::Value(21.4),
        }],
        around: [None, None],
        file: "/fr/laboratory/critical-list.csv".to_owned(),
    }
}

/// Two months for all.
pub fn stock() -> StockPage {
    let rule = |rule, cost, loss| RuleOutcome { rule, cost, loss };
    let moved = |months, value| MovedRow {
        cis: "60234100".to_owned(),
        name: "Doliprane 1000 mg, comprimé".to_owned(),
        months,
        price: 0.76,
        failures: 0.14,
        is_alone: false,
        value,
    };
    let levers = StockLever::ALL.map(|lever| StockField {
        lever,
        value: "2".to_owned(),
    });
    StockPage {
        shell: shell("/laboratory/safety-stock", ""),
        levers: levers.to_vec(),
        view: StockView::Computed(Box::new(StockOutcome {
            medicines: 5_112,
            left_out: 2_604,
            listed_on: Some(TODAY),
            months: 2.0,
            rules: vec![
                rule(StockRule::Uniform, 3.4e9, 41e6),
                rule(StockRule::FourMonths, 6.8e9, 27e6),
                rule(StockRule::TwoAndFour, 3.9e9, 37e6),
                rule(StockRule::BestForMoney, 3.4e9, 22e6),
                rule(StockRule::CheapestForProtection, 1.9e9, 41e6),
            ],
            frontier: vec![(0.0, 70e6), (1.9e9, 41e6), (3.4e9, 22e6), (6.8e9, 9e6)],
            robustness: vec![RobustnessRow {
                error: StockError::TwiceAsLong,
                best: 60e6,
                uniform: 81e6,
            }],
            moved: [vec![moved(5.2, 21e6)], vec![moved(0.4, -80e6)]],
            read: rules(),
            file: "/fr/laboratory/safety-stock.csv".to_owned(),
        })),
    }
}

/// A list of two rows, one of which was not read.
pub fn list() -> ListPage {
    let count = |level, entries| LevelCount {
        level,
        entries,
        medicines: 7 * entries,
        national: 5 * entries,
        on_union_list: entries,
        in_shortage: entries,
    };
    ListPage {
        shell: shell("/laboratory/list", ""),
        text: "atc;substance\nJ01CA04;amoxicilline\n??;\n".to_owned(),
        view: ListView::Compared(Box::new(ListOutcome {
            counts: vec![
                count(ListLevel::Exact, 1),
                count(ListLevel::Partial, 0),
                count(ListLevel::ToReview, 0),
                count(ListLevel::Absent, 0),
            ],
            rows: vec![ListRow {
                row: 2,
                atc: "J01CA04".to_owned(),
                name: "amoxicilline".to_owned(),
                level: ListLevel::Exact,
                reason: ListReason::ClassAndSubstance,
                medicines: 7,
                national: 5,
                is_on_union_list: true,
                in_shortage: 1,
            }],
            entries: 1,
            unread: vec![(3, unread_row())],
            all_unread: 1,
            not_named: 7_700,
        })),
    }
}

/// A list without a column that can be used.
pub fn refused_list() -> ListPage {
    ListPage {
        text: "colonne\n".to_owned(),
        view: ListView::Wrong(unread_row()),
        ..list()
    }
}

fn unread_row() -> Prose {
    Prose::both(
        "Ce n’est pas un code ATC.".to_owned(),
        "This is not an ATC code.".to_owned(),
    )
}

/// Two months for all beside what the same money and room can do.
pub fn room() -> RoomPage {
    let row = |rule, loss, room, cold_room| RoomRow {
        rule,
        loss,
        value: 612e6,
        euros_per_year: 38e6,
        expired_boxes: 1_204_311.0,
        expired_euros: 6.1e6,
        space_euros: 1.4e6,
        room,
        cold_room,
    };
    let moved = |months, room| RoomMovedRow {
        cis: "60234100".to_owned(),
        name: "Doliprane 1000 mg, comprimé".to_owned(),
        months,
        price: 0.76,
        failures: 0.14,
        is_cold: false,
        room,
    };
    let levers = RoomLever::ALL.map(|lever| RoomField {
        lever,
        value: "2".to_owned(),
    });
    RoomPage {
        shell: shell("/laboratory/room", ""),
        levers: levers.to_vec(),
        cold_classes: "J07 A10A".to_owned(),
        view: RoomView::Computed(Box::new(RoomOutcome {
            medicines: 5_112,
            cold: 96,
            left_out: 2_604,
            listed_on: Some(TODAY),
            months: 2.0,
            rules: vec![
                row(RoomRule::Uniform, 41e6, 14_210.0, 212.0),
                row(RoomRule::BestForMoney, 22e6, 31_830.0, 388.0),
                row(RoomRule::BestWithin, 33e6, 14_210.0, 212.0),
            ],
            gap: 0.000_012,
            worth: RoomWorth {
                thousand_euros: 3.1,
                room: 204.0,
                cold_room: 0.0,
            },
            curve: vec![(0.75, 52e6), (1.0, 33e6), (1.5, 26e6), (2.0, 23e6)],
            moved: [vec![moved(5.2, 612.4)], vec![moved(1.0, -80.2)]],
            read: rules(),
            file: "/fr/laboratory/room.csv".to_owned(),
        })),
    }
}

fn part(part: MarketPart, exempt_share: f64) -> PartRow {
    PartRow {
        part,
        packs: 5_104,
        boxes: 1_204_556_001,
        exempt_share,
        turnover: euros(4_102_000_000),
        gain: euros(41_200_000),
    }
}

fn pack(name: &str, edge: Option<EdgeSide>) -> PackRow {
    let is_exempt = edge != Some(EdgeSide::Above);
    PackRow {
        cis: "60234100".to_owned(),
        cip13: "3400935955838".to_owned(),
        name: name.to_owned(),
        pack: "plaquette de 8 comprimés".to_owned(),
        boxes: Known::Value(41_203_112),
        is_estimated: true,
        prices: [Decimal::new(98, 2); 2],
        contributions: [Decimal::new(234_710_255, 2), Decimal::ZERO],
        is_exempt,
        edge,
    }
}
