//! The audit log on its way to the store: gathered for half a second, so that a request does not wait for the disk.

use std::sync::Weak;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use parking_lot::Mutex;
use vigie_store::{NewAuditEntry, StoreError};

use super::System;

/// How long entries are gathered.
const GATHERED: Duration = Duration::from_millis(500);
/// Entries gathered at most; who adds more waits until they are on disk.
const MOST: usize = 10_000;
/// Turns of gathering between two notes of when tokens were used: a minute.
const TURNS_BETWEEN_NOTES: u32 = 120;
/// Turns between two removals of what is no longer needed: an hour.
const TURNS_BETWEEN_REMOVALS: u32 = 7_200;
/// How long successful sign-ins are remembered: where somebody signed in lately is known.
const ATTEMPTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Entries that are not on disk yet.
#[derive(Debug, Default)]
pub(super) struct AuditLog {
    waiting: Mutex<Vec<NewAuditEntry>>,
    /// Held while entries are written, so that they are written in order.
    writing: tokio::sync::Mutex<()>,
}

impl System {
    /// Notes what was done or read. It is on disk within a second, and before a clean stop ends.
    ///
    /// # Errors
    /// When so much waits that this entry cannot, and the store refuses.
    pub async fn note(&self, entry: NewAuditEntry) -> Result<(), StoreError> {
        let waiting = {
            let mut waiting = self.audit.waiting.lock();
            waiting.push(entry);
            waiting.len()
        };
        if waiting > MOST {
            self.flush_audit().await?;
        }
        Ok(())
    }

    /// Writes all entries that wait.
    pub async fn flush_audit(&self) -> Result<(), StoreError> {
        let _writing = self.audit.writing.lock().await;
        let entries = std::mem::take(&mut *self.audit.waiting.lock());
        let written = self.store.append_audit(&entries).await;
        if written.is_err() {
            let mut waiting = self.audit.waiting.lock();
            let newer = std::mem::replace(&mut *waiting, entries);
            waiting.extend(newer);
        }
        written
    }

    /// Writes entries now and then until the system is gone, and keeps house.
    pub(super) async fn run_audit(system: Weak<Self>) {
        let mut turns = tokio::time::interval(GATHERED);
        turns.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for turn in 1_u32.. {
            turns.tick().await;
            let Some(system) = system.upgrade() else {
                return;
            };
            if let Err(error) = system.flush_audit().await {
                tracing::error!(%error, "The audit log cannot be written; it is tried again");
            }
            if turn.is_multiple_of(TURNS_BETWEEN_NOTES) {
                log_failure(system.write_token_uses().await);
            }
            if turn.is_multiple_of(TURNS_BETWEEN_REMOVALS) {
                let now: Timestamp = system.wall().now();
                let kept = system
                    .store
                    .forget_sessions_and_attempts(now, now - ATTEMPTS_KEPT);
                log_failure(kept.await);
            }
        }
    }
}

fn log_failure(done: Result<(), StoreError>) {
    if let Err(error) = done {
        tracing::error!(%error, "What is known of sessions and tokens cannot be written");
    }
}
