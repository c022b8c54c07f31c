//! Numbered stems with labelled options, and blocks that begin with `Q:` or `#Q`.

use std::collections::HashMap;

use super::tidy::tidy;
use crate::domain::deck::{Body, ChoiceOption};
use crate::port::Refusal;
use crate::port::gather::{Draft, Gather};
use crate::port::key::{letters, numbers, text_place};
use crate::port::labels::{Count, Labelled, labelled, marked, numbered, strip_word};
use crate::port::markup::from_plain;
use crate::port::question::choice;
use crate::port::refuse::no_questions;
use crate::port::report::At;

/// One record while it grows.
#[derive(Debug, Default)]
struct Record {
    line: usize,
    number: Option<usize>,
    raw: Vec<String>,
    stem: Vec<String>,
    options: Vec<(String, bool)>,
    count: Option<Count>,
    key: Option<String>,
    explain: Vec<String>,
    references: Vec<String>,
    topic: Option<String>,
    /// What further unlabelled lines belong to.
    last: Part,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Stem,
    Option,
    Explain,
    Done,
}

/// Reads the file.
pub(in crate::port) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let (lines, n_mended) = tidy(text);
    let note = "page numbers, running heads and hyphens at line ends were removed";
    gather.report.count(crate::port::LossKind::Note, At::File, note, n_mended);
    let (body, keys) = key_block(&lines);
    let mut records: Vec<Record> = Vec::new();
    for (number, line) in body {
        let is_new = begins(line, records.last());
        if is_new || records.is_empty() {
            if !is_new && records.is_empty() && line.trim().is_empty() {
                continue;
            }
            // Free text before the first question is no record.
            if !is_new {
                continue;
            }
            records.push(Record { line: *number, ..Record::default() });
        }
        if let Some(record) = records.last_mut() {
            record.take(line, is_new);
        }
    }
    for record in records {
        let raw = record.raw.join("\n").trim_end().to_owned();
        let source = gather.source(At::Line(record.line), &raw)?;
        match record.draft(&keys) {
            Ok(draft) => gather.add(source, draft),
            Err(reason) => gather.dropped(source, &reason),
        }
    }
    if gather.n_records() == 0 {
        return Err(no_questions(
            gather.name(),
            "Looked for numbered questions with options A, B, C.",
        ));
    }
    Ok(())
}

/// Lines before an answer key at the end, and the key by question number.
fn key_block(lines: &[(usize, String)]) -> (&[(usize, String)], HashMap<usize, String>) {
    let is_head = |line: &str| {
        let lower = line.trim().trim_matches(['*', '#', ':', ' ']).to_lowercase();
        ["answer key", "answers", "key", "answer keys"].contains(&lower.as_str())
    };
    let start = lines.iter().rposition(|(_, line)| is_head(line));
    let Some(start) = start else { return (lines, HashMap::new()) };
    let mut keys = HashMap::new();
    for (_, line) in lines.get(start + 1..).unwrap_or_default() {
        // "1. B 2. A, C" and "1-B".
        let mut rest = line.as_str();
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let here = rest.get(at..).unwrap_or_default();
            let n_digits = here.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = here.split_at(n_digits);
            let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
            let (key, next) = after.split_at(end);
            let key = key.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            if let Ok(number) = number.parse::<usize>()
                && !key.is_empty()
            {
                keys.insert(number, key);
            }
            rest = next;
        }
    }
    let body = if keys.is_empty() { lines } else { lines.get(..start).unwrap_or_default() };
    (body, keys)
}

/// Whether a line begins a question.
fn begins(line: &str, open: Option<&Record>) -> bool {
    let line = line.trim();
    if strip_word(line, "#Q").is_some() || strip_word(line, "NEW QUESTION").is_some() {
        return true;
    }
    if strip_word(line, "Q:").is_some() {
        return true;
    }
    let Some((number, text)) = numbered(line) else { return false };
    let Some(open) = open else { return true };
    let is_worded = strip_word(line, "question").is_some() || strip_word(line, "q").is_some();
    // "1." may be an option: where options are numbers, or none was seen, only the next number counts.
    let goes_on = match open.count {
        Some(Count::Numbers) => number == open.options.len() + 1 && open.last != Part::Done,
        Some(Count::Letters) => false,
        None => number == 1 && open.number.is_some_and(|n| n != 0) && !text.ends_with('?'),
    };
    let is_list = open.count.is_none()
        && open.last == Part::Stem
        && !is_worded
        && open.key.is_none()
        && open.number.is_some_and(|n| number <= n);
    (!goes_on && !is_list) || is_worded
}

/// The rest of a line after one of these words and a colon.
fn tagged<'a>(line: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let rest = strip_word(line, word)?.trim_start();
        rest.strip_prefix([':', '=']).map(str::trim)
    })
}

const KEYS: [&str; 9] = [
    "correct answers",
    "correct answer(s)",
    "correct answer",
    "correct options",
    "correct option",
    "answers",
    "answer",
    "ans",
    "key",
];

