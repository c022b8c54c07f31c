//! Notes with gaps.

use super::cards::CardRow;
use super::cloze;
use super::collect::{Collector, Note};
use super::draft::{Draft, card_at};
use super::limits::NOTE_TEXT;
use super::plan::Plan;
use super::template::shows_nothing;
use crate::domain::deck::{Body, Cloze};
use crate::domain::item::text::{Segment, cloze_segments};
use crate::port::LossKind;

impl Collector<'_> {
    /// A text with gaps; cards where the gaps are not flat.
    pub(super) fn gap_text(
        &mut self,
        note: &Note<'_>,
        plan: &Plan,
        cards: &[CardRow],
    ) -> Vec<Draft> {
        let html = note.fields.get(plan.gap_field).copied().unwrap_or_default();
        let gaps = cloze::gaps(html);
        if gaps.has_odd_marks {
            let reason = "gaps with a number outside 1 to 500, or without an end, stay text";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
        }
        if gaps.numbers.is_empty() {
            self.report.count("notes for gaps without a gap come in as cards");
            return self.plain_drafts(note, &plan.fields, cards);
        }
        if let Some(flat) = &gaps.flat {
            let text = self.markdown(flat);
            if is_whole(&text, &gaps.numbers) {
                let explain = self.explanation(note, plan);
                let body = Body::Cloze(Cloze { text, explain });
                let facets = cards.iter().enumerate();
                let known = facets.filter_map(|(index, card)| {
                    let number = u16::try_from(card.ord + 1).ok()?;
                    gaps.numbers.contains(&number).then_some((index, number))
                });
                return vec![Draft::new(body, "c".to_owned(), known.collect())];
            }
        }
        self.report.count("gaps inside gaps come in as one card for each number");
        self.gap_cards(note, plan, html, &gaps.numbers, cards)
    }

    fn gap_cards(
        &mut self,
        note: &Note<'_>,
        plan: &Plan,
        html: &str,
        numbers: &[u16],
        cards: &[CardRow],
    ) -> Vec<Draft> {
        let explain = self.explanation(note, plan);
        let full = self.markdown(&cloze::filled_in(html));
        let back = format!("{full}\n\n{explain}").trim().to_owned();
        let mut drafts = Vec::new();
        for number in numbers {
            let ord = i64::from(*number) - 1;
            let row = card_at(cards, ord);
            if !self.has_room(note, html.len() + back.len()) {
                break;
            }
            if row.is_some() || cards.is_empty() {
                let front = self.markdown(&cloze::asked(html, *number));
                let mut draft = Draft::card(front, back.clone(), row);
                draft.key = ord.to_string();
                drafts.push(draft);
            }
        }
        drafts
    }

    /// The other fields that the answer of a gap text shows.
    pub(super) fn explanation(&mut self, note: &Note<'_>, plan: &Plan) -> String {
        let mut texts = Vec::new();
        for (place, html) in note.fields.iter().enumerate() {
            let is_shown = plan.answers.contains(&place) && place != plan.gap_field;
            if is_shown && plan.own_field != Some(place) && !shows_nothing(html) {
                texts.push(self.markdown(html));
            }
        }
        texts.join("\n\n")
    }
}

/// Whether every gap can be asked as our own text reads it.
fn is_whole(text: &str, numbers: &[u16]) -> bool {
    if text.len().saturating_mul(numbers.len()) > NOTE_TEXT {
        return false;
    }
    let cloze = Cloze { text: text.to_owned(), explain: String::new() };
    cloze.numbers() == numbers
        && numbers.iter().all(|number| {
            cloze_segments(text, *number)
                .iter()
                .any(|s| matches!(s, Segment::Gap { hidden, .. } if !hidden.trim().is_empty()))
        })
}
