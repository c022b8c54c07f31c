//! Item text: a Markdown subset in our own fonts.

use egui::text::{LayoutJob, TextFormat};
use egui::{FontFamily, FontId, TextStyle, Ui};

use crate::domain::figure;
use crate::domain::item::picture::{InText, in_words};
use crate::ui::theme::{self, SPACE_8, Tokens};

/// How large item text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkdownSize {
    /// The question.
    Stem,
    /// Everything else.
    Body,
}

/// Draws item text: paragraphs, lists, tables, quotes, bold, italic, code, figures. No HTML, no network.
pub fn markdown(ui: &mut Ui, text: &str, size: MarkdownSize) {
    if !figure::has_figure(text) {
        return plain(ui, text, size);
    }
    for (place, part) in figure::parts(text).into_iter().enumerate() {
        match part {
            figure::Part::Text(text) => {
                ui.push_id(place, |ui| plain(ui, text, size));
            }
            figure::Part::Figure(source, figure) => {
                super::figure::block(ui, source, &figure, place);
            }
        }
    }
}

fn plain(ui: &mut Ui, text: &str, size: MarkdownSize) {
    let style = match size {
        MarkdownSize::Stem => TextStyle::Name("stem".into()),
        MarkdownSize::Body => TextStyle::Body,
    };
    let points = style.resolve(ui.style()).size;
    let lines: Vec<&str> = text.lines().collect();
    let mut place = 0;
    while let Some(line) = lines.get(place) {
        let trimmed = line.trim();
        if trimmed.starts_with('|') {
            let rest = lines.get(place..).unwrap_or_default();
            let rows: Vec<&str> = rest
                .iter()
                .map(|line| line.trim())
                .take_while(|line| line.starts_with('|'))
                .collect();
            table(ui, &rows, points, place);
            place += rows.len();
            continue;
        }
        if trimmed.is_empty() {
            ui.add_space(SPACE_8);
        } else {
            line_with_pictures(ui, line, points);
        }
        place += 1;
    }
}

/// One line, its pictures below what stands before them.
fn line_with_pictures(ui: &mut Ui, line: &str, points: f32) {
    let mut rest = line;
    while let Some(picture) = InText::first(rest) {
        if !picture.before.trim().is_empty() {
            paragraph(ui, picture.before, points);
        }
        super::picture::in_text(ui, &picture);
        rest = picture.after.trim_start();
    }
    if !rest.trim().is_empty() {
        paragraph(ui, rest, points);
    }
}

/// One line: a heading, a list item, a quote or a paragraph.
fn paragraph(ui: &mut Ui, line: &str, points: f32) {
    let trimmed = line.trim_start();
    let indent = (line.len() - trimmed.len()) as f32 * 6.0;
    if let Some(heading) = trimmed.strip_prefix('#') {
        let job = inline(ui, heading.trim_start_matches('#').trim(), points, Voice::Strong);
        ui.add(egui::Label::new(job).wrap());
        return;
    }
    let (mark, body) = split_mark(trimmed);
    let Some(mark) = mark else {
        let job = inline(ui, body, points, Voice::Plain);
        if indent > 0.0 {
            hanging(ui, indent + 18.0, LayoutJob::default(), job);
        } else {
            ui.add(egui::Label::new(job).wrap());
        }
        return;
    };
    let job = inline(ui, body, points, Voice::Plain);
    // The mark has the line height of the text, so that both stand on one line.
    let mark = inline(ui, &mark, points, Voice::Plain);
    hanging(ui, indent, mark, job);
}

fn hanging(ui: &mut Ui, indent: f32, mark: LayoutJob, job: LayoutJob) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(indent);
        if !mark.text.is_empty() {
            ui.label(mark);
        }
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.add(egui::Label::new(job).wrap());
        });
    });
}

/// Takes the mark of a list item or a quote off a line.
fn split_mark(line: &str) -> (Option<String>, &str) {
    for (mark, shown) in [("- ", "•"), ("* ", "•"), ("> ", "│")] {
        if let Some(rest) = line.strip_prefix(mark) {
            return (Some(shown.to_owned()), rest);
        }
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line.get(digits..).and_then(|rest| rest.strip_prefix(". ")) {
        Some(rest) if (1..=3).contains(&digits) => {
            (line.get(..digits).map(|number| format!("{number}.")), rest)
        }
        _ => (None, line),
    }
}

/// How a stretch of text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Plain,
    Strong,
}

