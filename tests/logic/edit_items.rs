//! Own decks, own items and own wordings: laid over, kept, undone and dropped.

use std::path::Path;
use std::sync::Arc;

use certdeck::app::edit::{KINDS, blank, problems};
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, Screen, State};
use certdeck::domain::deck::{Body, Item};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;

fn start(folder: &Path) -> State {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/decks");
    let services = Services {
        clock: Arc::new(FixedClock::at(Moment { utc_ms: 1_795_366_800_000, offset_min: 60 })),
        seed: Seed(1),
        data_dir: folder.to_path_buf(),
        deck_dir: Some(golden),
        are_jobs_inline: true,
    };
    let mut state = State::open(services).unwrap();
    state.begin();
    state
}

fn items(state: &State, deck: &str) -> Vec<Item> {
    let index = state.library().deck_index(deck);
    index.and_then(|index| state.library().deck(index)).map_or_else(Vec::new, |d| d.items.clone())
}

fn filled(kind: &str) -> Item {
    let mut item = blank(kind, format!("own-{kind}"), "general".to_owned());
    let text = || "some text".to_owned();
    match &mut item.body {
        Body::Card(card) => (card.front, card.back) = (text(), text()),
        Body::Cloze(cloze) => "a {{c1::gap}}".clone_into(&mut cloze.text),
        Body::Choice(choice) => {
            choice.stem = text();
            for (place, option) in choice.options.iter_mut().enumerate() {
                option.text = format!("option {place}");
            }
        }
        Body::Order(order) => {
            order.stem = text();
            order.steps = (0..3).map(|n| format!("step {n}")).collect();
        }
        Body::Match(matching) => {
            matching.stem = text();
            for (place, pair) in matching.pairs.iter_mut().enumerate() {
                (pair.left, pair.right) = (format!("l{place}"), format!("r{place}"));
            }
        }
        Body::Dropdown(dropdown) => "a [[*b|c|d]]".clone_into(&mut dropdown.text),
        Body::Numeric(numeric) => (numeric.stem, numeric.answer) = (text(), 4.0),
        other => panic!("{other:?}"),
    }
    item
}

#[test]
fn a_deck_of_ones_own_holds_every_type_and_outlives_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    state.apply(Command::NewDeck("My notes".to_owned()));
    assert!(state.library().deck_index("my-notes").is_some());
    for kind in KINDS {
        state.apply(Command::NewItem("my-notes".to_owned(), kind));
        assert_eq!(state.screen(), Screen::Edit);
        // Nothing is kept while something is missing.
        state.apply(Command::SaveEdited);
        assert_eq!(state.screen(), Screen::Edit, "{kind}");
        state.apply(Command::ChangeEdited(Box::new(filled(kind))));
        state.apply(Command::SaveEdited);
        assert_eq!(state.screen(), Screen::Library, "{kind}");
    }
    let before = items(&state, "my-notes");
    assert_eq!(before.len(), KINDS.len());
    drop(state);
    let mut state = start(folder.path());
    assert_eq!(items(&state, "my-notes"), before);
    for n in (0..KINDS.len()).rev() {
        state.apply(Command::Undo);
        assert_eq!(items(&state, "my-notes").len(), n);
    }
    state.apply(Command::Undo);
    assert!(state.library().deck_index("my-notes").is_none());
    state.apply(Command::Redo);
    state.apply(Command::Redo);
    assert_eq!(items(&state, "my-notes").len(), 1);
}

#[test]
fn a_shipped_item_keeps_its_memory_when_it_is_reworded_and_can_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    let shipped = items(&state, "csm");
    state.apply(Command::SelectItem(Some(
        (0..state.library().n_items())
            .find(|place| state.library().item(*place).unwrap().id == shipped[0].id)
            .unwrap(),
    )));
    state.apply(Command::EditSelected);
    let mut item = shipped[0].clone();
    *item.prompt_mut().unwrap() = "In my own words?".to_owned();
    state.apply(Command::ChangeEdited(Box::new(item.clone())));
    state.apply(Command::SaveEdited);
    let now = items(&state, "csm");
    assert_eq!(now[0], item);
    assert_eq!(now[1..], shipped[1..], "all else is as it was");
    let place = (0..state.library().n_items())
        .find(|place| state.library().item(*place).unwrap().id == shipped[0].id);
    state.apply(Command::SelectItem(place));
    assert!(state.library_view().preview.as_ref().unwrap().is_own_version);
    state.apply(Command::DropOwnVersion);
    assert_eq!(items(&state, "csm"), shipped);
}

#[test]
fn deleted_items_go_and_undo_brings_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    let shipped = items(&state, "csm");
    let place = (0..state.library().n_items())
        .find(|place| state.library().item(*place).unwrap().id == shipped[2].id);
    state.apply(Command::SelectItem(place));
    state.apply(Command::RemoveSelected);
    let left = items(&state, "csm");
    assert_eq!(left.len(), shipped.len() - 1);
    assert!(left.iter().all(|item| item.id != shipped[2].id));
    state.apply(Command::Undo);
    assert_eq!(items(&state, "csm"), shipped);
}

#[test]
fn the_validator_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let state = start(folder.path());
    let deck = state.library().deck(0).unwrap();
    let topic = {
        let mut topic = &deck.outline[0];
        while let Some(inner) = topic.topics.first() {
            topic = inner;
        }
        topic.id.clone()
    };
    for kind in KINDS {
        let empty = blank(kind, "own-x".to_owned(), topic.clone());
        assert!(!problems(deck, &empty).is_empty(), "{kind}");
        let whole = Item { topic: topic.clone(), ..filled(kind) };
        assert_eq!(problems(deck, &whole), Vec::<String>::new(), "{kind}");
        let lost = Item { topic: "no-such-topic".to_owned(), ..filled(kind) };
        assert!(!problems(deck, &lost).is_empty(), "{kind}");
    }
}
