//! The browsable reference of the API. The handlers and `/api/openapi.json` say the same in full.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use vigie_pages::{ApiReference, Operation, OperationGroup, Parameter, ParameterPlace, Prose};

use super::answer;
use super::asked::Asked;
use super::shell::shell;
use crate::http::App;

/// A text in French and in English.
type Text = (&'static str, &'static str);

/// `/{lang}/api`
pub async fn show(State(app): State<App>, headers: HeaderMap, asked: Asked) -> Response {
    let data_day = app.system.picture.read().latest();
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .filter(|host| is_plain_host(host));
    let reference = ApiReference {
        shell: shell(&app.system, &asked, data_day),
        document: "/api/openapi.json".to_owned(),
        groups: groups(&format!("http://{}", host.unwrap_or("localhost"))),
    };
    answer(reference.render(asked.language), &asked)
}

/// The Host header is the asker's word and goes into commands that people copy: letters, digits, `.`, `-`, `:` only.
fn is_plain_host(host: &str) -> bool {
    !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
}

fn groups(server: &str) -> Vec<OperationGroup> {
    let group = |(french, english): Text, operations: &[&Stated]| OperationGroup {
        name: Prose::both(french, english),
        operations: operations
            .iter()
            .map(|operation| operation.shown(server))
            .collect(),
    };
    vec![
        group(
            ("Rapports de stock", "Stock reports"),
            &[&SEND_REPORT, &GET_RECEIPT],
        ),
        group(
            ("Médicaments et présentations", "Medicines and packs"),
            &[&SEARCH, &GET_MEDICINE, &GET_PACK],
        ),
        group(
            ("Stock et couverture", "Stock and cover"),
            &[&STOCK, &HISTORY, &COVER],
        ),
        group(
            (
                "Disponibilité et complétude",
                "Availability and completeness",
            ),
            &[&AVAILABILITY, &COMPLETENESS],
        ),
        group(("Service", "Service"), &[&ALIVE, &READY, &METRICS]),
    ]
}

/// An operation as written here.
struct Stated {
    identifier: &'static str,
    method: &'static str,
    path: &'static str,
    summary: Text,
    parameters: &'static [StatedParameter],
    /// What stands after `curl`; `{server}` is the address of this server.
    example: &'static str,
    answers: &'static [(u16, Text)],
}

struct StatedParameter(&'static str, ParameterPlace, &'static str, bool, Text);

impl Stated {
    fn shown(&self, server: &str) -> Operation {
        Operation {
            identifier: self.identifier.to_owned(),
            method: self.method.to_owned(),
            path: self.path.to_owned(),
            summary: prose(self.summary),
            parameters: self.parameters.iter().map(StatedParameter::shown).collect(),
            example: format!("curl {}", self.example.replace("{server}", server)),
            answers: self
                .answers
                .iter()
                .map(|(status, meaning)| (*status, prose(*meaning)))
                .collect(),
        }
    }
}

impl StatedParameter {
    fn shown(&self) -> Parameter {
        let Self(name, place, kind, required, meaning) = self;
        Parameter {
            name: (*name).to_owned(),
            place: *place,
            kind: (*kind).to_owned(),
            required: *required,
            meaning: prose(*meaning),
        }
    }
}

fn prose((french, english): Text) -> Prose {
    Prose::both(french, english)
}

const PATH: ParameterPlace = ParameterPlace::Path;
const QUERY: ParameterPlace = ParameterPlace::Query;
const HEADER: ParameterPlace = ParameterPlace::Header;
const BODY: ParameterPlace = ParameterPlace::Body;

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
const TOKEN: StatedParameter = StatedParameter(
    "Authorization",
    HEADER,
    "Bearer …",
    true,
    (
        "Jeton du site ou de l’organisation.",
        "Token of the site or organisation.",
    ),
);
const FOUND: (u16, Text) = (200, ("Trouvé.", "Found."));
const NOT_FOUND: (u16, Text) = (404, ("Rien à cette adresse.", "Nothing at this address."));
const BAD_PARAMETER: (u16, Text) = (
    400,
    (
        "Un paramètre ne peut pas être lu ; la réponse dit lequel.",
        "A parameter cannot be read; the answer says which.",
    ),
);

