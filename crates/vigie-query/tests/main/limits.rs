use std::time::{Duration, Instant};

use rstest::rstest;
use vigie_query::{EngineSettings, Limits, QueryError, SqlEngine};

use crate::world::world;

/// Far more pairs than any machine counts within the test: 10^18.
const ENDLESS: &str = "select count(*) from generate_series(1, 1000000000) a, generate_series(1, 1000000000) b \
                       where a.value + b.value = 7";

#[test]
fn rows_beyond_the_limit_are_cut_and_the_answer_says_so() {
    let limits = Limits {
        rows: 3,
        ..Limits::default()
    };
    let answer = world().run("select * from stock_day", limits).unwrap();
    assert_eq!(answer.row_count(), 3);
    assert!(answer.is_truncated());
}

#[test]
fn an_answer_of_exactly_the_limit_is_whole() {
    let limits = Limits {
        rows: 8,
        ..Limits::default()
    };
    let answer = world().run("select * from stock_day", limits).unwrap();
    assert_eq!(answer.row_count(), 8);
    assert!(!answer.is_truncated());
}

#[test]
fn a_question_without_end_stops_at_its_deadline() {
    let limits = Limits {
        time: Duration::from_millis(300),
        ..Limits::default()
    };
    let start = Instant::now();
    let refusal = world().run(ENDLESS, limits).unwrap_err();
    assert!(
        matches!(refusal, QueryError::OutOfTime { .. }),
        "{refusal:?}"
    );
    assert!(
        start.elapsed() < Duration::from_secs(20),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn the_engine_answers_again_after_a_deadline() {
    let world = world();
    let limits = Limits {
        time: Duration::from_millis(100),
        ..Limits::default()
    };
    for _ in 0..4 {
        world.run(ENDLESS, limits).unwrap_err();
    }
    assert_eq!(
        world.answer("select count(*) as sites from sites"),
        "sites\n3\n"
    );
}

#[test]
fn a_question_that_finds_no_turn_in_time_is_told_to_come_again() {
    let settings = EngineSettings {
        concurrent_questions: std::num::NonZeroUsize::MIN,
        ..EngineSettings::default()
    };
    let engine = SqlEngine::new(&settings).unwrap();
    let long = Limits {
        time: Duration::from_secs(2),
        ..Limits::default()
    };
    let short = Limits {
        time: Duration::from_millis(200),
        ..Limits::default()
    };
    let (first, second) = futures::executor::block_on(async {
        futures::join!(engine.run(ENDLESS, long), engine.run("select 1", short))
    });
    assert!(
        matches!(first, Err(QueryError::OutOfTime { .. })),
        "{first:?}"
    );
    assert!(matches!(second, Err(QueryError::Busy { .. })), "{second:?}");
}

#[test]
fn a_grouping_larger_than_memory_and_disk_allow_says_so() {
    let settings = EngineSettings {
        spill_bytes: 1024,
        ..EngineSettings::default()
    };
    let engine = SqlEngine::new(&settings).unwrap();
    let limits = Limits {
        memory_bytes: 1024 * 1024,
        ..Limits::default()
    };
    let sql =
        "select value, count(*) from generate_series(1, 2000000) group by value order by 2, 1";
    let refusal = engine.run_blocking(sql, limits).unwrap_err();
    assert!(
        matches!(refusal, QueryError::OutOfMemory { .. }),
        "{refusal:?}"
    );
}

#[test]
fn an_answer_larger_than_memory_is_refused() {
    let limits = Limits {
        rows: usize::MAX,
        memory_bytes: 1024 * 1024,
        ..Limits::default()
    };
    let refusal = world()
        .run("select value from generate_series(1, 3000000)", limits)
        .unwrap_err();
    assert!(
        matches!(refusal, QueryError::OutOfMemory { .. }),
        "{refusal:?}"
    );
}

#[test]
fn a_text_that_is_too_long_is_refused_before_it_is_read() {
    let sql = format!("select '{}'", "a".repeat(20_000));
    let refusal = world().refusal(&sql);
    assert!(
        matches!(refusal, QueryError::TooLong { limit: 16_384, .. }),
        "{refusal:?}"
    );
}

#[test]
fn a_long_list_is_answered() {
    let list = vec!["3400935955838"; 1_000].join(",");
    let answer = world().answer(&format!(
        "select count(*) as n from stock_day where cip13 in ({list})"
    ));
    assert_eq!(answer, "n\n6\n");
}

/// 753 and 999 parts: as deep as a question may be.
#[rstest]
#[case::conditions("site = 1", " or ", 249)]
#[case::terms("site", "+", 497)]
fn a_deep_question_is_planned_without_ending_the_program(
    #[case] part: &str,
    #[case] between: &str,
    #[case] times: usize,
) {
    let chain = vec![part; times].join(between);
    let sql = format!("select count({chain}) as n from sites");
    let start = Instant::now();
    world().run(&sql, Limits::default()).unwrap();
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn a_chain_that_would_take_minutes_to_plan_is_refused() {
    let sql = format!("select {} as n", vec!["1"; 8_000].join("+"));
    let refusal = world().refusal(&sql);
    assert!(
        matches!(refusal, QueryError::TooManyParts { parts: 8_002, .. }),
        "{refusal:?}"
    );
}

#[test]
fn deep_brackets_do_not_end_the_program() {
    let sql = format!("select {}1{} as n", "(".repeat(5_000), ")".repeat(5_000));
    world().run(&sql, Limits::default()).unwrap_err();
}
