//! What the Study screen shows.

use super::{grouped, interval_words};
use crate::app::session::{Current, Step};
use crate::app::state::State;
use crate::domain::deck::{Body, Deck, Item, Pair};
use crate::domain::event::{Confidence, Rating};
use crate::domain::item::text::{DropSegment, Segment, cloze_segments, dropdown_segments};
use crate::domain::schedule::leech::is_leech;

/// One item on the Study screen.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyView {
    /// Items done and items of the session, repeats included.
    pub progress: (usize, usize),
    /// Monotonic milliseconds at which the session began.
    pub started_ms: i64,
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
    pub scenario: Option<String>,
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
        /// Further explanation, shown with the answer.
        explain: String,
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
    /// Options.
    Choice {
        /// The question.
        stem: String,
        /// How many are to be chosen.
        select: usize,
        /// In display order.
        options: Vec<OptionView>,
        /// What decides.
        explain: String,
    },
}

/// One option as shown.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionView {
    /// What is offered.
    pub text: String,
    /// Whether the learner chose it.
    pub is_chosen: bool,
    /// Whether it is (one of) the key; only meaningful when checked.
    pub is_key: bool,
    /// Its reason.
    pub why: String,
}

/// Makes the view of the item on the screen.
pub(in crate::app) fn build(state: &State) -> Option<StudyView> {
    let sitting = state.sitting.as_ref()?;
    let current = sitting.current.as_ref()?;
    let item = state.library.item(current.entry.item)?;
    let names = state.names_of(current.entry.item)?;
    let unit = state.library.unit(current.entry.unit)?;
    let deck = state.library.deck(unit.deck)?;
    let done = sitting.tally.n_answered;
    let lapses = state.memory(current.entry.unit).map_or(0, |memory| memory.n_lapses);
    Some(StudyView {
        progress: (done, done + sitting.flow.remaining().total() as usize),
        started_ms: sitting.started_ms,
        topic: topic_words(deck, &item.topic),
        deck: deck.title.clone(),
        is_flagged: state.profile.flagged.contains(&names),
        note: state.profile.notes.get(&names).cloned().unwrap_or_default(),
        doubt: state.profile.doubts.get(&names).cloned().unwrap_or_default(),
        is_repeat: current.is_repeat(),
        scenario: state.library.case_of(current.entry.item).map(|(_, case)| case.scenario.clone()),
        body: body(item, unit.facet, current),
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

fn body(item: &Item, facet: u16, current: &Current) -> StudyBody {
    match &item.body {
        Body::Card(card) if facet == 1 => sides(&card.back, &card.front, ""),
        Body::Card(card) => sides(&card.front, &card.back, ""),
        Body::Cloze(cloze) => StudyBody::Cloze {
            asked: cloze_text(&cloze.text, facet, Gap::Asked),
            filled: cloze_text(&cloze.text, facet, Gap::Filled),
            explain: cloze.explain.clone(),
        },
        Body::Choice(choice) => StudyBody::Choice {
            stem: choice.stem.clone(),
            select: choice.select,
            options: current
                .order
                .iter()
                .filter_map(|&place| Some((place, choice.options.get(place)?)))
                .map(|(place, option)| OptionView {
                    text: option.text.clone(),
                    is_chosen: current.chosen.contains(&place),
                    is_key: option.is_key,
                    why: option.why.clone(),
                })
                .collect(),
            explain: choice.explain.clone(),
        },
        other => worked(other),
    }
}

fn sides(front: &str, back: &str, explain: &str) -> StudyBody {
    StudyBody::Sides { front: front.to_owned(), back: back.to_owned(), explain: explain.to_owned() }
}

/// The types that are worked out on paper and compared with the answer.
fn worked(body: &Body) -> StudyBody {
    let list = |lines: Vec<String>| lines.join("\n");
    match body {
        Body::Order(order) => {
            let mut shown = order.steps.clone();
            shown.sort();
            let front = list(shown.iter().map(|step| format!("- {step}")).collect());
            let numbered = order.steps.iter().enumerate();
            let back = list(numbered.map(|(at, step)| format!("{}. {step}", at + 1)).collect());
            sides(&format!("{}\n\n{front}", order.stem), &back, &order.explain)
        }
        Body::Match(matching) => {
            let lefts = matching.pairs.iter().map(|pair| format!("- {}", pair.left)).collect();
            let mut rights: Vec<String> =
                matching.pairs.iter().map(|pair| pair.right.clone()).collect();
            rights.extend(matching.extra_rights.iter().cloned());
            rights.sort();
            let rights = list(rights.iter().map(|right| format!("- {right}")).collect());
            let front = format!(
                "{}\n\n{}\n\n**To be matched with**\n\n{rights}",
                matching.stem,
                list(lefts)
            );
            let pair = |pair: &Pair| format!("- **{}**: {}", pair.left, pair.right);
            let back = list(matching.pairs.iter().map(pair).collect());
            sides(&front, &back, &matching.explain)
        }
        Body::Dropdown(dropdown) => {
            let (mut front, mut back) = (String::new(), String::new());
            for segment in dropdown_segments(&dropdown.text) {
                match segment {
                    DropSegment::Text(text) => {
                        front.push_str(&text);
                        back.push_str(&text);
                    }
                    DropSegment::Blank { choices, key } => {
                        front = format!("{front}[{}]", choices.join(" / "));
                        let right = choices.get(key).map_or("", String::as_str);
                        back = format!("{back}**{right}**");
                    }
                }
            }
            sides(&front, &back, &dropdown.explain)
        }
        Body::Numeric(numeric) => {
            let back = format!("**{} {}**", number_words(numeric.answer), numeric.unit);
            sides(&numeric.stem, &back, &numeric.explain)
        }
        Body::Hotspot(hotspot) => {
            let names = hotspot.regions.iter().map(|region| format!("- {}", region.name)).collect();
            let right = hotspot.regions.iter().filter(|region| region.is_key);
            let back = list(
                right.map(|region| format!("- **{}**: {}", region.name, region.why)).collect(),
            );
            sides(&format!("{}\n\n{}", hotspot.stem, list(names)), &back, &hotspot.explain)
        }
        Body::Generated(generated) => sides(&generated.generator, "", ""),
        Body::Case(case) => sides(&case.scenario, "", ""),
        Body::Card(_) | Body::Cloze(_) | Body::Choice(_) => sides("", "", ""),
    }
}

/// A number with groups of three before the point: "500,000", "12.5".
fn number_words(number: f64) -> String {
    let text = number.abs().to_string();
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(w, r)| (w, Some(r)));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let sign = if number < 0.0 { "−" } else { "" };
    rest.map_or_else(|| format!("{sign}{whole}"), |rest| format!("{sign}{whole}.{rest}"))
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