const SEND_REPORT: Stated = Stated {
    identifier: "receive",
    method: "POST",
    path: "/api/v1/reports",
    summary: (
        "Reçoit un rapport de stock : CSV, NDJSON, XLSX ou Parquet, tel quel, gzip ou zstd. Répond quand il est sur disque.",
        "Receives a stock report: CSV, NDJSON, XLSX or Parquet, plain, gzip or zstd. Answers when it is on disk.",
    ),
    parameters: &[
        TOKEN,
        StatedParameter(
            "site",
            QUERY,
            "FINESS | SIRET | GLN",
            false,
            (
                "Site du rapport ; inutile avec le jeton d’un seul site.",
                "Site of the report; not needed with the token of one site.",
            ),
        ),
        StatedParameter(
            "as_of",
            QUERY,
            "date",
            false,
            (
                "Jour à la fin duquel le stock a été compté ; peut être une colonne du fichier.",
                "Day at whose end the stock was counted; may be a column of the file.",
            ),
        ),
        StatedParameter(
            "kind",
            QUERY,
            "full | changes",
            false,
            (
                "Tout le stock (par défaut) ou ce qui a changé.",
                "All of the stock (default) or what has changed.",
            ),
        ),
        StatedParameter(
            "Idempotency-Key",
            HEADER,
            "string",
            false,
            (
                "Nom de l’envoi, pour le répéter sans effet.",
                "Name of the sending, to repeat it without effect.",
            ),
        ),
        StatedParameter(
            "file",
            BODY,
            "CSV | NDJSON | XLSX | Parquet",
            true,
            ("Le rapport.", "The report."),
        ),
    ],
    example: "--data-binary @stock.csv --header 'Authorization: Bearer <token>' '{server}/api/v1/reports?as_of=2026-11-20'",
    answers: &[
        (201, ("Le rapport est gardé.", "The report is kept.")),
        (
            200,
            (
                "Déjà reçu ; rien n’a changé.",
                "Received before; nothing has changed.",
            ),
        ),
        (
            401,
            (
                "Jeton absent, inconnu ou expiré.",
                "Token missing, unknown or expired.",
            ),
        ),
        (
            403,
            (
                "Ce jeton ne permet pas d’envoyer pour ce site.",
                "This token may not send for this site.",
            ),
        ),
        (413, ("Fichier trop grand.", "File too large.")),
        (
            422,
            (
                "Fichier illisible ; la réponse dit où et quoi faire.",
                "File unreadable; the answer says where and what to do.",
            ),
        ),
        (
            507,
            (
                "Disque plein ; rien n’est gardé, recommencez plus tard.",
                "Disk full; nothing is kept, try again later.",
            ),
        ),
    ],
};

const GET_RECEIPT: Stated = Stated {
    identifier: "receipt",
    method: "GET",
    path: "/api/v1/reports/{id}",
    summary: (
        "Le reçu d’un rapport et ses lignes en quarantaine.",
        "The receipt of a report and its quarantined lines.",
    ),
    parameters: &[
        TOKEN,
        StatedParameter(
            "id",
            PATH,
            "uuid",
            true,
            (
                "Nom du rapport, donné à sa réception.",
                "Name of the report, given when it was received.",
            ),
        ),
    ],
    example: "--header 'Authorization: Bearer <token>' '{server}/api/v1/reports/019ab3c2-7d10-7a4e-9c55-2f1e0d3b8a61'",
    answers: &[FOUND, NOT_FOUND],
};

const SEARCH: Stated = Stated {
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

const GET_MEDICINE: Stated = Stated {
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

const GET_PACK: Stated = Stated {
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

const STOCK: Stated = Stated {
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

const HISTORY: Stated = Stated {
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

const COVER: Stated = Stated {
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

const AVAILABILITY: Stated = Stated {
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

const COMPLETENESS: Stated = Stated {
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

const ALIVE: Stated = Stated {
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

const READY: Stated = Stated {
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

const METRICS: Stated = Stated {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("127.0.0.1:8080", true)]
    #[case("vigie.example", true)]
    #[case("[::1]:8080", true)]
    #[case("x'; rm -rf ~; '", false)]
    #[case("", false)]
    fn only_a_plain_host_goes_into_commands(#[case] host: &str, #[case] plain: bool) {
        assert_eq!(is_plain_host(host), plain);
    }

    #[test]
    fn every_parameter_of_a_path_is_explained() {
        for operation in groups("http://localhost")
            .iter()
            .flat_map(|group| &group.operations)
        {
            let in_path = operation
                .parameters
                .iter()
                .filter(|parameter| parameter.place == ParameterPlace::Path);
            for parameter in in_path {
                assert!(
                    operation.path.contains(&format!("{{{}}}", parameter.name)),
                    "{}",
                    operation.path
                );
            }
            assert!(!operation.example.contains("{server}"));
        }
    }
}
