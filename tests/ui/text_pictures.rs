//! Pictures in the texts of items.

use std::path::Path;

use certdeck::app::{Command, Screen};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::exam::state_mut;
use crate::pictures::each;
use crate::study::state;
use crate::support::{Desk, Setup};

const DECK: &str = r#"Deck(
    format: 1, id: "drawn", title: "Drawn", version: "1", language: "en", authors: ["Me"],
    licence: "private", status: Draft, notice: "", outline: [Topic(id: "basics", title: "Basics")],
    items: [Card(id: "c1", topic: "basics",
        front: "What does ![a grid](media/the%20grid.png) show?\n\nNone of ![](media/gone.png) this.",
        back: "A grid, as at ![](https://example.org/x.png).")],
)"#;

/// A desk whose only deck has one card with a picture, its question on the screen.
fn desk(setup: Setup) -> Desk {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("drawn.ron"), DECK).expect("written");
    std::fs::create_dir(folder.path().join("media")).expect("a folder");
    let grid = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/types/media/grid.png");
    std::fs::copy(grid, folder.path().join("media/the grid.png")).expect("copied");
    let mut desk = Desk::with_decks(setup, folder);
    desk.settle();
    for _ in 0..3 {
        desk.press(Key::Enter);
    }
    assert_eq!(state(&desk).screen(), Screen::Study);
    desk
}

#[test]
fn a_card_shows_its_pictures_and_says_which_are_missing() {
    let mut desk = desk(Setup::default());
    desk.harness.get_by_role_and_label(Role::Image, "[picture: a grid]");
    desk.harness.get_by_label_contains("The picture gone.png cannot be shown.");
    desk.press(Key::Space);
    desk.harness.get_by_label("[picture] lies on the network and is not loaded.");
}

#[test]
fn the_library_shows_them_too() {
    let mut desk = desk(Setup::default());
    desk.press(Key::Escape);
    desk.press_with(Modifiers::COMMAND, Key::Num4);
    desk.harness.get_by_label_contains("What does [picture: a grid] show?");
    assert!(desk.harness.query_by_role(Role::Image).is_none());
    state_mut(&mut desk).apply(Command::SelectItem(Some(0)));
    desk.settle();
    desk.harness.get_by_role_and_label(Role::Image, "[picture: a grid]");
}

#[test]
fn a_picture_follows_its_file() {
    let mut desk = desk(Setup::default());
    desk.harness.get_by_label_contains("The picture gone.png cannot be shown.");
    desk.press(Key::Escape);
    let decks = state(&desk).media_homes().home("drawn").expect("its home");
    let certdeck::app::media::MediaHome::Folder(media) = decks else { panic!("on disk") };
    std::fs::copy(media.join("the grid.png"), media.join("gone.png")).expect("copied");
    state_mut(&mut desk).apply(Command::NewDeck("Other".to_owned()));
    desk.settle();
    desk.press_with(Modifiers::COMMAND, Key::Num4);
    state_mut(&mut desk).apply(Command::SelectItem(Some(0)));
    desk.settle();
    desk.harness.get_by_role_and_label(Role::Image, "[picture gone.png]");
}

#[test]
fn text_pictures() {
    each("text-picture", desk);
}
