//! The sites of the country: real places first, then synthetic ones in reserved numbers.

use std::collections::HashMap;

use vigie_model::{Department, Finess, Gln, OrganisationNumber, Site, SiteCode, SiteNumber, Tier};

use crate::{
    inputs::Inputs,
    random::{Purpose, lognormal, stream},
    settings::{CountryError, CountrySettings},
};

/// Organisations that share the depots of wholesalers.
const WHOLESALER_GROUPS: u32 = 6;
/// Spread of the size of pharmacies of one department (standard deviation of the logarithm; assumed).
const PHARMACY_SIZE_SIGMA: f64 = 0.4;
/// Median and spread of the beds of a hospital that publishes none (those published: median 130).
const HOSPITAL_BEDS: (f64, f64) = (130.0, 0.8);

/// The sites in the order of their numbers, and how much of its tier's demand each one has.
#[derive(Debug, Clone)]
pub struct Network {
    /// All sites: pharmacies, hospitals, wholesalers, depositaries, companies.
    pub sites: Vec<Site>,
    /// Share of the demand of its tier, 0 to 1, for pharmacies and hospitals; 0 for the others.
    pub demand_share: Vec<f64>,
    /// Names by [`OrganisationNumber`].
    pub organisations: Vec<String>,
}

impl Network {
    /// Makes the sites of these settings; `companies` are the names of those that exist.
    pub fn new(
        settings: &CountrySettings,
        inputs: &Inputs,
        companies: &[String],
    ) -> Result<Self, CountryError> {
        let mut builder = Builder::new(settings, inputs);
        builder.pharmacies()?;
        builder.hospitals()?;
        builder.depots();
        builder.depositaries();
        builder.companies(companies);
        builder.share_demand(Tier::Pharmacy);
        builder.share_demand(Tier::Hospital);
        Ok(builder.network)
    }

    /// The numbers of the sites of a tier, in order.
    pub fn sites_of(&self, tier: Tier) -> std::ops::Range<usize> {
        let first = self.sites.partition_point(|site| site.tier < tier);
        first..self.sites.partition_point(|site| site.tier <= tier)
    }
}

/// What is known of a place before it is a site.
struct Place {
    code: SiteCode,
    name: String,
    municipality: String,
    department: Department,
    /// Relative demand.
    size: f64,
}

struct Builder<'a> {
    settings: &'a CountrySettings,
    inputs: &'a Inputs,
    population: Vec<(Department, u64)>,
    network: Network,
}

impl<'a> Builder<'a> {
    fn new(settings: &'a CountrySettings, inputs: &'a Inputs) -> Self {
        let departments = inputs.departments.iter().copied();
        Self {
            settings,
            inputs,
            population: departments
                .filter(|(department, _)| !department.is_collectivity())
                .collect(),
            network: Network {
                sites: Vec::new(),
                demand_share: Vec::new(),
                organisations: Vec::new(),
            },
        }
    }

    /// Pharmacies by inhabitants: numbered ones, then known places, then invented ones.
    fn pharmacies(&mut self) -> Result<(), CountryError> {
        let mut known: HashMap<Department, Vec<_>> = HashMap::new();
        for place in &self.inputs.pharmacies {
            known.entry(place.department).or_default().push(place);
        }
        for (department, count) in spread(self.settings.pharmacies, &self.population) {
            let inhabitants = self.inhabitants(department) / f64::from(count.max(1));
            let places = known.remove(&department).unwrap_or_default();
            let mut reserved = 0;
            for rank in 0..count {
                let place = places.get(rank as usize);
                let code = match place.and_then(|place| place.finess) {
                    Some(finess) => finess,
                    None => next_finess(department, Tier::Pharmacy, &mut reserved)?,
                };
                let size = self.size(Purpose::Size, PHARMACY_SIZE_SIGMA);
                self.add(
                    Tier::Pharmacy,
                    Place {
                        code: SiteCode::Finess(code),
                        name: place.map_or_else(
                            || format!("Pharmacie synthétique {}", rank + 1),
                            |place| place.name.clone(),
                        ),
                        municipality: place.map_or_else(String::new, |p| p.municipality.clone()),
                        department,
                        size: inhabitants * size,
                    },
                );
            }
        }
        Ok(())
    }

