//! Files of the past and snapshots: what is written is read back, and damage is told.

use std::collections::BTreeMap;
use std::path::PathBuf;

use proptest::prelude::*;
use vigie_model::{Day, Department, ReportNumber, Site, SiteNumber, Tier};
use vigie_stock::history::{
    ChangedSite, Correction, DayFile, DaySummary, HistoryFile, HistoryRow, MergePart, NationalSums,
    SiteLine, TierSites, correct_day, merge_history, write_day,
};
use vigie_stock::picture::{Accepted, DayState, Picture, Scope};
use vigie_stock::trend::NationalSeries;
use vigie_stock::{
    FlowLine, Flows, Forecast, ForecastLine, ReportContent, ReportKind, StockLine,
    digest_of_positions, read_snapshot, write_snapshot,
};

use crate::common::{PACKS, cases, code, day, department, pack, site, table};

fn sites() -> Vec<Site> {
    vec![
        site(0, Tier::Pharmacy, "75"),
        site(1, Tier::Pharmacy, "92"),
        site(2, Tier::Wholesaler, "75"),
        // Registered last, in a slab of an earlier one.
        site(3, Tier::Pharmacy, "75"),
    ]
}

/// A full report: packs with stock and sales; `ordered` boxes are missing of the first pack.
fn content(lines: &[(u32, u32, u32)], states_sold: bool, ordered: u32) -> ReportContent {
    let flows = Flows {
        ordered_not_delivered: ordered,
        ..Flows::default()
    };
    ReportContent {
        lines: lines
            .iter()
            .map(|&(number, on_hand, sold)| StockLine {
                pack: pack(number),
                on_hand,
                sold,
            })
            .collect(),
        states_sold,
        flows: lines
            .first()
            .filter(|_| ordered > 0)
            .map(|line| FlowLine {
                pack: pack(line.0),
                flows,
            })
            .into_iter()
            .collect(),
        ..ReportContent::default()
    }
}

fn apply(picture: &mut Picture, site: u32, as_of: i32, kind: ReportKind, content: &ReportContent) {
    let accepted = Accepted {
        number: ReportNumber(picture.journal_head().0 + 1),
        site: SiteNumber(site),
        as_of: day(as_of),
        kind,
    };
    picture.apply(&accepted, content).unwrap();
}

/// Site 0 sells, site 1 has reported the day before only, site 2 states no sales, site 3 has nothing on its list.
fn sample() -> Picture {
    let mut picture = Picture::new(PACKS, &sites());
    let full = ReportKind::Full;
    apply(
        &mut picture,
        1,
        0,
        full,
        &content(&[(0, 8, 2), (5, 0, 0)], true, 0),
    );
    apply(
        &mut picture,
        0,
        1,
        full,
        &content(&[(0, 10, 3), (1, 0, 1), (7, 4, 0)], true, 6),
    );
    apply(
        &mut picture,
        2,
        1,
        full,
        &content(&[(0, 500, 0), (1, 0, 0)], false, 40),
    );
    apply(&mut picture, 3, 1, full, &content(&[], true, 0));
    picture
}

struct Written {
    _folder: tempfile::TempDir,
    day_file: PathBuf,
    history: PathBuf,
    summary: DaySummary,
}

fn write(state: &DayState) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let (day_file, history) = (folder.path().join("day"), folder.path().join("history"));
    let create = |path| std::fs::File::create(path).unwrap();
    let summary = write_day(state, &table(), create(&day_file), create(&history)).unwrap();
    Written {
        _folder: folder,
        day_file,
        history,
        summary,
    }
}

#[test]
fn the_lines_of_a_pack_in_a_day_file_are_what_each_site_had_and_stated() {
    let picture = sample();
    let written = write(&picture.day_state(day(1)).unwrap());
    let file = DayFile::open(&written.day_file).unwrap();
    let line = |site, on_hand, sold| SiteLine {
        site: SiteNumber(site),
        on_hand,
        sold,
    };
    assert_eq!(
        file.lines_of(code(0)).unwrap(),
        [line(0, 10, Some(3)), line(1, 8, None), line(2, 500, None)]
    );
    assert_eq!(
        file.lines_of(code(1)).unwrap(),
        [line(0, 0, Some(1)), line(2, 0, None)]
    );
    assert_eq!(file.lines_of(code(3)).unwrap(), []);
}

