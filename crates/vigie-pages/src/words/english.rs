//! The English catalogue. French legal terms keep their French name in brackets where it helps.

use vigie_model::Language;

use super::{Api, Board, Charts, Meanings, Medicine, Moves, Search, Shell, Terms, Trouble, Words};
use crate::notation::Notation;

const LANGUAGE: Language = Language::English;

/// `0 sites`, `1 site`, `2 sites`: in English only one is singular.
fn counted(count: u64, singular: &str, plural: &str) -> String {
    let noun = if count == 1 { singular } else { plural };
    format!("{} {noun}", LANGUAGE.integer(count))
}

pub(super) static WORDS: Words = Words {
    language: LANGUAGE,
    shell: SHELL,
    terms: TERMS,
    board: BOARD,
    moves: MOVES,
    search: SEARCH,
    medicine: MEDICINE,
    charts: CHARTS,
    api: API,
    meanings: MEANINGS,
    trouble: TROUBLE,
};

const SHELL: Shell = Shell {
    tagline: "Medicine stocks and shortages",
    skip: "Skip to content",
    search_label: "Find a medicine",
    search_hint: "Name, substance, CIP or CIS code, ATC class",
    search_button: "Search",
    navigation: "Main navigation",
    board: "National board",
    definitions: "Definitions",
    api: "API",
    synthetic_title: "Synthetic data.",
    synthetic_text: "The stocks, sales and sites of this country are simulated. No stock figure describes the real \
                     situation.",
    footer_sources: "Sources of the data",
    footer_about: "About",
    footer_principle: "Every number has its date, its completeness and a link to its definition. What is not known is \
                       written “unknown”.",
    other_language: "Français",
    contents: "On this page",
    download_csv: "Download as CSV",
    download_json: "Read as JSON",
    data_day: |day| format!("Stocks on {day}"),
    source_day: |day| format!("release of {day}"),
    title: |page| format!("{page} – Vigie"),
};

const TERMS: Terms = Terms {
    shortage: "Out of stock",
    tension: "Tension",
    cessation: "Marketing stopped",
    returned: "Supply resumed",
    shortage_meaning: "No stock is left, or what is left is reserved for certain uses.",
    tension_meaning: "Stock will not cover all needs. Some pharmacies may run out.",
    cessation_meaning: "The company stops marketing this medicine.",
    returned_meaning: "The medicine is being delivered again. It may come back region by region.",
    satisfactory: "Satisfactory",
    watch: "To watch",
    insufficient: "Insufficient",
    not_relevant: "Data not relevant",
    pharmacy: "Pharmacies",
    hospital: "Hospital pharmacies",
    wholesaler: "Wholesalers",
    depositary: "Depositaries",
    company: "Companies",
    all_tiers: "All tiers",
    unknown: "unknown",
    not_reported: "no site has reported it",
    no_demand: "nothing was sold over the period",
    too_few_reports: "too few sites have reported",
    confidential: "too few sites to be published",
    not_published: "the source does not publish it",
    no_history: "no history on that day",
    not_imported: "no release of the source is loaded",
    major_interest: "Medicine of major therapeutic interest (MITM)",
    major_interest_short: "MITM",
    boxes: "boxes",
    boxes_per_day: "boxes/day",
    days: "days",
    packs: "packs",
    medicines: "medicines",
    sites: "sites",
    cover: "Cover",
    stock: "Stock",
    demand: "Mean sales",
    sites_at_zero: "Sites at zero",
    sites_holding: "Sites holding",
    completeness: "Completeness",
    status: "Availability",
    medicine: "Medicine",
    pack: "Pack",
    tier: "Tier of the chain",
    department: "Department",
    code: "Code",
    received: "Received",
    expected: "Expected",
    share: "Share",
    day: "Day",
    not_listed: "No difficulty published",
    cover_unit: "days",
    stock_unit: "boxes",
    demand_unit: "boxes/day, 28 days",
    completeness_of: |received, expected, percent| {
        let expected = counted(u64::from(expected), "site expected", "sites expected");
        format!(
            "{} of {expected} ({percent})",
            LANGUAGE.integer(u64::from(received))
        )
    },
    as_of: |day| format!("on {day}"),
    a_week_ago: |value| format!("{value} seven days ago"),
    out_of: |count| format!("of {count}"),
    between: |from, to| format!("from {from} to {to}"),
    whole_percent: |percent| format!("{percent}%"),
};

