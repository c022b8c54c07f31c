//! Texts with gaps (`{{c1::hidden::hint}}`) and with menus (`[[a|*b|c]]`).

/// A piece of a text with gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text between gaps.
    Text(String),
    /// The gap that is asked.
    Gap {
        /// What it hides.
        hidden: String,
        /// A help to recall it.
        hint: Option<String>,
    },
    /// A gap with another number: shown filled in.
    Revealed(String),
}

/// A piece of a text with menus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DropSegment {
    /// Text between menus.
    Text(String),
    /// A menu.
    Blank {
        /// What is offered, in file order.
        choices: Vec<String>,
        /// Index of the right choice.
        key: usize,
    },
}

/// A gap as found in the text.
struct Mark<'a> {
    before: &'a str,
    number: u16,
    hidden: &'a str,
    hint: Option<&'a str>,
    after: &'a str,
}

/// Cuts a text at its gaps; the gaps numbered `number` are the ones asked.
///
/// A mark that is not closed is text. A gap inside a gap belongs to the outer one when that is asked.
pub fn cloze_segments(text: &str, number: u16) -> Vec<Segment> {
    let mut segments = Vec::new();
    collect(text, number, false, &mut segments);
    segments
}

/// Gives the text with every gap filled in.
pub fn cloze_plain(text: &str) -> String {
    cloze_segments(text, u16::MAX)
        .into_iter()
        .map(|segment| match segment {
            Segment::Text(text) | Segment::Revealed(text) => text,
            Segment::Gap { hidden, .. } => hidden,
        })
        .collect()
}

fn collect(text: &str, number: u16, is_inside: bool, segments: &mut Vec<Segment>) {
    let plain = |text: &str, segments: &mut Vec<Segment>| {
        if !text.is_empty() {
            let text = text.to_owned();
            segments.push(if is_inside { Segment::Revealed(text) } else { Segment::Text(text) });
        }
    };
    let mut rest = text;
    while let Some(mark) = next_mark(rest) {
        plain(mark.before, segments);
        if mark.number == number {
            segments.push(Segment::Gap {
                hidden: cloze_plain(mark.hidden),
                hint: mark.hint.map(str::to_owned),
            });
        } else {
            collect(mark.hidden, number, true, segments);
        }
        rest = mark.after;
    }
    plain(rest, segments);
}

fn next_mark(text: &str) -> Option<Mark<'_>> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find("{{c")?;
        if let Some(mark) = mark_at(text, start) {
            return Some(mark);
        }
        from = start + 3;
    }
}

fn mark_at(text: &str, start: usize) -> Option<Mark<'_>> {
    let (number, inner) = text.get(start + 3..)?.split_once("::")?;
    let number: u16 = number.parse().ok()?;
    let end = closing(inner)?;
    let (hidden, hint) = split_hint(inner.get(..end)?);
    Some(Mark {
        before: text.get(..start)?,
        number,
        hidden,
        hint: hint.filter(|hint| !hint.is_empty()),
        after: inner.get(end + 2..)?,
    })
}

/// Place of the `}}` that closes, braces inside (`\frac{a}{b}`) paired off.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut bytes = text.bytes().enumerate().peekable();
    while let Some((index, byte)) = bytes.next() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth > 0 => depth -= 1,
            b'}' if bytes.peek().is_some_and(|(_, next)| *next == b'}') => return Some(index),
            _ => {}
        }
    }
    None
}

/// Splits at the first `::` that is not inside a gap of its own.
fn split_hint(inner: &str) -> (&str, Option<&str>) {
    let mut depth = 0_usize;
    for (index, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b':' if depth == 0 && inner.get(index..index + 2) == Some("::") => {
                let (hidden, hint) = inner.split_at(index);
                return (hidden, hint.get(2..));
            }
            _ => {}
        }
    }
    (inner, None)
}

/// Cuts a text at its menus. Brackets without a starred choice, or with one choice only, are text.
pub fn dropdown_segments(text: &str) -> Vec<DropSegment> {
    let mut segments = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, opened)) = rest.split_once("[[") {
        plain.push_str(before);
        let blank = opened
            .split_once("]]")
            .and_then(|(inner, after)| blank(inner).map(|blank| (blank, after)));
        if let Some((blank, after)) = blank {
            if !plain.is_empty() {
                segments.push(DropSegment::Text(std::mem::take(&mut plain)));
            }
            segments.push(blank);
            rest = after;
        } else {
            plain.push_str("[[");
            rest = opened;
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        segments.push(DropSegment::Text(plain));
    }
    segments
}

fn blank(inner: &str) -> Option<DropSegment> {
    let choices: Vec<&str> = inner.split('|').map(str::trim).collect();
    let key = choices.iter().position(|choice| choice.starts_with('*'))?;
    let is_menu = choices.len() > 1;
    let choices = choices
        .iter()
        .enumerate()
        .map(|(index, choice)| match choice.strip_prefix('*') {
            Some(text) if index == key => text.trim_start().to_owned(),
            _ => (*choice).to_owned(),
        })
        .collect();
    is_menu.then_some(DropSegment::Blank { choices, key })
}
