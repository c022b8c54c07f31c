//! What the exam screen shows.

use super::clock;
use super::question::{Layout, QuestionView, Reveal};
use super::study::{Scenario, scenario};
use crate::app::exam::Exam;
use crate::app::state::State;
use crate::domain::deck::Breaks;
use crate::domain::exam::attempt::Phase;
use crate::domain::item::is_complete;
use crate::domain::seed::Seed;

/// The exam screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamView {
    /// "PMP, outline of July 2026".
    pub title: String,
    /// The present section from 1, and how many there are.
    pub section: (usize, usize),
    /// Its title.
    pub section_title: String,
    /// What is on the screen.
    pub stage: ExamStage,
    /// Questions of the present section.
    pub cells: Vec<Cell>,
    /// Questions of the whole exam.
    pub n_questions: usize,
    /// "2:31:08".
    pub clock: String,
    /// Whether five minutes or less are left.
    pub is_low: bool,
    /// What the scratch pad holds.
    pub scratch: String,
    /// Whether the clock may be stopped.
    pub can_pause: bool,
    /// Whether ending the section closes it for good.
    pub section_closes: bool,
    /// Whether a break follows the section.
    pub break_min: Option<u32>,
    /// Changes with every question shown, so that drafts can be dropped.
    pub serial: String,
}

/// What is on the screen.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamStage {
    /// The rules.
    Instructions(Vec<String>),
    /// A question.
    Question(Box<ExamQuestion>),
    /// A question (number from 0) that is no longer in the deck.
    Gone(usize),
    /// The questions of the section.
    Review,
    /// Time left of the break.
    Break(String),
    /// The clock stands still.
    Paused,
}

/// The question on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamQuestion {
    /// Its number from 0.
    pub number: usize,
    /// What is asked, without the stem.
    pub view: QuestionView,
    /// The stem, which can be marked.
    pub stem: String,
    /// Marked ranges of the stem, in characters.
    pub marks: Vec<(usize, usize)>,
    /// The scenario it belongs to.
    pub scenario: Option<Scenario>,
    /// Whether it is flagged.
    pub is_flagged: bool,
    /// Whether the question before may be shown.
    pub has_previous: bool,
    /// Whether it is the last of its section.
    pub is_last: bool,
}

/// One question in the navigator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Number from 0.
    pub number: usize,
    /// How far it was answered.
    pub progress: Progress,
    /// Whether it is flagged.
    pub is_flagged: bool,
    /// Whether it is on the screen.
    pub is_here: bool,
}

/// How far a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Never on the screen.
    Unseen,
    /// Nothing is given.
    Open,
    /// Something is given and something left open.
    Partial,
    /// Nothing is left open.
    Answered,
}

impl Cell {
    /// Whether nothing is left open.
    pub fn is_answered(&self) -> bool {
        self.progress == Progress::Answered
    }
}

/// Milliseconds from which the clock is shown in the colour of attention.
const LOW_MS: i64 = 5 * 60_000;

pub(in crate::app) fn build(state: &State) -> Option<ExamView> {
    let exam = state.exam.as_ref()?;
    let attempt = &exam.attempt;
    let plan = attempt.plan();
    let section = attempt.section();
    let (shown, serial) = shown(state, exam)?;
    Some(ExamView {
        title: plan.title.clone(),
        section: (section + 1, plan.sections.len()),
        section_title: plan.sections.get(section).map_or("", |part| &part.title).to_owned(),
        stage: shown,
        cells: plan.range(section).filter_map(|number| cell(state, exam, number)).collect(),
        n_questions: plan.n_questions(),
        clock: clock((exam.left_ms() + 999) / 1000),
        is_low: exam.left_ms() <= LOW_MS,
        scratch: attempt.scratch().to_owned(),
        can_pause: plan.can_pause,
        section_closes: matches!(plan.breaks, Breaks::Between { section_closes: true, .. }),
        break_min: match plan.breaks {
            Breaks::Between { minutes, .. } if section + 1 < plan.sections.len() => Some(minutes),
            _ => None,
        },
        serial,
    })
}

