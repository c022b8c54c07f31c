//! Questions with options inside the two sides of a card.

use super::key::{letters, numbers, text_place};
use super::labels::{Count, Labelled, labelled, strip_word, unlabelled};
use super::question::{choice, option, options_of, true_false, truth};
use crate::domain::deck::Choice;

/// What was found inside a card.
#[derive(Debug, PartialEq)]
pub(super) enum Within {
    /// No list of options.
    Nothing,
    /// Options, but the back names none of them.
    Keyless,
    /// A question.
    Question(Choice),
}

/// Looks for labelled options on the front and a key at the beginning of the back.
pub(super) fn question_within(front: &str, back: &str) -> Within {
    // Three labels or several lines: without them there is no list, and most cards have none.
    let n_signs = front.bytes().filter(|byte| b").:;,-]".contains(byte)).take(3).count();
    let may_list = n_signs >= 3 || front.contains('\n');
    if let Some(found) = true_or_false(front, back) {
        return Within::Question(found);
    }
    if !may_list {
        return Within::Nothing;
    }
    let Some((stem, texts, count)) = by_lines(front).or_else(|| inline(front)) else {
        return Within::Nothing;
    };
    let Some((keys, explain)) = key_of(back, &texts, count) else { return Within::Keyless };
    let options = options_of(texts.iter().map(String::as_str), keys);
    choice(&stem, options, explain).map_or(Within::Keyless, Within::Question)
}

/// Stem and options where each option begins a line.
fn by_lines(front: &str) -> Option<(String, Vec<String>, Count)> {
    let lines: Vec<&str> = front.lines().collect();
    let is_first = |line: &&str| labelled(line).is_some_and(|found| found.place == 0);
    let is_second = |line: &&str, count| {
        labelled(line).is_some_and(|found| found.place == 1 && found.count == count)
    };
    // The last run that begins anew counts: a stem may hold a list of its own.
    let starts = lines.iter().enumerate().filter(|(_, line)| is_first(line));
    let start = starts
        .filter_map(|(at, line)| {
            let count = labelled(line)?.count;
            let rest = lines.get(at + 1..)?;
            rest.iter().any(|line| is_second(line, count)).then_some((at, count))
        })
        .next_back();
    let (start, count) = start?;
    let stem = lines.get(..start)?.join("\n").trim().to_owned();
    let mut texts: Vec<String> = Vec::new();
    for line in lines.get(start..)? {
        match labelled(line) {
            Some(Labelled { place, text, count: its, .. })
                if place == texts.len() && its == count =>
            {
                texts.push(text.to_owned());
            }
            _ => {
                let last = texts.last_mut()?;
                last.push('\n');
                last.push_str(line.trim());
            }
        }
    }
    for text in &mut texts {
        *text = text.trim().to_owned();
    }
    let is_fine = !stem.is_empty() && texts.len() >= 2;
    is_fine.then_some((stem, texts, count))
}

/// Stem and at least three options within one line: "… A) x B) y C) z".
fn inline(front: &str) -> Option<(String, Vec<String>, Count)> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(front.match_indices(char::is_whitespace).map(|(at, blank)| at + blank.len()))
        .collect();
    for count in [Count::Letters, Count::Numbers] {
        let mut cuts: Vec<(usize, usize)> = Vec::new();
        for &start in &starts {
            let piece = front.get(start..)?;
            // One word is enough to see a label.
            let word = piece.get(..piece.floor_char_boundary(8)).unwrap_or(piece);
            let Some(found) = labelled(word) else { continue };
            if found.count == count && found.place == cuts.len() && !word.starts_with(['-', '*']) {
                let label = word.len() - word.trim_start().len() + label_length(word);
                cuts.push((start, start + label));
            }
        }
        if cuts.len() >= 3 {
            let ends = cuts.iter().skip(1).map(|(start, _)| *start).chain([front.len()]);
            let texts: Option<Vec<String>> = cuts
                .iter()
                .zip(ends)
                .map(|((_, from), to)| Some(front.get(*from..to)?.trim().to_owned()))
                .collect();
            let stem = front.get(..cuts.first()?.0)?.trim().to_owned();
            let texts = texts?;
            if !stem.is_empty() && texts.iter().all(|text| !text.is_empty()) {
                return Some((stem, texts, count));
            }
        }
    }
    None
}

