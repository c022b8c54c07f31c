//! A stem whose sentences can be marked.

use egui::text::LayoutJob;
use egui::{Role, Sense, TextStyle, Ui, WidgetInfo};

use super::text::{Voice, inline};
use crate::ui::theme::{self, Tokens};

/// A stretch of a stem in characters: from, until.
pub type Mark = (usize, usize);

/// Sentences of a text, line by line: each with its range in characters of the whole text.
pub fn sentences(text: &str) -> Vec<Vec<Mark>> {
    let mut lines = Vec::new();
    let (mut line, mut start, mut at) = (Vec::new(), 0, 0);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        at += 1;
        let is_end = matches!(letter, '.' | '?' | '!') && letters.peek() == Some(&' ');
        if letter == '\n' || is_end {
            let until = if is_end { at } else { at - 1 };
            if until > start {
                line.push((start, until));
            }
            start = at;
        }
        if letter == '\n' {
            lines.push(std::mem::take(&mut line));
        }
    }
    if at > start {
        line.push((start, at));
    }
    lines.push(line);
    lines
}

fn part(text: &str, (from, until): Mark) -> String {
    text.chars().skip(from).take(until.saturating_sub(from)).collect()
}

/// Draws a stem with its marked sentences. While `marking` names a sentence (its number in the
/// whole stem), sentences can be clicked; gives the one that was.
pub fn stem(ui: &mut Ui, text: &str, marks: &[Mark], marking: Option<usize>) -> Option<Mark> {
    let tokens = Tokens::of(ui);
    let points = TextStyle::Name("stem".into()).resolve(ui.style()).size;
    let mut clicked = None;
    let mut number = 0;
    for line in sentences(text) {
        if line.is_empty() {
            ui.add_space(theme::SPACE_8);
            continue;
        }
        let mut job = LayoutJob { wrap: wrap(ui), ..LayoutJob::default() };
        let mut ends = Vec::new();
        for mark in &line {
            let piece = inline(ui, &part(text, *mark), points, Voice::Plain);
            for section in piece.sections {
                let mut format = section.format.clone();
                if marks.contains(mark) {
                    format.background = tokens.warn_soft;
                }
                if marking == Some(number) {
                    format.underline = egui::Stroke::new(2.0, tokens.accent);
                }
                let bytes = section.byte_range.start.0..section.byte_range.end.0;
                job.append(piece.text.get(bytes).unwrap_or_default(), 0.0, format);
            }
            ends.push((job.text.chars().count(), *mark));
            number += 1;
        }
        if let Some(mark) = draw_line(ui, job, &ends, marking.is_some()) {
            clicked = Some(mark);
        }
    }
    clicked
}

fn wrap(ui: &Ui) -> egui::text::TextWrapping {
    egui::text::TextWrapping { max_width: ui.available_width(), ..Default::default() }
}

fn draw_line(
    ui: &mut Ui,
    job: LayoutJob,
    ends: &[(usize, Mark)],
    is_marking: bool,
) -> Option<Mark> {
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let sense = if is_marking { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(galley.size(), sense);
    let role = if is_marking { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, galley.text()));
    let pointer = response.interact_pointer_pos().filter(|_| response.clicked());
    let place = pointer.map(|pointer| galley.cursor_from_pos(pointer - rect.min).index.0);
    ui.painter().galley(rect.min, galley, Tokens::of(ui).text);
    let place = place?;
    ends.iter().find(|(end, _)| place <= *end).map(|(_, mark)| *mark)
}
