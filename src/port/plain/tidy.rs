//! What copying from a PDF leaves behind: page numbers, running heads, hyphens at line ends.

use std::collections::HashMap;

/// Lines of the file: number from 1 and text.
pub(super) type Lines = Vec<(usize, String)>;

/// Removes page numbers and running heads, joins hyphenated words; gives how many lines were mended.
pub(super) fn tidy(text: &str) -> (Lines, usize) {
    let heads = running_heads(text);
    let mut n_mended = 0;
    let mut lines: Lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if is_page_number(trimmed) || heads.contains(&trimmed) {
            n_mended += 1;
            continue;
        }
        let joins = lines.last().is_some_and(|(_, last)| {
            let is_broken = last.ends_with('-') && !last.ends_with("--") && !last.ends_with(" -");
            is_broken && trimmed.chars().next().is_some_and(char::is_lowercase)
        });
        if let Some((_, last)) = lines.last_mut().filter(|_| joins) {
            last.pop();
            last.push_str(trimmed);
            n_mended += 1;
        } else {
            lines.push((number + 1, line.trim_end().to_owned()));
        }
    }
    (lines, n_mended)
}

/// "Page 3 of 10", "- 3 -".
fn is_page_number(line: &str) -> bool {
    let lower = line.to_lowercase();
    let inner = lower.strip_prefix("page ").map(str::trim);
    let is_page = inner.is_some_and(|rest| {
        rest.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "of/".contains(c))
    });
    let dashed = lower.strip_prefix("- ").and_then(|rest| rest.strip_suffix(" -"));
    is_page || dashed.is_some_and(|number| number.trim().parse::<usize>().is_ok())
}

/// Lines of words that stand alike at least four times and look like no part of a question.
fn running_heads(text: &str) -> Vec<&str> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in text.lines().map(str::trim).filter(|line| line.len() > 8) {
        *counts.entry(line).or_default() += 1;
    }
    let is_head = |line: &str| {
        !line.ends_with(['?', ':'])
            && crate::port::labels::labelled(line).is_none()
            && crate::port::labels::numbered(line).is_none()
            && !line.contains(':')
            && (line.contains('©') || line.to_lowercase().contains("www.") || line.contains(" | "))
    };
    let mut heads: Vec<&str> = counts
        .into_iter()
        .filter(|(line, n)| *n >= 4 && is_head(line))
        .map(|(line, _)| line)
        .collect();
    heads.sort_unstable();
    heads
}
