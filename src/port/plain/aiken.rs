//! Aiken: stem, options `A.` or `A)`, `ANSWER: B`.

use crate::domain::deck::Body;
use crate::port::Refusal;
use crate::port::gather::{Draft, Gather};
use crate::port::key::letters;
use crate::port::labels::{Count, labelled, strip_word};
use crate::port::markup::from_plain;
use crate::port::question::{choice, options_of};
use crate::port::refuse::no_questions;
use crate::port::report::At;

/// What is open while lines come in.
#[derive(Debug, Default)]
struct Open {
    line: usize,
    raw: Vec<String>,
    stem: Vec<String>,
    options: Vec<String>,
    key: Option<String>,
    explain: Vec<String>,
}

/// Reads the file. Blank lines mean nothing: the answer line ends a record.
pub(in crate::port) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let mut open = Open::default();
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if let Some(explain) = strip_word(trimmed, "EXPLANATION:").filter(|_| open.key.is_some()) {
            open.explain.push(explain.trim().to_owned());
            open.raw.push(line.to_owned());
            continue;
        }
        let label = labelled(trimmed).filter(|found| found.count == Count::Letters);
        let is_next = label.is_some_and(|found| found.place == open.options.len());
        let is_answer = strip_word(trimmed, "ANSWER:").is_some();
        let is_option = is_next && !open.stem.is_empty();
        let is_stem = !is_answer && !is_option;
        let is_over = open.key.is_some() || (is_stem && !open.options.is_empty());
        if is_over {
            end(gather, &std::mem::take(&mut open))?;
        }
        if open.raw.is_empty() {
            open.line = number + 1;
        }
        open.raw.push(line.to_owned());
        match (strip_word(trimmed, "ANSWER:"), label) {
            (Some(key), _) => open.key = Some(key.trim().to_owned()),
            (None, Some(found)) if is_option => {
                open.options.push(found.text.to_owned());
            }
            _ => open.stem.push(trimmed.to_owned()),
        }
    }
    end(gather, &open)?;
    if gather.n_records() == 0 {
        return Err(no_questions(gather.name(), "Looked for ANSWER: lines."));
    }
    Ok(())
}

fn end(gather: &mut Gather<'_>, open: &Open) -> Result<(), Refusal> {
    if open.raw.is_empty() {
        return Ok(());
    }
    let raw = open.raw.join("\n");
    let source = gather.source(At::Line(open.line), &raw)?;
    let made = question(open);
    match made {
        Ok(body) => gather.add(source, Draft::new(body)),
        Err(reason) => gather.dropped(source, &reason),
    }
    Ok(())
}

fn question(open: &Open) -> Result<Body, String> {
    let key = open.key.as_deref().ok_or("there is no answer line")?;
    if open.stem.is_empty() {
        return Err("there is no question before the options".to_owned());
    }
    let keys = letters(key).filter(|keys| *keys >> open.options.len().min(31) == 0);
    let keys = keys.ok_or_else(|| format!("the answer “{key}” fits no option"))?;
    let texts: Vec<String> = open.options.iter().map(|text| from_plain(text)).collect();
    let options = options_of(texts.iter().map(String::as_str), keys);
    let stem = from_plain(&open.stem.join(" "));
    choice(&stem, options, from_plain(&open.explain.join("\n"))).map(Body::Choice)
}
