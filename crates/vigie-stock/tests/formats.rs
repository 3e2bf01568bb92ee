//! The same two lines, in every form that senders use.

use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, StringArray,
};
use arrow::record_batch::RecordBatch;
use flate2::Compression;
use flate2::write::GzEncoder;
use parquet::arrow::ArrowWriter;
use rstest::rstest;
use vigie_model::Day;
use vigie_stock::{Flows, Format, QuarantineReason, Statement};

use crate::common::{DOLIPRANE, SECOND, day, lines, read};

/// Stock and sales of the two packs of the table, in all samples below.
const EXPECTED: [(u32, u32, u32); 2] = [(0, 42, 7), (1, 0, 1)];
const SAMPLE: &str = "cip13;stock;ventes\n3400935955838;42;7\n3400949497294;0;1\n";

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(bytes, 1).unwrap()
}

pub fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let nullable = columns.into_iter().map(|(name, array)| (name, array, true));
    let batch = RecordBatch::try_from_iter_with_nullable(nullable).unwrap();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

#[rstest]
#[case::semicolons(SAMPLE)]
#[case::english("cip13,on_hand,sold\n3400935955838,42,7\n3400949497294,0,1\n")]
#[case::tabs("CIP13\tStock\tVentes\n3400935955838\t42\t7\n3400949497294\t0\t1\n")]
#[case::bars("code cip|quantité|sorties\n3400935955838|42|7\n3400949497294|0|1\n")]
#[case::byte_order_mark("\u{feff}cip13;stock;ventes\n3400935955838;42;7\n3400949497294;0;1\n")]
#[case::windows_line_ends("cip13;stock;ventes\r\n3400935955838;42;7\r\n3400949497294;0;1\r\n")]
#[case::macintosh_line_ends("cip13;stock;ventes\r3400935955838;42;7\r3400949497294;0;1\r")]
#[case::no_last_line_end("cip13;stock;ventes\n3400935955838;42;7\n3400949497294;0;1")]
#[case::no_last_windows_line_end("cip13;stock;ventes\r\n3400935955838;42;7\r\n3400949497294;0;1\r")]
#[case::separator_line("sep=;\ncip13;stock;ventes\n3400935955838;42;7\n3400949497294;0;1\n")]
#[case::blank_rows("\ncip13;stock;ventes\n\n3400935955838;42;7\n;;\n  \n3400949497294;0;1\n\n")]
#[case::quoted(
    "\"cip13\";\"stock\";\"ventes\"\n\"3400935955838\";\"42\";\"7\"\n\"3400949497294\";\"0\";\"1\"\n"
)]
#[case::spaces(" cip13 ; stock ; ventes \n 3400935955838 ; 42 ; 7 \n 3400949497294 ;0 ;1 \n")]
#[case::other_order("ventes;stock;produit\n1;0;3400949497294\n7;42;3400935955838\n")]
#[case::more_columns(
    "cip13;libelle;stock;prix;ventes\n3400935955838;DOLIPRANE;42;1,94;7\n3400949497294;X;0;;1\n"
)]
#[case::delimiter_in_quotes(
    "cip13;libelle;stock;ventes\n3400935955838;\"A; B\";42;7\n3400949497294;\"C;;\";0;1\n"
)]
#[case::line_end_in_quotes(
    "cip13;libelle;stock;ventes\n3400935955838;\"A\nB\r\nC\";42;7\n3400949497294;\"\";0;1\n"
)]
#[case::quote_in_quotes(
    "cip13;libelle;stock;ventes\n3400935955838;\"1/2\"\" x\";42;7\n3400949497294;\"\"\"\";0;1\n"
)]
#[case::inches(
    "cip13;libelle;stock;ventes\n3400935955838;SERINGUE 1/2\" 3 ml;42;7\n3400949497294;5\" x 3\";0;1\n"
)]
#[case::too_many_fields("cip13;stock;ventes\n3400935955838;42;7;\n3400949497294;0;1;;x\n")]
#[case::old_code("cip7;stock;ventes\n3595583;42;7\n4949729;0;1\n")]
#[case::article_number("gtin;qty;sales\n03400935955838;42;7\n03400949497294;0;1\n")]
#[case::scanned(
    "code;stock;ventes\n01034009359558381728123110AB12;42;7\n]d201034009494972941728123110X;0;1\n"
)]
#[case::excel_text("cip13;stock;ventes\n=\"3400935955838\";42;7\n'3400949497294;0;1\n")]
#[case::decimals("cip13;stock;ventes\n3400935955838,00;42,0;7.00\n3400949497294.0;0,000;1.\n")]
#[case::json_lines(
    "{\"cip13\":\"3400935955838\",\"stock\":42,\"ventes\":7}\n{\"cip13\":3400949497294,\"stock\":0,\"ventes\":\"1\"}\n"
)]
#[case::json_array(
    "[{\"pack\":3400935955838,\"onHand\":42.0,\"sold\":7},\n {\"pack\":\"3400949497294\",\"onHand\":0,\"sold\":1}]"
)]
#[case::json_pretty(
    "\u{feff}[\n  {\n    \"cip13\": \"3400935955838\",\n    \"label\": \"{ \\\" }\",\n    \"stock\": 42,\n    \"sold\": 7\n  },\n  {\n    \"cip13\": \"3400949497294\", \"stock\": 0, \"sold\": 1\n  }\n]\n"
)]
fn the_same_report_in_this_form_gives_the_same_lines(#[case] text: &str) {
    let report = read(text.as_bytes()).unwrap();
    assert_eq!(lines(&report), EXPECTED);
    assert_eq!(report.content.quarantined, []);
    assert!(report.content.states_sold);
}

