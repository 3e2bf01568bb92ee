//! Dense numbers: given once, growing only, one order whatever the number of writers.

use std::collections::HashMap;
use std::hash::Hash;

use sqlx::{AnyConnection, Decode, Encode, Row, Type};

use crate::Store;
use crate::error::StoreError;
use crate::sql::fetch_rows;

/// A registry whose members are known outside by a key and inside by a dense number.
pub(crate) struct Registry {
    /// Name of its row in the table `counter`.
    pub(crate) counter: &'static str,
    /// Reads `key` and `number` of the members whose key is among `{rows}`.
    pub(crate) known: &'static str,
}

/// What a key may be: a value of the database that can be looked up in memory too.
pub(crate) trait Key:
    Clone
    + Eq
    + Hash
    + Send
    + Sync
    + Type<sqlx::Any>
    + for<'a> Encode<'a, sqlx::Any>
    + for<'a> Decode<'a, sqlx::Any>
    + 'static
{
}

impl Key for String {}
impl Key for i64 {}

/// The numbers of all these keys, and which of them are new, in the order of the keys.
pub(crate) struct Numbered<K> {
    pub(crate) numbers: HashMap<K, i64>,
    pub(crate) new_keys: Vec<K>,
}

impl<K: Key> Numbered<K> {
    /// The number of a key that was asked for.
    pub(crate) fn number_of(&self, key: &K) -> Result<i64, StoreError> {
        self.numbers
            .get(key)
            .copied()
            .ok_or_else(|| StoreError::corrupt("a key without a number"))
    }
}

impl Registry {
    /// Finds or gives the numbers of these keys. The caller then writes the new ones in the same
    /// transaction; taking the counter first makes every other writer wait until it is committed.
    pub(crate) async fn numbers<K: Key>(
        &self,
        transaction: &mut AnyConnection,
        keys: &[K],
    ) -> Result<Numbered<K>, StoreError> {
        let mut next = advance_counter(transaction, self.counter, 0).await?;
        let first = next;
        let mut numbers = self.known(transaction, keys).await?;
        let mut new_keys = Vec::new();
        for key in keys {
            numbers.entry(key.clone()).or_insert_with(|| {
                new_keys.push(key.clone());
                next += 1;
                next - 1
            });
        }
        if next > first {
            advance_counter(transaction, self.counter, next - first).await?;
        }
        Ok(Numbered { numbers, new_keys })
    }

    async fn known<K: Key>(
        &self,
        connection: &mut AnyConnection,
        keys: &[K],
    ) -> Result<HashMap<K, i64>, StoreError> {
        let rows = fetch_rows(connection, self.known, 1, keys, |query, key| {
            query.bind(key.clone())
        })
        .await?;
        rows.iter()
            .map(|row| Ok((row.try_get("key")?, row.try_get("number")?)))
            .collect()
    }
}

/// Adds to a counter and answers its new value. The row stays locked until the transaction ends.
pub(crate) async fn advance_counter(
    transaction: &mut AnyConnection,
    name: &'static str,
    by: i64,
) -> Result<i64, StoreError> {
    let row = sqlx::query("UPDATE counter SET value = value + $1 WHERE name = $2 RETURNING value")
        .bind(by)
        .bind(name)
        .fetch_optional(transaction)
        .await?;
    let row = row.ok_or_else(|| StoreError::corrupt(format!("no counter {name}")))?;
    Ok(row.try_get("value")?)
}

/// The value of a counter, as the last committed transaction left it.
pub(crate) async fn read_counter(store: &Store, name: &'static str) -> Result<i64, StoreError> {
    let mut connection = store.read().await?;
    let row = sqlx::query("SELECT value FROM counter WHERE name = $1")
        .bind(name)
        .fetch_optional(&mut *connection)
        .await?;
    let row = row.ok_or_else(|| StoreError::corrupt(format!("no counter {name}")))?;
    Ok(row.try_get("value")?)
}
