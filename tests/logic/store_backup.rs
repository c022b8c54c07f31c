//! Backups and restoring them.

use std::fs;

use certdeck::domain::time::Moment;
use certdeck::store::{BackupKind, StoreError, list_backups, outdated, restore};

use crate::store_make::{answer, at, model, open};

const FILE: &str = "certdeck.sqlite3";
const DAY: i64 = 86_400_000;

#[test]
fn a_backup_restores_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.append(at(1), &[answer(0, 1, 2), answer(1, 1, 0)], &model()).unwrap();
    let saved = store.derived().unwrap();
    let backup = store.backup_job().unwrap();
    let backup = std::thread::scope(|scope| {
        scope.spawn(|| backup.run(at(1_000), BackupKind::Session).unwrap()).join().unwrap()
    });
    store.append(at(2), &[answer(2, 1, 2)], &model()).unwrap();
    let later = store.derived().unwrap();
    let device = store.device();

    assert!(matches!(restore(folder.path(), &backup, at(2_000)), Err(StoreError::InUse { .. })));
    let kept = store.restore(&backup, at(2_000)).unwrap().kept.unwrap();
    let mut store = open(folder.path());
    assert_eq!(saved, store.derived().unwrap());
    assert_ne!(device, store.device());
    store.append(at(3), &[answer(2, 1, 2)], &model()).unwrap();
    assert!(store.doctor(&model()).unwrap().is_sound());
    drop(store);

    restore(folder.path(), &kept, at(3_000)).unwrap();
    assert_eq!(later, open(folder.path()).derived().unwrap());
    let backups = list_backups(folder.path()).unwrap();
    let listed: Vec<_> = backups.iter().map(|b| (b.at.utc_ms, b.kind, b.answers)).collect();
    assert_eq!(
        listed,
        [
            (3_000, BackupKind::BeforeRestore, Some(3)),
            (2_000, BackupKind::BeforeRestore, Some(3)),
            (1_000, BackupKind::Session, Some(2)),
        ]
    );
}

#[test]
fn a_damaged_database_is_kept_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.append(at(1), &[answer(0, 1, 2)], &model()).unwrap();
    let saved = store.derived().unwrap();
    let backup = store.backup(at(1_000), BackupKind::Manual).unwrap();
    drop(store);
    let junk = b"no database at all".to_vec();
    fs::write(folder.path().join(FILE), &junk).unwrap();
    fs::write(folder.path().join("certdeck.sqlite3-wal"), b"stale").unwrap();
    let kept = restore(folder.path(), &backup, at(2_000)).unwrap().kept.unwrap();
    assert_eq!(junk, fs::read(&kept).unwrap());
    assert_eq!(b"stale".to_vec(), fs::read(kept.with_extension("sqlite3-wal")).unwrap());
    assert_eq!(saved, open(folder.path()).derived().unwrap());
}

#[test]
fn a_page_that_went_bad_neither_rotates_out_backups_nor_stops_a_restore() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    for n in 0..400 {
        store.append(at(1), &[answer(n, 1, 2)], &model()).unwrap();
    }
    let saved = store.derived().unwrap();
    let backup = store.backup(at(1_000), BackupKind::Session).unwrap();
    drop(store);
    let mut bytes = fs::read(folder.path().join(FILE)).unwrap();
    for page in (8..bytes.len() / 4096).step_by(3) {
        bytes[page * 4096..page * 4096 + 64].fill(0xA5);
    }
    fs::write(folder.path().join(FILE), &bytes).unwrap();
    let store = open(folder.path());
    let error = store.backup(at(1_500), BackupKind::Session).unwrap_err();
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    drop(store);
    assert_eq!(list_backups(folder.path()).unwrap().len(), 1);
    let kept = restore(folder.path(), &backup, at(2_000)).unwrap().kept.unwrap();
    assert_eq!(bytes, fs::read(kept).unwrap());
    assert_eq!(saved, open(folder.path()).derived().unwrap());
}

#[test]
fn a_backup_that_cannot_be_used_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path());
    store.append(at(1), &[answer(0, 1, 2)], &model()).unwrap();
    let saved = store.derived().unwrap();
    let good = store.backup(at(1_000), BackupKind::Manual).unwrap();
    drop(store);
    let bytes = fs::read(&good).unwrap();
    let mut newer = bytes.clone();
    newer[60..64].copy_from_slice(&99u32.to_be_bytes());
    let bad = folder.path().join("bad.sqlite3");
    for content in [newer, bytes[..bytes.len() / 2].to_vec(), b"junk".to_vec(), Vec::new()] {
        fs::write(&bad, content).unwrap();
        let error = restore(folder.path(), &bad, at(2_000)).unwrap_err();
        assert!(matches!(error, StoreError::BadBackup { .. }), "{error:?}");
    }
    let missing = folder.path().join("missing.sqlite3");
    assert!(matches!(
        restore(folder.path(), &missing, at(2_000)),
        Err(StoreError::BadBackup { .. })
    ));
    assert_eq!(saved, open(folder.path()).derived().unwrap());
    assert_eq!(list_backups(folder.path()).unwrap().len(), 1);
}

#[test]
fn backups_rotate_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(folder.path());
    for n in 0..12 {
        store.backup(at(n), BackupKind::Session).unwrap();
        store.backup(at(n), BackupKind::Manual).unwrap();
    }
    let backups = list_backups(folder.path()).unwrap();
    let n_sessions = backups.iter().filter(|backup| backup.kind == BackupKind::Session).count();
    assert_eq!((n_sessions, backups.len()), (10, 22));
}

/// Days (since 1970-01-01, a Thursday) of the session backups that are kept of `days`.
fn kept(days: &[i64]) -> Vec<i64> {
    let backups: Vec<_> = days
        .iter()
        .map(|day| (Moment { utc_ms: day * DAY, offset_min: 0 }, BackupKind::Session))
        .collect();
    let gone = outdated(&backups);
    days.iter().enumerate().filter(|(n, _)| !gone.contains(n)).map(|(_, day)| *day).collect()
}

#[test]
fn rotation_keeps_sessions_weeks_and_months() {
    let daily: Vec<i64> = (0..400).collect();
    let kept_of_daily = kept(&daily);
    // The last ten days, then Sundays (day 3 was one) of eight weeks, then ends of months.
    assert_eq!(kept_of_daily[kept_of_daily.len() - 10..], daily[390..]);
    let weekly: Vec<i64> = kept_of_daily.iter().copied().filter(|d| d % 7 == 3).collect();
    assert!(weekly.ends_with(&[353, 360, 367, 374, 381, 388, 395]), "{weekly:?}");
    assert!(kept_of_daily.contains(&364) && kept_of_daily.contains(&89)); // 31 December, 31 March
    assert!(!kept_of_daily.contains(&58) && !kept_of_daily.contains(&88));
    assert!(kept_of_daily.len() <= 30);

    // After a pause of years nothing that stood alone is lost.
    let sparse = [0, 40, 80, 2_000];
    assert_eq!(kept(&sparse), sparse);
    assert_eq!(kept(&[]), [0i64; 0]);
}
