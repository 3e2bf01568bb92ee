//! Sign-ins under way at another service: each is taken up once, by the browser that began it.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use vigie_model::Language;

use crate::Store;
use crate::error::StoreError;
use crate::person::{PersonNumber, SecretHash};
use crate::sql::ReadRow;

/// A sign-in that somebody began and has not come back from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingSignIn {
    /// Hash of the secret in the browser's cookie.
    pub hash: SecretHash,
    /// Code of the service in the settings.
    pub provider: String,
    /// Language of the page where it began.
    pub language: Language,
    /// Where the person wants to go.
    pub next: String,
    /// A form that waits meanwhile, written as `name=value&…`; empty when there is none.
    pub form: String,
    /// Who adds this way of signing in to her account; `None` when somebody signs in.
    pub person: Option<PersonNumber>,
    /// When it can no longer be taken up.
    pub ends_at: Timestamp,
}

impl Store {
    /// Keeps a sign-in that begins, and forgets those that ended before `now`.
    pub async fn begin_pending_sign_in(
        &self,
        pending: &PendingSignIn,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("DELETE FROM pending_sign_in WHERE ends_at < $1")
            .bind(now.as_microsecond())
            .execute(&mut *transaction)
            .await?;
        sqlx::query(
            "INSERT INTO pending_sign_in (secret_hash, provider, language, next, form, person_number, ends_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(pending.hash.0.to_vec())
        .bind(pending.provider.as_str())
        .bind(pending.language.code())
        .bind(pending.next.as_str())
        .bind(pending.form.as_str())
        .bind(pending.person.map(|person| i64::from(person.0)))
        .bind(pending.ends_at.as_microsecond())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Takes up a sign-in, which nobody can do again; ended ones included.
    pub async fn take_pending_sign_in(
        &self,
        hash: SecretHash,
    ) -> Result<Option<PendingSignIn>, StoreError> {
        let mut transaction = self.write().await?;
        let row = sqlx::query("DELETE FROM pending_sign_in WHERE secret_hash = $1 RETURNING *")
            .bind(hash.0.to_vec())
            .fetch_optional(&mut *transaction)
            .await?;
        let pending = row.as_ref().map(read_pending).transpose()?;
        transaction.commit().await?;
        Ok(pending)
    }
}

fn read_pending(row: &AnyRow) -> Result<PendingSignIn, StoreError> {
    Ok(PendingSignIn {
        hash: SecretHash(row.array("secret_hash")?),
        provider: row.text("provider")?,
        language: row.parsed("language")?,
        next: row.text("next")?,
        form: row.text("form")?,
        person: row.optional_integer("person_number")?.map(PersonNumber),
        ends_at: row.instant("ends_at")?,
    })
}
