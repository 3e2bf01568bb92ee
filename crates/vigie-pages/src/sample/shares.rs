//! Sample shares.

use vigie_model::Language;

use super::shell;
use crate::laboratory::{RuleSums, ShareRow, SharesOutcome, SharesPage, SharesView, SharingRule};
use crate::{Prose, RenderError};

/// The page in each of its states.
pub fn pages(language: Language) -> Result<Vec<(&'static str, String)>, RenderError> {
    let wrong = Prose::both(
        "Boîtes à partager\u{a0}: écrivez un nombre entier.",
        "Boxes to share: write a whole number.",
    );
    Ok(vec![
        (
            "laboratory/shares",
            page(SharesView::Computed(Box::new(outcome()))).render(language)?,
        ),
        (
            "laboratory/shares-wrong",
            page(SharesView::Wrong(vec![wrong])).render(language)?,
        ),
    ])
}

fn page(view: SharesView) -> SharesPage {
    SharesPage {
        shell: shell("/laboratory/shares", ""),
        claims: "CHU A;1200;300;1100;150\nPharmacies B;800;50;760;0".to_owned(),
        supply: "1000".to_owned(),
        rule: SharingRule::EqualCover,
        alpha: "2".to_owned(),
        headroom: "10".to_owned(),
        is_sainte_lague: false,
        is_example: true,
        view,
    }
}

fn outcome() -> SharesOutcome {
    let row = |name: &str, chosen| ShareRow {
        name: name.to_owned(),
        asked: 1200.0,
        counted: 1112.5,
        floor: 150.0,
        boxes: vec![chosen; 6],
        chosen,
        fill_rate: Some(chosen as f64 / 1112.5),
        cover_days: Some([8.2, 20.4]),
        reason: Prose::both(
            "452 boîtes sur 1112 demandées\u{a0}: quota vital 150, puis la règle partage le reste.",
            "452 boxes of 1112 asked for: vital quota 150, then the rule shares the rest.",
        ),
    };
    let sums = |rule| RuleSums {
        rule,
        given: 998,
        left_over: 2,
        equity: Some([0.41, 0.07, 0.98]),
    };
    SharesOutcome {
        supply: 1000,
        rows: vec![
            row("Centre hospitalier universitaire A", 452),
            row("Pharmacies de ville B", 546),
        ],
        rules: SharingRule::ALL.map(sums).to_vec(),
        counted: 2225.0,
        unread: vec![Prose::both(
            "Ligne 3\u{a0}: «\u{a0}beaucoup\u{a0}» n’est pas un nombre de boîtes.",
            "Line 3: “beaucoup” is not a number of boxes.",
        )],
        warnings: Vec::new(),
        file: "/fr/laboratory/shares.csv".to_owned(),
    }
}
