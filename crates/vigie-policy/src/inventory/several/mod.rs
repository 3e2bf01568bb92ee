//! One of a few levels of stock for each medicine, under several limits at once: budget, volume, cold-chain places.
//!
//! This is a multiple-choice knapsack with up to four limits. With a price of each resource, every medicine takes the
//! level that loses least, its resources paid; whatever the prices, that sum less the price of the limits is no more
//! than the least loss (Lagrange; Everett 1963, Fisher 1981). The prices that make this bound largest are found by
//! cutting planes (Kelley 1960) between the best prices yet and those of the planes (Ben-Ameur and Neto 2007); the
//! linear programme of the planes has one row a resource and one more, and so its own small simplex method. From the
//! choices at those prices, a stock within all limits is made by giving back, filling up and exchanging one or two
//! medicines, with each of those that could go either way at one level and the other; where few medicines leave a doubt,
//! all that could still be better is tried. The bound is proven: the gap is told. The more medicines, the smaller it is:
//! below 0.001 % for 10,000 of widely different sizes, about 0.02 % at most for 1,000, and 0.3 % for 300.
//!
//! HiGHS would solve the same problem, but is C++ that needs cmake and libclang to build; it is measured beside this in
//! `bench/policy`, by way of SciPy.

mod dual;
mod improve;
mod master;
mod search;

use serde::Serialize;

use super::{StockedMedicine, finite, not_negative};
use crate::{Problem, Sentence};
use improve::Answer;

/// The most resources that a problem may have.
pub const MOST_RESOURCES: usize = 4;

/// What is used of each resource, or its price. Numbers beyond the resources of the problem are zero.
type Uses = [f64; MOST_RESOURCES];

/// Sums of many uses in another order differ in their last digits: this much more than the limit is the limit.
const FITS: f64 = 1.0 + 1e-11;

/// Something of which there is only so much.
#[derive(Debug, Clone, PartialEq)]
pub struct StockResource {
    /// What it is, for people: `€`, `m³`.
    pub name: String,
    /// The most that all stocks together may use, in its own unit.
    pub limit: f64,
}

/// One level of stock that a medicine may have.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StockLevel {
    /// Months of its demand.
    pub months: f64,
    /// What is lost a year, in weighted patient-months.
    pub loss: f64,
    /// What it takes of each resource, in the order of the resources; zero beyond them.
    pub uses: [f64; MOST_RESOURCES],
}

/// A medicine and the levels that it may have.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelledMedicine {
    /// Its name.
    pub name: String,
    /// Least stock, in months: the legal floor. Levels below it are not taken.
    pub floor_months: f64,
    /// Largest stock, in months: what shelf life allows; `None` for no limit. Levels above it are not taken.
    pub cap_months: Option<f64>,
    /// The levels, in any order.
    pub levels: Vec<StockLevel>,
}

/// A level for every medicine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelPlan {
    /// The place of the level of each medicine among its levels, in the order of the medicines.
    pub levels: Vec<usize>,
    /// Months of stock, in the same order.
    pub months: Vec<f64>,
    /// Weighted patient-months lost a year.
    pub loss: f64,
    /// No levels within the limits lose less than this: proven.
    pub bound: f64,
    /// How much the loss may be above the least one, as a part of the loss: (loss − bound) / loss.
    pub gap: f64,
    /// What is used of each resource, in its unit.
    pub uses: Vec<f64>,
    /// What one unit more of each resource would spare, about: weighted patient-months a year a unit.
    pub prices: Vec<f64>,
}

/// Levels and limits made ready: uses as parts of the limits, losses as parts of the largest loss.
#[derive(Debug, Clone)]
pub struct LevelProblem {
    items: Vec<Item>,
    limits: Vec<f64>,
    /// Losses are divided by this.
    largest_loss: f64,
}

/// The levels of a medicine that are left.
#[derive(Debug, Clone)]
struct Item {
    choices: Vec<Choice>,
}

#[derive(Debug, Clone, Copy)]
struct Choice {
    place: usize,
    months: f64,
    loss: f64,
    uses: Uses,
}

impl LevelledMedicine {
    /// The levels of a medicine whose failures last for an exponential time: `months` of its demand each, with what a
    /// box takes of each resource (its cost in euros, its volume in m³, its places in the cold chain).
    pub fn of(
        medicine: &StockedMedicine,
        months: &[f64],
        uses_per_box: [f64; MOST_RESOURCES],
    ) -> Result<Self, Problem> {
        let level = |months: &f64| {
            let months = not_negative("months", *months)?;
            Ok(StockLevel {
                months,
                loss: medicine.loss(months)?,
                uses: uses_per_box.map(|used| used * medicine.demand_per_month * months),
            })
        };
        Ok(Self {
            name: medicine.name.clone(),
            floor_months: medicine.floor_months,
            cap_months: medicine.cap_months,
            levels: months.iter().map(level).collect::<Result<_, Problem>>()?,
        })
    }

