//! A list that somebody hands in, beside marketed medicines, the national list and that of the Union. Nothing is kept.

use std::collections::HashSet;
use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use vigie_catalogue::Catalogue;
use vigie_model::{Atc, Cis, Day};
use vigie_pages::Prose;
use vigie_pages::laboratory::{
    LevelCount, ListLevel, ListOutcome, ListPage, ListReason, ListRow, ListView,
};
use vigie_policy::{
    EntryMatch, ListEntry, ListedMedicine, MatchLevel, MatchReason, UnreadRow, match_list,
    read_list_rows, union_list,
};
use vigie_stock::{TableLimits, TableRefusal, read_table};

use super::critical::listed_medicine;
use super::{csv_text, file, own_shell, prose, shortages};
use crate::http::App;
use crate::http::form::{Sent, SentFile};
use crate::http::pages::asked::Asked;
use crate::http::pages::{Memory, answer, trouble};

const LIMITS: TableLimits = TableLimits {
    plain_bytes: 8 << 20,
    rows: 50_000,
};
/// Rows on the page; the file has all of them.
const MOST_ROWS: usize = 500;
/// Rows that could not be read, on the page.
const MOST_UNREAD: usize = 20;
/// Longest text that is shown again in the field, in bytes.
const MOST_TEXT_AGAIN: usize = 64 << 10;
/// Longest name that is shown, in characters.
const LONGEST_NAME: usize = 120;

/// A list beside others.
struct Beside {
    rows: Vec<ListRow>,
    unread: Vec<UnreadRow>,
    not_named: u64,
}

/// `/{lang}/laboratory/list`
pub async fn show(State(app): State<App>, asked: Asked) -> Response {
    let page = ListPage {
        shell: own_shell(&app, &asked),
        text: String::new(),
        view: ListView::Nothing,
    };
    answer(page.render(asked.language), &asked)
}

/// `POST /{lang}/laboratory/list`: the field `text` or a file; `as=csv` for a file in return.
pub async fn compare(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    asked: Asked,
    sent: Sent,
    sent_file: SentFile,
) -> Response {
    let typed = sent.raw("text");
    let body = if sent_file.content.is_empty() {
        Bytes::copy_from_slice(typed.as_bytes())
    } else {
        sent_file.content
    };
    let text = if typed.len() <= MOST_TEXT_AGAIN {
        typed
    } else {
        ""
    };
    let asked = asked.at("/laboratory/list".to_owned());
    let page = |view| ListPage {
        shell: own_shell(&app, &asked),
        text: text.to_owned(),
        view,
    };
    let (catalogue, today) = (app.system.catalogue(), app.system.clock.today());
    // One at a time: names of a long list take a second of one processor.
    let _comparing = memory.laboratory.comparing.lock().await;
    let compared = tokio::task::spawn_blocking(move || Beside::of(&body, &catalogue, today)).await;
    match compared {
        Ok(Ok(beside)) if sent.text("as") == "csv" => match csv(&beside) {
            Ok(text) => file("text/csv; charset=utf-8", "list.csv", text),
            Err(error) => trouble::failed(&error, &asked),
        },
        Ok(Ok(beside)) => {
            let view = ListView::Compared(Box::new(beside.outcome()));
            answer(page(view).render(asked.language), &asked)
        }
        Ok(Err(problem)) => {
            let page = page(ListView::Wrong(problem));
            let page = answer(page.render(asked.language), &asked);
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        }
        Err(_) => trouble::stopping(&asked),
    }
}

impl Beside {
    fn of(body: &[u8], catalogue: &Catalogue, today: Day) -> Result<Self, Prose> {
        let table = read_table(body, LIMITS).map_err(refusal)?;
        let rows = table
            .into_iter()
            .map(|row| (row.number as usize, row.cells));
        let read = read_list_rows(rows).map_err(|problem| prose(&problem.sentence))?;
        let (entries, unread) = read;
        let marketed = catalogue
            .medicines()
            .filter(|medicine| medicine.is_marketed());
        let medicines: Vec<ListedMedicine> = marketed.map(listed_medicine).collect();
        let matches = match_list(&entries, &medicines);
        let sure = matches
            .iter()
            .filter(|found| found.level >= MatchLevel::Partial);
        let named: HashSet<usize> = sure
            .flat_map(|found| found.medicines.iter().chain(&found.less_alike).copied())
            .collect();
        let not_named = medicines
            .iter()
            .enumerate()
            .filter(|(place, medicine)| medicine.is_national && !named.contains(place));
        let others = Others {
            catalogue,
            medicines: &medicines,
            union: union_list().iter().filter_map(|entry| entry.atc).collect(),
            short: shortages(catalogue, today).1,
        };
        let rows = entries.iter().zip(&matches);
        Ok(Self {
            rows: rows
                .map(|(entry, found)| others.row(entry, found))
                .collect(),
            unread,
            not_named: not_named.count() as u64,
        })
    }

    fn outcome(self) -> ListOutcome {
        let counts = ListLevel::ALL.map(|level| {
            let of_level = || self.rows.iter().filter(move |row| row.level == level);
            let sum = |of: fn(&ListRow) -> u64| of_level().map(of).sum();
            LevelCount {
                level,
                entries: of_level().count() as u64,
                medicines: sum(|row| row.medicines),
                national: sum(|row| row.national),
                on_union_list: sum(|row| u64::from(row.is_on_union_list)),
                in_shortage: sum(|row| row.in_shortage),
            }
        });
        let unread = self.unread.iter().take(MOST_UNREAD);
        ListOutcome {
            counts: counts.to_vec(),
            entries: self.rows.len() as u64,
            unread: unread
                .map(|row| (row.row as u64, prose(&row.sentence)))
                .collect(),
            all_unread: self.unread.len() as u64,
            not_named: self.not_named,
            rows: self.rows.into_iter().take(MOST_ROWS).collect(),
        }
    }
}

