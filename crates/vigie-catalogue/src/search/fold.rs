//! Text as search compares it: lower case, without accents.

/// Folds a text: "Éphédrine l’Œuf" becomes "ephedrine l'oeuf". Signs are kept; marks that stand alone are not.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends the folded text.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            fold_letter(letter, folded);
        }
    }
}

fn fold_letter(letter: char, folded: &mut String) {
    match letter {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' => folded.push('a'),
        'ç' | 'Ç' | 'ć' | 'č' => folded.push('c'),
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' => folded.push('e'),
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' => folded.push('i'),
        'ñ' | 'Ñ' | 'ń' | 'ň' => folded.push('n'),
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' | 'ō' | 'ő' => folded.push('o'),
        // The last two are the micro sign and Greek mu, as in µg.
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' | 'µ' | 'μ' => folded.push('u'),
        'ý' | 'ÿ' | 'Ý' | 'Ÿ' => folded.push('y'),
        'š' | 'Š' | 'ś' | 'ş' => folded.push('s'),
        'ž' | 'Ž' | 'ź' | 'ż' => folded.push('z'),
        'ł' | 'Ł' => folded.push('l'),
        'œ' | 'Œ' => folded.push_str("oe"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        '’' | '‘' | 'ʼ' => folded.push('\''),
        '\u{a0}' | '\u{202f}' | '\u{2009}' => folded.push(' '),
        // Accents written as signs of their own, soft hyphen, zero-width signs.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
        other => folded.extend(other.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::fold;

    #[rstest]
    #[case("PARACÉTAMOL", "paracetamol")]
    #[case("e\u{301}phe\u{301}drine", "ephedrine")]
    #[case("l’Œuf, 5 µg", "l'oeuf, 5 ug")]
    #[case("1\u{a0}000 mg", "1 000 mg")]
    fn accents_and_case_do_not_count(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(fold(text), expected);
    }
}
