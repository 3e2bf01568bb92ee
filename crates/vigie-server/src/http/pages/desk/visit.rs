//! Everything that handlers of the desk look at in a request, and what they do with every one.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, State};
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use vigie_pages::desk::Continuation;
use vigie_pages::{RenderError, Shell};
use vigie_store::{NewAuditEntry, PersonNumber};

use super::{Page, Trouble, next_of};
use crate::http::App;
use crate::http::arrival::Arrival;
use crate::http::form::Sent;
use crate::http::pages::asked::Asked;
use crate::http::pages::shell::shell;
use crate::http::pages::trouble;
use crate::http::principal::Principal;

/// A request for a page of the desk.
pub struct Visit {
    /// What handlers share.
    pub app: App,
    /// Who asks.
    pub principal: Principal,
    /// Where the request comes from.
    pub arrival: Arrival,
    /// What is asked for.
    pub asked: Asked,
    /// What was typed.
    pub sent: Sent,
    /// The head of the request.
    pub headers: HeaderMap,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let State(app) = State::<App>::from_request_parts(parts, app).await?;
        Ok(Self {
            principal: Principal::from_request_parts(parts, &app).await?,
            arrival: Arrival::from_request_parts(parts, &app).await?,
            asked: Asked::from_request_parts(parts, &app).await?,
            sent: Sent::from_request_parts(parts, &app).await?,
            headers: parts.headers.clone(),
            app,
        })
    }
}

impl Visit {
    /// What surrounds the page.
    pub fn shell(&self) -> Shell {
        shell(&self.app.system, &self.asked, None)
    }

    /// What the browser says it is.
    pub fn user_agent(&self) -> &str {
        let text = self.headers.get(USER_AGENT);
        text.and_then(|text| text.to_str().ok()).unwrap_or("?")
    }

    /// The token of the session's forms; empty without a session.
    pub fn form_token(&self) -> String {
        let signed_in = self.principal.signed_in();
        signed_in.map_or_else(String::new, |signed_in| signed_in.form_token.clone())
    }

    /// What comes after signing in, as a form carries it.
    pub fn continuation(&self) -> Continuation {
        Continuation {
            next: next_of(self.sent.raw("next"), self.asked.language),
            pending: self.sent.raw("pending").to_owned(),
        }
    }

    /// What comes after signing in, as the address says.
    pub fn asked_continuation(&self) -> Continuation {
        let next = self.asked.parameter("next").unwrap_or_default();
        Continuation {
            next: next_of(next, self.asked.language),
            pending: String::new(),
        }
    }

    /// Notes what the asker did.
    pub async fn note(&self, act: &str, object: &str) -> Result<(), Trouble> {
        let entry = self.arrival.entry(&self.app, &self.principal, act, object);
        Ok(self.app.system.note(entry).await?)
    }

    /// Notes what a person did who is not signed in yet.
    pub async fn note_of(
        &self,
        person: Option<PersonNumber>,
        act: &str,
        object: &str,
    ) -> Result<(), Trouble> {
        let nobody = Principal::Nobody;
        let entry = self.arrival.entry(&self.app, &nobody, act, object);
        let entry = NewAuditEntry { person, ..entry };
        Ok(self.app.system.note(entry).await?)
    }

    /// A written page.
    pub fn written(&self, html: Result<String, RenderError>) -> Page {
        Ok(super::written(html?, &self.asked))
    }

    /// A written page, which says that something was typed wrong when `is_wrong`.
    pub fn written_form(&self, html: Result<String, RenderError>, is_wrong: bool) -> Page {
        let page = self.written(html)?;
        Ok(if is_wrong {
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        } else {
            page
        })
    }

    /// Nothing is here, or nothing that the asker may know of.
    pub fn absent(&self) -> Response {
        trouble::not_found(&self.asked, None)
    }

    /// The page, or the one that says that it failed.
    pub fn shown(&self, page: Page) -> Response {
        super::shown(page, &self.asked)
    }
}
