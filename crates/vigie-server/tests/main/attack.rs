//! An attack on confidentiality: all public answers about stocks are collected as equations, and whoever can solve them
//! for one site, two sites, one company or two companies has found a leak.

use std::collections::BTreeMap;
use std::ops::Range;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rstest::rstest;
use serde_json::Value;
use vigie_model::{Day, Department, OrganisationNumber, SiteNumber, Tier};
use vigie_store::{NewOrganisation, NewSite, TokenScope};

use crate::harness::{ANASTROZOLE, DOLIPRANE, Server, day};

const PACKS: [&str; 2] = [DOLIPRANE, ANASTROZOLE];
/// Departments of one region, of another, and one that is a region by itself.
const DEPARTMENTS: [&str; 7] = ["22", "29", "35", "56", "75", "92", "971"];
const ORGANISATIONS: u32 = 5;
const SITES: usize = 48;

/// A site of the made-up country.
struct Planned {
    code: String,
    tier: Tier,
    department: Department,
    organisation: OrganisationNumber,
    /// Boxes of each pack; `None` when it does not carry it.
    boxes: [Option<u32>; 2],
}

/// One unknown of the equations: the boxes of a pack at a site.
type Unknown = (usize, usize);

fn plan(random: &mut ChaCha8Rng) -> Vec<Planned> {
    (0..SITES)
        .map(|place| {
            let tier = match place % 8 {
                0..5 => Tier::Pharmacy,
                5 => Tier::Hospital,
                6 => Tier::Wholesaler,
                _ => Tier::Company,
            };
            let department = DEPARTMENTS[random.random_range(0..DEPARTMENTS.len())];
            let owner = random.random_range(0..ORGANISATIONS);
            Planned {
                code: finess(place),
                tier,
                department: Department::from_code(department).unwrap(),
                organisation: OrganisationNumber(1 + owner),
                boxes: [0, 1].map(|_| {
                    random
                        .random_bool(0.6)
                        .then(|| random.random_range(0..5_000))
                }),
            }
        })
        .collect()
}

/// A FINESS number: eight digits and their Luhn key.
fn finess(place: usize) -> String {
    let digits = format!("56{:06}", 900 + place);
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            let digit = u32::from(digit - b'0') * if index % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

async fn country(seed: u64) -> (Server, Vec<Planned>) {
    let mut server = Server::start().await;
    let planned = plan(&mut ChaCha8Rng::seed_from_u64(seed));
    let store = &server.system.store;
    let organisations: Vec<_> = (0..ORGANISATIONS)
        .map(|number| NewOrganisation {
            code: format!("O{number}"),
            name: format!("Organisation {number}"),
        })
        .collect();
    store.upsert_organisations(&organisations).await.unwrap();
    let sites: Vec<_> = planned
        .iter()
        .map(|site| NewSite {
            code: site.code.parse().unwrap(),
            tier: site.tier,
            department: site.department,
            organisation: site.organisation,
            name: site.code.clone(),
            municipality: String::new(),
            expected_from: day("2026-01-01"),
            expected_until: None,
            synthetic: false,
        })
        .collect();
    store.upsert_sites(&sites).await.unwrap();
    server.system.reload_registry().await.unwrap();
    let first = server.tokens.len();
    for number in first..first + planned.len() {
        let scope = TokenScope::Site(SiteNumber(number as u32));
        let token = server.issue(scope, "report").await;
        server.tokens.push(token);
    }
    for (place, site) in planned.iter().enumerate() {
        let rows = PACKS.iter().zip(site.boxes).filter_map(|(pack, boxes)| {
            let boxes = boxes?;
            Some(format!("{pack};{boxes};1\n"))
        });
        let rows: String = rows.collect();
        if rows.is_empty() {
            continue;
        }
        let body = format!("cip13;stock;vendu\n{rows}");
        let reply = server
            .report_as(
                &site.code,
                &server.tokens[first + place],
                "as_of=2026-11-17",
                body,
            )
            .await;
        assert!(reply.status.is_success(), "{}", reply.text);
    }
    server
        .system
        .close_days_through(day("2026-11-18"))
        .await
        .unwrap();
    (server, planned)
}

/// The unknowns that a public sum is about.
struct Sum<'a> {
    packs: Vec<usize>,
    row: &'a Value,
}

