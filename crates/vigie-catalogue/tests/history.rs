//! Three releases: what came, went and changed. Counts made over the raw files with another tool.

use rstest::rstest;
use vigie_catalogue::Change;

use crate::support::{catalogue, day};

fn count(from: &str, to: &str, holds: fn(&Change<'_>) -> bool) -> usize {
    catalogue()
        .changes_between(day(from), day(to))
        .iter()
        .filter(|change| holds(change))
        .count()
}

#[rstest]
#[case::january("2025-07-07", "2026-01-28", [478, 485, 880, 407, 24, 304, 293, 76, 268, 0, 0])]
#[case::may("2026-01-28", "2026-05-26", [285, 257, 3_745, 317, 330, 198, 149, 122, 162, 51, 447])]
#[case::both("2025-07-07", "2026-05-26", [762, 741, 3_997, 704, 290, 498, 438, 194, 424, 51, 447])]
#[case::between_releases("2025-08-01", "2026-02-28", [478, 485, 880, 407, 24, 304, 293, 76, 268, 0, 0])]
#[case::nothing("2026-02-01", "2026-03-01", [0; 11])]
fn what_came_went_and_changed_is_counted(
    #[case] from: &str,
    #[case] to: &str,
    #[case] expected: [usize; 11],
) {
    let kinds: [fn(&Change<'_>) -> bool; 11] = [
        |change| matches!(change, Change::PackAppeared(_)),
        |change| matches!(change, Change::PackDisappeared(_)),
        |change| matches!(change, Change::PriceChanged { .. }),
        |change| matches!(change, Change::PackMarketingChanged { .. }),
        |change| matches!(change, Change::ReimbursementChanged { .. }),
        |change| matches!(change, Change::MedicineAppeared(_)),
        |change| matches!(change, Change::MedicineDisappeared(_)),
        |change| matches!(change, Change::MedicineRenamed { .. }),
        |change| matches!(change, Change::MedicineMarketingChanged { .. }),
        |change| matches!(change, Change::MajorInterestGained(_)),
        |change| matches!(change, Change::MajorInterestLost(_)),
    ];
    assert_eq!(kinds.map(|kind| count(from, to, kind)), expected);
}

#[rstest]
#[case("2025-07-07", "273.97")]
#[case("2026-01-27", "273.97")]
#[case("2026-01-28", "257.71")]
#[case("2026-05-26", "206.74")]
#[case("2030-01-01", "206.74")]
fn a_price_is_that_of_its_day(#[case] at: &str, #[case] euros: &str) {
    let pack = catalogue()
        .pack_at("3400921725384".parse().unwrap(), day(at))
        .unwrap();
    assert_eq!(pack.public_price().unwrap().to_string(), euros);
}

#[test]
fn nothing_is_known_before_the_first_release() {
    assert!(
        catalogue()
            .pack_at("3400921725384".parse().unwrap(), day("2025-07-06"))
            .is_none()
    );
    assert!(
        catalogue()
            .changes_between(day("2020-01-01"), day("2026-05-26"))
            .is_empty()
    );
}

#[test]
fn a_pack_that_went_is_still_known_in_its_time() {
    let cip13 = "3400921694765".parse().unwrap();
    assert!(catalogue().pack(cip13).is_none());
    assert!(catalogue().pack_at(cip13, day("2025-07-07")).is_some());
    assert!(catalogue().pack_at(cip13, day("2026-05-26")).is_none());
}
