//! The same seed makes the same bytes.

use vigie_simulate::{CountrySettings, write_csv};

use crate::{country, small};

fn digest(settings: CountrySettings) -> String {
    let mut country = country(settings);
    let mut hasher = blake3::Hasher::new();
    let mut csv = Vec::new();
    for _ in 0..30 {
        country.next_day(|report| {
            csv.clear();
            csv.extend_from_slice(report.site.code.to_string().as_bytes());
            write_csv(report, &mut csv);
            hasher.update(&csv);
        });
    }
    hasher.finalize().to_string()
}

#[test]
fn the_same_seed_makes_the_same_bytes_on_one_thread_and_on_three() {
    let one = digest(small(42));
    assert_eq!(one, digest(small(42)));
    assert_eq!(
        one,
        digest(CountrySettings {
            threads: 3,
            ..small(42)
        })
    );
}

#[test]
fn another_seed_makes_other_bytes() {
    assert_ne!(digest(small(42)), digest(small(43)));
}
