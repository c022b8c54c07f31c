//! The letters of a deck file: where its elements begin and end, and which line that is.

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// As named by the caller.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Deepest nesting of brackets that is read.
const MAX_DEPTH: usize = 64;

/// One element of a list, as a range of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What is wrong with the letters of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) hint: &'static str,
}

/// Where the lines of a text begin, so that places are found without counting from the top.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { starts: std::iter::once(0).chain(ends).collect() }
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub(super) fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let before = text.get(start..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}

/// Byte of a line and column as `ron` counts them (from 1, columns in characters).
pub(super) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let ahead: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    (start + ahead).min(text.len())
}

fn broken(at: usize, message: &str, hint: &'static str) -> Broken {
    Broken { at, message: message.to_owned(), hint }
}

/// Reads a file letter by letter, strings and comments as wholes.
pub(super) struct Scanner<'a> {
    text: &'a str,
    pub(super) at: usize,
}

/// What the scanner met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Open(u8),
    Close(u8),
    Comma,
    Colon,
    /// A name, number or string.
    Word(Span),
    End,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next token and where it begins.
    pub(super) fn next(&mut self) -> Result<(Token, usize), Broken> {
        self.skip_blank()?;
        let start = self.at;
        let Some(letter) = self.rest().bytes().next() else { return Ok((Token::End, start)) };
        let token = match letter {
            b'(' | b'[' | b'{' => self.single(Token::Open(letter)),
            b')' | b']' | b'}' => self.single(Token::Close(letter)),
            b',' => self.single(Token::Comma),
            b':' => self.single(Token::Colon),
            b'"' => self.string(start)?,
            b'r' if self.is_raw() => self.raw(start)?,
            b'\'' => self.letter(start),
            _ => self.word(start),
        };
        Ok((token, start))
    }

    fn single(&mut self, token: Token) -> Token {
        self.at += 1;
        token
    }

    fn skip_blank(&mut self) -> Result<(), Broken> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            if trimmed.starts_with("//") {
                self.at += trimmed.find('\n').unwrap_or(trimmed.len());
            } else if trimmed.starts_with("/*") {
                self.at += self.comment(trimmed)?;
            } else {
                return Ok(());
            }
        }
    }

    /// Length of a block comment, others inside it included.
    fn comment(&self, text: &str) -> Result<usize, Broken> {
        let (mut depth, mut at) = (0_usize, 0_usize);
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            if rest.starts_with("/*") {
                depth += 1;
                at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Ok(at);
                }
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        Err(broken(self.at, "This comment is not closed.", "Add “*/”."))
    }

    fn string(&mut self, start: usize) -> Result<Token, Broken> {
        let bytes = self.rest().as_bytes();
        let mut at = 1;
        while let Some(rest) = bytes.get(at..)
            && let Some(found) = memchr::memchr2(b'"', b'\\', rest)
        {
            at += found + 1;
            if rest.get(found) == Some(&b'"') {
                self.at = start + at;
                return Ok(Token::Word(Span { start, end: self.at }));
            }
            // What the backslash stands before; the rest of a long letter is no mark.
            at += 1;
        }
        Err(broken(start, "This text has no closing quotation mark.", "Add “\"”."))
    }

    /// A letter in single quotation marks; a mark alone is a word.
    fn letter(&mut self, start: usize) -> Token {
        let mut letters = self.rest().char_indices().skip(1);
        let end = match letters.next() {
            Some((_, '\\')) => letters.skip(1).take(11).find(|(_, letter)| *letter == '\''),
            Some(_) => letters.next().filter(|(_, letter)| *letter == '\''),
            None => None,
        };
        match end {
            Some((offset, _)) => {
                self.at = start + offset + 1;
                Token::Word(Span { start, end: self.at })
            }
            None => self.word(start),
        }
    }

    fn is_raw(&self) -> bool {
        let after = self.rest().get(1..).unwrap_or_default();
        after.trim_start_matches('#').starts_with('"')
    }

    fn raw(&mut self, start: usize) -> Result<Token, Broken> {
        let body = self.rest().get(1..).unwrap_or_default();
        let marks = body.len() - body.trim_start_matches('#').len();
        let close = format!("\"{}", "#".repeat(marks));
        let inner = start + 1 + marks + 1;
        let found = self.text.get(inner..).and_then(|text| text.find(&close));
        let Some(found) = found else {
            let hint = "A raw text ends with a quotation mark and as many # as it began with.";
            return Err(broken(start, "This raw text is not closed.", hint));
        };
        self.at = inner + found + close.len();
        Ok(Token::Word(Span { start, end: self.at }))
    }

    fn word(&mut self, start: usize) -> Token {
        let is_end = |c: char| {
            c.is_whitespace()
                || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '"' | '/')
        };
        let rest = self.rest();
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length = rest.get(first..).and_then(|rest| rest.find(is_end)).map(|at| at + first);
        self.at = start + length.unwrap_or(rest.len());
        Token::Word(Span { start, end: self.at })
    }
}

