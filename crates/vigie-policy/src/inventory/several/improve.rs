//! From the choices at the best prices to levels within the limits, and exchanges that make them better.

use std::collections::BTreeSet;

use super::{
    Choice, FITS, Item, Uses, dot,
    dual::{Dual, at_uses_alone},
    fits, minus, plus,
};

/// Each round goes over all medicines; a few are enough.
const MOST_ROUNDS: usize = 50;
/// Exchanges of one or two medicines, each the best of its round.
const MOST_EXCHANGES: usize = 100;
/// Moves of single medicines that are tried in pairs.
const MOVES_TRIED: usize = 700;
/// Other levels of one medicine that are tried as a start each, at most.
const LEVELS_FIXED: usize = 200;
/// Starts of these that are made better by exchanges, at most.
const STARTS_EXCHANGED: usize = 10;
/// Levels gone over for all starts together, about: many medicines have few starts, and need few.
const LEVELS_GONE_OVER: usize = 2_000_000;
/// A gap this small is not worth another exchange.
const SMALL_GAP: f64 = 1e-7;
/// And this small, not worth another start.
const GOOD_GAP: f64 = 1e-5;
/// Keeps a division by a use of nothing finite.
const TINY: f64 = 1e-300;

/// Levels for all medicines.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The place of the level of each medicine among those left.
    pub chosen: Vec<usize>,
    /// As a part of the largest loss.
    pub loss: f64,
    /// As parts of the limits.
    pub uses: Uses,
}

/// Another level for one medicine.
#[derive(Debug, Clone, Copy)]
struct Move {
    item: usize,
    to: usize,
    /// What is lost more.
    loss: f64,
    /// What is used more.
    uses: Uses,
    /// The order in which moves are tried, the least first.
    rank: f64,
}

/// A choice that may be in a better answer.
#[derive(Debug, Clone, Copy)]
struct OpenChoice {
    item: usize,
    to: usize,
    /// What it costs more than the best of its medicine, at the best prices.
    extra: f64,
}

/// Gives a move its rank by what it loses and uses more; none to one that is not wanted.
type Rank<'rank> = &'rank dyn Fn(f64, &Uses) -> Option<f64>;

impl Answer {
    /// Loss and uses of these levels, summed anew.
    pub(super) fn new(items: &[Item], chosen: Vec<usize>) -> Self {
        let (mut loss, mut uses) = (0.0, Uses::default());
        for (item, place) in items.iter().zip(&chosen) {
            if let Some(choice) = item.choices.get(*place) {
                loss += choice.loss;
                uses = plus(&uses, &choice.uses);
            }
        }
        Self { chosen, loss, uses }
    }

    /// No levels within the limits are known.
    pub(super) fn none() -> Self {
        Self {
            chosen: Vec::new(),
            loss: f64::INFINITY,
            uses: Uses::default(),
        }
    }

    fn take(&mut self, one: &Move) {
        if let Some(place) = self.chosen.get_mut(one.item) {
            *place = one.to;
            self.loss += one.loss;
            self.uses = plus(&self.uses, &one.uses);
        }
    }

    /// The move to an open choice, if it is one and wanted.
    fn move_to(&self, items: &[Item], one: &OpenChoice, rank: Rank<'_>) -> Option<Move> {
        let item = items.get(one.item)?;
        let chosen = *self.chosen.get(one.item)?;
        let (now, next) = (item.choices.get(chosen)?, item.choices.get(one.to)?);
        let (loss, uses) = change(now, next);
        if chosen == one.to {
            return None;
        }
        Some(Move {
            item: one.item,
            to: one.to,
            loss,
            uses,
            rank: rank(loss, &uses)?,
        })
    }

    /// All wanted moves of a medicine.
    fn moves_of(&self, place: usize, item: &Item, rank: Rank<'_>) -> impl Iterator<Item = Move> {
        let chosen = self.chosen.get(place).copied().unwrap_or_default();
        let now = item.choices.get(chosen).copied();
        let others = item
            .choices
            .iter()
            .enumerate()
            .filter(move |(to, _)| *to != chosen);
        others.filter_map(move |(to, choice)| {
            let (loss, uses) = change(now.as_ref()?, choice);
            Some(Move {
                item: place,
                to,
                loss,
                uses,
                rank: rank(loss, &uses)?,
            })
        })
    }

