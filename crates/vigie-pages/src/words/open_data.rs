//! Open data.

part! {
    /// Open data.
    OpenData
    texts {
        title, lead, description, sets_title, sets_caption, what, day, rhythm, formats, licence, secrecy, secrecy_link,
        examples_title, examples_text, reference_title, reference_text, reference_link,
    }
    sentences { }
}

pub(super) const FRENCH: OpenData = OpenData {
    title: "Données ouvertes",
    lead: "Tout ce que montrent les pages publiques se lit aussi par un programme, sans compte et sans clé.",
    description: "Jeux de données de Vigie : contenu, fraîcheur, licence, formats, exemples en curl, Python et R.",
    sets_title: "Ce qu’il y a",
    sets_caption: "Jeux de données, leur jour, leur rythme, leurs formats et leur licence",
    what: "Contenu",
    day: "Au",
    rhythm: "Rythme",
    formats: "Formats",
    licence: "Licence",
    secrecy: "Les sommes qui reposent sur trop peu de sites sont vides.",
    secrecy_link: "Les règles de confidentialité",
    examples_title: "Exemples",
    examples_text: "La même question trois fois : les MITM très demandés dont la couverture est sous 15 jours.",
    reference_title: "Référence",
    reference_text: "Chaque adresse, ses paramètres, ses réponses et un exemple qui fonctionne.",
    reference_link: "Parcourir l’API",
};

pub(super) const ENGLISH: OpenData = OpenData {
    title: "Open data",
    lead: "All that the public pages show can be read by a program too, without account and without key.",
    description: "Data sets of Vigie: content, freshness, licence, formats, examples in curl, Python and R.",
    sets_title: "What there is",
    sets_caption: "Data sets, their day, rhythm, formats and licence",
    what: "Content",
    day: "On",
    rhythm: "Rhythm",
    formats: "Forms",
    licence: "Licence of use",
    secrecy: "Sums that rest on too few sites are empty.",
    secrecy_link: "The rules of confidentiality",
    examples_title: "Examples",
    examples_text: "The same question three times: MITM in high demand whose cover is below 15 days.",
    reference_title: "Reference",
    reference_text: "Every address, its parameters, its answers and an example that runs.",
    reference_link: "Browse the API",
};
