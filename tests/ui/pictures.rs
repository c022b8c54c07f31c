//! One picture a screen, theme and size.

use egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::Queryable as _;

use crate::study::{answer, begun};
use crate::support::{Desk, Setup};

/// Themes and sizes, with their part of the name.
pub(crate) fn setups() -> Vec<(String, Setup)> {
    let mut setups = Vec::new();
    for (theme_name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
        for (size_name, size) in [("1100x760", [1100.0, 760.0]), ("1024x640", [1024.0, 640.0])] {
            setups.push((
                format!("{theme_name}-{size_name}"),
                Setup { theme, size, ..Setup::default() },
            ));
        }
    }
    setups
}

pub(crate) fn each(name: &str, lead: impl Fn(Setup) -> Desk) {
    let mut results = egui_kittest::SnapshotResults::new();
    for (suffix, setup) in setups() {
        results.extend(lead(setup).picture(&format!("{name}-{suffix}")));
    }
}

#[test]
fn first_start() {
    each("first-start", |setup| {
        let mut desk = Desk::fresh(setup);
        desk.settle();
        desk
    });
}

#[test]
fn first_start_dates() {
    each("first-start-dates", |setup| {
        let mut desk = Desk::fresh(setup);
        desk.settle();
        desk.press(Key::Enter);
        desk.harness.get_by_label_contains("In 6 weeks").click();
        desk.settle();
        desk
    });
}

/// Goes on until a question with options is on the screen.
fn to_choice(desk: &mut Desk) {
    for _ in 0..12 {
        if desk.harness.query_by_label("Choose one").is_some() {
            return;
        }
        answer(desk);
    }
    panic!("no single-answer question among the first dozen items");
}

#[test]
fn study_question() {
    each("study-question", |setup| {
        let mut desk = begun(setup);
        to_choice(&mut desk);
        desk.press(Key::C);
        desk
    });
}

#[test]
fn study_checked() {
    each("study-checked", |setup| {
        let mut desk = begun(setup);
        to_choice(&mut desk);
        desk.press(Key::C);
        desk.press(Key::S);
        desk
    });
}

/// Goes on until a card is on the screen.
fn to_card(desk: &mut Desk) {
    for _ in 0..12 {
        if desk.harness.query_by_label("Show answer").is_some() {
            return;
        }
        answer(desk);
    }
    panic!("no card among the first dozen items");
}

#[test]
fn study_card() {
    each("study-card", |setup| {
        let mut desk = begun(setup);
        to_card(&mut desk);
        desk.press(Key::Space);
        desk
    });
}

fn some_study(setup: Setup) -> Desk {
    let mut desk = begun(setup);
    for _ in 0..8 {
        answer(&mut desk);
    }
    desk.press(Key::Escape);
    desk
}

#[test]
fn summary() {
    each("summary", some_study);
}

#[test]
fn today() {
    each("today", |setup| {
        let mut desk = some_study(setup);
        desk.press(Key::Enter);
        desk
    });
}

#[test]
fn library() {
    each("library", |setup| {
        let mut desk = some_study(setup);
        desk.press_with(Modifiers::COMMAND, Key::Num4);
        desk
    });
}

#[test]
fn library_preview() {
    each("library-preview", |setup| {
        let mut desk = some_study(setup);
        desk.press_with(Modifiers::COMMAND, Key::Num4);
        desk.harness.get_by_label("Search the library").focus();
        desk.harness.get_by_label("Search the library").type_text("is:seen type:choice");
        desk.settle();
        desk.press(Key::Tab);
        let row = certdeck::app::Command::SelectItem(None);
        let state = desk.harness.state_mut().state_mut().expect("the program runs");
        let first = state.library_view().found.first().copied();
        state.apply(row);
        state.apply(certdeck::app::Command::SelectItem(first));
        desk.settle();
        desk
    });
}

#[test]
fn settings() {
    each("settings", |setup| {
        let mut desk = some_study(setup);
        desk.press_with(Modifiers::COMMAND, Key::Num6);
        desk
    });
}

#[test]
fn palette() {
    each("palette", |setup| {
        let mut desk = some_study(setup);
        desk.press(Key::Enter);
        desk.press_with(Modifiers::COMMAND, Key::K);
        desk
    });
}

#[test]
fn keys() {
    each("keys", |setup| {
        let mut desk = some_study(setup);
        desk.press(Key::Enter);
        desk.press(Key::Questionmark);
        desk
    });
}

/// Themes and text sizes that are not in every picture.
fn extremes() -> Vec<(&'static str, Setup)> {
    let small = [1024.0, 640.0];
    let contrast = Setup { is_contrast: true, size: small, ..Setup::default() };
    let large = Setup { text_percent: 200, size: small, ..Setup::default() };
    vec![
        ("contrast-light", contrast),
        ("contrast-dark", Setup { theme: Theme::Dark, ..contrast }),
        ("text-200", large),
    ]
}

pub(crate) fn each_extreme(name: &str, lead: impl Fn(Setup) -> Desk) {
    let mut results = egui_kittest::SnapshotResults::new();
    for (suffix, setup) in extremes() {
        results.extend(lead(setup).picture(&format!("{name}-{suffix}")));
    }
}

#[test]
fn extremes_of_study() {
    each_extreme("study-checked", |setup| {
        let mut desk = begun(setup);
        to_choice(&mut desk);
        desk.press(Key::C);
        desk.press(Key::S);
        desk
    });
}

#[test]
fn extremes_of_today() {
    each_extreme("today", |setup| {
        let mut desk = some_study(setup);
        desk.press(Key::Enter);
        desk
    });
}

#[test]
fn extremes_of_settings() {
    each_extreme("settings", |setup| {
        let mut desk = some_study(setup);
        desk.press_with(Modifiers::COMMAND, Key::Num6);
        desk
    });
}

#[test]
fn extremes_of_the_library() {
    each_extreme("library", |setup| {
        let mut desk = some_study(setup);
        desk.press_with(Modifiers::COMMAND, Key::Num4);
        desk
    });
}

#[test]
fn extremes_of_the_first_start() {
    each_extreme("first-start", |setup| {
        let mut desk = Desk::fresh(setup);
        desk.settle();
        desk
    });
}
