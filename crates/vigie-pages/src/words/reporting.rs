//! Pages for those who report.

use vigie_model::Language;

use super::counted;
use crate::notation::Notation;

part! {
    /// Pages for those who report.
    Reporting
    texts {
        title, lead, sites_caption, find, find_hint, look_up, none_found, more, site, place, last_stock, packs, state,
        late_short, never_short, on_time, received_title, received_caption, none_received, received_at, kind, full,
        changes, release, lines, waiting_lines, at_zero, thin, reported_days, never_reported,
        never_reported_text, late, send_title, send_lead, file, file_hint, stock_day, stock_day_hint, kind_label,
        kind_full, kind_changes, send, correct_title, correct_lead, pack_code, pack_code_hint, on_hand, sold_today,
        sold_hint, correct, drop_file, progress, cancel, cancelled, failed, camera, close_camera, camera_refused,
        stock_title, stock_caption, filter, filter_short, filter_elsewhere, filter_zero, filter_all, find_pack,
        find_pack_hint, none_listed, per_day, lasts, nearby, nearby_unit, the_country, a_pharmacy, a_hospital, a_wholesaler,
        a_depositary, a_company, expiring, ordered, in_transit,
        sold_year, legal, legal_short, months, projection, projection_holds, projection_unknown, legal_note, mend_title,
        mend_caption, none_waiting, row, code_given, value, reason, back, receipt_number, not_sent,
        choose_file, previous, next, quantities_note, wrong_code, wrong_count, wrong_day, own_csv,
        organisations_title, organisation_lead, all_sites, summed_sites_title, summed_sites_caption, sites_reported,
        sum_title, sum_caption, sum_note, sum_legal_note, incomplete, not_summed,
    }
    sentences {
        of_tier(tier: &str, place: &str), late_by(days: u64), missing(days: &str), reported(days: u32, of: u32),
        stock_of(day: &str, site: &str), holding(sites: &str, of: &str), at_place(place: &str, cover: &str),
        rows_shown(first: &str, last: &str, of: &str), sold_in(days: u32), legal_months(months: u32),
        legal_days(days: u32), short_by(boxes: &str), short_in(month: &str), kept(lines: u64, waiting: u64),
        filter_count(label: &str, count: u64), flows(name: &str, boxes: &str), late_days(days: u64), sites_count(sites: u64),
        more_organisations(left: u64), at_least(number: &str), at_most(number: &str), sold_between(fewest: u32, most: u32),
        stock_of_sites(current: u32, of: u32), sales_of_sites(stating: u32, of: u32),
        forecast_of_sites(stating: u32, of: u32), earlier_sites(sites: u64), silent_sites(sites: u64),
        too_many_sites(most: u64),
    }
}

