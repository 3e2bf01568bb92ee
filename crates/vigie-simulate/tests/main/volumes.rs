//! A simulated year sells what Open Medic says was dispensed.

use std::collections::{BTreeMap, HashMap};

use vigie_model::{Cip13, Tier};
use vigie_simulate::{CountrySettings, REAL_PHARMACIES};

use crate::{INPUTS, country, day};

/// Boxes dispensed in France in 2025 (Assurance Maladie, Open Medic 2025, all packs).
const OPEN_MEDIC_BOXES: f64 = 2_326_774_830.0;

/// Sold and asked for in pharmacies, by pack.
fn year(settings: CountrySettings) -> HashMap<Cip13, (u64, u64)> {
    let mut country = country(settings);
    let mut packs: HashMap<Cip13, (u64, u64)> = HashMap::new();
    for _ in 0..365 {
        country.next_day(|report| {
            let lines = report.lines.iter();
            for line in lines.filter(|_| report.site.tier == Tier::Pharmacy) {
                let sums = packs.entry(line.cip13).or_default();
                sums.0 += u64::from(line.sold);
                sums.1 += u64::from(line.sold + line.missed);
            }
        });
    }
    packs
}

/// All packs of the country, in few pharmacies.
fn all_packs() -> CountrySettings {
    CountrySettings {
        pharmacies: 60,
        hospitals: 2,
        wholesalers: 3,
        depositaries: 2,
        companies: 1_000,
        packs_limit: usize::MAX,
        packs_per_pharmacy: 900,
        packs_per_hospital: 100,
        ..CountrySettings::demo(2025, day("2025-01-01"))
    }
}

/// Chance makes a count of n boxes vary by about 1.2 / sqrt(n): totals are compared for the whole
/// country and for the anatomical groups of more than 300,000 boxes here, where that is under 0.25 %.
#[test]
fn a_simulated_year_reproduces_the_boxes_of_open_medic_within_one_percent() {
    let settings = all_packs();
    let scale = f64::from(settings.pharmacies) / f64::from(REAL_PHARMACIES);
    let sold = year(settings);
    let mut groups: BTreeMap<String, [f64; 2]> = BTreeMap::new();
    let (mut expected_not_short, mut sold_not_short) = (0.0, 0.0);
    for volume in &INPUTS.packs {
        let Some(boxes) = volume.boxes_2025 else {
            continue;
        };
        let expected = boxes as f64 * scale;
        let (sold, asked) = sold.get(&volume.pack.cip13).copied().unwrap_or_default();
        let atc = volume.pack.atc.map(|atc| atc.truncate(1).to_string());
        for group in [atc.unwrap_or_default(), "all".to_owned()] {
            let sums = groups.entry(group).or_default();
            sums[0] += expected;
            sums[1] += asked as f64;
        }
        // Not short: patients were refused fewer than one box in two hundred.
        if (asked - sold) * 200 <= asked {
            expected_not_short += expected;
            sold_not_short += sold as f64;
        }
    }
    let [all, asked] = groups["all"];
    assert!((all / scale / OPEN_MEDIC_BOXES - 1.0).abs() < 1e-9, "{all}");
    assert!((asked / all - 1.0).abs() < 0.01, "{asked} of {all}");
    for (group, [expected, asked]) in groups.iter().filter(|(_, sums)| sums[0] > 300_000.0) {
        assert!(
            (asked / expected - 1.0).abs() < 0.01,
            "{group}: {asked} of {expected}"
        );
    }
    assert!(
        expected_not_short > 0.6 * all,
        "{expected_not_short} of {all}"
    );
    let not_short = sold_not_short / expected_not_short;
    assert!((not_short - 1.0).abs() < 0.01, "{not_short}");
}

#[test]
fn the_shipped_boxes_are_those_published() {
    let total: u64 = INPUTS.packs.iter().filter_map(|pack| pack.boxes_2025).sum();
    assert_eq!(total, 2_326_774_830);
    let doliprane = "3400935955838".parse().unwrap();
    let mut packs = INPUTS.packs.iter();
    let found = packs.find(|pack| pack.pack.cip13 == doliprane).unwrap();
    // DOLIPRANE 1 g, 8 tablets: 156.4 million boxes, the most of all.
    assert_eq!(found.boxes_2025.unwrap() / 100_000, 1_564);
    assert!(found.exact);
}
