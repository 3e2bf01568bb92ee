use std::fs;
use std::str::FromStr;
use std::sync::Arc;

use futures::executor::block_on;
use rstest::rstest;
use vigie_query::object_store::memory::InMemory;
use vigie_query::object_store::{ObjectStore, ObjectStoreExt, path::Path as StorePath};
use vigie_query::{FileLocation, ParquetTable, QueryError, TableFiles};

use crate::world::{NOVEMBER_19, World, day, day_schema, plain, world, write};

const COUNT: &str = "select count(*) as n from stock_day";

#[test]
fn a_new_day_is_seen_once_it_is_named() {
    let world = world();
    let third = write(
        world.folder.path(),
        "2026-11-21.parquet",
        &day([Some(1), Some(1), Some(1), Some(1)]),
    );
    assert_eq!(world.answer(COUNT), "n\n8\n");
    let old = |name: &str| world.folder.path().join(name);
    let days = [
        (NOVEMBER_19 + 2, third),
        (NOVEMBER_19, old("2026-11-19.parquet")),
        (NOVEMBER_19 + 1, old("2026-11-20.parquet")),
    ];
    world.set_days(&days).unwrap();
    assert_eq!(world.answer(COUNT), "n\n12\n");
}

#[test]
fn a_table_may_have_no_file_yet() {
    let world = world();
    world.set_days(&[]).unwrap();
    assert_eq!(world.answer(COUNT), "n\n0\n");
}

#[test]
fn a_table_without_file_and_schema_is_refused() {
    let table = ParquetTable {
        name: "stock_history".into(),
        files: plain(&[]),
        schema: None,
    };
    let refusal = block_on(world().engine.set_files(table)).unwrap_err();
    assert!(matches!(refusal, QueryError::File { .. }), "{refusal:?}");
}

#[test]
fn the_schema_is_read_from_the_first_file_when_not_given() {
    let world = world();
    let files = plain(&[world.folder.path().join("2026-11-20.parquet")]);
    let table = ParquetTable {
        name: "one_day".into(),
        files,
        schema: None,
    };
    block_on(world.engine.set_files(table)).unwrap();
    assert_eq!(
        world.answer("select sum(on_hand) as boxes from one_day"),
        "boxes\n13\n"
    );
}

#[rstest]
#[case::absent(None)]
#[case::empty(Some(""))]
#[case::a_web_page(Some("<!doctype html><title>Not found</title>"))]
fn a_file_that_is_not_parquet_is_named(#[case] content: Option<&str>) {
    let world = world();
    let path = world.folder.path().join("bad.parquet");
    if let Some(content) = content {
        fs::write(&path, content).unwrap();
    }
    let table = ParquetTable {
        name: "bad".into(),
        files: plain(&[path]),
        schema: None,
    };
    let refusal = block_on(world.engine.set_files(table)).unwrap_err();
    assert!(refusal.to_string().contains("bad.parquet"), "{refusal}");
}

#[test]
fn a_file_that_vanished_fails_the_question_and_not_the_program() {
    let world = world();
    fs::remove_file(world.folder.path().join("2026-11-19.parquet")).unwrap();
    let refusal = world.refusal("select sum(on_hand) from stock_day");
    assert!(matches!(refusal, QueryError::Failed { .. }), "{refusal:?}");
}

#[test]
fn files_may_have_any_name_and_their_folder_any_letters() {
    let world = world();
    let folder = world.folder.path().join("données [2026] à lire 100 %");
    fs::create_dir(&folder).unwrap();
    let path = write(&folder, "jour*1", &day([Some(1), None, None, None]));
    world.set_days(&[(NOVEMBER_19, path)]).unwrap();
    assert_eq!(
        world.answer("select sum(on_hand) as boxes from stock_day"),
        "boxes\n1\n"
    );
}

#[test]
fn files_of_an_object_store_are_read_by_their_address() {
    let world = world();
    put_first_day_in_store(&world);
    let table = ParquetTable {
        name: "stock_day".into(),
        files: TableFiles::Plain(vec![
            FileLocation::from_str("s3://days/2026/11/19.parquet").unwrap(),
        ]),
        schema: Some(day_schema()),
    };
    block_on(world.engine.set_files(table)).unwrap();
    assert_eq!(
        world.answer("select sum(on_hand) as boxes from stock_day"),
        "boxes\n17\n"
    );
}

fn put_first_day_in_store(world: &World) {
    let store = Arc::new(InMemory::new());
    let bytes = fs::read(world.folder.path().join("2026-11-19.parquet")).unwrap();
    block_on(store.put(&StorePath::from("2026/11/19.parquet"), bytes.into())).unwrap();
    let root = FileLocation::from_str("s3://days/").unwrap();
    world
        .engine
        .register_store(&root, store as Arc<dyn ObjectStore>);
}

#[test]
fn files_of_two_stores_do_not_make_one_table() {
    let addresses = ["s3://days/1.parquet", "s3://others/2.parquet"];
    let table = ParquetTable {
        name: "mixed".into(),
        files: TableFiles::Plain(
            addresses
                .map(|address| FileLocation::from_str(address).unwrap())
                .to_vec(),
        ),
        schema: Some(day_schema()),
    };
    let refusal = block_on(world().engine.set_files(table)).unwrap_err();
    assert!(
        matches!(refusal, QueryError::SeveralStores { .. }),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn the_engine_works_and_ends_inside_another_runtime() {
    let engine = vigie_query::SqlEngine::new(&vigie_query::EngineSettings::default()).unwrap();
    let answer = engine
        .run("select 1 as one", vigie_query::Limits::default())
        .await
        .unwrap();
    assert_eq!(answer.row_count(), 1);
    drop(engine);
}