impl Record {
    fn take(&mut self, line: &str, is_first: bool) {
        self.raw.push(line.to_owned());
        let trimmed = line.trim();
        let bare = trimmed.trim_start_matches("**").trim_end_matches("**");
        if is_first {
            let (number, text) = match numbered(trimmed) {
                Some((number, text)) => (Some(number), text),
                None => (None, strip_head(trimmed)),
            };
            self.number = number;
            if !text.is_empty() {
                self.stem.push(text.to_owned());
            }
            return;
        }
        if trimmed.is_empty() {
            return;
        }
        if let Some(key) = tagged(bare, &KEYS).or_else(|| self.short_key(bare)) {
            self.key = Some(key.to_owned());
            self.last = Part::Done;
        } else if let Some(text) = tagged(bare, &["explanation", "rationale", "reason", "e"]) {
            self.explain.push(text.to_owned());
            self.last = Part::Explain;
        } else if let Some(text) = tagged(bare, &["reference", "references", "source"]) {
            self.references.push(text.to_owned());
            self.last = Part::Done;
        } else if let Some(text) = tagged(bare, &["domain", "topic", "category"]) {
            self.topic = Some(text.to_owned());
        } else if let Some(text) = trimmed.strip_prefix("^ ") {
            self.key = Some(text.trim().to_owned());
            self.last = Part::Done;
        } else if let Some(found) = self.option(trimmed) {
            let (text, is_bold) = marked(found.text);
            self.options.push((text.to_owned(), found.is_marked || is_bold));
            self.count = Some(found.count);
            self.last = Part::Option;
        } else {
            self.more(trimmed);
        }
    }

    /// `A: 2` with numbered options.
    fn short_key<'a>(&self, line: &'a str) -> Option<&'a str> {
        let rest = line.strip_prefix("A:")?.trim();
        (self.count == Some(Count::Numbers) && numbers(rest, 1).is_some()).then_some(rest)
    }

    /// The next option, if the label is the next one without a gap.
    fn option<'a>(&self, line: &'a str) -> Option<Labelled<'a>> {
        let found = labelled(line)?;
        let is_next = found.place == self.options.len();
        let is_same = self.count.is_none_or(|count| count == found.count);
        (is_next && is_same && self.key.is_none()).then_some(found)
    }

    fn more(&mut self, line: &str) {
        match self.last {
            Part::Stem => self.stem.push(line.to_owned()),
            Part::Option => {
                if let Some((text, _)) = self.options.last_mut() {
                    text.push(' ');
                    text.push_str(line);
                }
            }
            Part::Explain | Part::Done => self.explain.push(line.to_owned()),
        }
    }

    fn draft(self, keys: &HashMap<usize, String>) -> Result<Draft, String> {
        let stem = from_plain(self.stem.join("\n").trim());
        let explain = from_plain(self.explain.join("\n").trim());
        let from_block = self.number.and_then(|number| keys.get(&number)).cloned();
        let key = self.key.clone().or(from_block);
        let mut draft = if let Some(answer) = self.lone_answer().filter(|_| key.is_none()) {
            Draft::card(&stem, [from_plain(answer), explain].join("\n\n").trim())
        } else if self.options.is_empty() {
            let back = key.ok_or("there are no options and no answer")?;
            let back = [from_plain(&back), explain].join("\n\n");
            Draft::card(&stem, back.trim())
        } else {
            let options = self.answered(key.as_deref())?;
            Draft::new(Body::Choice(choice(&stem, options, explain)?))
        };
        draft.item.references = self.references;
        draft.path = self.topic.into_iter().collect();
        Ok(draft)
    }

    /// `Q:` with nothing but an `A:` is a card, and no question with one option.
    fn lone_answer(&self) -> Option<&str> {
        let [(text, false)] = self.options.as_slice() else { return None };
        let has = |tag: &str, line: &String| strip_word(line.trim(), tag).is_some();
        let is_asked = self.raw.first().is_some_and(|line| has("Q:", line));
        (is_asked && self.raw.iter().any(|line| has("A:", line))).then_some(text)
    }

    fn answered(&self, key: Option<&str>) -> Result<Vec<ChoiceOption>, String> {
        let texts: Vec<&str> = self.options.iter().map(|(text, _)| text.as_str()).collect();
        let keys = match key {
            None => None,
            Some(key) => Some(self.keys(key, &texts).ok_or_else(|| {
                let key: String = key.chars().take(80).collect();
                format!("the answer “{key}” fits no option")
            })?),
        };
        let made = self.options.iter().enumerate().map(|(place, (text, is_marked))| ChoiceOption {
            text: from_plain(text),
            is_key: keys.map_or(*is_marked, |keys| place < 32 && keys >> place & 1 == 1),
            why: String::new(),
            trap: None,
        });
        Ok(made.collect())
    }

    /// Right options as bits; letters, numbers, or the text of one.
    fn keys(&self, key: &str, texts: &[&str]) -> Option<u32> {
        let fits = |keys: &u32| *keys != 0 && *keys >> texts.len().min(31) == 0;
        let first = key.split_whitespace().next().unwrap_or_default();
        let by_label = |text: &str| match self.count {
            Some(Count::Numbers) => numbers(text, 1),
            _ => letters(text),
        };
        by_label(key)
            .filter(fits)
            .or_else(|| text_place(key, texts).map(|place| 1 << place.min(31)))
            .or_else(|| {
                // "B) the text again", "B. because …"
                let is_label = first.ends_with(['.', ')', ':', '-']) || first.len() == 1;
                by_label(first).filter(|keys| is_label && fits(keys))
            })
    }
}

fn strip_head(line: &str) -> &str {
    ["#Q", "NEW QUESTION", "Q:", "Q."]
        .iter()
        .find_map(|head| strip_word(line, head))
        .unwrap_or(line)
        .trim()
}
