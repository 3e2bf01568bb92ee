//! Lists of critical medicines side by side.

part! {
    /// Lists of critical medicines side by side.
    Critical
    texts {
        title, lead, description, sides_title, sides_caption, side, substances, medicines, in_shortage, european_only, national_only,
        both, not_marketed, classes_title, classes_caption, class, substance, substances_caption, national, partial, to_review, no_class, none, file,
        method_title, method, limits, claim, claim_setting,
    }
    sentences { basis(listed: &str, day: &str), }
}

pub(super) const FRENCH: Critical = Critical {
    title: "Listes critiques",
    lead: "Ce qu’une liste européenne harmonisée ajouterait ou retirerait à la liste française, et l’état de ces \
           médicaments.",
    description: "La liste de l’Union des médicaments critiques et les médicaments d’intérêt thérapeutique majeur, \
                  côte à côte.",
    sides_title: "Côte à côte",
    sides_caption: "Substances et spécialités selon la liste qui les porte",
    side: "Où la substance est listée",
    substances: "Substances",
    medicines: "Spécialités commercialisées",
    in_shortage: "En rupture",
    european_only: "Union seulement : serait ajoutée",
    national_only: "France seulement : serait retirée",
    both: "Les deux listes",
    not_marketed: "Union, rien trouvé en France",
    classes_title: "Substances par classe",
    classes_caption: "Nombre de substances de chaque côté",
    class: "Classe",
    substance: "Substance",
    substances_caption: "Substances, celles qui manquent le plus d’abord",
    national: "Sur la liste française",
    partial: "Rapprochement partiel",
    to_review: "À revoir",
    no_class: "Sans classe ATC connue",
    none: "Aucune substance.",
    file: "Toutes les substances (CSV)",
    method_title: "Comment les listes sont rapprochées",
    method: "Une substance est une classe ATC de niveau 5. Le rapprochement est exact quand la classe et la substance \
             concordent, partiel quand la classe concorde et que les substances sont écrites autrement, à revoir quand \
             seule la substance est la même ou proche (autre voie, sel, homonyme). La classe d’une spécialité est celle de \
             la liste publiée, ou celle de toutes les spécialités de mêmes substances et voies. Une substance \
             de l’Union dont aucune spécialité rapprochée n’est sur la liste française serait ajoutée, y compris quand le \
             rapprochement est à revoir.",
    limits: "La liste de l’Union dont Vigie dispose est une transcription partielle : des classes ATC, sans voie ni forme. \
             La liste française est celle des médicaments d’intérêt thérapeutique majeur, déclarée par les exploitants.",
    claim: "Une liste européenne harmonisée des médicaments critiques (Leem)",
    claim_setting: "Liste de l’Union contre médicaments d’intérêt thérapeutique majeur",
    basis: |listed, day| {
        format!(
            "{listed} classes de la liste de l’Union (transcription partielle) ; ruptures de la liste de \
         disponibilité du {day}. Source : Agence européenne des médicaments."
        )
    },
};

pub(super) const ENGLISH: Critical = Critical {
    title: "Critical lists",
    lead: "What a harmonised European list would add to the French one or take off it, and how these medicines are doing.",
    description: "The Union list of critical medicines and the French medicines of major therapeutic interest, side by side.",
    sides_title: "Side by side",
    sides_caption: "Substances and medicines by the list that has them",
    side: "Where the substance is listed",
    substances: "Substances",
    medicines: "Marketed medicines",
    in_shortage: "In shortage",
    european_only: "Union only: would be added",
    national_only: "France only: would be taken off",
    both: "Both lists",
    not_marketed: "Union, nothing found in France",
    classes_title: "Substances by class",
    classes_caption: "Number of substances on each side",
    class: "Class",
    substance: "Substance",
    substances_caption: "Substances, those that lack most first",
    national: "On the French list",
    partial: "Matched in part",
    to_review: "To review",
    no_class: "Without a known ATC class",
    none: "No substance.",
    file: "All substances (CSV)",
    method_title: "How the lists are matched",
    method: "A substance is an ATC class of level 5. A match is exact when class and substance agree, partial when the \
             class agrees and substances are written otherwise, to review when only the substance is the same or alike \
             (another route, a salt, a homonym). The class of a medicine is that of the published list, or that of all \
             medicines with the same substances and routes. A substance of the \
             Union of which no matched medicine is on the French list would be added, also when the match is to review.",
    limits: "The Union list that Vigie has is a partial transcription: ATC classes, without route or form. The French list \
             is that of medicines of major therapeutic interest, declared by companies.",
    claim: "A harmonised European list of critical medicines (Leem)",
    claim_setting: "Union list against medicines of major therapeutic interest",
    basis: |listed, day| {
        format!(
            "{listed} classes of the Union list (partial transcription); shortages of the availability list of \
         {day}. Source: European Medicines Agency."
        )
    },
};
