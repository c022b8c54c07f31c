//! Reading of one `Deck(...)` head and of one element of a list.

use super::diagnostic::Diagnostic;
use super::model::{Deck, Item, Review};
use super::parse::{Reader, Text, from_ron};
use super::raw::{RawBlueprint, RawDeck, RawItem};
use super::schema::{BLUEPRINT, DECK, REVIEW, Shape, TYPES};
use super::source::{
    Broken, Elements, Field, Scanner, Span, Token, byte_of, clip, elements, fields,
};
use super::validate::shape_faults;

/// Format that this program reads.
const FORMAT: u32 = 1;

impl Reader {
    /// `Deck(...)`: its fields first, then its items one by one.
    pub(super) fn head(&mut self, file: Text<'_>, start: usize, inside: usize) {
        let Elements { mut spans, gaps, unfinished, end } = elements(file.whole, inside);
        self.gaps(file, &gaps);
        let n_whole = spans.len();
        spans.extend(unfinished.map(|start| Span { start, end: file.whole.len() }));
        let mut kept = Vec::new();
        let mut items = None;
        for (index, part) in spans.into_iter().enumerate() {
            let (name, value) = named(file.whole, part);
            match name {
                Some("format") => self.format(file, value),
                Some("items") => items = Some(value),
                Some(_) if index < n_whole => kept.push(part),
                _ => {}
            }
        }
        if let Err(broken) = &end {
            self.broken(file, broken);
        }
        if self.deck.is_some() {
            let message = "A second Deck(…); it is left out, its items are read.".to_owned();
            let found = Diagnostic::error("parse", file.path, message, "Keep one for each folder.");
            self.push(found.at(file.place(start)));
        } else if !self.is_refused {
            self.remember_head(file, start);
            self.deck = self.head_fields(file, start, kept);
        }
        if let Some(items) = items.filter(|_| !self.is_refused) {
            let mut scanner = Scanner::new(file.whole, items.start);
            match scanner.next() {
                Ok((Token::Open(b'['), _)) => {
                    self.list(file, scanner.at);
                }
                _ => self.no_deck(file, items.start),
            }
        }
        self.nothing_after(file, end.ok());
    }

    /// Reads the head; a broken field is reported and left at its default.
    fn head_fields(&mut self, file: Text<'_>, start: usize, mut kept: Vec<Span>) -> Option<Deck> {
        self.fields(file, &fields(file.whole, Span { start, end: file.whole.len() }), "", &DECK);
        loop {
            let mut text = String::from("Deck(");
            let mut offsets = Vec::new();
            for &field in &kept {
                offsets.push(text.len());
                text.push_str(file.of(field));
                text.push_str(",\n");
            }
            text.push(')');
            let error = match from_ron::<RawDeck>(&text) {
                Ok(raw) => return self.named_deck(file, start, Deck::from(raw)),
                Err(error) => error,
            };
            let at = byte_of(&text, error.span.end.line, error.span.end.col);
            let index = offsets.iter().rposition(|offset| *offset <= at)?;
            let (field, offset) = (kept.get(index).copied()?, offsets.get(index).copied()?);
            self.ron(file, field.start + at - offset, "", &error);
            kept.remove(index);
        }
    }

    fn named_deck(&mut self, file: Text<'_>, start: usize, deck: Deck) -> Option<Deck> {
        if deck.id.is_empty() {
            let message = "The deck has no id, so it was left out.".to_owned();
            let hint = "Add id: \"my-deck\"; it never changes afterwards.";
            self.broken(file, &Broken { at: start, message, hint });
            return None;
        }
        Some(deck)
    }

    fn format(&mut self, file: Text<'_>, value: Span) {
        let text = clip(file.of(value).trim(), 20);
        if text.parse() != Ok(FORMAT) {
            self.is_refused = true;
            let message = format!(
                "Format {text} is not known; this version of Certdeck reads format {FORMAT}."
            );
            let hint = "A newer version may read it. The deck was left as it is.";
            let found = Diagnostic::error("format", file.path, message, hint);
            self.push(found.at(file.place(value.start)));
        }
    }

    /// One element of a list: an item, a blueprint or a review.
    pub(super) fn element(&mut self, file: Text<'_>, part: Span) {
        match kind_of(file.of(part)) {
            "Blueprint" => {
                let inner = fields(file.whole, part);
                let id = id_of(file, &inner);
                self.fields(file, &inner, &id, &BLUEPRINT);
                let raw = self.value::<RawBlueprint>(file, part, &id);
                self.blueprints.extend(raw.map(Into::into));
            }
            "Review" => {
                self.fields(file, &fields(file.whole, part), "", &REVIEW);
                let review = self.value::<Review>(file, part, "");
                self.reviews.extend(review);
            }
            _ => {
                let item = self.item(file, part, None);
                self.items.extend(item);
            }
        }
    }

