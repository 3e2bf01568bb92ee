//! The file a site sends.

use vigie_model::{Department, Gln, OrganisationNumber, Site, SiteCode, SiteNumber, Tier};
use vigie_simulate::{ReportKind, SimLine, SiteReport, write_csv};

use crate::day;

fn site(tier: Tier) -> Site {
    Site {
        number: SiteNumber(0),
        code: SiteCode::Gln(Gln::from_u64(3_025_600_000_004).unwrap()),
        name: String::new(),
        tier,
        department: Department::ALL[0],
        municipality: String::new(),
        organisation: OrganisationNumber(0),
        expected_from: day("2026-11-20"),
        expected_until: None,
        synthetic: true,
    }
}

fn line() -> SimLine {
    SimLine {
        cip13: "3400935955838".parse().unwrap(),
        on_hand: 120,
        sold: 9,
        ordered_not_delivered: 0,
        in_transit: 10,
        expiring: 4_294_967_295,
        received: 7,
        expired: 8,
        missed: 9,
        forecast_demand: Some([1, 2, 3, 4, 5, 600]),
        forecast_supply: Some([0, 0, 0, 10, 20, 30]),
    }
}

fn csv(tier: Tier) -> String {
    let mut out = Vec::new();
    let site = site(tier);
    let report = SiteReport {
        site: &site,
        as_of: day("2026-11-20"),
        kind: ReportKind::Full,
        lines: &[line()],
    };
    write_csv(&report, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn a_pharmacy_sends_six_columns() {
    assert_eq!(
        csv(Tier::Pharmacy),
        "cip13;on_hand;sold;ordered_not_delivered;in_transit;expiring\n\
         3400935955838;120;9;0;10;4294967295\n"
    );
}

#[test]
fn a_company_adds_its_forecasts() {
    assert_eq!(
        csv(Tier::Company),
        "cip13;on_hand;sold;ordered_not_delivered;in_transit;expiring;\
         forecast_demand_1;forecast_demand_2;forecast_demand_3;forecast_demand_4;\
         forecast_demand_5;forecast_demand_6;forecast_supply_1;forecast_supply_2;\
         forecast_supply_3;forecast_supply_4;forecast_supply_5;forecast_supply_6\n\
         3400935955838;120;9;0;10;4294967295;1;2;3;4;5;600;0;0;0;10;20;30\n"
    );
}
