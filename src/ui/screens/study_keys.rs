//! Keys of the Study screen, read after drawing: a focused part of the question comes first.

use egui::{Key, Ui};

use super::study::{Field, StudyDraft};
use crate::app::command::Command;
use crate::app::view::question::QuestionView;
use crate::app::view::study::{Phase, StudyBody, StudyView};
use crate::domain::event::{Confidence, Rating};
use crate::ui::outbox::Outbox;
use crate::ui::widgets::question::{QuestionDraft, letter_keys};

/// Reads the keys; silent while a text field has the focus.
pub(super) fn read(ui: &Ui, view: &StudyView, draft: &mut StudyDraft, out: &mut Outbox) {
    if draft.question.is_menu_open() || ui.text_edit_focused() {
        return;
    }
    if ui.input(|i| i.modifiers.any() && !i.modifiers.shift_only()) {
        return;
    }
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    out.push_if(pressed(Key::Escape), || Command::EndSession);
    let n_letters = question(view).map_or(0, QuestionView::n_letters);
    out.push_if(pressed(Key::F) && n_letters < 6, || Command::ToggleFlag);
    out.push_if(pressed(Key::B) && n_letters < 2, || Command::Bury);
    out.push_if(pressed(Key::X), || Command::Suspend);
    for (key, field, text) in
        [(Key::N, Field::Note, &view.note), (Key::W, Field::Doubt, &view.doubt)]
    {
        if pressed(key) {
            draft.show(field, text);
            // The field is drawn in the next frame, to which this key does not belong.
            ui.request_repaint();
        }
    }
    let is_free = ui.memory(|memory| memory.focused().is_none()) || draft.question.is_enter_free();
    let is_go = is_free && (pressed(Key::Space) || pressed(Key::Enter));
    match (&view.phase, question(view)) {
        (Phase::Question, Some(question)) => {
            let is_enter = is_free && pressed(Key::Enter);
            question_keys(ui, question, &mut draft.question, is_enter, out);
        }
        (Phase::Question, None) => out.push_if(is_go, || Command::Reveal),
        (Phase::Revealed, _) => {
            grade_keys(ui, out);
            out.push_if(is_go, || Command::Grade(Rating::Good));
        }
        (Phase::Checked(_), _) => {
            grade_keys(ui, out);
            out.push_if(is_go, || Command::Next);
        }
    }
}

/// How many pages the keys scroll down; negative is up.
pub(super) fn pages(ui: &Ui) -> f32 {
    let pressed = |key: Key| f32::from(u8::from(ui.input(|i| i.key_pressed(key))));
    pressed(Key::PageDown) - pressed(Key::PageUp)
}

fn question(view: &StudyView) -> Option<&QuestionView> {
    match &view.body {
        StudyBody::Question(question) => Some(question),
        _ => None,
    }
}

/// Letters choose; S, Enter and G check, which the program does only when nothing is left open.
fn question_keys(
    ui: &Ui,
    question: &QuestionView,
    draft: &mut QuestionDraft,
    is_enter: bool,
    out: &mut Outbox,
) {
    if let Some(response) = letter_keys(ui, question, draft) {
        out.push(Command::Respond(response));
    }
    let pressed = |key: Key| ui.input(|i| i.key_pressed(key));
    out.push_if(pressed(Key::S), || Command::Check(Confidence::Sure));
    let is_guess = pressed(Key::G) && question.n_letters() < 7;
    out.push_if(is_guess, || Command::Check(Confidence::Guess));
    out.push_if(is_enter, || Command::Check(Confidence::ThinkSo));
}

fn grade_keys(ui: &Ui, out: &mut Outbox) {
    let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];
    for (key, rating) in keys.into_iter().zip(Rating::ALL) {
        out.push_if(ui.input(|i| i.key_pressed(key)), || Command::Grade(rating));
    }
}
