//! API reference.

use vigie_model::Language;

use super::counted;

part! {
    /// API reference.
    Api
    texts {
        title, description, intro, document, name, place, kind, required, optional, meaning, example,
        in_path, in_query, in_header, in_body, answers, operations, no_parameters,
    }
    sentences { parameters_caption(operation: &str), operations_count(count: u64), }
}

pub(super) const FRENCH: Api = Api {
    title: "API",
    description: "Toutes les opérations de l’API de Vigie : adresses, paramètres et exemples qui fonctionnent.",
    intro: "Tout ce que montrent les pages se lit aussi par programme, en JSON, et en CSV ou Parquet pour les listes.",
    document: "Document OpenAPI",
    name: "Nom",
    place: "Emplacement",
    kind: "Type",
    required: "obligatoire",
    optional: "facultatif",
    meaning: "Sens",
    example: "Exemple",
    in_path: "adresse",
    in_query: "requête",
    in_header: "en-tête",
    in_body: "corps",
    answers: "Réponses",
    operations: "Opérations",
    no_parameters: "Aucun paramètre.",
    parameters_caption: |operation| format!("Paramètres de {operation}"),
    operations_count: |count| counted(Language::French, count, "opération", "opérations"),
};

pub(super) const ENGLISH: Api = Api {
    title: "API",
    description: "All operations of the Vigie API: addresses, parameters and examples that run.",
    intro: "All that the pages show can also be read by a program, as JSON, and as CSV or Parquet for lists.",
    document: "OpenAPI document",
    name: "Name",
    place: "Place",
    kind: "Kind",
    required: "required",
    optional: "optional",
    meaning: "Meaning",
    example: "Example",
    in_path: "address",
    in_query: "query",
    in_header: "header",
    in_body: "body",
    answers: "Answers",
    operations: "Operations",
    no_parameters: "No parameters.",
    parameters_caption: |operation| format!("Parameters of {operation}"),
    operations_count: |count| counted(Language::English, count, "operation", "operations"),
};
