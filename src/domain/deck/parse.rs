//! From files to a deck and a list of findings. One broken item never hides the rest.

use std::collections::HashSet;

use ron::Options;
use ron::extensions::Extensions;
use serde::de::DeserializeOwned;

pub use super::source::SourceFile;

use super::diagnostic::Diagnostic;
use super::model::{Blueprint, Deck, Item, Review};
use super::raw::{COMMON, RawBlueprint, RawDeck, RawItem, TYPES};
use super::source::{Broken, Scanner, Span, Token, byte_of, elements, fields, place};
use super::validate::validate;

/// Largest file that is read, in bytes.
const MAX_BYTES: usize = 64 << 20;

/// Most items of one deck.
const MAX_ITEMS: usize = 200_000;

/// Format that this program reads.
const FORMAT: u32 = 1;

/// Fields of `Deck(...)`.
const DECK_FIELDS: [&str; 12] = [
    "format", "id", "title", "version", "language", "authors", "licence", "status", "notice",
    "outline", "traps", "items",
];

/// Fields of `Blueprint(...)`.
const BLUEPRINT_FIELDS: [&str; 14] = [
    "id",
    "title",
    "code",
    "valid",
    "minutes",
    "open_book",
    "pausable",
    "sections",
    "breaks",
    "unscored",
    "mix",
    "pass",
    "accommodations",
    "sources",
];

/// Reads the files of one deck: `deck.ron` and its part files, or a single file.
pub fn read_deck(files: &[SourceFile]) -> (Option<Deck>, Vec<Diagnostic>) {
    let mut reader = Reader::default();
    let mut files: Vec<&SourceFile> = files.iter().collect();
    let is_head = |file: &SourceFile| name_of(&file.path) == "deck.ron";
    files.sort_by_key(|file| (!is_head(file), file.path.clone()));
    for file in files {
        if let Some(text) = reader.text_of(file) {
            reader.file(&file.path, text);
        }
    }
    let Some(mut deck) = reader.deck else { return (None, reader.found) };
    deck.items = reader.items;
    deck.blueprints = reader.blueprints;
    deck.reviews = reader.reviews;
    reader.found.extend(validate(&deck, &reader.places));
    for found in &mut reader.found {
        found.deck.clone_from(&deck.id);
    }
    (Some(deck), reader.found)
}

fn name_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Where an item stands: file, line, column.
pub(super) type Place = (String, (usize, usize));

/// What was read so far.
#[derive(Debug, Default)]
struct Reader {
    deck: Option<Deck>,
    items: Vec<Item>,
    blueprints: Vec<Blueprint>,
    reviews: Vec<Review>,
    found: Vec<Diagnostic>,
    ids: HashSet<String>,
    places: std::collections::HashMap<String, Place>,
}

/// A file and its text.
#[derive(Clone, Copy)]
struct Text<'a> {
    path: &'a str,
    text: &'a str,
}

