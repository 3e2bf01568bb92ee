//! The running picture against the model, for random histories of reports, closed days, corrections and restarts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use vigie_model::{Day, Department, ReportNumber, Site, SiteNumber, Tier};
use vigie_stock::history::{
    ChangedSite, Correction, DaySummary, HistoryFile, correct_day, write_day,
};
use vigie_stock::picture::{
    Accepted, Applied, DayState, Picture, Position, Scope, positions_after, positions_at,
};
use vigie_stock::{
    FlowLine, Flows, ReportContent, ReportKind, StockLine, digest_of_positions, read_snapshot,
    write_snapshot,
};

use crate::common::{cases, day, pack, site, table};
use crate::model::{Entry, ModelSums, SiteDays, add_site, fold_site};

const PACKS: u32 = 5;
/// Days before an entry in which a full report is looked for first, as the server does.
const NEAR_DAYS: i32 = 35;

/// What happens to the picture.
#[derive(Debug, Clone)]
enum Step {
    Report {
        site: u32,
        /// Days that pass before it.
        passed: i32,
        /// Days that the report is late.
        late: i32,
        kind: ReportKind,
        content: ReportContent,
    },
    /// All days older than this many days are closed.
    Close { open_days: i32 },
    /// The files that late reports changed are written again.
    Correct,
    /// The picture is saved and read again.
    Restart,
}

fn sites() -> Vec<Site> {
    vec![
        site(0, Tier::Pharmacy, "75"),
        site(1, Tier::Pharmacy, "75"),
        site(2, Tier::Pharmacy, "92"),
        site(3, Tier::Wholesaler, "2A"),
        site(5, Tier::Pharmacy, "13"),
    ]
}

fn any_step() -> impl Strategy<Value = Step> {
    let site = prop::sample::select(vec![0u32, 1, 2, 3, 5]);
    let passed =
        prop_oneof![6 => Just(0), 6 => Just(1), 2 => 2..5i32, 1 => 6..9i32, 1 => 20..40i32];
    let late = prop_oneof![8 => Just(0), 3 => 1..4i32, 2 => 4..15i32, 1 => 15..60i32];
    let kind = prop_oneof![
        4 => Just(ReportKind::Full),
        4 => Just(ReportKind::Changes),
        1 => Just(ReportKind::Release),
    ];
    let report = (site, passed, late, kind, any_content()).prop_map(
        |(site, passed, late, kind, content)| Step::Report {
            site,
            passed,
            late,
            kind,
            content,
        },
    );
    prop_oneof![
        12 => report,
        2 => (0..4i32).prop_map(|open_days| Step::Close { open_days }),
        1 => Just(Step::Correct),
        1 => Just(Step::Restart),
    ]
}

fn any_content() -> impl Strategy<Value = ReportContent> {
    let quantity = prop_oneof![2 => Just(0u32), 5 => 1..50u32];
    let flows = prop::option::weighted(
        0.2,
        (0..9u32, 0..9u32, 0..9u32).prop_map(|(ordered, transit, expiring)| Flows {
            ordered_not_delivered: ordered,
            in_transit: transit,
            expiring,
        }),
    );
    let line = (quantity, 0..9u32, flows);
    let lines = prop::collection::btree_map(0..PACKS, line, 0..=PACKS as usize);
    (lines, any::<bool>()).prop_map(|(lines, states_sold)| ReportContent {
        lines: lines
            .iter()
            .map(|(&number, &(on_hand, sold, _))| StockLine {
                pack: pack(number),
                on_hand,
                sold: if states_sold { sold } else { 0 },
            })
            .collect(),
        states_sold,
        flows: lines
            .iter()
            .filter_map(|(&number, &(_, _, flows))| {
                let flows = flows.filter(|flows| !flows.is_empty())?;
                Some(FlowLine {
                    pack: pack(number),
                    flows,
                })
            })
            .collect(),
        ..ReportContent::default()
    })
}

/// A picture with its journal, and the files of closed days when there is a folder for them: what a server does, on
/// one thread and without a database.
struct World {
    sites: Vec<Site>,
    journal: Vec<Entry>,
    picture: Picture,
    today: Day,
    folder: Option<PathBuf>,
    files: BTreeMap<Day, DaySummary>,
}

