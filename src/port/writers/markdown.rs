//! Markdown that people read and that comes back here: check boxes, `Q:` and `A:`, `C:`.

use super::{Causes, Written, single_items};
use crate::domain::deck::{Body, Deck, Item};
use crate::port::LossKind;
use crate::port::sides::sides;

/// The deck as one file.
pub fn write(deck: &Deck) -> Written {
    let mut causes = Causes::default();
    let items = single_items(deck);
    let mut text = format!("---\nname: \"{}\"\n---\n\n", deck.title.replace('"', "'"));
    // Questions under headings first: a heading ends the text of a card.
    let is_quiz = |item: &&Item| matches!(item.body, Body::Choice(_));
    for (number, item) in items.iter().filter(is_quiz).enumerate() {
        quiz(&mut text, number + 1, item);
    }
    for item in items.iter().filter(|item| !is_quiz(item)) {
        card(&mut text, item, &mut causes);
    }
    for item in &items {
        if !item.references.is_empty() {
            causes.add(LossKind::Partial, &item.id, "sources of cards are left out");
        }
    }
    Written { text, report: causes.finish() }
}

fn quiz(out: &mut String, number: usize, item: &Item) {
    let Body::Choice(choice) = &item.body else { return };
    let (first, rest) = choice.stem.split_once('\n').unwrap_or((&choice.stem, ""));
    out.extend(["## ", &number.to_string(), ". ", first.trim(), "\n"]);
    if !rest.trim().is_empty() {
        out.extend(["\n", rest.trim(), "\n\n"]);
    }
    for option in &choice.options {
        let sign = if option.is_key { "- [x] " } else { "- [ ] " };
        let text = option.text.replace('\n', "\n      ");
        out.extend([sign, &text, "\n"]);
    }
    let whys = choice.options.iter().filter(|option| !option.why.is_empty());
    let whys: Vec<String> = whys
        .map(|option| format!("* {}: {}", option.text.replace('\n', " "), option.why))
        .collect();
    if !choice.explain.is_empty() || !whys.is_empty() {
        out.extend(["\n**Explanation:** ", choice.explain.trim(), "\n"]);
        for why in whys {
            out.extend([why.replace('\n', " ").as_str(), "\n"]);
        }
    }
    out.push('\n');
}

fn card(out: &mut String, item: &Item, causes: &mut Causes) {
    match &item.body {
        Body::Card(card) => {
            out.extend(["Q: ", card.front.trim(), "\nA: ", card.back.trim()]);
        }
        Body::Cloze(cloze) => {
            out.extend(["C: ", cloze.text.trim()]);
            if !cloze.explain.is_empty() {
                causes.add(LossKind::Partial, &item.id, "explanations of gap texts are left out");
            }
        }
        body => {
            let shown = sides(body);
            let cause = "ordering, matching and the like stand as question and answer";
            causes.add(LossKind::Partial, &item.id, cause);
            out.extend(["Q: ", shown.question.trim(), "\nA: ", shown.answer.trim()]);
            if !shown.explain.is_empty() {
                out.extend(["\n\n", shown.explain.trim()]);
            }
        }
    }
    out.extend(["\n---\n"]);
}
