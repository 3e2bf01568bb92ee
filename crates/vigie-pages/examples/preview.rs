//! Writes every page in both languages, with sample data, to a folder: `cargo run -p vigie-pages --example preview -- FOLDER`.

#![allow(clippy::print_stdout, reason = "an example speaks to a person")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use vigie_model::Language;
use vigie_pages::{assets, sample};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("give the folder to write to")?,
    );
    write_assets(&folder)?;
    for language in Language::ALL {
        for (name, html) in sample::pages(language)? {
            let path = folder.join(language.code()).join(name).join("index.html");
            write(&path, html.as_bytes())?;
            println!("{}", path.display());
        }
    }
    Ok(())
}

fn write_assets(folder: &Path) -> Result<(), Box<dyn Error>> {
    for asset in assets() {
        write(&folder.join("assets").join(&asset.name), asset.bytes)?;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Box<dyn Error>> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(path, bytes)?;
    Ok(())
}
