//! The operations, in both languages.

use vigie_pages::ParameterPlace;

use super::{Stated, StatedParameter, Text};

pub(super) const PATH: ParameterPlace = ParameterPlace::Path;
pub(super) const QUERY: ParameterPlace = ParameterPlace::Query;

const CIP13: StatedParameter = StatedParameter(
    "cip13",
    PATH,
    "string",
    true,
    (
        "Code de la présentation, 13 chiffres.",
        "Code of the pack, 13 digits.",
    ),
);
pub(super) const FOUND: (u16, Text) = (200, ("Trouvé.", "Found."));
pub(super) const NOT_FOUND: (u16, Text) =
    (404, ("Rien à cette adresse.", "Nothing at this address."));
const BAD_PARAMETER: (u16, Text) = (
    400,
    (
        "Un paramètre ne peut pas être lu ; la réponse dit lequel.",
        "A parameter cannot be read; the answer says which.",
    ),
);

/// Searches medicines.
pub const SEARCH: Stated = Stated {
    identifier: "search",
    method: "GET",
    path: "/api/v1/medicines",
    summary: ("Cherche des médicaments.", "Searches medicines."),
    parameters: &[
        StatedParameter(
            "q",
            QUERY,
            "string",
            true,
            (
                "Nom, substance, ATC, CIP ou CIS ; accents, fautes et abréviations sont compris.",
                "Name, substance, ATC, CIP or CIS; accents, typing errors and abbreviations are understood.",
            ),
        ),
        StatedParameter(
            "limit",
            QUERY,
            "integer",
            false,
            (
                "Nombre de résultats : 20 par défaut, 100 au plus.",
                "Number of results: 20 by default, 100 at most.",
            ),
        ),
    ],
    example: "'{server}/api/v1/medicines?q=doliprane%201g%20cpr'",
    answers: &[FOUND],
};

/// Reads a medicine.
pub const GET_MEDICINE: Stated = Stated {
    identifier: "medicine",
    method: "GET",
    path: "/api/v1/medicines/{cis}",
    summary: (
        "Un médicament, ses présentations et sa disponibilité.",
        "A medicine, its packs and its availability.",
    ),
    parameters: &[StatedParameter(
        "cis",
        PATH,
        "string",
        true,
        (
            "Code du médicament, 8 chiffres.",
            "Code of the medicine, 8 digits.",
        ),
    )],
    example: "'{server}/api/v1/medicines/60234100'",
    answers: &[FOUND, NOT_FOUND],
};

/// Reads a pack.
pub const GET_PACK: Stated = Stated {
    identifier: "pack",
    method: "GET",
    path: "/api/v1/packs/{cip13}",
    summary: (
        "Une présentation : prix, remboursement, état.",
        "A pack: price, reimbursement, state.",
    ),
    parameters: &[CIP13],
    example: "'{server}/api/v1/packs/3400935955838'",
    answers: &[FOUND, NOT_FOUND],
};

/// Reads the stock of a pack.
pub const STOCK: Stated = Stated {
    identifier: "stock",
    method: "GET",
    path: "/api/v1/packs/{cip13}/stock",
    summary: (
        "Stock, ventes et couverture d’une présentation, avec leur complétude.",
        "Stock, demand and cover of a pack, with their completeness.",
    ),
    parameters: &[
        CIP13,
        StatedParameter(
            "by",
            QUERY,
            "tier | region | department",
            false,
            (
                "Comment diviser le pays ; par niveau par défaut.",
                "How to divide the country; by tier by default.",
            ),
        ),
        StatedParameter(
            "tier",
            QUERY,
            "pharmacy | hospital | wholesaler | depositary | company | all",
            false,
            (
                "Le niveau de la chaîne ; par défaut les officines, ou tous les niveaux si le pays est divisé par niveau.",
                "The tier of the chain; by default pharmacies, or all tiers when the country is divided by tier.",
            ),
        ),
        StatedParameter(
            "at",
            QUERY,
            "date",
            false,
            (
                "Un jour passé ; maintenant par défaut.",
                "A past day; now by default.",
            ),
        ),
    ],
    example: "'{server}/api/v1/packs/3400935955838/stock?by=department'",
    answers: &[FOUND, BAD_PARAMETER, NOT_FOUND],
};

/// Reads the past of a pack.
pub const HISTORY: Stated = Stated {
    identifier: "history",
    method: "GET",
    path: "/api/v1/packs/{cip13}/history",
    summary: (
        "L’historique d’une présentation, jour par jour.",
        "The history of a pack, day by day.",
    ),
    parameters: &[
        CIP13,
        StatedParameter(
            "from",
            QUERY,
            "date",
            false,
            (
                "Premier jour ; 120 jours par défaut.",
                "First day; 120 days by default.",
            ),
        ),
        StatedParameter(
            "to",
            QUERY,
            "date",
            false,
            (
                "Dernier jour ; le dernier jour clos par défaut.",
                "Last day; the last closed day by default.",
            ),
        ),
        StatedParameter(
            "by",
            QUERY,
            "tier | region | department",
            false,
            ("Comment diviser le pays.", "How to divide the country."),
        ),
    ],
    example: "'{server}/api/v1/packs/3400935955838/history?by=tier'",
    answers: &[FOUND, BAD_PARAMETER, NOT_FOUND],
};

