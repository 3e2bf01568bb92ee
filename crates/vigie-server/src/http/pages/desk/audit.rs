//! The audit log, for the auditor and the operator.

use std::collections::HashMap;

use axum::response::Response;
use vigie_model::{Day, minute_in_paris};
use vigie_pages::desk::{AuditPage, AuditRow};
use vigie_pages::links;
use vigie_store::{AuditEntry, AuditFilter, PersonNumber};

use super::visit::Visit;
use super::{Page, Trouble};
use crate::http::App;

/// Entries on one page.
const ON_A_PAGE: u32 = 50;

/// Acts that the server notes.
pub const ACTS: [&str; 21] = [
    "sign-in",
    "sign-in-failed",
    "sign-out",
    "factor-failed",
    "factor-set",
    "factor-removed",
    "recovery-used",
    "password-changed",
    "person-added",
    "person-invited",
    "person-disabled",
    "person-enabled",
    "person-changed",
    "rights-changed",
    "identity-linked",
    "identity-removed",
    "organisation-changed",
    "site-changed",
    "token-issued",
    "token-revoked",
    "read",
];

/// `/{lang}/audit`
pub async fn list(visit: Visit) -> Response {
    let page = page(&visit).await;
    visit.shown(page)
}

async fn page(visit: &Visit) -> Page {
    let (app, asked) = (&visit.app, &visit.asked);
    let store = &app.system.store;
    let email = asked.parameter("person").unwrap_or_default();
    let person = match email {
        "" => None,
        email => store
            .find_person_by_email(email)
            .await?
            .map(|person| person.number),
    };
    let is_unknown_person = !email.is_empty() && person.is_none();
    let act = asked.parameter("act").filter(|act| ACTS.contains(act));
    let day: Option<Day> = asked.parameter("day").and_then(|text| text.parse().ok());
    let filter = AuditFilter {
        person,
        act: act.map(str::to_owned),
        from: day.map(Day::begins_at),
        until: day.map(|day| day.plus_days(1).begins_at()),
        before: asked.parameter("before").and_then(|text| text.parse().ok()),
    };
    let entries = if is_unknown_person {
        Vec::new()
    } else {
        store.list_audit(&filter, ON_A_PAGE).await?
    };
    let names = names(app, &entries).await?;
    let last = entries
        .last()
        .filter(|_| entries.len() == ON_A_PAGE as usize);
    let next = last.map(|last| {
        format!(
            "{}?person={}&act={}&day={}&before={}",
            links::page(asked.language, "/audit"),
            links::percent_encode(email),
            act.unwrap_or_default(),
            day.map(|day| day.to_string()).unwrap_or_default(),
            last.number
        )
    });
    let page = AuditPage {
        shell: visit.shell(),
        entries: entries.iter().map(|entry| row(entry, &names)).collect(),
        next,
        person: email.chars().take(254).collect(),
        act: act.unwrap_or_default().to_owned(),
        day: day.map(|day| day.to_string()).unwrap_or_default(),
        acts: ACTS.to_vec(),
        is_unknown_person,
    };
    visit.written(page.render(asked.language))
}

async fn names(
    app: &App,
    entries: &[AuditEntry],
) -> Result<HashMap<PersonNumber, String>, Trouble> {
    let mut names = HashMap::new();
    for number in entries.iter().filter_map(|entry| entry.entry.person) {
        if let std::collections::hash_map::Entry::Vacant(place) = names.entry(number)
            && let Some(person) = app.system.store.find_person(number).await?
        {
            place.insert(person.email);
        }
    }
    Ok(names)
}

fn row(entry: &AuditEntry, names: &HashMap<PersonNumber, String>) -> AuditRow {
    let kept = &entry.entry;
    let person = kept.person.and_then(|number| names.get(&number).cloned());
    let token = kept.token.map(|token| format!("token {}", token.0));
    AuditRow {
        at: minute_in_paris(kept.at),
        who: person.or(token).unwrap_or_else(|| "–".to_owned()),
        act: kept.act.clone(),
        object: kept.object.clone(),
        address: kept.address.clone(),
        request_id: kept.request_id.clone(),
    }
}
