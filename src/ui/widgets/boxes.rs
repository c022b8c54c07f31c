//! Boxes and columns that hold other things.

use egui::{Layout, Margin, Stroke, Ui};

use super::{button, primary_button, quiet_button};
use crate::ui::theme::{self, RADIUS_BOX, SPACE_8, SPACE_12, SPACE_20, Tokens};

/// A rounded box with a hairline.
pub fn card_box<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = Tokens::of(ui);
    egui::Frame::NONE
        .fill(tokens.surface)
        .stroke(Stroke::new(tokens.line_width, tokens.line))
        .corner_radius(RADIUS_BOX)
        .inner_margin(Margin::same(20))
        .show(ui, add)
        .inner
}

/// A column of reading width in the middle of what is there.
pub fn reading_column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let width = width.min(ui.available_width() - 24.0).max(100.0);
    let side = ((ui.available_width() - width) / 2.0).max(0.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(side);
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.set_width(width);
            add(ui)
        })
        .inner
    })
    .inner
}

/// A column of at most this width at the left.
pub fn left_column<R>(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> R) -> R {
    let width = width.min(ui.available_width() - 16.0).max(100.0);
    ui.vertical(|ui| {
        ui.set_width(width);
        add(ui)
    })
    .inner
}

/// Title and second line of a screen, with room for a button on the right.
pub fn screen_header(ui: &mut Ui, title: &str, line: &str, right: impl FnOnce(&mut Ui)) {
    let lead = |ui: &mut Ui| {
        ui.add(egui::Label::new(theme::title(title)).wrap());
        if !line.is_empty() {
            ui.add(egui::Label::new(theme::muted(ui, line)).wrap());
        }
    };
    if ui.available_width() < 560.0 * theme::text_scale(ui) {
        lead(ui);
        ui.add_space(SPACE_8);
        ui.horizontal_wrapped(right);
        return;
    }
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 330.0).max(200.0);
        ui.vertical(|ui| {
            ui.set_max_width(room);
            lead(ui);
        });
        ui.with_layout(Layout::right_to_left(egui::Align::Center), right);
    });
}

/// The title of a part of a screen.
pub fn section_title(ui: &mut Ui, text: &str) {
    ui.label(theme::section(ui, text));
}

/// A setting: label and help on the left, its control on the right.
pub fn setting_row(ui: &mut Ui, label: &str, help: &str, control: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let room = (ui.available_width() - 250.0).max(180.0);
        ui.vertical(|ui| {
            ui.set_max_width(room);
            ui.add(egui::Label::new(theme::strong(label)).wrap());
            if !help.is_empty() {
                ui.add(egui::Label::new(theme::muted(ui, help)).wrap());
            }
        });
        ui.with_layout(Layout::right_to_left(egui::Align::Center), control);
    });
}

/// What stands where nothing is yet; true when its button was pressed.
pub fn empty_state(ui: &mut Ui, title: &str, text: &str, action: Option<&str>) -> bool {
    let mut is_pressed = false;
    ui.vertical_centered(|ui| {
        ui.add_space(56.0);
        ui.label(theme::title_small(title));
        ui.add_space(SPACE_8);
        ui.add(egui::Label::new(theme::muted(ui, text)).wrap());
        ui.add_space(SPACE_20);
        if let Some(action) = action {
            is_pressed = primary_button(ui, action, None).clicked();
        }
    });
    is_pressed
}

/// How serious a toast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// Something was done.
    Info,
    /// Something wants attention.
    Warning,
    /// Something failed.
    Error,
}

/// What was pressed on a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Toast {
    /// Its action.
    pub is_action: bool,
    /// Its close button.
    pub is_closed: bool,
}

/// A message over the lower edge.
pub fn toast(
    ui: &mut Ui,
    kind: ToastKind,
    title: &str,
    detail: &str,
    action: Option<&str>,
) -> Toast {
    let tokens = Tokens::of(ui);
    let line = match kind {
        ToastKind::Info => tokens.line,
        ToastKind::Warning => tokens.warn,
        ToastKind::Error => tokens.bad,
    };
    let mut pressed = Toast { is_action: false, is_closed: false };
    let frame = egui::Frame::NONE
        .fill(tokens.raised)
        .stroke(Stroke::new(tokens.line_width, line))
        .corner_radius(RADIUS_BOX)
        .inner_margin(Margin::symmetric(16, 8));
    frame.show(ui, |ui| {
        ui.set_max_width(560.0);
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_max_width(380.0);
                let label = ui.add(egui::Label::new(theme::strong(title)).wrap());
                announce(ui, &label, kind);
                if !detail.is_empty() {
                    ui.add(egui::Label::new(theme::muted(ui, detail)).wrap());
                }
            });
            ui.add_space(SPACE_12);
            if let Some(action) = action {
                pressed.is_action = button(ui, action, None).clicked();
            }
            pressed.is_closed = quiet_button(ui, "Close").clicked();
        });
    });
    pressed
}

/// Has a screen reader say the message when it appears.
fn announce(ui: &Ui, label: &egui::Response, kind: ToastKind) {
    let live = match kind {
        ToastKind::Info => egui::accesskit::Live::Polite,
        ToastKind::Warning | ToastKind::Error => egui::accesskit::Live::Assertive,
    };
    ui.accesskit_node_builder(label.id, |node| node.set_live(live));
}

/// Where a tool of the exam lies at first; it can be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// At the right, below the upper bar.
    Upper,
    /// At the right, above the lower bar.
    Lower,
}

/// A small movable window; `add` says whether it wants to be closed. True when it is closed.
pub fn tool_window(
    ui: &Ui,
    title: &str,
    corner: Corner,
    add: impl FnOnce(&mut Ui) -> bool,
) -> bool {
    let screen = ui.content_rect();
    let (pivot, at) = match corner {
        Corner::Upper => (egui::Align2::RIGHT_TOP, screen.right_top() + egui::vec2(-16.0, 150.0)),
        Corner::Lower => {
            (egui::Align2::RIGHT_BOTTOM, screen.right_bottom() + egui::vec2(-16.0, -76.0))
        }
    };
    let window = egui::Window::new(title).title_bar(false).frame(theme::dialog_frame(ui));
    let shown = window.resizable(false).pivot(pivot).default_pos(at).show(ui, |ui| {
        ui.set_width(230.0);
        let mut is_closed = false;
        ui.horizontal(|ui| {
            ui.label(theme::strong(title));
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                is_closed = quiet_button(ui, "Close").clicked();
            });
        });
        ui.add_space(SPACE_8);
        add(ui) || is_closed
    });
    shown.and_then(|shown| shown.inner).unwrap_or(false)
}
