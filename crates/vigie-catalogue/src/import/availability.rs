//! Reads the availability list, alone or in a release.

use hashbrown::HashSet;
use vigie_model::{Cip13, Language};

use super::columns::{Column, Table};
use super::decode::Refusal;
use super::report::{FileReport, FileUse, NoteCode, QuarantineCode};
use super::rows::{Rejected, Row, read_rows};
use crate::availability::{AvailabilityRow, AvailabilitySnapshot, AvailabilityStatus};

/// Reads one snapshot of the availability list (`CIS_CIP_Dispo_Spec`). A compressed one is read too.
///
/// Fails when the file as a whole cannot be used; single rows never make it fail.
pub fn read_availability(bytes: &[u8]) -> Result<(AvailabilitySnapshot, FileReport), Refusal> {
    let plain = super::archive::plain_bytes(bytes)?;
    let (snapshot, report) = read_named(Table::Availability.file_name(), &plain);
    match report.usage {
        FileUse::Refused(_, refusal) => Err(refusal),
        _ => Ok((snapshot, report)),
    }
}

pub(super) fn read_named(name: &str, bytes: &[u8]) -> (AvailabilitySnapshot, FileReport) {
    let mut snapshot = AvailabilitySnapshot::default();
    let mut seen = HashSet::new();
    let report = read_rows(name, Table::Availability, bytes, |row| {
        let entry = read_entry(row, &mut snapshot)?;
        if !seen.insert(entry.clone()) {
            return Err(Rejected::new(QuarantineCode::ExactDuplicate, Column::Cis));
        }
        snapshot.rows.push(entry);
        Ok(())
    });
    snapshot.texts.freeze();
    (snapshot, report)
}

fn read_entry(
    row: &mut Row<'_>,
    snapshot: &mut AvailabilitySnapshot,
) -> Result<AvailabilityRow, Rejected> {
    let cis = row.identifier(Column::Cis)?;
    let cip13 = affected_pack(row)?;
    let status = AvailabilityStatus::from_code(row.number(Column::StatusCode)?)
        .ok_or_else(|| Rejected::new(QuarantineCode::InvalidValue, Column::StatusCode))?;
    note_label(row, status);
    let entry = AvailabilityRow {
        cis,
        cip13,
        status,
        started_on: row.date(Column::StartDate),
        updated_on: row.date(Column::UpdateDate),
        returned_on: row.date(Column::ReturnDate),
        link: snapshot.texts.intern(&row.text(Column::Link)),
    };
    if let (Some(start), Some(update)) = (entry.started_on, entry.updated_on)
        && update < start
    {
        row.note(
            NoteCode::UpdateBeforeStart,
            Column::UpdateDate,
            &update.to_string(),
        );
    }
    Ok(entry)
}

/// Empty means every pack of the medicine.
fn affected_pack(row: &mut Row<'_>) -> Result<Option<Cip13>, Rejected> {
    let text = row.text(Column::AffectedCip13);
    if text.is_empty() {
        Ok(None)
    } else {
        row.identifier(Column::AffectedCip13).map(Some)
    }
}

/// The code counts; a label written otherwise is noted.
fn note_label(row: &mut Row<'_>, status: AvailabilityStatus) {
    let label = row.text(Column::StatusLabel);
    if !label.is_empty() && label != status.label(Language::French) {
        row.note(NoteCode::LabelDiffers, Column::StatusLabel, &label);
    }
}
