//! The audit log: an entry is on disk before what it tells of is answered. Entries that come at once are written
//! together, so that many askers wait for the disk once.

use std::sync::Weak;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{mpsc, oneshot};
use vigie_store::{NewAuditEntry, Store, StoreError};

use super::{System, SystemError};

/// Entries written at once at most.
const TOGETHER: usize = 1_000;
/// Entries that may wait to be taken; who comes then waits for a place.
pub(super) const QUEUE: usize = 10_000;
/// Entries kept of those that could not be written, to be written with the next.
const KEPT: usize = 10_000;
/// Time between two notes of when tokens were used.
const BETWEEN_NOTES: Duration = Duration::from_mins(1);
/// Notes between two removals of what is no longer needed: an hour.
const NOTES_BETWEEN_REMOVALS: u32 = 60;
/// How long successful sign-ins are remembered: where somebody signed in lately is known.
const ATTEMPTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// An entry on its way, and whom to tell that it is on disk.
pub(super) struct Noting {
    entry: NewAuditEntry,
    written: oneshot::Sender<bool>,
}

impl System {
    /// Notes what was done or read; it is on disk when this returns.
    ///
    /// # Errors
    /// [`SystemError::NotNoted`] when the store refuses.
    pub async fn note(&self, entry: NewAuditEntry) -> Result<(), SystemError> {
        let (written, answer) = oneshot::channel();
        let noting = Noting { entry, written };
        let sent = self.audit.send(noting).await;
        sent.map_err(|_| SystemError::Stopping)?;
        match answer.await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SystemError::NotNoted),
            Err(_) => Err(SystemError::Stopping),
        }
    }

    /// Keeps house until the system is gone.
    pub(super) async fn run_housekeeping(system: Weak<Self>) {
        let mut turns = tokio::time::interval(BETWEEN_NOTES);
        turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for turn in 1_u32.. {
            turns.tick().await;
            let Some(system) = system.upgrade() else {
                return;
            };
            log_failure(system.write_token_uses().await);
            if turn.is_multiple_of(NOTES_BETWEEN_REMOVALS) {
                let now: Timestamp = system.wall().now();
                let kept = system
                    .store
                    .forget_sessions_and_attempts(now, now - ATTEMPTS_KEPT);
                log_failure(kept.await);
            }
        }
    }
}

/// Writes entries until the system is gone. A task of its own: an asker who leaves takes nobody's entry away.
pub(super) async fn run(store: Store, mut queue: mpsc::Receiver<Noting>) {
    let mut taken = Vec::new();
    let mut unwritten: Vec<NewAuditEntry> = Vec::new();
    while queue.recv_many(&mut taken, TOGETHER).await > 0 {
        let (entries, askers): (Vec<_>, Vec<_>) = taken
            .drain(..)
            .map(|noting| (noting.entry, noting.written))
            .unzip();
        unwritten.extend(entries);
        let written = store.append_audit(&unwritten).await;
        match &written {
            Ok(()) => unwritten.clear(),
            Err(error) => {
                tracing::error!(%error, "The audit log cannot be written; what it tells of is not answered");
                unwritten.truncate(KEPT);
            }
        }
        for asker in askers {
            // Who left does not listen.
            let _ = asker.send(written.is_ok());
        }
    }
}

fn log_failure(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(%error, "What is known of sessions and tokens cannot be written");
    }
}
