//! What the cards of one note become.

use super::cards::CardRow;
use super::certdeck::Identity;
use super::collect::{Collector, Note};
use super::own::Own;
use super::plan::{CardPlan, Plan, QuestionPlan};
use super::schema::Kind;
use super::template::{Filling, Side, is_blank, shows_nothing};
use crate::domain::deck::{Body, Card, Case, Item, Validity};
use crate::port::LossKind;
use crate::port::html::to_markdown_with;

/// Stands for an answer that the file does not have.
const NO_ANSWER: &str = "(no answer in the file)";

/// An item before it has an id, tags and a topic.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) body: Body,
    /// What stands behind the guid in its key: the place of its first card, or `c`.
    pub(super) key: String,
    /// Indices of its cards and which memory each is.
    pub(super) cards: Vec<(usize, u16)>,
    pub(super) note: String,
    pub(super) references: Vec<String>,
    pub(super) is_answerless: bool,
    pub(super) own: Option<Box<Own>>,
}

impl Draft {
    pub(super) fn new(body: Body, key: String, cards: Vec<(usize, u16)>) -> Self {
        Self {
            body,
            key,
            cards,
            note: String::new(),
            references: Vec::new(),
            is_answerless: false,
            own: None,
        }
    }

    pub(super) fn card(front: String, back: String, card: Option<(usize, &CardRow)>) -> Self {
        let is_answerless = back.is_empty();
        let back = if is_answerless { NO_ANSWER.to_owned() } else { back };
        let key = card.map_or(0, |(_, row)| row.ord).to_string();
        let cards = card.map(|(index, _)| (index, 0)).into_iter().collect();
        let body = Body::Card(Card { front, back, reverse: false });
        Self { is_answerless, ..Self::new(body, key, cards) }
    }

    /// Stands for a note whose loss was told already.
    pub(super) fn nothing() -> Self {
        Self::new(
            Body::Case(Case { scenario: String::new(), questions: Vec::new() }),
            String::new(),
            Vec::new(),
        )
    }

    pub(super) fn is_nothing(&self) -> bool {
        matches!(&self.body, Body::Case(case) if case.scenario.is_empty() && self.own.is_none())
    }

    /// The item without an id and a topic, unless it is one of ours.
    pub(super) fn into_item(self, tags: Vec<String>) -> Item {
        if let Some(own) = self.own {
            return own.into_item(self.body, tags);
        }
        Item {
            id: String::new(),
            topic: String::new(),
            tags,
            difficulty: 3,
            references: self.references,
            note: self.note,
            valid: Validity::default(),
            is_card: true,
            body: self.body,
        }
    }
}

