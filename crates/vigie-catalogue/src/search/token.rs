//! Cuts folded text into words, numbers and amounts.
//!
//! Amounts are compared by value: "1 g", "1g" and "1 000 mg" are one amount, and so are "250 mg/5 ml" and
//! "50mg/ml".

/// A piece of text that search compares.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    /// A word, or letters and digits together ("b12", "30ch").
    Word(&'a str),
    /// A number without a unit.
    Number(Number<'a>),
    /// A number with its unit.
    Amount(Number<'a>, Amount),
    /// An amount in a volume, a weight or a dose.
    Concentration(Concentration),
    /// A unit that stands alone.
    Unit(&'a str),
}

/// A number: its value, and its digits as they are written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number<'a> {
    pub(crate) value: f64,
    pub(crate) written: &'a str,
}

/// A value in the smallest unit of its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Amount {
    pub(crate) kind: Kind,
    /// Micrograms, microlitres, units, micromoles, percent, becquerels.
    pub(crate) value: f64,
}

/// A quotient of two amounts, in the smallest unit of each kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Concentration {
    pub(crate) of: Kind,
    pub(crate) per: Kind,
    pub(crate) value: f64,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Mass,
    Volume,
    Units,
    Moles,
    Percent,
    Activity,
}

/// Units by their folded names, and how many of the smallest unit of their kind they are.
const UNITS: &[(&str, Kind, f64)] = &[
    ("mg", Kind::Mass, 1e3),
    ("g", Kind::Mass, 1e6),
    ("ug", Kind::Mass, 1.0),
    ("mcg", Kind::Mass, 1.0),
    ("microgramme", Kind::Mass, 1.0),
    ("microgrammes", Kind::Mass, 1.0),
    ("ng", Kind::Mass, 1e-3),
    ("nanogramme", Kind::Mass, 1e-3),
    ("nanogrammes", Kind::Mass, 1e-3),
    ("milligramme", Kind::Mass, 1e3),
    ("milligrammes", Kind::Mass, 1e3),
    ("gramme", Kind::Mass, 1e6),
    ("grammes", Kind::Mass, 1e6),
    ("kg", Kind::Mass, 1e9),
    ("ml", Kind::Volume, 1e3),
    ("millilitre", Kind::Volume, 1e3),
    ("millilitres", Kind::Volume, 1e3),
    ("cl", Kind::Volume, 1e4),
    ("dl", Kind::Volume, 1e5),
    ("l", Kind::Volume, 1e6),
    ("litre", Kind::Volume, 1e6),
    ("litres", Kind::Volume, 1e6),
    ("ui", Kind::Units, 1.0),
    ("iu", Kind::Units, 1.0),
    ("u", Kind::Units, 1.0),
    ("unite", Kind::Units, 1.0),
    ("unites", Kind::Units, 1.0),
    ("kui", Kind::Units, 1e3),
    ("mui", Kind::Units, 1e6),
    ("mmol", Kind::Moles, 1e3),
    ("millimole", Kind::Moles, 1e3),
    ("millimoles", Kind::Moles, 1e3),
    ("%", Kind::Percent, 1.0),
    ("bq", Kind::Activity, 1.0),
    ("kbq", Kind::Activity, 1e3),
    ("mbq", Kind::Activity, 1e6),
    ("gbq", Kind::Activity, 1e9),
];

pub(crate) fn unit(name: &str) -> Option<(Kind, f64)> {
    if name.len() > 12 {
        return None;
    }
    UNITS
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(_, kind, factor)| (*kind, *factor))
}

