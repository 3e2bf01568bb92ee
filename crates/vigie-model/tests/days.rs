//! Days and the clock. Expected numbers of days: `date -u -d DAY +%s` divided by 86,400.

use jiff::{SignedDuration, Timestamp};
use rstest::rstest;
use vigie_model::{Clock, Day, FixedClock, SystemClock};

#[rstest]
#[case("1970-01-01", 0)]
#[case("1969-12-31", -1)]
#[case("2000-02-29", 11_016)]
#[case("2026-11-20", 20_777)]
fn a_day_is_written_as_in_iso_8601(#[case] text: &str, #[case] days: i32) {
    let day: Day = text.parse().unwrap();
    assert_eq!(day, Day::from_epoch_days(days));
    assert_eq!(day.epoch_days(), days);
    assert_eq!(day.to_string(), text);
    assert_eq!(serde_json::to_string(&day).unwrap(), format!("\"{text}\""));
    assert_eq!(
        serde_json::from_str::<Day>(&format!("\"{text}\"")).unwrap(),
        day
    );
}

#[rstest]
#[case("2026-02-29")]
#[case("2026-13-01")]
#[case("20261120")]
#[case("20/11/2026")]
#[case("2026-11-20T00:00")]
#[case("")]
#[case("２０２６")]
fn a_text_that_is_no_day_is_refused(#[case] text: &str) {
    assert!(text.parse::<Day>().is_err());
}

#[test]
fn days_are_counted_across_months_and_leap_years() {
    let day = Day::from_ymd(2024, 2, 28).unwrap();
    assert_eq!(day.plus_days(2), Day::from_ymd(2024, 3, 1).unwrap());
    assert_eq!(Day::from_ymd(2025, 2, 28).unwrap().days_since(day), 366);
    assert_eq!(Day::from_ymd(2023, 2, 29), None);
}

#[test]
fn days_beyond_what_can_be_written_are_held_at_the_limit() {
    assert_eq!(Day::from_epoch_days(i32::MAX), Day::MAX);
    assert_eq!(Day::MIN.plus_days(i32::MIN), Day::MIN);
    assert_eq!(Day::MAX.to_string(), "9999-12-31");
    assert_eq!(Day::MIN.to_string(), "-009999-01-01");
    assert_eq!(Day::from(Day::MIN.date()), Day::MIN);
}

/// French legal time is two hours ahead in summer, one in winter.
#[rstest]
#[case("2026-07-01T21:59:59Z", "2026-07-01")]
#[case("2026-07-01T22:00:00Z", "2026-07-02")]
#[case("2026-12-31T22:59:59Z", "2026-12-31")]
#[case("2026-12-31T23:00:00Z", "2027-01-01")]
fn today_is_the_day_in_france(#[case] instant: &str, #[case] expected: &str) {
    let clock = FixedClock::new(instant.parse().unwrap());
    assert_eq!(clock.today().to_string(), expected);
}

#[test]
fn a_fixed_clock_stands_still_until_it_is_set() {
    let day = Day::from_ymd(2026, 11, 20).unwrap();
    let clock = FixedClock::at_noon(day);
    let shown_elsewhere: Box<dyn Clock> = Box::new(clock.clone());
    assert_eq!(shown_elsewhere.now().to_string(), "2026-11-20T12:00:00Z");
    clock.advance(SignedDuration::from_hours(12));
    assert_eq!(shown_elsewhere.today(), day.plus_days(1));
    clock.set_day(day);
    assert_eq!(shown_elsewhere.today(), day);
}

#[test]
fn the_system_clock_shows_the_present() {
    let before = Timestamp::now();
    let shown = SystemClock.now();
    assert!(before <= shown && shown <= Timestamp::now());
}

#[test]
fn a_day_begins_when_it_begins_in_paris() {
    for (day, instant) in [
        ("2026-11-20", "2026-11-19T23:00:00Z"),
        ("2026-07-14", "2026-07-13T22:00:00Z"),
    ] {
        let day: Day = day.parse().unwrap();
        assert_eq!(day.begins_at(), instant.parse().unwrap());
    }
}
