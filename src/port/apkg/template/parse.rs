//! The language of templates: `{{Field}}`, `{{filter:Field}}`, `{{#Field}}…{{/Field}}`.

use super::{Node, Source, Template};
use crate::port::apkg::limits::SECTIONS;

/// A template that is not closed where it should be, or nests too deep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::port::apkg) struct Broken;

/// Longest template, in bytes.
const MAX_BYTES: usize = 256 * 1024;

struct OpenSection {
    name: String,
    is_shown_if: bool,
    outer: Vec<Node>,
}

/// Parses a template; `fields` are the names of the notetype's fields.
pub(in crate::port::apkg) fn parse(text: &str, fields: &[String]) -> Result<Template, Broken> {
    if text.len() > MAX_BYTES {
        return Err(Broken);
    }
    let (text, open, close) = match text.trim_start().strip_prefix("{{=<% %>=}}") {
        Some(text) => (text, "<%", "%>"),
        None => (text, "{{", "}}"),
    };
    let mut nodes = Vec::new();
    let mut sections: Vec<OpenSection> = Vec::new();
    let mut tags = Tags { text, at: 0, comment: Some(0), open, close };
    while let Some((before, tag)) = tags.next()? {
        push_text(&mut nodes, before);
        let Some(tag) = tag else { continue };
        let inner = tag.get(1..).unwrap_or_default().trim();
        match tag.chars().next() {
            Some(sign @ ('#' | '^')) => {
                if sections.len() >= SECTIONS {
                    return Err(Broken);
                }
                let outer = std::mem::take(&mut nodes);
                let name = inner.to_owned();
                sections.push(OpenSection { name, is_shown_if: sign == '#', outer });
            }
            Some('/') => {
                let section = sections.pop().filter(|section| section.name == inner);
                let OpenSection { name, is_shown_if, outer } = section.ok_or(Broken)?;
                let inside = std::mem::replace(&mut nodes, outer);
                let source = condition(&name, fields);
                nodes.push(Node::Section { source, is_shown_if, nodes: inside });
            }
            Some('!') => {}
            _ => nodes.push(value(tag, fields)),
        }
    }
    push_text(&mut nodes, tags.rest());
    if sections.is_empty() { Ok(Template { nodes }) } else { Err(Broken) }
}

fn push_text(nodes: &mut Vec<Node>, text: &str) {
    if !text.is_empty() {
        nodes.push(Node::Text(text.to_owned()));
    }
}

/// Walks over the tags of a template.
struct Tags<'a> {
    text: &'a str,
    at: usize,
    /// Where the next comment begins, or from where on to look for it; none if there is none.
    comment: Option<usize>,
    open: &'static str,
    close: &'static str,
}

impl<'a> Tags<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Text before the next tag, and the tag. A comment comes as no tag.
    fn next(&mut self) -> Result<Option<(&'a str, Option<&'a str>)>, Broken> {
        let rest = self.rest();
        if self.comment.is_some_and(|at| at <= self.at) {
            self.comment = rest.find("<!--").map(|found| self.at + found);
        }
        let tag = rest.find(self.open);
        let comment = self.comment.and_then(|at| at.checked_sub(self.at));
        if let Some(at) = comment.filter(|comment| tag.is_none_or(|tag| *comment < tag)) {
            let (before, inside) = rest.split_at(at);
            let length = inside.find("-->").map_or(inside.len(), |end| end + 3);
            self.at += at + length;
            return Ok(Some((before, None)));
        }
        let Some(at) = tag else { return Ok(None) };
        let (before, here) = rest.split_at(at);
        let inside = here.get(self.open.len()..).unwrap_or_default();
        let (tag, after) = inside.split_once(self.close).ok_or(Broken)?;
        // Triple braces mean the same as double ones.
        let (tag, after) = match tag.strip_prefix('{') {
            Some(tag) => (tag, after.strip_prefix('}').unwrap_or(after)),
            None => (tag, after),
        };
        self.at = self.text.len() - after.len();
        Ok(Some((before, Some(tag.trim()))))
    }
}

fn value(tag: &str, fields: &[String]) -> Node {
    let mut parts: Vec<&str> = tag.split(':').collect();
    let name = parts.pop().unwrap_or_default().trim();
    let filters = parts.into_iter().map(|part| part.trim().to_owned()).collect();
    Node::Value(filters, source(name, fields))
}

fn source(name: &str, fields: &[String]) -> Source {
    if let Some(place) = fields.iter().position(|field| field == name) {
        return Source::Field(place);
    }
    match name {
        "Tags" => Source::Tags,
        "Deck" => Source::Deck,
        "Subdeck" => Source::Subdeck,
        "Card" => Source::Card,
        "Type" => Source::Notetype,
        "FrontSide" => Source::FrontSide,
        "CardFlag" | "CardID" => Source::Nothing,
        _ => Source::Unknown,
    }
}

fn condition(name: &str, fields: &[String]) -> Source {
    match source(name, fields) {
        Source::Unknown => {
            let number = name.strip_prefix('c').and_then(|number| number.parse().ok());
            number.map_or(Source::Nothing, Source::Gap)
        }
        known => known,
    }
}
