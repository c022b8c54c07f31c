//! An import from file to deck: again, changed, undone, redone, interrupted.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::import::{ImportSpec, Phase};
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, State};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;
use certdeck::port::{Decision, Standing};

const NOW: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };

fn start(folder: &Path) -> State {
    let services = Services {
        clock: Arc::new(FixedClock::at(NOW)),
        seed: Seed(1),
        data_dir: folder.to_path_buf(),
        deck_dir: Some(folder.join("none")),
        are_jobs_inline: true,
    };
    let mut state = State::open(services).unwrap();
    state.begin();
    state
}

fn text(state: &mut State, text: &str, spec: ImportSpec) {
    state.apply(Command::ImportText("words.csv".to_owned(), text.to_owned()));
    state.apply(Command::SetImport(Box::new(spec)));
}

fn counts(state: &State) -> (usize, usize, usize) {
    match state.import_phase() {
        Some(Phase::Ready(ready)) => {
            let plan = &ready.plan;
            (plan.count(Standing::New), plan.n_changed(), plan.count(Standing::Same))
        }
        other => panic!("{other:?}"),
    }
}

/// Every file below a folder with its bytes, but for the database.
fn listing(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

const FIRST: &str = "question,option a,option b,option c,correct\n\
    Who orders the backlog?,Owner,Team,Manager,A\n\
    Who sizes the work?,Owner,Team,Manager,B\n";

fn into(deck: &str) -> ImportSpec {
    ImportSpec { deck: Some(deck.to_owned()), ..ImportSpec::default() }
}

#[test]
fn a_file_comes_in_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    text(&mut state, FIRST, ImportSpec::default());
    assert_eq!(counts(&state), (2, 0, 0));
    state.apply(Command::ApplyImport);
    assert_eq!(state.library().n_items(), 2);
    let before = listing(&folder.path().join("decks"));
    text(&mut state, FIRST, into("words"));
    assert_eq!(counts(&state), (0, 0, 2));
    state.apply(Command::ApplyImport);
    assert_eq!(state.library().n_items(), 2);
    let after = listing(&folder.path().join("decks"));
    let names =
        |list: &[(String, Vec<u8>)]| list.iter().map(|(n, _)| n.clone()).collect::<Vec<_>>();
    assert_eq!(names(&before), names(&after));
    // Rows in another order are the same rows.
    let lines: Vec<&str> = FIRST.lines().collect();
    let turned = format!("{}\n{}\n{}\n", lines[0], lines[2], lines[1]);
    text(&mut state, &turned, into("words"));
    assert_eq!(counts(&state), (0, 0, 2));
}

#[test]
fn undo_takes_an_import_back_and_redo_brings_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    text(&mut state, FIRST, ImportSpec::default());
    state.apply(Command::ApplyImport);
    let first = listing(&folder.path().join("decks"));
    let more = format!("{FIRST}Who coaches?,Master,Team,Owner,A\n");
    text(&mut state, &more, into("words"));
    assert_eq!(counts(&state), (1, 0, 2));
    state.apply(Command::ApplyImport);
    assert_eq!(state.library().n_items(), 3);
    let second = listing(&folder.path().join("decks"));
    state.apply(Command::Undo);
    assert_eq!(state.library().n_items(), 2);
    assert_eq!(listing(&folder.path().join("decks")), first);
    state.apply(Command::Undo);
    assert_eq!(state.library().n_items(), 0);
    assert_eq!(listing(&folder.path().join("decks")), []);
    state.apply(Command::Redo);
    state.apply(Command::Redo);
    assert_eq!(state.library().n_items(), 3);
    assert_eq!(listing(&folder.path().join("decks")), second);
}

#[test]
fn a_newer_file_keeps_memories_and_asks_about_answers() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    text(&mut state, FIRST, ImportSpec::default());
    state.apply(Command::ApplyImport);
    let ids = |state: &State| -> Vec<String> {
        (0..state.library().n_items())
            .map(|n| state.library().item(n).unwrap().id.clone())
            .collect()
    };
    let before = ids(&state);
    // One stem reworded a little, one right answer changed.
    let newer = FIRST
        .replace("Who orders the backlog?", "Who orders the Backlog?")
        .replace("Manager,B", "Manager,C");
    text(&mut state, &newer, into("words"));
    assert_eq!(counts(&state), (0, 2, 0));
    state.apply(Command::ApplyImport);
    assert_eq!(ids(&state), before, "the answer stays until the learner says so");
    let spec = ImportSpec {
        decision: Decision { takes_answers: true, ..Decision::default() },
        ..into("words")
    };
    text(&mut state, &newer, spec);
    assert_eq!(counts(&state), (0, 1, 1));
    state.apply(Command::ApplyImport);
    let after = ids(&state);
    assert_eq!(after[0], before[0]);
    assert_ne!(after[1], before[1], "another answer is another memory");
}

#[test]
fn cancelled_or_refused_imports_leave_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    text(&mut state, FIRST, ImportSpec::default());
    state.apply(Command::CancelImport);
    assert_eq!(listing(&folder.path().join("imports")), []);
    assert_eq!(listing(&folder.path().join("decks")), []);
    state.apply(Command::ImportText("x.txt".to_owned(), "nothing here".to_owned()));
    assert!(matches!(state.import_phase(), Some(Phase::Refused(_))));
    state.apply(Command::CancelImport);
    assert_eq!(listing(&folder.path().join("imports")), []);
}

#[test]
fn the_next_start_ends_what_was_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    text(&mut state, FIRST, ImportSpec::default());
    state.apply(Command::ApplyImport);
    let good = listing(&folder.path().join("decks"));
    let version = state.store().settings().unwrap();
    drop(state);
    // Killed after the log and before the swap: the folder still waits.
    let home = folder.path().join("decks/words");
    let name = version
        .iter()
        .find_map(|(name, value)| {
            format!("{name:?}").starts_with("Import").then(|| value.as_str().unwrap().to_owned())
        })
        .unwrap();
    let waiting = folder.path().join("imports").join(&name);
    std::fs::create_dir_all(&waiting).unwrap();
    std::fs::rename(&home, waiting.join("deck")).unwrap();
    let state = start(folder.path());
    assert_eq!(state.library().n_items(), 2);
    assert_eq!(listing(&folder.path().join("decks")), good);
    drop(state);
    // Killed before the log: a version that nobody names is forgotten in time and never used.
    let stray = folder.path().join("imports/9999999999999-1/unpacked");
    std::fs::create_dir_all(&stray).unwrap();
    std::fs::write(stray.join("half"), b"half").unwrap();
    let state = start(folder.path());
    assert_eq!(state.library().n_items(), 2);
    assert!(!stray.exists());
}
