//! Tokens, remembered for a short while so that a report does not cost a look-up.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use parking_lot::{Mutex, RwLock};
use vigie_store::{StoreError, Token, TokenHash, TokenNumber};

use super::System;

/// How long a token is believed without asking the store: the longest time that a revoked one still works.
const BELIEVED: SignedDuration = SignedDuration::from_secs(30);
/// Most tokens remembered; a country has about 25,000 sites.
const MOST: usize = 100_000;

/// Tokens seen lately.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    seen: RwLock<HashMap<[u8; 32], (Timestamp, Token)>>,
    /// When tokens were used since that was last written.
    used: Mutex<HashMap<TokenNumber, Timestamp>>,
}

impl System {
    /// The valid token of a hash.
    pub async fn find_token(&self, hash: TokenHash) -> Result<Option<Token>, StoreError> {
        // Real time, not the clock of the demo: a simulated year must not make tokens expire.
        let now = Timestamp::now();
        let seen = self.tokens.seen.read().get(&hash.0).cloned();
        if let Some((read_at, token)) = seen
            && now.duration_since(read_at) < BELIEVED
        {
            return Ok(self.used_now(token, now));
        }
        let Some(token) = self.store.find_token(hash).await? else {
            return Ok(None);
        };
        let mut tokens = self.tokens.seen.write();
        if tokens.len() >= MOST {
            tokens.clear();
        }
        tokens.insert(hash.0, (now, token.clone()));
        drop(tokens);
        Ok(self.used_now(token, now))
    }

    fn used_now(&self, token: Token, now: Timestamp) -> Option<Token> {
        let valid = token.is_valid_at(now).then_some(token)?;
        self.tokens.used.lock().insert(valid.number, now);
        Some(valid)
    }

    /// Writes when tokens were last used.
    pub async fn write_token_uses(&self) -> Result<(), StoreError> {
        let used: Vec<_> = std::mem::take(&mut *self.tokens.used.lock())
            .into_iter()
            .collect();
        self.store.mark_tokens_used(&used).await
    }

    /// Forgets a token that was revoked here: it works no more from now on.
    pub fn forget_token(&self, number: TokenNumber) {
        self.tokens
            .seen
            .write()
            .retain(|_, (_, token)| token.number != number);
    }
}
