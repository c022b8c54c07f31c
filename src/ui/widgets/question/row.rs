//! The box that options, steps, lefts and places share: a letter, a text, a reason.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, FontId, Galley, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind,
    TextStyle, Ui, WidgetInfo, vec2,
};

use crate::domain::item::picture::in_words;
use crate::ui::theme::{self, RADIUS_BOX, Tokens, text_scale};
use crate::ui::widgets::buttons::focus_ring;

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui::widgets) enum RowState {
    /// Not chosen.
    Idle,
    /// Chosen, not checked yet.
    Chosen,
    /// Chosen and right.
    RightChosen,
    /// Right and not chosen.
    RightMissed,
    /// Chosen and wrong.
    WrongChosen,
}

impl RowState {
    /// From what the learner chose and, once revealed, what is right.
    pub(super) fn of(is_chosen: bool, is_key: Option<bool>) -> Self {
        match (is_key, is_chosen) {
            (None | Some(false), false) => Self::Idle,
            (None, true) => Self::Chosen,
            (Some(true), true) => Self::RightChosen,
            (Some(true), false) => Self::RightMissed,
            (Some(false), true) => Self::WrongChosen,
        }
    }

    /// "✓ Right, you chose this. ": never by colour alone.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Idle | Self::Chosen => "",
            Self::RightChosen => "✓ Right, you chose this. ",
            Self::RightMissed => "✓ Right. ",
            Self::WrongChosen => "✗ Wrong, you chose this. ",
        }
    }
}

/// Colours of a row.
pub(in crate::ui::widgets) struct Paint {
    pub(in crate::ui::widgets) fill: Color32,
    pub(in crate::ui::widgets) line: Color32,
    pub(in crate::ui::widgets) width: f32,
    pub(in crate::ui::widgets) mark: Color32,
}

/// Gives the colours of a row.
pub(super) fn paint_of(ui: &Ui, state: RowState, is_hovered: bool) -> Paint {
    let tokens = Tokens::of(ui);
    let thin = tokens.line_width;
    match state {
        RowState::Idle => {
            let line = if is_hovered { tokens.accent } else { tokens.line };
            Paint { fill: tokens.surface, line, width: thin, mark: tokens.muted }
        }
        RowState::Chosen => {
            Paint { fill: tokens.surface, line: tokens.accent, width: 2.0, mark: tokens.accent }
        }
        RowState::RightChosen | RowState::RightMissed => {
            Paint { fill: tokens.good_soft, line: tokens.good, width: thin, mark: tokens.good }
        }
        RowState::WrongChosen => {
            Paint { fill: tokens.bad_soft, line: tokens.bad, width: thin, mark: tokens.bad }
        }
    }
}

/// Draws the box of a row with its focus ring.
pub(in crate::ui::widgets) fn draw_box(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    state: RowState,
) -> Paint {
    let is_live = response.sense.interactive() && response.hovered();
    let paint = paint_of(ui, state, is_live);
    let stroke = Stroke::new(paint.width, paint.line);
    ui.painter().rect(rect, RADIUS_BOX, paint.fill, stroke, StrokeKind::Inside);
    focus_ring(ui, response, rect);
    paint
}

/// Lays text out over at most `width` points.
pub(in crate::ui::widgets) fn lay(
    ui: &Ui,
    text: &str,
    style: &TextStyle,
    colour: Color32,
    width: f32,
) -> Arc<Galley> {
    // A row has no room for pictures; they are said.
    ui.painter().layout(in_words(text).into_owned(), style.resolve(ui.style()), colour, width)
}

/// Draws a letter or number in its cap, whose upper left corner is `min`.
pub(super) fn cap(ui: &Ui, min: Pos2, text: &str, is_full: bool, radius: u8, paint: &Paint) {
    let tokens = Tokens::of(ui);
    let side = 24.0 * text_scale(ui);
    let cap = Rect::from_min_size(min, vec2(side, side));
    let fill = if is_full { paint.mark } else { tokens.surface };
    let colour = if is_full { tokens.surface } else { tokens.muted };
    let stroke = Stroke::new(1.0, if is_full { paint.mark } else { tokens.line });
    ui.painter().rect(cap, radius, fill, stroke, StrokeKind::Inside);
    let font = FontId::new(TextStyle::Small.resolve(ui.style()).size, theme::strong_family());
    ui.painter().text(cap.center(), Align2::CENTER_CENTER, text, font, colour);
}

/// One option as shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct OptionRow<'a> {
    /// A–H.
    pub(super) letter: char,
    /// What is offered.
    pub(super) text: &'a str,
    /// Its reason; empty before the check.
    pub(super) why: &'a str,
    /// How it stands.
    pub(super) state: RowState,
    /// Whether one option is to be chosen, or several.
    pub(super) is_single: bool,
    /// Whether the learner struck it out.
    pub(super) is_struck: bool,
    /// Whether it can be chosen now.
    pub(super) is_live: bool,
}

impl OptionRow<'_> {
    fn name(&self, reason: &str) -> String {
        let struck = if self.is_struck { "Struck out. " } else { "" };
        format!("{struck}{}. {} {reason}", self.letter, self.text).trim().to_owned()
    }

    fn text_job(&self, ui: &Ui, width: f32) -> Arc<Galley> {
        let tokens = Tokens::of(ui);
        let colour = if self.is_struck { tokens.muted } else { tokens.text };
        let line = if self.is_struck { Stroke::new(1.0, colour) } else { Stroke::NONE };
        let font = TextStyle::Body.resolve(ui.style());
        let format = TextFormat { strikethrough: line, ..TextFormat::simple(font, colour) };
        let mut job = LayoutJob::single_section(self.text.to_owned(), format);
        job.wrap.max_width = width;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

/// Draws an option; the whole row can be clicked.
pub(super) fn option_row(ui: &mut Ui, row: &OptionRow<'_>) -> Response {
    let tokens = Tokens::of(ui);
    let width = ui.available_width();
    let left = 17.0 + 24.0 * text_scale(ui) + 14.0;
    let inner = width - left - 16.0;
    let text = row.text_job(ui, inner);
    let reason = format!("{}{}", row.state.word(), row.why);
    let why =
        (!reason.is_empty()).then(|| lay(ui, &reason, &TextStyle::Small, tokens.muted, inner));
    let why_height = why.as_ref().map_or(0.0, |why| why.size().y + 6.0);
    let height = (text.size().y + why_height + 26.0).max(26.0 + 24.0 * text_scale(ui));
    let sense = if row.is_live { Sense::click() } else { Sense::focusable_noninteractive() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), sense);
    let is_chosen = !matches!(row.state, RowState::Idle | RowState::RightMissed);
    let role = if row.is_single { Role::RadioButton } else { Role::CheckBox };
    let name = row.name(&reason);
    response.widget_info(|| WidgetInfo::selected(role, row.is_live, is_chosen, &name));
    let paint = draw_box(ui, rect, &response, row.state);
    let radius = if row.is_single { 6 } else { 2 };
    let is_full = row.state != RowState::Idle;
    cap(ui, rect.left_top() + vec2(17.0, 13.0), &row.letter.to_string(), is_full, radius, &paint);
    let top = if why.is_some() { rect.top() + 13.0 } else { rect.center().y - text.size().y / 2.0 };
    let below = top + text.size().y + 6.0;
    ui.painter().galley(egui::pos2(rect.left() + left, top), text, tokens.text);
    if let Some(why) = why {
        ui.painter().galley(egui::pos2(rect.left() + left, below), why, tokens.muted);
    }
    response
}
