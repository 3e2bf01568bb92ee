//! Lines leave quarantine: used once the catalogue knows their pack, or settled by a later report of the same day.

use std::collections::BTreeMap;

use uuid::Uuid;
use vigie_model::{PackNumber, ReportNumber};
use vigie_stock::{
    FlowLine, ForecastLine, PackTable, PayloadWriter, QuarantineReason, QuarantinedLine,
    ReportContent, ReportKind, StockLine, resolve,
};
use vigie_store::{EntryKind, NewEntry, Quarantined, QuarantinedRow, Receipt};

use super::correction::{SiteEntry, read_entry};
use super::{System, SystemError};

impl System {
    /// Takes the lines whose pack the catalogue has learned out of quarantine; returns how many are used. A line whose
    /// pack was said again later for the same day is settled by that report and not used.
    pub(super) async fn release_quarantine(&self) -> Result<usize, SystemError> {
        let packs = self.packs();
        let reason = vigie_store::QuarantineReason(QuarantineReason::UnknownPack.code().into());
        let mut codes = self.store.find_quarantined_codes(reason).await?;
        codes.retain(|code| resolve(&packs, code).is_ok());
        let mut by_entry: BTreeMap<ReportNumber, Vec<Quarantined>> = BTreeMap::new();
        for line in self.store.list_unreleased_with_codes(&codes).await? {
            by_entry
                .entry(line.row.journal_number)
                .or_default()
                .push(line);
        }
        let mut released = 0;
        for (number, lines) in by_entry {
            released += self.release_lines(number, &lines, &packs).await?;
        }
        Ok(released)
    }

    /// Takes lines of one entry out of quarantine; returns how many are used.
    async fn release_lines(
        &self,
        number: ReportNumber,
        lines: &[Quarantined],
        packs: &PackTable,
    ) -> Result<usize, SystemError> {
        let stored = self.store.entry_with_later_of_its_day(number).await?;
        let read = stored
            .iter()
            .map(read_entry)
            .collect::<Result<Vec<_>, _>>()?;
        let (Some(receipt), Some((own, later))) = (
            stored.first().map(|entry| &entry.receipt),
            read.split_first(),
        ) else {
            return Ok(0);
        };
        let mut superseded = Vec::new();
        let mut current = Vec::new();
        for line in lines {
            match superseding(later, &line.code, packs) {
                Some(by) => superseded.push((line.row, by)),
                None => current.push(line.row),
            }
        }
        self.store.mark_superseded(&superseded).await?;
        let content = usable(&own.content, &current, packs);
        let count = content.lines.len();
        if count > 0 {
            self.append_release(receipt, content, current).await?;
        }
        Ok(count)
    }

    async fn append_release(
        &self,
        receipt: &Receipt,
        content: ReportContent,
        releases: Vec<QuarantinedRow>,
    ) -> Result<(), SystemError> {
        let written = PayloadWriter::new().and_then(|mut writer| writer.write(&content));
        let (payload, digest) = written?;
        let release = NewEntry {
            id: Uuid::now_v7(),
            site: receipt.site,
            as_of: receipt.as_of,
            received_at: self.clock.now(),
            kind: EntryKind::Release,
            line_count: content.lines.len() as u32,
            digest,
            idempotency_key: None,
            payload,
            quarantined_count: 0,
            quarantined: Vec::new(),
            releases,
        };
        self.commit(release, content)
            .await
            .map_err(|_| SystemError::Stopping)?;
        Ok(())
    }
}

/// The first later report of the same site and day that lists everything, or says something of this pack.
fn superseding(later: &[SiteEntry], code: &str, packs: &PackTable) -> Option<ReportNumber> {
    let pack = resolve(packs, code).ok()?;
    let found = later.iter().find(|entry| {
        entry.kind == ReportKind::Full || says_something_of(&entry.content, pack, packs)
    });
    found.map(|entry| ReportNumber(entry.number))
}

fn says_something_of(content: &ReportContent, pack: PackNumber, packs: &PackTable) -> bool {
    let is_listed = content
        .lines
        .binary_search_by_key(&pack, |line| line.pack)
        .is_ok();
    let waits = |line: &QuarantinedLine| {
        line.reason == QuarantineReason::UnknownPack && resolve(packs, &line.code) == Ok(pack)
    };
    is_listed || content.quarantined.iter().any(waits)
}

/// What these rows of a report say, in order of pack; of two rows about one pack, the first.
fn usable(content: &ReportContent, rows: &[QuarantinedRow], packs: &PackTable) -> ReportContent {
    let is_current = |line: &&QuarantinedLine| rows.iter().any(|row| row.row_in_report == line.row);
    let mut lines: Vec<_> = content
        .quarantined
        .iter()
        .filter(is_current)
        .filter_map(|line| Some((resolve(packs, &line.code).ok()?, line)))
        .collect();
    lines.sort_by_key(|(pack, _)| *pack);
    lines.dedup_by_key(|(pack, _)| *pack);
    let mut usable = ReportContent {
        states_sold: content.states_sold,
        ..ReportContent::default()
    };
    for (pack, line) in lines {
        add_line(&mut usable, pack, line);
    }
    usable
}

fn add_line(content: &mut ReportContent, pack: PackNumber, line: &QuarantinedLine) {
    let Some(quantities) = line.quantities else {
        return;
    };
    content.lines.push(StockLine {
        pack,
        on_hand: quantities.on_hand,
        sold: quantities.sold,
    });
    if !quantities.flows.is_empty() {
        content.flows.push(FlowLine {
            pack,
            flows: quantities.flows,
        });
    }
    if !quantities.forecast.is_empty() {
        content.forecasts.push(ForecastLine {
            pack,
            forecast: quantities.forecast,
        });
    }
}
