//! The national day that intake is measured on.

use std::collections::{HashMap, HashSet};

use vigie_model::{Cip13, Tier};
use vigie_simulate::{NationalDay, NationalDaySettings, NationalDayTotals};

use crate::{INPUTS, PACKS, day};

fn national(sites: u32) -> NationalDay {
    let settings = NationalDaySettings::new(7, day("2026-11-20")).with_sites(sites);
    NationalDay::new(settings, &INPUTS, &PACKS).unwrap()
}

fn rows(csv: &[u8]) -> Vec<(Cip13, u32, u32)> {
    let text = std::str::from_utf8(csv).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("cip13;on_hand;sold"));
    lines
        .map(|line| {
            let cells: Vec<_> = line.split(';').collect();
            (
                cells[0].parse().unwrap(),
                cells[1].parse().unwrap(),
                cells[2].parse().unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_site_reports_each_pack_once_in_random_order() {
    let national = national(100);
    let rows = rows(&national.site_csv(3));
    let packs: HashSet<_> = rows.iter().map(|row| row.0).collect();
    assert_eq!(packs.len(), rows.len());
    assert!((3_000..4_500).contains(&rows.len()), "{}", rows.len());
    assert!(!rows.is_sorted());
    let known: HashSet<_> = national.packs().iter().map(|pack| pack.cip13).collect();
    assert!(packs.is_subset(&known));
}

#[test]
fn quantities_are_mostly_small_and_some_shelves_are_empty() {
    let rows = rows(&national(100).site_csv(5));
    let share = |test: fn(u32) -> bool| {
        rows.iter().filter(|row| test(row.1)).count() as f64 / rows.len() as f64
    };
    assert!(share(|boxes| boxes == 0) > 0.03);
    assert!(share(|boxes| (1..=5).contains(&boxes)) > 0.45);
    assert!(share(|boxes| boxes > 100) < 0.05);
}

#[test]
fn the_gzip_of_a_site_holds_its_csv() {
    let national = national(100);
    let gzip = national.site_gzip(0);
    let csv = national.site_csv(0);
    let mut unpacked = vec![0; csv.len()];
    let mut decompressor = libdeflater::Decompressor::new();
    assert_eq!(
        decompressor.gzip_decompress(&gzip, &mut unpacked),
        Ok(csv.len())
    );
    assert_eq!(unpacked, csv);
    assert!(national.site_csv(1_000_000).is_empty());
}

#[test]
fn a_folder_of_the_day_is_the_same_on_one_thread_and_on_two() {
    let national = national(60);
    let write = |threads| {
        let folder =
            std::env::temp_dir().join(format!("vigie-national-{}-{threads}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let totals = national.write_folder(&folder, threads).unwrap();
        let files = national.sites().iter().map(|site| {
            let name = format!("{}.csv.gz", site.code);
            let bytes = std::fs::read(folder.join(&name)).unwrap();
            (name, bytes)
        });
        let files: HashMap<_, _> = files.collect();
        std::fs::remove_dir_all(&folder).unwrap();
        (totals, files)
    };
    let (one, two): ((NationalDayTotals, _), _) = (write(1), write(2));
    assert_eq!(one.0.sites as usize, national.sites().len());
    assert!(one == two);
}

#[test]
fn the_whole_country_has_about_eighty_five_million_lines() {
    let settings = NationalDaySettings::new(7, day("2026-11-20"));
    let national = NationalDay::new(settings, &INPUTS, &PACKS).unwrap();
    assert_eq!(national.packs().len(), 15_000);
    // Every 300th site, weighed by how many there are of its tier.
    let mut lines = 0;
    for tier in Tier::ALL {
        let sites: Vec<_> = national
            .sites()
            .iter()
            .filter(|site| site.tier == tier)
            .collect();
        let sample: Vec<_> = sites.iter().step_by(sites.len().div_ceil(40)).collect();
        let count = |site: &vigie_model::Site| rows(&national.site_csv(site.number.index())).len();
        let mean = sample.iter().map(|site| count(site)).sum::<usize>() / sample.len();
        lines += mean * sites.len();
    }
    assert!((83_000_000..87_000_000).contains(&lines), "{lines}");
}
