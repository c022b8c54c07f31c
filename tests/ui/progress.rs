//! Progress with nothing, a little and a year of answers.

use std::path::Path;

use certdeck::app::Screen;
use certdeck::app::decks::{DeckFolders, load};
use certdeck::domain::event::{Answer, Confidence, EventBody, Mode, Rating, SettingName};
use certdeck::domain::ids::MemoryKey;
use certdeck::domain::schedule::memory::Model;
use certdeck::domain::time::Moment;
use certdeck::store::{OpenOptions, Store};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::pictures::{each, setups};
use crate::study::{answer, begun, state};
use crate::support::{Desk, NOW, Setup};

/// A profile that has studied on most days of a year, better from month to month.
fn with_a_year(setup: Setup) -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/decks");
    let decks = load(&DeckFolders { shipped: Some(golden), own: folder.path().join("none") }).decks;
    let items: Vec<(String, String, bool)> = decks
        .iter()
        .flat_map(|deck| deck.items.iter().map(|item| (deck.id.clone(), item)))
        .map(|(deck, item)| (deck, item.id.clone(), item.type_name() == "Choice"))
        .collect();
    let today = NOW.study_day(4);
    let mut rows = Vec::new();
    for enrolled in decks.iter().map(|deck| deck.id.clone()) {
        let name = SettingName::Enrolled(enrolled);
        rows.push((NOW, EventBody::Set { name, value: serde_json::json!(true) }));
    }
    for ago in (1..365).rev().filter(|ago| ago % 7 != 3) {
        let day = today.plus(-ago);
        let at = Moment { utc_ms: NOW.utc_ms - i64::from(ago) * 86_400_000, ..NOW };
        for n in 0..12 + (ago % 5) {
            let (deck, item, is_question) = &items[(ago * 7 + n) as usize % items.len()];
            let is_right = (ago * 31 + n * 17) % 100 > ago / 8;
            let rating = if is_right { Rating::Good } else { Rating::Again };
            let said = [Confidence::Sure, Confidence::ThinkSo, Confidence::Guess][(n % 3) as usize];
            rows.push((
                at,
                EventBody::Answer(Answer {
                    key: MemoryKey::new(deck, item, 0),
                    digest: String::new(),
                    day,
                    response: serde_json::Value::Null,
                    is_right: is_question.then_some(is_right),
                    confidence: is_question.then_some(said),
                    elapsed_ms: 30_000,
                    mode: Mode::Study,
                    rating,
                    rule: 1,
                    due: day.plus(if is_right { 12 } else { 1 }),
                    is_doubted: false,
                    seed: None,
                }),
            ));
        }
    }
    let mut store = Store::open(folder.path(), NOW, OpenOptions::default()).expect("a store");
    store.append_dated(&rows, &Model::standard()).expect("kept");
    drop(store);
    let mut desk = Desk::over(setup, folder.path().to_path_buf());
    desk.settle();
    (desk, folder)
}

fn on_progress(mut desk: Desk) -> Desk {
    desk.press(Key::Escape);
    desk.press_with(Modifiers::COMMAND, Key::Num5);
    assert_eq!(state(&desk).screen(), Screen::Progress);
    desk
}

#[test]
fn progress_empty() {
    each("progress-empty", |setup| on_progress(begun(setup)));
}

#[test]
fn progress_little() {
    each("progress-little", |setup| {
        let mut desk = begun(setup);
        for _ in 0..6 {
            answer(&mut desk);
        }
        on_progress(desk)
    });
}

#[test]
fn progress_year() {
    let mut results = egui_kittest::SnapshotResults::new();
    for (suffix, setup) in setups() {
        let (desk, _folder) = with_a_year(setup);
        results.extend(on_progress(desk).picture(&format!("progress-year-{suffix}")));
    }
}

#[test]
fn the_numbers_can_be_taken_along() {
    let (desk, folder) = with_a_year(Setup::default());
    let mut desk = on_progress(desk);
    desk.harness.get_by_label("Numbers as CSV").click();
    desk.settle();
    let folder = folder.path().join("reports");
    let file =
        std::fs::read_dir(folder).expect("a folder").next().expect("a file").expect("an entry");
    let text = std::fs::read_to_string(file.path()).expect("text");
    assert!(text.starts_with("what,label,value,count\n"));
    assert!(text.lines().filter(|line| line.starts_with("minutes studied")).count() > 50);
}
