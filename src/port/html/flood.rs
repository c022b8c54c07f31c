//! Tags with thousands of attributes: the tokeniser compares each with all others.

use std::borrow::Cow;

/// Most attributes of a tag; one with more is text.
const MAX_ATTRIBUTES: usize = 300;

/// Where in a tag a letter stands, as the tokeniser sees it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    TagName,
    Between,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// The text, with the `<` of such tags as entities.
pub(super) fn without_floods(html: &str) -> Cow<'_, str> {
    if html.len() < MAX_ATTRIBUTES * 2 {
        return html.into();
    }
    let mut out = String::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        at += found;
        let here = html.as_bytes().get(at + 1..).unwrap_or_default();
        let (length, is_flood) = extent(here);
        let end = at + 1 + length;
        if is_flood {
            out.push_str(html.get(from..at).unwrap_or_default());
            out.push_str(&html.get(at..end).unwrap_or_default().replace('<', "&lt;"));
            from = end;
        }
        at = end;
    }
    if from == 0 {
        return html.into();
    }
    out.push_str(html.get(from..).unwrap_or_default());
    out.into()
}

/// Length of the tag behind its `<`, 0 if it is none, and whether it has too many attributes.
fn extent(bytes: &[u8]) -> (usize, bool) {
    let first = bytes.first().filter(|b| **b != b'/').or_else(|| bytes.get(1));
    if !first.is_some_and(u8::is_ascii_alphabetic) {
        return (0, false);
    }
    let mut state = State::TagName;
    let mut n_attributes = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let is_space = byte.is_ascii_whitespace();
        let begins = |n: &mut usize| {
            *n += 1;
            State::Name
        };
        state = match (state, byte) {
            (State::Quoted(quote), byte) if *byte == quote => State::Between,
            (State::Quoted(_), _) => state,
            (_, b'>') => return (at + 1, n_attributes > MAX_ATTRIBUTES),
            (State::BeforeValue, b'"' | b'\'') => State::Quoted(*byte),
            (State::BeforeValue, _) if is_space => state,
            (State::BeforeValue, _) => State::Unquoted,
            (State::Unquoted | State::TagName, _) if is_space => State::Between,
            (State::Name, _) if is_space => State::AfterName,
            (State::TagName | State::Name | State::AfterName, b'/') if at > 0 => State::Between,
            (State::Name | State::AfterName, b'=') => State::BeforeValue,
            (State::TagName | State::Name | State::Unquoted, _) => state,
            (State::Between | State::AfterName, _) if is_space || *byte == b'/' => state,
            (State::Between | State::AfterName, _) => begins(&mut n_attributes),
        };
    }
    (bytes.len(), n_attributes > MAX_ATTRIBUTES)
}
