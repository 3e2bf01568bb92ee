//! The one place where the journal grows: entries are written in groups, then move the picture in their order.

use std::sync::Weak;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};
use vigie_model::ReportNumber;
use vigie_stock::ReportContent;
use vigie_stock::picture::{Accepted, Applied};
use vigie_store::{Appended, NewEntry, Outcome, Receipt};

use super::intake::{IntakeError, report_kind};
use super::{System, SystemError};

/// Most entries of one group, and most payload bytes: a group is one transaction and one wait for the disk.
const GROUP_ENTRIES: usize = 128;
const GROUP_BYTES: usize = 4 << 20;
/// How long a group waits, at most, for reports that are being read: about as long as for the disk, so that a wait for
/// the disk serves many; shorter than a sender notices.
const GATHER_TIME: Duration = Duration::from_millis(4);
/// Entries that may wait before senders are made to wait.
pub(super) const QUEUE: usize = 1024;

type Reply = oneshot::Sender<Result<(Receipt, bool, ReportContent), IntakeError>>;

/// An entry on its way to the journal.
#[derive(Debug)]
pub(super) struct Pending {
    pub entry: NewEntry,
    pub content: ReportContent,
    pub reply: Reply,
}

impl System {
    /// Writes entries until every sender is gone.
    pub(super) async fn run_commits(system: Weak<Self>, mut queue: mpsc::Receiver<Pending>) {
        while let Some(first) = queue.recv().await {
            let Some(system) = system.upgrade() else {
                return;
            };
            let group = system.gather(first, &mut queue).await;
            system.commit_group(group).await;
        }
    }

    /// Takes what waits, and for a short time what is still being read.
    async fn gather(&self, first: Pending, queue: &mut mpsc::Receiver<Pending>) -> Vec<Pending> {
        let end = Instant::now() + GATHER_TIME;
        let mut bytes = first.entry.payload.len();
        let mut group = vec![first];
        while group.len() < GROUP_ENTRIES && bytes < GROUP_BYTES {
            let next = match queue.try_recv() {
                Ok(next) => next,
                Err(_) if self.reports_being_read.load(Ordering::Relaxed) == 0 => break,
                Err(_) => match timeout_at(end, queue.recv()).await {
                    Ok(Some(next)) => next,
                    _ => break,
                },
            };
            bytes += next.entry.payload.len();
            group.push(next);
        }
        group
    }

    async fn commit_group(&self, group: Vec<Pending>) {
        if let Some(reason) = self.halted() {
            for pending in group {
                let refused = IntakeError::Unavailable(reason.clone());
                let _ = pending.reply.send(Err(refused));
            }
            return;
        }
        let (entries, waiting): (Vec<NewEntry>, Vec<(ReportContent, Reply)>) = group
            .into_iter()
            .map(|pending| (pending.entry, (pending.content, pending.reply)))
            .unzip();
        match self.store.append(&entries).await {
            Ok(appended) => {
                for ((entry, appended), (content, reply)) in
                    entries.iter().zip(appended).zip(waiting)
                {
                    let answer = self.take(entry, &appended, &content).await;
                    let _ =
                        reply.send(answer.map(|(receipt, repeated)| (receipt, repeated, content)));
                }
            }
            Err(_) if entries.len() > 1 => self.commit_one_by_one(entries, waiting).await,
            Err(error) => {
                tracing::error!(%error, "Journal refuses a report");
                for (_, reply) in waiting {
                    let _ = reply.send(Err(IntakeError::Unavailable(error.to_string())));
                }
            }
        }
    }

    /// One entry that the store refuses must not refuse its neighbours.
    async fn commit_one_by_one(
        &self,
        entries: Vec<NewEntry>,
        waiting: Vec<(ReportContent, Reply)>,
    ) {
        for (entry, (content, reply)) in entries.into_iter().zip(waiting) {
            let answer = match self.store.append(std::slice::from_ref(&entry)).await {
                Ok(appended) => match appended.first() {
                    Some(appended) => self.take(&entry, appended, &content).await,
                    None => Err(IntakeError::Unavailable("nothing was appended".to_owned())),
                },
                Err(error) => Err(error.into()),
            };
            let _ = reply.send(answer.map(|(receipt, repeated)| (receipt, repeated, content)));
        }
    }

    /// Takes an entry into the picture, if it is new. One that the picture cannot take is in the journal, so that its
    /// receipt is good; but then no other is taken until a restart reads the journal again.
    async fn take(
        &self,
        entry: &NewEntry,
        appended: &Appended,
        content: &ReportContent,
    ) -> Result<(Receipt, bool), IntakeError> {
        match &appended.outcome {
            Outcome::Repeated(receipt) => Ok((receipt.clone(), true)),
            Outcome::KeyReused(_) => Err(IntakeError::KeyReused),
            Outcome::New => {
                self.apply_or_halt(entry, appended.number, content).await;
                Ok((receipt_of(entry, appended.number, content), false))
            }
        }
    }

    async fn apply_or_halt(&self, entry: &NewEntry, number: ReportNumber, content: &ReportContent) {
        if self.halted().is_some() {
            return;
        }
        if let Err(error) = self.apply(entry, number, content).await {
            let reason = format!(
                "report {number} is in the journal and could not be counted ({error}); \
                 no report is taken until the server is restarted"
            );
            tracing::error!(reason, "Intake stops");
            *self.halted.write() = Some(reason);
        }
    }

    async fn apply(
        &self,
        entry: &NewEntry,
        number: ReportNumber,
        content: &ReportContent,
    ) -> Result<(), SystemError> {
        let accepted = Accepted {
            number,
            site: entry.site,
            as_of: entry.as_of,
            kind: report_kind(entry.kind),
        };
        let applied = self.picture.write().apply(&accepted, content);
        match applied {
            Ok(Applied::Present) => Ok(()),
            Ok(Applied::OutOfOrder) => self.rebuild(&accepted).await,
            Err(error) => {
                tracing::error!(%error, "Report of an unregistered site in the journal");
                Ok(())
            }
        }
    }
}

fn receipt_of(entry: &NewEntry, number: ReportNumber, content: &ReportContent) -> Receipt {
    Receipt {
        number,
        id: entry.id,
        site: entry.site,
        as_of: entry.as_of,
        received_at: entry.received_at,
        kind: entry.kind,
        line_count: entry.line_count,
        quarantined_count: content.quarantined.len() as u32,
        digest: entry.digest,
        idempotency_key: entry.idempotency_key.clone(),
    }
}
