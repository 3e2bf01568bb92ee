use std::time::{Duration, Instant};

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
    let sql = format!("select '{}'", "a".repeat(70_000));
    let refusal = world().refusal(&sql);
    assert!(
        matches!(refusal, QueryError::TooLong { limit: 65_536, .. }),
        "{refusal:?}"
    );
}

#[test]
fn a_long_chain_of_conditions_does_not_end_the_program() {
    let chain = vec!["site = 1"; 5_000].join(" or ");
    let outcome = world().run(
        &format!("select count(*) as n from sites where {chain}"),
        Limits::default(),
    );
    assert_eq!(outcome.unwrap().to_csv().unwrap(), "n\n1\n");
}

#[test]
fn deep_brackets_do_not_end_the_program() {
    let sql = format!("select {}1{} as n", "(".repeat(5_000), ")".repeat(5_000));
    world().run(&sql, Limits::default()).unwrap_err();
}

/// The longest chain that fits into a question: whatever its outcome, the program goes on.
#[test]
fn the_longest_chain_of_terms_does_not_end_the_program() {
    let world = world();
    let sql = format!("select {} as n", vec!["1"; 32_000].join("+"));
    let limits = Limits {
        time: Duration::from_secs(2),
        ..Limits::default()
    };
    if let Ok(answer) = world.run(&sql, limits) {
        assert_eq!(answer.to_csv().unwrap(), "n\n32000\n");
    }
}