const BOARD: Board = Board {
    title: "Medicine stocks in France",
    description: "Cover, shortages and tensions of medicines in France: today’s figures, how complete they are, the packs \
                  that run short and what got worse this week.",
    insufficient_packs: "MITM packs with insufficient cover",
    median_cover: "Median cover of MITM packs",
    shortages: "Medicines out of stock",
    tensions: "Medicines in tension",
    headline: "The country in four numbers",
    classes_title: "Cover of packs",
    classes_of_major: "MITM only",
    classes_of_all: "All packs",
    classes_caption: "Number of packs by level of national cover",
    completeness_title: "Who has reported",
    completeness_caption: "Sites expected and sites whose stock is up to date, by tier of the chain",
    thinnest_title: "Thinnest covers",
    thinnest_caption: "MITM packs with the lowest national cover",
    at_zero_title: "Most pharmacies at zero",
    at_zero_caption: "Packs missing from the most pharmacies that carry them",
    worse_title: "What got worse this week",
    worse_caption: "Packs whose cover fell most in seven days",
    transitions_caption: "Medicines that entered, changed or left the list published by ANSM, the French agency",
    from_to: "Move",
    none_worse: "No cover fell notably this week.",
    no_rows: "Nothing to show: no stock has been received yet.",
    no_transitions: "Nothing moved between the last two releases of the list.",
    a_week_ago: "7 days ago",
    list_title: "Availability list of the agency (ANSM)",
    list_caption: "Medicines on the list by situation, against the release before",
    list_count: "Medicines",
    list_before: "Release before",
    list_change: "Change",
    cover_trend: "28 days",
    lead_before_reports: |day| {
        format!("On {day}. No site is expected yet: completeness is unknown.")
    },
    lead: |day, percent| {
        format!("On {day}. {percent} of expected sites have reported their stock.")
    },
    spark: |first, last| format!("Cover over 28 days: from {first} to {last} days"),
    list_intro: |day, before| format!("Release of {day}, against that of {before}."),
};

const MOVES: Moves = Moves {
    appeared: "Enters the list",
    changed: "Changes situation",
    returned: "Supply resumed",
    vanished: "No longer on the list",
    reappeared: "Back on the list",
    vanished_note: "Being no longer on the list is not a declared end: the source does not say what became of the \
                    incident.",
};

const SEARCH: Search = Search {
    title: "Find a medicine",
    description: "Find a medicine by its name, substance, CIP or CIS code, or ATC class.",
    found_by_name: "name",
    found_by_substance: "active substance",
    found_by_code: "its code",
    found_by_atc: "ATC class",
    found_by_company: "company",
    caption: "Medicines found, closest first",
    none_help: "Check the spelling, try the substance (“amoxicilline”) or a CIP code. Accents and small mistakes are fine.",
    empty_title: "What are you looking for?",
    empty_help: "Type a name, a substance, a CIP or CIS code, or an ATC class.",
    next: "More results",
    matched: "Found by",
    company: "Company",
    packs: "Packs",
    examples: "Examples",
    count: |total| counted(total, "medicine", "medicines"),
    count_for: |total, text| {
        let count = counted(total, "medicine found", "medicines found");
        format!("{count} for “{text}”")
    },
    title_for: |text| format!("“{text}” – search"),
    suggestion: || "Try instead".to_owned(),
    shown: |from, to| {
        format!(
            "Results {} to {}",
            LANGUAGE.integer(from),
            LANGUAGE.integer(to)
        )
    },
};