    /// An item, or a question of the case `case`.
    fn item(&mut self, file: Text<'_>, part: Span, case: Option<&RawItem>) -> Option<Item> {
        let inner = fields(file.whole, part);
        let id = id_of(file, &inner);
        let (kind, shape) = self.kind(file, part, &id)?;
        self.fields(file, &inner, &id, shape);
        if case.is_some() && kind == "Case" {
            let message = "A case cannot stand inside a case.".to_owned();
            self.left_out(file, part, &id, &message, "Make it an item of the list.");
            return None;
        }
        let mut raw = self.value::<RawItem>(file, body_of(file.whole, part), &id)?;
        let id = raw.id.clone();
        if id.trim().is_empty() {
            self.left_out(file, part, "", "An item has no id.", "Give it one that never changes.");
            return None;
        }
        if self.is_known(&id) {
            let message = format!("The id “{}” stands twice; the first stands.", clip(&id, 80));
            self.left_out(file, part, &id, &message, "Give this item an id of its own.");
            return None;
        }
        if let Some(case) = case.filter(|_| raw.topic.is_empty()) {
            raw.topic.clone_from(&case.topic);
        }
        self.remember(&id, file, part.start);
        let questions =
            if kind == "Case" { self.questions(file, &inner, &raw) } else { Vec::new() };
        let item = raw.into_item(kind, questions);
        let faults = shape_faults(&item.body);
        for message in &faults {
            self.left_out(file, part, &id, message, "The item is left out until this is mended.");
        }
        faults.is_empty().then_some(item)
    }

    fn left_out(&mut self, file: Text<'_>, part: Span, id: &str, message: &str, hint: &str) {
        let found = Diagnostic::error("L1", file.path, message.to_owned(), hint);
        self.push(found.at(file.place(part.start)).of_item(id));
    }

    /// The type of an item; reports an unknown one.
    fn kind(
        &mut self,
        file: Text<'_>,
        part: Span,
        id: &str,
    ) -> Option<(&'static str, &'static Shape)> {
        let kind = kind_of(file.of(part));
        let known = TYPES.iter().find(|(name, _)| *name == kind);
        if known.is_none() {
            let names: Vec<&str> = TYPES.iter().map(|(name, _)| *name).collect();
            let shown = clip(kind, 40);
            let message = format!("“{shown}” is no type of item; it was left out.");
            let hint = format!("Known types: {}.", names.join(", "));
            let found = Diagnostic::error("type", file.path, message, &hint);
            self.push(found.at(file.place(part.start)).of_item(id));
        }
        known.map(|(name, shape)| (*name, shape))
    }

    fn questions(&mut self, file: Text<'_>, inner: &[Field<'_>], case: &RawItem) -> Vec<Item> {
        let Some((_, _, value)) = inner.iter().find(|(name, ..)| *name == "questions") else {
            return Vec::new();
        };
        let mut scanner = Scanner::new(file.whole, value.start);
        let Ok((Token::Open(b'['), _)) = scanner.next() else {
            self.no_deck(file, value.start);
            return Vec::new();
        };
        let Elements { spans, gaps, .. } = elements(file.whole, scanner.at);
        self.gaps(file, &gaps);
        spans.into_iter().filter_map(|part| self.item(file, part, Some(case))).collect()
    }
}

/// Name of the type at the head of an element.
fn kind_of(text: &str) -> &str {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or_default()
}

/// Cuts a part into field name and value.
fn named(text: &str, part: Span) -> (Option<&str>, Span) {
    let mut scanner = Scanner::new(text, part.start);
    let (Ok((Token::Word(name), _)), Ok((Token::Colon, _))) = (scanner.next(), scanner.next())
    else {
        return (None, part);
    };
    (text.get(name.start..name.end), Span { start: scanner.at, end: part.end })
}

/// An item without its type's name, so that all types share one shape.
fn body_of(text: &str, part: Span) -> Span {
    match Scanner::new(text, part.start).next() {
        Ok((Token::Word(word), _)) => Span { start: word.end, end: part.end },
        _ => part,
    }
}

/// The id of an element as far as it can be read.
fn id_of(file: Text<'_>, inner: &[Field<'_>]) -> String {
    let id = inner.iter().find(|(name, ..)| *name == "id").map(|(_, _, value)| value);
    let id = id.map(|value| file.of(*value).trim().trim_matches('"').to_owned());
    clip(&id.unwrap_or_default(), 120)
}