#[test]
fn a_header_in_windows_1252_is_read() {
    let mut body = b"pr\xE9sentation;quantit\xE9;d\xE9livr\xE9s;libell\xE9\n".to_vec();
    body.extend(b"3400935955838;42;7;EFFERALGAN\x99 enfant \xE9t\xE9\n3400949497294;0;1;\n");
    let report = read(&body).unwrap();
    assert_eq!(lines(&report), EXPECTED);
    assert_eq!(report.statement.ignored_columns, ["libellé"]);
}

#[rstest]
#[case::little_end(false)]
#[case::big_end(true)]
fn unicode_text_of_a_spreadsheet_is_read(#[case] big_end: bool) {
    let text =
        "\u{feff}présentation\tquantité\tventes\r\n3400935955838\t42\t7\r\n3400949497294\t0\t1\r\n";
    let bytes = |unit: u16| {
        if big_end {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    };
    let body: Vec<u8> = text.encode_utf16().flat_map(bytes).collect();
    let report = read(&body).unwrap();
    assert_eq!(lines(&report), EXPECTED);
    // Pieces that end within a letter.
    let cut = [gzip(&body[..37]), gzip(&body[37..])].concat();
    assert_eq!(lines(&read(&cut).unwrap()), EXPECTED);
}

#[rstest]
#[case::plain(SAMPLE)]
#[case::careful(
    "\u{feff}code;libellé;stock;ventes\r\n\"3400935955838\";\"a;\r\nb\";42;7\r\n3400949497294;\"é\"\"\";0;1"
)]
#[case::macintosh("cip13;stock;ventes\r3400935955838;42;7\r3400949497294;0;1")]
#[case::json(
    "\u{feff} [{\"cip13\":\"3400935955838\",\"é\":\"}\",\"stock\":42,\"ventes\":7},{\"cip13\":\"3400949497294\",\"stock\":0,\"ventes\":1}]"
)]
fn pieces_may_end_at_every_byte(#[case] text: &str) {
    let whole = read(text.as_bytes()).unwrap();
    assert_eq!(lines(&whole), EXPECTED);
    for end in 0..=text.len() {
        // A gzip file of two members, and a zstd file of two frames, are read in two pieces at least.
        let (head, tail) = text.as_bytes().split_at(end);
        assert_eq!(read(&[gzip(head), gzip(tail)].concat()).unwrap(), whole);
        assert_eq!(read(&[zstd(head), zstd(tail)].concat()).unwrap(), whole);
    }
    let one_by_one: Vec<u8> = text.bytes().flat_map(|byte| gzip(&[byte])).collect();
    assert_eq!(read(&one_by_one).unwrap(), whole);
}

