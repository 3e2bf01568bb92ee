//! Which column is what, whatever the sender calls it.

use vigie_model::{shown_name, shown_names};

use crate::Refusal;
use crate::line::FORECAST_MONTHS;

/// Number of different quantities a line may state.
pub const QUANTITY_SLOTS: usize = 5 + 2 * FORECAST_MONTHS;
/// Slot of boxes on hand.
pub const ON_HAND: usize = 0;
/// Slot of boxes sold.
pub const SOLD: usize = 1;
/// Slot of boxes ordered and not delivered.
pub const ORDERED_NOT_DELIVERED: usize = 2;
/// Slot of boxes in transit.
pub const IN_TRANSIT: usize = 3;
/// Slot of boxes that expire within 90 days.
pub const EXPIRING: usize = 4;
/// First slot of the forecast of demand.
pub const FORECAST_DEMAND: usize = 5;
/// First slot of the forecast of supply.
pub const FORECAST_SUPPLY: usize = FORECAST_DEMAND + FORECAST_MONTHS;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The code of the pack.
    Pack,
    /// A quantity, by slot.
    Quantity(usize),
    /// The code of the site, the same in every row.
    Site,
    /// The day of the report, the same in every row.
    Day,
    /// A batch number: rows of one pack are parts of its stock.
    Batch,
    /// Something that is not read.
    Ignored,
}

/// Names of columns not read that are told.
const LONGEST_IGNORED: usize = 50;

/// The columns of a file, with the names that were not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// What each column holds, from the left.
    pub columns: Vec<Column>,
    /// Names that are not read, shown to the sender.
    pub ignored: Vec<String>,
}

impl Header {
    /// Understands the names of the columns, or says which one is missing.
    pub fn parse<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, Refusal> {
        let names: Vec<&str> = names.map(str::trim).collect();
        let columns = columns_of(&names);
        let header = Self {
            ignored: ignored_names(&names, &columns),
            columns,
        };
        header.check(&names)?;
        Ok(header)
    }

    fn check(&self, names: &[&str]) -> Result<(), Refusal> {
        for (index, column) in self.columns.iter().enumerate() {
            let again = *column != Column::Ignored
                && self.columns.iter().take(index).any(|other| other == column);
            if again {
                let name = names.get(index).copied().unwrap_or_default();
                return Err(Refusal::RepeatedColumn {
                    name: shown_name(name),
                    column: index + 1,
                });
            }
        }
        let found = shown_names(names.iter().copied());
        if !self.has(Column::Pack) {
            return Err(Refusal::MissingPackColumn { found });
        }
        if !self.has(Column::Quantity(ON_HAND)) {
            return Err(Refusal::MissingStockColumn { found });
        }
        Ok(())
    }

    /// Whether some column holds this.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }
}

fn ignored_names(names: &[&str], columns: &[Column]) -> Vec<String> {
    names
        .iter()
        .zip(columns)
        .filter(|(name, column)| **column == Column::Ignored && !name.is_empty())
        .map(|(name, _)| shown_name(name))
        .take(LONGEST_IGNORED)
        .collect()
}

/// Names of the column with the code of the pack, the most specific ones first.
const PACK_NAMES: [&[&str]; 5] = [
    &["cip13", "codecip13"],
    &["gtin", "gtin14", "ean", "ean13", "codebarre", "barcode"],
    &["cip", "cip7", "codecip", "codecip7"],
    &[
        "code",
        "codeproduit",
        "produit",
        "presentation",
        "codepresentation",
        "pack",
        "packcode",
        "product",
        "productcode",
    ],
    // A dispensing unit, which may be in several packs.
    &["ucd", "ucd13", "codeucd"],
];

