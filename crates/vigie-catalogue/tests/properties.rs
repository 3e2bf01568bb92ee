//! Any bytes in any file: no panic, and nothing lost.

use proptest::collection::vec;
use proptest::prelude::*;
use vigie_catalogue::{
    CatalogueBuilder, ReadError, Table, read_archive, read_availability, read_release,
};

use crate::support::day;

/// Values that occur, values that nearly do, and any text.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("60234100".to_owned()),
        Just("3400935955838".to_owned()),
        Just("3595583".to_owned()),
        Just("1,466,29".to_owned()),
        Just("31/02/2026".to_owned()),
        Just("19/03/2003".to_owned()),
        Just("65 %".to_owned()),
        Just("SA".to_owned()),
        Just("1".to_owned()),
        Just("J01CA04".to_owned()),
        Just("comprimé\r sécable".to_owned()),
        Just(String::new()),
        "6[0-9]{7}",
        "\\PC{0,12}",
    ]
}

fn table() -> impl Strategy<Value = String> {
    vec(vec(value(), 0..15), 0..12).prop_map(|rows| {
        rows.into_iter()
            .map(|row| row.join("\t"))
            .collect::<Vec<_>>()
            .join("\n")
    })
}

fn check(files: &[(&str, &[u8])]) -> Result<(), TestCaseError> {
    let report = match read_release(files) {
        Ok((release, report)) => {
            let catalogue = CatalogueBuilder::default()
                .add_release(day("2026-01-01"), release)
                .build();
            prop_assert!(catalogue.search("comprimé", 5).hits.len() <= 5);
            report
        }
        Err(ReadError::MissingTables { report, .. }) => *report,
        Err(error) => return Err(TestCaseError::fail(error.to_string())),
    };
    for file in &report.files {
        prop_assert_eq!(file.rows_kept + file.rows_quarantined(), file.rows_read);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_kept_or_quarantined_whatever_they_hold(texts in vec(table(), 7)) {
        let names = Table::ALL.map(Table::file_name);
        let files: Vec<_> = names.iter().zip(&texts).map(|(name, text)| (*name, text.as_bytes())).collect();
        check(&files)?;
    }

    #[test]
    fn any_bytes_can_be_read(bytes in vec(any::<u8>(), 0..400), cut in 0_usize..400) {
        let names = Table::ALL.map(Table::file_name);
        let files: Vec<_> = names.iter().map(|name| (*name, bytes.as_slice())).collect();
        check(&files)?;
        let _ = read_availability(&bytes);
        let _ = read_archive(bytes.get(..cut).unwrap_or(&bytes));
    }
}

#[test]
fn a_cut_archive_is_refused_not_half_read() {
    let bytes = crate::support::data("bdpm-2026-05/release.tar.zst");
    assert!(read_archive(&bytes[..bytes.len() / 2]).is_err());
}
