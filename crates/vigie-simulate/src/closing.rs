//! The evening: every site writes its lines and closes its day.

use crate::{
    company::{MonthlyOutlook, Production},
    plant::Plant,
    report::SimLine,
    shelf::{Cell, PackTraits, Shelf},
};

/// Writes the lines of a site and starts its next day.
pub(crate) fn close(shelf: &mut Shelf, full: bool, packs: &[PackTraits], lines: &mut Vec<SimLine>) {
    if full {
        lines.extend(shelf.cells.iter().map(|cell| line(cell, packs)));
    }
    shelf.for_each_active(|_, cell| {
        if !full && cell.is_changed() {
            lines.push(line(cell, packs));
        }
        cell.close_day()
    });
}

fn line(cell: &Cell, packs: &[PackTraits]) -> SimLine {
    SimLine {
        cip13: packs[cell.pack as usize].cip13,
        on_hand: cell.on_hand,
        sold: cell.sold,
        ordered_not_delivered: cell.refused,
        in_transit: cell.in_transit,
        expiring: cell.expiring,
        received: cell.received,
        expired: cell.expired,
        missed: cell.missed,
        forecast_demand: None,
        forecast_supply: None,
    }
}

/// Adds a company's forecasts to its lines.
pub(crate) fn foresee(
    lines: &mut [SimLine],
    shelf: &Shelf,
    productions: &[Production],
    plants: &[Plant],
    outlook: &MonthlyOutlook,
    today: u32,
    packs: &[PackTraits],
) {
    for line in lines {
        let found = shelf
            .cells
            .binary_search_by_key(&line.cip13, |cell| packs[cell.pack as usize].cip13);
        let Ok(slot) = found else { continue };
        let (cell, production) = (&shelf.cells[slot], &productions[slot]);
        let plant = &plants[production.plant as usize];
        let demand = production.forecast_demand(cell.rate, outlook, cell.profile);
        let back = production.announced_return_days(plant, today);
        line.forecast_demand = Some(demand);
        line.forecast_supply = Some(production.forecast_supply(cell, demand, back));
    }
}
