//! Home.

part! {
    /// Home.
    Home
    texts {
        title, description, insufficient_packs, median_cover, shortages, tensions, headline, classes_title,
        classes_of_major, classes_of_all, classes_caption, completeness_title, completeness_caption, worse_title,
        transitions_caption, from_to, none_worse, no_transitions, list_title, list_caption, list_count, list_before,
        list_change, search_title, search_lead, severe_title, none_severe, recovered_title, none_recovered, cover_now,
        cover_before, see_rankings, see_map, examples,
    }
    sentences {
        lead(day: &str, percent: &str), lead_before_reports(day: &str), list_intro(day: &str, before: &str),
    }
}

pub(super) const FRENCH: Home = Home {
    title: "Stocks et ruptures de médicaments en France",
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
    worse_title: "Ce qui s’est dégradé cette semaine",
    transitions_caption: "Entrées, changements et sorties de la liste publiée par l’ANSM",
    from_to: "Mouvement",
    none_worse: "Aucune couverture n’a baissé de façon notable cette semaine.",
    no_transitions: "Aucun mouvement entre les deux dernières versions de la liste.",
    list_title: "Liste de disponibilité de l’ANSM",
    list_caption: "Spécialités de la liste, par situation, comparées à la version précédente",
    list_count: "Spécialités",
    list_before: "Version précédente",
    list_change: "Écart",
    search_title: "Mon médicament est-il disponible ?",
    search_lead: "Cherchez par nom, substance, code ou classe. Les accents et les petites fautes sont acceptés.",
    severe_title: "Les manques les plus graves",
    none_severe: "Aucune présentation n’a une couverture mince.",
    recovered_title: "Ce qui s’est rétabli cette semaine",
    none_recovered: "Aucune couverture mince ne s’est rétablie cette semaine.",
    cover_now: "Couverture",
    cover_before: "il y a 7 jours",
    see_rankings: "Tous les classements",
    see_map: "La carte du pays",
    examples: "Par exemple",
    lead_before_reports: |day| {
        format!("Au {day}. Aucun site n’est encore attendu : la complétude est inconnue.")
    },
    lead: |day, percent| format!("Au {day}. {percent} des sites attendus ont transmis leur stock."),
    list_intro: |day, before| format!("Version du {day}, comparée à celle du {before}."),
};

pub(super) const ENGLISH: Home = Home {
    title: "Medicine stocks and shortages in France",
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
    worse_title: "What got worse this week",
    transitions_caption: "Medicines that entered, changed or left the list published by ANSM, the French agency",
    from_to: "Move",
    none_worse: "No cover fell notably this week.",
    no_transitions: "Nothing moved between the last two releases of the list.",
    list_title: "Availability list of the agency (ANSM)",
    list_caption: "Medicines on the list by situation, against the release before",
    list_count: "Medicines",
    list_before: "Release before",
    list_change: "Change",
    search_title: "Is my medicine available?",
    search_lead: "Search by name, substance, code or class. Accents and small typing errors are accepted.",
    severe_title: "Most severe lacks",
    none_severe: "No pack has a thin cover.",
    recovered_title: "What recovered this week",
    none_recovered: "No thin cover recovered this week.",
    cover_now: "Cover",
    cover_before: "7 days ago",
    see_rankings: "All rankings",
    see_map: "Map of the country",
    examples: "For example",
    lead_before_reports: |day| {
        format!("On {day}. No site is expected yet: completeness is unknown.")
    },
    lead: |day, percent| {
        format!("On {day}. {percent} of expected sites have reported their stock.")
    },
    list_intro: |day, before| format!("Release of {day}, against that of {before}."),
};