#[test]
fn long_files_are_read_alike_whole_and_in_pieces_of_one_byte() {
    let mut text = "cip13;libelle;stock;ventes\n".to_owned();
    for row in 0..60 {
        let label = if row % 7 == 0 { "\"un\ndeux\"" } else { "x" };
        let code = crate::common::code(row % 40);
        writeln!(text, "{code};{label};{row};1").unwrap();
    }
    let whole = read(text.as_bytes()).unwrap();
    assert_eq!(whole.content.lines.len(), 40);
    assert_eq!(whole.content.quarantined.len(), 20);
    // Rows 2 to 61, and six line ends within the cells of the first 40 rows: the 41st stands in row 48.
    assert_eq!(whole.content.quarantined[0].row, 48);
    let one_by_one: Vec<u8> = text.bytes().flat_map(|byte| gzip(&[byte])).collect();
    assert_eq!(read(&one_by_one).unwrap(), whole);
}

#[test]
fn compressed_files_are_read_with_one_member_or_two() {
    let whole = read(SAMPLE.as_bytes()).unwrap();
    assert_eq!(whole.format, Format::Csv);
    assert_eq!(read(&gzip(SAMPLE.as_bytes())).unwrap(), whole);
    assert_eq!(read(&zstd(SAMPLE.as_bytes())).unwrap(), whole);
    // Members that are the same to the byte are read twice all the same.
    let report = read(&[gzip(SAMPLE.as_bytes()), gzip(SAMPLE.as_bytes())].concat()).unwrap();
    assert_eq!(lines(&report), EXPECTED);
    // The second header, and the two packs again.
    let reasons: Vec<_> = report
        .content
        .quarantined
        .iter()
        .map(|line| (line.row, line.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            (4, QuarantineReason::UnreadableQuantity),
            (5, QuarantineReason::DuplicatePack),
            (6, QuarantineReason::DuplicatePack),
        ]
    );
}

#[test]
fn a_parquet_file_of_integers_is_read() {
    let file = parquet(vec![
        (
            "cip13",
            Arc::new(Int64Array::from(vec![3_400_935_955_838, 3_400_949_497_294])),
        ),
        ("stock", Arc::new(Int32Array::from(vec![42, 0]))),
        ("ventes", Arc::new(Int32Array::from(vec![7, 1]))),
    ]);
    let report = read(&file).unwrap();
    assert_eq!(lines(&report), EXPECTED);
    assert_eq!(report.format, Format::Parquet);
    assert_eq!(read(&zstd(&file)).unwrap(), report);
}

#[test]
fn a_parquet_file_of_texts_decimals_and_nulls_is_read() {
    let file = parquet(vec![
        (
            "produit",
            Arc::new(StringArray::from(vec![
                Some(DOLIPRANE),
                Some(" 3400949497294 "),
                None,
            ])),
        ),
        (
            "libelle",
            Arc::new(StringArray::from(vec![None::<&str>; 3])),
        ),
        (
            "qty",
            Arc::new(Float64Array::from(vec![Some(42.0), None, Some(3.0)])),
        ),
        (
            "sold",
            Arc::new(Int64Array::from(vec![None, Some(1), Some(1)])),
        ),
        (
            "date",
            Arc::new(Date32Array::from(vec![
                Some(day(0).epoch_days()),
                None,
                None,
            ])),
        ),
    ]);
    let report = read(&file).unwrap();
    assert_eq!(lines(&report), [(0, 42, 0)]);
    let reasons: Vec<_> = report
        .content
        .quarantined
        .iter()
        .map(|line| (line.row, line.reason))
        .collect();
    assert_eq!(
        reasons,
        [
            (2, QuarantineReason::MissingQuantity),
            (3, QuarantineReason::UnreadableCode)
        ]
    );
    assert_eq!(report.statement.day, Some(day(0)));
    assert_eq!(report.statement.ignored_columns, ["libelle"]);
}

