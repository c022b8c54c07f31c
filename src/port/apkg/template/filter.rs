//! Filters of template values.

use super::{Filling, Side, Source, escaped, is_blank, value};
use crate::port::apkg::cloze;
use crate::port::html::plain_text;

/// What was met while templates were filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::port::apkg) struct Seen {
    pub(in crate::port::apkg) n_typed: usize,
    pub(in crate::port::apkg) n_spoken: usize,
    pub(in crate::port::apkg) n_unknown_filters: usize,
    pub(in crate::port::apkg) n_unknown_fields: usize,
    /// Bytes of fields that this side may still show.
    pub(super) budget: usize,
    /// Hints of the front: label and HTML.
    pub(in crate::port::apkg) hints: Vec<(String, String)>,
}

/// Appends a value, its filters applied from right to left.
pub(super) fn apply(
    filters: &[String],
    source: Source,
    filling: &Filling<'_>,
    seen: &mut Seen,
    out: &mut String,
) {
    let mut html = value(source, filling);
    let Some(left) = seen.budget.checked_sub(html.len()) else { return };
    seen.budget = left;
    if filters.iter().any(|filter| filter == "type") {
        seen.n_typed += 1;
        // The field is the answer that is typed in: it must not stand in the question.
        if filling.side == Side::Back {
            out.push_str(&cloze::filled_in(&html));
        }
        return;
    }
    for filter in filters.iter().rev() {
        html = match filter.as_str() {
            "text" => escaped(&plain_text(&html)),
            "cloze" | "cloze-only" => gaps(&html, filling),
            "hint" => hint(html, source, filling, seen),
            "furigana" => ruby(&html, Ruby::Both),
            "kanji" => ruby(&html, Ruby::Base),
            "kana" => ruby(&html, Ruby::Reading),
            spoken if spoken == "tts" || spoken.starts_with("tts ") => {
                seen.n_spoken += 1;
                String::new()
            }
            "nc" | "edit" => html,
            _ => {
                seen.n_unknown_filters += 1;
                html
            }
        };
    }
    out.push_str(&html);
}

fn gaps(html: &str, filling: &Filling<'_>) -> String {
    match filling.gap {
        Some(number) if filling.side == Side::Front => cloze::asked(html, number),
        _ => cloze::filled_in(html),
    }
}

fn hint(html: String, source: Source, filling: &Filling<'_>, seen: &mut Seen) -> String {
    if is_blank(&html) {
        return String::new();
    }
    let label = match source {
        Source::Field(place) => filling.names.get(place).cloned().unwrap_or_default(),
        _ => String::new(),
    };
    if filling.side == Side::Front {
        seen.hints.push((label, html));
        return String::new();
    }
    format!("{}: {html}", escaped(&label))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Ruby {
    Both,
    Base,
    Reading,
}

/// `base[reading]`; the base begins at a blank.
fn ruby(html: &str, wanted: Ruby) -> String {
    let html = html.replace("&nbsp;", " ");
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some((before, inside)) = rest.split_once('[') {
        let Some((reading, after)) = inside.split_once(']') else { break };
        if reading.starts_with("sound:") {
            out.extend([before, "[", reading, "]"]);
            rest = after;
            continue;
        }
        let start = before.rfind([' ', '>']).map_or(0, |at| at + 1);
        let (plain, base) = before.split_at(start);
        out.push_str(plain.strip_suffix(' ').unwrap_or(plain));
        match wanted {
            Ruby::Both => out.extend([base, "(", reading, ")"]),
            Ruby::Base => out.push_str(base),
            Ruby::Reading => out.push_str(reading),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}
