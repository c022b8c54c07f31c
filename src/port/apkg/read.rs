//! The way from a package to [`Imported`].

use std::collections::BTreeMap;
use std::io::{Read, Seek};
use std::path::Path;

use super::cards::{self, CardRow};
use super::certdeck::Head;
use super::collect::{Collector, Entry};
use super::container::{Generation, unpack};
use super::database::Database;
use super::history::Histories;
use super::media::Shelf;
use super::plan::plans;
use super::refuse::{cancelled, damaged, refuse};
use super::report::Report;
use super::schema::Collection;
use super::template::Seen;
use super::topics::Topics;
use super::{Progress, ReadOptions, Stage, Watch, limits};
use crate::domain::deck::{Body, Topic, Trap};
use crate::port::{Format, Imported, ImportedItem, LossKind, Refusal};

/// Reads a package or a bare collection called `name`.
///
/// Everything is unpacked into `staging`, an existing folder that belongs to this import alone;
/// media stay there until the import is applied. Nothing else on disk is touched.
pub fn read(
    name: &str,
    source: impl Read + Seek,
    staging: &Path,
    options: ReadOptions,
    watch: Watch<'_>,
) -> Result<Imported, Refusal> {
    let mut unpacked = unpack(name, source, staging, watch)?;
    let database = Database::open(name, &unpacked.collection)?;
    if unpacked.generation == Generation::First {
        database.check_stub(name)?;
    }
    let collection = Collection::read(name, &database)?;
    let mut report = Report::default();
    let packing = unpacked.generation.packing();
    let mut shelf = match &mut unpacked.package {
        Some(package) => Shelf::read(name, package, packing, staging, &mut report)?,
        None => Shelf::empty(staging),
    };
    if let Some(note) = unpacked.note.take() {
        report.count(note);
    }
    let plans = plans(&collection, &database).map_err(|error| damaged(name, &error.to_string()))?;
    let mut cards = cards::read(name, &database, watch)?;
    let mut pictures = |shelf: &mut Shelf, reference: &str| {
        shelf.bytes(unpacked.package.as_mut(), packing, reference, limits::MEDIA_FILE)
    };
    let mut collector = Collector::new(&collection, &plans, &mut shelf, &mut pictures, report);
    let n_records = collector.notes(name, &database, &mut cards, watch)?;
    if n_records == 0 {
        return refuse(format!("{name} holds no notes. Nothing was imported."));
    }
    let collected = collector.finish(&mut cards);
    let mut report = collected.report;
    tell(&collection, &collected.seen, &mut report);
    let history =
        Histories::new(&collection, options).read(name, &database, &cards, &mut report, watch)?;
    let media = shelf.copy(name, unpacked.package.as_mut(), packing, &mut report, watch)?;
    if watch(Progress { stage: Stage::Media, done: 0, total: None }).is_break() {
        return Err(cancelled(name));
    }
    Ok(Imported {
        format: Format::AnkiPackage,
        n_records,
        title: collected.title,
        outline: collected.outline,
        traps: collected.traps,
        own: None,
        items: collected.items,
        media,
        history,
        report: report.finish(),
    })
}

/// What notes became, in their final order.
pub(super) struct Collected {
    pub(super) title: Option<String>,
    pub(super) outline: Vec<Topic>,
    pub(super) traps: Vec<Trap>,
    pub(super) items: Vec<ImportedItem>,
    pub(super) report: Report,
    pub(super) seen: Seen,
}

