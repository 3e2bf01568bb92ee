//! Sample reference pages.

use super::shell;
use crate::{
    ApiReference, Definition, Definitions, LINKED_DEFINITIONS, Operation, OperationGroup,
    Parameter, ParameterPlace, Prose,
};

/// A reference with two groups.
pub fn api_reference() -> ApiReference {
    ApiReference {
        shell: shell("/api", ""),
        document: "/api/openapi.json".to_owned(),
        groups: vec![
            OperationGroup {
                name: Prose::both("Présentations", "Packs"),
                operations: vec![stock_operation()],
            },
            OperationGroup {
                name: Prose::both("Service", "Service health"),
                operations: vec![health_operation()],
            },
        ],
    }
}

fn stock_operation() -> Operation {
    Operation {
        identifier: "pack_stock".to_owned(),
        method: "GET".to_owned(),
        path: "/api/v1/packs/{cip13}/stock".to_owned(),
        summary: Prose::english(
            "Stock, demand and cover of a pack, by tier, department or region, on a day.",
        ),
        parameters: vec![
            parameter(
                "cip13",
                ParameterPlace::Path,
                "string",
                true,
                "Code of the pack: CIP13, CIP7 or GTIN-14.",
            ),
            parameter(
                "by",
                ParameterPlace::Query,
                "tier | department | region",
                false,
                "How to divide the country. Default: tier.",
            ),
            parameter(
                "at",
                ParameterPlace::Query,
                "date",
                false,
                "A past day, as 2026-11-20. Default: now.",
            ),
        ],
        example: "curl 'https://vigie.example/api/v1/packs/3400933857042/stock?by=department'"
            .to_owned(),
        answers: vec![
            (200, Prose::english("The stock.")),
            (404, Prose::english("No pack has this code.")),
        ],
    }
}

fn parameter(
    name: &str,
    place: ParameterPlace,
    kind: &str,
    required: bool,
    meaning: &str,
) -> Parameter {
    Parameter {
        name: name.to_owned(),
        place,
        kind: kind.to_owned(),
        required,
        meaning: Prose::english(meaning),
    }
}

fn health_operation() -> Operation {
    Operation {
        identifier: "healthz".to_owned(),
        method: "GET".to_owned(),
        path: "/healthz".to_owned(),
        summary: Prose::english("Says that the process is alive."),
        parameters: Vec::new(),
        example: "curl https://vigie.example/healthz".to_owned(),
        answers: Vec::new(),
    }
}

/// One entry for each definition that the pages link to.
pub fn definitions() -> Definitions {
    let mut entries: Vec<Definition> = LINKED_DEFINITIONS
        .iter()
        .map(|identifier| plain_definition(identifier))
        .collect();
    if let Some(entry) = entries.iter_mut().find(|entry| entry.identifier == "cover") {
        *entry = cover_definition();
    }
    Definitions {
        shell: shell("/definitions", ""),
        entries,
    }
}

fn cover_definition() -> Definition {
    Definition {
        identifier: "cover".to_owned(),
        name: Prose::both("Couverture", "Cover"),
        meaning: Prose::both(
            "Combien de jours le stock durerait si les ventes restaient celles des 28 derniers jours.",
            "How many days the stock would last if sales stayed those of the last 28 days.",
        ),
        formula: Prose::both(
            "stock ÷ (ventes des 28 derniers jours ÷ jours transmis)",
            "stock ÷ (sales of the last 28 days ÷ days reported)",
        ),
        unit: Prose::both("jours", "days"),
        source: Prose::both("Déclarations de stock des sites", "Stock reports of sites"),
        note: Some(Prose::both(
            "Inconnue quand rien n’a été vendu sur la période : elle n’est alors ni nulle ni infinie.",
            "Unknown when nothing was sold over the period: it is then neither zero nor infinite.",
        )),
    }
}

fn plain_definition(identifier: &str) -> Definition {
    Definition {
        identifier: identifier.to_owned(),
        name: Prose::both(
            format!("Nom de {identifier}"),
            format!("Name of {identifier}"),
        ),
        meaning: Prose::both("Ce que cela veut dire.", "What it means."),
        formula: Prose::both("a ÷ b", "a ÷ b"),
        unit: Prose::both("boîtes", "boxes"),
        source: Prose::both("Déclarations de stock", "Stock reports"),
        note: None,
    }
}
