//! Pages for those who report. Sites and numbers are made up.

use vigie_model::{Day, Language, Tier};

use super::{TODAY, shell};
use crate::reporting::{
    Beside, CompanyStock, LegalDuration, LineForm, Nearby, NotSent, OrganisationHead,
    OrganisationLink, OrganisationPage, OwnFlows, OwnRow, OwnSiteRow, OwnSites, OwnStock,
    Projection, ReceiptKind, ReceiptPage, ReceiptRow, SetAsideRow, SiteHead, SitePage, SiteState,
    SiteStock, StockFilter, SummedOver,
};
use crate::{
    Availability, Completeness, CoverThresholds, Known, RenderError, Shell, UnknownReason,
    Workplace,
};

/// Name and HTML of each page.
///
/// # Errors
/// When a template fails.
pub fn reporting_pages(language: Language) -> Result<Vec<(&'static str, String)>, RenderError> {
    Ok(vec![
        ("reporting", own_sites().render(language)?),
        ("reporting/290000017", pharmacy().render(language)?),
        ("reporting/empty", empty().render(language)?),
        ("reporting/company", company().render(language)?),
        ("reporting/receipt", receipt().render(language)?),
        (
            "reporting/organisations/400000000",
            organisation().render(language)?,
        ),
        (
            "reporting/organisations/too-many",
            large_organisation().render(language)?,
        ),
    ])
}

fn seen(path: &str) -> Shell {
    Shell {
        visitor: Some("Marie Dupont".to_owned()),
        workplace: Some(Workplace::Reporting),
        ..shell(path, "")
    }
}

fn head() -> SiteHead {
    SiteHead {
        code: "290000017".to_owned(),
        name: "Pharmacie du Port".to_owned(),
        tier: Tier::Pharmacy,
        place: "Brest (29)".to_owned(),
        organisation: "Pharmacie du Port".to_owned(),
        organisation_path: None,
    }
}

/// The sites of a person.
pub fn own_sites() -> OwnSites {
    let row = |code: &str, name: &str, tier, state, packs| OwnSiteRow {
        code: code.to_owned(),
        name: name.to_owned(),
        tier,
        place: "29 Brest".to_owned(),
        last_day: (state != SiteState::Never).then_some(TODAY),
        state,
        packs,
        at_zero: packs / 20,
    };
    OwnSites {
        shell: seen("/reporting"),
        query: String::new(),
        organisations: vec![OrganisationLink {
            identifier: "400000000".to_owned(),
            name: "Laboratoires Exemple".to_owned(),
            sites: 3,
        }],
        organisations_left: 12,
        sites: vec![
            row(
                "290000033",
                "Pharmacie de la Gare",
                Tier::Pharmacy,
                SiteState::Never,
                0,
            ),
            row(
                "290000025",
                "Pharmacie des Écoles",
                Tier::Pharmacy,
                SiteState::Late(4),
                3_204,
            ),
            row(
                "290000017",
                "Pharmacie du Port",
                Tier::Pharmacy,
                SiteState::OnTime,
                3_510,
            ),
        ],
        next: Some("/fr/reporting?after=3".to_owned()),
    }
}

fn pack(name: &str, on_hand: u64, per_day: f64, beside: Beside) -> OwnRow {
    OwnRow {
        cis: "69118175".to_owned(),
        cip13: "3400930234259".to_owned(),
        name: name.to_owned(),
        pack: "plaquette(s) PVC-aluminium de 12 comprimé(s)".to_owned(),
        major_therapeutic_interest: true,
        availability: Known::Value(Some(Availability::Tension)),
        on_hand,
        per_day: Known::Value(per_day),
        lasts_days: Known::Value(on_hand as f64 / per_day),
        flows: OwnFlows {
            ordered: 12,
            in_transit: 0,
            expiring: 2,
        },
        beside,
        over: None,
    }
}

fn nearby(holding: u64) -> Beside {
    Beside::Nearby(Nearby {
        place: Some("Finistère"),
        holding: Known::Value(holding),
        carrying: Known::Value(212),
        cover_days: Known::Value(9.3),
    })
}

