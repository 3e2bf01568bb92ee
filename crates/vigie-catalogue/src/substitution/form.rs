//! Forms and routes by family.
//!
//! French law counts all oral forms with immediate release as one form (article L. 5121-1 of the code de la
//! santé publique), and the official groups do so; forms that release later are their own.

use crate::search::fold::fold;

/// A family of forms within which medicines may be equivalent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum FormFamily {
    OralSolid,
    /// Melts in the mouth.
    OralMelting,
    /// Dissolved in water first.
    OralDissolved,
    OralLiquid,
    OralProlonged,
    OralGastroResistant,
    Injectable,
    EyeOrEar,
    Patch,
    Inhaled,
    Nasal,
    Rectal,
    Vaginal,
    SkinCream,
    SkinLiquid,
    /// Another form, by the hash of its folded name.
    Other(u64),
}

/// Words of folded forms and their family, the first that fits wins.
const FAMILIES: &[(&[&str], FormFamily)] = &[
    (
        &["prolongee", "modifiee", "osmotique", "chrono"],
        FormFamily::OralProlonged,
    ),
    (&["gastro"], FormFamily::OralGastroResistant),
    (&["transdermique"], FormFamily::Patch),
    (&["injectable", "perfusion"], FormFamily::Injectable),
    (
        &["collyre", "ophtalmique", "auriculaire"],
        FormFamily::EyeOrEar,
    ),
    (&["inhalation", "nebuliseur"], FormFamily::Inhaled),
    (&["nasal"], FormFamily::Nasal),
    (&["suppositoire", "rectal", "lavement"], FormFamily::Rectal),
    (&["vaginal", "ovule"], FormFamily::Vaginal),
    (
        &["creme", "pommade", "gel pour", "emulsion", "cutane", "pate"],
        FormFamily::SkinCream,
    ),
    (&["lotion", "shampooing", "vernis"], FormFamily::SkinLiquid),
    (&["orodispersible", "lyophilisat"], FormFamily::OralMelting),
    (
        &["effervescent", "dispersible", "soluble"],
        FormFamily::OralDissolved,
    ),
    (
        &[
            "comprime", "gelule", "capsule", "pastille", "pilule", "dragee",
        ],
        FormFamily::OralSolid,
    ),
    (
        &["buvable", "sirop", "granules", "poudre oral"],
        FormFamily::OralLiquid,
    ),
];

pub(super) fn family(form: &str) -> FormFamily {
    let folded = fold(form);
    let fits = |words: &&[&str]| words.iter().any(|word| folded.contains(word));
    let known = FAMILIES
        .iter()
        .find(|(words, _)| fits(words))
        .map(|(_, family)| *family);
    known.unwrap_or_else(|| FormFamily::Other(hash(&folded)))
}

fn hash(text: &str) -> u64 {
    // FNV-1a: the same on every machine and run.
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Ways into the body, one bit each.
const ROUTES: &[(u16, &[&str])] = &[
    (
        1,
        &[
            "orale",
            "sublinguale",
            "buccal",
            "gastro",
            "dentaire",
            "gingivale",
            "oropharyngee",
        ],
    ),
    (
        2,
        &[
            "intra",
            "veineuse",
            "musculaire",
            "cutanee;sous",
            "sous-cutanee",
            "perfusion",
            "peri",
            "injection",
            "epidurale",
            "infiltration",
        ],
    ),
    (4, &["cutanee", "transdermique", "topique"]),
    (8, &["ophtalmique", "conjonctival"]),
    (16, &["auriculaire"]),
    (32, &["inhalee", "respiratoire", "tracheale"]),
    (64, &["nasale"]),
    (128, &["rectale"]),
    (256, &["vaginale", "uterine"]),
];

/// The routes of a medicine as a set of families.
pub(super) fn routes(field: &str) -> u16 {
    fold(field)
        .split(';')
        .map(|route| route_bit(route.trim()))
        .fold(0, |bits, bit| bits | bit)
}

fn route_bit(route: &str) -> u16 {
    if route.contains("sous-cutanee") {
        return 2;
    }
    let fits = |words: &&[&str]| words.iter().any(|word| route.contains(word));
    ROUTES
        .iter()
        .find(|(_, words)| fits(words))
        .map_or(1 << 15, |(bit, _)| *bit)
}
