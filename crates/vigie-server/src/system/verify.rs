//! Computes everything again from the journal, day by day, and compares.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use vigie_model::{Day, ReportNumber};
use vigie_stock::history::{HistoryFile, write_day};
use vigie_stock::picture::{Accepted, Picture};
use vigie_stock::{ReportContent, digest_of_positions, read_payload};
use vigie_store::FileKind;

use super::intake::report_kind;
use super::{System, SystemError};

const PAGE_BYTES: u64 = 8 << 20;

/// Something that is not what the journal gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Disagreement {
    /// The numbers of the journal have a gap.
    Gap {
        /// The number that is missing.
        missing: u64,
    },
    /// An entry's payload is damaged.
    Payload {
        /// Its number.
        number: u64,
    },
    /// The present positions differ.
    Positions,
    /// The file of a day differs, or is not there.
    DayFile {
        /// The day.
        day: Day,
    },
    /// The history of a day differs, or is not told by exactly one file.
    History {
        /// The day.
        day: Day,
    },
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Journal entries read.
    pub entries: u64,
    /// Lines in them.
    pub lines: u64,
    /// Day files compared.
    pub day_files: u64,
    /// BLAKE3 of the present positions, in hexadecimal.
    pub positions_digest: String,
    /// What differs; empty when all agrees.
    pub disagreements: Vec<Disagreement>,
}

/// By day, a digest for each file that tells of it.
type HistoryDigests = BTreeMap<Day, Vec<[u8; 32]>>;

/// Where an entry is, without its payload.
type Places = BTreeMap<Day, Vec<(ReportNumber, Accepted)>>;

impl System {
    /// Folds the whole journal in order of day, another way than the running picture, and compares positions, day files
    /// and history. Files that late reports have changed are written again first.
    pub async fn verify(
        self: &Arc<Self>,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Verification, SystemError> {
        let mut unwritten = self.files.lock().await;
        self.correct_days_holding(&mut unwritten).await?;
        let history = self.history_digests().await?;
        let mut found = Verification {
            entries: 0,
            lines: 0,
            day_files: 0,
            positions_digest: String::new(),
            disagreements: Vec::new(),
        };
        let places = self.list_places(&mut found).await?;
        let total = found.entries;
        let packs = self.packs();
        let mut picture = Picture::new(packs.len(), self.registry().sites());
        let mut done = 0;
        let last = places.keys().next_back().copied();
        let mut next_day = places.keys().next().copied();
        while let (Some(day), Some(last)) = (next_day, last)
            && day <= last
        {
            for (number, accepted) in places.get(&day).into_iter().flatten() {
                done += 1;
                if let Some(content) = self.read_content(*number, &mut found).await? {
                    found.lines += content.lines.len() as u64;
                    let _ = picture.apply(accepted, &content);
                }
            }
            progress(done, total);
            picture.begin_day(day);
            self.compare_day(&mut picture, day, &history, &mut found)
                .await?;
            next_day = Some(day.plus_days(1));
        }
        let digest = digest_of_positions(&picture);
        found.positions_digest = blake3::Hash::from(digest).to_hex().to_string();
        if digest != digest_of_positions(&self.picture.read()) {
            found.disagreements.push(Disagreement::Positions);
        }
        Ok(found)
    }

    async fn list_places(&self, found: &mut Verification) -> Result<Places, SystemError> {
        let mut places = Places::new();
        let mut next = 1;
        loop {
            let page = self
                .store
                .read_journal(ReportNumber(next), PAGE_BYTES)
                .await?;
            if page.is_empty() {
                return Ok(places);
            }
            for entry in page {
                let receipt = entry.receipt;
                if receipt.number.0 != next {
                    found
                        .disagreements
                        .push(Disagreement::Gap { missing: next });
                }
                next = receipt.number.0 + 1;
                found.entries += 1;
                let accepted = Accepted {
                    number: receipt.number,
                    site: receipt.site,
                    as_of: receipt.as_of,
                    kind: report_kind(receipt.kind),
                };
                places
                    .entry(receipt.as_of)
                    .or_default()
                    .push((receipt.number, accepted));
            }
        }
    }

    async fn read_content(
        &self,
        number: ReportNumber,
        found: &mut Verification,
    ) -> Result<Option<ReportContent>, SystemError> {
        let entry = self.store.read_journal(number, 1).await?.into_iter().next();
        let content = entry.and_then(|entry| read_payload(&entry.payload).ok());
        if content.is_none() {
            found
                .disagreements
                .push(Disagreement::Payload { number: number.0 });
        }
        Ok(content)
    }

    /// The digests that the published history files have of each day.
    async fn history_digests(self: &Arc<Self>) -> Result<HistoryDigests, SystemError> {
        let files = self
            .store
            .list_files(FileKind::History, Day::MIN, Day::MAX)
            .await?;
        let system = Arc::clone(self);
        let read = move || {
            let mut digests = HistoryDigests::new();
            for file in files {
                let file = HistoryFile::open(&system.folder.path(&file.file.key))?;
                for (day, digest) in file.digests()? {
                    digests.entry(day).or_default().push(digest);
                }
            }
            Ok(digests)
        };
        let read = tokio::task::spawn_blocking(read).await;
        read.map_err(|_| SystemError::Stopping)?
    }

    async fn compare_day(
        &self,
        picture: &mut Picture,
        day: Day,
        history: &HistoryDigests,
        found: &mut Verification,
    ) -> Result<(), SystemError> {
        let Some(file) = self
            .store
            .list_files(FileKind::Day, day, day)
            .await?
            .into_iter()
            .next()
        else {
            let last_closed = self.picture.read().last_closed();
            if last_closed.is_some_and(|closed| day <= closed) {
                found.disagreements.push(Disagreement::DayFile { day });
            }
            return Ok(());
        };
        let Some(state) = picture.close_day(day) else {
            return Ok(());
        };
        let summary = write_day(&state, &self.packs(), std::io::sink(), std::io::sink())?;
        found.day_files += 1;
        if summary.digest != file.file.digest {
            found.disagreements.push(Disagreement::DayFile { day });
        }
        let told = history.get(&day).map(Vec::as_slice);
        if told != Some(&[summary.history_digest]) {
            found.disagreements.push(Disagreement::History { day });
        }
        Ok(())
    }
}
