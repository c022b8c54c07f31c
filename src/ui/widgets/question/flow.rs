//! Words and fields in lines: a text that wraps around fields of any height.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Galley, Pos2, Rect, TextStyle, Ui, Vec2};

use crate::ui::widgets::text::{Voice, inline};

/// What stands in a line.
pub(super) enum Piece {
    /// A word with the marks that touch it.
    Word(Arc<Galley>),
    /// The field with this number.
    Blank(usize),
}

/// A piece and where it stands, from the upper left corner of the text.
pub(super) struct Placed {
    pub(super) piece: Piece,
    pub(super) rect: Rect,
}

/// Space between lines, in points.
const LEADING: f32 = 6.0;

/// A text that is being laid out.
pub(super) struct Flow {
    points: f32,
    width: f32,
    /// What must not be torn apart: "[field]," and the like.
    groups: Vec<Vec<(Piece, Vec2)>>,
    is_joined: bool,
}

impl Flow {
    /// Begins a text in the size of a stem over the width that is there.
    pub(super) fn new(ui: &Ui) -> Self {
        let points = TextStyle::Name("stem".into()).resolve(ui.style()).size;
        Self { points, width: ui.available_width(), groups: Vec::new(), is_joined: false }
    }

    /// Adds Markdown: bold, italic, code; a line of its own for every line.
    pub(super) fn text(&mut self, ui: &Ui, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.groups.push(Vec::new());
                self.is_joined = false;
            }
            let line = match line.trim_start().strip_prefix("- ") {
                Some(rest) => format!("• {rest}"),
                None => line.to_owned(),
            };
            for job in words(&inline(ui, &line, self.points, Voice::Plain)) {
                match job {
                    Some(job) => {
                        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
                        let size = galley.size();
                        self.push(Piece::Word(galley), size);
                    }
                    None => self.is_joined = false,
                }
            }
        }
    }

    /// Adds a field.
    pub(super) fn blank(&mut self, number: usize, size: Vec2) {
        let is_second = matches!(
            self.groups.last().and_then(|group| group.last()),
            Some((Piece::Blank(before), _)) if *before == number
        );
        self.is_joined &= !is_second;
        self.push(Piece::Blank(number), size);
    }

    fn push(&mut self, piece: Piece, size: Vec2) {
        match self.groups.last_mut() {
            Some(group) if self.is_joined => group.push((piece, size)),
            _ => self.groups.push(vec![(piece, size)]),
        }
        self.is_joined = true;
    }

    /// Gives the height of all lines and the place of every piece.
    pub(super) fn place(self) -> (f32, Vec<Placed>) {
        let space = self.points * 0.28;
        let mut lines = vec![Line::default()];
        for group in self.groups {
            let width: f32 = group.iter().map(|(_, size)| size.x).sum();
            let used = lines.last().map_or(0.0, |line| line.width);
            if group.is_empty() || (used > 0.0 && used + space + width > self.width) {
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut() {
                line.add(group, space);
            }
        }
        let mut top = 0.0;
        let mut placed = Vec::new();
        for line in lines {
            let height = line.pieces.iter().map(|(_, size, _)| size.y).fold(0.0, f32::max);
            let height = if height == 0.0 { self.points * 0.5 } else { height };
            for (piece, size, x) in line.pieces {
                let min = Pos2::new(x, top + (height - size.y) / 2.0);
                placed.push(Placed { piece, rect: Rect::from_min_size(min, size) });
            }
            top += height + LEADING;
        }
        (top, placed)
    }
}

#[derive(Default)]
struct Line {
    pieces: Vec<(Piece, Vec2, f32)>,
    width: f32,
}

impl Line {
    fn add(&mut self, group: Vec<(Piece, Vec2)>, space: f32) {
        if self.width > 0.0 {
            self.width += space;
        }
        for (piece, size) in group {
            self.pieces.push((piece, size, self.width));
            self.width += size.x;
        }
    }
}

/// Cuts a line at its spaces, keeping formats; none stands for a space.
fn words(job: &LayoutJob) -> Vec<Option<LayoutJob>> {
    let mut words = Vec::new();
    let mut word = LayoutJob::default();
    for section in &job.sections {
        let range = section.byte_range.start.0..section.byte_range.end.0;
        let mut run = String::new();
        for letter in job.text.get(range).unwrap_or_default().chars() {
            if !letter.is_whitespace() {
                run.push(letter);
                continue;
            }
            word.append(&std::mem::take(&mut run), 0.0, section.format.clone());
            finish(&mut words, &mut word);
            words.push(None);
        }
        word.append(&run, 0.0, section.format.clone());
    }
    finish(&mut words, &mut word);
    words
}

fn finish(words: &mut Vec<Option<LayoutJob>>, word: &mut LayoutJob) {
    let word = std::mem::take(word);
    if !word.text.is_empty() {
        words.push(Some(word));
    }
}
