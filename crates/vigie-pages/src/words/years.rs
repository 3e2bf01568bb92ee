//! Statistics by year.

part! {
    /// Statistics by year.
    Years
    texts {
        title, lead, description, year, list_title, list_caption, list_note, lists, medicines, appeared, returned,
        vanished, stock_title, stock_caption, days_known, mean, begun, median,
    }
    sentences { }
}

pub(super) const FRENCH: Years = Years {
    title: "Années",
    lead: "Les mêmes questions posées à chaque année, avec la définition de chaque nombre.",
    description: "Ruptures, tensions et couvertures minces par année, avec la définition de chaque nombre.",
    year: "Année",
    list_title: "Ce que la liste publiée a dit",
    list_caption: "Spécialités de la liste de disponibilité de l’ANSM, par année",
    list_note: "Une année ne compte que les versions de la liste qui ont été importées : deux années ne se comparent que \
                si leur nombre est voisin. D’autres publications comptent des déclarations et non des spécialités.",
    lists: "Versions",
    medicines: "spécialités",
    appeared: "Entrées",
    returned: "Remises à disposition",
    vanished: "Sorties",
    stock_title: "Ce que les stocks ont dit",
    stock_caption: "Complétude et épisodes de couverture mince, par année",
    days_known: "Jours connus",
    mean: "moyenne",
    begun: "Épisodes commencés",
    median: "Durée médiane des épisodes finis",
};

pub(super) const ENGLISH: Years = Years {
    title: "Years",
    lead: "The same questions asked of each year, with the definition of every number.",
    description: "Shortages, tensions and thin covers by year, with the definition of every number.",
    year: "Year",
    list_title: "What the published list said",
    list_caption: "Medicines on the availability list of the ANSM, by year",
    list_note: "A year counts only the releases of the list that were imported: two years compare only when they have \
                about as many. Other publications count declarations and not medicines.",
    lists: "Releases",
    medicines: "medicines",
    appeared: "Came on",
    returned: "Declared available again",
    vanished: "No longer listed",
    stock_title: "What stocks said",
    stock_caption: "Completeness and thin-cover episodes, by year",
    days_known: "Days known",
    mean: "mean",
    begun: "Episodes begun",
    median: "Median length of episodes that ended",
};