impl Text<'_> {
    fn of(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

impl Reader {
    fn text_of<'a>(&mut self, file: &'a SourceFile) -> Option<&'a str> {
        if file.bytes.len() > MAX_BYTES {
            let message =
                format!("The file has {} MiB; at most 64 are read.", file.bytes.len() >> 20);
            self.found.push(Diagnostic::error("size", &file.path, message, "Split the deck."));
            return None;
        }
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}')),
            Err(error) => {
                let valid = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
                let place = place(std::str::from_utf8(valid).unwrap_or_default(), valid.len());
                let message = "This is not text in UTF-8.".to_owned();
                let hint = "Save the file as UTF-8; binary files cannot be decks.";
                self.found.push(Diagnostic::error("text", &file.path, message, hint).at(place));
                None
            }
        }
    }

    fn broken(&mut self, file: Text<'_>, broken: &Broken) {
        let place = place(file.text, broken.at);
        let message = broken.message.clone();
        self.found.push(Diagnostic::error("parse", file.path, message, broken.hint).at(place));
    }

    fn file(&mut self, path: &str, text: &str) {
        let file = Text { path, text };
        let mut scanner = Scanner::new(text, attributes(text));
        let first = match scanner.next() {
            Ok(first) => first,
            Err(broken) => return self.broken(file, &broken),
        };
        match first {
            (Token::End, _) => {
                let message = "The file is empty.".to_owned();
                self.found.push(Diagnostic::error("parse", path, message, "").as_warning());
            }
            (Token::Open(b'['), _) => self.list(file, scanner.at),
            (Token::Open(b'('), start) => {
                self.head(file, Span { start, end: text.len() }, scanner.at);
            }
            (Token::Word(word), start) if file.of(word) == "Deck" => match scanner.next() {
                Ok((Token::Open(b'('), _)) => {
                    self.head(file, Span { start, end: text.len() }, scanner.at);
                }
                _ => self.no_deck(file, start),
            },
            (_, start) => self.no_deck(file, start),
        }
    }

    fn no_deck(&mut self, file: Text<'_>, at: usize) {
        let hint = "A deck file holds Deck(…), a part file a list: [Card(…), Choice(…)].";
        let message = "This is neither a deck nor a list of items.".to_owned();
        self.broken(file, &Broken { at, message, hint });
    }

    /// `Deck(...)`: its fields without the items, then the items one by one.
    fn head(&mut self, file: Text<'_>, span: Span, inside: usize) {
        let parts = elements(file.text, inside);
        if let Err(broken) = &parts.end {
            self.broken(file, broken);
        }
        let cut = parts.begun.map(|start| Span { start, end: file.text.len() });
        let parts: Vec<_> =
            parts.whole.into_iter().chain(cut).map(|part| named(file.text, part)).collect();
        let mut kept = String::from("Deck(");
        let mut offsets = Vec::new();
        let mut items = None;
        for (name, part, value) in parts {
            match name {
                Some("format") => self.format(file, value),
                Some("items") => items = Some(value),
                Some(name) if DECK_FIELDS.contains(&name) => {
                    offsets.push((kept.len(), part.start));
                    kept.push_str(file.of(part));
                    kept.push_str(",\n");
                }
                Some(name) => self.unknown(file, part.start, name, "", &DECK_FIELDS),
                None => {}
            }
        }
        kept.push(')');
        if self.deck.is_some() {
            let message = "A second Deck(…) in this folder is left out.".to_owned();
            self.found.push(Diagnostic::error("parse", file.path, message, ""));
        } else if self.found.iter().all(|found| found.code != "format") {
            match options().from_str::<RawDeck>(&kept) {
                Ok(raw) => self.deck = Some(Deck::from(raw)),
                Err(error) => {
                    let at = byte_of(&kept, error.span.start.line, error.span.start.col);
                    let before = offsets.iter().rev().find(|(start, _)| *start <= at);
                    let at = before.map_or(span.start, |(start, origin)| origin + at - start);
                    self.ron(file, at, "", &error.code.to_string());
                }
            }
        }
        if let Some(items) = items {
            let mut scanner = Scanner::new(file.text, items.start);
            match scanner.next() {
                Ok((Token::Open(b'['), _)) => self.list(file, scanner.at),
                _ => self.no_deck(file, items.start),
            }
        }
    }

    fn format(&mut self, file: Text<'_>, value: Span) {
        let text = file.of(value).trim();
        if text.parse() != Ok(FORMAT) {
            let place = place(file.text, value.start);
            let message =
                format!("Format {text} is not known to this version, which reads format {FORMAT}.");
            let hint = "A newer Certdeck may read it. The file was left as it is.";
            self.found.push(Diagnostic::error("format", file.path, message, hint).at(place));
        }
    }

    fn unknown(&mut self, file: Text<'_>, at: usize, name: &str, item: &str, known: &[&str]) {
        let near = known.iter().find(|known| strsim(known, name));
        let hint = match near {
            Some(near) => format!("Did you mean “{near}”?"),
            None => format!("Known here: {}.", known.join(", ")),
        };
        let message = format!("The field “{name}” is not known and was passed over.");
        let found = Diagnostic::error("field", file.path, message, &hint);
        self.found.push(found.as_warning().at(place(file.text, at)).of_item(item));
    }

    fn ron(&mut self, file: Text<'_>, at: usize, item: &str, message: &str) {
        let hint = "The rest of the file was read.";
        let found = Diagnostic::error("parse", file.path, format!("{message}."), hint);
        self.found.push(found.at(place(file.text, at)).of_item(item));
    }

    /// A list of items, blueprints or reviews.
    fn list(&mut self, file: Text<'_>, inside: usize) {
        let is_told =
            self.found.iter().any(|found| found.code == "parse" && found.file == file.path);
        let parts = elements(file.text, inside);
        for part in parts.whole {
            if let Some(item) = self.element(file, part, None) {
                self.items.push(item);
            }
        }
        if let Err(broken) = parts.end
            && !is_told
        {
            self.broken(file, &broken);
        }
    }

    fn element(&mut self, file: Text<'_>, part: Span, case: Option<&RawItem>) -> Option<Item> {
        let text = file.of(part);
        let kind = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        match kind {
            "Blueprint" if case.is_none() => {
                self.check_fields(file, part, "", &BLUEPRINT_FIELDS, &[]);
                if let Some(raw) = self.value::<RawBlueprint>(file, part, "") {
                    self.blueprints.push(raw.into());
                }
                None
            }
            "Review" if case.is_none() => {
                if let Some(review) = self.value::<Review>(file, part, "") {
                    self.reviews.push(review);
                }
                None
            }
            _ => self.item(file, part, kind, case.is_some()),
        }
    }

    fn item(&mut self, file: Text<'_>, part: Span, kind: &str, is_inside: bool) -> Option<Item> {
        let id = id_of(file, part);
        let Some((kind, own)) = TYPES.iter().find(|(name, _)| *name == kind) else {
            let names: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
            let message = format!("“{kind}” is no type of item; it was left out.");
            let hint = format!("Known types: {}.", names.join(", "));
            let found = Diagnostic::error("type", file.path, message, &hint);
            self.found.push(found.at(place(file.text, part.start)).of_item(&id));
            return None;
        };
        self.check_fields(file, part, &id, &COMMON, own);
        if is_inside && *kind == "Case" {
            self.ron(file, part.start, &id, "A case cannot stand inside a case");
            return None;
        }
        let raw = self.value::<RawItem>(file, body_of(file.text, part), &id)?;
        if self.items.len() >= MAX_ITEMS {
            return None;
        }
        if !self.ids.insert(raw.id.clone()) {
            let message = format!("The id “{}” is there already; this item was left out.", raw.id);
            let found = Diagnostic::error("L1", file.path, message, "Give it an id of its own.");
            self.found.push(found.at(place(file.text, part.start)).of_item(&id));
            return None;
        }
        let at = place(file.text, part.start);
        self.places.insert(raw.id.clone(), (file.path.to_owned(), at));
        let questions = if *kind == "Case" { self.questions(file, part, &raw) } else { Vec::new() };
        Some(raw.into_item(kind, questions))
    }

    fn questions(&mut self, file: Text<'_>, part: Span, case: &RawItem) -> Vec<Item> {
        let inner = fields(file.text, part);
        let Some((_, _, value)) = inner.into_iter().find(|(name, ..)| *name == "questions") else {
            return Vec::new();
        };
        let mut scanner = Scanner::new(file.text, value.start);
        let Ok((Token::Open(b'['), _)) = scanner.next() else { return Vec::new() };
        let parts = elements(file.text, scanner.at).whole;
        let mut questions: Vec<Item> =
            parts.into_iter().filter_map(|part| self.element(file, part, Some(case))).collect();
        for question in questions.iter_mut().filter(|question| question.topic.is_empty()) {
            question.topic.clone_from(&case.topic);
        }
        questions
    }

    fn check_fields(
        &mut self,
        file: Text<'_>,
        part: Span,
        item: &str,
        common: &[&'static str],
        own: &[&'static str],
    ) {
        let known: Vec<&str> = common.iter().chain(own).copied().collect();
        for (name, at, _) in fields(file.text, part) {
            if !known.contains(&name) {
                self.unknown(file, at, name, item, &known);
            }
        }
    }

    fn value<T: DeserializeOwned>(&mut self, file: Text<'_>, part: Span, item: &str) -> Option<T> {
        let text = file.of(part);
        match options().from_str::<T>(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let at = part.start + byte_of(text, error.span.start.line, error.span.start.col);
                self.ron(file, at, item, &error.code.to_string());
                None
            }
        }
    }
}

