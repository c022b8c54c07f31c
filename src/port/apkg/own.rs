//! Notes that we wrote ourselves.

use super::cards::CardRow;
use super::certdeck::{Identity, SCENARIO};
use super::collect::{Collector, Note};
use super::draft::Draft;
use super::plan::Plan;
use crate::domain::deck::{Body, Item};
use crate::port::LossKind;
use crate::port::html::MediaShelf as _;
use crate::port::own_ron::media_names;

/// Most decks whose outline comes along.
const MAX_HEADS: usize = 200;

/// What our own JSON adds to a draft.
#[derive(Debug)]
pub(super) struct Own {
    item: Item,
    written_tags: Vec<String>,
    pub(super) topic: String,
    pub(super) case: Option<(Item, usize)>,
}

impl Own {
    /// The item with another body and other tags.
    pub(super) fn into_item(self, body: Body, tags: Vec<String>) -> Item {
        Item { tags, body, ..self.item }
    }

    /// The item's own tags, unless somebody changed them over there.
    pub(super) fn settled_tags(&self, tags: Vec<String>) -> Vec<String> {
        let (mut now, mut then) = (tags.clone(), self.written_tags.clone());
        now.sort_unstable();
        then.sort_unstable();
        if now == then {
            return self.item.tags.clone();
        }
        tags.into_iter()
            .filter(|tag| !tag.starts_with("trap::"))
            .map(|tag| {
                let as_written = |own: &&String| super::export::tag(own) == tag;
                self.item.tags.iter().find(as_written).cloned().unwrap_or(tag)
            })
            .collect()
    }
}

impl Collector<'_> {
    /// One of our own notes: the JSON if nobody touched the text, else the text helped by the JSON.
    pub(super) fn own_drafts(
        &mut self,
        note: &Note<'_>,
        (plan, cards): (&Plan, &[CardRow]),
        (item, identity): (Item, &Identity),
        visible: &[&str],
    ) -> Vec<Draft> {
        if let (Some(head), Some(deck), true) =
            (&identity.deck, note.path.first(), self.heads.len() < MAX_HEADS)
        {
            self.heads.entry(deck.clone()).or_insert_with(|| head.clone());
        }
        let own = Box::new(Own {
            written_tags: identity.tags.clone(),
            topic: item.topic.clone(),
            case: identity.case(),
            item,
        });
        if identity.fits(visible.iter().copied()) {
            self.take_media(&own);
            let facet = |(index, card): (usize, &CardRow)| match own.item.body {
                Body::Card(_) => (index, card.ord.clamp(0, 1) as u16),
                Body::Cloze(_) => (index, card.ord.clamp(0, 499) as u16 + 1),
                _ => (index, 0),
            };
            let key = match own.item.body {
                Body::Cloze(_) => "c".to_owned(),
                _ => cards.first().map_or(0, |card| card.ord).to_string(),
            };
            let targets = cards.iter().enumerate().map(facet).collect();
            let draft = Draft::new(own.item.body.clone(), key, targets);
            return vec![Draft { own: Some(own), ..draft }];
        }
        let mut fields = note.fields.clone();
        let scenario = plan.fields.iter().position(|name| name == SCENARIO);
        if let Some(scenario) = scenario.and_then(|at| fields.get_mut(at)) {
            *scenario = "";
        }
        let note = &Note { fields, ..*note };
        let mut drafts = self.foreign_drafts(note, plan, cards);
        if let Some(first) = drafts.first_mut() {
            self.help(note, &mut first.body, &own.item.body);
            first.own = Some(own);
        }
        drafts
    }

    /// The texts of an own item come from the JSON: nothing else asks for their media.
    fn take_media(&mut self, own: &Own) {
        if self.shelf.is_empty() {
            return;
        }
        let case = own.case.as_ref().map(|(case, _)| case);
        for name in case.into_iter().chain([&own.item]).flat_map(media_names) {
            self.shelf.find(&name);
        }
    }

    /// Fills in what text cannot say.
    fn help(&mut self, note: &Note<'_>, edited: &mut Body, own: &Body) {
        self.report.count("notes were edited in Anki since they were exported: their text counts");
        match (edited, own) {
            (Body::Choice(edited), Body::Choice(own)) => {
                edited.shuffle = own.shuffle;
                if edited.options.len() == own.options.len() {
                    for (edited, own) in edited.options.iter_mut().zip(&own.options) {
                        edited.trap.clone_from(&own.trap);
                    }
                }
            }
            (Body::Card(edited), Body::Card(own)) => edited.reverse |= own.reverse,
            (Body::Cloze(_), Body::Cloze(_)) => {}
            _ => {
                let reason = "it was edited in Anki and comes back as a card";
                self.report.add(LossKind::Partial, &note.at(), reason, "");
            }
        }
    }
}
