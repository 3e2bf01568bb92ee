//! Why a whole report is refused, in words a sender can act on.

use vigie_model::Language;

/// Why a whole report is refused. Nothing of it was kept; mending it and sending it again is safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No bytes, or no rows in a full report.
    Empty,
    /// A web page instead of a file: often a failed download.
    WebPage,
    /// The header has no column with the code of the pack.
    MissingPackColumn {
        /// The names that stand in the header.
        found: String,
    },
    /// The header has no column with the stock.
    MissingStockColumn {
        /// The names that stand in the header.
        found: String,
    },
    /// Two columns say the same thing.
    RepeatedColumn {
        /// Name of the second one.
        name: String,
        /// Its place, from 1.
        column: usize,
    },
    /// The compressed file ends early or is damaged.
    DamagedCompression {
        /// `gzip` or `zstd`.
        format: &'static str,
    },
    /// The file, once decompressed, is larger than the limit.
    TooLarge {
        /// The limit, in bytes.
        limit_bytes: u64,
    },
    /// More rows than a site can have packs.
    TooManyRows {
        /// The limit.
        limit: usize,
    },
    /// A spreadsheet, Parquet file or JSON that cannot be read.
    Unreadable {
        /// `XLSX`, `Parquet`, `JSON` or `CSV`.
        format: &'static str,
        /// Where: `row 3`, `sheet 1`; may be empty.
        place: String,
    },
    /// No row has a readable pack code: probably the wrong column or file.
    NoReadableCode {
        /// Rows read.
        rows: usize,
        /// The first value found in the column of codes.
        example: String,
    },
    /// A column of sites or of days has several values.
    SeveralValues {
        /// `site` or `date`.
        column: &'static str,
        /// Row of the first different value.
        row: u32,
        /// The first value.
        first: String,
        /// The different one.
        other: String,
    },
    /// A column of days has something that is not a date.
    UnreadableDay {
        /// What stands there.
        value: String,
    },
}

impl Refusal {
    /// The word used in answers.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_report",
            Self::WebPage => "web_page",
            Self::MissingPackColumn { .. } => "missing_pack_column",
            Self::MissingStockColumn { .. } => "missing_stock_column",
            Self::RepeatedColumn { .. } => "repeated_column",
            Self::DamagedCompression { .. } => "damaged_compression",
            Self::TooLarge { .. } => "too_large",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::Unreadable { .. } => "unreadable_file",
            Self::NoReadableCode { .. } => "no_readable_code",
            Self::SeveralValues { .. } => "several_values",
            Self::UnreadableDay { .. } => "unreadable_day",
        }
    }

    /// What is wrong, where, and what to do.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::French => self.message_french(),
            Language::English => self.message_english(),
        }
    }

    fn message_french(&self) -> String {
        match self {
            Self::Empty => "le fichier ne contient aucune ligne ; si rien n'a bougé, envoyez-le avec le type « changes »".to_owned(),
            Self::WebPage => "le fichier est une page web, sans doute un téléchargement manqué ; envoyez le fichier d'origine".to_owned(),
            Self::MissingPackColumn { found } => format!("ligne 1 : aucune colonne ne porte le code de la présentation (« cip13 », « code », « gtin »…) ; colonnes trouvées : {found}"),
            Self::MissingStockColumn { found } => format!("ligne 1 : aucune colonne ne porte la quantité en stock (« stock », « quantité »…) ; colonnes trouvées : {found}"),
            Self::RepeatedColumn { name, column } => format!("ligne 1, colonne {column} : « {name} » dit la même chose qu'une colonne précédente ; n'en gardez qu'une"),
            Self::DamagedCompression { format } => format!("le fichier {format} est abîmé ou incomplet ; compressez-le et envoyez-le à nouveau"),
            Self::TooLarge { limit_bytes } => format!("le fichier dépasse {} Mo une fois décompressé ; envoyez un fichier par site", limit_bytes >> 20),
            Self::TooManyRows { limit } => format!("le fichier a plus de {limit} lignes ; envoyez un fichier par site et une ligne par présentation"),
            Self::Unreadable { format, place } => format!("le fichier {format} ne peut pas être lu{}", place_suffix(place)),
            Self::NoReadableCode { rows, example } => format!("aucune des {rows} lignes n'a de code de présentation lisible (première valeur : « {example} ») ; vérifiez la colonne des codes"),
            Self::SeveralValues { column, row, first, other } => format!("ligne {row} : la colonne « {column} » vaut « {other} » après « {first} » ; envoyez un fichier par site et par jour"),
            Self::UnreadableDay { value } => format!("« {value} » n'est pas une date ; écrivez 2026-11-20 ou 20/11/2026"),
        }
    }

    fn message_english(&self) -> String {
        match self {
            Self::Empty => {
                "the file has no rows; if nothing moved, send it with the kind `changes`".to_owned()
            }
            Self::WebPage => {
                "the file is a web page, probably a failed download; send the original file"
                    .to_owned()
            }
            Self::MissingPackColumn { found } => format!(
                "row 1: no column holds the code of the pack (`cip13`, `code`, `gtin`…); columns found: {found}"
            ),
            Self::MissingStockColumn { found } => format!(
                "row 1: no column holds the stock (`stock`, `quantity`, `on_hand`…); columns found: {found}"
            ),
            Self::RepeatedColumn { name, column } => format!(
                "row 1, column {column}: `{name}` says the same as an earlier column; keep one of them"
            ),
            Self::DamagedCompression { format } => {
                format!("the {format} file is damaged or incomplete; compress it and send it again")
            }
            Self::TooLarge { limit_bytes } => format!(
                "the file is larger than {} MB once decompressed; send one file a site",
                limit_bytes >> 20
            ),
            Self::TooManyRows { limit } => format!(
                "the file has more than {limit} rows; send one file a site and one row a pack"
            ),
            Self::Unreadable { format, place } => {
                format!("the {format} file cannot be read{}", place_suffix(place))
            }
            Self::NoReadableCode { rows, example } => format!(
                "none of the {rows} rows has a readable pack code (first value: `{example}`); check the column of codes"
            ),
            Self::SeveralValues {
                column,
                row,
                first,
                other,
            } => format!(
                "row {row}: the column `{column}` is `{other}` after `{first}`; send one file a site and a day"
            ),
            Self::UnreadableDay { value } => {
                format!("`{value}` is not a date; write 2026-11-20 or 20/11/2026")
            }
        }
    }
}

fn place_suffix(place: &str) -> String {
    if place.is_empty() {
        String::new()
    } else {
        format!(" ({place})")
    }
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message_english())
    }
}

impl std::error::Error for Refusal {}
