//! From files to a deck and a list of findings. One broken item never hides the rest.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::sync::Arc;

use ron::Options;
use ron::error::SpannedError;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

pub use super::source::SourceFile;

use super::diagnostic::Diagnostic;
use super::explain::explain;
use super::model::{Blueprint, Deck, Item, Review};
use super::schema::{Shape, unknown_of};
use super::source::{
    Broken, Elements, Field, Lines, Scanner, Span, Token, byte_of, clip, elements,
};
use super::validate::validate;

/// Largest file that is read, in bytes.
const MAX_BYTES: usize = 16 << 20;

/// Most items of one deck.
pub(super) const MAX_ITEMS: usize = 200_000;

/// Most findings of one deck; a file that has more is no deck.
pub(super) const MAX_FOUND: usize = 20_000;

/// What came of reading a deck's files.
#[derive(Debug, Default)]
pub struct Reading {
    /// The deck without its broken items; none when it is refused or has no head.
    pub deck: Option<Deck>,
    /// What was noticed, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    places: HashMap<String, Place, foldhash::fast::RandomState>,
    head: Place,
}

/// Where something stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    file: Arc<str>,
    at: (usize, usize),
}

impl Reading {
    /// Gives findings about items, and about the deck itself, the place of what they are about.
    pub fn locate(&self, found: &mut [Diagnostic]) {
        for one in found.iter_mut().filter(|one| one.line == 0) {
            let item = one.item.as_ref().and_then(|item| self.places.get(item));
            let place = item.unwrap_or(&self.head);
            one.file = place.file.to_string();
            (one.line, one.column) = place.at;
        }
    }
}

/// Reads the files of one deck: `deck.ron` and its part files, or a single file.
pub fn read_deck(files: &[SourceFile]) -> (Option<Deck>, Vec<Diagnostic>) {
    let reading = read(files);
    (reading.deck, reading.diagnostics)
}

/// The same, and remembers where everything stands.
pub fn read(files: &[SourceFile]) -> Reading {
    let mut files: Vec<&SourceFile> = files.iter().collect();
    files.sort_by_key(|file| reading_order(&file.path));
    read_each(files)
}

/// Key by which the files of a deck are read: its head first, then by name.
pub fn reading_order(path: &str) -> (bool, String) {
    (name_of(path) != "deck.ron", path.to_owned())
}

/// The same for files that come one at a time, in [`reading_order`]: only one is in memory.
pub fn read_each(files: impl IntoIterator<Item = impl Borrow<SourceFile>>) -> Reading {
    let mut reader = Reader::default();
    files.into_iter().for_each(|file| reader.take(file.borrow()));
    reader.finish()
}

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// What was read so far.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) deck: Option<Deck>,
    /// The format is not known; nothing more is read.
    pub(super) is_refused: bool,
    pub(super) items: Vec<Item>,
    pub(super) blueprints: Vec<Blueprint>,
    pub(super) reviews: Vec<Review>,
    pub(super) n_elements: usize,
    pub(super) found: Vec<Diagnostic>,
    pub(super) places: HashMap<String, Place, foldhash::fast::RandomState>,
    head: Place,
    /// Path of the first file.
    first: Option<String>,
}

/// A file, its text and its lines.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) path: &'a Arc<str>,
    pub(super) whole: &'a str,
    lines: &'a Lines,
}

impl<'a> Text<'a> {
    pub(super) fn of(&self, span: Span) -> &'a str {
        self.whole.get(span.start..span.end).unwrap_or_default()
    }

    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        self.lines.place(self.whole, at)
    }
}

/// Reads RON as decks write it.
pub(super) fn from_ron<T: DeserializeOwned>(text: &str) -> Result<T, SpannedError> {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
        .from_str(text)
}

impl Reader {
    /// One that reads parts behind a head.
    pub(super) fn of_part() -> Self {
        Self { deck: Some(Deck::default()), ..Self::default() }
    }

    /// Reads one file.
    pub(super) fn take(&mut self, file: &SourceFile) {
        self.first.get_or_insert_with(|| file.path.clone());
        if let Some(text) = self.text_of(file)
            && !self.is_refused
        {
            self.file(&file.path.as_str().into(), text);
        }
    }