pub(super) const FRENCH: Reporting = Reporting {
    title: "Mes stocks",
    lead: "Les sites dont vous voyez les déclarations.",
    sites_caption: "Sites, les plus en retard d’abord",
    find: "Chercher un site",
    find_hint: "Nom, ou début du code FINESS, SIRET ou GLN.",
    look_up: "Chercher",
    none_found: "Aucun site ne correspond.",
    more: "Sites suivants",
    site: "Site",
    place: "Lieu",
    last_stock: "Dernier stock",
    packs: "Présentations",
    state: "Déclaration",
    late_short: "En retard",
    never_short: "Jamais reçu",
    on_time: "À jour",
    received_title: "Réceptions",
    received_caption: "Derniers envois, le stock le plus récent d’abord",
    none_received: "Rien n’a encore été reçu de ce site.",
    received_at: "Reçu le",
    kind: "Envoi",
    full: "Stock complet",
    changes: "Changements",
    release: "Lignes reprises",
    lines: "Lignes retenues",
    waiting_lines: "Mises de côté",
    at_zero: "À zéro",
    thin: "Moins de 7 jours",
    reported_days: "Jours déclarés",
    never_reported: "Aucun stock n’a encore été reçu",
    never_reported_text: "Envoyez un premier fichier ci-dessous : celui que votre logiciel produit déjà convient.",
    late: "Le stock de ce site n’est pas à jour",
    send_title: "Envoyer un stock",
    send_lead: "Le fichier que votre logiciel produit : CSV, XLSX, JSON ou Parquet, compressé ou non. Une ligne par \
                présentation, avec son code et la quantité en boîtes.",
    file: "Fichier",
    file_hint: "Colonnes reconnues en français et en anglais : code (CIP13, CIP7 ou GTIN), stock, vendu, en commande, \
                en transit, périme sous 90 jours.",
    stock_day: "Jour du stock",
    stock_day_hint: "Laissez vide si le fichier a une colonne « date ».",
    kind_label: "Le fichier contient",
    kind_full: "tout le stock",
    kind_changes: "seulement ce qui change",
    send: "Envoyer",
    correct_title: "Corriger une ligne",
    correct_lead: "Le reste du stock ne change pas.",
    pack_code: "Code de la présentation",
    pack_code_hint: "CIP13, CIP7, GTIN, ou le DataMatrix scanné en entier.",
    on_hand: "Boîtes en stock",
    sold_today: "Boîtes vendues ce jour",
    sold_hint: "Facultatif. Vide : inchangé.",
    correct: "Corriger",
    drop_file: "Ou déposez le fichier ici.",
    progress: "Envoi {percent} %",
    cancel: "Annuler",
    cancelled: "Envoi annulé : rien n’a été enregistré.",
    failed: "L’envoi n’a pas abouti. Vérifiez la connexion et recommencez ; un envoi répété ne compte qu’une fois.",
    camera: "Lire avec la caméra",
    close_camera: "Fermer la caméra",
    camera_refused: "La caméra n’est pas accessible.",
    stock_title: "Ce que vous avez",
    stock_caption: "Présentations du site, celles qui manqueront le plus tôt d’abord",
    filter: "Afficher",
    filter_short: "Bientôt à court",
    filter_elsewhere: "À court ici, présent à côté",
    filter_zero: "À zéro",
    filter_all: "Tout",
    find_pack: "Chercher dans ce stock",
    find_pack_hint: "Nom, substance, code ou DataMatrix.",
    none_listed: "Aucune présentation dans cette liste.",
    per_day: "Vendu par jour",
    lasts: "Durée",
    nearby: "Ailleurs",
    nearby_unit: "sites qui en ont",
    the_country: "dans le pays",
    a_pharmacy: "Officine",
    a_hospital: "Pharmacie hospitalière",
    a_wholesaler: "Grossiste-répartiteur",
    a_depositary: "Dépositaire",
    a_company: "Laboratoire exploitant",
    expiring: "périment sous 90 jours",
    ordered: "en commande",
    in_transit: "en transit",
    sold_year: "Vendu",
    legal: "Minimum légal",
    legal_short: "Sous le minimum légal",
    months: "mois",
    projection: "Six mois prévus",
    projection_holds: "tient six mois",
    projection_unknown: "prévision non déclarée",
    legal_note: "Règle générale de l’article R. 5124-49-4 du code de la santé publique, sur les ventes déclarées par ce \
                 site. Les décisions de l’ANSM propres à un médicament (stock relevé, dérogation) n’y sont pas.",
    mend_title: "Lignes mises de côté",
    mend_caption: "Lignes qui n’ont pas pu être utilisées, et ce qu’il faut faire",
    none_waiting: "Toutes les lignes ont été retenues.",
    row: "Ligne",
    code_given: "Code lu",
    value: "Valeur lue",
    reason: "Pourquoi, et que faire",
    back: "Retour au site",
    receipt_number: "Numéro au journal",
    not_sent: "Rien n’a été enregistré",
    choose_file: "Choisissez d’abord un fichier.",
    wrong_code: "Ce code n’est celui d’aucune présentation du catalogue. Vérifiez-le, ou scannez la boîte.",
    wrong_count: "Un nombre entier de boîtes, 0 ou plus.",
    wrong_day: "Une date passée, sous la forme 2026-11-20.",
    previous: "Précédentes",
    next: "Suivantes",
    quantities_note: "Durée : stock divisé par les ventes moyennes des 28 derniers jours déclarés par ce site.",
    own_csv: "Ce stock (CSV)",
    organisations_title: "Vos organisations",
    organisation_lead: "Stock de tous les sites que vous voyez de cette organisation, additionné par présentation.",
    all_sites: "Tous les sites",
    summed_sites_title: "Ses sites",
    summed_sites_caption: "Sites de l’organisation, les plus en retard d’abord",
    sites_reported: "Sites déclarés",
    sum_title: "Ce qu’ils ont ensemble",
    sum_caption: "Présentations de l’organisation, celles qui manqueront le plus tôt d’abord",
    sum_note: "Un site en retard compte pour son dernier stock connu. Vendu par jour : somme des ventes moyennes des sites, \
               chacune sur les 28 jours qui finissent avec son dernier stock. Un site qui ne déclare pas ses ventes n’est \
               pas lu comme zéro : ce qui est vendu est alors au moins la somme des autres, et le stock dure au plus ce \
               qui est montré.",
    sum_legal_note: "Minimum légal : règle générale de l’article R. 5124-49-4 du code de la santé publique, sur la somme des \
                     ventes des sites montrés ; les ventes d’un site qui a déclaré moins de jours qu’un autre sont portées \
                     au même nombre de jours. Les décisions de l’ANSM propres à un médicament (stock relevé, dérogation) \
                     n’y sont pas. Six mois prévus : somme des prévisions déclarées.",
    incomplete: "Les sommes ne sont pas complètes",
    not_summed: "Pas de somme pour autant de sites",
    of_tier: |tier, place| format!("{tier}, {place}"),
    late_by: |days| {
        format!(
            "Le pays est déclaré {} plus loin. Envoyez le stock d’hier soir : il remplacera l’ancien.",
            counted(Language::French, days, "jour", "jours")
        )
    },
    missing: |days| format!("Jours sans envoi : {days}."),
    reported: |days, of| format!("{days} sur {of}"),
    stock_of: |day, site| format!("Stock du {day} de {site}"),
    holding: |sites, of| format!("{sites} sur {of}"),
    at_place: |place, cover| format!("{place}, {cover} j"),
    rows_shown: |first, last, of| format!("{first} à {last} sur {of}"),
    sold_in: |days| format!("boîtes, {days} jours déclarés"),
    legal_months: |months| format!("{months} mois"),
    legal_days: |days| format!("{days} jours"),
    short_by: |boxes| format!("manque {boxes}"),
    short_in: |month| format!("à sec en {month}"),
    kept: |lines, waiting| {
        format!(
            "{}, {}",
            counted(Language::French, lines, "ligne retenue", "lignes retenues"),
            counted(Language::French, waiting, "mise de côté", "mises de côté")
        )
    },
    filter_count: |label, count| format!("{label} ({})", Language::French.integer(count)),
    flows: |name, boxes| format!("{boxes} {name}"),
    late_days: |days| {
        format!(
            "En retard de {}",
            counted(Language::French, days, "jour", "jours")
        )
    },
    sites_count: |sites| counted(Language::French, sites, "site", "sites"),
    more_organisations: |left| {
        format!(
            "Et {} : cherchez par le nom.",
            counted(Language::French, left, "autre", "autres")
        )
    },
    at_least: |number| format!("au moins {number}"),
    at_most: |number| format!("au plus {number}"),
    sold_between: |fewest, most| format!("boîtes, {fewest} à {most} jours déclarés selon le site"),
    stock_of_sites: |current, of| {
        format!(
            "stock du jour de {current} sur {}",
            counted(Language::French, of.into(), "site", "sites")
        )
    },
    sales_of_sites: |stating, of| format!("ventes de {stating} sur {of} sites"),
    forecast_of_sites: |stating, of| format!("prévision de {stating} sur {of} sites"),
    earlier_sites: |sites| {
        format!(
            "{} avec un stock plus ancien que le dernier jour du pays.",
            counted(Language::French, sites, "site compte", "sites comptent")
        )
    },
    silent_sites: |sites| {
        format!(
            "{} jamais rien déclaré : ce qu’on y trouve n’est dans aucune somme.",
            counted(Language::French, sites, "site n’a", "sites n’ont")
        )
    },
    too_many_sites: |most| {
        format!(
            "Au-delà de {} sites, cette page n’additionne pas : choisissez un site de la liste.",
            Language::French.integer(most)
        )
    },
};

