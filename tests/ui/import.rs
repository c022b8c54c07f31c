//! The import through the visible controls, and its pictures.

use certdeck::app::{Command, Screen};
use certdeck::port::Role as R;
use certdeck::store::{OpenOptions, Store};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::exam::state_mut;
use crate::pictures::each;
use crate::study::{begun, state};
use crate::support::{Desk, Setup};

const TABLE: &str = "Nr;Topic;Question;Option A;Option B;Option C;Correct;Explanation\n\
    1;Risk;Which response moves the loss to another party?;Insurance;Workaround;Reserve;A;The insurer carries it.\n\
    2;Risk;Which of these is no response to a threat?;Avoid;Exploit;Mitigate;B;Exploit is for opportunities.\n\
    3;Scope;Who approves a change to the baseline?;Sponsor;Team;Change board;C;\n\
    4;Scope;A row without a key;a;b;c;;\n\
    5;Schedule;A row with an odd key;a;b;c;X;\n";

fn on_library(setup: Setup) -> Desk {
    let mut desk = begun(setup);
    desk.press(Key::Escape);
    desk.press_with(Modifiers::COMMAND, Key::Num4);
    assert_eq!(state(&desk).screen(), Screen::Library);
    desk
}

/// Pastes text into the Library.
fn paste(desk: &mut Desk, text: &str) {
    desk.harness.event(egui::Event::Paste(text.to_owned()));
    desk.settle();
}

fn on_preview(setup: Setup) -> Desk {
    let mut desk = on_library(setup);
    paste(&mut desk, TABLE);
    assert_eq!(state(&desk).screen(), Screen::Import);
    desk
}

#[test]
fn import_preview() {
    each("import", on_preview);
}

#[test]
fn import_refused() {
    each("import-refused", |setup| {
        let mut desk = on_library(setup);
        paste(&mut desk, "Some prose\nwithout any question in it\n");
        desk
    });
}

#[test]
fn pasted_rows_become_a_deck_and_undo_takes_it_back() {
    let mut desk = on_preview(Setup::default());
    let before = state(&desk).library().n_items();
    desk.harness.get_by_label("Import 3 items").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Library);
    assert_eq!(state(&desk).library().n_items(), before + 3);
    desk.harness.get_by_label("Undo").click();
    desk.settle();
    assert_eq!(state(&desk).library().n_items(), before);
}

#[test]
fn cancel_goes_back_and_changes_nothing() {
    let mut desk = on_preview(Setup::default());
    let before = state(&desk).library().n_items();
    desk.harness.get_by_label("Cancel").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Library);
    assert_eq!(state(&desk).library().n_items(), before);
}

#[test]
fn the_title_that_is_typed_is_the_title_of_the_deck() {
    let mut desk = on_preview(Setup::default());
    let field = desk.harness.get_by_label("Title of the deck");
    field.focus();
    desk.settle();
    desk.press_with(Modifiers::COMMAND, Key::A);
    desk.harness.event(egui::Event::Text("Own risks".to_owned()));
    desk.settle();
    desk.press(Key::Enter);
    desk.harness.get_by_label("Import 3 items").click();
    desk.settle();
    assert!(state(&desk).library().decks().iter().any(|deck| deck.title == "Own risks"));
}

#[test]
fn a_file_that_is_dropped_is_previewed() {
    let mut desk = on_library(Setup::default());
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("own.csv");
    std::fs::write(&path, TABLE).expect("written");
    crate::exam::state_mut(&mut desk).apply(Command::ImportFile(path));
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Import);
    assert!(desk.harness.query_by_label("Import own.csv").is_some());
}

#[test]
fn columns_as_last_time_are_said_and_can_be_found_out_again() {
    let mut desk = on_preview(Setup::default());
    let mut spec = certdeck::app::import::ImportSpec::default();
    let roles =
        [R::Number, R::Topic, R::Stem, R::Option(0), R::Option(1), R::Option(2), R::Key, R::Note];
    spec.reading.roles = Some(roles.to_vec());
    crate::exam::state_mut(&mut desk).apply(Command::SetImport(Box::new(spec)));
    desk.settle();
    assert!(desk.harness.query_by_label("Columns as last time").is_none());
    desk.harness.get_by_label("Import 3 items").click();
    desk.settle();
    paste(&mut desk, &TABLE.replace("moves the loss", "hands the loss"));
    assert!(desk.harness.query_by_label("Columns as last time").is_some());
    desk.harness.get_by_label("Find them out again").click_accesskit();
    desk.settle();
    assert!(desk.harness.query_by_label("Columns as last time").is_none());
}

