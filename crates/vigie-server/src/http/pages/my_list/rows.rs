//! The entries of a list as the country stands: sorted by need.

use std::collections::{BTreeMap, HashSet};

use vigie_catalogue::{Catalogue, Level, Medicine};
use vigie_model::{Cip13, Cis, FormularyItem, PackNumber, Tier};
use vigie_pages::{
    Availability, CoverLabel, CoverThresholds, Known, ListedSince, MyListCounts, MyListRow,
    Replacement, Substitutes, SubstitutionLevel, Trend, TypedLine, UnknownReason,
};
use vigie_stock::picture::{Picture, Scope};

use super::reading::Reading;
use crate::confidential::{Discretion, Owners};
use crate::http::pages::country::{Country, PackState, severity_parts};
use crate::http::pages::listing::Listing;
use crate::http::pages::medicine::shown_level;
use crate::http::pages::stock::{Cell, National, PATIENT_TIERS, carrying};
use crate::system::{Registry, System};

/// Packs looked up under one lock of the picture.
const LOOKED_UP: usize = 500;

/// All entries of a list, those in need first.
pub struct Rows {
    /// The rows.
    pub rows: Vec<MyListRow>,
    /// How many of what.
    pub counts: MyListCounts,
}

/// An entry in the catalogue.
struct Entry<'a> {
    cis: Cis,
    medicine: Medicine<'a>,
    /// The pack whose figures are shown.
    pack: Option<Cip13>,
    is_medicine: bool,
    typed: &'a [TypedLine],
}

impl Rows {
    /// The rows of the entries that were understood. Public figures only, whoever asks.
    pub fn of(
        system: &System,
        catalogue: &Catalogue,
        country: &Country,
        reading: &Reading,
    ) -> Self {
        let entries: Vec<Entry<'_>> = reading
            .entries
            .iter()
            .filter_map(|(item, typed)| Entry::of(catalogue, country, *item, typed))
            .collect();
        let covers = wholesale_covers(system, &entries);
        let maker = Maker {
            catalogue,
            country,
            listing: Listing::at(catalogue, system.clock.today()),
            thresholds: CoverThresholds::default(),
        };
        let mut rows: Vec<MyListRow> = entries
            .iter()
            .zip(covers)
            .map(|(entry, tiers)| maker.row(entry, tiers))
            .collect();
        rows.sort_by(|left, right| {
            maker
                .need(left)
                .total_cmp(&maker.need(right))
                .then_with(|| left.name.cmp(&right.name))
        });
        let counts = maker.counts(reading, &rows);
        Self { rows, counts }
    }
}

impl<'a> Entry<'a> {
    fn of(
        catalogue: &'a Catalogue,
        country: &Country,
        item: FormularyItem,
        typed: &'a [TypedLine],
    ) -> Option<Self> {
        let (cis, pack) = match item {
            FormularyItem::Pack(cip13) => (catalogue.pack(cip13)?.cis(), Some(cip13)),
            FormularyItem::Medicine(cis) => {
                let most_sold = country.states.most_sold(cis).map(|state| state.pack.cip13);
                let first = || {
                    catalogue
                        .packs_of(cis)
                        .next()
                        .map(vigie_catalogue::Pack::cip13)
                };
                (cis, most_sold.or_else(first))
            }
        };
        Some(Self {
            cis,
            medicine: catalogue.medicine(cis)?,
            pack,
            is_medicine: matches!(item, FormularyItem::Medicine(_)),
            typed,
        })
    }
}

/// National covers of each entry: pharmacies, hospital pharmacies, wholesalers.
type TierCovers = [Known<f64>; 3];

fn wholesale_covers(system: &System, entries: &[Entry<'_>]) -> Vec<TierCovers> {
    let (table, registry, discretion) = (
        system.packs(),
        system.registry(),
        system.public_discretion(),
    );
    let mut covers = Vec::with_capacity(entries.len());
    for entries in entries.chunks(LOOKED_UP) {
        let picture = system.picture.read();
        covers.extend(entries.iter().map(|entry| {
            let number = entry.pack.and_then(|cip13| table.number(cip13));
            number.map_or([Known::Unknown(UnknownReason::NotReported); 3], |number| {
                tier_covers(&picture, &registry, number, &discretion)
            })
        }));
    }
    covers
}

fn tier_covers(
    picture: &Picture,
    registry: &Registry,
    pack: PackNumber,
    discretion: &Discretion,
) -> TierCovers {
    [Tier::Pharmacy, Tier::Hospital, Tier::Wholesaler].map(|tier| {
        let sums = picture.sums(tier, Scope::Nation, pack);
        let sites = carrying(sums.totals);
        let is_hidden = if PATIENT_TIERS.contains(&tier) {
            discretion.hides_nation(tier, pack, sites)
        } else {
            sites > 0
                && !Owners::of(picture, registry, tier, pack).may_be_shown(discretion.fewest_sites)
        };
        Cell::of_sums(&sums, is_hidden).cover
    })
}

/// What rows are made from.
struct Maker<'a> {
    catalogue: &'a Catalogue,
    country: &'a Country,
    listing: Listing<'a>,
    thresholds: CoverThresholds,
}