/// What columns of these names hold. Where several have the code of the pack, the one with the most specific name is
/// read: an internal `code` often stands beside a `cip13`.
pub fn columns_of(names: &[&str]) -> Vec<Column> {
    let keys: Vec<String> = names.iter().map(|name| normalised_name(name)).collect();
    let most_specific = keys.iter().filter_map(|key| pack_rank(key)).min();
    let column = |key: &String| match pack_rank(key) {
        None => column_of(key),
        rank if rank == most_specific => Column::Pack,
        Some(_) => Column::Ignored,
    };
    keys.iter().map(column).collect()
}

/// How specific the name of a pack column is, 0 for the most specific; `None` for other columns.
fn pack_rank(key: &str) -> Option<usize> {
    PACK_NAMES.iter().position(|names| names.contains(&key))
}

/// What a column other than the pack's holds.
fn column_of(key: &str) -> Column {
    match key {
        "onhand" | "stock" | "stocks" | "quantite" | "qte" | "quantity" | "qty"
        | "quantiteenstock" | "qtestock" | "qteenstock" | "stockphysique" | "stockreel"
        | "stockdisponible" | "enstock" | "instock" | "stockonhand" | "quantityonhand"
        | "stockboites" => Column::Quantity(ON_HAND),
        "sold" | "sales" | "vendu" | "vendus" | "ventes" | "sorties" | "qtevendue"
        | "quantitevendue" | "delivre" | "delivres" | "dispensed" | "issued" | "consommation"
        | "consumption" | "ventesjour" | "solddaily" => Column::Quantity(SOLD),
        "orderednotdelivered"
        | "unfilled"
        | "missing"
        | "manquant"
        | "manquants"
        | "nonlivre"
        | "nonlivres"
        | "commandenonlivree"
        | "commandesnonlivrees"
        | "commandenonlivre"
        | "reliquat"
        | "reliquats"
        | "backorder" => Column::Quantity(ORDERED_NOT_DELIVERED),
        "intransit" | "entransit" | "transit" | "encoursdelivraison" | "enlivraison" => {
            Column::Quantity(IN_TRANSIT)
        }
        "expiring"
        | "expiring90"
        | "expiring90d"
        | "expiring90days"
        | "perime90j"
        | "peremption90j"
        | "perimant"
        | "perimantsous90jours"
        | "peremptionproche" => Column::Quantity(EXPIRING),
        "site" | "finess" | "siteid" | "sitecode" | "etablissement" | "codesite" | "gln"
        | "siret" => Column::Site,
        "date" | "asof" | "jour" | "day" | "datestock" | "dateinventaire" => Column::Day,
        "lot" | "batch" | "numerolot" | "numlot" | "batchnumber" => Column::Batch,
        other => forecast_column(other).unwrap_or(Column::Ignored),
    }
}

/// `forecast_demand_1`, `prévision demande 1`, `forecast_supply_m3`, …
fn forecast_column(key: &str) -> Option<Column> {
    let (name, month) = key.split_at_checked(key.len().checked_sub(1)?)?;
    let month = month
        .parse::<usize>()
        .ok()?
        .checked_sub(1)
        .filter(|&month| month < FORECAST_MONTHS)?;
    match name.trim_end_matches('m') {
        "forecastdemand" | "previsiondemande" | "demandeprevue" => {
            Some(Column::Quantity(FORECAST_DEMAND + month))
        }
        "forecastsupply"
        | "previsionapprovisionnement"
        | "previsionappro"
        | "approprevu"
        | "forecastdelivery"
        | "previsionlivraison" => Some(Column::Quantity(FORECAST_SUPPLY + month)),
        _ => None,
    }
}

/// The name of a column in lower case, without accents, spaces and signs.
pub fn normalised_name(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            'à' | 'â' | 'ä' => Some('a'),
            'é' | 'è' | 'ê' | 'ë' => Some('e'),
            'î' | 'ï' => Some('i'),
            'ô' | 'ö' => Some('o'),
            'ù' | 'û' | 'ü' => Some('u'),
            'ç' => Some('c'),
            letter if letter.is_ascii_alphanumeric() => Some(letter),
            _ => None,
        })
        .collect()
}
