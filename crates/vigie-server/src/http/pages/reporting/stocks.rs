//! The last stocks of a site, or of the sites of an organisation, with what was read for them.

use std::sync::Arc;

use vigie_catalogue::Catalogue;
use vigie_model::{Day, SiteNumber, Tier};
use vigie_pages::reporting::SiteStock;
use vigie_stock::PackTable;
use vigie_stock::picture::Position;

use super::own::{Own, OwnSales, Part, Summed};
use super::ranking::{OwnMemory, Ranking, Reported};
use crate::http::App;
use crate::system::SystemError;

/// The last stocks of one or more sites of one tier.
#[derive(Debug, Clone)]
pub struct Stocks {
    /// Place in the chain.
    pub tier: Tier,
    /// Each site that has reported, with its last position.
    pub positions: Vec<(SiteNumber, Position)>,
    /// The latest day of the positions.
    pub day: Day,
    /// For a sum over several sites.
    pub summed: Option<Summed>,
}

impl Stocks {
    /// The stocks with what the sites sold, in the same order.
    pub fn own<'a>(
        &'a self,
        sales: &'a [OwnSales],
        catalogue: &'a Catalogue,
        table: &'a PackTable,
    ) -> Own<'a> {
        let positions = self.positions.iter().map(|(_, position)| position);
        let parts = positions.zip(sales);
        let parts = parts.map(|(position, sales)| Part { position, sales });
        Own {
            tier: self.tier,
            day: self.day,
            parts: parts.collect(),
            summed: self.summed,
            catalogue,
            table,
        }
    }
}

/// What is known of sites that have reported.
pub struct Known {
    /// Their last stocks.
    pub stocks: Stocks,
    /// Their packs in order.
    pub ranking: Arc<Ranking>,
    catalogue: Arc<Catalogue>,
    table: Arc<PackTable>,
}

impl Known {
    /// Reads what the sites sold, unless it is remembered.
    pub async fn read(
        app: &App,
        memory: &OwnMemory,
        stocks: Stocks,
        reported: Reported,
    ) -> Result<Self, SystemError> {
        let ranking = memory.ranking(app, &stocks, reported).await?;
        Ok(Self {
            stocks,
            ranking,
            catalogue: app.system.catalogue(),
            table: app.system.packs(),
        })
    }

    /// The stocks with what the sites sold.
    pub fn own(&self) -> Own<'_> {
        let Self {
            stocks,
            ranking,
            catalogue,
            table,
        } = self;
        stocks.own(&ranking.sales, catalogue, table)
    }

    /// The numbers at the head of a page.
    pub fn stock(&self) -> SiteStock {
        SiteStock {
            day: self.stocks.day,
            packs: self.ranking.packs.len() as u64,
            at_zero: self.ranking.at_zero() as u64,
            thin: self.ranking.short() as u64,
        }
    }
}