impl Maker<'_> {
    fn row(&self, entry: &Entry<'_>, tier_cover_days: TierCovers) -> MyListRow {
        let state = entry.pack.and_then(|pack| self.country.states.pack(pack));
        let unreported = National::UNKNOWN.cell.cover;
        let cover_days = state.map_or(unreported, |state| state.pack.cell.cover);
        let listed = match entry.pack.filter(|_| !entry.is_medicine) {
            Some(pack) => self.listing.row_of_pack(entry.cis, pack),
            None => self.listing.row(entry.cis),
        };
        let availability = match entry.pack.filter(|_| !entry.is_medicine) {
            Some(pack) => self.listing.situation_of_pack(entry.cis, pack),
            None => self.listing.situation(entry.cis),
        };
        let pack = entry.pack.and_then(|pack| self.catalogue.pack(pack));
        let before = state.map_or(Known::Unknown(UnknownReason::NoHistory), |state| {
            state.cover_days_a_week_ago
        });
        let mut row = MyListRow {
            cis: entry.cis.to_string(),
            cip13: entry.pack.map(|pack| pack.to_string()),
            name: entry.medicine.name().to_owned(),
            pack: pack.map(|pack| pack.label().to_owned()).unwrap_or_default(),
            is_medicine: entry.is_medicine,
            major_therapeutic_interest: self.catalogue.is_major_therapeutic_interest(entry.cis),
            typed: entry.typed.to_vec(),
            availability,
            listed: listed.map(|row| self.dates(row)),
            cover_days,
            tier_cover_days,
            severity: state.and_then(|state| state.severity).map(severity_parts),
            trend: trend(before, cover_days),
            cover_days_a_week_ago: before,
            substitutes: None,
        };
        if self.is_in_need(&row) {
            row.substitutes = Some(self.substitutes(entry.cis));
        }
        row
    }

    fn dates(&self, row: vigie_catalogue::Availability<'_>) -> ListedSince {
        let unpublished = UnknownReason::NotPublished;
        let published_after = |list| row.returned_on().filter(|day| *day >= list);
        ListedSince {
            since: Known::from_option(row.started_on(), unpublished),
            expected_return: Known::from_option(
                self.listing.day().and_then(published_after),
                unpublished,
            ),
        }
    }

    fn is_in_need(&self, row: &MyListRow) -> bool {
        let listed = row.availability.value().flatten();
        let label = CoverLabel::of(&row.cover_days, &self.thresholds);
        listed.is_some_and(|situation| situation != Availability::Return)
            || matches!(label, CoverLabel::Insufficient | CoverLabel::Watch)
    }

    /// Smaller is more urgent: the published situation, then the label of the cover, then the points of severity.
    fn need(&self, row: &MyListRow) -> f64 {
        let label = CoverLabel::of(&row.cover_days, &self.thresholds);
        let class = match (row.availability.value().flatten(), label) {
            (Some(Availability::Shortage), _) => 0,
            (Some(Availability::Tension), _) => 1,
            (_, CoverLabel::Insufficient) => 2,
            (Some(Availability::Cessation), _) => 3,
            (_, CoverLabel::Watch) => 4,
            (Some(Availability::Return), _) => 5,
            (None, CoverLabel::NotRelevant) => 6,
            (None, CoverLabel::Satisfactory) => 7,
        };
        let points = row
            .severity
            .as_ref()
            .map_or(0.0, vigie_pages::SeverityParts::total);
        f64::from(class) * 1_000.0 - points
    }

    fn counts(&self, reading: &Reading, rows: &[MyListRow]) -> MyListCounts {
        let mut counts = MyListCounts {
            lines: reading.lines,
            ambiguous: reading.ambiguous,
            unknown: reading.unknown,
            entries: rows.len() as u64,
            listed: Availability::ALL.map(|situation| (situation, 0)),
            covers: LABELS.map(|label| (label, 0)),
        };
        for row in rows {
            let label = CoverLabel::of(&row.cover_days, &self.thresholds);
            let listed = row.availability.value().flatten();
            let count = match listed {
                Some(listed) => counts
                    .listed
                    .iter_mut()
                    .find(|(of, _)| *of == listed)
                    .map(|(_, count)| count),
                None => counts
                    .covers
                    .iter_mut()
                    .find(|(of, _)| *of == label)
                    .map(|(_, count)| count),
            };
            if let Some(count) = count {
                *count += 1;
            }
        }
        counts
    }

    /// The nearest level with a medicine that is covered and not listed; the best covered of it.
    fn substitutes(&self, cis: Cis) -> Substitutes {
        let mut seen = HashSet::from([cis]);
        let mut first: Option<Replacement> = None;
        for level in Level::ALL {
            let new = self
                .catalogue
                .substitutes(cis, level)
                .filter(|medicine| seen.insert(medicine.cis()));
            let mut found: Vec<(f64, Medicine<'_>)> = new
                .map(|medicine| (self.cover_of(medicine.cis()).unwrap_or(-1.0), medicine))
                .collect();
            found.sort_by(|left, right| {
                right
                    .0
                    .total_cmp(&left.0)
                    .then(left.1.cis().cmp(&right.1.cis()))
            });
            let enough = |(cover, medicine): &&(f64, Medicine<'_>)| {
                *cover >= self.thresholds.watch_from_days && self.is_free(medicine.cis())
            };
            let covered: Vec<_> = found.iter().filter(enough).collect();
            if let Some((_, best)) = covered.first() {
                return Substitutes::Found {
                    best: self.replacement(*best, shown_level(level)),
                    others: covered.len() as u64 - 1,
                };
            }
            if first.is_none() {
                first = found
                    .first()
                    .map(|(_, best)| self.replacement(*best, shown_level(level)));
            }
        }
        first.map_or(Substitutes::None, Substitutes::Thin)
    }

    fn state_of(&self, cis: Cis) -> Option<&PackState> {
        self.country.states.most_sold(cis)
    }

    fn cover_of(&self, cis: Cis) -> Option<f64> {
        self.state_of(cis)?.pack.cell.cover.value()
    }

    fn is_free(&self, cis: Cis) -> bool {
        let listed = self.listing.situation(cis).value().flatten();
        listed.is_none_or(|situation| situation == Availability::Return)
    }

    fn replacement(&self, medicine: Medicine<'_>, level: SubstitutionLevel) -> Replacement {
        let cover = self
            .state_of(medicine.cis())
            .map(|state| state.pack.cell.cover);
        Replacement {
            cis: medicine.cis().to_string(),
            name: medicine.name().to_owned(),
            level,
            cover_days: cover.unwrap_or(National::UNKNOWN.cell.cover),
        }
    }
}

