//! The JSON of old collections. Real files have ids as text, keys that are missing, and nulls.

use serde_json::{Map, Value};

use super::{
    Collection, DeckRow, Kind, MAX_LEVELS, Notetype, TemplateRow, date_ms, offset_from_west,
};

/// A whole number, also from text, a fraction or a truth value.
fn int(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Number(number)) => {
            number.as_i64().or_else(|| number.as_f64().map(|n| n as i64)).unwrap_or(0)
        }
        Some(Value::String(text)) => text.trim().parse().unwrap_or(0),
        Some(Value::Bool(is_true)) => i64::from(*is_true),
        _ => 0,
    }
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn list<'a>(map: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    map.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Elements in the order of their `ord`; those without one stay where they stand.
fn in_order(elements: &[Value]) -> Vec<&Map<String, Value>> {
    let mut ordered: Vec<(i64, &Map<String, Value>)> = elements
        .iter()
        .filter_map(Value::as_object)
        .enumerate()
        .map(|(place, map)| (map.get("ord").map_or(place as i64, |ord| int(Some(ord))), map))
        .collect();
    ordered.sort_by_key(|(ord, _)| *ord);
    ordered.into_iter().map(|(_, map)| map).collect()
}

pub(super) fn notetypes(collection: &mut Collection, models: &Map<String, Value>) {
    for (id, model) in models {
        let (Ok(id), Some(model)) = (id.trim().parse(), model.as_object()) else { continue };
        let kind = match (int(model.get("type")), int(model.get("originalStockKind"))) {
            (1, 6) => Kind::Occlusion,
            (1, _) => Kind::Cloze,
            _ => Kind::Normal,
        };
        let fields = in_order(list(model, "flds"));
        let templates = in_order(list(model, "tmpls"));
        let template = |(place, map): (usize, &Map<String, Value>)| TemplateRow {
            ord: map.get("ord").map_or(place as i64, |ord| int(Some(ord))),
            name: text(map.get("name")),
            front: text(map.get("qfmt")),
            back: text(map.get("afmt")),
        };
        let notetype = Notetype {
            name: text(model.get("name")),
            kind,
            fields: fields.into_iter().map(|field| text(field.get("name"))).collect(),
            templates: templates.into_iter().enumerate().map(template).collect(),
        };
        collection.notetypes.insert(id, notetype);
    }
}

pub(super) fn decks(collection: &mut Collection, decks: &Map<String, Value>) {
    for (id, deck) in decks {
        let (Ok(id), Some(deck)) = (id.trim().parse(), deck.as_object()) else { continue };
        let name = text(deck.get("name"));
        let row = DeckRow {
            path: name.split("::").take(MAX_LEVELS).map(str::to_owned).collect(),
            is_filtered: int(deck.get("dyn")) != 0,
            options: int(deck.get("conf")),
            description: text(deck.get("desc")),
        };
        collection.decks.insert(id, row);
    }
}

pub(super) fn options(collection: &mut Collection, options: &Map<String, Value>) {
    for (id, options) in options {
        let date = text(options.get("ignoreRevlogsBeforeDate"));
        let (Ok(id), Some(ms)) = (id.trim().parse(), date_ms(&date, 0)) else { continue };
        collection.ignored_before.insert(id, ms);
    }
}

pub(super) fn config(collection: &mut Collection, config: &Map<String, Value>) {
    if let Some(offset) = config.get("creationOffset").filter(|offset| !offset.is_null()) {
        collection.offset_min = offset_from_west(int(Some(offset)));
    }
    if let Some(version) = config.get("schedVer") {
        collection.scheduler = int(Some(version));
    }
}
