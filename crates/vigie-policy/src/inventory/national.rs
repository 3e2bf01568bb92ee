//! One budget for the stocks of a whole country: which medicines to hold for how long.
//!
//! A medicine asked for at d boxes a month, that fails λ times a year for a time of mean τ months (exponential), loses
//! w·λ·d·τ·e^(-s/τ) weighted patient-months a year when s months are held, at the cost c·d·s. The least loss for a budget
//! has s = τ·ln(wλ / (cθ)), held between its floor and its cap, with one price θ of the budget for all. As a function of
//! ln θ the cost is made of straight lines, so that each budget is solved exactly by looking up its line.

use serde::Serialize;

use super::{finite, not_negative, positive};
use crate::{Problem, Sentence};

/// A medicine in the national stock.
#[derive(Debug, Clone, PartialEq)]
pub struct StockedMedicine {
    /// Its name.
    pub name: String,
    /// Demand d, in boxes a month.
    pub demand_per_month: f64,
    /// Weight w of a month that a patient goes without.
    pub weight: f64,
    /// Failures of supply λ a year.
    pub failures_per_year: f64,
    /// Mean duration τ of a failure, in months.
    pub mean_duration_months: f64,
    /// Cost c of holding a box, in euros.
    pub cost_per_box: f64,
    /// Least stock, in months: the legal floor.
    pub floor_months: f64,
    /// Largest stock, in months: what shelf life allows; `None` for no limit.
    pub cap_months: Option<f64>,
}

/// A stock for every medicine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allocation {
    /// Months of stock, in the order of the medicines.
    pub months: Vec<f64>,
    /// Weighted patient-months lost a year.
    pub loss: f64,
    /// Cost in euros.
    pub cost: f64,
    /// What a euro more would spare: weighted patient-months a year a euro; `None` for a rule that is not optimal.
    pub price_of_budget: Option<f64>,
}

/// One budget of the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FrontierPoint {
    /// Budget in euros.
    pub budget: f64,
    /// What is spent of it.
    pub cost: f64,
    /// Least weighted patient-months lost a year.
    pub loss: f64,
    /// What a euro more would spare.
    pub price_of_budget: f64,
}

/// Medicines made ready for any number of budgets.
#[derive(Debug, Clone)]
pub struct AllocationProblem {
    items: Vec<Item>,
    lines: Vec<Line>,
    least_cost: f64,
    largest_cost: f64,
}

/// Comparisons that adding steps one by one may take.
const MOST_STEPS: usize = 100_000_000;

/// What matters of a medicine.
#[derive(Debug, Clone, Copy)]
struct Item {
    /// Euros for a month of stock: c·d.
    cost_per_month: f64,
    /// Loss without stock: w·λ·d·τ.
    loss_without_stock: f64,
    duration: f64,
    floor: f64,
    cap: f64,
    kind: Kind,
}

impl StockedMedicine {
    /// Weighted patient-months lost a year when nothing is held: w·λ·d·τ.
    fn loss_without_stock(&self) -> Result<f64, Problem> {
        let demand = not_negative("d", self.demand_per_month)?;
        let weight = not_negative("w", self.weight)?;
        let failures = not_negative("lam", self.failures_per_year)?;
        let duration = positive("tau", self.mean_duration_months)?;
        finite("loss", weight * failures * demand * duration)
    }

    /// Weighted patient-months lost a year when this many months are held.
    pub(super) fn loss(&self, months: f64) -> Result<f64, Problem> {
        let without_stock = self.loss_without_stock()?;
        Ok(without_stock * (-months / self.mean_duration_months).exp())
    }
}

/// How the price of the budget moves a medicine.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// Its stock is τ·(log_value - ln θ) between its bounds; the logarithm is that of wλ/c.
    Moves { log_value: f64 },
    /// Always at its floor: nothing would be spared, or nobody asks for it.
    Floor,
    /// Always at its cap: it costs nothing.
    Cap,
}

/// From this logarithm of the price down to the next: cost = fixed + offset - slope·lnθ, loss = lost + slope·θ.
#[derive(Debug, Clone, Copy)]
struct Line {
    log_price: f64,
    fixed: f64,
    offset: f64,
    slope: f64,
    lost: f64,
}

