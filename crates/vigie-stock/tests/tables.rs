//! Tables of text, as people paste and upload them.

use std::io::{Cursor, Write as _};
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringArray};
use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, GzipLevel, ZstdLevel};
use parquet::file::properties::{WriterProperties, WriterVersion};
use rstest::rstest;
use vigie_stock::{
    ReadLimits, Refusal, ReportReader, TableLimits, TableRefusal, TableRow, read_table,
};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::common::table;
use crate::formats::{gzip, parquet as parquet_of, zstd};

const LIMITS: TableLimits = TableLimits {
    plain_bytes: 1 << 20,
    rows: 100,
};

fn cells(body: &[u8]) -> Vec<Vec<String>> {
    let rows = read_table(body, LIMITS).unwrap();
    rows.into_iter().map(|row| row.cells).collect()
}

#[rstest]
#[case::lines(
    "DOLIPRANE 1000 mg, comprimé\n3400935955838\n",
    "DOLIPRANE 1000 mg, comprimé\n3400935955838"
)]
#[case::semicolons("a;b\nc;d", "a¦b\nc¦d")]
#[case::tabs("a\tb, c\nd\te", "a¦b, c\nd¦e")]
#[case::bars("a | b\nc|d", "a¦b\nc¦d")]
#[case::commas(
    "cip13,nom\n3400935955838,\"DOLIPRANE 1000 mg, comprimé\"",
    "cip13¦nom\n3400935955838¦DOLIPRANE 1000 mg, comprimé"
)]
#[case::commas_of_names(
    "DOLIPRANE 1000 mg, comprimé\nKARDEGIC 75 mg, poudre",
    "DOLIPRANE 1000 mg, comprimé\nKARDEGIC 75 mg, poudre"
)]
#[case::quotes("\"a;\"\"b\"\"\";c\nd;e", "a;\"b\"¦c\nd¦e")]
#[case::macintosh("a\rb", "a\nb")]
#[case::separator_line("sep=;\na;b\nc;d", "a¦b\nc¦d")]
#[case::mostly_lines("a\nb\nc;d\ne", "a\nb\nc;d\ne")]
#[case::json("[3400935955838]", "[3400935955838]")]
fn cells_are_told_apart_by_what_separates_them(#[case] text: &str, #[case] expected: &str) {
    let rows = cells(text.as_bytes());
    let rows: Vec<String> = rows.iter().map(|cells| cells.join("¦")).collect();
    assert_eq!(rows.join("\n"), expected);
}

#[test]
fn a_line_keeps_its_number_when_empty_ones_are_left_out() {
    let rows = read_table(b"\n\na\n  \nb", LIMITS).unwrap();
    let numbered: Vec<(u32, &str)> = rows
        .iter()
        .map(|row: &TableRow| (row.number, row.text.as_str()))
        .collect();
    assert_eq!(numbered, [(3, "a"), (5, "b")]);
}

#[rstest]
#[case::utf8("é;b\nc;d".as_bytes().to_vec())]
#[case::mark("\u{feff}é;b\nc;d".as_bytes().to_vec())]
#[case::windows(b"\xE9;b\nc;d".to_vec())]
#[case::utf16(b"\xFF\xFE".iter().copied().chain("é;b\nc;d".encode_utf16().flat_map(u16::to_le_bytes)).collect())]
#[case::gzip(gzip("é;b\nc;d".as_bytes()))]
#[case::zstd(zstd("é;b\nc;d".as_bytes()))]
fn text_is_read_in_the_writings_people_have(#[case] body: Vec<u8>) {
    assert_eq!(cells(&body), [["é", "b"], ["c", "d"]]);
}

#[test]
fn a_workbook_is_read_with_the_numbers_of_its_rows() {
    let rows = read_table(include_bytes!("fixtures/inventory.xlsx"), LIMITS).unwrap();
    assert!(
        rows.iter()
            .any(|row| row.cells.contains(&"3400935955838".to_owned())),
        "{rows:?}"
    );
}

