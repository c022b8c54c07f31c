//! Obsidian's scheduling comments become memories.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, State};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::Memory;
use certdeck::domain::seed::Seed;
use certdeck::domain::time::{Moment, StudyDay};
use certdeck::port::{History, Imported, LossKind};
use proptest::prelude::*;

use crate::import_text::{balance, open};

/// 2026-11-22.
const NOW: Moment = Moment { utc_ms: 1_795_366_800_000, offset_min: 60 };

fn read(text: &str) -> Imported {
    let opened = open("notes.md", text.as_bytes()).unwrap_or_else(|refusal| panic!("{refusal}"));
    balance("notes.md", &opened.imported);
    opened.imported
}

fn day(text: &str) -> StudyDay {
    StudyDay::from_date(text.parse().unwrap())
}

/// Item, facet, day of the last review, whole days of stability.
fn seeds(imported: &Imported) -> Vec<(usize, u16, StudyDay, i32)> {
    let seed = |one: &History| match one {
        History::Seed { item, facet, at, stability, difficulty } => {
            assert!((1.0..=10.0).contains(difficulty));
            Some((*item, *facet, at.study_day(4), stability.round() as i32))
        }
        _ => None,
    };
    imported.history.iter().filter_map(seed).collect()
}

fn notes(imported: &Imported) -> Vec<&str> {
    let notes = imported.report.iter().filter(|loss| loss.kind == LossKind::Note);
    notes.map(|loss| loss.reason.as_str()).collect()
}

#[test]
fn each_sibling_is_a_memory_of_its_own() {
    let table = [
        ("one::two <!--SR:!2026-03-11,10,250-->\n", vec![(0, 0, day("2026-03-01"), 10)]),
        ("one::two\n<!--SR:!2026-03-11,10,250-->\n", vec![(0, 0, day("2026-03-01"), 10)]),
        (
            "one:::two\n<!--SR:!2026-03-11,10,250!2026-03-06,4,230-->\n",
            vec![(0, 0, day("2026-03-01"), 10), (0, 1, day("2026-03-02"), 4)],
        ),
        (
            "front\n?\nback\nmore\n<!--SR:!2026-03-11,10,250-->\n",
            vec![(0, 0, day("2026-03-01"), 10)],
        ),
        (
            "#flashcards\nThe ==owner== orders the ==backlog==.\n\
             <!--SR:!2026-03-11,10,250!2026-04-01,20,270-->\n",
            vec![(0, 1, day("2026-03-01"), 10), (0, 2, day("2026-03-12"), 20)],
        ),
        // The first sibling was never reviewed.
        (
            "one:::two\n<!--SR:!2000-01-01,1,250!2026-03-06,4,230-->\n",
            vec![(0, 1, day("2026-03-02"), 4)],
        ),
        ("new::card\n", vec![]),
    ];
    for (text, expected) in table {
        let imported = read(text);
        assert_eq!(seeds(&imported), expected, "{text}");
        assert_eq!(notes(&imported), [""; 0], "{text}");
        assert!(!format!("{:?}", imported.items).contains("SR:"), "{text}");
        let n_dues = imported.history.iter().filter(|one| matches!(one, History::Due { .. }));
        assert_eq!(n_dues.count(), expected.len());
    }
}

#[test]
fn impossible_dates_are_left_out_and_said() {
    let odd = [
        "!2026-02-30,10,250",
        "!2026-03-11,0,250",
        "!2026-03-11,-5,250",
        "!2026-03-11,NaN,250",
        "!2026-03-11,10,20",
        "!2026-03-11,10,inf",
        "!1999-03-11,10,250",
        "!2026-03-11,10",
        "!2026-03-11,10,250,7",
        "!soon",
        // Last reviewed in the future.
        "!2028-03-11,10,250",
        // A card has one side.
        "!2000-01-01,1,250!2026-03-11,10,250",
    ];
    for comment in odd {
        let imported = read(&format!("one::two\n<!--SR:{comment}-->\n\nthree::four\n"));
        assert_eq!(imported.items.len(), 2, "{comment}");
        assert_eq!(imported.history, [], "{comment}");
        assert_eq!(notes(&imported).len(), 1, "{comment}: {:?}", imported.report);
    }
    let imported = read("one::two\n\n<!--SR:!2026-03-11,10,250-->\n");
    assert_eq!(notes(&imported), ["scheduling dates that follow no card were left out"]);
    let twins = read("one::two\n\none::two\n<!--SR:!2026-03-11,10,250-->\n");
    assert_eq!(notes(&twins), ["scheduling dates of cards that did not come in were left out"]);
}

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

fn take_in(state: &mut State, text: &str) {
    state.apply(Command::ImportText("notes.md".to_owned(), text.to_owned()));
    state.apply(Command::ApplyImport);
}

fn memory(state: &State, facet: u16) -> Option<Memory> {
    let id = state.library().item(0)?.id.clone();
    let deck = state.library().decks().first()?.id.clone();
    state.store().memory(&MemoryKey::new(&deck, &id, facet)).unwrap()
}

#[test]
fn an_import_keeps_the_planned_day_and_undo_takes_the_memory_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    let text = "one:::two\n<!--SR:!2026-12-11,30,250!2026-11-30,9,230-->\n";
    take_in(&mut state, text);
    for (facet, due, last) in [(0, "2026-12-11", "2026-11-11"), (1, "2026-11-30", "2026-11-21")] {
        let memory = memory(&state, facet).unwrap();
        assert_eq!((memory.due, memory.last_day), (day(due), day(last)));
    }
    let first = memory(&state, 0);
    state.apply(Command::Undo);
    assert_eq!(state.store().memories().unwrap().len(), 0);
    // What was taken back is no reason to leave it out the next time.
    take_in(&mut state, text);
    assert_eq!(memory(&state, 0), first);
}

proptest! {
    #[test]
    fn any_comment_gives_memories_or_a_note(comment in "[!0-9,. -]{0,40}") {
        let text = format!("one:::two <!--SR:{comment}-->\n");
        let imported = read(&text);
        prop_assert_eq!(imported.items.len(), 1);
        let parts = comment.split('!').filter(|part| !part.trim().is_empty());
        let n_wished = parts.filter(|part| !part.trim().starts_with("2000-01-01,")).count();
        prop_assert!(seeds(&imported).len() <= n_wished);
        prop_assert!(seeds(&imported).len() == n_wished || !notes(&imported).is_empty());
    }

    #[test]
    fn a_believable_sibling_is_due_when_the_file_says(
        back in 0_i32..9000, days in 1_i32..400, ease in 130_u32..350,
    ) {
        let due = day("2026-11-22").plus(days - back.max(1));
        let text = format!("one::two <!--SR:!{},{days},{ease}-->\n", due.date());
        prop_assume!(due.date() != "2000-01-01".parse().unwrap() && due > day("2000-12-31"));
        let imported = read(&text);
        let seeds = seeds(&imported);
        prop_assert_eq!(seeds.len(), 1);
        prop_assert_eq!(seeds[0].2, due.plus(-days));
        let planned = imported.history.iter().find_map(|one| match one {
            History::Due { at, .. } => Some(at.utc_ms / 86_400_000),
            _ => None,
        });
        prop_assert_eq!(planned, Some(i64::from(due.0)));
    }
}
