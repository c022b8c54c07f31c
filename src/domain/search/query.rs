//! The query language.

use super::fold::fold;

/// What an item can be at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Is {
    /// Due today or before.
    Due,
    /// Never answered.
    New,
    /// Forgotten again and again.
    Leech,
    /// Never asked.
    Suspended,
    /// Flagged by the learner.
    Flagged,
    /// Waits until another day.
    Buried,
    /// Answered at least once.
    Seen,
    /// Wrong at the last answer.
    Missed,
    /// Wrong so often in all, or more often.
    MissedTimes(u32),
}

impl Is {
    /// Those that are a word, with their words.
    pub const ALL: [(&'static str, Self); 8] = [
        ("due", Self::Due),
        ("new", Self::New),
        ("leech", Self::Leech),
        ("suspended", Self::Suspended),
        ("flagged", Self::Flagged),
        ("buried", Self::Buried),
        ("seen", Self::Seen),
        ("missed", Self::Missed),
    ];

    /// Whether it is known from all answers rather than from the memory.
    fn is_of_history(self) -> bool {
        matches!(self, Self::Missed | Self::MissedTimes(_))
    }
}

/// Words before a colon that mean something.
const KEYS: [&str; 6] = ["deck", "topic", "type", "tag", "is", "missed"];

/// A query, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    messages: Vec<String>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    pub(super) is_negated: bool,
    pub(super) test: Test,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// The text contains this, folded.
    Text(String),
    /// Part of the deck's id or title.
    Deck(String),
    /// Part of the id or title of the topic or one above it.
    Topic(String),
    /// Beginning of the type's name.
    Type(String),
    /// Part of a tag.
    Tag(String),
    /// What it is at the moment.
    Is(Is),
}

/// A piece of the query's text.
struct Piece {
    is_negated: bool,
    key: Option<String>,
    value: String,
}

impl Query {
    /// Reads a query. What is not understood is left out and explained in the messages.
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        for piece in pieces(text) {
            query.add(piece);
        }
        query
    }

    /// What was not understood, in words for the learner.
    pub fn messages(&self) -> &[String] {
        &self.messages
    }

    /// Whether it asks for nothing, so that every item is found.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether it asks for what only the history of answers tells.
    pub fn asks_history(&self) -> bool {
        self.terms.iter().any(|term| matches!(term.test, Test::Is(is) if is.is_of_history()))
    }

    fn add(&mut self, piece: Piece) {
        let Piece { is_negated, key, value } = piece;
        let folded = fold(value.trim());
        if let Some(key) = key.as_deref().filter(|_| folded.is_empty()) {
            // Being typed; everything matches until there is a value.
            if !KEYS.contains(&key) {
                self.explain_key(key);
            }
            return;
        }
        let test = match key.as_deref() {
            None => Test::Text(folded),
            Some("deck") => Test::Deck(folded),
            Some("topic") => Test::Topic(folded),
            Some("type") => Test::Type(folded),
            Some("tag") => Test::Tag(folded),
            Some("is") => {
                let known = Is::ALL.iter().find(|(word, _)| *word == folded);
                let Some((_, is)) = known else {
                    let words = Is::ALL.map(|(word, _)| word).join(", ");
                    self.messages.push(format!("“is:{value}” is left out. Known: {words}."));
                    return;
                };
                Test::Is(*is)
            }
            Some("missed") => {
                let Some(times) = times(&folded) else {
                    let message =
                        format!("“missed:{value}” is left out. It takes a number: missed:2.");
                    self.messages.push(message);
                    return;
                };
                Test::Is(Is::MissedTimes(times))
            }
            Some(key) => {
                self.explain_key(key);
                return;
            }
        };
        // A minus alone is the beginning of a word to leave out.
        if !matches!(&test, Test::Text(word) if word.is_empty() || word == "-") {
            self.terms.push(Term { is_negated, test });
        }
    }

    fn explain_key(&mut self, key: &str) {
        let known: Vec<String> = KEYS.iter().map(|key| format!("{key}:")).collect();
        let known = known.join(", ");
        self.messages.push(format!(
            "“{key}:” is left out. Known: {known}. To look for the words, put them in quotes."
        ));
    }
}

/// A number of times from 1 on.
fn times(text: &str) -> Option<u32> {
    text.parse().ok().filter(|times| *times > 0)
}

/// Cuts at white space outside quotes. A quote that is not closed reaches to the end.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let is_negated = rest.len() > 1 && rest.starts_with('-') && !rest.starts_with("- ");
        let body = if is_negated { rest.get(1..).unwrap_or_default() } else { rest };
        let (key, body) = split_key(body);
        let (value, after) = value(body);
        pieces.push(Piece { is_negated, key, value: value.to_owned() });
        rest = after.trim_start();
    }
    pieces
}

/// A key is letters before a colon: "ratio 1:2" and "10:30" have none.
fn split_key(text: &str) -> (Option<String>, &str) {
    match text.split_once(':') {
        Some((key, value))
            if !key.is_empty()
                && key.chars().all(char::is_alphabetic)
                && !value.starts_with("//") =>
        {
            (Some(key.to_lowercase()), value)
        }
        _ => (None, text),
    }
}

fn value(text: &str) -> (&str, &str) {
    match text.strip_prefix(['"', '“', '”']) {
        Some(quoted) => quoted.split_once(['"', '“', '”']).unwrap_or((quoted, "")),
        None => text.split_once(char::is_whitespace).unwrap_or((text, "")),
    }
}
