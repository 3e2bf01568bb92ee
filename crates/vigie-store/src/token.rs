//! Tokens of the API. The store holds their hashes only: reading the database gives nobody access.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use vigie_model::{OrganisationNumber, Reach, SiteNumber};

use crate::Store;
use crate::error::StoreError;
use crate::numbering::advance_counter;
use crate::person::PersonNumber;
use crate::sql::{Bound, ReadRow, execute_rows};

/// The secret that a sender shows: 256 random bits, written `vigie_` and 64 hexadecimal digits. Not
/// shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenSecret([u8; 32]);

/// What the store keeps of a secret: its BLAKE3 digest. A slow password hash is not needed, since
/// nobody can try 2^256 secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

/// A text that is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token is written `vigie_` and 64 hexadecimal digits")]
pub struct TokenFormatError;

/// A token's number, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenNumber(pub u32);

/// Whom a token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenScope {
    /// One site.
    Site(SiteNumber),
    /// All sites of an organisation.
    Organisation(OrganisationNumber),
}

/// A token to issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Hash of the secret; the secret itself is shown once and never stored.
    pub hash: TokenHash,
    /// Whom it speaks for.
    pub scope: TokenScope,
    /// What it may do: words without spaces, such as `report`.
    pub verbs: BTreeSet<String>,
    /// What its owner calls it.
    pub label: String,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it stops working; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// Who issued it, when a person did.
    pub created_by: Option<PersonNumber>,
}

/// An issued token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its number.
    pub number: TokenNumber,
    /// Whom it speaks for.
    pub scope: TokenScope,
    /// What it may do.
    pub verbs: BTreeSet<String>,
    /// What its owner calls it.
    pub label: String,
    /// When it was issued.
    pub created_at: Timestamp,
    /// When it stops working; `None` for never.
    pub expires_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub revoked_at: Option<Timestamp>,
    /// When it was last used, to about a minute.
    pub last_used: Option<Timestamp>,
    /// Who issued it, when a person did.
    pub created_by: Option<PersonNumber>,
}

impl TokenSecret {
    /// A new secret from the random bytes of the operating system.
    ///
    /// # Errors
    /// When the operating system has none to give.
    pub fn random() -> std::io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// A secret from known bytes: for the simulator and tests, which must be reproducible.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What the store keeps of it.
    pub fn hash(&self) -> TokenHash {
        TokenHash(blake3::hash(&self.0).into())
    }
}

impl Token {
    /// Whether it works at this instant: neither withdrawn nor expired.
    pub fn is_valid_at(&self, instant: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| instant < end)
    }
}

impl fmt::Display for TokenSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("vigie_")?;
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for TokenSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenSecret(…)")
    }
}

impl FromStr for TokenSecret {
    type Err = TokenFormatError;

    fn from_str(text: &str) -> Result<Self, TokenFormatError> {
        let digits = text.trim().strip_prefix("vigie_").ok_or(TokenFormatError)?;
        let hash = blake3::Hash::from_hex(digits).map_err(|_| TokenFormatError)?;
        Ok(Self(hash.into()))
    }
}

impl Store {
    /// Issues one token.
    pub async fn issue_token(&self, token: &NewToken) -> Result<TokenNumber, StoreError> {
        let numbers = self.issue_tokens(std::slice::from_ref(token)).await?;
        numbers
            .first()
            .copied()
            .ok_or_else(|| StoreError::corrupt("a token without a number"))
    }

    /// Issues many tokens, all or none, and answers their numbers in the order given.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when a site or organisation is not registered, or a secret is not new.
    pub async fn issue_tokens(&self, tokens: &[NewToken]) -> Result<Vec<TokenNumber>, StoreError> {
        let mut transaction = self.write().await?;
        let count = tokens.len() as i64;
        let first = advance_counter(&mut transaction, "token", count).await? - count;
        let rows: Vec<(i64, &NewToken)> = (first..).zip(tokens).collect();
        execute_rows(&mut transaction, INSERT, 9, &rows, bind_token).await?;
        transaction.commit().await?;
        Ok(rows
            .iter()
            .map(|(number, _)| TokenNumber(*number as u32))
            .collect())
    }

