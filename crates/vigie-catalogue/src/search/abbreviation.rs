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

/// What people call a class, and the beginnings of its ATC codes: the official names say "médicaments du
/// diabète", "inhibiteurs de l'HMG CoA réductase". Singular; a final s or x is taken off before looking.
const CLASSES: &[(&str, &[&str])] = &[
    ("ains", &["m01a"]),
    ("antalgique", &["n02"]),
    ("antibiotique", &["j01"]),
    ("anticancereu", &["l01"]),
    ("anticoagulant", &["b01aa", "b01ab", "b01ae", "b01af"]),
    ("antidiabetique", &["a10"]),
    ("antidouleur", &["n02"]),
    ("antihypertenseur", &["c02", "c03", "c07", "c08", "c09"]),
    ("antiviral", &["j05"]),
    ("antivirau", &["j05"]),
    ("anxiolytique", &["n05b"]),
    ("aod", &["b01ae", "b01af"]),
    ("avk", &["b01aa"]),
    ("betabloquant", &["c07"]),
    ("bronchodilatateur", &["r03a", "r03b", "r03c"]),
    ("chimiotherapie", &["l01"]),
    ("contraceptif", &["g03a"]),
    ("contraception", &["g03a"]),
    ("corticoide", &["h02a", "d07"]),
    ("iec", &["c09a", "c09b"]),
    ("immunosuppresseur", &["l04"]),
    ("ipp", &["a02bc"]),
    ("morphinique", &["n02a"]),
    ("neuroleptique", &["n05a"]),
    ("opioide", &["n02a"]),
    ("pilule", &["g03a"]),
    ("sartan", &["c09c", "c09d"]),
    ("somnifere", &["n05c"]),
    ("statine", &["c10aa"]),
    ("thyroide", &["h03"]),
    ("triptan", &["n02cc"]),
    ("vaccin", &["j07"]),
];

/// The beginnings of the ATC codes of what people call this class.
pub(super) fn class_codes(word: &str) -> &'static [&'static str] {
    let one = word.strip_suffix(['s', 'x']).unwrap_or(word);
    let place = CLASSES
        .iter()
        .find(|(name, _)| *name == word || *name == one);
    place.map_or(&[], |(_, codes)| *codes)
}

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
