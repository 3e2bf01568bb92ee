//! Page of a medicine.

use vigie_model::Language;

use super::counted;

part! {
    /// Page of a medicine.
    Medicine
    texts {
        status_title, not_listed, not_listed_meaning, listed_whole, status_source, expected_return, return_unknown,
        figures, packs_title, packs_caption, price, reimbursement, reimbursed_not, marketed, suspended, ceased, state_unknown,
        state, tiers_title, departments_title, departments_note, departments_chart, history_title,
        history_chart, history_table, availability_title, availability_caption, substitutes_title, no_substitutes, level_one, level_two,
        level_three, level_four, level_four_warning, substitute_warning, identity_title, substances, form, route, atc, company, authorisation, data_title,
        data_text, published, moved, in_focus, no_history, cover_label, sort_by,
        major_yes, major_no, sources, no_departments,  all_packs, status_unknown, status_unknown_meaning, no_moves,     }
    sentences {
        description(name: &str), status_since(day: &str), list_of(day: &str), tiers_caption(pack: &str),
        departments_caption(pack: &str, day: &str), history_caption(pack: &str), substitutes_caption(level: &str),
        departments_description(thinnest: &str, days: &str, count: u64),
        history_description(from: &str, to: &str, gaps: u64), concerned_pack(cip13: &str),
        all_departments(count: u64),
    }
}

pub(super) const FRENCH: Medicine = Medicine {
    status_title: "Disponibilité",
    not_listed: "Aucune difficulté publiée",
    not_listed_meaning: "Ce médicament ne figure pas dans la liste des ruptures et tensions publiée par l’ANSM. Cela ne \
                         garantit pas que chaque pharmacie en ait.",
    listed_whole: "Toutes les présentations sont concernées.",
    status_source: "Fiche de l’ANSM",
    expected_return: "Retour prévu",
    return_unknown: "inconnu : l’ANSM ne publie pas de date",
    figures: "La présentation en quatre nombres",
    packs_title: "Présentations",
    packs_caption: "Présentations de ce médicament : prix, remboursement et couverture nationale",
    price: "Prix public",
    reimbursement: "Remboursement",
    reimbursed_not: "non remboursé",
    marketed: "Commercialisée",
    suspended: "Commercialisation suspendue",
    ceased: "Commercialisation arrêtée",
    state_unknown: "État inconnu",
    state: "État",
    tiers_title: "Stock par niveau de la chaîne",
    departments_title: "Couverture par département",
    departments_note: "Officines du département ; pharmacies hospitalières quand elles sont seules à tenir la présentation.",
    departments_chart: "Les départements où la couverture est la plus mince",
    history_title: "Un an d’historique",
    history_chart: "Couverture, stock et ventes par jour",
    history_table: "Chiffres par jour",
    availability_title: "Historique de la disponibilité",
    availability_caption: "Mouvements de ce médicament dans les versions successives de la liste de l’ANSM",
    substitutes_title: "Alternatives",
    no_substitutes: "Aucune alternative connue à ce niveau.",
    level_one: "Même groupe générique : mêmes substances, forme, voie et dosage",
    level_two: "Mêmes substances et même voie : le dosage ou la forme change",
    level_three: "Même substance dans la classification ATC (niveau 5)",
    level_four: "Même classe pharmacologique (ATC, niveau 4)",
    level_four_warning: "Même classe ne veut pas dire même effet : un avis médical est nécessaire.",
    substitute_warning: "Cette liste informe. La substitution relève du pharmacien et du prescripteur.",
    identity_title: "Identité",
    substances: "Substances",
    form: "Forme",
    route: "Voie",
    atc: "ATC",
    company: "Titulaire",
    authorisation: "Autorisation",
    data_title: "Données de cette page",
    data_text: "Tout ce que montre cette page se lit aussi par programme.",
    published: "Liste du",
    moved: "Mouvement",
    in_focus: "présentation affichée",
    no_history: "Aucun historique n’est encore disponible pour cette présentation.",
    cover_label: "Niveau",
    sort_by: "Trier par",
    major_yes: "oui",
    major_no: "non",
    sources: "Sources",
    no_departments: "Aucun département n’a transmis de stock pour cette présentation.",
    all_packs: "toutes",
    status_unknown: "Disponibilité inconnue",
    status_unknown_meaning: "Aucune version de la liste des ruptures et tensions n’est chargée ; il ne faut rien en conclure.",
    no_moves: "Aucun mouvement dans les versions connues de la liste.",
    description: |name| {
        format!(
            "{name} : disponibilité, stock et couverture par niveau et par département, historique et alternatives."
        )
    },
    status_since: |day| format!("depuis le {day}"),
    list_of: |day| format!("Liste de l’ANSM du {day}"),
    tiers_caption: |pack| format!("{pack} : stock, ventes et couverture par niveau de la chaîne"),
    departments_caption: |pack, day| format!("{pack} : couverture par département au {day}"),
    history_caption: |pack| format!("{pack} : couverture, stock et ventes, jour par jour"),
    substitutes_caption: |level| format!("Alternatives. {level}"),
    departments_description: |thinnest, days, count| {
        format!(
            "{} en barres. La plus faible : {thinnest}, {days} jours.",
            counted(Language::French, count, "département", "départements")
        )
    },
    history_description: |from, to, gaps| {
        let missing = match gaps {
            0 => "aucun jour ne manque".to_owned(),
            _ => counted(
                Language::French,
                gaps,
                "jour sans donnée, laissé vide",
                "jours sans donnée, laissés vides",
            ),
        };
        format!("Du {from} au {to} ; {missing}.")
    },
    concerned_pack: |cip13| format!("Présentation concernée : {cip13}."),
    all_departments: |count| {
        format!(
            "Voir {}",
            counted(Language::French, count, "département", "départements")
        )
    },
};

