//! Facts: the official geographic code of INSEE, kept in `fixtures/territories.txt`.

use rstest::rstest;
use vigie_model::{Department, Region};

fn facts() -> Vec<[&'static str; 5]> {
    include_str!("fixtures/territories.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap())
        .collect()
}

#[test]
fn every_department_has_the_name_and_region_of_the_official_code() {
    let facts = facts();
    assert_eq!(facts.len(), Department::COUNT);
    for [code, name, region, region_name, zone] in facts {
        let department = Department::from_code(code).unwrap();
        assert_eq!(department.code(), code);
        assert_eq!(department.name(), name);
        assert_eq!(department.region().code(), region);
        assert_eq!(department.region().name(), region_name);
        assert_eq!(department.is_collectivity(), zone == "com");
    }
}

#[test]
fn departments_come_before_collectivities_and_numbers_are_dense() {
    let first_collectivity = Department::ALL.iter().position(|one| one.is_collectivity());
    assert_eq!(first_collectivity, Some(101));
    for (index, department) in Department::ALL.into_iter().enumerate() {
        assert_eq!(department.index(), index);
        assert_eq!(Department::from_index(index), Some(department));
    }
    assert_eq!(Department::from_index(Department::COUNT), None);
}

#[test]
fn there_are_18_regions_and_their_departments_are_the_101() {
    let regions = &Region::ALL[..Region::REGION_COUNT];
    let departments: usize = regions
        .iter()
        .map(|region| region.departments().count())
        .sum();
    assert_eq!((regions.len(), departments), (18, 101));
    let corsica = Region::from_code("94").unwrap();
    let codes: Vec<_> = corsica.departments().map(Department::code).collect();
    assert_eq!((corsica.name(), codes), ("Corse", vec!["2A", "2B"]));
    for (index, region) in Region::ALL.into_iter().enumerate() {
        assert_eq!(region.index(), index);
        assert_eq!(Region::from_code(region.code()), Some(region));
    }
}

#[rstest]
#[case("2a", Some("2A"))]
#[case(" 974 ", Some("974"))]
#[case("20", None)]
#[case("96", None)]
#[case("1", None)]
#[case("", None)]
fn a_department_is_found_by_its_code(#[case] code: &str, #[case] expected: Option<&str>) {
    assert_eq!(Department::from_code(code).map(Department::code), expected);
}

#[rstest]
#[case("9A", "971")]
#[case("9B", "972")]
#[case("9C", "973")]
#[case("9D", "974")]
#[case("9F", "976")]
#[case("2B", "2B")]
fn health_registers_write_overseas_departments_with_letters(
    #[case] code: &str,
    #[case] expected: &str,
) {
    let department = Department::from_health_code(code).unwrap();
    assert_eq!(department.code(), expected);
}

/// Corsican and overseas rows: addresses of hospitals in the yearly statistics of 2023.
#[rstest]
#[case("75012", Some("75"))]
#[case("01440", Some("01"))]
#[case("20090", Some("2A"))]
#[case("20169", Some("2A"))]
#[case("20538", Some("2A"))]
#[case("20700", Some("2A"))]
#[case("20200", Some("2B"))]
#[case("20290", Some("2B"))]
#[case("20604", Some("2B"))]
#[case("20400", None)]
#[case("97110", Some("971"))]
#[case("97133", Some("977"))]
#[case("97150", Some("978"))]
#[case("97261", Some("972"))]
#[case("97387", Some("973"))]
#[case("97829", Some("974"))]
#[case("97615", Some("976"))]
#[case("97500", Some("975"))]
#[case("98713", Some("987"))]
#[case("98800", Some("988"))]
#[case("98000", None)]
#[case("00100", None)]
#[case("96000", None)]
#[case("7501", None)]
#[case("7501é", None)]
fn a_postal_code_leads_to_a_department(#[case] code: &str, #[case] expected: Option<&str>) {
    assert_eq!(
        Department::from_postal_code(code).map(Department::code),
        expected
    );
}

#[test]
fn territories_travel_by_their_code_in_json() {
    let department = Department::from_code("2A").unwrap();
    assert_eq!(serde_json::to_string(&department).unwrap(), "\"2A\"");
    assert_eq!(
        serde_json::from_str::<Department>("\"2A\"").unwrap(),
        department
    );
    assert!(serde_json::from_str::<Region>("\"2A\"").is_err());
}
