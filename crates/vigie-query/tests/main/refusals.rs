use rstest::rstest;
use vigie_query::QueryError;

use crate::world::world;

#[rstest]
#[case::create_table("create table copy_of_sites as select * from sites")]
#[case::create_view("create view v as select 1")]
#[case::external_table("create external table passwords stored as csv location '/etc/passwd'")]
#[case::drop("drop table sites")]
#[case::insert("insert into sites values (4, '13')")]
#[case::delete("delete from sites")]
#[case::update("update sites set department = '13'")]
#[case::copy("copy (select * from sites) to '/tmp/sites.csv' stored as csv")]
#[case::hidden_copy("explain analyze copy (select * from sites) to '/tmp/sites.csv' stored as csv")]
#[case::set("set datafusion.execution.batch_size = 1")]
#[case::begin("begin")]
fn a_statement_that_would_change_something_is_refused(#[case] sql: &str) {
    let world = world();
    let refusal = world.refusal(sql);
    assert!(
        matches!(
            refusal,
            QueryError::NotReadOnly { .. } | QueryError::Meaning { .. }
        ),
        "{refusal:?}"
    );
    assert_eq!(
        world.answer("select count(*) as sites from sites"),
        "sites\n3\n"
    );
}

#[rstest]
#[case::create_table("create table copy_of_sites as select * from sites")]
#[case::copy("copy (select * from sites) to '/tmp/sites.csv' stored as csv")]
#[case::set("set datafusion.execution.batch_size = 1")]
fn the_refusal_of_a_change_says_that_only_questions_are_answered(#[case] sql: &str) {
    let refusal = world().refusal(sql);
    assert!(
        matches!(refusal, QueryError::NotReadOnly { .. }),
        "{refusal:?}"
    );
}

#[test]
fn a_file_of_the_machine_cannot_be_read_by_its_path() {
    let world = world();
    let path = world.folder.path().join("2026-11-19.parquet");
    let refusal = world.refusal(&format!("select * from '{}'", path.display()));
    assert!(matches!(refusal, QueryError::Meaning { .. }), "{refusal:?}");
}

#[rstest]
#[case::misspelt("selct 1")]
#[case::unfinished("select * from")]
#[case::two_statements("select 1; select 2")]
fn a_text_that_is_not_one_statement_is_refused(#[case] sql: &str) {
    let refusal = world().refusal(sql);
    assert!(
        matches!(
            refusal,
            QueryError::Syntax { .. } | QueryError::Meaning { .. }
        ),
        "{refusal:?}"
    );
}

#[rstest]
#[case("")]
#[case("  \n")]
fn an_empty_text_is_refused(#[case] sql: &str) {
    assert!(matches!(world().refusal(sql), QueryError::Empty));
}

#[test]
fn an_unknown_column_is_named_with_those_that_exist() {
    let message = world().refusal("select dept from sites").to_string();
    assert!(
        message.contains("dept") && message.contains("department"),
        "{message}"
    );
}

#[test]
fn an_unknown_table_is_named_with_those_that_exist() {
    let message = world().refusal("select * from stocks").to_string();
    assert!(
        message.contains("stocks") && message.contains("sites, stock_day"),
        "{message}"
    );
}

#[test]
fn a_division_by_zero_is_said_to_come_from_the_data() {
    let refusal =
        world().refusal("select 1 / (on_hand - on_hand) from stock_day where on_hand = 10");
    assert!(matches!(refusal, QueryError::Failed { .. }), "{refusal:?}");
}
