//! The past on the page of a medicine: days of stock, and moves on the availability list.

use vigie_catalogue::{AvailabilityStatus, Catalogue};
use vigie_model::{Cip13, Cis, Day};
use vigie_pages::{AvailabilityEvent, HistoryDay, ShortageEpisode};

use crate::http::pages::listing::{known_days, moves, seriousness, shown};
use crate::http::pages::past::PastDay;

/// The days that are shown: a frame begins earlier, with days that only the first demand needs.
pub fn shown_days(days: &[PastDay], as_of: Day, count: i32) -> &[PastDay] {
    let first = as_of.plus_days(1 - count);
    days.get(days.partition_point(|day| day.day < first)..)
        .unwrap_or_default()
}

/// The same days as the page names them.
pub fn history_days(days: &[PastDay]) -> Vec<HistoryDay> {
    let shown = |day: &PastDay| HistoryDay {
        day: day.day,
        stock_boxes: day.stock,
        demand_boxes: day.sold,
        cover_days: day.cover,
    };
    days.iter().map(shown).collect()
}

/// Moves of a medicine on all lists until today, newest first.
pub fn availability_events(catalogue: &Catalogue, today: Day, cis: Cis) -> Vec<AvailabilityEvent> {
    let days = known_days(catalogue, today);
    let pairs = days
        .windows(2)
        .rev()
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let events = pairs.flat_map(|(from, to)| moves(catalogue, from, to, |of| of == cis));
    events
        .map(|(transition, pack)| AvailabilityEvent {
            transition,
            pack: pack.map(|pack| pack.to_string()),
        })
        .collect()
}

/// One list: its day, what it says of the pack or its medicine, and since when by its own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Listed {
    list: Day,
    status: Option<(AvailabilityStatus, Option<Day>)>,
}

/// Shortages and tensions of a pack, drawn from the lists. The end is the day of the list that says otherwise; when
/// the product has vanished, which says nothing of the end, the last list that had it.
pub fn episodes(
    catalogue: &Catalogue,
    today: Day,
    cis: Cis,
    pack: Option<Cip13>,
    first_day: Option<Day>,
) -> Vec<ShortageEpisode> {
    let lists: Vec<Listed> = known_days(catalogue, today)
        .iter()
        .map(|&list| Listed {
            list,
            status: status_on(catalogue, list, cis, pack),
        })
        .collect();
    let mut episodes = episodes_of(&lists);
    episodes
        .retain(|episode| first_day.is_some_and(|first| episode.to.is_none_or(|to| to >= first)));
    episodes
}

fn status_on(
    catalogue: &Catalogue,
    list: Day,
    cis: Cis,
    pack: Option<Cip13>,
) -> Option<(AvailabilityStatus, Option<Day>)> {
    let rows = catalogue.availability(cis, list);
    let about = rows.filter(|row| row.cip13().is_none() || row.cip13() == pack);
    let row = about.max_by_key(|row| seriousness(row.status()))?;
    Some((row.status(), row.started_on()))
}

fn episodes_of(lists: &[Listed]) -> Vec<ShortageEpisode> {
    let mut episodes: Vec<(AvailabilityStatus, ShortageEpisode)> = Vec::new();
    let mut last_list = None;
    for listed in lists {
        let open = episodes
            .last_mut()
            .filter(|(_, episode)| episode.to.is_none());
        let status = listed.status.filter(|(status, _)| is_drawn(*status));
        match (open, status) {
            (Some((running, _)), Some((status, _))) if *running == status => {}
            (open, status) => {
                if let Some((_, episode)) = open {
                    episode.to = if listed.status.is_some() {
                        Some(listed.list)
                    } else {
                        last_list
                    };
                }
                episodes.extend(
                    status.map(|(status, since)| {
                        (status, begin(listed.list, status, since, last_list))
                    }),
                );
            }
        }
        last_list = Some(listed.list);
    }
    episodes.into_iter().map(|(_, episode)| episode).collect()
}

/// Begins on the day that the list names, unless that day is before a list that did not say so or after this one.
fn begin(
    list: Day,
    status: AvailabilityStatus,
    since: Option<Day>,
    list_before: Option<Day>,
) -> ShortageEpisode {
    let plausible =
        since.filter(|since| *since <= list && list_before.is_none_or(|before| *since > before));
    ShortageEpisode {
        kind: shown(status),
        from: plausible.unwrap_or(list),
        to: None,
    }
}

const fn is_drawn(status: AvailabilityStatus) -> bool {
    matches!(
        status,
        AvailabilityStatus::Shortage | AvailabilityStatus::Tension
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use vigie_pages::Availability;

    fn day(number: i32) -> Day {
        Day::from_epoch_days(number)
    }

    fn listed(list: i32, status: Option<(AvailabilityStatus, i32)>) -> Listed {
        Listed {
            list: day(list),
            status: status.map(|(status, since)| (status, Some(day(since)))),
        }
    }

    #[test]
    fn a_tension_that_becomes_a_shortage_and_returns_is_two_episodes() {
        let lists = [
            listed(100, Some((AvailabilityStatus::Tension, 40))),
            listed(110, Some((AvailabilityStatus::Tension, 40))),
            listed(120, Some((AvailabilityStatus::Shortage, 115))),
            listed(130, Some((AvailabilityStatus::Return, 115))),
        ];
        let tension = ShortageEpisode {
            kind: Availability::Tension,
            from: day(40),
            to: Some(day(120)),
        };
        let shortage = ShortageEpisode {
            kind: Availability::Shortage,
            from: day(115),
            to: Some(day(130)),
        };
        assert_eq!(episodes_of(&lists), [tension, shortage]);
    }

    #[test]
    fn a_product_that_vanished_is_drawn_until_the_last_list_that_had_it() {
        let lists = [
            listed(100, Some((AvailabilityStatus::Tension, 90))),
            listed(110, None),
            listed(120, None),
        ];
        let tension = ShortageEpisode {
            kind: Availability::Tension,
            from: day(90),
            to: Some(day(100)),
        };
        assert_eq!(episodes_of(&lists), [tension]);
    }

    #[test]
    fn a_shortage_on_the_last_list_lasts() {
        let lists = [
            listed(100, None),
            listed(110, Some((AvailabilityStatus::Shortage, 20))),
        ];
        // Day 20 is before the list of day 100, which did not have it: it begins with the list.
        assert_eq!(
            episodes_of(&lists),
            [ShortageEpisode {
                kind: Availability::Shortage,
                from: day(110),
                to: None
            }]
        );
    }
}
