//! Lists of critical medicines.

use proptest::prelude::*;
use rstest::rstest;
use vigie_policy::{
    Criticality, ListedMedicine, MatchLevel, MatchReason, Parameters, Reading, Seriousness,
    SubstanceKey, compare_lists, criticality_score, match_list, read_list, union_list,
};

use crate::support::decimal;

fn medicine(
    cis: &str,
    atc: &[&str],
    substances: &[&str],
    routes: &[&str],
    is_national: bool,
) -> ListedMedicine {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    ListedMedicine {
        cis: cis.parse().unwrap(),
        atc: atc.iter().map(|code| code.parse().unwrap()).collect(),
        substances: texts(substances),
        routes: texts(routes),
        is_national,
    }
}

fn medicines() -> Vec<ListedMedicine> {
    vec![
        medicine(
            "60000001",
            &["J01CA04"],
            &["AMOXICILLINE TRIHYDRATÉE"],
            &["orale"],
            true,
        ),
        medicine(
            "60000002",
            &["J01CR02"],
            &["AMOXICILLINE TRIHYDRATÉE", "CLAVULANATE DE POTASSIUM"],
            &["intraveineuse"],
            true,
        ),
        medicine(
            "60000003",
            &["N02BE01"],
            &["PARACÉTAMOL"],
            &["orale"],
            false,
        ),
        medicine("60000004", &["C09AA05"], &["RAMIPRIL"], &["orale"], true),
    ]
}

fn found(list: &str) -> (MatchLevel, MatchReason, Vec<usize>) {
    let (entries, unread) = read_list(list).unwrap();
    assert_eq!(unread, []);
    let one = match_list(&entries, &medicines()).remove(0);
    (one.level, one.reason, one.medicines)
}

#[rstest]
#[case("atc;route\nJ01CA04;orale", MatchLevel::Exact, MatchReason::SameClassAndRoute, &[0])]
#[case("atc;route\nJ01CA04;intraveineuse", MatchLevel::Partial, MatchReason::SameClassOtherRoute, &[0])]
#[case("atc;inn\nJ01CA04;amoxicillin", MatchLevel::Exact, MatchReason::SameClassAndSubstance, &[0])]
#[case("atc\nj01ca04", MatchLevel::Partial, MatchReason::SameClassOnly, &[0])]
#[case("atc\nJ01", MatchLevel::Partial, MatchReason::BroaderClass, &[0, 1])]
#[case("substance\nparacetamol", MatchLevel::Partial, MatchReason::SameSubstance, &[2])]
#[case("atc,substance\nB05BB01,ramipril", MatchLevel::ToReview, MatchReason::SameSubstanceOtherClass, &[3])]
#[case("substance\nparacetamool", MatchLevel::ToReview, MatchReason::AlikeSubstance, &[2])]
#[case("substance\nwarfarine", MatchLevel::None, MatchReason::NothingInCommon, &[])]
fn each_entry_has_a_level_and_a_reason(
    #[case] list: &str,
    #[case] level: MatchLevel,
    #[case] reason: MatchReason,
    #[case] places: &[usize],
) {
    assert_eq!(found(list), (level, reason, places.to_vec()));
}

#[rstest]
#[case("AMOXICILLINE TRIHYDRATÉE", "amoxicillin")]
#[case("CHLORHYDRATE DE MÉTOPROLOL", "metoprolol hydrochloride")]
#[case(
    "amoxicillin and clavulanate potassium",
    "CLAVULANATE DE POTASSIUM / AMOXICILLINE"
)]
#[case("sodium (chlorure de)", "sodium chloride")]
#[case("MAGNÉSIUM (SULFATE DE) HEPTAHYDRATÉ", "magnesium sulfate")]
#[case("TRANEXAMIQUE (ACIDE)", "tranexamic acid")]
#[case("CEFTRIAXONE BASE", "ceftriaxone")]
#[case("TARTRATE DE NORADRÉNALINE", "norepinephrine")]
#[case("VALPROATE DE SODIUM", "valproic acid")]
#[case("ALBUMINE HUMAINE PLASMATIQUE", "albumin")]
#[case("RÉMIFENTANYL", "remifentanil")]
#[case("MITOMYCINE C", "mitomycin")]
fn salts_order_and_language_do_not_count(#[case] one: &str, #[case] other: &str) {
    assert_eq!(SubstanceKey::of(one), SubstanceKey::of(other));
}

