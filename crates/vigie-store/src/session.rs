//! Sessions of people who signed in, and attempts to sign in. Only hashes of the sessions' secrets are kept.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use crate::Store;
use crate::error::StoreError;
use crate::person::{PersonNumber, SecretHash};
use crate::sql::ReadRow;

/// A session: to begin, or as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Hash of the secret in the cookie.
    pub hash: SecretHash,
    /// Whose.
    pub person: PersonNumber,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to about a minute.
    pub seen_at: Timestamp,
    /// When it ends, however much it is used.
    pub ends_at: Timestamp,
    /// Whether the second factor was shown.
    pub factor_done: bool,
    /// What the browser says it is, cut.
    pub user_agent: String,
    /// By which service the person signed in; `None` when here, with a password.
    pub provider: Option<SessionProvider>,
}

/// The service by which a person signed in.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionProvider {
    /// Its code in the settings.
    pub code: String,
    /// Its token, which says whose session to end there.
    pub identity_token: String,
}

/// Without what tells of the person.
impl std::fmt::Debug for SessionProvider {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SessionProvider({})", self.code)
    }
}

/// What happened lately to an account, known or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempts {
    /// Failures from this address since the last success from there.
    pub failures_here: u32,
    /// When the last of them was.
    pub last_failure_here: Option<Timestamp>,
    /// Failures from all addresses.
    pub failures_anywhere: u32,
    /// When the last of them was.
    pub last_failure_anywhere: Option<Timestamp>,
    /// Whether somebody signed in to it from this address.
    pub known_address: bool,
}

impl Store {
    /// Begins a session; the one that it replaces ends in the same transaction.
    pub async fn begin_session(
        &self,
        session: &Session,
        replaced: Option<SecretHash>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO session (secret_hash, person_number, created_at, seen_at, ends_at, factor_done, user_agent, \
             provider, identity_token) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(session.hash.0.to_vec())
        .bind(i64::from(session.person.0))
        .bind(session.created_at.as_microsecond())
        .bind(session.seen_at.as_microsecond())
        .bind(session.ends_at.as_microsecond())
        .bind(i64::from(session.factor_done))
        .bind(session.user_agent.as_str())
        .bind(session.provider.as_ref().map(|one| one.code.as_str()))
        .bind(
            session
                .provider
                .as_ref()
                .map(|one| one.identity_token.as_str()),
        )
        .execute(&mut *transaction)
        .await?;
        if let Some(replaced) = replaced {
            sqlx::query("DELETE FROM session WHERE secret_hash = $1")
                .bind(replaced.0.to_vec())
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await
    }

    /// The session with this hash, ended ones included.
    pub async fn find_session(&self, hash: SecretHash) -> Result<Option<Session>, StoreError> {
        let mut connection = self.read().await?;
        let row = sqlx::query("SELECT * FROM session WHERE secret_hash = $1")
            .bind(hash.0.to_vec())
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read_session).transpose()
    }

    /// Sessions of a person, newest first.
    pub async fn list_sessions(&self, person: PersonNumber) -> Result<Vec<Session>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM session WHERE person_number = $1 ORDER BY created_at DESC, secret_hash",
        )
        .bind(i64::from(person.0))
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(read_session).collect()
    }

    /// Notes that a session is in use.
    pub async fn touch_session(&self, hash: SecretHash, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("UPDATE session SET seen_at = $1 WHERE secret_hash = $2 AND seen_at < $1")
            .bind(at.as_microsecond())
            .bind(hash.0.to_vec())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Ends one session of a person; nothing happens when it is another's.
    pub async fn end_session(
        &self,
        person: PersonNumber,
        hash: SecretHash,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("DELETE FROM session WHERE person_number = $1 AND secret_hash = $2")
            .bind(i64::from(person.0))
            .bind(hash.0.to_vec())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Ends all sessions of a person.
    pub async fn end_sessions(&self, person: PersonNumber) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("DELETE FROM session WHERE person_number = $1")
            .bind(i64::from(person.0))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Removes sessions that ended before an instant, and attempts made before another.
    pub async fn forget_sessions_and_attempts(
        &self,
        ended_before: Timestamp,
        attempted_before: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("DELETE FROM session WHERE ends_at < $1")
            .bind(ended_before.as_microsecond())
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM sign_in_attempt WHERE at < $1")
            .bind(attempted_before.as_microsecond())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Keeps an attempt to sign in.
    pub async fn note_attempt(
        &self,
        account: SecretHash,
        address: &str,
        at: Timestamp,
        succeeded: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO sign_in_attempt (account_hash, address, at, succeeded) VALUES ($1, $2, $3, $4)",
        )
        .bind(account.0.to_vec())
        .bind(address)
        .bind(at.as_microsecond())
        .bind(i64::from(succeeded))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// What happened to an account: failures since `since`, successes as far as they are kept.
    pub async fn count_attempts(
        &self,
        account: SecretHash,
        address: &str,
        since: Timestamp,
    ) -> Result<Attempts, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT address, at, succeeded FROM sign_in_attempt WHERE account_hash = $1 \
             AND (at >= $2 OR succeeded = 1) ORDER BY at DESC LIMIT 1000",
        )
        .bind(account.0.to_vec())
        .bind(since.as_microsecond())
        .fetch_all(&mut *connection)
        .await?;
        let mut attempts = Attempts::default();
        for row in &rows {
            let here = row.text("address")? == address;
            let at = row.instant("at")?;
            if row.integer::<i64>("succeeded")? != 0 {
                attempts.known_address |= here;
                continue;
            }
            attempts.failures_anywhere += 1;
            attempts.last_failure_anywhere.get_or_insert(at);
            if here && !attempts.known_address {
                attempts.failures_here += 1;
                attempts.last_failure_here.get_or_insert(at);
            }
        }
        Ok(attempts)
    }
}

fn read_session(row: &AnyRow) -> Result<Session, StoreError> {
    let provider = row.optional_text("provider")?;
    let identity_token = row.optional_text("identity_token")?;
    Ok(Session {
        hash: SecretHash(row.array("secret_hash")?),
        person: PersonNumber(row.integer("person_number")?),
        created_at: row.instant("created_at")?,
        seen_at: row.instant("seen_at")?,
        ends_at: row.instant("ends_at")?,
        factor_done: row.integer::<i64>("factor_done")? != 0,
        user_agent: row.text("user_agent")?,
        provider: provider
            .zip(identity_token)
            .map(|(code, identity_token)| SessionProvider {
                code,
                identity_token,
            }),
    })
}
