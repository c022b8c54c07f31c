//! What the preview of an import shows.

use super::plural;
use super::preview::markdown_of;
use crate::app::import::{ImportSpec, Phase, Ready};
use crate::app::imports::Target;
use crate::app::state::State;
use crate::port::{Format, Loss, LossKind, Standing, TablePreview};

/// Items that are shown as they will look.
const SAMPLES: usize = 5;
/// Lines of the loss report that are shown; the rest is counted.
const LOSSES: usize = 200;

/// The preview.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportView {
    /// Name of the file.
    pub name: String,
    /// What the learner chose.
    pub spec: ImportSpec,
    /// Where it is.
    pub stage: ImportStage,
}

/// Where an import is.
#[derive(Debug, Clone, PartialEq)]
pub enum ImportStage {
    /// Being read or written: what, records done, of how many.
    Busy(&'static str, usize, Option<usize>),
    /// It cannot be read.
    Refused(String),
    /// It can be taken in.
    Ready(Box<ImportReady>),
}

/// What would come in.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportReady {
    /// Format and encoding in words.
    pub format: String,
    /// The format itself.
    pub kind: Format,
    /// New, changed, unchanged and so on: number and words.
    pub counts: Vec<(usize, &'static str)>,
    /// Items whose right answer changed.
    pub n_answers: usize,
    /// Items that the learner edited.
    pub n_mine: usize,
    /// Items that are no longer in the file.
    pub n_missing: usize,
    /// Reviews that come along.
    pub n_reviews: usize,
    /// Columns of a table.
    pub table: Option<TablePreview>,
    /// Title of the new deck.
    pub title: String,
    /// Decks that can take it: id and title.
    pub decks: Vec<(String, String)>,
    /// The first items: type, topic, text.
    pub samples: Vec<(&'static str, String, String)>,
    /// What did not come in, or came in poorer: the worst first.
    pub losses: Vec<(LossKind, String, String)>,
    /// Further lines of the report.
    pub n_more_losses: usize,
    /// Whether taking it in would change anything.
    pub can_apply: bool,
}

pub(in crate::app) fn build(state: &State) -> Option<ImportView> {
    let import = state.import.as_ref()?;
    let (done, total) = import.progress.seen();
    let place = match &import.phase {
        Phase::Reading => ImportStage::Busy("Reading", done, total),
        Phase::Writing => ImportStage::Busy("Writing", 0, None),
        Phase::Refused(why) => ImportStage::Refused(why.clone()),
        Phase::Ready(ready) => ImportStage::Ready(Box::new(view_of(state, ready))),
    };
    Some(ImportView { name: import.source.name(), spec: import.spec.clone(), stage: place })
}

/// A format in words.
pub fn format_words(format: Format) -> &'static str {
    match format {
        Format::Ron => "Certdeck deck",
        Format::Json => "JSON",
        Format::Table => "Table",
        Format::AnkiText => "Anki text",
        Format::Quizlet => "Quizlet",
        Format::Udemy => "Udemy practice test",
        Format::AnkiPackage => "Anki package",
        Format::Plain => "Plain questions",
        Format::Aiken => "Aiken",
        Format::Gift => "GIFT",
        Format::MoodleXml => "Moodle XML",
        Format::Markdown => "Markdown",
    }
}

fn view_of(state: &State, ready: &Ready) -> ImportReady {
    let imported = &ready.opened.imported;
    let plan = &ready.plan;
    let of_kind = |kind| imported.report.iter().filter(|loss| loss.kind == kind).count();
    let counts = [
        (plan.count(Standing::New), "new"),
        (plan.n_changed(), "changed"),
        (plan.count(Standing::Same), "there already"),
        (of_kind(LossKind::Merged), "twice in the file"),
        (of_kind(LossKind::Dropped), "left out"),
        (imported.media.len(), "pictures and sounds"),
    ];
    let counts = counts.into_iter().filter(|(n, what)| *n > 0 || *what == "new").collect();
    let mut losses: Vec<&Loss> = imported.report.iter().collect();
    losses.sort_by_key(|loss| loss.kind);
    let shown = losses.iter().take(LOSSES);
    let shown = shown.map(|loss| (loss.kind, loss.at.clone(), loss.reason.clone())).collect();
    let format = match ready.opened.encoding {
        Some(encoding) => format!("{}, {encoding}", format_words(imported.format)),
        None => format_words(imported.format).to_owned(),
    };
    let title_of = |id: &str| topic_title(&imported.outline, id);
    let samples = imported
        .items
        .iter()
        .take(SAMPLES)
        .map(|one| (one.item.type_name(), title_of(&one.item.topic), markdown_of(&one.item)))
        .collect();
    let n_reviews = imported
        .history
        .iter()
        .filter(|one| !matches!(one, crate::port::History::Due { .. }))
        .count();
    ImportReady {
        format: format!("{format} · {}", plural(imported.n_records, "record", "records")),
        kind: imported.format,
        counts,
        n_answers: plan.count(Standing::Answer),
        n_mine: plan.count(Standing::Mine),
        n_missing: plan.missing.len(),
        n_reviews,
        table: ready.opened.table.clone(),
        title: ready.target.deck.title.clone(),
        decks: takers(state),
        samples,
        losses: shown,
        n_more_losses: imported.report.len().saturating_sub(LOSSES),
        can_apply: plan.count(Standing::New) + plan.n_changed() + plan.missing.len() > 0
            || n_reviews > 0,
    }
}

fn topic_title(outline: &[crate::domain::deck::Topic], id: &str) -> String {
    for topic in outline {
        if topic.id == id {
            return topic.title.clone();
        }
        let found = topic_title(&topic.topics, id);
        if !found.is_empty() {
            return found;
        }
    }
    String::new()
}

/// The learner's own decks that lie in a folder of their own.
fn takers(state: &State) -> Vec<(String, String)> {
    let decks = state.library.decks().iter();
    decks
        .filter(|deck| {
            Target::existing(&state.services.data_dir, deck, std::collections::BTreeSet::new())
                .is_some()
        })
        .map(|deck| (deck.id.clone(), deck.title.clone()))
        .collect()
}
