//! A list compared in the policy laboratory.

part! {
    /// A list compared in the policy laboratory.
    LaboratoryList
    texts {
        title, lead, description, form, file, file_hint, text, text_hint, as_csv, compare,
        levels_title, levels_caption, level, entries, on_union, on_union_list, exact, partial,
        to_review, absent, unread_title, row, entries_caption, entry, class_and_route,
        class_and_substance, class_only, other_substance, other_route, broader_class, by_substance,
        substance_other_class, alike_name, nothing_in_common, method,
    }
    sentences {
        shown_of(shown: &str, all: &str),
        not_named(medicines: &str),
        unread(rows: &str),
    }
}

pub(super) const FRENCH: LaboratoryList = LaboratoryList {
    title: "Comparer une liste",
    lead: "La liste critique d’un pays, d’un hôpital ou d’un projet, face aux médicaments commercialisés, à la liste nationale et à celle de l’Union.",
    description: "Une liste de substances ou de classes ATC, rapprochée des médicaments commercialisés : ce qui est trouvé, avec quelle certitude, ce qui manque.",
    form: "Liste à comparer",
    file: "Fichier",
    file_hint: "CSV ou XLSX, avec une colonne « atc » ou « substance » ; « voie » et « forme » si on les connaît.",
    text: "Ou la liste elle-même",
    text_hint: "Une première ligne avec les noms des colonnes, par exemple atc;substance, puis une ligne par médicament.",
    as_csv: "Comparer, en fichier CSV",
    compare: "Comparer",
    levels_title: "Ce qui est trouvé",
    levels_caption: "Lignes de la liste par certitude du rapprochement",
    level: "Rapprochement",
    entries: "Lignes de la liste",
    on_union: "Sur la liste de l’Union",
    on_union_list: "Liste de l’Union",
    exact: "sûr",
    partial: "partiel",
    to_review: "à revoir",
    absent: "rien de commercialisé",
    unread_title: "Lignes non lues",
    row: "Ligne",
    entries_caption: "Chaque ligne de la liste et ce qui lui correspond",
    entry: "Médicament",
    class_and_route: "même classe, même voie",
    class_and_substance: "même classe, mêmes substances",
    class_only: "même classe, rien d’autre à comparer",
    other_substance: "même classe, substances écrites autrement",
    other_route: "même classe, autre voie",
    broader_class: "classe plus large",
    by_substance: "mêmes substances, sans classe à comparer",
    substance_other_class: "mêmes substances, autre classe",
    alike_name: "nom ressemblant",
    nothing_in_common: "rien en commun",
    method: "Chaque ligne est rapprochée par classe ATC, puis par substances (sans distinguer les sels, l’ordre ni la langue), puis par nom ressemblant ; le niveau et la raison sont donnés. Rien n’est gardé de ce qui est envoyé.",
    shown_of: |shown, all| {
        format!("Les {shown} premières de {all} lignes ; le fichier CSV les a toutes.")
    },
    not_named: |medicines| {
        format!(
            "{medicines} médicaments d’intérêt thérapeutique majeur commercialisés ne sont nommés par aucune ligne de façon sûre ou partielle."
        )
    },
    unread: |rows| format!("Non lues : {rows}. Les autres sont comparées."),
};

pub(super) const ENGLISH: LaboratoryList = LaboratoryList {
    title: "Compare a list",
    lead: "The critical list of a country, a hospital or a draft, beside marketed medicines, the national list and that of the Union.",
    description: "A list of substances or ATC classes matched with marketed medicines: what is found, how surely, and what is missing.",
    form: "List to compare",
    file: "File",
    file_hint: "CSV or XLSX, with a column “atc” or “substance”; “route” and “form” if they are known.",
    text: "Or the list itself",
    text_hint: "A first line with the names of the columns, atc;substance for example, then a line a medicine.",
    as_csv: "Compare, as a CSV file",
    compare: "Compare",
    levels_title: "What is found",
    levels_caption: "Rows of the list by how sure the match is",
    level: "Match",
    entries: "Rows of the list",
    on_union: "On the Union list",
    on_union_list: "Union list",
    exact: "sure",
    partial: "partial",
    to_review: "to review",
    absent: "nothing marketed",
    unread_title: "Rows that were not read",
    row: "Row",
    entries_caption: "Each row of the list and what corresponds to it",
    entry: "Medicine",
    class_and_route: "same class, same route",
    class_and_substance: "same class, same substances",
    class_only: "same class, nothing else to compare",
    other_substance: "same class, substances written otherwise",
    other_route: "same class, another route",
    broader_class: "broader class",
    by_substance: "same substances, no class to compare",
    substance_other_class: "same substances, another class",
    alike_name: "a name much alike",
    nothing_in_common: "nothing in common",
    method: "Each row is matched by ATC class, then by substances (whatever the salt, the order and the language), then by a name much alike; level and reason are given. Nothing is kept of what is sent.",
    shown_of: |shown, all| format!("The first {shown} of {all} rows; the CSV file has them all."),
    not_named: |medicines| {
        format!(
            "{medicines} marketed medicines of major therapeutic interest are named by no row surely or partially."
        )
    },
    unread: |rows| format!("Not read: {rows}. The others are compared."),
};
