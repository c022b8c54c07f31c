//! Numbers as learners type them.

/// A number that was typed, and whether a per cent sign stood behind it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typed {
    /// The number as it stands: 25 for "25%".
    pub value: f64,
    /// Whether it bore a per cent sign.
    pub is_percent: bool,
}

/// Signs that stand for money and say nothing about the number.
const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// Longest text that is looked at, in bytes.
const MAX_BYTES: usize = 64;

/// Reads `1,250.5`, `25%`, `$ 1 250`, `−3`, `12,5`; none for anything else.
///
/// A comma before exactly three digits separates thousands; a single other comma is a decimal one.
pub fn parse_number(text: &str) -> Option<Typed> {
    parse_with_unit(text, "")
}

/// Reads a number that may be followed by `unit`, such as "12 days" for the unit "days".
pub fn parse_with_unit(text: &str, unit: &str) -> Option<Typed> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let mut rest = strip_unit(text.trim(), unit.trim());
    let mut is_percent = false;
    if let Some(before) = rest.strip_suffix('%') {
        is_percent = true;
        rest = before.trim_end();
    }
    let mut is_negative = None;
    let mut has_currency = false;
    // Sign and currency stand in either order, each once: "-$5" and "$-5".
    loop {
        let mut letters = rest.chars();
        match letters.next()? {
            '-' | '\u{2212}' | '\u{2013}' if is_negative.is_none() => is_negative = Some(true),
            '+' if is_negative.is_none() => is_negative = Some(false),
            sign if CURRENCIES.contains(&sign) && !has_currency => has_currency = true,
            _ => break,
        }
        rest = letters.as_str().trim_start();
    }
    if let Some(before) = rest.strip_suffix(CURRENCIES).filter(|_| !has_currency) {
        rest = before.trim_end();
    }
    let value: f64 = plain_digits(rest)?.parse().ok()?;
    let value = if is_negative == Some(true) { -value } else { value };
    Some(Typed { value, is_percent })
}

/// Takes the unit off the end, whatever its case. A per cent sign stays: it is read as a sign.
fn strip_unit<'a>(text: &'a str, unit: &str) -> &'a str {
    let cut = text.len().saturating_sub(unit.len());
    match (text.get(..cut), text.get(cut..)) {
        (Some(before), Some(end))
            if !unit.is_empty() && !unit.contains('%') && end.eq_ignore_ascii_case(unit) =>
        {
            before.trim_end()
        }
        _ => text,
    }
}

/// Digits with at most one point, separators taken out; none when it is no number.
fn plain_digits(text: &str) -> Option<String> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole.to_owned(), fraction),
        None => match text.split_once(',') {
            Some((whole, fraction)) if is_decimal_comma(whole, fraction) => {
                (whole.to_owned(), fraction)
            }
            _ => (text.to_owned(), ""),
        },
    };
    let whole = join_groups(&whole)?;
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    (!whole.is_empty() || !fraction.is_empty()).then(|| format!("0{whole}.{fraction}0"))
}

/// Whether the only comma is a decimal one: "12,5" and "0,125", but not "1,250".
fn is_decimal_comma(whole: &str, fraction: &str) -> bool {
    !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
        && (fraction.len() != 3 || whole == "0" || whole.is_empty() || whole.len() > 3)
}

/// Takes out one kind of separator between groups of three digits.
fn join_groups(text: &str) -> Option<String> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit());
    let Some(separator) = separator else { return Some(text.to_owned()) };
    if !matches!(separator, ',' | '\'' | '\u{2019}') && !separator.is_whitespace() {
        return None;
    }
    let groups: Vec<&str> = text.split(separator).collect();
    let is_grouped = groups.iter().enumerate().all(|(index, group)| {
        group.bytes().all(|byte| byte.is_ascii_digit())
            && if index == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 }
    });
    is_grouped.then(|| groups.concat())
}
