//! What the published availability list says, as pages show it.

use vigie_catalogue::{AvailabilityStatus, Catalogue};
use vigie_model::{Cip13, Cis, Day};
use vigie_pages::{Availability, Known, Transition, TransitionKind, UnknownReason};

type Row<'a> = vigie_catalogue::Availability<'a>;

/// The list that counts on a day.
#[derive(Debug, Clone, Copy)]
pub struct Listing<'a> {
    catalogue: &'a Catalogue,
    day: Option<Day>,
}

impl<'a> Listing<'a> {
    /// The list that counts today.
    pub fn at(catalogue: &'a Catalogue, today: Day) -> Self {
        Self {
            catalogue,
            day: known_days(catalogue, today).last().copied(),
        }
    }

    /// Day of the list; `None` before the first.
    pub const fn day(self) -> Option<Day> {
        self.day
    }

    /// All rows of the list.
    pub fn all(self) -> impl Iterator<Item = Row<'a>> {
        let list = self.day.and_then(|day| self.catalogue.list_at(day));
        list.into_iter().flat_map(|(_, rows)| rows)
    }

    /// The row that counts for a medicine: the most serious one.
    pub fn row(self, cis: Cis) -> Option<Row<'a>> {
        self.rows(cis).max_by_key(|row| seriousness(row.status()))
    }

    /// The row that counts for a pack: its own, else that of the whole medicine.
    pub fn row_of_pack(self, cis: Cis, pack: Cip13) -> Option<Row<'a>> {
        let about = self
            .rows(cis)
            .filter(|row| row.cip13().is_none_or(|cip13| cip13 == pack));
        about.max_by_key(|row| (row.cip13().is_some(), seriousness(row.status())))
    }

    /// The situation of a medicine: `None` inside when it is not on the list.
    pub fn situation(self, cis: Cis) -> Known<Option<Availability>> {
        self.known(self.row(cis))
    }

    /// The situation of a pack.
    pub fn situation_of_pack(self, cis: Cis, pack: Cip13) -> Known<Option<Availability>> {
        self.known(self.row_of_pack(cis, pack))
    }

    fn known(self, row: Option<Row<'_>>) -> Known<Option<Availability>> {
        match self.day {
            Some(_) => Known::Value(row.map(|row| shown(row.status()))),
            None => Known::Unknown(UnknownReason::NotImported),
        }
    }

    fn rows(self, cis: Cis) -> impl Iterator<Item = Row<'a>> {
        let catalogue = self.catalogue;
        self.day
            .into_iter()
            .flat_map(move |day| catalogue.availability(cis, day))
    }

    /// How many medicines are in each situation; one in two of them counts in the more serious.
    pub fn counts(self) -> [(Availability, u64); 4] {
        let mut medicines: Vec<(Cis, AvailabilityStatus)> =
            self.all().map(|row| (row.cis(), row.status())).collect();
        medicines.sort_by_key(|(cis, status)| (*cis, std::cmp::Reverse(seriousness(*status))));
        medicines.dedup_by_key(|(cis, _)| *cis);
        AvailabilityStatus::ALL.map(|status| {
            let count = medicines
                .iter()
                .filter(|(_, of_medicine)| *of_medicine == status)
                .count();
            (shown(status), count as u64)
        })
    }
}

/// Days of the lists published until a day, oldest first.
pub fn known_days(catalogue: &Catalogue, today: Day) -> &[Day] {
    let days = catalogue.availability_days();
    days.get(..days.partition_point(|day| *day <= today))
        .unwrap_or_default()
}

/// Moves between two lists, of the medicines that `about` keeps, each with the pack concerned.
pub fn moves(
    catalogue: &Catalogue,
    from: Day,
    to: Day,
    about: impl Fn(Cis) -> bool,
) -> Vec<(Transition, Option<Cip13>)> {
    let transitions = catalogue
        .transitions(from, to)
        .into_iter()
        .filter(|transition| about(transition.cis));
    transitions
        .filter_map(|transition| shown_move(catalogue, &transition, from, to))
        .collect()
}

fn shown_move(
    catalogue: &Catalogue,
    transition: &vigie_catalogue::Transition,
    before: Day,
    release: Day,
) -> Option<(Transition, Option<Cip13>)> {
    use vigie_catalogue::TransitionKind as Kind;
    let (kind, from, to) = match transition.kind {
        Kind::Unchanged(_) => return None,
        Kind::Vanished(from) => (TransitionKind::Vanished, Some(from), None),
        Kind::Changed {
            from,
            to: AvailabilityStatus::Return,
        } => (
            TransitionKind::Returned,
            Some(from),
            Some(AvailabilityStatus::Return),
        ),
        Kind::Changed { from, to } => (TransitionKind::Changed, Some(from), Some(to)),
        Kind::Appeared(to) if was_listed(catalogue, transition, before) => {
            (TransitionKind::Reappeared, None, Some(to))
        }
        Kind::Appeared(to) => (TransitionKind::Appeared, None, Some(to)),
    };
    let transition_shown = Transition {
        cis: transition.cis.to_string(),
        name: name(catalogue, transition.cis),
        kind,
        from: from.map(shown),
        to: to.map(shown),
        release,
    };
    Some((transition_shown, transition.cip13))
}

/// Whether a list before `before` had the same product.
fn was_listed(
    catalogue: &Catalogue,
    transition: &vigie_catalogue::Transition,
    before: Day,
) -> bool {
    let mut days = catalogue
        .availability_days()
        .iter()
        .filter(|day| **day < before);
    days.any(|day| {
        catalogue
            .availability(transition.cis, *day)
            .any(|row| row.cip13() == transition.cip13)
    })
}

/// The name of a medicine, in the latest release that has it; its code when none has.
fn name(catalogue: &Catalogue, cis: Cis) -> String {
    let now = catalogue.medicine(cis);
    let before = || {
        catalogue
            .release_days()
            .iter()
            .rev()
            .find_map(|day| catalogue.medicine_at(cis, *day))
    };
    now.or_else(before).map_or_else(
        || format!("CIS {cis}"),
        |medicine| medicine.name().to_owned(),
    )
}

/// The same status, as pages name it.
pub const fn shown(status: AvailabilityStatus) -> Availability {
    match status {
        AvailabilityStatus::Shortage => Availability::Shortage,
        AvailabilityStatus::Tension => Availability::Tension,
        AvailabilityStatus::Cessation => Availability::Cessation,
        AvailabilityStatus::Return => Availability::Return,
    }
}

/// Larger is more serious: no longer sold, in tension, available again come after none left.
pub const fn seriousness(status: AvailabilityStatus) -> u8 {
    match status {
        AvailabilityStatus::Shortage => 4,
        AvailabilityStatus::Tension => 3,
        AvailabilityStatus::Cessation => 2,
        AvailabilityStatus::Return => 1,
    }
}
