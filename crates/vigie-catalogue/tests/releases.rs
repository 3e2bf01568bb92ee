//! Every line of the list of what is wrong in the real files.

use rstest::rstest;
use vigie_catalogue::{Encoding, FileUse, NoteCode, PackMarketing, QuarantineCode, Table};
use vigie_model::Language;

use crate::support::{RELEASES, catalogue, data, release, report};

#[rstest]
#[case(Table::Medicines, 15_848, Encoding::Windows1252)]
#[case(Table::Packs, 20_903, Encoding::Utf8)]
#[case(Table::Compositions, 32_389, Encoding::Windows1252)]
#[case(Table::GenericGroups, 10_704, Encoding::Windows1252)]
#[case(Table::Conditions, 28_151, Encoding::Windows1252)]
#[case(Table::MajorInterest, 7_711, Encoding::Windows1252)]
#[case(Table::Availability, 766, Encoding::Windows1252)]
fn every_file_of_may_2026_is_read_in_its_own_encoding(
    #[case] table: Table,
    #[case] rows: u64,
    #[case] encoding: Encoding,
) {
    let file = report().table(table).unwrap();
    assert_eq!((file.rows_read, file.encoding), (rows, Some(encoding)));
}

#[test]
fn only_the_seventeen_exact_duplicates_of_the_list_are_quarantined() {
    assert_eq!(report().rows_quarantined(), 17);
    let list = report().table(Table::Availability).unwrap();
    assert!(
        list.quarantined
            .iter()
            .all(|row| row.code == QuarantineCode::ExactDuplicate)
    );
    assert!(
        list.quarantined[0]
            .message(Language::French)
            .starts_with("ligne 218")
    );
}

#[rstest]
#[case("2025-07-07", Table::Compositions, 32_585, 9)]
#[case("2026-01-28", Table::Compositions, 32_449, 8)]
#[case("2025-07-07", Table::GenericGroups, 10_485, 6)]
#[case("2026-01-28", Table::GenericGroups, 10_614, 5)]
fn columns_that_came_and_went_change_nothing(
    #[case] published: &str,
    #[case] table: Table,
    #[case] rows: u64,
    #[case] width: usize,
) {
    let report = release(published).1;
    let file = report.table(table).unwrap();
    assert_eq!((file.rows_kept, file.width), (rows, width));
}

#[rstest]
#[case("2025-07-07", 6)]
#[case("2026-01-28", 2)]
#[case("2026-05-26", 3)]
fn blank_lines_are_counted_and_are_not_rows(#[case] published: &str, #[case] blank: u64) {
    assert_eq!(
        release(published)
            .1
            .table(Table::Conditions)
            .unwrap()
            .blank_lines,
        blank
    );
}

#[rstest]
#[case(Table::Medicines, NoteCode::StraySpaces, 15_847 + 1_134)]
#[case(Table::Medicines, NoteCode::Missing, 1)]
#[case(Table::Medicines, NoteCode::MedicineWithoutPack, 1_279)]
#[case(Table::Packs, NoteCode::UnknownMedicine, 4)]
#[case(Table::Packs, NoteCode::ImplausibleYear, 27)]
#[case(Table::Packs, NoteCode::Markup, 814)]
#[case(Table::Packs, NoteCode::PriceSum, 0)]
#[case(Table::Packs, NoteCode::Cip7Mismatch, 0)]
#[case(Table::Packs, NoteCode::UnreadableValue, 0)]
#[case(Table::GenericGroups, NoteCode::UnknownMedicine, 2_517)]
#[case(Table::GenericGroups, NoteCode::GroupWithoutReference, 11)]
#[case(Table::GenericGroups, NoteCode::SeveralGroups, 63)]
#[case(Table::MajorInterest, NoteCode::ShortAtc, 81)]
#[case(Table::MajorInterest, NoteCode::UnknownMedicine, 0)]
#[case(Table::Availability, NoteCode::UpdateBeforeStart, 49)]
#[case(Table::Availability, NoteCode::UnknownMedicine, 12)]
fn oddities_that_are_kept_are_counted(
    #[case] table: Table,
    #[case] code: NoteCode,
    #[case] rows: u64,
) {
    assert_eq!(report().table(table).unwrap().noted(code), rows);
}