/// The elements of a list or struct.
#[derive(Debug)]
pub(super) struct Elements {
    /// Each without its comma; those before a fault are there too.
    pub(super) spans: Vec<Span>,
    /// Where commas are missing between elements.
    pub(super) gaps: Vec<usize>,
    /// Where an element begins that a fault left unfinished.
    pub(super) unfinished: Option<usize>,
    /// Where the list ends, its bracket included, or what broke it.
    pub(super) end: Result<usize, Broken>,
}

/// The elements of the list whose bracket is open just before `at`.
pub(super) fn elements(text: &str, at: usize) -> Elements {
    let mut cutter = Cutter {
        scanner: Scanner::new(text, at),
        spans: Vec::new(),
        gaps: Vec::new(),
        open: Vec::new(),
        begun: None,
        last: at,
        has_closed: false,
    };
    let end = loop {
        match cutter.step() {
            Ok(None) => {}
            Ok(Some(end)) => break Ok(end),
            Err(broken) => break Err(broken),
        }
    };
    Elements { spans: cutter.spans, gaps: cutter.gaps, unfinished: cutter.begun, end }
}

/// Cuts a list into elements, token by token.
struct Cutter<'a> {
    scanner: Scanner<'a>,
    spans: Vec<Span>,
    gaps: Vec<usize>,
    open: Vec<(u8, usize)>,
    begun: Option<usize>,
    last: usize,
    /// Whether the token before closed a bracket of the element itself.
    has_closed: bool,
}

impl Cutter<'_> {
    /// Takes one token; gives the end of the list when it is reached.
    fn step(&mut self) -> Result<Option<usize>, Broken> {
        let (token, start) = self.scanner.next()?;
        let had_closed = std::mem::replace(&mut self.has_closed, false);
        match token {
            Token::End => return Err(self.unclosed()),
            Token::Open(_) if self.open.len() >= MAX_DEPTH => {
                let message = format!("Brackets are nested deeper than {MAX_DEPTH}.");
                return Err(Broken { at: start, message, hint: "Decks need about ten." });
            }
            Token::Open(bracket) => {
                self.begun.get_or_insert(start);
                self.open.push((bracket, start));
            }
            Token::Close(bracket) => match self.open.pop() {
                None => {
                    self.finish();
                    return Ok(Some(self.scanner.at));
                }
                Some((partner, at)) if !is_pair(partner, bracket) => {
                    return Err(mismatch(self.scanner.text, (partner, at), (bracket, start)));
                }
                Some(_) => self.has_closed = self.open.is_empty(),
            },
            Token::Comma if self.open.is_empty() => self.finish(),
            Token::Comma | Token::Colon => {}
            Token::Word(_) => {
                if had_closed {
                    self.gaps.push(start);
                    self.finish();
                }
                self.begun.get_or_insert(start);
            }
        }
        self.last = self.scanner.at;
        Ok(None)
    }

    fn finish(&mut self) {
        let end = self.last;
        self.spans.extend(self.begun.take().map(|start| Span { start, end }));
    }

    fn unclosed(&self) -> Broken {
        let at = self.open.last().map_or(self.scanner.text.len(), |(_, at)| *at);
        Broken {
            at,
            message: "A bracket is not closed before the file ends.".to_owned(),
            hint: "Every bracket needs its partner; look at the items around here.",
        }
    }
}

fn mismatch(text: &str, (partner, opened): (u8, usize), (bracket, at): (u8, usize)) -> Broken {
    let (line, column) = Lines::of(text).place(text, opened);
    let (bracket, partner) = (char::from(bracket), char::from(partner));
    Broken {
        at,
        message: format!("“{bracket}” closes the “{partner}” of line {line}, column {column}."),
        hint: "A comma, a quotation mark or a bracket may be missing before it.",
    }
}

fn is_pair(open: u8, close: u8) -> bool {
    matches!((open, close), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
}

/// A field of a struct: its name, where it begins, its value.
pub(super) type Field<'a> = (&'a str, usize, Span);

/// The fields of the struct at `span`; nothing for other values.
pub(super) fn fields(text: &str, span: Span) -> Vec<Field<'_>> {
    let mut scanner = Scanner::new(text, span.start);
    let is_struct = match scanner.next() {
        Ok((Token::Open(b'('), _)) => true,
        Ok((Token::Word(_), _)) => matches!(scanner.next(), Ok((Token::Open(b'('), _))),
        _ => false,
    };
    if !is_struct {
        return Vec::new();
    }
    elements(text, scanner.at)
        .spans
        .into_iter()
        .filter_map(|part| {
            let mut inner = Scanner::new(text, part.start);
            let (Token::Word(name), start) = inner.next().ok()? else { return None };
            let (Token::Colon, _) = inner.next().ok()? else { return None };
            let value = Span { start: inner.at, end: part.end };
            Some((text.get(name.start..name.end)?, start, value))
        })
        .collect()
}

/// At most `limit` letters of a text, for messages.
pub(super) fn clip(text: &str, limit: usize) -> String {
    let mut letters = text.chars();
    let mut clipped: String = letters.by_ref().take(limit).collect();
    if letters.next().is_some() {
        clipped.push('…');
    }
    clipped
}
