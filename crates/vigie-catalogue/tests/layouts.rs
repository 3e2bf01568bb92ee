//! Layouts that the shipped releases do not have, and files that must be refused.

use rstest::rstest;
use vigie_catalogue::{
    CatalogueBuilder, FileUse, NoteCode, QuarantineCode, ReadError, Refusal, Table, read_folder,
    read_release,
};
use vigie_model::Language;

use crate::support::day;

const MEDICINES: &str = "60002283\tANASTROZOLE ACCORD 1 mg, comprimé pelliculé\tcomprimé pelliculé\torale\tAutorisation active\tProcédure nationale\tCommercialisée\t22/12/2010\t\t\t ACCORD HEALTHCARE FRANCE\tNon\r\n\
    60234100\tDOLIPRANE 1000 mg, comprimé\tcomprimé\torale\tAutorisation active\tProcédure nationale\tCommercialisée\t25/01/2002\t\t\t OPELLA HEALTHCARE FRANCE\tNon\r\n";
const PACKS: &str = "60002283\t4949729\tplaquette(s) de 30 comprimé(s)\tPrésentation active\tDéclaration de commercialisation\t16/03/2011\t3400949497294\toui\t100%\t24,34\t25,36\t1,02\t\n\
    60234100\t3595583\tplaquette(s) de 8 comprimé(s)\tPrésentation active\tDéclaration de commercialisation\t19/03/2003\t3400935955838\toui\t65 %\t1,466,29\t1,467,31\t1,02\t\n";

fn read(medicines: &str, packs: &str) -> Result<vigie_catalogue::ImportReport, ReadError> {
    let files = [
        ("cis_bdpm.TXT", medicines.as_bytes()),
        ("CIS_CIP_bdpm_2027.csv", packs.as_bytes()),
    ];
    read_release(&files).map(|(_, report)| report)
}

#[test]
fn two_files_make_a_release() {
    let report = read(MEDICINES, PACKS).unwrap();
    assert_eq!((report.rows_read(), report.rows_quarantined()), (4, 0));
}

#[test]
fn new_columns_and_a_header_are_stepped_over() {
    let medicines = format!(
        "Code CIS\tDénomination\n{}",
        MEDICINES
            .replace("\torale\t", "\torale\tnouveau texte\t")
            .replace("\r\n", "\tfin\tfin\n")
    );
    let packs = PACKS.replace('\n', "\t\t2027-01-01\n");
    let files = [
        ("CIS_bdpm.txt", medicines.as_bytes()),
        ("CIS_CIP_bdpm.txt", packs.as_bytes()),
    ];
    let (release, report) = read_release(&files).unwrap();
    assert_eq!(report.rows_quarantined(), 0);
    let catalogue = CatalogueBuilder::default()
        .add_release(day("2027-01-01"), release)
        .build();
    let medicine = catalogue.medicine("60234100".parse().unwrap()).unwrap();
    assert!(medicine.is_marketed());
    assert_eq!(
        medicine.holders().collect::<Vec<_>>(),
        ["OPELLA HEALTHCARE FRANCE"]
    );
    assert_eq!(medicine.authorised_on(), Some(day("2002-01-25")));
    let pack = catalogue.pack("3400935955838".parse().unwrap()).unwrap();
    assert_eq!(pack.public_price().unwrap().to_string(), "1467.31");
    assert_eq!(pack.reimbursement_percent(), Some(65));
}

#[test]
fn a_column_that_went_is_unknown_not_guessed() {
    let medicines = MEDICINES.replace("\t\t\t ", "\t ");
    let report = read(&medicines, PACKS).unwrap();
    assert_eq!(
        report
            .table(Table::Medicines)
            .unwrap()
            .noted(NoteCode::ColumnAbsent),
        2
    );
}

