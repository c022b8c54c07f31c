//! The deck model: plain data, free of the file format's quirks.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use super::exam::*;

/// A deck: what one certificate asks and how its exam runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Deck {
    /// Stable id: lower case, digits, `-`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Version of the content, such as "2026.11".
    pub version: String,
    /// Language tag.
    pub language: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Licence of the content.
    pub licence: String,
    /// Whether deck-level quotas apply.
    pub status: Status,
    /// Independence and trademark notice.
    pub notice: String,
    /// The exam's outline.
    pub outline: Vec<Topic>,
    /// Named misconceptions.
    pub traps: Vec<Trap>,
    /// Warnings of the lints that stand for a written reason.
    pub accepted: Vec<Accepted>,
    /// Items in file order; questions of a case stay inside their case.
    pub items: Vec<Item>,
    /// Every version of the real exam.
    pub blueprints: Vec<Blueprint>,
    /// Verification log.
    pub reviews: Vec<Review>,
}

/// Whether a deck claims to be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Status {
    /// Still growing.
    #[default]
    Draft,
    /// Quotas and coverage hold.
    Complete,
}

/// A part of the outline.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Topic {
    /// Stable id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Published share of the exam in per cent.
    pub weight: Option<f64>,
    /// Parts of this part; empty for a leaf.
    pub topics: Vec<Topic>,
}

/// A named misconception.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trap {
    /// Stable id; `mix-a-b` is a confusion pair.
    pub id: String,
    /// The false belief.
    pub title: String,
    /// What to look for next time.
    pub advice: String,
}

/// A warning about the deck as a whole that stands for a reason.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Accepted {
    /// Code of the lint, such as "D10".
    pub lint: String,
    /// What its message names: a trap, a topic.
    pub about: String,
    /// Why it stands.
    pub because: String,
}

/// Dates between which something holds, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Validity {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub until: Option<NaiveDate>,
}

impl Validity {
    /// Whether `date` lies inside.
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.until.is_none_or(|until| date <= until)
    }
}

/// One item: the common part and what makes its type.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Stable id, unique in the deck.
    pub id: String,
    /// Id of a leaf of the outline.
    pub topic: String,
    /// Free tags and the ones the lints ask for (`level:apply`).
    pub tags: Vec<String>,
    /// Author's prior, 1 (easy) to 5.
    pub difficulty: u8,
    /// Documents with section.
    pub references: Vec<String>,
    /// For authors, not shown.
    pub note: String,
    /// When the fact holds.
    pub valid: Validity,
    /// False: for exams only, never scheduled.
    pub is_card: bool,
    /// What makes its type.
    pub body: Body,
}

/// What makes an item's type.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Front and back, graded by the learner.
    Card(Card),
    /// Text with gaps, one memory a gap number.
    Cloze(Cloze),
    /// Options to choose from.
    Choice(Choice),
    /// Steps to put in order.
    Order(Order),
    /// Pairs to find.
    Match(Match),
    /// Text with blanks that are menus.
    Dropdown(Dropdown),
    /// A number to work out.
    Numeric(Numeric),
    /// A place on a picture.
    Hotspot(Hotspot),
    /// A scenario with questions.
    Case(Case),
    /// A question made anew from a seed.
    Generated(Generated),
}

/// Front and back.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Question side.
    pub front: String,
    /// Answer side.
    pub back: String,
    /// Whether the other direction is asked too (facet 1).
    pub reverse: bool,
}

/// Text with `{{c1::hidden::hint}}` gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloze {
    /// The text with its marks.
    pub text: String,
    /// Explanation shown after the reveal.
    pub explain: String,
}

/// Options to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The question.
    pub stem: String,
    /// In file order.
    pub options: Vec<ChoiceOption>,
    /// How many are to be chosen.
    pub select: usize,
    /// What decides, after the answer.
    pub explain: String,
    /// Whether options may be shown in another order.
    pub shuffle: bool,
}