impl Line {
    fn cost_at(&self, log_price: f64) -> f64 {
        self.fixed + self.offset - self.slope * log_price
    }

    fn loss_at(&self, log_price: f64) -> f64 {
        self.lost + self.slope * log_price.exp()
    }
}

impl Item {
    fn new(medicine: &StockedMedicine) -> Result<Self, Problem> {
        let loss_without_stock = medicine.loss_without_stock()?;
        let cost = not_negative("c", medicine.cost_per_box)?;
        let floor = not_negative("floor", medicine.floor_months)?;
        let cap = medicine
            .cap_months
            .map_or(Ok(f64::INFINITY), |cap| not_negative("cap", cap))?;
        if floor > cap {
            return Err(floor_above_cap(&medicine.name));
        }
        let cost_per_month = finite("cost", cost * medicine.demand_per_month)?;
        let kind = if loss_without_stock <= 0.0 {
            Kind::Floor
        } else if cost_per_month > 0.0 {
            Kind::Moves {
                log_value: finite(
                    "c",
                    (medicine.weight * medicine.failures_per_year / cost).ln(),
                )?,
            }
        } else if cap.is_finite() {
            Kind::Cap
        } else {
            return Err(no_cap(&medicine.name));
        };
        Ok(Self {
            cost_per_month,
            loss_without_stock,
            duration: medicine.mean_duration_months,
            floor,
            cap,
            kind,
        })
    }

    fn loss(&self, months: f64) -> f64 {
        self.loss_without_stock * (-months / self.duration).exp()
    }

    fn months_at(&self, log_price: f64) -> f64 {
        match self.kind {
            Kind::Floor => self.floor,
            Kind::Cap => self.cap,
            Kind::Moves { log_value } => {
                (self.duration * (log_value - log_price)).clamp(self.floor, self.cap)
            }
        }
    }
}

impl AllocationProblem {
    /// Makes medicines ready: what is the same for all budgets is done here, in the order of their bounds.
    pub fn new(medicines: &[StockedMedicine]) -> Result<Self, Problem> {
        if medicines.is_empty() {
            let sentence =
                Sentence::new("Aucun médicament n’a été donné.", "No medicine was given.");
            return Err(Problem::new("empty_market", "meds", sentence));
        }
        let items = medicines
            .iter()
            .map(Item::new)
            .collect::<Result<Vec<_>, _>>()?;
        let cost = |months: fn(&Item) -> f64| -> f64 {
            let costs = items
                .iter()
                .map(|item| spent(item.cost_per_month, months(item)));
            costs.sum()
        };
        let least_cost = finite(
            "cost",
            cost(|item| {
                if matches!(item.kind, Kind::Cap) {
                    item.cap
                } else {
                    item.floor
                }
            }),
        )?;
        let largest_cost = cost(|item| {
            if matches!(item.kind, Kind::Floor) {
                item.floor
            } else {
                item.cap
            }
        });
        let lines = lines_of(&items);
        Ok(Self {
            items,
            lines,
            least_cost,
            largest_cost,
        })
    }

    /// The stocks that lose least for a budget in euros.
    pub fn optimum(&self, budget: f64) -> Result<Allocation, Problem> {
        let log_price = self.log_price_of(budget)?;
        self.at_log_price(log_price)
    }

    /// The cheapest stocks that lose no more than this, in weighted patient-months a year.
    pub fn cheapest(&self, target_loss: f64) -> Result<Allocation, Problem> {
        not_negative("target_loss", target_loss)?;
        let least_loss = self.loss_of(&self.months_with(|item| item.months_at(f64::NEG_INFINITY)));
        if target_loss < least_loss {
            return Err(out_of_reach(least_loss));
        }
        let place = self
            .lines
            .partition_point(|line| line.loss_at(line.log_price) > target_loss);
        let line = place.checked_sub(1).and_then(|place| self.lines.get(place));
        let Some(line) = line.filter(|line| line.slope > 0.0) else {
            return self.at_log_price(f64::INFINITY);
        };
        let end = self
            .lines
            .get(place)
            .map_or(f64::NEG_INFINITY, |next| next.log_price);
        let log_price = ((target_loss - line.lost) / line.slope).max(0.0).ln();
        self.at_log_price(log_price.clamp(end, line.log_price))
    }

