//! Sample pages of medicines.

use rust_decimal::Decimal;
use vigie_model::{Day, Department, Tier};

use super::{TODAY, figure, series, shell};
use crate::{
    Availability, AvailabilityEvent, AvailabilityNow, Completeness, CoverThresholds,
    DepartmentCover, DepartmentSort, FigureName, HistoryDay, Known, MedicinePage, PackState,
    PackView, Prose, Quantity, Reimbursement, ShortageEpisode, SubstanceDose, Substitute,
    SubstituteLevel, SubstitutionLevel, TierStock, Transition, TransitionKind, UnknownReason,
};

const NAME: &str = "AMOXICILLINE BIOGARAN 500 mg, gélule";
const HISTORY_DAYS: usize = 365;

/// Amoxicillin in tension, with a year of history that has a gap and two episodes.
pub fn medicine_page() -> MedicinePage {
    MedicinePage {
        shell: shell("/medicines/69118175", "pack=3400933857042"),
        as_of: TODAY,
        cis: "69118175".to_owned(),
        name: NAME.to_owned(),
        form: "gélule".to_owned(),
        routes: vec!["orale".to_owned()],
        companies: vec!["GLAXOSMITHKLINE".to_owned()],
        authorisation: "Autorisation active, procédure nationale".to_owned(),
        substances: vec![SubstanceDose {
            name: "amoxicilline".to_owned(),
            dose: Some("500 mg pour une gélule".to_owned()),
        }],
        atc: Some(("J01CA04".to_owned(), "Amoxicilline".to_owned())),
        major_therapeutic_interest: true,
        availability: availability_now(),
        availability_history: availability_history(),
        packs: packs(),
        focus: 0,
        figures: figures(),
        departments: departments(),
        department_sort: DepartmentSort::default(),
        history: history(),
        episodes: episodes(),
        substitutes: substitutes(),
        thresholds: CoverThresholds::default(),
        data: data(),
        links: vec![(
            Prose::french("Fiche de la base de données publique des médicaments"),
            "https://base-donnees-publique.medicaments.gouv.fr/extrait.php?specid=69118175"
                .to_owned(),
        )],
    }
}

/// A medicine of which nearly nothing is known: every unknown must be written as unknown.
pub fn unknown_medicine_page() -> MedicinePage {
    let unknown = UnknownReason::NotReported;
    let pack = PackView {
        cip13: "3400930000014".to_owned(),
        name: "1 flacon".to_owned(),
        state: PackState::Unknown,
        price: Known::Unknown(UnknownReason::NotPublished),
        reimbursement: Reimbursement::Unknown(UnknownReason::NotPublished),
        cover_days: Known::Unknown(unknown),
        tiers: vec![tier(
            None,
            Known::Unknown(unknown),
            Known::Unknown(unknown),
            Completeness::default(),
        )],
    };
    MedicinePage {
        shell: shell("/medicines/67421348", ""),
        cis: "67421348".to_owned(),
        name: "POUDRE INCONNUE, poudre".to_owned(),
        companies: Vec::new(),
        substances: vec![SubstanceDose {
            name: "substance".to_owned(),
            dose: None,
        }],
        atc: None,
        major_therapeutic_interest: false,
        availability: AvailabilityNow {
            situation: Known::Unknown(UnknownReason::NotImported),
            since: Known::Unknown(UnknownReason::NotPublished),
            expected_return: Known::Unknown(UnknownReason::NotPublished),
            release: None,
            pack: None,
            address: None,
        },
        availability_history: Vec::new(),
        packs: vec![pack],
        figures: Vec::new(),
        departments: Vec::new(),
        history: Vec::new(),
        episodes: Vec::new(),
        substitutes: vec![SubstituteLevel {
            level: SubstitutionLevel::SameGroup,
            total: 0,
            medicines: Vec::new(),
        }],
        links: Vec::new(),
        ..medicine_page()
    }
}

fn availability_now() -> AvailabilityNow {
    AvailabilityNow {
        situation: Known::Value(Some(Availability::Tension)),
        since: Known::Value(TODAY.plus_days(-48)),
        expected_return: Known::Unknown(UnknownReason::NotPublished),
        release: Some(TODAY.plus_days(-2)),
        pack: None,
        address: Some(
            "https://ansm.sante.fr/disponibilites-des-produits-de-sante/medicaments".to_owned(),
        ),
    }
}

