//! Whether a pack earns its keep, from which price on, and how likely it is to be withdrawn.
//!
//! A box at manufacturer price P with rebate r, unit cost c, yearly fixed cost F over q boxes, tax τ on the price, and
//! holding cost h a year on the value of a stock of S months leaves P(1 − r) − c − F/q − τP − h·c·S/12. The price that
//! leaves nothing is (c + F/q + h·c·S/12) / (1 − r − τ).

use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::Serialize;

use crate::{
    PriceRules, Problem, Reading, Sentence, Unit,
    exact::{Exact, exact},
};

const MONTHS_OF_A_YEAR: Decimal = Decimal::from_parts(12, 0, 0, false, 0);

/// What a pack costs and earns. What is not public is an input with a default of its own, never a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PackEconomics {
    /// Manufacturer price before tax, in euros a box.
    pub manufacturer_price: Decimal,
    /// Rebate to buyers, as a part of the price.
    pub rebate_rate: Decimal,
    /// Cost of goods, in euros a box.
    pub unit_cost: Decimal,
    /// Costs that do not depend on the boxes made, in euros a year.
    pub fixed_cost_per_year: Decimal,
    /// Boxes sold a year.
    pub boxes_per_year: Decimal,
    /// Taxes on turnover, as a part of the price.
    pub tax_rate: Decimal,
    /// Cost of holding stock for a year, as a part of its cost of goods.
    pub holding_cost_rate: Decimal,
    /// Stock held, in months of sales.
    pub stock_months: Decimal,
}

/// What a box leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Viability {
    /// What a box leaves, in euros.
    pub margin_per_box: Decimal,
    /// The same as a part of the price; `None` for a price of zero.
    pub margin_rate: Option<Decimal>,
    /// The manufacturer price that leaves nothing, in euros.
    pub break_even_price: Decimal,
    /// How far the price is from it, as a part of the price: positive when it must rise; `None` for a price of zero.
    pub required_rise: Option<Decimal>,
    /// Cost of holding the stock, in euros a box.
    pub holding_cost_per_box: Decimal,
    /// Fixed cost, in euros a box.
    pub fixed_cost_per_box: Decimal,
}

/// The margin when one input is lower or higher by a part of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sensitivity {
    /// Name of the input.
    pub input: &'static str,
    /// Margin in euros a box with the input lowered.
    pub margin_if_lower: Decimal,
    /// Margin in euros a box with the input raised.
    pub margin_if_higher: Decimal,
}

impl PackEconomics {
    /// The margin and the price that leaves none.
    pub fn viability(&self) -> Result<Viability, Problem> {
        self.check()?;
        let price = self.manufacturer_price;
        let fixed =
            (exact(self.fixed_cost_per_year) / self.boxes_per_year).get("fixed_cost_per_box")?;
        let holding =
            exact(self.holding_cost_rate) * self.unit_cost * self.stock_months / MONTHS_OF_A_YEAR;
        let costs = exact(self.unit_cost) + fixed + holding;
        let kept = exact(Decimal::ONE) - self.rebate_rate - self.tax_rate;
        if kept.value().is_none_or(|kept| kept <= Decimal::ZERO) {
            return Err(nothing_kept());
        }
        let margin = (exact(price) * kept - costs).get("margin_per_box")?;
        let break_even = (costs / kept).get("break_even_price")?;
        Ok(Viability {
            margin_per_box: margin,
            margin_rate: (exact(margin) / price).value(),
            break_even_price: break_even,
            required_rise: ((exact(break_even) - price) / price).value(),
            holding_cost_per_box: holding.get("holding_cost_per_box")?,
            fixed_cost_per_box: fixed,
        })
    }

