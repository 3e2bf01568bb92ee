//! Other services that let people sign in (OpenID Connect): Pro Santé Connect, ProConnect, any that the settings name.
//! Nothing here knows of our people, of the store or of our pages.

mod call;
mod claims;
mod exchange;
mod metadata;
mod settings;

use std::sync::Arc;
use std::time::{Duration, Instant};

use openidconnect::ProviderMetadataWithLogout;
use parking_lot::Mutex;
use tokio::sync::Semaphore;
use url::Url;

pub use claims::Claims;
pub use exchange::{Arrived, FlowSecret};
pub use settings::{
    Acr, AcrAskedBy, ClaimPaths, Grant, ProviderSettings, Providers, SettingsError, UserInfo,
};

/// Conversations with one service at once; more are told to try again, so that a slow service holds no more threads.
const AT_ONCE: usize = 16;
/// How long a sign-in waits for its turn.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a sign-in by another service came to nothing. The text is for the log of this server only.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// It does not answer, or too slowly.
    #[error("no answer: {0}")]
    Down(String),
    /// What it answers cannot be used, or does not hold: too large, wrong signature, another audience, expired.
    #[error("unusable answer: {0}")]
    Unusable(String),
    /// It does not know the code, or not any more: used before, or too old.
    #[error("the code is not taken: {0}")]
    CodeRefused(String),
    /// The person did not show as much as the settings ask for.
    #[error("signed in with too little: {0}")]
    TooWeak(String),
}

/// One service, with what it said of itself.
#[derive(Debug)]
pub struct Provider {
    /// What the settings say.
    pub settings: ProviderSettings,
    /// Where it sends people back to.
    return_address: String,
    agent: ureq::Agent,
    places: Arc<Semaphore>,
    known: Mutex<Known>,
    /// Held while the service is asked about itself, so that one asks for all.
    renewing: tokio::sync::Mutex<()>,
}

/// What a service said of itself, and when it last did not answer.
#[derive(Debug, Default)]
struct Known {
    metadata: Option<(Instant, ProviderMetadataWithLogout)>,
    failed: Option<(Instant, String)>,
}

impl Provider {
    /// A service as the settings have it. `public_url` is the address under which people reach this server.
    pub fn new(settings: ProviderSettings, public_url: &Url) -> Self {
        let origin = public_url.origin().ascii_serialization();
        Self {
            return_address: format!("{origin}/sign-in/return/{}", settings.code),
            agent: call::agent(&settings.issuer),
            settings,
            places: Arc::new(Semaphore::new(AT_ONCE)),
            known: Mutex::default(),
            renewing: tokio::sync::Mutex::default(),
        }
    }

    /// Runs a conversation with the service on a thread that may wait.
    async fn converse<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ProviderError> + Send + 'static,
    ) -> Result<T, ProviderError> {
        let places = Arc::clone(&self.places);
        let place = tokio::time::timeout(PATIENCE, places.acquire_owned()).await;
        let place = place.map_err(|_| ProviderError::Down("too many at once".to_owned()))?;
        // The place goes with the work: a person who leaves does not end a conversation that has begun.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        })
        .await;
        // A panic in the library, on an answer that it did not expect.
        done.map_err(|error| ProviderError::Unusable(error.to_string()))?
    }
}
