//! The letters of a deck file: where its elements begin and end, and which line that is.

/// A file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// As named by the caller.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

fn broken(at: usize, message: &str, hint: &'static str) -> Broken {
    Broken { at, message: message.to_owned(), hint }
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

/// Line and column of a byte, both from 1, the column in characters.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Byte of a line and column as `ron` counts them (from 1, columns in characters).
pub(super) fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let ahead: usize = rest.chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
    (start + ahead).min(text.len())
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
        let mut is_escaped = false;
        for (offset, letter) in self.rest().char_indices().skip(1) {
            match letter {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => {
                    self.at = start + offset + 1;
                    return Ok(Token::Word(Span { start, end: self.at }));
                }
                _ => {}
            }
        }
        Err(broken(start, "This text has no closing quotation mark.", "Add “\"”."))
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
        let is_end = |c: char| c.is_whitespace() || "()[]{},:\"/".contains(c);
        let rest = self.rest();
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let length = rest.get(first..).and_then(|rest| rest.find(is_end)).map(|at| at + first);
        self.at = start + length.unwrap_or(rest.len());
        Token::Word(Span { start, end: self.at })
    }
}

/// The elements of a list.
pub(super) struct Elements {
    /// Whole elements.
    pub(super) whole: Vec<Span>,
    /// Where the element began in which a fault lies.
    pub(super) begun: Option<usize>,
    /// Where the list ends, or what is wrong.
    pub(super) end: Result<usize, Broken>,
}

/// The elements of the list whose bracket is open just before `at`; those before a fault included.
pub(super) fn elements(text: &str, at: usize) -> Elements {
    let mut walk = Walk { text, scanner: Scanner::new(text, at), open: Vec::new(), last: at };
    let mut elements = Elements { whole: Vec::new(), begun: None, end: Ok(at) };
    loop {
        match walk.step(&mut elements) {
            Ok(None) => {}
            Ok(Some(end)) => {
                elements.end = Ok(end);
                return elements;
            }
            Err(broken) => {
                elements.end = Err(broken);
                return elements;
            }
        }
    }
}

/// A walk along a list.
struct Walk<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    open: Vec<(u8, usize)>,
    last: usize,
}

impl Walk<'_> {
    /// Takes one token; gives the end of the list when it is reached.
    fn step(&mut self, elements: &mut Elements) -> Result<Option<usize>, Broken> {
        let (token, start) = self.scanner.next()?;
        match token {
            Token::End => {
                let at = self.open.last().map_or(self.text.len(), |(_, at)| *at);
                let hint = "Every bracket needs its partner; look at the items around here.";
                let message = "A bracket is not closed before the file ends.".to_owned();
                return Err(Broken { at, message, hint });
            }
            Token::Open(_) if self.open.len() >= MAX_DEPTH => {
                let message = format!("Brackets are nested deeper than {MAX_DEPTH}.");
                return Err(Broken { at: start, message, hint: "Decks need about ten." });
            }
            Token::Open(bracket) => {
                elements.begun.get_or_insert(start);
                self.open.push((bracket, start));
            }
            Token::Close(bracket) => match self.open.pop() {
                None => {
                    let last = self.last;
                    elements
                        .whole
                        .extend(elements.begun.take().map(|start| Span { start, end: last }));
                    return Ok(Some(self.scanner.at));
                }
                Some((partner, _)) if !is_pair(partner, bracket) => {
                    let (bracket, partner) = (char::from(bracket), char::from(partner));
                    let message = format!("“{bracket}” closes a “{partner}”.");
                    let hint = "A comma, a quotation mark or a bracket may be missing before it.";
                    return Err(Broken { at: start, message, hint });
                }
                Some(_) => {}
            },
            Token::Comma if self.open.is_empty() => {
                let last = self.last;
                elements.whole.extend(elements.begun.take().map(|start| Span { start, end: last }));
            }
            Token::Comma | Token::Colon => {}
            Token::Word(_) => {
                elements.begun.get_or_insert(start);
            }
        }
        self.last = self.scanner.at;
        Ok(None)
    }
}

fn is_pair(open: u8, close: u8) -> bool {
    matches!((open, close), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
}

/// Names of the fields of the struct at `span`, with where each begins; nothing for other values.
pub(super) fn fields(text: &str, span: Span) -> Vec<(&str, usize, Span)> {
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
        .whole
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
