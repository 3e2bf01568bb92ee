//! What a line of somebody's list of medicines means: a code, else a name. Nothing is guessed in silence: where several
//! medicines may be meant, or a word was not spelt like that, they are given to choose from.

use vigie_model::{Cis, Damage, FormularyItem, PackCode, PackCodeError, Ucd13};

use crate::catalogue::Catalogue;
use crate::search::fold::fold;

/// Medicines that are given to choose from.
const CHOICES: usize = 8;
/// Medicines among which one is looked for that is called exactly so.
const LOOKED_AT: usize = 50;
/// Longest code that is read, with what stands around it, in characters.
const LONGEST_CODE: usize = 64;
/// Longest name that is looked for, in characters.
const LONGEST_NAME: usize = 200;
/// Fewest letters of a name.
const FEWEST_LETTERS: usize = 3;

/// What a line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A code of the catalogue.
    ByCode(FormularyItem),
    /// The only medicine of this name.
    ByName(Cis),
    /// One of these medicines, best match first, of `total` in all.
    OneOf {
        /// The first of them.
        medicines: Vec<Cis>,
        /// How many there are.
        total: usize,
    },
    /// Nothing that the catalogue knows.
    Nothing(Puzzle),
}

/// Why nothing was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Puzzle {
    /// Neither a code nor a name.
    Empty,
    /// A code of the right form that the catalogue does not have.
    UnknownCode(String),
    /// A code with a wrong digit, by its check digit or its first digits.
    WrongCode(String),
    /// A code that a spreadsheet has rounded.
    DamagedCode(Damage),
    /// A dispensing unit of hospitals: the catalogue does not say of which packs it is a part.
    DispensingUnit(Ucd13),
    /// No medicine has a name like this.
    UnknownName,
}

/// Which columns of a list hold what, by their names in its first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FormularyColumns {
    name: Option<usize>,
}

const CODE_NAMES: [&str; 18] = [
    "cip",
    "cip13",
    "cip7",
    "codecip",
    "codecip13",
    "codecip7",
    "cis",
    "codecis",
    "ucd",
    "ucd13",
    "ucd7",
    "codeucd",
    "gtin",
    "ean",
    "ean13",
    "code",
    "codeproduit",
    "codebarre",
];
const NAME_NAMES: [&str; 17] = [
    "nom",
    "name",
    "libelle",
    "label",
    "designation",
    "denomination",
    "medicament",
    "medicine",
    "specialite",
    "produit",
    "product",
    "article",
    "presentation",
    "dci",
    "nomcommercial",
    "libelleproduit",
    "libelleucd",
];

impl FormularyColumns {
    /// The columns that a line names; `None` when it is no line of names.
    pub fn of_header(cells: &[String]) -> Option<Self> {
        let plain = |cell: &String| -> String {
            fold(cell)
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect()
        };
        let names: Vec<String> = cells.iter().map(plain).collect();
        let place = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let name = place(&NAME_NAMES);
        (name.is_some() || place(&CODE_NAMES).is_some()).then_some(Self { name })
    }
}

impl Catalogue {
    /// What a line of a list means. `text` is the line as a whole, `cells` its parts.
    pub fn understand(&self, text: &str, cells: &[String], columns: FormularyColumns) -> Meaning {
        let read = self.read_codes(text, cells);
        if let Some(item) = read.item() {
            return Meaning::ByCode(item);
        }
        let Some(name) = name_of(text, cells, columns) else {
            return Meaning::Nothing(read.puzzle.unwrap_or(Puzzle::Empty));
        };
        match (self.named(&name), read.puzzle) {
            // The code says one thing and the name another, or nothing: to be settled by who knows.
            (
                Meaning::ByName(cis),
                Some(Puzzle::WrongCode(_) | Puzzle::UnknownCode(_) | Puzzle::DamagedCode(_)),
            ) => Meaning::OneOf {
                medicines: vec![cis],
                total: 1,
            },
            (Meaning::Nothing(_), Some(puzzle)) => Meaning::Nothing(puzzle),
            (meaning, _) => meaning,
        }
    }

    fn read_codes(&self, text: &str, cells: &[String]) -> Codes {
        let mut codes = Codes::default();
        for cell in cells {
            self.read_code(cell, &mut codes);
        }
        if codes.item().is_none() {
            // "3400935955838 DOLIPRANE": the code stands in the text.
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
            for word in words.filter(|word| is_code_like(word)) {
                self.read_code(word, &mut codes);
            }
        }
        codes
    }