/// Bytes of a label such as `A)` or `(B)`.
fn label_length(word: &str) -> usize {
    let bracket = usize::from(word.starts_with(['(', '[']));
    let inner = word.bytes().skip(bracket).take_while(u8::is_ascii_digit).count().max(1);
    bracket + inner + 1
}

/// Right options and what stands behind their labels.
fn key_of(back: &str, texts: &[String], count: Count) -> Option<(u32, String)> {
    let back = without_answer(back.trim());
    let offered: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (first, rest) = back.split_once('\n').unwrap_or((back, ""));
    let read = |text: &str| {
        let keys = match count {
            Count::Letters => letters(text),
            Count::Numbers => numbers(text, 1),
        };
        keys.filter(|keys| *keys != 0 && *keys < 1 << texts.len().min(31))
    };
    if let Some(place) = text_place(first, &offered) {
        return Some((1 << place.min(31), rest.trim().to_owned()));
    }
    if let Some(keys) = read(first) {
        return Some((keys, rest.trim().to_owned()));
    }
    let found = labelled(first).filter(|found| found.count == count)?;
    let text = offered.get(found.place)?;
    // "C) text" says the option again; what is more is the explanation.
    let beyond = strip_word(found.text, text).unwrap_or(found.text);
    let explain = format!("{}\n{rest}", beyond.trim_start_matches(['.', ':', '-', '–', ' ']));
    Some((1 << found.place.min(31), explain.trim().to_owned()))
}

/// The text without "Answer:" or "Correct answer is" before it.
pub(super) fn without_answer(text: &str) -> &str {
    let words = ["the correct answer is", "correct answers", "correct answer", "answers", "answer"];
    let found = words.iter().find_map(|word| strip_word(text, word));
    match found.and_then(|rest| rest.trim_start().strip_prefix([':', '-', '='])) {
        Some(rest) => rest.trim_start(),
        None => match strip_word(text, "the correct answer is") {
            Some(rest) => rest.trim_start(),
            None => text,
        },
    }
}

/// "True or false: …" with True or False on the back.
fn true_or_false(front: &str, back: &str) -> Option<Choice> {
    let word = without_answer(back.trim());
    let word = word.get(..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len()))?;
    truth(word)?;
    let lower = front.to_lowercase();
    let asks = ["true or false", "true/false", "(t/f)"].iter().any(|mark| lower.contains(mark));
    if !asks {
        return None;
    }
    let back = without_answer(back.trim());
    let end = back.find(|c: char| !c.is_alphanumeric()).unwrap_or(back.len());
    let (word, rest) = back.split_at(end);
    let explain = rest.trim_start_matches([',', '.', ':', ';', '-', '–', '!']).trim().to_owned();
    true_false(front, truth(word)?, ["", ""], explain).ok()
}

/// A list of options inside one cell: lines, labels, `|`, `;` or a JSON array.
pub(super) fn split_options(cell: &str) -> Vec<String> {
    let cell = cell.trim();
    if cell.starts_with('[')
        && let Ok(texts) = serde_json::from_str::<Vec<String>>(cell)
    {
        return texts;
    }
    let clean = |part: &str| unlabelled(part.trim()).trim().to_owned();
    if cell.contains('\n') {
        return cell.lines().filter(|l| !l.trim().is_empty()).map(clean).collect();
    }
    for sign in ["<br>", "<br/>", "<br />", "|", ";"] {
        if cell.contains(sign) {
            return cell.split(sign).filter(|part| !part.trim().is_empty()).map(clean).collect();
        }
    }
    // "A) x B) y" has no stem before it here.
    match inline(&format!("? {cell}")) {
        Some((_, texts, _)) => texts,
        None => two_labels(cell).unwrap_or_default(),
    }
}

/// "A) x B) y": too short a run for a sentence, but not for a cell of options.
fn two_labels(cell: &str) -> Option<Vec<String>> {
    let first = labelled(cell).filter(|found| found.place == 0)?;
    let second = first.text.match_indices(char::is_whitespace).find_map(|(at, blank)| {
        let found = labelled(first.text.get(at + blank.len()..)?)?;
        (found.place == 1 && found.count == first.count).then_some((at, found.text))
    })?;
    let text = first.text.get(..second.0)?;
    Some(vec![option(text, false).text, option(second.1, false).text])
}