#[test]
fn the_history_of_a_pack_is_its_sums_by_tier_and_department() {
    let picture = sample();
    let written = write(&picture.day_state(day(1)).unwrap());
    let history = HistoryFile::open(&written.history).unwrap();
    let row = |tier, department_code, on_hand, sold, (sites_holding, sites_at_zero), ordered| {
        HistoryRow {
            day: day(1),
            tier,
            department: department(department_code),
            on_hand,
            sold,
            sites_holding,
            sites_at_zero,
            ordered_not_delivered: ordered,
        }
    };
    assert_eq!(
        history.rows_of(code(0)).unwrap(),
        [
            row(Tier::Pharmacy, "75", 10, Some(3), (1, 0), 6),
            // Carried from the day before: its sales were those of another day.
            row(Tier::Pharmacy, "92", 8, None, (1, 0), 0),
            row(Tier::Wholesaler, "75", 500, None, (1, 0), 40),
        ]
    );
    assert_eq!(
        history.rows_of(code(1)).unwrap(),
        [
            row(Tier::Pharmacy, "75", 0, Some(1), (0, 1), 0),
            row(Tier::Wholesaler, "75", 0, None, (0, 1), 0),
        ]
    );
    assert_eq!(history.rows_of(code(3)).unwrap(), []);
    assert_eq!(history.rows(), 7);
    assert_eq!((written.summary.lines, written.summary.rows), (7, 7));
}

#[test]
fn the_country_on_a_day_is_what_patients_can_get_of_every_pack() {
    let picture = sample();
    let written = write(&picture.day_state(day(1)).unwrap());
    let history = HistoryFile::open(&written.history).unwrap();
    let days = history.national_days(&[day(1)].into(), &table()).unwrap();
    let country = &days[&day(1)];
    // Of pack 0 the pharmacies of 75 and 92 have 10 and 8; the wholesaler's 500 are not with patients yet.
    let sums = NationalSums {
        on_hand: 18,
        sold: 3,
        sites_holding: 2,
        sites_at_zero: 0,
    };
    assert_eq!(country.pack(pack(0)), Some((Tier::Pharmacy, sums)));
    assert_eq!(country.pack(pack(3)), None);
    // Three pharmacies are counted; two stated their sales for the day.
    let sites = TierSites {
        counted: 3,
        stating_sales: 2,
    };
    assert_eq!(country.sites(Tier::Pharmacy), sites);
    assert_eq!(country.sites(Tier::Wholesaler), TierSites::default());
    // 3 boxes in 2 site-days are 4.5 boxes a day for three sites: 18 boxes last 4 days.
    let series = NationalSeries::new([(day(1), country)]);
    assert_eq!(series.covers(pack(0), 2), [(day(1), Some(4.0))]);
    assert_eq!(series.covers(pack(0), 3), [(day(1), None)]);
}

#[test]
fn a_history_file_says_who_was_expected_and_who_reported() {
    let picture = sample();
    let written = write(&picture.day_state(day(1)).unwrap());
    let notes = HistoryFile::open(&written.history)
        .unwrap()
        .notes()
        .unwrap()
        .remove(0);
    assert_eq!((notes.day, notes.journal_head), (day(1), ReportNumber(4)));
    let counts: Vec<_> = notes
        .slabs
        .iter()
        .map(|slab| (slab.expected, slab.reported, slab.sites, slab.stating_sales))
        .collect();
    assert_eq!(counts, [(2, 2, 2, 2), (1, 0, 1, 0), (1, 1, 1, 0)]);
}

/// What a correction would be told of the sites of a day.
fn all_sites(state: &DayState, wanted: impl Fn(SiteNumber) -> bool) -> Vec<ChangedSite> {
    let sites = state.sites.iter().filter(|site| wanted(site.site));
    sites
        .map(|site| ChangedSite {
            site: site.site,
            slab: site.slab,
            position: Some(site.position.clone()),
        })
        .collect()
}

