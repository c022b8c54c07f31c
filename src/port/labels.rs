//! Labels before options and numbers before questions: `A.`, `(b)`, `[C]`, `2)`, `Q12:`.

/// What labels count with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Letters,
    Numbers,
}

/// A line with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Labelled<'a> {
    pub(super) count: Count,
    /// Place that the label means, from 0.
    pub(super) place: usize,
    /// What stands behind it.
    pub(super) text: &'a str,
    /// Whether a star or tick stood before it.
    pub(super) is_marked: bool,
}

/// Marks of a right option, before its label or behind its text.
const MARKS: [char; 5] = ['*', '✓', '✔', '√', '☑'];

/// Reads `A.` `A)` `(A)` `a:` `[A]` `- A.` `1.` `*B.` `**C.**` before a text.
pub(super) fn labelled(line: &str) -> Option<Labelled<'_>> {
    let line = line.trim();
    let line = line.strip_prefix("- ").unwrap_or(line).trim_start();
    let unmarked = line.trim_start_matches(MARKS).trim_start();
    let is_marked = unmarked.len() < line.len() && !line.starts_with("* ");
    let (inner, close) = match unmarked.chars().next()? {
        '(' => (unmarked.get(1..)?, Some(')')),
        '[' => (unmarked.get(1..)?, Some(']')),
        _ => (unmarked, None),
    };
    let (count, place, rest) = counted(inner)?;
    let text = match close {
        Some(close) => rest.strip_prefix(close)?,
        None => behind_sign(rest, count)?,
    };
    Some(Labelled { count, place, text: text.trim(), is_marked })
}

/// A letter or a number of one or two digits.
fn counted(text: &str) -> Option<(Count, usize, &str)> {
    let first = *text.as_bytes().first()?;
    if first.is_ascii_alphabetic() {
        let rest = text.get(1..)?;
        return Some((Count::Letters, usize::from(first.to_ascii_uppercase() - b'A'), rest));
    }
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: usize = text.get(..n_digits).filter(|d| d.len() <= 2)?.parse().ok()?;
    Some((Count::Numbers, number.checked_sub(1)?, text.get(n_digits..)?))
}

/// What stands behind the sign after a label. Authors slip, so that many signs will do; where the
/// sign is common inside words and numbers, a blank has to follow.
fn behind_sign(rest: &str, count: Count) -> Option<&str> {
    let sign = rest.chars().next()?;
    let after = rest.get(sign.len_utf8()..)?;
    let has_blank = after.is_empty() || after.starts_with(char::is_whitespace);
    match sign {
        ')' => Some(after),
        '.' | ':' if count == Count::Letters || has_blank => Some(after),
        ';' | ',' | '-' if has_blank => Some(after),
        _ => None,
    }
}

/// Takes marks of a right option off the end of its text: `*`, `✓`, `(correct)`; and says whether
/// there were any, or the whole text is bold.
pub(super) fn marked(text: &str) -> (&str, bool) {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    for word in ["(correct)", "[correct]", "(right)", "(correct answer)"] {
        if lower.ends_with(word) {
            return (text.get(..text.len() - word.len()).unwrap_or(text).trim_end(), true);
        }
    }
    if let Some(bold) = text.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"))
        && !bold.is_empty()
        && !bold.contains("**")
    {
        return (bold.trim(), true);
    }
    let bare = text.trim_end_matches(MARKS).trim_end();
    let is_marked = bare.len() < text.len() && !bare.contains('*');
    if is_marked { (bare, true) } else { (text, false) }
}

/// The text without a label before it.
pub(super) fn unlabelled(text: &str) -> &str {
    labelled(text).map_or(text, |found| found.text)
}

/// Number and text of a stem with a number before it: `12.`, `Q12:`, `Question 12`, `NEW QUESTION 12`.
pub(super) fn numbered(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let rest = ["new question", "question", "frage", "q"]
        .iter()
        .find_map(|word| strip_word(line, word))
        .map(|rest| rest.trim_start_matches([' ', '#', '.', ':']));
    let text = rest.unwrap_or(line);
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number: usize =
        text.get(..n_digits).filter(|d| (1..=5).contains(&d.len()))?.parse().ok()?;
    let after = text.get(n_digits..)?;
    let behind = after.strip_prefix(['.', ')', ':', ';', ',', '-']);
    match behind {
        Some(text) if text.is_empty() || text.starts_with(char::is_whitespace) => {
            Some((number, text.trim()))
        }
        Some(text) if rest.is_some() || after.starts_with(')') => Some((number, text.trim())),
        None if rest.is_some() && (after.is_empty() || after.starts_with(char::is_whitespace)) => {
            Some((number, after.trim()))
        }
        _ => None,
    }
}

/// What stands behind a word at the beginning, in any case.
pub(super) fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| text.get(word.len()..)).flatten()
}
