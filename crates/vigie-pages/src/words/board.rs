//! National board.

part! {
    /// National board.
    Board
    texts {
        title, description, insufficient_packs, median_cover, shortages, tensions, headline, classes_title,
        classes_of_major, classes_of_all, classes_caption, completeness_title, completeness_caption, thinnest_title,
        thinnest_caption, at_zero_title, at_zero_caption, worse_title, worse_caption,         transitions_caption, from_to, none_worse, no_rows, no_transitions, a_week_ago, list_title,
        list_caption, list_count, list_before, list_change, cover_trend,
    }
    sentences {
        lead(day: &str, percent: &str), lead_before_reports(day: &str), spark(first: &str, last: &str),
        list_intro(day: &str, before: &str),
    }
}

pub(super) const FRENCH: Board = Board {
    title: "État des stocks de médicaments en France",
    description: "Couverture, ruptures et tensions de médicaments en France : les chiffres du jour, leur complétude, \
                  les présentations qui manquent et ce qui s’est dégradé cette semaine.",
    insufficient_packs: "Présentations de MITM à couverture insuffisante",
    median_cover: "Couverture médiane des MITM",
    shortages: "Spécialités en rupture",
    tensions: "Spécialités en tension",
    headline: "Le pays en quatre nombres",
    classes_title: "Couverture des présentations",
    classes_of_major: "MITM",
    classes_of_all: "Toutes",
    classes_caption: "Nombre de présentations par niveau de couverture nationale",
    completeness_title: "Qui a transmis son stock",
    completeness_caption: "Sites attendus et sites dont le stock est à jour, par niveau de la chaîne",
    thinnest_title: "Les couvertures les plus minces",
    thinnest_caption: "MITM dont la couverture nationale est la plus faible",
    at_zero_title: "Le plus d’officines à zéro",
    at_zero_caption: "Présentations absentes du plus grand nombre d’officines qui les tiennent",
    worse_title: "Ce qui s’est dégradé cette semaine",
    worse_caption: "Présentations dont la couverture a le plus baissé en sept jours",
    transitions_caption: "Entrées, changements et sorties de la liste publiée par l’ANSM",
    from_to: "Mouvement",
    none_worse: "Aucune couverture n’a baissé de façon notable cette semaine.",
    no_rows: "Rien à montrer : aucun stock n’a encore été reçu.",
    no_transitions: "Aucun mouvement entre les deux dernières versions de la liste.",
    a_week_ago: "Il y a 7 jours",
    list_title: "Liste de disponibilité de l’ANSM",
    list_caption: "Spécialités de la liste, par situation, comparées à la version précédente",
    list_count: "Spécialités",
    list_before: "Version précédente",
    list_change: "Écart",
    cover_trend: "28 jours",
    lead_before_reports: |day| {
        format!("Au {day}. Aucun site n’est encore attendu : la complétude est inconnue.")
    },
    lead: |day, percent| format!("Au {day}. {percent} des sites attendus ont transmis leur stock."),
    spark: |first, last| format!("Couverture sur 28 jours : de {first} à {last} jours"),
    list_intro: |day, before| format!("Version du {day}, comparée à celle du {before}."),
};

pub(super) const ENGLISH: Board = Board {
    title: "Medicine stocks in France",
    description: "Cover, shortages and tensions of medicines in France: today’s figures, how complete they are, the packs \
                  that run short and what got worse this week.",
    insufficient_packs: "MITM packs with insufficient cover",
    median_cover: "Median cover of MITM packs",
    shortages: "Medicines out of stock",
    tensions: "Medicines in tension",
    headline: "The country in four numbers",
    classes_title: "Cover of packs",
    classes_of_major: "MITM only",
    classes_of_all: "All packs",
    classes_caption: "Number of packs by level of national cover",
    completeness_title: "Who has reported",
    completeness_caption: "Sites expected and sites whose stock is up to date, by tier of the chain",
    thinnest_title: "Thinnest covers",
    thinnest_caption: "MITM packs with the lowest national cover",
    at_zero_title: "Most pharmacies at zero",
    at_zero_caption: "Packs missing from the most pharmacies that carry them",
    worse_title: "What got worse this week",
    worse_caption: "Packs whose cover fell most in seven days",
    transitions_caption: "Medicines that entered, changed or left the list published by ANSM, the French agency",
    from_to: "Move",
    none_worse: "No cover fell notably this week.",
    no_rows: "Nothing to show: no stock has been received yet.",
    no_transitions: "Nothing moved between the last two releases of the list.",
    a_week_ago: "7 days ago",
    list_title: "Availability list of the agency (ANSM)",
    list_caption: "Medicines on the list by situation, against the release before",
    list_count: "Medicines",
    list_before: "Release before",
    list_change: "Change",
    cover_trend: "28 days",
    lead_before_reports: |day| {
        format!("On {day}. No site is expected yet: completeness is unknown.")
    },
    lead: |day, percent| {
        format!("On {day}. {percent} of expected sites have reported their stock.")
    },
    spark: |first, last| format!("Cover over 28 days: from {first} to {last} days"),
    list_intro: |day, before| format!("Release of {day}, against that of {before}."),
};
