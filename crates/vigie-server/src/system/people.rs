//! People who are signed in, remembered for a short while so that a page does not cost a look-up.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use parking_lot::RwLock;
use vigie_model::{Clock, Role, SystemClock};
use vigie_store::{
    Membership, Person, PersonNumber, SecretHash, Session, SessionProvider, StoreError, email_key,
};

use super::{System, SystemError};
use crate::access::password::{self, Verified};
use crate::access::{random_bytes, second_factor, throttle};

/// How long a session is believed without asking the store: the longest time that one ended elsewhere still works.
const BELIEVED: SignedDuration = SignedDuration::from_secs(30);
/// Most sessions remembered.
const MOST: usize = 100_000;
/// A session in use is noted in the store this often.
const NOTED: SignedDuration = SignedDuration::from_secs(60);
/// Most characters kept of what a browser says it is.
const USER_AGENT_CHARACTERS: usize = 120;

/// The clock of sessions and codes: real time, whatever day the simulated country lives in.
#[derive(Clone)]
pub struct Wall(Arc<dyn Clock>);

impl Wall {
    /// A clock, for tests.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self(clock)
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.0.now()
    }
}

impl Default for Wall {
    fn default() -> Self {
        Self(Arc::new(SystemClock))
    }
}

impl std::fmt::Debug for Wall {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Wall")
    }
}

/// When sessions end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without use, for those who see much or change rights.
    pub sensitive_idle: SignedDuration,
    /// Without use, for others.
    pub idle: SignedDuration,
    /// However much used, for those who see much or change rights.
    pub sensitive_whole: SignedDuration,
    /// However much used, for others.
    pub whole: SignedDuration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self {
            sensitive_idle: SignedDuration::from_mins(30),
            idle: SignedDuration::from_hours(12),
            sensitive_whole: SignedDuration::from_hours(12),
            whole: SignedDuration::from_hours(24 * 30),
        }
    }
}

/// The secret in the cookie of a session: 32 random bytes. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionSecret([u8; 32]);

impl SessionSecret {
    fn random() -> std::io::Result<Self> {
        Ok(Self(random_bytes()?))
    }

    /// A secret as the cookie writes it; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = blake3::Hash::from_hex(text).ok()?;
        Some(Self(bytes.into()))
    }

    /// As the cookie writes it.
    pub fn written(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// What the store keeps of it.
    pub fn hash(&self) -> SecretHash {
        SecretHash(blake3::hash(&self.0).into())
    }

    /// What every form of this session carries.
    fn form_token(&self) -> String {
        let key = blake3::derive_key("vigie form token", &self.0);
        blake3::Hash::from_bytes(key).to_hex().to_string()
    }
}

impl std::fmt::Debug for SessionSecret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SessionSecret(…)")
    }
}

/// A person with a valid session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// What she is.
    pub memberships: Vec<Membership>,
    /// Her session.
    pub session: Session,
    /// What every form of the session carries.
    pub form_token: String,
    /// Whether a role of hers needs a second factor here.
    pub requires_factor: bool,
}

impl SignedIn {
    /// Whether everything that is asked for was shown.
    pub fn is_complete(&self) -> bool {
        let needs_factor = self.requires_factor || self.person.totp_secret.is_some();
        self.session.factor_done || !needs_factor
    }
}

fn is_sensitive(memberships: &[Membership]) -> bool {
    memberships.iter().any(|one| Role::is_sensitive(one.role))
}

/// A session to begin.
#[derive(Debug, Clone)]
pub struct NewSession<'a> {
    /// Whose.
    pub person: PersonNumber,
    /// Whether the second factor was shown, here or elsewhere.
    pub factor_done: bool,
    /// By which service the person signed in; `None` when here.
    pub provider: Option<SessionProvider>,
    /// What the browser says it is.
    pub user_agent: &'a str,
    /// The session that ends with it.
    pub replaced: Option<SecretHash>,
}

/// Sessions seen lately.
#[derive(Debug, Default)]
pub(super) struct Sessions(RwLock<HashMap<SecretHash, (Timestamp, Arc<SignedIn>)>>);

/// What came of an address of mail and a password.
#[derive(Debug)]
pub enum Presented {
    /// They belong together.
    Right(Box<Person>),
    /// They do not, or the account is closed: the same answer for all.
    Wrong,
    /// Too many were wrong: this one was not looked at.
    Wait(Duration),
}

impl System {
    /// Real time.
    pub fn wall(&self) -> &Wall {
        &self.settings.wall
    }

    /// The person whose session has this secret.
    pub async fn find_signed_in(
        &self,
        secret: &SessionSecret,
    ) -> Result<Option<Arc<SignedIn>>, StoreError> {
        let now = self.wall().now();
        let hash = secret.hash();
        let seen = self.sessions.0.read().get(&hash).cloned();
        if let Some((read_at, signed_in)) = seen
            && now.duration_since(read_at) < BELIEVED
        {
            return Ok((now < signed_in.session.ends_at).then_some(signed_in));
        }
        let found = self.read_signed_in(secret, hash, now).await?;
        let mut sessions = self.sessions.0.write();
        if sessions.len() >= MOST {
            sessions.clear();
        }
        match &found {
            Some(signed_in) => sessions.insert(hash, (now, Arc::clone(signed_in))),
            None => sessions.remove(&hash),
        };
        drop(sessions);
        Ok(found)
    }

