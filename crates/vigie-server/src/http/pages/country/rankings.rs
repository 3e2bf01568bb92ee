//! Packs in several orders, and the page of rankings.

use std::collections::HashMap;

use vigie_catalogue::{AvailabilityStatus, GroupNumber};
use vigie_model::{Cis, Day};
use vigie_pages::{EpisodeRow, ListedRow, PackRow, Rankings, SeverityParts};
use vigie_stock::severity::{ENOUGH_DAYS, Severity, Situation};
use vigie_stock::trend::ThinEpisode;

use super::ranking::{self, Judged, Taken};
use super::rows::Rows;
use super::thresholds;
use crate::http::pages::listing::shown;
use crate::http::pages::shell::shell_at;
use crate::system::System;

/// Rows of each table.
const ROWS: usize = 20;

/// Packs in several orders.
pub struct Lists {
    /// Most severe first.
    pub most_severe: Vec<(PackRow, SeverityParts)>,
    thinnest: Vec<PackRow>,
    most_at_zero: Vec<PackRow>,
    /// Largest fall of cover first.
    pub got_worse: Vec<PackRow>,
    /// Largest gain of cover first.
    pub recovered: Vec<PackRow>,
    longest: Vec<EpisodeRow>,
}

impl Lists {
    /// The orders of all packs, of which the severities are given in the same order.
    pub fn of(packs: &[Judged], severities: &[Option<Severity>], rows: &Rows<'_>) -> Self {
        let asked_for: Vec<&Judged> = packs
            .iter()
            .filter(|pack| ranking::is_ranked(pack))
            .collect();
        let written = |packs: Vec<Judged>| packs.iter().map(|pack| rows.row(pack)).collect();
        Self {
            most_severe: most_severe(packs, severities, rows),
            thinnest: written(ranking::thinnest(packs, ROWS)),
            most_at_zero: written(ranking::most_at_zero(packs, ROWS)),
            got_worse: written(changed(&asked_for, rows, |before, now| {
                ranking::notable_fall(before, now).filter(|_| now < ENOUGH_DAYS)
            })),
            recovered: written(changed(&asked_for, rows, |before, now| {
                let thin = thresholds().watch_from_days;
                (before < thin && now >= thin).then_some(now - before)
            })),
            longest: longest(&asked_for, rows),
        }
    }
}

/// The page, without what surrounds it.
pub fn rankings(system: &System, taken: &Taken, lists: &Lists, rows: &Rows<'_>) -> Rankings {
    Rankings {
        shell: shell_at(system, "/observatory/rankings", "", taken.latest),
        as_of: taken.latest.unwrap_or_else(|| system.clock.today()),
        history_from: rows.trends.from(),
        thresholds: thresholds(),
        most_severe: lists.most_severe.clone(),
        thinnest: lists.thinnest.clone(),
        most_at_zero: lists.most_at_zero.clone(),
        got_worse: lists.got_worse.clone(),
        recovered: lists.recovered.clone(),
        longest: lists.longest.clone(),
        longest_listed: longest_listed(rows),
        // The API answers CSV to an `Accept` header too, which a link cannot send.
        cover_csv: "/api/v1/cover?format=csv".to_owned(),
    }
}

/// Stock and demand of the medicines that substitute each other, all together.
#[derive(Debug, Clone, Copy, Default)]
struct Pool {
    stock: f64,
    demand: f64,
}

/// The severity of each pack; `None` where some of what it rests on is not known.
pub fn severities(packs: &[Judged], rows: &Rows<'_>) -> Vec<Option<Severity>> {
    let pools = Pools::of(packs);
    let severity = |pack| situation(pack, &pools, rows).map(|situation| Severity::of(&situation));
    packs.iter().map(severity).collect()
}

/// Packs whose score is above that of a medicine that merely matters.
fn most_severe(
    packs: &[Judged],
    severities: &[Option<Severity>],
    rows: &Rows<'_>,
) -> Vec<(PackRow, SeverityParts)> {
    let severe = severe(packs, severities, ranking::is_ranked).into_iter();
    severe
        .take(ROWS)
        .map(|(severity, pack)| (rows.row(pack), severity))
        .collect()
}

/// The packs that count and have a score above zero, most severe first.
pub fn severe<'a>(
    packs: &'a [Judged],
    severities: &[Option<Severity>],
    counts: impl Fn(&Judged) -> bool,
) -> Vec<(SeverityParts, &'a Judged)> {
    let mut scored: Vec<(Severity, &Judged)> = packs
        .iter()
        .zip(severities)
        .filter(|(pack, _)| counts(pack))
        .filter_map(|(pack, severity)| Some(((*severity)?, pack)))
        .filter(|(severity, _)| severity.total() > 0.0)
        .collect();
    scored.sort_by(|(left, left_pack), (right, right_pack)| {
        let score = right.total().total_cmp(&left.total());
        score.then(left_pack.cip13.cmp(&right_pack.cip13))
    });
    let scored = scored.into_iter();
    scored
        .map(|(severity, pack)| (parts(severity), pack))
        .collect()
}

