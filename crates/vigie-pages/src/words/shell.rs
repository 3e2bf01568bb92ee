//! Header, footer and what stands on every page.

part! {
    /// Header, footer and what stands on every page.
    Shell
    texts {
        tagline, skip, search_label, search_hint, search_button, navigation, definitions, api, about, synthetic_title,
        synthetic_text, footer_sources, footer_about, footer_principle, other_language, contents,
        download_csv, download_json,     }
    sentences {
        data_day(day: &str), source_day(day: &str), title(page: &str),
    }
}

pub(super) const FRENCH: Shell = Shell {
    tagline: "Stocks et ruptures de médicaments",
    skip: "Aller au contenu",
    search_label: "Chercher un médicament",
    search_hint: "Nom, substance, code CIP ou CIS, classe ATC",
    search_button: "Chercher",
    navigation: "Navigation principale",
    definitions: "Définitions",
    api: "API",
    about: "À propos",
    synthetic_title: "Données synthétiques.",
    synthetic_text: "Les stocks, les ventes et les sites de ce pays sont simulés. Aucun chiffre de stock ne décrit la \
                     situation réelle.",
    footer_sources: "Sources",
    footer_about: "À propos",
    footer_principle: "Chaque nombre est daté, accompagné de sa complétude et lié à sa définition. Ce qui n’est pas \
                       connu est écrit « inconnu ».",
    other_language: "English",
    contents: "Sur cette page",
    download_csv: "Télécharger en CSV",
    download_json: "Lire en JSON",
    data_day: |day| format!("Stocks au {day}"),
    source_day: |day| format!("version du {day}"),
    title: |page| format!("{page} – Vigie"),
};

pub(super) const ENGLISH: Shell = Shell {
    tagline: "Medicine stocks and shortages",
    skip: "Skip to content",
    search_label: "Find a medicine",
    search_hint: "Name, substance, CIP or CIS code, ATC class",
    search_button: "Search",
    navigation: "Main navigation",
    definitions: "Definitions",
    api: "API",
    about: "About",
    synthetic_title: "Synthetic data.",
    synthetic_text: "The stocks, sales and sites of this country are simulated. No stock figure describes the real \
                     situation.",
    footer_sources: "Sources of the data",
    footer_about: "About",
    footer_principle: "Every number has its date, its completeness and a link to its definition. What is not known is \
                       written “unknown”.",
    other_language: "Français",
    contents: "On this page",
    download_csv: "Download as CSV",
    download_json: "Read as JSON",
    data_day: |day| format!("Stocks on {day}"),
    source_day: |day| format!("release of {day}"),
    title: |page| format!("{page} – Vigie"),
};
