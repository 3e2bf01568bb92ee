//! The French catalogue. No-break spaces stand before `:`, `;`, `?`, `%` and inside quotation marks.

use vigie_model::Language;

use super::{Api, Board, Charts, Meanings, Medicine, Moves, Search, Shell, Terms, Trouble, Words};
use crate::notation::Notation;

const LANGUAGE: Language = Language::French;

/// `0 site`, `1 site`, `2 sites`: in French nothing and one are singular.
fn counted(count: u64, singular: &str, plural: &str) -> String {
    let noun = if count < 2 { singular } else { plural };
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
    tagline: "Stocks et ruptures de médicaments",
    skip: "Aller au contenu",
    search_label: "Chercher un médicament",
    search_hint: "Nom, substance, code CIP ou CIS, classe ATC",
    search_button: "Chercher",
    navigation: "Navigation principale",
    board: "Tableau national",
    definitions: "Définitions",
    api: "API",
    synthetic_title: "Données synthétiques.",
    synthetic_text: "Les stocks, les ventes et les sites de ce pays sont simulés. Aucun chiffre de stock ne décrit la \
                     situation réelle.",
    footer_sources: "Sources",
    footer_about: "À propos",
    footer_principle: "Chaque nombre est daté, accompagné de sa complétude et lié à sa définition. Ce qui n’est pas \
                       connu est écrit « inconnu ».",
    other_language: "English",
    contents: "Sur cette page",
    download_csv: "Télécharger en CSV",
    download_json: "Lire en JSON",
    data_day: |day| format!("Stocks au {day}"),
    source_day: |day| format!("version du {day}"),
    title: |page| format!("{page} – Vigie"),
};

const TERMS: Terms = Terms {
    shortage: "Rupture de stock",
    tension: "Tension d’approvisionnement",
    cessation: "Arrêt de commercialisation",
    returned: "Remise à disposition",
    shortage_meaning: "Il n’y a plus de stock disponible, ou ce qui reste est réservé à certains usages.",
    tension_meaning: "Le stock ne suffit pas à couvrir tous les besoins. Certaines pharmacies peuvent en manquer.",
    cessation_meaning: "Le laboratoire cesse de commercialiser ce médicament.",
    returned_meaning: "Le médicament est de nouveau livré. Le retour peut être progressif selon les régions.",
    satisfactory: "Satisfaisante",
    watch: "À surveiller",
    insufficient: "Insuffisante",
    not_relevant: "Données non pertinentes",
    pharmacy: "Officines",
    hospital: "Pharmacies hospitalières",
    wholesaler: "Grossistes-répartiteurs",
    depositary: "Dépositaires",
    company: "Laboratoires exploitants",
    all_tiers: "Ensemble",
    unknown: "inconnu",
    not_reported: "aucun site ne l’a transmis",
    no_demand: "aucune vente sur la période",
    too_few_reports: "trop peu de sites ont transmis",
    confidential: "trop peu de sites pour être publié",
    not_published: "la source ne le publie pas",
    no_history: "pas d’historique à cette date",
    not_imported: "aucune version de la source n’est chargée",
    major_interest: "Médicament d’intérêt thérapeutique majeur",
    major_interest_short: "MITM",
    boxes: "boîtes",
    boxes_per_day: "boîtes/jour",
    days: "jours",
    packs: "présentations",
    medicines: "spécialités",
    sites: "sites",
    cover: "Couverture",
    stock: "Stock",
    demand: "Ventes moyennes",
    sites_at_zero: "Sites à zéro",
    sites_holding: "Sites qui en ont",
    completeness: "Complétude",
    status: "Disponibilité",
    medicine: "Médicament",
    pack: "Présentation",
    tier: "Niveau de la chaîne",
    department: "Département",
    code: "Code",
    received: "Reçus",
    expected: "Attendus",
    share: "Part",
    day: "Jour",
    not_listed: "Pas de difficulté publiée",
    cover_unit: "jours",
    stock_unit: "boîtes",
    demand_unit: "boîtes/jour, 28 jours",
    completeness_of: |received, expected, percent| {
        let expected = counted(u64::from(expected), "site attendu", "sites attendus");
        format!(
            "{} sur {expected} ({percent})",
            LANGUAGE.integer(u64::from(received))
        )
    },
    as_of: |day| format!("au {day}"),
    a_week_ago: |value| format!("{value} il y a sept jours"),
    out_of: |count| format!("sur {count}"),
    between: |from, to| format!("du {from} au {to}"),
    whole_percent: |percent| format!("{percent}\u{202f}%"),
};

