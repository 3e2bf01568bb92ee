use vigie_model::{Language, Reach};
use vigie_store::{
    Engine, Identity, NewEntry, NewPerson, Outcome, Store, StoreError, StoreOptions,
};

use super::on_both_engines;
use crate::harness::{Database, POSTGRES, entry, instant, options, store_with_sites};

/// Runs statements behind the back of the store.
async fn tamper(database: &Database, statements: &'static str) {
    match database.engine {
        Engine::Postgres => drop(POSTGRES.execute(&database.address, statements).unwrap()),
        Engine::Sqlite => {
            let pool = sqlx::SqlitePool::connect(&database.address).await.unwrap();
            sqlx::raw_sql(statements).execute(&pool).await.unwrap();
            pool.close().await;
        }
    }
}

on_both_engines! {
    async fn what_was_written_is_there_after_closing_and_opening_again(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1)]).await.unwrap();
        store.close().await.unwrap();
        assert!(matches!(store.append(&[entry(2)]).await, Err(StoreError::Unavailable(_))));
        let store = database.open().await;
        assert_eq!(store.get_receipt(entry(1).id).await.unwrap().number.0, 1);
        assert_eq!(store.engine(), database.engine);
    }

    async fn several_processes_may_open_a_new_store_at_once(database) {
        let opened = futures::future::join_all((0..4).map(|_| {
            let address = database.address.clone();
            tokio::spawn(async move { Store::open_with(&address, &options()).await.map(drop) })
        }));
        for result in opened.await {
            result.unwrap().unwrap();
        }
    }

    async fn a_folder_of_the_first_tables_gets_the_new_ones_and_keeps_what_it_holds(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1)]).await.unwrap();
        store.close().await.unwrap();
        tamper(
            database,
            "DROP TABLE pending_sign_in; DROP TABLE identity; DROP INDEX token_site; DROP INDEX token_organisation; \
             DROP TABLE medicine_list_item; DROP TABLE medicine_list; \
             DROP TABLE audit; DROP TABLE sign_in_attempt; DROP TABLE session; DROP TABLE membership; \
             DROP TABLE recovery_code; DROP TABLE person; DELETE FROM counter WHERE name IN ('person', 'audit', \
             'medicine_list'); \
             ALTER TABLE token DROP COLUMN last_used_at; ALTER TABLE token DROP COLUMN created_by; \
             DELETE FROM _sqlx_migrations WHERE version > 1",
        )
        .await;
        let store = database.open().await;
        assert_eq!(store.get_receipt(entry(1).id).await.unwrap().number.0, 1);
        assert_eq!(store.list_people(None, 1).await.unwrap(), []);
        assert_eq!(store.list_tokens(Reach::Nation, None, 10).await.unwrap(), []);
        assert_eq!(store.list_medicine_lists(vigie_store::PersonNumber(0)).await.unwrap(), []);
    }

    async fn an_identity_kept_with_the_person_still_leads_to_her(database) {
        let store = database.open().await;
        let person = NewPerson {
            email: "marie@example.org".to_owned(),
            name: "Marie".to_owned(),
            language: Language::French,
            password_hash: None,
            invitation: None,
            rpps: None,
            created_at: instant(),
            synthetic: false,
        };
        let number = store.add_person(&person, &[]).await.unwrap();
        store.close().await.unwrap();
        tamper(
            database,
            "DROP TABLE pending_sign_in; DROP TABLE identity; DROP INDEX token_site; DROP INDEX token_organisation; \
             DROP INDEX person_rpps; \
             DROP TABLE medicine_list_item; DROP TABLE medicine_list; DELETE FROM counter WHERE name = 'medicine_list'; ALTER TABLE membership DROP COLUMN granted_by; \
             ALTER TABLE session DROP COLUMN provider; ALTER TABLE session DROP COLUMN identity_token; \
             ALTER TABLE person ADD COLUMN identity_issuer TEXT; ALTER TABLE person ADD COLUMN identity_subject TEXT; \
             CREATE UNIQUE INDEX person_identity ON person (identity_issuer, identity_subject); \
             UPDATE person SET identity_issuer = 'https://login.example', identity_subject = '42'; \
             DELETE FROM _sqlx_migrations WHERE version > 2",
        )
        .await;
        let store = database.open().await;
        let identity = Identity { issuer: "https://login.example".to_owned(), subject: "42".to_owned() };
        let found = store.find_person_by_identity(&identity).await.unwrap().unwrap();
        assert_eq!(found.number, number);
    }

    async fn a_schema_newer_than_the_program_is_refused(database) {
        database.open().await.close().await.unwrap();
        tamper(
            database,
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        let refused = Store::open_with(&database.address, &options()).await;
        assert!(matches!(refused, Err(StoreError::TooNew { found: 9, known: 4 })), "{refused:?}");
    }

    async fn a_value_that_the_program_cannot_have_written_is_corrupt(database) {
        let store = store_with_sites(database).await;
        store.append(&[entry(1)]).await.unwrap();
        tamper(database, "UPDATE journal SET kind = 44").await;
        assert!(matches!(store.get_receipt(entry(1).id).await, Err(StoreError::Corrupt(_))));
        tamper(database, "UPDATE site SET department = 'XX'").await;
        assert!(matches!(store.list_sites().await, Err(StoreError::Corrupt(_))));
    }
}

