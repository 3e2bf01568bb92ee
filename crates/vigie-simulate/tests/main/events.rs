//! A plant stops, and the lack travels down the chain.

use vigie_model::Tier;
use vigie_simulate::{CountrySettings, Event, Target};

use crate::{country, day, small};

/// Refused boxes of paracetamol by tier over the last ten of forty days.
fn refused(settings: CountrySettings) -> [u32; Tier::COUNT] {
    let mut country = country(settings);
    let target = "N02BE01".parse().unwrap();
    let paracetamol: Vec<_> = country
        .packs()
        .iter()
        .filter(|pack| pack.atc == Some(target))
        .map(|pack| pack.cip13)
        .collect();
    let mut refused = [0; Tier::COUNT];
    for number in 0..50 {
        country.next_day(|report| {
            let lines = report
                .lines
                .iter()
                .filter(|line| paracetamol.contains(&line.cip13));
            if number >= 40 {
                let boxes: u32 = lines.map(|line| line.ordered_not_delivered).sum();
                refused[report.site.tier.index()] += boxes;
            }
        });
    }
    refused
}

fn without_chance() -> CountrySettings {
    CountrySettings {
        days_between_failures: 1e12,
        ..small(5)
    }
}

#[test]
fn orders_are_served_while_plants_run() {
    assert_eq!(refused(without_chance())[Tier::Wholesaler.index()], 0);
}

#[test]
fn a_stopped_plant_with_its_stock_held_back_empties_depots_then_pharmacies() {
    let mut settings = without_chance();
    settings.events.push(Event::PlantFailure {
        target: Target::Atc("N02BE01".parse().unwrap()),
        from: day("2025-11-04"),
        days: 60,
        share_percent: 100,
        stock_blocked: true,
    });
    let refused = refused(settings);
    assert!(refused[Tier::Wholesaler.index()] > 0);
    assert!(refused[Tier::Pharmacy.index()] > 0, "{refused:?}");
}

#[test]
fn a_company_that_stopped_foresees_no_supply_before_its_return() {
    let mut settings = without_chance();
    settings.events.push(Event::PlantFailure {
        target: Target::Atc("N02BE01".parse().unwrap()),
        from: day("2025-11-04"),
        days: 95,
        share_percent: 100,
        stock_blocked: false,
    });
    let mut country = country(settings);
    let target = "N02BE01".parse().unwrap();
    let stopped: Vec<_> = country
        .packs()
        .iter()
        .filter(|p| p.atc == Some(target))
        .map(|p| p.cip13)
        .collect();
    let mut seen = 0;
    for number in 0..5 {
        country.next_day(|report| {
            let company = report.site.tier == Tier::Company;
            for line in report
                .lines
                .iter()
                .filter(|line| stopped.contains(&line.cip13))
            {
                if company && number == 4 {
                    let supply = line.forecast_supply.unwrap();
                    let demand = line.forecast_demand.unwrap();
                    assert_eq!(supply[..2], [0, 0]);
                    assert!(supply[5] >= demand[5] && demand[0] > 0);
                    seen += 1;
                } else {
                    assert_eq!(line.forecast_supply.is_some(), company);
                }
            }
        });
    }
    assert!(seen > 0);
}
