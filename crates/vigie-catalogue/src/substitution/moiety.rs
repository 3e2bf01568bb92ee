//! The name of the acting moiety, whatever salt or hydrate it comes as and however it is written.
//!
//! The database gives many codes to one moiety: "METFORMINE", "METFORMINE BASE" and "CHLORHYDRATE DE
//! METFORMINE" are three. Their names, without the words of salts and hydrates and without order, are one.
//! Esters (propionate, acetate, enantate) are kept: they are other medicines.

use crate::search::fold::fold;

/// Words of salts, sorted.
const SALTS: &[&str] = &[
    "benzoate",
    "besilate",
    "bisulfate",
    "bitartrate",
    "bromhydrate",
    "bromure",
    "camsilate",
    "chlorhydrate",
    "chlorure",
    "citrate",
    "dichlorhydrate",
    "digluconate",
    "dihydrogenophosphate",
    "diisethionate",
    "diisetionate",
    "dimesilate",
    "ditosilate",
    "edisilate",
    "embonate",
    "esilate",
    "fumarate",
    "gluconate",
    "hemifumarate",
    "hemisuccinate",
    "hemisulfate",
    "hemitartrate",
    "hydrobromure",
    "hydrogenomaleate",
    "hydrogenosuccinate",
    "hydrogenosulfate",
    "hydrogenotartrate",
    "iodure",
    "isetionate",
    "lactate",
    "lysinate",
    "malate",
    "maleate",
    "mesilate",
    "monochlorhydrate",
    "napadisilate",
    "nitrate",
    "oxalate",
    "pamoate",
    "phosphate",
    "saccharate",
    "succinate",
    "sulfate",
    "tartrate",
    "tosilate",
    "trichlorhydrate",
    "xinafoate",
];

/// Words that say how a substance comes, sorted.
const MANNERS: &[&str] = &[
    "acide",
    "anhydre",
    "arginine",
    "base",
    "butylamine",
    "calcique",
    "d",
    "de",
    "des",
    "dihydrate",
    "dihydratee",
    "dipotassique",
    "disodique",
    "du",
    "erbumine",
    "et",
    "hemicalcique",
    "hemihydrate",
    "hemipentahydrate",
    "heptahydrate",
    "hydrate",
    "l",
    "la",
    "le",
    "magnesique",
    "micronise",
    "micronisee",
    "monohydrate",
    "monohydratee",
    "monopotassique",
    "monosodique",
    "officinal",
    "pentahydrate",
    "potassique",
    "sesquihydrate",
    "sodique",
    "solution",
    "tert",
    "tetrahydrate",
    "trihydrate",
];

/// Metals act as their salt: chloride of sodium is not bicarbonate of sodium. Sorted.
const METALS: &[&str] = &[
    "aluminium",
    "ammonium",
    "argent",
    "baryum",
    "bismuth",
    "calcium",
    "cuivre",
    "fer",
    "ferreux",
    "ferrique",
    "hydrogene",
    "lithium",
    "magnesium",
    "manganese",
    "potassium",
    "sodium",
    "strontium",
    "zinc",
];

/// Equal texts for substances with the same moiety.
pub(super) fn moiety(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.sort_unstable();
    words.dedup();
    let is_in = |list: &[&str], word: &str| list.binary_search(&word).is_ok();
    let says_little = |word: &&&str| is_in(SALTS, word) || is_in(MANNERS, word);
    let is_bare = words
        .iter()
        .filter(|word| !says_little(word))
        .all(|word| is_in(METALS, word));
    if !is_bare {
        words.retain(|word| !says_little(&word));
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("CHLORHYDRATE DE METFORMINE", "METFORMINE BASE")]
    #[case("TRIMÉBUTINE (MALÉATE DE)", "MALÉATE DE TRIMÉBUTINE")]
    #[case("AMIODARONE (CHLORHYDRATE D')", "CHLORHYDRATE D'AMIODARONE")]
    #[case("TRANEXAMIQUE (ACIDE)", "ACIDE TRANEXAMIQUE")]
    #[case("PHLOROGLUCINOL DIHYDRATÉ", "PHLOROGLUCINOL ANHYDRE")]
    fn one_moiety_has_one_name(#[case] left: &str, #[case] right: &str) {
        assert_eq!(moiety(left), moiety(right));
    }

    #[rstest]
    #[case("CHLORURE DE SODIUM", "BICARBONATE DE SODIUM")]
    #[case("CHLORURE DE SODIUM", "CHLORURE DE POTASSIUM")]
    #[case("PROPIONATE DE FLUTICASONE", "FUROATE DE FLUTICASONE")]
    fn other_moieties_have_other_names(#[case] left: &str, #[case] right: &str) {
        assert_ne!(moiety(left), moiety(right));
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!([SALTS, MANNERS, METALS].iter().all(|list| list.is_sorted()));
    }
}
