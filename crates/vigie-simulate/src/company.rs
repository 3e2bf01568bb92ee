//! What companies make, keep and foresee.

use crate::{
    demand::Profile,
    plant::Plant,
    random::{Purpose, between, stream},
    report::FORECAST_MONTHS,
    shelf::{Cell, PackTraits},
};

/// Length of a month of a forecast, days.
const MONTH_DAYS: f32 = 30.0;
/// Good days of boxes fresh from the plant beyond those left at a customer.
pub const FRESH_DAYS: u32 = 120;

/// How one pack is made.
#[derive(Debug, Clone)]
pub struct Production {
    /// Which plant makes it.
    pub plant: u32,
    /// Days of demand that the company wants in its house (60 to 120).
    target_days: f32,
    /// Days from the decision to the release of a batch (20 to 35).
    lead_days: u32,
    /// Boxes of a normal batch: 45 days of demand.
    batch: f32,
    /// Demand a day that the company expects, relative to the truth (0.9 to 1.1).
    bias: f32,
    /// Day of release of the batch under way.
    due: u32,
    /// Until when an event keeps it from being made.
    stopped_until: u32,
}

impl Production {
    /// The plan of a pack that sells at this rate, boxes a day.
    pub fn new(seed: u64, pack: &PackTraits, plant: u32, rate: f32) -> Self {
        let mut random = stream(seed, Purpose::Pack, pack.cip13.as_u64() | 1 << 47);
        Self {
            plant,
            target_days: between(&mut random, 60.0, 120.0) as f32,
            lead_days: between(&mut random, 20.0, 35.0) as u32,
            batch: (rate * 45.0).ceil().max(1.0),
            bias: between(&mut random, 0.9, 1.1) as f32,
            due: 0,
            stopped_until: 0,
        }
    }

    /// Days of demand that the company holds on average.
    pub fn usual_days(&self) -> f32 {
        self.target_days + 20.0
    }

    /// Stops it until this day, whatever its plant does.
    pub fn stop_until(&mut self, day: u32) {
        self.stopped_until = self.stopped_until.max(day);
    }

    /// In how many days the company says it will make it again; 0 when it does.
    pub fn announced_return_days(&self, plant: &Plant, today: u32) -> u32 {
        let stopped = self.stopped_until.saturating_sub(today);
        plant.announced_return_days(today).max(stopped)
    }

    /// Releases what is due and starts what is needed; whether anything changed.
    ///
    /// A stopped plant releases nothing; its batch under way waits. After a failure batches are up
    /// to twice the normal size until the target is met again.
    pub fn produce(
        &mut self,
        cell: &mut Cell,
        today: u32,
        outlook: f32,
        plant: &Plant,
        shelf_life: u32,
    ) -> bool {
        if !plant.is_running() || today < self.stopped_until {
            return false;
        }
        let released = cell.in_transit > 0 && self.due <= today;
        if released {
            cell.receive(cell.in_transit, today + shelf_life + FRESH_DAYS);
        }
        released | (cell.in_transit == 0 && self.start(cell, today, outlook))
    }

    /// Starts a batch when the stock would fall under the target before its release.
    fn start(&mut self, cell: &mut Cell, today: u32, outlook: f32) -> bool {
        let rate = cell.rate * outlook;
        let wanted = rate * (self.target_days + self.lead_days as f32);
        let gap = wanted - cell.on_hand as f32;
        if gap <= 0.0 {
            return false;
        }
        let batch = gap.clamp(self.batch, self.batch * 2.0).ceil();
        cell.in_transit = batch as u32;
        self.due = today + self.lead_days;
        true
    }

    /// Boxes expected to be asked for in each of the next months; `months` are the multipliers.
    pub fn forecast_demand(
        &self,
        rate: f32,
        months: &MonthlyOutlook,
        profile: Profile,
    ) -> [u32; FORECAST_MONTHS] {
        months.map(|month| (rate * self.bias * MONTH_DAYS * month[profile as usize]) as u32)
    }

    /// Boxes expected to be released in each of the next months: the demand, nothing while the
    /// plant is announced as stopped, and the gap to the target filled over the three months after.
    pub fn forecast_supply(
        &self,
        cell: &Cell,
        demand: [u32; FORECAST_MONTHS],
        return_days: u32,
    ) -> [u32; FORECAST_MONTHS] {
        let gap = (cell.rate * self.target_days - cell.on_hand as f32).max(0.0) as u32;
        let stopped_until = return_days as f32 / MONTH_DAYS;
        let mut filled = 0;
        std::array::from_fn(|month| {
            let running = (month as f32 + 1.0 - stopped_until).clamp(0.0, 1.0);
            let part = if running > 0.0 && filled < 3 {
                gap / 3
            } else {
                0
            };
            filled += u32::from(running > 0.0);
            (demand[month] as f32 * running) as u32 + part
        })
    }
}

/// Multipliers of the next six months, by [`Profile`].
pub type MonthlyOutlook = [[f32; Profile::COUNT]; FORECAST_MONTHS];
