//! A text with menus in its lines.

use egui::{Rect, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2};

use super::draft::QuestionDraft;
use super::flow::{Flow, Piece, Placed};
use super::picker::{Keys, Picked, Picker};
use super::row::lay;
use super::status;
use crate::app::view::question::{
    BlankView, DropdownPart, DropdownView, QuestionView, Response, Reveal,
};
use crate::ui::theme::{RADIUS_CONTROL, SPACE_8, Tokens};

/// What is said while nothing has happened yet.
const HELP: &str =
    "Tab goes from blank to blank; Space opens the list, 1 – 9 choose, Delete clears.";

pub(super) fn ui(
    ui: &mut Ui,
    view: &QuestionView,
    dropdown: &DropdownView,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    let mut flow = Flow::new(ui);
    for part in &dropdown.parts {
        match part {
            DropdownPart::Text(text) => flow.text(ui, text),
            DropdownPart::Blank(blank) if view.reveal == Reveal::Shown => {
                for verdict in verdicts(blank) {
                    flow.blank(blank.place, verdict_size(ui, &verdict));
                }
            }
            DropdownPart::Blank(blank) => flow.blank(blank.place, field_size(ui, blank)),
        }
    }
    let (height, placed) = flow.place(ui);
    let size = vec2(ui.available_width(), height);
    let (area, response) = ui.allocate_exact_size(size, Sense::hover());
    let words = spoken(dropdown, view.reveal);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    let given = pieces(ui, view, dropdown, area, placed, draft);
    if view.reveal == Reveal::Hidden {
        ui.add_space(SPACE_8);
        status::line(ui, if draft.said.is_empty() { HELP } else { &draft.said });
    }
    given
}

fn pieces(
    ui: &mut Ui,
    view: &QuestionView,
    dropdown: &DropdownView,
    area: Rect,
    placed: Vec<Placed>,
    draft: &mut QuestionDraft,
) -> Option<Response> {
    let blanks = || {
        dropdown.parts.iter().filter_map(|part| match part {
            DropdownPart::Blank(blank) => Some(blank),
            DropdownPart::Text(_) => None,
        })
    };
    let count = blanks().count();
    let mut given = None;
    let mut shown = std::collections::BTreeMap::<usize, usize>::new();
    for Placed { piece, rect } in placed {
        let rect = rect.translate(area.min.to_vec2());
        let number = match piece {
            Piece::Words(galley) => {
                ui.painter().galley(rect.min, galley, Tokens::of(ui).text);
                continue;
            }
            Piece::Blank(number) => number,
        };
        let Some(blank) = blanks().find(|blank| blank.place == number) else { continue };
        if view.reveal == Reveal::Shown {
            let at = shown.entry(number).or_default();
            if let Some(verdict) = verdicts(blank).get(*at) {
                draw_verdict(ui, rect, verdict);
            }
            *at += 1;
            continue;
        }
        let name = format!("Blank {} of {count}", number + 1);
        let field = Picker {
            field: blank.place,
            name: &name,
            lines: &blank.choices,
            given: blank.given,
            is_complete: view.is_complete,
            keys: Keys::Digits,
        };
        let taken = field.ui(ui, rect, draft);
        given = given.or_else(|| taken.map(|taken| (number, taken)));
    }
    let (number, taken) = given?;
    let blank = blanks().find(|blank| blank.place == number)?;
    draft.said = said(blank, count, taken);
    let choice = match taken {
        Picked::Nothing => None,
        Picked::Line(choice) => Some(choice),
    };
    Some(dropdown.filled(number, choice))
}

fn said(blank: &BlankView, count: usize, taken: Picked) -> String {
    let name = format!("Blank {} of {count}", blank.place + 1);
    match taken {
        Picked::Nothing => format!("{name}: cleared"),
        Picked::Line(choice) => {
            format!("{name}: {}", blank.choices.get(choice).map_or("", String::as_str))
        }
    }
}

/// A field is as wide as its longest choice, so that its width tells nothing.
fn field_size(ui: &Ui, blank: &BlankView) -> egui::Vec2 {
    let tokens = Tokens::of(ui);
    let width_of =
        |text: &str| lay(ui, text, &TextStyle::Body, tokens.text, f32::INFINITY).size().x;
    let longest = blank.choices.iter().map(|choice| width_of(choice)).fold(0.0, f32::max);
    let width = (longest.max(width_of("Choose")) + 50.0).min(ui.available_width());
    let line = lay(ui, "Choose", &TextStyle::Body, tokens.text, f32::INFINITY).size().y;
    let tallest = blank
        .choices
        .iter()
        .map(|choice| lay(ui, choice, &TextStyle::Body, tokens.text, width - 46.0).size().y)
        .fold(line, f32::max);
    vec2(width, tallest + 12.0)
}

/// What stands in a blank after the check.
struct Verdict {
    text: String,
    is_right: bool,
}

/// What was given, and what is right where that is something else.
fn verdicts(blank: &BlankView) -> Vec<Verdict> {
    let words = |place: Option<usize>| place.and_then(|place| blank.choices.get(place)).cloned();
    let key = words(blank.key).unwrap_or_default();
    if blank.given == blank.key {
        return vec![Verdict { text: format!("✓ {key}"), is_right: true }];
    }
    let given = words(blank.given).unwrap_or_else(|| "left open".to_owned());
    vec![
        Verdict { text: format!("✗ {given}"), is_right: false },
        Verdict { text: format!("✓ {key}"), is_right: true },
    ]
}

fn verdict_size(ui: &Ui, verdict: &Verdict) -> egui::Vec2 {
    let width = ui.available_width() - 20.0;
    let text = lay(ui, &verdict.text, &TextStyle::Body, Tokens::of(ui).text, width);
    text.size() + vec2(20.0, 8.0)
}

fn draw_verdict(ui: &Ui, rect: Rect, verdict: &Verdict) {
    let tokens = Tokens::of(ui);
    let (fill, colour) = if verdict.is_right {
        (tokens.good_soft, tokens.good)
    } else {
        (tokens.bad_soft, tokens.bad)
    };
    let stroke = Stroke::new(tokens.line_width, colour);
    ui.painter().rect(rect, RADIUS_CONTROL, fill, stroke, StrokeKind::Inside);
    let text = lay(ui, &verdict.text, &TextStyle::Body, colour, rect.width() - 18.0);
    ui.painter().galley(rect.min + vec2(10.0, 4.0), text, colour);
}

/// The text as a screen reader says it.
fn spoken(dropdown: &DropdownView, reveal: Reveal) -> String {
    let parts = dropdown.parts.iter().map(|part| match part {
        DropdownPart::Text(text) => text.clone(),
        DropdownPart::Blank(blank) if reveal == Reveal::Hidden => {
            format!("(blank {})", blank.place + 1)
        }
        DropdownPart::Blank(blank) => {
            let words: Vec<String> = verdicts(blank).into_iter().map(|v| v.text).collect();
            format!("({})", words.join(", "))
        }
    });
    parts.collect()
}
