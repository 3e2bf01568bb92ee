//! Which identifiers need each other, and which exclude each other.

use super::{ApplicationIdentifier, Element, ScanError};

/// Checks all pairs read from the barcodes of one label.
pub(super) fn check(elements: &[Element]) -> Result<(), ScanError> {
    elements.iter().try_for_each(|element| {
        check_repeated(element, elements)?;
        check_excluded(element.identifier, elements)?;
        check_required(element.identifier, elements)
    })
}

fn check_repeated(element: &Element, elements: &[Element]) -> Result<(), ScanError> {
    let differs = elements
        .iter()
        .any(|other| other.identifier == element.identifier && other.data != element.data);
    if differs {
        return Err(ScanError::Repeated {
            identifier: element.identifier,
        });
    }
    Ok(())
}

fn check_excluded(
    identifier: ApplicationIdentifier,
    elements: &[Element],
) -> Result<(), ScanError> {
    let patterns = identifier.rule().map_or("", |rule| rule.excludes);
    let contradicting = elements.iter().find(|other| {
        other.identifier != identifier
            && patterns
                .split(',')
                .any(|pattern| other.identifier.matches(pattern))
    });
    match contradicting {
        Some(other) => Err(ScanError::Excluded {
            identifier,
            other: other.identifier,
        }),
        None => Ok(()),
    }
}

fn check_required(
    identifier: ApplicationIdentifier,
    elements: &[Element],
) -> Result<(), ScanError> {
    let requires = identifier.rule().map_or(&[][..], |rule| rule.requires);
    let missing = requires
        .iter()
        .find(|alternatives| !one_holds(alternatives, elements));
    match missing {
        Some(requires) => Err(ScanError::Missing {
            identifier,
            requires,
        }),
        None => Ok(()),
    }
}

/// Whether one of the alternatives between commas is wholly present.
fn one_holds(alternatives: &str, elements: &[Element]) -> bool {
    alternatives.split(',').any(|together| {
        together.split('+').all(|pattern| {
            elements
                .iter()
                .any(|element| element.identifier.matches(pattern))
        })
    })
}