#[test]
fn a_typed_decimal_with_three_zeros_is_not_taken_for_thousands() {
    let decimals = Decimal128Array::from(vec![12_000, 1_000_000])
        .with_precision_and_scale(12, 3)
        .unwrap();
    let file = parquet(vec![
        (
            "cip13",
            Arc::new(StringArray::from(vec![DOLIPRANE, SECOND])),
        ),
        ("stock", Arc::new(decimals)),
    ]);
    let report = read(&file).unwrap();
    assert_eq!(lines(&report), [(0, 12, 0), (1, 1000, 0)]);
}

#[rstest]
#[case::own_code_first("code;cip13;stock;ventes\nA17;3400935955838;42;7\nB2;3400949497294;0;1\n", &["code"])]
#[case::own_code_last("CIP13;stock;ventes;Produit\n3400935955838;42;7;A17\n3400949497294;0;1;\n", &["Produit"])]
#[case::three("ucd;cip7;ean13;stock;ventes\n;1;3400935955838;42;7\n;2;3400949497294;0;1\n", &["ucd", "cip7"])]
#[case::json(
    "{\"cip13\":\"3400935955838\",\"code\":\"A17\",\"stock\":42,\"ventes\":7}\n{\"code\":2,\"cip13\":3400949497294,\"stock\":0,\"ventes\":1}",
    &["code"]
)]
fn of_several_columns_with_a_code_the_most_specific_is_read_and_the_others_are_named(
    #[case] text: &str,
    #[case] ignored: &[&str],
) {
    let report = read(text.as_bytes()).unwrap();
    assert_eq!(lines(&report), EXPECTED);
    assert_eq!(report.statement.ignored_columns, ignored);
}

#[test]
fn a_workbook_with_a_title_and_several_sheets_is_read() {
    let report = read(include_bytes!("fixtures/inventory.xlsx")).unwrap();
    assert_eq!(report.format, Format::Xlsx);
    assert_eq!(lines(&report), [(0, 42, 7), (1, 1234, 0)]);
    let quarantined: Vec<_> = report
        .content
        .quarantined
        .iter()
        .map(|line| (line.row, line.reason, line.value.as_str()))
        .collect();
    assert_eq!(
        quarantined,
        [
            (8, QuarantineReason::DuplicatePack, DOLIPRANE),
            (9, QuarantineReason::FractionalQuantity, "2.5"),
        ]
    );
    assert_eq!(report.statement.day, Day::from_ymd(2026, 11, 20));
    assert_eq!(report.statement.ignored_columns, ["Désignation"]);
}

/// A reader that makes room for every cell between the first and the last would need 400 GB.
#[test]
fn a_workbook_with_one_far_cell_takes_no_more_memory_than_others() {
    let report = read(include_bytes!("fixtures/far-cell.xlsx")).unwrap();
    assert_eq!(lines(&report), [(0, 42, 0)]);
}

#[test]
fn a_report_without_a_column_of_sales_does_not_state_them() {
    let report = read(b"cip13;stock\n3400935955838;42\n").unwrap();
    assert!(!report.content.states_sold);
    let report = read(b"{\"cip13\":\"3400935955838\",\"stock\":42}").unwrap();
    assert!(!report.content.states_sold);
    // Nor does the next one of the same reader, after one that did.
    let mut reader = crate::common::reader();
    reader.read(SAMPLE.as_bytes()).unwrap();
    let report = reader.read(b"cip13;stock\n3400935955838;42\n").unwrap();
    assert!(!report.content.states_sold);
    assert_eq!(report.content.lines.len(), 1);
}

#[test]
fn a_header_without_rows_is_a_report_of_nothing() {
    let report = read(b"cip13;stock;ventes\n").unwrap();
    assert_eq!(lines(&report), []);
    assert_eq!(report.content.quarantined, []);
    assert!(report.content.states_sold);
}

#[test]
fn site_and_day_stand_in_columns_of_their_own() {
    let report = read(b"finess;date;cip13;stock\n750712184;2026-11-20;3400935955838;42\n;;3400949497294;0\n750712184;2026-11-20;3400936351110;1\n").unwrap();
    assert_eq!(
        report.statement,
        Statement {
            site: Some("750712184".to_owned()),
            day: Day::from_ymd(2026, 11, 20),
            ignored_columns: vec![],
        }
    );
    assert_eq!(lines(&report), [(0, 42, 0), (1, 0, 0)]);
}