impl Sum<'_> {
    /// The coefficients, when the sum is shown.
    fn equation(&self, planned: &[Planned]) -> Option<Vec<f64>> {
        self.row["on_hand"].as_u64()?;
        let text = |name: &str| self.row[name].as_str();
        let tier = text("tier");
        let (region, department) = (text("region"), text("department"));
        let is_in = |site: &Planned| {
            tier.is_none_or(|tier| site.tier.as_str() == tier)
                && region.is_none_or(|code| site.department.region().code() == code)
                && department.is_none_or(|code| site.department.code() == code)
        };
        Some(
            unknowns(planned)
                .map(|(pack, site)| f64::from(self.packs.contains(&pack) && is_in(&planned[site])))
                .collect(),
        )
    }
}

fn unknowns(planned: &[Planned]) -> impl Iterator<Item = Unknown> + '_ {
    (0..PACKS.len()).flat_map(move |pack| {
        (0..planned.len())
            .filter(move |site| planned[*site].boxes[pack].is_some())
            .map(move |site| (pack, site))
    })
}

/// Everything that a stranger can read about stocks.
async fn public_equations(server: &Server, planned: &[Planned]) -> Vec<Vec<f64>> {
    let mut equations = Vec::new();
    let mut collect = |packs: &[usize], rows: &Value| {
        for row in rows.as_array().into_iter().flatten() {
            let packs = packs.to_vec();
            equations.extend(Sum { packs, row }.equation(planned));
        }
    };
    for (place, pack) in PACKS.iter().enumerate() {
        for by in ["tier", "region", "department"] {
            for at in ["", "&at=2026-11-18"] {
                let path = format!("/api/v1/packs/{pack}/stock?by={by}&tier=all{at}");
                collect(&[place], &server.get(&path).await.body["rows"]);
            }
            let path = format!("/api/v1/packs/{pack}/history?by={by}&from=2026-11-18");
            let days = server.get(&path).await.body["days"].clone();
            for day in days.as_array().unwrap() {
                collect(&[place], &day["rows"]);
            }
        }
    }
    for tier in Tier::ALL {
        let everywhere = DEPARTMENTS.map(|code| format!("&department={code}"));
        for department in everywhere.iter().map(String::as_str).chain([""]) {
            let path = format!("/api/v1/cover?tier={tier}{department}&limit=1000");
            let body = server.get(&path).await.body;
            for mut row in body["rows"].as_array().cloned().unwrap_or_default() {
                let pack = PACKS
                    .iter()
                    .position(|pack| row["cip13"] == **pack)
                    .unwrap();
                row["tier"] = Value::from(tier.as_str());
                if let Some(code) = department.strip_prefix("&department=") {
                    row["department"] = Value::from(code);
                }
                collect(&[pack], &Value::from(vec![row]));
            }
        }
    }
    for (of, packs) in [
        ("all", &[0, 1][..]),
        ("60234100", &[0]),
        (ANASTROZOLE, &[1]),
    ] {
        for tier in ["pharmacy", "hospital"] {
            for by in ["nation", "region", "department"] {
                let path = format!("/api/v1/areas?of={of}&by={by}&tier={tier}");
                let rows = server.get(&path).await.body["rows"].clone();
                let path = format!("/api/v1/areas/history?of={of}&by={by}&tier={tier}");
                let past = server.get(&path).await.body["days"].clone();
                let past = past.as_array().unwrap().iter().map(|day| &day["rows"]);
                // A sum of several packs leaves out those that are hidden: then its packs are not known from outside.
                for row in past
                    .chain([&rows])
                    .flat_map(|rows| rows.as_array().unwrap())
                {
                    if row["hidden_packs"] == 0 {
                        collect(packs, &Value::from(vec![row.clone()]));
                    }
                }
            }
        }
    }
    equations
}