fn availability_history() -> Vec<AvailabilityEvent> {
    let event = |days: i32, kind, from, to, pack: Option<&str>| AvailabilityEvent {
        transition: Transition {
            cis: "69118175".to_owned(),
            name: NAME.to_owned(),
            kind,
            from,
            to,
            release: TODAY.plus_days(-days),
        },
        pack: pack.map(str::to_owned),
    };
    vec![
        event(
            47,
            TransitionKind::Reappeared,
            None,
            Some(Availability::Tension),
            None,
        ),
        event(
            130,
            TransitionKind::Vanished,
            Some(Availability::Return),
            None,
            None,
        ),
        event(
            176,
            TransitionKind::Returned,
            Some(Availability::Shortage),
            Some(Availability::Return),
            None,
        ),
        event(
            230,
            TransitionKind::Changed,
            Some(Availability::Tension),
            Some(Availability::Shortage),
            None,
        ),
        event(
            260,
            TransitionKind::Appeared,
            None,
            Some(Availability::Tension),
            Some("3400933857042"),
        ),
    ]
}

fn packs() -> Vec<PackView> {
    let small = PackView {
        cip13: "3400933857042".to_owned(),
        name: "plaquette(s) aluminium PVC de 12 gélule(s)".to_owned(),
        state: PackState::Marketed,
        price: Known::Value(Decimal::new(255, 2)),
        reimbursement: Reimbursement::Rate(65),
        cover_days: Known::Value(22.8),
        tiers: tiers(),
    };
    let hospital = PackView {
        cip13: "3400955812043".to_owned(),
        name: "plaquette(s) aluminium PVC de 100 gélule(s)".to_owned(),
        state: PackState::Ceased,
        price: Known::Unknown(UnknownReason::NotPublished),
        reimbursement: Reimbursement::None,
        cover_days: Known::Unknown(UnknownReason::NoDemand),
        tiers: tiers().into_iter().skip(1).take(1).collect(),
    };
    vec![small, hospital]
}

fn tiers() -> Vec<TierStock> {
    let row = |tier_kind, stock: u64, demand: f64, received, expected| {
        tier(
            tier_kind,
            Known::Value(stock),
            Known::Value(demand),
            Completeness { received, expected },
        )
    };
    vec![
        row(Some(Tier::Pharmacy), 214_208, 26_410.4, 19_842, 20_137),
        row(Some(Tier::Hospital), 38_112, 1_102.0, 2_201, 2_481),
        row(Some(Tier::Wholesaler), 61_420, 24_880.7, 188, 188),
        tier(
            Some(Tier::Depositary),
            Known::Unknown(UnknownReason::Confidential),
            Known::Unknown(UnknownReason::Confidential),
            Completeness {
                received: 41,
                expected: 46,
            },
        ),
        row(Some(Tier::Company), 1_310_000, 25_900.0, 1, 1),
        row(None, 627_740, 27_512.4, 22_784, 23_525),
    ]
}

fn tier(
    tier: Option<Tier>,
    stock_boxes: Known<u64>,
    demand: Known<f64>,
    completeness: Completeness,
) -> TierStock {
    let cover_days = match (stock_boxes, demand) {
        (Known::Value(stock), Known::Value(demand)) => Known::Value(stock as f64 / demand),
        (Known::Unknown(reason), _) | (_, Known::Unknown(reason)) => Known::Unknown(reason),
    };
    TierStock {
        tier,
        stock_boxes,
        demand_boxes_per_day: demand,
        cover_days,
        sites_holding: stock_boxes.map(|_| u64::from(completeness.received) * 4 / 5),
        sites_at_zero: stock_boxes.map(|_| u64::from(completeness.received) / 5),
        completeness,
    }
}

fn figures() -> Vec<(FigureName, crate::Figure)> {
    vec![
        (
            FigureName::Cover,
            figure(Quantity::Days(22.8), Some(Quantity::Days(26.1)), "cover"),
        ),
        (
            FigureName::Stock,
            figure(
                Quantity::Boxes(627_740),
                Some(Quantity::Boxes(701_118)),
                "stock",
            ),
        ),
        (
            FigureName::Demand,
            figure(
                Quantity::BoxesPerDay(27_512.4),
                Some(Quantity::BoxesPerDay(26_902.0)),
                "demand",
            ),
        ),
        (
            FigureName::SitesAtZero,
            figure(
                Quantity::Sites(4_204),
                Some(Quantity::Sites(3_420)),
                "sites-at-zero",
            ),
        ),
    ]
}

fn departments() -> Vec<DepartmentCover> {
    Department::ALL
        .iter()
        .enumerate()
        .map(|(index, department)| department_cover(index as u32, *department))
        .collect()
}

fn department_cover(index: u32, department: Department) -> DepartmentCover {
    let spread = f64::from(index * 37 % 101);
    let silent = index == 98;
    DepartmentCover {
        code: department.code().to_owned(),
        name: department.name().to_owned(),
        stock_boxes: if silent {
            Known::Unknown(UnknownReason::NotReported)
        } else {
            Known::Value(u64::from(900 + index * 997 % 7_919))
        },
        cover_days: if silent {
            Known::Unknown(UnknownReason::NotReported)
        } else {
            Known::Value(6.0 + spread * 0.42)
        },
        sites_at_zero: if silent {
            Known::Unknown(UnknownReason::NotReported)
        } else {
            Known::Value(u64::from(101 - index * 37 % 101))
        },
        completeness: Completeness {
            received: if silent { 0 } else { 180 + index },
            expected: 182 + index,
        },
    }
}

