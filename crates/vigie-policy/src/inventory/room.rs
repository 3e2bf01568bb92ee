//! Stocks under three limits at once: what they cost a year, the room they take, and the room they take in the cold.
//!
//! A stock costs the interest on its value, the boxes that expire and the space it stands in ([`super::holding`]). Each
//! medicine takes one of a few levels; the best levels within all limits, and how far from the best they may be, are
//! those of [`super::several`].

use serde::Serialize;

use super::holding::{HoldingTerms, holding_cost};
use super::several::{LevelProblem, LevelledMedicine, MOST_RESOURCES, StockLevel, StockResource};
use super::{StockedMedicine, finite, not_negative};
use crate::Problem;

const LITRES_OF_A_CUBIC_METRE: f64 = 1000.0;

/// A medicine in the national stock, and where it must stand.
#[derive(Debug, Clone, PartialEq)]
pub struct RoomMedicine {
    /// The medicine; its cost is the value of a box.
    pub stocked: StockedMedicine,
    /// Whether it is kept between 2 and 8 °C.
    pub is_cold: bool,
}

/// What holding a stock rests on, the same for all medicines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoomTerms {
    /// What the money in a stock costs a year, as a part of its value.
    pub capital_rate: f64,
    /// Volume of a box as it is stored, in litres.
    pub box_litres: f64,
    /// Months between the arrival of a box and the last day on which it may be sold.
    pub sellable_months: f64,
    /// Part of the stock that expires in a year whatever its age.
    pub lost_share_per_year: f64,
    /// Cost of a m³ for a month, in euros.
    pub space_price: f64,
    /// The same between 2 and 8 °C.
    pub cold_space_price: f64,
}

/// What stocks are worth, take and cost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RoomUse {
    /// Value of the stocks, in euros.
    pub value: f64,
    /// What the money in them costs, in euros a year.
    pub capital_euros: f64,
    /// Boxes that expire in a year.
    pub expired_boxes: f64,
    /// What those are worth, in euros a year.
    pub expired_euros: f64,
    /// What the space costs, in euros a year.
    pub space_euros: f64,
    /// Room outside the cold, in m³.
    pub room: f64,
    /// Room in the cold, in m³.
    pub cold_room: f64,
}

/// The most that all stocks together may cost and take; `None` for what is not limited.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RoomLimits {
    /// Euros a year.
    pub euros_per_year: f64,
    /// Room outside the cold, in m³.
    pub room: Option<f64>,
    /// Room in the cold, in m³.
    pub cold_room: Option<f64>,
}

/// What one unit more of each would spare, in weighted patient-months a year; zero for what is not limited.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct RoomPrices {
    /// A euro a year more.
    pub euro: f64,
    /// A m³ more outside the cold.
    pub room: f64,
    /// A m³ more in the cold.
    pub cold_room: f64,
}

/// A stock for every medicine.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoomPlan {
    /// Months of stock, in the order of the medicines.
    pub months: Vec<f64>,
    /// Weighted patient-months lost a year.
    pub loss: f64,
    /// What they are worth, take and cost.
    pub uses: RoomUse,
    /// How much the loss may be above the least one, as a part of it; `None` for a rule that was not searched for.
    pub gap: Option<f64>,
    /// What one unit more of each limit would spare.
    pub prices: RoomPrices,
}

/// Medicines and the levels that they may have, made ready for any limits.
#[derive(Debug, Clone)]
pub struct RoomProblem {
    medicines: Vec<RoomMedicine>,
    terms: RoomTerms,
    levelled: Vec<LevelledMedicine>,
    /// What all would use at their largest levels: a limit that never binds.
    most: [f64; RESOURCES],
}

/// Euros a year, m³ outside the cold, m³ in the cold.
const RESOURCES: usize = 3;
const NAMES: [&str; RESOURCES] = ["€", "m³", "m³ 2–8\u{a0}°C"];

impl RoomUse {
    /// All that the stocks cost, in euros a year.
    pub fn euros_per_year(&self) -> f64 {
        self.capital_euros + self.expired_euros + self.space_euros
    }

    /// What a level of stock of a medicine is worth, takes and costs.
    pub fn of(medicine: &RoomMedicine, terms: &RoomTerms, months: f64) -> Result<Self, Problem> {
        let stocked = &medicine.stocked;
        let held = holding_cost(&holding_terms(medicine, terms)?, months)?;
        let boxes = stocked.demand_per_month * months;
        let value = finite("value", boxes * stocked.cost_per_box)?;
        let rate = not_negative("capital_rate", terms.capital_rate)?;
        let (room, cold_room) = if medicine.is_cold {
            (0.0, held.volume)
        } else {
            (held.volume, 0.0)
        };
        Ok(Self {
            value,
            capital_euros: finite("capital_rate", value * rate)?,
            expired_boxes: held.expired_boxes,
            expired_euros: held.expired_euros,
            space_euros: held.space_euros,
            room,
            cold_room,
        })
    }

    fn plus(&self, more: &Self) -> Self {
        Self {
            value: self.value + more.value,
            capital_euros: self.capital_euros + more.capital_euros,
            expired_boxes: self.expired_boxes + more.expired_boxes,
            expired_euros: self.expired_euros + more.expired_euros,
            space_euros: self.space_euros + more.space_euros,
            room: self.room + more.room,
            cold_room: self.cold_room + more.cold_room,
        }
    }

