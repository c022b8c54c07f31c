//! Obsidian's spaced repetition: `front::back`, `front:::back`, a lone `?` or `??`, `==cloze==`.

use super::scheduling::{self, Siblings};
use super::{Page, anchor, heading, tagged_draft};
use crate::domain::deck::{Body, Cloze};
use crate::port::Refusal;
use crate::port::gather::{Draft, Gather};

/// Reads all cards of paragraphs that no other form took.
pub(super) fn read(gather: &mut Gather<'_>, page: &mut Page<'_>) -> Result<(), Refusal> {
    let mut topic: Vec<String> = Vec::new();
    let mut place = 0;
    while place < page.lines.len() {
        let start = place;
        let mut is_ended = false;
        while let Some(line) = page.free(place) {
            let text = line.text.trim();
            if !line.is_code && (text.is_empty() || text == "+++" || heading(line).is_some()) {
                is_ended = true;
                break;
            }
            place += 1;
        }
        if place > start {
            let block = Block { start, end: place };
            if let Some(found) = deck_tag(&page.text(start, place)) {
                topic = found;
            }
            block_cards(gather, page, block, &topic)?;
        }
        if is_ended || place == start {
            place += 1;
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
struct Block {
    start: usize,
    end: usize,
}

/// `#flashcards/a/b` as levels of a topic.
fn deck_tag(text: &str) -> Option<Vec<String>> {
    let at = text.find("#flashcards")?;
    let rest = text.get(at + "#flashcards".len()..)?;
    let tag = rest.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    Some(tag.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

fn without_tag(text: &str) -> String {
    let kept = text.split(' ').filter(|word| !word.starts_with("#flashcards"));
    kept.collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn block_cards(
    gather: &mut Gather<'_>,
    page: &mut Page<'_>,
    block: Block,
    topic: &[String],
) -> Result<(), Refusal> {
    let mark = (block.start..block.end).find_map(|place| {
        let line = page.lines.get(place).filter(|line| !line.is_code)?;
        match line.text.trim() {
            "?" => Some((place, false)),
            "??" => Some((place, true)),
            _ => None,
        }
    });
    if let Some((mark, both)) = mark {
        let (front, back) = (page.text(block.start, mark), page.text(mark + 1, block.end));
        let raw = page.text(block.start, block.end);
        add_card(gather, page, (block.start, &raw), (&front, &back, both), topic)?;
        page.take(block.start, block.end);
        return Ok(());
    }
    for place in block.start..block.end {
        let Some(line) = page.free(place).filter(|line| !line.is_code) else { continue };
        let text = line.text;
        if let Some((front, back, both)) = split(text) {
            // A scheduling comment or an anchor may stand on the next line.
            let next = page.lines.get(place + 1).map_or("", |line| line.text.trim());
            let follows = next.starts_with("<!--SR:") || next.starts_with('^');
            let raw = page.text(place, place + 1 + usize::from(follows));
            let back = if follows { format!("{back}\n{next}") } else { back.to_owned() };
            add_card(gather, page, (place, &raw), (front, &back, both), topic)?;
            page.take(place, place + 1 + usize::from(follows));
        }
    }
    let raw = page.text(block.start, block.end);
    let is_free = (block.start..block.end).all(|place| page.free(place).is_some());
    if is_free && let Some(cloze) = marked_gaps(&raw) {
        let source = gather.source(page.at(block.start), &raw)?;
        let (text, id, siblings) = settle(gather, &cloze);
        let mut draft = Draft::new(Body::Cloze(Cloze { text, explain: String::new() }));
        draft.path = topic.to_vec();
        draft.item.id = id;
        gather.add(source, tagged_draft(page, draft));
        scheduling::plant(gather, source, &siblings);
        page.take(block.start, block.end);
    } else if is_free && raw.starts_with("<!--SR:") {
        gather.note(page.at(block.start), "scheduling dates that follow no card were left out");
    }
    Ok(())
}

/// The first separator of a line outside code.
fn split(text: &str) -> Option<(&str, &str, bool)> {
    let mut is_code = false;
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        match bytes.get(at) {
            Some(b'`') => is_code = !is_code,
            Some(b':') if !is_code && text.get(at..).is_some_and(|rest| rest.starts_with("::")) => {
                let n = if text.get(at..)?.starts_with(":::") { 3 } else { 2 };
                let (front, back) = (text.get(..at)?.trim(), text.get(at + n..)?.trim());
                let is_card = !front.is_empty() && !front.contains("{{c");
                return is_card.then_some((front, back, n == 3));
            }
            _ => {}
        }
    }
    None
}

fn add_card(
    gather: &mut Gather<'_>,
    page: &Page<'_>,
    (place, raw): (usize, &str),
    (front, back, both): (&str, &str, bool),
    topic: &[String],
) -> Result<(), Refusal> {
    let source = gather.source(page.at(place), raw)?;
    let front = gather.markdown(&without_tag(front));
    let (back, id, siblings) = settle(gather, back);
    let mut draft = Draft::card(&front, &back);
    if let Body::Card(card) = &mut draft.item.body {
        card.reverse = both;
    }
    if draft.is_suspended {
        gather.partial(source, "no answer: it comes in suspended");
    }
    draft.path = topic.to_vec();
    draft.item.id = id;
    gather.add(source, tagged_draft(page, draft));
    scheduling::plant(gather, source, &siblings);
    Ok(())
}

/// The text without scheduling comments and anchor; the anchor; what the comments say.
fn settle(gather: &mut Gather<'_>, text: &str) -> (String, String, Siblings) {
    let (kept, siblings) = scheduling::cut(text);
    let (text, id) = anchor(kept.trim());
    (gather.markdown(&without_tag(text)), id.unwrap_or_default().to_owned(), siblings)
}

/// `==hidden==` as gaps, each its own number; `^[hint]` behind one is its hint.
fn marked_gaps(text: &str) -> Option<String> {
    if text.contains("{{c1::") {
        return Some(text.to_owned());
    }
    let mut parts = text.split("==");
    let mut out = parts.next()?.to_owned();
    let mut number = 0;
    while let Some(hidden) = parts.next() {
        let Some(after) = parts.next() else {
            out.push_str("==");
            out.push_str(hidden);
            break;
        };
        number += 1;
        let hint = after.strip_prefix("^[").and_then(|rest| rest.split_once(']'));
        if let Some((hint, rest)) = hint {
            let gap = format!("{{{{c{number}::{hidden}::{hint}}}}}{rest}");
            out.push_str(&gap);
        } else {
            let gap = format!("{{{{c{number}::{hidden}}}}}{after}");
            out.push_str(&gap);
        }
    }
    (number > 0).then_some(out)
}