const BOARD: Board = Board {
    title: "État des stocks de médicaments en France",
    description: "Couverture, ruptures et tensions de médicaments en France : les chiffres du jour, leur complétude, \
                  les présentations qui manquent et ce qui s’est dégradé cette semaine.",
    insufficient_packs: "Présentations de MITM à couverture insuffisante",
    median_cover: "Couverture médiane des MITM",
    shortages: "Spécialités en rupture",
    tensions: "Spécialités en tension",
    headline: "Le pays en quatre nombres",
    classes_title: "Couverture des présentations",
    classes_of_major: "MITM",
    classes_of_all: "Toutes",
    classes_caption: "Nombre de présentations par niveau de couverture nationale",
    completeness_title: "Qui a transmis son stock",
    completeness_caption: "Sites attendus et sites dont le stock est à jour, par niveau de la chaîne",
    thinnest_title: "Les couvertures les plus minces",
    thinnest_caption: "MITM dont la couverture nationale est la plus faible",
    at_zero_title: "Le plus d’officines à zéro",
    at_zero_caption: "Présentations absentes du plus grand nombre d’officines qui les tiennent",
    worse_title: "Ce qui s’est dégradé cette semaine",
    worse_caption: "Présentations dont la couverture a le plus baissé en sept jours",
    transitions_caption: "Entrées, changements et sorties de la liste publiée par l’ANSM",
    from_to: "Mouvement",
    none_worse: "Aucune couverture n’a baissé de façon notable cette semaine.",
    no_rows: "Rien à montrer : aucun stock n’a encore été reçu.",
    no_transitions: "Aucun mouvement entre les deux dernières versions de la liste.",
    a_week_ago: "Il y a 7 jours",
    list_title: "Liste de disponibilité de l’ANSM",
    list_caption: "Spécialités de la liste, par situation, comparées à la version précédente",
    list_count: "Spécialités",
    list_before: "Version précédente",
    list_change: "Écart",
    cover_trend: "28 jours",
    lead_before_reports: |day| {
        format!("Au {day}. Aucun site n’est encore attendu : la complétude est inconnue.")
    },
    lead: |day, percent| format!("Au {day}. {percent} des sites attendus ont transmis leur stock."),
    spark: |first, last| format!("Couverture sur 28 jours : de {first} à {last} jours"),
    list_intro: |day, before| format!("Version du {day}, comparée à celle du {before}."),
};

const MOVES: Moves = Moves {
    appeared: "Entre dans la liste",
    changed: "Change de situation",
    returned: "Remis à disposition",
    vanished: "Ne figure plus dans la liste",
    reappeared: "Revient dans la liste",
    vanished_note: "Ne plus figurer dans la liste n’est pas une fin déclarée : la source ne dit pas ce qu’est devenu \
                    l’incident.",
};

