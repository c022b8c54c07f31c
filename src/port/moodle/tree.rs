//! One question at a time as a small tree.

use base64::Engine as _;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::port::limits::XML_DEPTH;

/// An element with its text and children.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Node {
    pub(super) name: String,
    /// Line of its start, from 1.
    pub(super) line: usize,
    attributes: Vec<(String, String)>,
    text: String,
    pub(super) children: Vec<Node>,
}

impl Node {
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    pub(super) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Its own text, or that of its `<text>`.
    pub(super) fn text(&self) -> String {
        let own = self.child("text").map_or(self.text.as_str(), |text| text.text.as_str());
        own.trim().to_owned()
    }

    /// Text of a child.
    pub(super) fn get(&self, name: &str) -> String {
        self.child(name).map(Self::text).unwrap_or_default()
    }

    pub(super) fn tags(&self) -> Vec<String> {
        let tags =
            self.child("tags").map(|tags| tags.all("tag").map(Self::text).collect::<Vec<_>>());
        tags.unwrap_or_default().iter().map(|tag| tag.replace(' ', "_")).collect()
    }

    /// Files in it and below, decoded; none for damaged ones.
    pub(super) fn files(&self) -> Vec<(String, Option<Vec<u8>>)> {
        let mut found = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            if node.name == "file" {
                let engine = base64::engine::general_purpose::STANDARD;
                let bare: String = node.text.split_whitespace().collect();
                found.push((node.attribute("name").to_owned(), engine.decode(bare).ok()));
            }
            open.extend(&node.children);
        }
        found
    }

    /// Its texts, for the report.
    pub(super) fn plain(&self) -> String {
        let title = self.get("name");
        let stem = self.get("questiontext");
        format!("{title}\n{stem}").trim().to_owned()
    }
}

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    Doctype,
    Deep,
    Broken(String),
}

/// The questions of a quiz.
pub(super) struct Questions<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    is_over: bool,
    /// Bytes and lines counted so far.
    counted: (usize, usize),
}

impl<'t> Questions<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Self { text, reader, is_over: false, counted: (0, 1) }
    }

    fn line(&mut self) -> usize {
        let at = (self.reader.buffer_position() as usize).min(self.text.len());
        let (from, line) = self.counted;
        let piece = self.text.as_bytes().get(from..at).unwrap_or_default();
        let line = line + memchr::memchr_iter(b'\n', piece).count();
        self.counted = (at.max(from), line);
        line
    }

    fn question(&mut self) -> Result<Option<Node>, Fault> {
        let mut open: Vec<Node> = Vec::new();
        let mut n_around = 0_usize;
        loop {
            let event =
                self.reader.read_event().map_err(|error| Fault::Broken(error.to_string()))?;
            match event {
                Event::Eof if open.is_empty() && n_around == 0 => return Ok(None),
                Event::Eof if open.is_empty() => return Ok(None),
                Event::Eof => return Err(Fault::Broken("it ends inside a question".to_owned())),
                Event::DocType(inner) if inner.contains('[') => return Err(Fault::Doctype),
                Event::Start(start) => {
                    let line = self.line();
                    let node = node(&start, line);
                    if open.is_empty() && node.name != "question" {
                        n_around += 1;
                        continue;
                    }
                    if open.len() >= XML_DEPTH {
                        return Err(Fault::Deep);
                    }
                    open.push(node);
                }
                Event::Empty(start) => {
                    let line = self.line();
                    let node = node(&start, line);
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(node);
                    }
                }
                Event::End(_) => match open.pop() {
                    Some(node) => match open.last_mut() {
                        Some(parent) => parent.children.push(node),
                        None => return Ok(Some(node)),
                    },
                    None => n_around = n_around.saturating_sub(1),
                },
                Event::Text(text) => add(&mut open, &text),
                Event::CData(text) => add(&mut open, &text),
                Event::GeneralRef(name) => add(&mut open, &entity(&name)),
                _ => {}
            }
        }
    }
}

fn add(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// The five predefined entities and numeric ones; others stand as they are.
fn entity(name: &str) -> String {
    let number = name.strip_prefix('#').and_then(|digits| {
        let code = match digits.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => digits.parse().ok(),
        };
        code.and_then(char::from_u32)
    });
    match (number, name) {
        (Some(letter), _) => letter.to_string(),
        (None, "amp") => "&".to_owned(),
        (None, "lt") => "<".to_owned(),
        (None, "gt") => ">".to_owned(),
        (None, "quot") => "\"".to_owned(),
        (None, "apos") => "'".to_owned(),
        (None, name) => format!("&{name};"),
    }
}

fn node(start: &BytesStart<'_>, line: usize) -> Node {
    let name = start.name().as_ref().to_owned();
    let attributes = start.attributes().filter_map(Result::ok).map(|attribute| {
        let key = attribute.key.as_ref().to_owned();
        (key, attribute.value.replace("&amp;", "&"))
    });
    Node { name, line, attributes: attributes.collect(), ..Node::default() }
}

impl Iterator for Questions<'_> {
    type Item = Result<Node, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.question() {
            Ok(Some(node)) => Some(Ok(node)),
            Ok(None) => {
                self.is_over = true;
                // The root has to be closed: a cut file is not taken in part.
                let is_closed = self.text.trim_end().ends_with("</quiz>")
                    || self.text.trim_end().ends_with("-->")
                    || self.text.trim_end().ends_with("<quiz/>");
                (!is_closed).then(|| Err(Fault::Broken("its end is missing".to_owned())))
            }
            Err(fault) => {
                self.is_over = true;
                Some(Err(fault))
            }
        }
    }
}