fn history() -> Vec<HistoryDay> {
    let missing = |day: usize| (150..162).contains(&day);
    let stock = series(HISTORY_DAYS, 1_150_000.0, 90_000.0, -1_350.0, missing);
    let demand = series(HISTORY_DAYS, 19_000.0, 2_100.0, 24.0, |_| false);
    let first = TODAY.plus_days(1 - HISTORY_DAYS as i32);
    let days = stock.into_iter().zip(demand).zip(0..);
    days.map(|((stock, demand), offset)| {
        history_day(first.plus_days(offset), stock, demand, offset)
    })
    .collect()
}

fn history_day(day: Day, stock: Option<f64>, demand: Option<f64>, offset: i32) -> HistoryDay {
    // A dip from day 130 to day 190, the episode of the spring.
    let dip = 1.0 - 0.85 * (-f64::from((offset - 160) * (offset - 160)) / 900.0).exp();
    let stock = stock.map(|boxes| boxes * dip);
    let cover = stock.zip(demand).map(|(stock, demand)| stock / demand);
    HistoryDay {
        day,
        stock_boxes: Known::from_option(stock.map(|boxes| boxes as u64), UnknownReason::NoHistory),
        demand_boxes: Known::from_option(demand, UnknownReason::NoHistory),
        cover_days: Known::from_option(cover, UnknownReason::NoHistory),
    }
}

fn episodes() -> Vec<ShortageEpisode> {
    let day = |days: i32| TODAY.plus_days(-days);
    vec![
        ShortageEpisode {
            kind: Availability::Tension,
            from: day(260),
            to: Some(day(231)),
        },
        ShortageEpisode {
            kind: Availability::Shortage,
            from: day(230),
            to: Some(day(176)),
        },
        ShortageEpisode {
            kind: Availability::Tension,
            from: day(48),
            to: None,
        },
    ]
}

fn substitutes() -> Vec<SubstituteLevel> {
    let substitute = |cis: &str, name: &str, company: &str, availability, cover: f64| Substitute {
        cis: cis.to_owned(),
        name: name.to_owned(),
        company: Some(company.to_owned()),
        availability: Known::Value(availability),
        cover_days: Known::Value(cover),
        stock_boxes: Known::Value((cover * 4_211.0) as u64),
    };
    let level = |level, total, medicines| SubstituteLevel {
        level,
        total,
        medicines,
    };
    vec![
        level(
            SubstitutionLevel::SameGroup,
            9,
            vec![
                substitute(
                    "66916798",
                    "AMOXICILLINE ARROW LAB 500 mg, gélule",
                    "ARROW GENERIQUES",
                    None,
                    51.2,
                ),
                substitute(
                    "68695334",
                    "AMOXICILLINE ALMUS PHARMA 500 mg, gélule",
                    "ALMUS FRANCE",
                    Some(Availability::Return),
                    38.0,
                ),
                Substitute {
                    cover_days: Known::Unknown(UnknownReason::TooFewReports),
                    stock_boxes: Known::Unknown(UnknownReason::TooFewReports),
                    company: None,
                    ..substitute(
                        "67459306",
                        "AMOXICILLINE BENTA 500 mg, gélule",
                        "",
                        Some(Availability::Tension),
                        0.0,
                    )
                },
            ],
        ),
        level(
            SubstitutionLevel::SameSubstanceAndRoute,
            1,
            vec![substitute(
                "60320126",
                "AMOXICILLINE BIOGARAN 1 g, comprimé dispersible",
                "BIOGARAN",
                Some(Availability::Shortage),
                9.4,
            )],
        ),
        level(SubstitutionLevel::SameAtcSubstance, 0, Vec::new()),
        level(
            SubstitutionLevel::SameAtcClass,
            1,
            vec![substitute(
                "63125880",
                "PIVMECILLINAM ARROW 200 mg, comprimé pelliculé",
                "ARROW GENERIQUES",
                None,
                88.0,
            )],
        ),
    ]
}

fn data() -> Vec<(Prose, String, &'static str)> {
    vec![
        (
            Prose::both("Identité et présentations", "Identity and packs"),
            "/api/v1/medicines/69118175".to_owned(),
            "JSON",
        ),
        (
            Prose::both("Stock par niveau", "Stock by tier"),
            "/api/v1/packs/3400933857042/stock?by=tier".to_owned(),
            "JSON",
        ),
        (
            Prose::both("Couverture par département", "Cover by department"),
            "/api/v1/packs/3400933857042/stock?by=department&format=csv".to_owned(),
            "CSV",
        ),
        (
            Prose::both("Historique", "History"),
            "/api/v1/packs/3400933857042/history?format=csv".to_owned(),
            "CSV",
        ),
    ]
}
