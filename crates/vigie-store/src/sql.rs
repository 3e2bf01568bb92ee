//! Small helpers that every table uses: many rows in one statement, and typed reading of a row.

use std::fmt::Write;
use std::str::FromStr;

use jiff::Timestamp;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row};
use vigie_model::Day;

use crate::error::StoreError;

/// A statement whose values are being bound.
pub(crate) type Bound<'a> = Query<'a, Any, AnyArguments>;

/// Most rows bound in one statement, so that no statement is long to prepare; `examples/append.rs`
/// measures the choice.
const ROWS_IN_STATEMENT: usize = 64;

/// Runs `sql` over all items, `{rows}` standing for their values, `columns` values for each item.
/// Answers how many rows were changed.
pub(crate) async fn execute_rows<T>(
    connection: &mut AnyConnection,
    sql: &'static str,
    columns: usize,
    items: &[T],
    bind: impl for<'a> Fn(Bound<'a>, &'a T) -> Bound<'a>,
) -> Result<u64, StoreError> {
    let mut changed = 0;
    for chunk in chunks(items) {
        let statement = sqlx::query(AssertSqlSafe(with_rows(
            sql,
            chunk.len(),
            columns,
            connection.backend_name(),
        )));
        changed += chunk
            .iter()
            .fold(statement, &bind)
            .execute(&mut *connection)
            .await?
            .rows_affected();
    }
    Ok(changed)
}

/// Like [`execute_rows`], for a statement that answers rows.
pub(crate) async fn fetch_rows<T>(
    connection: &mut AnyConnection,
    sql: &'static str,
    columns: usize,
    items: &[T],
    bind: impl for<'a> Fn(Bound<'a>, &'a T) -> Bound<'a>,
) -> Result<Vec<AnyRow>, StoreError> {
    let mut rows = Vec::new();
    for chunk in chunks(items) {
        let statement = sqlx::query(AssertSqlSafe(with_rows(
            sql,
            chunk.len(),
            columns,
            connection.backend_name(),
        )));
        rows.extend(
            chunk
                .iter()
                .fold(statement, &bind)
                .fetch_all(&mut *connection)
                .await?,
        );
    }
    Ok(rows)
}

/// Pieces whose lengths are powers of two, so that a few prepared statements serve every batch.
fn chunks<T>(mut items: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let length = ROWS_IN_STATEMENT.min(1 << items.len().checked_ilog2()?);
        let (chunk, rest) = items.split_at(length);
        items = rest;
        Some(chunk)
    })
}

/// Writes `($1,$2),($3,$4)` where the statement says `{rows}`.
///
/// SQLite gets `(?,?),(?,?)`: it finds a numbered parameter by walking the list of all of them, which
/// took a quarter of the time of a large batch.
fn with_rows(sql: &str, rows: usize, columns: usize, backend: &str) -> String {
    let numbered = backend != "SQLite";
    let mut text = String::with_capacity(rows * columns * 5);
    for place in 0..rows * columns {
        text.push_str(match (place, place % columns) {
            (0, _) => "(",
            (_, 0) => "),(",
            _ => ",",
        });
        if numbered {
            // Writing to a string cannot fail.
            let _ = write!(text, "${}", place + 1);
        } else {
            text.push('?');
        }
    }
    text.push(')');
    sql.replace("{rows}", &text)
}

/// Typed reading of a row. What does not fit its type is [`StoreError::Corrupt`].
pub(crate) trait ReadRow {
    fn integer<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError>;
    fn optional_integer<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>, StoreError>;
    fn text(&self, column: &str) -> Result<String, StoreError>;
    fn optional_text(&self, column: &str) -> Result<Option<String>, StoreError>;
    fn optional_bytes(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError>;
    fn parsed<T: FromStr>(&self, column: &str) -> Result<T, StoreError>;
    fn bytes(&self, column: &str) -> Result<&[u8], StoreError>;

    fn array<const LENGTH: usize>(&self, column: &str) -> Result<[u8; LENGTH], StoreError> {
        self.bytes(column)?
            .try_into()
            .map_err(|_| StoreError::corrupt(format!("length of {column}")))
    }

    fn day(&self, column: &str) -> Result<Day, StoreError> {
        Ok(Day::from_epoch_days(self.integer(column)?))
    }

    fn optional_day(&self, column: &str) -> Result<Option<Day>, StoreError> {
        Ok(self.optional_integer(column)?.map(Day::from_epoch_days))
    }

    fn instant(&self, column: &str) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(self.integer(column)?).map_err(StoreError::corrupt)
    }

    fn optional_instant(&self, column: &str) -> Result<Option<Timestamp>, StoreError> {
        self.optional_integer(column)?
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(StoreError::corrupt)
    }
}

impl ReadRow for AnyRow {
    fn integer<T: TryFrom<i64>>(&self, column: &str) -> Result<T, StoreError> {
        narrowed(self.try_get(column)?, column)
    }

    fn optional_integer<T: TryFrom<i64>>(&self, column: &str) -> Result<Option<T>, StoreError> {
        let value: Option<i64> = self.try_get(column)?;
        value.map(|value| narrowed(value, column)).transpose()
    }

    fn text(&self, column: &str) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn optional_text(&self, column: &str) -> Result<Option<String>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn optional_bytes(&self, column: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn parsed<T: FromStr>(&self, column: &str) -> Result<T, StoreError> {
        let text: &str = self.try_get(column)?;
        text.parse()
            .map_err(|_| StoreError::corrupt(format!("`{text}` in {column}")))
    }

    fn bytes(&self, column: &str) -> Result<&[u8], StoreError> {
        Ok(self.try_get(column)?)
    }
}

fn narrowed<T: TryFrom<i64>>(value: i64, column: &str) -> Result<T, StoreError> {
    value
        .try_into()
        .map_err(|_| StoreError::corrupt(format!("{value} in {column}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_numbered_one_after_the_other_where_the_engine_needs_it() {
        let written = |backend| with_rows("VALUES {rows}!", 2, 3, backend);
        assert_eq!(written("PostgreSQL"), "VALUES ($1,$2,$3),($4,$5,$6)!");
        assert_eq!(written("SQLite"), "VALUES (?,?,?),(?,?,?)!");
    }

    #[test]
    fn a_batch_is_cut_into_a_few_lengths_and_nothing_is_lost() {
        let items: Vec<usize> = (0..77).collect();
        let lengths: Vec<usize> = chunks(&items).map(<[usize]>::len).collect();
        assert_eq!(lengths, [64, 8, 4, 1]);
        assert_eq!(chunks(&items).flatten().copied().collect::<Vec<_>>(), items);
    }
}
