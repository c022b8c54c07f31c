//! Backslashes before what would mean something in Markdown; only there, so that text stays readable.

/// The text so that Markdown shows it as it stands; it begins a line.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        escape_into(line, Place::LineStart, &mut out);
    }
    out
}

/// Where a stretch of text will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    LineStart,
    Inside,
    Cell,
}

const MARKS: [char; 10] = ['\\', '*', '_', '`', ']', '<', '&', '~', '^', '|'];

/// Appends `text`, one line, escaped.
pub(super) fn escape_into(text: &str, place: Place, out: &mut String) {
    let text = if place == Place::LineStart { line_start(text, out) } else { text };
    if !text.contains(MARKS) {
        out.push_str(text);
        return;
    }
    let is_pair = |mark: char| text.matches(mark).nth(1).is_some();
    let (has_tildes, has_carets) = (is_pair('~'), is_pair('^'));
    let mut before: Option<char> = out.chars().next_back();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map(|(_, next)| *next);
        let is_alone = is_blank(before) && is_blank(after);
        let needs_escape = match letter {
            '\\' => after.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => !is_alone,
            '_' => !(is_alone || is_word(before) && is_word(after)),
            '`' => true,
            ']' => after == Some('('),
            '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '&' => is_entity(text.get(at + 1..).unwrap_or_default()),
            '~' => has_tildes && !is_alone,
            '^' => has_carets && !is_alone,
            '|' => place == Place::Cell,
            _ => false,
        };
        if needs_escape {
            out.push('\\');
        }
        out.push(letter);
        before = Some(letter);
    }
}

fn is_blank(letter: Option<char>) -> bool {
    letter.is_none_or(char::is_whitespace)
}

fn is_word(letter: Option<char>) -> bool {
    letter.is_some_and(char::is_alphanumeric)
}

fn is_entity(after: &str) -> bool {
    let name = after.strip_prefix('#').unwrap_or(after);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    (1..=32).contains(&length) && name.as_bytes().get(length) == Some(&b';')
}

/// Writes the escaped mark that would make the line a list, heading or the like; gives the rest.
fn line_start<'a>(text: &'a str, out: &mut String) -> &'a str {
    let Some(first) = text.chars().next() else { return text };
    let rest = text.get(first.len_utf8()..).unwrap_or_default();
    let is_rule = matches!(first, '-' | '=' | '+') && text.trim_end().chars().all(|c| c == first);
    let ends_mark = rest.is_empty() || rest.starts_with(' ');
    let needs_escape = match first {
        '#' => {
            let after = rest.trim_start_matches('#');
            after.is_empty() || after.starts_with(' ')
        }
        '>' | '|' => true,
        '-' | '+' | '*' => ends_mark || is_rule,
        '=' => is_rule,
        _ => false,
    };
    if needs_escape {
        out.push('\\');
        out.push(first);
        return rest;
    }
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = text.get(n_digits..).unwrap_or_default();
    let is_item = (1..=9).contains(&n_digits)
        && after.starts_with(['.', ')'])
        && after.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    if is_item {
        let (number, mark) = text.split_at(n_digits);
        out.push_str(number);
        out.push('\\');
        out.push_str(mark.get(..1).unwrap_or_default());
        return mark.get(1..).unwrap_or_default();
    }
    text
}
