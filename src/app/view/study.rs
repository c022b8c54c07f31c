//! What the Study screen shows.

use super::interval_words;
use super::question::{QuestionView, Reveal};
use crate::app::session::{Current, Step};
use crate::app::state::State;
use crate::domain::deck::{Body, Deck, Item};
use crate::domain::event::{Confidence, Rating};
use crate::domain::item::text::{Segment, cloze_segments};
use crate::domain::schedule::leech::is_leech;

/// One item on the Study screen.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyView {
    /// Items done and items of the session, repeats included.
    pub progress: (usize, usize),
    /// Monotonic milliseconds at which the session began.
    pub started_ms: i64,
    /// Seconds that the set may take; none when untimed.
    pub limit_s: Option<i64>,
    /// Where the item belongs: "Process · Plan and manage procurement".
    pub topic: String,
    /// Deck title, shown when several are mixed.
    pub deck: String,
    /// Whether it is flagged.
    pub is_flagged: bool,
    /// The learner's note.
    pub note: String,
    /// Why the learner said it is wrong.
    pub doubt: String,
    /// A second look today.
    pub is_repeat: bool,
    /// Scenario of the case the question belongs to.
    pub scenario: Option<Scenario>,
    /// The item.
    pub body: StudyBody,
    /// Where one stands.
    pub phase: Phase,
    /// For each rating the day on which it would come back, in words.
    pub intervals: [String; 4],
    /// Document and section.
    pub references: Vec<String>,
    /// Set when the item is a leech: forgotten again and again.
    pub leech: Option<u32>,
    /// Changes with every item shown, so that drafts can be dropped.
    pub serial: u64,
}

/// The scenario of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Id of the case, the same for all its questions.
    pub case: String,
    /// Markdown with exhibits.
    pub text: String,
}

/// Where one stands with an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// Thinking.
    Question,
    /// The other side of a card is shown.
    Revealed,
    /// A question was checked.
    Checked(Verdict),
}

/// What the check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Right or wrong.
    pub is_right: bool,
    /// How sure the learner was.
    pub confidence: Confidence,
    /// The rating it was taken as, which 1–4 overrules.
    pub rating: Rating,
    /// The false belief behind the wrong choice.
    pub trap: Option<(String, String)>,
    /// "Again in 10 min", "Next in 5 days".
    pub next: String,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum StudyBody {
    /// Two sides; `back` is only shown when revealed.
    Sides {
        /// Question side.
        front: String,
        /// Answer side.
        back: String,
    },
    /// Text with a gap.
    Cloze {
        /// Text with the gap as dots or as its hint, in square brackets.
        asked: String,
        /// Text with the gap filled, in bold.
        filled: String,
        /// Further explanation.
        explain: String,
    },
    /// A question that is marked.
    Question(Box<QuestionView>),
}

/// Makes the view of the item on the screen.
pub(in crate::app) fn build(state: &State) -> Option<StudyView> {
    let sitting = state.sitting.as_ref()?;
    let current = sitting.current.as_ref()?;
    let item = state.item_of(current)?;
    let names = state.names_of(current.entry.item)?;
    let unit = state.library.unit(current.entry.unit)?;
    let deck = state.library.deck(unit.deck)?;
    let done = sitting.tally.n_answered;
    let lapses = state.memory(current.entry.unit).map_or(0, |memory| memory.n_lapses);
    Some(StudyView {
        progress: (done, done + sitting.flow.remaining().total() as usize),
        started_ms: sitting.started_ms,
        limit_s: sitting.ends_ms().map(|end| (end - sitting.started_ms) / 1000),
        topic: topic_words(deck, &item.topic),
        deck: deck.title.clone(),
        is_flagged: state.profile.flagged.contains(&names),
        note: state.profile.notes.get(&names).cloned().unwrap_or_default(),
        doubt: state.profile.doubts.get(&names).cloned().unwrap_or_default(),
        is_repeat: current.is_repeat(),
        scenario: scenario(state, current.entry.item),
        body: body(state, item, unit.facet, current),
        phase: phase(state, current),
        intervals: current.outcomes.map(|outcome| match outcome.rating {
            Rating::Again => "again today".to_owned(),
            _ => interval_words(outcome.days as i32),
        }),
        references: item.references.clone(),
        leech: is_leech(lapses).then_some(lapses),
        serial: current.serial,
    })
}

/// The scenario that a question (its place in the library) belongs to.
pub(in crate::app) fn scenario(state: &State, item: u32) -> Option<Scenario> {
    let (whole, case) = state.library.case_of(item)?;
    Some(Scenario { case: whole.id.clone(), text: case.scenario.clone() })
}

/// "Process · Plan and manage procurement".
pub(in crate::app) fn topic_words(deck: &Deck, topic: &str) -> String {
    let path = deck.topic_path(topic);
    let titles: Vec<&str> = path.iter().map(|topic| topic.title.as_str()).collect();
    match titles.as_slice() {
        [] => topic.to_owned(),
        [only] => (*only).to_owned(),
        [first, .., last] => format!("{first} · {last}"),
    }
}

fn phase(state: &State, current: &Current) -> Phase {
    match &current.step {
        Step::Question => Phase::Question,
        Step::Revealed { .. } => Phase::Revealed,
        Step::Checked { confidence, is_right, rating, .. } => {
            let next = match (rating, current.is_repeat()) {
                (Rating::Again, _) => "Again in this session".to_owned(),
                _ => format!("Next: {}", interval_words(current.outcome(*rating).days as i32)),
            };
            Phase::Checked(Verdict {
                is_right: *is_right,
                confidence: *confidence,
                rating: *rating,
                trap: state.trap_of(current),
                next,
            })
        }
    }
}

fn body(state: &State, item: &Item, facet: u16, current: &Current) -> StudyBody {
    match &item.body {
        Body::Card(card) if facet == 1 => sides(&card.back, &card.front),
        Body::Card(card) => sides(&card.front, &card.back),
        Body::Cloze(cloze) => StudyBody::Cloze {
            asked: cloze_text(&cloze.text, facet, Gap::Asked),
            filled: cloze_text(&cloze.text, facet, Gap::Filled),
            explain: cloze.explain.clone(),
        },
        _ => {
            let is_checked = matches!(current.step, Step::Checked { .. });
            let reveal = if is_checked { Reveal::Shown } else { Reveal::Hidden };
            let response = current.response.as_ref();
            state
                .question_of(item, current.entry.item, &current.layout, response, reveal)
                .map_or_else(
                    || sides(item.prompt(), ""),
                    |view| StudyBody::Question(Box::new(view)),
                )
        }
    }
}

fn sides(front: &str, back: &str) -> StudyBody {
    StudyBody::Sides { front: front.to_owned(), back: back.to_owned() }
}

/// Whether the asked gap is open or filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Gap {
    /// "[…]", or "[hint]".
    Asked,
    /// Its text in bold.
    Filled,
}

/// The text of a cloze with gap `number` open or filled.
pub(in crate::app) fn cloze_text(text: &str, number: u16, gap: Gap) -> String {
    cloze_segments(text, number)
        .into_iter()
        .map(|segment| match (segment, gap) {
            (Segment::Text(text) | Segment::Revealed(text), _) => text,
            (Segment::Gap { hidden, .. }, Gap::Filled) => format!("**{hidden}**"),
            (Segment::Gap { hint: Some(hint), .. }, Gap::Asked) => format!("**[{hint}]**"),
            (Segment::Gap { hint: None, .. }, Gap::Asked) => "**[…]**".to_owned(),
        })
        .collect()
}
