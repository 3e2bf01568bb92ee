//! Second factor: codes of six digits that a person's device computes from a shared secret and the time (RFC 6238),
//! and recovery codes for the day the device is lost.

use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use vigie_store::SecretHash;

use super::random_bytes;

/// Bytes of a secret: the length of the hash it feeds (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;
/// Recovery codes given at once.
const RECOVERY_CODES: usize = 10;
/// Signs of recovery codes: no two look alike.
const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";

/// A new secret.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn new_secret() -> std::io::Result<Vec<u8>> {
    Ok(random_bytes::<SECRET_BYTES>()?.to_vec())
}

/// A secret as people type it: groups of four letters.
pub fn written(secret: &[u8]) -> String {
    let text = Secret::from(secret.to_vec()).to_base32();
    let groups: Vec<&str> = text
        .as_bytes()
        .chunks(4)
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(" ")
}

/// A secret read from what [`written`] wrote; `None` when it is not one of ours.
pub fn read(text: &str) -> Option<Vec<u8>> {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    let secret = Secret::try_from_base32(plain).ok()?;
    (secret.as_bytes().len() == SECRET_BYTES).then(|| secret.as_bytes().to_vec())
}

/// The step of thirty seconds whose code this is, at this second of Unix time or one step beside it.
pub fn step_of(secret: &[u8], code: &str, unix_seconds: u64) -> Option<u64> {
    let digits: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    generator(secret)?.check(&digits, unix_seconds)
}

/// The code of a moment: what the device shows. For the demonstration and tests.
pub fn code_at(secret: &[u8], unix_seconds: u64) -> Option<String> {
    Some(generator(secret)?.generate(unix_seconds).to_string())
}

fn generator(secret: &[u8]) -> Option<Totp> {
    let builder = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(30)
        .with_secret(secret.to_vec());
    builder.build().ok()
}

/// The square code of a secret, as SVG without scripts and styles, for a device to read.
pub fn square_code(secret: &[u8], email: &str) -> Option<String> {
    let account: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    let plain: String = written(secret)
        .chars()
        .filter(|sign| *sign != ' ')
        .collect();
    let address = format!("otpauth://totp/Vigie:{account}?secret={plain}&issuer=Vigie");
    let code = QrCode::new(address).ok()?;
    let svg = code.render::<svg::Color>().min_dimensions(220, 220).build();
    // A document inside a page has no XML declaration.
    svg.split_once("?>").map(|(_, svg)| svg.to_owned())
}

/// New recovery codes, as people see them, and what is kept of them.
///
/// # Errors
/// When the operating system has no random bytes.
pub fn new_recovery_codes() -> std::io::Result<Vec<(String, SecretHash)>> {
    (0..RECOVERY_CODES)
        .map(|_| {
            let signs: Vec<char> = random_bytes::<16>()?
                .into_iter()
                .filter_map(|byte| SIGNS.get(usize::from(byte % 32)).copied().map(char::from))
                .collect();
            let groups: Vec<String> = signs
                .chunks(4)
                .map(|group| group.iter().collect())
                .collect();
            let code = groups.join("-");
            let hash = recovery_hash(&code);
            Ok((code, hash))
        })
        .collect()
}

/// What is kept of a recovery code. Its sixteen signs hold 80 random bits, so that a quick hash is enough.
pub fn recovery_hash(code: &str) -> SecretHash {
    let plain: String = code
        .to_lowercase()
        .chars()
        .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '+')
        .collect();
    SecretHash(blake3::derive_key("vigie recovery code", plain.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// RFC 6238, appendix B, last six of the eight digits.
    #[rstest]
    #[case(59, "287082")]
    #[case(1_111_111_109, "081804")]
    #[case(1_234_567_890, "005924")]
    #[case(20_000_000_000, "353130")]
    fn codes_are_those_of_the_standard(#[case] seconds: u64, #[case] code: &str) {
        let secret = b"12345678901234567890";
        assert_eq!(code_at(secret, seconds).as_deref(), Some(code));
        assert_eq!(step_of(secret, code, seconds), Some(seconds / 30));
        assert_eq!(step_of(secret, code, seconds + 30), Some(seconds / 30));
        assert_eq!(step_of(secret, code, seconds + 90), None);
    }

    #[test]
    fn a_secret_is_read_as_it_is_written_and_nothing_else_is() {
        let secret = new_secret().unwrap();
        assert_eq!(read(&written(&secret)), Some(secret.clone()));
        for wrong in ["", "AAAA", "!!!!", &written(&secret)[4..]] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_square_code_is_a_drawing_without_scripts_whatever_the_address() {
        let drawing = square_code(&[7; 20], "<script>alert(1)</script>@example.org").unwrap();
        assert!(drawing.starts_with("<svg "), "{}", &drawing[..60]);
        assert!(!drawing.contains("script") && !drawing.contains("style"));
    }

    #[test]
    fn ten_recovery_codes_differ_and_are_read_in_any_case_and_spacing() {
        let codes = new_recovery_codes().unwrap();
        let mut texts: Vec<&str> = codes.iter().map(|(code, _)| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), 10);
        let (code, hash) = &codes[0];
        assert_eq!(recovery_hash(&code.to_uppercase().replace('-', " ")), *hash);
        assert_ne!(recovery_hash("aaaa-aaaa-aaaa-aaaa"), *hash);
    }
}
