//! Scans of packs. Real ones: examples published by the European Association of Hospital Pharmacists.

use rstest::rstest;
use vigie_model::{
    Day,
    gs1::{ApplicationIdentifier, Expiry, Reading, Scan, ScanError, ValueReason},
};

fn today() -> Day {
    Day::from_ymd(2026, 11, 20).unwrap()
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[rstest]
#[case("]d2 0103400949497294 17271231 10LOT42\u{1d}21SN123")]
#[case("]d2 0103400949497294 17271231 10LOT42\u{241d}21SN123")]
#[case("0103400949497294 17271231 10LOT42^21SN123")]
#[case("01034009494972941727123110LOT42{GS}21SN123")]
#[case("01034009494972941727123110LOT42\\u001D21SN123")]
#[case("]C101034009494972941727123121SN123\u{1d}10LOT42")]
#[case("(01)03400949497294(17)271231(10)LOT42(21)SN123")]
#[case("( 01 ) 03400949497294 (17) 271231 (10) LOT42 (21) SN123")]
fn the_unique_identifier_of_a_pack_is_read_however_it_is_sent(#[case] text: &str) {
    let scan = Scan::parse(text).unwrap();
    let identifier = scan.unique_identifier(today()).unwrap();
    assert_eq!(identifier.gtin.to_string(), "03400949497294");
    assert_eq!(identifier.expiry.last_day, day("2027-12-31"));
    assert_eq!((identifier.lot, identifier.serial), ("LOT42", "SN123"));
}

#[test]
fn day_00_is_the_last_day_of_the_month() {
    let scan = Scan::parse("0103400936963504 17280200 10A1").unwrap();
    assert_eq!(scan.expiry(today()).unwrap().to_string(), "2028-02-29");
    assert_eq!(scan.lot(), Reading::Certain("A1"));
    assert_eq!(scan.serial(), Reading::Absent);
}

#[test]
fn an_expired_pack_and_its_count_are_read() {
    let scan = Scan::parse("0109506682101352 17201031 30100").unwrap();
    let expiry = scan.expiry(today()).unwrap();
    assert_eq!(
        expiry,
        Expiry {
            last_day: day("2020-10-31")
        }
    );
    assert!(expiry.is_past(today()) && !expiry.is_past(expiry.last_day));
    assert_eq!(scan.count(), Some(100));
}

/// GS1 General Specifications, section 7.12: 51 to 99 years after the present means the century
/// before, 50 to 99 years before it the century after.
#[rstest]
#[case("2026-01-01", "760101", "2076-01-01")]
#[case("2026-01-01", "770101", "1977-01-01")]
#[case("2026-01-01", "991231", "1999-12-31")]
#[case("2026-01-01", "000101", "2000-01-01")]
#[case("2060-01-01", "100101", "2110-01-01")]
#[case("2060-01-01", "110101", "2011-01-01")]
fn two_digits_of_a_year_mean_the_nearest_century(
    #[case] now: &str,
    #[case] text: &str,
    #[case] expected: &str,
) {
    let expiry = Expiry::from_yymmdd(text, day(now)).unwrap();
    assert_eq!(expiry.last_day, day(expected));
}

#[rstest]
#[case("270230")]
#[case("271301")]
#[case("2712")]
#[case("27123é")]
fn an_impossible_day_is_no_expiry(#[case] text: &str) {
    assert_eq!(Expiry::from_yymmdd(text, today()), None);
}

#[rstest]
#[case("01050991510150511078241PC\\u001D17260530211HXNA4G4VM", "1HXNA4G4VM")]
#[case("01050991510150511078241PC\\u001D17260530211HXRG3R6T3", "1HXRG3R6T3")]
#[case("01050991510150511078241PC\\u001d17260530211HXNA4G4VM", "1HXNA4G4VM")]
#[case("01050991510150511078241PC\\u001d17260530211HXRG3R6T3", "1HXRG3R6T3")]
fn real_scans_with_separator_are_certain(#[case] text: &str, #[case] serial: &str) {
    let scan = Scan::parse(text).unwrap();
    let identifier = scan.unique_identifier(today()).unwrap();
    assert_eq!(identifier.gtin.to_string(), "05099151015051");
    assert_eq!((identifier.lot, identifier.serial), ("78241PC", serial));
    assert_eq!(identifier.expiry.last_day, day("2026-05-30"));
    assert!(!scan.is_ambiguous());
}

#[test]
fn the_real_scan_without_separator_and_serial_is_ambiguous() {
    let scan = Scan::parse("01123456789000291727033110A0123456789Z").unwrap();
    assert!(scan.is_ambiguous());
    assert_eq!(scan.lot(), Reading::Ambiguous("A0123456789Z"));
    assert_eq!(scan.unique_identifier(today()), None);
}

#[rstest]
#[case("01034009494972941727033110A0123456789Z")]
#[case("]d201034009494972941727033110LOT4221SN123")]
fn a_lot_that_may_have_swallowed_the_serial_is_ambiguous(#[case] text: &str) {
    let scan = Scan::parse(text).unwrap();
    assert!(scan.is_ambiguous());
    assert!(matches!(scan.lot(), Reading::Ambiguous(_)));
    assert_eq!(
        (scan.lot().certain(), scan.serial()),
        (None, Reading::Absent)
    );
    assert_eq!(scan.unique_identifier(today()), None);
    // What does not depend on the lost separator stays sure.
    assert_eq!(scan.gtin().unwrap().to_string(), "03400949497294");
    assert_eq!(scan.expiry(today()).unwrap().last_day, day("2027-03-31"));
}

#[test]
fn brackets_and_separators_leave_no_doubt() {
    let bracketed = Scan::parse("(01)03400949497294(10)A0123456789Z").unwrap();
    assert_eq!(bracketed.lot(), Reading::Certain("A0123456789Z"));
    let separated = Scan::parse("010340094949729410A0123456789Z\u{1d}17270331").unwrap();
    assert_eq!(separated.lot(), Reading::Certain("A0123456789Z"));
}

#[test]
fn a_space_inside_data_is_not_taken_for_a_separator() {
    let error = Scan::parse("0103400949497294 10LOT42 21SN123").unwrap_err();
    assert_eq!(
        error,
        ScanError::Value {
            identifier: ApplicationIdentifier::LOT,
            reason: ValueReason::Character { position: 6 },
        }
    );
}

#[rstest]
#[case("17271231", "(17) needs one of 01,02,03,255,8006,8026 beside it")]
#[case("10LOT", "(10) needs one of 01,02,03,8006,8026 beside it")]
#[case("11261231", "(11) needs one of 01,02,03,8006,8026 beside it")]
#[case("21SN", "(21) needs one of 01,03,8006 beside it")]
#[case("7113400936", "(711) needs one of 01 beside it")]
#[case("710PZN", "(710) needs one of 01 beside it")]
#[case("717SRN", "(717) needs one of 01 beside it")]
#[case("(01)03400949497294(37)10", "(01) must not stand beside (37)")]
#[case(
    "(01)03400949497294(02)03400949497294(37)1",
    "(01) must not stand beside (37)"
)]
#[case("(02)03400949497294", "(02) needs one of 37 beside it")]
#[case("(01)03400949497294(21)A(235)B", "(21) must not stand beside (235)")]
#[case(
    "(01)03400949497294(10)A(10)B",
    "(10) stands twice with different data"
)]
#[case(
    "(414)3025600000005",
    "the data of (414) is not valid: its check digit should be 4"
)]
#[case(
    "0103400949497295",
    "the data of (01) is not valid: its check digit should be 4"
)]
#[case(
    "010340094949729417271331",
    "the data of (17) is not valid: it is not a date written YYMMDD"
)]
#[case(
    "(01)03400949497294(7003)2712312460",
    "the data of (7003) is not valid: it is not a time written HHMM"
)]
#[case("01034009494972", "the data of (01) is not valid: it is too short")]
#[case("010340094949729410", "the data of (10) is not valid: it is too short")]
#[case("010340094949729499", "the data of (99) is not valid: it is too short")]
#[case(
    "(01)03400949497294(10)123456789012345678901",
    "the data of (10) is not valid: it is too long; a separator may have been lost"
)]
#[case(
    "0103400949497294 0234",
    "the data of (02) is not valid: it is too short"
)]
#[case("]d1TEXT", "the barcode carries free text (`]d1`), not GS1 data")]
#[case("]X9TEXT", "`]X9` is not the prefix of a GS1 barcode")]
#[case("(01)03400949497294(10", "a bracket is missing or misplaced at `(10`")]
#[case(
    "(01)03400949497294(05)1",
    "`05` starts with no GS1 application identifier; a separator may have been lost"
)]
#[case("", "the scan is empty")]
fn a_scan_that_breaks_a_rule_says_which(#[case] text: &str, #[case] message: &str) {
    let error = Scan::parse(text).unwrap_err();
    assert_eq!(error.to_string(), message);
    assert!(!error.french().is_empty());
}

