//! Card templates: the subset of their language that is text, and what each side shows.

mod filter;
mod parse;

use super::limits::SIDE;
use crate::port::html::{GAP_OPEN, plain_text};

pub(super) use filter::Seen;
pub(super) use parse::parse;

/// A template that was parsed.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Template {
    nodes: Vec<Node>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    Text(String),
    /// A value through its filters, the innermost last.
    Value(Vec<String>, Source),
    /// Shown if the value is there, or if it is not.
    Section {
        source: Source,
        is_shown_if: bool,
        nodes: Vec<Node>,
    },
}

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A field of the note, by its place.
    Field(usize),
    Tags,
    Deck,
    Subdeck,
    Card,
    Notetype,
    FrontSide,
    /// True on the card of this gap.
    Gap(u16),
    Nothing,
    Unknown,
}

/// What a template is filled with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filling<'a> {
    pub(super) fields: &'a [&'a str],
    /// Which of them count as empty.
    pub(super) blanks: &'a [bool],
    /// Names of the fields, for labels.
    pub(super) names: &'a [String],
    pub(super) tags: &'a str,
    pub(super) deck: &'a [String],
    pub(super) card: &'a str,
    pub(super) notetype: &'a str,
    /// The gap that is asked, for notes with gaps.
    pub(super) gap: Option<u16>,
    pub(super) side: Side,
}

/// A side of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Front,
    Back,
}

impl Template {
    /// Fills in the template; gives HTML.
    pub(super) fn fill(&self, filling: &Filling<'_>, seen: &mut Seen) -> String {
        let mut out = String::new();
        seen.budget = SIDE;
        fill(&self.nodes, filling, seen, &mut out);
        out
    }

    /// Places of the fields that it shows or asks after.
    pub(super) fn fields(&self) -> Vec<usize> {
        let mut found = Vec::new();
        values(&self.nodes, &mut |_, source| {
            if let Source::Field(place) = source {
                found.push(place);
            }
        });
        found
    }

    /// Place of the first field that is shown with gaps.
    pub(super) fn gap_field(&self) -> Option<usize> {
        let mut found = None;
        values(&self.nodes, &mut |filters, source| {
            let has_gaps = filters.iter().any(|filter| filter.starts_with("cloze"));
            if let (Source::Field(place), true, None) = (source, has_gaps, found) {
                found = Some(place);
            }
        });
        found
    }

    /// Whether the answer repeats the question by name.
    pub(super) fn repeats_front(&self) -> bool {
        let mut found = false;
        values(&self.nodes, &mut |_, source| found |= source == Source::FrontSide);
        found
    }
}

/// Calls `take` for every value and condition; templates nest at most 64 deep.
fn values(nodes: &[Node], take: &mut dyn FnMut(&[String], Source)) {
    for node in nodes {
        match node {
            Node::Text(_) => {}
            Node::Value(filters, source) => take(filters, *source),
            Node::Section { source, nodes, .. } => {
                take(&[], *source);
                values(nodes, take);
            }
        }
    }
}

fn fill(nodes: &[Node], filling: &Filling<'_>, seen: &mut Seen, out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Value(filters, source) => {
                seen.n_unknown_fields += usize::from(*source == Source::Unknown);
                filter::apply(filters, *source, filling, seen, out);
            }
            Node::Section { source, is_shown_if, nodes } => {
                if is_there(*source, filling) == *is_shown_if {
                    fill(nodes, filling, seen, out);
                }
            }
        }
    }
}

fn is_there(source: Source, filling: &Filling<'_>) -> bool {
    match source {
        Source::Gap(number) => filling.gap == Some(number),
        Source::Field(place) => !filling.blanks.get(place).copied().unwrap_or(true),
        source => !is_blank(&value(source, filling)),
    }
}

/// The value as HTML.
fn value(source: Source, filling: &Filling<'_>) -> String {
    match source {
        Source::Field(place) => filling.fields.get(place).copied().unwrap_or_default().to_owned(),
        Source::Tags => escaped(filling.tags),
        Source::Deck => escaped(&filling.deck.join("::")),
        Source::Subdeck => escaped(filling.deck.last().map(String::as_str).unwrap_or_default()),
        Source::Card => escaped(filling.card),
        Source::Notetype => escaped(filling.notetype),
        Source::FrontSide | Source::Gap(_) | Source::Nothing | Source::Unknown => String::new(),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    crate::port::html::escape(text, &mut out);
    out
}

/// Whether a field counts as empty: only white space, `br` and `div`.
pub(super) fn is_blank(html: &str) -> bool {
    if !html.contains('<') {
        return !html.contains(|c: char| !c.is_whitespace()) || html.trim() == "&nbsp;";
    }
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        let tag = after.split('>').next().unwrap_or_default().trim_start_matches('/');
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let is_quiet = ["br", "div"].iter().any(|quiet| name.eq_ignore_ascii_case(quiet));
        if !before.trim().is_empty() || !is_quiet {
            return false;
        }
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    let rest = rest.trim();
    rest.is_empty() || rest == "&nbsp;"
}

/// Whether a rendered side shows anything at all.
pub(super) fn shows_nothing(html: &str) -> bool {
    let has_media = ["<img", "<audio", "<video", "[sound:"].iter().any(|sign| html.contains(sign));
    !has_media && !html.contains(GAP_OPEN) && plain_text(html).trim().is_empty()
}
