//! Notes, one after the other, become items.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;

use super::cards::CardRow;
use super::certdeck::Head;
use super::database::{Cell, Database};
use super::draft::Draft;
use super::limits::{ALL_TEXT, FIELD, MIB, NOTE_TEXT, RECORD, RECORDS, TAGS};
use super::media::Shelf;
use super::own::Own;
use super::plan::Plan;
use super::refuse::{cancelled, damaged, larger, refuse};
use super::report::{Report, place};
use super::schema::Collection;
use super::template::Seen;
use super::topics::Topics;
use super::{Progress, Stage, Watch};
use crate::domain::deck::{Body, Item};
use crate::port::html::HtmlNotes;
use crate::port::{ImportedItem, LossKind, Refusal, SourceKey};

/// Gives the bytes of a picture by its name in texts.
pub(super) type Pictures<'a> = &'a mut dyn FnMut(&mut Shelf, &str) -> Option<Vec<u8>>;

/// Everything that grows while notes are read.
pub(super) struct Collector<'a> {
    pub(super) collection: &'a Collection,
    pub(super) plans: &'a BTreeMap<i64, Plan>,
    pub(super) shelf: &'a mut Shelf,
    /// Bytes of a picture of the package.
    pub(super) pictures: Pictures<'a>,
    pub(super) report: Report,
    pub(super) html: HtmlNotes,
    pub(super) seen: Seen,
    pub(super) topics: Topics,
    pub(super) entries: Vec<Entry>,
    /// Heads of our own decks, by their titles.
    pub(super) heads: BTreeMap<String, Head>,
    /// Bytes that the cards of the note at hand may still show.
    pub(super) room: usize,
    taken: HashSet<String>,
    /// Guids that came, with a digest of their fields.
    guids: HashMap<String, blake3::Hash>,
    /// Cases of our own decks by deck and id: index of the entry.
    cases: HashMap<(Option<String>, String), usize>,
}

/// An item with what only the end settles.
pub(super) struct Entry {
    pub(super) imported: ImportedItem,
    /// Number of its deck path.
    pub(super) path: usize,
    /// Place in the deck: position, note, card.
    pub(super) order: (i64, i64, i64),
    /// Of a case: place and deck path of each question, in the order in which they came.
    pub(super) places: Vec<(usize, usize)>,
}

/// Where a draft went.
enum Settled {
    New(Box<Entry>),
    /// Index of the entry of its case, and its number there.
    Question(usize, u16),
}

/// A note as it stands.
pub(super) struct Note<'a> {
    pub(super) id: i64,
    pub(super) guid: &'a str,
    pub(super) fields: Vec<&'a str>,
    pub(super) tags: &'a str,
    /// Names of the deck of its first card.
    pub(super) path: &'a [String],
    pub(super) record: usize,
    /// The guid is empty, or another note has it.
    pub(super) has_own_guid: bool,
    pub(super) modified_s: i64,
}

