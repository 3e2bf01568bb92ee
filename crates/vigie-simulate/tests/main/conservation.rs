//! No box appears or vanishes, at any site and on any road.

use std::collections::HashMap;

use proptest::prelude::*;
use vigie_model::{Cip13, SiteNumber, Tier};
use vigie_simulate::{CountrySettings, Event, ReportKind, SiteReport, Target};

use crate::{country, day, small};

/// What a reader of the reports knows.
#[derive(Default)]
struct Books {
    /// On hand and in transit, by site and pack.
    stock: HashMap<(SiteNumber, Cip13), (u32, u32)>,
    /// Boxes put on roads minus boxes that came off or joined those in transit, by pack, this day.
    roads: HashMap<Cip13, i64>,
    sums_checked: usize,
}

impl Books {
    fn read(&mut self, report: &SiteReport<'_>) {
        for line in report.lines {
            let known = self.stock.insert(
                (report.site.number, line.cip13),
                (line.on_hand, line.in_transit),
            );
            if let Some((opening, _)) = known {
                assert_eq!(
                    opening + line.received,
                    line.on_hand + line.sold + line.expired,
                    "{} {} {}",
                    report.as_of,
                    report.site.tier,
                    line.cip13
                );
                self.sums_checked += 1;
            }
            let travelled = known.map_or(0, |(_, before)| i64::from(before));
            let road = self.roads.entry(line.cip13).or_default();
            if !matches!(report.site.tier, Tier::Pharmacy | Tier::Hospital) {
                *road += i64::from(line.sold);
            }
            if report.site.tier != Tier::Company {
                *road -= i64::from(line.in_transit) + i64::from(line.received) - travelled;
            }
            assert!(line.expiring <= line.on_hand);
        }
    }

    /// Everything shipped today is in transit or has come in.
    fn check_roads(&mut self) {
        for (cip13, difference) in self.roads.drain() {
            assert_eq!(difference, 0, "{cip13}");
        }
    }
}

fn check(settings: CountrySettings, days: u32) {
    let mut country = country(settings);
    let mut books = Books::default();
    for _ in 0..days {
        country.next_day(|report| books.read(report));
        books.check_roads();
    }
    assert!(books.sums_checked > 1_000, "{}", books.sums_checked);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn opening_and_received_are_sold_expired_and_closing_at_every_site_and_on_every_road(
        seed in any::<u64>(),
        depositaries in 0_u32..4,
        weekly in any::<bool>(),
        stock_blocked in any::<bool>(),
    ) {
        let mut settings = small(seed);
        settings.depositaries = depositaries;
        settings.full_on_sundays = weekly;
        settings.days_between_failures = 200.0;
        settings.events.push(Event::PlantFailure {
            target: Target::Atc("N02BE01".parse().unwrap()),
            from: day("2025-11-10"),
            days: 20,
            share_percent: 60,
            stock_blocked,
        });
        check(settings, 45);
    }
}

#[test]
fn boxes_that_expire_leave_the_books() {
    let mut settings = small(3);
    // Slow packs: nearly nothing is sold, so that lots grow old.
    settings.scale = Some(0.000_01);
    let mut country = country(settings);
    let mut expired = 0;
    let mut books = Books::default();
    for _ in 0..400 {
        country.next_day(|report| {
            books.read(report);
            expired += report.lines.iter().map(|line| line.expired).sum::<u32>();
        });
    }
    assert!(expired > 100, "{expired}");
}

#[test]
fn changes_say_as_much_as_full_reports() {
    let mut settings = small(8);
    settings.full_on_sundays = true;
    let mut country = country(settings);
    let mut known = HashMap::new();
    let mut compared = 0;
    for _ in 0..28 {
        country.next_day(|report| {
            for line in report.lines {
                let now = (
                    line.on_hand,
                    line.in_transit,
                    line.ordered_not_delivered,
                    line.expiring,
                );
                let before = known.insert((report.site.number, line.cip13), now);
                let untouched = line.sold + line.received + line.expired + line.missed == 0;
                let idle = line.in_transit + line.ordered_not_delivered == 0;
                // What did not move on a Sunday must be what the changes before it said.
                if let (ReportKind::Full, true, true, Some((on_hand, ..))) =
                    (report.kind, untouched, idle, before)
                {
                    assert_eq!(on_hand, line.on_hand);
                    compared += 1;
                }
            }
        });
    }
    assert!(compared > 2_000, "{compared}");
}

#[test]
fn a_report_after_silence_catches_up() {
    let mut settings = small(9);
    settings.silent_percent = 30.0;
    let mut country = country(settings);
    let (mut books, mut reports) = (Books::default(), 0);
    let days = 40;
    for _ in 0..days {
        country.next_day(|report| {
            books.read(report);
            reports += 1;
        });
        // Roads do not add up by day: what came in is told later.
        books.roads.clear();
    }
    // 34 outlets of 53 sites are silent on 30 % of 39 days: about 398 of 2,120 reports.
    let missing = 53 * days - reports;
    assert!((330..470).contains(&missing), "{missing}");
}
