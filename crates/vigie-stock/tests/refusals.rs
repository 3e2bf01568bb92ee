//! Every reason for which a line is set aside or a report refused, produced by a file, and told in two languages.

use std::fmt::Write;

use rstest::rstest;
use vigie_model::Language;
use vigie_stock::{QuarantineReason, ReadLimits, Refusal, ReportReader, describe};

use crate::common::{DOLIPRANE, lines, read, table};
use crate::formats::{gzip, parquet, zstd};

/// A made-up dispensing unit, 34008 9000001 and its key: 3 + 3×4 + 0 + 0 + 8 + 3×9 + 0 + … + 3×1 = 53, and 7 make 60.
const DISPENSING_UNIT: &str = "3400890000017";

#[rstest]
#[case::unknown("3400936351110;5", QuarantineReason::UnknownPack, "3400936351110")]
#[case::foreign("4006381333931;5", QuarantineReason::UnknownPack, "4006381333931")]
#[case::wrong_key("3400935955837;5", QuarantineReason::WrongCheckDigit, "3400935955837")]
#[case::wrong_key_of_gtin(
    "03400935955837;5",
    QuarantineReason::WrongCheckDigit,
    "03400935955837"
)]
#[case::scientific("3,40093E+12;5", QuarantineReason::DamagedCode, "3,40093E+12")]
#[case::rounded("3400940000000;5", QuarantineReason::DamagedCode, "3400940000000")]
#[case::name("PARACETAMOL;5", QuarantineReason::UnreadableCode, "PARACETAMOL")]
#[case::medicine("60234100;5", QuarantineReason::UnreadableCode, "60234100")]
#[case::no_code(";5", QuarantineReason::UnreadableCode, "")]
#[case::no_quantity("3400949497294;", QuarantineReason::MissingQuantity, "")]
#[case::negative("3400949497294;-3", QuarantineReason::NegativeQuantity, "-3")]
#[case::negative_sales("3400949497294;1;-3", QuarantineReason::NegativeQuantity, "-3")]
#[case::thousand_or_one("3400949497294;1,000", QuarantineReason::AmbiguousQuantity, "1,000")]
#[case::thousands_or_twelve("3400949497294;12.000", QuarantineReason::AmbiguousQuantity, "12.000")]
#[case::fraction("3400949497294;2,5", QuarantineReason::FractionalQuantity, "2,5")]
#[case::absurd(
    "3400949497294;500000001",
    QuarantineReason::AbsurdQuantity,
    "500000001"
)]
#[case::endless(
    "3400949497294;99999999999999999999999",
    QuarantineReason::AbsurdQuantity,
    "99999999999999999999999"
)]
#[case::text(
    "3400949497294;beaucoup",
    QuarantineReason::UnreadableQuantity,
    "beaucoup"
)]
#[case::hexadecimal("3400949497294;0x10", QuarantineReason::UnreadableQuantity, "0x10")]
#[case::duplicate("3400935955838;5", QuarantineReason::DuplicatePack, "3400935955838")]
fn a_line_is_set_aside_with_its_reason(
    #[case] row: &str,
    #[case] reason: QuarantineReason,
    #[case] value: &str,
) {
    let body = format!("cip13;stock;ventes\n{DOLIPRANE};42;7\n{row}\n");
    let report = read(body.as_bytes()).unwrap();
    assert_eq!(lines(&report), [(0, 42, 7)]);
    let [line] = report.content.quarantined.as_slice() else {
        panic!("{:?}", report.content.quarantined);
    };
    assert_eq!(
        (line.row, line.reason, line.value.as_str()),
        (3, reason, value)
    );
    assert!(describe(line, Language::French).starts_with("ligne 3 : "));
    assert!(describe(line, Language::English).starts_with("row 3: "));
}

#[test]
fn a_dispensing_unit_is_told_from_a_pack() {
    let short = DISPENSING_UNIT.get(5..12).unwrap();
    let body = format!("cip13;stock\n{DOLIPRANE};42\n{DISPENSING_UNIT};5\n{short};6\n");
    let report = read(body.as_bytes()).unwrap();
    let reasons: Vec<_> = report
        .content
        .quarantined
        .iter()
        .map(|line| line.reason)
        .collect();
    assert_eq!(reasons, [QuarantineReason::DispensingUnit; 2]);
}

#[test]
fn a_line_with_an_unknown_pack_is_kept_whole_to_be_used_later() {
    let report =
        read(b"cip13;stock;ventes;en transit;forecast_demand_1\n3400936351110;5;2;3;9\n").unwrap();
    let quantities = report.content.quarantined[0].quantities.unwrap();
    assert_eq!((quantities.on_hand, quantities.sold), (5, 2));
    assert_eq!(quantities.flows.in_transit, 3);
    assert_eq!(quantities.forecast.demand[0], Some(9));
}

