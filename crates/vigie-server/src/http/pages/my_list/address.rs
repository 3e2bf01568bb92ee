//! A list as a part of an address: short, and the same for the same entries.
//!
//! Base64url of: a version, the number of medicines, their CIS and then the first twelve digits of the CIP13 of packs, both
//! sorted and as differences from one to the next, seven bits to a byte. A medicine of a list of thousands takes two bytes.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use vigie_model::{Cip13, Cis, FormularyItem};

/// First byte of a list; another one will be of a later program.
const VERSION: u8 = 1;
/// Where differences of medicines begin.
const FIRST_CIS: u64 = 60_000_000;
/// Where those of packs begin, without their check digit.
const FIRST_CIP12: u64 = 340_000_000_000;
/// Longest list in an address: proxies and mail cut addresses of eight thousand characters.
pub const LONGEST: usize = 7_000;

/// The entries as text.
pub fn encode(items: &BTreeSet<FormularyItem>) -> String {
    let medicines = items.iter().filter_map(|item| match item {
        FormularyItem::Medicine(cis) => Some(u64::from(cis.as_u32())),
        FormularyItem::Pack(_) => None,
    });
    let packs = items.iter().filter_map(|item| match item {
        FormularyItem::Pack(cip13) => Some(cip13.as_u64() / 10),
        FormularyItem::Medicine(_) => None,
    });
    let mut bytes = vec![VERSION];
    write_number(&mut bytes, medicines.clone().count() as u64);
    write_differences(&mut bytes, FIRST_CIS, medicines);
    write_differences(&mut bytes, FIRST_CIP12, packs);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The entries of a text; `None` when it is none that [`encode`] writes, or has more than `most` of them.
pub fn decode(text: &str, most: usize) -> Option<BTreeSet<FormularyItem>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (version, mut bytes) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    let medicines = read_number(&mut bytes)?;
    let mut items = BTreeSet::new();
    let mut last = FIRST_CIS;
    for _ in 0..medicines {
        if items.len() >= most {
            return None;
        }
        last = last.checked_add(read_number(&mut bytes)?)?;
        let cis = Cis::from_u32(u32::try_from(last).ok()?).ok()?;
        items.insert(FormularyItem::Medicine(cis));
    }
    let mut last = FIRST_CIP12;
    while !bytes.is_empty() {
        if items.len() >= most {
            return None;
        }
        last = last.checked_add(read_number(&mut bytes)?)?;
        items.insert(FormularyItem::Pack(with_check_digit(last)?));
    }
    Some(items)
}

fn with_check_digit(first_twelve: u64) -> Option<Cip13> {
    let first = first_twelve.checked_mul(10)?;
    (first..first + 10).find_map(|number| Cip13::from_u64(number).ok())
}

fn write_differences(bytes: &mut Vec<u8>, first: u64, sorted: impl Iterator<Item = u64>) {
    let mut last = first;
    for number in sorted {
        write_number(bytes, number - last);
        last = number;
    }
}

/// Seven bits to a byte, the lowest first; the highest bit says that more follow (LEB128).
fn write_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for place in 0..9 {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn items(codes: &[u64]) -> BTreeSet<FormularyItem> {
        codes
            .iter()
            .map(|code| FormularyItem::from_code(*code).unwrap())
            .collect()
    }

    #[rstest]
    #[case(&[])]
    #[case(&[60_234_100])]
    #[case(&[3_400_935_955_838])]
    #[case(&[60_000_000, 69_999_999, 60_234_100, 3_400_935_955_838, 3_400_949_497_294])]
    fn a_list_comes_back_from_its_address(#[case] codes: &[u64]) {
        let items = items(codes);
        assert_eq!(decode(&encode(&items), 5), Some(items));
    }

    #[test]
    fn a_list_of_two_thousand_medicines_fits_an_address_and_one_of_five_thousand_does_not() {
        let spread = |count: u64| {
            items(
                &(0..count)
                    .map(|place| 60_000_000 + place * 9_999_999 / count)
                    .collect::<Vec<_>>(),
            )
        };
        assert!(encode(&spread(2_000)).len() < LONGEST);
        assert!(encode(&spread(5_000)).len() > LONGEST);
        assert_eq!(decode(&encode(&spread(5_000)), 5_000), Some(spread(5_000)));
        assert_eq!(decode(&encode(&spread(5_000)), 4_999), None);
    }

    #[rstest]
    #[case("")]
    #[case("AA")]
    #[case("AQ")]
    #[case("AQI")]
    #[case("Ag")]
    #[case("<script>")]
    #[case("AQD_____________")]
    #[case("AQH_____________")]
    #[case("AQH//w==")]
    fn what_is_no_list_is_told_apart(#[case] text: &str) {
        assert_eq!(decode(text, 10), None);
    }
}