#[rstest]
#[case("2025-07-07", 59)]
#[case("2026-01-28", 60)]
fn prices_that_do_not_add_up_are_noted(#[case] published: &str, #[case] rows: u64) {
    assert_eq!(
        release(published)
            .1
            .table(Table::Packs)
            .unwrap()
            .noted(NoteCode::PriceSum),
        rows
    );
}

#[test]
fn files_that_are_not_used_are_said() {
    let links = report()
        .files
        .iter()
        .find(|file| file.name.contains("Liens"))
        .unwrap();
    assert_eq!(links.usage, FileUse::NotUsed);
}

#[test]
fn kept_and_quarantined_make_what_was_read() {
    for published in RELEASES {
        for file in &release(published).1.files {
            assert_eq!(
                file.rows_kept + file.rows_quarantined(),
                file.rows_read,
                "{}",
                file.name
            );
        }
    }
}

#[test]
fn the_most_sold_pack_of_france_is_known_by_all_its_codes() {
    let pack = catalogue().pack("3400935955838".parse().unwrap()).unwrap();
    assert_eq!(pack.cis().to_string(), "60234100");
    assert_eq!(pack.marketing(), PackMarketing::Marketed);
    assert_eq!(pack.reimbursement_percent(), Some(65));
    let prices = [pack.price_without_fee(), pack.public_price(), pack.fee()]
        .map(|price| price.unwrap().to_string());
    assert_eq!(prices, ["1.16", "2.18", "1.02"]);
    assert_eq!(
        catalogue()
            .pack_by_cip7("3595583".parse().unwrap())
            .unwrap()
            .cip13(),
        pack.cip13()
    );
    let medicine = pack.medicine().unwrap();
    assert_eq!(medicine.name(), "DOLIPRANE 1000 mg, comprimé");
    assert!(medicine.packs().any(|other| other.cip13() == pack.cip13()));
}

#[test]
fn a_price_above_one_thousand_euros_is_read() {
    let dearest = catalogue()
        .packs()
        .filter_map(vigie_catalogue::Pack::public_price)
        .filter(|price| price.trunc() >= 1000.into());
    assert_eq!(dearest.count(), 467);
}

#[test]
fn every_code_of_the_release_is_valid_and_no_pack_is_lost() {
    assert_eq!(catalogue().packs().len(), 20_903);
    assert_eq!(catalogue().medicines().len(), 15_848);
    assert!(
        catalogue()
            .packs()
            .all(|pack| pack.cip7() == pack.cip13().cip7())
    );
    let by_medicine: usize = catalogue()
        .medicines()
        .map(|medicine| medicine.packs().count())
        .sum();
    assert_eq!(by_medicine, 20_903 - 4);
}

#[test]
fn quotes_are_data() {
    let with_quotes = catalogue()
        .medicines()
        .find(|medicine| medicine.name().starts_with("STEROGYL 15 \""));
    assert!(with_quotes.unwrap().name().contains("\"A\""));
}

#[test]
fn a_salt_and_its_moiety_are_linked() {
    let medicine = catalogue().medicine("60292648".parse().unwrap()).unwrap();
    let salt = medicine
        .components()
        .find(|component| !component.is_moiety())
        .unwrap();
    assert_eq!(
        (salt.name(), salt.dose()),
        ("MÉSILATE DE DABIGATRAN ÉTEXILATE", "126,83 mg")
    );
    let moiety = salt.moiety().unwrap();
    assert_eq!(
        (moiety.name(), moiety.dose()),
        ("DABIGATRAN ÉTEXILATE", "110 mg")
    );
    assert_eq!(moiety.salt().unwrap().substance_code(), 83_321);
    assert_eq!(medicine.active_components().count(), 1);
}

#[test]
fn holders_are_without_their_leading_space() {
    assert!(
        catalogue()
            .holders()
            .all(|holder| holder.name().trim() == holder.name())
    );
    assert!(catalogue().holder("BIOGARAN").unwrap().medicine_count() > 300);
}

#[test]
fn atc_classes_have_french_names() {
    let name = |code: &str| catalogue().atc_name(code.parse().unwrap()).unwrap();
    assert_eq!(name("A"), "SYSTEME DIGESTIF ET METABOLISME");
    assert_eq!(name("A02A"), "ANTIACIDES");
    assert_eq!(name("A01AA01"), "SODIUM FLUORURE");
}

#[test]
fn the_archive_names_where_it_comes_from() {
    let origin = String::from_utf8(data("bdpm-2026-05/ORIGIN.md")).unwrap();
    assert!(origin.contains("Licence Ouverte"));
}
