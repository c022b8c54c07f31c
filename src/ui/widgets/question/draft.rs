//! What the learner is in the middle of: not yet given, nothing of it is kept.

use egui::{Key, Response, Ui};

/// The state of a question's widgets between frames; a new one for every question shown.
#[derive(Debug, Default)]
pub struct QuestionDraft {
    /// What was said last to the eye and to screen readers: "Plan, now 2 of 6".
    pub(super) said: String,
    struck: Option<usize>,
    is_enter_free: bool,
}

impl QuestionDraft {
    /// Whether the focus is on a part of the question that has no use for Enter now, so that Enter
    /// may check although something has the focus. Valid after drawing.
    pub fn is_enter_free(&self) -> bool {
        self.is_enter_free
    }

    /// Takes the option (file index) that the learner asked to strike out or to bring back, by a
    /// secondary click.
    pub fn take_struck(&mut self) -> Option<usize> {
        self.struck.take()
    }

    pub(super) fn begin(&mut self) {
        self.is_enter_free = false;
    }

    pub(super) fn strike(&mut self, index: usize) {
        self.struck = Some(index);
    }

    /// Notes whether Enter, pressed on this widget, is left to the screen.
    pub(super) fn lend_enter(&mut self, response: &Response, is_free: bool) {
        if response.has_focus() {
            self.is_enter_free = is_free;
        }
    }
}

/// Whether the widget was clicked, other than by an Enter that is left to the screen.
pub(super) fn is_clicked(ui: &Ui, response: &Response, is_enter_free: bool) -> bool {
    let is_enter = response.has_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    response.clicked() && !(is_enter && is_enter_free)
}
