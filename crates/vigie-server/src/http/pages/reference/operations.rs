//! The operations, in both languages.

use super::{Group, Stated, StatedParameter, Text, path, query, required};

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

const CIP13: StatedParameter = path(
    "cip13",
    "string",
    "Code de la présentation, 13 chiffres.",
    "Code of the pack, 13 digits.",
);
const BY: StatedParameter = query(
    "by",
    "tier | region | department",
    "Comment diviser le pays ; par niveau par défaut.",
    "How to divide the country; by tier by default.",
);
const FORMAT: StatedParameter = query(
    "format",
    "json | csv | parquet",
    "Forme de la réponse ; à défaut, ce que demande `Accept` (`text/csv`, `application/vnd.apache.parquet`).",
    "Form of the answer; by default what `Accept` asks for (`text/csv`, `application/vnd.apache.parquet`).",
);

/// Everything but reports.
pub(super) const GROUPS: [Group; 4] = [
    Group {
        name: ("Médicaments et présentations", "Medicines and packs"),
        operations: &[
            Stated {
                identifier: "search",
                method: "GET",
                path: "/api/v1/medicines",
                summary: ("Cherche des médicaments.", "Searches medicines."),
                parameters: &[
                    required(query(
                        "q",
                        "string",
                        "Nom, substance, ATC, CIP ou CIS ; accents, fautes et abréviations sont compris.",
                        "Name, substance, ATC, CIP or CIS; accents, typing errors and abbreviations are understood.",
                    )),
                    query(
                        "limit",
                        "integer",
                        "Nombre de résultats : 20 par défaut, 100 au plus.",
                        "Number of results: 20 by default, 100 at most.",
                    ),
                ],
                example: "'{server}/api/v1/medicines?q=doliprane%201g%20cpr'",
                answers: &[FOUND],
            },
            Stated {
                identifier: "medicine",
                method: "GET",
                path: "/api/v1/medicines/{cis}",
                summary: (
                    "Un médicament, ses présentations et sa disponibilité.",
                    "A medicine, its packs and its availability.",
                ),
                parameters: &[path(
                    "cis",
                    "string",
                    "Code du médicament, 8 chiffres.",
                    "Code of the medicine, 8 digits.",
                )],
                example: "'{server}/api/v1/medicines/60234100'",
                answers: &[FOUND, NOT_FOUND],
            },
            Stated {
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
            },
        ],
    },
    Group {
        name: ("Stock et couverture", "Stock and cover"),
        operations: &[
            Stated {
                identifier: "stock",
                method: "GET",
                path: "/api/v1/packs/{cip13}/stock",
                summary: (
                    "Stock, ventes et couverture d’une présentation, avec leur complétude.",
                    "Stock, demand and cover of a pack, with their completeness.",
                ),
                parameters: &[
                    CIP13,
                    BY,
                    query(
                        "tier",
                        "pharmacy | hospital | wholesaler | depositary | company | all",
                        "Niveau de la chaîne ; par défaut les officines, ou tous si le pays est divisé par niveau.",
                        "Tier of the chain; by default pharmacies, or all when the country is divided by tier.",
                    ),
                    query(
                        "at",
                        "date",
                        "Un jour passé ; maintenant par défaut.",
                        "A past day; now by default.",
                    ),
                ],
                example: "'{server}/api/v1/packs/3400935955838/stock?by=department'",
                answers: &[FOUND, BAD_PARAMETER, NOT_FOUND],
            },
            Stated {
                identifier: "history",
                method: "GET",
                path: "/api/v1/packs/{cip13}/history",
                summary: (
                    "L’historique d’une présentation, jour par jour.",
                    "The history of a pack, day by day.",
                ),
                parameters: &[
                    CIP13,
                    query(
                        "from",
                        "date",
                        "Premier jour ; 120 jours par défaut.",
                        "First day; 120 days by default.",
                    ),
                    query(
                        "to",
                        "date",
                        "Dernier jour ; le dernier jour clos par défaut.",
                        "Last day; the last closed day by default.",
                    ),
                    BY,
                    FORMAT,
                ],
                example: "'{server}/api/v1/packs/3400935955838/history?by=tier'",
                answers: &[FOUND, BAD_PARAMETER, NOT_FOUND],
            },
            Stated {
                identifier: "areas",
                method: "GET",
                path: "/api/v1/areas",
                summary: (
                    "Une présentation, un médicament, une classe ou une liste par département ou région : les nombres de la carte.",
                    "A pack, a medicine, a class or a list by department or region: the numbers of the map.",
                ),
                parameters: &[
                    query(
                        "of",
                        "string",
                        "CIP13, CIP7, CIS, classe ATC, « mitm », « all », ou « equivalents- » suivi d’un CIS.",
                        "CIP13, CIP7, CIS, ATC class, `mitm`, `all`, or `equivalents-` and a CIS.",
                    ),
                    query(
                        "by",
                        "department | region | nation",
                        "Découpage ; les départements par défaut.",
                        "Division; departments by default.",
                    ),
                    query(
                        "tier",
                        "pharmacy | hospital",
                        "Niveau de la chaîne ; les officines par défaut.",
                        "Tier of the chain; pharmacies by default.",
                    ),
                    FORMAT,
                ],
                example: "'{server}/api/v1/areas?of=J01CA04&by=region'",
                answers: &[FOUND, BAD_PARAMETER],
            },
            Stated {
                identifier: "areas-history",
                method: "GET",
                path: "/api/v1/areas/history",
                summary: (
                    "Les mêmes nombres, jour par jour, pour un ensemble de 1 000 présentations au plus.",
                    "The same numbers day by day, for a set of at most 1,000 packs.",
                ),
                parameters: &[
                    query(
                        "of",
                        "string",
                        "CIP13, CIP7, CIS, classe ATC, ou « equivalents- » suivi d’un CIS.",
                        "CIP13, CIP7, CIS, ATC class, or `equivalents-` and a CIS.",
                    ),
                    query(
                        "by",
                        "department | region | nation",
                        "Découpage ; les départements par défaut.",
                        "Division; departments by default.",
                    ),
                    query(
                        "tier",
                        "pharmacy | hospital",
                        "Niveau de la chaîne ; les officines par défaut.",
                        "Tier of the chain; pharmacies by default.",
                    ),
                    query(
                        "from",
                        "date",
                        "Premier jour ; 31 jours par défaut, 92 au plus.",
                        "First day; 31 days by default, 92 at most.",
                    ),
                    query(
                        "to",
                        "date",
                        "Dernier jour ; le dernier jour clos par défaut.",
                        "Last day; the last closed day by default.",
                    ),
                    FORMAT,
                ],
                example: "'{server}/api/v1/areas/history?of=J01CA04&by=region&format=csv'",
                answers: &[FOUND, BAD_PARAMETER],
            },
            Stated {
                identifier: "cover",
                method: "GET",
                path: "/api/v1/cover",
                summary: (
                    "La couverture de toutes les présentations, filtrée et triée ; toute la liste si un fichier est demandé.",
                    "The cover of all packs, filtered and sorted; the whole list when a file is asked for.",
                ),
                parameters: &[
                    query(
                        "tier",
                        "pharmacy | hospital | wholesaler | depositary | company",
                        "Niveau de la chaîne ; les officines par défaut.",
                        "Tier of the chain; pharmacies by default.",
                    ),
                    query(
                        "department",
                        "string",
                        "Un département au lieu du pays.",
                        "One department instead of the country.",
                    ),
                    query(
                        "mitm",
                        "boolean",
                        "Les MITM seulement, ou les autres.",
                        "Only medicines of major interest, or only others.",
                    ),
                    query(
                        "atc",
                        "string",
                        "Une classe ATC, à tout niveau.",
                        "An ATC class, of any level.",
                    ),
                    query(
                        "group",
                        "integer",
                        "Un groupe générique officiel.",
                        "An official generic group.",
                    ),
                    query(
                        "below",
                        "number",
                        "Couverture inférieure à ce nombre de jours.",
                        "Less cover than so many days.",
                    ),
                    query(
                        "demand_from",
                        "number",
                        "Au moins autant de boîtes par jour.",
                        "At least so many boxes a day.",
                    ),
                    query(
                        "sort",
                        "cover | demand | at_zero | on_hand | cip13",
                        "Ordre ; précédé de « - », le plus grand d’abord.",
                        "Order; with `-` before it, the largest first.",
                    ),
                    query(
                        "limit",
                        "integer",
                        "Lignes d’une page : 50 par défaut, 1 000 au plus.",
                        "Rows of a page: 50 by default, 1,000 at most.",
                    ),
                    query(
                        "after",
                        "integer",
                        "Début de la page : le `next` de la précédente.",
                        "Start of the page: the `next` of the one before.",
                    ),
                    FORMAT,
                ],
                example: "--output cover.parquet '{server}/api/v1/cover?mitm=true&below=15&demand_from=50&format=parquet'",
                answers: &[FOUND, BAD_PARAMETER],
            },
        ],
    },
    Group {
        name: (
            "Disponibilité et complétude",
            "Availability and completeness",
        ),
        operations: &[
            Stated {
                identifier: "availability",
                method: "GET",
                path: "/api/v1/availability",
                summary: (
                    "La liste publiée des ruptures et tensions qui compte un jour donné.",
                    "The published list of shortages and tensions that counts on a day.",
                ),
                parameters: &[
                    query(
                        "at",
                        "date",
                        "Le jour ; la dernière liste par défaut.",
                        "The day; the latest list by default.",
                    ),
                    FORMAT,
                ],
                example: "'{server}/api/v1/availability'",
                answers: &[FOUND, BAD_PARAMETER],
            },
            Stated {
                identifier: "completeness",
                method: "GET",
                path: "/api/v1/completeness",
                summary: (
                    "Sites attendus et rapports reçus, par niveau et par département.",
                    "Sites expected and reports received, by tier and department.",
                ),
                parameters: &[
                    query(
                        "day",
                        "date",
                        "Le jour ; le dernier par défaut.",
                        "The day; the latest by default.",
                    ),
                    FORMAT,
                ],
                example: "'{server}/api/v1/completeness'",
                answers: &[FOUND, BAD_PARAMETER, NOT_FOUND],
            },
        ],
    },
    Group {
        name: ("Service", "Service"),
        operations: &[
            Stated {
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
            },
            Stated {
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
            },
            Stated {
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
            },
        ],
    },
];