    /// The margin when each input in turn is lower and higher by a part of itself (0.2 for 20 %).
    pub fn sensitivities(&self, part: Decimal) -> Result<Vec<Sensitivity>, Problem> {
        type Field = fn(&mut PackEconomics) -> &mut Decimal;
        let fields: [(&'static str, Field); 7] = [
            ("manufacturer_price", |pack| &mut pack.manufacturer_price),
            ("rebate_rate", |pack| &mut pack.rebate_rate),
            ("unit_cost", |pack| &mut pack.unit_cost),
            ("fixed_cost_per_year", |pack| &mut pack.fixed_cost_per_year),
            ("boxes_per_year", |pack| &mut pack.boxes_per_year),
            ("tax_rate", |pack| &mut pack.tax_rate),
            ("stock_months", |pack| &mut pack.stock_months),
        ];
        let margin_with = |field: Field, factor: Exact| {
            let mut changed = *self;
            let value = field(&mut changed);
            *value = (exact(*value) * factor).get("sensitivity")?;
            changed
                .viability()
                .map(|viability| viability.margin_per_box)
        };
        let sensitivity = |(input, field): (&'static str, Field)| {
            Ok(Sensitivity {
                input,
                margin_if_lower: margin_with(field, exact(Decimal::ONE) - part)?,
                margin_if_higher: margin_with(field, exact(Decimal::ONE) + part)?,
            })
        };
        fields.into_iter().map(sensitivity).collect()
    }

    fn check(&self) -> Result<(), Problem> {
        let amounts = [
            ("manufacturer_price", self.manufacturer_price),
            ("rebate_rate", self.rebate_rate),
            ("unit_cost", self.unit_cost),
            ("fixed_cost_per_year", self.fixed_cost_per_year),
            ("tax_rate", self.tax_rate),
            ("holding_cost_rate", self.holding_cost_rate),
            ("stock_months", self.stock_months),
        ];
        if let Some((place, _)) = amounts.iter().find(|(_, value)| *value < Decimal::ZERO) {
            return Err(Problem::out_of_range(place, "zéro ou plus", "zero or more"));
        }
        if self.boxes_per_year <= Decimal::ZERO {
            return Err(Problem::out_of_range(
                "boxes_per_year",
                "plus que zéro",
                "above zero",
            ));
        }
        Ok(())
    }
}

fn nothing_kept() -> Problem {
    let sentence = Sentence::new(
        "Remises et taxes prennent tout le prix\u{a0}: aucun prix ne couvre les coûts.",
        "Rebates and taxes take the whole price: no price covers the costs.",
    );
    Problem::new("no_break_even", "rebate_rate", sentence)
}

/// What is assumed of costs that are not public: a middle value and its range, as parts of the price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct AssumedCosts {
    /// The middle, from which a result is shown.
    pub middle: CostRates,
    /// The best for the company.
    pub best: CostRates,
    /// The worst for the company.
    pub worst: CostRates,
}

/// Costs as parts of the manufacturer price (holding: of the cost of goods, a year).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CostRates {
    /// Cost of goods.
    pub unit_cost: Decimal,
    /// Fixed costs a box.
    pub fixed_cost: Decimal,
    /// Rebate.
    pub rebate: Decimal,
    /// Holding cost a year.
    pub holding_cost: Decimal,
}

impl AssumedCosts {
    /// The assumptions on the day of the reading.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        Ok(Self {
            middle: CostRates::read(reading, "")?,
            best: CostRates::read(reading, ".low")?,
            worst: CostRates::read(reading, ".high")?,
        })
    }
}

impl CostRates {
    fn read(reading: &mut Reading, end: &str) -> Result<Self, Problem> {
        let mut get = |name: &str| reading.get(&format!("viability.{name}.rate{end}"), Unit::Ratio);
        Ok(Self {
            unit_cost: get("unit_cost")?,
            fixed_cost: get("fixed_cost")?,
            rebate: get("rebate")?,
            holding_cost: get("holding_cost")?,
        })
    }

    /// A pack whose costs were set when its price was `price_of_costs`, sold now at another price.
    pub fn economics(
        &self,
        price_of_costs: Decimal,
        manufacturer_price: Decimal,
        boxes_per_year: Decimal,
        tax_rate: Decimal,
        stock_months: Decimal,
    ) -> Result<PackEconomics, Problem> {
        let fixed = exact(price_of_costs) * self.fixed_cost * boxes_per_year;
        Ok(PackEconomics {
            manufacturer_price,
            rebate_rate: self.rebate,
            unit_cost: (exact(price_of_costs) * self.unit_cost).get("unit_cost")?,
            fixed_cost_per_year: fixed.get("fixed_cost_per_year")?,
            boxes_per_year,
            tax_rate,
            holding_cost_rate: self.holding_cost,
            stock_months,
        })
    }
}

/// How the chance of a withdrawal within a year depends on the margin: its logit falls straight with margin ÷ price.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WithdrawalHazard {
    /// Chance within a year at a margin of zero.
    pub yearly_rate_at_no_margin: f64,
    /// How fast the logit falls with the margin.
    pub slope: f64,
}

impl WithdrawalHazard {
    /// The hazard on the day of the reading: an assumption until it is calibrated on cessations.
    pub fn read(reading: &mut Reading) -> Result<Self, Problem> {
        let rate = reading.get("withdrawal.yearly_rate_at_no_margin", Unit::Ratio)?;
        let slope = reading.get("withdrawal.slope", Unit::Coefficient)?;
        Ok(Self {
            yearly_rate_at_no_margin: rate.to_f64().unwrap_or(0.0),
            slope: slope.to_f64().unwrap_or(0.0),
        })
    }

