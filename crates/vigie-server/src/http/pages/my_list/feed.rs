//! Changes of the entries of a list: moves between published lists, and thin covers of the past.

use std::collections::BTreeSet;

use uuid::Builder;
use vigie_catalogue::Catalogue;
use vigie_model::{Cip13, Cis, Day, FormularyItem};
use vigie_pages::{FeedChange, FeedEntry, MyListFeed};
use vigie_stock::trend::{SHORTEST_EPISODE_DAYS, ThinEpisode};

use super::reading::Reading;
use super::rows;
use crate::http::pages::country::Country;
use crate::http::pages::listing::{known_days, moves};
use crate::system::System;

/// Changes that are told, the newest ones.
const MOST_ENTRIES: usize = 300;
/// Published lists that are compared, the newest ones.
const MOST_LISTS: usize = 60;

/// What a feed is called and where it is.
pub struct FeedPlace {
    /// What never changes of it.
    pub key: String,
    /// Name of a list that is kept.
    pub name: Option<String>,
    /// Path and query of the feed, without language.
    pub path: String,
    /// Path and query of the list, without language.
    pub page_path: String,
}

/// The feed of some entries.
pub fn feed(
    system: &System,
    catalogue: &Catalogue,
    country: &Country,
    items: &BTreeSet<FormularyItem>,
    place: FeedPlace,
) -> MyListFeed {
    let today = system.clock.today();
    let mut entries = listed(catalogue, today, items);
    let reading = Reading::of_items(catalogue, items);
    for (cip13, cis) in rows::packs_of(catalogue, country, &reading) {
        let Some(state) = country.states.pack(cip13) else {
            continue;
        };
        for episode in country.trends.episodes(state.pack.number) {
            entries.extend(episode_entries(catalogue, cis, cip13, episode));
        }
    }
    entries.sort_by(|left, right| {
        right
            .day
            .cmp(&left.day)
            .then_with(|| left.identifier.cmp(&right.identifier))
    });
    entries.truncate(MOST_ENTRIES);
    MyListFeed {
        origin: system.settings.origin(),
        identifier: identifier(&place.key),
        name: place.name,
        path: place.path,
        page_path: place.page_path,
        as_of: country.latest.unwrap_or(today),
        synthetic: system.registry().has_synthetic_sites(),
        entries,
    }
}

fn listed(catalogue: &Catalogue, today: Day, items: &BTreeSet<FormularyItem>) -> Vec<FeedEntry> {
    let packs = items.iter().filter_map(|item| match item {
        FormularyItem::Pack(cip13) => Some(catalogue.pack(*cip13)?.cis()),
        FormularyItem::Medicine(_) => None,
    });
    let of_packs: BTreeSet<Cis> = packs.collect();
    let is_about =
        |cis: Cis| items.contains(&FormularyItem::Medicine(cis)) || of_packs.contains(&cis);
    // A move of one pack is news for who has that pack or the whole medicine.
    let is_wanted = |cis: Cis, pack: Option<Cip13>| {
        let by_pack = pack.is_none_or(|pack| items.contains(&FormularyItem::Pack(pack)));
        items.contains(&FormularyItem::Medicine(cis)) || by_pack
    };
    let days = known_days(catalogue, today);
    let newest = days
        .get(days.len().saturating_sub(MOST_LISTS)..)
        .unwrap_or_default();
    let mut entries = Vec::new();
    for pair in newest.windows(2) {
        let &[from, to] = pair else { continue };
        for (transition, pack) in moves(catalogue, from, to, is_about) {
            let Ok(cis) = transition.cis.parse::<Cis>() else {
                continue;
            };
            if !is_wanted(cis, pack) {
                continue;
            }
            let key = format!("listed {cis} {pack:?} {:?} {to}", transition.kind);
            entries.push(FeedEntry {
                identifier: identifier(&key),
                day: to,
                cis: transition.cis.clone(),
                cip13: pack.map(|pack| pack.to_string()),
                name: transition.name.clone(),
                pack: label(catalogue, pack),
                change: FeedChange::Listed(transition),
            });
        }
    }
    entries
}

/// A cover is said to be thin on the day when it has been for long enough, and to have recovered on the day after the
/// last one that was seen thin.
fn episode_entries(
    catalogue: &Catalogue,
    cis: Cis,
    cip13: Cip13,
    episode: &ThinEpisode,
) -> Vec<FeedEntry> {
    let entry = |kind: &str, day, change| FeedEntry {
        identifier: identifier(&format!("{kind} {cip13} {}", episode.from)),
        day,
        cis: cis.to_string(),
        cip13: Some(cip13.to_string()),
        name: catalogue
            .medicine(cis)
            .map(|medicine| medicine.name().to_owned())
            .unwrap_or_default(),
        pack: label(catalogue, Some(cip13)),
        change,
    };
    let thin = FeedChange::Thin { from: episode.from };
    let mut entries = vec![entry(
        "thin",
        episode.from.plus_days(SHORTEST_EPISODE_DAYS - 1),
        thin,
    )];
    if !episode.is_open {
        let recovered = FeedChange::Recovered {
            days: u64::try_from(episode.days()).unwrap_or_default(),
            lowest_days: episode.thinnest_days,
        };
        entries.push(entry("recovered", episode.to.plus_days(1), recovered));
    }
    entries
}

fn label(catalogue: &Catalogue, pack: Option<Cip13>) -> String {
    let pack = pack.and_then(|pack| catalogue.pack(pack));
    pack.map(|pack| pack.label().to_owned()).unwrap_or_default()
}

/// The same for the same text, on every server: version 8 of RFC 9562.
fn identifier(text: &str) -> String {
    let digest = blake3::hash(text.as_bytes());
    let mut bytes = [0; 16];
    for (place, byte) in bytes.iter_mut().zip(digest.as_bytes()) {
        *place = *byte;
    }
    Builder::from_custom_bytes(bytes)
        .into_uuid()
        .urn()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_the_same_for_the_same_change_and_another_for_another() {
        let one = identifier("thin 3400935955838 2026-11-01");
        assert_eq!(one, identifier("thin 3400935955838 2026-11-01"));
        assert_ne!(one, identifier("thin 3400935955838 2026-11-02"));
        assert!(one.starts_with("urn:uuid:") && one.len() == 45, "{one}");
    }
}