/// One option of a `Choice`.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceOption {
    /// What is offered.
    pub text: String,
    /// Whether it is (one of) the key.
    pub is_key: bool,
    /// Why it is right or wrong.
    pub why: String,
    /// The misconception it feeds on.
    pub trap: Option<String>,
}

/// Steps to put in order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// The question.
    pub stem: String,
    /// In the right order.
    pub steps: Vec<String>,
    /// What decides.
    pub explain: String,
}

/// Pairs to find.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The question.
    pub stem: String,
    /// The right pairs.
    pub pairs: Vec<Pair>,
    /// Further rights that belong to nothing.
    pub extra_rights: Vec<String>,
    /// What decides.
    pub explain: String,
}

/// One right pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Left side, shown in place.
    pub left: String,
    /// Right side, to be found.
    pub right: String,
    /// Why they belong together.
    pub why: String,
}

/// Text with blanks that are menus.
#[derive(Debug, Clone, PartialEq)]
pub struct Dropdown {
    /// Text with `[[a|*b|c]]` blanks.
    pub text: String,
    /// What decides.
    pub explain: String,
}

/// A number to work out.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeric {
    /// The question.
    pub stem: String,
    /// The right number.
    pub answer: f64,
    /// How far off is still right, ≥ 0.
    pub tolerance: f64,
    /// Unit shown behind the field.
    pub unit: String,
    /// The working.
    pub explain: String,
}

/// A place on a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Hotspot {
    /// The question.
    pub stem: String,
    /// File in `media/`, or none when a figure is drawn.
    pub image: Option<String>,
    /// Source of a drawn figure.
    pub figure: Option<String>,
    /// Places to choose from.
    pub regions: Vec<Region>,
    /// What decides.
    pub explain: String,
}

/// A named rectangle; fractions of the picture, origin top left.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Name, also for the keyboard and screen readers.
    pub name: String,
    /// Left, top, width, height as fractions 0..=1.
    pub rect: [f32; 4],
    /// Whether it is right.
    pub is_key: bool,
    /// Why.
    pub why: String,
}

impl Region {
    /// Whether it is the part of a figure that has its name: it has no box of its own.
    pub fn is_by_name(&self) -> bool {
        self.rect.iter().all(|side| side.abs() < f32::EPSILON)
    }
}

/// A scenario with questions.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Markdown with exhibits.
    pub scenario: String,
    /// Each an item of its own; never a `Case`.
    pub questions: Vec<Item>,
}

/// A question made anew from a seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Generated {
    /// Such as "earned-value/cpi".
    pub generator: String,
    /// Parameters by name, sorted.
    pub parameters: Vec<(String, f64)>,
}

/// What a learner gives as an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Indices of options in file order.
    Options(Vec<usize>),
    /// Order of step indices.
    Sequence(Vec<usize>),
    /// For each left the index of the right (pairs first, then extras); none where left open.
    Pairs(Vec<Option<usize>>),
    /// For each blank the index of the choice.
    Blanks(Vec<Option<usize>>),
    /// The text as typed.
    Number(String),
    /// Indices of regions.
    Regions(Vec<usize>),
}

impl Item {
    /// All memories of this item: facets in order. A `Case` has none; its questions have theirs.
    pub fn facets(&self) -> Vec<u16> {
        match &self.body {
            Body::Card(card) if card.reverse => vec![0, 1],
            Body::Cloze(cloze) => cloze.numbers(),
            Body::Case(_) => Vec::new(),
            _ => vec![0],
        }
    }

    /// The text by which the item is recognised: front, stem, text or scenario.
    pub fn prompt(&self) -> &str {
        match &self.body {
            Body::Card(card) => &card.front,
            Body::Cloze(cloze) => &cloze.text,
            Body::Choice(choice) => &choice.stem,
            Body::Order(order) => &order.stem,
            Body::Match(matching) => &matching.stem,
            Body::Dropdown(dropdown) => &dropdown.text,
            Body::Numeric(numeric) => &numeric.stem,
            Body::Hotspot(hotspot) => &hotspot.stem,
            Body::Case(case) => &case.scenario,
            Body::Generated(generated) => {
                let known = crate::domain::generate::find(&generated.generator);
                known.map_or(generated.generator.as_str(), |known| known.title)
            }
        }
    }

