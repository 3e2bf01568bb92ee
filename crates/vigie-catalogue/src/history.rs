//! Versions of rows over releases: the latest table whole, the past as differences.

use vigie_model::Day;

use crate::release::Keyed;

/// A table over time. Releases are numbered from 0 in the order of their days.
#[derive(Debug, Clone)]
pub(crate) struct Layers<R> {
    /// The rows of the latest release, sorted by key.
    current: Vec<R>,
    /// For each of them, the release since when it is so.
    since: Vec<u16>,
    /// Rows that were otherwise before, sorted by key, then time.
    past: Vec<Past<R>>,
}

#[derive(Debug, Clone)]
struct Past<R> {
    row: R,
    from: u16,
    /// The first release where it is no more.
    until: u16,
}

impl<R> Default for Layers<R> {
    fn default() -> Self {
        Self {
            current: Vec::new(),
            since: Vec::new(),
            past: Vec::new(),
        }
    }
}

impl<R: Keyed> Layers<R> {
    /// Adds the rows of the next release, sorted by key, each key once.
    pub(crate) fn append(&mut self, release: u16, rows: Vec<R>) {
        let mut since = vec![release; rows.len()];
        let before = std::mem::take(&mut self.current)
            .into_iter()
            .zip(std::mem::take(&mut self.since));
        for (row, from) in before {
            let found = rows.binary_search_by_key(&row.key(), Keyed::key).ok();
            let same = found.filter(|place| rows.get(*place) == Some(&row));
            match same.and_then(|place| since.get_mut(place)) {
                Some(start) => *start = from,
                None => self.past.push(Past {
                    row,
                    from,
                    until: release,
                }),
            }
        }
        self.current = rows;
        self.since = since;
    }

    /// Sorts the past, once all releases were added.
    pub(crate) fn finish(&mut self) {
        self.past.sort_by_key(|past| (past.row.key(), past.from));
        self.past.shrink_to_fit();
    }

    /// The rows of the latest release.
    pub(crate) fn current(&self) -> &[R] {
        &self.current
    }

    /// The place of a key in the latest release.
    pub(crate) fn place(&self, key: R::Key) -> Option<usize> {
        self.current.binary_search_by_key(&key, Keyed::key).ok()
    }

    /// The row of the latest release.
    pub(crate) fn get(&self, key: R::Key) -> Option<&R> {
        self.current.get(self.place(key)?)
    }

    /// The row as it was in this release.
    pub(crate) fn get_at(&self, key: R::Key, release: u16) -> Option<&R> {
        let now = self.place(key).filter(|place| {
            self.since
                .get(*place)
                .is_some_and(|since| *since <= release)
        });
        now.and_then(|place| self.current.get(place))
            .or_else(|| self.past_at(key, release))
    }

    fn past_at(&self, key: R::Key, release: u16) -> Option<&R> {
        let versions = self.past_of(key).iter();
        versions
            .map(|past| (past, past.from..past.until))
            .find(|(_, span)| span.contains(&release))
            .map(|(past, _)| &past.row)
    }

    fn past_of(&self, key: R::Key) -> &[Past<R>] {
        let start = self.past.partition_point(|past| past.row.key() < key);
        let rest = self.past.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|past| past.row.key() == key))
            .unwrap_or_default()
    }

    /// Every key whose row differs between two releases, with both rows, by key.
    pub(crate) fn differences(&self, from: u16, to: u16) -> Vec<(Option<&R>, Option<&R>)> {
        let mut keys: Vec<R::Key> = self.past.iter().map(|past| past.row.key()).collect();
        let recent = self
            .current
            .iter()
            .zip(&self.since)
            .filter(|(_, since)| **since > 0);
        keys.extend(recent.map(|(row, _)| row.key()));
        keys.sort_unstable();
        keys.dedup();
        let pairs = keys
            .into_iter()
            .map(|key| (self.get_at(key, from), self.get_at(key, to)));
        pairs.filter(|(before, after)| before != after).collect()
    }
}

/// The days of the releases of a catalogue, oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReleaseDays(pub(crate) Vec<Day>);

impl ReleaseDays {
    /// The number of the last release not after `day`.
    pub(crate) fn number_at(&self, day: Day) -> Option<u16> {
        let after = self.0.partition_point(|known| *known <= day);
        after.checked_sub(1).map(|number| number as u16)
    }
}