    /// Chance of a withdrawal within a year, from 0 to 1, for a margin as a part of the price.
    pub fn yearly_rate(&self, margin_rate: Decimal) -> f64 {
        let rate = self.yearly_rate_at_no_margin;
        if rate <= 0.0 || rate >= 1.0 {
            return rate.clamp(0.0, 1.0);
        }
        let margin = margin_rate.to_f64().unwrap_or(0.0);
        let logit = (rate / (1.0 - rate)).ln() - self.slope * margin;
        1.0 / (1.0 + (-logit).exp())
    }
}

/// What a rise of the manufacturer price costs the health insurance in a year, in euros, when margins follow at one
/// rate: boxes × rise × (1 + margins) × (1 + VAT) × part reimbursed. The brackets of pharmacies are left out.
pub fn price_rise_budget(
    boxes: Decimal,
    rise: Decimal,
    margin_rate: Decimal,
    value_added_tax_rate: Decimal,
    reimbursed_rate: Decimal,
) -> Result<Decimal, Problem> {
    if boxes < Decimal::ZERO {
        return Err(Problem::out_of_range(
            "boxes",
            "zéro ou plus",
            "zero or more",
        ));
    }
    let one = exact(Decimal::ONE);
    let cost =
        exact(boxes) * rise * (one + margin_rate) * (one + value_added_tax_rate) * reimbursed_rate;
    cost.get("extra_public_spend")
}

/// The same with the whole schedule of margins, and prices rounded as they are published.
pub fn price_rise_budget_by_schedule(
    rules: &PriceRules,
    boxes: Decimal,
    price: Decimal,
    new_price: Decimal,
    reimbursed_rate: Decimal,
) -> Result<Decimal, Problem> {
    if boxes < Decimal::ZERO {
        return Err(Problem::out_of_range(
            "boxes",
            "zéro ou plus",
            "zero or more",
        ));
    }
    let before = rules.build_up(price)?.public_price_rounded;
    let after = rules.build_up(new_price)?.public_price_rounded;
    ((exact(after) - before) * boxes * reimbursed_rate).get("extra_public_spend")
}

/// A price revision as the economist weighs it: the cost of the rise against the shortage that it makes less likely.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PriceRevision {
    /// What the rise costs the health insurance, in euros a year.
    pub public_cost: Decimal,
    /// Chance of a withdrawal within a year at the old price.
    pub withdrawal_before: f64,
    /// Chance of a withdrawal within a year at the new price.
    pub withdrawal_after: f64,
    /// Expected cost of the shortage at the old price, in euros a year.
    pub shortage_cost_before: Decimal,
    /// Expected cost of the shortage at the new price, in euros a year.
    pub shortage_cost_after: Decimal,
    /// What the rise spares minus what it costs, in euros a year.
    pub net_benefit: Decimal,
}

/// Weighs a new price: `shortage_cost_per_box` is what a box that is lacking costs in alternatives, imports and visits.
pub fn weigh_revision(
    pack: &PackEconomics,
    new_price: Decimal,
    rules: &PriceRules,
    reimbursed_rate: Decimal,
    hazard: &WithdrawalHazard,
    shortage_cost_per_box: Decimal,
) -> Result<PriceRevision, Problem> {
    let revised = PackEconomics {
        manufacturer_price: new_price,
        ..*pack
    };
    let chance = |pack: &PackEconomics| {
        let margin = pack
            .viability()?
            .margin_rate
            .unwrap_or(Decimal::NEGATIVE_ONE);
        Ok::<f64, Problem>(hazard.yearly_rate(margin))
    };
    let (before, after) = (chance(pack)?, chance(&revised)?);
    let cost = |chance: f64| {
        let chance = Decimal::from_f64_retain(chance)
            .unwrap_or_default()
            .round_dp(9);
        (exact(chance) * pack.boxes_per_year * shortage_cost_per_box).get("shortage_cost")
    };
    let price = pack.manufacturer_price;
    let public_cost = price_rise_budget_by_schedule(
        rules,
        pack.boxes_per_year,
        price,
        new_price,
        reimbursed_rate,
    )?;
    let (shortage_cost_before, shortage_cost_after) = (cost(before)?, cost(after)?);
    let net = exact(shortage_cost_before) - shortage_cost_after - public_cost;
    Ok(PriceRevision {
        public_cost,
        withdrawal_before: before,
        withdrawal_after: after,
        shortage_cost_before,
        shortage_cost_after,
        net_benefit: net.get("net_benefit")?,
    })
}
