//! Who asks: nobody, a program with a token, or a person who has signed in.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use vigie_model::{Site, SiteNumber};
use vigie_store::{PersonNumber, Token, TokenNumber, TokenScope, TokenSecret};

use super::{App, cookie};
use crate::access::rights::{self, Range, Resource, Right};
use crate::http::language;
use crate::http::problem::Problem;
use crate::system::SignedIn;

/// Who asks.
#[derive(Debug, Clone)]
pub enum Principal {
    /// Nobody in particular.
    Nobody,
    /// A program with a valid token.
    Token(Box<Token>),
    /// A person who has shown a password, and not yet the second factor: no more than nobody.
    Halfway(Arc<SignedIn>),
    /// A person who has signed in.
    Person(Arc<SignedIn>),
}

impl Principal {
    /// Who sent these headers.
    ///
    /// # Errors
    /// A token that is unknown, expired or revoked; a store that does not answer.
    pub async fn of_headers(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        if let Some(header) = headers.get(AUTHORIZATION) {
            let secret = header
                .to_str()
                .ok()
                .and_then(|text| text.strip_prefix("Bearer "))
                .and_then(|text| text.trim().parse::<TokenSecret>().ok());
            let token = match secret {
                Some(secret) => app.system.find_token(secret.hash()).await?,
                None => None,
            };
            return token
                .map(|token| Self::Token(Box::new(token)))
                .ok_or_else(|| Problem::unauthorised(language::of_headers(headers)));
        }
        let Some(secret) = cookie::read(headers, &app.system.settings) else {
            return Ok(Self::Nobody);
        };
        let found = app.system.find_signed_in(&secret).await?;
        Ok(match found {
            Some(signed_in) if signed_in.is_complete() => Self::Person(signed_in),
            Some(signed_in) => Self::Halfway(signed_in),
            None => Self::Nobody,
        })
    }

    /// How far a right may be used; empty when not at all.
    pub fn ranges(&self, right: Right) -> Vec<Range> {
        match self {
            Self::Nobody | Self::Halfway(_) => rights::of_public(right).into_iter().collect(),
            Self::Token(token) => {
                rights::of_token(token.verbs.iter().map(String::as_str), token.scope, right)
            }
            Self::Person(signed_in) => rights::of_person(&signed_in.memberships, right),
        }
    }

    /// Whether a right may be used on a site.
    pub fn may_at(&self, right: Right, site: &Site) -> bool {
        rights::covers(&self.ranges(right), site)
    }

    /// Whether a right may be used somewhere.
    pub fn may(&self, right: Right) -> bool {
        !self.ranges(right).is_empty()
    }

    /// Whether sums may be read however few sites they rest on.
    pub fn is_authority(&self) -> bool {
        self.ranges(Right::read(Resource::IdentifiedFigures))
            .contains(&Range::All)
    }

    /// Whether it is known who asks.
    pub const fn is_known(&self) -> bool {
        matches!(self, Self::Token(_) | Self::Person(_))
    }

    /// Whether reports of a site may be sent.
    pub fn may_report_for(&self, site: &Site) -> bool {
        self.may_at(Right::send(Resource::Reports), site)
    }

    /// Whether what a site sent may be read.
    pub fn may_read_reports_of(&self, site: &Site) -> bool {
        self.may_at(Right::read(Resource::Reports), site)
    }

    /// The only site of a token, when it has one.
    pub fn only_site(&self) -> Option<SiteNumber> {
        match self {
            Self::Token(token) => match token.scope {
                TokenScope::Site(number) => Some(number),
                TokenScope::Organisation(_) => None,
            },
            _ => None,
        }
    }

    /// The person who asks, signed in all the way.
    pub const fn signed_in(&self) -> Option<&Arc<SignedIn>> {
        match self {
            Self::Person(signed_in) => Some(signed_in),
            _ => None,
        }
    }

    /// The person who asks, signed in all the way or not.
    pub const fn session(&self) -> Option<&Arc<SignedIn>> {
        match self {
            Self::Person(signed_in) | Self::Halfway(signed_in) => Some(signed_in),
            _ => None,
        }
    }

    /// Number of the person, for the audit log.
    pub fn person(&self) -> Option<PersonNumber> {
        Some(self.session()?.person.number)
    }

    /// Number of the token, for the audit log.
    pub fn token(&self) -> Option<TokenNumber> {
        match self {
            Self::Token(token) => Some(token.number),
            _ => None,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Principal {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let principal = parts.extensions.get::<Self>().cloned();
        Ok(principal.unwrap_or(Self::Nobody))
    }
}
