//! Requests to another service: a short while, no redirects, answers of a limited size.

use std::time::Duration;

use openidconnect::{HttpRequest, HttpResponse};
use ureq::Agent;

use super::ProviderError;

/// Longest time of one request, its answer read to the end.
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// Largest answer in bytes: keys, tokens and what is said of a person take a few thousand.
const MOST_BYTES: u64 = 256 << 10;
/// Largest head of an answer in bytes.
const MOST_HEADER_BYTES: usize = 32 << 10;

/// A request that came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// No answer in time, or one that is too large.
    #[error(transparent)]
    Transport(#[from] ureq::Error),
    /// The service says that it cannot answer now.
    #[error("status {0}")]
    Busy(u16),
}

impl From<&CallError> for ProviderError {
    fn from(error: &CallError) -> Self {
        let text = error.to_string();
        match error {
            CallError::Transport(
                ureq::Error::BodyExceedsLimit(_)
                | ureq::Error::LargeResponseHeader(..)
                | ureq::Error::Http(_)
                | ureq::Error::Protocol(_),
            ) => Self::Unusable(text),
            CallError::Transport(_) | CallError::Busy(_) => Self::Down(text),
        }
    }
}

/// Whether an address is of this machine: only there may a service do without encryption.
pub fn is_loopback(address: &url::Url) -> bool {
    match address.host() {
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// What speaks to the service of an issuer.
pub fn agent(issuer: &url::Url) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(LONGEST_WAIT))
        .max_redirects(0)
        .max_response_header_size(MOST_HEADER_BYTES)
        .http_status_as_error(false)
        .https_only(issuer.scheme() == "https")
        .user_agent("vigie");
    // A proxy of the surroundings does not lead back to this machine.
    let config = if is_loopback(issuer) {
        config.proxy(None)
    } else {
        config
    };
    config.build().new_agent()
}

/// Sends one request.
///
/// # Errors
/// No answer in time, one that is too large, or one that says to come again.
pub fn call(agent: &Agent, request: HttpRequest) -> Result<HttpResponse, CallError> {
    let (head, mut body) = agent.run(request)?.into_parts();
    if let busy @ (429 | 502 | 503 | 504) = head.status.as_u16() {
        return Err(CallError::Busy(busy));
    }
    let bytes = body.with_config().limit(MOST_BYTES).read_to_vec()?;
    Ok(HttpResponse::from_parts(head, bytes))
}
