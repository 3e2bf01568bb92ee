//! A person's own list of medicines.

use vigie_model::Language;

use super::counted;
use crate::notation::Notation;

part! {
    /// A person's own list of medicines.
    MyList
    texts {
        title, nav, lead, description, how_title, text_label, text_hint, file_label, read, read_again,
        edit_title, problem_title, problem_empty, problem_web_page, problem_other_kind, problem_damaged,
        problem_address, problem_name, problem_lists, none_listed, unsettled_title, unsettled_lead, answer, answer_none,
        settle, nothing, unknown_code, wrong_code, damaged_code, dispensing_unit, unknown_name, table_title,
        table_caption, entry, trend, replacement, most_sold, no_return, not_in_need, no_substitute,
        thin_substitute, falling, steady, rising, figures_note, keep_title, link_text, link_note,
        link_long, csv, feed, feed_note, feed_saved_note, name_label, save, save_note, saved, saved_text, own_title,
        feed_unnamed, home_link, rename, replace, renew_feed, remove, remove_note, privacy,
    }
    sentences {
        title_of(name: &str), text_caps(lines: u64, megabytes: u64), problem_lines(lines: u64), problem_bytes(megabytes: u64),
        understood(entries: u64, lines: u64), listed(counts: &str), covers(counts: &str),
        counted_as(count: u64, label: &str), choose(shown: u64, total: u64), line(number: u32), more_unsettled(count: u64),
        more_rows(shown: u64, count: u64), since(day: &str), back(day: &str), stocks_of(day: &str), list_of(day: &str),
        days_before(days: &str), days_of_cover(days: &str), and_others(count: u64), entries(count: u64),
        feed_of(name: &str), feed_thin(day: &str), feed_recovered(days: u64, lowest: &str),
    }
}

