//! `CrowdAnki`'s `deck.json`: decks inside decks, notetypes and notes as in a package, media beside it,
//! no cards and no reviews. Its notes go the way of a package's notes, with the cards that Anki would
//! make of them.

use std::collections::HashMap;
use std::path::Path;

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::Watch;
use super::cards::CardRow;
use super::cloze;
use super::collect::Collector;
use super::database::Database;
use super::limits::{CARDS, RECORDS};
use super::media::Shelf;
use super::plan::{Plan, plans};
use super::read::tell;
use super::refuse::{damaged, refuse};
use super::report::Report;
use super::schema::{Collection, DeckRow, Kind};
use super::template::is_blank;
use crate::port::{Format, Imported, Refusal};

/// Deepest deck inside decks.
const DEPTH: usize = 64;

/// Gives the bytes of a file beside the one that is read.
pub(in crate::port) type Files<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// Whether a JSON text is a deck of `CrowdAnki`.
pub(in crate::port) fn is_crowd(value: &Value) -> bool {
    let is_list = |key: &str| value.get(key).is_some_and(Value::is_array);
    let is_deck = value.get("__type__").and_then(Value::as_str) == Some("Deck");
    (is_deck && (is_list("notes") || is_list("children")))
        || (is_list("note_models") && is_list("notes"))
}

/// Reads a deck with its children.
pub(in crate::port) fn read(
    name: &str,
    value: &Value,
    files: Files<'_>,
    staging: &Path,
    watch: Watch<'_>,
) -> Result<Imported, Refusal> {
    let broken = |error: rusqlite::Error| damaged(name, &error.to_string());
    let mut crowd = Crowd::new().map_err(broken)?;
    crowd.collect(name, value)?;
    crowd.fill().map_err(broken)?;
    let database = Database::of(crowd.connection);
    let plans = plans(&crowd.collection, &database).map_err(broken)?;
    let mut cards = Vec::new();
    for note in &crowd.notes {
        note.cards(plans.get(&note.notetype), &mut cards);
        if cards.len() > CARDS {
            return refuse(format!("{name}: more than {CARDS} cards. Split it."));
        }
    }
    let mut report = Report::default();
    let mut shelf = Shelf::listed(&crowd.media, staging, &mut report);
    let mut pictures = |shelf: &mut Shelf, reference: &str| shelf.bytes_beside(files, reference);
    let mut collector =
        Collector::new(&crowd.collection, &plans, &mut shelf, &mut pictures, report);
    let n_records = collector.notes(name, &database, &mut cards, watch)?;
    if n_records == 0 {
        return refuse(format!("{name} holds no notes. Nothing was imported."));
    }
    let collected = collector.finish(&mut cards);
    let mut report = collected.report;
    tell(&crowd.collection, &collected.seen, &mut report);
    let media = shelf.copy_beside(files, &mut report);
    Ok(Imported {
        format: Format::Json,
        n_records,
        title: collected.title,
        outline: collected.outline,
        traps: collected.traps,
        own: None,
        items: collected.items,
        media,
        history: Vec::new(),
        report: report.finish(),
    })
}

/// One note, numbered in the order of the file.
struct CrowdNote {
    id: i64,
    deck: i64,
    notetype: i64,
    guid: String,
    tags: String,
    /// None where it is no note.
    fields: Option<Vec<String>>,
}

impl CrowdNote {
    fn of(note: &Value, id: i64, deck: i64, notetypes: &HashMap<String, i64>) -> Self {
        let text = |key: &str| note.get(key).and_then(Value::as_str).unwrap_or_default();
        let list = |key: &str| note.get(key).and_then(Value::as_array);
        // Where fields end is told by a sign that no field may hold.
        let field = |value: &Value| as_text(value).replace('\u{1f}', "");
        // A blank ends a tag.
        let tags = list("tags").into_iter().flatten().map(|tag| as_text(tag).replace(' ', "_"));
        Self {
            id,
            deck,
            notetype: notetypes.get(text("note_model_uuid")).copied().unwrap_or(0),
            guid: text("guid").to_owned(),
            tags: tags.collect::<Vec<_>>().join(" "),
            fields: list("fields").map(|fields| fields.iter().map(field).collect()),
        }
    }