fn correction(state: &DayState, sites: Vec<ChangedSite>) -> Correction {
    Correction {
        day: state.day,
        journal_head: state.journal_head,
        expected: state.expected.clone(),
        sites,
    }
}

/// Every site is changed once from each of the others' state: from a file and from none.
#[test]
fn a_corrected_day_is_the_day_that_is_written_at_once() {
    let (mut before, after) = (sample(), sample());
    let full = ReportKind::Full;
    // What each site had said before its correction: sales, none, other packs, nothing at all.
    apply(&mut before, 0, 1, full, &content(&[(2, 1, 0)], false, 0));
    apply(
        &mut before,
        1,
        1,
        full,
        &content(&[(0, 7, 1), (9, 2, 0)], true, 3),
    );
    apply(&mut before, 2, 1, full, &content(&[], true, 0));
    apply(
        &mut before,
        3,
        1,
        full,
        &content(&[(0, 3, 0), (1, 3, 2)], true, 0),
    );
    let (before, after) = (
        before.day_state(day(1)).unwrap(),
        after.day_state(day(1)).unwrap(),
    );
    let (old, expected) = (write(&before), write(&after));
    let expected_history = HistoryFile::open(&expected.history).unwrap();
    let history = old.history.with_extension("new");
    let create = || std::fs::File::create(&history).unwrap();
    let everyone = correction(&after, all_sites(&after, |_| true));
    for old in [Some(old.day_file.as_path()), None] {
        let summary = correct_day(old, &everyone, &table(), std::io::sink(), create()).unwrap();
        assert_eq!(summary, expected.summary);
        let corrected = HistoryFile::open(&history).unwrap();
        assert_eq!(
            corrected.notes().unwrap(),
            expected_history.notes().unwrap()
        );
    }
    // One after the other, each from the file before.
    let folder = tempfile::tempdir().unwrap();
    let mut last = old.day_file.clone();
    for number in 0..4 {
        let one = correction(&after, all_sites(&after, |site| site == SiteNumber(number)));
        let next = folder.path().join(number.to_string());
        let file = std::fs::File::create(&next).unwrap();
        let summary = correct_day(Some(&last), &one, &table(), file, create()).unwrap();
        assert_eq!(summary == expected.summary, number == 3, "site {number}");
        last = next;
    }
    let corrected = HistoryFile::open(&history).unwrap();
    assert_eq!(
        corrected.notes().unwrap(),
        expected_history.notes().unwrap()
    );
}

#[test]
fn a_merged_file_tells_of_each_day_what_its_own_file_told() {
    let mut picture = sample();
    apply(
        &mut picture,
        3,
        2,
        ReportKind::Full,
        &content(&[(0, 1, 1), (9, 9, 9)], true, 1),
    );
    let states: Vec<DayState> = (0..3)
        .map(|offset| picture.day_state(day(offset)).unwrap())
        .collect();
    let written: Vec<Written> = states.iter().map(write).collect();
    let files: Vec<HistoryFile> = written
        .iter()
        .map(|written| HistoryFile::open(&written.history).unwrap())
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let merge = |name: &str, parts: &[MergePart<'_>]| {
        let path = folder.path().join(name);
        let file = std::fs::File::create(&path).unwrap();
        merge_history(parts, &table(), file).unwrap();
        HistoryFile::open(&path).unwrap()
    };
    let part = |file, offsets: &[i32]| MergePart {
        file,
        days: offsets.iter().map(|offset| day(*offset)).collect(),
    };
    let two = merge("two", &[part(&files[2], &[2]), part(&files[0], &[0])]);
    // Day 2 is taken from its own file once more, as after a correction.
    let all = merge(
        "all",
        &[
            part(&two, &[0]),
            part(&files[1], &[1]),
            part(&files[2], &[2]),
        ],
    );
    let notes = |files: &[HistoryFile]| -> Vec<_> {
        files
            .iter()
            .flat_map(|file| file.notes().unwrap())
            .collect()
    };
    assert_eq!(all.notes().unwrap(), notes(&files));
    assert_eq!(all.rows(), files.iter().map(HistoryFile::rows).sum::<i64>());
    let digests = all.digests().unwrap();
    for (state, written) in states.iter().zip(&written) {
        assert_eq!(digests[&state.day], written.summary.history_digest);
    }
    for number in 0..PACKS as u32 {
        let rows = files
            .iter()
            .flat_map(|file| file.rows_of(code(number)).unwrap());
        assert_eq!(all.rows_of(code(number)).unwrap(), rows.collect::<Vec<_>>());
    }
}

