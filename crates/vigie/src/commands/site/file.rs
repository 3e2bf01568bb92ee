//! A list of sites: CSV of any usual dialect, with French or English column names.

use std::collections::HashMap;

use vigie_model::{
    Day, Department, Language, SiteCode, SiteCodeError, Tier, shown, shown_name, shown_names,
};
use vigie_stock::{likeliest_delimiter, normalised_name, parse_day};

use super::problem::{BadRow, Problem};
use crate::failure::{Failure, Outcome};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Field {
    Code,
    Name,
    Tier,
    Department,
    PostalCode,
    Municipality,
    Organisation,
    OrganisationName,
    ExpectedFrom,
    ExpectedUntil,
    Synthetic,
}

/// Characters of a bad value that are shown.
const SHOWN_CHARACTERS: usize = 64;

/// Names of columns, without capitals, accents and signs. Where several columns fit, the name that stands first here
/// is read. Beside plain words, those of the registers: FINESS, Santé.fr, and the yearly statistics of hospitals.
const NAMES: [(Field, &[&str]); 11] = [
    (
        Field::Code,
        &[
            "finess",
            "codefiness",
            "numerofiness",
            "nofiness",
            "nofinesset",
            "fi",
            "code",
            "codesite",
            "sitecode",
            "site",
            "siret",
            "codesiret",
            "gln",
            "codegln",
        ],
    ),
    (
        Field::Name,
        &[
            "name",
            "nom",
            "nomdusite",
            "sitename",
            "raisonsociale",
            "rs",
            "denomination",
            "titre",
            "libelle",
        ],
    ),
    (
        Field::Tier,
        &["tier", "niveau", "maillon", "type", "typedesite"],
    ),
    (
        Field::Department,
        &[
            "department",
            "departement",
            "codedepartement",
            "dep",
            "dept",
            "dpt",
        ],
    ),
    (
        Field::PostalCode,
        &[
            "postalcode",
            "postcode",
            "codepostal",
            "adressecodepostal",
            "cp",
            "cpo",
        ],
    ),
    (
        Field::Municipality,
        &[
            "municipality",
            "commune",
            "ville",
            "adresseville",
            "city",
            "town",
            "nomcom",
            "libcom",
        ],
    ),
    (
        Field::Organisation,
        &[
            "organisation",
            "organization",
            "codeorganisation",
            "organisationcode",
            "siren",
            "nofinessej",
            "fiej",
        ],
    ),
    (
        Field::OrganisationName,
        &[
            "organisationname",
            "organizationname",
            "nomorganisation",
            "nomdelorganisation",
        ],
    ),
    (
        Field::ExpectedFrom,
        &["since", "from", "expectedfrom", "depuis", "dateouverture"],
    ),
    (
        Field::ExpectedUntil,
        &["until", "expecteduntil", "jusquau", "datefermeture"],
    ),
    (Field::Synthetic, &["synthetic", "synthetique", "simule"]),
];

/// A row that can be used as far as the file alone tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRow {
    /// Line of the file, from 1.
    pub row: u64,
    /// How the outside world names the site.
    pub code: SiteCode,
    /// Name on its door.
    pub name: String,
    /// Its level in the chain.
    pub tier: Tier,
    /// Where it stands.
    pub department: Department,
    /// Its municipality; `None` when the row does not say.
    pub municipality: Option<String>,
    /// Code of its owner; `None` when the row does not say.
    pub organisation: Option<String>,
    /// Name of its owner; `None` when the row does not say.
    pub organisation_name: Option<String>,
    /// First day a report is expected; `None` when the row does not say.
    pub expected_from: Option<Day>,
    /// Last day a report is expected; `None` when the row does not say.
    pub expected_until: Option<Day>,
    /// Whether it is simulated; `None` when the row does not say.
    pub synthetic: Option<bool>,
}

/// What was read of a list.
#[derive(Debug, Default)]
pub struct SiteFile {
    /// Rows that can be used.
    pub rows: Vec<SiteRow>,
    /// Rows that cannot.
    pub bad: Vec<BadRow>,
    /// Names of columns that are not read.
    pub ignored_columns: Vec<String>,
}

