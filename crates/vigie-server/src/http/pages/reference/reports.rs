//! The operations about reports, in both languages.

use super::operations::{FOUND, NOT_FOUND};
use super::{Group, Stated, StatedParameter, body, header, path, query, required};

const TOKEN: StatedParameter = required(header(
    "Authorization",
    "Bearer …",
    "Jeton du site ou de l’organisation.",
    "Token of the site or organisation.",
));

/// Sending a report, and reading its receipt.
pub(super) const GROUP: Group = Group {
    name: ("Rapports de stock", "Stock reports"),
    operations: &[
        Stated {
            identifier: "receive",
            method: "POST",
            path: "/api/v1/reports",
            summary: (
                "Reçoit un rapport de stock : CSV, NDJSON, XLSX ou Parquet, tel quel, gzip ou zstd. Répond quand il est sur disque.",
                "Receives a stock report: CSV, NDJSON, XLSX or Parquet, plain, gzip or zstd. Answers when it is on disk.",
            ),
            parameters: &[
                TOKEN,
                query(
                    "site",
                    "FINESS | SIRET | GLN",
                    "Site du rapport ; inutile avec le jeton d’un seul site.",
                    "Site of the report; not needed with the token of one site.",
                ),
                query(
                    "as_of",
                    "date",
                    "Jour à la fin duquel le stock a été compté ; peut être une colonne du fichier.",
                    "Day at whose end the stock was counted; may be a column of the file.",
                ),
                query(
                    "kind",
                    "full | changes",
                    "Tout le stock (par défaut) ou ce qui a changé.",
                    "All of the stock (default) or what has changed.",
                ),
                header(
                    "Idempotency-Key",
                    "string",
                    "Nom de l’envoi, pour le répéter sans effet.",
                    "Name of the sending, to repeat it without effect.",
                ),
                body(
                    "file",
                    "CSV | NDJSON | XLSX | Parquet",
                    "Le rapport.",
                    "The report.",
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
        },
        Stated {
            identifier: "receipt",
            method: "GET",
            path: "/api/v1/reports/{id}",
            summary: (
                "Le reçu d’un rapport et ses lignes en quarantaine.",
                "The receipt of a report and its quarantined lines.",
            ),
            parameters: &[
                TOKEN,
                path(
                    "id",
                    "uuid",
                    "Nom du rapport, donné à sa réception.",
                    "Name of the report, given when it was received.",
                ),
            ],
            example: "--header 'Authorization: Bearer <token>' '{server}/api/v1/reports/019ab3c2-7d10-7a4e-9c55-2f1e0d3b8a61'",
            answers: &[FOUND, NOT_FOUND],
        },
    ],
};
