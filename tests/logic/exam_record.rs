//! What is kept of a sitting: the clock beside the log, whole ends, and the log of the first schema.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Command, Stdio};

use certdeck::app::services::{Clock as _, FixedClock};
use certdeck::domain::event::EventBody;
use certdeck::domain::exam::clock::{ExamClock, InterruptionKind};
use certdeck::domain::exam::step::{Act, AttemptStep, Ending};
use certdeck::domain::seed::Seed;
use certdeck::store::{Heartbeat, OpenOptions, Store, StoreError};
use proptest::prelude::*;
use rand::Rng as _;

use crate::store_make::{answer, at, model, open, options};

const FOLDER: &str = "CERTDECK_TEST_HEARTBEAT";
const FILE: &str = "exam-clock";

fn beat(attempt: &str, spent_ms: i64, break_ms: i64) -> Heartbeat {
    Heartbeat { attempt: attempt.to_owned(), spent_ms, break_ms }
}

/// Not a test by itself: beats until it is killed, when the parent sets the variable.
#[test]
fn child_heart() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let mut out = std::io::stdout();
    for n in 0.. {
        // Lines grow and shrink, as breaks begin and end.
        let break_ms = [0, 7, 599_999][n as usize % 3];
        beat("pmp-1795366800000", n, break_ms).write(std::path::Path::new(&folder)).unwrap();
        writeln!(out, "beaten {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_program_leaves_the_last_beat() {
    let mut random = Seed(2).derive("kills", &[]);
    for kill in 0..60 {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["exam_record::child_heart", "--exact", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let number = |line: String| line.split("beaten ").nth(1)?.trim().parse::<i64>().ok();
        let mut last = -1;
        let n_beats = random.random_range(1..400);
        while last < n_beats {
            last = lines.next().unwrap().ok().and_then(number).unwrap_or(last);
        }
        child.kill().unwrap();
        let last = lines.map_while(Result::ok).filter_map(number).last().unwrap_or(last);
        child.wait().unwrap();
        let found = Heartbeat::read(folder.path()).map(|beat| beat.spent_ms);
        assert!(
            found.is_some_and(|found| (last..=last + 1).contains(&found)),
            "kill {kill}: {found:?} after {last}"
        );
    }
}

#[test]
fn a_shorter_beat_over_a_longer_one_is_whole_before_the_rest_is_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    beat("itil-foundation-1795366800000", 3_599_999, 599_999).write(folder.path()).unwrap();
    let longer = std::fs::read(&file).unwrap();
    beat("pmp-1", 5, 0).write(folder.path()).unwrap();
    let shorter = std::fs::read(&file).unwrap();
    // Killed between writing the line and cutting the file.
    let torn = [&shorter[..], &longer[shorter.len()..]].concat();
    std::fs::write(&file, torn).unwrap();
    assert_eq!(Heartbeat::read(folder.path()), Some(beat("pmp-1", 5, 0)));
}

#[test]
fn no_damaged_beat_is_believed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    let good = beat("pmp-1", 1_234_567, 89_000);
    good.write(folder.path()).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1 << bit;
            std::fs::write(&file, &damaged).unwrap();
            assert_eq!(Heartbeat::read(folder.path()), None, "byte {at}, bit {bit}");
        }
        std::fs::write(&file, &bytes[..at]).unwrap();
        assert_eq!(Heartbeat::read(folder.path()), None, "cut at {at}");
    }
    std::fs::write(&file, vec![0; bytes.len()]).unwrap();
    assert_eq!(Heartbeat::read(folder.path()), None, "a file of zeros");
}

fn submit(attempt: &str) -> EventBody {
    let act = Act::Submit(Ending::ByLearner);
    EventBody::Attempt {
        attempt: attempt.to_owned(),
        step: AttemptStep { spent_ms: 1, break_ms: 0, act },
    }
}

#[test]
fn the_end_of_an_exam_is_kept_with_all_its_answers_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut store =
        Store::open(folder.path(), at(0), OpenOptions { max_pages: Some(60), ..options() })
            .unwrap();
    let mut n_kept = 0;
    let error = loop {
        let mut bodies = vec![submit(&format!("m-{n_kept}"))];
        bodies.extend((0..40).map(|item| answer(item, 1, item)));
        match store.append(at(1), &bodies, &model()) {
            Ok(_) => n_kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full), "{error:?}");
    assert!(n_kept > 0);
    assert_eq!(store.attempts().unwrap().len(), n_kept);
    assert_eq!(store.count_answers().unwrap(), 40 * n_kept as u64);
    for kept in 0..n_kept {
        assert_eq!(store.answers_with_attempt(&format!("m-{kept}")).unwrap().len(), 40);
    }
    assert!(store.answers_with_attempt(&format!("m-{n_kept}")).unwrap().is_empty());
}

