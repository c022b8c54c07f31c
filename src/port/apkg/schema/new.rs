//! The tables of newer collections: names in columns, the rest in protobuf blobs.

use std::collections::BTreeMap;

use rusqlite::Row;

use super::{
    Collection, DeckRow, Kind, MAX_LEVELS, Notetype, TemplateRow, date_ms, offset_from_west,
};
use crate::port::apkg::database::{Cell, Database};
use crate::port::apkg::limits::{ENTRIES, HEAD};
use crate::port::apkg::proto;

/// Runs over the rows of `table`, `blob` bounded in length as the last column.
fn rows(
    database: &Database,
    table: &str,
    columns: &str,
    blob: &str,
    mut take: impl FnMut(&Row<'_>),
) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT {columns}, CASE WHEN octet_length({blob}) > {HEAD} THEN NULL ELSE {blob} END \
         FROM {table} LIMIT {ENTRIES}"
    );
    let mut statement = database.connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        database.row_came();
        take(row);
    }
    Ok(())
}

pub(super) fn notetypes(
    database: &Database,
    notetypes: &mut BTreeMap<i64, Notetype>,
) -> rusqlite::Result<()> {
    rows(database, "notetypes", "id, name", "config", |row| {
        let config = Cell::of(row, 2).bytes();
        let kind = match (proto::number(config, 1), proto::number(config, 9)) {
            (Some(1), Some(6)) => Kind::Occlusion,
            (Some(1), _) => Kind::Cloze,
            _ => Kind::Normal,
        };
        let name = Cell::of(row, 1).text().into_owned();
        notetypes.insert(Cell::of(row, 0).int(), Notetype { name, kind, ..Notetype::default() });
    })?;
    let mut fields: Vec<(i64, i64, String)> = Vec::new();
    rows(database, "fields", "ntid, ord, name", "config", |row| {
        let name = Cell::of(row, 2).text().into_owned();
        fields.push((Cell::of(row, 0).int(), Cell::of(row, 1).int(), name));
    })?;
    fields.sort();
    for (notetype, _, name) in fields {
        if let Some(notetype) = notetypes.get_mut(&notetype) {
            notetype.fields.push(name);
        }
    }
    templates(database, notetypes)
}

fn templates(database: &Database, notetypes: &mut BTreeMap<i64, Notetype>) -> rusqlite::Result<()> {
    rows(database, "templates", "ntid, ord, name", "config", |row| {
        let config = Cell::of(row, 3).bytes();
        let template = TemplateRow {
            ord: Cell::of(row, 1).int(),
            name: Cell::of(row, 2).text().into_owned(),
            front: proto::text(config, 1),
            back: proto::text(config, 2),
        };
        if let Some(notetype) = notetypes.get_mut(&Cell::of(row, 0).int()) {
            notetype.templates.push(template);
        }
    })?;
    for notetype in notetypes.values_mut() {
        notetype.templates.sort_by_key(|template| template.ord);
    }
    Ok(())
}

pub(super) fn decks(
    database: &Database,
    decks: &mut BTreeMap<i64, DeckRow>,
) -> rusqlite::Result<()> {
    rows(database, "decks", "id, name", "kind", |row| {
        let kind = Cell::of(row, 2).bytes();
        let normal = proto::bytes(kind, 1).unwrap_or_default();
        let name = Cell::of(row, 1).text();
        let deck = DeckRow {
            path: name.split('\u{1f}').take(MAX_LEVELS).map(str::to_owned).collect(),
            is_filtered: proto::bytes(kind, 2).is_some(),
            options: proto::number(normal, 1).unwrap_or(0).cast_signed(),
            description: proto::text(normal, 4),
        };
        decks.insert(Cell::of(row, 0).int(), deck);
    })
}

pub(super) fn options(database: &Database, collection: &mut Collection) -> rusqlite::Result<()> {
    rows(database, "deck_config", "id", "config", |row| {
        let date = proto::text(Cell::of(row, 1).bytes(), 46);
        if let Some(ms) = date_ms(&date, 0) {
            collection.ignored_before.insert(Cell::of(row, 0).int(), ms);
        }
    })
}

pub(super) fn config(database: &Database, collection: &mut Collection) -> rusqlite::Result<()> {
    rows(database, "config", "key", "val", |row| {
        let json = || serde_json::from_slice::<serde_json::Value>(Cell::of(row, 1).bytes()).ok();
        let number = || json().and_then(|value| value.as_i64());
        match Cell::of(row, 0).text().as_ref() {
            "creationOffset" => {
                collection.offset_min = number().and_then(offset_from_west);
            }
            "schedVer" => collection.scheduler = number().unwrap_or(1),
            _ => {}
        }
    })
}