const SEARCH: Search = Search {
    title: "Chercher un médicament",
    description: "Chercher un médicament par son nom, sa substance, son code CIP ou CIS, ou sa classe ATC.",
    found_by_name: "nom",
    found_by_substance: "substance",
    found_by_code: "code",
    found_by_atc: "classe ATC",
    found_by_company: "laboratoire",
    caption: "Médicaments trouvés, du plus proche au moins proche",
    none_help: "Vérifiez l’orthographe, essayez la substance (« amoxicilline ») ou un code CIP. Les accents et les \
                petites fautes sont acceptés.",
    empty_title: "Que cherchez-vous ?",
    empty_help: "Écrivez un nom, une substance, un code CIP ou CIS, ou une classe ATC.",
    next: "Résultats suivants",
    matched: "Trouvé par",
    company: "Laboratoire",
    packs: "Présentations",
    examples: "Exemples",
    count: |total| counted(total, "médicament", "médicaments"),
    count_for: |total, text| {
        let count = counted(total, "médicament trouvé", "médicaments trouvés");
        format!("{count} pour « {text} »")
    },
    title_for: |text| format!("« {text} » – recherche"),
    suggestion: || "Essayez plutôt".to_owned(),
    shown: |from, to| {
        format!(
            "Résultats {} à {}",
            LANGUAGE.integer(from),
            LANGUAGE.integer(to)
        )
    },
};

const MEDICINE: Medicine = Medicine {
    status_title: "Disponibilité",
    not_listed: "Aucune difficulté publiée",
    not_listed_meaning: "Ce médicament ne figure pas dans la liste des ruptures et tensions publiée par l’ANSM. Cela ne \
                         garantit pas que chaque pharmacie en ait.",
    listed_whole: "Toutes les présentations sont concernées.",
    status_source: "Fiche de l’ANSM",
    expected_return: "Retour prévu",
    return_unknown: "inconnu : l’ANSM ne publie pas de date",
    figures: "La présentation en quatre nombres",
    packs_title: "Présentations",
    packs_caption: "Présentations de ce médicament : prix, remboursement et couverture nationale",
    price: "Prix public",
    reimbursement: "Remboursement",
    reimbursed_not: "non remboursé",
    marketed: "Commercialisée",
    suspended: "Commercialisation suspendue",
    ceased: "Commercialisation arrêtée",
    state_unknown: "État inconnu",
    state: "État",
    tiers_title: "Stock par niveau de la chaîne",
    departments_title: "Couverture par département",
    departments_note: "Officines du département ; pharmacies hospitalières quand elles sont seules à tenir la présentation.",
    departments_chart: "Les départements où la couverture est la plus mince",
    history_title: "Un an d’historique",
    history_chart: "Couverture, stock et ventes par jour",
    history_table: "Chiffres par jour",
    availability_title: "Historique de la disponibilité",
    availability_caption: "Mouvements de ce médicament dans les versions successives de la liste de l’ANSM",
    substitutes_title: "Alternatives",
    no_substitutes: "Aucune alternative connue à ce niveau.",
    level_one: "Même groupe générique : mêmes substances, forme, voie et dosage",
    level_two: "Mêmes substances et même voie : le dosage ou la forme change",
    level_three: "Même substance dans la classification ATC (niveau 5)",
    level_four: "Même classe pharmacologique (ATC, niveau 4)",
    level_four_warning: "Même classe ne veut pas dire même effet : un avis médical est nécessaire.",
    substitute_warning: "Cette liste informe. La substitution relève du pharmacien et du prescripteur.",
    identity_title: "Identité",
    substances: "Substances",
    form: "Forme",
    route: "Voie",
    atc: "ATC",
    company: "Titulaire",
    authorisation: "Autorisation",
    data_title: "Données de cette page",
    data_text: "Tout ce que montre cette page se lit aussi par programme.",
    published: "Liste du",
    moved: "Mouvement",
    in_focus: "présentation affichée",
    no_history: "Aucun historique n’est encore disponible pour cette présentation.",
    cover_label: "Niveau",
    sort_by: "Trier par",
    major_yes: "oui",
    major_no: "non",
    sources: "Sources",
    no_departments: "Aucun département n’a transmis de stock pour cette présentation.",
    all_packs: "toutes",
    status_unknown: "Disponibilité inconnue",
    status_unknown_meaning: "Aucune version de la liste des ruptures et tensions n’est chargée ; il ne faut rien en conclure.",
    no_moves: "Aucun mouvement dans les versions connues de la liste.",
    description: |name| {
        format!(
            "{name} : disponibilité, stock et couverture par niveau et par département, historique et alternatives."
        )
    },
    status_since: |day| format!("depuis le {day}"),
    list_of: |day| format!("Liste de l’ANSM du {day}"),
    tiers_caption: |pack| format!("{pack} : stock, ventes et couverture par niveau de la chaîne"),
    departments_caption: |pack, day| format!("{pack} : couverture par département au {day}"),
    history_caption: |pack| format!("{pack} : couverture, stock et ventes, jour par jour"),
    substitutes_caption: |level| format!("Alternatives. {level}"),
    departments_description: |thinnest, days, count| {
        format!(
            "{} en barres. La plus faible : {thinnest}, {days} jours.",
            counted(count, "département", "départements")
        )
    },
    history_description: |from, to, gaps| {
        let missing = match gaps {
            0 => "aucun jour ne manque".to_owned(),
            _ => counted(
                gaps,
                "jour sans donnée, laissé vide",
                "jours sans donnée, laissés vides",
            ),
        };
        format!("Du {from} au {to} ; {missing}.")
    },
    concerned_pack: |cip13| format!("Présentation concernée : {cip13}."),
    all_departments: |count| format!("Voir {}", counted(count, "département", "départements")),
};

