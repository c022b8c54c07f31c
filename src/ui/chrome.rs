//! What surrounds the screens: the rail on the left and notices at the bottom.

use egui::Ui;

use super::outbox::Outbox;
use super::theme::{self, icons};
use super::widgets;
use crate::app::notice::{Notice, Severity};
use crate::app::{Command, Screen};

/// Whether the rail is shown beside this screen.
pub(crate) fn has_rail(screen: Screen) -> bool {
    !matches!(screen, Screen::FirstStart | Screen::Study | Screen::Exam)
}

/// The rail: places of the program, icons only in a narrow window.
pub(crate) fn rail(ui: &mut Ui, screen: Screen, left_today: usize, out: &mut Outbox) {
    let scale = theme::text_scale(ui).max(1.0);
    let is_narrow = ui.available_width() < 900.0 * scale;
    let width = if is_narrow { 40.0 + 24.0 * scale } else { 188.0 * scale };
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(12, 20));
    egui::Panel::left("rail").exact_size(width).resizable(false).frame(frame).show(ui, |ui| {
        if !is_narrow {
            ui.horizontal(|ui| {
                ui.add_space(theme::SPACE_8);
                ui.label(theme::strong("Certdeck"));
            });
            ui.add_space(theme::SPACE_16);
        }
        let places = [
            (icons::TODAY, "Today", Screen::Today, (left_today > 0).then_some(left_today)),
            (icons::PRACTICE, "Practice", Screen::Practice, None),
            (icons::EXAM, "Mock exam", Screen::Mock, None),
            (icons::LIBRARY, "Library", Screen::Library, None),
            (icons::PROGRESS, "Progress", Screen::Progress, None),
            (icons::SETTINGS, "Settings", Screen::Settings, None),
        ];
        for (icon, label, place, count) in places {
            let is_here = screen == place
                || (matches!(screen, Screen::Summary | Screen::Plan) && place == Screen::Today)
                || (screen == Screen::Result && place == Screen::Mock)
                || (matches!(screen, Screen::Import | Screen::Edit) && place == Screen::Library);
            let item = widgets::NavItem { icon, label, count, is_selected: is_here, is_narrow };
            let is_clicked = widgets::nav_item(ui, &item).clicked();
            out.push_if(is_clicked, || Command::Go(place));
        }
        if !is_narrow {
            ui.with_layout(egui::Layout::bottom_up(egui::Align::Min), |ui| {
                let is_clicked = widgets::quiet_button(ui, "Ctrl+K  Commands").clicked();
                out.push_if(is_clicked, || Command::TogglePalette);
            });
        }
    });
}

/// Notices over the lower edge, newest below.
pub(crate) fn notices(ui: &mut Ui, notices: &[Notice], out: &mut Outbox) {
    if notices.is_empty() {
        return;
    }
    egui::Area::new(egui::Id::unique("notices"))
        .anchor(egui::Align2::CENTER_BOTTOM, egui::vec2(0.0, -76.0))
        .order(egui::Order::Foreground)
        .show(ui, |ui| {
            for (place, notice) in notices.iter().enumerate() {
                let kind = match notice.severity {
                    Severity::Info => widgets::ToastKind::Info,
                    Severity::Warning => widgets::ToastKind::Warning,
                    Severity::Error => widgets::ToastKind::Error,
                };
                let label = notice.action.as_ref().map(|(label, _)| label.as_str());
                let toast = widgets::toast(ui, kind, &notice.title, &notice.detail, label);
                if toast.is_action
                    && let Some((_, command)) = &notice.action
                {
                    out.push(command.clone());
                    out.push(Command::Dismiss(place));
                } else if toast.is_closed {
                    out.push(Command::Dismiss(place));
                }
                ui.add_space(theme::SPACE_8);
            }
        });
}
