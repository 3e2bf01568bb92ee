//! Lists of medicines that people keep. Each belongs to one person, and every change names her: a list of another
//! person is as good as none.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::AnyConnection;
use sqlx::any::AnyRow;
use vigie_model::FormularyItem;

use crate::Store;
use crate::error::StoreError;
use crate::numbering::advance_counter;
use crate::person::PersonNumber;
use crate::sql::{ReadRow, execute_rows};

/// A list's number, from 0; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MedicineListNumber(pub u32);

/// What the address of a list's feed holds: 256 random bits, written as 64 hexadecimal digits. Not shown by `Debug`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FeedSecret([u8; 32]);

/// A text that is not the secret of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the secret of a feed is written with 64 hexadecimal digits")]
pub struct FeedSecretError;

/// A list to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMedicineList {
    /// Whose it is.
    pub person: PersonNumber,
    /// What its owner calls it.
    pub name: String,
    /// Its entries.
    pub items: BTreeSet<FormularyItem>,
    /// In the address of its feed.
    pub feed_secret: FeedSecret,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A list that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicineList {
    /// Its number.
    pub number: MedicineListNumber,
    /// Whose it is.
    pub person: PersonNumber,
    /// What its owner calls it.
    pub name: String,
    /// Its entries.
    pub items: BTreeSet<FormularyItem>,
    /// In the address of its feed.
    pub feed_secret: FeedSecret,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its name or its entries last changed.
    pub changed_at: Timestamp,
}

/// A list without its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MedicineListSummary {
    /// Its number.
    pub number: MedicineListNumber,
    /// What its owner calls it.
    pub name: String,
    /// How many entries it has.
    pub items: u64,
    /// When its name or its entries last changed.
    pub changed_at: Timestamp,
}

impl FeedSecret {
    /// A new secret from the random bytes of the operating system.
    ///
    /// # Errors
    /// When the operating system has none to give.
    pub fn random() -> std::io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// A secret from known bytes: for tests, which must be reproducible.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for FeedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for FeedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("FeedSecret(…)")
    }
}

impl FromStr for FeedSecret {
    type Err = FeedSecretError;

    fn from_str(text: &str) -> Result<Self, FeedSecretError> {
        let hash = blake3::Hash::from_hex(text).map_err(|_| FeedSecretError)?;
        Ok(Self(hash.into()))
    }
}

