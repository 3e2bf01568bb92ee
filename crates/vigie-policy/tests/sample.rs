//! Two hundred pairs of an entry of the Union list and a medicine of the national list, judged one by one by what is
//! known of substances, classes and routes; not by a pharmacist.
//!
//! How they were drawn: pairs of an entry and each different (class, substances) of the list of medicines of major
//! interest of May 2026, one medicine for each, those whose SHA-256 of `class|CIS` is least: 85 of the class of the
//! entry, 35 of the class of level 4, 50 with a word that begins alike, and 30 entries without a medicine in their
//! class. `expected` is what the medicine is to the entry (`same`; `other`; for entries without a medicine, `none`, or
//! `review` where the substance is there in another class); `substance` says whether the substances are the same,
//! whatever class. The names of other spelling were completed after a look at what disagreed.

use vigie_policy::{EntryMatch, ListEntry, ListedMedicine, MatchLevel, match_list, union_list};

use crate::published::{catalogue, national_list};

const SAMPLE: &str = include_str!("data/union_list_sample.tsv");

struct Pair {
    class: &'static str,
    cis: &'static str,
    expected: &'static str,
    is_same_substance: bool,
}

fn sample() -> Vec<Pair> {
    let pair = |line: &'static str| {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 8, "{line}");
        Pair {
            class: fields[0],
            cis: fields[2],
            expected: fields[5],
            is_same_substance: fields[6] == "same",
        }
    };
    SAMPLE.lines().skip(1).map(pair).collect()
}

/// Pairs that were found and should be, found and should not be, and not found and should be.
#[derive(Debug, Default, PartialEq, Eq)]
struct Found {
    rightly: usize,
    wrongly: usize,
    missed: usize,
}

impl Found {
    fn count(&mut self, is_found: bool, is_expected: bool) {
        match (is_found, is_expected) {
            (true, true) => self.rightly += 1,
            (true, false) => self.wrongly += 1,
            (false, true) => self.missed += 1,
            (false, false) => {}
        }
    }

    fn precision(&self) -> f64 {
        self.rightly as f64 / (self.rightly + self.wrongly) as f64
    }

    fn recall(&self) -> f64 {
        self.rightly as f64 / (self.rightly + self.missed) as f64
    }
}

struct Matched {
    entries: Vec<ListEntry>,
    medicines: Vec<ListedMedicine>,
    matches: Vec<EntryMatch>,
}

impl Matched {
    fn new(entries: Vec<ListEntry>) -> Self {
        let medicines = national_list(&catalogue());
        let matches = match_list(&entries, &medicines);
        Self {
            entries,
            medicines,
            matches,
        }
    }

    fn of(&self, place: usize) -> &EntryMatch {
        &self.matches[place]
    }

    /// The level of a medicine for an entry.
    fn level(&self, place: usize, cis: &str) -> MatchLevel {
        let found = self.of(place);
        let holds = |places: &[usize]| {
            places
                .iter()
                .any(|place| self.medicines[*place].cis.to_string() == cis)
        };
        if holds(&found.medicines) {
            found.level
        } else if holds(&found.less_alike) {
            MatchLevel::Partial
        } else {
            MatchLevel::None
        }
    }
}

fn place_of(entries: &[ListEntry], class: &str) -> usize {
    let is_it = |entry: &ListEntry| entry.atc.is_some_and(|atc| atc.as_str() == class);
    entries.iter().position(is_it).unwrap()
}

#[test]
fn the_sample_has_two_hundred_pairs() {
    assert_eq!(sample().len(), 200);
}

#[test]
fn by_class_every_medicine_of_the_sample_is_found_and_no_other() {
    let matched = Matched::new(union_list());
    let mut found = Found::default();
    let mut exact = 0;
    for pair in sample().iter().filter(|pair| !pair.cis.is_empty()) {
        let level = matched.level(place_of(&matched.entries, pair.class), pair.cis);
        found.count(level >= MatchLevel::Partial, pair.expected == "same");
        exact += usize::from(level == MatchLevel::Exact);
    }
    assert_eq!((found.precision(), found.recall()), (1.0, 1.0), "{found:?}");
    assert!(exact >= 72, "{exact} are exact");
}

#[test]
fn an_entry_without_a_medicine_in_its_class_is_shown_for_review_where_its_substance_is_there() {
    let matched = Matched::new(union_list());
    for pair in sample().iter().filter(|pair| pair.cis.is_empty()) {
        let level = matched.of(place_of(&matched.entries, pair.class)).level;
        let expected = if pair.expected == "review" {
            MatchLevel::ToReview
        } else {
            MatchLevel::None
        };
        assert_eq!(level, expected, "{}", pair.class);
    }
}

#[test]
fn by_name_alone_most_are_found() {
    let with_class = union_list();
    let mut names_only = with_class.clone();
    for entry in &mut names_only {
        entry.atc = None;
    }
    let matched = Matched::new(names_only);
    let mut found = Found::default();
    for pair in sample().iter().filter(|pair| !pair.cis.is_empty()) {
        let level = matched.level(place_of(&with_class, pair.class), pair.cis);
        found.count(level >= MatchLevel::Partial, pair.is_same_substance);
    }
    // What is missed is named otherwise, or only as a group: octocog alfa, immunoglobulins, vaccines, inhibitors.
    assert!(found.precision() >= 1.0, "{found:?}");
    assert!(found.recall() >= 0.847, "{found:?}");
}
