//! The packs of a site, or of the sites of an organisation together, in order of urgency, kept until one reports again.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use vigie_catalogue::Catalogue;
use vigie_model::{Day, PackNumber, SiteNumber};

use super::own::OwnSales;
use super::stocks::Stocks;
use crate::http::App;
use crate::system::SystemError;

/// Sites that are kept, each some sixty kilobytes.
const SITES_KEPT: usize = 1024;

/// What sites have reported: how many reports they have together, each for the days from one on. A new report makes it
/// another number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Each site with its first day.
    pub since: Vec<(SiteNumber, Day)>,
    /// Those reports.
    pub entries: u64,
}

/// The packs of one or more sites in order of urgency, as of their reports and a catalogue.
#[derive(Debug)]
pub struct Ranking {
    reported: Reported,
    catalogue: Arc<Catalogue>,
    /// What each site sold, in the order of the sites.
    pub sales: Vec<OwnSales>,
    /// Those that run out first on top.
    pub packs: Vec<RankedPack>,
}

/// One of them.
#[derive(Debug, Clone, Copy)]
pub struct RankedPack {
    /// Its number.
    pub number: PackNumber,
    /// Whether none is left.
    pub is_zero: bool,
    /// Whether it is soon short.
    pub is_short: bool,
}

impl Ranking {
    /// Of how many packs none is left.
    pub fn at_zero(&self) -> usize {
        self.packs.iter().filter(|pack| pack.is_zero).count()
    }

    /// How many packs are soon short.
    pub fn short(&self) -> usize {
        self.packs.iter().filter(|pack| pack.is_short).count()
    }
}

/// Rankings of what was looked at last: to make one, the reports of a month of each of its sites are read, and those of
/// a year for a company.
#[derive(Debug, Default)]
pub struct OwnMemory(Mutex<HashMap<Vec<SiteNumber>, Arc<Ranking>>>);

impl OwnMemory {
    /// The ranking of sites that have reported so much.
    pub async fn ranking(
        &self,
        app: &App,
        stocks: &Stocks,
        reported: Reported,
    ) -> Result<Arc<Ranking>, SystemError> {
        let (catalogue, table) = (app.system.catalogue(), app.system.packs());
        let sites: Vec<SiteNumber> = stocks.positions.iter().map(|(site, _)| *site).collect();
        if let Some(kept) = self.0.lock().get(&sites)
            && kept.reported == reported
            && Arc::ptr_eq(&kept.catalogue, &catalogue)
        {
            return Ok(Arc::clone(kept));
        }
        let mut sales = Vec::with_capacity(sites.len());
        for (site, position) in &stocks.positions {
            sales.push(OwnSales::read(app, stocks.tier, *site, position.day).await?);
        }
        let stocks = stocks.clone();
        // The stocks of a large organisation are a million lines.
        let ranked = tokio::task::spawn_blocking(move || {
            let packs = stocks.own(&sales, &catalogue, &table).rank();
            Arc::new(Ranking {
                reported,
                catalogue,
                sales,
                packs,
            })
        });
        let ranking = ranked.await.map_err(|_| SystemError::Stopping)?;
        let mut kept = self.0.lock();
        let count: usize = kept.values().map(|ranking| ranking.sales.len()).sum();
        if count + sites.len() > SITES_KEPT {
            kept.clear();
        }
        kept.insert(sites, Arc::clone(&ranking));
        Ok(ranking)
    }
}