const LABELS: [CoverLabel; 4] = [
    CoverLabel::Insufficient,
    CoverLabel::Watch,
    CoverLabel::Satisfactory,
    CoverLabel::NotRelevant,
];

/// Which way a cover went: by a day and a tenth at least, as in rankings.
fn trend(before: Known<f64>, now: Known<f64>) -> Known<Trend> {
    let (Known::Value(before), Known::Value(now)) = (before, now) else {
        return Known::Unknown(UnknownReason::NoHistory);
    };
    let moved = (now - before).abs();
    let is_notable = moved >= 1.0 && moved >= 0.1 * before;
    Known::Value(match (is_notable, now < before) {
        (false, _) => Trend::Steady,
        (true, true) => Trend::Falling,
        (true, false) => Trend::Rising,
    })
}

/// Codes of the packs whose past tells of each entry, with its medicine.
pub fn packs_of(
    catalogue: &Catalogue,
    country: &Country,
    reading: &Reading,
) -> BTreeMap<Cip13, Cis> {
    let entries = reading.entries.iter();
    entries
        .filter_map(|(item, typed)| {
            let entry = Entry::of(catalogue, country, *item, typed)?;
            Some((entry.pack?, entry.cis))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(10.0, 4.0, Trend::Falling)]
    #[case(10.0, 9.5, Trend::Steady)]
    #[case(100.0, 95.0, Trend::Steady)]
    #[case(4.0, 10.0, Trend::Rising)]
    fn a_cover_goes_somewhere_from_one_day_and_one_tenth_on(
        #[case] before: f64,
        #[case] now: f64,
        #[case] expected: Trend,
    ) {
        assert_eq!(
            trend(Known::Value(before), Known::Value(now)),
            Known::Value(expected)
        );
    }
}