/// Rows of a matrix in reduced form, each with the place of its leading one.
fn reduced(mut rows: Vec<Vec<f64>>) -> Vec<(usize, Vec<f64>)> {
    let mut done: Vec<(usize, Vec<f64>)> = Vec::new();
    while let Some(mut row) = rows.pop() {
        subtract(&mut row, &done);
        let Some(lead) = row.iter().position(|value| value.abs() > 1e-9) else {
            continue;
        };
        let scale = row[lead];
        for value in &mut row {
            *value /= scale;
        }
        for (_, other) in &mut done {
            let factor = other[lead];
            other
                .iter_mut()
                .zip(&row)
                .for_each(|(value, own)| *value -= factor * own);
        }
        done.push((lead, row));
    }
    done
}

fn subtract(row: &mut [f64], done: &[(usize, Vec<f64>)]) {
    for (lead, known) in done {
        let factor = row[*lead];
        row.iter_mut()
            .zip(known)
            .for_each(|(value, known)| *value -= factor * known);
    }
}

/// Whether the sum of some unknowns can be computed from what is public.
fn is_known(wanted: &[f64], public: &[(usize, Vec<f64>)]) -> bool {
    let mut rest = wanted.to_vec();
    subtract(&mut rest, public);
    rest.iter().all(|value| value.abs() < 1e-6)
}

/// The unknowns of one pack by owner: a site where patients get it, an organisation above.
fn owners(planned: &[Planned], pack: usize, is_patient_tier: bool) -> Vec<Vec<f64>> {
    let all: Vec<Unknown> = unknowns(planned).collect();
    let mut owners: BTreeMap<(Tier, usize), Vec<f64>> = BTreeMap::new();
    for (place, (of_pack, site)) in all.iter().enumerate() {
        let tier = planned[*site].tier;
        let is_of_tier = matches!(tier, Tier::Pharmacy | Tier::Hospital) == is_patient_tier;
        if *of_pack != pack || !is_of_tier {
            continue;
        }
        let owner = if is_patient_tier {
            *site
        } else {
            planned[*site].organisation.0 as usize
        };
        let vector = owners
            .entry((tier, owner))
            .or_insert_with(|| vec![0.0; all.len()]);
        vector[place] = 1.0;
    }
    owners.into_values().collect()
}

#[rstest]
#[tokio::test]
async fn no_public_answer_gives_away_one_or_two_sites_or_companies(
    #[values(1, 2, 3, 4, 5, 6)] seed: u64,
) {
    let (server, planned) = country(seed).await;
    let equations = public_equations(&server, &planned).await;
    assert!(
        equations.len() > 20,
        "little is public: {}",
        equations.len()
    );
    let public = reduced(equations);
    for pack in 0..PACKS.len() {
        for is_patient_tier in [true, false] {
            let owners = owners(&planned, pack, is_patient_tier);
            for (place, one) in owners.iter().enumerate() {
                assert!(
                    !is_known(one, &public),
                    "owner {place} of pack {pack} is known"
                );
                for (other, two) in owners.iter().enumerate().skip(place + 1) {
                    let both: Vec<f64> = one.iter().zip(two).map(|(one, two)| one + two).collect();
                    assert!(
                        !is_known(&both, &public),
                        "owners {place} and {other} of pack {pack} are known together"
                    );
                }
            }
        }
    }
}

#[tokio::test]
async fn the_attack_finds_a_leak_where_there_is_one() {
    let (_, planned) = country(1).await;
    let all = unknowns(&planned).count();
    let mut of_three = vec![0.0; all];
    of_three[..3].fill(1.0);
    let mut of_two = of_three.clone();
    of_two[2] = 0.0;
    let mut third = vec![0.0; all];
    third[2] = 1.0;
    assert!(is_known(&third, &reduced(vec![of_three, of_two])));
}

