//! The view model of the board.

use vigie_catalogue::Catalogue;
use vigie_model::{Cip13, Day};
use vigie_pages::{
    Availability, AvailabilityCounts, Completeness, CoverThresholds, Figure, Known, NationalBoard,
    PackRow, Quantity, Transition, TransitionKind, UnknownReason,
};

use super::ranking::{self, Judged, Taken};
use crate::http::pages::Memory;
use crate::http::pages::listing::{self, Listing};
use crate::http::pages::past::{Frame, WINDOW_DAYS};
use crate::http::pages::shell::shell_at;
use crate::system::System;

/// Rows of each table.
const ROWS: usize = 10;
/// Thinnest packs whose cover is compared with that of a week before; each costs a page of 28 history files, once.
const COMPARED: usize = 200;
/// Days between the two covers that are compared.
const WEEK: i32 = 7;
/// Moves of the availability list that are shown.
const MOVES: usize = 40;

/// The board, from the picture as it is now. Reads history files.
pub fn board(system: &System, memory: &Memory) -> NationalBoard {
    let taken = Taken::of(&system.picture.read());
    let catalogue = system.catalogue();
    let index = memory.board.index.get(&catalogue, &system.packs());
    let packs = ranking::judge(&taken, &index, system.settings.fewest_sites);
    let writer = Writer::new(system, memory, &catalogue, taken.latest);
    let lists = writer.lists(&packs);
    let thresholds = CoverThresholds::default();
    let major_classes = ranking::classes(packs.iter().filter(|pack| pack.is_major), &thresholds);
    let figures = Figures {
        as_of: taken.latest,
        completeness: taken.reporting.of_patient_tiers(),
    };
    let counts = writer.counts();
    NationalBoard {
        shell: shell_at(system, "/", "", taken.latest),
        as_of: taken.latest.unwrap_or_else(|| system.clock.today()),
        completeness: taken.reporting.by_tier(),
        insufficient_packs: figures.of(
            (!packs.is_empty()).then_some(Quantity::Packs(major_classes.insufficient)),
            "cover-label",
        ),
        median_cover: figures.of(
            ranking::median_cover(&packs).map(Quantity::Days),
            "median-cover",
        ),
        shortages: listed(counts.as_ref(), Availability::Shortage),
        tensions: listed(counts.as_ref(), Availability::Tension),
        major_classes,
        all_classes: ranking::classes(packs.iter(), &thresholds),
        thresholds,
        thinnest: lists.thinnest,
        most_at_zero: lists.most_at_zero,
        got_worse: lists.got_worse,
        availability: counts,
        transitions: writer.transitions(),
        // The API answers CSV to an `Accept` header only, which a link cannot send.
        cover_csv: Some("/api/v1/cover?format=csv".to_owned()),
        availability_csv: None,
    }
}

/// Day and completeness of the figures that rest on stock.
struct Figures {
    as_of: Option<Day>,
    completeness: Completeness,
}

impl Figures {
    fn of(&self, quantity: Option<Quantity>, definition: &'static str) -> Figure {
        Figure {
            quantity: Known::from_option(quantity, UnknownReason::NotReported),
            // The cover of all packs a week ago would be a reading of all history files.
            a_week_ago: None,
            definition,
            as_of: self.as_of,
            completeness: self.as_of.map(|_| self.completeness),
        }
    }
}

/// Medicines in one situation of the list.
fn listed(counts: Option<&AvailabilityCounts>, situation: Availability) -> Figure {
    let count =
        counts.and_then(|counts| counts.counts.iter().find(|(kind, ..)| *kind == situation));
    let quantity = count.map(|(_, now, _)| Quantity::Medicines(*now));
    Figure {
        quantity: Known::from_option(quantity, UnknownReason::NotImported),
        a_week_ago: None,
        definition: "availability",
        as_of: counts.map(|counts| counts.release),
        completeness: None,
    }
}

struct Lists {
    thinnest: Vec<PackRow>,
    most_at_zero: Vec<PackRow>,
    got_worse: Vec<PackRow>,
}

/// Writes rows about packs.
struct Writer<'a> {
    system: &'a System,
    memory: &'a Memory,
    catalogue: &'a Catalogue,
    listing: Listing<'a>,
    latest: Option<Day>,
    /// The day a week ago, and those before whose sales it needs.
    week_ago: Frame,
    /// The last 28 days, and those before whose sales they need.
    trend: Frame,
}

impl<'a> Writer<'a> {
    fn new(
        system: &'a System,
        memory: &'a Memory,
        catalogue: &'a Catalogue,
        latest: Option<Day>,
    ) -> Self {
        let past = &system.past;
        let week_ago = latest.map(|latest| latest.plus_days(-WEEK));
        Self {
            system,
            memory,
            catalogue,
            listing: Listing::at(catalogue, system.clock.today()),
            latest,
            week_ago: week_ago.map_or_else(Frame::default, |day| Frame::between(past, day, day)),
            trend: latest.map_or_else(Frame::default, |day| {
                Frame::between(past, day.plus_days(1 - WINDOW_DAYS), day)
            }),
        }
    }

