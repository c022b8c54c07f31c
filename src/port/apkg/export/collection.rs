//! The collection of a package: an `SQLite` file of Anki's schema 11.

use std::path::Path;

use rusqlite::{Connection, Statement, Transaction, params};
use serde_json::json;

use super::decks::DeckIds;
use super::fields::{Note, checksum, sort_field};
use super::notetypes::Notetype;
use super::revlog::Row;
use super::schedule::Schedule;

const SCHEMA: &str = "
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA page_size = 16384;
PRAGMA cache_size = -16384;
PRAGMA mmap_size = 1073741824;
CREATE TABLE col (
  id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
  ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL,
  conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL,
  tags text NOT NULL);
CREATE TABLE notes (
  id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
  usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
  csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL);
CREATE TABLE cards (
  id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
  mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
  due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
  lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
  flags integer NOT NULL, data text NOT NULL);
CREATE TABLE revlog (
  id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
  ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
  type integer NOT NULL);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_revlog_usn ON revlog (usn);
";
/// With a small cache the sorting of many rows goes to a thread of its own.
const INDEXES: &str = "
PRAGMA cache_size = -4000;
PRAGMA threads = 1;
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
";
/// What old programs show; newer ones know not to import it.
const NOTICE: &str =
    "Please update to the latest Anki version, then import the .colpkg/.apkg file again.";

/// Times that all rows share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stamp {
    /// Seconds UTC of the day that due days are counted from.
    pub(super) created_s: i64,
    /// Milliseconds UTC.
    pub(super) now_ms: i64,
    /// Minutes east of UTC.
    pub(super) offset_min: i32,
    pub(super) rollover_h: u32,
}

/// Opens a new collection.
pub(super) fn create(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

/// Writes the row of `col`.
pub(super) fn head(
    transaction: &Transaction<'_>,
    stamp: Stamp,
    decks: &DeckIds,
    n_new: usize,
) -> rusqlite::Result<()> {
    let mod_s = stamp.now_ms.div_euclid(1000);
    let conf = json!({"schedVer": 2, "sched2021": true, "creationOffset": -stamp.offset_min,
        "rollover": stamp.rollover_h, "nextPos": n_new + 1, "curDeck": 1, "activeDecks": [1],
        "curModel": Notetype::Card.id(), "sortType": "noteFld", "sortBackwards": false,
        "timeLim": 0, "newSpread": 0, "dueCounts": true, "estTimes": true, "collapseTime": 1200,
        "addToCur": true, "dayLearnFirst": false, "fsrs": true});
    let models: serde_json::Map<String, serde_json::Value> = Notetype::ALL
        .into_iter()
        .map(|notetype| (notetype.id().to_string(), notetype.json(mod_s)))
        .collect();
    let options = json!({"1": {"id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60,
        "autoplay": true, "timer": 0, "replayq": true, "dyn": false,
        "new": {"bury": false, "delays": [1.0, 10.0], "initialFactor": 2500, "ints": [1, 4, 0],
            "order": 1, "perDay": 20},
        "rev": {"bury": false, "ease4": 1.3, "ivlFct": 1.0, "maxIvl": 36500, "perDay": 200,
            "hardFactor": 1.2},
        "lapse": {"delays": [10.0], "leechAction": 1, "leechFails": 8, "minInt": 1,
            "mult": 0.0}}});
    transaction.execute(
        "INSERT INTO col VALUES (1, ?1, ?2, ?2, 11, 0, 0, 0, ?3, ?4, ?5, ?6, '{}')",
        params![
            stamp.created_s,
            stamp.now_ms,
            conf.to_string(),
            serde_json::Value::Object(models).to_string(),
            decks.json(mod_s).to_string(),
            options.to_string(),
        ],
    )?;
    Ok(())
}

/// Makes the other indexes: after the rows, which is faster where rows do not come in the index's order.
pub(super) fn finish(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(INDEXES)
}

/// A row of `notes` but for its ids.
pub(super) struct NoteRow {
    notetype: i64,
    tags: String,
    fields: String,
    sort_field: String,
    checksum: u32,
    /// Places of its cards and which memory each is.
    pub(super) cards: Vec<(i64, u16)>,
}

impl NoteRow {
    pub(super) fn of(note: Note) -> Self {
        let Note { notetype, fields, tags, cards } = note;
        let sort_field = sort_field(fields.first().map(String::as_str).unwrap_or_default());
        Self {
            notetype: notetype.id(),
            tags: if tags.is_empty() { String::new() } else { format!(" {} ", tags.join(" ")) },
            fields: fields.join("\u{1f}"),
            checksum: checksum(&sort_field),
            sort_field,
            cards,
        }
    }
}

/// Statements that are used for every row.
pub(super) struct Inserts<'a> {
    note: Statement<'a>,
    card: Statement<'a>,
    review: Statement<'a>,
    mod_s: i64,
}