impl World {
    fn new(folder: Option<&Path>) -> Self {
        let sites = sites();
        Self {
            picture: Picture::new(PACKS as usize, &sites),
            sites,
            journal: Vec::new(),
            today: day(0),
            folder: folder.map(Path::to_path_buf),
            files: BTreeMap::new(),
        }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Report {
                site,
                passed,
                late,
                kind,
                content,
            } => {
                self.today = self.today.plus_days(*passed);
                self.receive(
                    SiteNumber(*site),
                    self.today.plus_days(-late),
                    *kind,
                    content,
                );
            }
            Step::Close { open_days } => self.close_through(self.today.plus_days(-1 - open_days)),
            Step::Correct => self.correct_files(),
            Step::Restart => self.restart(),
        }
    }

    fn receive(&mut self, site: SiteNumber, as_of: Day, kind: ReportKind, content: &ReportContent) {
        let accepted = Accepted {
            number: ReportNumber(self.journal.len() as u64 + 1),
            site,
            as_of,
            kind,
        };
        self.journal.push(Entry {
            accepted: accepted.clone(),
            content: content.clone(),
        });
        if self.picture.apply(&accepted, content) == Ok(Applied::OutOfOrder) {
            self.rebuild(&accepted);
        }
    }

    /// As the server does, from the entries up to the late one.
    fn rebuild(&mut self, late: &Accepted) {
        let entries = self.entries_since_full_report(late.site, late.as_of);
        let after = fold(&entries);
        let others: Vec<Entry> = entries
            .into_iter()
            .filter(|entry| entry.accepted.number != late.number)
            .collect();
        let before = fold(&others);
        self.picture.rebuild_site(late.site, &before, &after);
    }

    fn entries_since_full_report(&self, site: SiteNumber, day: Day) -> Vec<Entry> {
        let Some(last_closed) = self.picture.last_closed() else {
            return self.entries_from(site, Day::MIN);
        };
        let wanted = day.min(last_closed.plus_days(1));
        let near = self.entries_from(site, wanted.plus_days(-NEAR_DAYS));
        let has_full = near
            .iter()
            .any(|entry| entry.accepted.kind == ReportKind::Full && entry.accepted.as_of < wanted);
        if has_full {
            near
        } else {
            self.entries_from(site, Day::MIN)
        }
    }

    fn entries_from(&self, site: SiteNumber, from: Day) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .journal
            .iter()
            .filter(|entry| entry.accepted.site == site && entry.accepted.as_of >= from)
            .cloned()
            .collect();
        entries.sort_by_key(|entry| (entry.accepted.as_of, entry.accepted.number));
        entries
    }

    fn close_through(&mut self, last: Day) {
        loop {
            let next = match self.picture.last_closed() {
                Some(closed) => Some(closed.plus_days(1)),
                None => self.picture.first_reported(),
            };
            let Some(state) = next
                .filter(|next| *next <= last)
                .and_then(|next| self.picture.close_day(next))
            else {
                return;
            };
            self.write_files(&state);
        }
    }

    fn path(&self, day: Day, kind: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(format!("{day}.{kind}.parquet")))
    }

    fn write_files(&mut self, state: &DayState) {
        let (Some(day_path), Some(history_path)) =
            (self.path(state.day, "day"), self.path(state.day, "history"))
        else {
            return;
        };
        let file = |path| std::fs::File::create(path).unwrap();
        let summary = write_day(state, &table(), file(day_path), file(history_path)).unwrap();
        self.files.insert(state.day, summary);
    }

    /// All days that late reports changed, as the server does from time to time.
    fn correct_files(&mut self) {
        for (day, sites) in self.picture.corrections().clone() {
            let correction = Correction {
                day,
                journal_head: self.picture.journal_head(),
                expected: self.picture.expected(day).to_vec(),
                sites: sites
                    .keys()
                    .map(|&site| self.changed_site(site, day))
                    .collect(),
            };
            self.write_correction(&correction);
            let head = self.picture.journal_head();
            self.picture.settle_corrections(day, head);
        }
        assert!(self.picture.corrections().is_empty());
    }

    fn changed_site(&self, site: SiteNumber, day: Day) -> ChangedSite {
        let positions = fold(&self.entries_from(site, Day::MIN));
        ChangedSite {
            site,
            slab: self.picture.slab_of(site).unwrap(),
            position: positions_at(&positions, day).cloned(),
        }
    }

    fn write_correction(&mut self, correction: &Correction) {
        let day = correction.day;
        let (Some(day_path), Some(history_path)) =
            (self.path(day, "day"), self.path(day, "history"))
        else {
            return;
        };
        let new_path = day_path.with_extension("new");
        let old = day_path.exists().then_some(day_path.as_path());
        let file = |path: &Path| std::fs::File::create(path).unwrap();
        let (new, history) = (file(&new_path), file(&history_path));
        let summary = correct_day(old, correction, &table(), new, history).unwrap();
        std::fs::rename(new_path, day_path).unwrap();
        self.files.insert(day, summary);
    }

    fn restart(&mut self) {
        let mut bytes = Vec::new();
        write_snapshot(&self.picture, &mut bytes).unwrap();
        let restored = read_snapshot(&mut bytes.as_slice(), PACKS as usize, &self.sites).unwrap();
        assert_eq!(
            digest_of_positions(&restored),
            digest_of_positions(&self.picture)
        );
        self.picture = restored;
    }

    fn model(&self) -> Vec<(&Site, SiteDays)> {
        let fold = |site| (site, fold_site(&self.journal, site));
        self.sites.iter().map(fold).collect()
    }

    /// Everything that can be asked, against the model.
    fn check(&self) {
        let latest = self.journal.iter().map(|entry| entry.accepted.as_of).max();
        assert_eq!(self.picture.latest(), latest);
        assert_eq!(
            self.picture.journal_head(),
            ReportNumber(self.journal.len() as u64)
        );
        let Some(latest) = latest else { return };
        let model = self.model();
        self.check_positions(&model);
        self.check_sums(&model, latest);
        self.check_completeness(&model, latest);
    }

    fn check_positions(&self, model: &[(&Site, SiteDays)]) {
        for (site, days) in model {
            let position = self.picture.position(site.number);
            let Some((day, state)) = days.last_key_value() else {
                assert!(position.is_none());
                continue;
            };
            let position = position.unwrap();
            assert_eq!(position.day, *day, "site {}", site.number);
            let cells = position.cells.iter();
            let cells: Vec<_> = cells.map(|cell| (cell.pack, cell.on_hand)).collect();
            assert_eq!(cells, state.cells.clone().into_iter().collect::<Vec<_>>());
            let sales = position.sales.as_ref().map(|sales| {
                let sales = sales.iter();
                sales.map(|sale| (sale.pack, sale.boxes)).collect()
            });
            assert_eq!(sales, state.sales);
        }
    }

    fn check_sums(&self, model: &[(&Site, SiteDays)], latest: Day) {
        let departments = ["75", "92", "2A", "13", "01"].map(crate::common::department);
        let paris = departments[0].region();
        for number in 0..PACKS {
            for tier in Tier::ALL {
                let check = |scope: Scope, holds: &dyn Fn(Department) -> bool| {
                    let mut expected = ModelSums::default();
                    let counted = model
                        .iter()
                        .filter(|(site, _)| site.tier == tier && holds(site.department));
                    counted
                        .for_each(|(_, days)| add_site(&mut expected, days, pack(number), latest));
                    let sums = self.picture.sums(tier, scope, pack(number));
                    let found = ModelSums {
                        totals: sums.totals,
                        flows: sums.flows,
                        base: sums.base,
                    };
                    assert_eq!(found, expected, "pack {number}, {tier:?}, {scope:?}");
                };
                check(Scope::Nation, &|_| true);
                check(Scope::Region(paris), &|department| {
                    department.region() == paris
                });
                for department in departments {
                    check(Scope::Department(department), &|other| other == department);
                }
            }
        }
    }

    /// Who reported, for every day of the longest window.
    fn check_completeness(&self, model: &[(&Site, SiteDays)], latest: Day) {
        for back in 0..28 {
            let day = latest.plus_days(-back);
            let found = self.picture.completeness(day).unwrap();
            for (tier, department, completeness) in found {
                let here = model
                    .iter()
                    .filter(|(site, _)| (site.tier, site.department) == (tier, department));
                let expected = here.clone().count() as u32;
                let received = here.filter(|(_, days)| days.contains_key(&day)).count() as u32;
                assert_eq!(completeness.expected, expected);
                assert_eq!(completeness.received, received, "{day} {tier:?}");
            }
        }
    }

    /// The files of closed days are those that the journal gives when it is read in order of day.
    fn check_files(&self) {
        let mut entries = self.journal.clone();
        entries.sort_by_key(|entry| (entry.accepted.as_of, entry.accepted.number));
        let mut picture = Picture::new(PACKS as usize, &self.sites);
        for entry in &entries {
            assert_eq!(
                picture.apply(&entry.accepted, &entry.content),
                Ok(Applied::Present)
            );
        }
        let days = self.files.keys().copied();
        let without_holes = days.clone().zip(days.skip(1));
        assert!(
            without_holes
                .into_iter()
                .all(|(day, next)| day.plus_days(1) == next)
        );
        let first = entries.first().map(|entry| entry.accepted.as_of);
        if let (Some(first), Some(closed)) = (first, self.picture.last_closed()) {
            assert_eq!(self.files.keys().next(), Some(&first.min(closed)));
        }
        for (&day, summary) in &self.files {
            let state = picture.day_state(day).unwrap();
            let again = write_day(&state, &table(), std::io::sink(), std::io::sink()).unwrap();
            assert_eq!(&again, summary);
            self.check_history(day, &state);
        }
    }

    fn check_history(&self, day: Day, state: &DayState) {
        let file = HistoryFile::open(&self.path(day, "history").unwrap()).unwrap();
        assert_eq!(
            file.digests().unwrap()[&day],
            self.files[&day].history_digest
        );
        let notes = file.notes().unwrap();
        let [notes] = notes.as_slice() else {
            panic!("one day")
        };
        assert_eq!(notes.day, day);
        for slab in &notes.slabs {
            let of_slab = state.sites.iter().filter(|site| site.slab == slab.slab);
            let reported = of_slab.clone().filter(|site| site.position.day == day);
            let stating = reported
                .clone()
                .filter(|site| site.position.sales.is_some());
            assert_eq!(slab.sites as usize, of_slab.count(), "{day}");
            assert_eq!(slab.reported as usize, reported.count(), "{day}");
            assert_eq!(slab.stating_sales as usize, stating.count(), "{day}");
        }
        for number in 0..PACKS {
            let code = crate::common::code(number);
            let rows = file.rows_of(code).unwrap();
            let on_hand: u64 = rows.iter().map(|row| row.on_hand).sum();
            let cells = state
                .sites
                .iter()
                .flat_map(|site| site.position.cells.iter());
            let of_pack = cells.filter(|cell| cell.pack == pack(number));
            assert_eq!(
                on_hand,
                of_pack.map(|cell| u64::from(cell.on_hand)).sum::<u64>()
            );
        }
    }
}

fn fold(entries: &[Entry]) -> Vec<Position> {
    positions_after(
        entries
            .iter()
            .map(|entry| (entry.accepted.as_of, entry.accepted.kind, &entry.content)),
    )
}

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn whatever_the_order_of_reports_the_picture_is_that_of_the_journal_in_order(
        steps in prop::collection::vec(any_step(), 1..45),
    ) {
        let mut world = World::new(None);
        for step in &steps {
            world.step(step);
            world.check();
        }
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn files_of_closed_days_are_corrected_to_what_the_journal_gives_in_order(
        steps in prop::collection::vec(any_step(), 1..45),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut world = World::new(Some(folder.path()));
        for step in &steps {
            world.step(step);
        }
        world.correct_files();
        world.check_files();
    }
}
