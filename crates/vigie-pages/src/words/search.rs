//! Search results.

use vigie_model::Language;

use super::counted;
use crate::notation::Notation;

part! {
    /// Search results.
    Search
    texts {
        title, description, found_by_name, found_by_substance, found_by_code, found_by_atc, found_by_company, caption,
        none_help, empty_title, empty_help, next, matched, company, packs, examples,
    }
    sentences { count(total: u64), count_for(total: u64, text: &str), title_for(text: &str), suggestion(), shown(from: u64, to: u64), }
}

pub(super) const FRENCH: Search = Search {
    title: "Chercher un médicament",
    description: "Chercher un médicament par son nom, sa substance, son code CIP ou CIS, ou sa classe ATC.",
    found_by_name: "nom",
    found_by_substance: "substance",
    found_by_code: "code",
    found_by_atc: "classe ATC",
    found_by_company: "laboratoire",
    caption: "Médicaments trouvés, du plus proche au moins proche",
    none_help: "Vérifiez l’orthographe, essayez la substance (« amoxicilline ») ou un code CIP. Les accents et les \
                petites fautes sont acceptés.",
    empty_title: "Que cherchez-vous ?",
    empty_help: "Écrivez un nom, une substance, un code CIP ou CIS, ou une classe ATC.",
    next: "Résultats suivants",
    matched: "Trouvé par",
    company: "Laboratoire",
    packs: "Présentations",
    examples: "Exemples",
    count: |total| counted(Language::French, total, "médicament", "médicaments"),
    count_for: |total, text| {
        let count = counted(
            Language::French,
            total,
            "médicament trouvé",
            "médicaments trouvés",
        );
        format!("{count} pour « {text} »")
    },
    title_for: |text| format!("« {text} » – recherche"),
    suggestion: || "Essayez plutôt".to_owned(),
    shown: |from, to| {
        format!(
            "Résultats {} à {}",
            Language::French.integer(from),
            Language::French.integer(to)
        )
    },
};

pub(super) const ENGLISH: Search = Search {
    title: "Find a medicine",
    description: "Find a medicine by its name, substance, CIP or CIS code, or ATC class.",
    found_by_name: "name",
    found_by_substance: "active substance",
    found_by_code: "its code",
    found_by_atc: "ATC class",
    found_by_company: "company",
    caption: "Medicines found, closest first",
    none_help: "Check the spelling, try the substance (“amoxicilline”) or a CIP code. Accents and small mistakes are fine.",
    empty_title: "What are you looking for?",
    empty_help: "Type a name, a substance, a CIP or CIS code, or an ATC class.",
    next: "More results",
    matched: "Found by",
    company: "Company",
    packs: "Packs",
    examples: "Examples",
    count: |total| counted(Language::English, total, "medicine", "medicines"),
    count_for: |total, text| {
        let count = counted(
            Language::English,
            total,
            "medicine found",
            "medicines found",
        );
        format!("{count} for “{text}”")
    },
    title_for: |text| format!("“{text}” – search"),
    suggestion: || "Try instead".to_owned(),
    shown: |from, to| {
        format!(
            "Results {} to {}",
            Language::English.integer(from),
            Language::English.integer(to)
        )
    },
};
