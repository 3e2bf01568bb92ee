//! From text to pairs.

use std::borrow::Cow;

use super::{
    ApplicationIdentifier, Element, ScanError, ValueReason,
    symbology::{self, Content},
    value,
};

/// The separator as scanners send it (FNC1).
const SEPARATOR: char = '\u{1D}';
/// How people and programs write the separator. None of these can stand in data.
const TYPED_SEPARATORS: [&str; 8] = [
    "^", "\u{241D}", "{GS}", "{FNC1}", "\\u001D", "\\u001d", "\\x1D", "\\x1d",
];

/// Reads the pairs of one barcode; what they need beside them is not yet checked.
pub(super) fn elements(text: &str) -> Result<Vec<Element>, ScanError> {
    let (content, text) = symbology::split(text.trim())?;
    let text = with_plain_separators(text);
    let elements = match content {
        Content::Ean13 => ean(&text, 13),
        Content::Ean8 => ean(&text, 8),
        Content::Elements if text.trim_start().starts_with('(') => bracketed(&text),
        Content::Elements => plain(&text),
    }?;
    if elements.is_empty() {
        return Err(ScanError::Empty);
    }
    Ok(elements)
}

fn with_plain_separators(text: &str) -> Cow<'_, str> {
    TYPED_SEPARATORS
        .iter()
        .fold(Cow::Borrowed(text), |text, typed| {
            if text.contains(typed) {
                Cow::Owned(text.replace(typed, "\u{1D}"))
            } else {
                text
            }
        })
}

/// An article of `width` digits, and the composite part that may follow after a bar.
fn ean(text: &str, width: usize) -> Result<Vec<Element>, ScanError> {
    let (digits, composite) = text.split_once('|').unwrap_or((text, ""));
    if digits.len() != width {
        let reason = if digits.len() < width {
            ValueReason::TooShort
        } else {
            ValueReason::TooLong
        };
        return Err(ScanError::Value {
            identifier: ApplicationIdentifier::GTIN,
            reason,
        });
    }
    let article = element(ApplicationIdentifier::GTIN, &format!("{digits:0>14}"), true)?;
    let mut elements = vec![article];
    if !composite.is_empty() {
        let (_, composite) = symbology::split(composite)?;
        elements.append(&mut plain(composite)?);
    }
    Ok(elements)
}

/// Reads pairs that follow each other without brackets.
fn plain(text: &str) -> Result<Vec<Element>, ScanError> {
    let mut elements = Vec::new();
    let mut rest = skip_gaps(text);
    while !rest.is_empty() {
        let (element, after) = plain_element(rest)?;
        elements.push(element);
        rest = skip_gaps(after);
    }
    Ok(elements)
}

/// Separators and spaces between pairs mean nothing more.
fn skip_gaps(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter == SEPARATOR || letter.is_whitespace())
}

fn plain_element(text: &str) -> Result<(Element, &str), ScanError> {
    let unknown = || ScanError::UnknownIdentifier { found: start(text) };
    let identifier = ApplicationIdentifier::at_start_of(text).ok_or_else(unknown)?;
    let rule = identifier.rule().ok_or_else(unknown)?;
    let rest = text.get(identifier.to_string().len()..).unwrap_or_default();
    if rule.is_predefined
        && let Some((data, after)) = rest.split_at_checked(rule.most())
    {
        return Ok((element(identifier, data, true)?, after));
    }
    match rest.split_once(SEPARATOR) {
        Some((data, after)) => Ok((element(identifier, data, true)?, after)),
        None => Ok((element(identifier, rest, false)?, "")),
    }
}

/// Reads pairs whose identifiers stand in brackets.
fn bracketed(text: &str) -> Result<Vec<Element>, ScanError> {
    let mut elements = Vec::new();
    let mut rest = skip_gaps(text);
    while !rest.is_empty() {
        let (element, after) = bracketed_element(rest)?;
        elements.push(element);
        rest = after;
    }
    Ok(elements)
}

fn bracketed_element(text: &str) -> Result<(Element, &str), ScanError> {
    let bracket = || ScanError::Bracket { found: start(text) };
    let (identifier, rest) = text
        .strip_prefix('(')
        .and_then(|inside| inside.split_once(')'))
        .ok_or_else(bracket)?;
    let identifier =
        ApplicationIdentifier::parse(identifier.trim()).ok_or(ScanError::UnknownIdentifier {
            found: start(identifier),
        })?;
    let (data, after) = rest
        .split_at_checked(next_bracket(rest))
        .ok_or_else(bracket)?;
    let data = data.trim_matches(|letter: char| letter == SEPARATOR || letter.is_whitespace());
    Ok((element(identifier, &data.replace("\\(", "("), true)?, after))
}

/// Where the next bracket opens that is not written `\(`; the length of the text if none does.
fn next_bracket(text: &str) -> usize {
    let mut previous = b' ';
    let opening = text.bytes().position(|byte| {
        let opens = byte == b'(' && previous != b'\\';
        previous = byte;
        opens
    });
    opening.unwrap_or(text.len())
}

fn element(
    identifier: ApplicationIdentifier,
    data: &str,
    is_bounded: bool,
) -> Result<Element, ScanError> {
    let data = data.trim_end();
    match value::check(identifier, data) {
        Ok(()) => Ok(Element {
            identifier,
            data: data.to_owned(),
            is_bounded,
        }),
        Err(reason) => Err(ScanError::Value { identifier, reason }),
    }
}

/// The first characters, to show where reading stopped.
fn start(text: &str) -> String {
    text.chars().take(8).collect()
}
