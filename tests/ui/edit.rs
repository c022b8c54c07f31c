//! The editor through the visible controls, and its pictures.

use certdeck::app::{Command, Screen};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::exam::state_mut;
use crate::pictures::each;
use crate::study::{begun, state};
use crate::support::{Desk, Setup};

fn on_library(setup: Setup) -> Desk {
    let mut desk = begun(setup);
    desk.press(Key::Escape);
    desk.press_with(Modifiers::COMMAND, Key::Num4);
    desk
}

fn type_into(desk: &mut Desk, name: &str, text: &str) {
    // A label of the same words stands before its field.
    desk.harness.get_all_by_label(name).last().expect("the field").focus();
    desk.settle();
    desk.harness.event(egui::Event::Text(text.to_owned()));
    desk.settle();
}

#[test]
fn a_card_is_written_and_saved() {
    let mut desk = on_library(Setup::default());
    let before = state(&desk).library().n_items();
    desk.harness.get_by_label_contains("CSM").click();
    desk.settle();
    desk.harness.get_by_label("New").click();
    desk.settle();
    desk.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Card").click();
    desk.settle();
    assert_eq!(state(&desk).screen(), Screen::Edit);
    type_into(&mut desk, "Front", "Who owns the order of the Backlog?");
    type_into(&mut desk, "Back", "The Product Owner.");
    desk.press_with(Modifiers::COMMAND, Key::S);
    assert_eq!(state(&desk).screen(), Screen::Library);
    assert_eq!(state(&desk).library().n_items(), before + 1);
}

#[test]
fn a_deck_is_made_from_the_menu() {
    let mut desk = on_library(Setup::default());
    desk.harness.get_by_label("New").click();
    desk.settle();
    type_into(&mut desk, "Title of the new deck", "Evening notes");
    desk.harness.get_by_label("Make the deck").click();
    desk.settle();
    assert!(state(&desk).library().decks().iter().any(|deck| deck.title == "Evening notes"));
}

#[test]
fn edit_choice() {
    each("edit-choice", |setup| {
        let mut desk = on_library(setup);
        let place = {
            let library = state(&desk).library();
            (0..library.n_items())
                .find(|place| library.item(*place).is_some_and(|item| item.type_name() == "Choice"))
                .expect("a question with options")
        };
        state_mut(&mut desk).apply(Command::SelectItem(Some(place)));
        state_mut(&mut desk).apply(Command::EditSelected);
        desk.settle();
        desk
    });
}

#[test]
fn edit_new() {
    each("edit-new", |setup| {
        let mut desk = on_library(setup);
        state_mut(&mut desk).apply(Command::NewItem("csm".to_owned(), "Match"));
        desk.settle();
        desk
    });
}
