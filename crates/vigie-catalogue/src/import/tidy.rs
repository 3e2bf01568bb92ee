//! After all files were read: sorts the tables and checks them against each other.

use hashbrown::HashMap;

use super::columns::{Column, Table};
use super::report::{FileUse, ImportReport, NoteCode};
use crate::availability::AvailabilitySnapshot;
use crate::release::{Keyed, Release, Tables};
use vigie_model::Cis;

/// Sorts every table by its key and notes soft references that lead nowhere.
pub(super) fn tidy(release: &mut Release, report: &mut ImportReport) {
    let tables = &mut release.tables;
    sort(&mut tables.medicines);
    sort(&mut tables.packs);
    sort(&mut tables.components);
    sort(&mut tables.generics);
    sort(&mut tables.conditions);
    sort(&mut tables.interests);
    release.texts.freeze();
    note_orphans(release, report);
    note_medicines_without_pack(&release.tables, report);
    note_groups(&release.tables, report);
}

/// Stable, so that rows of one medicine stay in the order of the file.
fn sort<R: Keyed>(rows: &mut Vec<R>) {
    rows.sort_by_key(Keyed::key);
    rows.shrink_to_fit();
}

fn note(report: &mut ImportReport, table: Table, code: NoteCode, column: Column, value: &str) {
    let file = report
        .files
        .iter_mut()
        .find(|file| file.usage == FileUse::Read(table));
    if let Some(file) = file {
        file.note(code, Some(column), 0, value);
    }
}

fn note_orphans(release: &Release, report: &mut ImportReport) {
    let tables = &release.tables;
    let known = |cis: &Cis| {
        tables
            .medicines
            .binary_search_by_key(cis, Keyed::key)
            .is_ok()
    };
    let mut check = |table: Table, column: Column, orphans: &mut dyn Iterator<Item = Cis>| {
        for cis in orphans.filter(|cis| !known(cis)) {
            note(
                report,
                table,
                NoteCode::UnknownMedicine,
                column,
                &cis.to_string(),
            );
        }
    };
    let listed = release
        .availability
        .iter()
        .flat_map(AvailabilitySnapshot::medicines);
    check(
        Table::Packs,
        Column::Cis,
        &mut tables.packs.iter().map(|row| row.cis),
    );
    check(
        Table::Compositions,
        Column::Cis,
        &mut tables.components.iter().map(Keyed::key),
    );
    check(
        Table::GenericGroups,
        Column::Cis,
        &mut tables.generics.iter().map(Keyed::key),
    );
    check(
        Table::Conditions,
        Column::Cis,
        &mut tables.conditions.iter().map(Keyed::key),
    );
    check(
        Table::MajorInterest,
        Column::Cis,
        &mut tables.interests.iter().map(Keyed::key),
    );
    check(Table::Availability, Column::Cis, &mut { listed });
}

fn note_medicines_without_pack(tables: &Tables, report: &mut ImportReport) {
    let mut with_pack: Vec<Cis> = tables.packs.iter().map(|row| row.cis).collect();
    with_pack.sort_unstable();
    for medicine in &tables.medicines {
        if with_pack.binary_search(&medicine.cis).is_err() {
            let value = medicine.cis.to_string();
            note(
                report,
                Table::Medicines,
                NoteCode::MedicineWithoutPack,
                Column::Cis,
                &value,
            );
        }
    }
}

/// A group has a reference when one of its rows is of type 0.
fn note_groups(tables: &Tables, report: &mut ImportReport) {
    let mut has_reference: HashMap<u32, bool> = HashMap::new();
    for row in &tables.generics {
        *has_reference.entry(row.group).or_default() |= row.kind == Some(0);
    }
    let mut without: Vec<u32> = has_reference
        .iter()
        .filter(|(_, has)| !**has)
        .map(|(group, _)| *group)
        .collect();
    without.sort_unstable();
    for group in without {
        let column = Column::GroupNumber;
        note(
            report,
            Table::GenericGroups,
            NoteCode::GroupWithoutReference,
            column,
            &group.to_string(),
        );
    }
    for rows in tables.generics.chunk_by(|a, b| a.cis == b.cis) {
        if let [first, .., last] = rows
            && first.group != last.group
        {
            note(
                report,
                Table::GenericGroups,
                NoteCode::SeveralGroups,
                Column::Cis,
                &first.cis.to_string(),
            );
        }
    }
}