    pub(super) fn finish(mut self) -> Reading {
        let path = self.first.take().unwrap_or_default();
        let deck = self.deck.take().map(|mut deck| {
            deck.items = std::mem::take(&mut self.items);
            deck.blueprints = std::mem::take(&mut self.blueprints);
            deck.reviews = std::mem::take(&mut self.reviews);
            deck
        });
        if deck.is_none() && self.found.iter().all(|found| !found.is_error()) {
            let hint = "A deck needs a file with Deck(format: 1, id: \"…\", title: \"…\", …).";
            self.push(Diagnostic::error("parse", &path, "There is no Deck(…) here.".into(), hint));
        }
        let mut reading =
            Reading { deck: None, diagnostics: self.found, places: self.places, head: self.head };
        if let Some(deck) = deck {
            let mut faults = validate(&deck);
            reading.locate(&mut faults);
            reading.diagnostics.append(&mut faults);
            for found in &mut reading.diagnostics {
                found.deck.clone_from(&deck.id);
            }
            reading.deck = Some(deck);
        }
        reading
    }

    pub(super) fn push(&mut self, found: Diagnostic) {
        if self.found.len() < MAX_FOUND {
            self.found.push(found);
        } else if self.found.len() == MAX_FOUND {
            let message = format!("More than {MAX_FOUND} faults; the others are not listed.");
            self.found.push(Diagnostic::error("parse", &found.file, message, ""));
        }
    }

