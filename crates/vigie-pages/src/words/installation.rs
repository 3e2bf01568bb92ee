//! The state of the installation.

use vigie_model::Language;

use super::counted;

part! {
    /// The state of the installation.
    Installation
    texts {
        title, lead, well, well_text, halted, halted_text, version, database, journal, journal_head, stock_lines,
        latest_day, last_closed, waiting_corrections, history, memory, catalogue, releases, lists, known_medicines,
        known_packs, files, files_caption, kind, count, rows, size, day_files, history_files, snapshots,
        catalogue_files, no_files, quarantine, quarantine_caption, waiting_code, nothing_waiting, none_yet,
    }
    sentences { between(from: &str, to: &str), days(count: u64), megabytes(size: &str), codes(count: u64), }
}

pub(super) const FRENCH: Installation = Installation {
    title: "État du service",
    lead: "Ce que le service a reçu, écrit et importé.",
    well: "Le service reçoit les rapports",
    well_text: "Journal, positions et fichiers concordent autant qu’on le sait sans les recalculer ; « vigie verify » les \
                recalcule.",
    halted: "Le service ne reçoit plus de rapports",
    halted_text: "Redémarrez-le : il relira le journal. Motif :",
    version: "Version",
    database: "Base",
    journal: "Journal et positions",
    journal_head: "Dernier numéro du journal",
    stock_lines: "Lignes de stock connues",
    latest_day: "Dernier jour déclaré",
    last_closed: "Dernier jour clos",
    waiting_corrections: "Jours clos à récrire",
    history: "Historique",
    memory: "Jours du pays en mémoire",
    catalogue: "Catalogue",
    releases: "Versions de la base publique",
    lists: "Listes de disponibilité",
    known_medicines: "Spécialités",
    known_packs: "Présentations",
    files: "Fichiers",
    files_caption: "Fichiers publiés du dossier de données",
    kind: "Contenu",
    count: "Fichiers",
    rows: "Lignes",
    size: "Taille",
    day_files: "Jours",
    history_files: "Historique par présentation et département",
    snapshots: "Positions pour redémarrer vite",
    catalogue_files: "Versions du catalogue",
    no_files: "Aucun fichier n’est encore publié.",
    quarantine: "Codes en attente",
    quarantine_caption: "Codes que des sites ont envoyés et que le catalogue ne connaît pas encore",
    waiting_code: "Code",
    nothing_waiting: "Aucun code n’attend le catalogue.",
    none_yet: "pas encore",
    between: |from, to| format!("du {from} au {to}"),
    days: |count| counted(Language::French, count, "jour", "jours"),
    megabytes: |size| format!("{size} Mo"),
    codes: |count| counted(Language::French, count, "code attend", "codes attendent"),
};

pub(super) const ENGLISH: Installation = Installation {
    title: "State of the service",
    lead: "What the service has received, written and imported.",
    well: "The service takes reports",
    well_text: "Journal, positions and files agree as far as is known without computing them again; `vigie verify` \
                computes them again.",
    halted: "The service takes no reports any more",
    halted_text: "Restart it: it reads the journal again. Reason:",
    version: "Release",
    database: "Database",
    journal: "Journal and positions",
    journal_head: "Last number of the journal",
    stock_lines: "Stock lines known",
    latest_day: "Latest day reported",
    last_closed: "Last day closed",
    waiting_corrections: "Closed days to write again",
    history: "History",
    memory: "Days of the country in memory",
    catalogue: "Catalogue of medicines",
    releases: "Releases of the public database",
    lists: "Availability lists",
    known_medicines: "Medicines",
    known_packs: "Packs",
    files: "Files",
    files_caption: "Published files of the data folder",
    kind: "Content",
    count: "Number",
    rows: "Rows",
    size: "Size",
    day_files: "Days",
    history_files: "History by pack and department",
    snapshots: "Positions for a quick restart",
    catalogue_files: "Releases of the catalogue",
    no_files: "No file is published yet.",
    quarantine: "Codes that wait",
    quarantine_caption: "Codes that sites have sent and the catalogue does not know yet",
    waiting_code: "Waiting code",
    nothing_waiting: "No code waits for the catalogue.",
    none_yet: "not yet",
    between: |from, to| format!("from {from} to {to}"),
    days: |count| counted(Language::English, count, "day", "days"),
    megabytes: |size| format!("{size} MB"),
    codes: |count| counted(Language::English, count, "code waits", "codes wait"),
};
