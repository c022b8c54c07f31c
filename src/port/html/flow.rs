//! Markdown that grows: lines with their prefixes, marks that open and close at words.

use super::escape::{Place, escape_into};

/// Deepest nesting of lists and quotes; deeper ones are flat.
const MAX_DEPTH: usize = 32;

/// Emphasis of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bold,
    Italic,
    Sub,
    Sup,
}

impl Mark {
    fn sign(self) -> &'static str {
        match self {
            Self::Bold => "**",
            Self::Italic => "*",
            Self::Sub => "~",
            Self::Sup => "^",
        }
    }
}

/// What stands between the last text and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    None,
    Line,
    Blank,
}

/// What stands before each line of a list item or a quote.
#[derive(Debug)]
struct Prefix {
    first: Option<String>,
    rest: String,
}

/// Markdown that grows.
#[derive(Debug)]
pub(super) struct Flow {
    text: String,
    due: Break,
    has_blank: bool,
    is_begun: bool,
    is_cell: bool,
    prefixes: Vec<Prefix>,
    /// Prefixes that the last text and the next have in common.
    n_shared: usize,
    open: Vec<Mark>,
    /// Marks that the next text shall have, each once, outermost first.
    pub(super) wanted: Vec<Mark>,
}

impl Flow {
    pub(super) fn new(is_cell: IsCell) -> Self {
        Self {
            text: String::new(),
            due: Break::None,
            has_blank: false,
            is_begun: false,
            is_cell: is_cell == IsCell::Yes,
            prefixes: Vec::new(),
            n_shared: 0,
            open: Vec::new(),
            wanted: Vec::new(),
        }
    }

    pub(super) fn is_cell(&self) -> bool {
        self.is_cell
    }

    /// Asks for a break before the next text; the larger of several counts.
    pub(super) fn break_off(&mut self, due: Break) {
        self.due = self.due.max(due);
        self.has_blank = false;
    }

    /// Asks for one more line end, as `<br>` does: two of them make a blank line.
    pub(super) fn line_end(&mut self) {
        let due = if self.due == Break::None { Break::Line } else { Break::Blank };
        self.break_off(due);
    }

    /// Begins a list item (`first` is its sign) or a quote; says whether it was not too deep.
    pub(super) fn indent(&mut self, first: Option<&str>, rest: &str) -> bool {
        if self.prefixes.len() >= MAX_DEPTH || self.is_cell {
            return false;
        }
        let prefix = Prefix { first: first.map(str::to_owned), rest: rest.to_owned() };
        self.prefixes.push(prefix);
        true
    }

    pub(super) fn outdent(&mut self) {
        self.prefixes.pop();
        self.n_shared = self.n_shared.min(self.prefixes.len());
    }

    /// Text as HTML means it: white space collapsed, escaped.
    pub(super) fn text(&mut self, text: &str) {
        let is_space = |c: char| c.is_ascii_whitespace() || c == '\u{a0}';
        let trimmed = text.trim_matches(is_space);
        if trimmed.is_empty() {
            self.has_blank |= !text.is_empty();
            return;
        }
        self.has_blank |= text.starts_with(is_space);
        let place = self.begin_text();
        // A script ends at a blank, so the blanks inside one are of the kind that does not break.
        let blank = if self.open.iter().any(|m| matches!(m, Mark::Sub | Mark::Sup)) {
            "\u{a0}"
        } else {
            " "
        };
        let is_plain = blank == " "
            && !trimmed.contains("  ")
            && !trimmed.contains(['\n', '\r', '\t', '\u{a0}']);
        if is_plain {
            escape_into(trimmed, place, &mut self.text);
        } else {
            let words: Vec<&str> = trimmed.split(is_space).filter(|w| !w.is_empty()).collect();
            escape_into(&words.join(blank), place, &mut self.text);
        }
        self.has_blank = text.ends_with(is_space);
    }

    /// Markdown that stands inside a line, with the marks around it.
    pub(super) fn raw(&mut self, markdown: &str) {
        self.begin_text();
        self.text.push_str(markdown);
    }

    /// A sign that no mark may span.
    pub(super) fn bare(&mut self, sign: &str) {
        let wanted = std::mem::take(&mut self.wanted);
        self.raw(sign);
        self.wanted = wanted;
    }

    /// Whole lines as they are: a table or a fenced block.
    pub(super) fn lines<'a>(&mut self, lines: impl Iterator<Item = &'a str>) {
        let wanted = std::mem::take(&mut self.wanted);
        self.break_off(Break::Blank);
        for line in lines {
            self.begin_text();
            self.text.push_str(line);
            self.break_off(Break::Line);
        }
        self.break_off(Break::Blank);
        self.wanted = wanted;
    }

    /// Settles breaks, blanks and marks; says where the next letter will stand.
    fn begin_text(&mut self) -> Place {
        let is_line_start = !self.is_begun || (self.due > Break::None && !self.is_cell);
        if is_line_start {
            self.close_marks(0);
            self.begin_line();
        }
        let n_same = self.open.iter().zip(&self.wanted).take_while(|(a, b)| a == b).count();
        self.close_marks(n_same);
        if !is_line_start && (self.has_blank || self.due > Break::None) {
            self.text.push(' ');
        }
        (self.due, self.has_blank, self.is_begun) = (Break::None, false, true);
        let has_new_mark = self.wanted.len() > n_same;
        for mark in self.wanted.get(n_same..).unwrap_or_default() {
            self.text.push_str(mark.sign());
            self.open.push(*mark);
        }
        match (self.is_cell, is_line_start && !has_new_mark) {
            (true, _) => Place::Cell,
            (false, true) => Place::LineStart,
            (false, false) => Place::Inside,
        }
    }

    fn begin_line(&mut self) {
        if self.is_begun {
            self.text.push('\n');
            if self.due == Break::Blank {
                for prefix in self.prefixes.get(..self.n_shared).unwrap_or_default() {
                    self.text.push_str(&prefix.rest);
                }
                self.text.truncate(self.text.trim_end_matches(' ').len());
                self.text.push('\n');
            }
        }
        for prefix in &mut self.prefixes {
            match prefix.first.take() {
                Some(first) => self.text.push_str(&first),
                None => self.text.push_str(&prefix.rest),
            }
        }
        self.n_shared = self.prefixes.len();
    }

    fn close_marks(&mut self, n_kept: usize) {
        for mark in self.open.drain(n_kept.min(self.open.len())..).rev() {
            self.text.push_str(mark.sign());
        }
    }

    /// Bytes written so far.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// What was written from byte `from` on.
    pub(super) fn since(&self, from: usize) -> &str {
        self.text.get(from..).unwrap_or_default()
    }

    pub(super) fn finish(mut self) -> String {
        self.close_marks(0);
        self.text
    }
}

/// Whether a flow is a table cell: one line, bars escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IsCell {
    Yes,
    No,
}
