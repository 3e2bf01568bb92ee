//! Problems as RFC 9457 has them: what is wrong, where, what to do; never the inside of the server.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use vigie_model::{Language, shown};

use crate::system::{IntakeError, SystemError};

/// A problem.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    request_id: Option<String>,
}

/// A problem, as it is sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Address that names the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// Short name of the status.
    title: &'static str,
    /// HTTP status.
    status: u16,
    /// What is wrong, where, and what to do.
    detail: String,
    /// Word for programs.
    code: &'static str,
    /// Name of this request, to quote when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

impl Problem {
    /// A problem with a word for programs and a sentence for people.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            status,
            code,
            detail: detail.into(),
            request_id: None,
        }
    }

    /// Something asked for does not exist, or is not the asker's to know.
    pub fn not_found(language: Language) -> Self {
        let detail = match language {
            Language::French => "rien n'existe à cette adresse ; vérifiez l'identifiant",
            Language::English => "nothing exists at this address; check the identifier",
        };
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// A parameter cannot be read.
    pub fn parameter(language: Language, name: &str, value: &str, expected: &str) -> Self {
        let value = shown(value, 64);
        let detail = match language {
            Language::French => {
                format!("le paramètre `{name}` vaut « {value} » ; attendu : {expected}")
            }
            Language::English => {
                format!("the parameter `{name}` is `{value}`; expected: {expected}")
            }
        };
        Self::new(StatusCode::BAD_REQUEST, "bad_parameter", detail)
    }

    /// No valid token.
    pub fn unauthorised(language: Language) -> Self {
        let detail = match language {
            Language::French => {
                "le jeton manque, est inconnu, expiré ou révoqué ; envoyez `Authorization: Bearer <jeton>`"
            }
            Language::English => {
                "the token is missing, unknown, expired or revoked; send `Authorization: Bearer <token>`"
            }
        };
        Self::new(StatusCode::UNAUTHORIZED, "unauthorised", detail)
    }

    /// A valid token that may not do this.
    pub fn forbidden(language: Language) -> Self {
        let detail = match language {
            Language::French => {
                "ce jeton ne permet pas d'envoyer de rapport pour ce site ; vérifiez le site ou demandez un autre jeton"
            }
            Language::English => {
                "this token may not send reports for this site; check the site or ask for another token"
            }
        };
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// Why somebody is not let in.
    pub fn refused(status: StatusCode, language: Language) -> Self {
        let (code, french, english) = match status {
            StatusCode::TOO_MANY_REQUESTS => (
                "too_many_requests",
                "trop de demandes depuis votre réseau ; attendez une minute",
                "too many requests from your network; wait a minute",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "body_too_large",
                "le formulaire est trop long ; raccourcissez-le",
                "the form is too long; shorten it",
            ),
            StatusCode::BAD_REQUEST => (
                "damaged_form",
                "le formulaire est arrivé incomplet ; envoyez-le de nouveau",
                "the form arrived incomplete; send it again",
            ),
            _ => (
                "forbidden",
                "vous n'avez pas ce droit ; demandez-le à l'exploitant du service",
                "you may not do this; ask the operator of the service for the right",
            ),
        };
        let detail = match language {
            Language::French => french,
            Language::English => english,
        };
        Self::new(status, code, detail)
    }

    /// Why a report is not in the journal.
    pub fn intake(error: &IntakeError, language: Language) -> Self {
        Self::new(status_of(error), error.code(), error.message(language))
    }
}

/// The status of a report that is not in the journal.
pub fn status_of(error: &IntakeError) -> StatusCode {
    match error {
        IntakeError::Refused(vigie_stock::Refusal::TooLarge { .. }) => {
            StatusCode::PAYLOAD_TOO_LARGE
        }
        IntakeError::KeyReused => StatusCode::CONFLICT,
        IntakeError::Full => StatusCode::INSUFFICIENT_STORAGE,
        IntakeError::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl From<SystemError> for Problem {
    fn from(error: SystemError) -> Self {
        let id = Uuid::now_v7().to_string();
        tracing::error!(%error, request_id = id, "Request failed");
        let mut problem = Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "le serveur n'a pas pu répondre / the server could not answer",
        );
        problem.request_id = Some(id);
        problem
    }
}

impl From<vigie_store::StoreError> for Problem {
    fn from(error: vigie_store::StoreError) -> Self {
        SystemError::from(error).into()
    }
}

impl From<vigie_stock::history::HistoryError> for Problem {
    fn from(error: vigie_stock::history::HistoryError) -> Self {
        SystemError::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = ProblemBody {
            kind: format!("/problems/{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Error"),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            request_id: self.request_id,
        };
        let mut response = (self.status, Json(body)).into_response();
        let problem = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, problem);
        response
    }
}

/// The answer to a defect of ours.
pub fn internal(what: &'static str) -> Response {
    tracing::error!(what, "Request failed");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "internal",
        "le serveur n'a pas pu répondre / the server could not answer",
    )
    .into_response()
}