pub(super) const FRENCH: MyList = MyList {
    title: "Ma liste",
    nav: "Ma liste",
    lead: "Collez votre livret : ce qui manque, ce qui s’amenuise et ce qui peut le remplacer, en un tableau.",
    description: "Collez ou déposez une liste de médicaments : ruptures et tensions publiées, couverture nationale, gravité et \
                  alternatives de chacun.",
    how_title: "Votre liste",
    text_label: "Un médicament par ligne",
    text_hint: "CIP13, CIP7, CIS, UCD ou nom, mélangés si vous voulez ; ou un tableau copié d’un tableur, avec ou sans ligne \
                de titres.",
    file_label: "Ou un fichier texte, CSV ou XLSX",
    read: "Lire la liste",
    read_again: "Relire la liste",
    edit_title: "Modifier la liste",
    problem_title: "La liste n’a pas été lue",
    problem_empty: "Rien n’a été saisi : collez au moins une ligne, ou choisissez un fichier.",
    problem_web_page: "Le fichier est une page web, sans doute un téléchargement manqué ; choisissez le fichier d’origine.",
    problem_other_kind: "Le fichier n’est ni du texte, ni du CSV, ni un classeur XLSX ; enregistrez-le dans l’un de ces formats.",
    problem_damaged: "Le fichier est abîmé ou incomplet ; enregistrez-le à nouveau.",
    problem_address: "L’adresse est incomplète ou abîmée : copiez-la en entier, ou collez la liste à nouveau.",
    problem_name: "Donnez à la liste un nom de 1 à 100 signes, sans signe invisible.",
    problem_lists: "Vous gardez déjà cent listes : retirez-en une d’abord.",
    none_listed: "Aucune n’est sur la liste des ruptures et tensions de l’ANSM.",
    unsettled_title: "À préciser",
    unsettled_lead: "Ces lignes ne sont pas dans le tableau : rien n’est deviné à votre place.",
    answer: "Réponse",
    answer_none: "– choisir –",
    settle: "Retenir ces réponses",
    nothing: "Ni code ni nom dans cette ligne.",
    unknown_code: "Le catalogue n’a pas ce code.",
    wrong_code: "Ce code contient une erreur : sa clé de contrôle ne correspond pas.",
    damaged_code: "Un tableur a arrondi ce code : donnez à la colonne le format texte et copiez-la à nouveau.",
    dispensing_unit: "C’est un code UCD. Aucune table publique n’est chargée qui dise de quelle présentation il fait partie : \
                      donnez aussi le nom, ou le CIP.",
    unknown_name: "Aucun médicament du catalogue ne porte ce nom.",
    table_title: "Du plus au moins urgent",
    table_caption: "Les entrées de la liste, les plus urgentes d’abord",
    entry: "Entrée",
    trend: "En 7 jours",
    replacement: "Ce qui peut remplacer",
    most_sold: "présentation la plus vendue",
    no_return: "retour : aucune date publiée",
    not_in_need: "pas nécessaire",
    no_substitute: "aucune alternative connue",
    thin_substitute: "peu couverte elle aussi",
    falling: "en baisse",
    steady: "stable",
    rising: "en hausse",
    figures_note: "La couverture et la gravité d’un médicament sont celles de sa présentation la plus vendue, pour tout le pays. \
                   L’alternative nommée est la mieux couverte du niveau le plus proche qui en a une. Cette liste informe : la \
                   substitution relève du pharmacien et du prescripteur.",
    keep_title: "Garder la liste",
    link_text: "Lien de cette liste",
    link_note: "La liste est dans l’adresse : gardez-la en favori ou envoyez-la.",
    link_long: "La liste est trop longue pour tenir dans une adresse. Enregistrez-la sous un nom : il faut pour cela se connecter, \
                et ce qui est lu ici est conservé pendant la connexion.",
    csv: "Le tableau en CSV",
    feed: "Flux Atom des changements",
    feed_note: "À suivre dans un lecteur de flux : ce qui entre dans la liste de l’ANSM ou en sort, ce qui s’amenuise, ce qui se \
                rétablit.",
    feed_saved_note: "L’adresse du flux ne se devine pas ; qui la connaît peut lire ce que contient la liste. Changez-la si elle a \
                      été donnée par erreur.",
    name_label: "Nom",
    save: "Enregistrer sous ce nom",
    save_note: "Une liste enregistrée n’est vue que de vous.",
    saved: "C’est enregistré",
    saved_text: "Retrouvez cette liste ici à chaque connexion.",
    own_title: "Vos listes",
    feed_unnamed: "liste sans nom",
    home_link: "Ou collez toute une liste",
    rename: "Renommer",
    replace: "Remplacer son contenu par cette liste",
    renew_feed: "Changer l’adresse du flux",
    remove: "Supprimer la liste",
    remove_note: "Elle disparaît, et son flux avec elle.",
    privacy: "Ce que vous collez n’est pas conservé, sauf si vous l’enregistrez.",
    title_of: |name| format!("Ma liste : {name}"),
    text_caps: |lines, megabytes| {
        format!(
            "{} lignes et {megabytes} Mo au plus.",
            Language::French.integer(lines)
        )
    },
    problem_lines: |lines| {
        format!(
            "Elle a plus de {} lignes : lisez-la en plusieurs fois.",
            Language::French.integer(lines)
        )
    },
    problem_bytes: |megabytes| {
        format!(
            "Elle dépasse {megabytes} Mo une fois décompressée : ne gardez que les colonnes de codes et de noms."
        )
    },
    understood: |entries, lines| match lines {
        0 => format!(
            "{}.",
            counted(Language::French, entries, "entrée", "entrées")
        ),
        _ => format!(
            "{} : {}.",
            counted(Language::French, lines, "ligne lue", "lignes lues"),
            counted(Language::French, entries, "entrée", "entrées"),
        ),
    },
    listed: |counts| format!("Sur la liste de l’ANSM : {counts}."),
    covers: |counts| format!("Couverture des autres : {counts}."),
    counted_as: |count, label| format!("{label}\u{a0}{}", Language::French.integer(count)),
    choose: |shown, total| match (shown, total) {
        (1, 1) => "Est-ce ce médicament ?".to_owned(),
        (shown, total) if shown < total => format!(
            "{} possibles ; les {} plus proches sont proposés. Précisez le dosage ou la forme pour les autres.",
            counted(Language::French, total, "médicament", "médicaments"),
            Language::French.integer(shown),
        ),
        (_, total) => format!(
            "{} possibles.",
            counted(Language::French, total, "médicament", "médicaments")
        ),
    },
    line: |number| format!("ligne {}", Language::French.integer(number.into())),
    more_unsettled: |count| {
        format!(
            "{} suivront quand celles-ci seront réglées.",
            counted(Language::French, count, "autre", "autres")
        )
    },
    more_rows: |shown, count| {
        format!(
            "Les {} entrées les plus urgentes sont montrées ; {} dans le CSV.",
            Language::French.integer(shown),
            counted(Language::French, count, "autre est", "autres sont"),
        )
    },
    since: |day| format!("depuis le {day}"),
    back: |day| format!("retour prévu le {day}"),
    stocks_of: |day| format!("Stocks au {day}"),
    list_of: |day| format!("liste de l’ANSM du {day}"),
    days_before: |days| format!("{days} il y a 7 jours"),
    days_of_cover: |days| format!("{days} jours"),
    and_others: |count| format!("et {}", counted(Language::French, count, "autre", "autres")),
    entries: |count| counted(Language::French, count, "entrée", "entrées"),
    feed_of: |name| format!("Vigie, ma liste : {name}"),
    feed_thin: |day| format!("Couverture mince depuis le {day}"),
    feed_recovered: |days, lowest| {
        format!(
            "Couverture rétablie, après {} au plus bas à {lowest}",
            counted(Language::French, days, "jour", "jours"),
        )
    },
};

