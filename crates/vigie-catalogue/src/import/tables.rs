//! One function per table: from a row to its typed form.

use rust_decimal::Decimal;
use vigie_model::{Atc, Cip7};

use super::columns::Column;
use super::field;
use super::report::NoteCode;
use super::rows::{Rejected, Row};
use crate::release::{
    ComponentRow, ConditionRow, GenericRow, InterestRow, MedicineRow, Nature, PackRow,
};
use crate::text::{TextId, Texts};

/// A text of the row, stored in the arena.
fn stored(row: &mut Row<'_>, column: Column, texts: &mut Texts) -> TextId {
    let text = row.text(column);
    texts.intern(&text)
}

/// The same, noted when it is empty.
fn expected(row: &mut Row<'_>, column: Column, texts: &mut Texts) -> TextId {
    let id = stored(row, column, texts);
    if id.is_empty() {
        row.note(NoteCode::Missing, column, "");
    }
    id
}

pub(super) fn medicine(row: &mut Row<'_>, texts: &mut Texts) -> Result<MedicineRow, Rejected> {
    Ok(MedicineRow {
        cis: row.identifier(Column::Cis)?,
        name: expected(row, Column::Name, texts),
        form: stored(row, Column::Form, texts),
        routes: stored(row, Column::Routes, texts),
        status: stored(row, Column::AuthorisationStatus, texts),
        procedure: stored(row, Column::Procedure, texts),
        marketing: expected(row, Column::MedicineMarketing, texts),
        alert: stored(row, Column::Alert, texts),
        european_number: stored(row, Column::EuropeanNumber, texts),
        holders: expected(row, Column::Holders, texts),
        authorised_on: row.date(Column::AuthorisationDate),
        reinforced_surveillance: row.value(Column::ReinforcedSurveillance, field::yes_no),
    })
}

pub(super) fn pack(row: &mut Row<'_>, texts: &mut Texts) -> Result<PackRow, Rejected> {
    let pack = PackRow {
        cip13: row.identifier(Column::Cip13)?,
        cis: row.identifier(Column::Cis)?,
        cip7: row.value(Column::Cip7, |text| text.parse::<Cip7>().ok()),
        label: expected(row, Column::Label, texts),
        status: stored(row, Column::PackStatus, texts),
        marketing: expected(row, Column::PackMarketing, texts),
        indications: indications(row, texts),
        declared_on: row.date(Column::DeclarationDate),
        collectivities: row.value(Column::Collectivities, field::yes_no),
        rate: row.value(Column::Rate, field::rate),
        price_without_fee: row.value(Column::PriceWithoutFee, field::price),
        public_price: row.value(Column::PublicPrice, field::price),
        fee: row.value(Column::Fee, field::price),
    };
    note_pack(row, &pack);
    Ok(pack)
}

fn indications(row: &mut Row<'_>, texts: &mut Texts) -> TextId {
    let text = row.text(Column::Indications);
    if text.contains('<') {
        row.note(NoteCode::Markup, Column::Indications, &text);
    }
    texts.intern(&text)
}

fn note_pack(row: &mut Row<'_>, pack: &PackRow) {
    if pack.cip7.is_some_and(|cip7| cip7 != pack.cip13.cip7()) {
        row.note(
            NoteCode::Cip7Mismatch,
            Column::Cip7,
            &pack.cip13.to_string(),
        );
    }
    if !price_adds_up(pack) {
        row.note(
            NoteCode::PriceSum,
            Column::PublicPrice,
            &pack.cip13.to_string(),
        );
    }
}

/// Price without fee + fee = public price, when all three are known.
fn price_adds_up(pack: &PackRow) -> bool {
    let sum = |without_fee: Decimal| Some(without_fee + pack.fee?);
    match (pack.price_without_fee.and_then(sum), pack.public_price) {
        (Some(sum), Some(public)) => sum == public,
        _ => true,
    }
}

pub(super) fn component(row: &mut Row<'_>, texts: &mut Texts) -> Result<ComponentRow, Rejected> {
    Ok(ComponentRow {
        cis: row.identifier(Column::Cis)?,
        substance: row.number(Column::SubstanceCode)?,
        element: stored(row, Column::Element, texts),
        name: expected(row, Column::SubstanceName, texts),
        dose: stored(row, Column::Dose, texts),
        reference: stored(row, Column::DoseReference, texts),
        nature: row.value(Column::Nature, nature),
        link: row.value(Column::Link, |text| text.parse().ok()),
    })
}

fn nature(text: &str) -> Option<Nature> {
    match text {
        "SA" | "sa" => Some(Nature::Substance),
        "FT" | "ft" => Some(Nature::Moiety),
        _ => None,
    }
}

pub(super) fn generic(row: &mut Row<'_>, texts: &mut Texts) -> Result<GenericRow, Rejected> {
    Ok(GenericRow {
        cis: row.identifier(Column::Cis)?,
        group: row.number(Column::GroupNumber)?,
        label: stored(row, Column::GroupLabel, texts),
        kind: row.value(Column::GenericType, |text| text.parse().ok()),
        rank: row.value(Column::Rank, |text| text.parse().ok()),
    })
}

pub(super) fn condition(row: &mut Row<'_>, texts: &mut Texts) -> Result<ConditionRow, Rejected> {
    Ok(ConditionRow {
        cis: row.identifier(Column::Cis)?,
        condition: expected(row, Column::Condition, texts),
    })
}

pub(super) fn interest(row: &mut Row<'_>) -> Result<InterestRow, Rejected> {
    let cis = row.identifier(Column::Cis)?;
    let text = row.text(Column::Atc);
    let atc = text.parse::<Atc>().ok();
    match atc {
        None => row.note(NoteCode::InvalidAtc, Column::Atc, &text),
        Some(atc) if atc.level() < 5 => row.note(NoteCode::ShortAtc, Column::Atc, &text),
        Some(_) => {}
    }
    Ok(InterestRow { cis, atc })
}