    fn allows(&self, months: f64) -> bool {
        months >= self.floor_months && self.cap_months.is_none_or(|cap| months <= cap)
    }

    fn item(&self, resources: &[StockResource]) -> Result<Item, Problem> {
        let mut choices = Vec::with_capacity(self.levels.len());
        not_negative("floor", self.floor_months)?;
        not_negative("cap", self.cap_months.unwrap_or_default())?;
        for (place, level) in self.levels.iter().enumerate() {
            not_negative("months", level.months)?;
            not_negative("loss", level.loss)?;
            for used in level.uses {
                not_negative("uses", used)?;
            }
            let uses = scaled(&level.uses, resources)?;
            if let Some(uses) = uses.filter(|_| self.allows(level.months)) {
                choices.push(Choice {
                    place,
                    months: level.months,
                    loss: level.loss,
                    uses,
                });
            }
        }
        if choices.is_empty() {
            return Err(no_level(&self.name));
        }
        Ok(Item { choices })
    }
}

impl LevelProblem {
    /// Makes medicines ready. Levels outside the floor and the cap of their medicine, and those that alone exceed a
    /// limit, are left out.
    pub fn new(
        medicines: &[LevelledMedicine],
        resources: &[StockResource],
    ) -> Result<Self, Problem> {
        if medicines.is_empty() {
            return Err(no_medicine());
        }
        if resources.is_empty() || resources.len() > MOST_RESOURCES {
            return Err(Problem::out_of_range(
                "resources",
                "une liste d’une à quatre ressources",
                "a list of one to four resources",
            ));
        }
        for resource in resources {
            not_negative(&resource.name, resource.limit)?;
        }
        check_uses_beyond(medicines, resources.len())?;
        check_floors(medicines, resources)?;
        let items = medicines.iter().map(|medicine| medicine.item(resources));
        let mut items = items.collect::<Result<Vec<Item>, Problem>>()?;
        let largest = |item: &Item| item.choices.iter().map(|one| one.loss).fold(0.0, f64::max);
        let largest_loss = finite("loss", items.iter().map(largest).sum())?;
        let largest_loss = if largest_loss > 0.0 {
            largest_loss
        } else {
            1.0
        };
        for choice in items.iter_mut().flat_map(|item| &mut item.choices) {
            choice.loss /= largest_loss;
        }
        Ok(Self {
            items,
            limits: resources.iter().map(|resource| resource.limit).collect(),
            largest_loss,
        })
    }

    /// What no levels within all limits lose less than, in weighted patient-months a year: sooner found than the levels
    /// themselves, and as good a figure where there are thousands of medicines.
    pub fn least_loss(&self) -> f64 {
        dual::largest_bound(&self.items).bound.max(0.0) * self.largest_loss
    }

    /// Levels within all limits that lose least, or hardly more: the gap says how much at most.
    pub fn solve(&self) -> Result<LevelPlan, Problem> {
        let dual = dual::largest_bound(&self.items);
        let mut answer = improve::best_answer(&self.items, &dual).unwrap_or_else(Answer::none);
        let mut bound = dual.bound;
        if search::is_best(&self.items, &dual, &mut answer) {
            bound = answer.loss;
        }
        if answer.loss.is_infinite() {
            return Err(no_plan());
        }
        Ok(self.told(&answer, bound, &dual.prices))
    }

    fn told(&self, answer: &Answer, bound: f64, prices: &Uses) -> LevelPlan {
        let chosen = self.items.iter().zip(&answer.chosen);
        let chosen = || {
            let choices = chosen.clone();
            choices.filter_map(|(item, place)| item.choices.get(*place))
        };
        let loss = answer.loss * self.largest_loss;
        // The last digits of the bound are those of a sum in another order.
        let bound = (bound * self.largest_loss).min(loss);
        LevelPlan {
            levels: chosen().map(|choice| choice.place).collect(),
            months: chosen().map(|choice| choice.months).collect(),
            loss,
            bound,
            gap: if loss > 0.0 {
                (loss - bound) / loss
            } else {
                0.0
            },
            uses: answer
                .uses
                .iter()
                .zip(&self.limits)
                .map(|(part, limit)| part * limit)
                .collect(),
            prices: prices
                .iter()
                .zip(&self.limits)
                .map(|(price, limit)| price_of_unit(price * self.largest_loss, *limit))
                .collect(),
        }
    }
}

