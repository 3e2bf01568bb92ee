//! Embeds what `web/` gives: the built style sheet and islands when they are there, otherwise the plain style sheet,
//! put together here, and no script. Pages work either way.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// From the folder of this crate, where Cargo runs this script. Relative, so that clones may share compiled crates.
const WEB: &str = "../../web";

/// An asset.
struct Embedded {
    /// The name of its source: `vigie`, `search`.
    stem: String,
    /// The name in its address; empty when it is to be made from the content.
    name: String,
    bytes: Vec<u8>,
}

fn main() -> Outcome {
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let web = Path::new(WEB);
    let mut embedded = built(&web.join("dist/built"))?;
    if embedded.is_empty() {
        embedded.push(Embedded {
            stem: "vigie".to_owned(),
            name: String::new(),
            bytes: plain_style_sheet(&web.join("styles"))?.into_bytes(),
        });
    }
    embedded.push(Embedded {
        stem: "icon".to_owned(),
        name: String::new(),
        bytes: fs::read(web.join("icon.svg"))?,
    });
    fs::write(out.join("embedded.rs"), table(&embedded, &out)?)?;
    // Cargo looks at every file below a folder; this one is there even when nothing was built.
    for watched in ["dist", "styles", "icon.svg"] {
        println!("cargo::rerun-if-changed={WEB}/{watched}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

/// The files of a finished build; none when it was not run, or is not whole.
fn built(folder: &Path) -> Outcome<Vec<Embedded>> {
    if !folder.join(".vite/manifest.json").exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string();
        // Files that begin with a dot are notes of the build.
        if let (true, Ok(name)) = (entry.file_type()?.is_file(), name)
            && !name.starts_with('.')
        {
            found.push(Embedded {
                stem: name.split('.').next().unwrap_or_default().to_owned(),
                name,
                bytes: fs::read(entry.path())?,
            });
        }
    }
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Ok(found)
}

/// The files that `vigie.css` imports, one behind the other.
fn plain_style_sheet(folder: &Path) -> Outcome<String> {
    let index = fs::read_to_string(folder.join("vigie.css"))?;
    let imported = index
        .lines()
        .filter_map(|line| line.strip_prefix("@import \"./")?.strip_suffix("\";"));
    let mut sheet = String::new();
    for name in imported {
        sheet.push_str(&fs::read_to_string(folder.join(name))?);
    }
    Ok(sheet)
}

/// Copies each file beside the table that names it: a clone that shares compiled crates may be gone tomorrow.
fn table(embedded: &[Embedded], out: &Path) -> Outcome<String> {
    let mut code = String::from("&[\n");
    for (place, Embedded { stem, name, bytes }) in embedded.iter().enumerate() {
        fs::write(out.join(format!("asset-{place}")), bytes)?;
        writeln!(
            code,
            "Source {{ stem: {stem:?}, name: {name:?}, \
             bytes: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/asset-{place}\")) }},"
        )?;
    }
    code.push_str("]\n");
    Ok(code)
}