fn stock(rows: Vec<OwnRow>) -> OwnStock {
    OwnStock {
        filter: StockFilter::Short,
        counts: StockFilter::ALL
            .into_iter()
            .zip([134, 27, 52, 3_510])
            .collect(),
        query: String::new(),
        rows,
        first: 0,
        total: 134,
        on_a_page: 3,
        thresholds: CoverThresholds::default(),
        tier: None,
    }
}

fn receipts() -> Vec<ReceiptRow> {
    let kinds = [
        ReceiptKind::Full,
        ReceiptKind::Changes,
        ReceiptKind::Release,
    ];
    let rows = kinds.into_iter().zip(0..);
    rows.map(|(kind, age): (_, i32)| ReceiptRow {
        identifier: "019ac4d2-7b2e-7c55-9f0a-3d2b1c0a9e87".to_owned(),
        day: TODAY.plus_days(-age),
        received_at: "21/11/2026 04:12".to_owned(),
        kind,
        lines: 3_510,
        set_aside: if age == 0 { 4 } else { 0 },
    })
    .collect()
}

/// The page of a pharmacy whose line could not be kept.
pub fn pharmacy() -> SitePage {
    let hidden = Beside::Nearby(Nearby {
        place: None,
        holding: Known::Unknown(UnknownReason::Confidential),
        carrying: Known::Unknown(UnknownReason::Confidential),
        cover_days: Known::Unknown(UnknownReason::Confidential),
    });
    SitePage {
        shell: seen("/reporting/290000017"),
        site: head(),
        form_token: Some("5f".repeat(32)),
        stock: Some(SiteStock {
            day: TODAY.plus_days(-3),
            packs: 3_510,
            at_zero: 52,
            thin: 134,
        }),
        days_late: Some(3),
        reported_days: 26,
        missing_days: vec![TODAY.plus_days(-9), TODAY.plus_days(-2)],
        list: stock(vec![
            pack("AMOXICILLINE SANDOZ 500 mg, gélule", 0, 2.4, nearby(158)),
            pack("DOLIPRANE 1000 mg, comprimé", 31, 12.7, nearby(209)),
            pack(
                "OZEMPIC 1 mg, solution injectable en stylo prérempli",
                2,
                0.4,
                hidden,
            ),
        ]),
        receipts: receipts(),
        line: LineForm {
            code: "3400930234250".to_owned(),
            on_hand: "12".to_owned(),
            sold: String::new(),
            day: "2026-11-20".to_owned(),
        },
        not_sent: Some(NotSent::Code),
        csv: "/fr/reporting/290000017/stock.csv".to_owned(),
    }
}

fn empty() -> SitePage {
    SitePage {
        site: SiteHead {
            name: "Pharmacie de la Gare".to_owned(),
            ..head()
        },
        stock: None,
        days_late: None,
        reported_days: 0,
        missing_days: Vec::new(),
        list: OwnStock {
            counts: Vec::new(),
            total: 0,
            ..stock(Vec::new())
        },
        receipts: Vec::new(),
        not_sent: Some(NotSent::File(
            "the table has no column of packs: name it « cip13 »".to_owned(),
        )),
        ..pharmacy()
    }
}

/// The page of a company.
pub fn company() -> SitePage {
    let beside = |sold, legal_boxes, projection| {
        Beside::Company(CompanyStock {
            sold,
            days: 120,
            fewest_days: 120,
            months: Known::Value(1.4),
            legal: Some(LegalDuration::Months(2)),
            legal_boxes: Known::Value(legal_boxes),
            projection,
        })
    };
    let march = Day::from_ymd(2027, 3, 1).unwrap_or(TODAY);
    SitePage {
        site: SiteHead {
            code: "40000000100014".to_owned(),
            name: "Laboratoires Exemple".to_owned(),
            tier: Tier::Company,
            place: "Lyon (69)".to_owned(),
            organisation: "Laboratoires Exemple".to_owned(),
            organisation_path: Some("/reporting/organisations/400000000".to_owned()),
        },
        days_late: None,
        list: stock(vec![
            pack(
                "AMOXICILLINE SANDOZ 500 mg, gélule",
                41_200,
                980.0,
                beside(117_600, 59_616, Projection::RunsOut(march)),
            ),
            pack(
                "DOLIPRANE 1000 mg, comprimé",
                900_100,
                9_812.0,
                beside(1_177_440, 596_897, Projection::Holds),
            ),
        ]),
        not_sent: None,
        ..pharmacy()
    }
}

