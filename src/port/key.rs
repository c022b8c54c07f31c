//! How a table names the right options: texts, letters, heads of columns, numbers or flags.

use serde::{Deserialize, Serialize};

use super::identity::norm;
use super::labels::unlabelled;
use super::words::plain_head;

/// How right answers are named. One way holds for a whole table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum KeyScheme {
    /// The text of an option, or several between `;`.
    Text,
    /// `B`, `A,D`, `A and D`, `AD`.
    Letters,
    /// The head of the option's column: "Option B".
    Heads,
    /// Numbers from 1.
    FromOne,
    /// Numbers from 0.
    FromZero,
    /// One flag for each option: `0,1,0,0`.
    Flags,
}

impl KeyScheme {
    /// In the order in which they are tried.
    pub const ALL: [Self; 6] =
        [Self::Text, Self::Letters, Self::Heads, Self::FromOne, Self::FromZero, Self::Flags];

    /// In words, for the question that a table may raise.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "texts of options",
            Self::Letters => "letters",
            Self::Heads => "heads of columns",
            Self::FromOne => "numbers from 1",
            Self::FromZero => "numbers from 0",
            Self::Flags => "one flag for each option",
        }
    }
}

/// Right options as bits, the first option lowest.
pub(super) type Keys = u32;

/// Options of one row, empty ones in their places, and the heads of their columns.
#[derive(Clone, Copy)]
pub(super) struct Offer<'a> {
    pub(super) options: &'a [&'a str],
    pub(super) heads: &'a [String],
}

/// The right options that `key` names; none if it names one that is not there, or all.
pub(super) fn resolve(scheme: KeyScheme, key: &str, offer: Offer<'_>) -> Option<Keys> {
    let key = key.trim();
    let keys = match scheme {
        KeyScheme::Text => texts(key, offer.options),
        KeyScheme::Letters => letters(key),
        KeyScheme::Heads => heads(key, offer.heads),
        KeyScheme::FromOne => numbers(key, 1),
        KeyScheme::FromZero => numbers(key, 0),
        KeyScheme::Flags => flags(key, offer.options),
    }?;
    let is_said = |place: usize| offer.options.get(place).is_some_and(|o| !o.trim().is_empty());
    let are_there = (0..32).filter(|place| keys >> place & 1 == 1).all(is_said);
    let n_said = (0..offer.options.len()).filter(|place| is_said(*place)).count();
    (keys != 0 && are_there && (keys.count_ones() as usize) < n_said.max(2)).then_some(keys)
}

fn bit(place: usize) -> Option<Keys> {
    (place < 32).then(|| 1 << place)
}

/// The union of places; none if one stands twice or is none.
fn union(places: impl Iterator<Item = Option<usize>>) -> Option<Keys> {
    let mut keys = 0;
    for place in places {
        let bit = bit(place?)?;
        if keys & bit != 0 {
            return None;
        }
        keys |= bit;
    }
    Some(keys)
}

fn texts(key: &str, options: &[&str]) -> Option<Keys> {
    if let Some(place) = text_place(key, options) {
        return bit(place);
    }
    for signs in [&[';', '|', '\n'][..], &[','][..]] {
        if key.contains(signs) {
            let parts = key.split(signs).filter(|part| !part.trim().is_empty());
            let keys = union(parts.map(|part| text_place(part, options)));
            if keys.is_some_and(|keys| keys != 0) {
                return keys;
            }
        }
    }
    None
}

/// Place of the option with this text, whatever its case, marks and label.
pub(super) fn text_place(text: &str, options: &[&str]) -> Option<usize> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if let Some(place) = options.iter().position(|option| option.trim() == text) {
        return Some(place);
    }
    let plain = |text: &str| norm(unlabelled(text)).to_lowercase();
    let wanted = plain(text);
    options.iter().position(|option| {
        // Marks and labels only make texts longer; a much shorter one cannot be the same.
        let may_be = option.len() * 3 + 12 >= wanted.len() && !option.trim().is_empty();
        may_be && plain(option) == wanted
    })
}

fn tokens(key: &str) -> impl Iterator<Item = &str> {
    key.split(|c: char| matches!(c, ',' | ';' | '|' | '/' | '&' | '+') || c.is_whitespace())
        .map(|token| token.trim_matches(['(', ')', '[', ']', '.', ':']))
        .filter(|token| !token.is_empty())
        .filter(|token| !["and", "und", "et", "y"].contains(&token.to_ascii_lowercase().as_str()))
}

fn letter_place(token: &str) -> Option<usize> {
    match token.as_bytes() {
        [letter] if letter.is_ascii_alphabetic() => {
            Some(usize::from(letter.to_ascii_uppercase() - b'A'))
        }
        _ => None,
    }
}

