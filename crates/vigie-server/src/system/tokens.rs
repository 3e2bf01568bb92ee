//! Tokens, remembered for a short while so that a report does not cost a look-up.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use parking_lot::RwLock;
use vigie_store::{StoreError, Token, TokenHash};

use super::System;

/// How long a token is believed without asking the store: the longest time that a revoked one still works.
const BELIEVED: SignedDuration = SignedDuration::from_secs(30);
/// Most tokens remembered; a country has about 25,000 sites.
const MOST: usize = 100_000;

/// Tokens seen lately.
#[derive(Debug, Default)]
pub(super) struct Tokens(RwLock<HashMap<[u8; 32], (Timestamp, Token)>>);

impl System {
    /// The valid token of a hash.
    pub async fn find_token(&self, hash: TokenHash) -> Result<Option<Token>, StoreError> {
        // Real time, not the clock of the demo: a simulated year must not make tokens expire.
        let now = Timestamp::now();
        let seen = self.tokens.0.read().get(&hash.0).cloned();
        if let Some((read_at, token)) = seen
            && now.duration_since(read_at) < BELIEVED
        {
            return Ok(token.is_valid_at(now).then_some(token));
        }
        let Some(token) = self.store.find_token(hash).await? else {
            return Ok(None);
        };
        let mut tokens = self.tokens.0.write();
        if tokens.len() >= MOST {
            tokens.clear();
        }
        tokens.insert(hash.0, (now, token.clone()));
        drop(tokens);
        Ok(token.is_valid_at(now).then_some(token))
    }
}
