//! Writes every page in both languages, with sample data, to a folder: `cargo run -p vigie-pages --example preview -- FOLDER`.

#![allow(clippy::print_stdout, reason = "an example speaks to a person")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use vigie_model::Language;
use vigie_pages::{Problem, asset, asset_names, sample};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .ok_or("give the folder to write to")?,
    );
    write_assets(&folder)?;
    for language in Language::ALL {
        for (name, html) in pages(language)? {
            let path = folder.join(language.code()).join(name).join("index.html");
            write(&path, html.as_bytes())?;
            println!("{}", path.display());
        }
    }
    Ok(())
}

fn pages(language: Language) -> Result<Vec<(&'static str, String)>, vigie_pages::RenderError> {
    let mut pages = vec![
        ("", sample::national_board().render(language)?),
        ("empty", sample::empty_board().render(language)?),
        ("search", sample::search_results().render(language)?),
        ("search-none", sample::no_results().render(language)?),
        ("search-empty", sample::empty_search().render(language)?),
        (
            "medicines/69118175",
            sample::medicine_page().render(language)?,
        ),
        (
            "medicines/67421348",
            sample::unknown_medicine_page().render(language)?,
        ),
        ("api", sample::api_reference().render(language)?),
        ("definitions", sample::definitions().render(language)?),
        (
            "not-found",
            sample::problem_page(Problem::NotFound).render(language)?,
        ),
        (
            "failed",
            sample::problem_page(Problem::Failed).render(language)?,
        ),
    ];
    pages.extend(sample::desk_pages(language)?);
    Ok(pages)
}

fn write_assets(folder: &Path) -> Result<(), Box<dyn Error>> {
    for name in asset_names() {
        let found = asset(name).ok_or("an asset has no content")?;
        write(&folder.join("assets").join(name), found.bytes)?;
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