/// What entries are compared with.
struct Others<'a> {
    catalogue: &'a Catalogue,
    medicines: &'a [ListedMedicine],
    union: HashSet<Atc>,
    short: HashSet<Cis>,
}

impl Others<'_> {
    fn row(&self, entry: &ListEntry, found: &EntryMatch) -> ListRow {
        let places = found.medicines.iter().chain(&found.less_alike);
        let medicines: Vec<&ListedMedicine> = places
            .filter_map(|place| self.medicines.get(*place))
            .collect();
        let count = |is: &dyn Fn(&ListedMedicine) -> bool| {
            medicines.iter().filter(|medicine| is(medicine)).count() as u64
        };
        let is_listed = |atc: &Atc| self.union.contains(atc);
        let by_medicine = medicines
            .iter()
            .filter(|_| found.level >= MatchLevel::Partial)
            .any(|medicine| medicine.atc.iter().any(is_listed));
        let class_name = entry.atc.and_then(|atc| self.catalogue.atc_name(atc));
        let name = entry.substance.as_deref().or(class_name);
        ListRow {
            row: entry.row as u64,
            atc: entry.atc.map_or_else(String::new, |atc| atc.to_string()),
            name: vigie_model::shown(name.unwrap_or_default(), LONGEST_NAME),
            level: level(found.level),
            reason: reason(found.reason),
            medicines: medicines.len() as u64,
            national: count(&|medicine| medicine.is_national),
            is_on_union_list: by_medicine || entry.atc.as_ref().is_some_and(is_listed),
            in_shortage: count(&|medicine| self.short.contains(&medicine.cis)),
        }
    }
}

const fn level(level: MatchLevel) -> ListLevel {
    match level {
        MatchLevel::Exact => ListLevel::Exact,
        MatchLevel::Partial => ListLevel::Partial,
        MatchLevel::ToReview => ListLevel::ToReview,
        MatchLevel::None => ListLevel::Absent,
    }
}

const fn reason(reason: MatchReason) -> ListReason {
    match reason {
        MatchReason::SameClassAndRoute => ListReason::ClassAndRoute,
        MatchReason::SameClassAndSubstance => ListReason::ClassAndSubstance,
        MatchReason::SameClassOnly => ListReason::ClassOnly,
        MatchReason::SameClassOtherSubstance => ListReason::OtherSubstance,
        MatchReason::SameClassOtherRoute => ListReason::OtherRoute,
        MatchReason::BroaderClass => ListReason::BroaderClass,
        MatchReason::SameSubstance => ListReason::Substance,
        MatchReason::SameSubstanceOtherClass => ListReason::SubstanceOtherClass,
        MatchReason::AlikeSubstance => ListReason::AlikeName,
        MatchReason::NothingInCommon => ListReason::Nothing,
    }
}

fn refusal(refusal: TableRefusal) -> Prose {
    let both = |french: String, english: String| Prose::both(french, english);
    match refusal {
        TableRefusal::Empty => both(
            "La liste est vide\u{a0}: choisissez un fichier ou collez des lignes.".to_owned(),
            "The list is empty: choose a file or paste lines.".to_owned(),
        ),
        TableRefusal::WebPage => both(
            "Le fichier est une page web\u{a0}: téléchargez la liste elle-même.".to_owned(),
            "The file is a web page: download the list itself.".to_owned(),
        ),
        TableRefusal::OtherKind => both(
            "Le fichier n’est ni du texte ni du XLSX\u{a0}: enregistrez-le en CSV ou en XLSX."
                .to_owned(),
            "The file is neither text nor XLSX: save it as CSV or XLSX.".to_owned(),
        ),
        TableRefusal::Damaged => both(
            "Le fichier est abîmé\u{a0}: enregistrez-le de nouveau et renvoyez-le.".to_owned(),
            "The file is damaged: save it again and send it again.".to_owned(),
        ),
        TableRefusal::TooLarge { limit_bytes } => both(
            format!(
                "La liste dépasse {limit_bytes} octets une fois décompressée\u{a0}: coupez-la en deux."
            ),
            format!(
                "The list is larger than {limit_bytes} bytes once decompressed: cut it in two."
            ),
        ),
        TableRefusal::TooManyRows { limit } => both(
            format!("La liste a plus de {limit} lignes\u{a0}: coupez-la en deux."),
            format!("The list has more than {limit} rows: cut it in two."),
        ),
    }
}

fn csv(beside: &Beside) -> Result<String, csv::Error> {
    let header = [
        "row",
        "atc",
        "name",
        "match",
        "reason",
        "on_union_list",
        "medicines",
        "on_national_list",
        "in_shortage",
    ];
    let rows = beside.rows.iter().map(|row| {
        [
            row.row.to_string(),
            row.atc.clone(),
            row.name.clone(),
            row.level.as_str().to_owned(),
            row.reason.as_str().to_owned(),
            row.is_on_union_list.to_string(),
            row.medicines.to_string(),
            row.national.to_string(),
            row.in_shortage.to_string(),
        ]
    });
    let unread = beside.unread.iter().map(|row| {
        let nothing = String::new;
        [
            row.row.to_string(),
            nothing(),
            row.sentence.english.clone(),
            "not_read".to_owned(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
            nothing(),
        ]
    });
    csv_text(header, rows.chain(unread))
}
