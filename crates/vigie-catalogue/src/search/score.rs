//! What a match is worth, and what search gives back.

use vigie_model::Cis;

/// Where a query matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// CIS, CIP13 or CIP7.
    Code,
    /// The first word of the name, mostly the brand.
    Brand,
    /// The rest of the name.
    Name,
    /// A substance.
    Substance,
    /// The code or the French name of the ATC class, at any level.
    Atc,
    /// The form or the route.
    Form,
    /// The company that holds it.
    Holder,
}

impl Field {
    const INDEXED: [Self; 6] = [
        Self::Brand,
        Self::Name,
        Self::Substance,
        Self::Atc,
        Self::Form,
        Self::Holder,
    ];

    /// The stable name, for machines.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Brand => "brand",
            Self::Name => "name",
            Self::Substance => "substance",
            Self::Atc => "atc",
            Self::Form => "form",
            Self::Holder => "holder",
        }
    }

    /// Its bit in a posting.
    pub(super) fn bit(self) -> u8 {
        match self {
            Self::Brand => 1,
            Self::Name => 2,
            Self::Substance => 4,
            Self::Atc => 8,
            Self::Form => 16,
            Self::Holder => 32,
            Self::Code => 64,
        }
    }

    /// What a match in it is worth.
    fn worth(self) -> u8 {
        match self {
            Self::Code | Self::Brand => 120,
            Self::Name => 85,
            Self::Substance => 75,
            Self::Atc => 45,
            Self::Form => 50,
            Self::Holder => 30,
        }
    }

    /// The best field of a posting.
    pub(super) fn best(bits: u8) -> Self {
        let mut fields = Self::INDEXED
            .into_iter()
            .filter(|field| bits & field.bit() != 0);
        fields.next().unwrap_or(Self::Holder)
    }
}

/// How well a word of the query is a word of the medicine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    Exact,
    Abbreviation,
    Prefix,
    OneError,
    TwoErrors,
}

impl Quality {
    fn percent(self) -> u16 {
        match self {
            Self::Exact => 100,
            Self::Abbreviation => 95,
            Self::Prefix => 65,
            Self::OneError => 55,
            Self::TwoErrors => 45,
        }
    }
}

/// The score of a match for every set of fields and quality.
#[derive(Debug)]
pub(super) struct ScoreTable([[u8; 64]; 5]);

impl ScoreTable {
    pub(super) fn new() -> Self {
        let qualities = [
            Quality::Exact,
            Quality::Abbreviation,
            Quality::Prefix,
            Quality::OneError,
            Quality::TwoErrors,
        ];
        Self(qualities.map(|quality| {
            std::array::from_fn(|bits| {
                (u16::from(Field::best(bits as u8).worth()) * quality.percent() / 100) as u8
            })
        }))
    }

    pub(super) fn get(&self, bits: u8, quality: Quality) -> u8 {
        let row = self.0.get(quality as usize);
        row.and_then(|row| row.get(usize::from(bits)))
            .copied()
            .unwrap_or(0)
    }
}

/// A medicine that matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchHit {
    /// The medicine.
    pub cis: Cis,
    /// Where the first word that counts matched.
    pub field: Field,
}

/// The best matches and how many there are in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchResults {
    /// The best matches, best first.
    pub hits: Vec<SearchHit>,
    /// How many medicines match in all.
    pub total: usize,
    /// Words of the query that match no medicine, as they were understood; the results are without them.
    pub ignored: Vec<String>,
    /// Whether a word was taken for another one that is spelt much like it, or was left out.
    pub is_approximate: bool,
}
