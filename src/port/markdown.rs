//! Markdown: check-box quizzes, `Q:`/`A:`/`C:` cards, Obsidian's spaced repetition, `LearnKit`'s rows and
//! tables. Several kinds in one file are all read.

mod grids;
mod learnkit;
mod obsidian;
mod quiz;
mod scheduling;
mod tagged;

use super::Refusal;
use super::gather::{Draft, Gather};
use super::refuse::no_questions;
use super::report::At;

/// A line of the file.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    /// From 1.
    number: usize,
    text: &'t str,
    /// Inside a code fence: no rule looks at it.
    is_code: bool,
}

/// The lines of a file, and which of them belong to a record already.
struct Page<'t> {
    lines: Vec<Line<'t>>,
    is_used: Vec<bool>,
    /// Tags of the front matter.
    tags: Vec<String>,
}

impl<'t> Page<'t> {
    fn free(&self, place: usize) -> Option<Line<'t>> {
        let is_used = self.is_used.get(place).copied().unwrap_or(true);
        self.lines.get(place).copied().filter(|_| !is_used)
    }

    fn take(&mut self, from: usize, to: usize) {
        for slot in self.is_used.iter_mut().take(to).skip(from) {
            *slot = true;
        }
    }

    fn text(&self, from: usize, to: usize) -> String {
        let lines = self.lines.get(from..to.max(from)).unwrap_or_default();
        lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
    }

    fn at(&self, place: usize) -> At {
        At::Line(self.lines.get(place).map_or(0, |line| line.number))
    }
}

pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let mut page = page(gather, text);
    quiz::read(gather, &mut page)?;
    learnkit::read(gather, &mut page)?;
    tagged::read(gather, &mut page)?;
    obsidian::read(gather, &mut page)?;
    grids::read(gather, &mut page)?;
    if gather.n_records() == 0 {
        let forms = "Forms that are read: check boxes under a heading, Q: and A: lines, front::back, \
                     ==cloze==, LearnKit rows and tables.";
        return Err(no_questions(gather.name(), forms));
    }
    Ok(())
}

/// Cuts the text into lines; takes front matter and comments out.
fn page<'t>(gather: &mut Gather<'_>, text: &'t str) -> Page<'t> {
    let (matter, body, first) = front_matter(gather, text);
    let tags = settle_matter(gather, matter);
    let mut lines = Vec::new();
    let (mut fence, mut is_comment) = (None, false);
    for (number, text) in body.lines().enumerate() {
        let trimmed = text.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        let mut is_code = fence.is_some();
        match (fence, mark) {
            (None, Some(mark)) => {
                fence = Some((mark, first + number));
                is_code = true;
            }
            (Some((open, _)), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        // Scheduling comments belong to their cards; all other comments are no text.
        let starts = !is_code && trimmed.starts_with("<!--") && !trimmed.starts_with("<!--SR:");
        let is_hidden = is_comment || starts;
        if starts {
            is_comment = true;
        }
        if is_hidden && text.contains("-->") {
            is_comment = false;
        }
        let text = if is_hidden { "" } else { text };
        lines.push(Line { number: first + number, text, is_code });
    }
    if let Some((_, line)) = fence {
        gather.note(At::Line(line), "a code block is not closed: it goes to the end of the file");
    }
    let is_used = vec![false; lines.len()];
    Page { lines, is_used, tags }
}

/// Front matter, the rest, and the number of the rest's first line.
fn front_matter<'t>(gather: &mut Gather<'_>, text: &'t str) -> (&'t str, &'t str, usize) {
    for mark in ["---", "+++"] {
        let Some(rest) = text.strip_prefix(mark).and_then(|rest| rest.strip_prefix('\n')) else {
            continue;
        };
        let end = format!("\n{mark}\n");
        let whole = format!("\n{rest}");
        if let Some(at) = whole.find(&end) {
            let matter = rest.get(..at.saturating_sub(1)).unwrap_or_default();
            let body = rest.get(at + end.len() - 1..).unwrap_or_default();
            return (matter, body, matter.lines().count() + 3);
        }
        if rest.contains(": ") || rest.contains(" = ") {
            gather.note(At::Line(1), "the front matter is not closed: it counts as text");
        }
    }
    (text.get(..0).unwrap_or_default(), text, 1)
}

/// Name and tags from the front matter.
fn settle_matter(gather: &mut Gather<'_>, matter: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut in_tags = false;
    for line in matter.lines() {
        if let Some(tag) = line.trim().strip_prefix("- ").filter(|_| in_tags) {
            tags.push(tag.trim().to_owned());
            continue;
        }
        let Some((key, value)) = line.split_once(['=', ':']) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        in_tags = false;
        match key.trim().to_lowercase().as_str() {
            "name" | "title" | "deck" => gather.set_title(value),
            "tags" => {
                in_tags = value.is_empty();
                let list = value.trim_matches(['[', ']']).split([',', ' ']);
                let list = list.map(|tag| tag.trim().trim_matches(['"', '\'', '#']));
                tags.extend(list.filter(|tag| !tag.is_empty()).map(str::to_owned));
            }
            "sr-due" => gather.note(At::Line(1), "a due date of a whole note was left out"),
            _ => {}
        }
    }
    tags
}

/// Level and text of a heading.
fn heading(line: Line<'_>) -> Option<(usize, &str)> {
    let n = line.text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.text.get(n..)?;
    let is_heading = (1..=6).contains(&n) && (rest.is_empty() || rest.starts_with(' '));
    (is_heading && !line.is_code).then(|| (n, rest.trim().trim_end_matches('#').trim()))
}

/// A card with the page's tags.
fn tagged_draft(page: &Page<'_>, mut draft: Draft) -> Draft {
    draft.item.tags.extend(page.tags.iter().cloned());
    draft
}

/// An anchor such as `^abc123` at the end of a text, and the text without it.
fn anchor(text: &str) -> (&str, Option<&str>) {
    let trimmed = text.trim_end();
    let Some((before, id)) = trimmed.rsplit_once('^') else { return (text, None) };
    let is_id = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let stands_alone = before.is_empty() || before.ends_with([' ', '\n']);
    if is_id && stands_alone { (before.trim_end(), Some(id)) } else { (text, None) }
}
