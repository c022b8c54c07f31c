//! Questions of every type: drawn, answered by mouse and by keyboard, and shown with their reasons.

mod choice;
mod draft;
pub(super) mod row;
mod status;

use egui::Ui;

use crate::app::view::question::{QuestionBody, QuestionView, Response};
use crate::ui::theme;
use crate::ui::widgets::{MarkdownSize, markdown};

pub use choice::letter_keys;
pub use draft::QuestionDraft;

/// Draws a question (without its scenario) over the width that is there, and its reasons once they
/// are shown. Gives the new response when the learner changed something; the caller keeps it.
///
/// `draft` belongs to this question: give a new one to the next. Keys that a focused part uses are
/// taken out of the input, so read a screen's own keys after drawing.
pub fn ui(ui: &mut Ui, view: &QuestionView, draft: &mut QuestionDraft) -> Option<Response> {
    draft.begin();
    if !view.stem.is_empty() {
        markdown(ui, &view.stem, MarkdownSize::Stem);
        ui.add_space(theme::SPACE_16);
    }
    let given = match &view.body {
        QuestionBody::Choice(choice) => choice::ui(ui, view, choice, draft),
        _ => None,
    };
    if !view.explain.is_empty() {
        ui.add_space(theme::SPACE_8);
        markdown(ui, &view.explain, MarkdownSize::Body);
    }
    given
}