#[test]
fn the_barcodes_of_one_label_complete_each_other() {
    let pallet = [
        "]C100340093600000000016",
        "]C1020340094949729437120\u{1d}10LOT42",
    ];
    let scan = Scan::parse_carriers(&pallet).unwrap();
    assert_eq!(scan.sscc().unwrap().to_string(), "340093600000000016");
    assert_eq!(scan.content().unwrap().to_string(), "03400949497294");
    assert_eq!(scan.count(), Some(120));
    // Alone, the second barcode counts articles of an unknown unit.
    assert!(Scan::parse(pallet[1]).is_err());
}

#[test]
fn the_same_pair_twice_is_one_fact() {
    let scan = Scan::parse("(01)03400949497294(01)03400949497294").unwrap();
    assert_eq!(scan.gtin().unwrap().to_string(), "03400949497294");
}

#[test]
fn a_scan_is_written_for_people_and_for_machines() {
    let scan = Scan::parse("(01)03400949497294(10)A\\(1\\)(17)271231").unwrap_err();
    assert!(matches!(scan, ScanError::Value { .. }));
    let scan = Scan::parse("]d2010340094949729410A(1)\u{1d}17271231").unwrap();
    assert_eq!(scan.to_string(), "(01)03400949497294(10)A\\(1)(17)271231");
    assert_eq!(scan.element_string('^'), "010340094949729410A(1)^17271231");
    assert_eq!(
        Scan::parse(&scan.to_string()).unwrap().lot().text(),
        Some("A(1)")
    );
}

#[test]
fn an_article_without_pairs_is_read_from_a_plain_ean_code() {
    let scan = Scan::parse("]E03400949497294").unwrap();
    assert_eq!(scan.gtin().unwrap().to_string(), "03400949497294");
    assert_eq!(scan.data(ApplicationIdentifier::EXPIRY), None);
}
