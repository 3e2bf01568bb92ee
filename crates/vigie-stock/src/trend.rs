//! How the cover of a pack went, nation-wide: what it was on each day, and when it was thin.

use vigie_model::{Day, PackNumber, Tier};

use crate::history::{NationalDay, NationalSums, PATIENT_TIERS};
use crate::picture::{Base, Totals, Window};

/// Days over which demand is averaged.
const WINDOW_DAYS: i32 = 28;
/// Fewest days in a row that are an episode: less is a late delivery.
pub const SHORTEST_EPISODE_DAYS: i32 = 3;

/// Days in a row on which the national cover of a pack was below a threshold. Days of which nothing is known neither
/// begin nor end it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThinEpisode {
    /// First day.
    pub from: Day,
    /// Last day that was seen below.
    pub to: Day,
    /// Whether it lasts: no later day is known to be above.
    pub is_open: bool,
    /// The lowest cover seen, days.
    pub thinnest_days: f64,
}

impl ThinEpisode {
    /// How many days it has been, first and last included.
    pub fn days(&self) -> i32 {
        self.to.days_since(self.from) + 1
    }
}

/// Closed days in order, prepared for the question how the cover of one pack after the other went.
#[derive(Debug)]
pub struct NationalSeries<'a>(Vec<SeriesDay<'a>>);

#[derive(Debug)]
struct SeriesDay<'a> {
    day: Day,
    national: &'a NationalDay,
    /// Place of the first day of the window that ends with this day.
    first: usize,
    /// Site-days that stated sales in that window, by patient tier.
    site_days: [u32; PATIENT_TIERS.len()],
}

impl<'a> NationalSeries<'a> {
    /// Days in order; a day that is missing is not known.
    pub fn new(days: impl IntoIterator<Item = (Day, &'a NationalDay)>) -> Self {
        let days: Vec<(Day, &NationalDay)> = days.into_iter().collect();
        let series = (0..days.len()).filter_map(|place| {
            let (day, national) = *days.get(place)?;
            let first_day = day.plus_days(1 - WINDOW_DAYS);
            let first = days.partition_point(|(day, _)| *day < first_day);
            let window = days.get(first..=place)?;
            let site_days = PATIENT_TIERS.map(|tier| {
                let stating = window.iter().map(|(_, day)| day.sites(tier).stating_sales);
                stating.sum()
            });
            Some(SeriesDay {
                day,
                national,
                first,
                site_days,
            })
        });
        Self(series.collect())
    }

    /// The cover of one pack at the end of each day; `None` where it is not known, where nothing is asked for, or where
    /// fewer than `fewest_sites` carry it.
    ///
    /// Cover is stock divided by mean daily demand over the 28 days that end with the day, as [`Base::cover`] has it.
    /// Days on which the pack was in another tier count as days without its sales.
    pub fn covers(&self, pack: PackNumber, fewest_sites: u32) -> Vec<(Day, Option<f64>)> {
        let of_day: Vec<PackOfDay> = self.0.iter().map(|day| day.national.pack(pack)).collect();
        let mut sold = [0_u64; PATIENT_TIERS.len()];
        let mut first = 0;
        let mut covers = Vec::with_capacity(self.0.len());
        for (day, now) in self.0.iter().zip(&of_day) {
            add_sales(&mut sold, now.as_ref(), u64::wrapping_add);
            while first < day.first {
                let gone = of_day.get(first).and_then(Option::as_ref);
                add_sales(&mut sold, gone, u64::wrapping_sub);
                first += 1;
            }
            let carried = now.filter(|(_, sums)| sums.carrying() >= fewest_sites);
            let cover = carried.and_then(|(tier, sums)| day.cover(tier, sums, &sold));
            covers.push((day.day, cover));
        }
        covers
    }
}

type PackOfDay = Option<(Tier, NationalSums)>;

fn add_sales(
    sold: &mut [u64; PATIENT_TIERS.len()],
    pack: Option<&(Tier, NationalSums)>,
    change: fn(u64, u64) -> u64,
) {
    let Some((tier, sums)) = pack else { return };
    let place = PATIENT_TIERS.iter().position(|known| known == tier);
    if let Some(sold) = place.and_then(|place| sold.get_mut(place)) {
        *sold = change(*sold, sums.sold.into());
    }
}

impl SeriesDay<'_> {
    fn cover(
        &self,
        tier: Tier,
        sums: NationalSums,
        sold: &[u64; PATIENT_TIERS.len()],
    ) -> Option<f64> {
        let place = PATIENT_TIERS.iter().position(|known| *known == tier)?;
        let base = Base {
            sites: self.national.sites(tier).counted,
            site_days_28: *self.site_days.get(place)?,
            ..Base::default()
        };
        let totals = Totals {
            on_hand: sums.on_hand.into(),
            sold_28_days: *sold.get(place)?,
            ..Totals::default()
        };
        base.cover(&totals, Window::TwentyEightDays).days()
    }
}

/// The episodes in a series of covers, oldest first, each of [`SHORTEST_EPISODE_DAYS`] days or more.
pub fn thin_episodes(covers: &[(Day, Option<f64>)], below_days: f64) -> Vec<ThinEpisode> {
    let mut episodes: Vec<ThinEpisode> = Vec::new();
    for (day, cover) in covers {
        let Some(cover) = *cover else { continue };
        let open = episodes.last_mut().filter(|episode| episode.is_open);
        match open {
            Some(episode) if cover < below_days => {
                episode.to = *day;
                episode.thinnest_days = episode.thinnest_days.min(cover);
            }
            Some(episode) => episode.is_open = false,
            None if cover < below_days => episodes.push(ThinEpisode {
                from: *day,
                to: *day,
                is_open: true,
                thinnest_days: cover,
            }),
            None => {}
        }
    }
    episodes.retain(|episode| episode.days() >= SHORTEST_EPISODE_DAYS);
    episodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(covers: &[Option<f64>]) -> Vec<(Day, Option<f64>)> {
        (0..)
            .map(Day::from_epoch_days)
            .zip(covers.iter().copied())
            .collect()
    }

    #[test]
    fn three_days_below_are_an_episode_and_two_are_not() {
        let covers = series(&[
            Some(20.0),
            Some(14.0),
            Some(14.9),
            Some(15.0),
            Some(10.0),
            Some(4.0),
            Some(9.0),
            Some(30.0),
        ]);
        let episodes = thin_episodes(&covers, 15.0);
        assert_eq!(
            episodes,
            [ThinEpisode {
                from: Day::from_epoch_days(4),
                to: Day::from_epoch_days(6),
                is_open: false,
                thinnest_days: 4.0
            }]
        );
        assert_eq!(episodes[0].days(), 3);
    }

    #[test]
    fn a_day_of_which_nothing_is_known_neither_begins_nor_ends_an_episode() {
        let covers = series(&[None, Some(5.0), None, None, Some(6.0), None]);
        let episodes = thin_episodes(&covers, 15.0);
        assert_eq!(episodes.len(), 1);
        assert_eq!(
            (episodes[0].from, episodes[0].to, episodes[0].is_open),
            (Day::from_epoch_days(1), Day::from_epoch_days(4), true)
        );
    }
}
