//! Our Markdown as HTML for other programs. No script, no style, everything else escaped.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::domain::figure::{Part, has_figure, parts};
use crate::port::figure::svg;

/// Which names of media exist and what they are called over there.
pub trait MediaNames {
    /// The name to write for the file `name` of our `media/`; none if there is no such file.
    fn name(&self, name: &str) -> Option<String>;
}

impl MediaNames for () {
    fn name(&self, _: &str) -> Option<String> {
        None
    }
}

/// Media that keep their names.
#[derive(Debug, Clone, Copy, Default)]
pub struct SameNames;

impl MediaNames for SameNames {
    fn name(&self, name: &str) -> Option<String> {
        Some(name.to_owned())
    }
}

/// Converts our Markdown to HTML. Line ends stay line ends; figures become drawings in place.
pub fn from_markdown(markdown: &str, media: &dyn MediaNames) -> String {
    if !has_figure(markdown) {
        return of_text(markdown, media);
    }
    let pieces = parts(markdown).into_iter().map(|part| match part {
        Part::Text(text) => of_text(text.trim(), media),
        Part::Figure(_, Ok(figure)) => format!("<br>{}<br>", svg(&figure).replace('\n', "")),
        Part::Figure(source, Err(_)) => of_text(source, media),
    });
    pieces.collect()
}

fn of_text(markdown: &str, media: &dyn MediaNames) -> String {
    let mut writer = Writer::new(media);
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.finish()
}

struct Writer<'a> {
    out: String,
    media: &'a dyn MediaNames,
    /// Whether a paragraph was written that the next block has to be parted from.
    n_blocks: usize,
    /// Blocks that paragraphs stand in without tags of their own: tight list items, cells.
    n_inline: usize,
    is_head: bool,
    /// Text of a picture's description, which is an attribute.
    alt: Option<(String, String)>,
}