impl Note<'_> {
    /// Where a person finds it; made only for those that have something to tell.
    pub(super) fn at(&self) -> String {
        place(self.guid, self.fields.first().copied().unwrap_or_default())
    }
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        collection: &'a Collection,
        plans: &'a BTreeMap<i64, Plan>,
        shelf: &'a mut Shelf,
        pictures: Pictures<'a>,
        report: Report,
    ) -> Self {
        Self {
            collection,
            plans,
            shelf,
            pictures,
            report,
            html: HtmlNotes::default(),
            seen: Seen::default(),
            topics: Topics::default(),
            entries: Vec::new(),
            heads: BTreeMap::new(),
            room: NOTE_TEXT,
            taken: HashSet::new(),
            guids: HashMap::new(),
            cases: HashMap::new(),
        }
    }

    /// Reads all notes; gives their number. Cards learn which item they became part of.
    pub(super) fn notes(
        &mut self,
        name: &str,
        database: &Database,
        cards: &mut [CardRow],
        watch: Watch<'_>,
    ) -> Result<usize, Refusal> {
        let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
        let total = count(database, "notes").map_err(broken)?;
        if total > RECORDS as u64 {
            return refuse(format!("{name}: more than {RECORDS} notes. Split it."));
        }
        let sql = format!(
            "SELECT id, mid, CASE WHEN octet_length(guid) > 200 THEN NULL ELSE guid END, \
             CASE WHEN octet_length(tags) > 100000 THEN NULL ELSE tags END, \
             CASE WHEN octet_length(flds) > {RECORD} THEN NULL ELSE flds END, mod FROM notes ORDER BY id"
        );
        let mut statement = database.connection.prepare(&sql).map_err(broken)?;
        let mut rows = statement.query([]).map_err(broken)?;
        let (mut n_notes, mut n_all_orphans, mut rest) = (0, 0, cards);
        let (mut n_all_bytes, mut n_untold) = (0, 0);
        while let Some(row) = rows.next().map_err(broken)? {
            database.row_came();
            let id = Cell::of(row, 0).int();
            let n_orphans = rest.iter().take_while(|card| card.note < id).count();
            n_all_orphans += n_orphans;
            let (_, from_here) = std::mem::take(&mut rest).split_at_mut(n_orphans);
            let n_own = from_here.iter().take_while(|card| card.note == id).count();
            let (own, after) = from_here.split_at_mut(n_own);
            rest = after;
            self.room = NOTE_TEXT;
            self.note(row, n_notes, own);
            let n_bytes = Cell::of(row, 4).bytes().len().max(NOTE_TEXT - self.room);
            n_all_bytes += n_bytes;
            if n_all_bytes > ALL_TEXT {
                return Err(larger(name, "the text of all cards", ALL_TEXT as u64));
            }
            n_notes += 1;
            n_untold += n_bytes as u64;
            let progress =
                Progress { stage: Stage::Notes, done: n_notes as u64, total: Some(total) };
            if n_notes.is_multiple_of(1000) || n_untold > MIB {
                n_untold = 0;
                if watch(progress) == ControlFlow::Break(()) {
                    return Err(cancelled(name));
                }
            }
        }
        let cause = "cards whose note is not there were left out";
        self.report.count_many(LossKind::Note, cause, n_all_orphans + rest.len());
        Ok(n_notes)
    }

    fn note(&mut self, row: &rusqlite::Row<'_>, record: usize, cards: &mut [CardRow]) {
        let (guid, tags) = (Cell::of(row, 2).text(), Cell::of(row, 3).text());
        let cell = Cell::of(row, 4);
        let text = without_signs(cell.text());
        let at = || place(&guid, text.split('\u{1f}').next().unwrap_or_default());
        if cell.is_null() {
            self.report.add(LossKind::Dropped, &at(), "it is longer than 8 MB, or empty", "");
            return;
        }
        let fields: Vec<&str> = text.split('\u{1f}').collect();
        let is_long = |field: &&&str| field.len() > FIELD && !field.contains("data:image/");
        if fields.iter().find(is_long).is_some() {
            self.report.add(LossKind::Dropped, &at(), "a field is longer than 4 MB", &text);
            return;
        }
        let digest = blake3::hash(text.as_bytes());
        let twin = self.guids.get(guid.as_ref());
        if twin == Some(&digest) && !guid.is_empty() {
            self.report.add(LossKind::Merged, &at(), "another note has the same id and text", "");
            return;
        }
        let has_own_guid = !guid.trim().is_empty() && twin.is_none();
        self.guids.entry(guid.to_string()).or_insert(digest);
        if cell.is_odd_text() {
            self.report.add(LossKind::Partial, &at(), "letters were damaged and replaced", "");
        }
        let collection = self.collection;
        let home = cards.first().and_then(|card| {
            let (deck, home) = card.decks();
            collection.home(deck, home)
        });
        let unknown = [if cards.is_empty() { "Default" } else { "Imported" }.to_owned()];
        let path = home.map_or(unknown.as_slice(), |deck| deck.path.as_slice());
        let note = Note {
            id: Cell::of(row, 0).int(),
            guid: &guid,
            fields,
            tags: &tags,
            path,
            record,
            has_own_guid,
            modified_s: Cell::of(row, 5).int(),
        };
        self.take(&note, Cell::of(row, 1).int(), cards);
    }

    fn take(&mut self, note: &Note<'_>, notetype: i64, cards: &mut [CardRow]) {
        let drafts = self.drafts(note, notetype, cards);
        if drafts.iter().any(Draft::is_nothing) {
            return;
        }
        if drafts.is_empty() {
            let text = note.fields.join("\n");
            self.report.add(LossKind::Dropped, &note.at(), "it holds no text", &text);
        }
        for draft in drafts {
            self.settle(note, draft, cards);
        }
        self.settle_media(note);
    }

    /// Whether the cards of this note may show so many bytes more; told once if not.
    pub(super) fn has_room(&mut self, note: &Note<'_>, n_bytes: usize) -> bool {
        if let Some(room) = self.room.checked_sub(n_bytes) {
            self.room = room;
            return true;
        }
        if self.room > 0 {
            let reason = "its cards hold more than 32 MB of text: the others were left out";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
        }
        self.room = 0;
        false
    }

    /// Tells what the note's own fields lost, and forgets it.
    fn settle_media(&mut self, note: &Note<'_>) {
        for (names, what) in [
            (std::mem::take(&mut self.html.missing), "files are missing"),
            (std::mem::take(&mut self.html.remote), "pictures on the network are not fetched"),
        ] {
            if !names.is_empty() {
                let short = |name: String| name.chars().take(100).collect::<String>();
                let names: Vec<String> = names.into_iter().take(20).map(short).collect();
                let reason = format!("{what}: {}", names.join(", "));
                self.report.add(LossKind::Partial, &note.at(), &reason, "");
            }
        }
        if std::mem::take(&mut self.html.n_spans) > 0 {
            let reason = "cells that span others are repeated in a table";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
        }
    }

    /// Gives a draft its id, tags and place; its cards learn what they became.
    fn settle(&mut self, note: &Note<'_>, draft: Draft, cards: &mut [CardRow]) {
        let targets = draft.cards.clone();
        let entry = self.entry(note, draft, cards);
        let entry = match entry {
            Settled::New(entry) => {
                self.entries.push(*entry);
                (self.entries.len().saturating_sub(1), None)
            }
            Settled::Question(entry, place) => (entry, Some(place)),
        };
        for (card, facet) in targets {
            if let Some(card) = cards.get_mut(card) {
                card.target = Some((entry.0, entry.1.unwrap_or(facet)));
            }
        }
    }

    fn entry(&mut self, note: &Note<'_>, draft: Draft, cards: &[CardRow]) -> Settled {
        let of_draft: Vec<&CardRow> =
            draft.cards.iter().filter_map(|(card, _)| cards.get(*card)).collect();
        let home = of_draft.first().and_then(|card| {
            let (deck, home) = card.decks();
            self.collection.home(deck, home)
        });
        let path = self.topics.place(home.map_or(note.path, |deck| deck.path.as_slice()));
        let n_suspended = of_draft.iter().filter(|card| card.is_suspended()).count();
        let n_buried = of_draft.iter().filter(|card| card.is_buried()).count();
        let are_suspended = n_suspended > 0 && n_suspended == of_draft.len();
        let is_suspended = draft.is_answerless || are_suspended;
        if n_suspended > 0 && !is_suspended {
            self.report.count("items of which only some cards are suspended come in active");
        }
        self.report.count_many(LossKind::Note, "buried cards come in active", n_buried);
        let tags = self.tags(note, &of_draft, draft.own.as_deref());
        let is_flagged = note.tags.split_whitespace().any(|t| t.eq_ignore_ascii_case("marked"))
            || of_draft.iter().any(|card| card.flag() > 0);
        let position = of_draft.first().map_or(0, |card| card.position());
        let order = (position, note.id, of_draft.first().map_or(0, |card| card.ord));
        let source = if note.has_own_guid {
            SourceKey::Anki(format!("{}/{}", note.guid, draft.key))
        } else {
            SourceKey::Content(content_key(note.fields.first().copied().unwrap_or_default()))
        };
        let case = draft.own.as_ref().and_then(|own| own.case.clone());
        if let Some(own) = &draft.own {
            self.topics.set_id(path, &own.topic);
        }
        let mut item = draft.into_item(tags);
        self.settle_id(&mut item, &source);
        let record = note.record;
        let modified_s = Some(note.modified_s).filter(|at| *at > 0);
        let imported = ImportedItem { item, source, record, is_suspended, is_flagged, modified_s };
        let entry = Entry { imported, path, order, places: Vec::new() };
        match case {
            Some((case, place)) => self.question(entry, case, place, note.path.first().cloned()),
            None => Settled::New(Box::new(entry)),
        }
    }

    /// Puts a question into its case; the first question brings the case along.
    fn question(
        &mut self,
        mut entry: Entry,
        mut case: Item,
        place: usize,
        deck: Option<String>,
    ) -> Settled {
        let key = (deck, case.id.clone());
        let known = self.cases.get(&key).and_then(|at| Some((*at, self.entries.get_mut(*at)?)));
        if let Some((at, of_case)) = known
            && let Body::Case(body) = &mut of_case.imported.item.body
        {
            let facet = body.questions.len() as u16;
            body.questions.push(entry.imported.item);
            of_case.places.push((place, entry.path));
            of_case.imported.is_suspended &= entry.imported.is_suspended;
            of_case.imported.is_flagged |= entry.imported.is_flagged;
            return Settled::Question(at, facet);
        }
        self.settle_id(&mut case, &entry.imported.source);
        let question = std::mem::replace(&mut entry.imported.item, case);
        if let Body::Case(body) = &mut entry.imported.item.body {
            body.questions = vec![question];
        }
        entry.places = vec![(place, entry.path)];
        self.cases.insert(key, self.entries.len());
        Settled::New(Box::new(entry))
    }

    fn settle_id(&mut self, item: &mut Item, source: &SourceKey) {
        if item.id.is_empty() || !self.taken.insert(item.id.clone()) {
            item.id = self.free_id(source);
        }
    }

    fn free_id(&mut self, source: &SourceKey) -> String {
        let mut number = 0_u32;
        loop {
            let mut hasher = blake3::Hasher::new();
            let (SourceKey::Anki(key) | SourceKey::Content(key) | SourceKey::Explicit(key)) =
                source;
            hasher.update(b"anki\0").update(key.as_bytes()).update(&number.to_le_bytes());
            let id = format!("x{}", hasher.finalize().to_hex().get(..16).unwrap_or_default());
            if self.taken.insert(id.clone()) {
                return id;
            }
            number += 1;
        }
    }

    /// Tags of the note, and its flags as tags.
    fn tags(&mut self, note: &Note<'_>, cards: &[&CardRow], own: Option<&Own>) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        let mut is_cut = false;
        for tag in note.tags.split_whitespace() {
            let short: String = tag.chars().filter(|c| !c.is_control()).take(TAGS).collect();
            is_cut |= short.len() < tag.len();
            if tags.len() < TAGS {
                tags.push(short);
            } else {
                is_cut = true;
            }
        }
        if is_cut {
            let reason = "more than 200 tags, or tags of more than 200 letters, were cut";
            self.report.add(LossKind::Partial, &note.at(), reason, "");
        }
        if let Some(own) = own {
            tags = own.settled_tags(tags);
        }
        for card in cards.iter().filter(|card| card.flag() > 0) {
            let tag = format!("flag-{}", card.flag());
            // What we flag ourselves bears the first flag over there.
            let is_ours = own.is_some() && card.flag() == 1;
            if !tags.contains(&tag) && !is_ours {
                tags.push(tag);
            }
        }
        tags
    }
}

fn count(database: &Database, table: &str) -> rusqlite::Result<u64> {
    let sql = format!("SELECT count(*) FROM {table}");
    let n: i64 = database.connection.query_row(&sql, [], |row| row.get(0))?;
    database.row_came();
    Ok(n.unsigned_abs())
}

/// Noncharacters stand for gaps and formulas while a text is read, so none may come from outside.
fn without_signs(text: std::borrow::Cow<'_, str>) -> std::borrow::Cow<'_, str> {
    let is_sign = |c: char| ('\u{fdd0}'..='\u{fdef}').contains(&c);
    if text.contains(is_sign) { text.replace(is_sign, "").into() } else { text }
}

/// Digest of a note's first field, for notes without an id of their own.
fn content_key(first: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let plain = crate::port::html::plain_text(first);
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let norm: String = plain.nfc().collect();
    blake3::hash(norm.as_bytes()).to_hex().chars().take(32).collect()
}
