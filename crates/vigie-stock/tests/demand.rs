//! Demand and cover, worked by hand.

use vigie_model::{Day, ReportNumber, Site, SiteNumber, Tier};
use vigie_stock::picture::{
    Accepted, Applied, Completeness, Cover, Demand, Picture, Scope, Sums, Window, positions_after,
};
use vigie_stock::{ReportContent, ReportKind, StockLine};

use crate::common::{day, department, pack, site};

fn picture(sites: &[Site]) -> Picture {
    Picture::new(3, sites)
}

fn two_sites() -> [Site; 2] {
    [site(0, Tier::Pharmacy, "75"), site(1, Tier::Pharmacy, "75")]
}

/// A full report of pack 0; `sold` is `None` when sales are not stated.
fn report(picture: &mut Picture, site: u32, as_of: i32, on_hand: u32, sold: Option<u32>) {
    let accepted = Accepted {
        number: ReportNumber(picture.journal_head().0 + 1),
        site: SiteNumber(site),
        as_of: day(as_of),
        kind: ReportKind::Full,
    };
    let content = ReportContent {
        lines: vec![StockLine {
            pack: pack(0),
            on_hand,
            sold: sold.unwrap_or_default(),
        }],
        states_sold: sold.is_some(),
        ..ReportContent::default()
    };
    assert_eq!(picture.apply(&accepted, &content), Ok(Applied::Present));
}

fn paris(picture: &Picture, number: u32) -> Sums {
    let scope = Scope::Department(department("75"));
    picture.sums(Tier::Pharmacy, scope, pack(number))
}

#[test]
fn with_full_reporting_demand_is_the_boxes_sold_divided_by_the_days() {
    let mut picture = picture(&two_sites());
    for passed in 0..28 {
        // 3 boxes a day, and 5 on the last seven days.
        report(
            &mut picture,
            0,
            passed,
            100,
            Some(if passed >= 21 { 4 } else { 2 }),
        );
        report(&mut picture, 1, passed, 40, Some(1));
    }
    let sums = paris(&picture, 0);
    // 21 days of 3 boxes and 7 days of 5 boxes: 98 boxes.
    assert_eq!(sums.totals.sold_28_days, 98);
    assert_eq!(
        sums.demand(Window::TwentyEightDays),
        Demand::BoxesPerDay(98.0 / 28.0)
    );
    assert_eq!(sums.demand(Window::SevenDays), Demand::BoxesPerDay(5.0));
    // 140 boxes at 3.5 a day are 40 days; at 5 a day, 28.
    assert_eq!(sums.cover(Window::TwentyEightDays), Cover::Days(40.0));
    assert_eq!(sums.cover(Window::SevenDays), Cover::Days(28.0));
    let national = picture.sums(Tier::Pharmacy, Scope::Nation, pack(0));
    assert_eq!(national, sums);
}

#[test]
fn a_silent_site_is_not_read_as_one_that_sells_nothing() {
    let mut picture = picture(&two_sites());
    for passed in 0..28 {
        report(&mut picture, 0, passed, 90, Some(3));
        if passed < 14 {
            report(&mut picture, 1, passed, 90, Some(3));
        }
    }
    let sums = paris(&picture, 0);
    // 42 site-days sold 126 boxes: 3 a site-day, and 2 sites hold the stock.
    assert_eq!(
        (
            sums.base.site_days_28,
            sums.base.site_days_7,
            sums.base.sites
        ),
        (42, 7, 2)
    );
    assert_eq!(
        sums.demand(Window::TwentyEightDays),
        Demand::BoxesPerDay(6.0)
    );
    assert_eq!(sums.demand(Window::SevenDays), Demand::BoxesPerDay(6.0));
    assert_eq!(sums.cover(Window::TwentyEightDays), Cover::Days(30.0));
}

#[test]
fn demand_is_unknown_when_no_site_stated_sales() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 12, None);
    let sums = paris(&picture, 0);
    assert_eq!(sums.totals.on_hand, 12);
    assert_eq!(sums.demand(Window::TwentyEightDays), Demand::Unknown);
    assert_eq!(sums.cover(Window::TwentyEightDays), Cover::Unknown);
    assert_eq!(sums.cover(Window::SevenDays).days(), None);
}

#[test]
fn demand_becomes_unknown_again_when_the_last_stated_sales_are_too_old() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 12, Some(4));
    report(&mut picture, 1, 6, 8, None);
    assert_eq!(
        paris(&picture, 0).demand(Window::SevenDays),
        Demand::BoxesPerDay(8.0)
    );
    report(&mut picture, 1, 7, 8, None);
    assert_eq!(
        paris(&picture, 0).demand(Window::SevenDays),
        Demand::Unknown
    );
    report(&mut picture, 1, 27, 8, None);
    assert_eq!(
        paris(&picture, 0).demand(Window::TwentyEightDays),
        Demand::BoxesPerDay(8.0)
    );
    report(&mut picture, 1, 28, 8, None);
    assert_eq!(
        paris(&picture, 0).demand(Window::TwentyEightDays),
        Demand::Unknown
    );
}

#[test]
fn a_pack_that_nobody_buys_has_no_demand_rather_than_an_endless_cover() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 12, Some(0));
    let sums = paris(&picture, 0);
    assert_eq!(
        sums.demand(Window::TwentyEightDays),
        Demand::BoxesPerDay(0.0)
    );
    assert_eq!(sums.cover(Window::TwentyEightDays), Cover::NoDemand);
}