impl<'a> Writer<'a> {
    fn new(media: &'a dyn MediaNames) -> Self {
        Self { out: String::new(), media, n_blocks: 0, n_inline: 0, is_head: false, alt: None }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::Code(code) => {
                self.out.push_str("<code>");
                escape(&code, &mut self.out);
                self.out.push_str("</code>");
            }
            Event::SoftBreak | Event::HardBreak => self.out.push_str("<br>"),
            Event::Rule => self.out.push_str("<hr>"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.alt {
            Some((_, alt)) => alt.push_str(text),
            None => scripts(text, &mut self.out),
        }
    }

    fn open(&mut self, tag: &str) {
        self.n_blocks += 1;
        self.out.push_str(tag);
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph if self.n_inline > 0 => {}
            Tag::Paragraph => self.open("<p>"),
            Tag::Heading { .. } => self.open("<p><b>"),
            Tag::BlockQuote(_) => self.open("<blockquote>"),
            Tag::CodeBlock(_) => self.open("<pre><code>"),
            Tag::List(None) => self.open("<ul>"),
            Tag::List(Some(1)) => self.open("<ol>"),
            Tag::List(Some(start)) => self.open(&format!("<ol start=\"{start}\">")),
            Tag::Item => {
                self.n_inline += 1;
                self.out.push_str("<li>");
            }
            Tag::Table(_) => self.open("<table>"),
            Tag::TableHead => {
                self.is_head = true;
                self.out.push_str("<tr>");
            }
            Tag::TableRow => self.out.push_str("<tr>"),
            Tag::TableCell => self.out.push_str(if self.is_head { "<th>" } else { "<td>" }),
            Tag::Emphasis => self.out.push_str("<i>"),
            Tag::Strong => self.out.push_str("<b>"),
            Tag::Link { dest_url, .. } => self.link(&dest_url),
            Tag::Image { dest_url, .. } => self.alt = Some((dest_url.to_string(), String::new())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        let text = match tag {
            TagEnd::Paragraph if self.n_inline > 0 => "",
            TagEnd::Paragraph => "</p>",
            TagEnd::Heading(_) => "</b></p>",
            TagEnd::BlockQuote(_) => "</blockquote>",
            TagEnd::CodeBlock => "</code></pre>",
            TagEnd::List(true) => "</ol>",
            TagEnd::List(false) => "</ul>",
            TagEnd::Item => {
                self.n_inline = self.n_inline.saturating_sub(1);
                "</li>"
            }
            TagEnd::Table => "</table>",
            TagEnd::TableHead => {
                self.is_head = false;
                "</tr>"
            }
            TagEnd::TableRow => "</tr>",
            TagEnd::TableCell => {
                if self.is_head {
                    "</th>"
                } else {
                    "</td>"
                }
            }
            TagEnd::Emphasis => "</i>",
            TagEnd::Strong => "</b>",
            TagEnd::Link => "</a>",
            TagEnd::Image => return self.image(),
            _ => "",
        };
        self.out.push_str(text);
    }

    fn link(&mut self, address: &str) {
        let is_safe =
            ["http://", "https://", "mailto:"].iter().any(|good| address.starts_with(good));
        self.out.push_str("<a href=\"");
        escape(if is_safe { address } else { "" }, &mut self.out);
        self.out.push_str("\">");
    }

    fn image(&mut self) {
        let Some((address, alt)) = self.alt.take() else { return };
        let name = address.strip_prefix("media/").unwrap_or(&address);
        let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        let name = self.media.name(&name).unwrap_or_else(|| name.into_owned());
        self.out.push_str("<img src=\"");
        escape(&name, &mut self.out);
        self.out.push_str("\" alt=\"");
        escape(&alt, &mut self.out);
        self.out.push_str("\">");
    }

    /// A single paragraph needs no tags around it; sounds get their own sign back.
    fn finish(self) -> String {
        let single = (self.n_blocks == 1)
            .then(|| self.out.strip_prefix("<p>").and_then(|out| out.strip_suffix("</p>")))
            .flatten();
        let out = single.map_or(self.out.as_str(), |single| single);
        with_sounds(out, self.media)
    }
}

/// Appends text; `~2~` and `^2^` without blanks inside are set low and high, also within a word.
fn scripts(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['~', '^']) {
        let (before, here) = rest.split_at(at);
        escape(before, out);
        let mark = here.get(..1).unwrap_or_default();
        let after = here.get(1..).unwrap_or_default();
        let inner = after.split_once(mark).filter(|(inner, _)| {
            !inner.is_empty() && !inner.contains(|c: char| c.is_ascii_whitespace())
        });
        let tag = if mark == "~" { "sub" } else { "sup" };
        if let Some((inner, after)) = inner {
            out.extend(["<", tag, ">"]);
            escape(inner, out);
            out.extend(["</", tag, ">"]);
            rest = after;
        } else {
            out.push_str(mark);
            rest = after;
        }
    }
    escape(rest, out);
}

/// `[audio: x.mp3]` as `[sound:x.mp3]`, where there is such a file.
fn with_sounds(html: &str, media: &dyn MediaNames) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('[') {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let sound = ["[audio: ", "[video: "].iter().find_map(|open| here.strip_prefix(open));
        let name = sound.and_then(|inner| inner.split_once(']'));
        let known = name.and_then(|(name, after)| Some((media.name(name)?, after)));
        if let Some((name, after)) = known {
            out.push_str("[sound:");
            escape(&name, &mut out);
            out.push(']');
            rest = after;
        } else {
            out.push('[');
            rest = here.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// Appends text so that HTML shows it as it stands.
pub(crate) fn escape(text: &str, out: &mut String) {
    // Bytes are looked at faster than letters; 0xef begins the noncharacters, and others.
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0x1f | 0xef)) {
        out.push_str(text);
        return;
    }
    let is_odd = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\u{1f}' | '\u{fdd0}'..='\u{fdef}');
    let mut rest = text;
    while let Some(at) = rest.find(is_odd) {
        let (before, here) = rest.split_at(at);
        let letter = here.chars().next().unwrap_or_default();
        out.push_str(before);
        out.push_str(match letter {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            // Separators of fields and noncharacters have no place in a field.
            _ => "",
        });
        rest = here.get(letter.len_utf8()..).unwrap_or_default();
    }
    out.push_str(rest);
}