#[rstest]
#[case::page(
    "<!DOCTYPE html><html><body>Erreur 503</body></html>",
    Refusal::WebPage
)]
#[case::empty("", Refusal::Empty)]
#[case::cut("60002283\tANASTROZOLE\tcomprimé\torale\tAutorisation active\tProcédure nationale\tCommercialisée\t22/12/2010\t\t\t ACCORD\tNon\r\n60234100\tDOLI", Refusal::Truncated { row: 2 })]
fn a_file_that_is_not_the_table_is_refused_with_a_reason(
    #[case] medicines: &str,
    #[case] expected: Refusal,
) {
    let Err(error) = read(medicines, PACKS) else {
        panic!("must be refused")
    };
    assert!(
        error
            .message(Language::French)
            .contains(&expected.message(Language::French))
    );
    let ReadError::MissingTables { missing, report } = error else {
        panic!("must name the table")
    };
    assert_eq!(missing, [Table::Medicines]);
    assert_eq!(
        report.files[0].usage,
        FileUse::Refused(Table::Medicines, expected)
    );
}

#[rstest]
#[case::wrong_key("3400935955839", QuarantineCode::InvalidIdentifier)]
#[case::dispensing_unit("3400892571720", QuarantineCode::InvalidIdentifier)]
#[case::empty("", QuarantineCode::InvalidIdentifier)]
fn a_pack_with_a_wrong_code_is_quarantined_alone(
    #[case] cip13: &str,
    #[case] code: QuarantineCode,
) {
    let report = read(MEDICINES, &PACKS.replace("3400935955838", cip13)).unwrap();
    let packs = report.table(Table::Packs).unwrap();
    assert_eq!(
        (
            packs.rows_kept,
            packs.quarantined[0].row,
            packs.quarantined[0].code
        ),
        (1, 2, code)
    );
    assert_eq!(packs.quarantined[0].value, cip13);
}

#[rstest]
#[case::same("1,466,29", QuarantineCode::ExactDuplicate)]
#[case::other("2,00", QuarantineCode::DuplicateKey)]
fn a_code_that_comes_twice_keeps_its_first_row(#[case] price: &str, #[case] code: QuarantineCode) {
    let again = PACKS.lines().nth(1).unwrap().replace("1,466,29", price);
    let report = read(MEDICINES, &format!("{PACKS}{again}\n")).unwrap();
    let packs = report.table(Table::Packs).unwrap();
    assert_eq!((packs.rows_kept, packs.quarantined[0].code), (2, code));
}

#[test]
fn a_tabulation_inside_a_value_is_quarantined() {
    let three = format!(
        "{MEDICINES}{}",
        MEDICINES
            .replace("6000", "6100")
            .replace("6023", "6123")
            .replace("DOLIPRANE 1000", "DOLIPRANE\t1000")
    );
    let report = read(&three, PACKS).unwrap();
    let medicines = report.table(Table::Medicines).unwrap();
    assert_eq!(
        (medicines.rows_kept, medicines.quarantined[0].code),
        (3, QuarantineCode::TooManyFields)
    );
}

#[test]
fn a_folder_may_hold_the_archive() {
    let (release, _) = read_folder("../../data/bdpm-2026-05".as_ref()).unwrap();
    assert_eq!(
        (release.medicine_count(), release.pack_count()),
        (15_848, 20_903)
    );
}

#[test]
fn a_trailing_tabulation_that_a_tool_removed_is_no_cut() {
    let report = read(MEDICINES, PACKS.trim_end()).unwrap();
    assert_eq!(report.table(Table::Packs).unwrap().rows_kept, 2);
}

#[test]
fn a_later_release_without_a_table_keeps_what_was_known() {
    let files = [
        ("CIS_bdpm.txt", MEDICINES.as_bytes()),
        ("CIS_CIP_bdpm.txt", PACKS.as_bytes()),
    ];
    let interest = "60234100\tN02BE01\tDOLIPRANE\thttps://x".as_bytes();
    let first = read_release(&[files[0], files[1], ("CIS_MITM.txt", interest)])
        .unwrap()
        .0;
    let second = read_release(&files).unwrap().0;
    let catalogue = CatalogueBuilder::default()
        .add_release(day("2027-02-01"), second)
        .add_release(day("2027-01-01"), first)
        .build();
    assert!(catalogue.is_major_therapeutic_interest("60234100".parse().unwrap()));
    assert!(
        catalogue
            .changes_between(day("2027-01-01"), day("2027-02-01"))
            .is_empty()
    );
}