    /// The cards that Anki would make of it: one for each gap, or for each front that shows a field.
    fn cards(&self, plan: Option<&Plan>, cards: &mut Vec<CardRow>) {
        let fields = self.fields.as_deref().unwrap_or_default();
        let is_filled = |place: &usize| fields.get(*place).is_some_and(|field| !is_blank(field));
        let before = cards.len();
        match plan {
            Some(plan) if plan.kind != Kind::Normal => {
                let gaps = cloze::gaps(&fields.join(" "));
                let ords = gaps.numbers.iter().map(|number| i64::from(*number) - 1);
                cards.extend(ords.map(|ord| CardRow::fresh(self.id, ord, self.deck)));
            }
            Some(plan) => {
                let shows = |sides: &(super::template::Template, super::template::Template)| {
                    let shown = sides.0.fields();
                    shown.is_empty() || shown.iter().any(is_filled)
                };
                let asked = plan.cards.iter().filter(|card| card.sides.as_ref().is_none_or(shows));
                cards.extend(asked.map(|card| CardRow::fresh(self.id, card.ord, self.deck)));
            }
            None => {}
        }
        if cards.len() == before {
            cards.push(CardRow::fresh(self.id, 0, self.deck));
        }
    }
}

/// What is found in the file, on its way into the tables of a collection.
struct Crowd {
    connection: Connection,
    collection: Collection,
    notetypes: HashMap<String, i64>,
    notes: Vec<CrowdNote>,
    media: Vec<String>,
}

impl Crowd {
    fn new() -> rusqlite::Result<Self> {
        let connection = Connection::open_in_memory()?;
        let sql = "CREATE TABLE notes (id INTEGER PRIMARY KEY, guid, mid, mod, tags, flds)";
        connection.execute_batch(sql)?;
        Ok(Self {
            connection,
            collection: Collection::default(),
            notetypes: HashMap::new(),
            notes: Vec::new(),
            media: Vec::new(),
        })
    }

    /// Goes through the decks, parents first.
    fn collect(&mut self, name: &str, root: &Value) -> Result<(), Refusal> {
        let mut open: Vec<(&Value, Vec<String>)> = vec![(root, Vec::new())];
        let mut decks = Vec::new();
        while let Some((deck, above)) = open.pop() {
            if above.len() >= DEPTH {
                return refuse(format!(
                    "{name}: decks lie more than {DEPTH} levels deep. Nothing was imported."
                ));
            }
            let path = path_of(deck, above);
            for child in list(deck, "children").iter().rev() {
                open.push((child, path.clone()));
            }
            self.take_notetypes(list(deck, "note_models"));
            let files = list(deck, "media_files").iter().filter_map(Value::as_str);
            self.media.extend(files.map(str::to_owned));
            decks.push((deck, path));
        }
        for (number, (deck, path)) in decks.into_iter().enumerate() {
            // 1 is Anki's default deck.
            let id = number as i64 + 2;
            let description = deck.get("desc").map(as_text).unwrap_or_default();
            let row = DeckRow { path, description, ..DeckRow::default() };
            self.collection.decks.insert(id, row);
            for note in list(deck, "notes") {
                if self.notes.len() >= RECORDS {
                    return refuse(format!("{name}: more than {RECORDS} notes. Split it."));
                }
                let number = self.notes.len() as i64 + 1;
                self.notes.push(CrowdNote::of(note, number, id, &self.notetypes));
            }
        }
        Ok(())
    }

    fn take_notetypes(&mut self, models: &[Value]) {
        let mut numbered = Map::new();
        for model in models {
            let Some(uuid) = model.get("crowdanki_uuid").and_then(Value::as_str) else { continue };
            let number = self.notetypes.len() as i64 + 1;
            if !self.notetypes.contains_key(uuid) {
                self.notetypes.insert(uuid.to_owned(), number);
                numbered.insert(number.to_string(), model.clone());
            }
        }
        self.collection.take_models(&numbered);
    }

    fn fill(&mut self) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction()?;
        {
            let sql = "INSERT INTO notes VALUES (?1, ?2, ?3, 0, ?4, ?5)";
            let mut statement = transaction.prepare(sql)?;
            for note in &self.notes {
                let fields = note.fields.as_ref().map(|fields| fields.join("\u{1f}"));
                statement.execute((note.id, &note.guid, note.notetype, &note.tags, fields))?;
            }
        }
        transaction.commit()
    }
}

/// Names of a deck and those above it. A child says its own name alone; old ones say all of them.
fn path_of(deck: &Value, above: Vec<String>) -> Vec<String> {
    let name = deck.get("name").map(as_text).unwrap_or_default();
    let whole = above.join("::");
    let own = name.strip_prefix(&whole).and_then(|rest| rest.strip_prefix("::"));
    let own = own.filter(|_| !above.is_empty()).unwrap_or(&name);
    let levels = own.split("::").take(DEPTH).map(str::to_owned);
    above.into_iter().chain(levels).collect()
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
