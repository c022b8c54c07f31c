//! Bars, lines and grids of numbers.

use egui::{
    Align2, Color32, FontId, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo,
    vec2,
};

use super::buttons::focus_ring;
use crate::app::view::exam::{Cell, Progress};
use crate::ui::theme::{self, Tokens};

/// A share from 0 to 1 as a bar in this colour over the width that is there.
pub fn bar(ui: &mut Ui, share: f32, name: &str, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 7.0), Sense::hover());
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::Meter, true, name);
        info.value = Some(f64::from(share * 100.0).round());
        info
    });
    ui.painter().rect_filled(rect, 3, Tokens::of(ui).track);
    if share > 0.0 {
        let full = egui::Rect::from_min_size(rect.min, vec2((rect.width() * share).max(7.0), 7.0));
        ui.painter().rect_filled(full, 3, colour);
    }
    response
}

/// A range from 0 to 1 on a track with a mark at the line it is compared with; grey when it is old.
pub fn range_bar(
    ui: &mut Ui,
    low: f32,
    high: f32,
    line: Option<f32>,
    name: &str,
    is_old: bool,
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 15.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Meter, true, name));
    let tokens = Tokens::of(ui);
    let track = egui::Rect::from_center_size(rect.center(), vec2(rect.width(), 7.0));
    ui.painter().rect_filled(track, 3, tokens.track);
    let at = |share: f32| track.left() + share.clamp(0.0, 1.0) * track.width();
    let (left, right) = (at(low), at(high).max(at(low) + 7.0));
    let span = egui::Rect::from_x_y_ranges(left..=right, track.y_range());
    ui.painter().rect_filled(span, 3, if is_old { tokens.muted } else { tokens.accent });
    if let Some(line) = line {
        let stroke = Stroke::new(2.0, tokens.text);
        ui.painter().vline(at(line), rect.y_range(), stroke);
    }
    response
}

/// A line through points in 0..=1 × 0..=1 beside the even diagonal; `text` says the same in words.
pub fn line_chart(ui: &mut Ui, points: &[(f64, f64)], text: &str) -> Response {
    let tokens = Tokens::of(ui);
    let size = vec2(ui.available_width(), 150.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, text));
    let rect = rect.shrink(2.0);
    let place = |&(x, y): &(f64, f64)| {
        let at =
            vec2(x.clamp(0.0, 1.0) as f32 * rect.width(), y.clamp(0.0, 1.0) as f32 * rect.height());
        egui::pos2(rect.left() + at.x, rect.bottom() - at.y)
    };
    let even = Stroke::new(1.5, tokens.line);
    ui.painter().line_segment([place(&(0.0, 0.0)), place(&(1.0, 1.0))], even);
    let line: Vec<egui::Pos2> = points.iter().map(place).collect();
    ui.painter().line(line, Stroke::new(2.0, tokens.accent));
    let small = TextStyle::Small.resolve(ui.style());
    let label = place(&(0.72, 0.6));
    ui.painter().text(label, Align2::LEFT_TOP, "even pace", small, tokens.muted);
    response
}

/// One question in the navigator: its number, and in words how it stands.
pub fn navigator_cell(ui: &mut Ui, cell: &Cell) -> Response {
    let tokens = Tokens::of(ui);
    let scale = theme::text_scale(ui).max(1.0);
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0) * scale, Sense::click());
    let state = match cell.progress {
        Progress::Answered => "answered",
        Progress::Partial => "partly answered",
        Progress::Open => "not answered",
        Progress::Unseen => "not seen",
    };
    let flag = if cell.is_flagged { ", flagged" } else { "" };
    let name = format!("Question {}, {state}{flag}", cell.number + 1);
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, cell.is_here, &name));
    let fill = if cell.is_answered() { tokens.accent_soft } else { tokens.surface };
    let line = if cell.is_here || response.hovered() { tokens.text } else { tokens.line };
    ui.painter().rect(rect, 5, fill, Stroke::new(tokens.line_width, line), StrokeKind::Inside);
    if cell.progress == Progress::Partial {
        let left = egui::Rect::from_min_size(rect.min, vec2(4.0, rect.height()));
        ui.painter().rect_filled(left, 2, tokens.warn);
    }
    focus_ring(ui, &response, rect);
    let size = TextStyle::Name("label".into()).resolve(ui.style()).size - 1.0;
    let family = if cell.is_flagged || cell.is_here {
        theme::strong_family()
    } else {
        egui::FontFamily::Proportional
    };
    let colour = if cell.is_flagged { tokens.warn } else { tokens.text };
    let number = (cell.number + 1).to_string();
    let font = FontId::new(size, family);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, number, font, colour);
    if cell.is_flagged {
        // Not by colour alone: a corner is turned down.
        let corner = rect.right_top();
        let points = vec![corner, corner - vec2(7.0, 0.0), corner + vec2(0.0, 7.0)];
        ui.painter().add(egui::Shape::convex_polygon(points, tokens.warn, Stroke::NONE));
    }
    response
}

/// A line that can be clicked: a title, cut where room is short, and a second voice behind it.
pub fn list_row(ui: &mut Ui, title: &str, detail: &str) -> Response {
    let tokens = Tokens::of(ui);
    let scale = theme::text_scale(ui).max(1.0);
    let size = vec2(ui.available_width(), 30.0 * scale);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{title}. {detail}")));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::RADIUS_CONTROL, tokens.accent_soft);
    }
    focus_ring(ui, &response, rect);
    let small = TextStyle::Small.resolve(ui.style());
    let right = ui.painter().layout_no_wrap(detail.to_owned(), small, tokens.muted);
    let room = (rect.width() - right.size().x - 32.0).max(60.0);
    let body = TextStyle::Body.resolve(ui.style());
    let job = egui::text::LayoutJob {
        wrap: egui::text::TextWrapping::truncate_at_width(room),
        ..egui::text::LayoutJob::simple_singleline(title.to_owned(), body, tokens.text)
    };
    let left = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let middle = |height: f32| rect.center().y - height / 2.0;
    let at = egui::pos2(rect.left() + 8.0, middle(left.size().y));
    ui.painter().galley(at, left, tokens.text);
    let at = egui::pos2(rect.right() - right.size().x - 8.0, middle(right.size().y));
    ui.painter().galley(at, right, tokens.muted);
    response
}
