//! People who may sign in, and what they are.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use vigie_model::{Language, Reach, Role, Rpps};

use crate::Store;
use crate::error::StoreError;
use crate::numbering::advance_counter;
use crate::sql::{ReadRow, execute_rows};

/// A person's number, from 0; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonNumber(pub u32);

/// BLAKE3 digest of a random secret: a session's, an invitation's, a recovery code's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SecretHash(pub [u8; 32]);

/// A link by which an invited person sets the first password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// Hash of the secret in the link.
    pub hash: SecretHash,
    /// When it stops working.
    pub ends_at: Timestamp,
}

/// A person to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPerson {
    /// Address of mail, as typed. No two people share one, upper and lower case being the same.
    pub email: String,
    /// How the person is called.
    pub name: String,
    /// Language of pages and mail.
    pub language: Language,
    /// PHC string of the password's hash.
    pub password_hash: Option<String>,
    /// Link for the first password.
    pub invitation: Option<Invitation>,
    /// Number in the directory of health professionals.
    pub rpps: Option<Rpps>,
    /// When added.
    pub created_at: Timestamp,
    /// Whether made up for a demonstration.
    pub synthetic: bool,
}

/// A person.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// Number, from 0.
    pub number: PersonNumber,
    /// Address of mail, as typed.
    pub email: String,
    /// How the person is called.
    pub name: String,
    /// Language of pages and mail.
    pub language: Language,
    /// PHC string of the password's hash.
    pub password_hash: Option<String>,
    /// Secret of the second factor.
    pub totp_secret: Option<Vec<u8>>,
    /// Last step of the second factor whose code was used.
    pub totp_step: Option<u64>,
    /// Number in the directory of health professionals.
    pub rpps: Option<Rpps>,
    /// Whether another service lets her sign in.
    pub has_identity: bool,
    /// When the invitation stops working; `None` when there is none to take up.
    pub invited_until: Option<Timestamp>,
    /// When added.
    pub created_at: Timestamp,
    /// Since when signing in is refused.
    pub disabled_at: Option<Timestamp>,
    /// Whether made up for a demonstration.
    pub synthetic: bool,
}

/// Without what is secret.
impl std::fmt::Debug for Person {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Person")
            .field("number", &self.number)
            .field("disabled_at", &self.disabled_at)
            .finish_non_exhaustive()
    }
}

/// What a person is, and over what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Membership {
    /// What.
    pub role: Role,
    /// Over what.
    pub reach: Reach,
}

/// The form of an address of mail under which it is looked for.
pub fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Reads people, up to the condition.
macro_rules! PERSON {
    () => {
        "SELECT person.*, (SELECT COUNT(*) FROM identity WHERE person_number = person.number) AS identity_count \
         FROM person"
    };
}
pub(crate) use PERSON;

impl Store {
    /// Adds a person with what she is.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the address of mail is another person's.
    pub async fn add_person(
        &self,
        person: &NewPerson,
        memberships: &[Membership],
    ) -> Result<PersonNumber, StoreError> {
        let mut transaction = self.write().await?;
        let number = advance_counter(&mut transaction, "person", 1).await? - 1;
        sqlx::query(
            "INSERT INTO person (number, email, email_key, name, language, password_hash, rpps, \
             invitation_hash, invitation_ends_at, created_at, synthetic) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(number)
        .bind(person.email.trim())
        .bind(email_key(&person.email))
        .bind(person.name.as_str())
        .bind(person.language.code())
        .bind(person.password_hash.as_deref())
        .bind(person.rpps.map(|rpps| rpps.as_u64().cast_signed()))
        .bind(
            person
                .invitation
                .map(|invitation| invitation.hash.0.to_vec()),
        )
        .bind(
            person
                .invitation
                .map(|invitation| invitation.ends_at.as_microsecond()),
        )
        .bind(person.created_at.as_microsecond())
        .bind(i64::from(person.synthetic))
        .execute(&mut *transaction)
        .await?;
        insert_memberships(&mut transaction, number, memberships, None).await?;
        transaction.commit().await?;
        Ok(PersonNumber(number as u32))
    }

    /// The person with this number.
    pub async fn find_person(&self, number: PersonNumber) -> Result<Option<Person>, StoreError> {
        self.find_person_by(
            concat!(PERSON!(), " WHERE number = $1"),
            i64::from(number.0),
        )
        .await
    }

    /// The person with this address of mail.
    pub async fn find_person_by_email(&self, email: &str) -> Result<Option<Person>, StoreError> {
        self.find_person_by(
            concat!(PERSON!(), " WHERE email_key = $1"),
            email_key(email),
        )
        .await
    }

    /// The person to whom this invitation was given, ended ones included.
    pub async fn find_person_by_invitation(
        &self,
        hash: SecretHash,
    ) -> Result<Option<Person>, StoreError> {
        self.find_person_by(
            concat!(PERSON!(), " WHERE invitation_hash = $1"),
            hash.0.to_vec(),
        )
        .await
    }

    async fn find_person_by<'a, K>(
        &self,
        question: &'static str,
        key: K,
    ) -> Result<Option<Person>, StoreError>
    where
        K: sqlx::Encode<'a, sqlx::Any> + sqlx::Type<sqlx::Any> + Send + 'a,
    {
        let mut connection = self.read().await?;
        let row = sqlx::query(question)
            .bind(key)
            .fetch_optional(&mut *connection)
            .await?;
        row.as_ref().map(read_person).transpose()
    }