#[test]
fn the_cover_of_all_packs_is_that_of_each() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 12, Some(4));
    report(&mut picture, 1, 0, 8, Some(1));
    let mut covers = Vec::new();
    picture.national_cover(Tier::Pharmacy, Window::TwentyEightDays, &mut covers);
    // 20 boxes, 5 sold by 2 site-days: 5 a day.
    assert_eq!(covers, [Cover::Days(4.0), Cover::NoDemand, Cover::NoDemand]);
    picture.national_cover(Tier::Hospital, Window::TwentyEightDays, &mut covers);
    assert_eq!(covers, [Cover::Unknown; 3]);
}

#[test]
fn a_site_that_lists_a_pack_without_a_box_is_at_zero_and_one_that_does_not_list_it_is_not() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 0, None);
    report(&mut picture, 1, 0, 3, None);
    let totals = paris(&picture, 0).totals;
    assert_eq!(
        (totals.sites_holding, totals.sites_at_zero, totals.on_hand),
        (1, 1, 3)
    );
    let totals = paris(&picture, 1).totals;
    assert_eq!((totals.sites_holding, totals.sites_at_zero), (0, 0));
}

#[test]
fn completeness_counts_a_site_once_a_day_and_only_while_it_is_expected() {
    let mut sites = two_sites();
    sites[1].expected_from = day(2);
    sites[0].expected_until = Some(day(3));
    let mut picture = picture(&sites);
    for as_of in [0, 0, 3] {
        report(&mut picture, 0, as_of, 1, None);
    }
    report(&mut picture, 1, 3, 1, None);
    report(&mut picture, 1, 4, 1, None);
    let of_day = |offset| {
        let rows = picture.completeness(day(offset)).unwrap();
        rows.into_iter()
            .map(|(_, _, completeness)| completeness)
            .fold(Completeness::default(), Completeness::plus)
    };
    let counts = |offset| {
        let completeness = of_day(offset);
        (completeness.received, completeness.expected)
    };
    assert_eq!(counts(0), (1, 1));
    // Nobody reported: the day has its expected sites all the same.
    assert_eq!(counts(1), (0, 1));
    assert_eq!(counts(2), (0, 2));
    assert_eq!(counts(3), (2, 2));
    assert_eq!(counts(4), (1, 1));
    assert_eq!(of_day(3).share(), Some(1.0));
    // Not begun.
    assert_eq!(picture.completeness(day(5)), None);
}

#[test]
fn a_late_report_for_a_day_without_any_is_counted() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 5, Some(1));
    report(&mut picture, 0, 2, 5, Some(1));
    late_report(&mut picture, 1);
    let rows = picture.completeness(day(1)).unwrap();
    assert_eq!(rows[0].2.received, 1);
}

/// A full report of pack 0 with one box sold.
fn content(on_hand: u32) -> ReportContent {
    ReportContent {
        lines: vec![StockLine {
            pack: pack(0),
            on_hand,
            sold: 1,
        }],
        states_sold: true,
        ..ReportContent::default()
    }
}

/// A report of site 0, whose reports so far are of days 0 and 2, for another day: what the picture is told of it.
fn announce_late_report(picture: &mut Picture, as_of: i32) {
    let accepted = Accepted {
        number: ReportNumber(picture.journal_head().0 + 1),
        site: SiteNumber(0),
        as_of: day(as_of),
        kind: ReportKind::Full,
    };
    assert_eq!(
        picture.apply(&accepted, &content(9)),
        Ok(Applied::OutOfOrder)
    );
}

/// The rest of it.
fn take_late_report(picture: &mut Picture, as_of: i32) {
    let (known, late) = (content(5), content(9));
    let fold = |days: &[i32]| {
        positions_after(days.iter().map(|&offset| {
            let content = if offset == as_of { &late } else { &known };
            (day(offset), ReportKind::Full, content)
        }))
    };
    let mut days = vec![0, 2, as_of];
    days.sort_unstable();
    picture.rebuild_site(SiteNumber(0), &fold(&[0, 2]), &fold(&days));
}

fn late_report(picture: &mut Picture, as_of: i32) {
    announce_late_report(picture, as_of);
    take_late_report(picture, as_of);
}

#[test]
fn sales_of_a_day_before_the_first_closed_one_leave_the_windows_in_time() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 5, Some(1));
    report(&mut picture, 0, 2, 5, Some(1));
    picture.close_day(day(0)).unwrap();
    late_report(&mut picture, -3);
    assert_eq!(paris(&picture, 0).totals.sold_7_days, 3);
    // Day -3 is out of the week of day 4, and out of the four weeks of day 25.
    report(&mut picture, 1, 4, 5, None);
    assert_eq!(paris(&picture, 0).totals.sold_7_days, 2);
    report(&mut picture, 1, 25, 5, None);
    let sums = paris(&picture, 0);
    assert_eq!((sums.totals.sold_28_days, sums.base.site_days_28), (2, 2));
}

#[test]
fn a_picture_does_not_say_that_it_includes_a_late_report_before_it_does() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 5, Some(1));
    report(&mut picture, 0, 2, 5, Some(1));
    announce_late_report(&mut picture, 1);
    // A snapshot saved now must make the next start take report 3 again.
    assert_eq!(picture.journal_head(), ReportNumber(2));
    take_late_report(&mut picture, 1);
    assert_eq!(picture.journal_head(), ReportNumber(3));
}

#[test]
fn a_late_report_changes_the_closed_days_until_the_next_report_of_the_site() {
    let mut picture = picture(&two_sites());
    report(&mut picture, 0, 0, 5, Some(1));
    report(&mut picture, 0, 2, 5, Some(1));
    report(&mut picture, 1, 9, 5, None);
    for closed in 0..5 {
        picture.close_day(day(closed)).unwrap();
    }
    announce_late_report(&mut picture, -2);
    take_late_report(&mut picture, -2);
    let days: Vec<Day> = picture.corrections().keys().copied().collect();
    assert_eq!(days, [day(-2), day(-1)]);
    assert!(picture.close_day(day(4)).is_none());
}
