//! Numbers, bars, pills and the items of the rail.

use egui::{
    Align2, FontId, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, vec2,
};

use super::buttons::focus_ring;
use crate::ui::theme::{self, RADIUS_CONTROL, Tokens};

/// Colour of a pill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PillKind {
    /// Belongs to something.
    Accent,
    /// Attention.
    Warn,
    /// Says something in passing.
    Neutral,
}

/// A short word in a rounded ground; cut with "…" where room is short.
pub fn pill(ui: &mut Ui, text: &str, kind: PillKind) -> Response {
    let tokens = Tokens::of(ui);
    let (fill, colour) = match kind {
        PillKind::Accent => (tokens.accent_soft, tokens.accent),
        PillKind::Warn => (tokens.warn_soft, tokens.warn),
        PillKind::Neutral => (tokens.surface, tokens.muted),
    };
    let size = TextStyle::Name("label".into()).resolve(ui.style()).size;
    let font = FontId::new(size, theme::strong_family());
    let room = (ui.available_width() - 20.0).max(40.0);
    let job = egui::text::LayoutJob {
        wrap: egui::text::TextWrapping::truncate_at_width(room),
        ..egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour)
    };
    let label = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let size = label.size() + vec2(18.0, 8.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let line = if tokens.line_width > 1.0 || kind == PillKind::Neutral { colour } else { fill };
    let stroke = Stroke::new(tokens.line_width, line);
    ui.painter().rect(rect, rect.height() / 2.0, fill, stroke, StrokeKind::Inside);
    ui.painter().galley(rect.min + vec2(9.0, 4.0), label, colour);
    response
}

/// A share from 0 to 1 as a bar over the width that is there.
pub fn progress_bar(ui: &mut Ui, share: f32, name: &str) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    let share = share.clamp(0.0, 1.0);
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, name);
        info.value = Some(f64::from(share * 100.0).round());
        info
    });
    ui.painter().rect_filled(rect, 4, tokens.track);
    if share > 0.0 {
        let width = (rect.width() * share).max(8.0);
        let full = egui::Rect::from_min_size(rect.min, vec2(width, rect.height()));
        ui.painter().rect_filled(full, 4, tokens.accent);
    }
    response
}

/// A large quiet number over its label.
pub fn number_with_label(ui: &mut Ui, number: &str, label: &str) {
    let size = TextStyle::Name("big".into()).resolve(ui.style()).size;
    let font = FontId::new(size, egui::FontFamily::Name("bold".into()));
    let tokens = Tokens::of(ui);
    let big = ui.painter().layout_no_wrap(number.to_owned(), font, tokens.text);
    let small = TextStyle::Small.resolve(ui.style());
    let below = ui.painter().layout_no_wrap(label.to_owned(), small, tokens.muted);
    let height = size + 4.0 + below.size().y;
    let width = big.size().x.max(below.size().x);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let name = format!("{number} {label}");
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
    let lift = (big.size().y - size) / 2.0;
    ui.painter().galley(rect.min - vec2(0.0, lift), big, tokens.text);
    ui.painter().galley(rect.min + vec2(0.0, size + 2.0), below, tokens.muted);
}

/// One bar of the week.
#[derive(Debug, Clone)]
pub struct WeekBar<'a> {
    /// Day below the bar.
    pub label: &'a str,
    /// Its height, in any unit ≥ 0.
    pub value: f32,
    /// What it says, for tooltips and screen readers.
    pub text: String,
}

/// Bars side by side over the width that is there; the first one is today.
pub fn bar_week(ui: &mut Ui, bars: &[WeekBar<'_>]) {
    let tokens = Tokens::of(ui);
    let most = bars.iter().map(|bar| bar.value).fold(1.0_f32, f32::max);
    let small = TextStyle::Small.resolve(ui.style());
    let slot = ui.available_width() / bars.len().max(1) as f32;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (place, bar) in bars.iter().enumerate() {
            let (rect, response) = ui.allocate_exact_size(vec2(slot, 106.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &bar.text));
            let height = bar.value / most * 78.0;
            let width = (slot - 12.0).clamp(4.0, 44.0);
            let bottom = rect.top() + 80.0;
            let base = egui::Rect::from_min_max(
                egui::pos2(rect.left(), bottom - height),
                egui::pos2(rect.left() + width, bottom),
            );
            let colour =
                if place == 0 { tokens.accent } else { tokens.accent.gamma_multiply(0.45) };
            if bar.value > 0.0 {
                ui.painter().rect_filled(base, 3, colour);
            } else {
                ui.painter().hline(base.x_range(), bottom, Stroke::new(1.0, tokens.line));
            }
            let foot = egui::pos2(rect.left() + width / 2.0, bottom + 6.0);
            ui.painter().text(foot, Align2::CENTER_TOP, bar.label, small.clone(), tokens.muted);
            response.on_hover_text(&bar.text);
        }
    });
}

/// One place of the rail.
#[derive(Debug, Clone, Copy)]
pub struct NavItem<'a> {
    /// Code point of the icon font.
    pub icon: &'a str,
    /// Name of the place.
    pub label: &'a str,
    /// What waits there.
    pub count: Option<usize>,
    /// Whether one is there.
    pub is_selected: bool,
    /// Icon only.
    pub is_narrow: bool,
}

/// Draws one place of the rail.
pub fn nav_item(ui: &mut Ui, item: &NavItem<'_>) -> Response {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(
        vec2(ui.available_width(), (22.0 * theme::text_scale(ui) + 18.0).max(40.0)),
        Sense::click(),
    );
    let name = match item.count {
        Some(count) => format!("{}, {count} waiting", item.label),
        None => item.label.to_owned(),
    };
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, item.is_selected, &name));
    if item.is_selected {
        ui.painter().rect_filled(rect, RADIUS_CONTROL, tokens.accent_soft);
        if tokens.line_width > 1.0 {
            let stroke = Stroke::new(2.0, tokens.accent);
            ui.painter().rect_stroke(rect, RADIUS_CONTROL, stroke, StrokeKind::Inside);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, RADIUS_CONTROL, tokens.track);
    }
    focus_ring(ui, &response, rect);
    let colour = if item.is_selected { tokens.accent } else { tokens.muted };
    let body = TextStyle::Body.resolve(ui.style());
    let icon = FontId::new(body.size * 1.3, body.family.clone());
    let icon_width = icon.size;
    if item.is_narrow {
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, item.icon, icon, colour);
        return response.on_hover_text(item.label);
    }
    let left = rect.left_center() + vec2(10.0, 0.0);
    ui.painter().text(left, Align2::LEFT_CENTER, item.icon, icon, colour);
    let beside = left + vec2(icon_width + 8.0, 0.0);
    ui.painter().text(beside, Align2::LEFT_CENTER, item.label, body, colour);
    if let Some(count) = item.count {
        let small = TextStyle::Small.resolve(ui.style());
        let right = rect.right_center() - vec2(10.0, 0.0);
        ui.painter().text(right, Align2::RIGHT_CENTER, count, small, colour);
    }
    response
}