#[test]
fn a_long_scan_is_kept_whole() {
    let scan = format!(
        "(01)03400936351110(17)281231(10){}(21){}",
        "L".repeat(20),
        "S".repeat(20)
    );
    let body = format!("code;stock\n{scan};5\n{DOLIPRANE};1\n");
    let report = read(body.as_bytes()).unwrap();
    let line = &report.content.quarantined[0];
    assert_eq!(line.reason, QuarantineReason::UnknownPack);
    assert_eq!(line.code, scan);
    assert_eq!(line.value.chars().count(), 64);
}

#[test]
fn every_reason_has_its_number_its_word_and_two_languages() {
    let documented = documentation();
    for (index, reason) in QuarantineReason::ALL.into_iter().enumerate() {
        assert_eq!(usize::from(reason.code()), index + 1);
        assert_eq!(QuarantineReason::from_code(reason.code()), Some(reason));
        let (french, english) = (
            reason.message(Language::French),
            reason.message(Language::English),
        );
        assert!(french.len() > 30 && english.len() > 30 && french != english);
        assert!(documented.contains(&format!("| `{}` |", reason.as_str())));
    }
    assert_eq!(QuarantineReason::from_code(0), None);
    assert_eq!(QuarantineReason::from_code(13), None);
}

fn documentation() -> String {
    std::fs::read_to_string("../../docs/reports.md").unwrap()
}

fn small_reader() -> ReportReader {
    let limits = ReadLimits {
        plain_bytes: 2000,
        rows: 5,
    };
    ReportReader::new(table(), limits)
}

fn rows(count: usize) -> String {
    let mut text = "cip13;stock\n".to_owned();
    for number in 0..count {
        writeln!(text, "{};1", crate::common::code(number as u32)).unwrap();
    }
    text
}

#[rstest]
#[case::nothing(b"".to_vec(), Refusal::Empty)]
#[case::blank(b"\r\n\n  \n".to_vec(), Refusal::Empty)]
#[case::nothing_compressed(gzip(b""), Refusal::Empty)]
#[case::web_page(b"<!DOCTYPE html>\n<html lang=\"fr\">".to_vec(), Refusal::WebPage)]
#[case::web_page_after_blanks(b"\xEF\xBB\xBF\n  <html>".to_vec(), Refusal::WebPage)]
#[case::compressed_web_page(gzip(b"<html>"), Refusal::WebPage)]
#[case::no_pack(b"libelle;stock\nx;1\n".to_vec(), Refusal::MissingPackColumn { found: "libelle | stock".to_owned() })]
#[case::no_stock(b"cip13;prix\nx;1\n".to_vec(), Refusal::MissingStockColumn { found: "cip13 | prix".to_owned() })]
#[case::no_stock_in_json(b"{\"cip13\":1}".to_vec(), Refusal::MissingStockColumn { found: "cip13".to_owned() })]
#[case::repeated(b"cip13;stock;qte\n".to_vec(), Refusal::RepeatedColumn { name: "qte".to_owned(), column: 3 })]
#[case::repeated_pack(b"cip13;code CIP13;qte\n".to_vec(), Refusal::RepeatedColumn { name: "code CIP13".to_owned(), column: 2 })]
#[case::damaged_gzip(b"\x1F\x8B\x08\x00rubbish".to_vec(), Refusal::DamagedCompression { format: "gzip" })]
#[case::gzip_of_two_bytes(b"\x1F\x8B".to_vec(), Refusal::DamagedCompression { format: "gzip" })]
#[case::damaged_zstd(b"\x28\xB5\x2F\xFDrubbish".to_vec(), Refusal::DamagedCompression { format: "zstd" })]
#[case::too_large(vec![b' '; 2001], Refusal::TooLarge { limit_bytes: 2000 })]
#[case::growing_gzip(gzip(&vec![b'\n'; 100_000]), Refusal::TooLarge { limit_bytes: 2000 })]
#[case::growing_gzip_of_two([gzip(&[b'\n'; 1500]), gzip(&[b'\n'; 1500])].concat(), Refusal::TooLarge { limit_bytes: 2000 })]
#[case::growing_zstd(zstd(&vec![b'\n'; 100_000]), Refusal::TooLarge { limit_bytes: 2000 })]
#[case::too_many_rows(rows(6).into_bytes(), Refusal::TooManyRows { limit: 5 })]
#[case::unclosed_quote(b"cip13;stock\n3400935955838;\"1\n".to_vec(), Refusal::Unreadable { format: "CSV", place: "row 2: unclosed quote".to_owned() })]
#[case::quote_that_swallows_rows(b"cip13;nom;stock\n3400935955838;\"A;1\n3400949497294;B \"C\";2\n".to_vec(), Refusal::Unreadable { format: "CSV", place: "row 2: unclosed quote".to_owned() })]
#[case::json_that_ends_early(b"[{\"cip13\":\"3400935955838\",\"stock\":1},{\"cip13\"".to_vec(), Refusal::Unreadable { format: "JSON", place: "object 2".to_owned() })]
#[case::wrong_json(b"[{\"cip13\":\"3400935955838\",\"stock\":1},{\"cip13\" 3}]".to_vec(), Refusal::Unreadable { format: "JSON", place: "object 2".to_owned() })]
#[case::numbers(b"[1,2]".to_vec(), Refusal::Unreadable { format: "JSON", place: "object 1".to_owned() })]
#[case::workbook(b"PK\x03\x04rubbish".to_vec(), Refusal::Unreadable { format: "XLSX", place: String::new() })]
#[case::parquet(b"PAR1rubbishPAR1".to_vec(), Refusal::Unreadable { format: "Parquet", place: String::new() })]
#[case::no_code(b"cip13;stock\nA;1\n;2\nC;3\n".to_vec(), Refusal::NoReadableCode { rows: 3, example: "A".to_owned() })]
#[case::only_damaged_codes(b"cip13;stock\n3,40093E+12;1\n".to_vec(), Refusal::NoReadableCode { rows: 1, example: "3,40093E+12".to_owned() })]
#[case::two_sites(b"cip13;stock;site\n3400935955838;1;750712184\n3400949497294;1;750000001\n".to_vec(), Refusal::SeveralValues { column: "site", row: 3, first: "750712184".to_owned(), other: "750000001".to_owned() })]
#[case::two_days(b"jour;cip13;stock\n2026-11-20;3400935955838;1\n2026-11-21;3400949497294;1\n".to_vec(), Refusal::SeveralValues { column: "date", row: 3, first: "2026-11-20".to_owned(), other: "2026-11-21".to_owned() })]
#[case::no_day(b"jour;cip13;stock\nhier;3400935955838;1\n".to_vec(), Refusal::UnreadableDay { value: "hier".to_owned() })]
#[case::no_such_day(b"jour;cip13;stock\n2026-02-30;3400935955838;1\n".to_vec(), Refusal::UnreadableDay { value: "2026-02-30".to_owned() })]
#[case::signed_day(b"jour;cip13;stock\n+026-02-03;3400935955838;1\n".to_vec(), Refusal::UnreadableDay { value: "+026-02-03".to_owned() })]
fn a_report_is_refused_with_its_reason(#[case] body: Vec<u8>, #[case] expected: Refusal) {
    let refusal = small_reader().read(&body).unwrap_err();
    assert_eq!(refusal, expected);
    let (french, english) = (
        refusal.message(Language::French),
        refusal.message(Language::English),
    );
    assert!(french.len() > 20 && english.len() > 20 && french != english);
    assert_eq!(refusal.to_string(), english);
    assert!(
        documentation().contains(&format!("`{}`", refusal.code())),
        "{}",
        refusal.code()
    );
}

