use vigie_model::ReportNumber;
use vigie_store::{File, FileKind, FileState, NewFile, StoreError};

use super::on_both_engines;
use crate::harness::{day, instant};

fn file(kind: FileKind, key: &str, offset: i32) -> NewFile {
    NewFile {
        kind,
        key: key.to_owned(),
        day: day(offset),
        from_number: ReportNumber(1),
        to_number: ReportNumber(23_700),
        byte_count: 135_000_000,
        row_count: 84_900_000,
        digest: [9; 32],
        created_at: instant(),
    }
}

fn keys(files: &[File]) -> Vec<&str> {
    files.iter().map(|file| file.file.key.as_str()).collect()
}

on_both_engines! {
    async fn a_file_comes_back_as_it_was_published(database) {
        let store = database.open().await;
        let published = file(FileKind::Day, "day/2026-11-20/1.parquet", 0);
        store.publish_files(std::slice::from_ref(&published), &[]).await.unwrap();
        let listed = store.list_files(FileKind::Day, day(0), day(0)).await.unwrap();
        assert_eq!(listed, [File { file: published, state: FileState::Live }]);
    }

    async fn files_are_listed_by_kind_and_days_both_included(database) {
        let store = database.open().await;
        let files = [
            file(FileKind::Day, "d3", 3),
            file(FileKind::Day, "d1b", 1),
            file(FileKind::Day, "d1a", 1),
            file(FileKind::History, "h1", 1),
            file(FileKind::Catalogue, "c", 0),
            file(FileKind::Snapshot, "s", 0),
        ];
        store.publish_files(&files, &[]).await.unwrap();
        let listed = async |kind, from, to| store.list_files(kind, day(from), day(to)).await.unwrap();
        assert_eq!(keys(&listed(FileKind::Day, 1, 3).await), ["d1a", "d1b", "d3"]);
        assert_eq!(keys(&listed(FileKind::Day, 2, 2).await), [""; 0]);
        assert_eq!(keys(&listed(FileKind::History, 0, 9).await), ["h1"]);
        assert_eq!(keys(&listed(FileKind::Catalogue, 0, 9).await), ["c"]);
    }

    async fn a_replaced_file_leaves_the_list_as_its_successor_enters(database) {
        let store = database.open().await;
        store.publish_files(&[file(FileKind::Day, "a", 0), file(FileKind::Day, "b", 0)], &[]).await.unwrap();
        store.publish_files(&[file(FileKind::Day, "ab", 0)], &["a".to_owned(), "b".to_owned()]).await.unwrap();
        assert_eq!(keys(&store.list_files(FileKind::Day, day(0), day(0)).await.unwrap()), ["ab"]);
        assert_eq!(keys(&store.list_replaced_files().await.unwrap()), ["a", "b"]);
        store.forget_files(&["a".to_owned(), "ab".to_owned()]).await.unwrap();
        assert_eq!(keys(&store.list_replaced_files().await.unwrap()), ["b"]);
        assert_eq!(keys(&store.list_files(FileKind::Day, day(0), day(0)).await.unwrap()), ["ab"]);
    }

    async fn a_file_is_replaced_once_and_the_loser_changes_nothing(database) {
        let store = database.open().await;
        store.publish_files(&[file(FileKind::Day, "a", 0)], &[]).await.unwrap();
        store.publish_files(&[file(FileKind::Day, "b", 0)], &["a".to_owned()]).await.unwrap();
        let second = store.publish_files(&[file(FileKind::Day, "c", 0)], &["a".to_owned()]).await;
        assert!(matches!(second, Err(StoreError::Conflict(_))));
        assert_eq!(keys(&store.list_files(FileKind::Day, day(0), day(0)).await.unwrap()), ["b"]);
    }

    async fn a_key_is_never_used_twice(database) {
        let store = database.open().await;
        store.publish_files(&[file(FileKind::Day, "a", 0)], &[]).await.unwrap();
        let second = store.publish_files(&[file(FileKind::Day, "b", 1), file(FileKind::Day, "a", 1)], &[]).await;
        assert!(matches!(second, Err(StoreError::Conflict(_))));
        assert_eq!(keys(&store.list_files(FileKind::Day, day(0), day(9)).await.unwrap()), ["a"]);
    }
}
