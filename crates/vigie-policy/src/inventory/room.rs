//! Stocks under three limits at once: what they cost a year, the room they take, and the room they take in the cold.
//!
//! A stock costs the interest on its value, the boxes that expire and the space it stands in ([`super::holding`]). Each
//! medicine takes one of a few levels; the best levels within all limits, and how far from the best they may be, are
//! those of [`super::several`].

use serde::Serialize;

use super::holding::{HoldingTerms, holding_cost};
use super::several::{
    LevelPlan, LevelProblem, LevelledMedicine, MOST_RESOURCES, StockLevel, StockResource,
};
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

/// What may be limited, in the order of the resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limited {
    Euros,
    Room,
    ColdRoom,
}

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

    fn of_limited(&self, limited: Limited) -> f64 {
        match limited {
            Limited::Euros => self.euros_per_year(),
            Limited::Room => self.room,
            Limited::ColdRoom => self.cold_room,
        }
    }
}

impl RoomLimits {
    fn limited(&self) -> Vec<(Limited, StockResource)> {
        let resource = |limited, name: &str, limit| {
            let name = name.to_owned();
            (limited, StockResource { name, limit })
        };
        let euros = resource(Limited::Euros, "€", self.euros_per_year);
        let room = self.room.map(|limit| resource(Limited::Room, "m³", limit));
        let cold = self.cold_room;
        let cold = cold.map(|limit| resource(Limited::ColdRoom, "m³ 2–8\u{a0}°C", limit));
        [Some(euros), room, cold].into_iter().flatten().collect()
    }
}

impl RoomPlan {
    /// What a rule gives: the same number of months for all, within each one's floor and cap.
    pub fn uniform(
        medicines: &[RoomMedicine],
        terms: &RoomTerms,
        months: f64,
    ) -> Result<Self, Problem> {
        let months = not_negative("months", months)?;
        let held = medicines.iter().map(|medicine| {
            let stocked = &medicine.stocked;
            months
                .min(stocked.cap_months.unwrap_or(f64::INFINITY))
                .max(stocked.floor_months)
        });
        Self::of(medicines, terms, held.collect())
    }

    /// The levels within all limits that lose least, or hardly more.
    pub fn best(
        medicines: &[RoomMedicine],
        terms: &RoomTerms,
        levels: &[f64],
        limits: &RoomLimits,
    ) -> Result<Self, Problem> {
        let limited = limits.limited();
        let kinds: Vec<Limited> = limited.iter().map(|(kind, _)| *kind).collect();
        let levelled = medicines
            .iter()
            .map(|medicine| levelled(medicine, terms, levels, &kinds))
            .collect::<Result<Vec<_>, Problem>>()?;
        let resources: Vec<StockResource> = limited.into_iter().map(|(_, one)| one).collect();
        let plan = LevelProblem::new(&levelled, &resources)?.solve()?;
        let mut best = Self::of(medicines, terms, plan.months.clone())?;
        best.gap = Some(plan.gap);
        best.prices = prices(&plan, &kinds);
        Ok(best)
    }

    fn of(
        medicines: &[RoomMedicine],
        terms: &RoomTerms,
        months: Vec<f64>,
    ) -> Result<Self, Problem> {
        let (mut loss, mut uses) = (0.0, RoomUse::default());
        for (medicine, months) in medicines.iter().zip(&months) {
            loss += medicine.stocked.loss(*months)?;
            uses = uses.plus(&RoomUse::of(medicine, terms, *months)?);
        }
        finite("cost", uses.euros_per_year())?;
        Ok(Self {
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
    levels: &[f64],
    limited: &[Limited],
) -> Result<LevelledMedicine, Problem> {
    let level = |months: &f64| {
        let stock = RoomUse::of(medicine, terms, *months)?;
        let mut uses = [0.0; MOST_RESOURCES];
        for (place, kind) in uses.iter_mut().zip(limited) {
            *place = stock.of_limited(*kind);
        }
        Ok(StockLevel {
            months: *months,
            loss: medicine.stocked.loss(*months)?,
            uses,
        })
    };
    Ok(LevelledMedicine {
        name: medicine.stocked.name.clone(),
        floor_months: medicine.stocked.floor_months,
        cap_months: medicine.stocked.cap_months,
        levels: levels.iter().map(level).collect::<Result<_, Problem>>()?,
    })
}

fn prices(plan: &LevelPlan, limited: &[Limited]) -> RoomPrices {
    let mut prices = RoomPrices::default();
    for (kind, price) in limited.iter().zip(&plan.prices) {
        let place = match kind {
            Limited::Euros => &mut prices.euro,
            Limited::Room => &mut prices.room,
            Limited::ColdRoom => &mut prices.cold_room,
        };
        *place = *price;
    }
    prices
}
