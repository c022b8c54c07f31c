//! Words and fields in lines: a text that wraps around fields of any height.

use std::sync::Arc;

use egui::text::LayoutJob;
use egui::{Galley, Pos2, Rect, TextStyle, Ui, Vec2};

use crate::ui::widgets::text::{Voice, inline};

/// What stands in a line, laid out.
pub(super) enum Piece {
    /// Words that stand together.
    Words(Arc<Galley>),
    /// The field with this number.
    Blank(usize),
}

/// A piece and where it stands, from the upper left corner of the text.
pub(super) struct Placed {
    pub(super) piece: Piece,
    pub(super) rect: Rect,
}

/// What is to stand in a line, and its size.
enum Part {
    Word(LayoutJob, Vec2),
    Blank(usize, Vec2),
}

impl Part {
    fn is_blank(&self) -> bool {
        matches!(self, Self::Blank(..))
    }

    fn size(&self) -> Vec2 {
        match self {
            Self::Word(_, size) | Self::Blank(_, size) => *size,
        }
    }
}

/// Space between lines, in points.
const LEADING: f32 = 8.0;
/// Space beside a field, in points.
const BESIDE: f32 = 3.0;

/// A text that is being laid out.
pub(super) struct Flow {
    points: f32,
    width: f32,
    /// What must not be torn apart: "[field]," and the like.
    groups: Vec<Vec<Part>>,
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
                        let size = ui.fonts_mut(|fonts| fonts.layout_job(job.clone())).size();
                        self.push(Part::Word(job, size));
                    }
                    None => self.is_joined = false,
                }
            }
        }
    }

    /// Adds a field.
    pub(super) fn blank(&mut self, number: usize, size: Vec2) {
        let last = self.groups.last().and_then(|group| group.last());
        let is_second = matches!(last, Some(Part::Blank(before, _)) if *before == number);
        self.is_joined &= !is_second;
        self.push(Part::Blank(number, size));
    }

    fn push(&mut self, part: Part) {
        match self.groups.last_mut() {
            Some(group) if self.is_joined => group.push(part),
            _ => self.groups.push(vec![part]),
        }
        self.is_joined = true;
    }

    /// Breaks the text into lines.
    fn lines(self) -> Vec<Line> {
        let space = self.points * 0.28;
        let mut lines = vec![Line::default()];
        for group in self.groups {
            let width: f32 = group.iter().map(|part| part.size().x).sum();
            let used = lines.last().map_or(0.0, |line| line.width);
            let space = if group.iter().any(Part::is_blank) { space + BESIDE } else { space };
            if group.is_empty() || (used > 0.0 && used + space + width > self.width) {
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut() {
                line.add(group, space);
            }
        }
        lines
    }

    /// Gives the height of all lines and the place of every piece.
    pub(super) fn place(self, ui: &Ui) -> (f32, Vec<Placed>) {
        let (empty, space) = (self.points * 0.5, self.points * 0.28);
        let mut top = 0.0;
        let mut placed = Vec::new();
        for line in self.lines() {
            let pieces = line.pieces(ui, space);
            let height = pieces.iter().map(|(_, size, _)| size.y).fold(0.0, f32::max);
            let height = if height == 0.0 { empty } else { height };
            let mut left = 0.0;
            for (piece, size, gap) in pieces {
                let min = Pos2::new(left + gap, top + (height - size.y) / 2.0);
                placed.push(Placed { piece, rect: Rect::from_min_size(min, size) });
                left = min.x + size.x;
            }
            top += height + LEADING;
        }
        (top, placed)
    }
}

/// One line: parts, and before which of them a space stands.
#[derive(Default)]
struct Line {
    parts: Vec<(Part, bool)>,
    width: f32,
}

impl Line {
    fn add(&mut self, group: Vec<Part>, space: f32) {
        let is_first = self.parts.is_empty();
        self.width += if is_first { 0.0 } else { space };
        for (at, part) in group.into_iter().enumerate() {
            self.width += part.size().x;
            self.parts.push((part, at == 0 && !is_first));
        }
    }

    /// Lays out words that stand together as one, so that they keep their distances. Each piece
    /// comes with its size and the gap before it.
    fn pieces(self, ui: &Ui, space: f32) -> Vec<(Piece, Vec2, f32)> {
        let mut pieces = Vec::new();
        let mut run = Run::default();
        for (part, has_space) in self.parts {
            let gap = if has_space { space + BESIDE } else { 0.0 };
            match part {
                Part::Word(word, _) if run.job.text.is_empty() => {
                    run.gap = gap;
                    join(&mut run.job, &word, false);
                }
                Part::Word(word, _) => join(&mut run.job, &word, has_space),
                Part::Blank(number, size) => {
                    pieces.extend(std::mem::take(&mut run).finish(ui));
                    pieces.push((Piece::Blank(number), size, gap));
                }
            }
        }
        pieces.extend(run.finish(ui));
        pieces
    }
}

/// Adds a word to a run; a space takes the format of the word after it.
fn join(run: &mut LayoutJob, word: &LayoutJob, has_space: bool) {
    for (at, section) in word.sections.iter().enumerate() {
        let range = section.byte_range.start.0..section.byte_range.end.0;
        let text = word.text.get(range).unwrap_or_default();
        let space = if at == 0 && has_space { " " } else { "" };
        run.append(&format!("{space}{text}"), 0.0, section.format.clone());
    }
}

/// Words between two fields.
#[derive(Default)]
struct Run {
    job: LayoutJob,
    gap: f32,
}

impl Run {
    fn finish(self, ui: &Ui) -> Option<(Piece, Vec2, f32)> {
        if self.job.text.is_empty() {
            return None;
        }
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(self.job));
        let size = galley.size();
        Some((Piece::Words(galley), size, self.gap))
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
