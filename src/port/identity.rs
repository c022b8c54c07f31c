//! By what a record is recognised when its file comes again, and what is a twin inside one file.

use std::collections::{HashMap, HashSet};

use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::imported::SourceKey;
use super::labels::{numbered, unlabelled};
use super::report::At;
use crate::domain::deck::{Body, Item};

/// The first 128 bits of a digest.
pub(super) type Digest = [u8; 16];

/// Text by which contents are compared: no marks of Markdown, composed letters, single blanks.
///
/// Case, zero-width letters and look-alikes stay.
pub fn norm(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    norm_into(text, &mut out);
    out
}

fn norm_into(text: &str, out: &mut String) {
    if is_normal(text) {
        return out.push_str(text);
    }
    let composed: String;
    let text = if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text
    } else {
        composed = text.nfc().collect();
        &composed
    };
    let start = out.len();
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let after = letters.peek().copied().unwrap_or(' ');
        if letter.is_whitespace() {
            if out.len() > start && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_mark(before, letter, after) {
            out.push(letter);
        }
        before = letter;
    }
    if out.len() > start && out.ends_with(' ') {
        out.pop();
    }
}

/// Whether a text is surely as [`norm`] would have it; most are.
fn is_normal(text: &str) -> bool {
    let is_inner = |byte: u8| matches!(byte, b'!'..=b'~') && !b"`\\*_~^".contains(&byte);
    let mut before = b' ';
    let is_plain = text.bytes().all(|byte| {
        let is_plain = is_inner(byte) || (byte == b' ' && before != b' ');
        before = byte;
        is_plain
    });
    is_plain && (before != b' ' || text.is_empty())
}

/// Whether a letter is a mark of Markdown here: doubled, a backslash of an escape, or at the edge of
/// a word.
fn is_mark(before: char, letter: char, after: char) -> bool {
    match letter {
        '`' => true,
        '\\' => after.is_ascii_punctuation(),
        '*' | '_' | '~' | '^' => {
            let is_pair = before == letter || after == letter;
            let opens = !before.is_alphanumeric() && !after.is_whitespace();
            let closes = !before.is_whitespace() && !after.is_alphanumeric();
            is_pair || opens || closes
        }
        _ => false,
    }
}

/// A hash over texts that keeps their borders.
#[derive(Default)]
pub(super) struct Hash(blake3::Hasher);

impl Hash {
    pub(super) fn add(&mut self, text: &str) -> &mut Self {
        self.0.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        self
    }

    pub(super) fn finish(&self) -> Digest {
        let mut digest = [0; 16];
        self.0.finalize_xof().fill(&mut digest);
        digest
    }
}

/// Lower-case hex digits of a digest.
pub(super) fn hex(digest: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Digest of what makes the item this item: its stem and options, or its front or text alone.
pub(super) fn content_digest(item: &Item) -> Digest {
    Content::of(item).digest()
}

/// What makes the item this item, normalised.
struct Content {
    prompt: String,
    parts: Vec<String>,
}

impl Content {
    fn of(item: &Item) -> Self {
        let prompt = item.prompt();
        let stem = numbered(prompt).map_or(prompt, |(_, text)| text);
        let prompt = norm(if stem.is_empty() { prompt } else { stem });
        let mut parts: Vec<String> = Vec::new();
        let mut part = |text: &str| parts.push(norm(text));
        match &item.body {
            Body::Choice(choice) => choice.options.iter().for_each(|o| part(unlabelled(&o.text))),
            Body::Order(order) => order.steps.iter().for_each(|step| part(step)),
            Body::Match(matching) => {
                matching.pairs.iter().for_each(|pair| part(&pair.left));
            }
            Body::Hotspot(hotspot) => {
                part(hotspot.image.as_deref().unwrap_or_default());
                hotspot.regions.iter().for_each(|region| part(&region.name));
            }
            // Made questions of two difficulties are two questions.
            Body::Generated(generated) => {
                part(&format!(
                    "{} {} {:?}",
                    generated.generator, item.difficulty, generated.parameters
                ));
            }
            _ => {}
        }
        parts.sort_unstable();
        Self { prompt, parts }
    }

    fn digest(&self) -> Digest {
        let mut hash = Hash::default();
        hash.add(&self.prompt);
        for part in &self.parts {
            hash.add(part);
        }
        hash.finish()
    }

    /// The same for letters that look alike: twins share it.
    fn folded(self) -> Self {
        let mut parts: Vec<String> = self.parts.into_iter().map(folded).collect();
        parts.sort_unstable();
        Self { prompt: folded(self.prompt), parts }
    }
}

fn folded(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_lowercase();
        return text;
    }
    text.chars().filter(|c| !is_invisible(*c)).flat_map(look).collect()
}

fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
}

/// Lower case, and the Latin letter that Cyrillic and Greek ones look like.
fn look(letter: char) -> impl Iterator<Item = char> {
    letter.to_lowercase().map(|letter| match letter {
        'а' | 'α' => 'a',
        'в' | 'β' => 'b',
        'с' | 'ϲ' => 'c',
        'е' | 'ε' => 'e',
        'н' | 'η' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'к' | 'κ' => 'k',
        'м' | 'μ' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'у' | 'υ' => 'y',
        'х' | 'χ' => 'x',
        letter => letter,
    })
}

/// Digest of everything about an item but its id and topic, reasons and notes included.
pub(super) fn whole_digest(item: &Item) -> Digest {
    let mut hash = Hash::default();
    add_item(&mut hash, item);
    hash.finish()
}