#[test]
fn an_exam_among_other_steps_is_not_undone_and_moves_nothing_by_itself() {
    let mut store = Store::in_memory(at(0), OpenOptions::default()).unwrap();
    store.append(at(1), &[answer(0, 1, 2)], &model()).unwrap();
    store.append(at(2), &[submit("m"), answer(1, 2, 2)], &model()).unwrap();
    let derived = store.derived().unwrap();
    let step = AttemptStep { spent_ms: 0, break_ms: 0, act: Act::Begin };
    let body = EventBody::Attempt { attempt: "n".to_owned(), step };
    store.append(at(3), &[body], &model()).unwrap();
    assert_eq!(store.derived().unwrap(), derived);
    // The newest step that an undo may take back is the one before both exams.
    let undone = store.undo(at(4), "answer", None, &model()).unwrap().unwrap();
    assert_eq!(undone.events.len(), 1);
    assert_eq!(undone.events[0].id.sequence, 1);
    assert_eq!(store.attempts().unwrap().len(), 2);
    assert_eq!(store.answers_with_attempt("m").unwrap().len(), 1);
    store.redo(at(5), &model()).unwrap();
    let again = store.derived().unwrap();
    assert_eq!((again.memories, again.daily), (derived.memories, derived.daily));
    assert!(store.doctor(&model()).unwrap().is_sound());
}

/// Every row of a log, as text.
fn rows(connection: &rusqlite::Connection) -> Vec<String> {
    let sql = "SELECT json_array(sequence, device, step, utc_ms, offset_min, kind, deck, item, \
         facet, day, name, target_sequence, target_device, body) FROM log ORDER BY sequence, device";
    let mut statement = connection.prepare(sql).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn the_log_of_the_first_schema_goes_over_row_by_row_and_takes_exams() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("certdeck.sqlite3");
    let connection = rusqlite::Connection::open(&file).unwrap();
    connection.execute_batch(include_str!("../golden/store/0001.sql")).unwrap();
    let before = rows(&connection);
    drop(connection);
    let mut store = open(folder.path());
    store.append(at(9), &[submit("m"), answer(3, 9, 2)], &model()).unwrap();
    assert_eq!(store.attempts().unwrap().len(), 1);
    drop(store);
    let connection = rusqlite::Connection::open(&file).unwrap();
    let after = rows(&connection);
    assert_eq!(after[..before.len()], before);
    assert_eq!(after.len(), before.len() + 2);
    assert!(connection.execute("DELETE FROM log", []).is_err());
    assert!(connection.execute("UPDATE log SET utc_ms = 0", []).is_err());
    let broken: i64 = connection
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(broken, 0);
}

/// What can happen to a machine during an exam.
#[derive(Debug, Clone, Copy)]
enum Fate {
    Runs(i64),
    Sleeps(i64),
    IsStopped(i64),
    WallIsSet(i64),
    OffsetChanges(i32),
}

fn any_fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        (0i64..60_000).prop_map(Fate::Runs),
        (0i64..9_000_000).prop_map(Fate::Sleeps),
        (0i64..9_000_000).prop_map(Fate::IsStopped),
        (-90_000_000i64..90_000_000).prop_map(Fate::WallIsSet),
        (-720i32..720).prop_map(Fate::OffsetChanges),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_minute_is_gained_or_lost_and_each_loss_is_noted(
        fates in prop::collection::vec(any_fate(), 0..40),
    ) {
        let machine = FixedClock::at(at(1_795_366_800_000));
        let mut clock = ExamClock::default();
        prop_assert_eq!(clock.advance(machine.reading()), (0, None));
        for fate in fates {
            match fate {
                Fate::Runs(ms) => machine.advance_ms(ms),
                Fate::Sleeps(ms) => machine.sleep_ms(ms),
                Fate::IsStopped(ms) => machine.stop_ms(ms),
                Fate::WallIsSet(ms) => machine.set_wall_ms(ms),
                Fate::OffsetChanges(min) => machine.set_offset_min(min),
            }
            let (counted, noted) = clock.advance(machine.reading());
            let (expect, lost) = match fate {
                Fate::Runs(ms) => (ms, 0),
                Fate::Sleeps(ms) | Fate::IsStopped(ms) | Fate::WallIsSet(ms) => (0, ms),
                Fate::OffsetChanges(_) => (0, 0),
            };
            prop_assert_eq!(counted, expect, "{:?}", fate);
            let kind = if lost < 0 { InterruptionKind::ClockSetBack } else { InterruptionKind::Away };
            let is_noted = lost.abs() > 5_000;
            prop_assert_eq!(noted.map(|noted| (noted.kind, noted.ms)), is_noted.then_some((kind, lost)));
        }
    }
}