/// Lists covers.
pub const COVER: Stated = Stated {
    identifier: "cover",
    method: "GET",
    path: "/api/v1/cover",
    summary: (
        "La couverture de toutes les présentations, filtrée et triée ; en CSV avec `Accept: text/csv`.",
        "The cover of all packs, filtered and sorted; as CSV with `Accept: text/csv`.",
    ),
    parameters: &[
        StatedParameter(
            "tier",
            QUERY,
            "pharmacy | hospital | wholesaler | depositary | company",
            false,
            (
                "Niveau de la chaîne ; les officines par défaut.",
                "Tier of the chain; pharmacies by default.",
            ),
        ),
        StatedParameter(
            "department",
            QUERY,
            "string",
            false,
            (
                "Un département au lieu du pays.",
                "One department instead of the country.",
            ),
        ),
        StatedParameter(
            "mitm",
            QUERY,
            "boolean",
            false,
            (
                "Les MITM seulement, ou les autres.",
                "Only medicines of major interest, or only others.",
            ),
        ),
        StatedParameter(
            "atc",
            QUERY,
            "string",
            false,
            (
                "Une classe ATC, à tout niveau.",
                "An ATC class, of any level.",
            ),
        ),
        StatedParameter(
            "group",
            QUERY,
            "integer",
            false,
            (
                "Un groupe générique officiel.",
                "An official generic group.",
            ),
        ),
        StatedParameter(
            "below",
            QUERY,
            "number",
            false,
            (
                "Couverture inférieure à ce nombre de jours.",
                "Less cover than so many days.",
            ),
        ),
        StatedParameter(
            "demand_from",
            QUERY,
            "number",
            false,
            (
                "Au moins autant de boîtes par jour.",
                "At least so many boxes a day.",
            ),
        ),
        StatedParameter(
            "sort",
            QUERY,
            "cover | demand | at_zero | on_hand | cip13",
            false,
            (
                "Ordre ; précédé de « - », le plus grand d’abord.",
                "Order; with `-` before it, the largest first.",
            ),
        ),
        StatedParameter(
            "limit",
            QUERY,
            "integer",
            false,
            (
                "Lignes d’une page : 50 par défaut, 1 000 au plus.",
                "Rows of a page: 50 by default, 1,000 at most.",
            ),
        ),
        StatedParameter(
            "after",
            QUERY,
            "integer",
            false,
            (
                "Début de la page : le `next` de la précédente.",
                "Start of the page: the `next` of the one before.",
            ),
        ),
    ],
    example: "--header 'Accept: text/csv' '{server}/api/v1/cover?mitm=true&below=15&demand_from=50'",
    answers: &[FOUND, BAD_PARAMETER],
};

/// Reads the availability list.
pub const AVAILABILITY: Stated = Stated {
    identifier: "availability",
    method: "GET",
    path: "/api/v1/availability",
    summary: (
        "La liste publiée des ruptures et tensions qui compte un jour donné.",
        "The published list of shortages and tensions that counts on a day.",
    ),
    parameters: &[StatedParameter(
        "at",
        QUERY,
        "date",
        false,
        (
            "Le jour ; la dernière liste par défaut.",
            "The day; the latest list by default.",
        ),
    )],
    example: "'{server}/api/v1/availability'",
    answers: &[FOUND, BAD_PARAMETER],
};

/// Says who reported.
pub const COMPLETENESS: Stated = Stated {
    identifier: "completeness",
    method: "GET",
    path: "/api/v1/completeness",
    summary: (
        "Sites attendus et rapports reçus, par niveau et par département.",
        "Sites expected and reports received, by tier and department.",
    ),
    parameters: &[StatedParameter(
        "day",
        QUERY,
        "date",
        false,
        (
            "Le jour ; le dernier par défaut.",
            "The day; the latest by default.",
        ),
    )],
    example: "'{server}/api/v1/completeness'",
    answers: &[FOUND, BAD_PARAMETER, NOT_FOUND],
};

/// Says that the program runs.
pub const ALIVE: Stated = Stated {
    identifier: "healthz",
    method: "GET",
    path: "/healthz",
    summary: (
        "Dit que le programme tourne.",
        "Says that the program runs.",
    ),
    parameters: &[],
    example: "'{server}/healthz'",
    answers: &[(200, ("Il tourne.", "It runs."))],
};

/// Says that it can answer.
pub const READY: Stated = Stated {
    identifier: "readyz",
    method: "GET",
    path: "/readyz",
    summary: (
        "Dit que le programme peut répondre.",
        "Says that the program can answer.",
    ),
    parameters: &[],
    example: "'{server}/readyz'",
    answers: &[
        (200, ("Il peut répondre.", "It can answer.")),
        (503, ("Pas encore.", "Not yet.")),
    ],
};

/// Gives its measures.
pub const METRICS: Stated = Stated {
    identifier: "metrics",
    method: "GET",
    path: "/metrics",
    summary: (
        "Mesures du programme, pour Prometheus.",
        "Measures of the program, for Prometheus.",
    ),
    parameters: &[],
    example: "'{server}/metrics'",
    answers: &[(200, ("Les mesures.", "The measures."))],
};
