//! Lines of lists of medicines, as hospitals and pharmacies write them.

use rstest::rstest;
use vigie_catalogue::{FormularyColumns, Meaning, Puzzle};
use vigie_model::{Damage, FormularyItem};

use crate::support::catalogue;

fn understood(cells: &[&str], header: Option<&[&str]>) -> Meaning {
    let owned = |cells: &[&str]| {
        cells
            .iter()
            .map(|cell| (*cell).to_owned())
            .collect::<Vec<_>>()
    };
    let columns = header.map(|header| FormularyColumns::of_header(&owned(header)).unwrap());
    catalogue().understand(&cells.join(" "), &owned(cells), columns.unwrap_or_default())
}

/// DOLIPRANE 1000 mg, comprimé, and its pack of eight.
const MEDICINE: &str = "60234100";
const PACK: &str = "3400935955838";

#[rstest]
#[case(&["3400935955838"])]
#[case(&[" 3400 935 955 838 "])]
#[case(&["3595583"])]
#[case(&["03400935955838"])]
#[case(&["3400935955838.0"])]
#[case(&["3400935955838 DOLIPRANE 1000 mg"])]
#[case(&["Doliprane", "3400935955838", "12"])]
#[case(&["60234100", "Doliprane", "3400935955838"])]
fn a_code_of_a_pack_in_any_writing_is_that_pack(#[case] cells: &[&str]) {
    assert_eq!(
        understood(cells, None),
        Meaning::ByCode(FormularyItem::Pack(PACK.parse().unwrap()))
    );
}

#[rstest]
#[case(&["60234100"])]
#[case(&["CIS 60234100"])]
#[case(&["60234100", "anything", "30"])]
fn a_cis_is_the_medicine(#[case] cells: &[&str]) {
    assert_eq!(
        understood(cells, None),
        Meaning::ByCode(FormularyItem::Medicine(MEDICINE.parse().unwrap()))
    );
}

#[rstest]
#[case(&["DOLIPRANE 1000 mg, comprimé"], &[])]
#[case(&["doliprane 1000 MG COMPRIME"], &[])]
#[case(&["DOLIPRANE 1000 mg, comprimé", "30"], &[])]
#[case(&["A12", "DOLIPRANE 1000 mg, comprimé"], &["reference interne", "Désignation"])]
fn the_name_of_one_medicine_is_that_medicine(#[case] cells: &[&str], #[case] header: &[&str]) {
    let header = (!header.is_empty()).then_some(header);
    assert_eq!(
        understood(cells, header),
        Meaning::ByName(MEDICINE.parse().unwrap())
    );
}

#[test]
fn a_name_that_several_medicines_bear_is_asked_about() {
    let Meaning::OneOf { medicines, total } = understood(&["doliprane 1 g"], None) else {
        panic!("understood without asking");
    };
    assert!(medicines.contains(&MEDICINE.parse().unwrap()));
    assert!(medicines.len() > 1 && medicines.len() <= 8 && total >= medicines.len());
}

#[test]
fn a_misspelt_name_is_never_taken_for_another_without_asking() {
    for name in [
        "dolipranne 1000 mg comprimé effervescent sécable",
        "kardegyc 300",
    ] {
        assert!(
            matches!(understood(&[name], None), Meaning::OneOf { .. }),
            "{name}"
        );
    }
}

#[test]
fn a_wrong_code_beside_a_right_name_is_asked_about() {
    let cells = ["3400935955839", "DOLIPRANE 1000 mg, comprimé"];
    let expected = Meaning::OneOf {
        medicines: vec![MEDICINE.parse().unwrap()],
        total: 1,
    };
    assert_eq!(understood(&cells, None), expected);
}

#[rstest]
#[case(&["3400935955839"], Puzzle::WrongCode("3400935955839".to_owned()))]
#[case(&["69999999"], Puzzle::UnknownCode("69999999".to_owned()))]
#[case(&["3,40094E+12"], Puzzle::DamagedCode(Damage::ScientificNotation))]
#[case(&["3400892571720"], Puzzle::DispensingUnit("3400892571720".parse().unwrap()))]
#[case(&["9257172"], Puzzle::DispensingUnit("3400892571720".parse().unwrap()))]
#[case(&["qqqqqqqq zzzzzzzz"], Puzzle::UnknownName)]
#[case(&["30", "12"], Puzzle::Empty)]
fn what_is_not_understood_says_why(#[case] cells: &[&str], #[case] puzzle: Puzzle) {
    assert_eq!(understood(cells, None), Meaning::Nothing(puzzle));
}

#[test]
fn a_dispensing_unit_with_a_name_is_understood_by_the_name() {
    let cells = ["9257172", "DOLIPRANE 1000 mg, comprimé"];
    assert_eq!(
        understood(&cells, None),
        Meaning::ByName(MEDICINE.parse().unwrap())
    );
}

#[rstest]
#[case(&["CIP 13", "Libellé"], true)]
#[case(&["Dénomination"], true)]
#[case(&["DOLIPRANE 1000 mg, comprimé"], false)]
#[case(&["3400935955838", "12"], false)]
fn a_first_line_of_names_of_columns_is_known(#[case] cells: &[&str], #[case] is_header: bool) {
    let cells: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    assert_eq!(FormularyColumns::of_header(&cells).is_some(), is_header);
}