    /// The token with this hash, withdrawn or expired ones included: see [`Token::is_valid_at`].
    pub async fn find_token(&self, hash: TokenHash) -> Result<Option<Token>, StoreError> {
        let mut connection = self.read().await?;
        let row = sqlx::query("SELECT * FROM token WHERE secret_hash = $1")
            .bind(hash.0.as_slice())
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read_token).transpose()
    }

    /// The token with this number.
    pub async fn find_token_by_number(
        &self,
        number: TokenNumber,
    ) -> Result<Option<Token>, StoreError> {
        let mut connection = self.read().await?;
        let row = sqlx::query("SELECT * FROM token WHERE number = $1")
            .bind(i64::from(number.0))
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read_token).transpose()
    }

    /// Tokens of holders within a reach, newest first, at most so many, those before a number only: a page. A token of
    /// an organisation lies within the nation and within the organisation, not within a place.
    pub async fn list_tokens(
        &self,
        reach: Reach,
        before: Option<TokenNumber>,
        most: u32,
    ) -> Result<Vec<Token>, StoreError> {
        // A region is its departments; each has its newest tokens, of which the newest of all are taken.
        if let Reach::Region(region) = reach {
            let mut tokens = Vec::new();
            for department in region.departments() {
                let reach = Reach::Department(department);
                tokens.extend(self.read_tokens(reach, before, most).await?);
            }
            tokens.sort_unstable_by_key(|token| std::cmp::Reverse(token.number));
            tokens.truncate(most as usize);
            return Ok(tokens);
        }
        self.read_tokens(reach, before, most).await
    }

    async fn read_tokens(
        &self,
        reach: Reach,
        before: Option<TokenNumber>,
        most: u32,
    ) -> Result<Vec<Token>, StoreError> {
        let mut connection = self.read().await?;
        let before = before.map_or(i64::MAX, |number| i64::from(number.0));
        let question = match reach {
            Reach::Site(site) => sqlx::query(OF_SITE).bind(before).bind(i64::from(site.0)),
            Reach::Organisation(organisation) => sqlx::query(OF_ORGANISATION)
                .bind(before)
                .bind(i64::from(organisation.0)),
            Reach::Department(department) => sqlx::query(OF_DEPARTMENT)
                .bind(before)
                .bind(department.code()),
            Reach::Nation | Reach::Region(_) => sqlx::query(OF_ALL).bind(before).bind(0_i64),
        };
        let rows = question
            .bind(i64::from(most))
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_token).collect()
    }

    /// Withdraws a token for good. Doing it again keeps the first instant.
    pub async fn revoke_token(&self, number: TokenNumber, at: Timestamp) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("UPDATE token SET revoked_at = $1 WHERE number = $2 AND revoked_at IS NULL")
            .bind(at.as_microsecond())
            .bind(i64::from(number.0))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Notes when tokens were used. Meant to be called now and then for all of them, not at each request.
    pub async fn mark_tokens_used(
        &self,
        used: &[(TokenNumber, Timestamp)],
    ) -> Result<(), StoreError> {
        let used: Vec<(i64, i64)> = used
            .iter()
            .map(|(number, at)| (i64::from(number.0), at.as_microsecond()))
            .collect();
        let update = "WITH used (token_number, used_at) AS (VALUES {rows}) \
             UPDATE token SET last_used_at = used_at FROM used \
             WHERE number = token_number AND COALESCE(last_used_at, used_at - 1) < used_at";
        let mut transaction = self.write().await?;
        execute_rows(&mut transaction, update, 2, &used, |query, row| {
            query.bind(row.0).bind(row.1)
        })
        .await?;
        transaction.commit().await
    }
}

const OF_ALL: &str =
    "SELECT * FROM token WHERE number < $1 AND number >= $2 ORDER BY number DESC LIMIT $3";
const OF_SITE: &str =
    "SELECT * FROM token WHERE number < $1 AND site_number = $2 ORDER BY number DESC LIMIT $3";
const OF_ORGANISATION: &str = "SELECT * FROM token WHERE number < $1 AND (organisation_number = $2 \
     OR site_number IN (SELECT number FROM site WHERE organisation = $2)) ORDER BY number DESC LIMIT $3";
const OF_DEPARTMENT: &str = "SELECT * FROM token WHERE number < $1 \
     AND site_number IN (SELECT number FROM site WHERE department = $2) ORDER BY number DESC LIMIT $3";

const INSERT: &str = "INSERT INTO token (number, secret_hash, site_number, organisation_number, verbs, label, \
     created_at, expires_at, created_by) VALUES {rows}";

fn bind_token<'a>(query: Bound<'a>, (number, token): &'a (i64, &NewToken)) -> Bound<'a> {
    let (site, organisation) = match token.scope {
        TokenScope::Site(site) => (Some(i64::from(site.0)), None),
        TokenScope::Organisation(organisation) => (None, Some(i64::from(organisation.0))),
    };
    let verbs: Vec<&str> = token.verbs.iter().map(String::as_str).collect();
    query
        .bind(*number)
        .bind(token.hash.0.as_slice())
        .bind(site)
        .bind(organisation)
        .bind(verbs.join(" "))
        .bind(token.label.as_str())
        .bind(token.created_at.as_microsecond())
        .bind(token.expires_at.map(Timestamp::as_microsecond))
        .bind(token.created_by.map(|person| i64::from(person.0)))
}

fn read_token(row: &AnyRow) -> Result<Token, StoreError> {
    let scope = match (
        row.optional_integer("site_number")?,
        row.optional_integer("organisation_number")?,
    ) {
        (Some(site), None) => TokenScope::Site(SiteNumber(site)),
        (None, Some(organisation)) => TokenScope::Organisation(OrganisationNumber(organisation)),
        _ => return Err(StoreError::corrupt("a token without one scope")),
    };
    Ok(Token {
        number: TokenNumber(row.integer("number")?),
        scope,
        verbs: row
            .text("verbs")?
            .split_whitespace()
            .map(str::to_owned)
            .collect(),
        label: row.text("label")?,
        created_at: row.instant("created_at")?,
        expires_at: row.optional_instant("expires_at")?,
        revoked_at: row.optional_instant("revoked_at")?,
        last_used: row.optional_instant("last_used_at")?,
        created_by: row.optional_integer("created_by")?.map(PersonNumber),
    })
}
