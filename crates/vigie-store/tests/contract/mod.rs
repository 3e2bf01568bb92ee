mod file;
mod journal;
mod medicine_list;
mod opening;
mod people;
mod quarantine;
mod registry;
mod token;
mod writers;

/// The same test on both engines.
macro_rules! on_both_engines {
    ($(async fn $name:ident($database:ident) $body:block)+) => {
        $(
            #[rstest::rstest]
            #[case::sqlite(vigie_store::Engine::Sqlite)]
            #[case::postgres(vigie_store::Engine::Postgres)]
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name(#[case] engine: vigie_store::Engine) {
                let $database = &crate::harness::Database::new(engine);
                $body
            }
        )+
    };
}
pub(crate) use on_both_engines;