impl<'a> Inserts<'a> {
    pub(super) fn prepare(
        transaction: &'a Transaction<'_>,
        stamp: Stamp,
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            note: transaction
                .prepare("INSERT INTO notes VALUES (?1, ?2, ?3, ?4, -1, ?5, ?6, ?7, ?8, 0, '')")?,
            card: transaction.prepare(
                "INSERT INTO cards VALUES (?1, ?2, ?3, ?4, ?5, -1, ?6, ?7, ?8, ?9, ?10, ?11, \
                 ?12, 0, 0, 0, ?13, ?14)",
            )?,
            review: transaction
                .prepare("INSERT INTO revlog VALUES (?1, ?2, -1, ?3, ?4, ?5, ?6, ?7, ?8)")?,
            mod_s: stamp.now_ms.div_euclid(1000),
        })
    }

    pub(super) fn note(&mut self, id: i64, guid: &str, row: &NoteRow) -> rusqlite::Result<()> {
        self.note.execute(params![
            id,
            guid,
            row.notetype,
            self.mod_s,
            row.tags,
            row.fields,
            row.sort_field,
            row.checksum,
        ])?;
        Ok(())
    }

    pub(super) fn card(
        &mut self,
        (id, note, deck, ord): (i64, i64, i64, i64),
        schedule: &Schedule,
        flag: i64,
    ) -> rusqlite::Result<()> {
        self.card.execute(params![
            id,
            note,
            deck,
            ord,
            self.mod_s,
            schedule.kind,
            schedule.queue,
            schedule.due,
            schedule.interval,
            schedule.factor,
            schedule.reps,
            schedule.lapses,
            flag,
            schedule.data,
        ])?;
        Ok(())
    }

    pub(super) fn review(&mut self, row: &Row) -> rusqlite::Result<()> {
        self.review.execute(params![
            row.id,
            row.card,
            row.ease,
            row.interval,
            row.last_interval,
            row.factor,
            row.elapsed_ms,
            row.kind,
        ])?;
        Ok(())
    }
}

/// The collection for old programs: one note that says what to do.
pub(super) fn notice(path: &Path, stamp: Stamp) -> rusqlite::Result<()> {
    use super::schedule::Schedule;
    let mut connection = create(path)?;
    let transaction = connection.transaction()?;
    head(&transaction, stamp, &DeckIds::default(), 1)?;
    {
        let mut inserts = Inserts::prepare(&transaction, stamp)?;
        let fields = vec![NOTICE.to_owned(), String::new(), String::new()];
        let note = Note { notetype: Notetype::Card, fields, tags: Vec::new(), cards: Vec::new() };
        let id = stamp.created_s * 1000;
        inserts.note(id, "certdeck-notice", &NoteRow::of(note))?;
        let schedule = Schedule {
            kind: 0,
            queue: 0,
            due: 1,
            interval: 0,
            factor: 0,
            reps: 0,
            lapses: 0,
            data: "{}".to_owned(),
        };
        inserts.card((id, id, 1, 0), &schedule, 0)?;
    }
    transaction.commit()?;
    finish(&connection)
}
