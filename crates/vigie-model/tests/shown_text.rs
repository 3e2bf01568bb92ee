//! Text from outside, as it may be shown.

use vigie_model::{shown, shown_names};

#[test]
fn text_that_fits_is_shown_as_it_is() {
    assert_eq!(shown("Quantité", 8), "Quantité");
    assert_eq!(shown("", 8), "");
}

#[test]
fn long_text_is_cut_with_an_ellipsis() {
    assert_eq!(shown("Désignation", 8), "Désigna…");
}

#[test]
fn what_commands_a_terminal_or_turns_the_writing_is_not_repeated() {
    assert_eq!(shown("\u{1b}[2Jstock", 20), "�[2Jstock");
    assert_eq!(shown("a\r\nb\0c\u{7f}", 20), "a��b�c�");
    assert_eq!(shown("prix\u{202e}kcots", 20), "prix�kcots");
}

#[test]
fn twenty_names_of_columns_are_shown_and_the_others_counted() {
    let names: Vec<String> = (1..=23).map(|number| format!("c{number}")).collect();
    let shown = shown_names(names.iter().map(String::as_str));
    assert!(shown.starts_with("c1 | c2 | "), "{shown}");
    assert!(shown.ends_with("c19 | c20 | … (+3)"), "{shown}");
    assert_eq!(shown_names(["cip13", "stock"]), "cip13 | stock");
}