impl Collector<'_> {
    /// Puts items into their order and topics in place; cards follow their items.
    pub(super) fn finish(mut self, cards: &mut [CardRow]) -> Collected {
        self.report.add_html(&self.html);
        if self.topics.has_cut_names {
            self.report.count("deck names were cut to 200 letters");
        }
        self.order_questions(cards);
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        order.sort_by_key(|at| self.entries.get(*at).map(|entry| entry.order));
        let mut new_places = vec![0; order.len()];
        for (place, at) in order.iter().enumerate() {
            if let Some(slot) = new_places.get_mut(*at) {
                *slot = place;
            }
        }
        for card in cards.iter_mut() {
            if let Some((at, _)) = &mut card.target {
                *at = new_places.get(*at).copied().unwrap_or(*at);
            }
        }
        let (title, outline, ids, traps) = outline(&self.topics, &self.heads);
        let mut entries: Vec<(usize, Entry)> = new_places.into_iter().zip(self.entries).collect();
        entries.sort_unstable_by_key(|(place, _)| *place);
        let items = entries.into_iter().map(|(_, entry)| in_topic(entry, &ids)).collect();
        Collected { title, outline, traps, items, report: self.report, seen: self.seen }
    }

    /// Questions of a case stand in the case's own order.
    fn order_questions(&mut self, cards: &mut [CardRow]) {
        let mut moved: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.entries.iter_mut().enumerate() {
            let Body::Case(case) = &mut entry.imported.item.body else { continue };
            let mut order: Vec<usize> = (0..entry.places.len()).collect();
            order.sort_by_key(|n| entry.places.get(*n).map(|(place, _)| *place));
            let questions = std::mem::take(&mut case.questions);
            let mut slots: Vec<_> = questions.into_iter().map(Some).collect();
            case.questions =
                order.iter().filter_map(|n| slots.get_mut(*n).and_then(Option::take)).collect();
            entry.places.sort_by_key(|(place, _)| *place);
            moved.insert(at, order);
        }
        for card in cards {
            let Some((at, facet)) = &mut card.target else { continue };
            let place = moved
                .get(at)
                .and_then(|order| order.iter().position(|n| *n == usize::from(*facet)));
            if let Some(place) = place {
                *facet = place as u16;
            }
        }
    }
}

/// Puts an item into the topic of its deck. A case keeps its own topic where that still exists.
fn in_topic(entry: Entry, ids: &[String]) -> ImportedItem {
    let id = |path: usize| ids.get(path).cloned().unwrap_or_default();
    let mut imported = entry.imported;
    if let Body::Case(case) = &mut imported.item.body {
        for (question, (_, path)) in case.questions.iter_mut().zip(&entry.places) {
            question.topic = id(*path);
        }
        if ids.contains(&imported.item.topic) {
            return imported;
        }
    }
    imported.item.topic = id(entry.path);
    imported
}

type Outlined = (Option<String>, Vec<Topic>, Vec<String>, Vec<Trap>);

/// The outline; where one of our own decks brought its own along and it still fits, that one.
fn outline(topics: &Topics, heads: &BTreeMap<String, Head>) -> Outlined {
    let mut made = topics.outline();
    let mut traps: Vec<Trap> = Vec::new();
    for (deck, head) in heads {
        for trap in &head.traps {
            if !traps.iter().any(|known| known.id == trap.id) {
                traps.push(trap.clone());
            }
        }
        if made.title.as_ref() == Some(deck) {
            if covers(&head.outline, &made.topics) {
                made.topics.clone_from(&head.outline);
            }
        } else if let Some(topic) = made.topics.iter_mut().find(|topic| topic.title == *deck)
            && covers(&head.outline, &topic.topics)
        {
            topic.topics.clone_from(&head.outline);
        }
    }
    (made.title, made.topics, made.ids, traps)
}

/// Whether every leaf of `made` is a leaf of `own`.
fn covers(own: &[Topic], made: &[Topic]) -> bool {
    fn leaves<'a>(topics: &'a [Topic], found: &mut Vec<&'a str>) {
        for topic in topics {
            if topic.topics.is_empty() {
                found.push(&topic.id);
            }
            leaves(&topic.topics, found);
        }
    }
    let (mut of_own, mut of_made) = (Vec::new(), Vec::new());
    leaves(own, &mut of_own);
    leaves(made, &mut of_made);
    !of_made.is_empty() && of_made.iter().all(|leaf| of_own.contains(leaf))
}

/// What was met in templates and in the collection's head.
pub(super) fn tell(collection: &Collection, seen: &Seen, report: &mut Report) {
    for what in &collection.unread {
        report.count(format!("the collection's {what} could not be read"));
    }
    for (n, cause) in [
        (seen.n_typed, "answers that are typed in are shown instead"),
        (seen.n_spoken, "texts that are read aloud were left out"),
        (seen.n_unknown_filters, "filters of templates that we do not know were passed over"),
        (seen.n_unknown_fields, "templates name fields that are not there"),
    ] {
        report.count_many(LossKind::Note, cause, n);
    }
}