impl Collector<'_> {
    pub(super) fn markdown(&mut self, html: &str) -> String {
        to_markdown_with(html, self.shelf, &mut self.html)
    }

    /// The items of a note; none if it holds no text.
    pub(super) fn drafts(
        &mut self,
        note: &Note<'_>,
        notetype: i64,
        cards: &[CardRow],
    ) -> Vec<Draft> {
        let Some(plan) = self.plans.get(&notetype) else {
            let reason =
                "its notetype is not in the file: first field as front, the others as back";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
            return self.plain_drafts(note, &[], cards);
        };
        let n_fields = plan.fields.len();
        let mut fields = note.fields.clone();
        fields.resize(n_fields.max(fields.len()), "");
        let surplus = fields.split_off(n_fields.min(fields.len()));
        let note = &Note { fields, ..*note };
        let mut drafts = self.drafts_of_plan(note, plan, cards);
        if !surplus.is_empty() {
            self.append_surplus(note, &surplus, drafts.first_mut());
        }
        // Where a template is not understood, all fields stand on the card anyhow.
        let unshown = if plan.is_broken { String::new() } else { self.unshown(note, plan) };
        for draft in &mut drafts {
            if draft.own.is_none() {
                let lines = [draft.note.as_str(), unshown.as_str()].join("\n");
                lines.trim().clone_into(&mut draft.note);
            }
        }
        drafts
    }

    fn drafts_of_plan(&mut self, note: &Note<'_>, plan: &Plan, cards: &[CardRow]) -> Vec<Draft> {
        let own = plan.own_field.and_then(|field| note.fields.get(field).copied());
        if let Some(identity) = own.and_then(Identity::read) {
            let visible = note.fields.iter().enumerate();
            let visible = visible.filter(|(n, _)| plan.own_field != Some(*n));
            let visible: Vec<&str> = visible.map(|(_, field)| *field).collect();
            if let Some(item) = identity.item(&visible) {
                return self.own_drafts(note, (plan, cards), (item, &identity), &visible);
            }
        }
        self.foreign_drafts(note, plan, cards)
    }

    pub(super) fn foreign_drafts(
        &mut self,
        note: &Note<'_>,
        plan: &Plan,
        cards: &[CardRow],
    ) -> Vec<Draft> {
        if cards.is_empty() {
            self.report.count("notes without cards come in by their first template");
        }
        let is_occluded = plan.kind == Kind::Occlusion
            || note.fields.first().is_some_and(|f| f.starts_with("{{c1::image-occlusion:"));
        match (plan.kind, &plan.question) {
            _ if is_occluded => self.occlusion(note, plan, cards),
            (Kind::Normal, Some(question)) => self.question_drafts(note, plan, question, cards),
            (Kind::Normal, None) => self.normal(note, plan, cards),
            (Kind::Cloze | Kind::Occlusion, _) => self.gap_text(note, plan, cards),
        }
    }

    /// First field and the others, for notes whose notetype does not help.
    pub(super) fn plain_drafts(
        &mut self,
        note: &Note<'_>,
        names: &[String],
        cards: &[CardRow],
    ) -> Vec<Draft> {
        let mut fields = note.fields.iter().enumerate();
        let front = fields.find(|(_, html)| !shows_nothing(html));
        let Some((_, front)) = front else { return Vec::new() };
        let front = self.markdown(front);
        let mut backs = Vec::new();
        for (place, html) in fields.filter(|(_, html)| !shows_nothing(html)) {
            let text = self.markdown(html);
            match names.get(place).filter(|_| names.len() > 2) {
                Some(name) => backs.push(format!("{name}: {text}")),
                None => backs.push(text),
            }
        }
        let first = cards.first().map(|card| (0, card));
        let mut draft = Draft::card(front, backs.join("\n\n"), first);
        draft.cards = (0..cards.len()).map(|index| (index, 0)).collect();
        self.tell_answerless(note, &draft);
        vec![draft]
    }

    fn tell_answerless(&mut self, note: &Note<'_>, draft: &Draft) {
        if draft.is_answerless {
            let reason = "no answer: it comes in suspended";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
        }
    }

    /// One card for each card, or one that is asked both ways.
    fn normal(&mut self, note: &Note<'_>, plan: &Plan, cards: &[CardRow]) -> Vec<Draft> {
        if plan.is_broken {
            self.report.count(format!(
                "templates of \"{}\" are not understood: fields stand as they are",
                plan.name
            ));
        }
        let mut drafts = Vec::new();
        let mut n_lost = 0;
        for (index, card) in first_of_each(cards) {
            match plan.card(card.ord) {
                Some(template) => {
                    drafts.extend(self.card(note, plan, template, Some((index, card))));
                }
                None => n_lost += 1,
            }
        }
        if n_lost > 0 {
            let reason = "a card has no template";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
        }
        if let (true, Some(first)) = (cards.is_empty(), plan.cards.first()) {
            drafts.extend(self.card(note, plan, first, None));
        }
        if drafts.is_empty() {
            return self.plain_drafts(note, &plan.fields, cards);
        }
        let drafts = mirrored(drafts, plan);
        for draft in &drafts {
            self.tell_answerless(note, draft);
        }
        drafts
    }

    /// One card as its template shows it; none if the front is empty.
    fn card(
        &mut self,
        note: &Note<'_>,
        plan: &Plan,
        card: &CardPlan,
        row: Option<(usize, &CardRow)>,
    ) -> Option<Draft> {
        let Some((front, back)) = &card.sides else {
            return self.plain_drafts(note, &plan.fields, &[]).pop().map(|mut draft| {
                draft.key = row.map_or(0, |(_, row)| row.ord).to_string();
                draft.cards = row.map(|(index, _)| (index, 0)).into_iter().collect();
                draft
            });
        };
        if self.room == 0 {
            return None;
        }
        let blanks: Vec<bool> = note.fields.iter().map(|field| is_blank(field)).collect();
        let mut filling = filling(note, plan, card, &blanks);
        let front_html = front.fill(&filling, &mut self.seen);
        filling.side = Side::Back;
        let mut back_html = back.fill(&filling, &mut self.seen);
        let hints = std::mem::take(&mut self.seen.hints);
        if shows_nothing(&front_html) || !self.has_room(note, front_html.len() + back_html.len()) {
            return None;
        }
        if !back.repeats_front() {
            back_html = without_question(&back_html, &front_html);
        }
        let (front, back) = (self.markdown(&front_html), self.markdown(&back_html));
        let mut draft = Draft::card(front, back, row);
        for (label, html) in hints {
            let text = self.markdown(&html);
            draft.note.extend([label.as_str(), ": ", &text, "\n"]);
        }
        Some(draft)
    }

    /// A question with options in fields; its other cards stay cards.
    fn question_drafts(
        &mut self,
        note: &Note<'_>,
        plan: &Plan,
        question: &QuestionPlan,
        cards: &[CardRow],
    ) -> Vec<Draft> {
        let choice =
            question.roles.choice(&note.fields, question.scheme, &mut |html| self.markdown(html));
        let choice = match choice {
            Ok(choice) => choice,
            Err(reason) => {
                let reason = format!("{reason}: it comes in as a card");
                self.report.add(LossKind::Partial, &note.at(), &reason, &note.fields.join("\n"));
                return self.normal(note, plan, cards);
            }
        };
        if question.roles.asks_statements(&note.fields) {
            self.report.count("questions about true and false statements ask for the true ones");
        }
        let indexed = || cards.iter().enumerate();
        let asked: Vec<(usize, u16)> = indexed()
            .filter(|(_, card)| card.ord == question.ord)
            .map(|(index, _)| (index, 0))
            .collect();
        if asked.is_empty() && !cards.is_empty() {
            return self.normal(note, plan, cards);
        }
        let mut draft = Draft::new(Body::Choice(choice), question.ord.to_string(), asked);
        draft.references = question.roles.references(&note.fields);
        let mut drafts = vec![draft];
        for (index, card) in first_of_each(cards).filter(|(_, card)| card.ord != question.ord) {
            if let Some(template) = plan.card(card.ord) {
                drafts.extend(self.card(note, plan, template, Some((index, card))));
            }
        }
        drafts
    }

    /// Fields that no card shows, for the author's note.
    fn unshown(&mut self, note: &Note<'_>, plan: &Plan) -> String {
        let mut lines = Vec::new();
        for place in plan.unshown() {
            let html = note.fields.get(place).copied().unwrap_or_default();
            let is_gap_field = plan.kind != Kind::Normal && place == plan.gap_field;
            if !is_gap_field && !shows_nothing(html) {
                let text = self.markdown(html);
                let name = plan.fields.get(place).map(String::as_str).unwrap_or_default();
                lines.push(format!("{name}: {text}"));
            }
        }
        lines.join("\n")
    }

    fn append_surplus(&mut self, note: &Note<'_>, surplus: &[&str], draft: Option<&mut Draft>) {
        let reason = "it has more fields than its notetype: they stand at the end of the answer";
        self.report.add(LossKind::Partial, &note.at(), reason, &surplus.join("\n"));
        let text = surplus.iter().map(|html| self.markdown(html)).collect::<Vec<_>>().join("\n\n");
        let Some(draft) = draft else { return };
        let end = match &mut draft.body {
            Body::Card(card) => &mut card.back,
            Body::Cloze(cloze) => &mut cloze.explain,
            Body::Choice(choice) => &mut choice.explain,
            _ => &mut draft.note,
        };
        let whole = format!("{end}\n\n{text}");
        whole.trim().clone_into(end);
    }
}

