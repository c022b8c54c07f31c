//! The tokens of HTML as they come, turned into Markdown.

mod text;

use std::cell::RefCell;

use html5ever::tokenizer::{EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult};

use super::code::{gap_signs, in_code, longest_run};
use super::flow::{Break, Flow, IsCell, Mark};
use super::formula::{self, Formulas};
use super::plain::{raw_kind, tokenise};
use super::table::Table;
use super::tags::{Meaning, attribute, has_style, is_void, meaning};
use super::{HtmlNotes, MediaShelf};

/// Deepest nesting of tags; deeper ones count as their text.
const MAX_DEPTH: usize = 256;

/// Converts a field.
pub(super) fn read(html: &str, shelf: &mut dyn MediaShelf, notes: &mut HtmlNotes) -> String {
    let (html, formulas) = formula::cut_out(html, notes);
    let sink = Sink(RefCell::new(Reader {
        flow: Flow::new(IsCell::No),
        outer: None,
        table: None,
        stack: Vec::new(),
        pending: String::new(),
        code: None,
        n_removed: 0,
        formulas,
        shelf,
        notes,
    }));
    let has_markup = html.contains(['<', '&']);
    if !has_markup {
        sink.0.borrow_mut().pending.push_str(&html);
    }
    let sink = if has_markup { tokenise(&html, sink) } else { sink };
    sink.0.into_inner().finish()
}