    /// The best move of each medicine but the fixed one, the best first.
    fn best_moves(&self, items: &[Item], rank: Rank<'_>, fixed: Option<usize>) -> Vec<Move> {
        let free = items.iter().enumerate();
        let free = free.filter(|(place, _)| fixed != Some(*place));
        let of_each = free.filter_map(|(place, item)| {
            self.moves_of(place, item, rank)
                .min_by(|left, right| left.rank.total_cmp(&right.rank))
        });
        let mut best: Vec<Move> = of_each.collect();
        best.sort_by(|left, right| left.rank.total_cmp(&right.rank));
        best
    }
}

fn change(from: &Choice, to: &Choice) -> (f64, Uses) {
    (to.loss - from.loss, minus(&to.uses, &from.uses))
}

/// Levels within all limits that lose little, from the choices at the best prices, with one medicine at another level or
/// none; else from those that use least. Nothing when neither leads there.
pub(super) fn best_answer(items: &[Item], dual: &Dual) -> Option<Answer> {
    let from_prices = Answer::new(items, dual.chosen.clone());
    let least = || Answer::new(items, at_uses_alone(items).chosen);
    let mut best = filled(items, &dual.prices, from_prices.clone(), None)
        .or_else(|| filled(items, &dual.prices, least(), None))?;
    exchange(items, dual, &mut best);
    if best.loss - dual.bound <= GOOD_GAP * best.loss {
        return Some(best);
    }
    // A large medicine may have to go a step up or down, or to stay, and many small ones make room for it.
    let at_all = |loss: f64, uses: &Uses| Some(loss + dot(&dual.prices, uses));
    let gap = best.loss - dual.bound;
    let levels: usize = items.iter().map(|item| item.choices.len()).sum();
    let starts = (LEVELS_GONE_OVER / levels.max(1)).clamp(STARTS_EXCHANGED, LEVELS_FIXED);
    let open = open_choices(items, &dual.prices, gap);
    let moves = first_moves(items, &from_prices, &open, &at_all, starts);
    let (mut others, mut stayed) = (Vec::new(), BTreeSet::new());
    for one in moves {
        let mut start = from_prices.clone();
        if stayed.insert(one.item) {
            others.extend(filled(items, &dual.prices, start.clone(), Some(one.item)));
        }
        start.take(&one);
        others.extend(filled(items, &dual.prices, start, Some(one.item)));
    }
    others.sort_by(|left, right| left.loss.total_cmp(&right.loss));
    others.truncate(STARTS_EXCHANGED.min(starts / STARTS_EXCHANGED));
    for mut other in others {
        exchange(items, dual, &mut other);
        if other.loss < best.loss {
            best = other;
        }
    }
    Some(best)
}

/// Levels brought within the limits, and what still fits taken. One medicine may be left as it is.
fn filled(items: &[Item], prices: &Uses, answer: Answer, fixed: Option<usize>) -> Option<Answer> {
    let mut answer = repaired(items, prices, answer, fixed)?;
    fill(items, prices, &mut answer, fixed);
    Some(answer)
}

/// By how much the limits are exceeded.
fn excess(uses: &Uses) -> f64 {
    uses.iter()
        .filter(|part| **part > FITS)
        .map(|part| part - 1.0)
        .sum()
}

/// Gives back what is too much where that loses least.
fn repaired(
    items: &[Item],
    prices: &Uses,
    mut answer: Answer,
    fixed: Option<usize>,
) -> Option<Answer> {
    for _ in 0..MOST_ROUNDS {
        if fits(&answer.uses) {
            return Some(answer);
        }
        let is_exceeded = answer.uses.map(|part| f64::from(u8::from(part > FITS)));
        let rank = |loss: f64, uses: &Uses| {
            let relief = -dot(&is_exceeded, uses);
            (relief > 0.0).then(|| (loss + dot(prices, uses)) / relief)
        };
        let moves = answer.best_moves(items, &rank, fixed);
        let before = excess(&answer.uses);
        for one in &moves {
            if excess(&plus(&answer.uses, &one.uses)) < excess(&answer.uses) {
                answer.take(one);
            }
            if fits(&answer.uses) {
                break;
            }
        }
        answer = Answer::new(items, answer.chosen);
        if excess(&answer.uses) >= before {
            break;
        }
    }
    fits(&answer.uses).then_some(answer)
}

