//! An attack on confidentiality: all public answers about stocks are collected as equations, and whoever can solve them
//! for one site, two sites, one company or two companies has found a leak.

use std::collections::BTreeMap;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rstest::rstest;
use serde_json::Value;
use vigie_model::{Department, OrganisationNumber, SiteNumber, Tier};
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
