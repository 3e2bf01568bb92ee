//! Dense numbers of packs: a withdrawn pack keeps its number, so arrays of the engine never move.

use vigie_model::{Cip13, PackNumber};

use crate::Store;
use crate::error::StoreError;
use crate::numbering::Registry;
use crate::sql::{ReadRow, execute_rows};

const REGISTRY: Registry = Registry {
    counter: "pack_number",
    known: "SELECT cip13 AS key, number FROM pack_number WHERE cip13 IN ({rows})",
};

impl Store {
    /// Finds or gives the numbers of these packs, in the order given; all or none. Numbers start at 0
    /// and have no gap, and no two writers ever give one number twice.
    pub async fn assign_pack_numbers(
        &self,
        packs: &[Cip13],
    ) -> Result<Vec<PackNumber>, StoreError> {
        let keys: Vec<i64> = packs.iter().map(|pack| pack.as_u64() as i64).collect();
        let mut transaction = self.write().await?;
        let numbered = REGISTRY.numbers(&mut transaction, &keys).await?;
        let rows: Vec<(i64, i64)> = numbered
            .new_keys
            .iter()
            .map(|key| Ok((numbered.number_of(key)?, *key)))
            .collect::<Result<_, StoreError>>()?;
        let insert = "INSERT INTO pack_number (number, cip13) VALUES {rows}";
        execute_rows(&mut transaction, insert, 2, &rows, |query, row| {
            query.bind(row.0).bind(row.1)
        })
        .await?;
        transaction.commit().await?;
        keys.iter()
            .map(|key| Ok(PackNumber(numbered.number_of(key)? as u32)))
            .collect()
    }

    /// All numbered packs, in the order of their numbers: the place in the list is the number.
    pub async fn list_pack_numbers(&self) -> Result<Vec<(PackNumber, Cip13)>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query("SELECT number, cip13 FROM pack_number ORDER BY number")
            .fetch_all(&mut *connection)
            .await?;
        rows.iter()
            .map(|row| {
                let pack = Cip13::from_u64(row.integer("cip13")?).map_err(StoreError::corrupt)?;
                Ok((PackNumber(row.integer("number")?), pack))
            })
            .collect()
    }
}