    fn read_code(&self, cell: &str, codes: &mut Codes) {
        let cell = cell.trim();
        if cell.len() > LONGEST_CODE || !cell.bytes().any(|byte| byte.is_ascii_digit()) {
            return;
        }
        match PackCode::parse(cell) {
            Ok(code) => self.take_code(cell, &code, codes),
            Err(PackCodeError::Medicine(cis)) if self.medicine(cis).is_some() => {
                codes.medicine.get_or_insert(cis);
            }
            Err(PackCodeError::Medicine(_)) => codes.puzzle(Puzzle::UnknownCode(cell.to_owned())),
            Err(PackCodeError::Damaged(damage)) => codes.puzzle(Puzzle::DamagedCode(damage)),
            Err(PackCodeError::Invalid(_)) => codes.puzzle(Puzzle::WrongCode(cell.to_owned())),
            Err(PackCodeError::Empty | PackCodeError::Scan(_) | PackCodeError::Shape) => {}
        }
    }

    fn take_code(&self, cell: &str, code: &PackCode, codes: &mut Codes) {
        let of_short = |code: &PackCode| match code {
            PackCode::Cip7(cip7) => self.pack_by_cip7(*cip7),
            _ => None,
        };
        let pack = code
            .cip13()
            .and_then(|cip13| self.pack(cip13))
            .or_else(|| of_short(code));
        match (pack, code.ucd13()) {
            (Some(pack), _) => {
                codes.pack.get_or_insert(FormularyItem::Pack(pack.cip13()));
            }
            (None, Some(ucd13)) => codes.puzzle(Puzzle::DispensingUnit(ucd13)),
            (None, None) => codes.puzzle(Puzzle::UnknownCode(cell.to_owned())),
        }
    }

    /// The medicine of a name, or those that it may mean.
    fn named(&self, name: &str) -> Meaning {
        let found = self.search(name, LOOKED_AT);
        let asked = comparable(name);
        let is_called_so = |cis: &Cis| {
            self.medicine(*cis)
                .is_some_and(|medicine| comparable(medicine.name()) == asked)
        };
        let mut medicines: Vec<Cis> = found.hits.iter().map(|hit| hit.cis).collect();
        let mut same = medicines.iter().filter(|cis| is_called_so(cis));
        match (same.next(), same.next(), medicines.as_slice()) {
            (Some(only), None, _) => Meaning::ByName(*only),
            (None, _, []) => Meaning::Nothing(Puzzle::UnknownName),
            (None, _, [only]) if found.total == 1 && !found.is_approximate => {
                Meaning::ByName(*only)
            }
            _ => {
                medicines.truncate(CHOICES);
                Meaning::OneOf {
                    medicines,
                    total: found.total,
                }
            }
        }
    }
}

/// The codes of a line.
#[derive(Debug, Default)]
struct Codes {
    pack: Option<FormularyItem>,
    medicine: Option<Cis>,
    puzzle: Option<Puzzle>,
}

impl Codes {
    /// A pack says more than its medicine.
    fn item(&self) -> Option<FormularyItem> {
        self.pack.or(self.medicine.map(FormularyItem::Medicine))
    }

    /// The first one is told.
    fn puzzle(&mut self, puzzle: Puzzle) {
        self.puzzle.get_or_insert(puzzle);
    }
}

/// Digits of the length of a code, and nothing else.
fn is_code_like(word: &str) -> bool {
    matches!(word.len(), 7 | 8 | 13 | 14) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The name in a line: of the column of names, of the only cell, else of the cell with the most letters.
fn name_of(text: &str, cells: &[String], columns: FormularyColumns) -> Option<String> {
    let by_column = columns
        .name
        .and_then(|place| cells.get(place))
        .map(String::as_str);
    let longest = || {
        cells
            .iter()
            .map(String::as_str)
            .max_by_key(|cell| letters(cell))
    };
    let name = match cells {
        [] | [_] => Some(text),
        _ => by_column
            .filter(|name| letters(name) >= FEWEST_LETTERS)
            .or_else(longest),
    }?;
    let is_code = |word: &&str| {
        !is_code_like(word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric()))
    };
    let words: Vec<&str> = name.split_whitespace().filter(is_code).collect();
    let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    (letters(&name) >= FEWEST_LETTERS).then_some(name)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphabetic()).count()
}

/// A name of which only letters and digits count, without accents.
fn comparable(name: &str) -> String {
    fold(name)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}
