//! A report comes in: read, checked, handed to the journal, answered when it is on disk.

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use tokio::sync::oneshot;
use uuid::Uuid;
use vigie_model::{Day, Language, Site, SiteCode};
use vigie_stock::{
    PayloadWriter, QuarantineReason, ReadReport, Refusal, ReportContent, ReportKind, ReportReader,
};
use vigie_store::{EntryKind, NewEntry, NewQuarantined, Receipt, StoreError};

use super::System;
use super::commit::Pending;

/// Desks kept for the next reports; more are made when more come at once.
const DESKS_KEPT: usize = 16;
/// Bodies above this are read on a thread that may block.
const LARGE_BODY: usize = 128 << 10;

/// What a sender says of a report beside its lines.
#[derive(Debug, Clone, Default)]
pub struct ReportMeta {
    /// The day at whose end the stock was counted, unless the file says it.
    pub as_of: Option<Day>,
    /// Whether everything is listed.
    pub kind: Option<ReportKind>,
    /// Key under which the sender may repeat the request safely.
    pub idempotency_key: Option<String>,
}

/// A report that is in the journal.
#[derive(Debug, Clone)]
pub struct ReceivedReport {
    /// Its receipt.
    pub receipt: Receipt,
    /// Whether the same report was received before.
    pub repeated: bool,
    /// What was read, for the answer.
    pub read: ReadReport,
}

/// Why a report is not in the journal.
#[derive(Debug)]
pub enum IntakeError {
    /// The file is refused; the sender can mend it.
    Refused(Refusal),
    /// Neither the request nor the file says the day.
    NoDay,
    /// The day has not ended, as far as this server's clock tells.
    FutureDay {
        /// The day stated.
        as_of: Day,
        /// Today.
        today: Day,
    },
    /// The day is too long ago.
    TooOld {
        /// The day stated.
        as_of: Day,
        /// The oldest day accepted.
        oldest: Day,
    },
    /// The request and the file name different days.
    DayMismatch {
        /// In the request.
        stated: Day,
        /// In the file.
        in_file: Day,
    },
    /// The file is about another site than the request.
    SiteMismatch {
        /// In the request.
        stated: SiteCode,
        /// In the file.
        in_file: String,
    },
    /// The idempotency key was used for another report.
    KeyReused,
    /// The disk is full.
    Full,
    /// The store does not answer, or the system is stopping.
    Unavailable(String),
}

impl IntakeError {
    /// The word used in answers.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::NoDay => "no_day",
            Self::FutureDay { .. } => "future_day",
            Self::TooOld { .. } => "too_old",
            Self::DayMismatch { .. } => "day_mismatch",
            Self::SiteMismatch { .. } => "site_mismatch",
            Self::KeyReused => "idempotency_key_reused",
            Self::Full => "disk_full",
            Self::Unavailable(_) => "unavailable",
        }
    }

    /// What is wrong, where, and what to do.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::French => self.message_french(),
            Language::English => self.message_english(),
        }
    }

    fn message_french(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(Language::French),
            Self::NoDay => "le jour du stock n'est pas indiqué ; ajoutez `as_of=2026-11-20` à l'adresse ou une colonne « date »".to_owned(),
            Self::FutureDay { as_of, today } => format!("le {as_of} n'est pas encore venu (nous sommes le {today}) ; vérifiez la date du rapport"),
            Self::TooOld { as_of, oldest } => format!("le {as_of} est trop ancien ; le plus ancien jour accepté est le {oldest}"),
            Self::DayMismatch { stated, in_file } => format!("l'adresse indique le {stated} et le fichier le {in_file} ; corrigez l'un des deux"),
            Self::SiteMismatch { stated, in_file } => format!("le rapport est envoyé pour le site {stated} mais le fichier porte le site {in_file} ; envoyez-le pour ce site"),
            Self::KeyReused => "cette clé d'idempotence a déjà servi pour un autre rapport ; utilisez une nouvelle clé".to_owned(),
            Self::Full => "l'espace disque du serveur est épuisé ; rien n'a été enregistré, renvoyez le rapport plus tard".to_owned(),
            Self::Unavailable(_) => "le serveur ne peut pas enregistrer le rapport pour l'instant ; rien n'a été enregistré, renvoyez-le plus tard".to_owned(),
        }
    }

    fn message_english(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.message(Language::English),
            Self::NoDay => "the day of the stock is not given; add `as_of=2026-11-20` to the address or a column `date`".to_owned(),
            Self::FutureDay { as_of, today } => format!("{as_of} has not come yet (today is {today}); check the date of the report"),
            Self::TooOld { as_of, oldest } => format!("{as_of} is too long ago; the oldest day accepted is {oldest}"),
            Self::DayMismatch { stated, in_file } => format!("the address says {stated} and the file {in_file}; correct one of them"),
            Self::SiteMismatch { stated, in_file } => format!("the report is sent for site {stated} but the file is about site {in_file}; send it for that site"),
            Self::KeyReused => "this idempotency key was used for another report; use a new key".to_owned(),
            Self::Full => "the server's disk is full; nothing was kept, send the report again later".to_owned(),
            Self::Unavailable(_) => "the server cannot keep the report at the moment; nothing was kept, send it again later".to_owned(),
        }
    }
}