pub(super) const ENGLISH: MyList = MyList {
    title: "My list",
    nav: "My list",
    lead: "Paste your formulary: what is missing, what runs thin and what could take its place, in one table.",
    description: "Paste or upload a list of medicines: published shortages and tensions, national cover, severity and \
                  alternatives of each.",
    how_title: "Your list",
    text_label: "One medicine a line",
    text_hint: "CIP13, CIP7, CIS, UCD or name, mixed as you like; or a table copied from a spreadsheet, with or without a \
                line of headings.",
    file_label: "Or a text, CSV or XLSX file",
    read: "Read the list",
    read_again: "Read the list again",
    edit_title: "Change the list",
    problem_title: "The list was not read",
    problem_empty: "Nothing was typed: paste at least one line, or choose a file.",
    problem_web_page: "The file is a web page, probably a failed download; choose the original file.",
    problem_other_kind: "The file is neither text, nor CSV, nor an XLSX workbook; save it as one of these.",
    problem_damaged: "The file is damaged or incomplete; save it again.",
    problem_address: "The address is incomplete or damaged: copy all of it, or paste the list again.",
    problem_name: "Give the list a name of 1 to 100 signs, none of them hidden.",
    problem_lists: "You keep a hundred lists already: remove one first.",
    none_listed: "None is on the list of shortages and tensions of the agency (ANSM).",
    unsettled_title: "To be settled",
    unsettled_lead: "These lines are not in the table: nothing is guessed for you.",
    answer: "Answer",
    answer_none: "– choose –",
    settle: "Take these answers",
    nothing: "Neither a code nor a name in this line.",
    unknown_code: "The catalogue does not have this code.",
    wrong_code: "This code has a wrong digit: its check digit does not fit.",
    damaged_code: "A spreadsheet has rounded this code: give the column the format text and copy it again.",
    dispensing_unit: "This is a UCD code. No public table is loaded that says of which pack it is a part: give the name as \
                      well, or the CIP.",
    unknown_name: "No medicine of the catalogue has this name.",
    table_title: "Most urgent first",
    table_caption: "Entries of the list, the most urgent first",
    entry: "Entry",
    trend: "In 7 days",
    replacement: "What could replace it",
    most_sold: "most sold pack",
    no_return: "return: no date published",
    not_in_need: "not needed",
    no_substitute: "no known alternative",
    thin_substitute: "thinly covered too",
    falling: "falling",
    steady: "steady",
    rising: "rising",
    figures_note: "Cover and severity of a medicine are those of its most sold pack, for the whole country. The alternative that \
                   is named is the best covered one of the nearest level that has any. This list informs: substitution is for \
                   the pharmacist and the prescriber to decide.",
    keep_title: "Keep the list",
    link_text: "Link to this list",
    link_note: "The list is in the address: bookmark it or send it.",
    link_long: "The list is too long for an address. Save it under a name: you have to sign in for that, and what was read here \
                is kept meanwhile.",
    csv: "The table as CSV",
    feed: "Atom feed of changes",
    feed_note: "For a feed reader: what comes onto the list of the agency or leaves it, what runs thin, what recovers.",
    feed_saved_note: "The address of the feed cannot be guessed; whoever knows it can read what the list holds. Change it when it \
                      was given away by mistake.",
    name_label: "Name",
    save: "Save under this name",
    save_note: "A saved list is seen by you alone.",
    saved: "Saved",
    saved_text: "Find this list here whenever you are signed in.",
    own_title: "Your lists",
    feed_unnamed: "unnamed list",
    home_link: "Or paste a whole list",
    rename: "Rename",
    replace: "Put this list in its place",
    renew_feed: "Change the address of the feed",
    remove: "Remove the list",
    remove_note: "It is gone then, and its feed with it.",
    privacy: "What you paste is not kept unless you save it.",
    title_of: |name| format!("My list: {name}"),
    text_caps: |lines, megabytes| {
        format!(
            "{} lines and {megabytes} MB at most.",
            Language::English.integer(lines)
        )
    },
    problem_lines: |lines| {
        format!(
            "It has more than {} lines: read it in parts.",
            Language::English.integer(lines)
        )
    },
    problem_bytes: |megabytes| {
        format!(
            "It is larger than {megabytes} MB once decompressed: keep only the columns of codes and names."
        )
    },
    understood: |entries, lines| match lines {
        0 => format!(
            "{}.",
            counted(Language::English, entries, "entry", "entries")
        ),
        _ => format!(
            "{} read: {}.",
            counted(Language::English, lines, "line", "lines"),
            counted(Language::English, entries, "entry", "entries"),
        ),
    },
    listed: |counts| format!("On the list of the agency (ANSM): {counts}."),
    covers: |counts| format!("Cover of the others: {counts}."),
    counted_as: |count, label| format!("{label}\u{a0}{}", Language::English.integer(count)),
    choose: |shown, total| match (shown, total) {
        (1, 1) => "Is it this medicine?".to_owned(),
        (shown, total) if shown < total => format!(
            "{} are possible; the {} nearest are given. Add dose or form for the others.",
            counted(Language::English, total, "medicine", "medicines"),
            Language::English.integer(shown),
        ),
        (_, total) => format!(
            "{} are possible.",
            counted(Language::English, total, "medicine", "medicines")
        ),
    },
    line: |number| format!("line {}", Language::English.integer(number.into())),
    more_unsettled: |count| {
        format!(
            "{} will follow when these are settled.",
            counted(Language::English, count, "more", "more")
        )
    },
    more_rows: |shown, count| {
        format!(
            "The {} most urgent entries are shown; {} in the CSV.",
            Language::English.integer(shown),
            counted(Language::English, count, "more is", "more are"),
        )
    },
    since: |day| format!("since {day}"),
    back: |day| format!("expected back on {day}"),
    stocks_of: |day| format!("Stocks on {day}"),
    list_of: |day| format!("list of the agency of {day}"),
    days_before: |days| format!("{days} seven days ago"),
    days_of_cover: |days| format!("{days} days"),
    and_others: |count| {
        format!(
            "and {}",
            counted(Language::English, count, "other", "others")
        )
    },
    entries: |count| counted(Language::English, count, "entry", "entries"),
    feed_of: |name| format!("Vigie, my list: {name}"),
    feed_thin: |day| format!("Cover thin since {day}"),
    feed_recovered: |days, lowest| {
        format!(
            "Cover recovered, after {} with a low of {lowest}",
            counted(Language::English, days, "day", "days"),
        )
    },
};
