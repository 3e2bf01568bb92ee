//! Short forms that people type, and the words of the database they stand for.
//!
//! Any beginning of a word finds it; those here are not one, or must win over brands that begin so. The list is
//! that of French prescriptions and order screens.

const ABBREVIATIONS: &[(&str, &[&str])] = &[
    ("ad", &["adultes", "adulte"]),
    ("amp", &["ampoule", "ampoules"]),
    ("bdb", &["buccal", "bouche"]),
    ("bb", &["nourrissons", "bebes"]),
    ("buv", &["buvable", "buvables"]),
    ("caps", &["capsule", "capsules"]),
    ("chlh", &["chlorhydrate"]),
    ("cp", &["comprime", "comprimes"]),
    ("cpe", &["comprime"]),
    ("cpm", &["comprime"]),
    ("cpr", &["comprime", "comprimes"]),
    ("cprs", &["comprime", "comprimes"]),
    ("cps", &["comprime", "capsule"]),
    ("crm", &["creme"]),
    ("derm", &["dermique", "cutanee"]),
    ("ef", &["effervescent"]),
    ("eff", &["effervescent"]),
    ("enf", &["enfants", "enfant"]),
    ("gel", &["gelule", "gelules"]),
    ("inj", &["injectable", "injection"]),
    ("pell", &["pellicule"]),
    ("susp", &["suspension"]),
    ("flc", &["flacon"]),
    ("gtt", &["gouttes"]),
    ("gttes", &["gouttes"]),
    ("gts", &["gouttes"]),
    ("glle", &["gelule"]),
    ("im", &["intramusculaire", "im"]),
    ("iv", &["intraveineuse", "iv"]),
    ("lp", &["lp", "prolongee"]),
    ("gr", &["gastro", "gastroresistant"]),
    ("ndl", &["nasale"]),
    ("nrs", &["nourrissons"]),
    ("ophtalmo", &["ophtalmique"]),
    ("oro", &["orodispersible"]),
    ("pdr", &["poudre"]),
    ("pdre", &["poudre"]),
    ("pds", &["poudre"]),
    ("perf", &["perfusion"]),
    ("pom", &["pommade"]),
    ("pomm", &["pommade"]),
    ("sc", &["cutanee", "sc"]),
    ("sach", &["sachet"]),
    ("sch", &["sachet", "sachets"]),
    ("sht", &["sachet", "sachets"]),
    ("sp", &["sirop"]),
    ("ss", &["sans"]),
    ("sucr", &["sucre"]),
    ("sol", &["solution"]),
    ("sup", &["suppositoire"]),
    ("vit", &["vitamine"]),
    ("vacc", &["vaccin"]),
];

/// The words that this short form stands for.
pub(super) fn expand(word: &str) -> &'static [&'static str] {
    let place = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
    place.map_or(&[], |(_, words)| *words)
}

/// Words that say nothing about a medicine.
pub(super) fn is_filler(word: &str) -> bool {
    const FILLERS: &[&str] = &[
        "a", "au", "aux", "avec", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou",
        "par", "pour", "un", "une",
    ];
    FILLERS.binary_search(&word).is_ok()
}