const CHARTS: Charts = Charts {
    cover_panel: "Couverture, en jours",
    stock_panel: "Stock, en boîtes",
    demand_panel: "Ventes, en boîtes par jour",
    gap: "Sans donnée",
    satisfactory_line: "satisfaisante",
    watch_line: "à surveiller",
};

const API: Api = Api {
    title: "API",
    description: "Toutes les opérations de l’API de Vigie : adresses, paramètres et exemples qui fonctionnent.",
    intro: "Tout ce que montrent les pages se lit aussi par programme, en JSON, et en CSV ou Parquet pour les listes.",
    document: "Document OpenAPI",
    parameters_caption: "Paramètres",
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
    operations_count: |count| counted(count, "opération", "opérations"),
};

const MEANINGS: Meanings = Meanings {
    title: "Définitions",
    description: "La définition exacte de chaque nombre montré par Vigie : formule, unité et source.",
    intro: "Chaque nombre affiché renvoie ici. Une définition a une adresse permanente et deux définitions ne sont jamais \
            mélangées.",
    formula: "Formule",
    unit: "Unité",
    source: "Source",
    note: "Note",
    permanent: "Adresse permanente",
    list: "Liste des définitions",
};

const TROUBLE: Trouble = Trouble {
    not_found: "Cette page n’existe pas",
    not_found_text: "L’adresse ne correspond à aucune page. Le médicament a pu être retiré, ou l’adresse mal recopiée.",
    not_found_do: "Vérifiez l’adresse, ou cherchez le médicament par son nom ou son code.",
    bad_request: "La demande n’est pas compréhensible",
    bad_request_text: "Un paramètre de l’adresse a une valeur que cette page ne connaît pas.",
    bad_request_do: "Corrigez l’adresse, ou repartez du tableau national.",
    forbidden: "Cette page ne vous est pas ouverte",
    forbidden_text: "Votre compte n’a pas le droit de la lire.",
    forbidden_do: "Connectez-vous avec un autre compte, ou demandez ce droit à votre organisation.",
    too_many: "Trop de demandes",
    too_many_text: "Beaucoup de demandes sont venues de votre réseau en peu de temps.",
    too_many_do: "Attendez une minute puis rechargez la page. Pour lire beaucoup de données, utilisez l’API.",
    failed: "La page n’a pas pu être préparée",
    failed_text: "Une erreur s’est produite de notre côté. Rien de ce que vous avez envoyé n’est perdu.",
    failed_do: "Rechargez la page. Si l’erreur persiste, signalez-la avec l’identifiant ci-dessous.",
    unavailable: "Le service démarre",
    unavailable_text: "Les données sont en cours de chargement.",
    unavailable_do: "Rechargez la page dans une minute.",
    what_to_do: "Que faire",
    request: "Identifiant de la demande",
    to_board: "Aller au tableau national",
};