#[rstest]
#[case("2026-11-20")]
#[case("2026/11/20")]
#[case("20/11/2026")]
#[case("20-11-2026")]
#[case("20.11.2026")]
#[case("20261120")]
#[case("2026-11-20T23:59:00Z")]
#[case("20/11/2026 18:30")]
fn a_day_is_read_however_it_is_written(#[case] text: &str) {
    let body = format!("date;cip13;stock\n{text};{DOLIPRANE};1\n");
    let report = read(body.as_bytes()).unwrap();
    assert_eq!(report.statement.day, Day::from_ymd(2026, 11, 20));
}

#[test]
fn rows_of_one_pack_are_added_up_when_there_is_a_column_of_batches() {
    let report = read(b"cip13;lot;stock;ventes;manquants;perimant\n3400935955838;A;10;1;;2\n3400949497294;C;5;0;0;0\n3400935955838;B;32;6;4;3\n").unwrap();
    assert_eq!(lines(&report), [(0, 42, 7), (1, 5, 0)]);
    assert_eq!(report.content.flows.len(), 1);
    assert_eq!(
        report.content.flows[0].flows,
        Flows {
            ordered_not_delivered: 4,
            in_transit: 0,
            expiring: 5
        }
    );
    assert_eq!(report.content.quarantined, []);
}

#[test]
fn batches_that_add_up_beyond_belief_are_set_aside() {
    let report =
        read(b"cip13;batch;stock\n3400935955838;A;400000000\n3400935955838;B;400000000\n").unwrap();
    assert_eq!(lines(&report), [(0, 400_000_000, 0)]);
    assert_eq!(report.content.quarantined[0].row, 3);
}

#[test]
fn a_forecast_of_no_boxes_is_a_forecast_and_not_unknown() {
    let report =
        read(b"cip13;stock;forecast_demand_1;forecast_supply_1\n3400935955838;5;0;0\n").unwrap();
    let [line] = report.content.forecasts.as_slice() else {
        panic!("{:?}", report.content.forecasts)
    };
    assert_eq!(
        (line.forecast.demand[0], line.forecast.supply[0]),
        (Some(0), Some(0))
    );
    assert_eq!(line.forecast.demand[1], None);
}

#[test]
fn a_forecast_is_kept_from_the_first_batch_that_states_one() {
    let report = read(b"cip13;lot;stock;forecast_demand_1;prevision demande 6;forecast_supply_m2\n3400935955838;A;1;;;\n3400935955838;B;2;100;0;\n3400935955838;C;3;100;;\n").unwrap();
    assert_eq!(lines(&report), [(0, 6, 0)]);
    assert_eq!(report.content.forecasts.len(), 1);
    let forecast = report.content.forecasts[0].forecast;
    assert_eq!(
        forecast.demand,
        [Some(100), None, None, None, None, Some(0)]
    );
    assert_eq!(forecast.supply, [None; 6]);
}

#[rstest]
#[case("1 234", 1234)]
#[case("1\u{a0}234", 1234)]
#[case("1\u{202f}234\u{202f}567", 1_234_567)]
#[case("1'234", 1234)]
#[case("+3", 3)]
#[case("-0", 0)]
#[case("007", 7)]
#[case("12.0", 12)]
#[case("3.00", 3)]
#[case("3,0", 3)]
#[case("0,000", 0)]
#[case("1234,000", 1_234)]
#[case("7,0000", 7)]
#[case("12,00", 12)]
#[case("99999999", 99_999_999)]
#[case("100000000", 100_000_000)]
#[case("500000000", 500_000_000)]
#[case("000000000000000000042", 42)]
fn a_quantity_is_read_as_people_write_it(#[case] text: &str, #[case] boxes: u32) {
    let body = format!("cip13;stock\n{DOLIPRANE};{text}\n{SECOND};1\n");
    let report = read(body.as_bytes()).unwrap();
    assert_eq!(lines(&report), [(0, boxes, 0), (1, 1, 0)], "{text}");
}
