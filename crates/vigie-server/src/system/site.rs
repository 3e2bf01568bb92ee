//! What sites sold: one of them from its own entries of the journal, for its owner and the authority; all of them of one
//! pack from the files of days, for the authority.

use std::collections::HashMap;
use std::sync::Arc;

use vigie_model::{Cip13, Day, PackNumber, SiteNumber};
use vigie_stock::history::DayFile;
use vigie_stock::picture::{SiteSales, positions_after};
use vigie_store::FileKind;

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

/// What one site sold of one pack in a window of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PackSales {
    /// Boxes sold.
    pub sold: u64,
    /// Days on which the site carried the pack and stated its sales.
    pub days_stated: u32,
}

impl PackSales {
    /// Boxes sold a day; unknown without a day that states sales.
    pub fn per_day(self) -> Option<f64> {
        (self.days_stated > 0).then(|| self.sold as f64 / f64::from(self.days_stated))
    }

    fn add(&mut self, sold: Option<u32>) {
        if let Some(sold) = sold {
            self.sold += u64::from(sold);
            self.days_stated += 1;
        }
    }
}

impl System {
    /// What each site sold of a pack over the last days: closed days from their files, a few pages of each, and the open
    /// one from the picture. For the authority.
    pub async fn read_pack_sales(
        self: &Arc<Self>,
        pack: Cip13,
        number: PackNumber,
        days: i32,
    ) -> Result<HashMap<SiteNumber, PackSales>, SystemError> {
        let (latest, last_closed) = {
            let picture = self.picture.read();
            (picture.latest(), picture.last_closed())
        };
        let Some(latest) = latest else {
            return Ok(HashMap::new());
        };
        let first = latest.plus_days(1 - days);
        let files = self.store.list_files(FileKind::Day, first, latest).await?;
        let system = Arc::clone(self);
        let read = tokio::task::spawn_blocking(move || {
            let mut sales: HashMap<SiteNumber, PackSales> = HashMap::new();
            for file in files {
                let file = DayFile::open(&system.folder.path(&file.file.key))?;
                for line in file.lines_of(pack)? {
                    sales.entry(line.site).or_default().add(line.sold);
                }
            }
            for (site, position) in system.picture.read().positions() {
                let is_open = last_closed.is_none_or(|closed| position.day > closed);
                if is_open && position.day >= first && position.on_hand(number).is_some() {
                    let sold = position.sold(number);
                    sales.entry(site).or_default().add(sold);
                }
            }
            Ok(sales)
        });
        read.await.map_err(|_| SystemError::Stopping)?
    }
}
