//! Questions that the picture answers from its sums, asked in this process.

use std::hint::black_box;
use std::time::Instant;

use vigie_model::{Cip13, Department, PackNumber, Tier};
use vigie_server::system::System;
use vigie_stock::picture::{Picture, Scope, Window};

use super::figures::Figures;

/// How often a question is asked. The quickest time counts: the others were disturbed by something else.
const ROUNDS: usize = 200;
/// Packs in the list of those with the most empty sites.
const MOST_EMPTY: usize = 100;

/// Adds the figures.
pub fn measure(system: &System, packs: &[Cip13], figures: &mut Figures) {
    let picture = system.picture.read();
    let table = system.packs();
    let some = packs
        .get(packs.len() / 2)
        .and_then(|code| table.number(*code))
        .unwrap_or(PackNumber(0));
    let mut covers = Vec::new();
    let mut cover = |tiers: &[Tier]| {
        quickest_milliseconds(|| {
            for tier in tiers {
                picture.national_cover(*tier, Window::default(), &mut covers);
                black_box(&covers);
            }
        })
    };
    figures.at_most(
        "national cover of all packs, from memory",
        "ms",
        0.1,
        cover(&[Tier::Pharmacy]),
    );
    figures.tell("… in each of the five tiers", "ms", cover(&Tier::ALL));
    let by_department = quickest_milliseconds(|| by_department(&picture, some));
    figures.tell("one pack by department, from memory", "ms", by_department);
    let most_empty = quickest_milliseconds(|| drop(black_box(most_empty(&picture, table.len()))));
    figures.tell(
        "100 packs with the most empty sites, from memory",
        "ms",
        most_empty,
    );
}

fn quickest_milliseconds(mut ask: impl FnMut()) -> f64 {
    let rounds = (0..ROUNDS).map(|_| {
        let started = Instant::now();
        ask();
        started.elapsed().as_secs_f64() * 1000.0
    });
    rounds.fold(f64::INFINITY, f64::min)
}

fn by_department(picture: &Picture, pack: PackNumber) {
    for department in Department::ALL {
        for tier in Tier::ALL {
            black_box(picture.sums(tier, Scope::Department(department), pack));
        }
    }
}

/// Numbers of the packs with the most sites at zero, over all tiers.
fn most_empty(picture: &Picture, packs: usize) -> Vec<(u32, usize)> {
    let mut empty: Vec<(u32, usize)> = (0..packs).map(|pack| (0, pack)).collect();
    for tier in Tier::ALL {
        for (sum, totals) in empty.iter_mut().zip(picture.national(tier)) {
            sum.0 += totals.sites_at_zero;
        }
    }
    if empty.len() > MOST_EMPTY {
        empty.select_nth_unstable_by(MOST_EMPTY, |a, b| b.cmp(a));
        empty.truncate(MOST_EMPTY);
    }
    empty.sort_unstable_by(|a, b| b.cmp(a));
    empty
}
