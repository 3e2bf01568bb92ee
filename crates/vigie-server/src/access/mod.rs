//! Who may do what, and how people show who they are. Nothing here knows of HTTP or of the store.

pub mod password;
pub mod rights;
pub mod second_factor;
pub mod throttle;

/// Random bytes of the operating system.
///
/// # Errors
/// When it has none to give.
pub fn random_bytes<const LENGTH: usize>() -> std::io::Result<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