struct Sink<'a>(RefCell<Reader<'a>>);

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut reader = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => reader.pending.push_str(&text),
            Token::TagToken(tag) if tag.kind == EndTag => reader.end(&tag.name),
            Token::TagToken(tag) => {
                debug_assert_eq!(tag.kind, StartTag, "there are two kinds");
                reader.start(&tag);
                if let Some(kind) = raw_kind(&tag.name).filter(|_| !tag.self_closing) {
                    return TokenSinkResult::RawData(kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// An open element and what its end has to undo.
struct Open {
    name: String,
    undo: Undo,
}

enum Undo {
    Nothing,
    Mark(Mark),
    Break(Break),
    Heading {
        is_new: bool,
    },
    Indent {
        due: Break,
    },
    /// Number of the next item, none for bullets.
    List {
        next: Option<usize>,
    },
    Code {
        is_block: bool,
    },
    Link {
        address: String,
        from: usize,
    },
    Ruby,
    Removed,
    Table,
    Row,
    Cell {
        columns: usize,
        rows: usize,
    },
}

struct Reader<'a> {
    flow: Flow,
    /// The text around the cell that `flow` is.
    outer: Option<Flow>,
    table: Option<Table>,
    stack: Vec<Open>,
    /// Text that may go on after an entity.
    pending: String,
    /// Code that is taken as it is.
    code: Option<String>,
    n_removed: usize,
    formulas: Formulas,
    shelf: &'a mut dyn MediaShelf,
    notes: &'a mut HtmlNotes,
}

impl Reader<'_> {
    fn start(&mut self, tag: &Tag) {
        self.flush();
        let name: &str = &tag.name;
        let meaning = meaning(name);
        if self.n_removed > 0 {
            if meaning == Meaning::Removed && !is_void(meaning, name) {
                self.push(name, Undo::Removed);
                self.n_removed += 1;
            }
            return;
        }
        self.notes.n_styles += usize::from(has_style(tag));
        self.notes.n_scripts += usize::from(matches!(name, "script" | "iframe"));
        if self.code.is_some() {
            self.in_code(meaning, name);
            return;
        }
        if is_void(meaning, name) {
            self.void(meaning, tag);
            return;
        }
        if self.stack.len() >= MAX_DEPTH {
            self.notes.n_deep += 1;
            return;
        }
        self.close_implied(meaning);
        let undo = self.open(meaning, tag);
        self.push(name, undo);
    }

    fn push(&mut self, name: &str, undo: Undo) {
        self.stack.push(Open { name: name.to_owned(), undo });
    }

    /// Inside code only line ends count; the element that ends it is found by its name.
    fn in_code(&mut self, meaning: Meaning, name: &str) {
        let is_line = matches!(
            meaning,
            Meaning::LineEnd | Meaning::Block | Meaning::Paragraph | Meaning::Item | Meaning::Row
        );
        if let Some(code) = self.code.as_mut().filter(|code| is_line && !code.is_empty()) {
            code.push('\n');
        }
        if meaning == Meaning::Removed && !is_void(meaning, name) && self.stack.len() < MAX_DEPTH {
            self.push(name, Undo::Removed);
            self.n_removed += 1;
        }
    }

    fn void(&mut self, meaning: Meaning, tag: &Tag) {
        match meaning {
            Meaning::LineEnd => self.flow.line_end(),
            Meaning::Rule => self.flow.break_off(Break::Blank),
            Meaning::Image => {
                if let Some(source) = attribute(tag, "src") {
                    self.image(source, attribute(tag, "alt").unwrap_or_default());
                }
            }
            Meaning::Void if &*tag.name == "source" => {
                if let Some(source) = attribute(tag, "src") {
                    self.sound(source);
                }
            }
            _ => {}
        }
    }

    /// Ends elements that this one ends without saying so.
    fn close_implied(&mut self, meaning: Meaning) {
        let (ended, walls): (&[&str], &[&str]) = match meaning {
            Meaning::Item => (&["li"], &["ul", "ol", "menu"]),
            Meaning::Row => (&["tr", "td", "th"], &["table"]),
            Meaning::Cell => (&["td", "th"], &["table", "tr"]),
            Meaning::Paragraph
            | Meaning::List
            | Meaning::Numbers
            | Meaning::Table
            | Meaning::Heading
            | Meaning::Pre => (&["p"], &["li", "td", "th", "div", "blockquote"]),
            _ => return,
        };
        let mut from = None;
        for (place, open) in self.stack.iter().enumerate().rev() {
            if walls.contains(&open.name.as_str()) {
                break;
            }
            if ended.contains(&open.name.as_str()) {
                from = Some(place);
            }
        }
        if let Some(from) = from {
            self.close_down_to(from);
        }
    }

    fn open(&mut self, meaning: Meaning, tag: &Tag) -> Undo {
        match meaning {
            Meaning::Mark(mark) => self.open_mark(mark).map_or(Undo::Nothing, Undo::Mark),
            Meaning::Code | Meaning::Pre => {
                self.code = Some(String::new());
                Undo::Code { is_block: meaning == Meaning::Pre }
            }
            Meaning::List | Meaning::Numbers => {
                self.flow.break_off(self.list_break());
                let start = attribute(tag, "start").and_then(|start| start.parse().ok());
                let next = (meaning == Meaning::Numbers).then(|| start.unwrap_or(1));
                Undo::List { next }
            }
            Meaning::Item => self.open_item(),
            Meaning::Quote => {
                self.flow.break_off(Break::Blank);
                self.indented(None, "> ", Break::Blank)
            }
            Meaning::Table if self.table.is_none() && !self.flow.is_cell() => {
                self.table = Some(Table::default());
                Undo::Table
            }
            Meaning::Row if self.is_in_table_itself() => Undo::Row,
            Meaning::Cell if self.is_in_table_itself() => self.open_cell(tag),
            Meaning::Table | Meaning::Row | Meaning::Cell | Meaning::Block => {
                self.flow.break_off(Break::Line);
                Undo::Break(Break::Line)
            }
            Meaning::Paragraph => {
                self.flow.break_off(Break::Blank);
                Undo::Break(Break::Blank)
            }
            Meaning::Heading => {
                self.flow.break_off(Break::Blank);
                Undo::Heading { is_new: self.open_mark(Mark::Bold).is_some() }
            }
            Meaning::Link => {
                let address = attribute(tag, "href").unwrap_or_default().trim().to_owned();
                Undo::Link { address, from: self.flow.len() }
            }
            Meaning::RubyText => {
                self.flow.raw("(");
                Undo::Ruby
            }
            Meaning::Sound => {
                if let Some(source) = attribute(tag, "src") {
                    self.sound(source);
                }
                Undo::Nothing
            }
            Meaning::Removed => {
                self.n_removed += 1;
                Undo::Removed
            }
            Meaning::LineEnd | Meaning::Rule | Meaning::Image | Meaning::Void | Meaning::Plain => {
                Undo::Nothing
            }
        }
    }

    fn open_mark(&mut self, mark: Mark) -> Option<Mark> {
        let is_new = !self.flow.wanted.contains(&mark);
        if is_new {
            self.flow.wanted.push(mark);
        }
        is_new.then_some(mark)
    }

    /// A list inside a list needs no blank line.
    fn list_break(&self) -> Break {
        let is_inner = self.stack.iter().any(|open| matches!(open.undo, Undo::Indent { .. }));
        if is_inner { Break::Line } else { Break::Blank }
    }

    fn open_item(&mut self) -> Undo {
        self.flow.break_off(Break::Line);
        let list = self.stack.iter_mut().rev().find_map(|open| match &mut open.undo {
            Undo::List { next } => Some(next),
            _ => None,
        });
        let sign = match list {
            Some(Some(next)) => {
                let sign = format!("{next}. ");
                *next = next.saturating_add(1);
                sign
            }
            _ => "- ".to_owned(),
        };
        let rest = " ".repeat(sign.len());
        self.indented(Some(&sign), &rest, Break::Line)
    }

    fn indented(&mut self, first: Option<&str>, rest: &str, due: Break) -> Undo {
        if self.flow.indent(first, rest) { Undo::Indent { due } } else { Undo::Break(due) }
    }

    /// Whether rows and cells belong to the table that is written, not to one inside its cells.
    fn is_in_table_itself(&self) -> bool {
        self.table.is_some() && !self.flow.is_cell()
    }

    fn open_cell(&mut self, tag: &Tag) -> Undo {
        let span = |name| attribute(tag, name).and_then(|n| n.trim().parse().ok()).unwrap_or(1);
        let outer = std::mem::replace(&mut self.flow, Flow::new(IsCell::Yes));
        self.outer = Some(outer);
        Undo::Cell { columns: span("colspan"), rows: span("rowspan") }
    }

    fn end(&mut self, name: &str) {
        self.flush();
        let found = self.stack.iter().rposition(|open| open.name == name);
        if let Some(from) = found {
            self.close_down_to(from);
        } else if name == "p" && self.n_removed == 0 {
            self.flow.break_off(Break::Blank);
        }
    }

    fn close_down_to(&mut self, from: usize) {
        while self.stack.len() > from {
            let Some(open) = self.stack.pop() else { return };
            self.close(open.undo);
        }
    }

    fn close(&mut self, undo: Undo) {
        match undo {
            Undo::Nothing => {}
            Undo::Mark(mark) => self.flow.wanted.retain(|wanted| *wanted != mark),
            Undo::Break(due) => self.flow.break_off(due),
            Undo::Heading { is_new } => {
                if is_new {
                    self.flow.wanted.retain(|wanted| *wanted != Mark::Bold);
                }
                self.flow.break_off(Break::Blank);
            }
            Undo::Indent { due } => {
                self.flow.outdent();
                self.flow.break_off(due);
            }
            Undo::List { .. } => self.flow.break_off(self.list_break()),
            Undo::Code { is_block } => self.close_code(is_block),
            Undo::Link { address, from } => self.close_link(&address, from),
            Undo::Ruby => self.flow.raw(")"),
            Undo::Removed => self.n_removed -= 1,
            Undo::Table => self.close_table(),
            Undo::Row => {
                if let Some(table) = &mut self.table {
                    table.end_row();
                }
            }
            Undo::Cell { columns, rows } => self.close_cell(columns, rows),
        }
    }

    fn close_code(&mut self, is_block: bool) {
        let code = self.code.take().unwrap_or_default().replace('\u{a0}', " ");
        let code = self.formulas.restored(&gap_signs(&code));
        if (is_block || code.trim().contains('\n')) && !self.flow.is_cell() {
            let code = code.trim_end().trim_start_matches('\n');
            let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
            let lines = std::iter::once(fence.as_str()).chain(code.lines());
            self.flow.lines(lines.chain(std::iter::once(fence.as_str())));
        } else {
            let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
            if !code.is_empty() {
                let place = if self.flow.is_cell() { IsCell::Yes } else { IsCell::No };
                self.flow.raw(&in_code(&code, place));
            }
        }
    }

    fn close_link(&mut self, address: &str, from: usize) {
        let lower = address.to_ascii_lowercase();
        let is_told = !address.is_empty()
            && !address.starts_with('#')
            && !["javascript:", "data:", "vbscript:"].iter().any(|bad| lower.starts_with(bad));
        let shown = self.flow.since(from.min(self.flow.len()));
        if is_told && !shown.contains(address.trim_start_matches("mailto:")) {
            self.flow.text(" ");
            self.flow.text(&format!("({address})"));
        }
    }

    fn close_cell(&mut self, columns: usize, rows: usize) {
        let Some(outer) = self.outer.take() else { return };
        let text = std::mem::replace(&mut self.flow, outer).finish();
        if let Some(table) = &mut self.table {
            self.notes.n_spans += usize::from(table.cell(&text, columns, rows));
        }
    }

    fn close_table(&mut self) {
        let lines = self.table.take().map(Table::lines).unwrap_or_default();
        if !lines.is_empty() {
            self.flow.lines(lines.iter().map(String::as_str));
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.close_down_to(0);
        self.flow.finish()
    }
}