/// What the score needs; `None` when some of it is not known.
fn situation(pack: &Judged, pools: &Pools, rows: &Rows<'_>) -> Option<Situation> {
    let carrying = pack.cell.carrying.value().filter(|sites| *sites > 0)?;
    let thin_days = rows.open_episode(pack).map_or(0, ThinEpisode::days);
    Some(Situation {
        cover_days: pack.cell.cover.value()?,
        share_at_zero: pack.cell.at_zero.value()? as f64 / carrying as f64,
        thin_days: u32::try_from(thin_days).unwrap_or_default(),
        alternatives_days: pools.alternatives_days(pack),
        is_major: pack.is_major,
    })
}

/// The same points, as pages show them.
pub const fn parts(severity: Severity) -> SeverityParts {
    SeverityParts {
        cover: severity.cover,
        spread: severity.spread,
        duration: severity.duration,
        alternatives: severity.alternatives,
        importance: severity.importance,
    }
}

/// Stock and demand by group of substitution and by medicine.
struct Pools {
    groups: HashMap<GroupNumber, Pool>,
    medicines: HashMap<Cis, Pool>,
}

impl Pools {
    fn of(packs: &[Judged]) -> Self {
        let mut pools = Self {
            groups: HashMap::new(),
            medicines: HashMap::new(),
        };
        for pack in packs {
            let (Some(stock), Some(demand)) = (pack.cell.stock.value(), pack.cell.demand.value())
            else {
                continue;
            };
            let group = pack
                .group
                .map(|group| pools.groups.entry(group).or_default());
            let medicine = pools.medicines.entry(pack.cis).or_default();
            for pool in group.into_iter().chain([medicine]) {
                pool.stock += stock as f64;
                pool.demand += demand;
            }
        }
        pools
    }

    /// Days that the other medicines of the group last if they take the demand of this one too; `None` when there are
    /// none.
    fn alternatives_days(&self, pack: &Judged) -> Option<f64> {
        let group = self.groups.get(&pack.group?)?;
        let own = self.medicines.get(&pack.cis).copied().unwrap_or_default();
        let stock = group.stock - own.stock;
        (stock > 0.0 && group.demand > 0.0).then(|| stock / group.demand)
    }
}

/// Packs whose cover went from one to the other, those with the largest change first.
fn changed(
    packs: &[&Judged],
    rows: &Rows<'_>,
    change: impl Fn(f64, f64) -> Option<f64>,
) -> Vec<Judged> {
    let mut changed: Vec<(f64, Judged)> = packs
        .iter()
        .filter_map(|pack| {
            let before = rows.cover_a_week_ago(pack).value()?;
            Some((change(before, pack.cell.cover.value()?)?, **pack))
        })
        .collect();
    changed.sort_by(|(left, left_pack), (right, right_pack)| {
        right
            .total_cmp(left)
            .then(left_pack.cip13.cmp(&right_pack.cip13))
    });
    changed.truncate(ROWS);
    changed.into_iter().map(|(_, pack)| pack).collect()
}

fn longest(packs: &[&Judged], rows: &Rows<'_>) -> Vec<EpisodeRow> {
    let mut episodes: Vec<(&ThinEpisode, &Judged)> = packs
        .iter()
        .flat_map(|pack| {
            rows.trends
                .episodes(pack.number)
                .iter()
                .map(|of| (of, *pack))
        })
        .collect();
    episodes.sort_by_key(|(episode, pack)| (-episode.days(), episode.from, pack.cip13));
    episodes.truncate(ROWS);
    let row = |(episode, pack): (&ThinEpisode, &Judged)| {
        let (name, label) = rows.names(pack);
        EpisodeRow {
            cis: pack.cis.to_string(),
            cip13: pack.cip13.to_string(),
            name,
            pack: label,
            from: episode.from,
            to: (!episode.is_open).then_some(episode.to),
            days: u64::try_from(episode.days()).unwrap_or_default(),
            thinnest_days: episode.thinnest_days,
        }
    };
    episodes.into_iter().map(row).collect()
}

/// Medicines that the list says are short or in tension, by the start that it names; one that it dates in the future
/// is left out.
fn longest_listed(rows: &Rows<'_>) -> Vec<ListedRow> {
    let Some(list) = rows.listing.day() else {
        return Vec::new();
    };
    let mut oldest: HashMap<Cis, (Day, AvailabilityStatus)> = HashMap::new();
    for row in rows.listing.all() {
        let is_drawn = matches!(
            row.status(),
            AvailabilityStatus::Shortage | AvailabilityStatus::Tension
        );
        let since = row.started_on().filter(|since| is_drawn && *since <= list);
        if let Some(since) = since {
            let kept = oldest.entry(row.cis()).or_insert((since, row.status()));
            if since < kept.0 {
                *kept = (since, row.status());
            }
        }
    }
    let mut oldest: Vec<(Day, Cis, AvailabilityStatus)> = oldest
        .into_iter()
        .map(|(cis, (since, status))| (since, cis, status))
        .collect();
    oldest.sort_unstable_by_key(|(since, cis, _)| (*since, *cis));
    oldest.truncate(ROWS);
    let row = |(since, cis, status): (Day, Cis, AvailabilityStatus)| ListedRow {
        cis: cis.to_string(),
        name: rows.catalogue.medicine(cis).map_or_else(
            || format!("CIS {cis}"),
            |medicine| medicine.name().to_owned(),
        ),
        situation: shown(status),
        since,
        days: u64::try_from(list.days_since(since)).unwrap_or_default(),
    };
    oldest.into_iter().map(row).collect()
}