/// Gives the tokens of a folded text to `take`, in order.
pub(crate) fn tokens<'a>(text: &'a str, take: &mut impl FnMut(Token<'a>)) {
    let mut cursor = Cursor { text, at: 0 };
    let mut before = None;
    while let Some(byte) = cursor.peek() {
        if byte.is_ascii_digit() {
            before = number_token(&mut cursor, before, take);
        } else if is_word(byte) {
            word_token(&mut cursor, &mut before, take);
        } else {
            // Only a slash joins two amounts.
            if byte != b'/' && byte != b' ' {
                before = None;
            }
            cursor.at += 1;
        }
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.byte(self.at)
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn slice(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn skip_while(&mut self, holds: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&holds) {
            self.at += 1;
        }
    }

    fn digit_at(&self, at: usize) -> bool {
        self.byte(at).is_some_and(|byte| byte.is_ascii_digit())
    }

    /// Exactly three digits from here, as in a group of thousands.
    fn thousands_at(&self, at: usize) -> bool {
        (at..at + 3).all(|place| self.digit_at(place)) && !self.digit_at(at + 3)
    }

    fn is_after_slash(&self, start: usize) -> bool {
        let head = self.text.get(..start).unwrap_or_default().trim_end();
        head.ends_with('/') || head.ends_with(" par")
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// Letters, digits inside them, and the points of abbreviations: "l.p." is "lp" once the points are gone.
fn word_token<'a>(
    cursor: &mut Cursor<'a>,
    before: &mut Option<Amount>,
    take: &mut impl FnMut(Token<'a>),
) {
    let start = cursor.at;
    cursor.skip_while(|byte| is_word(byte) || byte.is_ascii_digit());
    let word = cursor.slice(start);
    let is_per = cursor.is_after_slash(start);
    if word.len() == 1 && cursor.peek() == Some(b'\'') {
        // The elided "d'" and "l'".
        return;
    }
    match (unit(word), before.take()) {
        (Some((per, factor)), Some(amount)) if is_per => {
            take(Token::Unit(word));
            take_concentration(
                amount,
                Amount {
                    kind: per,
                    value: factor,
                },
                take,
            );
        }
        (Some(_), _) if is_per => take(Token::Unit(word)),
        _ => take(Token::Word(word)),
    }
}

fn take_concentration<'a>(of: Amount, per: Amount, take: &mut impl FnMut(Token<'a>)) {
    if per.value > 0.0 {
        let value = of.value / per.value;
        take(Token::Concentration(Concentration {
            of: of.kind,
            per: per.kind,
            value,
        }));
    }
}

/// A number and the unit that may follow. Gives the amount that a slash may join to the next.
fn number_token<'a>(
    cursor: &mut Cursor<'a>,
    before: Option<Amount>,
    take: &mut impl FnMut(Token<'a>),
) -> Option<Amount> {
    let start = cursor.at;
    let is_per = cursor.is_after_slash(start);
    let number = number(cursor);
    let Some((kind, factor)) = unit_after(cursor) else {
        take_number(cursor, start, number, take);
        return None;
    };
    let amount = Amount {
        kind,
        value: number.value * factor,
    };
    take(Token::Amount(number, amount));
    if let Some(of) = before.filter(|_| is_per) {
        take_concentration(of, amount, take);
        return None;
    }
    Some(amount)
}

/// A number, or a word that begins with digits ("30ch").
fn take_number<'a>(
    cursor: &mut Cursor<'a>,
    start: usize,
    number: Number<'a>,
    take: &mut impl FnMut(Token<'a>),
) {
    if cursor.peek().is_some_and(is_word) {
        cursor.skip_while(|byte| is_word(byte) || byte.is_ascii_digit());
        take(Token::Word(cursor.slice(start)));
    } else {
        take(Token::Number(number));
    }
}

/// Digits, groups of thousands, decimals.
fn number<'a>(cursor: &mut Cursor<'a>) -> Number<'a> {
    let start = cursor.at;
    cursor.skip_while(|byte| byte.is_ascii_digit());
    // "1 000": a group of thousands follows one to three digits.
    let may_group = cursor.at - start <= 3;
    while may_group && cursor.peek() == Some(b' ') && cursor.thousands_at(cursor.at + 1) {
        cursor.at += 4;
    }
    if matches!(cursor.peek(), Some(b',' | b'.')) && cursor.digit_at(cursor.at + 1) {
        cursor.at += 1;
        cursor.skip_while(|byte| byte.is_ascii_digit());
    }
    let written = cursor.slice(start);
    Number {
        value: value_of(written),
        written,
    }
}

fn value_of(written: &str) -> f64 {
    let mut plain = [0_u8; 32];
    let mut length = 0;
    for (slot, byte) in plain
        .iter_mut()
        .zip(written.bytes().filter(|byte| *byte != b' '))
    {
        *slot = if byte == b',' { b'.' } else { byte };
        length += 1;
    }
    let plain = plain
        .get(..length)
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    plain.and_then(|text| text.parse().ok()).unwrap_or(0.0)
}