impl Store {
    /// Keeps a list.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the person does not exist, or the secret is not new.
    pub async fn add_medicine_list(
        &self,
        list: &NewMedicineList,
    ) -> Result<MedicineListNumber, StoreError> {
        let mut transaction = self.write().await?;
        let number = advance_counter(&mut transaction, "medicine_list", 1).await? - 1;
        sqlx::query(
            "INSERT INTO medicine_list (number, person_number, name, feed_secret, created_at, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(number)
        .bind(i64::from(list.person.0))
        .bind(list.name.as_str())
        .bind(list.feed_secret.0.as_slice())
        .bind(list.created_at.as_microsecond())
        .bind(list.created_at.as_microsecond())
        .execute(&mut *transaction)
        .await?;
        insert_items(&mut transaction, number, &list.items).await?;
        transaction.commit().await?;
        Ok(MedicineListNumber(number as u32))
    }

    /// The lists of a person, in the order they were made.
    pub async fn list_medicine_lists(
        &self,
        person: PersonNumber,
    ) -> Result<Vec<MedicineListSummary>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query(
            "SELECT number, name, changed_at, \
             (SELECT COUNT(*) FROM medicine_list_item WHERE list_number = number) AS items \
             FROM medicine_list WHERE person_number = $1 ORDER BY number",
        )
        .bind(i64::from(person.0))
        .fetch_all(&mut *connection)
        .await?;
        let read = |row: &AnyRow| {
            Ok(MedicineListSummary {
                number: MedicineListNumber(row.integer("number")?),
                name: row.text("name")?,
                items: row.integer("items")?,
                changed_at: row.instant("changed_at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// A list of a person; `None` also when it is another person's.
    pub async fn find_medicine_list(
        &self,
        person: PersonNumber,
        number: MedicineListNumber,
    ) -> Result<Option<MedicineList>, StoreError> {
        let mut connection = self.read().await?;
        let row =
            sqlx::query("SELECT * FROM medicine_list WHERE number = $1 AND person_number = $2")
                .bind(i64::from(number.0))
                .bind(i64::from(person.0))
                .fetch_optional(&mut *connection)
                .await?;
        read_list(&mut connection, row).await
    }

    /// The list with this feed.
    pub async fn find_medicine_list_by_feed(
        &self,
        secret: FeedSecret,
    ) -> Result<Option<MedicineList>, StoreError> {
        let mut connection = self.read().await?;
        let row = sqlx::query("SELECT * FROM medicine_list WHERE feed_secret = $1")
            .bind(secret.0.as_slice())
            .fetch_optional(&mut *connection)
            .await?;
        read_list(&mut connection, row).await
    }

    /// Gives a list another name; `false` when the person has no such list.
    pub async fn rename_medicine_list(
        &self,
        person: PersonNumber,
        number: MedicineListNumber,
        name: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let update = "UPDATE medicine_list SET name = $3, changed_at = $4 WHERE number = $1 AND person_number = $2";
        let changed = sqlx::query(update)
            .bind(i64::from(number.0))
            .bind(i64::from(person.0))
            .bind(name)
            .bind(at.as_microsecond())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Gives a list other entries; `false` when the person has no such list.
    pub async fn set_medicine_list_items(
        &self,
        person: PersonNumber,
        number: MedicineListNumber,
        items: &BTreeSet<FormularyItem>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let update =
            "UPDATE medicine_list SET changed_at = $3 WHERE number = $1 AND person_number = $2";
        let changed = sqlx::query(update)
            .bind(i64::from(number.0))
            .bind(i64::from(person.0))
            .bind(at.as_microsecond())
            .execute(&mut *transaction)
            .await?;
        let is_own = changed.rows_affected() > 0;
        if is_own {
            delete_items(&mut transaction, number).await?;
            insert_items(&mut transaction, i64::from(number.0), items).await?;
        }
        transaction.commit().await?;
        Ok(is_own)
    }

    /// Gives the feed of a list another address; `false` when the person has no such list.
    pub async fn set_medicine_list_feed(
        &self,
        person: PersonNumber,
        number: MedicineListNumber,
        secret: FeedSecret,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let update =
            "UPDATE medicine_list SET feed_secret = $3 WHERE number = $1 AND person_number = $2";
        let changed = sqlx::query(update)
            .bind(i64::from(number.0))
            .bind(i64::from(person.0))
            .bind(secret.0.as_slice())
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        Ok(changed.rows_affected() > 0)
    }

    /// Removes a list; `false` when the person has no such list.
    pub async fn remove_medicine_list(
        &self,
        person: PersonNumber,
        number: MedicineListNumber,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let items = "DELETE FROM medicine_list_item WHERE list_number IN \
             (SELECT number FROM medicine_list WHERE number = $1 AND person_number = $2)";
        let list = "DELETE FROM medicine_list WHERE number = $1 AND person_number = $2";
        let mut removed = 0;
        for delete in [items, list] {
            let done = sqlx::query(delete)
                .bind(i64::from(number.0))
                .bind(i64::from(person.0))
                .execute(&mut *transaction)
                .await?;
            removed = done.rows_affected();
        }
        transaction.commit().await?;
        Ok(removed > 0)
    }
}

async fn insert_items(
    connection: &mut AnyConnection,
    number: i64,
    items: &BTreeSet<FormularyItem>,
) -> Result<(), StoreError> {
    let rows: Vec<(i64, i64)> = items
        .iter()
        .map(|item| (number, item.code().cast_signed()))
        .collect();
    let insert = "INSERT INTO medicine_list_item (list_number, code) VALUES {rows}";
    execute_rows(connection, insert, 2, &rows, |query, row| {
        query.bind(row.0).bind(row.1)
    })
    .await?;
    Ok(())
}

async fn delete_items(
    connection: &mut AnyConnection,
    number: MedicineListNumber,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM medicine_list_item WHERE list_number = $1")
        .bind(i64::from(number.0))
        .execute(connection)
        .await?;
    Ok(())
}

async fn read_list(
    connection: &mut AnyConnection,
    row: Option<AnyRow>,
) -> Result<Option<MedicineList>, StoreError> {
    let Some(row) = row else {
        return Ok(None);
    };
    let number: u32 = row.integer("number")?;
    let codes = sqlx::query("SELECT code FROM medicine_list_item WHERE list_number = $1")
        .bind(i64::from(number))
        .fetch_all(connection)
        .await?;
    let item = |row: &AnyRow| {
        FormularyItem::from_code(row.integer("code")?)
            .ok_or_else(|| StoreError::corrupt("a list with what is no code of a medicine or pack"))
    };
    Ok(Some(MedicineList {
        number: MedicineListNumber(number),
        person: PersonNumber(row.integer("person_number")?),
        name: row.text("name")?,
        items: codes.iter().map(item).collect::<Result<_, _>>()?,
        feed_secret: FeedSecret(row.array("feed_secret")?),
        created_at: row.instant("created_at")?,
        changed_at: row.instant("changed_at")?,
    }))
}
