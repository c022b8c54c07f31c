//! Obsidian's scheduling comments: `<!--SR:!2025-03-01,12,250!2025-03-05,20,230-->` says for each
//! sibling of a card when it is due, its interval in days and its ease in per cent.

use chrono::{Datelike as _, NaiveDate};
use fsrs::FSRS;

use crate::domain::time::StudyDay;
use crate::port::gather::{Gather, Source};
use crate::port::planted::Seed;

/// Retention that intervals of the other program are taken to mean.
const RETENTION: f32 = 0.9;
/// The date that stands for a sibling that was never reviewed.
const NEVER: &str = "2000-01-01";

/// What the comments of one record say of its siblings, in their order.
#[derive(Debug, Default)]
pub(super) struct Siblings(Vec<Sibling>);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sibling {
    New,
    Odd,
    Reviewed { due: StudyDay, days: f32, ease: f32 },
}

/// The text without scheduling comments, and what they say.
pub(super) fn cut(text: &str) -> (String, Siblings) {
    let mut kept = String::with_capacity(text.len());
    let mut siblings = Vec::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("<!--SR:") {
        kept.push_str(before);
        let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
        siblings.extend(inside.split('!').filter(|part| !part.trim().is_empty()).map(sibling));
        rest = after;
    }
    kept.push_str(rest);
    (kept, Siblings(siblings))
}

fn sibling(text: &str) -> Sibling {
    reviewed(text.trim()).unwrap_or(Sibling::Odd)
}

fn reviewed(text: &str) -> Option<Sibling> {
    let mut parts = text.split(',').map(str::trim);
    let (date, days, ease) = (parts.next()?, parts.next()?, parts.next()?);
    if date == NEVER {
        return Some(Sibling::New);
    }
    let date: NaiveDate = date.parse().ok()?;
    let (days, ease): (f32, f32) = (days.parse().ok()?, ease.parse().ok()?);
    let is_believed = (2000..=2100).contains(&date.year())
        && (1.0..=36_500.0).contains(&days)
        && (100.0..=1000.0).contains(&ease)
        && parts.next().is_none();
    is_believed.then(|| Sibling::Reviewed { due: StudyDay::from_date(date), days, ease })
}

/// Gives the memories of a record to the item that was made of it.
pub(super) fn plant(gather: &mut Gather<'_>, source: Source<'_>, siblings: &Siblings) {
    let Siblings(siblings) = siblings;
    if siblings.is_empty() {
        return;
    }
    let Some((item, facets)) = gather.facets_of(source) else {
        return gather
            .note(source.at, "scheduling dates of cards that did not come in were left out");
    };
    let fsrs = FSRS::default();
    for (place, sibling) in siblings.iter().enumerate() {
        let planted = match (*sibling, facets.get(place)) {
            (Sibling::New, _) => continue,
            (Sibling::Odd, _) | (Sibling::Reviewed { .. }, None) => None,
            (Sibling::Reviewed { due, days, ease }, Some(facet)) => {
                let memory = fsrs.memory_state_from_sm2(ease / 100.0, days, RETENTION).ok();
                let last = due.plus(-(days.round() as i32));
                memory.map(|memory| Seed {
                    item,
                    facet: *facet,
                    last,
                    due,
                    stability: memory.stability,
                    difficulty: memory.difficulty,
                })
            }
        };
        let is_planted = planted.is_some_and(|seed| gather.seeds.plant(&seed));
        if !is_planted {
            let cause = "scheduling dates that are impossible or belong to no side of their card were \
                         left out";
            gather.note(source.at, cause);
        }
    }
}
