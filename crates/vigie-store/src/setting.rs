//! Settings that belong to the data and not to one machine.

use crate::Store;
use crate::error::StoreError;
use crate::sql::ReadRow;

impl Store {
    /// The value of a setting.
    pub async fn find_setting(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut connection = self.read().await?;
        let row = sqlx::query("SELECT value FROM setting WHERE key = $1")
            .bind(key)
            .fetch_optional(&mut *connection)
            .await?;
        row.map(|row| row.text("value")).transpose()
    }

    /// Sets or changes a setting.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let mut transaction = self.write().await?;
        sqlx::query("INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
            .bind(key)
            .bind(value)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await
    }

    /// All settings, by key.
    pub async fn list_settings(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query("SELECT key, value FROM setting ORDER BY key")
            .fetch_all(&mut *connection)
            .await?;
        rows.iter()
            .map(|row| Ok((row.text("key")?, row.text("value")?)))
            .collect()
    }
}
