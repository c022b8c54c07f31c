//! Cutting GIFT into records.

/// One record of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Record {
    /// Line of its first letter, from 1.
    pub(super) line: usize,
    /// As it stands in the file.
    pub(super) raw: String,
    /// Without comments.
    pub(super) text: String,
    /// Categories above it, outermost first.
    pub(super) category: Vec<String>,
    pub(super) id: String,
    pub(super) tags: Vec<String>,
    pub(super) is_broken: bool,
}

/// Cuts at blank lines outside braces and at `$CATEGORY:` lines.
pub(super) fn records(text: &str) -> Vec<Record> {
    let lines: Vec<&str> = text.lines().collect();
    let mut cutter = Cutter::default();
    for (place, line) in lines.iter().enumerate() {
        let rest = lines.get(place + 1..).unwrap_or_default();
        cutter.line(place + 1, line, rest);
    }
    cutter.end();
    cutter.found
}

#[derive(Default)]
struct Cutter {
    found: Vec<Record>,
    open: Record,
    category: Vec<String>,
    depth: usize,
}

impl Cutter {
    fn line(&mut self, number: usize, line: &str, rest: &[&str]) {
        let trimmed = line.trim();
        if let Some(path) = trimmed.strip_prefix("$CATEGORY:") {
            self.end();
            self.category = category(path);
            return;
        }
        if let Some(comment) = trimmed.strip_prefix("//") {
            self.comment(comment);
            return;
        }
        if trimmed.is_empty() {
            let goes_on = self.depth > 0 && closes_soon(rest);
            if goes_on {
                self.open.text.push('\n');
            } else {
                self.end();
            }
            return;
        }
        if self.open.text.trim().is_empty() {
            self.open.line = number;
        }
        for other in [&mut self.open.text, &mut self.open.raw] {
            other.push_str(line);
            other.push('\n');
        }
        self.depth = depth_after(self.depth, line);
    }

    fn comment(&mut self, comment: &str) {
        for (sign, rest) in comment.match_indices('[').map(|(at, _)| comment.split_at(at)) {
            let inner = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            let Some((inner, _)) = inner.filter(|_| !sign.ends_with('\\')) else { continue };
            if let Some(id) = inner.strip_prefix("id:") {
                id.trim().clone_into(&mut self.open.id);
            } else if let Some(tag) = inner.strip_prefix("tag:") {
                self.open.tags.push(tag.trim().replace(' ', "_"));
            }
        }
    }

    fn end(&mut self) {
        let mut record = std::mem::take(&mut self.open);
        record.is_broken = self.depth > 0 || !is_balanced(&record.text);
        self.depth = 0;
        if record.text.trim().is_empty() {
            // A comment above a blank line says nothing about the next record.
            return;
        }
        record.category.clone_from(&self.category);
        record.raw.truncate(record.raw.trim_end().len());
        self.found.push(record);
    }
}

/// `$course$/top/A/B` as levels; `//` is a slash.
fn category(path: &str) -> Vec<String> {
    let guarded = path.trim().replace("//", "\u{fdd0}");
    let parts = guarded.split('/').map(|part| part.replace('\u{fdd0}', "/"));
    let parts = parts.map(|part| part.trim().to_owned());
    let is_root = |part: &String| {
        part.is_empty() || part == "top" || (part.starts_with('$') && part.ends_with('$'))
    };
    parts.skip_while(is_root).filter(|part| !part.is_empty()).collect()
}

/// Whether the open brace is closed before anything that begins a new record.
fn closes_soon(rest: &[&str]) -> bool {
    for line in rest {
        let trimmed = line.trim_start();
        if trimmed.starts_with("::") || trimmed.starts_with("$CATEGORY:") {
            return false;
        }
        if trimmed.starts_with("//") {
            continue;
        }
        for (at, sign) in line.match_indices(['{', '}']) {
            if !is_escaped(line, at) {
                return sign == "}";
            }
        }
    }
    false
}

/// Whether an odd number of backslashes stands before this byte.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

fn depth_after(mut depth: usize, line: &str) -> usize {
    for (at, sign) in line.match_indices(['{', '}']) {
        if !is_escaped(line, at) {
            depth = if sign == "{" { depth + 1 } else { depth.saturating_sub(1) };
        }
    }
    depth
}

/// At most one pair of braces, in order.
fn is_balanced(text: &str) -> bool {
    let signs: String = text
        .match_indices(['{', '}'])
        .filter(|(at, _)| !is_escaped(text, *at))
        .map(|(_, sign)| sign)
        .collect();
    signs.is_empty() || signs == "{}"
}

/// Text before the braces, inside and behind.
pub(super) fn split(text: &str) -> Option<(&str, &str, &str)> {
    let find = |sign: char, from: usize| {
        let rest = text.get(from..)?;
        let found = rest.match_indices(sign).find(|(at, _)| !is_escaped(text, from + at));
        found.map(|(at, _)| from + at)
    };
    let open = find('{', 0)?;
    let close = find('}', open)?;
    Some((text.get(..open)?, text.get(open + 1..close)?, text.get(close + 1..)?))
}

/// The text with its escapes resolved.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek().copied()) {
            ('\\', Some(next)) if "~=#{}:\\".contains(next) => {
                out.push(next);
                letters.next();
            }
            ('\\', Some('n')) => {
                out.push('\n');
                letters.next();
            }
            _ => out.push(letter),
        }
    }
    out
}