/// Nothing is known of the price of what there is none of.
fn price_of_unit(price_of_all: f64, limit: f64) -> f64 {
    if limit > 0.0 {
        price_of_all / limit
    } else {
        0.0
    }
}

/// Uses as parts of the limits; nothing for a level that alone exceeds one.
fn scaled(uses: &Uses, resources: &[StockResource]) -> Result<Option<Uses>, Problem> {
    let mut parts = Uses::default();
    for ((part, used), resource) in parts.iter_mut().zip(uses).zip(resources) {
        if *used > resource.limit * FITS {
            return Ok(None);
        }
        if *used > 0.0 {
            *part = finite(&resource.name, used / resource.limit)?;
        }
    }
    Ok(Some(parts))
}

impl Item {
    fn best(&self, prices: &Uses) -> Option<(usize, &Choice, f64)> {
        let mut best: Option<(usize, &Choice, f64)> = None;
        for (place, choice) in self.choices.iter().enumerate() {
            let value = choice.loss + dot(prices, &choice.uses);
            if best.is_none_or(|(_, _, least)| value < least) {
                best = Some((place, choice, value));
            }
        }
        best
    }
}

fn dot(left: &Uses, right: &Uses) -> f64 {
    left.iter().zip(right).map(|(one, other)| one * other).sum()
}

fn plus(left: &Uses, right: &Uses) -> Uses {
    let mut sum = *left;
    for (sum, more) in sum.iter_mut().zip(right) {
        *sum += more;
    }
    sum
}

fn minus(left: &Uses, right: &Uses) -> Uses {
    plus(left, &right.map(|value| -value))
}

fn fits(uses: &Uses) -> bool {
    uses.iter().all(|part| *part <= FITS)
}

fn check_uses_beyond(medicines: &[LevelledMedicine], resources: usize) -> Result<(), Problem> {
    let levels = medicines.iter().flat_map(|medicine| &medicine.levels);
    let beyond = |level: &StockLevel| level.uses.iter().skip(resources).any(|used| *used != 0.0);
    if levels.into_iter().any(beyond) {
        return Err(Problem::out_of_range(
            "uses",
            "zéro au-delà des ressources données",
            "zero beyond the resources given",
        ));
    }
    Ok(())
}

/// Each limit must hold what all medicines take of it at the least.
fn check_floors(
    medicines: &[LevelledMedicine],
    resources: &[StockResource],
) -> Result<(), Problem> {
    for (place, resource) in resources.iter().enumerate() {
        let mut least_use = 0.0;
        for medicine in medicines {
            let allowed = medicine
                .levels
                .iter()
                .filter(|level| medicine.allows(level.months));
            let used = allowed.filter_map(|level| level.uses.get(place).copied());
            let least = used.min_by(f64::total_cmp);
            least_use += least.ok_or_else(|| no_level(&medicine.name))?;
        }
        if least_use > resource.limit * FITS {
            return Err(floors_too_large(resource, least_use));
        }
    }
    Ok(())
}

fn no_medicine() -> Problem {
    let sentence = Sentence::new("Aucun médicament n’a été donné.", "No medicine was given.");
    Problem::new("empty_market", "meds", sentence)
}

fn no_level(name: &str) -> Problem {
    let name = vigie_model::shown_name(name);
    let sentence = Sentence::new(
        format!(
            "«\u{a0}{name}\u{a0}» n’a plus aucun niveau de stock entre son plancher et son plafond et sous les limites\u{a0}: baissez le plancher, relevez le plafond ou une limite, ou donnez d’autres niveaux."
        ),
        format!(
            "“{name}” has no level of stock left between its floor and its cap and under the limits: lower the floor, raise the cap or a limit, or give other levels."
        ),
    );
    Problem::new("no_level", name, sentence)
}

fn floors_too_large(resource: &StockResource, least: f64) -> Problem {
    let name = vigie_model::shown_name(&resource.name);
    let limit = resource.limit;
    let sentence = Sentence::new(
        format!(
            "La limite «\u{a0}{name}\u{a0}» de {limit:.2} ne suffit pas aux planchers, qui en prennent {least:.2}\u{a0}: augmentez-la ou baissez-les."
        ),
        format!(
            "The limit “{name}” of {limit:.2} is not enough for the floors, which take {least:.2}: raise it or lower them."
        ),
    );
    Problem::new("infeasible_floors", name, sentence)
}

fn no_plan() -> Problem {
    let sentence = Sentence::new(
        "Aucun choix de niveaux respectant toutes les limites à la fois n’a été trouvé\u{a0}: augmentez l’une d’elles ou baissez des planchers.",
        "No choice of levels within all limits at once was found: raise one of them or lower floors.",
    );
    Problem::new("infeasible_floors", "resources", sentence)
}
