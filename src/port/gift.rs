//! GIFT: Moodle's text format.

mod answers;
mod records;

use super::Refusal;
use super::gather::{Draft, Gather, Source};
use super::refuse::no_questions;
use super::report::At;
use answers::Markup;
use records::{Record, plain, records};

/// Reads all records.
pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    for record in records(text) {
        let source = gather.source(At::Line(record.line), &record.raw)?;
        one(gather, source, &record);
    }
    if gather.n_records() == 0 {
        return Err(no_questions(
            gather.name(),
            "Looked for GIFT questions with { } around answers.",
        ));
    }
    Ok(())
}

fn one(gather: &mut Gather<'_>, source: Source<'_>, record: &Record) {
    if record.is_broken {
        return gather.dropped(source, "its braces are not balanced");
    }
    let (_, body) = titled(record.text.trim());
    let (markup, body) = Markup::take(body, Markup::Moodle);
    let Some((before, inside, after)) = records::split(body) else {
        return gather.dropped(source, "text without a question");
    };
    let rest = after.trim();
    let is_code = rest.chars().all(|c| c.is_ascii_punctuation());
    let stem = if is_code {
        let end = if matches!(rest, "." | "?" | "!") { rest } else { "" };
        format!("{}{end}", before.trim_end())
    } else {
        format!("{} _____ {rest}", before.trim_end())
    };
    let shown = markup.text(gather, &plain(&stem));
    match answers::body(gather, markup, source, (&shown, inside)) {
        Err(reason) => gather.dropped(source, &reason),
        Ok(body) => {
            let mut draft = Draft::new(body);
            draft.item.id.clone_from(&record.id);
            draft.item.tags.clone_from(&record.tags);
            draft.path.clone_from(&record.category);
            gather.add(source, draft);
        }
    }
}

/// `::title::` and what follows it.
fn titled(text: &str) -> (&str, &str) {
    let found = text.strip_prefix("::").and_then(|rest| rest.split_once("::"));
    found.map_or(("", text), |(title, rest)| (title.trim(), rest.trim_start()))
}
