//! Words, sentences and likeness of texts, as the lints count them.

use std::collections::HashSet;

/// Words in lower case: runs of letters, digits, hyphen and apostrophe.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'' || c == '’'))
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .map(str::to_lowercase)
        .collect()
}

/// Number of words.
pub(super) fn count(text: &str) -> usize {
    words(text).len()
}

/// Words of each sentence.
pub(super) fn sentences(text: &str) -> Vec<usize> {
    text.split(['.', '?', '!', '\n', ';']).map(count).filter(|&n_words| n_words > 0).collect()
}

/// Shingles of `size` words, numbers made alike.
pub(super) fn shingles(text: &str, size: usize) -> HashSet<u64> {
    let words: Vec<String> = words(text)
        .into_iter()
        .map(|word| if word.bytes().all(|b| b.is_ascii_digit()) { "#".to_owned() } else { word })
        .collect();
    words.windows(size.min(words.len()).max(1)).map(|run| hash(&run.join(" "))).collect()
}

fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Shared share of two sets, 0..=1.
pub(super) fn jaccard(a: &HashSet<u64>, b: &HashSet<u64>) -> f64 {
    let shared = a.intersection(b).count();
    let all = a.len() + b.len() - shared;
    if all == 0 { 0.0 } else { shared as f64 / all as f64 }
}
