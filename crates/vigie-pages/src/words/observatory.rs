//! The observatory: map of one subject.

use vigie_model::Language;

use super::counted;

part! {
    /// The observatory: map of one subject.
    Observatory
    texts {
        title, lead, of_label, of_hint, show_label, by_label, tier_label, go, measure_cover, measure_at_zero,
        departments, regions, all_packs, major_packs, map_description, not_known, list_title, candidates,
        examples, no_areas, area, see_page, choices, share_at_zero, pooled_note, day_label,
        day_hint, time_title, newest, slider,
    }
    sentences {
        title_of(name: &str), description_of(name: &str), map_title(measure: &str, name: &str, day: &str),
        area_label(name: &str, value: &str), group_of(name: &str), class_of(code: &str, name: &str),
        days_below(days: &str), days_between(from: &str, to: &str), days_from(days: &str),
        share_from(share: &str), share_between(from: &str, to: &str), share_below(share: &str),
        packs(count: u64), unknown_subject(text: &str),
    }
}

pub(super) const FRENCH: Observatory = Observatory {
    title: "Observatoire",
    day_label: "Jour",
    day_hint: "Vide : le plus récent",
    time_title: "Un autre jour",
    newest: "Le plus récent",
    slider: "Jour de la carte :",
    lead: "Couverture et ruptures de n’importe quel médicament, classe ou liste, sur la carte du pays.",
    of_label: "Médicament, classe ATC ou code",
    of_hint: "Nom, code CIS ou CIP, classe (J01CA04), « mitm » ou « all »",
    show_label: "Mesure",
    by_label: "Découpage",
    tier_label: "Niveau",
    go: "Afficher",
    measure_cover: "Couverture en jours",
    measure_at_zero: "Part des sites à zéro",
    departments: "Départements",
    regions: "Régions",
    all_packs: "Tous les médicaments",
    major_packs: "Médicaments d’intérêt thérapeutique majeur (MITM)",
    map_description: "Chaque département porte la couleur et le motif de sa classe. Le tableau à côté donne les mêmes \
                      nombres.",
    not_known: "non connu ou non diffusé",
    list_title: "Le territoire, du plus au moins touché",
    candidates: "Vouliez-vous dire…",
    examples: "Pour commencer",
    no_areas: "Aucun site de ce niveau ne tient ces présentations.",
    area: "Territoire",
    see_page: "Fiche du médicament",
    choices: "Ce que montre la carte",
    share_at_zero: "Sites à zéro",
    pooled_note: "Pour plusieurs présentations, les boîtes et la demande sont additionnées avant le calcul de la \
                  couverture : une présentation abondante peut en cacher une rare. Un territoire n’est jugé que si les présentations \
                  qu’on peut y montrer font la moitié des ventes nationales de celles qui y sont tenues.",
    title_of: |name| format!("Observatoire : {name}"),
    description_of: |name| {
        format!(
            "Carte de France de la couverture et des sites à zéro : {name}. Par département et par région."
        )
    },
    map_title: |measure, name, day| format!("{measure}, {name}, le {day}"),
    area_label: |name, value| format!("{name} : {value}"),
    group_of: |name| format!("{name} et ses équivalents"),
    class_of: |code, name| format!("{code} {name}"),
    days_below: |days| format!("moins de {days} jours"),
    days_between: |from, to| format!("de {from} à {to} jours"),
    days_from: |days| format!("{days} jours et plus"),
    share_from: |share| format!("{share} et plus"),
    share_between: |from, to| format!("de {from} à {to}"),
    share_below: |share| format!("moins de {share}"),
    packs: |count| counted(Language::French, count, "présentation", "présentations"),
    unknown_subject: |text| {
        format!(
            "« {text} » n’est ni un code ni une classe. En attendant un choix, la carte montre les MITM."
        )
    },
};

pub(super) const ENGLISH: Observatory = Observatory {
    title: "Observatory",
    lead: "Cover and shortages of any medicine, class or list, on the map of the country.",
    day_label: "Day",
    day_hint: "Empty: the newest",
    time_title: "Another day",
    newest: "The newest",
    slider: "Day of the map:",
    of_label: "Medicine, ATC class or code",
    of_hint: "Name, CIS or CIP code, class (J01CA04), “mitm” or “all”",
    show_label: "Measure",
    by_label: "Division",
    tier_label: "Tier",
    go: "Show",
    measure_cover: "Cover in days",
    measure_at_zero: "Share of sites at zero",
    departments: "Departments",
    regions: "Regions",
    all_packs: "All medicines",
    major_packs: "Medicines of major therapeutic interest (MITM)",
    map_description: "Each department has the colour and pattern of its class. The table beside it gives the same \
                      numbers.",
    not_known: "not known or not disclosed",
    list_title: "Places, most concerned first",
    candidates: "Did you mean…",
    examples: "To begin with",
    no_areas: "No site of this tier carries these packs.",
    area: "Place",
    see_page: "Page of the medicine",
    choices: "What the map shows",
    share_at_zero: "Sites at zero",
    pooled_note: "For several packs, boxes and demand are added up before cover is computed: a plentiful pack may hide \
                  a rare one. A place is judged only when the packs that may be shown there make half of the national sales \
                  of those carried there.",
    title_of: |name| format!("Observatory: {name}"),
    description_of: |name| {
        format!("Map of France of cover and of sites at zero: {name}. By department and by region.")
    },
    map_title: |measure, name, day| format!("{measure}, {name}, on {day}"),
    area_label: |name, value| format!("{name}: {value}"),
    group_of: |name| format!("{name} and its equivalents"),
    class_of: |code, name| format!("{code} {name}"),
    days_below: |days| format!("less than {days} days"),
    days_between: |from, to| format!("{from} to {to} days"),
    days_from: |days| format!("{days} days and more"),
    share_from: |share| format!("{share} and more"),
    share_between: |from, to| format!("{from} to {to}"),
    share_below: |share| format!("less than {share}"),
    packs: |count| counted(Language::English, count, "pack", "packs"),
    unknown_subject: |text| {
        format!("“{text}” is no code and no class. Until one is chosen, the map shows the MITM.")
    },
};