    /// The best that each budget can do. Budgets that do not pay the floors are a problem.
    pub fn frontier(&self, budgets: &[f64]) -> Result<Vec<FrontierPoint>, Problem> {
        let point = |budget: &f64| {
            let log_price = self.log_price_of(*budget)?;
            let (mut cost, mut loss) = (0.0, 0.0);
            let price = log_price.exp();
            for item in &self.items {
                let months = item.months_at(log_price);
                cost += spent(item.cost_per_month, months);
                // Where the price decides, what is lost is τ·θ·c·d: no exponential is needed.
                let is_free = months > item.floor && months < item.cap;
                loss += if is_free {
                    item.duration * price * item.cost_per_month
                } else {
                    item.loss(months)
                };
            }
            Ok(FrontierPoint {
                budget: *budget,
                cost,
                loss: finite("loss", loss)?,
                price_of_budget: price,
            })
        };
        budgets.iter().map(point).collect()
    }

    /// The same number of months for all, within each one's bounds.
    pub fn uniform(&self, months: f64) -> Result<Allocation, Problem> {
        not_negative("months", months)?;
        self.evaluate(&self.months_with(|item| months.clamp(item.floor, item.cap)))
    }

    /// The number of months that, held of every medicine, loses this: the uniform rule to compare with. `None` when no
    /// number does.
    pub fn uniform_months_for_loss(&self, loss: f64) -> Option<f64> {
        let loss_of = |months: f64| {
            self.loss_of(&self.months_with(|item| months.clamp(item.floor, item.cap)))
        };
        let mut high = 1.0;
        while loss_of(high) > loss {
            high *= 2.0;
            if high > 1e9 {
                return None;
            }
        }
        if loss_of(0.0) < loss {
            return None;
        }
        let mut low = 0.0;
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if loss_of(middle) > loss {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(0.5 * (low + high))
    }

    /// The number of months that, held of every medicine within its bounds, costs this; at most a million.
    pub fn uniform_months_for_cost(&self, budget: f64) -> f64 {
        let cost_of = |months: f64| {
            self.cost_of(&self.months_with(|item| months.clamp(item.floor, item.cap)))
        };
        let (mut low, mut high) = (0.0, 1e6);
        for _ in 0..200 {
            let middle = 0.5 * (low + high);
            if cost_of(middle) < budget {
                low = middle;
            } else {
                high = middle;
            }
        }
        0.5 * (low + high)
    }

    /// What any stocks lose and cost: a rule by list, or stocks that were optimal under other rates.
    pub fn evaluate(&self, months: &[f64]) -> Result<Allocation, Problem> {
        if months.len() != self.items.len() {
            return Err(Problem::out_of_range(
                "months",
                "un nombre par médicament",
                "one number a medicine",
            ));
        }
        for value in months {
            not_negative("months", *value)?;
        }
        Ok(Allocation {
            months: months.to_vec(),
            loss: finite("loss", self.loss_of(months))?,
            cost: finite("cost", self.cost_of(months))?,
            price_of_budget: None,
        })
    }

    /// Adds steps of stock one by one, where a euro spares most, leaving out those that no longer fit the budget.
    pub fn greedy(&self, budget: f64, step_months: f64) -> Result<Allocation, Problem> {
        positive("step", step_months)?;
        self.check_budget(budget)?;
        let mut steps_left = MOST_STEPS / self.items.len().max(1);
        let mut months: Vec<f64> = self.months_with(|item| {
            if matches!(item.kind, Kind::Cap) {
                item.cap
            } else {
                item.floor
            }
        });
        let mut rest = budget - self.least_cost;
        // What a first step of each would spare a euro; the largest is taken, the first of several.
        let mut gains: Vec<f64> = self
            .items
            .iter()
            .zip(&months)
            .map(|(item, held)| item.gain(*held, step_months))
            .collect();
        loop {
            let mut best: Option<(usize, f64)> = None;
            for (index, (item, gain)) in self.items.iter().zip(&gains).enumerate() {
                let fits = spent(item.cost_per_month, step_months) <= rest + 1e-9 * budget.abs();
                if fits && *gain > best.map_or(0.0, |(_, gain)| gain) {
                    best = Some((index, *gain));
                }
            }
            let Some((index, _)) = best else {
                return self.evaluate(&months);
            };
            steps_left = steps_left.checked_sub(1).ok_or_else(too_many_steps)?;
            if let (Some(item), Some(held), Some(gain)) = (
                self.items.get(index),
                months.get_mut(index),
                gains.get_mut(index),
            ) {
                *held += step_months;
                rest -= spent(item.cost_per_month, step_months);
                *gain = item.gain(*held, step_months);
            }
        }
    }

    /// What the floors cost, and what all caps would.
    pub fn cost_range(&self) -> (f64, f64) {
        (self.least_cost, self.largest_cost)
    }

    fn check_budget(&self, budget: f64) -> Result<f64, Problem> {
        not_negative("budget", budget)?;
        // Sums of many costs in another order differ in their last digits.
        if budget < self.least_cost * (1.0 - 1e-12) {
            return Err(floors_too_dear(budget, self.least_cost));
        }
        Ok(budget)
    }

    /// The logarithm of the price at which this budget is spent; minus infinity when it pays all caps.
    fn log_price_of(&self, budget: f64) -> Result<f64, Problem> {
        self.check_budget(budget)?;
        if budget >= self.largest_cost {
            return Ok(f64::NEG_INFINITY);
        }
        let place = self
            .lines
            .partition_point(|line| line.cost_at(line.log_price) <= budget);
        let Some(line) = place
            .checked_sub(1)
            .and_then(|place| self.lines.get(place))
            .filter(|line| line.slope > 0.0)
        else {
            return Ok(self
                .lines
                .first()
                .map_or(f64::INFINITY, |line| line.log_price));
        };
        let end = self
            .lines
            .get(place)
            .map_or(f64::NEG_INFINITY, |next| next.log_price);
        let mut log_price =
            ((line.fixed + line.offset - budget) / line.slope).clamp(end, line.log_price);
        // The lines are long sums; the cost itself, computed anew, corrects their last digits.
        for _ in 0..2 {
            let cost = self.cost_of(&self.months_with(|item| item.months_at(log_price)));
            log_price = (log_price + (cost - budget) / line.slope).clamp(end, line.log_price);
        }
        Ok(log_price)
    }

    fn at_log_price(&self, log_price: f64) -> Result<Allocation, Problem> {
        let months = self.months_with(|item| item.months_at(log_price));
        let allocation = self.evaluate(&months)?;
        let price = log_price.exp();
        Ok(Allocation {
            price_of_budget: price.is_finite().then_some(price),
            ..allocation
        })
    }

    fn months_with(&self, months: impl Fn(&Item) -> f64) -> Vec<f64> {
        self.items.iter().map(months).collect()
    }

    fn cost_of(&self, months: &[f64]) -> f64 {
        self.items
            .iter()
            .zip(months)
            .map(|(item, months)| spent(item.cost_per_month, *months))
            .sum()
    }

    fn loss_of(&self, months: &[f64]) -> f64 {
        self.items
            .iter()
            .zip(months)
            .map(|(item, months)| item.loss(*months))
            .sum()
    }
}

impl Item {
    /// What a step more spares a euro; nothing beyond the cap.
    fn gain(&self, held: f64, step_months: f64) -> f64 {
        if held + step_months > self.cap + 1e-9 || !matches!(self.kind, Kind::Moves { .. }) {
            return 0.0;
        }
        (self.loss(held) - self.loss(held + step_months)) / (self.cost_per_month * step_months)
    }
}

/// Nothing is spent where a month costs nothing, however many months there are.
fn spent(cost_per_month: f64, months: f64) -> f64 {
    if cost_per_month > 0.0 {
        cost_per_month * months
    } else {
        0.0
    }
}

/// The lines of the cost, from the highest price of the budget (all at their floors) to the lowest.
fn lines_of(items: &[Item]) -> Vec<Line> {
    // At its own price a medicine leaves its floor; at a lower one it reaches its cap.
    let mut events: Vec<(f64, bool, usize)> = Vec::with_capacity(2 * items.len());
    let (mut fixed, mut offset, mut slope, mut lost) = (0.0, 0.0, 0.0, 0.0);
    for (index, item) in items.iter().enumerate() {
        let start = if matches!(item.kind, Kind::Cap) {
            item.cap
        } else {
            item.floor
        };
        fixed += spent(item.cost_per_month, start);
        lost += item.loss(start);
        if let Kind::Moves { log_value } = item.kind
            && item.cap > item.floor
        {
            events.push((log_value - item.floor / item.duration, true, index));
            if item.cap.is_finite() {
                events.push((log_value - item.cap / item.duration, false, index));
            }
        }
    }
    events.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.2.cmp(&right.2)));
    let mut lines = Vec::with_capacity(events.len());
    let mut moving = 0_usize;
    for (log_price, leaves_floor, index) in events {
        let Some(item) = items.get(index) else {
            continue;
        };
        let Kind::Moves { log_value } = item.kind else {
            continue;
        };
        let part = item.cost_per_month * item.duration;
        if leaves_floor {
            moving += 1;
            fixed -= item.cost_per_month * item.floor;
            lost -= item.loss(item.floor);
            slope += part;
            offset += part * log_value;
        } else {
            moving -= 1;
            fixed += item.cost_per_month * item.cap;
            lost += item.loss(item.cap);
            slope -= part;
            offset -= part * log_value;
        }
        if moving == 0 {
            // Nothing moves here: what is left of the sums is rounding.
            (slope, offset) = (0.0, 0.0);
        }
        lines.push(Line {
            log_price,
            fixed,
            offset,
            slope,
            lost,
        });
    }
    lines
}

