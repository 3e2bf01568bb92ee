//! What is found out about every request before anything else: where it comes from, who asks, how it is called.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;
use vigie_store::NewAuditEntry;

use super::principal::Principal;
use super::{App, problem::Problem};
use crate::access::throttle;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
/// Files that are the same for all and may be kept for ever.
const ASSETS: &str = "/assets/";

/// Where a request comes from and how it is called.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Address of the asker.
    pub address: Option<IpAddr>,
    /// Name of the request, in answers, logs and the audit log.
    pub request_id: String,
    /// What was asked for, whole: parts of the router see only the rest of it.
    pub uri: Uri,
}

impl Arrival {
    /// The address without its last part.
    pub fn network(&self) -> String {
        throttle::shortened(self.address)
    }

    /// An entry of the audit log.
    pub fn entry(
        &self,
        app: &App,
        principal: &Principal,
        act: &str,
        object: &str,
    ) -> NewAuditEntry {
        NewAuditEntry {
            at: app.system.wall().now(),
            person: principal.person(),
            token: principal.token(),
            act: act.to_owned(),
            object: vigie_model::shown(object, 200),
            address: self.network(),
            request_id: self.request_id.clone(),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Arrival {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let arrival = parts.extensions.get::<Self>().cloned();
        Ok(arrival.unwrap_or_else(|| Self {
            address: None,
            request_id: String::new(),
            uri: parts.uri.clone(),
        }))
    }
}

/// Finds out who asks, and keeps answers to people and programs out of caches that others share.
pub async fn greet(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map(|ConnectInfo(address)| address.ip());
    let trusted = &app.system.settings.trusted_proxies;
    let arrival = Arrival {
        address: asker(peer, request.headers(), trusted),
        request_id: Uuid::now_v7().to_string(),
        uri: request.uri().clone(),
    };
    let is_asset = request.uri().path().starts_with(ASSETS);
    let principal = if is_asset {
        Ok(Principal::Nobody)
    } else {
        Principal::of_headers(&app, request.headers()).await
    };
    let id = HeaderValue::from_str(&arrival.request_id);
    let mut response = match principal {
        Ok(principal) => {
            let is_private = principal.session().is_some();
            request.extensions_mut().insert(arrival);
            request.extensions_mut().insert(principal);
            let mut response = next.run(request).await;
            if is_private {
                let never = HeaderValue::from_static("no-store");
                response.headers_mut().insert(CACHE_CONTROL, never);
            }
            response
        }
        Err(problem) => Problem::into_response(problem),
    };
    if let Ok(id) = id {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// The nearest address that is not one of our own machines.
fn asker(peer: Option<IpAddr>, headers: &HeaderMap, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = peer?;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let texts = headers
        .get_all(FORWARDED_FOR)
        .into_iter()
        .filter_map(|header| header.to_str().ok());
    let named: Vec<IpAddr> = texts
        .flat_map(|text| text.split(','))
        .map_while(|address| address.trim().parse().ok())
        .collect();
    let nearest = named
        .iter()
        .rev()
        .find(|address| !trusted.contains(address));
    Some(nearest.copied().unwrap_or(peer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("198.51.100.9", "203.0.113.5", "198.51.100.9")]
    #[case("10.0.0.1", "203.0.113.5", "203.0.113.5")]
    #[case("10.0.0.1", "192.0.2.66, 203.0.113.5", "203.0.113.5")]
    #[case("10.0.0.1", "203.0.113.5, 10.0.0.1", "203.0.113.5")]
    #[case("10.0.0.1", "", "10.0.0.1")]
    #[case("10.0.0.1", "nonsense", "10.0.0.1")]
    fn only_trusted_machines_are_believed_and_only_the_last_word_of_others(
        #[case] peer: &str,
        #[case] forwarded: &str,
        #[case] expected: &str,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_str(forwarded).unwrap());
        let trusted = ["10.0.0.1".parse().unwrap()];
        let found = asker(peer.parse().ok(), &headers, &trusted);
        assert_eq!(found, expected.parse().ok());
    }
}
