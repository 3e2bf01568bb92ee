//! Computes everything again from the journal, day by day, and compares.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use serde::Serialize;
use tokio::task::JoinHandle;
use vigie_model::{Day, ReportNumber};
use vigie_stock::history::{DaySummary, HistoryError, HistoryFile, sum_up_day};
use vigie_stock::picture::{Accepted, Picture};
use vigie_stock::{digest_of_positions, read_payload};
use vigie_store::FileKind;

use super::intake::report_kind;
use super::{System, SystemError};

/// Payload bytes held at a time.
const PAGE_BYTES: u64 = 8 << 20;

/// A day whose files are computed again while later days are folded.
struct Comparison {
    day: Day,
    /// Digest of the file that was published.
    published: [u8; 32],
    summary: JoinHandle<Result<DaySummary, HistoryError>>,
}

/// A page of the journal that was read.
struct PageRead {
    entries: u64,
    last: ReportNumber,
}

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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
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

impl System {
    /// Folds the whole journal in order of day, another way than the running picture, and compares positions, day files
    /// and history. Files that late reports have changed are written again first. `progress` is told the entries done
    /// and their total.
    pub async fn verify(
        self: &Arc<Self>,
        mut progress: impl FnMut(u64, u64),
    ) -> Result<Verification, SystemError> {
        let mut unwritten = self.files.lock().await;
        self.correct_days_holding(&mut unwritten).await?;
        let history = self.history_digests().await?;
        let mut found = Verification::default();
        let days = self.list_days(&mut found).await?;
        let mut picture = Picture::new(self.packs().len(), self.registry().sites());
        // Computing the files of a day takes longer than folding it.
        let at_once = std::thread::available_parallelism().map_or(1, usize::from);
        let mut comparisons = VecDeque::new();
        let mut done = 0;
        let mut next_day = days.first().copied();
        while let (Some(day), Some(last)) = (next_day, days.last())
            && day <= *last
        {
            let mut after = ReportNumber(0);
            while let Some(read) = self.fold_page(&mut picture, day, after, &mut found).await? {
                after = read.last;
                done += read.entries;
                progress(done, found.entries);
            }
            picture.begin_day(day);
            comparisons.extend(self.compare_day(&mut picture, day, &mut found).await?);
            if comparisons.len() > at_once
                && let Some(first) = comparisons.pop_front()
            {
                first.finish(&history, &mut found).await?;
            }
            next_day = Some(day.plus_days(1));
        }
        for comparison in comparisons {
            comparison.finish(&history, &mut found).await?;
        }
        let digest = digest_of_positions(&picture);
        found.positions_digest = blake3::Hash::from(digest).to_hex().to_string();
        if digest != digest_of_positions(&self.picture.read()) {
            found.disagreements.push(Disagreement::Positions);
        }
        Ok(found)
    }

    /// The days that have entries. Counts the entries and looks for gaps between their numbers.
    async fn list_days(&self, found: &mut Verification) -> Result<BTreeSet<Day>, SystemError> {
        let mut days = BTreeSet::new();
        let mut next = 1;
        loop {
            let page = self.store.receipts_from(ReportNumber(next)).await?;
            if page.is_empty() {
                return Ok(days);
            }
            for receipt in page {
                if receipt.number.0 != next {
                    let gap = Disagreement::Gap { missing: next };
                    found.disagreements.push(gap);
                }
                next = receipt.number.0 + 1;
                found.entries += 1;
                days.insert(receipt.as_of);
            }
        }
    }

    /// Takes one page of the entries of a day into the picture; `None` when there are no more.
    async fn fold_page(
        &self,
        picture: &mut Picture,
        day: Day,
        after: ReportNumber,
        found: &mut Verification,
    ) -> Result<Option<PageRead>, SystemError> {
        let page = self.store.entries_of_day(day, after, PAGE_BYTES).await?;
        for entry in &page {
            let Ok(content) = read_payload(&entry.payload) else {
                let number = entry.receipt.number.0;
                found.disagreements.push(Disagreement::Payload { number });
                continue;
            };
            let accepted = Accepted {
                number: entry.receipt.number,
                site: entry.receipt.site,
                as_of: entry.receipt.as_of,
                kind: report_kind(entry.receipt.kind),
            };
            found.lines += content.lines.len() as u64;
            let _ = picture.apply(&accepted, &content);
        }
        Ok(page.last().map(|last| PageRead {
            entries: page.len() as u64,
            last: last.receipt.number,
        }))
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

    /// Closes a day, and begins to compute its files again beside the fold; `None` when none were published.
    async fn compare_day(
        &self,
        picture: &mut Picture,
        day: Day,
        found: &mut Verification,
    ) -> Result<Option<Comparison>, SystemError> {
        let files = self.store.list_files(FileKind::Day, day, day).await?;
        let Some(published) = files.into_iter().next() else {
            let last_closed = self.picture.read().last_closed();
            if last_closed.is_some_and(|closed| day <= closed) {
                found.disagreements.push(Disagreement::DayFile { day });
            }
            return Ok(None);
        };
        let Some(state) = picture.close_day(day) else {
            return Ok(None);
        };
        let packs = self.packs();
        let write = move || sum_up_day(&state, &packs);
        Ok(Some(Comparison {
            day,
            published: published.file.digest,
            summary: tokio::task::spawn_blocking(write),
        }))
    }
}

impl Comparison {
    async fn finish(
        self,
        history: &HistoryDigests,
        found: &mut Verification,
    ) -> Result<(), SystemError> {
        let summary = self.summary.await.map_err(|_| SystemError::Stopping)??;
        found.day_files += 1;
        if summary.digest != self.published {
            let differs = Disagreement::DayFile { day: self.day };
            found.disagreements.push(differs);
        }
        let told = history.get(&self.day).map(Vec::as_slice);
        if told != Some(&[summary.history_digest]) {
            let differs = Disagreement::History { day: self.day };
            found.disagreements.push(differs);
        }
        Ok(())
    }
}
