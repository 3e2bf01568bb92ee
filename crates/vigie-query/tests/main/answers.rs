use rstest::rstest;

use crate::world::world;

#[test]
fn stock_adds_up_over_sites_and_days() {
    let answer = world().answer(
        "select day, cip13, sum(on_hand) as boxes from stock_day group by day, cip13 order by day, cip13",
    );
    let expected = "day,cip13,boxes\n\
        2026-11-19,3400935955838,15\n\
        2026-11-19,3400936351110,2\n\
        2026-11-20,3400935955838,11\n\
        2026-11-20,3400936351110,2\n";
    assert_eq!(answer, expected);
}

#[test]
fn small_tables_join_with_files() {
    let answer = world().answer(
        "select department, sum(on_hand) as boxes from stock_day join sites using (site)
         where day = date '2026-11-19' group by department order by department",
    );
    assert_eq!(answer, "department,boxes\n2A,5\n75,12\n");
}

#[test]
fn unknown_stock_is_not_counted_as_zero() {
    let answer = world().answer(
        "select count(*) as lines, count(on_hand) as known, min(on_hand) as least from stock_day
         where day = date '2026-11-20' and cip13 = 3400935955838",
    );
    assert_eq!(answer, "lines,known,least\n3,2,4\n");
}

#[test]
fn a_condition_on_the_day_may_be_written_as_text() {
    let answer =
        world().answer("select sum(on_hand) as boxes from stock_day where day = '2026-11-20'");
    assert_eq!(answer, "boxes\n13\n");
}

#[test]
fn means_can_be_rounded() {
    let answer =
        world().answer("select round(avg(on_hand), 2) as mean from stock_day where site = 1");
    // (10 + 2 + 7 + 2) / 4 = 5.25
    assert_eq!(answer, "mean\n5.25\n");
}

#[test]
fn tables_and_their_columns_can_be_listed() {
    let world = world();
    assert_eq!(world.engine.table_names(), ["sites", "stock_day"]);
    let tables = world.answer(
        "select table_name from information_schema.tables where table_schema = 'public' order by 1",
    );
    assert_eq!(tables, "table_name\nsites\nstock_day\n");
    let columns = world.answer("describe sites");
    assert!(columns.contains("department"), "{columns}");
}

#[test]
fn a_plan_can_be_explained() {
    let plan = world().answer("explain select * from stock_day where cip13 = 3400935955838");
    assert!(plan.contains("2026-11-19.parquet"), "{plan}");
}

#[test]
fn a_condition_on_one_pack_reaches_the_files() {
    let plan = world().answer("explain select on_hand from stock_day where cip13 = 3400935955838");
    assert!(plan.contains("pruning_predicate"), "{plan}");
}

#[rstest]
#[case("day = date '2026-11-19'")]
#[case("day < '2026-11-20'")]
#[case("day in (date '2026-11-18', date '2026-11-19')")]
#[case("not (day >= date '2026-11-20') and on_hand >= 0")]
fn a_condition_on_the_day_opens_only_its_files(#[case] condition: &str) {
    let world = world();
    let plan = world.answer(&format!(
        "explain select * from stock_day where {condition}"
    ));
    assert!(plan.contains("2026-11-19.parquet"), "{plan}");
    assert!(!plan.contains("2026-11-20.parquet"), "{plan}");
    let boxes = world.answer(&format!(
        "select sum(on_hand) as boxes from stock_day where {condition}"
    ));
    assert_eq!(boxes, "boxes\n17\n");
}

#[test]
fn a_condition_on_day_and_site_together_is_kept() {
    let answer = world()
        .answer("select count(*) as n from stock_day where day = date '2026-11-19' or site = 2");
    assert_eq!(answer, "n\n5\n");
}

#[test]
fn a_day_found_by_the_query_itself_selects_its_rows() {
    let answer = world().answer(
        "select sum(on_hand) as boxes from stock_day where day = (select max(day) from stock_day)",
    );
    assert_eq!(answer, "boxes\n13\n");
}

#[test]
fn a_day_without_file_has_no_rows() {
    let answer =
        world().answer("select count(*) as n from stock_day where day = date '2025-01-01'");
    assert_eq!(answer, "n\n0\n");
}