/// Places that letters name: `b`, `(B)`, `A,D`, `A and D`, `AD`.
pub(super) fn letters(key: &str) -> Option<Keys> {
    // "y" is also a letter: alone it is taken as one.
    if let Some(place) = letter_place(key.trim_matches(['(', ')', '[', ']', '.', ':'])) {
        return bit(place);
    }
    let mut found = tokens(key).peekable();
    let first = found.peek()?;
    let is_run = (2..=8).contains(&first.len())
        && first.bytes().all(|b| b.is_ascii_uppercase())
        && first.as_bytes().windows(2).all(|pair| pair.first() < pair.last());
    if is_run && tokens(key).nth(1).is_none() {
        return union(first.bytes().map(|letter| Some(usize::from(letter - b'A'))));
    }
    union(found.map(letter_place))
}

fn heads(key: &str, heads: &[String]) -> Option<Keys> {
    let same = |head: &String, part: &str| !head.is_empty() && *head == plain_head(part);
    let parts = key.split([',', ';', '|']).filter(|part| !part.trim().is_empty());
    union(parts.map(|part| heads.iter().position(|head| same(head, part))))
}

/// Places that numbers name, counted from `first`.
pub(super) fn numbers(key: &str, first: usize) -> Option<Keys> {
    union(tokens(key).map(|token| token.parse::<usize>().ok()?.checked_sub(first)))
}

/// Flags count all options, or only those that are filled.
fn flags(key: &str, options: &[&str]) -> Option<Keys> {
    let mut n_flags = 0;
    let mut keys = 0;
    let n_all = options.len();
    let filled = options.iter().filter(|option| !option.trim().is_empty()).count();
    for (place, token) in tokens(key).enumerate() {
        let is_right = ["1", "true", "yes"].iter().any(|word| token.eq_ignore_ascii_case(word));
        let is_wrong = ["0", "false", "no"].iter().any(|word| token.eq_ignore_ascii_case(word));
        if !(is_right || is_wrong) {
            return None;
        }
        keys |= if is_right { bit(place)? } else { 0 };
        n_flags = place + 1;
    }
    if n_flags == n_all {
        return Some(keys);
    }
    if n_flags != filled {
        return None;
    }
    let said = options.iter().enumerate().filter(|(_, option)| !option.trim().is_empty());
    let chosen = said.enumerate().filter(|(flag, _)| keys >> flag & 1 == 1);
    union(chosen.map(|(_, (place, _))| Some(place)))
}

/// What the keys of a whole table mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// They can be read in one way.
    Sure(KeyScheme),
    /// They can be read in two ways that differ.
    Unsure(KeyScheme, KeyScheme),
    /// They fit nothing.
    Nothing,
}

/// Counts, row by row, what each scheme resolves.
#[derive(Debug, Default)]
pub(super) struct Schemes {
    n_rows: usize,
    n_resolved: [usize; 6],
    /// Pairs of schemes that resolved a row differently.
    differ: [[bool; 6]; 6],
    has_zero: bool,
}

impl Schemes {
    /// Looks at the key of one row.
    pub(super) fn see(&mut self, key: &str, offer: Offer<'_>) {
        self.n_rows += 1;
        self.has_zero |= tokens(key).any(|token| token == "0");
        let mut found = [None; 6];
        for ((slot, scheme), n) in found.iter_mut().zip(KeyScheme::ALL).zip(&mut self.n_resolved) {
            // A scheme that failed most of many rows is out.
            if self.n_rows < 200 || *n * 2 >= self.n_rows {
                *slot = resolve(scheme, key, offer);
                *n += usize::from(slot.is_some());
            }
        }
        for (row, one) in self.differ.iter_mut().zip(found) {
            for (differs, other) in row.iter_mut().zip(found) {
                *differs |= one.is_some() && other.is_some() && one != other;
            }
        }
    }

    /// Whether some scheme resolves 95 % of the rows.
    pub(super) fn is_nearly_all(&self) -> bool {
        self.n_resolved.iter().any(|n| n * 100 >= self.n_rows * 95)
    }

    /// The first scheme that resolves 95 % of the rows; in a short table the best for half of them.
    pub(super) fn reading(&self) -> Reading {
        let is_open = |scheme: KeyScheme| match scheme {
            KeyScheme::FromZero => self.has_zero,
            KeyScheme::FromOne => !self.has_zero,
            _ => true,
        };
        let counts = || {
            KeyScheme::ALL
                .into_iter()
                .zip(self.n_resolved)
                .zip(self.differ)
                .filter(|((scheme, _), _)| is_open(*scheme))
        };
        let is_enough = |n: usize| n > 0 && n * 100 >= self.n_rows * 95;
        let best = counts().find(|((_, n), _)| is_enough(*n)).or_else(|| {
            let halves = counts().filter(|((_, n), _)| *n > 0 && n * 2 >= self.n_rows);
            // Of equals the first: `max_by_key` takes the last.
            halves.rev().max_by_key(|((_, n), _)| *n)
        });
        let Some(((scheme, n), differs)) = best else { return Reading::Nothing };
        let rival = KeyScheme::ALL
            .into_iter()
            .zip(self.n_resolved)
            .zip(differs)
            .find(|((other, n_other), differs)| is_open(*other) && *differs && *n_other >= n);
        match rival {
            Some(((other, _), _)) => Reading::Unsure(scheme, other),
            None => Reading::Sure(scheme),
        }
    }
}