const MEDICINE: Medicine = Medicine {
    status_title: "Availability",
    not_listed: "No published difficulty",
    not_listed_meaning: "This medicine is not on the list of shortages and tensions published by ANSM, the French agency. \
                         That does not mean that every pharmacy has it.",
    listed_whole: "All packs are concerned.",
    status_source: "Page of the agency (ANSM)",
    expected_return: "Expected return",
    return_unknown: "unknown: the agency publishes no date",
    figures: "The pack in four numbers",
    packs_title: "Packs",
    packs_caption: "Packs of this medicine: price, reimbursement and national cover",
    price: "Public price",
    reimbursement: "Reimbursed",
    reimbursed_not: "not reimbursed",
    marketed: "Marketed",
    suspended: "Marketing suspended",
    ceased: "Marketing stopped",
    state_unknown: "State unknown",
    state: "State",
    tiers_title: "Stock by tier of the chain",
    departments_title: "Cover by department",
    departments_note: "Pharmacies of the department; hospital pharmacies when they alone carry the pack.",
    departments_chart: "Departments with the thinnest cover",
    history_title: "A year of history",
    history_chart: "Cover, stock and sales by day",
    history_table: "Figures by day",
    availability_title: "History of availability",
    availability_caption: "Moves of this medicine in successive releases of the agency’s list",
    substitutes_title: "Alternatives to this medicine",
    no_substitutes: "No alternative known at this level.",
    level_one: "Same generic group: same substances, form, route and strength",
    level_two: "Same substances and route: strength or form differs",
    level_three: "Same substance in the ATC classification (level 5)",
    level_four: "Same pharmacological class (ATC level 4)",
    level_four_warning: "Same class does not mean same effect: medical advice is needed.",
    substitute_warning: "This list informs. Substitution is for the pharmacist and the prescriber to decide.",
    identity_title: "Identity of the medicine",
    substances: "Substances",
    form: "Pharmaceutical form",
    route: "Route",
    atc: "ATC",
    company: "Holder",
    authorisation: "Marketing authorisation",
    data_title: "Data of this page",
    data_text: "All that this page shows can also be read by a program.",
    published: "List of",
    moved: "Move",
    in_focus: "pack shown",
    no_history: "There is no history for this pack yet.",
    cover_label: "Level",
    sort_by: "Sort by",
    major_yes: "yes",
    major_no: "no",
    sources: "Sources",
    no_departments: "No department has reported stock of this pack.",
    all_packs: "all",
    status_unknown: "Availability unknown",
    status_unknown_meaning: "No release of the list of shortages and tensions is loaded; nothing follows from that.",
    no_moves: "No move in the known releases of the list.",
    description: |name| {
        format!(
            "{name}: availability, stock and cover by tier and department, history and alternatives."
        )
    },
    status_since: |day| format!("since {day}"),
    list_of: |day| format!("Agency list of {day}"),
    tiers_caption: |pack| format!("{pack}: stock, sales and cover by tier of the chain"),
    departments_caption: |pack, day| format!("{pack}: cover by department on {day}"),
    history_caption: |pack| format!("{pack}: cover, stock and sales, day by day"),
    substitutes_caption: |level| format!("Alternatives. {level}"),
    departments_description: |thinnest, days, count| {
        format!(
            "{} as bars. The lowest: {thinnest}, {days} days.",
            counted(count, "department", "departments")
        )
    },
    history_description: |from, to, gaps| {
        let missing = match gaps {
            0 => "no day is missing".to_owned(),
            _ => counted(
                gaps,
                "day without data, left empty",
                "days without data, left empty",
            ),
        };
        format!("From {from} to {to}; {missing}.")
    },
    concerned_pack: |cip13| format!("Pack concerned: {cip13}."),
    all_departments: |count| format!("See {}", counted(count, "department", "departments")),
};

const CHARTS: Charts = Charts {
    cover_panel: "Cover, in days",
    stock_panel: "Stock, in boxes",
    demand_panel: "Sales, in boxes a day",
    gap: "No data",
    satisfactory_line: "satisfactory",
    watch_line: "to watch",
};

const API: Api = Api {
    title: "API",
    description: "All operations of the Vigie API: addresses, parameters and examples that run.",
    intro: "All that the pages show can also be read by a program, as JSON, and as CSV or Parquet for lists.",
    document: "OpenAPI document",
    parameters_caption: "Parameters",
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
    operations_count: |count| counted(count, "operation", "operations"),
};

const MEANINGS: Meanings = Meanings {
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

const TROUBLE: Trouble = Trouble {
    not_found: "This page does not exist",
    not_found_text: "No page has this address. The medicine may have been withdrawn, or the address copied wrongly.",
    not_found_do: "Check the address, or search for the medicine by its name or code.",
    bad_request: "The request cannot be understood",
    bad_request_text: "A parameter of the address has a value that this page does not know.",
    bad_request_do: "Correct the address, or start again from the national board.",
    forbidden: "This page is not open to you",
    forbidden_text: "Your account may not read it.",
    forbidden_do: "Sign in with another account, or ask your organisation for this right.",
    too_many: "Too many requests",
    too_many_text: "Many requests came from your network in a short time.",
    too_many_do: "Wait a minute, then reload the page. To read much data, use the API.",
    failed: "The page could not be prepared",
    failed_text: "Something failed on our side. Nothing that you sent is lost.",
    failed_do: "Reload the page. If it fails again, tell us, with the identifier below.",
    unavailable: "The service is starting",
    unavailable_text: "The data are being loaded.",
    unavailable_do: "Reload the page in a minute.",
    what_to_do: "What to do",
    request: "Request identifier",
    to_board: "Go to the national board",
};
