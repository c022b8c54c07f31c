//! Questions of every type: drawn, answered by mouse and by keyboard, and shown with their reasons.

mod chips;
mod choice;
mod draft;
mod dropdown;
mod flow;
mod hotspot;
mod numeric;
mod order;
mod pairs;
mod picker;
mod picture;
pub(super) mod row;
mod status;
mod step;

use egui::Ui;

use crate::app::view::question::{QuestionBody, QuestionView, Response};
use crate::ui::theme;
use crate::ui::widgets::{MarkdownSize, markdown};

pub use choice::{letter_keys, strike_key};
pub use draft::QuestionDraft;

/// Draws a question (without its scenario) over the width that is there, and its reasons once they
/// are shown. Gives the new response when the learner changed something; the caller keeps it.
///
/// `draft` belongs to this question: give a new one to the next. Keys that a focused part uses are
/// taken out of the input, so read a screen's own keys after drawing.
pub fn ui(ui: &mut Ui, view: &QuestionView, draft: &mut QuestionDraft) -> Option<Response> {
    draft.begin(ui);
    if !view.stem.is_empty() {
        markdown(ui, &view.stem, MarkdownSize::Stem);
        ui.add_space(theme::SPACE_16);
    }
    let given = match &view.body {
        QuestionBody::Choice(choice) => choice::ui(ui, view, choice, draft),
        QuestionBody::Order(order) => order::ui(ui, view, order, draft),
        QuestionBody::Match(matching) => pairs::ui(ui, view, matching, draft),
        QuestionBody::Dropdown(dropdown) => dropdown::ui(ui, view, dropdown, draft),
        QuestionBody::Numeric(numeric) => numeric::ui(ui, view, numeric, draft),
        QuestionBody::Hotspot(hotspot) => hotspot::ui(ui, view, hotspot, draft),
    };
    if !view.explain.is_empty() {
        ui.add_space(theme::SPACE_8);
        markdown(ui, &view.explain, MarkdownSize::Body);
    }
    given
}
