//! Cards by tags at the start of lines: `Q:` and `A:`, `C:` with `[deletions]`.

use super::{Page, anchor, tagged_draft};
use crate::domain::deck::{Body, Cloze};
use crate::port::Refusal;
use crate::port::gather::{Draft, Gather};
use crate::port::within::{Within, question_within};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Question,
    Answer,
    Cloze,
    Rule,
}

fn tag_of(text: &str) -> Option<(Tag, &str)> {
    let tags = [("Q:", Tag::Question), ("A:", Tag::Answer), ("C:", Tag::Cloze)];
    let lower = [("q:", Tag::Question), ("a:", Tag::Answer)];
    if text.trim() == "---" {
        return Some((Tag::Rule, ""));
    }
    tags.into_iter()
        .chain(lower)
        .find_map(|(sign, tag)| text.strip_prefix(sign).map(|rest| (tag, rest)))
}

/// Reads all tagged cards; text runs over blank lines until the next tag or a line `---`.
pub(super) fn read(gather: &mut Gather<'_>, page: &mut Page<'_>) -> Result<(), Refusal> {
    let tags: Vec<(usize, Tag)> = (0..page.lines.len())
        .filter_map(|place| {
            let line = page.free(place).filter(|line| !line.is_code)?;
            tag_of(line.text).map(|(tag, _)| (place, tag))
        })
        .collect();
    let is_ours = tags.iter().any(|(_, tag)| matches!(tag, Tag::Question | Tag::Cloze));
    if !is_ours {
        return Ok(());
    }
    let end_of = |number: usize| tags.get(number + 1).map_or(page.lines.len(), |(next, _)| *next);
    let mut number = 0;
    while let Some((place, tag)) = tags.get(number).copied() {
        let end = end_of(number);
        let raw = page.text(place, end);
        let text = |from: usize, to: usize| {
            let whole = page.text(from, to);
            tag_of(&whole).map_or(whole.clone(), |(_, rest)| rest.to_owned()).trim().to_owned()
        };
        match tag {
            Tag::Rule => {}
            Tag::Question => {
                let next = tags.get(number + 1).filter(|(_, tag)| *tag == Tag::Answer);
                let Some((answer, _)) = next else {
                    let source = gather.source(page.at(place), &raw)?;
                    gather.dropped(source, "a question without an answer");
                    number += 1;
                    continue;
                };
                let end = end_of(number + 1);
                let raw = page.text(place, end);
                let source = gather.source(page.at(place), &raw)?;
                let (front, back) = (text(place, *answer), text(*answer, end));
                let draft = card(gather, page, &front, &back);
                gather.add(source, draft);
                number += 2;
                continue;
            }
            Tag::Answer => {
                let source = gather.source(page.at(place), &raw)?;
                gather.dropped(source, "an answer without a question before it");
            }
            Tag::Cloze => {
                let source = gather.source(page.at(place), &raw)?;
                match deletions(&text(place, end)) {
                    Some(cloze) => {
                        let cloze = gather.markdown(&cloze);
                        let body = Body::Cloze(Cloze { text: cloze, explain: String::new() });
                        gather.add(source, tagged_draft(page, Draft::new(body)));
                    }
                    None => gather.dropped(source, "there is no [gap] in it"),
                }
            }
        }
        number += 1;
    }
    let first = tags.first().map_or(0, |(place, _)| *place);
    page.take(first, page.lines.len());
    Ok(())
}

fn card(gather: &mut Gather<'_>, page: &Page<'_>, front: &str, back: &str) -> Draft {
    let (back, id) = anchor(back);
    let (front, back) = (gather.markdown(front), gather.markdown(back));
    let within = gather.options().choices_in_cards.then(|| question_within(&front, &back));
    let draft = match within {
        Some(Within::Question(choice)) => Draft::new(Body::Choice(choice)),
        _ => Draft::card(&front, &back),
    };
    let mut draft = tagged_draft(page, draft);
    id.unwrap_or_default().clone_into(&mut draft.item.id);
    draft
}

/// `[hidden]` as gaps, one number each; links, pictures and `\[` are none. A text that holds our own
/// gaps already stays as it is.
fn deletions(text: &str) -> Option<String> {
    if text.contains("{{c1::") {
        return Some(text.to_owned());
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut number = 0;
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, here) = rest.split_at(at);
        let Some(close) = here.find(']') else { break };
        let after = here.get(close + 1..).unwrap_or_default();
        let is_escaped = before.ends_with('\\');
        let is_link = after.starts_with('(') || before.ends_with('!');
        let inner = here.get(1..close).unwrap_or_default();
        out.push_str(before);
        if is_escaped || is_link || inner.is_empty() {
            out.push('[');
            rest = here.get(1..).unwrap_or_default();
            continue;
        }
        number += 1;
        let gap = format!("{{{{c{number}::{inner}}}}}");
        out.push_str(&gap);
        rest = after;
    }
    out.push_str(rest);
    (number > 0).then_some(out)
}
