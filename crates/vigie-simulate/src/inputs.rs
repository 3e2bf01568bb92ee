//! The published figures that the country is calibrated on, shipped with the program.

use std::collections::HashMap;

use vigie_model::{Atc, Cip13, Cis, Day, Department, Finess};

/// Largest size a shipped file unpacks to, bytes.
const UNPACKED_LIMIT: usize = 8 << 20;

macro_rules! shipped {
    ($name:literal) => {
        include_bytes!(concat!("../../../data/simulation/", $name, ".csv.zst"))
    };
}

/// Everything the simulator knows of the real country. See `data/simulation/ORIGIN.md`.
#[derive(Debug, Clone)]
pub struct Inputs {
    /// Packs of the BDPM with their yearly volume.
    pub packs: Vec<PackVolume>,
    /// Inhabitants by department.
    pub departments: Vec<(Department, u64)>,
    /// Real pharmacies, and real places where one stands.
    pub pharmacies: Vec<PharmacyPlace>,
    /// Real hospitals with a pharmacy.
    pub hospitals: Vec<HospitalPlace>,
    /// Weekly influenza-like illness in France: Monday of the week, consultations per 100,000 inhabitants.
    pub influenza: Vec<(Day, f64)>,
}

/// A pack and the boxes dispensed by pharmacies in 2025.
#[derive(Debug, Clone)]
pub struct PackVolume {
    /// The pack, its medicine, class, company.
    pub pack: PackInput,
    /// Boxes reimbursed in 2025 in community pharmacies; `None` when not in Open Medic.
    pub boxes_2025: Option<u64>,
    /// Whether `boxes_2025` is a published count, and not an estimate from reimbursed euros.
    pub exact: bool,
}

/// A pack as the simulator needs it; the caller may bring its own list.
#[derive(Debug, Clone)]
pub struct PackInput {
    /// The pack.
    pub cip13: Cip13,
    /// Its medicine.
    pub cis: Cis,
    /// Its class, which decides how it follows seasons and epidemics; `None` means it does not.
    pub atc: Option<Atc>,
    /// Name of the company that markets it.
    pub company: String,
    /// Whether it is on the market.
    pub marketed: bool,
    /// Whether hospitals may buy it (agrément aux collectivités).
    pub hospitals: bool,
}

/// A pharmacy or the place of one.
#[derive(Debug, Clone)]
pub struct PharmacyPlace {
    /// Its number, when published.
    pub finess: Option<Finess>,
    /// Its name; made of its street when not published.
    pub name: String,
    /// Where it stands.
    pub municipality: String,
    /// Where it stands.
    pub department: Department,
}

/// A hospital with a pharmacy.
#[derive(Debug, Clone)]
pub struct HospitalPlace {
    /// Its number.
    pub finess: Finess,
    /// Its name.
    pub name: String,
    /// Where it stands; empty when not published.
    pub municipality: String,
    /// Where it stands.
    pub department: Department,
    /// Beds and places its pharmacy serves; 0 when not published.
    pub beds: u32,
}