    async fn read_signed_in(
        &self,
        secret: &SessionSecret,
        hash: SecretHash,
        now: Timestamp,
    ) -> Result<Option<Arc<SignedIn>>, StoreError> {
        let Some(session) = self.store.find_session(hash).await? else {
            return Ok(None);
        };
        let Some(person) = self.store.find_person(session.person).await? else {
            return Ok(None);
        };
        let memberships = self.store.list_memberships(person.number).await?;
        let limits = &self.settings.sessions;
        let idle = if is_sensitive(&memberships) {
            limits.sensitive_idle
        } else {
            limits.idle
        };
        let unused = now.duration_since(session.seen_at);
        if now >= session.ends_at || unused >= idle || person.disabled_at.is_some() {
            self.store.end_session(person.number, hash).await?;
            return Ok(None);
        }
        if unused >= NOTED {
            self.store.touch_session(hash, now).await?;
        }
        Ok(Some(Arc::new(SignedIn {
            form_token: secret.form_token(),
            requires_factor: self.settings.requires_factor && is_sensitive(&memberships),
            person,
            memberships,
            session,
        })))
    }

    /// Begins a session, in place of the one that it replaces.
    pub async fn begin_session(&self, new: NewSession<'_>) -> Result<SessionSecret, SystemError> {
        let now = self.wall().now();
        let memberships = self.store.list_memberships(new.person).await?;
        let limits = &self.settings.sessions;
        let whole = if is_sensitive(&memberships) {
            limits.sensitive_whole
        } else {
            limits.whole
        };
        let secret = SessionSecret::random()?;
        let session = Session {
            hash: secret.hash(),
            person: new.person,
            created_at: now,
            seen_at: now,
            ends_at: now + whole,
            factor_done: new.factor_done,
            user_agent: vigie_model::shown(new.user_agent, USER_AGENT_CHARACTERS),
            provider: new.provider,
        };
        self.store.begin_session(&session, new.replaced).await?;
        if let Some(replaced) = new.replaced {
            self.sessions.0.write().remove(&replaced);
        }
        Ok(secret)
    }

    /// Forgets what is remembered of a person: her rights, password or sessions changed.
    pub fn forget_person(&self, person: PersonNumber) {
        self.sessions
            .0
            .write()
            .retain(|_, (_, signed_in)| signed_in.person.number != person);
    }

    /// Looks at an address of mail and a password. Unknown addresses take as long as known ones.
    pub async fn present_password(
        &self,
        email: &str,
        password: String,
        network: &str,
    ) -> Result<Presented, SystemError> {
        let now = self.wall().now();
        let account = account_hash("vigie account of mail", &email_key(email));
        if let Some(wait) = self.wait_of(account, network, now).await? {
            return Ok(Presented::Wait(wait));
        }
        let person = self.store.find_person_by_email(email).await?;
        let hash = person
            .as_ref()
            .and_then(|person| person.password_hash.clone());
        let verified = password::verify(password.clone(), hash).await?;
        let person =
            person.filter(|person| person.disabled_at.is_none() && self.may_be_here(person));
        let right = person.filter(|_| verified != Verified::Wrong);
        self.store
            .note_attempt(account, network, now, right.is_some())
            .await?;
        let Some(person) = right else {
            return Ok(Presented::Wrong);
        };
        if verified == Verified::Outdated {
            let hash = password::hash(password).await?;
            self.store.set_password(person.number, &hash, true).await?;
        }
        Ok(Presented::Right(Box::new(person)))
    }

    /// Looks at a code of the second factor or a recovery code. Each works once.
    pub async fn present_code(
        &self,
        person: &Person,
        code: &str,
        network: &str,
    ) -> Result<CodePresented, SystemError> {
        let now = self.wall().now();
        let account = account_hash("vigie second factor", &person.number.0.to_string());
        if let Some(wait) = self.wait_of(account, network, now).await? {
            return Ok(CodePresented::Wait(wait));
        }
        let seconds = now.as_second().cast_unsigned();
        let secret = person.totp_secret.as_deref();
        let step = secret.and_then(|secret| second_factor::step_of(secret, code, seconds));
        let outcome = match step {
            Some(step) if self.store.use_factor_step(person.number, step).await? => {
                CodePresented::Right
            }
            Some(_) => CodePresented::Wrong,
            None => {
                let hash = second_factor::recovery_hash(code);
                if self.store.use_recovery_code(person.number, hash).await? {
                    CodePresented::Recovery
                } else {
                    CodePresented::Wrong
                }
            }
        };
        let succeeded = matches!(outcome, CodePresented::Right | CodePresented::Recovery);
        self.store
            .note_attempt(account, network, now, succeeded)
            .await?;
        Ok(outcome)
    }

    /// Everybody knows the passwords of made-up people: they are none beside real sites.
    pub(super) fn may_be_here(&self, person: &Person) -> bool {
        let registry = self.registry();
        !person.synthetic || registry.sites().iter().all(|site| site.synthetic)
    }

    async fn wait_of(
        &self,
        account: SecretHash,
        network: &str,
        now: Timestamp,
    ) -> Result<Option<Duration>, StoreError> {
        let since = now - throttle::MEMORY;
        let attempts = self.store.count_attempts(account, network, since).await?;
        Ok(throttle::wait(&attempts, now))
    }
}

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePresented {
    /// It is the one of this moment.
    Right,
    /// It is a recovery code, which is used up now.
    Recovery,
    /// It is neither, or was used before.
    Wrong,
    /// Too many were wrong: this one was not looked at.
    Wait(Duration),
}

/// Under which name attempts of an account are kept: what was typed cannot be read from it.
fn account_hash(context: &'static str, account: &str) -> SecretHash {
    SecretHash(blake3::derive_key(context, account.as_bytes()))
}
