use rstest::rstest;
use vigie_model::{
    Day, Department, OrganisationNumber, Site, SiteCode, SiteCodeError, SiteNumber, Tier,
};

#[rstest]
#[case("750712184", "Finess")]
#[case("2A0000030", "Finess")]
#[case("26010004500012", "Siret")]
#[case("3025600000004", "Gln")]
fn a_site_code_is_told_by_its_shape(#[case] text: &str, #[case] kind: &str) {
    let code: SiteCode = text.parse().unwrap();
    assert!(format!("{code:?}").starts_with(kind));
    assert_eq!(code.to_string(), text);
    assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{text}\""));
}

#[test]
fn a_site_code_of_no_known_shape_is_refused() {
    assert!(matches!(
        "12345".parse::<SiteCode>(),
        Err(SiteCodeError::Shape { .. })
    ));
    assert!(matches!(
        "750712185".parse::<SiteCode>(),
        Err(SiteCodeError::Invalid(_))
    ));
}

#[rstest]
#[case("pharmacy", Tier::Pharmacy)]
#[case("Officine", Tier::Pharmacy)]
#[case("PUI", Tier::Hospital)]
#[case("grossiste", Tier::Wholesaler)]
#[case("DÉPOSITAIRE", Tier::Depositary)]
#[case(" exploitant ", Tier::Company)]
fn a_tier_is_known_by_its_english_and_french_word(#[case] text: &str, #[case] expected: Tier) {
    assert_eq!(text.parse(), Ok(expected));
}

#[test]
fn tiers_keep_their_place_and_their_word() {
    for (index, tier) in Tier::ALL.into_iter().enumerate() {
        assert_eq!(tier.index(), index);
        assert_eq!(tier.as_str().parse(), Ok(tier));
        assert_eq!(tier.french().parse(), Ok(tier));
        assert_eq!(serde_json::to_string(&tier).unwrap(), format!("\"{tier}\""));
    }
    assert!("hôpital".parse::<Tier>().is_err());
}

#[test]
fn a_report_is_expected_from_the_first_to_the_last_day() {
    let first = Day::from_ymd(2026, 1, 1).unwrap();
    let mut site = Site {
        number: SiteNumber(0),
        code: "750712184".parse().unwrap(),
        name: "Hôpital".to_owned(),
        tier: Tier::Hospital,
        department: Department::from_code("75").unwrap(),
        municipality: "Paris".to_owned(),
        organisation: OrganisationNumber(0),
        expected_from: first,
        expected_until: None,
        synthetic: true,
    };
    assert!(!site.is_expected_on(first.plus_days(-1)));
    assert!(site.is_expected_on(first) && site.is_expected_on(Day::MAX));
    site.expected_until = Some(first);
    assert!(site.is_expected_on(first) && !site.is_expected_on(first.plus_days(1)));
    let json = serde_json::to_string(&site).unwrap();
    assert_eq!(serde_json::from_str::<Site>(&json).unwrap(), site);
}
