//! Search by CIS, CIP13, CIP7 and GTIN-14, whole or while typing.

use crate::catalogue::Parts;

/// Fewer digits than this are a dose, not the beginning of a code.
const FEWEST_DIGITS: usize = 5;

/// Codes as digits, with the place of the medicine, one sorted list per kind.
#[derive(Debug, Default)]
pub(super) struct Codes {
    cis: CodeList,
    cip13: CodeList,
    cip7: CodeList,
}

/// Codes of one length.
#[derive(Debug, Default)]
struct CodeList {
    digits: usize,
    codes: Vec<(u64, u32)>,
}

impl CodeList {
    fn new(digits: usize, codes: impl Iterator<Item = (u64, u32)>) -> Self {
        let mut codes: Vec<_> = codes.collect();
        codes.sort_unstable();
        Self { digits, codes }
    }

    /// The medicines whose code begins with these digits.
    fn with_prefix(&self, text: &str, found: &mut Vec<u32>) {
        let (Some(missing), Ok(number)) =
            (self.digits.checked_sub(text.len()), text.parse::<u64>())
        else {
            return;
        };
        let scale = 10_u64.pow(missing as u32);
        let (low, high) = (number * scale, (number + 1) * scale);
        let start = self.codes.partition_point(|(code, _)| *code < low);
        let rest = self.codes.get(start..).unwrap_or_default();
        found.extend(
            rest.iter()
                .take_while(|(code, _)| *code < high)
                .map(|(_, medicine)| *medicine),
        );
    }
}

impl Codes {
    pub(super) fn new(parts: &Parts) -> Self {
        let packs = || {
            parts
                .packs
                .current()
                .iter()
                .filter_map(|row| Some((row, parts.medicines.place(row.cis)? as u32)))
        };
        let medicines = (0_u32..).zip(parts.medicines.current());
        Self {
            cis: CodeList::new(
                8,
                medicines.map(|(place, row)| (row.cis.as_u32().into(), place)),
            ),
            cip13: CodeList::new(13, packs().map(|(row, place)| (row.cip13.as_u64(), place))),
            cip7: CodeList::new(
                7,
                packs().map(|(row, place)| {
                    let cip7 = row.cip7.unwrap_or_else(|| row.cip13.cip7());
                    (cip7.as_u32().into(), place)
                }),
            ),
        }
    }

    /// The medicines with a code that begins so, each once; none when this is not a code.
    pub(super) fn find(&self, text: &str) -> Vec<u32> {
        let mut found = Vec::new();
        if text.len() < FEWEST_DIGITS || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return found;
        }
        // A DataMatrix carries the CIP13 with a leading zero.
        let text = if text.len() == 14 {
            text.strip_prefix('0').unwrap_or(text)
        } else {
            text
        };
        self.cis.with_prefix(text, &mut found);
        self.cip13.with_prefix(text, &mut found);
        self.cip7.with_prefix(text, &mut found);
        found.sort_unstable();
        found.dedup();
        found
    }
}
