//! Roles of columns that the learner corrected: remembered for files with the same head.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::import::{ImportSpec, Phase};
use certdeck::app::imports::Reading;
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, State};
use certdeck::domain::deck::Body;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;
use certdeck::port::{Role, TablePreview, head_key};
use proptest::prelude::*;

const NOW: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };
/// The heads say it the wrong way round.
const FIRST: &str = "Term;Definition;Remark\nCost variance;EV - AC;chapter 7\n";
const LATER: &str = "term , DEFINITION:, remark\nSchedule variance,EV - PV,chapter 8\n";
const TURNED: [Role; 3] = [Role::Back, Role::Stem, Role::Topic];

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

fn paste(state: &mut State, text: &str) {
    state.apply(Command::ImportText("words.csv".to_owned(), text.to_owned()));
}

fn choose(state: &mut State, roles: &[Role]) {
    let reading = Reading { roles: Some(roles.to_vec()), ..Reading::default() };
    let spec = ImportSpec { reading, ..ImportSpec::default() };
    state.apply(Command::SetImport(Box::new(spec)));
}

fn table(state: &State) -> TablePreview {
    match state.import_phase() {
        Some(Phase::Ready(ready)) => ready.opened.table.clone().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// A learner who corrected the roles of `FIRST` and took it in.
fn corrected(folder: &Path) -> State {
    let mut state = start(folder);
    paste(&mut state, FIRST);
    assert!(!table(&state).is_remembered);
    choose(&mut state, &TURNED);
    state.apply(Command::ApplyImport);
    state
}

#[test]
fn a_file_with_the_same_head_is_read_as_the_last_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = corrected(folder.path());
    paste(&mut state, LATER);
    let seen = table(&state);
    assert!(seen.is_remembered);
    assert_eq!(seen.roles, TURNED);
    state.apply(Command::ApplyImport);
    let fronts: Vec<String> = (0..state.library().n_items())
        .map(|n| match &state.library().item(n).unwrap().body {
            Body::Card(card) => card.front.clone(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(fronts, ["EV - AC", "EV - PV"]);
    // Another start reads it from the log.
    drop(state);
    let mut state = start(folder.path());
    paste(&mut state, FIRST);
    assert!(table(&state).is_remembered);
}

#[test]
fn another_head_is_another_table() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = corrected(folder.path());
    for other in [
        "Definition;Term;Remark\na;b;c\n",
        "Term;Definition\na;b\n",
        "Term;Definition;Remark;Tags\na;b;c;d\n",
        "a;b;c\nd;e;f\n",
    ] {
        paste(&mut state, other);
        let seen = table(&state);
        assert!(!seen.is_remembered, "{other}");
        assert_eq!(seen.roles, seen.guess);
    }
}

#[test]
fn undo_forgets_and_redo_remembers() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = corrected(folder.path());
    for (command, is_remembered) in [(Command::Undo, false), (Command::Redo, true)] {
        state.apply(command);
        paste(&mut state, LATER);
        assert_eq!(table(&state).is_remembered, is_remembered);
        state.apply(Command::CancelImport);
    }
}

#[test]
fn other_roles_replace_them_and_the_guess_takes_them_away() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = corrected(folder.path());
    let other = [Role::Stem, Role::Back, Role::Tags];
    paste(&mut state, LATER);
    choose(&mut state, &other);
    assert!(!table(&state).is_remembered);
    state.apply(Command::ApplyImport);
    paste(&mut state, "Term;Definition;Remark\nnew;one;x\n");
    assert_eq!(table(&state).roles, other);
    let guess = table(&state).guess;
    assert_ne!(guess, other);
    choose(&mut state, &guess);
    state.apply(Command::ApplyImport);
    paste(&mut state, FIRST);
    assert!(!table(&state).is_remembered);
    assert_eq!(table(&state).roles, guess);
}

#[test]
fn a_cancelled_import_remembers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    paste(&mut state, FIRST);
    choose(&mut state, &TURNED);
    state.apply(Command::CancelImport);
    paste(&mut state, FIRST);
    assert!(!table(&state).is_remembered);
}

proptest! {
    #[test]
    fn a_head_is_the_same_however_it_is_written(
        heads in proptest::collection::vec("[A-Za-z0-9]{0,9}", 1..8),
        filler in "[ _.:()-]{0,4}",
    ) {
        let odd: Vec<String> =
            heads.iter().map(|head| format!("{filler}{}{filler}", head.to_uppercase())).collect();
        prop_assert_eq!(head_key(&heads), head_key(&odd));
        let mut more = heads.clone();
        more.push(String::new());
        prop_assert_ne!(head_key(&heads), head_key(&more));
    }
}