/// First day of the second attack; the present is written down after each of the days.
const FIRST_DAY: &str = "2026-10-15";
/// Long enough for the third to leave the 28 days of demand.
const DAYS: usize = 33;

fn written(place: usize) -> Day {
    day(FIRST_DAY).plus_days(place as i32)
}

/// The days whose sales are in the demand of one.
fn window(place: usize) -> Range<usize> {
    (place + 1).saturating_sub(28)..place + 1
}

/// Four pharmacies of one department and eight of its region, of which some leave the pack out of their report for a day:
/// the unknowns are the sales of each pharmacy on each day.
struct Sales {
    server: Server,
    sites: Vec<(String, Department)>,
    /// Whether a site carries the pack on a day, by day.
    carrying: Vec<Vec<bool>>,
    /// Coefficients of what a stranger knows.
    equations: Vec<Vec<f64>>,
}

impl Sales {
    async fn write_down(seed: u64) -> Self {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let departments = [
            "22", "22", "22", "22", "29", "29", "29", "29", "35", "35", "35", "35",
        ];
        let mut sales = Self {
            server: Server::start().await,
            sites: departments
                .iter()
                .enumerate()
                .map(|(place, code)| (finess(place), Department::from_code(code).unwrap()))
                .collect(),
            carrying: Vec::new(),
            equations: Vec::new(),
        };
        let first = sales.register().await;
        for place in 0..DAYS {
            let written = written(place);
            // On the third day one or two pharmacies of the first department carry the pack, the day before three.
            let present = match place {
                1 => 3,
                2 => random.random_range(1..3),
                _ => 4,
            };
            let carrying: Vec<bool> = (0..sales.sites.len())
                .map(|site| site >= 4 || site < present)
                .collect();
            for (site, carries) in carrying.iter().enumerate() {
                let pack = if *carries { DOLIPRANE } else { ANASTROZOLE };
                let sold = random.random_range(1..50);
                let body = format!("cip13;stock;vendu\n{pack};100;{sold}\n");
                let (code, token) = (&sales.sites[site].0, &sales.server.tokens[first + site]);
                let query = format!("as_of={written}&kind=full");
                let reply = sales.server.report_as(code, token, &query, body).await;
                assert!(reply.status.is_success(), "{}", reply.text);
            }
            sales.carrying.push(carrying);
            sales.server.system.remember_hidden().await.unwrap();
            sales.read_present().await;
            let closed = written.plus_days(-1);
            sales
                .server
                .system
                .close_days_through(closed)
                .await
                .unwrap();
            sales.read_present().await;
        }
        let last = written(DAYS - 1);
        sales.server.system.close_days_through(last).await.unwrap();
        sales.read_present().await;
        sales.read_past().await;
        sales
    }

    async fn register(&mut self) -> usize {
        let sites: Vec<_> = self
            .sites
            .iter()
            .map(|(code, department)| NewSite {
                code: code.parse().unwrap(),
                tier: Tier::Pharmacy,
                department: *department,
                organisation: OrganisationNumber(0),
                name: code.clone(),
                municipality: String::new(),
                expected_from: day("2026-01-01"),
                expected_until: None,
                synthetic: false,
            })
            .collect();
        self.server.system.store.upsert_sites(&sites).await.unwrap();
        self.server.system.reload_registry().await.unwrap();
        let first = self.server.tokens.len();
        for number in first..first + sites.len() {
            let scope = TokenScope::Site(SiteNumber(number as u32));
            let token = self.server.issue(scope, "report").await;
            self.server.tokens.push(token);
        }
        first
    }

