use rstest::rstest;
use vigie_model::{
    Damage, IdentifierKind, IdentifierReason, PackCode, PackCodeError,
    gs1::{Reading, ScanError},
};

fn parse(text: &str) -> Result<PackCode, PackCodeError> {
    PackCode::parse(text)
}

#[rstest]
#[case("3400949497294")]
#[case(" 3400949497294 ")]
#[case("34009 494 972 9 4")]
#[case("34009\u{a0}494\u{202f}972 9 4")]
#[case("3.400.949.497.294")]
#[case("34009-494-972-9-4")]
#[case("'3400949497294")]
#[case("=\"3400949497294\"")]
#[case("\u{feff}3400949497294")]
#[case("3400949497294.0")]
#[case("3400949497294,00")]
#[case("3,400949497294E+12")]
#[case("3.400949497294e12")]
#[case("03400949497294")]
fn a_pack_is_recognised_however_its_cip13_is_written(#[case] text: &str) {
    let expected = "3400949497294".parse().unwrap();
    assert_eq!(parse(text), Ok(PackCode::Cip13(expected)));
}

#[rstest]
#[case("4949729")]
#[case("494 972-9")]
#[case("4949729.0")]
fn seven_digits_are_the_old_code_of_a_pack(#[case] text: &str) {
    let code = parse(text).unwrap();
    assert_eq!(code, PackCode::Cip7("4949729".parse().unwrap()));
    assert_eq!(code.cip13(), "3400949497294".parse().ok());
}

#[rstest]
#[case("3400892571720")]
#[case("03400892571720")]
#[case("9257172")]
fn a_dispensing_unit_is_no_pack(#[case] text: &str) {
    let code = parse(text).unwrap();
    assert!(matches!(code, PackCode::Ucd13(_) | PackCode::Ucd7(_)));
    assert_eq!(code.cip13(), None);
    assert_eq!(code.ucd13(), "3400892571720".parse().ok());
}

#[rstest]
#[case("09506682101352")]
#[case("9506682101352")]
fn a_foreign_article_is_told_from_a_french_pack(#[case] text: &str) {
    let code = parse(text).unwrap();
    assert_eq!(code, PackCode::Gtin14("09506682101352".parse().unwrap()));
    assert_eq!((code.cip13(), code.ucd13()), (None, None));
}

#[rstest]
#[case("3.40095E+12", Damage::ScientificNotation)]
#[case("3,40095E+12", Damage::ScientificNotation)]
#[case("3.4E12", Damage::ScientificNotation)]
#[case("3.40094949729E+12", Damage::ScientificNotation)]
#[case("3400950000000", Damage::Rounded)]
#[case("3400951000000", Damage::Rounded)]
#[case("3400949600000", Damage::Rounded)]
fn what_a_spreadsheet_rounded_is_damaged(#[case] text: &str, #[case] damage: Damage) {
    assert_eq!(parse(text), Err(PackCodeError::Damaged(damage)));
}

#[rstest]
#[case("", PackCodeError::Empty)]
#[case(" \u{a0}'", PackCodeError::Empty)]
#[case("AMOXICILLINE", PackCodeError::Shape)]
#[case("DOLIPRANE 1G", PackCodeError::Shape)]
#[case("340094949729", PackCodeError::Shape)]
#[case("Exemple", PackCodeError::Shape)]
#[case("é", PackCodeError::Shape)]
fn what_is_no_code_is_refused(#[case] text: &str, #[case] expected: PackCodeError) {
    assert_eq!(parse(text), Err(expected));
}

#[test]
fn a_medicine_is_named_as_such() {
    let cis = "60002283".parse().unwrap();
    assert_eq!(parse("60002283"), Err(PackCodeError::Medicine(cis)));
}

#[rstest]
#[case("3400949497295", IdentifierKind::Cip13, IdentifierReason::CheckDigit { expected: 4 })]
#[case("3410949497294", IdentifierKind::Cip13, IdentifierReason::Prefix { expected: "3400" })]
#[case("3400892567123", IdentifierKind::Ucd13, IdentifierReason::CheckDigit { expected: 9 })]
#[case("03400949497295", IdentifierKind::Gtin14, IdentifierReason::CheckDigit { expected: 4 })]
fn a_mistyped_code_says_what_is_wrong(
    #[case] text: &str,
    #[case] kind: IdentifierKind,
    #[case] reason: IdentifierReason,
) {
    let Err(PackCodeError::Invalid(error)) = parse(text) else {
        panic!("{text} was not refused as invalid");
    };
    assert_eq!((error.kind, error.reason), (kind, reason));
}

#[rstest]
#[case("]d20103400949497294172712311\u{30}LOT42\u{1d}21SN123")]
#[case("(01)03400949497294(17)271231(10)LOT42(21)SN123")]
#[case("01034009494972941727123110LOT42^21SN123")]
fn a_scan_names_its_pack_and_its_lot(#[case] text: &str) {
    let code = parse(text).unwrap();
    assert_eq!(code.cip13(), "3400949497294".parse().ok());
    let PackCode::Scan(scan) = code else {
        panic!("{text} was not read as a scan");
    };
    assert_eq!(scan.lot(), Reading::Certain("LOT42"));
}

#[test]
fn a_broken_scan_is_refused_as_a_scan() {
    let error = parse("]d2").unwrap_err();
    assert_eq!(error, PackCodeError::Scan(ScanError::Empty));
    assert_eq!(error.french(), "la lecture est vide");
}

#[test]
fn damage_is_explained_in_both_languages() {
    let error = parse("3.40095E+12").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the pack code was damaged: a spreadsheet wrote it as a rounded number; give the column the format text and export again"
    );
    assert_eq!(
        error.french(),
        "le code de la présentation a été abîmé : un tableur l'a écrit comme un nombre arrondi ; donnez à la colonne le format texte et exportez à nouveau"
    );
}