impl From<StoreError> for IntakeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full(_) => Self::Full,
            StoreError::Conflict(_) => Self::KeyReused,
            other => Self::Unavailable(other.to_string()),
        }
    }
}

/// What it takes to read one report; its buffers serve the next one.
#[derive(Debug)]
pub(super) struct Desk {
    reader: ReportReader,
    writer: PayloadWriter,
}

impl Desk {
    fn read(&mut self, body: &[u8]) -> Result<(ReadReport, Vec<u8>, [u8; 32]), IntakeError> {
        let read = self.reader.read(body).map_err(IntakeError::Refused)?;
        let written = self.writer.write(&read.content);
        let (payload, digest) =
            written.map_err(|error| IntakeError::Unavailable(error.to_string()))?;
        Ok((read, payload, digest))
    }
}

/// Counts a report among those that are being read, as long as it lives.
struct BeingRead<'a>(&'a AtomicUsize);

impl<'a> BeingRead<'a> {
    fn begin(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for BeingRead<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl System {
    /// Receives one report of a site: returns when it is on disk and in the picture.
    pub async fn receive(
        &self,
        site: &Site,
        meta: ReportMeta,
        body: Bytes,
    ) -> Result<ReceivedReport, IntakeError> {
        let being_read = BeingRead::begin(&self.reports_being_read);
        let (read, payload, digest) = self.read_report(body).await?;
        let as_of = self.check_statement(site, &meta, &read)?;
        let kind = meta.kind.unwrap_or(ReportKind::Full);
        if kind == ReportKind::Full
            && read.content.lines.is_empty()
            && read.content.quarantined.is_empty()
        {
            return Err(IntakeError::Refused(Refusal::Empty));
        }
        let entry = NewEntry {
            id: Uuid::now_v7(),
            site: site.number,
            as_of,
            received_at: self.clock.now(),
            kind: entry_kind(kind),
            line_count: read.content.lines.len() as u32,
            digest,
            idempotency_key: meta.idempotency_key,
            payload,
            quarantined_count: read.content.quarantined.len() as u32,
            quarantined: waiting_lines(&read.content),
            releases: Vec::new(),
        };
        drop(being_read);
        let (receipt, repeated, content) = self.commit(entry, read.content).await?;
        let read = ReadReport {
            content,
            format: read.format,
            statement: read.statement,
        };
        Ok(ReceivedReport {
            receipt,
            repeated,
            read,
        })
    }

    /// Puts an entry into the journal and the picture; gives its content back.
    pub(super) async fn commit(
        &self,
        entry: NewEntry,
        content: ReportContent,
    ) -> Result<(Receipt, bool, ReportContent), IntakeError> {
        let (reply, answer) = oneshot::channel();
        let stopping = |()| IntakeError::Unavailable("stopping".to_owned());
        self.commits
            .send(Pending {
                entry,
                content,
                reply,
            })
            .await
            .map_err(|_| stopping(()))?;
        answer.await.map_err(|_| stopping(()))?
    }

    async fn read_report(
        &self,
        body: Bytes,
    ) -> Result<(ReadReport, Vec<u8>, [u8; 32]), IntakeError> {
        let mut desk = self
            .take_desk()
            .map_err(|error| IntakeError::Unavailable(error.to_string()))?;
        let is_large = body.len() > LARGE_BODY;
        let read = move || {
            let result = desk.read(&body);
            (desk, result)
        };
        let (desk, result) = if is_large {
            tokio::task::spawn_blocking(read)
                .await
                .map_err(|error| IntakeError::Unavailable(error.to_string()))?
        } else {
            read()
        };
        self.keep_desk(desk);
        result
    }

    fn take_desk(&self) -> std::io::Result<Desk> {
        let packs = self.packs();
        let kept = self
            .desks
            .lock()
            .pop()
            .filter(|desk| desk.reader.packs().len() == packs.len());
        match kept {
            Some(desk) => Ok(desk),
            None => Ok(Desk {
                reader: ReportReader::new(packs, self.settings.limits),
                writer: PayloadWriter::new()?,
            }),
        }
    }

    fn keep_desk(&self, desk: Desk) {
        let mut desks = self.desks.lock();
        if desks.len() < DESKS_KEPT {
            desks.push(desk);
        }
    }

    fn check_statement(
        &self,
        site: &Site,
        meta: &ReportMeta,
        read: &ReadReport,
    ) -> Result<Day, IntakeError> {
        if let Some(in_file) = &read.statement.site
            && in_file.parse::<SiteCode>().ok() != Some(site.code)
        {
            return Err(IntakeError::SiteMismatch {
                stated: site.code,
                in_file: in_file.clone(),
            });
        }
        let as_of = match (meta.as_of, read.statement.day) {
            (Some(stated), Some(in_file)) if stated != in_file => {
                return Err(IntakeError::DayMismatch { stated, in_file });
            }
            (Some(day), _) | (None, Some(day)) => day,
            (None, None) => return Err(IntakeError::NoDay),
        };
        let today = self.clock.today();
        let oldest = today.plus_days(-self.settings.oldest_report_days);
        if as_of > today {
            return Err(IntakeError::FutureDay { as_of, today });
        }
        if as_of < oldest {
            return Err(IntakeError::TooOld { as_of, oldest });
        }
        Ok(as_of)
    }
}

pub(super) const fn entry_kind(kind: ReportKind) -> EntryKind {
    match kind {
        ReportKind::Full => EntryKind::Full,
        ReportKind::Changes => EntryKind::Changes,
        ReportKind::Release => EntryKind::Release,
    }
}

pub(super) const fn report_kind(kind: EntryKind) -> ReportKind {
    match kind {
        EntryKind::Full => ReportKind::Full,
        EntryKind::Changes => ReportKind::Changes,
        EntryKind::Release => ReportKind::Release,
    }
}

/// Lines that the catalogue may make usable one day; the others stay in the payload only.
fn waiting_lines(content: &ReportContent) -> Vec<NewQuarantined> {
    let waiting = content
        .quarantined
        .iter()
        .filter(|line| line.reason == QuarantineReason::UnknownPack);
    waiting
        .map(|line| NewQuarantined {
            row_in_report: line.row,
            code: line.code.clone(),
            reason: vigie_store::QuarantineReason(line.reason.code().into()),
        })
        .collect()
}