fn add_item(hash: &mut Hash, item: &Item) {
    hash.add(item.type_name()).add(item.prompt()).add(&item.note);
    for texts in [&item.tags, &item.references] {
        hash.add(&texts.len().to_string());
        for text in texts {
            hash.add(text);
        }
    }
    hash.add(&format!("{} {}", item.difficulty, item.is_card));
    if item.valid.from.is_some() || item.valid.until.is_some() {
        hash.add(&format!("{:?}", item.valid));
    }
    match &item.body {
        Body::Card(card) => {
            hash.add(&card.back).add(if card.reverse { "both" } else { "one" });
        }
        Body::Cloze(cloze) => {
            hash.add(&cloze.explain);
        }
        Body::Choice(choice) => {
            hash.add(&choice.explain).add(if choice.shuffle { "any order" } else { "" });
            for option in &choice.options {
                hash.add(&option.text).add(if option.is_key { "+" } else { "-" }).add(&option.why);
                hash.add(option.trap.as_deref().unwrap_or_default());
            }
        }
        Body::Case(case) => {
            for question in &case.questions {
                add_item(hash, question);
            }
        }
        // Rare types: their plain listing says everything.
        body => {
            hash.add(&format!("{body:?}"));
        }
    }
}

/// A record of the file that was the how-manieth, from 1; 0 where there is but one.
type Place = (At, u32);

/// What is known of the records of one import so far.
#[derive(Debug, Default)]
pub(super) struct Identities {
    explicit: HashMap<String, (Place, Digest)>,
    content: HashMap<Digest, Place>,
    /// Content with everything else.
    whole: HashMap<(Digest, Digest), Place>,
    folded: HashMap<Digest, Place>,
    /// Names of the files, where there are several.
    parts: Vec<String>,
    ids: HashSet<String>,
}

/// What an item is among those before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It comes in; with what is worth knowing.
    New { source: SourceKey, id: String, notes: Vec<String> },
    /// The same as the one there.
    Merged(String),
}

impl Identities {
    /// Begins the next of several files.
    pub(super) fn begin_part(&mut self, name: &str) {
        self.parts.push(name.to_owned());
    }

    fn told(&self, (at, part): Place) -> String {
        let name = part.checked_sub(1).and_then(|part| self.parts.get(part as usize));
        name.map_or_else(|| at.to_string(), |name| format!("{name}, {at}"))
    }

    /// Takes in an item. `explicit` is the id that the file gives.
    pub(super) fn judge(&mut self, at: At, item: &Item, explicit: Option<&str>) -> Verdict {
        let texts = Content::of(item);
        let (content, whole) = (texts.digest(), whole_digest(item));
        let mut notes = Vec::new();
        let at = (at, self.parts.len() as u32);
        if let Some(id) = explicit.filter(|id| !id.is_empty()) {
            match self.explicit.get(id) {
                None => {
                    self.explicit.insert(id.to_owned(), (at, whole));
                    self.remember(at, content, whole);
                    let source = SourceKey::Explicit(id.to_owned());
                    return self.fresh(source, notes);
                }
                Some((first, other)) if *other == whole => {
                    return Verdict::Merged(self.told(*first));
                }
                Some((first, _)) => notes.push(format!(
                    "the id of {} stands here again: it is told by its content",
                    self.told(*first)
                )),
            }
        }
        if let Some(first) = self.whole.get(&(content, whole)) {
            return Verdict::Merged(self.told(*first));
        }
        let source = if let Some(first) = self.content.get(&content) {
            let first = self.told(*first);
            notes.push(format!("asks the same as {first} with another answer: both came in"));
            let mut hash = blake3::Hasher::new();
            hash.update(&content).update(&whole);
            let digest = hash.finalize();
            SourceKey::Content(hex(digest.as_bytes().get(..16).unwrap_or_default()))
        } else {
            let folded = texts.folded().digest();
            if let Some(first) = self.folded.get(&folded) {
                let first = self.told(*first);
                notes.push(format!(
                    "differs from {first} only by case, invisible or look-alike letters: both came in"
                ));
            } else {
                self.folded.insert(folded, at);
            }
            SourceKey::Content(hex(&content))
        };
        self.remember(at, content, whole);
        self.fresh(source, notes)
    }

    fn remember(&mut self, at: Place, content: Digest, whole: Digest) {
        self.content.entry(content).or_insert(at);
        self.whole.entry((content, whole)).or_insert(at);
    }

    fn fresh(&mut self, source: SourceKey, notes: Vec<String>) -> Verdict {
        let wish = match &source {
            SourceKey::Explicit(id) if is_plain_id(id) && !self.ids.contains(id) => id.clone(),
            source => item_id(source),
        };
        let mut id = wish.clone();
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{wish}-{number}");
            number += 1;
        }
        Verdict::New { source, id, notes }
    }
}

/// Whether an id of a file can be an id of ours.
pub(super) fn is_plain_id(id: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    (1..=64).contains(&id.len())
        && id.bytes().all(is_inner)
        && id.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
}

/// The id that an item gets for its source key: the same on every machine and in every run.
pub(super) fn item_id(source: &SourceKey) -> String {
    let (scheme, key) = match source {
        SourceKey::Explicit(key) => ("explicit", key),
        SourceKey::Anki(key) => ("anki", key),
        SourceKey::Content(key) => ("content", key),
    };
    let digest = Hash::default().add(scheme).add(key).finish();
    format!("x{}", hex(digest.get(..8).unwrap_or_default()))
}

impl Identities {
    /// Gives a question inside a case its id: the file's, or one of its content.
    pub(super) fn name(&mut self, question: &mut Item) {
        let is_free = is_plain_id(&question.id) && !self.ids.contains(&question.id);
        if !is_free {
            question.id = item_id(&SourceKey::Content(hex(&content_digest(question))));
        }
        let stem = question.id.clone();
        let mut number = 2;
        while !self.ids.insert(question.id.clone()) {
            question.id = format!("{stem}-{number}");
            number += 1;
        }
    }
}
