//! How demand moves through weeks and years.

use rstest::rstest;
use vigie_model::Tier;
use vigie_simulate::{DemandCurve, Event, Profile};

use crate::{INPUTS, day};

fn curve(events: &[Event]) -> DemandCurve {
    DemandCurve::new(&INPUTS.influenza, events)
}

#[test]
fn every_profile_has_a_mean_of_one_over_the_year_of_the_volumes() {
    let curve = curve(&[]);
    for profile in Profile::ALL {
        let days = (0..365).map(|ahead| day("2025-01-01").plus_days(ahead));
        let sum: f64 = days
            .map(|day| curve.multiplier(Tier::Pharmacy, profile, day))
            .sum();
        assert!((sum / 365.0 - 1.0).abs() < 1e-9, "{profile:?}");
    }
}

#[test]
fn pharmacies_are_closed_on_sundays_and_hospitals_are_not() {
    let curve = curve(&[]);
    let sunday = day("2025-11-23");
    assert!(
        curve
            .multiplier(Tier::Pharmacy, Profile::Steady, sunday)
            .abs()
            < f64::EPSILON
    );
    assert!(curve.multiplier(Tier::Hospital, Profile::Steady, sunday) > 0.3);
}

#[rstest]
// The rate of influenza-like illness was 529 a week in late January 2025, 28 in late July (ECDC).
#[case::antibiotics("J01CA04", 2.0)]
#[case::cough("R05DA", 3.0)]
#[case::paracetamol("N02BE01", 1.4)]
fn more_is_asked_for_in_the_week_of_the_worst_influenza(#[case] atc: &str, #[case] ratio: f64) {
    let profile = Profile::of(Some(atc.parse().unwrap()));
    let curve = curve(&[]);
    let winter = curve.multiplier(Tier::Pharmacy, profile, day("2025-01-30"));
    let summer = curve.multiplier(Tier::Pharmacy, profile, day("2025-07-31"));
    assert!(winter / summer > ratio, "{winter} {summer}");
}

#[test]
fn a_winter_that_is_not_published_yet_is_like_the_last_one() {
    let curve = curve(&[]);
    let next = curve.multiplier(Tier::Pharmacy, Profile::CoughCold, day("2026-12-24"));
    let last = curve.multiplier(Tier::Pharmacy, Profile::CoughCold, day("2025-12-25"));
    assert!((next - last).abs() < 1e-9);
}

#[test]
fn an_epidemic_multiplies_illness_in_its_middle_only() {
    let event = Event::Epidemic {
        from: day("2025-12-01"),
        days: 40,
        factor: 3.0,
    };
    let (with, without) = (curve(&[event]), curve(&[]));
    let at = |curve: &DemandCurve, text| {
        curve.multiplier(Tier::Pharmacy, Profile::Antibiotic, day(text))
    };
    assert!(at(&with, "2025-12-20") > 1.4 * at(&without, "2025-12-20"));
    assert!((at(&with, "2025-11-29") - at(&without, "2025-11-29")).abs() < 1e-9);
    assert!((at(&with, "2026-01-10") - at(&without, "2026-01-10")).abs() < 1e-9);
}
