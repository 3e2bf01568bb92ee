use proptest::prelude::*;
use vigie_model::{
    Atc, Cip7, Cip13, Cis, Day, Department, Finess, Gln, Gtin14, PackCode, Rpps, Siren, Siret,
    SiteCode, Sscc, Tier, Ucd7, Ucd13, gs1::Scan,
};

/// The GS1 key in the words of the standard: from the right, weights 3 and 1 in turn.
fn gs1_key(body: &str) -> u32 {
    let digits = body.chars().rev().map(|digit| digit.to_digit(10).unwrap());
    let sum: u32 = digits
        .zip([3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}

/// The Luhn key in the words of the standard.
fn luhn_key(body: &str) -> u32 {
    let digits = body.chars().rev().map(|digit| digit.to_digit(10).unwrap());
    let doubled = digits
        .zip([2, 1].into_iter().cycle())
        .map(|(digit, times)| digit * times);
    let sum: u32 = doubled.map(|value| value / 10 + value % 10).sum();
    (10 - sum % 10) % 10
}

fn with_gs1_key(body: &str) -> String {
    format!("{body}{}", gs1_key(body))
}

fn with_luhn_key(body: &str) -> String {
    format!("{body}{}", luhn_key(body))
}

/// The same text with another digit at this place.
fn mistyped(text: &str, place: usize, shift: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[place] = b'0' + (bytes[place] - b'0' + shift) % 10;
    String::from_utf8(bytes).unwrap()
}

macro_rules! checked_code {
    ($name:ident, $code:ty, $body:literal, $with_key:ident) => {
        proptest! {
            #[test]
            fn $name(body in $body, place in any::<prop::sample::Index>(), shift in 1_u8..10) {
                let text = $with_key(&body);
                let code: $code = text.parse().unwrap();
                prop_assert_eq!(code.to_string(), text.clone());
                let wrong = mistyped(&text, place.index(text.len()), shift);
                prop_assert!(wrong.parse::<$code>().is_err(), "{}", wrong);
            }
        }
    };
}

checked_code!(
    a_cip13_with_one_wrong_digit_is_refused,
    Cip13,
    "3400[0-79][0-9]{7}",
    with_gs1_key
);
checked_code!(
    a_ucd13_with_one_wrong_digit_is_refused,
    Ucd13,
    "34008[0-9]{7}",
    with_gs1_key
);
checked_code!(
    a_gln_with_one_wrong_digit_is_refused,
    Gln,
    "[0-9]{12}",
    with_gs1_key
);
checked_code!(
    a_gtin_with_one_wrong_digit_is_refused,
    Gtin14,
    "[0-9]{13}",
    with_gs1_key
);
checked_code!(
    an_sscc_with_one_wrong_digit_is_refused,
    Sscc,
    "[0-9]{17}",
    with_gs1_key
);
checked_code!(
    a_siren_with_one_wrong_digit_is_refused,
    Siren,
    "[0-9]{8}",
    with_luhn_key
);
checked_code!(
    an_rpps_with_one_wrong_digit_is_refused,
    Rpps,
    "[0-9]{10}",
    with_luhn_key
);
checked_code!(
    a_finess_with_one_wrong_digit_is_refused,
    Finess,
    "[0-9]{8}",
    with_luhn_key
);
// 3560… could be La Poste, whose rule is another.
checked_code!(
    a_siret_with_one_wrong_digit_is_refused,
    Siret,
    "[1245678][0-9]{12}",
    with_luhn_key
);

proptest! {
    #[test]
    fn codes_without_a_check_digit_are_written_as_read(
        cis in "6[0-9]{7}", cip7 in "[0-9]{7}", ucd7 in "9[0-9]{6}",
        atc in "[ABCDGHJLMNPRSV]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?",
    ) {
        prop_assert_eq!(cis.parse::<Cis>().unwrap().to_string(), cis);
        prop_assert_eq!(cip7.parse::<Cip7>().unwrap().to_string(), cip7);
        prop_assert_eq!(ucd7.parse::<Ucd7>().unwrap().to_string(), ucd7);
        prop_assert_eq!(atc.parse::<Atc>().unwrap().to_string(), atc);
    }

    #[test]
    fn the_fast_reader_of_cip13_agrees_with_the_careful_one(
        text in prop_oneof![
            "3400[0-9]{9}",
            "[0-9]{13}",
            "34009[0-9]{7}".prop_map(|body| with_gs1_key(&body)),
            "[0-9:/ ]{13}",
            "[0-9]{12,14}",
        ],
    ) {
        let careful = text.parse::<Cip13>().ok().filter(|_| text.len() == 13);
        prop_assert_eq!(Cip13::from_ascii_digits(text.as_bytes()), careful);
    }

    #[test]
    fn a_short_code_leads_back_to_its_pack(seven in 0_u32..10_000_000) {
        let short = Cip7::from_u32(seven).unwrap();
        prop_assert_eq!(short.cip13().cip7(), short);
        let text = short.cip13().to_string();
        prop_assert_eq!(text.parse::<Cip13>().unwrap(), short.cip13());
    }

    #[test]
    fn a_day_is_written_as_read(days in -4_371_587_i32..=2_932_896) {
        let day = Day::from_epoch_days(days);
        prop_assert_eq!(Day::from(day.date()), day);
        if day >= Day::from_ymd(0, 1, 1).unwrap() {
            prop_assert_eq!(day.to_string().parse::<Day>().unwrap(), day);
        }
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC*") {
        parse_everything(&text);
    }

    #[test]
    fn no_bytes_make_a_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let _ = Cip13::from_ascii_digits(&bytes);
        parse_everything(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn nothing_that_looks_like_a_scan_makes_the_reader_panic(
        text in "(\\]d2|\\]E0|\\]e0|\\()?([0-9]{2,16}|[()^\\\\|é\u{1d}]|[A-Z]{1,5}){0,8}",
    ) {
        parse_everything(&text);
    }

    #[test]
    fn a_scan_is_written_as_read(
        body in "034009[0-9]{7}",
        lot in "[!\"%-?A-Z_a-z]{1,20}",
        serial in "[!\"%-?A-Z_a-z]{1,20}",
        month in 1_u8..=12, day in 0_u8..=28, year in 0_u8..=99,
    ) {
        let gtin = with_gs1_key(&body);
        let text = format!("01{gtin}17{year:02}{month:02}{day:02}10{lot}\u{1d}21{serial}");
        let scan = Scan::parse(&text).unwrap();
        prop_assert_eq!(scan.element_string('\u{1d}'), text);
        prop_assert_eq!(scan.lot().certain(), Some(lot.as_str()));
        prop_assert_eq!(scan.serial().certain(), Some(serial.as_str()));
        let again = Scan::parse(&scan.to_string()).unwrap();
        prop_assert_eq!(again.element_string('^'), scan.element_string('^'));
    }

    #[test]
    fn a_readable_pack_code_is_written_so_that_it_reads_the_same(text in "[0-9 .,'E+-]{0,20}") {
        if let Ok(code) = PackCode::parse(&text) {
            prop_assert_eq!(PackCode::parse(&code.to_string()), Ok(code));
        }
    }
}

fn parse_everything(text: &str) {
    let _ = text.parse::<Cis>();
    let _ = text.parse::<Cip13>();
    let _ = text.parse::<Cip7>();
    let _ = text.parse::<Ucd13>();
    let _ = text.parse::<Ucd7>();
    let _ = text.parse::<Atc>();
    let _ = text.parse::<Finess>();
    let _ = text.parse::<Siret>();
    let _ = text.parse::<Rpps>();
    let _ = text.parse::<Day>();
    let _ = text.parse::<Tier>();
    let _ = text.parse::<SiteCode>();
    let _ = Department::from_code(text);
    let _ = Department::from_postal_code(text);
    if let Ok(code) = PackCode::parse(text) {
        let _ = code.cip13();
    }
    if let Ok(scan) = Scan::parse(text) {
        let _ = scan.expiry(Day::MAX);
        let _ = scan.count();
    }
}