/// Reads a list; `tier` is that of the sites of a list without such a column.
pub fn read(bytes: &[u8], tier: Option<Tier>, language: Language) -> Outcome<SiteFile> {
    let (text, _) = vigie_catalogue::decode_text(bytes)
        .map_err(|refusal| Failure::data(refusal.message(language)))?;
    let (text, lines_before) = without_separator_line(&text);
    let header = text.lines().next().unwrap_or_default();
    let mut records = csv::ReaderBuilder::new()
        .delimiter(likeliest_delimiter(header))
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = Columns::find(records.headers()?, tier, language)?;
    let mut file = SiteFile {
        ignored_columns: columns.ignored.clone(),
        ..SiteFile::default()
    };
    let mut seen = HashMap::new();
    for record in records.records() {
        let record = record?;
        if record.iter().all(|value| value.trim().is_empty()) {
            continue;
        }
        let cells = Cells {
            row: line_of(&record, text) + lines_before,
            record: &record,
            columns: &columns,
        };
        match cells.read(&mut seen) {
            Ok(site) => file.rows.push(site),
            Err(bad) => file.bad.push(bad),
        }
    }
    Ok(file)
}

/// The text without the line `sep=;` that some spreadsheets write first, and how many lines that is.
fn without_separator_line(text: &str) -> (&str, u64) {
    match text.split_once('\n') {
        Some((first, rest)) if first.to_ascii_lowercase().starts_with("sep=") => (rest, 1),
        _ => (text, 0),
    }
}

/// The line where a record begins, from 1. The reader names the first of the empty lines that it skips before it.
fn line_of(record: &csv::StringRecord, text: &str) -> u64 {
    let Some(position) = record.position() else {
        return 0;
    };
    let rest = text.as_bytes().iter().skip(position.byte() as usize);
    let skipped = rest.take_while(|byte| matches!(byte, b'\r' | b'\n'));
    position.line() + skipped.filter(|byte| **byte == b'\n').count() as u64
}

/// Where each field stands, and what the file calls it.
struct Columns {
    places: HashMap<Field, (usize, String)>,
    ignored: Vec<String>,
    tier: Option<Tier>,
}

impl Columns {
    fn find(header: &csv::StringRecord, tier: Option<Tier>, language: Language) -> Outcome<Self> {
        let keys: Vec<String> = header.iter().map(normalised_name).collect();
        let place_of = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| keys.iter().position(|key| key == name))
        };
        let places: HashMap<Field, (usize, String)> = NAMES
            .iter()
            .filter_map(|(field, names)| {
                let place = place_of(names)?;
                Some((*field, (place, shown_name(header.get(place)?.trim()))))
            })
            .collect();
        let is_read = |place: usize| places.values().any(|(read, _)| *read == place);
        let ignored = header
            .iter()
            .enumerate()
            .filter(|(place, name)| !is_read(*place) && !name.trim().is_empty());
        let columns = Self {
            ignored: ignored.map(|(_, name)| shown_name(name.trim())).collect(),
            places,
            tier,
        };
        columns.check(header, language)?;
        Ok(columns)
    }

    fn check(&self, header: &csv::StringRecord, language: Language) -> Outcome {
        let needed = [
            (Field::Code, "code"),
            (Field::Name, "nom / name"),
            (Field::Tier, "niveau / tier"),
        ];
        for (field, name) in needed {
            if self.places.contains_key(&field) || (field == Field::Tier && self.tier.is_some()) {
                continue;
            }
            let found = shown_names(header.iter());
            let failure = Failure::data(match language {
                Language::French => {
                    format!("il manque une colonne « {name} » ; colonnes trouvées : {found}")
                }
                Language::English => format!("a column `{name}` is missing; found: {found}"),
            });
            return Err(match (field, language) {
                (Field::Tier, Language::French) => failure
                    .with_hint("si tous les sites ont le même niveau, indiquez-le avec --tier"),
                (Field::Tier, Language::English) => {
                    failure.with_hint("if all sites have one tier, say it with --tier")
                }
                _ => failure,
            });
        }
        Ok(())
    }
}

/// One row, and what its columns are.
struct Cells<'a> {
    row: u64,
    record: &'a csv::StringRecord,
    columns: &'a Columns,
}

