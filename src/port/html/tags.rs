//! What each tag means for us.

use html5ever::tokenizer::Tag;

use super::flow::Mark;

/// What a tag means for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    Mark(Mark),
    Code,
    Pre,
    List,
    Numbers,
    Item,
    Quote,
    Table,
    Row,
    Cell,
    LineEnd,
    Rule,
    Block,
    Paragraph,
    Heading,
    Image,
    Link,
    RubyText,
    Sound,
    /// Left out with what is inside.
    Removed,
    /// A tag that never has an end: left out.
    Void,
    /// Its text counts.
    Plain,
}

pub(super) fn meaning(name: &str) -> Meaning {
    match name {
        "b" | "strong" | "mark" => Meaning::Mark(Mark::Bold),
        "i" | "em" | "u" | "cite" | "dfn" | "var" => Meaning::Mark(Mark::Italic),
        "sub" => Meaning::Mark(Mark::Sub),
        "sup" => Meaning::Mark(Mark::Sup),
        "code" | "tt" | "kbd" | "samp" => Meaning::Code,
        "pre" | "xmp" => Meaning::Pre,
        "ul" | "menu" => Meaning::List,
        "ol" => Meaning::Numbers,
        "li" => Meaning::Item,
        "blockquote" => Meaning::Quote,
        "table" => Meaning::Table,
        "tr" => Meaning::Row,
        "td" | "th" => Meaning::Cell,
        "br" => Meaning::LineEnd,
        "hr" => Meaning::Rule,
        "div" | "section" | "article" | "center" | "dt" | "dd" | "dl" | "figure" | "figcaption"
        | "header" | "footer" | "caption" | "address" | "details" | "summary" => Meaning::Block,
        "p" => Meaning::Paragraph,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Meaning::Heading,
        "img" => Meaning::Image,
        "a" => Meaning::Link,
        "rt" => Meaning::RubyText,
        "audio" | "video" => Meaning::Sound,
        "script" | "style" | "iframe" | "object" | "embed" | "svg" | "rp" | "head" | "title"
        | "textarea" | "noframes" | "noembed" | "template" | "select" | "math" => Meaning::Removed,
        "link" | "meta" | "base" | "wbr" | "input" | "col" | "param" | "source" | "track"
        | "area" | "basefont" => Meaning::Void,
        _ => Meaning::Plain,
    }
}

/// Whether the element never has content.
pub(super) fn is_void(meaning: Meaning, name: &str) -> bool {
    matches!(meaning, Meaning::Void | Meaning::LineEnd | Meaning::Rule | Meaning::Image)
        || name == "embed"
}

pub(super) fn attribute<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attrs.iter().find(|attr| &*attr.name.local == name).map(|attr| &*attr.value)
}

/// Whether the tag gives a colour or a size.
pub(super) fn has_style(tag: &Tag) -> bool {
    let is_style = |style: &str| style.contains("color") || style.contains("font-size");
    &*tag.name == "font" || attribute(tag, "style").is_some_and(is_style)
}