    /// The same to be changed; none for made questions.
    pub fn prompt_mut(&mut self) -> Option<&mut String> {
        match &mut self.body {
            Body::Card(card) => Some(&mut card.front),
            Body::Cloze(cloze) => Some(&mut cloze.text),
            Body::Choice(choice) => Some(&mut choice.stem),
            Body::Order(order) => Some(&mut order.stem),
            Body::Match(matching) => Some(&mut matching.stem),
            Body::Dropdown(dropdown) => Some(&mut dropdown.text),
            Body::Numeric(numeric) => Some(&mut numeric.stem),
            Body::Hotspot(hotspot) => Some(&mut hotspot.stem),
            Body::Case(case) => Some(&mut case.scenario),
            Body::Generated(_) => None,
        }
    }

    /// The texts in which tables and figures may stand; none of made questions.
    pub fn markdown_mut(&mut self) -> Vec<&mut String> {
        match &mut self.body {
            Body::Card(card) => vec![&mut card.front, &mut card.back],
            Body::Cloze(cloze) => vec![&mut cloze.text, &mut cloze.explain],
            Body::Choice(choice) => vec![&mut choice.stem, &mut choice.explain],
            Body::Order(order) => vec![&mut order.stem, &mut order.explain],
            Body::Match(matching) => vec![&mut matching.stem, &mut matching.explain],
            Body::Dropdown(dropdown) => vec![&mut dropdown.text, &mut dropdown.explain],
            Body::Numeric(numeric) => vec![&mut numeric.stem, &mut numeric.explain],
            Body::Hotspot(hotspot) => vec![&mut hotspot.stem, &mut hotspot.explain],
            Body::Case(case) => vec![&mut case.scenario],
            Body::Generated(_) => Vec::new(),
        }
    }

    /// Name of the type, as in the file format.
    pub fn type_name(&self) -> &'static str {
        match &self.body {
            Body::Card(_) => "Card",
            Body::Cloze(_) => "Cloze",
            Body::Choice(_) => "Choice",
            Body::Order(_) => "Order",
            Body::Match(_) => "Match",
            Body::Dropdown(_) => "Dropdown",
            Body::Numeric(_) => "Numeric",
            Body::Hotspot(_) => "Hotspot",
            Body::Case(_) => "Case",
            Body::Generated(_) => "Generated",
        }
    }

    /// Whether it is graded by the learner (Card, Cloze) rather than marked.
    pub fn is_self_graded(&self) -> bool {
        matches!(self.body, Body::Card(_) | Body::Cloze(_))
    }
}

impl Cloze {
    /// The gap numbers that occur, ascending, each once.
    pub fn numbers(&self) -> Vec<u16> {
        let mut numbers: Vec<u16> = self
            .text
            .split("{{c")
            .skip(1)
            .filter_map(|rest| rest.split_once("::").and_then(|(number, _)| number.parse().ok()))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Deck {
    /// Every item that can be asked: case questions in place of their case.
    pub fn askable(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().flat_map(|item| match &item.body {
            Body::Case(case) => case.questions.as_slice(),
            _ => std::slice::from_ref(item),
        })
    }

    /// Finds a topic and its parents, outermost first.
    pub fn topic_path(&self, id: &str) -> Vec<&Topic> {
        fn walk<'a>(topics: &'a [Topic], id: &str, path: &mut Vec<&'a Topic>) -> bool {
            topics.iter().any(|topic| {
                path.push(topic);
                let is_found = topic.id == id || walk(&topic.topics, id, path);
                if !is_found {
                    path.pop();
                }
                is_found
            })
        }
        let mut path = Vec::new();
        walk(&self.outline, id, &mut path);
        path
    }
}