/// A unit after a number, with or without a space; moves past it.
fn unit_after(cursor: &mut Cursor<'_>) -> Option<(Kind, f64)> {
    let start = cursor.at;
    cursor.skip_while(|byte| byte == b' ');
    let (word, end) = next_word(cursor);
    if let Some(found) = unit(word) {
        cursor.at = end;
        return Some(found);
    }
    let found = match word {
        "million" | "millions" => million(cursor, end),
        "pour" => after(cursor, end, &["cent"]).map(|()| (Kind::Percent, 1.0)),
        _ => None,
    };
    if found.is_none() {
        cursor.at = start;
    }
    found
}

/// "million(s) d'UI", "millions d'unités".
fn million(cursor: &mut Cursor<'_>, end: usize) -> Option<(Kind, f64)> {
    after(cursor, end, &["d"])
        .and_then(|()| after(cursor, cursor.at, &["ui", "unites", "unite"]))?;
    Some((Kind::Units, 1e6))
}

fn after(cursor: &mut Cursor<'_>, end: usize, words: &[&str]) -> Option<()> {
    cursor.at = end;
    cursor.skip_while(|byte| byte == b' ' || byte == b'\'');
    let (word, end) = next_word(cursor);
    words.contains(&word).then(|| cursor.at = end)
}

/// The word from here, and where it ends.
fn next_word<'a>(cursor: &Cursor<'a>) -> (&'a str, usize) {
    let rest = cursor.text.get(cursor.at..).unwrap_or_default();
    if rest.starts_with('%') {
        return ("%", cursor.at + 1);
    }
    let length = rest.bytes().take_while(|byte| is_word(*byte)).count();
    (rest.get(..length).unwrap_or_default(), cursor.at + length)
}

/// Takes the points out of abbreviations: "l.p." becomes "lp", "u.i" becomes "ui".
pub(crate) fn join_initials(folded: &mut String) {
    if !folded.contains('.') {
        return;
    }
    let bytes = folded.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let is_point = |at: usize| {
        let before = at.checked_sub(1);
        let stands_alone = before
            .and_then(|before| before.checked_sub(1))
            .is_none_or(|far| !letter(far));
        bytes.get(at) == Some(&b'.') && before.is_some_and(letter) && stands_alone
    };
    let joined: String = folded
        .char_indices()
        .filter(|(at, _)| !is_point(*at))
        .map(|(_, letter)| letter)
        .collect();
    *folded = joined;
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn described(text: &str) -> Vec<String> {
        let mut folded = crate::search::fold::fold(text);
        join_initials(&mut folded);
        let mut found = Vec::new();
        tokens(&folded, &mut |token| {
            found.push(match token {
                Token::Word(word) => word.to_owned(),
                Token::Number(number) => format!("#{}", number.value),
                Token::Amount(_, amount) => format!("{:?}={}", amount.kind, amount.value),
                Token::Concentration(c) => format!("{:?}/{:?}={}", c.of, c.per, c.value),
                Token::Unit(word) => format!("unit {word}"),
            });
        });
        found
    }

    #[rstest]
    #[case("DOLIPRANE 1000 mg, comprimé", &["doliprane", "Mass=1000000", "comprime"])]
    #[case("doliprane 1g cpr", &["doliprane", "Mass=1000000", "cpr"])]
    #[case("1 000 mg", &["Mass=1000000"])]
    #[case("1 000 000 U.I.", &["Units=1000000"])]
    #[case("1 million d'UI", &["Units=1000000"])]
    #[case("0,5 mg", &["Mass=500"])]
    #[case("250 mg/5 ml", &["Mass=250000", "Volume=5000", "Mass/Volume=50"])]
    #[case("5mg/ml", &["Mass=5000", "unit ml", "Mass/Volume=5"])]
    #[case("5 mg par ml", &["Mass=5000", "par", "unit ml"])]
    #[case("VITAMINE B12 30CH", &["vitamine", "b12", "30ch"])]
    #[case("CHRONO-INDOCID L.P. 75", &["chrono", "indocid", "lp", "#75"])]
    #[case("2,4 POUR CENT", &["Percent=2.4"])]
    #[case("500 mg/125 mg", &["Mass=500000", "Mass=125000", "Mass/Mass=4"])]
    #[case("solution d'acide", &["solution", "acide"])]
    #[case("3400935955838", &["#3400935955838"])]
    fn amounts_are_read_by_value(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(described(text), expected);
    }
}
