//! A file or a line that is handed in on a page: it goes the way of every report.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use vigie_catalogue::Catalogue;
use vigie_model::gs1::Scan;
use vigie_model::{Cip13, Day, PackCode};
use vigie_pages::reporting::{LineForm, NotSent};
use vigie_stock::{LARGEST_QUANTITY, ReportKind};

use super::{Found, site};
use crate::http::App;
use crate::http::api::hand_in;
use crate::http::form::{Sent, SentFile};
use crate::http::pages::asked::Asked;
use crate::http::pages::desk::{see_other, shown};
use crate::http::pages::{Memory, trouble};
use crate::http::principal::Principal;
use crate::http::problem;
use crate::system::{IntakeError, ReportMeta};

/// Longest code that is shown back, characters.
const LONGEST_CODE: usize = 500;

/// `POST /{lang}/reporting/{code}/reports`
pub async fn file(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
    sent: Sent,
    file: SentFile,
) -> Response {
    let Some(found) = find_own(&app, &principal, &code) else {
        return trouble::not_found(&asked, None);
    };
    let desk = Desk {
        app: &app,
        memory: &memory,
        principal: &principal,
        asked: &asked,
        found: &found,
    };
    let as_of = match sent.text("as_of") {
        "" => Ok(None),
        text => text.parse::<Day>().map(Some),
    };
    let Ok(as_of) = as_of else {
        return refused(&desk, LineForm::default(), NotSent::FileDay).await;
    };
    if file.content.is_empty() {
        let problem = NotSent::NoFile;
        return refused(&desk, LineForm::default(), problem).await;
    }
    let kind = match sent.text("kind") {
        "changes" => ReportKind::Changes,
        _ => ReportKind::Full,
    };
    let meta = ReportMeta {
        as_of,
        kind: Some(kind),
        idempotency_key: None,
    };
    match hand_in(&app, &found.site, meta, file.content).await {
        Ok(received) => go_to_receipt(&found, &asked, &received.receipt.id.to_string()),
        Err(error) => {
            let problem = NotSent::File(error.message(asked.language));
            let mut page = refused(&desk, LineForm::default(), problem).await;
            *page.status_mut() = problem::status_of(&error);
            page
        }
    }
}

/// `POST /{lang}/reporting/{code}/lines`
pub async fn line(
    State(app): State<App>,
    Extension(memory): Extension<Arc<Memory>>,
    principal: Principal,
    Path(code): Path<String>,
    asked: Asked,
    sent: Sent,
) -> Response {
    let Some(found) = find_own(&app, &principal, &code) else {
        return trouble::not_found(&asked, None);
    };
    let desk = Desk {
        app: &app,
        memory: &memory,
        principal: &principal,
        asked: &asked,
        found: &found,
    };
    let form = LineForm {
        code: sent.text("code").chars().take(LONGEST_CODE).collect(),
        on_hand: sent.text("on_hand").chars().take(20).collect(),
        sold: sent.text("sold").chars().take(20).collect(),
        day: sent.text("day").chars().take(20).collect(),
    };
    let line = match Line::read(&form, &app.system.catalogue()) {
        Ok(line) => line,
        Err(problem) => return refused(&desk, form, problem).await,
    };
    let meta = ReportMeta {
        as_of: Some(line.day),
        kind: Some(ReportKind::Changes),
        idempotency_key: None,
    };
    match hand_in(&app, &found.site, meta, line.as_report().into()).await {
        Ok(received) => go_to_receipt(&found, &asked, &received.receipt.id.to_string()),
        Err(error) => {
            let problem = match &error {
                IntakeError::FutureDay { .. } | IntakeError::TooOld { .. } => NotSent::Day,
                other => NotSent::Line(other.message(asked.language)),
            };
            let mut page = refused(&desk, form, problem).await;
            *page.status_mut() = problem::status_of(&error);
            page
        }
    }
}

