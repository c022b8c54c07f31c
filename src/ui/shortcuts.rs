//! Keys that work on every screen.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use super::app::Drafts;
use super::outbox::Outbox;
use crate::app::{Command, Screen};

/// Reads the keys. The most specific shortcut comes first: extra modifiers are ignored in matching.
pub(crate) fn read(ui: &Ui, screen: Screen, drafts: &mut Drafts, out: &mut Outbox) {
    let hit = |modifiers: Modifiers, key: Key| {
        ui.input_mut(|i| i.consume_shortcut(&KeyboardShortcut::new(modifiers, key)))
    };
    if screen == Screen::Exam {
        return;
    }
    let is_typing = ui.text_edit_focused();
    if !is_typing {
        let is_redo = hit(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        out.push_if(is_redo || hit(Modifiers::COMMAND, Key::Y), || Command::Redo);
        out.push_if(hit(Modifiers::COMMAND, Key::Z), || Command::Undo);
    }
    out.push_if(hit(Modifiers::COMMAND, Key::K), || Command::TogglePalette);
    out.push_if(hit(Modifiers::COMMAND, Key::O), || Command::PickImport);
    arrivals(ui, screen, is_typing, out);
    if screen == Screen::FirstStart {
        return;
    }
    if !is_typing {
        out.push_if(hit(Modifiers::COMMAND, Key::Enter), || Command::StartStudy(None));
    }
    let places = [
        (Key::Num1, Screen::Today),
        (Key::Num2, Screen::Practice),
        (Key::Num3, Screen::Mock),
        (Key::Num4, Screen::Library),
        (Key::Num5, Screen::Progress),
        (Key::Num7, Screen::Plan),
        (Key::Num6, Screen::Settings),
    ];
    for (key, place) in places {
        out.push_if(hit(Modifiers::COMMAND, key), || Command::Go(place));
    }
    if is_typing || ui.input(|i| i.modifiers.command || i.modifiers.alt) {
        return;
    }
    plain(ui, screen, drafts, out);
}

/// Files dropped on the window, and text pasted into the Library: an import.
fn arrivals(ui: &Ui, screen: Screen, is_typing: bool, out: &mut Outbox) {
    let dropped = ui.input(|i| i.raw.dropped_files.first().cloned());
    if let Some(file) = dropped {
        out.push(Command::ImportFile(file.path().to_path_buf()));
    }
    if screen == Screen::Library && !is_typing {
        let pasted = ui.input(|i| {
            i.events.iter().find_map(|event| match event {
                egui::Event::Paste(text) if text.lines().count() > 1 => Some(text.clone()),
                _ => None,
            })
        });
        out.push_if(pasted.is_some(), || {
            Command::ImportText("Pasted text".to_owned(), pasted.unwrap_or_default())
        });
    }
}

fn plain(ui: &Ui, screen: Screen, drafts: &mut Drafts, out: &mut Outbox) {
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    let is_question = pressed(Key::Questionmark)
        || ui.input(|i| i.events.contains(&egui::Event::Text("?".to_owned())));
    out.push_if(is_question, || Command::ToggleKeys);
    if screen == Screen::Study {
        return;
    }
    if pressed(Key::Slash) && !is_question {
        out.push(Command::Go(Screen::Library));
        drafts.library.focus_search();
        ui.input_mut(|i| i.events.retain(|event| !matches!(event, egui::Event::Text(_))));
    }
    let has_focus = ui.memory(|memory| memory.focused().is_some());
    let is_enter = !has_focus && pressed(Key::Enter);
    match screen {
        Screen::Today => out.push_if(is_enter, || Command::StartFirst),
        Screen::Practice => out.push_if(is_enter, || Command::StartPractice),
        Screen::Mock => out.push_if(is_enter, || Command::StartMock),
        Screen::Import => out.push_if(is_enter, || Command::ApplyImport),
        Screen::Summary => out.push_if(is_enter, || Command::Go(Screen::Today)),
        _ => {}
    }
    if pressed(Key::Escape) {
        let is_cleared = screen == Screen::Library && drafts.library.clear();
        out.push(if is_cleared { Command::Search(String::new()) } else { Command::Back });
    }
}
