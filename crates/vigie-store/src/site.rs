//! The registry of sites.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use vigie_model::{Day, Department, OrganisationNumber, Site, SiteCode, SiteNumber, Tier};

use crate::Store;
use crate::error::StoreError;
use crate::numbering::{Registry, advance_counter};
use crate::sql::{Bound, ReadRow, execute_rows};

/// A site to register, or to update when its code is already known. The fields are those of [`Site`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSite {
    /// How the outside world names it; the same code is the same site.
    pub code: SiteCode,
    /// Name on its door.
    pub name: String,
    /// Its level in the chain.
    pub tier: Tier,
    /// Where it stands.
    pub department: Department,
    /// Name of its municipality; empty when its source does not say.
    pub municipality: String,
    /// Who owns it.
    pub organisation: OrganisationNumber,
    /// First day a report is expected.
    pub expected_from: Day,
    /// Last day a report is expected; `None` while it is open.
    pub expected_until: Option<Day>,
    /// Whether it was made up by the simulator.
    pub synthetic: bool,
}

const REGISTRY: Registry = Registry {
    counter: "site",
    known: "SELECT code AS key, number FROM site WHERE code IN ({rows})",
};

impl Store {
    /// Registers these sites, or updates those whose code is known, and answers their numbers in the
    /// order given. All or none. A code given twice is one site, described by its last occurrence.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when an organisation is not registered.
    pub async fn upsert_sites(&self, sites: &[NewSite]) -> Result<Vec<SiteNumber>, StoreError> {
        let codes: Vec<String> = sites.iter().map(|site| site.code.to_string()).collect();
        let mut transaction = self.write().await?;
        let numbered = REGISTRY.numbers(&mut transaction, &codes).await?;
        let last: HashMap<i64, &NewSite> = codes
            .iter()
            .zip(sites)
            .map(|(code, site)| Ok((numbered.number_of(code)?, site)))
            .collect::<Result<_, StoreError>>()?;
        let mut rows: Vec<(i64, &NewSite)> = last.into_iter().collect();
        rows.sort_unstable_by_key(|(number, _)| *number);
        execute_rows(&mut transaction, UPSERT, 10, &rows, bind_site).await?;
        transaction.commit().await?;
        codes
            .iter()
            .map(|code| Ok(SiteNumber(numbered.number_of(code)? as u32)))
            .collect()
    }

    /// Registers a site that is new.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its code is known, or its organisation is not registered.
    pub async fn add_site(&self, site: &NewSite) -> Result<SiteNumber, StoreError> {
        let mut transaction = self.write().await?;
        let number = advance_counter(&mut transaction, REGISTRY.counter, 1).await? - 1;
        execute_rows(&mut transaction, INSERT, 10, &[(number, site)], bind_site).await?;
        transaction.commit().await?;
        Ok(SiteNumber(number as u32))
    }

    /// Changes a site, if it is still what it was before; `false` when somebody changed it meanwhile. Its code, tier and
    /// department stay: its past stocks are counted there.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when its organisation is not registered.
    pub async fn change_site(&self, before: &Site, after: &NewSite) -> Result<bool, StoreError> {
        let mut transaction = self.write().await?;
        let last = |day: Option<Day>| day.map_or(-1, |day| i64::from(day.epoch_days()));
        let done = sqlx::query(
            "UPDATE site SET name = $1, municipality = $2, organisation = $3, expected_from = $4, expected_until = $5 \
             WHERE number = $6 AND name = $7 AND municipality = $8 AND organisation = $9 AND expected_from = $10 \
             AND COALESCE(expected_until, -1) = $11",
        )
        .bind(after.name.as_str())
        .bind(after.municipality.as_str())
        .bind(i64::from(after.organisation.0))
        .bind(i64::from(after.expected_from.epoch_days()))
        .bind(after.expected_until.map(|day| i64::from(day.epoch_days())))
        .bind(i64::from(before.number.0))
        .bind(before.name.as_str())
        .bind(before.municipality.as_str())
        .bind(i64::from(before.organisation.0))
        .bind(i64::from(before.expected_from.epoch_days()))
        .bind(last(before.expected_until))
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        Ok(done.rows_affected() == 1)
    }

    /// All sites, in the order of their numbers, which start at 0 and have no gap.
    pub async fn list_sites(&self) -> Result<Vec<Site>, StoreError> {
        let mut connection = self.read().await?;
        let rows = sqlx::query("SELECT * FROM site ORDER BY number")
            .fetch_all(&mut *connection)
            .await?;
        rows.iter().map(read_site).collect()
    }
}

const INSERT: &str = "INSERT INTO site (number, code, name, tier, department, municipality, organisation, \
     expected_from, expected_until, synthetic) VALUES {rows}";

const UPSERT: &str = "INSERT INTO site (number, code, name, tier, department, municipality, organisation, \
     expected_from, expected_until, synthetic) VALUES {rows} \
     ON CONFLICT (number) DO UPDATE SET name = excluded.name, tier = excluded.tier, \
     department = excluded.department, municipality = excluded.municipality, \
     organisation = excluded.organisation, expected_from = excluded.expected_from, \
     expected_until = excluded.expected_until, synthetic = excluded.synthetic";

fn bind_site<'a>(query: Bound<'a>, (number, site): &'a (i64, &NewSite)) -> Bound<'a> {
    query
        .bind(*number)
        .bind(site.code.to_string())
        .bind(site.name.as_str())
        .bind(site.tier.as_str())
        .bind(site.department.code())
        .bind(site.municipality.as_str())
        .bind(i64::from(site.organisation.0))
        .bind(i64::from(site.expected_from.epoch_days()))
        .bind(site.expected_until.map(|day| i64::from(day.epoch_days())))
        .bind(i64::from(site.synthetic))
}

fn read_site(row: &AnyRow) -> Result<Site, StoreError> {
    Ok(Site {
        number: SiteNumber(row.integer("number")?),
        code: row.parsed("code")?,
        name: row.text("name")?,
        tier: row.parsed("tier")?,
        department: row.parsed("department")?,
        municipality: row.text("municipality")?,
        organisation: OrganisationNumber(row.integer("organisation")?),
        expected_from: row.day("expected_from")?,
        expected_until: row.optional_day("expected_until")?,
        synthetic: row.integer::<i64>("synthetic")? != 0,
    })
}