#[tokio::test]
async fn a_full_sqlite_file_is_told_as_full_writes_nothing_and_goes_on_with_more_room() {
    let database = Database::new(Engine::Sqlite);
    store_with_sites(&database).await.close().await.unwrap();
    let narrow = StoreOptions {
        sqlite_max_bytes: Some(1 << 20),
        ..options()
    };
    let store = Store::open_with(&database.address, &narrow).await.unwrap();
    let large = |content| NewEntry {
        payload: vec![3; 100_000],
        ..entry(content)
    };
    let mut written = 0;
    let error = loop {
        match store.append(&[large(written)]).await {
            Ok(_) => written += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full(_)), "{error:?}");
    assert!(
        (5..11).contains(&written),
        "{written} entries of 100 kB in 1 MiB"
    );
    assert_eq!(store.journal_head().await.unwrap().0, written);
    assert!(matches!(
        store.append(&[large(written)]).await,
        Err(StoreError::Full(_))
    ));
    store.close().await.unwrap();
    let roomy = database.open().await;
    let appended = roomy.append(&[large(0), large(written)]).await.unwrap();
    assert!(matches!(appended[0].outcome, Outcome::Repeated(_)));
    assert_eq!(
        (appended[1].number.0, &appended[1].outcome),
        (written + 1, &Outcome::New)
    );
}

/// The server's own error for a full disk, raised by a trigger: a disk cannot be filled in a test.
#[tokio::test]
async fn a_full_disk_of_the_postgres_server_is_told_as_full_and_the_store_goes_on() {
    let database = Database::new(Engine::Postgres);
    let store = store_with_sites(&database).await;
    tamper(
        &database,
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$; \
         CREATE TRIGGER full_disk BEFORE INSERT ON journal EXECUTE FUNCTION full_disk()",
    )
    .await;
    assert!(matches!(
        store.append(&[entry(1)]).await,
        Err(StoreError::Full(_))
    ));
    tamper(&database, "DROP TRIGGER full_disk ON journal").await;
    assert_eq!(store.append(&[entry(1)]).await.unwrap()[0].number.0, 1);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_corrupt_and_left_alone() {
    let database = Database::new(Engine::Sqlite);
    let content = "ceci n'est pas une base\n".repeat(500);
    std::fs::write(database.sqlite_file(), &content).unwrap();
    let refused = Store::open_with(&database.address, &options()).await;
    assert!(
        matches!(refused, Err(StoreError::Corrupt(_))),
        "{refused:?}"
    );
    assert_eq!(
        std::fs::read_to_string(database.sqlite_file()).unwrap(),
        content
    );
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_unavailable() {
    let folder = tempfile::tempdir().unwrap();
    let missing = vigie_store::sqlite_address(&folder.path().join("missing/vigie.db"));
    let server = format!(
        "postgres:///vigie?host={}&user=vigie",
        folder.path().display()
    );
    let impatient = StoreOptions {
        patience: std::time::Duration::from_millis(200),
        ..options()
    };
    for address in [missing, server] {
        let refused = Store::open_with(&address, &impatient).await;
        assert!(
            matches!(refused, Err(StoreError::Unavailable(_))),
            "{address}: {refused:?}"
        );
    }
}

#[rstest::rstest]
#[case("mysql://localhost/vigie")]
#[case("vigie.db")]
#[case("")]
#[case("sqlite::memory:")]
#[case("sqlite://")]
#[case("sqlite://vigie.db?mode=memory")]
#[case("sqlite://vigie.db?colour=blue")]
#[case("postgres://host:port/vigie")]
#[tokio::test]
async fn an_address_that_cannot_be_used_is_told(#[case] address: &str) {
    let refused = Store::open(address).await;
    assert!(
        matches!(refused, Err(StoreError::Address(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_file_name_with_signs_that_mean_something_in_an_address_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("officine n°1 #50% ?.db");
    let store = Store::open(&vigie_store::sqlite_address(&file))
        .await
        .unwrap();
    store.close().await.unwrap();
    assert!(file.is_file());
}