    /// Hospitals by inhabitants: published ones from the largest, then invented ones.
    fn hospitals(&mut self) -> Result<(), CountryError> {
        let mut known: HashMap<Department, Vec<_>> = HashMap::new();
        for place in &self.inputs.hospitals {
            known.entry(place.department).or_default().push(place);
        }
        let real = self.hospital_counts(&known);
        for (department, count) in real {
            let mut places = known.remove(&department).unwrap_or_default();
            places.sort_by_key(|place| std::cmp::Reverse(place.beds));
            let mut reserved = 0;
            for rank in 0..count {
                let place = places.get(rank as usize);
                let code = match place {
                    Some(place) => place.finess,
                    None => next_finess(department, Tier::Hospital, &mut reserved)?,
                };
                let beds = place.map_or(0.0, |place| f64::from(place.beds));
                let assumed = HOSPITAL_BEDS.0 * self.size(Purpose::Size, HOSPITAL_BEDS.1);
                self.add(
                    Tier::Hospital,
                    Place {
                        code: SiteCode::Finess(code),
                        name: place.map_or_else(
                            || format!("Hôpital synthétique {}", rank + 1),
                            |place| place.name.clone(),
                        ),
                        municipality: place.map_or_else(String::new, |p| p.municipality.clone()),
                        department,
                        size: if beds > 0.0 { beds } else { assumed },
                    },
                );
            }
        }
        Ok(())
    }

    /// Hospitals by department: in proportion to the published ones, which are nearly all of them.
    fn hospital_counts(
        &self,
        known: &HashMap<Department, Vec<&crate::inputs::HospitalPlace>>,
    ) -> Vec<(Department, u32)> {
        let published = self.population.iter().map(|(department, _)| {
            let count = known.get(department).map_or(0, Vec::len);
            (*department, count as u64)
        });
        spread(self.settings.hospitals, &published.collect::<Vec<_>>())
    }

    /// Depots of wholesalers by inhabitants, owned by a few groups in turn.
    fn depots(&mut self) {
        let first_organisation = self.network.organisations.len() as u32;
        for group in 0..WHOLESALER_GROUPS {
            let name = format!("Répartiteur synthétique {}", group + 1);
            self.network.organisations.push(name);
        }
        let mut number = 0;
        for (department, count) in spread(self.settings.wholesalers, &self.population) {
            for _ in 0..count {
                number += 1;
                let group = number % WHOLESALER_GROUPS;
                let place = warehouse("Dépôt synthétique", Tier::Wholesaler, number, department);
                self.add_to(
                    OrganisationNumber(first_organisation + group),
                    Tier::Wholesaler,
                    place,
                );
            }
        }
    }

    /// Depositaries by inhabitants.
    fn depositaries(&mut self) {
        let mut number = 0;
        for (department, count) in spread(self.settings.depositaries, &self.population) {
            for _ in 0..count {
                number += 1;
                let name = "Dépositaire synthétique";
                let place = warehouse(name, Tier::Depositary, number, department);
                self.add(Tier::Depositary, place);
            }
        }
    }

    /// Companies, by inhabitants in the order of their volume.
    fn companies(&mut self, names: &[String]) {
        let seats = spread(names.len() as u32, &self.population);
        let departments = seats
            .into_iter()
            .flat_map(|(department, count)| std::iter::repeat_n(department, count as usize));
        for ((name, department), number) in names.iter().zip(departments).zip(1..) {
            let mut place = warehouse("", Tier::Company, number, department);
            place.name.clone_from(name);
            self.add(Tier::Company, place);
        }
    }

    fn inhabitants(&self, department: Department) -> f64 {
        let mut found = self.population.iter();
        found
            .find(|(known, _)| *known == department)
            .map_or(0.0, |(_, count)| *count as f64)
    }

    /// A size around 1 for the next site.
    fn size(&self, purpose: Purpose, sigma: f64) -> f64 {
        let next_site = self.network.sites.len() as u64;
        lognormal(
            &mut stream(self.settings.seed, purpose, next_site),
            1.0,
            sigma,
        )
    }