/// Cuts a part into field name, itself and its value.
fn named(text: &str, part: Span) -> (Option<&str>, Span, Span) {
    let mut scanner = Scanner::new(text, part.start);
    let (Ok((Token::Word(name), _)), Ok((Token::Colon, _))) = (scanner.next(), scanner.next())
    else {
        return (None, part, part);
    };
    (text.get(name.start..name.end), part, Span { start: scanner.at, end: part.end })
}

/// An item without its type's name, so that all types share one shape.
fn body_of(text: &str, part: Span) -> Span {
    let mut scanner = Scanner::new(text, part.start);
    match scanner.next() {
        Ok((Token::Word(word), _)) => Span { start: word.end, end: part.end },
        _ => part,
    }
}

/// The id of an item as far as it can be read.
fn id_of(file: Text<'_>, part: Span) -> String {
    let inner = fields(file.text, part);
    let id = inner.into_iter().find(|(name, ..)| *name == "id").map(|(_, _, value)| value);
    id.map(|value| file.of(value).trim().trim_matches('"').to_owned()).unwrap_or_default()
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

/// Whether two names are alike but for case, `_` or one letter.
fn strsim(a: &str, b: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace('_', "");
    let (a, b) = (plain(a), plain(b));
    let shared = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let tail = a.chars().rev().zip(b.chars().rev()).take_while(|(a, b)| a == b).count();
    let longest = a.chars().count().max(b.chars().count());
    longest > 2 && shared + tail + 1 >= longest
}

fn options() -> Options {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME | Extensions::UNWRAP_NEWTYPES)
}