/// Lays out bold (`**`), italic (`*` or `_` at a word's edge) and code (`` ` ``).
pub(super) fn inline(ui: &Ui, text: &str, points: f32, voice: Voice) -> LayoutJob {
    let tokens = Tokens::of(ui);
    let mut job = LayoutJob::default();
    let (mut is_bold, mut is_italic, mut is_code) = (voice == Voice::Strong, false, false);
    let mut run = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some(literal) = escaped(rest).filter(|_| !is_code) {
            run.push(literal);
            rest = rest.get(2..).unwrap_or_default();
            continue;
        }
        let (is_mark, length) = if is_code {
            (next == '`', 1)
        } else if rest.starts_with("**") {
            (true, 2)
        } else {
            (next == '`' || (next == '*' && is_edge(&run, rest, is_italic)), next.len_utf8())
        };
        if is_mark {
            let format = format(points, tokens, is_bold, is_italic, is_code);
            job.append(&std::mem::take(&mut run), 0.0, format);
            match (next, length) {
                ('`', _) => is_code = !is_code,
                (_, 2) => is_bold = !is_bold,
                _ => is_italic = !is_italic,
            }
        } else {
            run.push(next);
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    job.append(&run, 0.0, format(points, tokens, is_bold, is_italic, is_code));
    job
}

/// The sign behind a backslash, which means itself.
fn escaped(text: &str) -> Option<char> {
    text.strip_prefix('\\')?.chars().next().filter(char::is_ascii_punctuation)
}

/// Whether a star opens or closes italics: it touches a word on the inner side.
fn is_edge(before: &str, rest: &str, is_italic: bool) -> bool {
    let after = rest.chars().nth(1);
    if is_italic {
        before.chars().last().is_some_and(|c| !c.is_whitespace())
    } else {
        after.is_some_and(|c| !c.is_whitespace())
            && rest.get(1..).is_some_and(|rest| rest.contains('*'))
    }
}

fn format(
    points: f32,
    tokens: &Tokens,
    is_bold: bool,
    is_italic: bool,
    is_code: bool,
) -> TextFormat {
    let family = match (is_code, is_bold) {
        (true, _) => FontFamily::Monospace,
        (false, true) => theme::strong_family(),
        (false, false) => FontFamily::Proportional,
    };
    TextFormat {
        font_id: FontId::new(points, family),
        color: tokens.text,
        italics: is_italic,
        line_height: Some(points * 1.5),
        ..TextFormat::default()
    }
}

/// Draws a table; the row of dashes is left out.
/// Space between columns.
const COLUMN_GAP: f32 = 20.0;
/// A column is not made narrower than this; a table that is still too wide can be scrolled.
const NARROWEST: f32 = 70.0;

fn table(ui: &mut Ui, rows: &[&str], points: f32, place: usize) {
    let points = points.min(15.0);
    let rows: Vec<Vec<LayoutJob>> = rows
        .iter()
        .map(|row| cells(row))
        .filter(|cells| !cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | ':'))))
        .enumerate()
        .map(|(number, cells)| {
            let voice = if number == 0 { Voice::Strong } else { Voice::Plain };
            cells.into_iter().map(|cell| inline(ui, &in_words(cell), points, voice)).collect()
        })
        .collect();
    let widths = column_widths(ui, &rows);
    egui::ScrollArea::horizontal().id_salt(("table", place)).show(ui, |ui| {
        let grid = egui::Grid::new(("grid", place)).striped(false).spacing([COLUMN_GAP, 6.0]);
        grid.min_row_height(0.0).show(ui, |ui| {
            for cells in rows {
                for (job, width) in cells.into_iter().zip(&widths) {
                    ui.vertical(|ui| {
                        ui.set_width(*width);
                        ui.add(egui::Label::new(job).wrap());
                    });
                }
                ui.end_row();
            }
        });
    });
}

/// Cells between bars; `\|` is a letter.
fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
    let (mut cells, mut start) = (Vec::new(), 0);
    for (at, _) in row.match_indices('|') {
        if !row.get(..at).is_some_and(|before| before.ends_with('\\')) {
            cells.push(row.get(start..at).unwrap_or_default().trim());
            start = at + 1;
        }
    }
    cells.push(row.get(start..).unwrap_or_default().trim());
    cells
}

/// Natural widths where they fit; else the wide columns give way first and wrap.
fn column_widths(ui: &Ui, rows: &[Vec<LayoutJob>]) -> Vec<f32> {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut natural = vec![0.0_f32; n_columns];
    for row in rows {
        for (job, width) in row.iter().zip(&mut natural) {
            let mut job = job.clone();
            job.wrap.max_width = f32::INFINITY;
            *width = width.max(ui.fonts_mut(|fonts| fonts.layout_job(job)).size().x.ceil() + 1.0);
        }
    }
    let room = ui.available_width() - COLUMN_GAP * n_columns.saturating_sub(1) as f32;
    let (mut low, mut high) = (NARROWEST, natural.iter().copied().fold(NARROWEST, f32::max));
    let sum = |most: f32| natural.iter().map(|width| width.min(most)).sum::<f32>();
    if sum(high) > room {
        for _ in 0..20 {
            let middle = f32::midpoint(low, high);
            if sum(middle) > room { high = middle } else { low = middle }
        }
        high = low;
    }
    natural.into_iter().map(|width| width.min(high)).collect()
}
