//! Pages of the agencies. Every number is made up.

use vigie_model::{Language, Tier};

use super::{TODAY, home, shell};
use crate::agency::{
    AgencyPack, Board, DepartmentStock, HolderRow, HoldingTier, LateTier, MoveEnd, MoveRow,
    RedistributionOutcome, RedistributionPage, RedistributionView, UnmetRow, Within, WorkFilter,
    WorkFlags, WorkList, WorkRow,
};
use crate::reporting::{OwnFlows, SiteState};
use crate::{
    Availability, Completeness, CoverThresholds, Known, Prose, RenderError, Shell, UnknownReason,
    Workplace,
};

/// Name and HTML of each page.
///
/// # Errors
/// When a template fails.
pub fn agency_pages(language: Language) -> Result<Vec<(&'static str, String)>, RenderError> {
    Ok(vec![
        ("work-list", work_list().render(language)?),
        ("work-list/region", regional().render(language)?),
        ("work-list/packs/3400930234259", pack().render(language)?),
        (
            "work-list/packs/3400930234259/redistribution",
            redistribution().render(language)?,
        ),
    ])
}

fn seen(path: &str, query: &str) -> Shell {
    Shell {
        visitor: Some("Morgan Évaluation".to_owned()),
        workplace: Some(Workplace::WorkList),
        ..shell(path, query)
    }
}

/// Two pharmacies of hospitals, one of which could help the other.
pub fn redistribution() -> RedistributionPage {
    let end = |code: &str, name: &str, before, after| MoveEnd {
        code: code.to_owned(),
        name: name.to_owned(),
        place: "Brest (29)".to_owned(),
        days_before: Some(before),
        days_after: Some(after),
    };
    RedistributionPage {
        shell: seen("/work-list/packs/3400930234259/redistribution", ""),
        as_of: TODAY,
        cip13: "3400930234259".to_owned(),
        name: "AMOXICILLINE BIOGARAN 500 mg, gélule".to_owned(),
        pack: "plaquette de 12 gélules".to_owned(),
        tier: Tier::Hospital,
        tiers: vec![Tier::Hospital, Tier::Pharmacy],
        territory: None,
        territories: vec![("region:53".to_owned(), "Bretagne")],
        may_choose_country: true,
        keep: "28".to_owned(),
        want: "7".to_owned(),
        within: Within::Region,
        view: RedistributionView::Computed(Box::new(RedistributionOutcome {
            sites: 412,
            unknown: 12,
            needing: 31,
            lacking: 2_410,
            surplus: 9_120,
            moved: 1_980,
            moved_by_way: [1_410, 570, 0],
            served: 22,
            moves: vec![MoveRow {
                from: end("290000017", "CHU de Brest", 61.2, 40.0),
                to: end("290000074", "Hôpital de Landerneau", 0.0, 7.0),
                boxes: 212,
            }],
            all_moves: 44,
            unmet: vec![UnmetRow {
                code: "560000127".to_owned(),
                name: "CH de Vannes".to_owned(),
                place: "Vannes (56)".to_owned(),
                need: 310,
                received: 120,
                reason: Prose::both(
                    "120 boîtes sur 310.".to_owned(),
                    "120 of 310 boxes.".to_owned(),
                ),
            }],
            file: "/fr/work-list/packs/3400930234259/redistribution.csv".to_owned(),
        })),
    }
}