    fn lists(&self, packs: &[Judged]) -> Lists {
        let candidates = ranking::thinnest(packs, COMPARED);
        let at_zero = ranking::most_at_zero(packs, ROWS);
        self.read(candidates.iter().chain(&at_zero), &self.week_ago);
        let worse = self.worse(&candidates);
        let thinnest: Vec<Judged> = candidates.into_iter().take(ROWS).collect();
        self.read(thinnest.iter().chain(&at_zero).chain(&worse), &self.trend);
        let rows = |packs: Vec<Judged>| packs.iter().map(|pack| self.row(pack)).collect();
        Lists {
            thinnest: rows(thinnest),
            most_at_zero: rows(at_zero),
            got_worse: rows(worse),
        }
    }

    /// Reads what is not in memory yet. A file that cannot be read leaves covers of the past unknown.
    fn read<'p>(&self, packs: impl Iterator<Item = &'p Judged>, frame: &Frame) {
        let codes: Vec<Cip13> = packs.map(|pack| pack.cip13).collect();
        if let Err(error) = self.memory.past.read(&self.system.past, &codes, frame) {
            tracing::error!(%error, "History could not be read for the board");
        }
    }

    fn worse(&self, candidates: &[Judged]) -> Vec<Judged> {
        let fall = |pack: &Judged| {
            let fall = ranking::notable_fall(self.cover_a_week_ago(pack), pack.cell.cover)?;
            Some((fall, *pack))
        };
        let mut fallen: Vec<(f64, Judged)> = candidates.iter().filter_map(fall).collect();
        fallen.sort_by(|(left, _), (right, _)| right.total_cmp(left));
        fallen
            .into_iter()
            .take(ROWS)
            .map(|(_, pack)| pack)
            .collect()
    }

    fn cover_a_week_ago(&self, pack: &Judged) -> Known<f64> {
        let days = self.memory.past.days(
            pack.cip13,
            pack.tier,
            &self.week_ago,
            self.system.settings.fewest_sites,
        );
        let wanted = self.latest.map(|latest| latest.plus_days(-WEEK));
        let day = days.last().filter(|day| Some(day.day) == wanted);
        day.map_or(Known::Unknown(UnknownReason::NoHistory), |day| day.cover)
    }

    fn row(&self, pack: &Judged) -> PackRow {
        let known = self.catalogue.pack(pack.cip13);
        let medicine = self.catalogue.medicine(pack.cis);
        PackRow {
            cis: pack.cis.to_string(),
            cip13: pack.cip13.to_string(),
            name: medicine.map_or_else(
                || format!("CIS {}", pack.cis),
                |medicine| medicine.name().to_owned(),
            ),
            pack: known
                .map(|known| known.label().to_owned())
                .unwrap_or_default(),
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

    fn cover_trend(&self, pack: &Judged) -> Vec<Option<f64>> {
        let days = self.memory.past.days(
            pack.cip13,
            pack.tier,
            &self.trend,
            self.system.settings.fewest_sites,
        );
        let Some(latest) = self.latest else {
            return Vec::new();
        };
        let cover_on = |day: Day| days.iter().find(|past| past.day == day)?.cover.value();
        // Days that are still open have no history yet: a hole in the line, then the cover of now.
        let before = (1..WINDOW_DAYS)
            .rev()
            .map(|age| cover_on(latest.plus_days(-age)));
        before.chain([pack.cell.cover.value()]).collect()
    }

    /// Days of the last two lists, the last one first.
    fn lists_of_availability(&self) -> (Option<Day>, Option<Day>) {
        let mut days = listing::known_days(self.catalogue, self.system.clock.today())
            .iter()
            .rev()
            .copied();
        (days.next(), days.next())
    }

    fn counts(&self) -> Option<AvailabilityCounts> {
        let (release, release_before) = self.lists_of_availability();
        let release = release?;
        let before = release_before.map(|day| Listing::at(self.catalogue, day).counts());
        let mut before = before.into_iter().flatten();
        let counts = self.listing.counts();
        Some(AvailabilityCounts {
            release,
            release_before,
            counts: counts
                .map(|(situation, now)| (situation, now, before.next().map(|(_, count)| count))),
        })
    }

    fn transitions(&self) -> Vec<Transition> {
        let (Some(last), Some(before)) = self.lists_of_availability() else {
            return Vec::new();
        };
        let moves = listing::moves(self.catalogue, before, last, |_| true);
        let mut transitions: Vec<Transition> = moves
            .into_iter()
            .map(|(transition, _)| transition)
            .collect();
        transitions.sort_by(|left, right| {
            (order(left), &left.name, &left.cis).cmp(&(order(right), &right.name, &right.cis))
        });
        transitions.dedup();
        transitions.truncate(MOVES);
        transitions
    }
}

/// The most serious moves first: what is short now, then what stops, then what is back, then what left the list.
const fn order(transition: &Transition) -> u8 {
    match (transition.to, transition.kind) {
        (Some(Availability::Shortage), _) => 0,
        (Some(Availability::Tension), _) => 1,
        (Some(Availability::Cessation), _) => 2,
        (Some(Availability::Return), _) => 3,
        (None, TransitionKind::Vanished) => 4,
        (None, _) => 5,
    }
}
