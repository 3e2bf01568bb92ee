//! What islands say. Their scripts put numbers in for `{count}`.

part! {
    /// What islands say.
    Islands
    texts { suggestions, found_none, found_one, found_many, not_marketed, chart_day, ascending, descending, }
    sentences { sorted(column: &str, direction: &str), }
}

pub(super) const FRENCH: Islands = Islands {
    suggestions: "Médicaments proposés",
    found_none: "Aucune suggestion",
    found_one: "1 médicament trouvé",
    found_many: "{count} médicaments trouvés ; les flèches parcourent les suggestions",
    not_marketed: "non commercialisé",
    chart_day: "Jour lu sur le graphique",
    ascending: "du plus petit au plus grand",
    descending: "du plus grand au plus petit",
    sorted: |column, direction| format!("Trié par {column}, {direction}"),
};

pub(super) const ENGLISH: Islands = Islands {
    suggestions: "Suggested medicines",
    found_none: "No suggestion",
    found_one: "1 medicine found",
    found_many: "{count} medicines found; arrow keys go through the suggestions",
    not_marketed: "not marketed",
    chart_day: "Day read on the chart",
    ascending: "smallest first",
    descending: "largest first",
    sorted: |column, direction| format!("Sorted by {column}, {direction}"),
};