/// The page of a company with two warehouses, one of which is late and states no sales, and one that never reported.
pub fn organisation() -> OrganisationPage {
    let over = |selling| SummedOver {
        sites: 2,
        current: 1,
        selling,
        forecasting: 1,
        silent: 1,
    };
    let sum = |fewest_days, months, legal_boxes| {
        Beside::Company(CompanyStock {
            sold: 117_600,
            days: 365,
            fewest_days,
            months: Known::Value(months),
            legal: Some(LegalDuration::Months(2)),
            legal_boxes: Known::Value(legal_boxes),
            projection: Projection::Holds,
        })
    };
    let rows = vec![
        OwnRow {
            over: Some(over(1)),
            ..pack(
                "AMOXICILLINE SANDOZ 500 mg, gélule",
                12_400,
                322.2,
                sum(0, 1.3, 19_600),
            )
        },
        OwnRow {
            over: Some(over(2)),
            ..pack(
                "DOLIPRANE 1000 mg, comprimé",
                900_100,
                322.2,
                sum(120, 91.8, 19_600),
            )
        },
        OwnRow {
            per_day: Known::Unknown(UnknownReason::NotReported),
            lasts_days: Known::Unknown(UnknownReason::NotReported),
            over: Some(over(0)),
            ..pack(
                "OZEMPIC 1 mg, solution injectable en stylo prérempli",
                40,
                0.0,
                Beside::Company(CompanyStock {
                    sold: 0,
                    days: 0,
                    fewest_days: 0,
                    months: Known::Unknown(UnknownReason::NotReported),
                    legal: Some(LegalDuration::Days(7)),
                    legal_boxes: Known::Unknown(UnknownReason::NotReported),
                    projection: Projection::Unknown,
                }),
            )
        },
    ];
    let mut counts = stock(Vec::new()).counts;
    counts.retain(|(filter, _)| *filter != StockFilter::Elsewhere);
    OrganisationPage {
        shell: seen("/reporting/organisations/400000000"),
        organisation: OrganisationHead {
            identifier: "400000000".to_owned(),
            name: "Laboratoires Exemple".to_owned(),
            tiers: vec![(Tier::Depositary, 1), (Tier::Company, 3)],
            tier: Tier::Company,
        },
        day: Some(TODAY),
        completeness: Completeness {
            received: 1,
            expected: 3,
        },
        stock: Some(SiteStock {
            day: TODAY,
            packs: 212,
            at_zero: 4,
            thin: 31,
        }),
        too_many: None,
        list: OwnStock {
            counts,
            tier: Some(Tier::Company),
            ..stock(rows)
        },
        sites: own_sites().sites,
        csv: "/fr/reporting/organisations/400000000/stock.csv?tier=company".to_owned(),
    }
}

/// The page of an organisation with more sites than are summed.
fn large_organisation() -> OrganisationPage {
    let whole = organisation();
    OrganisationPage {
        organisation: OrganisationHead {
            name: "Groupement Exemple".to_owned(),
            tiers: vec![(Tier::Pharmacy, 1_204)],
            tier: Tier::Pharmacy,
            ..whole.organisation
        },
        completeness: Completeness {
            received: 1_190,
            expected: 1_204,
        },
        stock: None,
        too_many: Some(200),
        ..whole
    }
}

fn receipt() -> ReceiptPage {
    let row = |row, code: &str, value: &str| SetAsideRow {
        row,
        code: code.to_owned(),
        value: value.to_owned(),
        reason: "vérifiez le code et renvoyez la ligne",
    };
    ReceiptPage {
        shell: seen("/reporting/290000017/receipts/019ac4d2-7b2e-7c55-9f0a-3d2b1c0a9e87"),
        site: head(),
        identifier: "019ac4d2-7b2e-7c55-9f0a-3d2b1c0a9e87".to_owned(),
        number: 216_360,
        day: TODAY,
        received_at: "21/11/2026 04:12".to_owned(),
        kind: ReceiptKind::Full,
        lines: 3_510,
        set_aside: vec![
            row(17, "3,40093E+12", "3,40093E+12"),
            row(204, "<b>3400930234250</b>", "12"),
        ],
        set_aside_count: 4,
    }
}
