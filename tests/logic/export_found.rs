//! Exports of a part of a deck: by a search and by a topic.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use certdeck::app::exports::ExportFormat;
use certdeck::app::picked::Picked;
use certdeck::app::services::{FixedClock, Services};
use certdeck::app::{Command, State};
use certdeck::domain::deck::{Body, Deck};
use certdeck::domain::seed::Seed;
use certdeck::domain::time::Moment;

use crate::import_text::open;

const DECK: &str = r#"Deck(format: 1, id: "own", title: "Own", version: "1", language: "en",
    outline: [
        Topic(id: "risk", title: "Risk", topics: [
            Topic(id: "threats", title: "Threats"), Topic(id: "chances", title: "Chances"),
        ]),
        Topic(id: "cost", title: "Cost"),
    ],
    items: [
        Card(id: "a", topic: "threats", front: "What is insurance?", back: "Transfer", tags: ["term"]),
        Card(id: "b", topic: "chances", front: "What is exploiting?", back: "Making sure"),
        Card(id: "c", topic: "cost", front: "What is a reserve?", back: "Money for threats"),
        Case(id: "k", topic: "cost", scenario: "A ship is late.", questions: [
            Choice(id: "k1", topic: "cost", stem: "What does it cost?", options: [
                Option(text: "Nothing", why: "It does."), Option(text: "A day", correct: true, why: "So."),
            ], explain: "A day."),
            Choice(id: "k2", topic: "threats", stem: "Which response is a ferry?", options: [
                Option(text: "Avoid", why: "No."), Option(text: "Mitigate", correct: true, why: "Yes."),
            ], explain: "It helps."),
        ]),
    ])"#;

fn start(home: &Path) -> State {
    std::fs::create_dir_all(home.join("decks")).unwrap();
    std::fs::write(home.join("decks/own.ron"), DECK).unwrap();
    let services = Services {
        clock: Arc::new(FixedClock::at(Moment { utc_ms: 1_795_366_800_000, offset_min: 60 })),
        seed: Seed(1),
        data_dir: home.to_path_buf(),
        deck_dir: Some(home.join("none")),
        are_jobs_inline: true,
    };
    let mut state = State::open(services).unwrap();
    state.begin();
    assert_eq!(state.library().n_items(), 5);
    state
}

fn by_search(search: &str) -> Picked {
    Picked { search: Some(search.to_owned()), topic: None }
}

fn by_topic(topic: &str) -> Picked {
    Picked { search: None, topic: Some(topic.to_owned()) }
}

fn ids(deck: &Deck) -> Vec<&str> {
    deck.askable().map(|item| item.id.as_str()).collect()
}

fn picked(state: &mut State, picked: &Picked) -> Result<Deck, String> {
    let target = PathBuf::from("own.ron");
    state.export_task("own", ExportFormat::Ron, &target, picked).map(|task| Deck::clone(&task.deck))
}

#[test]
fn only_what_fits_is_written() {
    let home = tempfile::tempdir().unwrap();
    let mut state = start(home.path());
    let both =
        |search: &str, topic: &str| Picked { topic: Some(topic.to_owned()), ..by_search(search) };
    for (wish, expected) in [
        (Picked::default(), &["a", "b", "c", "k1", "k2"][..]),
        (by_search(""), &["a", "b", "c", "k1", "k2"]),
        (by_search("type:card"), &["a", "b", "c"]),
        (by_search("threats"), &["c"]),
        (by_search("topic:threats"), &["a", "k2"]),
        (by_search("tag:term"), &["a"]),
        (by_search("-type:card ferry"), &["k2"]),
        (by_search("is:new what"), &["a", "b", "c", "k1"]),
        (by_topic("risk"), &["a", "b", "k2"]),
        (by_topic("threats"), &["a", "k2"]),
        (by_topic("cost"), &["c", "k1"]),
        (both("type:choice", "risk"), &["k2"]),
    ] {
        let deck =
            picked(&mut state, &wish).unwrap_or_else(|problem| panic!("{wish:?}: {problem}"));
        assert_eq!(ids(&deck), expected, "{wish:?}");
        // Nothing but items is left out, and a case keeps its scenario.
        let whole = picked(&mut state, &Picked::default()).unwrap();
        assert_eq!((&deck.outline, &deck.id), (&whole.outline, &whole.id));
        let cases = deck.items.iter().filter_map(|item| match &item.body {
            Body::Case(case) => Some(case.scenario.as_str()),
            _ => None,
        });
        assert!(cases.into_iter().all(|scenario| scenario == "A ship is late."));
    }
}

