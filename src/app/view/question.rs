//! One question as it is shown: what is asked, what the learner has given so far, and, once
//! revealed, what is right and why. Study, practice and mock exams draw the same view.
//!
//! Indices that go into a [`Response`] are those of the file; indices of lists in a view are
//! display places. `give` turns the second into the first.

mod build;
mod give;

use std::sync::Arc;

pub use crate::domain::deck::Response;
pub use crate::domain::item::Layout;
pub use build::{number_words, question_view};

use crate::app::picture::Picture;

/// Whether the answer is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reveal {
    /// The question only: the view holds nothing that tells what is right.
    Hidden,
    /// The answer with its reasons.
    Shown,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionView {
    /// Markdown above the body; empty where the body holds the text (`Dropdown`).
    pub stem: String,
    /// What is offered, in display order.
    pub body: QuestionBody,
    /// Whether the answer is shown.
    pub reveal: Reveal,
    /// Whether the learner has given anything.
    pub is_touched: bool,
    /// Whether nothing is left open, so that it may be checked.
    pub is_complete: bool,
    /// What is left to do, or that all is done: "Choose 2, 1 chosen", "3 of 5 matched".
    pub hint: String,
    /// Right or wrong; none while hidden.
    pub is_right: Option<bool>,
    /// What decides (Markdown); empty while hidden.
    pub explain: String,
}

/// What makes the type of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum QuestionBody {
    /// Options to choose from.
    Choice(ChoiceView),
    /// Steps to put in order.
    Order(OrderView),
    /// Pairs to find.
    Match(MatchView),
    /// Text with menus.
    Dropdown(DropdownView),
    /// A number to type.
    Numeric(NumericView),
    /// Places on a picture.
    Hotspot(HotspotView),
}

/// Options to choose from.
#[derive(Debug, Clone, PartialEq)]
pub struct ChoiceView {
    /// How many are to be chosen, at least 1.
    pub select: usize,
    /// In display order. Once revealed: what the learner chose first, then what was missed.
    pub options: Vec<OptionView>,
}

/// One option.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionView {
    /// Index in the file.
    pub index: usize,
    /// A, B, C … in display order before the reveal; an option keeps its letter.
    pub letter: char,
    /// What is offered.
    pub text: String,
    /// Whether the learner chose it.
    pub is_chosen: bool,
    /// Whether the learner struck it out.
    pub is_struck: bool,
    /// Whether it is (one of) the key; none while hidden.
    pub is_key: Option<bool>,
    /// Its reason; empty while hidden.
    pub why: String,
}

/// Steps to put in order.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderView {
    /// As the learner put them, or as laid out while untouched.
    pub steps: Vec<StepView>,
    /// The right order; empty while hidden and when the learner's is right.
    pub right_order: Vec<String>,
}

/// One step.
#[derive(Debug, Clone, PartialEq)]
pub struct StepView {
    /// Index in the file, which is its right place from 0.
    pub index: usize,
    /// What it says.
    pub text: String,
    /// Whether it stands where it should; none while hidden or not answered.
    pub is_right: Option<bool>,
}

/// Pairs to find.
#[derive(Debug, Clone, PartialEq)]
pub struct MatchView {
    /// In file order.
    pub lefts: Vec<LeftView>,
    /// In display order, lettered.
    pub rights: Vec<RightView>,
}

/// A left side and what was put beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftView {
    /// What it says.
    pub text: String,
    /// Display place of the right that the learner put beside it.
    pub given: Option<usize>,
    /// Display place of the right that belongs to it; none while hidden.
    pub key: Option<usize>,
    /// Whether the two fit; none while hidden.
    pub is_right: Option<bool>,
    /// Why they belong together; empty while hidden.
    pub why: String,
}

/// A right side.
#[derive(Debug, Clone, PartialEq)]
pub struct RightView {
    /// Index in the file: pairs first, then extras.
    pub index: usize,
    /// A, B, C … in display order.
    pub letter: char,
    /// What it says.
    pub text: String,
    /// The left that it was put beside.
    pub used_by: Option<usize>,
}

/// Text with menus.
#[derive(Debug, Clone, PartialEq)]
pub struct DropdownView {
    /// In reading order.
    pub parts: Vec<DropdownPart>,
}

/// A piece of a text with menus.
#[derive(Debug, Clone, PartialEq)]
pub enum DropdownPart {
    /// Markdown between menus.
    Text(String),
    /// A menu.
    Blank(BlankView),
}

/// A menu in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct BlankView {
    /// Its number from 0 among the menus of the text.
    pub place: usize,
    /// What is offered, in file order.
    pub choices: Vec<String>,
    /// What the learner chose.
    pub given: Option<usize>,
    /// What is right; none while hidden.
    pub key: Option<usize>,
}

/// A number to type.
#[derive(Debug, Clone, PartialEq)]
pub struct NumericView {
    /// As typed so far, readable as a number or not.
    pub typed: String,
    /// Unit shown behind the field; may be empty.
    pub unit: String,
    /// Whether what is typed can be read as a number.
    pub is_number: bool,
    /// The right number with its unit; none while hidden.
    pub answer: Option<String>,
}

/// Places on a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct HotspotView {
    /// How many are to be chosen, at least 1.
    pub select: usize,
    /// What is looked at.
    pub picture: PictureView,
    /// In file order.
    pub regions: Vec<RegionView>,
}

/// What a `Hotspot` shows.
#[derive(Debug, Clone, PartialEq)]
pub enum PictureView {
    /// A file of the deck's `media/`, and how far reading it has come.
    Image {
        /// Name of the file.
        name: String,
        /// How far reading it has come.
        picture: Arc<Picture>,
    },
    /// Source of a drawn figure.
    Figure(String),
    /// Neither: only the names of the places.
    Absent,
}

/// A place on a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionView {
    /// Its name, also for the keyboard and screen readers.
    pub name: String,
    /// Left, top, width, height as fractions 0..=1 of the picture.
    pub rect: [f32; 4],
    /// Whether the learner chose it.
    pub is_chosen: bool,
    /// Whether it is (one of) the right ones; none while hidden.
    pub is_key: Option<bool>,
    /// Why; empty while hidden.
    pub why: String,
}

impl QuestionView {
    /// Shows these options (file indices) as struck out; other types stay as they are.
    #[must_use]
    pub fn with_struck(mut self, struck: &[usize]) -> Self {
        if let QuestionBody::Choice(choice) = &mut self.body {
            for option in &mut choice.options {
                option.is_struck = struck.contains(&option.index);
            }
        }
        self
    }

    /// Puts the picture in that a `Hotspot` names.
    #[must_use]
    pub fn with_picture(mut self, find: impl FnOnce(&str) -> Arc<Picture>) -> Self {
        if let QuestionBody::Hotspot(hotspot) = &mut self.body
            && let PictureView::Image { name, picture } = &mut hotspot.picture
        {
            *picture = find(name);
        }
        self
    }

    /// How many letters A, B, C … (and digits 1, 2, 3 …) choose something without a focus.
    pub fn n_letters(&self) -> usize {
        match (&self.body, self.reveal) {
            (QuestionBody::Choice(choice), Reveal::Hidden) => choice.options.len(),
            (QuestionBody::Hotspot(hotspot), Reveal::Hidden) => hotspot.regions.len(),
            _ => 0,
        }
    }
}
