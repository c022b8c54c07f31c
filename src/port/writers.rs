//! Writing decks for other programs as text: tables, Udemy's, Markdown, JSON and our own files.

mod markdown;
mod tables;

pub use markdown::write as markdown;
pub use tables::{anki_text, spreadsheet, udemy};

use super::{Loss, LossKind};
use crate::domain::deck::{Body, Deck, Item};
use crate::domain::figure::{Figure, has_figure, written_out};

/// A text and what it could not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub text: String,
    /// What was lost, like an importer's report.
    pub report: Vec<Loss>,
}

/// Counts causes, one line each.
#[derive(Debug, Default)]
struct Causes(Vec<(LossKind, String, String, usize)>);

impl Causes {
    fn add(&mut self, kind: LossKind, item: &str, cause: &str) {
        match self.0.iter_mut().find(|(_, _, known, _)| known == cause) {
            Some((.., n)) => *n += 1,
            None => self.0.push((kind, item.to_owned(), cause.to_owned(), 1)),
        }
    }

    fn finish(self) -> Vec<Loss> {
        let line = |(kind, at, cause, n): (LossKind, String, String, usize)| Loss {
            at,
            kind,
            reason: if n == 1 { cause } else { format!("{cause} ({n} items, first here)") },
            text: String::new(),
        };
        self.0.into_iter().map(line).collect()
    }
}

/// All items, questions of cases by themselves with their scenario on top.
fn single_items(deck: &Deck) -> Vec<Item> {
    let mut items = Vec::new();
    for item in &deck.items {
        let Body::Case(case) = &item.body else {
            items.push(item.clone());
            continue;
        };
        for question in &case.questions {
            let mut question = question.clone();
            if let Some(stem) = question.prompt_mut() {
                *stem = format!("{}\n\n{stem}", case.scenario);
            }
            items.push(question);
        }
    }
    items.iter_mut().for_each(tell_figures);
    items
}

/// Figures in words: a text cannot draw them.
fn tell_figures(item: &mut Item) {
    if let Body::Hotspot(hotspot) = &mut item.body
        && let Some(Ok(figure)) = hotspot.figure.as_deref().map(Figure::parse)
    {
        hotspot.stem = format!("{}\n\n**{}.** {}", hotspot.stem, figure.title(), figure.words());
    }
    for text in item.markdown_mut() {
        if has_figure(text) {
            *text = written_out(text);
        }
    }
}

/// Names of the media that items show.
pub fn media_of(item: &Item) -> Vec<String> {
    super::own_ron::media_names(item)
}
