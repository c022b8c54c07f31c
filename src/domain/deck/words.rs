//! Words, sentences and likeness of texts, as the lints count them.

use std::collections::HashMap;

use crate::domain::figure::{has_figure, without_figures};

/// The text without figures and without the targets of Markdown links and pictures.
fn plain(text: &str) -> String {
    let without = has_figure(text).then(|| without_figures(text));
    let text = without.as_deref().unwrap_or(text);
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        plain.push_str(before);
        plain.push(' ');
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain.push_str(rest);
    plain
}

/// Words as written: runs of letters, digits, hyphen and apostrophe.
pub(super) fn written(text: &str) -> Vec<String> {
    plain(text)
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')))
        .map(|word| word.trim_matches(['-', '\'', '’']))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words in lower case.
pub(super) fn words(text: &str) -> Vec<String> {
    written(text).into_iter().map(|word| word.to_lowercase()).collect()
}

/// Number of words.
pub(super) fn count(text: &str) -> usize {
    written(text).len()
}

/// Characters of a text.
pub(super) fn length(text: &str) -> usize {
    text.trim().chars().count()
}

/// The sentences of a text; table rows, list entries and lines end one.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut is_figure = false;
    for line in text.lines().filter(|line| !line.trim_start().starts_with('|')) {
        if line.starts_with("```") {
            is_figure = !is_figure && line.starts_with("```figure");
            continue;
        }
        if is_figure {
            continue;
        }
        let mut start = 0;
        let mut letters = line.char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            let is_last = letters.peek().is_none_or(|(_, next)| next.is_whitespace());
            if matches!(letter, '.' | '?' | '!') && is_last {
                let end = at + letter.len_utf8();
                found.extend(line.get(start..end));
                start = end;
            }
        }
        found.extend(line.get(start..));
    }
    found.retain(|sentence| count(sentence) > 0);
    found
}

/// Flesch–Kincaid grade of a text.
pub(super) fn grade(text: &str) -> f64 {
    let words = words(text);
    let (n_words, n_sentences) = (words.len().max(1), sentences(text).len().max(1));
    let n_syllables: usize = words.iter().map(|word| syllables(word)).sum();
    let (n_words, n_sentences) = (n_words as f64, n_sentences as f64);
    0.39 * n_words / n_sentences + 11.8 * n_syllables as f64 / n_words - 15.59
}

/// Groups of vowels, a silent “e” at the end left out; at least one.
fn syllables(word: &str) -> usize {
    let is_vowel = |c: char| "aeiouyäöü".contains(c);
    let mut was_vowel = false;
    let mut n_groups = 0;
    for letter in word.chars() {
        let is = is_vowel(letter);
        n_groups += usize::from(is && !was_vowel);
        was_vowel = is;
    }
    let is_silent = word.ends_with('e') && !word.ends_with("le") && n_groups > 1;
    (n_groups - usize::from(is_silent)).max(1)
}

/// A word without its common endings, so that “approves” and “approval” stay two, “plans” and
/// “planned” become one.
pub(super) fn stemmed(word: &str) -> String {
    let word = word.trim_end_matches("'s").trim_end_matches("’s");
    for ending in
        ["ations", "ation", "ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s"]
    {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() >= 4
        {
            return stem.trim_end_matches('e').to_owned();
        }
    }
    word.trim_end_matches('e').to_owned()
}

/// A set of hashes, ascending, each once.
pub(super) type Set = Vec<u64>;

fn set(hashes: impl Iterator<Item = u64>) -> Set {
    let mut set: Set = hashes.collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// Runs of `size` words, numbers made alike.
pub(super) fn shingles(text: &str, size: usize) -> Set {
    let is_number = |word: &str| word.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<String> = words(text)
        .into_iter()
        .map(|word| if is_number(&word) { "#".to_owned() } else { word })
        .collect();
    set(words.windows(size.min(words.len()).max(1)).map(|run| hash(run.iter().map(String::as_str))))
}

/// The words themselves.
pub(super) fn word_set(text: &str) -> Set {
    set(words(text).iter().map(|word| hash(std::iter::once(word.as_str()))))
}

/// Runs of four letters, spaces and case made alike.
pub(super) fn letter_grams(text: &str) -> Set {
    let letters: Vec<char> = words(text).join(" ").chars().collect();
    let mut buffer = [0_u8; 4];
    let gram = |run: &[char]| {
        run.iter().fold(SEED, |seed, letter| fold(seed, letter.encode_utf8(&mut buffer).bytes()))
    };
    set(letters.windows(4.min(letters.len()).max(1)).map(gram))
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn fold(seed: u64, bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    words.fold(SEED, |seed, word| fold(seed, word.bytes().chain(std::iter::once(b' '))))
}

/// Shared share of two sets, 0..=1.
pub(super) fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut a_at, mut b_at, mut shared) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(a_at), b.get(b_at)) {
        shared += usize::from(x == y);
        a_at += usize::from(x <= y);
        b_at += usize::from(y <= x);
    }
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}

/// Most earlier sets that one set is compared with; beyond it the deck is one big copy anyway.
const MAX_CANDIDATES: usize = 300;

/// Most earlier sets that are named as alike for one set.
const MAX_ALIKE: usize = 20;

/// Pairs (earlier, later) of sets that share at least `threshold` of their members.
///
/// Two sets that are alike must share one of their rarest members, so only these are indexed. Equal
/// sets are compared with the first of them alone.
pub(super) fn similar(sets: &[Set], threshold: f64) -> Vec<(usize, usize, f64)> {
    let mut uses: HashMap<u64, u32> = HashMap::new();
    for member in sets.iter().flatten() {
        *uses.entry(*member).or_default() += 1;
    }
    let mut firsts: HashMap<&Set, usize> = HashMap::new();
    let mut holders: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found = Vec::new();
    for (place, set) in sets.iter().enumerate().filter(|(_, set)| !set.is_empty()) {
        if let Some(first) = firsts.get(set) {
            found.push((*first, place, 1.0));
            continue;
        }
        firsts.insert(set, place);
        let mut rarest = set.clone();
        rarest.sort_by_key(|member| (uses.get(member).copied().unwrap_or_default(), *member));
        let needed = (threshold * set.len() as f64).ceil() as usize;
        rarest.truncate(set.len() - needed.min(set.len()) + 1);
        let mut near: Vec<usize> = Vec::new();
        for member in rarest {
            let list = holders.entry(member).or_default();
            near.extend(list.iter().rev().take(MAX_CANDIDATES));
            list.push(place);
        }
        near.sort_unstable();
        near.dedup();
        let likeness = |other: usize| sets.get(other).map_or(0.0, |other| jaccard(set, other));
        let alike = near.into_iter().take(MAX_CANDIDATES).map(|other| (other, likeness(other)));
        let alike = alike.filter(|(_, likeness)| *likeness >= threshold).take(MAX_ALIKE);
        found.extend(alike.map(|(other, likeness)| (other, place, likeness)));
    }
    found
}
