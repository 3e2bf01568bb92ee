//! Who asks, as far as a token tells.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use vigie_model::{Site, SiteNumber};
use vigie_store::{Token, TokenScope, TokenSecret};

use super::App;
use super::language::Speaks;
use super::problem::Problem;

/// Verb that lets a token send reports.
pub const REPORT: &str = "report";
/// Verb that lets a token read all that is identified: the agency.
pub const AUTHORITY: &str = "authority";

/// Who asks: nobody in particular, or the holder of a valid token.
#[derive(Debug, Clone)]
pub struct Principal(Option<Token>);

impl Principal {
    /// Whether everything may be read.
    pub fn is_authority(&self) -> bool {
        self.has(AUTHORITY)
    }

    /// Whether a valid token came with the request.
    pub const fn is_known(&self) -> bool {
        self.0.is_some()
    }

    fn has(&self, verb: &str) -> bool {
        self.0
            .as_ref()
            .is_some_and(|token| token.verbs.contains(verb))
    }

    /// Whether reports of a site may be sent.
    pub fn may_report_for(&self, site: &Site) -> bool {
        self.has(REPORT) && self.speaks_for(site)
    }

    /// Whether what a site sent may be read.
    pub fn may_read_reports_of(&self, site: &Site) -> bool {
        self.is_authority() || self.speaks_for(site)
    }

    fn speaks_for(&self, site: &Site) -> bool {
        match self.0.as_ref().map(|token| token.scope) {
            Some(TokenScope::Site(number)) => number == site.number,
            Some(TokenScope::Organisation(organisation)) => organisation == site.organisation,
            None => false,
        }
    }

    /// The only site of the token, when it has one.
    pub fn only_site(&self) -> Option<SiteNumber> {
        match self.0.as_ref()?.scope {
            TokenScope::Site(number) => Some(number),
            TokenScope::Organisation(_) => None,
        }
    }
}

impl FromRequestParts<App> for Principal {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Some(header) = parts.headers.get(AUTHORIZATION).cloned() else {
            return Ok(Self(None));
        };
        let Ok(Speaks(language)) = Speaks::from_request_parts(parts, app).await;
        let secret = header
            .to_str()
            .ok()
            .and_then(|text| text.strip_prefix("Bearer "))
            .and_then(|text| text.trim().parse::<TokenSecret>().ok())
            .ok_or_else(|| Problem::unauthorised(language))?;
        let token = app.system.find_token(secret.hash()).await?;
        token
            .map(|token| Self(Some(token)))
            .ok_or_else(|| Problem::unauthorised(language))
    }
}
