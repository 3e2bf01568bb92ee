//! Names of substances brought to one form: moieties without salts, in one order.

/// Words of salts, hydrates and esters that do not change the moiety, folded. French, English and Latin.
const SALT_WORDS: &[&str] = &[
    "acetate",
    "anhydre",
    "anhydrous",
    "anhydrique",
    "benzathine",
    "besilate",
    "bromhydrate",
    "bromide",
    "bromure",
    "butylbromure",
    "calcique",
    "calcium",
    "carbonate",
    "chlorhydrate",
    "chloride",
    "chlorure",
    "citrate",
    "de",
    "di",
    "dichlorhydrate",
    "dihydrate",
    "dihydrochloride",
    "dipropionate",
    "disodique",
    "disodium",
    "edisilate",
    "embonate",
    "esilate",
    "fumarate",
    "gluconate",
    "hemifumarate",
    "hemihydrate",
    "hydrate",
    "hydrobromide",
    "hydrochloride",
    "hydrogenotartrate",
    "lactate",
    "lysine",
    "magnesique",
    "magnesium",
    "maleate",
    "malate",
    "mesilate",
    "monohydrate",
    "monosodique",
    "nitrate",
    "oxalate",
    "palmitate",
    "pamoate",
    "pentahydrate",
    "phosphate",
    "potassique",
    "potassium",
    "propionate",
    "sel",
    "sesquihydrate",
    "sodique",
    "sodium",
    "succinate",
    "sulfate",
    "sulphate",
    "tartrate",
    "tosilate",
    "trihydrate",
    "tromethamine",
    "valerate",
    "d",
];
/// What stands between the substances of a combination.
const SEPARATORS: &[char] = &['/', '+', ',', ';', '&'];

/// A substance or a combination: its moieties, sorted, whatever salt and order they were written in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubstanceKey(Vec<String>);

impl SubstanceKey {
    /// The key of a name: `AMOXICILLINE TRIHYDRATÉE / ACIDE CLAVULANIQUE`, `clavulanic acid and amoxicillin`.
    pub fn of(name: &str) -> Self {
        let folded = fold(name);
        let parts = folded.split(SEPARATORS);
        let parts = parts
            .flat_map(|part| part.split(" and "))
            .flat_map(|part| part.split(" et "));
        let mut moieties: Vec<String> = parts.map(moiety).filter(|part| !part.is_empty()).collect();
        moieties.sort();
        moieties.dedup();
        Self(moieties)
    }

    /// The key of substances given one by one.
    pub fn of_all<'name>(names: impl IntoIterator<Item = &'name str>) -> Self {
        let mut moieties: Vec<String> = names
            .into_iter()
            .flat_map(|name| Self::of(name).0)
            .collect();
        moieties.sort();
        moieties.dedup();
        Self(moieties)
    }

    /// The moieties, in order.
    pub fn moieties(&self) -> &[String] {
        &self.0
    }

    /// Whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn text(&self) -> String {
        self.0.join("+")
    }
}

/// A name without the words of salts; a name of such words only stays whole.
fn moiety(part: &str) -> String {
    let without_brackets = part.split('(').next().unwrap_or(part);
    let words: Vec<&str> = without_brackets
        .split([' ', '\'', '’', '-'])
        .filter(|word| !word.is_empty())
        .collect();
    let is_salt = |word: &&&str| SALT_WORDS.contains(&singular(word).as_str());
    let kept: Vec<&str> = words
        .iter()
        .filter(|word| !is_salt(word))
        .copied()
        .collect();
    let kept = if kept.is_empty() { words } else { kept };
    kept.into_iter().map(bare).collect::<Vec<_>>().join(" ")
}

/// `trihydratee` is `trihydrate`, `sodiques` is `sodique`.
fn singular(word: &str) -> String {
    let word = word.trim_end_matches('s');
    word.strip_suffix("ee")
        .map_or_else(|| word.to_owned(), |stem| format!("{stem}e"))
}

/// French and English endings differ by a last `e`: amoxicilline, amoxicillin.
fn bare(word: &str) -> String {
    let long = word.len() > 5;
    if long {
        word.trim_end_matches('e').to_owned()
    } else {
        word.to_owned()
    }
}

/// Lower case without accents.
fn fold(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(plain)
        .collect()
}

const fn plain(letter: char) -> char {
    match letter {
        'à' | 'â' | 'ä' | 'á' | 'ã' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'õ' => 'o',
        'û' | 'ü' | 'ù' | 'ú' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        '\u{a0}' | '\t' => ' ',
        other => other,
    }
}
