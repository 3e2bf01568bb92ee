//! Definitions.

part! {
    /// Definitions.
    Meanings
    texts { title, description, intro, formula, unit, source, note, permanent, list, }
    sentences { }
}

pub(super) const FRENCH: Meanings = Meanings {
    title: "Définitions",
    description: "La définition exacte de chaque nombre montré par Vigie : formule, unité et source.",
    intro: "Chaque nombre affiché renvoie ici. Une définition a une adresse permanente et deux définitions ne sont jamais \
            mélangées.",
    formula: "Formule",
    unit: "Unité",
    source: "Source",
    note: "Note",
    permanent: "Adresse permanente",
    list: "Liste des définitions",
};

pub(super) const ENGLISH: Meanings = Meanings {
    title: "Definitions",
    description: "The exact definition of every number that Vigie shows: formula, unit and source.",
    intro: "Every number shown links here. A definition has a permanent address, and two definitions are never mixed.",
    formula: "Formula",
    unit: "Unit",
    source: "Source",
    note: "Note",
    permanent: "Permanent address",
    list: "List of definitions",
};
