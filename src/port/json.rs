//! JSON: our own model, CrowdAnki-like exports of other programs, and any list of questions.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Format;
use super::Refusal;
use super::apkg::crowd::is_crowd;
use super::apkg::{item_from_json, item_to_json};
use super::encoding::is_kept;
use super::gather::{Draft, Gather, Source};
use super::limits::OPTIONS;
use super::markup::MediaShelf as _;
use super::refuse::{no_questions, refusal};
use super::report::At;
use super::roles::{Role, roles_of_heads};
use super::table::{Extras, Grid, Sheet, build};
use super::words::{Word, plain_head};
use crate::domain::deck::parse::{SourceFile, read_deck};
use crate::domain::deck::write::deck_to_ron;
use crate::domain::deck::{Deck, Item};

/// Levels down to which lists of questions are looked for.
const DEPTH: usize = 6;

/// Our own model: the head as the text of `deck.ron` and `exam.ron`, items with the deck format's names.
#[derive(Debug, Serialize, Deserialize)]
struct Own {
    format: u32,
    deck: Head,
    items: Vec<Value>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Head {
    id: String,
    title: String,
    /// The head's files in the deck format: they hold what JSON readers need not know.
    files: Vec<(String, String)>,
}

/// A deck as JSON; media by their names only.
pub fn write(deck: &Deck) -> String {
    let head = Deck { items: Vec::new(), ..deck.clone() };
    let own = Own {
        format: 1,
        deck: Head { id: deck.id.clone(), title: deck.title.clone(), files: deck_to_ron(&head) },
        items: deck.items.iter().map(item_to_json).collect(),
    };
    let mut text = escaped(&serde_json::to_string_pretty(&own).unwrap_or_default());
    text.push('\n');
    text
}

/// JSON whose letters all come through reading as a text: the others are escaped.
pub(super) fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if is_kept(letter) {
            out.push(letter);
        } else {
            let mut units = [0; 2];
            out.extend(letter.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    out
}

/// A deck of `CrowdAnki`, unless the text is to be read as another form.
pub(super) fn crowd(text: &str, format: Option<Format>) -> Option<Value> {
    let is_asked = format.is_none_or(|format| format == Format::Json);
    let has_signs = text.trim_start().starts_with('{')
        && (text.contains("\"__type__\"") || text.contains("\"note_models\""));
    if !is_asked || !has_signs {
        return None;
    }
    serde_json::from_str(text).ok().filter(is_crowd)
}

pub(super) fn read(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let values = parse(gather.name(), text)?;
    if values.iter().any(is_crowd) {
        return Err(refusal("it is a deck of CrowdAnki, which is read alone."));
    }
    if let [Value::Object(object)] = values.as_slice()
        && object.contains_key("deck")
        && object.get("format").is_some()
        && object.get("items").is_some_and(Value::is_array)
    {
        return own(gather, text);
    }
    let mut lists = Vec::new();
    let whole = match values.as_slice() {
        [one] => one.clone(),
        many => Value::Array(many.to_vec()),
    };
    find(&whole, &mut Vec::new(), 0, &mut lists);
    if lists.is_empty() {
        return Err(no_questions(
            gather.name(),
            "Looked for lists of objects with “question” and “answer”.",
        ));
    }
    for (path, list) in lists {
        read_list(gather, &path, list)?;
    }
    Ok(())
}

/// One value, or one a line.
fn parse(name: &str, text: &str) -> Result<Vec<Value>, Refusal> {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => Ok(vec![value]),
        Err(error) => {
            let lines: Result<Vec<Value>, _> = text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(serde_json::from_str::<Value>)
                .collect();
            let lines = lines.ok().filter(|lines| lines.len() > 1);
            lines.ok_or_else(|| {
                refusal(format!(
                    "{name} is JSON that cannot be read: {error}. Mend that place first."
                ))
            })
        }
    }
}

fn own(gather: &mut Gather<'_>, text: &str) -> Result<(), Refusal> {
    let name = gather.name().to_owned();
    let broken =
        |why: String| refusal(format!("{name} is a Certdeck file that cannot be read: {why}."));
    let own: Own = serde_json::from_str(text).map_err(|error| broken(error.to_string()))?;
    if own.format != 1 {
        return Err(refusal(format!(
            "{name} was written by a newer Certdeck (format {}).",
            own.format
        )));
    }
    let files: Vec<SourceFile> = own
        .deck
        .files
        .iter()
        .map(|(path, text)| SourceFile { path: path.clone(), bytes: text.as_bytes().to_vec() })
        .collect();
    let (head, _) = read_deck(&files);
    let head = head.ok_or_else(|| broken("its head is damaged".to_owned()))?;
    gather.set_title(&own.deck.title);
    gather.set_own(head);
    for (number, json) in own.items.iter().enumerate() {
        let at = At::Element(number + 1);
        let text = json.to_string();
        let source = Source { record: gather.record()?, at, text: &text };
        match item_from_json(json) {
            Some(item) => {
                for name in media(&item) {
                    if gather.shelf.find(&name).is_none() {
                        gather
                            .partial(source, &format!("the picture {name} is not beside the file"));
                    }
                }
                gather.add(source, Draft { item, path: Vec::new(), is_suspended: false });
            }
            None => gather.dropped(source, "this is no item of ours"),
        }
    }
    Ok(())
}

fn media(item: &Item) -> Vec<String> {
    super::own_ron::media_names(item)
}

/// Lists of objects that have a question, with the titles of what holds them.
fn find<'v>(
    value: &'v Value,
    path: &mut Vec<String>,
    depth: usize,
    lists: &mut Vec<(Vec<String>, &'v [Value])>,
) {
    if depth > DEPTH {
        return;
    }
    match value {
        Value::Array(list) if list.iter().any(has_question) => lists.push((path.clone(), list)),
        Value::Array(list) => {
            for one in list {
                find(one, path, depth + 1, lists);
            }
        }
        Value::Object(object) => {
            let title = ["title", "name", "deck", "category", "topic"]
                .iter()
                .find_map(|key| object.get(*key).and_then(Value::as_str));
            let is_named = title.is_some_and(|title| !title.trim().is_empty());
            path.extend(title.filter(|_| is_named).map(str::to_owned));
            for (_, inner) in object {
                find(inner, path, depth + 1, lists);
            }
            if is_named {
                path.pop();
            }
        }
        _ => {}
    }
}

fn has_question(value: &Value) -> bool {
    let Value::Object(object) = value else { return false };
    let keys: Vec<&str> = object.keys().map(String::as_str).collect();
    let roles: Vec<super::words::Head> = keys.iter().map(|key| super::words::head(key)).collect();
    let has = |word| roles.iter().any(|head| head.word == Some(word));
    let has_answer = [Word::Back, Word::Key, Word::Option, Word::Options, Word::Right];
    has(Word::Stem) && has_answer.into_iter().any(has)
}

/// Objects as rows whose heads are the keys.
fn read_list(gather: &mut Gather<'_>, path: &[String], list: &[Value]) -> Result<(), Refusal> {
    let mut heads: Vec<String> = Vec::new();
    let mut flat = Vec::new();
    let starts_at_zero = indices_start_at_zero(list);
    for value in list {
        let cells = value.as_object().map(|object| flatten(object, starts_at_zero));
        for (head, _) in cells.iter().flatten() {
            if !heads.contains(head) {
                heads.push(head.clone());
            }
        }
        flat.push(cells);
    }
    let texts: Vec<String> = list.iter().map(Value::to_string).collect();
    let mut rows: Vec<(usize, &str, Vec<Cow<'_, str>>)> = Vec::new();
    for (number, (cells, text)) in flat.into_iter().zip(&texts).enumerate() {
        let filled = cells.filter(|cells| cells.iter().any(|(_, cell)| !cell.trim().is_empty()));
        let Some(cells) = filled else {
            let source = gather.source(At::Element(number + 1), text)?;
            gather.dropped(source, "there is no question in it");
            continue;
        };
        let mut row = vec![Cow::Borrowed(""); heads.len()];
        for (head, cell) in cells {
            if let Some(slot) =
                heads.iter().position(|known| *known == head).and_then(|at| row.get_mut(at))
            {
                *slot = Cow::Owned(cell);
            }
        }
        rows.push((number + 1, text, row));
    }
    let grid = Grid::of_rows(rows).into_list();
    let names: Vec<&str> = heads.iter().map(String::as_str).collect();
    let roles: Vec<Role> = match gather.options().roles {
        Some(roles) => roles.to_vec(),
        None => roles_of_heads(&names, &grid),
    };
    let tags = ["</", "<br", "<p>", "&nbsp;"];
    let sheet = Sheet {
        rows: &grid,
        roles: &roles,
        heads: &heads,
        separator: ",",
        is_html: gather.options().html.unwrap_or_else(|| grid.holds_html(200, &tags)),
        is_guarded: false,
        unclosed: &[],
    };
    let deck = (!path.is_empty()).then(|| path.join("::"));
    build(gather, &sheet, &Extras { tags: Vec::new(), deck })
}

const INDICES: [&str; 4] =
    ["correctindex", "answerindex", "correctoptionindex", "correctanswerindex"];

/// Indices count from 0 unless the list proves otherwise.
fn indices_start_at_zero(list: &[Value]) -> bool {
    let all = |value: &Value| -> Vec<(u64, usize)> {
        let Some(object) = value.as_object() else { return Vec::new() };
        let n_options = object
            .iter()
            .find(|(key, _)| {
                plain_head(key) == "options"
                    || plain_head(key) == "choices"
                    || plain_head(key) == "answers"
            })
            .and_then(|(_, value)| value.as_array())
            .map_or(0, Vec::len);
        let found = object.iter().filter(|(key, _)| INDICES.contains(&plain_head(key).as_str()));
        found
            .flat_map(|(_, value)| match value {
                Value::Array(many) => many.iter().filter_map(Value::as_u64).collect(),
                one => one.as_u64().into_iter().collect::<Vec<_>>(),
            })
            .map(|index| (index, n_options))
            .collect()
    };
    let indices: Vec<(u64, usize)> = list.iter().flat_map(all).collect();
    let has_end = indices.iter().any(|(index, n)| *n > 0 && *index == *n as u64);
    !has_end || indices.iter().any(|(index, _)| *index == 0)
}

/// Cells of one object: options in columns of their own, right ones as numbers from 1.
fn flatten(object: &Map<String, Value>, starts_at_zero: bool) -> Vec<(String, String)> {
    let mut cells = Vec::new();
    for (key, value) in object {
        let plain = plain_head(key);
        let is_index = INDICES.contains(&plain.as_str());
        // The same head as where options say it themselves.
        let head = if is_index && !object.contains_key("correct") { "correct" } else { key };
        match value {
            Value::Array(list) if list.iter().any(Value::is_object) => options(list, &mut cells),
            // Each in a column of its own: other elements of the list may say theirs as objects.
            Value::Array(list) if is_options(&plain) && list.len() <= OPTIONS => {
                let columns = list.iter().enumerate();
                cells.extend(
                    columns
                        .map(|(place, text)| (format!("option {}", place + 1), plain_text(text))),
                );
            }
            Value::Array(list) if super::words::head(key).word == Some(Word::Tags) => {
                let tags: Vec<String> =
                    list.iter().map(|tag| plain_text(tag).replace(' ', "_")).collect();
                cells.push((key.clone(), tags.join(" ")));
            }
            Value::Array(list) if is_index || list.iter().all(Value::is_number) => {
                let shift = u64::from(is_index && starts_at_zero);
                let numbers: Vec<String> = list
                    .iter()
                    .filter_map(Value::as_u64)
                    .map(|n| (n + shift).to_string())
                    .collect();
                cells.push((head.to_owned(), numbers.join(",")));
            }
            Value::Array(list) if is_key(&plain) => {
                let texts: Vec<String> = list.iter().map(plain_text).collect();
                cells.push((key.clone(), texts.join(";")));
            }
            Value::Array(list) => {
                let texts: Vec<String> = list.iter().map(plain_text).collect();
                cells.push((key.clone(), serde_json::to_string(&texts).unwrap_or_default()));
            }
            Value::Object(letters)
                if letters.keys().all(|key| key.len() == 1) && letters.len() >= 2 =>
            {
                for (letter, text) in letters {
                    cells.push((format!("option {}", letter.to_lowercase()), plain_text(text)));
                }
            }
            Value::Number(number) if is_index => {
                let shift = u64::from(starts_at_zero);
                let text =
                    number.as_u64().map_or_else(|| number.to_string(), |n| (n + shift).to_string());
                cells.push((head.to_owned(), text));
            }
            value => cells.push((key.clone(), plain_text(value))),
        }
    }
    cells
}

fn is_options(plain: &str) -> bool {
    super::words::head(plain).word == Some(Word::Options) && !is_key(plain)
}

fn is_key(plain: &str) -> bool {
    super::words::head(plain).word == Some(Word::Key) || matches!(plain, "answer" | "answers")
}

/// Options as objects: text, whether it is right, and why.
fn options(list: &[Value], cells: &mut Vec<(String, String)>) {
    let mut right = Vec::new();
    for (place, option) in list.iter().enumerate() {
        let Some(object) = option.as_object() else {
            cells.push((format!("option {}", place + 1), plain_text(option)));
            continue;
        };
        let get = |names: &[&str]| {
            object.iter().find(|(key, _)| names.contains(&plain_head(key).as_str())).map(|(_, v)| v)
        };
        let text = get(&["text", "answer", "option", "value", "label", "content", "answertext"]);
        cells.push((format!("option {}", place + 1), text.map(plain_text).unwrap_or_default()));
        let why = get(&["explanation", "why", "feedback", "rationale"]);
        if let Some(why) = why {
            cells.push((format!("explanation {}", place + 1), plain_text(why)));
        }
        let flag = get(&["correct", "iscorrect", "right", "isright", "isanswer"]);
        let is_right = flag.is_some_and(|flag| {
            flag.as_bool().unwrap_or(false)
                || flag.as_u64() == Some(1)
                || flag.as_str() == Some("true")
        });
        if is_right {
            right.push((place + 1).to_string());
        }
    }
    cells.push(("correct".to_owned(), right.join(",")));
}

fn plain_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}
