//! The file in its folder: refused when it is not for us, never touched by a refusal.

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};

use certdeck::store::{KNOWN_SCHEMA, OpenOptions, Store, StoreError};

use crate::store_make::{answer, at, model, open, open_error, options};

const FILE: &str = "certdeck.sqlite3";

/// Writes four bytes into a closed database's header.
fn patch_header(file: &std::path::Path, offset: u64, value: u32) {
    let mut file = fs::File::options().write(true).open(file).unwrap();
    file.seek(SeekFrom::Start(offset)).unwrap();
    file.write_all(&value.to_be_bytes()).unwrap();
}

#[test]
fn what_was_appended_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    let ids = store.append(at(1), &[answer(0, 1, 2), answer(1, 1, 0)], &model()).unwrap();
    let derived = store.derived().unwrap();
    let device = store.device();
    drop(store);
    let store = open(folder.path());
    assert_eq!((store.device(), store.derived().unwrap()), (device, derived));
    assert_eq!(store.last_event().unwrap(), ids.last().copied());
    assert!(device > 0);
}

#[test]
fn a_second_instance_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    assert!(matches!(open_error(folder.path()), StoreError::InUse { .. }));
    drop(store);
    open(folder.path());
}

#[test]
fn a_newer_file_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    drop(open(folder.path()));
    let file = folder.path().join(FILE);
    patch_header(&file, 60, 99);
    let before = fs::read(&file).unwrap();
    let error = open_error(folder.path());
    assert!(
        matches!(error, StoreError::Newer { found: 99, known } if known == KNOWN_SCHEMA),
        "{error:?}"
    );
    assert_eq!(before, fs::read(&file).unwrap());
}

#[test]
fn a_file_that_is_no_database_of_ours_is_refused_and_untouched() {
    let foreign = {
        let folder = tempfile::tempdir().unwrap();
        drop(open(folder.path()));
        patch_header(&folder.path().join(FILE), 68, 7);
        fs::read(folder.path().join(FILE)).unwrap()
    };
    let junk: Vec<u8> = (0..20_000u32).map(|n| (n * 7 % 251) as u8).collect();
    for content in [foreign, junk, b"hello".to_vec()] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        fs::write(&file, &content).unwrap();
        let error = open_error(folder.path());
        assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
        assert_eq!(content, fs::read(&file).unwrap());
    }
}

#[test]
fn a_cut_file_is_refused_and_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    for n in 0..300 {
        store.append(at(1), &[answer(n, 1, 2)], &model()).unwrap();
    }
    drop(store);
    let file = folder.path().join(FILE);
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let error = open_error(folder.path());
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert_eq!(whole[..whole.len() / 2], fs::read(&file).unwrap());
}

#[test]
fn an_empty_file_beside_backups_is_damage() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), []).unwrap();
    let store = open(folder.path());
    store.backup(at(1), certdeck::store::BackupKind::Session).unwrap();
    drop(store);
    fs::write(folder.path().join(FILE), []).unwrap();
    assert!(matches!(open_error(folder.path()), StoreError::Damaged { .. }));
}

#[test]
fn doctor_finds_a_damaged_page_and_a_wrong_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    for n in 0..50 {
        store.append(at(1), &[answer(n, 1, 2)], &model()).unwrap();
    }
    drop(store);
    let connection = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    connection.execute("UPDATE memory SET stability = 1 WHERE item = 'item-7'", []).unwrap();
    assert!(connection.execute("DELETE FROM log", []).is_err());
    assert!(connection.execute("UPDATE log SET utc_ms = 0", []).is_err());
    drop(connection);
    let mut store = open(folder.path());
    let report = store.doctor(&model()).unwrap();
    assert_eq!((report.differences.len(), report.log_rows, report.answers), (1, 50, 50));
    store.rebuild(&model()).unwrap();
    assert!(store.doctor(&model()).unwrap().is_sound());
}

#[test]
fn a_folder_that_cannot_be_made_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "text").unwrap();
    assert!(matches!(open_error(&file.join("data")), StoreError::Folder { .. }));
    assert!(matches!(open_error(&file), StoreError::Folder { .. }));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_refuses_writing_is_read_only() {
    // Nobody makes folders in /sys, not even root.
    let error = open_error(std::path::Path::new("/sys/certdeck"));
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error:?}");
}

#[test]
fn a_full_disk_loses_nothing_that_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let mut store =
        Store::open(folder.path(), at(0), OpenOptions { max_pages: Some(40), ..options() })
            .unwrap();
    let mut n_saved = 0;
    let error = loop {
        let state = store.derived().unwrap();
        match store.append(at(1), &[answer(n_saved, 1, 2), answer(n_saved, 6, 1)], &model()) {
            Ok(_) => n_saved += 1,
            Err(error) => {
                assert_eq!(state, store.derived().unwrap());
                break error;
            }
        }
    };
    assert!(matches!(error, StoreError::Full), "{error:?}");
    assert!(n_saved > 10);
    assert_eq!(store.count_answers().unwrap(), 2 * n_saved as u64);
    assert!(store.doctor(&model()).unwrap().is_sound());
    drop(store);
    let mut store = open(folder.path());
    assert_eq!(store.count_answers().unwrap(), 2 * n_saved as u64);
    store.append(at(2), &[answer(n_saved, 1, 2)], &model()).unwrap();
    assert!(store.doctor(&model()).unwrap().is_sound());
}

#[test]
fn messages_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), "junk junk junk").unwrap();
    let text = open_error(folder.path()).to_string();
    assert!(text.contains("left as it is") && text.contains("Restore"), "{text}");
    let mut lock = String::new();
    fs::File::open(folder.path().join("certdeck.lock")).unwrap().read_to_string(&mut lock).unwrap();
    assert_eq!(lock, "");
}

#[test]
fn the_first_schema_opens() {
    let sql = include_str!("../golden/store/0001.sql");
    let folder = tempfile::tempdir().unwrap();
    let connection = rusqlite::Connection::open(folder.path().join(FILE)).unwrap();
    connection.execute_batch(sql).unwrap();
    drop(connection);
    let mut store = open(folder.path());
    // The last bits of a memory may differ where another mathematics library computed it.
    store.rebuild(&model()).unwrap();
    let report = store.doctor(&model()).unwrap();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.schema, report.answers, report.log_rows), (KNOWN_SCHEMA, 5, 18));
    assert_eq!(store.last_redoable().unwrap().unwrap().label, "answer");
}