/// The site of an address, for those who may send for it.
fn find_own(app: &App, principal: &Principal, code: &str) -> Option<Found> {
    let found = Found::find(app, principal, code)?;
    principal.may_report_for(&found.site).then_some(found)
}

fn go_to_receipt(found: &Found, asked: &Asked, id: &str) -> Response {
    see_other(&format!("{}/receipts/{id}", found.address(asked.language)))
}

/// Where something is handed in.
struct Desk<'a> {
    app: &'a App,
    memory: &'a Memory,
    principal: &'a Principal,
    asked: &'a Asked,
    found: &'a Found,
}

/// The page of the site again, with what is wrong.
async fn refused(desk: &Desk<'_>, line: LineForm, problem: NotSent) -> Response {
    let path = format!("/reporting/{}", desk.found.site.code);
    let asked = desk.asked.at(path);
    let refused = Some((line, problem));
    let page = site::page(
        desk.app,
        desk.memory,
        desk.principal,
        &asked,
        desk.found,
        refused,
    );
    shown(page.await, &asked)
}

/// One line, as typed or scanned.
#[derive(Debug, PartialEq, Eq)]
struct Line {
    pack: Cip13,
    on_hand: u32,
    sold: Option<u32>,
    day: Day,
}

impl Line {
    fn read(form: &LineForm, catalogue: &Catalogue) -> Result<Self, NotSent> {
        let pack = read_pack(&form.code).filter(|code| catalogue.pack(*code).is_some());
        Ok(Self {
            pack: pack.ok_or(NotSent::Code)?,
            on_hand: read_count(&form.on_hand).ok_or(NotSent::OnHand)?,
            sold: match form.sold.as_str() {
                "" => None,
                text => Some(read_count(text).ok_or(NotSent::Sold)?),
            },
            day: form.day.parse().map_err(|_| NotSent::Day)?,
        })
    }

    /// The line as a file of changes.
    fn as_report(&self) -> String {
        let (pack, on_hand) = (self.pack, self.on_hand);
        match self.sold {
            Some(sold) => format!("cip13;on_hand;sold\n{pack};{on_hand};{sold}\n"),
            None => format!("cip13;on_hand\n{pack};{on_hand}\n"),
        }
    }
}

/// The pack of a code, or of a scanned DataMatrix.
pub fn read_pack(text: &str) -> Option<Cip13> {
    let scanned = Scan::parse(text).ok().and_then(|scan| scan.gtin());
    match scanned {
        Some(gtin) => PackCode::from(gtin).cip13(),
        None => PackCode::parse(text).ok()?.cip13(),
    }
}

/// A whole number of boxes; thousands may be set apart by spaces.
fn read_count(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let is_plain = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let count = digits.parse().ok().filter(|_| is_plain);
    count.filter(|count| *count <= LARGEST_QUANTITY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("3400935955838")]
    #[case(" 3400935955838 ")]
    #[case("0103400935955838")]
    #[case("]d20103400935955838172712311012345\u{1d}21ABC")]
    #[case("(01)03400935955838(17)271231(10)12345")]
    #[case("3595583")]
    fn a_pack_is_known_by_any_of_its_codes_and_by_a_scan(#[case] text: &str) {
        assert_eq!(read_pack(text).unwrap().to_string(), "3400935955838");
    }

    #[rstest]
    #[case("")]
    #[case("doliprane")]
    #[case("3400935955839")]
    #[case("=1+1")]
    fn anything_else_is_the_code_of_no_pack(#[case] text: &str) {
        assert_eq!(read_pack(text), None);
    }

    #[rstest]
    #[case("0", Some(0))]
    #[case("1 200", Some(1_200))]
    #[case("1\u{a0}200", Some(1_200))]
    #[case("-1", None)]
    #[case("1,5", None)]
    #[case("500000001", None)]
    #[case("99999999999999999999", None)]
    #[case("", None)]
    fn a_quantity_is_a_whole_number_of_boxes(#[case] text: &str, #[case] count: Option<u32>) {
        assert_eq!(read_count(text), count);
    }
}
