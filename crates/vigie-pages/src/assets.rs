//! Files embedded in the program, each under a name that holds a digest of its content.

use std::sync::LazyLock;

struct Source {
    stem: &'static str,
    extension: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
}

const SOURCES: [Source; 2] = [
    Source {
        stem: "vigie",
        extension: "css",
        content_type: "text/css; charset=utf-8",
        bytes: include_bytes!("../assets/vigie.css"),
    },
    Source {
        stem: "icon",
        extension: "svg",
        content_type: "image/svg+xml",
        bytes: include_bytes!("../assets/icon.svg"),
    },
];

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
    /// Name in the address: `<hash>.css`.
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
        let name = format!("{hash}.{}", source.extension);
        Self {
            bytes: source.bytes,
            content_type: source.content_type,
            hash,
            name,
            stem: source.stem,
        }
    }
}

/// The file served at `/assets/<name>`, or `None` when no file of this program has that name.
pub fn asset(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

/// Names of all files, as in `/assets/<name>`.
pub fn asset_names() -> impl Iterator<Item = &'static str> {
    ASSETS.iter().map(|asset| asset.name.as_str())
}

/// Address of the file whose source is called `stem` (`vigie`, `icon`), if there is one.
pub fn asset_path(stem: &str) -> Option<String> {
    ASSETS
        .iter()
        .find(|asset| asset.stem == stem)
        .map(|asset| format!("/assets/{}", asset.name))
}

/// Address of the one style sheet: `/assets/<hash>.css`.
pub fn stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| asset_path("vigie").unwrap_or_default());
    &PATH
}

/// Address of the icon.
pub(crate) fn icon_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| asset_path("icon").unwrap_or_default());
    &PATH
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn every_asset_is_found_under_its_hashed_name_and_no_other() {
        for name in asset_names() {
            let found = asset(name).unwrap();
            assert!(name.starts_with(&found.hash));
            assert_eq!(blake3::hash(found.bytes).to_hex()[..16], found.hash);
        }
        assert_eq!(asset("vigie.css"), None);
        assert_eq!(asset("../Cargo.toml"), None);
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
