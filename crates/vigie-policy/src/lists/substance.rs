//! Names of substances brought to one form: moieties without salts, in one order.

use std::{collections::HashSet, sync::LazyLock};

/// Words of salts and esters that do not change the moiety, and of how a name is made. French, English and Latin. Not
/// benzathine: it makes another medicine of benzylpenicillin.
const SALT_WORDS: &[&str] = &[
    "acetate",
    "acid",
    "acide",
    "besilate",
    "bromhydrate",
    "bromide",
    "butylbromure",
    "calcium",
    "carbonate",
    "chlorhydrate",
    "chloride",
    "citrate",
    "dichlorhydrate",
    "dichloride",
    "dihydrochloride",
    "diisethionate",
    "dipropionate",
    "disodique",
    "disodium",
    "edisilate",
    "embonate",
    "esilate",
    "fumarate",
    "gluconate",
    "hemifumarate",
    "hyclate",
    "hydrobromide",
    "hydrochloride",
    "hydrogenosulfate",
    "hydrogenotartrate",
    "isethionate",
    "lactate",
    "lysine",
    "magnesium",
    "maleate",
    "malate",
    "mesilate",
    "methylsulfate",
    "monosodique",
    "nitrate",
    "oxalate",
    "palmitate",
    "pamoate",
    "phosphate",
    "potassium",
    "propionate",
    "sodium",
    "succinate",
    "sulfate",
    "tartrate",
    "tosilate",
    "tromethamine",
    "valerate",
];
/// Words that say how much water there is, where a substance comes from, or nothing.
const EMPTY_WORDS: &[&str] = &[
    "active",
    "anhydre",
    "anhydrous",
    "anhydrique",
    "base",
    "biogenetique",
    "d",
    "de",
    "di",
    "dihydrate",
    "hemihydrate",
    "heptahydrate",
    "hexahydrate",
    "human",
    "humain",
    "humaine",
    "hydrate",
    "l",
    "medicinal",
    "monohydrate",
    "pentahydrate",
    "plasmatique",
    "recombinant",
    "recombinante",
    "sel",
    "sesquihydrate",
    "trihydrate",
];
/// Words that are written otherwise in French, in older names or in names of salts, and the one that stands for both.
const SAME_WORDS: &[(&str, &str)] = &[
    ("acetaminophen", "paracetamol"),
    ("adrenaline", "epinephrine"),
    ("albuterol", "salbutamol"),
    ("argipressine", "vasopressine"),
    ("bromure", "bromide"),
    ("cafeine", "caffeine"),
    ("calcique", "calcium"),
    ("charbon", "charcoal"),
    ("chlorure", "chloride"),
    ("colistimethate", "colistine"),
    ("cyclosporine", "ciclosporine"),
    ("desoxyribonuclease", "dornase"),
    ("facteur", "factor"),
    ("folinate", "folinic"),
    ("frusemide", "furosemide"),
    ("isoproterenol", "isoprenaline"),
    ("lignocaine", "lidocaine"),
    ("magnesique", "magnesium"),
    ("meperidine", "pethidine"),
    ("noradrenaline", "norepinephrine"),
    ("potassique", "potassium"),
    ("sodique", "sodium"),
    ("sulphate", "sulfate"),
    ("valproate", "valproic"),
];
/// Names of several words, and the one that stands for both.
const SAME_NAMES: &[(&str, &str)] = &[
    ("glyceryl trinitrate", "trinitrine"),
    ("mitomycine c", "mitomycine"),
    ("dornase alfa", "dornase"),
];
/// What stands between the substances of a combination.
const SEPARATORS: &[char] = &['/', '+', ',', ';', '&'];

static SALTS: LazyLock<HashSet<String>> = LazyLock::new(|| forms_of(SALT_WORDS));
static EMPTY: LazyLock<HashSet<String>> = LazyLock::new(|| forms_of(EMPTY_WORDS));
static SAME: LazyLock<Vec<(String, String)>> = LazyLock::new(|| pairs_of(SAME_WORDS));
static SAME_WHOLE: LazyLock<Vec<(String, String)>> = LazyLock::new(|| pairs_of(SAME_NAMES));

fn forms_of(words: &[&str]) -> HashSet<String> {
    words.iter().map(|word| form(word)).collect()
}

fn pairs_of(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = |name: &str| sorted(name.split(' ').map(form).collect());
    pairs
        .iter()
        .map(|(one, other)| (form(one), form(other)))
        .collect()
}

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
        Self::of_moieties(parts.map(moiety).filter(|part| !part.is_empty()).collect())
    }

    /// The key of substances given one by one.
    pub fn of_all<'name>(names: impl IntoIterator<Item = &'name str>) -> Self {
        Self::of_moieties(
            names
                .into_iter()
                .flat_map(|name| Self::of(name).0)
                .collect(),
        )
    }

    fn of_moieties(mut moieties: Vec<String>) -> Self {
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

/// A name without the words of salts, its words in order; of a name of such words only, all but the empty ones.
fn moiety(part: &str) -> String {
    let part = inverted(part);
    let words = part
        .split([' ', '\'', '’', '-'])
        .map(form)
        .filter(|word| !word.is_empty() && !EMPTY.contains(word));
    let words: Vec<String> = words.map(same_word).collect();
    let is_kept = |word: &&String| !SALTS.contains(*word);
    let kept: Vec<String> = words.iter().filter(is_kept).cloned().collect();
    let name = sorted(if kept.is_empty() { words } else { kept });
    let same = SAME_WHOLE.iter().find(|(one, _)| *one == name);
    same.map_or(name, |(_, other)| other.clone())
}

/// `magnesium (sulfate de) heptahydrate` and `tranexamique (acide)` have a part of the name in brackets; other brackets
/// explain and are left out.
fn inverted(part: &str) -> String {
    let Some((before, rest)) = part.split_once('(') else {
        return part.to_owned();
    };
    let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
    let inside = inside.trim();
    let is_part = inside.ends_with(" de") || inside.ends_with(" d'") || inside == "acide";
    let after = inverted(after);
    if is_part {
        format!("{before} {inside} {after}")
    } else {
        format!("{before} {after}")
    }
}

fn sorted(mut words: Vec<String>) -> String {
    words.sort();
    words.dedup();
    words.join(" ")
}

fn same_word(word: String) -> String {
    let same = SAME.iter().find(|(one, _)| *one == word);
    same.map_or(word, |(_, other)| other.clone())
}

/// A folded word as the international names of the WHO are spelt (f for ph, t for th, i for y, e for ae and oe), without
/// the endings in which French and English differ: `trihydratee`, `amoxicilline`, `clavulanique`.
fn form(word: &str) -> String {
    let word = word
        .replace("ph", "f")
        .replace("th", "t")
        .replace('y', "i")
        .replace("ae", "e")
        .replace("oe", "e");
    let word = word.trim_end_matches('s');
    if let Some(stem) = word.strip_suffix("ique") {
        return format!("{stem}ic");
    }
    if word.len() > 5 {
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
