//! What one site sold, from its own entries of the journal: for its owner and the authority.

use vigie_model::{Day, SiteNumber};
use vigie_stock::picture::{SiteSales, positions_after};

use super::correction::read_entry;
use super::{System, SystemError};

impl System {
    /// What a site sold over each of some windows of days that end with `last`. Its reports of the longest of them are
    /// read again, tens of microseconds each.
    pub async fn read_site_sales<const N: usize>(
        &self,
        site: SiteNumber,
        last: Day,
        windows_days: [i32; N],
    ) -> Result<[SiteSales; N], SystemError> {
        let longest = windows_days.into_iter().max().unwrap_or_default();
        let first = last.plus_days(1 - longest);
        let mut entries = self.store.entries_of_site(site, first).await?;
        entries.sort_by_key(|entry| (entry.receipt.as_of, entry.receipt.number));
        let read = tokio::task::spawn_blocking(move || {
            let entries = entries.iter().map(read_entry);
            let entries = entries.collect::<Result<Vec<_>, SystemError>>()?;
            let reports = entries
                .iter()
                .map(|entry| (entry.as_of, entry.kind, &entry.content));
            let positions = positions_after(reports);
            Ok(windows_days.map(|days| SiteSales::of(&positions, last, days)))
        });
        read.await.map_err(|_| SystemError::Stopping)?
    }
}