fn floor_above_cap(name: &str) -> Problem {
    let name = vigie_model::shown_name(name);
    let sentence = Sentence::new(
        format!(
            "Le plancher de «\u{a0}{name}\u{a0}» dépasse son plafond\u{a0}: corrigez l’un des deux."
        ),
        format!("The floor of “{name}” is above its cap: correct one of them."),
    );
    Problem::new("infeasible_floors", name, sentence)
}

fn no_cap(name: &str) -> Problem {
    let name = vigie_model::shown_name(name);
    let sentence = Sentence::new(
        format!(
            "«\u{a0}{name}\u{a0}» ne coûte rien et n’a pas de plafond\u{a0}: donnez l’un ou l’autre."
        ),
        format!("“{name}” costs nothing and has no cap: give one or the other."),
    );
    Problem::new("no_cap", name, sentence)
}

fn floors_too_dear(budget: f64, cost: f64) -> Problem {
    let sentence = Sentence::new(
        format!(
            "Le budget de {budget:.0}\u{a0}€ ne paie pas les planchers, qui coûtent {cost:.0}\u{a0}€\u{a0}: augmentez-le ou baissez-les."
        ),
        format!(
            "The budget of €{budget:.0} does not pay the floors, which cost €{cost:.0}: raise it or lower them."
        ),
    );
    Problem::new("infeasible_floors", "budget", sentence)
}

fn too_many_steps() -> Problem {
    Problem::out_of_range(
        "step",
        "plus grand\u{a0}: ces pas sont trop nombreux",
        "larger: these steps are too many",
    )
}

fn out_of_reach(least: f64) -> Problem {
    let sentence = Sentence::new(
        format!(
            "Aucun stock ne perd si peu\u{a0}: avec tous les plafonds, il reste {least:.3} mois-patients perdus par an."
        ),
        format!(
            "No stock loses so little: with all caps reached, {least:.3} patient-months a year are still lost."
        ),
    );
    Problem::new("out_of_reach", "target_loss", sentence)
}
