//! The packs of one site in order of urgency, kept until it reports again.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use vigie_catalogue::Catalogue;
use vigie_model::{Day, PackNumber, Site, SiteNumber};
use vigie_stock::picture::Position;

use super::own::{Own, OwnSales};
use crate::http::App;
use crate::system::SystemError;

/// Sites that are kept, each some sixty kilobytes.
const SITES_KEPT: usize = 1024;

/// Days for which a site has reported, each with how many reports: a new report makes it another list.
pub type ReportedDays = Vec<(Day, u32)>;

/// The packs of a site in order of urgency, as of a report and a catalogue.
#[derive(Debug)]
pub struct Ranking {
    reported: ReportedDays,
    catalogue: Arc<Catalogue>,
    /// What the site sold.
    pub sales: OwnSales,
    /// Those that run out first on top.
    pub packs: Vec<RankedPack>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct RankedPack {
    /// Its number.
    pub number: PackNumber,
    /// Whether the site has none left.
    pub is_zero: bool,
    /// Whether it is soon short.
    pub is_short: bool,
}

impl Ranking {
    /// Of how many packs the site has none left.
    pub fn at_zero(&self) -> usize {
        self.packs.iter().filter(|pack| pack.is_zero).count()
    }

    /// How many packs are soon short.
    pub fn short(&self) -> usize {
        self.packs.iter().filter(|pack| pack.is_short).count()
    }
}

/// Rankings of the sites that were looked at last: to make one, the reports of a month are read, and those of a year for
/// a company.
#[derive(Debug, Default)]
pub struct OwnMemory(Mutex<HashMap<SiteNumber, Arc<Ranking>>>);

impl OwnMemory {
    /// The ranking of a site that has reported on these days.
    pub async fn ranking(
        &self,
        app: &App,
        site: &Site,
        position: &Position,
        reported: &ReportedDays,
    ) -> Result<Arc<Ranking>, SystemError> {
        let (catalogue, table) = (app.system.catalogue(), app.system.packs());
        if let Some(kept) = self.0.lock().get(&site.number)
            && kept.reported == *reported
            && Arc::ptr_eq(&kept.catalogue, &catalogue)
        {
            return Ok(Arc::clone(kept));
        }
        let sales = OwnSales::read(app, site, position.day).await?;
        let packs = {
            let own = Own {
                site,
                position,
                sales: &sales,
                catalogue: &catalogue,
                table: &table,
            };
            own.rank()
        };
        let ranking = Arc::new(Ranking {
            reported: reported.clone(),
            catalogue,
            sales,
            packs,
        });
        let mut kept = self.0.lock();
        if kept.len() >= SITES_KEPT {
            kept.clear();
        }
        kept.insert(site.number, Arc::clone(&ranking));
        Ok(ranking)
    }
}
