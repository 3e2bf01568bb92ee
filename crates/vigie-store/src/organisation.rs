//! The registry of organisations: who owns sites.

use std::collections::HashMap;

use vigie_model::OrganisationNumber;

use crate::Store;
use crate::error::StoreError;
use crate::numbering::{Registry, advance_counter};
use crate::sql::{ReadRow, execute_rows};

/// An organisation to register, or to rename when its code is already known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// How the outside world names it: a SIREN where it has one.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// Who owns sites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Its dense number.
    pub number: OrganisationNumber,
    /// How the outside world names it: a SIREN where it has one.
    pub code: String,
    /// Its name.
    pub name: String,
}

const REGISTRY: Registry = Registry {
    counter: "organisation",
    known: "SELECT code AS key, number FROM organisation WHERE code IN ({rows})",
};

impl Store {
    /// Registers these organisations, or renames those whose code is known, and answers their numbers
    /// in the order given. All or none. A code given twice is one organisation, with its last name.
    pub async fn upsert_organisations(
        &self,
        organisations: &[NewOrganisation],
    ) -> Result<Vec<OrganisationNumber>, StoreError> {
        let codes: Vec<String> = organisations
            .iter()
            .map(|organisation| organisation.code.clone())
            .collect();
        let mut transaction = self.write().await?;
        let numbered = REGISTRY.numbers(&mut transaction, &codes).await?;
        let last: HashMap<&str, &str> = organisations
            .iter()
            .map(|organisation| (organisation.code.as_str(), organisation.name.as_str()))
            .collect();
        let mut rows: Vec<(i64, &str, &str)> = last
            .into_iter()
            .map(|(code, name)| Ok((numbered.number_of(&code.to_owned())?, code, name)))
            .collect::<Result<_, StoreError>>()?;
        rows.sort_unstable();
        execute_rows(&mut transaction, UPSERT, 3, &rows, |query, row| {
            query.bind(row.0).bind(row.1).bind(row.2)
        })
        .await?;
        transaction.commit().await?;
        codes
            .iter()
            .map(|code| Ok(OrganisationNumber(numbered.number_of(code)? as u32)))
            .collect()
    }

    /// Registers an organisation that is new.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its code is known.
    pub async fn add_organisation(
        &self,
        organisation: &NewOrganisation,
    ) -> Result<OrganisationNumber, StoreError> {
        let mut transaction = self.write().await?;
        let number = advance_counter(&mut transaction, REGISTRY.counter, 1).await? - 1;
        sqlx::query("INSERT INTO organisation (number, code, name) VALUES ($1, $2, $3)")
            .bind(number)
            .bind(organisation.code.as_str())
            .bind(organisation.name.as_str())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(OrganisationNumber(number as u32))
    }

    /// Renames an organisation, if it is still what it was before; `false` when somebody changed it meanwhile.
    pub async fn change_organisation(
        &self,
        before: &Organisation,
        name: &str,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let done = sqlx::query(
            "UPDATE organisation SET name = $1 WHERE number = $2 AND code = $3 AND name = $4",
        )
        .bind(name)
        .bind(i64::from(before.number.0))
        .bind(before.code.as_str())
        .bind(before.name.as_str())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// All organisations, in the order of their numbers, which start at 0 and have no gap.
    pub async fn list_organisations(&self) -> Result<Vec<Organisation>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query("SELECT number, code, name FROM organisation ORDER BY number")
            .fetch_all(&mut *connection)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(Organisation {
                    number: OrganisationNumber(row.integer("number")?),
                    code: row.text("code")?,
                    name: row.text("name")?,
                })
            })
            .collect()
    }
}

const UPSERT: &str = "INSERT INTO organisation (number, code, name) VALUES {rows} \
     ON CONFLICT (number) DO UPDATE SET name = excluded.name";