fn filling<'a>(
    note: &'a Note<'_>,
    plan: &'a Plan,
    card: &'a CardPlan,
    blanks: &'a [bool],
) -> Filling<'a> {
    Filling {
        fields: &note.fields,
        blanks,
        names: &plan.fields,
        tags: note.tags,
        deck: note.path,
        card: &card.name,
        notetype: &plan.name,
        gap: None,
        side: Side::Front,
    }
}

/// The first card of each place; cards are ordered by place.
fn first_of_each(cards: &[CardRow]) -> impl Iterator<Item = (usize, &CardRow)> {
    let before = std::iter::once(None).chain(cards.iter().map(|card| Some(card.ord)));
    let indexed = cards.iter().enumerate().zip(before);
    indexed.filter(|((_, card), before)| *before != Some(card.ord)).map(|(indexed, _)| indexed)
}

/// The first card at a place.
pub(super) fn card_at(cards: &[CardRow], ord: i64) -> Option<(usize, &CardRow)> {
    let index = cards.partition_point(|card| card.ord < ord);
    cards.get(index).filter(|card| card.ord == ord).map(|card| (index, card))
}

/// Two cards of which each asks what the other answers are one card with two memories.
fn mirrored(mut drafts: Vec<Draft>, plan: &Plan) -> Vec<Draft> {
    let [first, second] = drafts.as_slice() else { return drafts };
    let (Body::Card(a), Body::Card(b)) = (&first.body, &second.body) else { return drafts };
    if plan.cards.len() != 2 || a.front != b.back || a.back != b.front {
        return drafts;
    }
    let second = drafts.pop();
    if let (Some(first), Some(second)) = (drafts.first_mut(), second) {
        if let Body::Card(card) = &mut first.body {
            card.reverse = true;
        }
        first.cards.extend(second.cards.into_iter().map(|(card, _)| (card, 1)));
    }
    drafts
}

/// The answer without the question that it repeats before its line.
fn without_question(back: &str, front: &str) -> String {
    let line = ["<hr id=answer", "<hr id=\"answer\"", "<hr id='answer'"];
    let found = line.iter().find_map(|line| back.find(line));
    match found.and_then(|at| Some((back.get(..at)?, back.get(at..)?))) {
        Some((question, answer)) if question.trim() == front.trim() => answer.to_owned(),
        _ => back.to_owned(),
    }
}
