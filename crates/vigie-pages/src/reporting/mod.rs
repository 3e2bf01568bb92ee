//! Pages for those who report: their sites, what was received of them, what they have and how long it lasts,
//! at one site and at all of an organisation's.

mod organisation;
mod receipt;
mod site;
mod sites;
mod stock;

pub use organisation::{OrganisationHead, OrganisationPage};
pub use receipt::{ReceiptPage, SetAsideRow};
pub use site::{LineForm, NotSent, ReceiptKind, ReceiptRow, SiteHead, SitePage, SiteStock};
pub use sites::{OrganisationLink, OwnSiteRow, OwnSites, SiteState, organisation_path};
pub use stock::{
    Beside, CompanyStock, LegalDuration, Nearby, OwnFlows, OwnRow, OwnStock, Projection,
    StockFilter, SummedOver,
};