fn shown(state: &State, exam: &Exam) -> Option<(ExamStage, String)> {
    let serial = |name: &str, number: usize| format!("{}/{name}/{number}", exam.id);
    Some(match exam.attempt.phase() {
        Phase::Instructions => (ExamStage::Instructions(rules(exam)), serial("rules", 0)),
        Phase::Question(number) => {
            let found = question(state, exam, number);
            let page = found.map_or(ExamStage::Gone(number), |question| {
                ExamStage::Question(Box::new(question))
            });
            (page, serial("question", number))
        }
        Phase::Review(section) => (ExamStage::Review, serial("review", section)),
        Phase::Break(section) => {
            let left = clock((exam.break_left_ms() + 999) / 1000);
            (ExamStage::Break(left), serial("break", section))
        }
        Phase::Paused(number) => (ExamStage::Paused, serial("paused", number)),
        Phase::Submitted(_) => return None,
    })
}

fn question(state: &State, exam: &Exam, number: usize) -> Option<ExamQuestion> {
    let place = (*exam.items.get(number)?)?;
    let item = exam.item(&state.library, number)?;
    let given = exam.attempt.given().get(number)?;
    let layout = layout(item, exam.attempt.plan().seed);
    let view = state.question_of(item, place, &layout, given.response.as_ref(), Reveal::Hidden)?;
    let mut view = view.with_struck(&given.struck);
    let range = exam.attempt.plan().range(exam.attempt.section());
    Some(ExamQuestion {
        number,
        stem: std::mem::take(&mut view.stem),
        view,
        marks: given.marks.clone(),
        scenario: scenario(state, place),
        is_flagged: given.is_flagged,
        has_previous: number > range.start,
        is_last: number + 1 >= range.end,
    })
}

/// The order of options in a mock: of the form's seed, so that a report can show it again.
pub(in crate::app) fn layout(item: &crate::domain::deck::Item, seed: u64) -> Layout {
    Layout::of(item, &mut Seed(seed).derive("layout", &[&item.id]))
}

fn cell(state: &State, exam: &Exam, number: usize) -> Option<Cell> {
    let given = exam.attempt.given().get(number)?;
    let item = exam.item(&state.library, number);
    let is_whole = item.zip(given.response.as_ref()).is_some_and(|(item, r)| is_complete(item, r));
    Some(Cell {
        number,
        progress: match &given.response {
            _ if is_whole => Progress::Answered,
            Some(_) => Progress::Partial,
            None if given.n_shown > 0 => Progress::Open,
            None => Progress::Unseen,
        },
        is_flagged: given.is_flagged,
        is_here: exam.attempt.phase() == Phase::Question(number),
    })
}

/// The real rules in a few sentences.
fn rules(exam: &Exam) -> Vec<String> {
    let plan = exam.attempt.plan();
    let mut rules = vec![format!(
        "{} questions in {} minutes. The clock starts when you begin.",
        plan.n_questions(),
        plan.limit_ms / 60_000
    )];
    if plan.sections.len() > 1 {
        let parts =
            plan.sections.iter().map(|part| format!("{} ({})", part.title, part.questions.len()));
        rules.push(format!("Sections: {}.", parts.collect::<Vec<_>>().join(", ")));
    }
    if let Breaks::Between { minutes, on_the_clock, section_closes } = plan.breaks {
        let clock = if on_the_clock { "the clock runs on" } else { "the clock stands still" };
        rules.push(format!("Up to {minutes} minutes of break between sections; {clock}."));
        if section_closes {
            rules.push("A section that you have ended cannot be opened again.".to_owned());
        }
    }
    if !plan.unscored.is_empty() {
        rules.push(format!(
            "{} questions are pretest questions and do not count. Nothing shows which.",
            plan.unscored.len()
        ));
    }
    rules.push(if plan.can_pause {
        "You may stop the clock. The report will say so.".to_owned()
    } else {
        "The clock cannot be stopped. Closing the window keeps everything, with the time left."
            .to_owned()
    });
    rules.push(
        "Unanswered questions count as wrong: answer all. Reasons are shown at the end.".to_owned(),
    );
    rules.extend(plan.shortfalls.iter().cloned());
    rules
}