    /// People after a number, in order, at most so many.
    pub async fn list_people(
        &self,
        after: Option<PersonNumber>,
        most: u32,
    ) -> Result<Vec<Person>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(concat!(
            PERSON!(),
            " WHERE number > $1 ORDER BY number LIMIT $2"
        ))
        .bind(after.map_or(-1, |number| i64::from(number.0)))
        .bind(i64::from(most))
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(read_person).collect()
    }

    /// What a person is.
    pub async fn list_memberships(
        &self,
        number: PersonNumber,
    ) -> Result<Vec<Membership>, StoreError> {
        let mut connection = self.read().await?;
        let all = list_memberships_of(&mut connection, i64::from(number.0)).await?;
        Ok(all.into_iter().map(|(membership, _)| membership).collect())
    }

    /// What everybody is, by person.
    pub async fn list_all_memberships(
        &self,
    ) -> Result<HashMap<PersonNumber, Vec<Membership>>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT person_number, role, reach FROM membership ORDER BY person_number, role, reach",
        )
        .fetch_all(&mut *connection)
        .await?;
        let mut all: HashMap<PersonNumber, Vec<Membership>> = HashMap::new();
        for row in &rows {
            let number = PersonNumber(row.integer("person_number")?);
            all.entry(number).or_default().push(read_membership(row)?);
        }
        Ok(all)
    }

    /// Gives a person a role, and ends her sessions: rights are those of the next sign-in. What another service's word
    /// gave is the operator's from now on.
    pub async fn give_membership(
        &self,
        number: PersonNumber,
        membership: Membership,
    ) -> Result<(), StoreError> {
        self.change_membership(number, membership, true).await
    }

    /// Takes a role from a person, and ends her sessions.
    pub async fn take_membership(
        &self,
        number: PersonNumber,
        membership: Membership,
    ) -> Result<(), StoreError> {
        self.change_membership(number, membership, false).await
    }

    async fn change_membership(
        &self,
        number: PersonNumber,
        membership: Membership,
        is_given: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        let number = i64::from(number.0);
        sqlx::query("DELETE FROM membership WHERE person_number = $1 AND role = $2 AND reach = $3")
            .bind(number)
            .bind(membership.role.as_str())
            .bind(membership.reach.to_string())
            .execute(&mut *transaction)
            .await?;
        if is_given {
            insert_memberships(&mut transaction, number, &[membership], None).await?;
        }
        delete_sessions(&mut transaction, number).await?;
        transaction.commit().await
    }

    /// Registers a number of the directory of health professionals, or removes it.
    pub async fn set_rpps(
        &self,
        number: PersonNumber,
        rpps: Option<Rpps>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("UPDATE person SET rpps = $1 WHERE number = $2")
            .bind(rpps.map(|rpps| rpps.as_u64().cast_signed()))
            .bind(i64::from(number.0))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Changes name and language.
    pub async fn set_profile(
        &self,
        number: PersonNumber,
        name: &str,
        language: Language,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("UPDATE person SET name = $1, language = $2 WHERE number = $3")
            .bind(name)
            .bind(language.code())
            .bind(i64::from(number.0))
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// Keeps a password's hash, takes up the invitation, and ends all sessions unless it is the same password kept
    /// with other parameters.
    pub async fn set_password(
        &self,
        number: PersonNumber,
        hash: &str,
        same_password: bool,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        let number = i64::from(number.0);
        sqlx::query(
            "UPDATE person SET password_hash = $1, invitation_hash = NULL, invitation_ends_at = NULL WHERE number = $2",
        )
        .bind(hash)
        .bind(number)
        .execute(&mut *transaction)
        .await?;
        if !same_password {
            delete_sessions(&mut transaction, number).await?;
        }
        transaction.commit().await
    }

    /// Gives a new invitation, which makes an older one worthless.
    pub async fn set_invitation(
        &self,
        number: PersonNumber,
        invitation: Invitation,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "UPDATE person SET invitation_hash = $1, invitation_ends_at = $2 WHERE number = $3",
        )
        .bind(invitation.hash.0.to_vec())
        .bind(invitation.ends_at.as_microsecond())
        .bind(i64::from(number.0))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Keeps or removes the second factor with its recovery codes, and ends all sessions.
    pub async fn set_second_factor(
        &self,
        number: PersonNumber,
        secret: Option<&[u8]>,
        step: Option<u64>,
        recovery_codes: &[SecretHash],
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        let number = i64::from(number.0);
        sqlx::query("UPDATE person SET totp_secret = $1, totp_step = $2 WHERE number = $3")
            .bind(secret.map(<[u8]>::to_vec))
            .bind(step.map(u64::cast_signed))
            .bind(number)
            .execute(&mut *transaction)
            .await?;
        sqlx::query("DELETE FROM recovery_code WHERE person_number = $1")
            .bind(number)
            .execute(&mut *transaction)
            .await?;
        execute_rows(
            &mut transaction,
            "INSERT INTO recovery_code (person_number, code_hash) VALUES {rows}",
            2,
            recovery_codes,
            |query, code| query.bind(number).bind(code.0.as_slice()),
        )
        .await?;
        delete_sessions(&mut transaction, number).await?;
        transaction.commit().await
    }

    /// Takes up a step of the second factor; `false` when it or a later one was used before.
    pub async fn use_factor_step(
        &self,
        number: PersonNumber,
        step: u64,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "UPDATE person SET totp_step = $1 WHERE number = $2 AND COALESCE(totp_step, -1) < $1",
        )
        .bind(step.cast_signed())
        .bind(i64::from(number.0))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes up a recovery code; `false` when the person has no such code, or no longer.
    pub async fn use_recovery_code(
        &self,
        number: PersonNumber,
        code: SecretHash,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let done =
            sqlx::query("DELETE FROM recovery_code WHERE person_number = $1 AND code_hash = $2")
                .bind(i64::from(number.0))
                .bind(code.0.to_vec())
                .execute(&mut *transaction)
                .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// How many recovery codes a person has left.
    pub async fn count_recovery_codes(&self, number: PersonNumber) -> Result<u64, StoreError> {
        let mut connection = self.read().await?;
        let row =
            sqlx::query("SELECT COUNT(*) AS codes FROM recovery_code WHERE person_number = $1")
                .bind(i64::from(number.0))
                .fetch_one(&mut *connection)
                .await?;
        row.integer("codes")
    }

    /// Lets a person sign in no more, ending her sessions, or again.
    pub async fn set_disabled(
        &self,
        number: PersonNumber,
        since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        let number = i64::from(number.0);
        sqlx::query("UPDATE person SET disabled_at = $1 WHERE number = $2")
            .bind(since.map(Timestamp::as_microsecond))
            .bind(number)
            .execute(&mut *transaction)
            .await?;
        delete_sessions(&mut transaction, number).await?;
        transaction.commit().await
    }
}

/// Adds what a person is, by an operator or by the word of an issuer.
pub(crate) async fn insert_memberships(
    transaction: &mut AnyConnection,
    number: i64,
    memberships: &[Membership],
    granted_by: Option<&str>,
) -> Result<(), StoreError> {
    let mut rows: Vec<(&str, String, Option<&str>)> = memberships
        .iter()
        .map(|membership| {
            let reach = membership.reach.to_string();
            (membership.role.as_str(), reach, granted_by)
        })
        .collect();
    rows.sort_unstable();
    rows.dedup();
    execute_rows(
        transaction,
        "INSERT INTO membership (person_number, role, reach, granted_by) VALUES {rows}",
        4,
        &rows,
        |query, (role, reach, granted_by)| {
            query
                .bind(number)
                .bind(*role)
                .bind(reach.as_str())
                .bind(*granted_by)
        },
    )
    .await?;
    Ok(())
}

/// What a person is, and the issuer whose word gave it.
pub(crate) async fn list_memberships_of(
    connection: &mut AnyConnection,
    number: i64,
) -> Result<Vec<(Membership, Option<String>)>, StoreError> {
    let rows = sqlx::query(
        "SELECT role, reach, granted_by FROM membership WHERE person_number = $1 ORDER BY role, reach",
    )
    .bind(number)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| Ok((read_membership(row)?, row.optional_text("granted_by")?)))
        .collect()
}

/// Ends all sessions of a person.
pub(crate) async fn delete_sessions(
    transaction: &mut AnyConnection,
    number: i64,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM session WHERE person_number = $1")
        .bind(number)
        .execute(transaction)
        .await?;
    Ok(())
}

fn read_membership(row: &AnyRow) -> Result<Membership, StoreError> {
    Ok(Membership {
        role: row.parsed("role")?,
        reach: row.parsed("reach")?,
    })
}

pub(crate) fn read_person(row: &AnyRow) -> Result<Person, StoreError> {
    let rpps = row.optional_integer::<u64>("rpps")?;
    Ok(Person {
        number: PersonNumber(row.integer("number")?),
        email: row.text("email")?,
        name: row.text("name")?,
        language: row.parsed("language")?,
        password_hash: row.optional_text("password_hash")?,
        totp_secret: row.optional_bytes("totp_secret")?,
        totp_step: row.optional_integer("totp_step")?,
        rpps: rpps
            .map(Rpps::from_u64)
            .transpose()
            .map_err(StoreError::corrupt)?,
        has_identity: row.integer::<u64>("identity_count")? > 0,
        invited_until: row.optional_instant("invitation_ends_at")?,
        created_at: row.instant("created_at")?,
        disabled_at: row.optional_instant("disabled_at")?,
        synthetic: row.integer::<i64>("synthetic")? != 0,
    })
}