pub(super) const ENGLISH: Reporting = Reporting {
    title: "My stocks",
    lead: "The sites whose reports you may see.",
    sites_caption: "Sites, the latest ones first",
    find: "Find a site",
    find_hint: "Name, or the beginning of the FINESS, SIRET or GLN code.",
    look_up: "Find",
    none_found: "No site matches.",
    more: "More sites",
    site: "Site",
    place: "Place",
    last_stock: "Last stock",
    packs: "Packs",
    state: "Reporting",
    late_short: "Late",
    never_short: "Never received",
    on_time: "Up to date",
    received_title: "Received",
    received_caption: "Last reports, newest stock first",
    none_received: "Nothing has been received from this site yet.",
    received_at: "Received",
    kind: "Report",
    full: "Whole stock",
    changes: "Changes",
    release: "Lines taken up",
    lines: "Lines kept",
    waiting_lines: "Set aside",
    at_zero: "At zero",
    thin: "Less than 7 days",
    reported_days: "Days reported",
    never_reported: "No stock has been received yet",
    never_reported_text: "Send a first file below: the one that your software makes already will do.",
    late: "The stock of this site is not up to date",
    send_title: "Send a stock",
    send_lead: "The file that your software makes: CSV, XLSX, JSON or Parquet, compressed or not. One line a pack, with \
                its code and the quantity in boxes.",
    file: "File",
    file_hint: "Columns are known in French and English: code (CIP13, CIP7 or GTIN), on hand, sold, ordered, in \
                transit, expiring within 90 days.",
    stock_day: "Day of the stock",
    stock_day_hint: "Leave empty if the file has a column “date”.",
    kind_label: "The file holds",
    kind_full: "the whole stock",
    kind_changes: "only what changes",
    send: "Send",
    correct_title: "Correct one line",
    correct_lead: "The rest of the stock does not change.",
    pack_code: "Code of the pack",
    pack_code_hint: "CIP13, CIP7, GTIN, or the whole scanned DataMatrix.",
    on_hand: "Boxes on hand",
    sold_today: "Boxes sold on that day",
    sold_hint: "Optional. Empty: unchanged.",
    correct: "Correct",
    drop_file: "Or drop the file here.",
    progress: "Sending {percent}%",
    cancel: "Cancel",
    cancelled: "Cancelled: nothing was kept.",
    failed: "The file did not get through. Check the connection and try again; a repeated report counts once.",
    camera: "Read with the camera",
    close_camera: "Close the camera",
    camera_refused: "The camera cannot be used.",
    stock_title: "What you have",
    stock_caption: "Packs of the site, those that run out first on top",
    filter: "Show",
    filter_short: "Soon short",
    filter_elsewhere: "Short here, present nearby",
    filter_zero: "Out of stock",
    filter_all: "All",
    find_pack: "Find in this stock",
    find_pack_hint: "Name, substance, code or DataMatrix.",
    none_listed: "No pack in this list.",
    per_day: "Sold a day",
    lasts: "Lasts",
    nearby: "Elsewhere",
    nearby_unit: "sites that have some",
    the_country: "in the country",
    a_pharmacy: "Pharmacy",
    a_hospital: "Hospital pharmacy",
    a_wholesaler: "Wholesaler",
    a_depositary: "Depositary",
    a_company: "Company",
    expiring: "expire within 90 days",
    ordered: "ordered",
    in_transit: "in transit",
    sold_year: "Sold",
    legal: "Legal minimum",
    legal_short: "Below the legal minimum",
    months: "months",
    projection: "Six months ahead",
    projection_holds: "lasts six months",
    projection_unknown: "no forecast reported",
    legal_note: "General rule of article R. 5124-49-4 of the public health code, on the sales that this site reported. \
                 What the agency decided for one medicine (raised stock, exemption) is not in it.",
    mend_title: "Lines set aside",
    mend_caption: "Lines that could not be used, and what to do",
    none_waiting: "All lines were kept.",
    row: "Line",
    code_given: "Code read",
    value: "Value read",
    reason: "Why, and what to do",
    back: "Back to the site",
    receipt_number: "Number in the journal",
    not_sent: "Nothing was kept",
    choose_file: "Choose a file first.",
    wrong_code: "This is not the code of any pack of the catalogue. Check it, or scan the box.",
    wrong_count: "A whole number of boxes, 0 or more.",
    wrong_day: "A past date, written 2026-11-20.",
    previous: "Previous",
    next: "Next",
    quantities_note: "Lasts: stock divided by the mean sales of the last 28 days that this site reported.",
    own_csv: "This stock (CSV)",
    organisations_title: "Your organisations",
    organisation_lead: "Stock of all sites of this organisation that you may see, summed by pack.",
    all_sites: "All sites",
    summed_sites_title: "Its sites",
    summed_sites_caption: "Sites of the organisation, the latest ones first",
    sites_reported: "Sites reported",
    sum_title: "What they have together",
    sum_caption: "Packs of the organisation, those that run out first on top",
    sum_note: "A site that is late counts with its last known stock. Sold a day: sum of the mean sales of the sites, each \
               over the 28 days that end with its last stock. A site that states no sales is not read as zero: what is sold \
               is then at least the sum of the others, and the stock lasts at most as shown.",
    sum_legal_note: "Legal minimum: general rule of article R. 5124-49-4 of the public health code, on the sum of the sales of \
                     the sites shown; the sales of a site that stated fewer days than another are stretched to as many days. \
                     What the agency decided for one medicine (raised stock, exemption) is not in it. Six months ahead: sum \
                     of the forecasts stated.",
    incomplete: "The sums are not complete",
    not_summed: "No sum over so many sites",
    of_tier: |tier, place| format!("{tier}, {place}"),
    late_by: |days| {
        format!(
            "The country has reported {} more. Send last night’s stock: it replaces the old one.",
            counted(Language::English, days, "day", "days")
        )
    },
    missing: |days| format!("Days without a report: {days}."),
    reported: |days, of| format!("{days} of {of}"),
    stock_of: |day, site| format!("Stock of {day} of {site}"),
    holding: |sites, of| format!("{sites} of {of}"),
    at_place: |place, cover| format!("{place}, {cover} d"),
    rows_shown: |first, last, of| format!("{first} to {last} of {of}"),
    sold_in: |days| format!("boxes, {days} days reported"),
    legal_months: |months| format!("{months} months"),
    legal_days: |days| format!("{days} days"),
    short_by: |boxes| format!("{boxes} missing"),
    short_in: |month| format!("runs out in {month}"),
    kept: |lines, waiting| {
        format!(
            "{}, {}",
            counted(Language::English, lines, "line kept", "lines kept"),
            counted(Language::English, waiting, "set aside", "set aside")
        )
    },
    filter_count: |label, count| format!("{label} ({})", Language::English.integer(count)),
    flows: |name, boxes| format!("{boxes} {name}"),
    late_days: |days| format!("{} late", counted(Language::English, days, "day", "days")),
    sites_count: |sites| counted(Language::English, sites, "site", "sites"),
    more_organisations: |left| {
        format!(
            "And {}: find them by name.",
            counted(Language::English, left, "other", "others")
        )
    },
    at_least: |number| format!("at least {number}"),
    at_most: |number| format!("at most {number}"),
    sold_between: |fewest, most| format!("boxes, {fewest} to {most} days reported by site"),
    stock_of_sites: |current, of| {
        format!(
            "stock of the day of {current} of {}",
            counted(Language::English, of.into(), "site", "sites")
        )
    },
    sales_of_sites: |stating, of| format!("sales of {stating} of {of} sites"),
    forecast_of_sites: |stating, of| format!("forecast of {stating} of {of} sites"),
    earlier_sites: |sites| {
        format!(
            "{} with a stock older than the latest day of the country.",
            counted(Language::English, sites, "site counts", "sites count")
        )
    },
    silent_sites: |sites| {
        format!(
            "{} never reported: what is there is in no sum.",
            counted(Language::English, sites, "site has", "sites have")
        )
    },
    too_many_sites: |most| {
        format!(
            "Beyond {} sites this page makes no sums: choose one site in the list.",
            Language::English.integer(most)
        )
    },
};