/// A shipped file that cannot be read: the program was built from damaged data.
#[derive(Debug, thiserror::Error)]
pub enum InputsError {
    /// The compressed bytes are damaged.
    #[error("cannot unpack the shipped file `{file}`")]
    Unpack {
        /// Which file.
        file: &'static str,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is not a table.
    #[error("cannot read the shipped file `{file}`")]
    Table {
        /// Which file.
        file: &'static str,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// A cell does not hold what its column says.
    #[error("the shipped file `{file}` has a bad value `{value}`, row {row}")]
    Value {
        /// Which file.
        file: &'static str,
        /// Row from 1, header not counted.
        row: usize,
        /// What it holds.
        value: String,
    },
}

impl Inputs {
    /// The inputs built into the program.
    pub fn embedded() -> Result<Self, InputsError> {
        Ok(Self {
            packs: read("packs", shipped!("packs"), read_pack)?,
            departments: read("departments", shipped!("departments"), |row| {
                Ok((row.parse(0)?, row.parse(1)?))
            })?,
            pharmacies: read("pharmacies", shipped!("pharmacies"), read_pharmacy)?,
            hospitals: read("hospitals", shipped!("hospitals"), read_hospital)?,
            influenza: read("ili_france", shipped!("ili_france"), |row| {
                Ok((row.monday(0)?, row.parse(1)?))
            })?,
        })
    }

    /// The packs on the market, for a country that needs no catalogue.
    pub fn marketed_packs(&self) -> Vec<PackInput> {
        let marketed = self.packs.iter().filter(|volume| volume.pack.marketed);
        marketed.map(|volume| volume.pack.clone()).collect()
    }

    /// Boxes of 2025 by pack.
    pub(crate) fn boxes_by_pack(&self) -> HashMap<Cip13, u64> {
        let known = self.packs.iter();
        known
            .filter_map(|volume| Some((volume.pack.cip13, volume.boxes_2025?)))
            .collect()
    }
}

fn read_pack(row: &Row<'_>) -> Result<PackVolume, InputsError> {
    Ok(PackVolume {
        pack: PackInput {
            cip13: row.parse(0)?,
            cis: row.parse(1)?,
            atc: row.optional(2)?,
            company: row.text(3).to_owned(),
            marketed: row.text(4) == "1",
            hospitals: row.text(5) == "1",
        },
        boxes_2025: row.optional(6)?,
        exact: row.text(7) == "K",
    })
}

fn read_pharmacy(row: &Row<'_>) -> Result<PharmacyPlace, InputsError> {
    Ok(PharmacyPlace {
        finess: row.optional(0)?,
        name: row.text(1).to_owned(),
        municipality: row.text(2).to_owned(),
        department: row.parse(3)?,
    })
}

fn read_hospital(row: &Row<'_>) -> Result<HospitalPlace, InputsError> {
    Ok(HospitalPlace {
        finess: row.parse(0)?,
        name: row.text(1).to_owned(),
        municipality: row.text(2).to_owned(),
        department: row.parse(3)?,
        beds: row.parse(4)?,
    })
}

/// One row of a shipped table.
struct Row<'a> {
    file: &'static str,
    number: usize,
    record: &'a csv::StringRecord,
}

impl Row<'_> {
    fn text(&self, column: usize) -> &str {
        self.record.get(column).unwrap_or_default()
    }

    fn bad(&self, column: usize) -> InputsError {
        InputsError::Value {
            file: self.file,
            row: self.number,
            value: self.text(column).to_owned(),
        }
    }

    fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T, InputsError> {
        self.text(column).parse().map_err(|_| self.bad(column))
    }

    fn optional<T: std::str::FromStr>(&self, column: usize) -> Result<Option<T>, InputsError> {
        let empty = self.text(column).is_empty();
        if empty {
            Ok(None)
        } else {
            self.parse(column).map(Some)
        }
    }

    /// The Monday of a week written `2026-W13` (ISO 8601).
    fn monday(&self, column: usize) -> Result<Day, InputsError> {
        let text = self.text(column);
        let week = text.split_once("-W").and_then(|(year, week)| {
            let (year, week) = (year.parse().ok()?, week.parse().ok()?);
            jiff::civil::ISOWeekDate::new(year, week, jiff::civil::Weekday::Monday).ok()
        });
        week.map(|week| Day::from(week.date()))
            .ok_or_else(|| self.bad(column))
    }
}

/// Reads every row of a shipped table.
fn read<T>(
    file: &'static str,
    packed: &[u8],
    row_of: impl Fn(&Row<'_>) -> Result<T, InputsError>,
) -> Result<Vec<T>, InputsError> {
    let bytes = zstd::bulk::decompress(packed, UNPACKED_LIMIT)
        .map_err(|source| InputsError::Unpack { file, source })?;
    let mut table = csv::ReaderBuilder::new()
        .delimiter(b';')
        .quoting(false)
        .from_reader(bytes.as_slice());
    let rows = table.records().enumerate();
    rows.map(|(index, record)| {
        let record = record.map_err(|source| InputsError::Table { file, source })?;
        row_of(&Row {
            file,
            number: index + 1,
            record: &record,
        })
    })
    .collect()
}
