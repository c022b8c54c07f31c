//! HTML as plain text: tags gone, entities decoded once.

use std::cell::RefCell;

use super::flood::without_floods;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, StartTag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Feeds `html` to a sink and gives the sink back.
pub(super) fn tokenise<S: TokenSink>(html: &str, sink: S) -> S {
    let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
    let input = BufferQueue::default();
    let html = without_floods(html);
    input.push_back(StrTendril::from_slice(&without_lone_brackets(&html)));
    while !input.is_empty() {
        // It stops early only for sinks that run scripts, and goes on when asked again.
        let _result = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink
}

/// A `<` with no `>` behind it is text: the tokeniser would swallow the rest of the field.
fn without_lone_brackets(html: &str) -> std::borrow::Cow<'_, str> {
    let last_close = html.rfind('>').map_or(0, |at| at + 1);
    let (head, tail) = html.split_at(last_close);
    if !tail.contains('<') {
        return html.into();
    }
    format!("{head}{}", tail.replace('<', "&lt;")).into()
}

/// Whether what stands in this element is text for machines.
pub(super) fn raw_kind(tag: &str) -> Option<RawKind> {
    match tag {
        "script" => Some(RawKind::ScriptData),
        "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
        "textarea" | "title" => Some(RawKind::Rcdata),
        _ => None,
    }
}

struct Plain {
    text: RefCell<String>,
    is_skipping: std::cell::Cell<bool>,
}

impl TokenSink for Plain {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !self.is_skipping.get() => {
                self.text.borrow_mut().push_str(&text);
            }
            Token::TagToken(tag) => {
                let name: &str = &tag.name;
                let is_start = tag.kind == StartTag;
                self.is_skipping.set(is_start && matches!(name, "script" | "style" | "iframe"));
                if matches!(name, "br" | "div" | "p" | "li" | "tr" | "hr") {
                    self.text.borrow_mut().push('\n');
                }
                if let Some(kind) = raw_kind(name).filter(|_| is_start) {
                    return TokenSinkResult::RawData(kind);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The text of an HTML stretch, a line end for each `<br>` and block; scripts and styles gone.
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.replace('\u{a0}', " ");
    }
    let sink = Plain { text: RefCell::default(), is_skipping: false.into() };
    tokenise(html, sink).text.into_inner().replace('\u{a0}', " ")
}

/// Entities decoded once; tags stay as they are.
pub fn decoded(text: &str) -> String {
    if text.contains('&') { plain_text(&text.replace('<', "&lt;")) } else { text.to_owned() }
}
