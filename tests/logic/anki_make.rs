//! Readers and makers of Anki packages for the tests.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use certdeck::domain::deck::{Body, Card, Choice, Cloze};
use certdeck::domain::time::Moment;
use certdeck::port::apkg::{self, ReadOptions};
use certdeck::port::{Imported, Loss, LossKind, Refusal};
use rusqlite::Connection;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(crate) const NOW: i64 = 1_800_000_000_000;

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/import/anki").join(name)
}

pub(crate) fn options(utc_ms: i64) -> ReadOptions {
    ReadOptions { now: Moment { utc_ms, offset_min: 0 }, rollover_h: 4 }
}

/// Reads bytes as a package called `x.apkg`; the staging folder goes with the test.
pub(crate) fn read_bytes(bytes: &[u8]) -> (Result<Imported, Refusal>, tempfile::TempDir) {
    let staging = tempfile::tempdir().unwrap();
    let read = apkg::read("x.apkg", Cursor::new(bytes), staging.path(), options(NOW), &mut |_| {
        ControlFlow::Continue(())
    });
    (read, staging)
}

pub(crate) fn read_fixture(name: &str) -> (Imported, tempfile::TempDir) {
    let (read, staging) = read_bytes(&std::fs::read(fixture(name)).unwrap());
    (read.unwrap(), staging)
}

pub(crate) fn refusal(bytes: &[u8]) -> String {
    read_bytes(bytes).0.unwrap_err().0
}

/// A zip of these entries.
pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in entries {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A collection of the old kind that the statements have worked on.
pub(crate) fn collection(sql: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.anki2");
    let db = Connection::open(&path).unwrap();
    db.execute_batch(SCHEMA).unwrap();
    db.execute_batch(sql).unwrap();
    drop(db);
    std::fs::read(&path).unwrap()
}

/// A package of the second generation around such a collection.
pub(crate) fn package(sql: &str) -> Vec<u8> {
    package_with(sql, &[("media", b"{}")])
}

pub(crate) fn package_with(sql: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let collection = collection(sql);
    let mut entries: Vec<(&str, &[u8])> =
        vec![("meta", b"\x08\x02"), ("collection.anki21", &collection)];
    entries.extend(more);
    zip(&entries)
}

/// One note of the notetype "Basic" (1) with one card in the deck `did`.
pub(crate) fn note(id: i64, guid: &str, mid: i64, fields: &[&str]) -> String {
    let flds = fields.join("\u{1f}").replace('\'', "''");
    format!(
        "INSERT INTO notes VALUES ({id}, '{guid}', {mid}, 1, -1, '', '{flds}', '', 0, 0, '');\
         INSERT INTO cards VALUES ({id}, {id}, 1, 0, 1, -1, 0, 0, {id}, 0, 0, 0, 0, 0, 0, 0, 0, '');"
    )
}

const SCHEMA: &str = r#"
CREATE TABLE col (id integer primary key, crt integer, mod integer, scm integer, ver integer,
  dty integer, usn integer, ls integer, conf text, models text, decks text, dconf text, tags text);
CREATE TABLE notes (id integer primary key, guid text, mid integer, mod integer, usn integer,
  tags text, flds text, sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer primary key, nid integer, did integer, ord integer, mod integer,
  usn integer, type integer, queue integer, due integer, ivl integer, factor integer, reps integer,
  lapses integer, left integer, odue integer, odid integer, flags integer, data text);
CREATE TABLE revlog (id integer primary key, cid integer, usn integer, ease integer, ivl integer,
  lastIvl integer, factor integer, time integer, type integer);
INSERT INTO col VALUES (1, 1790000000, 0, 0, 11, 0, 0, 0, '{"schedVer":2,"creationOffset":0}',
'{"1":{"name":"Basic","type":0,"flds":[{"name":"Front"},{"name":"Back"}],
   "tmpls":[{"name":"Card 1","qfmt":"{{Front}}","afmt":"{{FrontSide}}<hr id=answer>{{Back}}"}]},
  "2":{"id":"77","name":"Cloze","type":1,"flds":[{"name":"Text","ord":0},{"name":"Extra","ord":1}],
   "tmpls":[{"name":"Cloze","ord":0,"qfmt":"{{cloze:Text}}","afmt":"{{cloze:Text}}<br>{{Extra}}"}]},
  "3":{"name":"Lettered","type":"0","flds":[{"name":"Question"},{"name":"Options"},{"name":"Answer"}],
   "tmpls":[{"name":"Card 1","qfmt":"{{Question}}{{Options}}","afmt":"{{Answer}}"}],"req":null}}',
'{"1":{"name":"Default","conf":"1"},"2":{"name":"Risk::Plan::Deep"},
  "3":{"name":"Cram","dyn":1},"4":{"name":"Other"}}', '{"1":{}}', '{}');
"#;

pub(crate) fn losses(imported: &Imported, kind: LossKind) -> Vec<&Loss> {
    imported.report.iter().filter(|loss| loss.kind == kind).collect()
}

/// `records = imported + merged + dropped`.
pub(crate) fn assert_counts(imported: &Imported) {
    let mut records: Vec<usize> = imported.items.iter().map(|item| item.record).collect();
    records.sort_unstable();
    records.dedup();
    let n_named =
        losses(imported, LossKind::Dropped).len() + losses(imported, LossKind::Merged).len();
    // Notes that became questions of a case share its item.
    let n_in_cases: usize = imported
        .items
        .iter()
        .map(|item| match &item.item.body {
            Body::Case(case) => case.questions.len() - 1,
            _ => 0,
        })
        .sum();
    assert_eq!(imported.n_records, records.len() + n_named + n_in_cases, "{:#?}", imported.report);
}

/// The item whose prompt begins like this.
pub(crate) fn find<'a>(imported: &'a Imported, start: &str) -> &'a certdeck::port::ImportedItem {
    let found = imported.items.iter().find(|item| item.item.prompt().starts_with(start));
    found.unwrap_or_else(|| panic!("no item starts with {start}"))
}

pub(crate) fn as_card(body: &Body) -> &Card {
    let Body::Card(card) = body else { panic!("no card: {body:?}") };
    card
}

pub(crate) fn as_cloze(body: &Body) -> &Cloze {
    let Body::Cloze(cloze) = body else { panic!("no cloze: {body:?}") };
    cloze
}

pub(crate) fn as_choice(body: &Body) -> &Choice {
    let Body::Choice(choice) = body else { panic!("no choice: {body:?}") };
    choice
}