    fn text_of<'a>(&mut self, file: &'a SourceFile) -> Option<&'a str> {
        if file.bytes.len() > MAX_BYTES {
            let message = format!("The file is larger than {} MiB.", MAX_BYTES >> 20);
            self.push(Diagnostic::error("size", &file.path, message, "Split it into part files."));
            return None;
        }
        let text = match std::str::from_utf8(&file.bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                let valid = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
                let valid = std::str::from_utf8(valid).unwrap_or_default();
                let place = Lines::of(valid).place(valid, valid.len());
                let message = "This is not text in UTF-8.".to_owned();
                let hint = "Save the file as UTF-8; binary files cannot be decks.";
                self.push(Diagnostic::error("text", &file.path, message, hint).at(place));
                return None;
            }
        };
        if let Some(at) = text.find('\0') {
            let place = Lines::of(text).place(text, at);
            let message = "There is a zero byte here, so this is no text.".to_owned();
            let hint = "Save the file as UTF-8; a crash while saving may leave zero bytes.";
            self.push(Diagnostic::error("text", &file.path, message, hint).at(place));
            return None;
        }
        Some(text)
    }

    /// A fault of the letters at a place, reported once.
    pub(super) fn broken(&mut self, file: Text<'_>, broken: &Broken) {
        let place = file.place(broken.at);
        let found = Diagnostic::error("parse", file.path, broken.message.clone(), broken.hint);
        let found = found.at(place);
        if self.found.last() != Some(&found) {
            self.push(found);
        }
    }

    /// An error of the RON reader inside an element.
    pub(super) fn ron(&mut self, file: Text<'_>, at: usize, item: &str, error: &SpannedError) {
        let (message, hint) = explain(&error.code);
        let found = Diagnostic::error("parse", file.path, message, &hint);
        self.push(found.at(file.place(at)).of_item(item));
    }

    fn file(&mut self, path: &Arc<str>, text: &str) {
        let lines = Lines::of(text);
        let file = Text { path, whole: text, lines: &lines };
        let mut scanner = Scanner::new(text, attributes(text));
        let first = match scanner.next() {
            Ok(first) => first,
            Err(broken) => return self.broken(file, &broken),
        };
        match first {
            (Token::End, _) => {
                let hint = "A deck file holds Deck(…), a part file a list: [Card(…), Choice(…)].";
                let found = Diagnostic::error("parse", path, "The file is empty.".into(), hint);
                let is_part = self.deck.is_some();
                self.push(if is_part { found.as_warning() } else { found });
            }
            (Token::Open(b'['), _) => {
                let end = self.list(file, scanner.at);
                self.nothing_after(file, end);
            }
            (Token::Open(b'('), start) => self.head(file, start, scanner.at),
            (Token::Word(word), start) if file.of(word) == "Deck" => match scanner.next() {
                Ok((Token::Open(b'('), _)) => self.head(file, start, scanner.at),
                _ => self.no_deck(file, start),
            },
            (_, start) => self.no_deck(file, start),
        }
    }

    pub(super) fn no_deck(&mut self, file: Text<'_>, at: usize) {
        let hint = "A deck file holds Deck(…), a part file a list: [Card(…), Choice(…)].";
        let message = "This is neither a deck nor a list of items.".to_owned();
        self.broken(file, &Broken { at, message, hint });
    }

    /// Reports what stands behind the closing bracket of a file.
    pub(super) fn nothing_after(&mut self, file: Text<'_>, end: Option<usize>) {
        let Some(end) = end else { return };
        match Scanner::new(file.whole, end).next() {
            Ok((Token::End, _)) => {}
            Ok((_, at)) => {
                let message = "Nothing is read from here on: the list ended before.".to_owned();
                let hint = "There may be a closing bracket too many above.";
                self.broken(file, &Broken { at, message, hint });
            }
            Err(broken) => self.broken(file, &broken),
        }
    }

    /// A list of items, blueprints or reviews; gives its end.
    pub(super) fn list(&mut self, file: Text<'_>, inside: usize) -> Option<usize> {
        let Elements { spans, gaps, end, .. } = elements(file.whole, inside);
        self.gaps(file, &gaps);
        for part in spans {
            self.n_elements += 1;
            if self.n_elements > MAX_ITEMS {
                let message =
                    format!("A deck holds at most {MAX_ITEMS} items; the rest is left out.");
                self.broken(file, &Broken { at: part.start, message, hint: "Split the deck." });
                return None;
            }
            self.element(file, part);
        }
        match end {
            Ok(end) => Some(end),
            Err(broken) => {
                self.broken(file, &broken);
                None
            }
        }
    }

    pub(super) fn gaps(&mut self, file: Text<'_>, gaps: &[usize]) {
        for &at in gaps {
            let message = "A comma is missing before this.".to_owned();
            let found = Diagnostic::error("parse", file.path, message, "Both sides were read.");
            self.push(found.at(file.place(at)));
        }
    }

    /// Warns of fields that the format does not know.
    pub(super) fn fields(
        &mut self,
        file: Text<'_>,
        fields: &[Field<'_>],
        item: &str,
        shape: &'static Shape,
    ) {
        let mut found = Vec::new();
        unknown_of(file.whole, fields, shape, &mut found);
        for field in found {
            let name = clip(field.name, 60);
            let message = format!("The field “{name}” is not known and was passed over.");
            let found = Diagnostic::error("field", file.path, message, &field.hint());
            self.push(found.as_warning().at(file.place(field.at)).of_item(item));
        }
    }

    /// Reads one element by itself.
    pub(super) fn value<T: DeserializeOwned>(
        &mut self,
        file: Text<'_>,
        part: Span,
        item: &str,
    ) -> Option<T> {
        let text = file.of(part);
        match from_ron::<T>(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let at = error.span.end;
                self.ron(file, part.start + byte_of(text, at.line, at.col), item, &error);
                None
            }
        }
    }

    /// Whether something with this id was read before.
    pub(super) fn is_known(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    pub(super) fn remember(&mut self, id: &str, file: Text<'_>, at: usize) {
        let place = Place { file: Arc::clone(file.path), at: file.place(at) };
        self.places.insert(id.to_owned(), place);
    }

    pub(super) fn remember_head(&mut self, file: Text<'_>, at: usize) {
        self.head = Place { file: Arc::clone(file.path), at: file.place(at) };
    }
}

/// Where the file begins after `#![enable(...)]` lines.
fn attributes(text: &str) -> usize {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let trimmed = rest.trim_start();
        if !trimmed.starts_with("#![") {
            break;
        }
        let Some(end) = trimmed.find(']') else { break };
        at += rest.len() - trimmed.len() + end + 1;
    }
    at
}
