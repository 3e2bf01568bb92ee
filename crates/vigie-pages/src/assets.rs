//! Files embedded in the program, each under a name that changes with its content.
//!
//! They come from `web/`: when it was built, the minified style sheet and the scripts of the islands; otherwise the
//! plain style sheet and no script (`build.rs` chooses). Pages name a file by its stem, and leave out what is absent.

use std::sync::LazyLock;

struct Source {
    /// Name without digest and extension: `vigie`, `search`.
    stem: &'static str,
    /// Name given by the build; empty when it is to be made from the content.
    name: &'static str,
    bytes: &'static [u8],
}

const SOURCES: &[Source] = include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| SOURCES.iter().map(Asset::new).collect());

/// An embedded file. Its name changes with its content, so it may be cached for ever (`immutable`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file's content, not compressed.
    pub bytes: &'static [u8],
    /// The value of the `content-type` header.
    pub content_type: &'static str,
    /// First 16 hexadecimal digits of the content's BLAKE3 digest; fit for an `etag`.
    pub hash: String,
    /// Name in the address: `vigie.<hash>.css`.
    pub name: String,
    stem: &'static str,
}

impl Asset {
    fn new(source: &Source) -> Self {
        let hash = blake3::hash(source.bytes)
            .to_hex()
            .chars()
            .take(16)
            .collect::<String>();
        let content_type = content_type(source);
        let name = if source.name.is_empty() {
            let extension = if source.stem == "icon" { "svg" } else { "css" };
            format!("{}.{hash}.{extension}", source.stem)
        } else {
            source.name.to_owned()
        };
        Self {
            bytes: source.bytes,
            content_type,
            hash,
            name,
            stem: source.stem,
        }
    }

    /// Whether it is a script.
    pub fn is_script(&self) -> bool {
        self.content_type == SCRIPT
    }
}

const SCRIPT: &str = "text/javascript; charset=utf-8";

fn content_type(source: &Source) -> &'static str {
    match (source.stem, source.name.rsplit('.').next()) {
        ("icon", _) => "image/svg+xml",
        (_, Some("js")) => SCRIPT,
        _ => "text/css; charset=utf-8",
    }
}

/// The file served at `/assets/<name>`, or `None` when no file of this program has that name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    assets().iter().find(|asset| asset.name == name)
}

/// All files.
pub fn assets() -> &'static [Asset] {
    &ASSETS
}

/// Address of the one style sheet: `/assets/vigie.<hash>.css`.
pub fn stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| path_of("vigie").unwrap_or_default());
    &PATH
}

/// Address of the icon.
pub(crate) fn icon_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| path_of("icon").unwrap_or_default());
    &PATH
}

/// Address of the script of an island (`search`, `chart`); `None` when the islands were not built.
pub(crate) fn script_path(island: &str) -> Option<String> {
    let is_it = |asset: &&Asset| asset.stem == island && asset.is_script();
    assets().iter().find(is_it).map(address)
}

fn path_of(stem: &str) -> Option<String> {
    let is_it = |asset: &&Asset| asset.stem == stem && !asset.is_script();
    assets().iter().find(is_it).map(address)
}

fn address(asset: &Asset) -> String {
    format!("/assets/{}", asset.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn every_asset_is_found_under_its_name_and_no_other() {
        for found in assets() {
            assert_eq!(asset(&found.name), Some(found));
            assert_eq!(blake3::hash(found.bytes).to_hex()[..16], found.hash);
        }
        assert_eq!(asset("vigie.css"), None);
        assert_eq!(asset("../Cargo.toml"), None);
    }

    #[test]
    fn every_name_has_a_part_that_changes_with_the_content() {
        for found in assets() {
            let digest = found.name.split('.').nth(1).unwrap();
            let is_digest =
                digest.len() >= 8 && digest.chars().all(|digit| digit.is_ascii_hexdigit());
            assert!(is_digest, "{}", found.name);
        }
    }

    #[test]
    fn the_style_sheet_weighs_less_than_12_kilobytes_compressed() {
        let sheet = asset(stylesheet_path().trim_start_matches("/assets/")).unwrap();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(sheet.bytes).unwrap();
        let size = encoder.finish().unwrap().len();
        assert!(size < 12_000, "{size} bytes");
    }
}