    fn resources(&self) -> [f64; MOST_RESOURCES] {
        [self.euros_per_year(), self.room, self.cold_room, 0.0]
    }
}

impl RoomProblem {
    /// Makes medicines ready, each with so many months of stock to choose from.
    pub fn new(
        medicines: Vec<RoomMedicine>,
        terms: RoomTerms,
        months: &[f64],
    ) -> Result<Self, Problem> {
        let levelled = medicines
            .iter()
            .map(|medicine| levelled(medicine, &terms, months))
            .collect::<Result<Vec<_>, Problem>>()?;
        let mut most = [0.0; RESOURCES];
        for medicine in &levelled {
            for (place, most) in most.iter_mut().enumerate() {
                let used = medicine.levels.iter().map(|level| level.uses.get(place));
                *most += used.flatten().copied().fold(0.0, f64::max);
            }
        }
        Ok(Self {
            medicines,
            terms,
            levelled,
            most,
        })
    }

    /// The medicines, in order.
    pub fn medicines(&self) -> &[RoomMedicine] {
        &self.medicines
    }

    /// What a rule gives: the same number of months for all, within each one's floor and cap.
    pub fn uniform(&self, months: f64) -> Result<RoomPlan, Problem> {
        let months = not_negative("months", months)?;
        let held = self.medicines.iter().map(|medicine| {
            let stocked = &medicine.stocked;
            months
                .min(stocked.cap_months.unwrap_or(f64::INFINITY))
                .max(stocked.floor_months)
        });
        self.plan(held.collect())
    }

    /// The levels within all limits that lose least, or hardly more.
    pub fn best(&self, limits: &RoomLimits) -> Result<RoomPlan, Problem> {
        let found = self.within(limits)?.solve()?;
        let mut plan = self.plan(found.months.clone())?;
        plan.gap = Some(found.gap);
        let price = |place: usize| found.prices.get(place).copied().unwrap_or_default();
        plan.prices = RoomPrices {
            euro: price(0),
            room: price(1),
            cold_room: price(2),
        };
        Ok(plan)
    }

    /// What no levels within all limits lose less than, in weighted patient-months a year.
    pub fn least_loss(&self, limits: &RoomLimits) -> Result<f64, Problem> {
        Ok(self.within(limits)?.least_loss())
    }

    /// What more of the room a medicine takes at one number of months than at another, in m³.
    pub fn room_between(&self, medicine: &RoomMedicine, months: [f64; 2]) -> Result<f64, Problem> {
        let [more, less] = months;
        let room = |months| {
            let used = RoomUse::of(medicine, &self.terms, months)?;
            Ok::<f64, Problem>(used.room + used.cold_room)
        };
        Ok(room(more)? - room(less)?)
    }

    fn within(&self, limits: &RoomLimits) -> Result<LevelProblem, Problem> {
        let given = [Some(limits.euros_per_year), limits.room, limits.cold_room];
        let resources = given.iter().zip(self.most).zip(NAMES);
        let resources = resources.map(|((limit, most), name)| StockResource {
            name: name.to_owned(),
            limit: limit.unwrap_or(most),
        });
        LevelProblem::new(&self.levelled, &resources.collect::<Vec<_>>())
    }

    fn plan(&self, months: Vec<f64>) -> Result<RoomPlan, Problem> {
        let (mut loss, mut uses) = (0.0, RoomUse::default());
        for (medicine, months) in self.medicines.iter().zip(&months) {
            loss += medicine.stocked.loss(*months)?;
            uses = uses.plus(&RoomUse::of(medicine, &self.terms, *months)?);
        }
        finite("cost", uses.euros_per_year())?;
        Ok(RoomPlan {
            months,
            loss: finite("loss", loss)?,
            uses,
            gap: None,
            prices: RoomPrices::default(),
        })
    }
}

fn holding_terms(medicine: &RoomMedicine, terms: &RoomTerms) -> Result<HoldingTerms, Problem> {
    let litres = not_negative("box_litres", terms.box_litres)?;
    Ok(HoldingTerms {
        demand_per_month: medicine.stocked.demand_per_month,
        value_per_box: medicine.stocked.cost_per_box,
        sellable_months: Some(terms.sellable_months),
        lost_share_per_year: terms.lost_share_per_year,
        volume_per_box: litres / LITRES_OF_A_CUBIC_METRE,
        space_price_per_month: if medicine.is_cold {
            terms.cold_space_price
        } else {
            terms.space_price
        },
    })
}

fn levelled(
    medicine: &RoomMedicine,
    terms: &RoomTerms,
    months: &[f64],
) -> Result<LevelledMedicine, Problem> {
    let level = |months: &f64| {
        Ok(StockLevel {
            months: *months,
            loss: medicine.stocked.loss(*months)?,
            uses: RoomUse::of(medicine, terms, *months)?.resources(),
        })
    };
    Ok(LevelledMedicine {
        name: medicine.stocked.name.clone(),
        floor_months: medicine.stocked.floor_months,
        cap_months: medicine.stocked.cap_months,
        levels: months.iter().map(level).collect::<Result<_, Problem>>()?,
    })
}