/// The work list of the country.
pub fn work_list() -> WorkList {
    let flags = [
        (true, false, false),
        (true, true, true),
        (false, false, false),
    ];
    let severe = home()
        .most_severe
        .into_iter()
        .zip(flags.into_iter().cycle());
    let rows = severe.map(
        |((pack, severity), (is_unlisted, is_stranded, is_silent))| WorkRow {
            pack,
            severity,
            upstream_boxes: 41_200,
            upstream_days: if is_silent {
                Known::Unknown(UnknownReason::NotReported)
            } else {
                Known::Value(38.2)
            },
            flags: WorkFlags {
                is_unlisted,
                is_stranded,
                is_silent,
            },
        },
    );
    let rows: Vec<WorkRow> = rows.collect();
    let board = |territory: &str, name, insufficient| Board {
        territory: territory.to_owned(),
        name,
        insufficient,
        judged: 2_804,
        completeness: Completeness {
            received: 1_204,
            expected: 1_240,
        },
    };
    let tier = |tier, late, never| LateTier {
        tier,
        on_time: 19_842,
        late,
        never,
    };
    WorkList {
        shell: seen("/work-list", ""),
        as_of: TODAY,
        territory: None,
        territories: vec![
            ("region:53".to_owned(), "Bretagne"),
            ("region:76".to_owned(), "Occitanie"),
        ],
        may_choose_country: true,
        filter: WorkFilter::All,
        counts: WorkFilter::ALL.into_iter().zip([412, 96, 31, 7]).collect(),
        first: 0,
        total: 412,
        on_a_page: rows.len() as u64,
        rows,
        boards: vec![
            board("region:53", "Bretagne", 214),
            board("region:76", "Occitanie", 188),
        ],
        late: vec![
            tier(Tier::Pharmacy, 281, 14),
            tier(Tier::Hospital, 12, 0),
            tier(Tier::Company, 0, 161),
        ],
        thresholds: CoverThresholds::default(),
    }
}

fn regional() -> WorkList {
    WorkList {
        shell: seen("/work-list", "territory=region:53"),
        territory: Some(("region:53".to_owned(), "Bretagne")),
        territories: vec![("region:53".to_owned(), "Bretagne")],
        may_choose_country: false,
        filter: WorkFilter::Silent,
        rows: Vec::new(),
        total: 0,
        ..work_list()
    }
}

fn holder(name: &str, tier: Tier, on_hand: u64, state: SiteState) -> HolderRow {
    HolderRow {
        code: "9524000000019".to_owned(),
        name: name.to_owned(),
        tier,
        place: "Lyon (69)".to_owned(),
        on_hand,
        flows: OwnFlows {
            ordered: 0,
            in_transit: 4_000,
            expiring: 0,
        },
        day: TODAY,
        state,
    }
}

fn at(tier: Tier, cover: Known<f64>) -> HoldingTier {
    HoldingTier {
        tier,
        stock: Known::Value(41_204),
        demand: Known::Value(9_812.4),
        cover,
        holding: Known::Value(8_012),
        carrying: Known::Value(19_204),
    }
}

fn pack() -> AgencyPack {
    let department = |code, name| DepartmentStock {
        code,
        name,
        pharmacies: at(Tier::Pharmacy, Known::Value(4.2)),
        hospitals: HoldingTier {
            stock: Known::Unknown(UnknownReason::NotReported),
            demand: Known::Unknown(UnknownReason::NotReported),
            holding: Known::Unknown(UnknownReason::NotReported),
            carrying: Known::Unknown(UnknownReason::NotReported),
            ..at(Tier::Hospital, Known::Unknown(UnknownReason::NotReported))
        },
    };
    AgencyPack {
        shell: seen("/work-list/packs/3400930234259", "department=29"),
        as_of: TODAY,
        cis: "69118175".to_owned(),
        cip13: "3400930234259".to_owned(),
        name: "AMOXICILLINE SANDOZ 500 mg, gélule".to_owned(),
        pack: "plaquette(s) PVC-aluminium de 12 gélule(s)".to_owned(),
        availability: Known::Value(Some(Availability::Tension)),
        tiers: vec![
            at(Tier::Pharmacy, Known::Value(4.2)),
            at(Tier::Company, Known::Value(112.8)),
        ],
        upstream: vec![
            holder(
                "Laboratoires Exemple",
                Tier::Company,
                1_104_000,
                SiteState::OnTime,
            ),
            holder(
                "Dépôt central",
                Tier::Depositary,
                40_112,
                SiteState::Late(9),
            ),
        ],
        departments: vec![
            department("29", "Finistère"),
            department("35", "Ille-et-Vilaine"),
        ],
        department: Some("29"),
        sites: vec![holder(
            "Pharmacie du Port",
            Tier::Pharmacy,
            0,
            SiteState::OnTime,
        )],
        next: None,
        thresholds: CoverThresholds::default(),
    }
}
