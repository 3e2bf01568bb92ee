//! Trying all choices that could still lose less, where they are few.
//!
//! Levels within the limits lose the bound, and what each choice costs more than the best of its medicine at the best
//! prices, and the price of what stays unused. So a choice that costs more than the gap is in no better answer.

use super::{Choice, Item, Uses, dot, dual::Dual, fits, improve::Answer, plus};

/// Medicines with more than one choice left.
const MOST_OPEN: usize = 60;
/// Choices tried.
const MOST_STEPS: usize = 2_000_000;
/// What is better by less than this part of the largest loss is not better.
const NOTHING: f64 = 1e-13;

/// A choice that may be in a better answer.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    place: usize,
    /// What it costs more than the best of its medicine, at the best prices.
    extra: f64,
    loss: f64,
    uses: Uses,
}

/// A medicine with several candidates, the cheapest first.
#[derive(Debug)]
struct Open {
    item: usize,
    candidates: Vec<Candidate>,
    /// The least uses of this medicine and all after it.
    least_uses: Uses,
}

struct Search<'problem> {
    open: &'problem [Open],
    bound: f64,
    steps: usize,
    path: Vec<(usize, usize)>,
    best_loss: f64,
    best_path: Option<Vec<(usize, usize)>>,
}

/// Puts the best levels of all into the answer and says true, when few enough could be better than those in it.
pub(super) fn is_best(items: &[Item], dual: &Dual, answer: &mut Answer) -> bool {
    let gap = answer.loss - dual.bound;
    let (mut open, mut chosen) = (Vec::new(), dual.chosen.clone());
    let (mut loss, mut uses) = (0.0, Uses::default());
    for (place, item) in items.iter().enumerate() {
        let candidates = candidates(item, &dual.prices, gap);
        if let [only] = candidates.as_slice() {
            loss += only.loss;
            uses = plus(&uses, &only.uses);
            if let Some(chosen) = chosen.get_mut(place) {
                *chosen = only.place;
            }
            continue;
        }
        open.push(Open {
            item: place,
            candidates,
            least_uses: Uses::default(),
        });
        if open.len() > MOST_OPEN {
            return false;
        }
    }
    add_up_least_uses(&mut open);
    let mut search = Search {
        open: &open,
        bound: dual.bound,
        steps: MOST_STEPS,
        path: Vec::new(),
        best_loss: answer.loss,
        best_path: None,
    };
    search.descend(0, 0.0, loss, uses);
    if let Some(path) = search.best_path {
        for (item, place) in path {
            if let Some(chosen) = chosen.get_mut(item) {
                *chosen = place;
            }
        }
        *answer = Answer::new(items, chosen);
    }
    search.steps > 0
}

fn candidates(item: &Item, prices: &Uses, gap: f64) -> Vec<Candidate> {
    let value = |choice: &Choice| choice.loss + dot(prices, &choice.uses);
    let least = item.choices.iter().map(value).fold(f64::INFINITY, f64::min);
    let all = item.choices.iter().enumerate();
    let all = all.map(|(place, choice)| Candidate {
        place,
        extra: value(choice) - least,
        loss: choice.loss,
        uses: choice.uses,
    });
    let mut left: Vec<Candidate> = all.filter(|one| one.extra <= gap).collect();
    left.sort_by(|one, other| one.extra.total_cmp(&other.extra));
    left
}

fn add_up_least_uses(open: &mut [Open]) {
    let mut after = Uses::default();
    for one in open.iter_mut().rev() {
        let mut least = [f64::INFINITY; super::MOST_RESOURCES];
        for candidate in &one.candidates {
            for (least, used) in least.iter_mut().zip(candidate.uses) {
                *least = used.min(*least);
            }
        }
        after = plus(&after, &least);
        one.least_uses = after;
    }
}

impl Search<'_> {
    /// Tries the candidates of the medicines from this one on. No deeper than the open medicines are many.
    fn descend(&mut self, depth: usize, extra: f64, loss: f64, uses: Uses) {
        let Some(medicine) = self.open.get(depth) else {
            if loss < self.best_loss - NOTHING && fits(&uses) {
                self.best_loss = loss;
                self.best_path = Some(self.path.clone());
            }
            return;
        };
        if !fits(&plus(&uses, &medicine.least_uses)) {
            return;
        }
        for candidate in &medicine.candidates {
            let extra = extra + candidate.extra;
            if self.steps == 0 || self.bound + extra >= self.best_loss - NOTHING {
                return;
            }
            self.steps -= 1;
            self.path.push((medicine.item, candidate.place));
            self.descend(
                depth + 1,
                extra,
                loss + candidate.loss,
                plus(&uses, &candidate.uses),
            );
            self.path.pop();
        }
    }
}
