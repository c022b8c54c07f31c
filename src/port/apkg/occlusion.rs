//! Image occlusion: one card for each number, its picture painted once for the front and the back.

mod paint;
mod shape;

use super::cards::CardRow;
use super::collect::{Collector, Note};
use super::draft::{Draft, card_at};
use super::plan::Plan;
use super::template::shows_nothing;
use crate::port::LossKind;
use crate::port::html::media_address;
use paint::Canvas;
use shape::{Mask, masks};

/// Places of the stock fields, if their names do not tell.
const IMAGE: usize = 1;
const HEADER: usize = 2;
const EXTRA: usize = 3;
const COMMENTS: usize = 4;

/// Most pixels that masks of one note may cover together.
const MAX_PAINTED: u64 = 400_000_000;

impl Collector<'_> {
    pub(super) fn occlusion(
        &mut self,
        note: &Note<'_>,
        plan: &Plan,
        cards: &[CardRow],
    ) -> Vec<Draft> {
        let masks = masks(note.fields.first().copied().unwrap_or_default());
        let image = field(note, plan, "image", IMAGE);
        let Some(source) = source_of(image) else {
            return self.plain_drafts(note, &plan.fields, cards);
        };
        let bytes = (self.pictures)(self.shelf, &source);
        let Some(canvas) = bytes.as_deref().and_then(Canvas::open) else {
            let reason = format!("its picture {source} is missing or cannot be shown");
            self.report.add(LossKind::Dropped, &note.at(), &reason, "");
            return vec![Draft::nothing()];
        };
        let header = self.text_of(field(note, plan, "header", HEADER));
        let extra = self.text_of(field(note, plan, "back extra", EXTRA));
        let comments = self.text_of(field(note, plan, "comments", COMMENTS));
        let mut numbers: Vec<u16> = masks.iter().map(|mask| mask.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut drafts = Vec::new();
        let mut n_painted = 0;
        for number in numbers {
            let ord = i64::from(number) - 1;
            let row = card_at(cards, ord);
            if !self.has_room(note, header.len() + extra.len() + comments.len()) {
                break;
            }
            if row.is_none() && !cards.is_empty() {
                continue;
            }
            n_painted += masks.iter().map(|mask| canvas.area(&mask.shape)).sum::<u64>();
            if n_painted > MAX_PAINTED {
                let reason = "it has too many masks: some of its cards were left out";
                self.report.add(LossKind::Partial, &note.at(), reason, "");
                break;
            }
            let Some((front, back)) = self.painted(&canvas, &masks, number) else { continue };
            let front = [header.as_str(), &front].join("\n\n").trim().to_owned();
            let back = [&back, extra.as_str()].join("\n\n").trim().to_owned();
            let mut draft = Draft::card(front, back, row);
            draft.key = ord.to_string();
            draft.note.clone_from(&comments);
            drafts.push(draft);
        }
        if drafts.is_empty() { self.plain_drafts(note, &plan.fields, cards) } else { drafts }
    }

    fn text_of(&mut self, html: &str) -> String {
        if shows_nothing(html) { String::new() } else { self.markdown(html) }
    }

    /// Markdown of both pictures of a number.
    fn painted(
        &mut self,
        canvas: &Canvas,
        masks: &[Mask],
        number: u16,
    ) -> Option<(String, String)> {
        let own = || masks.iter().filter(|mask| mask.number == number);
        let hides_all = own().any(|mask| mask.hides_all);
        let mut front = canvas.clone();
        for mask in masks.iter().filter(|mask| mask.number != number && hides_all) {
            front.fill(&mask.shape, paint::OTHER);
        }
        own().for_each(|mask| front.fill(&mask.shape, paint::ASKED));
        let mut back = canvas.clone();
        own().for_each(|mask| back.outline(&mask.shape, paint::ASKED));
        let mut markdown = |canvas: Canvas| {
            let bytes = canvas.png()?;
            let digest = blake3::hash(&bytes).to_hex();
            let name = format!("occlusion-{}.png", digest.get(..16)?);
            let name = self.shelf.keep_as(&name, &bytes)?;
            Some(format!("![]({})", media_address(&name)))
        };
        Some((markdown(front)?, markdown(back)?))
    }
}

/// The field of this name, else the one that stands there in Anki's own notetype.
fn field<'a>(note: &Note<'a>, plan: &Plan, name: &str, place: usize) -> &'a str {
    let named = plan.fields.iter().position(|field| field.eq_ignore_ascii_case(name));
    note.fields.get(named.unwrap_or(place)).copied().unwrap_or_default()
}

/// Address of the first picture of a field.
fn source_of(html: &str) -> Option<String> {
    let (_, inside) = html.split_once("<img")?;
    let (_, value) = inside.split_once("src=")?;
    let quote = value.chars().next()?;
    let source = match quote {
        '"' | '\'' => value.get(1..)?.split(quote).next()?,
        _ => value.split([' ', '>']).next()?,
    };
    Some(crate::port::html::decoded(source))
}
