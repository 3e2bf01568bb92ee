//! Who people are for other services that let them sign in (OpenID Connect), and what those services say of them.

use jiff::Timestamp;
use vigie_model::Rpps;

use crate::Store;
use crate::error::StoreError;
use crate::person::{
    Membership, PERSON, Person, PersonNumber, delete_sessions, insert_memberships,
    list_memberships_of, read_person,
};
use crate::sql::ReadRow;

/// Who a person is for another service that lets people sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Address of the service, as it calls itself.
    pub issuer: String,
    /// Who the person is there.
    pub subject: String,
}

/// An identity that leads to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedIdentity {
    /// Which.
    pub identity: Identity,
    /// Since when.
    pub linked_at: Timestamp,
}

/// What a service's word changed in what a person is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GrantChanges {
    /// What she became.
    pub given: Vec<Membership>,
    /// What she is no longer.
    pub taken: Vec<Membership>,
}

impl Store {
    /// The person that another service knows as this.
    pub async fn find_person_by_identity(
        &self,
        identity: &Identity,
    ) -> Result<Option<Person>, StoreError> {
        let mut connection = self.read().await?;
        let row = sqlx::query(concat!(
            PERSON!(),
            " WHERE number = (SELECT person_number FROM identity WHERE issuer = $1 AND subject = $2)"
        ))
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .fetch_optional(&mut *connection)
        .await?;
        row.as_ref().map(read_person).transpose()
    }

    /// People registered with this number of the directory of health professionals, in order, at most two: more than
    /// one is a mistake of registration.
    pub async fn find_people_by_rpps(&self, rpps: Rpps) -> Result<Vec<Person>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(concat!(
            PERSON!(),
            " WHERE rpps = $1 ORDER BY number LIMIT 2"
        ))
        .bind(rpps.as_u64().cast_signed())
        .fetch_all(&mut *connection)
        .await?;
        rows.iter().map(read_person).collect()
    }

    /// Identities that lead to an account, by issuer.
    pub async fn list_identities(
        &self,
        number: PersonNumber,
    ) -> Result<Vec<LinkedIdentity>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT issuer, subject, linked_at FROM identity WHERE person_number = $1 ORDER BY issuer",
        )
        .bind(i64::from(number.0))
        .fetch_all(&mut *connection)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(LinkedIdentity {
                    identity: Identity {
                        issuer: row.text("issuer")?,
                        subject: row.text("subject")?,
                    },
                    linked_at: row.instant("linked_at")?,
                })
            })
            .collect()
    }

    /// Lets an identity lead to an account.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it leads to an account already, or the person has another one at this issuer.
    pub async fn link_identity(
        &self,
        number: PersonNumber,
        identity: &Identity,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query(
            "INSERT INTO identity (issuer, subject, person_number, linked_at) VALUES ($1, $2, $3, $4)",
        )
        .bind(identity.issuer.as_str())
        .bind(identity.subject.as_str())
        .bind(i64::from(number.0))
        .bind(at.as_microsecond())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Ends the way from an issuer to an account, takes what the issuer's word gave, and ends all sessions; `false` when
    /// there was no such way.
    pub async fn unlink_identity(
        &self,
        number: PersonNumber,
        issuer: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let number = i64::from(number.0);
        let done = sqlx::query("DELETE FROM identity WHERE person_number = $1 AND issuer = $2")
            .bind(number)
            .bind(issuer)
            .execute(&mut *transaction)
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        delete_granted(&mut transaction, number, issuer).await?;
        delete_sessions(&mut transaction, number).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Makes a person what a service says she is, and no longer what it said before; what an operator gave stays. Her
    /// sessions end when something changed.
    pub async fn set_granted_memberships(
        &self,
        number: PersonNumber,
        issuer: &str,
        memberships: &[Membership],
    ) -> Result<GrantChanges, StoreError> {
        let mut transaction = self.write().await?;
        let number = i64::from(number.0);
        // The first statement writes, which makes other writers wait: see `Store::write`.
        sqlx::query("UPDATE person SET number = number WHERE number = $1")
            .bind(number)
            .execute(&mut *transaction)
            .await?;
        let all = list_memberships_of(&mut transaction, number).await?;
        let (granted, own): (Vec<_>, Vec<_>) = all
            .into_iter()
            .partition(|(_, by)| by.as_deref() == Some(issuer));
        let mut wanted: Vec<Membership> = Vec::new();
        for one in memberships {
            if !wanted.contains(one) && !own.iter().any(|(other, _)| other == one) {
                wanted.push(*one);
            }
        }
        let before: Vec<Membership> = granted.into_iter().map(|(one, _)| one).collect();
        let beyond = |one: &&Membership| !before.contains(one);
        let gone = |one: &&Membership| !wanted.contains(one);
        let changes = GrantChanges {
            given: wanted.iter().filter(beyond).copied().collect(),
            taken: before.iter().filter(gone).copied().collect(),
        };
        if changes != GrantChanges::default() {
            delete_granted(&mut transaction, number, issuer).await?;
            insert_memberships(&mut transaction, number, &wanted, Some(issuer)).await?;
            delete_sessions(&mut transaction, number).await?;
        }
        transaction.commit().await?;
        Ok(changes)
    }
}

async fn delete_granted(
    transaction: &mut sqlx::AnyConnection,
    number: i64,
    issuer: &str,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM membership WHERE person_number = $1 AND granted_by = $2")
        .bind(number)
        .bind(issuer)
        .execute(transaction)
        .await?;
    Ok(())
}
