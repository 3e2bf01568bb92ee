//! Passwords: Argon2id, with parameters as data.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::random_bytes;

/// Memory in KiB, passes and lanes: the second choice of the OWASP Password Storage Cheat Sheet (19 MiB, 2, 1).
pub const PARAMETERS: (u32, u32, u32) = (19_456, 2, 1);
/// Fewest characters of a password.
pub const FEWEST_CHARACTERS: usize = 12;
/// Most bytes of a password: longer ones cost without making anything safer.
pub const MOST_BYTES: usize = 256;
/// Passwords hashed at once; others wait, so that a rush of sign-ins leaves memory and processors to the rest.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// What stands for the password of those who have none: checking it takes as long.
static NOBODYS: LazyLock<Option<String>> =
    LazyLock::new(|| hash_now("the password of nobody").ok());

/// A password that may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Too few characters.
    Short,
    /// Too many bytes.
    Long,
    /// Too few different characters, or among those that everybody tries.
    Common,
    /// The person's own name or address.
    Personal,
}

/// The password could not be hashed: no memory, no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed: {0}")]
pub struct HashError(String);

/// What is wrong with a new password.
pub fn weakness(password: &str, email: &str, name: &str) -> Option<Weakness> {
    if password.len() > MOST_BYTES {
        return Some(Weakness::Long);
    }
    if password.chars().count() < FEWEST_CHARACTERS {
        return Some(Weakness::Short);
    }
    let plain = password.to_lowercase();
    let mine = [email, email.split('@').next().unwrap_or_default(), name];
    let mut mine = mine.into_iter().map(str::to_lowercase);
    if mine.any(|word| word.chars().count() > 3 && rest_without(&plain, &word) < 6) {
        return Some(Weakness::Personal);
    }
    is_common(&plain).then_some(Weakness::Common)
}

/// How many characters a text has beside all occurrences of a word.
fn rest_without(text: &str, word: &str) -> usize {
    text.replace(word, "").chars().count()
}

/// Made of few signs, of a run of the keyboard, or of words that everybody tries.
fn is_common(plain: &str) -> bool {
    let mut signs: Vec<char> = plain.chars().collect();
    signs.sort_unstable();
    signs.dedup();
    if signs.len() < 5 {
        return true;
    }
    let common = COMMON
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut rest = plain.to_owned();
    for word in common {
        rest = rest.replace(word, "");
    }
    rest.chars().filter(|sign| sign.is_alphabetic()).count() < 3 && rest.chars().count() < 6
}

/// Words and runs of keys from which the passwords that everybody tries are made, longest first.
const COMMON: &str = include_str!("common_passwords.txt");

/// Hashes a password on a thread of its own.
///
/// # Errors
/// [`HashError`], a defect of the machine.
pub async fn hash(password: String) -> Result<String, HashError> {
    with_place(move || hash_now(&password)).await?
}

/// Whether a password is the one of this hash; `None` takes as long and is never right. With it, whether the hash was
/// made with other parameters than today's and should be made again.
///
/// # Errors
/// [`HashError`], a defect of the machine.
pub async fn verify(password: String, hash: Option<String>) -> Result<Verified, HashError> {
    with_place(move || verify_now(&password, hash.as_deref())).await
}

/// What came of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verified {
    /// It is another.
    Wrong,
    /// It is the one.
    Right,
    /// It is the one, hashed with other parameters than today's.
    Outdated,
}

async fn with_place<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, HashError> {
    let place = AT_ONCE.acquire().await;
    let done = tokio::task::spawn_blocking(work).await;
    drop(place);
    done.map_err(|error| HashError(error.to_string()))
}

fn argon() -> Result<Argon2<'static>, HashError> {
    let (memory, passes, lanes) = PARAMETERS;
    let parameters = Params::new(memory, passes, lanes, None);
    let parameters = parameters.map_err(|error| HashError(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
}

fn hash_now(password: &str) -> Result<String, HashError> {
    let salt: [u8; 16] = random_bytes().map_err(|error| HashError(error.to_string()))?;
    let hash = argon()?.hash_password_with_salt(password.as_bytes(), &salt);
    let hash: PasswordHash = hash.map_err(|error| HashError(error.to_string()))?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, hash: Option<&str>) -> Verified {
    let text = hash.or(NOBODYS.as_deref()).unwrap_or_default();
    let Ok(parsed) = PasswordHash::new(text) else {
        return Verified::Wrong;
    };
    let cut: String = password.chars().take(MOST_BYTES).collect();
    // The parameters are those written in the hash.
    let matches = Argon2::default()
        .verify_password(cut.as_bytes(), &parsed)
        .is_ok();
    match Params::try_from(&parsed) {
        _ if hash.is_none() || !matches => Verified::Wrong,
        Ok(used) if (used.m_cost(), used.t_cost(), used.p_cost()) == PARAMETERS => Verified::Right,
        _ => Verified::Outdated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("court", Some(Weakness::Short))]
    #[case("aaaaaaaaaaaaaaaa", Some(Weakness::Common))]
    #[case("Motdepasse123", Some(Weakness::Common))]
    #[case("azertyuiop123", Some(Weakness::Common))]
    #[case("passwordPassword1!", Some(Weakness::Common))]
    #[case("123456789012", Some(Weakness::Common))]
    #[case("marie.curie1903", Some(Weakness::Personal))]
    #[case("quatre chevaux bleus dansent", None)]
    #[case("éléphant-très-ému", None)]
    fn a_weak_password_is_told_by_its_weakness(
        #[case] password: &str,
        #[case] expected: Option<Weakness>,
    ) {
        assert_eq!(
            weakness(password, "marie.curie@example.org", "Marie Curie"),
            expected
        );
    }

    #[test]
    fn a_password_of_a_novel_is_refused() {
        assert_eq!(weakness(&"roman ".repeat(60), "", ""), Some(Weakness::Long));
    }

    #[tokio::test]
    async fn a_password_is_right_for_its_own_hash_only() {
        let hash = hash("quatre chevaux bleus".to_owned()).await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        let verify = async |password: &str, hash: Option<&str>| {
            verify(password.to_owned(), hash.map(str::to_owned))
                .await
                .unwrap()
        };
        assert_eq!(
            verify("quatre chevaux bleus", Some(&hash)).await,
            Verified::Right
        );
        assert_eq!(
            verify("quatre chevaux verts", Some(&hash)).await,
            Verified::Wrong
        );
        assert_eq!(
            verify("the password of nobody", None).await,
            Verified::Wrong
        );
        assert_eq!(
            verify("quatre chevaux bleus", Some("rubbish")).await,
            Verified::Wrong
        );
    }

    #[tokio::test]
    async fn a_hash_with_other_parameters_is_right_and_outdated() {
        let parameters = Params::new(256, 2, 1, None).unwrap();
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
        let weaker: PasswordHash = argon
            .hash_password_with_salt(b"quatre chevaux bleus", b"0123456789abcdef")
            .unwrap();
        let verified = verify("quatre chevaux bleus".to_owned(), Some(weaker.to_string())).await;
        assert_eq!(verified.unwrap(), Verified::Outdated);
    }
}
