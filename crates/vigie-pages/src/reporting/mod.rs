//! Pages for those who report: their sites, what was received of them, what they have and how long it lasts.

mod receipt;
mod site;
mod sites;
mod stock;

pub use receipt::{ReceiptPage, SetAsideRow};
pub use site::{LineForm, NotSent, ReceiptKind, ReceiptRow, SiteHead, SitePage, SiteStock};
pub use sites::{OwnSiteRow, OwnSites, SiteState};
pub use stock::{
    Beside, CompanyStock, LegalDuration, Nearby, OwnFlows, OwnRow, OwnStock, Projection,
    StockFilter,
};
