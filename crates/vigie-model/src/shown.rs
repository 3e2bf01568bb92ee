//! Text that came from outside, as it may be shown to a person or repeated in an answer.

/// Names of a list that are shown; the others are counted.
const SHOWN_NAMES: usize = 20;
/// Characters of a name that are shown.
const NAME_CHARACTERS: usize = 40;

/// At most `longest` characters of a text, the last one an ellipsis when more follow. Characters that move a cursor,
/// ring a bell or turn the direction of writing are shown as `�`: a file must not speak to the terminal of who reads it.
pub fn shown(text: &str, longest: usize) -> String {
    let mut letters = text.chars().map(visible);
    let mut shown: String = letters.by_ref().take(longest).collect();
    if letters.next().is_some() {
        shown.pop();
        shown.push('…');
    }
    shown
}

/// Names of columns, one after the other: `cip13 | stock | … (+12)`.
pub fn shown_names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut names = names.into_iter();
    let first: Vec<String> = names.by_ref().take(SHOWN_NAMES).map(shown_name).collect();
    let shown = first.join(" | ");
    match names.count() {
        0 => shown,
        others => format!("{shown} | … (+{others})"),
    }
}

/// One name of a column.
pub fn shown_name(name: &str) -> String {
    shown(name, NAME_CHARACTERS)
}

fn visible(letter: char) -> char {
    let turns_writing = matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}');
    if letter.is_control() || turns_writing {
        char::REPLACEMENT_CHARACTER
    } else {
        letter
    }
}
