//! Pictures of every type of question: open, checked, and with large text.

use egui::{Key, Modifiers};

use crate::pictures::setups;
use crate::study::type_text;
use crate::support::{Desk, Setup};
use crate::types::{asked_in, letter_of, tab_to};

/// One picture before and one after the check, in each theme and size.
fn pictures(item: &str, lead: impl Fn(&mut Desk)) {
    let mut results = egui_kittest::SnapshotResults::new();
    for (suffix, setup) in setups() {
        let mut desk = asked_in(setup, item);
        lead(&mut desk);
        results.extend(desk.picture(&format!("type-{item}-{suffix}")));
        desk.press(Key::S);
        results.extend(desk.picture(&format!("type-{item}-checked-{suffix}")));
    }
}

#[test]
fn pictures_of_several() {
    pictures("several", |desk| {
        desk.press(Key::A);
        desk.press(Key::C);
    });
}

#[test]
fn pictures_of_an_order() {
    pictures("order", |desk| {
        tab_to(desk, ": Write the");
        for _ in 0..5 {
            desk.press_with(Modifiers::ALT, Key::ArrowUp);
        }
    });
}

#[test]
fn pictures_of_pairs() {
    pictures("match", |desk| {
        for (left, right) in [
            ("Project charter", "Authorises"),
            ("Scope statement", "Keeps"),
            ("Risk register", "Lists"),
        ] {
            tab_to(desk, left);
            let letter = letter_of(desk, right);
            desk.press(letter);
        }
    });
}

#[test]
fn pictures_of_blanks() {
    pictures("dropdown", |desk| {
        tab_to(desk, "Blank 1 of 3");
        desk.press(Key::Num2);
        desk.press(Key::Tab);
        desk.press(Key::Num2);
        desk.press(Key::Tab);
        desk.press(Key::Num1);
    });
}

#[test]
fn pictures_of_a_number() {
    pictures("numeric", |desk| {
        type_text(desk, "96,000");
        desk.press(Key::Escape);
    });
}

#[test]
fn pictures_of_a_place() {
    pictures("hotspot", |desk| desk.press(Key::B));
}

#[test]
fn pictures_of_a_place_on_a_figure() {
    pictures("hotspot-two", |desk| desk.press(Key::A));
}

#[test]
fn pictures_of_a_case() {
    pictures("case", |desk| desk.press(Key::B));
}

#[test]
fn pictures_of_open_lists() {
    let mut results = egui_kittest::SnapshotResults::new();
    for (suffix, setup) in setups() {
        let mut desk = asked_in(setup, "match");
        tab_to(&mut desk, "Project charter");
        desk.press(Key::Space);
        desk.press(Key::ArrowDown);
        results.extend(desk.picture(&format!("type-match-open-{suffix}")));
    }
}

#[test]
fn pictures_of_large_text() {
    let mut results = egui_kittest::SnapshotResults::new();
    for item in ["several", "order", "match", "dropdown", "numeric", "hotspot", "case"] {
        let mut desk = asked_in(Setup { size: [1024.0, 640.0], ..Setup::default() }, item);
        let state = desk.harness.state_mut().state_mut().expect("the program runs");
        state.apply(certdeck::app::Command::SetTextPercent(200));
        desk.settle();
        results.extend(desk.picture(&format!("type-{item}-large")));
    }
}