#[rstest]
#[case::nothing(b"".to_vec(), TableRefusal::Empty)]
#[case::blank(b" \n\n ".to_vec(), TableRefusal::Empty)]
#[case::web_page(b"<!doctype html><html>".to_vec(), TableRefusal::WebPage)]
#[case::old_spreadsheet([&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 600]].concat(), TableRefusal::OtherKind)]
#[case::picture([&b"\x89PNG\r\n\x1a\n"[..], &[0, 1, 2, 3, 4, 5]].concat(), TableRefusal::OtherKind)]
#[case::parquet(parquet_of(vec![("a", Arc::new(Int64Array::from(vec![1])))]), TableRefusal::OtherKind)]
#[case::many_lines("a\n".repeat(101).into_bytes(), TableRefusal::TooManyRows { limit: 100 })]
#[case::many_bytes(vec![b'a'; (1 << 20) + 1], TableRefusal::TooLarge { limit_bytes: 1 << 20 })]
#[case::growing_gzip(gzip(&vec![b'a'; 2 << 20]), TableRefusal::TooLarge { limit_bytes: 1 << 20 })]
#[case::damaged_workbook(b"PK\x03\x04rubbish".to_vec(), TableRefusal::Damaged)]
#[case::damaged_gzip(b"\x1F\x8B\x08\x00rubbish".to_vec(), TableRefusal::Damaged)]
fn what_is_no_table_is_refused_as_what_it_is(#[case] body: Vec<u8>, #[case] refusal: TableRefusal) {
    assert_eq!(read_table(&body, LIMITS), Err(refusal));
}

/// A workbook of some parts, each with so many bytes of one text.
fn workbook(parts: &[(&str, &[u8], usize)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&text.repeat(bytes / text.len())).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_small_workbook_that_grows_beyond_the_limit_is_refused_before_it_is_opened() {
    let grows = workbook(&[("xl/worksheets/sheet1.xml", b"<row/>", 8 << 20)]);
    assert!(grows.len() < 100_000, "{}", grows.len());
    assert_eq!(
        read_table(&grows, LIMITS),
        Err(TableRefusal::TooLarge {
            limit_bytes: 1 << 20
        })
    );
    let parts = workbook(&[("a", b"aaaaaaaa", 3_000_000), ("b", b"aaaaaaaa", 3_000_000)]);
    assert_eq!(
        read_table(&parts, LIMITS),
        Err(TableRefusal::TooLarge {
            limit_bytes: 1 << 20
        })
    );
}

#[test]
fn texts_that_cells_share_have_a_cap_of_their_own() {
    let grows = workbook(&[("xl/sharedStrings.xml", b"<si/>", 70 << 20)]);
    let mut reader = ReportReader::new(table(), ReadLimits::default());
    let limit_bytes = ReadLimits::default().plain_bytes;
    assert_eq!(
        reader.read(&grows).unwrap_err(),
        Refusal::TooLarge { limit_bytes }
    );
}

/// A Parquet report with one column of texts, packed as asked.
fn packed(codes: Vec<String>, compression: Compression, version: WriterVersion) -> Vec<u8> {
    let stock: ArrayRef = Arc::new(Int64Array::from(vec![1; codes.len()]));
    let codes: ArrayRef = Arc::new(StringArray::from(codes));
    let batch = RecordBatch::try_from_iter([("cip13", codes), ("stock", stock)]).unwrap();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_writer_version(version)
        .set_dictionary_enabled(false)
        .build();
    let mut file = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut file, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    file
}

#[rstest]
fn a_small_parquet_file_whose_pages_grow_beyond_the_limit_is_refused_before_they_are_unpacked(
    #[values(
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default())
    )]
    compression: Compression,
    #[values(WriterVersion::PARQUET_1_0, WriterVersion::PARQUET_2_0)] version: WriterVersion,
) {
    let limits = ReadLimits {
        plain_bytes: 1 << 20,
        ..ReadLimits::default()
    };
    let grows = packed(vec!["a".repeat(2 << 20)], compression, version);
    assert!(grows.len() < 1 << 18, "{}", grows.len());
    let refused = ReportReader::new(table(), limits).read(&grows).unwrap_err();
    assert_eq!(
        refused,
        Refusal::TooLarge {
            limit_bytes: 1 << 20
        }
    );

    let codes = vec![crate::common::DOLIPRANE.to_owned(); 3];
    let fits = packed(codes, compression, version);
    let report = ReportReader::new(table(), limits).read(&fits).unwrap();
    assert_eq!(report.content.lines.len(), 1);
}
