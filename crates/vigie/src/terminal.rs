//! The terminal: data on stdout, the rest on stderr, progress where somebody looks.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use vigie_model::Language;

use crate::failure::Outcome;

/// Writes a line of data to stdout.
pub fn print(text: &str) -> Outcome {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// Writes a value as JSON to stdout.
pub fn print_json(value: &impl Serialize) -> Outcome {
    print(&serde_json::to_string_pretty(value)?)
}

/// Writes a line to stderr.
pub fn note(text: &str) {
    // Nobody is left to tell when stderr is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// An empty table with a header; the columns in `numbers` are aligned right.
pub fn table(header: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_header(header.to_vec());
    for &index in numbers {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// A bar of so many steps; `unit` stands after the counts.
pub fn progress(length: u64, unit: &str) -> ProgressBar {
    bar(
        length,
        &format!("{{elapsed_precise}} {{bar:40}} {{human_pos}}/{{human_len}} {unit} {{msg}}"),
    )
}

/// A bar of so many bytes.
pub fn byte_progress(length: u64) -> ProgressBar {
    bar(
        length,
        "{msg} {bar:40} {bytes}/{total_bytes} {bytes_per_sec}",
    )
}

fn bar(length: u64, template: &str) -> ProgressBar {
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length).with_style(style.progress_chars("━╸ "));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Whether somebody sees the progress bars.
pub fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// The language of the user, from the environment as other programs read it.
pub fn language() -> Language {
    let names = ["LC_ALL", "LC_MESSAGES", "LANG"];
    let value = names
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match value {
        Some(value) if !value.starts_with("fr") => Language::English,
        _ => Language::French,
    }
}

/// A number with thin groups of three digits, for people.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
