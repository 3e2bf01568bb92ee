//! Rows about packs, with what is known of their past.

use vigie_catalogue::Catalogue;
use vigie_model::Day;
use vigie_pages::{Known, PackRow, UnknownReason};
use vigie_stock::trend::ThinEpisode;

use super::ranking::Judged;
use super::trends::Trends;
use vigie_stock::picture::LONGEST_WINDOW_DAYS as WINDOW_DAYS;

use crate::http::pages::listing::Listing;
use crate::system::System;

/// Days between the two covers that are compared.
const WEEK: i32 = 7;

/// Writes rows about packs.
pub struct Rows<'a> {
    /// What is known of medicines.
    pub catalogue: &'a Catalogue,
    /// The availability list of the day.
    pub listing: Listing<'a>,
    /// How covers went.
    pub trends: &'a Trends,
    /// Latest day reported.
    pub latest: Option<Day>,
}

impl<'a> Rows<'a> {
    /// Rows of the present.
    pub fn new(
        system: &System,
        catalogue: &'a Catalogue,
        trends: &'a Trends,
        latest: Option<Day>,
    ) -> Self {
        Self {
            catalogue,
            listing: Listing::at(catalogue, system.clock.today()),
            trends,
            latest,
        }
    }

    /// The cover of a pack seven days before.
    pub fn cover_a_week_ago(&self, pack: &Judged) -> Known<f64> {
        let day = self.latest.map(|latest| latest.plus_days(-WEEK));
        let cover = day.and_then(|day| self.trends.cover_on(pack.number, day));
        Known::from_option(cover, UnknownReason::NoHistory)
    }

    /// The thin cover that lasts, when there is one.
    pub fn open_episode(&self, pack: &Judged) -> Option<&'a ThinEpisode> {
        let episodes = self.trends.episodes(pack.number);
        episodes.last().filter(|episode| episode.is_open)
    }

    /// The row of a pack.
    pub fn row(&self, pack: &Judged) -> PackRow {
        let (name, label) = self.names(pack);
        PackRow {
            cis: pack.cis.to_string(),
            cip13: pack.cip13.to_string(),
            name,
            pack: label,
            major_therapeutic_interest: pack.is_major,
            availability: self.listing.situation_of_pack(pack.cis, pack.cip13),
            cover_days: pack.cell.cover,
            cover_days_a_week_ago: self.cover_a_week_ago(pack),
            stock_boxes: pack.cell.stock,
            sites_at_zero: pack.cell.at_zero,
            sites_concerned: pack.cell.carrying,
            cover_trend: self.cover_trend(pack),
        }
    }

    /// Names of the medicine and of the pack.
    pub fn names(&self, pack: &Judged) -> (String, String) {
        let medicine = self.catalogue.medicine(pack.cis);
        let name = medicine.map_or_else(
            || format!("CIS {}", pack.cis),
            |medicine| medicine.name().to_owned(),
        );
        let known = self.catalogue.pack(pack.cip13);
        let label = known.map(|known| known.label().to_owned());
        (name, label.unwrap_or_default())
    }

    /// Days that are still open have no history yet: a hole in the line, then the cover of now.
    fn cover_trend(&self, pack: &Judged) -> Vec<Option<f64>> {
        let Some(latest) = self.latest else {
            return Vec::new();
        };
        let before = (1..WINDOW_DAYS)
            .rev()
            .map(|age| self.trends.cover_on(pack.number, latest.plus_days(-age)));
        before.chain([pack.cell.cover.value()]).collect()
    }
}
