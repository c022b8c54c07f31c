//! A program killed at any moment loses no answer that it had shown as saved.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use certdeck::domain::seed::Seed;
use certdeck::store::{Durability, OpenOptions, Store};
use rand::Rng as _;

use crate::store_make::{answer, at, model, note, open};

const FOLDER: &str = "CERTDECK_TEST_WRITER";
const N_KILLS: u64 = 200;

/// Not a test by itself: writes answers until it is killed, when the parent sets the variable.
#[test]
fn child_writer() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let options = OpenOptions { durability: Durability::Full, device_seed: 9, max_pages: None };
    let mut store = Store::open(Path::new(&folder), at(0), options).unwrap();
    let model = model();
    let mut out = std::io::stdout();
    for n in 0.. {
        let mut bodies = vec![answer(n % 7, n as i32, n % 4), note(n % 5, serde_json::json!(n))];
        if n % 3 == 1 {
            // A submitted mock exam: a long step, all or nothing.
            bodies.extend((0..60).map(|item| answer(item, n as i32, item % 4)));
        }
        let ids = store.append(at(1), &bodies, &model).unwrap();
        writeln!(out, "saved {}", ids[0].sequence).unwrap();
        out.flush().unwrap();
        if n % 4 == 3 {
            store.undo(at(1), "step", None, &model).unwrap();
        }
        if n % 8 == 7 {
            store.redo(at(1), &model).unwrap();
        }
    }
}

/// Starts a writer, kills it after `n_lines` saved answers and `n_spins` turns, and gives the
/// numbers that it had shown.
fn kill_a_writer(folder: &Path, n_lines: usize, n_spins: u32) -> Vec<i64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["store_kill::child_writer", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let number = |line: String| line.split("saved ").nth(1)?.trim().parse::<i64>().ok();
    let mut shown: Vec<i64> = Vec::new();
    while shown.len() < n_lines {
        shown.extend(number(lines.next().unwrap().unwrap()));
    }
    for _ in 0..n_spins {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    // Lines that were under way when it died are promises too.
    shown.extend(lines.map_while(Result::ok).filter_map(number));
    child.wait().unwrap();
    shown
}

#[test]
fn two_hundred_kills_lose_nothing() {
    let mut random = Seed(1).derive("kills", &[]);
    let mut folder = tempfile::tempdir().unwrap();
    let mut shown = BTreeSet::new();
    let mut n_shown = 0;
    for n in 0..N_KILLS {
        if n % 25 == 0 {
            folder = tempfile::tempdir().unwrap();
            shown.clear();
        }
        let n_lines = random.random_range(0..8);
        let n_spins = random.random_range(0..200_000);
        let new = kill_a_writer(folder.path(), n_lines, n_spins);
        n_shown += new.len();
        shown.extend(new);
        let store = open(folder.path());
        let report = store.doctor(&model()).unwrap();
        assert!(report.is_sound(), "kill {n}: {report:?}");
        let mut found = BTreeSet::new();
        store.events(|event| found.extend([event.id.sequence])).unwrap();
        assert!(shown.is_subset(&found), "kill {n}: {:?}", shown.difference(&found));
        assert_eq!(found.len(), found.last().map_or(0, |last| *last as usize), "kill {n}: a gap");
    }
    assert!(n_shown > 200, "{n_shown}");
}

#[test]
fn a_write_cut_off_anywhere_opens_at_the_end_of_a_step() {
    let source = tempfile::tempdir().unwrap();
    let mut store = open(source.path());
    let mut ends = vec![0];
    for n in 0..6 {
        let bodies: Vec<_> = (0..=n * 3).map(|item| answer(item, n as i32, item % 4)).collect();
        store.append(at(1), &bodies, &model()).unwrap();
        ends.push(store.last_event().unwrap().unwrap().sequence);
    }
    let (file, log) = ("certdeck.sqlite3", "certdeck.sqlite3-wal");
    let database = std::fs::read(source.path().join(file)).unwrap();
    let written = std::fs::read(source.path().join(log)).unwrap();
    let mut last = 0;
    let mut seen = BTreeSet::new();
    for cut in (0..=written.len()).step_by(1733).chain([written.len()]) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), &database).unwrap();
        std::fs::write(folder.path().join(log), &written[..cut]).unwrap();
        let store = open(folder.path());
        let end = store.last_event().unwrap().map_or(0, |id| id.sequence);
        assert!(ends.contains(&end) && end >= last, "{cut} bytes: ends at {end} after {last}");
        assert!(store.doctor(&model()).unwrap().is_sound(), "{cut} bytes");
        last = end;
        seen.insert(end);
    }
    assert!(seen.iter().eq(&ends), "{seen:?} of {ends:?}");
}
