//! The field `Certdeck` of notes that we wrote: what the visible fields cannot say.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::item_json::{item_from_json, item_to_json};
use crate::domain::deck::{Deck, Item, Topic, Trap};

/// Name of the field.
pub(super) const FIELD: &str = "Certdeck";

/// Name of the field with the scenario of a case, which the JSON holds as well.
pub(super) const SCENARIO: &str = "Scenario";

/// What the field holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Identity {
    /// Digest of the visible fields at the time of writing.
    see: String,
    /// The item; texts that a visible field says letter for letter are that field's number.
    item: Value,
    /// Tags as they were written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) tags: Vec<String>,
    /// Of a question of a case: the case without its questions, and the question's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<(Value, usize)>,
    /// On the first note of a deck.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deck: Option<Head>,
}

/// A deck without its items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) title: String,
    pub(super) outline: Vec<Topic>,
    pub(super) traps: Vec<Trap>,
}

impl Head {
    pub(super) fn of(deck: &Deck) -> Self {
        Self { title: deck.title.clone(), outline: deck.outline.clone(), traps: deck.traps.clone() }
    }
}

impl Identity {
    pub(super) fn of(item: &Item, case: Option<(&Item, usize)>, visible: &[String]) -> Self {
        let see = digest(visible.iter().map(String::as_str));
        let mut json = item_to_json(item);
        each_text(&mut json, &mut |text| {
            let Value::String(said) = text else { return };
            // Accents may come back composed otherwise.
            let field = visible.iter().position(|field| field == said);
            if let Some(field) = field.filter(|_| is_composed(said)) {
                *text = field.into();
            }
        });
        Self {
            see,
            item: json,
            tags: Vec::new(),
            case: case.map(|(case, place)| (item_to_json(case), place)),
            deck: None,
        }
    }

    pub(super) fn json(&self) -> String {
        // A field is HTML: these letters only occur inside strings, where JSON can spell them.
        // The same goes for noncharacters, which readers take out.
        let json = serde_json::to_string(self).unwrap_or_default();
        let is_odd = |c: char| matches!(c, '&' | '<' | '>' | '\u{fdd0}'..='\u{fdef}');
        let mut field = String::with_capacity(json.len() + 64);
        let mut rest = json.as_str();
        while let Some(at) = rest.find(is_odd) {
            let (before, here) = rest.split_at(at);
            let letter = here.chars().next().unwrap_or_default();
            field.push_str(before);
            let code = format!("\\u{:04x}", letter as u32);
            field.push_str(&code);
            rest = here.get(letter.len_utf8()..).unwrap_or_default();
        }
        field.push_str(rest);
        field
    }

    /// Reads the field; it may have been escaped like any other.
    pub(super) fn read(field: &str) -> Option<Self> {
        serde_json::from_str(field)
            .or_else(|_| serde_json::from_str(&crate::port::html::plain_text(field)))
            .ok()
    }

    /// The item, with these visible fields.
    pub(super) fn item(&self, visible: &[&str]) -> Option<Item> {
        let mut json = self.item.clone();
        each_text(&mut json, &mut |text| {
            if let Some(field) = text.as_u64() {
                *text = visible.get(field as usize).copied().unwrap_or_default().into();
            }
        });
        item_from_json(&json)
    }

    /// The case that the item is a question of, without its questions, and the question's place.
    pub(super) fn case(&self) -> Option<(Item, usize)> {
        let (case, place) = self.case.as_ref()?;
        Some((item_from_json(case)?, *place))
    }

    /// Whether the visible fields are as they were written.
    pub(super) fn fits<'a>(&self, visible: impl Iterator<Item = &'a str>) -> bool {
        self.see == digest(visible)
    }
}

/// Names under which the JSON of an item holds what is read aloud.
const TEXTS: [&str; 4] = ["text", "back", "explain", "why"];

/// Passes on each value of such a name.
fn each_text(json: &mut Value, work: &mut dyn FnMut(&mut Value)) {
    match json {
        Value::Array(list) => list.iter_mut().for_each(|value| each_text(value, work)),
        Value::Object(map) => {
            for (name, value) in map {
                if TEXTS.contains(&name.as_str()) {
                    work(value);
                } else {
                    each_text(value, work);
                }
            }
        }
        _ => {}
    }
}

/// Whether composing accents surely leaves the text as it is.
fn is_composed(text: &str) -> bool {
    text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Sixteen hex digits over the visible fields, however the other program composes accents.
fn digest<'a>(visible: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for field in visible {
        let field: Cow<'_, str> =
            if is_composed(field) { field.into() } else { field.nfc().collect::<String>().into() };
        hasher.update(&(field.len() as u64).to_le_bytes());
        hasher.update(field.as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}
