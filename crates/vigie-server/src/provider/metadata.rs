//! What a service says of itself: its addresses and keys, kept and renewed.

use std::time::{Duration, Instant};

use openidconnect::core::CoreJsonWebKeySet;
use openidconnect::http::Request;
use openidconnect::http::header::{ACCEPT, HeaderValue};
use openidconnect::{
    DiscoveryError, EndSessionUrl, HttpRequest, ProviderMetadataWithLogout, TokenUrl, UserInfoUrl,
};
use ureq::Agent;
use url::Url;

use super::call::{CallError, call};
use super::{Provider, ProviderError, ProviderSettings};

/// How long it is believed without asking again.
const BELIEVED: Duration = Duration::from_hours(1);
/// How long it is still used when the service does not answer.
const USABLE: Duration = Duration::from_hours(24);
/// How long a service that did not answer is not asked again: whoever comes meanwhile is told at once.
const SPARED: Duration = Duration::from_secs(5);
/// How often keys are read anew because a token names one that is not known.
const BETWEEN_KEYS: Duration = Duration::from_mins(1);

impl Provider {
    /// How the service calls itself, as its tokens have it.
    pub fn issuer(&self) -> &str {
        issuer_of(&self.settings)
    }

    /// What the service says of itself.
    pub(super) async fn metadata(&self) -> Result<ProviderMetadataWithLogout, ProviderError> {
        self.metadata_not_older_than(BELIEVED).await
    }

    /// The same, asked for again unless that was done just now: the service has new keys.
    pub(super) async fn renewed_metadata(
        &self,
    ) -> Result<ProviderMetadataWithLogout, ProviderError> {
        self.metadata_not_older_than(BETWEEN_KEYS).await
    }

    async fn metadata_not_older_than(
        &self,
        age: Duration,
    ) -> Result<ProviderMetadataWithLogout, ProviderError> {
        if let Some(known) = self.kept_metadata(age) {
            return Ok(known);
        }
        let _renewing = self.renewing.lock().await;
        if let Some(known) = self.kept_metadata(age) {
            return Ok(known);
        }
        match self.ask_for_metadata().await {
            Ok(metadata) => Ok(metadata),
            Err(error) => {
                tracing::warn!(provider = self.settings.code, %error, "A sign-in service does not describe itself");
                self.kept_metadata(USABLE).ok_or(error)
            }
        }
    }

    fn kept_metadata(&self, age: Duration) -> Option<ProviderMetadataWithLogout> {
        let known = self.known.lock();
        let (read_at, metadata) = known.metadata.as_ref()?;
        (read_at.elapsed() < age).then(|| metadata.clone())
    }

    async fn ask_for_metadata(&self) -> Result<ProviderMetadataWithLogout, ProviderError> {
        if let Some((failed_at, reason)) = &self.known.lock().failed
            && failed_at.elapsed() < SPARED
        {
            return Err(ProviderError::Down(reason.clone()));
        }
        let (agent, settings) = (self.agent.clone(), self.settings.clone());
        let read = self
            .converse(move || read_metadata(&agent, &settings))
            .await;
        let mut known = self.known.lock();
        match &read {
            Ok(metadata) => {
                known.metadata = Some((Instant::now(), metadata.clone()));
                known.failed = None;
            }
            Err(ProviderError::Down(reason)) => {
                known.failed = Some((Instant::now(), reason.clone()));
            }
            Err(_) => {}
        }
        drop(known);
        read
    }
}

/// An address parsed has a final slash when it is a host only; services write their name with or without.
fn issuer_of(settings: &ProviderSettings) -> &str {
    let text = settings.issuer.as_str();
    if settings.issuer.path() == "/" {
        text.trim_end_matches('/')
    } else {
        text
    }
}

fn read_metadata(
    agent: &Agent,
    settings: &ProviderSettings,
) -> Result<ProviderMetadataWithLogout, ProviderError> {
    let request = get(&settings.discovery)?;
    let answer = call(agent, request).map_err(|error| ProviderError::from(&error))?;
    if answer.status() != 200 {
        let text = format!("its description: status {}", answer.status().as_u16());
        return Err(ProviderError::Unusable(text));
    }
    let metadata: ProviderMetadataWithLogout = serde_json::from_slice(answer.body())
        .map_err(|error| ProviderError::Unusable(format!("its description: {error}")))?;
    let named = metadata.issuer().as_str();
    if named.trim_end_matches('/') != issuer_of(settings).trim_end_matches('/') {
        let named = vigie_model::shown(named, 200);
        return Err(ProviderError::Unusable(format!("it calls itself {named}")));
    }
    check_addresses(&metadata, settings)?;
    let keys = CoreJsonWebKeySet::fetch(metadata.jwks_uri(), &|request| call(agent, request));
    Ok(metadata.set_jwks(keys.map_err(|error| of_discovery(&error))?))
}

/// What is not encrypted, or no address of the web, is not used, except on this machine.
fn check_addresses(
    metadata: &ProviderMetadataWithLogout,
    settings: &ProviderSettings,
) -> Result<(), ProviderError> {
    let logout = &metadata.additional_metadata().end_session_endpoint;
    let addresses = [
        Some(metadata.authorization_endpoint().url()),
        Some(metadata.jwks_uri().url()),
        metadata.token_endpoint().map(TokenUrl::url),
        metadata.userinfo_endpoint().map(UserInfoUrl::url),
        logout.as_ref().map(EndSessionUrl::url),
    ];
    let scheme = settings.issuer.scheme();
    let wrong = addresses
        .into_iter()
        .flatten()
        .find(|address| address.scheme() != "https" && address.scheme() != scheme);
    match wrong {
        Some(address) => {
            let address = vigie_model::shown(address.as_str(), 200);
            Err(ProviderError::Unusable(format!("its address {address}")))
        }
        None => Ok(()),
    }
}

fn get(address: &Url) -> Result<HttpRequest, ProviderError> {
    Request::get(address.as_str())
        .header(ACCEPT, HeaderValue::from_static("application/json"))
        .body(Vec::new())
        .map_err(|error| ProviderError::Unusable(error.to_string()))
}

fn of_discovery(error: &DiscoveryError<CallError>) -> ProviderError {
    match error {
        DiscoveryError::Request(error) => error.into(),
        DiscoveryError::Response(status, ..) => {
            ProviderError::Unusable(format!("its keys: status {}", status.as_u16()))
        }
        error => ProviderError::Unusable(format!("its keys: {error}")),
    }
}