#[rstest]
#[case("BENZATHINE BENZYLPÉNICILLINE", "benzylpenicillin")]
#[case("PREDNISONE", "prednisolone")]
#[case("AMOXICILLINE", "amoxicillin and clavulanic acid")]
#[case("CHLORURE DE POTASSIUM", "sodium chloride")]
#[case("HYDROCHLOROTHIAZIDE", "hydrocortisone")]
fn other_medicines_stay_apart(#[case] one: &str, #[case] other: &str) {
    assert_ne!(SubstanceKey::of(one), SubstanceKey::of(other));
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    let (entries, unread) =
        read_list("atc;substance\nJ01CA04;\nY99;x\n;\n;\"acide; salicylique\"\n").unwrap();
    assert_eq!(
        entries.iter().map(|one| one.row).collect::<Vec<_>>(),
        [2, 5]
    );
    assert_eq!(unread.iter().map(|one| one.row).collect::<Vec<_>>(), [3, 4]);
    assert_eq!(entries[1].substance.as_deref(), Some("acide; salicylique"));
    assert_eq!(read_list("code\nx").unwrap_err().code, "no_column");
}

#[test]
fn the_union_list_has_its_299_codes() {
    assert_eq!(union_list().len(), 299);
    assert!(
        union_list()
            .iter()
            .all(|entry| entry.atc.is_some_and(|class| class.level() == 5))
    );
}

#[test]
fn two_lists_stand_side_by_side() {
    let (entries, _) =
        read_list("atc;substance\nJ01CA04;amoxicillin\nN02BE01;paracetamol\nZ;").unwrap();
    let matches = match_list(&entries, &medicines());
    let comparison = compare_lists(&medicines(), &matches, MatchLevel::Partial);
    assert_eq!(
        (
            comparison.both,
            comparison.national_only,
            comparison.other_only
        ),
        (vec![0], vec![1, 3], vec![2])
    );
    assert_eq!(comparison.by_group[&Some('J')], [1, 1, 0]);
}

#[test]
fn a_score_tells_its_parts() {
    let mut reading = Reading::new(Parameters::shipped(), "2026-12-31".parse().unwrap());
    let score = criticality_score(Seriousness::High, 0, 1, &mut reading).unwrap();
    assert_eq!(
        (score.criticality, score.points),
        (Criticality::Critical, decimal("100"))
    );
    let score = criticality_score(Seriousness::Low, 5, 9, &mut reading).unwrap();
    assert_eq!(
        (score.criticality, score.points),
        (Criticality::Other, decimal("0"))
    );
}

proptest! {
    #[test]
    fn fewer_alternatives_or_holders_never_lower_the_score(alternatives in 0_u32..6, holders in 0_u32..6, fewer in 0_u32..3) {
        let score = |alternatives: u32, holders: u32| {
            let mut reading = Reading::new(Parameters::shipped(), "2026-12-31".parse().unwrap());
            criticality_score(Seriousness::Medium, alternatives, holders, &mut reading).unwrap().points
        };
        prop_assert!(score(alternatives.saturating_sub(fewer), holders) >= score(alternatives, holders));
        prop_assert!(score(alternatives, holders.saturating_sub(fewer)) >= score(alternatives, holders));
    }

    #[test]
    fn no_list_makes_a_panic(text in "\\PC{0,80}", rows in proptest::collection::vec("\\PC{0,30}", 0..5)) {
        let _ = read_list(&text);
        if let Ok((entries, _)) = read_list(&format!("atc;substance;route\n{}", rows.join("\n"))) {
            let _ = match_list(&entries, &medicines());
        }
    }
}