    /// The sales of some days in the place of a row.
    fn equation(&self, row: &Value, days: &Range<usize>) -> Vec<f64> {
        let text = |name: &str| row[name].as_str();
        let (region, department) = (text("region"), text("department"));
        let is_in = |of: Department| {
            region.is_none_or(|code| of.region().code() == code)
                && department.is_none_or(|code| of.code() == code)
        };
        let all = (0..DAYS).flat_map(|day| (0..self.sites.len()).map(move |site| (day, site)));
        all.map(|(day, site)| {
            let carries = self.carrying.get(day).is_some_and(|of_day| of_day[site]);
            f64::from(days.contains(&day) && carries && is_in(self.sites[site].1))
        })
        .collect()
    }

    /// Demand is sales by site-days, which are published: whoever has it has the sales of the window.
    async fn read_present(&mut self) {
        let days = window(self.carrying.len() - 1);
        for by in ["tier", "region", "department"] {
            let path = format!("/api/v1/packs/{DOLIPRANE}/stock?by={by}&tier=pharmacy");
            let areas = if by == "tier" { "nation" } else { by };
            let areas = format!("/api/v1/areas?of=60234100&by={areas}");
            for path in [path, areas] {
                let rows = self.server.get(&path).await.body["rows"].clone();
                self.read(&rows, "demand_28_days", &days);
            }
        }
        for place in ["", "&department=22", "&department=29", "&department=35"] {
            let path = format!("/api/v1/cover?tier=pharmacy{place}");
            let mut rows = self.server.get(&path).await.body["rows"].clone();
            for row in rows.as_array_mut().unwrap() {
                if let Some(code) = place.strip_prefix("&department=") {
                    row["department"] = Value::from(code);
                }
                if row["cip13"] != DOLIPRANE {
                    *row = Value::Null;
                }
            }
            self.read(&rows, "demand_28_days", &days);
        }
    }

    async fn read_past(&mut self) {
        for by in ["tier", "region", "department"] {
            let path = format!("/api/v1/packs/{DOLIPRANE}/history?by={by}&from={FIRST_DAY}");
            let history = self.server.get(&path).await.body["days"].clone();
            let areas = if by == "tier" { "nation" } else { by };
            let path = format!("/api/v1/areas/history?of=60234100&by={areas}&from={FIRST_DAY}");
            let areas = self.server.get(&path).await.body["days"].clone();
            for place in 0..DAYS {
                let written = written(place).to_string();
                let of_day = |days: &Value| {
                    let mut days = days.as_array().unwrap().iter();
                    days.find(|of| of["day"] == *written).unwrap()["rows"].clone()
                };
                self.read(&of_day(&history), "sold", &(place..place + 1));
                self.read(&of_day(&areas), "demand_28_days", &window(place));
                let path =
                    format!("/api/v1/packs/{DOLIPRANE}/stock?by={by}&tier=pharmacy&at={written}");
                let rows = self.server.get(&path).await.body["rows"].clone();
                self.read(&rows, "demand_28_days", &window(place));
            }
        }
    }

    fn read(&mut self, rows: &Value, figure: &str, days: &Range<usize>) {
        for row in rows.as_array().into_iter().flatten() {
            if !row[figure].is_null() {
                let equation = self.equation(row, days);
                self.equations.push(equation);
            }
        }
    }
}

#[rstest]
#[tokio::test]
async fn who_writes_down_demand_every_day_learns_no_sales_of_one_or_two_pharmacies(
    #[values(1, 2, 3)] seed: u64,
) {
    let sales = Sales::write_down(seed).await;
    assert!(sales.equations.len() > 50, "little is public");
    let public = reduced(sales.equations.clone());
    let sites = sales.sites.len();
    for (day, carrying) in sales.carrying.iter().enumerate() {
        let carrying: Vec<usize> = (0..sites).filter(|site| carrying[*site]).collect();
        for (place, one) in carrying.iter().enumerate() {
            for other in &carrying[place..] {
                let mut wanted = vec![0.0; sites * DAYS];
                wanted[day * sites + one] = 1.0;
                wanted[day * sites + other] = 1.0;
                assert!(
                    !is_known(&wanted, &public),
                    "the sales of {one} and {other} on day {day} are known"
                );
            }
        }
    }
}