/// A national file has many pages and row groups; here the pages are many, and every pack is asked for.
#[test]
fn every_pack_is_found_in_a_history_of_many_pages() {
    let sites: Vec<Site> = (0..101)
        .map(|number| Site {
            department: Department::ALL[number as usize],
            ..site(number, Tier::Pharmacy, "75")
        })
        .collect();
    let packs = 200u32;
    let codes = (0..u64::from(packs)).map(crate::common::made_up_code);
    let table = vigie_stock::PackTable::new(
        codes
            .map(|code| vigie_model::Cip13::from_u64(code).unwrap())
            .collect(),
    );
    let mut picture = Picture::new(packs as usize, &sites);
    let lines: Vec<_> = (0..packs).map(|number| (number, number, 1)).collect();
    for number in 0..101 {
        apply(
            &mut picture,
            number,
            0,
            ReportKind::Full,
            &content(&lines, true, 0),
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history");
    let state = picture.day_state(day(0)).unwrap();
    let file = std::fs::File::create(&path).unwrap();
    let summary = write_day(&state, &table, std::io::sink(), file).unwrap();
    assert_eq!(summary.rows, 20_200);
    let history = HistoryFile::open(&path).unwrap();
    for number in 0..packs {
        let rows = history.rows_of(table.code(pack(number)).unwrap()).unwrap();
        assert_eq!(rows.len(), 101, "pack {number}");
        assert!(rows.iter().all(|row| row.on_hand == u64::from(number)));
        assert!(rows.is_sorted_by_key(|row| row.department.index()));
    }
    assert_eq!(history.rows_of(code(0)).unwrap(), []);
}

#[test]
fn a_file_that_is_no_history_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history");
    assert!(HistoryFile::open(&path).is_err());
    std::fs::write(&path, b"PAR1 not at all").unwrap();
    assert!(HistoryFile::open(&path).is_err());
    let nothing = Correction {
        day: day(0),
        journal_head: ReportNumber(0),
        expected: Vec::new(),
        sites: Vec::new(),
    };
    let (sink, other) = (std::io::sink(), std::io::sink());
    assert!(correct_day(Some(&path), &nothing, &table(), sink, other).is_err());
}

/// A picture with closed days, open days of several reports, flows, forecasts and unknown sales.
fn rich() -> Picture {
    let mut picture = sample();
    for closed in 0..2 {
        picture.close_day(day(closed)).unwrap();
    }
    let mut company = content(&[(0, 900, 30), (9, 7, 0)], true, 5);
    company.forecasts = vec![ForecastLine {
        pack: pack(9),
        forecast: Forecast {
            demand: [Some(3), None, Some(0), None, None, None],
            supply: [None; 6],
        },
    }];
    apply(&mut picture, 2, 2, ReportKind::Full, &company);
    apply(
        &mut picture,
        0,
        3,
        ReportKind::Changes,
        &content(&[(1, 5, 2)], true, 0),
    );
    apply(
        &mut picture,
        0,
        4,
        ReportKind::Changes,
        &content(&[(2, 5, 0)], false, 0),
    );
    apply(
        &mut picture,
        1,
        9,
        ReportKind::Full,
        &content(&[(0, 1, 1)], true, 3),
    );
    picture
}

fn snapshot(picture: &Picture) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_snapshot(picture, &mut bytes).unwrap();
    bytes
}