#[test]
fn a_wish_that_nothing_fits_or_nobody_understands_writes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut state = start(home.path());
    for (wish, words) in [
        (by_search("elephant"), "Nothing in “Own” fits: nothing was written."),
        (by_search("is:purple"), "is not understood"),
        (by_search("colour:red"), "is not understood"),
        (by_topic("sea"), "There is no topic “sea”. There are: risk, threats, chances, cost."),
    ] {
        let problem = picked(&mut state, &wish).unwrap_err();
        assert!(problem.contains(words), "{problem}");
    }
    let target = PathBuf::from("x.ron");
    let unknown = state.export_task("no", ExportFormat::Ron, &target, &Picked::default());
    assert_eq!(unknown.unwrap_err(), "There is no deck “no”. There are: own.");
}

#[test]
fn every_form_holds_the_same_part() {
    let home = tempfile::tempdir().unwrap();
    let mut state = start(home.path());
    for format in
        [ExportFormat::Ron, ExportFormat::Json, ExportFormat::AnkiText, ExportFormat::Spreadsheet]
    {
        let target = home.path().join(format!("part.{}", format.ending()));
        let task = state.export_task("own", format, &target, &by_topic("risk")).unwrap();
        task.run().unwrap();
        let bytes = std::fs::read(&target).unwrap();
        let imported = open("part", &bytes).unwrap().imported;
        let found: BTreeSet<&str> = imported
            .items
            .iter()
            .flat_map(|one| match &one.item.body {
                Body::Case(case) => case.questions.iter().map(|q| q.id.as_str()).collect(),
                _ => vec![one.item.id.as_str()],
            })
            .collect();
        assert_eq!(found, ["a", "b", "k2"].into(), "{format:?}");
    }
}

#[test]
fn the_library_writes_what_it_shows_and_says_how_many() {
    let home = tempfile::tempdir().unwrap();
    let mut state = start(home.path());
    state.apply(Command::Search("deck:own topic:risk".to_owned()));
    state.apply(Command::ExportFound("own".to_owned(), ExportFormat::Ron));
    let notice = state.notices().last().unwrap().clone();
    assert_eq!(notice.title, "Exported 3 items");
    let text = std::fs::read_to_string(home.path().join("exports/own.ron")).unwrap();
    assert!(text.contains("What is exploiting?") && !text.contains("What is a reserve?"));
    state.apply(Command::Export("own".to_owned(), ExportFormat::Ron));
    assert_eq!(state.notices().last().unwrap().title, "Exported 5 items");
    state.apply(Command::Search("deck:own elephant".to_owned()));
    state.apply(Command::ExportFound("own".to_owned(), ExportFormat::Json));
    assert_eq!(state.notices().last().unwrap().title, "The deck was not exported");
    assert!(!home.path().join("exports/own.json").exists());
}

#[test]
fn an_export_that_is_stopped_writes_nothing_and_says_how_far_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = start(folder.path());
    for format in ExportFormat::ALL {
        let target = folder.path().join(format!("out-{}", format.name()));
        let task = state.export_task("own", format, &target, &Picked::default()).unwrap();
        task.progress.cancel();
        assert!(task.run().unwrap_err().contains("cancelled"), "{format:?}");
        assert!(!target.exists(), "{format:?}");
        let task = state.export_task("own", format, &target, &Picked::default()).unwrap();
        task.run().unwrap();
        assert!(target.exists(), "{format:?}");
        let (_, total) = task.progress.seen();
        assert_eq!(total, Some(task.deck.items.len()), "{format:?}");
    }
    assert_eq!(state.exporting(), None);
}