const DECK: &str = r#"Deck(
    format: 1, id: "own-risks", title: "Own risks", version: "1", language: "en", authors: ["Me"],
    licence: "private", status: Draft, notice: "", outline: [Topic(id: "basics", title: "Basics")],
    items: [Card(id: "c1", topic: "basics", front: "A risk that happened?", back: "An issue.")],
)"#;

/// A folder with a deck under this name, and its path.
fn deck_file(name: &str) -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::write(&path, DECK).expect("written");
    (folder, path)
}

#[test]
fn a_file_that_the_program_is_started_with_is_previewed_and_imported() {
    let (_keeper, path) = deck_file("risks.certdeck.ron");
    let mut desk = Desk::fresh_with_file(Setup::default(), path);
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Import);
    assert!(desk.harness.query_by_label("Import risks.certdeck.ron").is_some());
    desk.harness.get_by_label("Import 1 item").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Library);
    assert!(state(&desk).library().decks().iter().any(|deck| deck.id == "own-risks"));
    desk.harness.get_by_label("Undo").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Library, "the file does not come a second time");
}

#[test]
fn a_file_waits_until_the_program_runs() {
    let (keeper, path) = deck_file("risks.certdeck.ron");
    let data = keeper.path().join("data");
    std::fs::create_dir_all(&data).expect("a folder");
    let first = Store::open(&data, crate::support::NOW, OpenOptions::default()).expect("a store");
    let mut desk = Desk::over_with_file(Setup::default(), data, path);
    desk.settle();
    desk.harness.get_by_label("Certdeck is already open");
    drop(first);
    desk.harness.get_by_label("Try again").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Import);
}

#[test]
fn the_export_of_a_search_says_how_many_items_it_takes() {
    let mut desk = on_library(Setup::default());
    let field = desk.harness.get_by_label("Search the library");
    field.focus();
    desk.settle();
    desk.harness.event(egui::Event::Text("deck:csm ".to_owned()));
    desk.settle();
    desk.harness.get_by_label("Export").click();
    desk.settle();
    assert!(desk.harness.query_by_label_contains("Only what is found").is_none());
    assert!(desk.harness.query_by_label("Certdeck file (RON)").is_some());
    // A second click closes the menu.
    desk.harness.get_by_label("Export").click();
    desk.settle();
    desk.harness.get_by_label("Search the library").focus();
    desk.settle();
    desk.harness.event(egui::Event::Text("type:cloze".to_owned()));
    desk.settle();
    desk.harness.get_by_label("Export").click();
    desk.settle();
    let csm = state(&desk).library().deck_index("csm");
    let library = state(&desk).library();
    let n = (0..library.n_items())
        .filter(|item| library.deck_of(*item) == csm)
        .filter(|item| library.item(*item).is_some_and(|item| item.type_name() == "Cloze"))
        .count();
    assert!(n > 1);
    assert!(desk.harness.query_by_label(&format!("Only what is found: {n} items")).is_some());
    desk.harness.get_by_label("Certdeck file (RON)").click();
    desk.settle();
    let notices = state(&desk).notices();
    assert!(notices.iter().any(|notice| notice.title == format!("Exported {n} items")));
}

#[test]
fn enter_imports_and_escape_empties_the_search_first() {
    let (_keeper, path) = deck_file("risks.certdeck.ron");
    let mut desk = Desk::fresh_with_file(Setup::default(), path);
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Import);
    desk.press(Key::Enter);
    assert_eq!(state(&desk).screen(), Screen::Library);
    assert!(state(&desk).library().decks().iter().any(|deck| deck.id == "own-risks"));
    assert!(!state_mut(&mut desk).library_view().query.is_empty(), "the new deck is searched for");
    desk.press(Key::Escape);
    assert_eq!(state(&desk).screen(), Screen::Library);
    assert!(state_mut(&mut desk).library_view().query.is_empty());
    desk.press(Key::Escape);
    assert_ne!(state(&desk).screen(), Screen::Library);
}
