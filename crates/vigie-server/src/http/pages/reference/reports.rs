//! The operations about reports, in both languages.

use vigie_pages::ParameterPlace;

use super::operations::{FOUND, NOT_FOUND, PATH, QUERY};
use super::{Stated, StatedParameter};

const HEADER: ParameterPlace = ParameterPlace::Header;
const BODY: ParameterPlace = ParameterPlace::Body;

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

/// Sends a report.
pub const SEND_REPORT: Stated = Stated {
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

/// Reads a receipt.
pub const GET_RECEIPT: Stated = Stated {
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
