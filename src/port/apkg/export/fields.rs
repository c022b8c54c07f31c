//! The fields of one note.

use sha1::{Digest as _, Sha1};

use super::notetypes::{LETTERS, Notetype};
use crate::domain::deck::{Body, Choice, Item};
use crate::port::apkg::certdeck::{Head, Identity};
use crate::port::html::{MediaNames, from_markdown, plain_text};
use crate::port::sides::sides;

/// A note as it is written.
pub(super) struct Note {
    pub(super) notetype: Notetype,
    /// All fields, ours last.
    pub(super) fields: Vec<String>,
    pub(super) tags: Vec<String>,
    /// Places of its cards and which memory each is.
    pub(super) cards: Vec<(i64, u16)>,
}

/// An item with where it stands.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) item: &'a Item,
    /// The case that it is a question of, and its place there.
    pub(super) case: Option<(&'a Item, usize)>,
}

impl Placed<'_> {
    fn scenario(&self) -> Option<&str> {
        self.case.map(|(case, _)| case.prompt())
    }
}

/// Makes the note of an item; `head` goes along with the first of a deck.
pub(super) fn note(placed: Placed<'_>, head: Option<Head>, media: &dyn MediaNames) -> Note {
    let html = |markdown: &str| from_markdown(markdown, media);
    let item = placed.item;
    let notetype = notetype(&item.body);
    let mut fields = match &item.body {
        Body::Card(card) => vec![html(&on_top(placed, &card.front)), html(&card.back)],
        Body::Cloze(cloze) => vec![html(&on_top(placed, &cloze.text)), html(&cloze.explain)],
        Body::Choice(choice) if notetype == Notetype::Choice => options(choice, placed, &html),
        body => {
            let sides = sides(body);
            let scenario = placed.scenario().unwrap_or_default();
            vec![html(&sides.question), html(&sides.answer), html(&sides.explain), html(scenario)]
        }
    };
    let tags = tags(item);
    let case = placed.case.map(|(case, place)| (without_questions(case), place));
    let case = case.as_ref().map(|(case, place)| (case, *place));
    let mut identity = Identity::of(item, case, &fields);
    identity.tags.clone_from(&tags);
    identity.deck = head;
    fields.push(identity.json());
    let cards = item.facets().into_iter().map(|facet| (place_of(&item.body, facet), facet));
    Note { notetype, fields, tags, cards: cards.collect() }
}

pub(super) fn notetype(body: &Body) -> Notetype {
    match body {
        Body::Card(card) if card.reverse => Notetype::BothWays,
        Body::Card(_) => Notetype::Card,
        Body::Cloze(_) => Notetype::Cloze,
        Body::Choice(choice) if choice.options.len() <= LETTERS.len() => Notetype::Choice,
        _ => Notetype::Text,
    }
}

/// Anki counts the cards of gaps from 0.
fn place_of(body: &Body, facet: u16) -> i64 {
    match body {
        Body::Cloze(_) => i64::from(facet) - 1,
        _ => i64::from(facet),
    }
}

/// The text with the scenario of its case above it.
fn on_top(placed: Placed<'_>, text: &str) -> String {
    match placed.scenario() {
        Some(scenario) => format!("{scenario}\n\n{text}"),
        None => text.to_owned(),
    }
}

fn options(choice: &Choice, placed: Placed<'_>, html: &dyn Fn(&str) -> String) -> Vec<String> {
    let of_option = |take: &dyn Fn(&crate::domain::deck::ChoiceOption) -> String| {
        let texts: Vec<String> = (0..LETTERS.len())
            .map(|n| choice.options.get(n).map(take).unwrap_or_default())
            .collect();
        texts
    };
    let keys = LETTERS.iter().zip(&choice.options).filter(|(_, option)| option.is_key);
    let keys: Vec<String> = keys.map(|(letter, _)| letter.to_string()).collect();
    let mut fields = vec![html(&choice.stem)];
    fields.extend(of_option(&|option| html(&option.text)));
    fields.push(keys.join(", "));
    fields.extend(of_option(&|option| html(&option.why)));
    fields.push(html(&choice.explain));
    fields.push(html(placed.scenario().unwrap_or_default()));
    fields
}

/// The item's tags, and the traps of its options.
fn tags(item: &Item) -> Vec<String> {
    let traps = match &item.body {
        Body::Choice(choice) => choice.options.as_slice(),
        _ => &[],
    };
    let traps = traps.iter().filter_map(|option| option.trap.as_deref());
    let traps = traps.map(|trap| format!("trap::{}", super::tag(trap)));
    let own = item.tags.iter().map(|tag| super::tag(tag)).filter(|tag| !tag.is_empty());
    let mut tags: Vec<String> = own.chain(traps).collect();
    tags.sort_unstable();
    tags.dedup();
    tags
}

fn without_questions(case: &Item) -> Item {
    let mut case = case.clone();
    if let Body::Case(body) = &mut case.body {
        body.questions.clear();
    }
    case
}

/// Text by which Anki sorts notes and finds twins: names of pictures count, other marks do not.
pub(super) fn sort_field(html: &str) -> String {
    if !html.contains('<') {
        return plain_text(html);
    }
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, inside)) = rest.split_once("<img src=\"") {
        let Some((name, after)) = inside.split_once('"') else { break };
        text.extend([before, " ", name, " "]);
        rest = after.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    plain_text(&text.replace("<br>", " "))
}

/// First four bytes of the SHA-1 of that text, big end first.
pub(super) fn checksum(sort_field: &str) -> u32 {
    let digest = Sha1::digest(sort_field.as_bytes());
    digest.iter().take(4).fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// Letters of Anki's ids.
const BASE_91: &[u8; 91] =
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_`{|}~";

/// An id that is the same at every export: base 91 of 64 bits of a digest of deck and item.
pub(super) fn guid(deck: &str, item: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(deck.as_bytes()).update(b"\0").update(item.as_bytes());
    let bytes: [u8; 8] = hasher.finalize().as_bytes().first_chunk().copied().unwrap_or_default();
    let mut number = u64::from_be_bytes(bytes);
    let mut guid = String::new();
    while number > 0 {
        let letter = BASE_91.get((number % 91) as usize).copied().unwrap_or(b'a');
        guid.push(char::from(letter));
        number /= 91;
    }
    guid
}
