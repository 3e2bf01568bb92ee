//! Examples: public registers, the legal text on CIP codes, and the public medicines database.

use std::str::FromStr;

use rstest::rstest;
use vigie_model::{
    Atc, Cip7, Cip13, Cis, Department, Finess, Gln, Gtin14, IdentifierError, IdentifierKind,
    IdentifierReason, Rpps, Siren, Siret, Sscc, Ucd7, Ucd13,
};

fn roundtrip<T: FromStr<Err = IdentifierError> + ToString>(text: &str) {
    let code = T::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(code.to_string(), text);
}

fn reason<T: FromStr<Err = IdentifierError>>(text: &str) -> IdentifierReason {
    match T::from_str(text) {
        Ok(_) => panic!("{text} was accepted"),
        Err(error) => error.reason,
    }
}

#[rstest]
#[case("60002283")]
#[case("61200510")]
#[case("67475965")]
fn real_medicines_have_a_valid_cis(#[case] text: &str) {
    roundtrip::<Cis>(text);
}

#[rstest]
#[case("50002283", IdentifierReason::Prefix { expected: "6" })]
#[case("6000228", IdentifierReason::Length { expected: 8, found: 7 })]
#[case("6000228O", IdentifierReason::Character { position: 8 })]
#[case("", IdentifierReason::Length { expected: 8, found: 0 })]
fn a_wrong_cis_says_what_is_wrong(#[case] text: &str, #[case] expected: IdentifierReason) {
    assert_eq!(reason::<Cis>(text), expected);
}

#[rstest]
#[case("3400949497294", "4949729")]
#[case("3400936963504", "3696350")]
#[case("3400930116791", "3011679")]
#[case("3400935955838", "3595583")]
fn real_packs_have_a_valid_cip13_that_holds_their_cip7(#[case] text: &str, #[case] short: &str) {
    roundtrip::<Cip13>(text);
    let code: Cip13 = text.parse().unwrap();
    assert_eq!(code.cip7(), short.parse().unwrap());
    assert_eq!(code.cip7().cip13(), code);
    assert_eq!(code.gtin14().to_string(), format!("0{text}"));
    assert_eq!(code.gtin14().cip13(), Some(code));
    assert_eq!(Cip13::from_u64(text.parse().unwrap()), Ok(code));
    assert_eq!(Cip13::from_ascii_digits(text.as_bytes()), Some(code));
}

#[rstest]
#[case("3400892567123", IdentifierReason::DispensingUnit)]
#[case("3400892571720", IdentifierReason::DispensingUnit)]
#[case("3400949497295", IdentifierReason::CheckDigit { expected: 4 })]
#[case("3401949497294", IdentifierReason::Prefix { expected: "3400" })]
#[case("340094949729", IdentifierReason::Length { expected: 13, found: 12 })]
fn a_wrong_cip13_says_what_is_wrong(#[case] text: &str, #[case] expected: IdentifierReason) {
    assert_eq!(reason::<Cip13>(text), expected);
    assert_eq!(Cip13::from_ascii_digits(text.as_bytes()), None);
}

#[test]
fn spaces_around_a_code_are_no_part_of_it() {
    assert_eq!(
        " 3400949497294\n".parse::<Cip13>(),
        "3400949497294".parse::<Cip13>()
    );
}

#[rstest]
#[case("4949729", true)]
#[case("3696350", true)]
#[case("3614582", true)]
#[case("3011679", false)]
#[case("3016859", false)]
#[case("3027598", false)]
fn the_historic_key_of_a_cip7_is_told_and_never_rejects(#[case] text: &str, #[case] holds: bool) {
    roundtrip::<Cip7>(text);
    assert_eq!(text.parse::<Cip7>().unwrap().key_is_historic(), holds);
}

#[rstest]
#[case("3400892571720", "9257172")]
#[case("3400892592190", "9259219")]
fn real_dispensing_units_hold_their_short_code(#[case] text: &str, #[case] short: &str) {
    roundtrip::<Ucd13>(text);
    roundtrip::<Ucd7>(short);
    let (code, short): (Ucd13, Ucd7) = (text.parse().unwrap(), short.parse().unwrap());
    assert_eq!(code.ucd7(), Some(short));
    assert_eq!(short.ucd13(), code);
    assert!(short.key_is_historic());
    assert_eq!(code.gtin14().ucd13(), Some(code));
    assert_eq!(code.gtin14().cip13(), None);
}

#[rstest]
#[case("3400892567123", IdentifierReason::CheckDigit { expected: 9 })]
#[case("3400949497294", IdentifierReason::Prefix { expected: "34008" })]
fn a_wrong_ucd13_says_what_is_wrong(#[case] text: &str, #[case] expected: IdentifierReason) {
    assert_eq!(reason::<Ucd13>(text), expected);
}

#[rstest]
#[case("03400949497294")]
#[case("03400936963504")]
#[case("03400892571720")]
#[case("09506682101352")]
fn articles_of_any_country_have_a_valid_gtin(#[case] text: &str) {
    roundtrip::<Gtin14>(text);
}

#[rstest]
#[case("J01CA04", 5)]
#[case("A02BC01", 5)]
#[case("A12AX", 4)]
#[case("J01C", 3)]
#[case("J01", 2)]
#[case("J", 1)]
fn an_atc_code_of_any_level_is_a_class(#[case] text: &str, #[case] level: u8) {
    roundtrip::<Atc>(text);
    assert_eq!(text.parse::<Atc>().unwrap().level(), level);
}

