//! What was sent from this machine, so that an interrupted send goes on where it stopped.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::PathBuf;

use vigie_model::{Day, SiteCode};

use crate::failure::Outcome;

/// What makes two sends the same one.
#[derive(Debug, Clone, Copy)]
pub struct Shipment<'a> {
    /// The site, when stated.
    pub site: Option<SiteCode>,
    /// The day, when stated.
    pub as_of: Option<Day>,
    /// `full` or `changes`.
    pub kind: &'a str,
}

impl Shipment<'_> {
    /// The idempotency key of a file: the same content for the same site and day has the same one.
    pub fn key(&self, content: &[u8]) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(content);
        let site = self.site.map(|site| site.to_string()).unwrap_or_default();
        let day = self.as_of.map(|day| day.to_string()).unwrap_or_default();
        for part in [site.as_str(), day.as_str(), self.kind] {
            // A separator, so that no two lists of parts look the same.
            hasher.update(b"\0").update(part.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
    }
}

/// The list of what was received, one line each: server and key.
#[derive(Debug)]
pub struct Sent {
    known: HashSet<String>,
    file: Option<File>,
}

impl Sent {
    /// Opens the list in the user's folder of states; without such a folder nothing is remembered.
    pub fn open() -> Outcome<Self> {
        let Some(path) = path() else {
            return Ok(Self {
                known: HashSet::new(),
                file: None,
            });
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let known = fs::read_to_string(&path)
            .unwrap_or_default()
            .lines()
            .map(str::to_owned)
            .collect();
        let file = OpenOptions::new().create(true).append(true).open(&path)?;
        Ok(Self {
            known,
            file: Some(file),
        })
    }

    /// Whether a server has this file already.
    pub fn has(&self, to: &str, key: &str) -> bool {
        self.known.contains(&format!("{to}\t{key}"))
    }

    /// Remembers that a server has this file.
    pub fn remember(&mut self, to: &str, key: &str) -> Outcome {
        let line = format!("{to}\t{key}");
        if let Some(file) = &mut self.file {
            writeln!(file, "{line}")?;
        }
        self.known.insert(line);
        Ok(())
    }
}

/// `$XDG_STATE_HOME/vigie/sent`, or the place that stands for it.
fn path() -> Option<PathBuf> {
    let absolute = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let states =
        absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")));
    Some(states?.join("vigie").join("sent"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn another_content_site_day_or_kind_has_another_key() {
        let shipment = Shipment {
            site: None,
            as_of: None,
            kind: "full",
        };
        let keys = [
            shipment.key(b"x"),
            shipment.key(b"y"),
            Shipment {
                as_of: Day::from_ymd(2026, 11, 20),
                ..shipment
            }
            .key(b"x"),
            Shipment {
                site: Some("3012345678902".parse().unwrap()),
                ..shipment
            }
            .key(b"x"),
            Shipment {
                kind: "changes",
                ..shipment
            }
            .key(b"x"),
        ];
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len());
    }
}