pub(super) const ENGLISH: Medicine = Medicine {
    status_title: "Availability",
    not_listed: "No published difficulty",
    not_listed_meaning: "This medicine is not on the list of shortages and tensions published by ANSM, the French agency. \
                         That does not mean that every pharmacy has it.",
    listed_whole: "All packs are concerned.",
    status_source: "Page of the agency (ANSM)",
    expected_return: "Expected return",
    return_unknown: "unknown: the agency publishes no date",
    figures: "The pack in four numbers",
    packs_title: "Packs",
    packs_caption: "Packs of this medicine: price, reimbursement and national cover",
    price: "Public price",
    reimbursement: "Reimbursed",
    reimbursed_not: "not reimbursed",
    marketed: "Marketed",
    suspended: "Marketing suspended",
    ceased: "Marketing stopped",
    state_unknown: "State unknown",
    state: "State",
    tiers_title: "Stock by tier of the chain",
    departments_title: "Cover by department",
    departments_note: "Pharmacies of the department; hospital pharmacies when they alone carry the pack.",
    departments_chart: "Departments with the thinnest cover",
    history_title: "A year of history",
    history_chart: "Cover, stock and sales by day",
    history_table: "Figures by day",
    availability_title: "History of availability",
    availability_caption: "Moves of this medicine in successive releases of the agency’s list",
    substitutes_title: "Alternatives to this medicine",
    no_substitutes: "No alternative known at this level.",
    level_one: "Same generic group: same substances, form, route and strength",
    level_two: "Same substances and route: strength or form differs",
    level_three: "Same substance in the ATC classification (level 5)",
    level_four: "Same pharmacological class (ATC level 4)",
    level_four_warning: "Same class does not mean same effect: medical advice is needed.",
    substitute_warning: "This list informs. Substitution is for the pharmacist and the prescriber to decide.",
    identity_title: "Identity of the medicine",
    substances: "Substances",
    form: "Pharmaceutical form",
    route: "Route",
    atc: "ATC",
    company: "Holder",
    authorisation: "Marketing authorisation",
    data_title: "Data of this page",
    data_text: "All that this page shows can also be read by a program.",
    published: "List of",
    moved: "Move",
    in_focus: "pack shown",
    no_history: "There is no history for this pack yet.",
    cover_label: "Level",
    sort_by: "Sort by",
    major_yes: "yes",
    major_no: "no",
    sources: "Sources",
    no_departments: "No department has reported stock of this pack.",
    all_packs: "all",
    status_unknown: "Availability unknown",
    status_unknown_meaning: "No release of the list of shortages and tensions is loaded; nothing follows from that.",
    no_moves: "No move in the known releases of the list.",
    description: |name| {
        format!(
            "{name}: availability, stock and cover by tier and department, history and alternatives."
        )
    },
    status_since: |day| format!("since {day}"),
    list_of: |day| format!("Agency list of {day}"),
    tiers_caption: |pack| format!("{pack}: stock, sales and cover by tier of the chain"),
    departments_caption: |pack, day| format!("{pack}: cover by department on {day}"),
    history_caption: |pack| format!("{pack}: cover, stock and sales, day by day"),
    substitutes_caption: |level| format!("Alternatives. {level}"),
    departments_description: |thinnest, days, count| {
        format!(
            "{} as bars. The lowest: {thinnest}, {days} days.",
            counted(Language::English, count, "department", "departments")
        )
    },
    history_description: |from, to, gaps| {
        let missing = match gaps {
            0 => "no day is missing".to_owned(),
            _ => counted(
                Language::English,
                gaps,
                "day without data, left empty",
                "days without data, left empty",
            ),
        };
        format!("From {from} to {to}; {missing}.")
    },
    concerned_pack: |cip13| format!("Pack concerned: {cip13}."),
    all_departments: |count| {
        format!(
            "See {}",
            counted(Language::English, count, "department", "departments")
        )
    },
};