#[test]
fn a_parquet_file_with_too_many_rows_is_refused() {
    let codes: Vec<i64> = (0..6)
        .map(|number| crate::common::code(number).as_u64() as i64)
        .collect();
    let file = parquet(vec![
        (
            "cip13",
            std::sync::Arc::new(arrow::array::Int64Array::from(codes)),
        ),
        (
            "stock",
            std::sync::Arc::new(arrow::array::Int32Array::from(vec![1; 6])),
        ),
    ]);
    let refusal = small_reader().read(&file).unwrap_err();
    assert_eq!(refusal, Refusal::TooManyRows { limit: 5 });
}

#[test]
fn rubbish_instead_of_a_header_is_not_repeated_whole() {
    let rubbish = format!("\u{1b}[2J{};b\n1;2\n", "x".repeat(5_000));
    let refusal = read(rubbish.as_bytes()).unwrap_err();
    let found = format!("�[2J{}… | b", "x".repeat(35));
    assert_eq!(refusal, Refusal::MissingPackColumn { found });
}

#[test]
fn a_workbook_without_a_header_is_refused() {
    let refusal = read(include_bytes!("fixtures/no-header.xlsx")).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::MissingPackColumn {
            found: "rien ici".to_owned()
        }
    );
}

#[rstest]
#[case::gzip(gzip(rows(30).as_bytes()))]
#[case::zstd(zstd(rows(30).as_bytes()))]
#[case::two_members([gzip(rows(2).as_bytes()), gzip(rows(30).as_bytes())].concat())]
#[case::workbook(include_bytes!("fixtures/inventory.xlsx").to_vec())]
fn a_file_cut_anywhere_is_refused(#[case] body: Vec<u8>) {
    let first_member = gzip(rows(2).as_bytes()).len();
    for length in 1..body.len() {
        // Cut between two members, it is a whole file.
        if length != first_member {
            assert!(read(&body[..length]).is_err(), "{length} of {}", body.len());
        }
    }
}

#[test]
fn nothing_of_a_refused_report_stays_in_the_reader() {
    let mut reader = crate::common::reader();
    reader
        .read(
            b"cip13;lot;stock;ventes;site\n3400935955838;A;1;1;750712184\n3400949497294;B;1;1;1\n",
        )
        .unwrap_err();
    let report = reader
        .read(b"cip13;stock\n3400935955838;5\n3400935955838;6\n")
        .unwrap();
    assert_eq!(lines(&report), [(0, 5, 0)]);
    assert_eq!(report.content.quarantined.len(), 1);
    assert!(!report.content.states_sold);
}