fn all_sums(
    picture: &Picture,
) -> BTreeMap<(usize, Option<usize>, u32), vigie_stock::picture::Sums> {
    let mut sums = BTreeMap::new();
    for tier in Tier::ALL {
        for number in 0..PACKS as u32 {
            let national = picture.sums(tier, Scope::Nation, pack(number));
            sums.insert((tier.index(), None, number), national);
            for department in [department("75"), department("92")] {
                let here = picture.sums(tier, Scope::Department(department), pack(number));
                sums.insert((tier.index(), Some(department.index()), number), here);
            }
        }
    }
    sums
}

fn assert_same(one: &Picture, other: &Picture) {
    assert_eq!(digest_of_positions(one), digest_of_positions(other));
    assert_eq!(all_sums(one), all_sums(other));
    assert_eq!(one.latest(), other.latest());
    assert_eq!(one.last_closed(), other.last_closed());
    assert_eq!(one.journal_head(), other.journal_head());
    assert_eq!(one.cells(), other.cells());
    for offset in -1..12 {
        assert_eq!(
            one.completeness(day(offset)),
            other.completeness(day(offset))
        );
    }
    for (site, position) in one.positions() {
        assert_eq!(other.position(site), Some(position));
    }
    assert_eq!(snapshot(one), snapshot(other));
}

#[test]
fn a_snapshot_gives_back_the_picture_and_lives_on_alike() {
    let mut picture = rich();
    let bytes = snapshot(&picture);
    let mut again = read_snapshot(&mut bytes.as_slice(), PACKS, &sites()).unwrap();
    assert_same(&picture, &again);
    // Days go on until all that was known has left the windows.
    for as_of in 10..45 {
        for picture in [&mut picture, &mut again] {
            apply(
                picture,
                3,
                as_of,
                ReportKind::Full,
                &content(&[(0, 1, 1)], true, 0),
            );
            if as_of % 3 == 0 {
                let next = picture.last_closed().unwrap().plus_days(1);
                picture.close_day(next).unwrap();
            }
        }
        assert_same(&picture, &again);
    }
    let pharmacies = picture.sums(Tier::Pharmacy, Scope::Nation, pack(0));
    assert_eq!(pharmacies.totals.sold_28_days, 28);
}

#[test]
fn a_snapshot_of_nothing_is_one() {
    let picture = Picture::new(PACKS, &sites());
    let again = read_snapshot(&mut snapshot(&picture).as_slice(), PACKS, &sites()).unwrap();
    assert_same(&picture, &again);
}

#[test]
fn sites_that_are_no_longer_registered_are_left_out_of_a_snapshot() {
    let bytes = snapshot(&rich());
    let again = read_snapshot(&mut bytes.as_slice(), PACKS, &sites()[..2]).unwrap();
    assert_eq!(again.positions().count(), 2);
}

#[test]
fn a_snapshot_that_ends_early_is_refused() {
    let bytes = snapshot(&rich());
    for length in 0..bytes.len() {
        let read = read_snapshot(&mut &bytes[..length], PACKS, &sites());
        assert!(read.is_err(), "{length} of {}", bytes.len());
    }
}

#[test]
fn a_snapshot_with_one_wrong_byte_is_refused() {
    let bytes = snapshot(&rich());
    for place in 0..bytes.len() {
        for change in [0x01, 0x80, 0xFF] {
            let mut damaged = bytes.clone();
            damaged[place] ^= change;
            let read = read_snapshot(&mut damaged.as_slice(), PACKS, &sites());
            assert!(read.is_err(), "byte {place} of {}", bytes.len());
        }
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn no_bytes_make_the_reader_of_snapshots_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let marked = [b"VIGIESN2", bytes.as_slice()].concat();
        prop_assert!(read_snapshot(&mut marked.as_slice(), PACKS, &sites()).is_err());
    }
}

#[test]
fn a_day_that_is_closed_or_has_not_begun_has_no_state() {
    let mut picture = sample();
    assert!(picture.day_state(day(2)).is_none());
    assert!(picture.close_day(day(0)).is_some());
    assert!(picture.day_state(day(0)).is_none());
    assert!(picture.close_day(day(0)).is_none());
    assert_eq!(picture.first_reported(), Some(day(0)));
    assert!(Picture::new(1, &sites()).day_state(Day::MIN).is_none());
}