/// Takes what still fits where it spares most for its price.
fn fill(items: &[Item], prices: &Uses, answer: &mut Answer, fixed: Option<usize>) {
    for _ in 0..MOST_ROUNDS {
        let uses_now = answer.uses;
        let rank = |loss: f64, uses: &Uses| {
            let is_wanted = loss < 0.0 && fits(&plus(&uses_now, uses));
            is_wanted.then(|| loss / dot(prices, uses).max(TINY))
        };
        let moves = answer.best_moves(items, &rank, fixed);
        if moves.is_empty() {
            return;
        }
        for one in &moves {
            if fits(&plus(&answer.uses, &one.uses)) {
                answer.take(one);
            }
        }
        *answer = Answer::new(items, std::mem::take(&mut answer.chosen));
    }
}

/// Exchanges levels of one or two medicines as long as that loses less: moves that cost least for their size at first,
/// so that what stays unused is used, then those that cost least, for the last small steps.
fn exchange(items: &[Item], dual: &Dual, answer: &mut Answer) {
    let for_size = |loss: f64, uses: &Uses| {
        let size = dot(&dual.prices, &uses.map(f64::abs)) + TINY;
        Some((loss + dot(&dual.prices, uses)) / size)
    };
    let at_all = |loss: f64, uses: &Uses| Some(loss + dot(&dual.prices, uses));
    let (mut rank, mut is_last): (Rank<'_>, bool) = (&for_size, false);
    let mut open = open_choices(items, &dual.prices, answer.loss - dual.bound);
    for _ in 0..MOST_EXCHANGES {
        let gap = answer.loss - dual.bound;
        if gap <= SMALL_GAP * answer.loss {
            return;
        }
        open.retain(|one| one.extra <= gap);
        let moves = first_moves(items, answer, &open, rank, MOVES_TRIED);
        if let Some((first, second)) = best_exchange(&moves, &answer.uses) {
            answer.take(&first);
            if let Some(second) = second {
                answer.take(&second);
            }
            *answer = Answer::new(items, std::mem::take(&mut answer.chosen));
        } else if is_last {
            return;
        } else {
            (rank, is_last) = (&at_all, true);
        }
    }
}

/// Choices that can be in an answer better than one above the bound by this gap: levels within the limits lose the bound
/// at least, and what each choice costs more than the best of its medicine at the best prices.
fn open_choices(items: &[Item], prices: &Uses, gap: f64) -> Vec<OpenChoice> {
    let mut open = Vec::new();
    for (item, of) in items.iter().enumerate() {
        let value = |choice: &Choice| choice.loss + dot(prices, &choice.uses);
        let least = of.choices.iter().map(value).fold(f64::INFINITY, f64::min);
        let of_item = of.choices.iter().enumerate().filter_map(|(to, choice)| {
            let extra = value(choice) - least;
            (extra <= gap).then_some(OpenChoice { item, to, extra })
        });
        open.extend(of_item);
    }
    open
}

/// The moves of the least rank to open choices, in the order of what they lose.
fn first_moves(
    items: &[Item],
    answer: &Answer,
    open: &[OpenChoice],
    rank: Rank<'_>,
    count: usize,
) -> Vec<Move> {
    let moves = open
        .iter()
        .filter_map(|one| answer.move_to(items, one, rank));
    let mut moves: Vec<Move> = moves.collect();
    let by_rank = |left: &Move, right: &Move| {
        left.rank
            .total_cmp(&right.rank)
            .then((left.item, left.to).cmp(&(right.item, right.to)))
    };
    if moves.len() > count {
        moves.select_nth_unstable_by(count, by_rank);
        moves.truncate(count);
    }
    moves.sort_by(|left, right| left.loss.total_cmp(&right.loss).then(by_rank(left, right)));
    moves
}

/// The one or two moves of different medicines that fit and spare most.
fn best_exchange(moves: &[Move], uses: &Uses) -> Option<(Move, Option<Move>)> {
    let mut best: Option<(Move, Option<Move>)> = None;
    let mut least = 0.0;
    for (place, first) in moves.iter().enumerate() {
        let after_first = plus(uses, &first.uses);
        if first.loss < least && fits(&after_first) {
            least = first.loss;
            best = Some((*first, None));
        }
        for second in moves.iter().skip(place + 1) {
            let loss = first.loss + second.loss;
            // Moves stand in the order of their losses: no later one spares more.
            if loss >= least {
                break;
            }
            if second.item != first.item && fits(&plus(&after_first, &second.uses)) {
                least = loss;
                best = Some((*first, Some(*second)));
                break;
            }
        }
    }
    best
}