    /// Adds a site that is its own organisation.
    fn add(&mut self, tier: Tier, place: Place) {
        let organisation = OrganisationNumber(self.network.organisations.len() as u32);
        self.network.organisations.push(place.name.clone());
        self.add_to(organisation, tier, place);
    }

    fn add_to(&mut self, organisation: OrganisationNumber, tier: Tier, place: Place) {
        self.network.demand_share.push(place.size);
        self.network.sites.push(Site {
            number: SiteNumber(self.network.sites.len() as u32),
            code: place.code,
            name: place.name,
            tier,
            department: place.department,
            municipality: place.municipality,
            organisation,
            expected_from: self.settings.start,
            expected_until: None,
            synthetic: true,
        });
    }

    /// Turns the sizes of a tier into shares that sum to 1.
    fn share_demand(&mut self, tier: Tier) {
        let sites = self.network.sites_of(tier);
        let shares = &mut self.network.demand_share[sites];
        let total: f64 = shares.iter().sum();
        for share in shares {
            *share /= total;
        }
    }
}

/// A warehouse with a number of the reserved range.
fn warehouse(name: &str, tier: Tier, number: u32, department: Department) -> Place {
    Place {
        code: SiteCode::Gln(reserved_gln(tier, number)),
        name: format!("{name} {number}"),
        municipality: String::new(),
        department,
        size: 0.0,
    }
}

/// Shares `total` among departments in proportion to their weights, by largest remainders.
fn spread(total: u32, weights: &[(Department, u64)]) -> Vec<(Department, u32)> {
    let sum: u64 = weights.iter().map(|(_, weight)| weight).sum();
    let exact = |weight: u64| u64::from(total) * weight;
    let mut shares: Vec<(Department, u32)> = weights
        .iter()
        .map(|(department, weight)| (*department, (exact(*weight) / sum.max(1)) as u32))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(exact(weights[*place].1) % sum.max(1)));
    let given: u32 = shares.iter().map(|(_, count)| count).sum();
    for place in order.into_iter().cycle().take((total - given) as usize) {
        shares[place].1 += 1;
    }
    shares
}

/// The next reserved number of this department that keeps the rule of the key.
fn next_finess(department: Department, tier: Tier, used: &mut u32) -> Result<Finess, CountryError> {
    let found = reserved_finess(department, tier, *used);
    *used += 1;
    found.ok_or(CountryError::NumbersExhausted {
        department: department.code(),
    })
}

/// A FINESS number of the range reserved for synthetic sites.
///
/// Third and fourth characters `99` (fifth `9` overseas), which no published pharmacy or hospital
/// has; then a counter whose upper fifth is for hospitals; then the Luhn key.
pub fn reserved_finess(department: Department, tier: Tier, counter: u32) -> Option<Finess> {
    let (prefix, room) = match department.code() {
        "971" => ("97019", 1_000),
        "972" => ("97029", 1_000),
        "973" => ("97039", 1_000),
        "974" => ("97049", 1_000),
        "976" => ("98059", 1_000),
        code => (code, 10_000),
    };
    let marked = if room == 10_000 { "99" } else { "" };
    let first_hospital = room / 5 * 4;
    let number = match tier {
        Tier::Hospital => first_hospital + counter,
        _ if counter < first_hospital => counter,
        _ => return None,
    };
    let body = match room {
        10_000 if number < room => format!("{prefix}{marked}{number:04}"),
        1_000 if number < room => format!("{prefix}{number:03}"),
        _ => return None,
    };
    (0..10).find_map(|key| format!("{body}{key}").parse().ok())
}

/// A location number under the GS1 prefix 952, which is kept for demonstrations and examples.
fn reserved_gln(tier: Tier, number: u32) -> Gln {
    let body = 952_000_000_000 + tier.index() as u64 * 100_000_000 + u64::from(number);
    let mut candidates = (0..10).filter_map(|key| Gln::from_u64(body * 10 + key).ok());
    // One of the ten keys is always the right one.
    candidates
        .next()
        .unwrap_or_else(|| unreachable!("a GS1 key is one of ten digits"))
}