#[rstest]
#[case("E01", IdentifierReason::Character { position: 1 })]
#[case("JO1CA04", IdentifierReason::Character { position: 2 })]
#[case("J01CA0", IdentifierReason::Length { expected: 7, found: 6 })]
#[case("J0", IdentifierReason::Length { expected: 7, found: 2 })]
#[case("J01é", IdentifierReason::Character { position: 4 })]
fn a_wrong_atc_code_says_what_is_wrong(#[case] text: &str, #[case] expected: IdentifierReason) {
    assert_eq!(reason::<Atc>(text), expected);
}

#[test]
fn an_atc_class_holds_its_subclasses_and_sorts_before_them() {
    let [substance, subgroup, neighbour]: [Atc; 3] =
        ["j01ca04", "J01C", "J01D"].map(|text| text.parse().unwrap());
    assert_eq!(substance.truncate(3), subgroup);
    assert_eq!(subgroup.truncate(5), subgroup);
    assert!(substance.starts_with(subgroup) && !substance.starts_with(neighbour));
    assert!(subgroup < substance && substance < neighbour);
}

#[rstest]
#[case("010000024", "01")]
#[case("750712184", "75")]
#[case("970102018", "971")]
#[case("970400016", "974")]
#[case("980500011", "976")]
#[case("2A0000030", "2A")]
#[case("2B0002471", "2B")]
fn a_finess_number_names_its_department(#[case] text: &str, #[case] department: &str) {
    roundtrip::<Finess>(text);
    let code: Finess = text.parse().unwrap();
    assert_eq!(code.department(), Department::from_code(department));
}

#[rstest]
#[case("010780055", 4)]
#[case("750712185", 4)]
#[case("970100101", 3)]
fn a_finess_number_with_a_wrong_key_is_told_the_right_one(#[case] text: &str, #[case] key: u8) {
    assert_eq!(
        reason::<Finess>(text),
        IdentifierReason::CheckDigit { expected: key }
    );
}

#[rstest]
#[case("2C0000030", 2)]
#[case("A20000030", 1)]
#[case("7A0000030", 2)]
#[case("01000002 ", 0)]
fn letters_stand_in_a_finess_number_of_corsica_only(#[case] text: &str, #[case] position: usize) {
    let expected = match position {
        0 => IdentifierReason::Length {
            expected: 9,
            found: 8,
        },
        _ => IdentifierReason::Character { position },
    };
    assert_eq!(reason::<Finess>(text), expected);
}

/// Real establishments of the yearly hospital statistics.
#[test]
fn every_hospital_has_a_valid_finess_number_of_its_department() {
    let lines = include_str!("fixtures/hospitals.txt").lines();
    let mut hospitals = 0;
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (department, numbers) = line.split_once(' ').unwrap();
        let department = Department::from_code(department).unwrap();
        for number in numbers.split(' ') {
            let finess: Finess = number
                .parse()
                .unwrap_or_else(|error| panic!("{number}: {error}"));
            assert_eq!(finess.department(), Some(department), "{number}");
            hospitals += 1;
        }
    }
    assert_eq!(hospitals, 3975);
}

#[rstest]
#[case("26010004500012")]
#[case("77220148900022")]
// La Poste: the head office follows the Luhn rule, the others only their own (digit sum 45).
#[case("35600000000048")]
#[case("35600000049837")]
fn establishments_have_a_valid_siret(#[case] text: &str) {
    roundtrip::<Siret>(text);
}

#[test]
fn a_siret_starts_with_its_siren() {
    let siret: Siret = "77220148900022".parse().unwrap();
    assert_eq!(siret.siren(), "772201489".parse::<Siren>().ok());
    roundtrip::<Siren>("356000000");
}

#[rstest]
#[case("26010004500013", 2)]
#[case("35600000000007", 6)]
fn a_siret_with_a_wrong_key_is_refused(#[case] text: &str, #[case] key: u8) {
    assert_eq!(
        reason::<Siret>(text),
        IdentifierReason::CheckDigit { expected: key }
    );
}

#[rstest]
#[case("10000000009")]
#[case("10101234564")]
#[case("99700218896")]
fn test_professionals_have_a_valid_rpps(#[case] text: &str) {
    roundtrip::<Rpps>(text);
}

#[test]
fn locations_and_pallets_follow_the_gs1_rule() {
    roundtrip::<Gln>("3025600000004");
    roundtrip::<Sscc>("340093600000000016");
    assert_eq!(
        reason::<Gln>("3025600000005"),
        IdentifierReason::CheckDigit { expected: 4 }
    );
}

#[test]
fn a_number_with_too_many_digits_is_refused() {
    let error = Cip7::from_u32(10_000_000).unwrap_err();
    assert_eq!(error.kind, IdentifierKind::Cip7);
    assert_eq!(
        error.reason,
        IdentifierReason::Length {
            expected: 7,
            found: 8
        }
    );
}

#[test]
fn messages_exist_in_english_and_french() {
    let error = "3400949497295".parse::<Cip13>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "not a valid CIP13: its check digit should be 4"
    );
    assert_eq!(
        error.french(),
        "CIP13 non valable : sa clé de contrôle devrait être 4"
    );
}

#[test]
fn identifiers_travel_as_text_in_json() {
    let code: Gln = "3025600000004".parse().unwrap();
    assert_eq!(serde_json::to_string(&code).unwrap(), "\"3025600000004\"");
    assert_eq!(
        serde_json::from_str::<Gln>("\"3025600000004\"").unwrap(),
        code
    );
    assert!(serde_json::from_str::<Gln>("\"3025600000005\"").is_err());
}