impl Cells<'_> {
    fn read(&self, seen: &mut HashMap<SiteCode, u64>) -> Result<SiteRow, BadRow> {
        let code = self.code()?;
        if let Some(first) = seen.insert(code, self.row) {
            seen.insert(code, first);
            return Err(self.bad(Field::Code, Problem::Repeated { first }));
        }
        let expected_from = self.day(Field::ExpectedFrom)?;
        let expected_until = self.day(Field::ExpectedUntil)?;
        if let (Some(from), Some(until)) = (expected_from, expected_until)
            && until < from
        {
            return Err(self.bad(Field::ExpectedUntil, Problem::EndsBeforeStart));
        }
        Ok(SiteRow {
            row: self.row,
            code,
            name: self
                .text(Field::Name)
                .ok_or_else(|| self.bad(Field::Name, Problem::Missing))?,
            tier: self.tier()?,
            department: self.department(code)?,
            municipality: self.text(Field::Municipality),
            organisation: self.text(Field::Organisation),
            organisation_name: self.text(Field::OrganisationName),
            expected_from,
            expected_until,
            synthetic: self.synthetic()?,
        })
    }

    /// What stands in a column; `None` when nothing does, or the file has no such column.
    fn text(&self, field: Field) -> Option<String> {
        let (place, _) = self.columns.places.get(&field)?;
        let text = self.record.get(*place)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn bad(&self, field: Field, problem: Problem) -> BadRow {
        let column = self.columns.places.get(&field);
        BadRow {
            row: self.row,
            column: column.map(|(_, name)| name.clone()).unwrap_or_default(),
            value: shown(&self.text(field).unwrap_or_default(), SHOWN_CHARACTERS),
            problem,
        }
    }

    fn code(&self) -> Result<SiteCode, BadRow> {
        let text = self
            .text(Field::Code)
            .ok_or_else(|| self.bad(Field::Code, Problem::Missing))?;
        text.parse().map_err(|error| {
            let problem = match error {
                SiteCodeError::Invalid(_) => Problem::WrongCheckDigit,
                SiteCodeError::Shape { .. } if is_eight_digits(&text) => Problem::LostZero,
                SiteCodeError::Shape { .. } => Problem::NoCode,
            };
            self.bad(Field::Code, problem)
        })
    }

    fn tier(&self) -> Result<Tier, BadRow> {
        match (self.text(Field::Tier), self.columns.tier) {
            (Some(text), _) => text
                .parse()
                .map_err(|_| self.bad(Field::Tier, Problem::UnknownTier)),
            (None, Some(tier)) => Ok(tier),
            (None, None) => Err(self.bad(Field::Tier, Problem::Missing)),
        }
    }

    /// The department stated, which must be that of the code; else that of the code or of the postal code.
    fn department(&self, code: SiteCode) -> Result<Department, BadRow> {
        let of_code = match code {
            SiteCode::Finess(finess) => finess.department(),
            SiteCode::Siret(_) | SiteCode::Gln(_) => None,
        };
        let Some(text) = self.text(Field::Department) else {
            let postal_code = self.text(Field::PostalCode);
            let of_post = postal_code.and_then(|code| Department::from_postal_code(&code));
            return of_code
                .or(of_post)
                .ok_or_else(|| self.bad(Field::Department, Problem::NoDepartment));
        };
        let stated = read_department(&text)
            .ok_or_else(|| self.bad(Field::Department, Problem::UnknownDepartment))?;
        match of_code {
            Some(of_code) if !stated.is_numbered_in(of_code) => {
                Err(self.bad(Field::Department, Problem::OtherDepartment { of_code }))
            }
            _ => Ok(stated),
        }
    }

    fn day(&self, field: Field) -> Result<Option<Day>, BadRow> {
        let Some(text) = self.text(field) else {
            return Ok(None);
        };
        parse_day(&text)
            .map(Some)
            .map_err(|_| self.bad(field, Problem::UnreadableDay))
    }

    fn synthetic(&self) -> Result<Option<bool>, BadRow> {
        let Some(text) = self.text(Field::Synthetic) else {
            return Ok(None);
        };
        match text.to_lowercase().as_str() {
            "yes" | "oui" | "true" | "vrai" | "1" => Ok(Some(true)),
            "no" | "non" | "false" | "faux" | "0" => Ok(Some(false)),
            _ => Err(self.bad(Field::Synthetic, Problem::NotYesOrNo)),
        }
    }
}

fn is_eight_digits(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A department as lists write it: `75`, `2A`, `974`, `9D`, and `1` for `01` when a spreadsheet was at work.
fn read_department(text: &str) -> Option<Department> {
    Department::from_health_code(text).or_else(|| Department::from_code(&format!("0{text}")))
}
