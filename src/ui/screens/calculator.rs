//! A calculator for the mock exam: a line to type in, and its value.

use egui::Ui;

use crate::ui::theme;
use crate::ui::widgets;

/// What is being worked out.
#[derive(Debug, Default)]
pub(crate) struct Calculator {
    is_open: bool,
    text: String,
    wants_focus: bool,
}

impl Calculator {
    /// Opens or closes it.
    pub(crate) fn toggle(&mut self) {
        self.is_open = !self.is_open;
        self.wants_focus = self.is_open;
    }

    /// Draws it over the exam.
    pub(crate) fn window(&mut self, ui: &mut Ui) {
        if !self.is_open {
            return;
        }
        let is_closed = widgets::tool_window(ui, "Calculator", widgets::Corner::Lower, |ui| {
            let edit = egui::TextEdit::singleline(&mut self.text).hint_text("(400 - 380) / 400");
            let size = [ui.available_width(), 34.0];
            let response = ui.add_sized(size, edit).accessible_name("Calculation");
            if std::mem::take(&mut self.wants_focus) {
                response.request_focus();
                // The key that opened it is not typed into it.
                ui.input_mut(|i| i.events.retain(|event| !matches!(event, egui::Event::Text(_))));
            }
            ui.add_space(theme::SPACE_8);
            let shown = value(&self.text).map_or_else(|| "…".to_owned(), words);
            ui.label(theme::title_small(&shown));
            ui.label(theme::muted(ui, "+ − × ÷ ^ ( ) sqrt"));
            response.has_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape))
        });
        self.is_open = !is_closed;
    }
}

/// The value of a calculation; none while it is not one.
pub(crate) fn value(text: &str) -> Option<f64> {
    let plain: String = text
        .chars()
        .filter(|letter| *letter != ',' && *letter != ' ')
        .map(|letter| match letter {
            '×' | '·' => '*',
            '÷' | ':' => '/',
            '−' | '–' => '-',
            other => other,
        })
        .collect();
    if plain.is_empty() || plain.len() > 200 {
        return None;
    }
    exmex::eval_str::<f64>(&plain).ok().filter(|value| value.is_finite())
}

/// At most six places behind the point.
fn words(value: f64) -> String {
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
