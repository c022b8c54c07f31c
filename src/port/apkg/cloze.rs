//! Texts with gaps as Anki writes them: `{{c1::hidden::hint}}`, where `}}` closes wherever it stands.

use super::limits::{GAPS, NESTED_GAPS};
use crate::port::html::{BACKSLASH, GAP_CLOSE, GAP_HINT, GAP_NUMBER_END, GAP_OPEN};

/// A piece of a text with gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Text(&'a str),
    /// An opening mark with its numbers as written, and the mark as text.
    Open {
        numbers: &'a str,
        mark: &'a str,
    },
    Close,
}

/// A text with gaps, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gaps {
    /// Numbers that occur, ascending, each once.
    pub(super) numbers: Vec<u16>,
    /// The text with one sign for each mark, if no gap lies in another or in a tag, and none has
    /// two numbers.
    pub(super) flat: Option<String>,
    /// Marks with a number that is out of range or never closed.
    pub(super) has_odd_marks: bool,
}

fn numbers_of(text: &str) -> Option<Vec<u16>> {
    let numbers: Option<Vec<u16>> = text.split(',').map(|n| n.parse().ok()).collect();
    numbers.filter(|numbers| numbers.iter().all(|n| (1..=GAPS).contains(n)))
}

/// Cuts at marks. Marks that cannot be gaps come as text.
fn tokens(html: &str) -> (Vec<Token<'_>>, bool) {
    let mut tokens = Vec::new();
    let mut has_odd_marks = false;
    let (mut from, mut at, mut depth) = (0, 0, 0_usize);
    let bytes = html.as_bytes();
    while let Some(found) = html.get(at..).and_then(|rest| rest.find(['{', '}'])) {
        at += found;
        let here = html.get(at..).unwrap_or_default();
        let token = if here.starts_with("{{c") { open_mark(here) } else { None };
        let is_close = depth > 0 && here.starts_with("}}");
        let (token, length) = match token {
            Some((numbers, length)) if numbers_of(numbers).is_some() && depth < NESTED_GAPS => {
                depth += 1;
                (Token::Open { numbers, mark: here.get(..length).unwrap_or_default() }, length)
            }
            Some(_) => {
                has_odd_marks = true;
                at += 1;
                continue;
            }
            None if is_close => {
                depth -= 1;
                (Token::Close, 2)
            }
            None => {
                at += 1;
                continue;
            }
        };
        if from < at {
            tokens.push(Token::Text(html.get(from..at).unwrap_or_default()));
        }
        tokens.push(token);
        at += length;
        from = at;
    }
    if from < bytes.len() {
        tokens.push(Token::Text(html.get(from..).unwrap_or_default()));
    }
    has_odd_marks |= depth > 0;
    (without_unclosed(tokens, depth), has_odd_marks)
}

/// Numbers and length of `{{c12::` at the start of the text.
fn open_mark(here: &str) -> Option<(&str, usize)> {
    let rest = here.get(3..)?;
    let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b',').count();
    let numbers = rest.get(..length).filter(|numbers| !numbers.is_empty())?;
    rest.get(length..)?.starts_with("::").then_some((numbers, length + 5))
}

/// The last `n_open` marks that have no end are text.
fn without_unclosed(mut tokens: Vec<Token<'_>>, n_open: usize) -> Vec<Token<'_>> {
    let (mut n_left, mut depth) = (n_open, 0_usize);
    for token in tokens.iter_mut().rev() {
        match token {
            Token::Close => depth += 1,
            Token::Open { .. } if depth > 0 => depth -= 1,
            Token::Open { mark, .. } if n_left > 0 => {
                n_left -= 1;
                *token = Token::Text(mark);
            }
            _ => {}
        }
    }
    tokens
}

/// Understands the gaps of a field.
pub(super) fn gaps(html: &str) -> Gaps {
    let (tokens, has_odd_marks) = tokens(html);
    let mut numbers = Vec::new();
    let (mut is_flat, mut depth, mut is_in_tag) = (true, 0_usize, false);
    for token in &tokens {
        match token {
            Token::Text(text) => is_in_tag = ends_in_tag(text, is_in_tag),
            Token::Open { numbers: written, .. } => {
                let these = numbers_of(written).unwrap_or_default();
                is_flat &= depth == 0 && these.len() == 1 && !is_in_tag;
                numbers.extend(these);
                depth += 1;
            }
            Token::Close => {
                is_flat &= !is_in_tag;
                depth = depth.saturating_sub(1);
            }
        }
    }
    numbers.sort_unstable();
    numbers.dedup();
    let flat = (is_flat && !numbers.is_empty()).then(|| signed(&tokens));
    Gaps { numbers, flat, has_odd_marks }
}

fn ends_in_tag(text: &str, was_in_tag: bool) -> bool {
    match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) => open > close && begins_tag(text, open),
        (Some(open), None) => begins_tag(text, open),
        (None, Some(_)) => false,
        (None, None) => was_in_tag,
    }
}

fn begins_tag(text: &str, at: usize) -> bool {
    text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// The text with a sign for each mark; what looks like a mark and is none is broken up.
fn signed(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    let mut has_hint = true;
    for token in tokens {
        match token {
            Token::Text(text) => {
                let text = text.replace("{{c", &format!("{{{BACKSLASH}{{c"));
                match text.split_once("::").filter(|_| !has_hint) {
                    Some((hidden, hint)) => {
                        out.push_str(hidden);
                        out.push(GAP_HINT);
                        out.push_str(hint);
                        has_hint = true;
                    }
                    None => out.push_str(&text),
                }
            }
            Token::Open { numbers, .. } => {
                let number = numbers.trim_start_matches('0');
                out.extend([GAP_OPEN.to_string(), number.to_owned(), GAP_NUMBER_END.to_string()]);
                has_hint = false;
            }
            Token::Close => {
                out.push(GAP_CLOSE);
                has_hint = true;
            }
        }
    }
    out
}

/// The text with the gaps of `number` left open: `[…]` or the hint in brackets.
pub(super) fn asked(html: &str, number: u16) -> String {
    shown(html, Some(number))
}

/// The text with every gap filled in.
pub(super) fn filled_in(html: &str) -> String {
    if html.contains("{{c") { shown(html, None) } else { html.to_owned() }
}

fn shown(html: &str, asked: Option<u16>) -> String {
    let (tokens, _) = tokens(html);
    let mut out = String::new();
    // For each open gap: where it began, whether it is asked, and where its hint began.
    let mut open: Vec<(usize, bool, Option<usize>)> = Vec::new();
    for token in tokens {
        match token {
            Token::Text(text) => {
                let start = out.len();
                if let Some((_, _, hint @ None)) = open.last_mut() {
                    *hint = text.find("::").map(|at| start + at);
                }
                out.push_str(text);
            }
            Token::Open { numbers, .. } => {
                let is_asked =
                    asked.is_some_and(|n| numbers_of(numbers).is_some_and(|all| all.contains(&n)));
                open.push((out.len(), is_asked, None));
            }
            Token::Close => {
                let Some((start, is_asked, hint)) = open.pop() else { continue };
                let told = hint.and_then(|at| out.get(at + 2..)).unwrap_or("…").to_owned();
                if is_asked {
                    out.truncate(start);
                    out.extend(["[", &told, "]"]);
                } else if let Some(at) = hint {
                    out.truncate(at);
                }
            }
        }
    }
    out
}
