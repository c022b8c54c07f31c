//! What the result of a mock exam shows.

use std::collections::HashMap;

use super::exam::layout;
use super::library::first_line;
use super::mock::length_words;
use super::question::{QuestionView, Reveal};
use super::settings::time_words;
use super::study::{Scenario, scenario, topic_words};
use crate::app::command::ResultFilter;
use crate::app::exam::Mock;
use crate::app::state::State;
use crate::domain::deck::{Blueprint, Deck, Item, Pass};
use crate::domain::exam::attempt::{Given, Phase};
use crate::domain::exam::clock::InterruptionKind;
use crate::domain::exam::loss::{Loss, LossInput, loss};
use crate::domain::exam::report::{Changes, changes, is_clock_out, mean_secs, pace, was_right};
use crate::domain::exam::score::{Marked, Score, Verdict, band, mark_all, score};
use crate::domain::exam::step::Ending;

/// The result of a mock exam.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultView {
    /// Id in the log.
    pub id: String,
    /// Title of the exam.
    pub title: String,
    /// "22 November 2026, full form, 3 h 41 min, seed 8814".
    pub line: String,
    /// Questions right and scored.
    pub right: (u32, u32),
    /// Share of points in whole per cent.
    pub percent: u32,
    /// What the rule makes of it, in one line: "Passed: 26 were needed."
    pub verdict: String,
    /// What is to be said about that rule.
    pub notes: Vec<String>,
    /// One row a domain.
    pub domains: Vec<DomainRow>,
    /// One row a topic that was asked.
    pub topics: Vec<(String, u32, u32)>,
    /// Whether bands are shown.
    pub has_bands: bool,
    /// Lost marks by reason, in the order of the keys 1–5.
    pub losses: Vec<(Loss, u32)>,
    /// Share of questions, share of the clock.
    pub pace: Vec<(f64, f64)>,
    /// What the pace chart says.
    pub pace_line: String,
    /// Changed answers.
    pub changes: Changes,
    /// Earlier mocks of the same exam: when, per cent, newest last, this one included.
    pub series: Vec<(String, u32)>,
    /// Questions that the filter lets through.
    pub rows: Vec<QuestionRow>,
    /// Which questions are listed.
    pub filter: ResultFilter,
    /// The question that is shown.
    pub question: Option<Box<ResultQuestion>>,
}

/// One domain.
#[derive(Debug, Clone, PartialEq)]
pub struct DomainRow {
    /// Title.
    pub title: String,
    /// Right and scored.
    pub right: (u32, u32),
    /// Share of points, 0..=1.
    pub share: f64,
    /// Band by our cuts; empty where the exam has none.
    pub band: String,
}

/// One question in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionRow {
    /// Number from 0.
    pub number: usize,
    /// First line of what is asked.
    pub text: String,
    /// "right", "wrong", "blank", "not in the deck any more".
    pub outcome: &'static str,
    /// Whether it is right.
    pub is_right: bool,
    /// Whether it does not count.
    pub is_unscored: bool,
    /// Whether it was flagged.
    pub is_flagged: bool,
    /// Why the mark was lost.
    pub loss: Option<Loss>,
    /// Seconds on the screen.
    pub seconds: i64,
}

/// One question with everything.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultQuestion {
    /// Number from 0.
    pub number: usize,
    /// Domain and topic.
    pub topic: String,
    /// The question with its reasons.
    pub view: QuestionView,
    /// Its scenario.
    pub scenario: Option<Scenario>,
    /// Its row.
    pub row: QuestionRow,
    /// Documents and sections.
    pub references: Vec<String>,
    /// Number of the one before and after in the list.
    pub neighbours: (Option<usize>, Option<usize>),
}

/// Chance that a fresh question is known before anything is measured (learning model, section 9.2).
const FRESH: f64 = 0.35;

struct Sources<'a> {
    state: &'a State,
    mock: &'a Mock,
    deck: &'a Deck,
    blueprint: &'a Blueprint,
    /// Questions made with the numbers of the form, by the id of their item.
    made: HashMap<&'a str, Item>,
}

impl<'a> Sources<'a> {
    fn of(state: &'a State, mock: &'a Mock) -> Option<Self> {
        let plan = mock.attempt.plan();
        let deck = state.library.deck(state.library.deck_index(&plan.deck)?)?;
        let all = &deck.blueprints;
        let blueprint = all.iter().find(|blueprint| blueprint.id == plan.blueprint)?;
        let made = plan.questions().filter(|question| question.seed.is_some());
        let made = made.filter_map(|question| {
            let item = state.library.item(state.find_item(&deck.id, &question.item)?)?;
            Some((question.item.as_str(), question.made(item)?))
        });
        let made = made.collect();
        Some(Self { state, mock, deck, blueprint, made })
    }

    fn place(&self, id: &str) -> Option<u32> {
        self.state.find_item(&self.deck.id, id)
    }

    /// The question as it was asked.
    fn item(&self, id: &str) -> Option<&Item> {
        self.made.get(id).or_else(|| self.state.library.item(self.place(id)?))
    }

    fn marks(&self) -> Vec<Marked> {
        mark_all(&self.mock.attempt, self.blueprint, |id| self.item(id))
    }

    fn score(&self, marks: &[Marked]) -> Score {
        score(self.blueprint, self.mock.attempt.plan().domains.len(), marks)
    }

    /// Why a mark was lost: what the learner said, or the first rule that fits.
    fn loss(&self, number: usize, marked: &Marked, given: &Given) -> Option<Loss> {
        if marked.is_right || !marked.is_scored && marked.topic.is_empty() {
            return None;
        }
        if given.loss.is_some() {
            return given.loss;
        }
        let attempt = &self.mock.attempt;
        let question = attempt.plan().questions().nth(number)?;
        let item = self.item(&question.item)?;
        let place = self.place(&question.item)?;
        let unit = self.state.library.units_of(place).next()?;
        let secs = self.state.library.unit(unit).map_or(80.0, |unit| unit.kind.cost().new);
        let limit = attempt.plan().limit_ms;
        Some(loss(&LossInput {
            is_blank: marked.is_blank,
            is_clock_out: is_clock_out(attempt),
            is_late: given.answered_ms.is_none_or(|at| at * 100 > limit * 95),
            shown_ms: given.shown_ms,
            typical_ms: (secs * 1000.0) as i64,
            was_right: was_right(item, given),
            recall: question.recall,
            n_right_before: question.n_right,
            is_flagged: given.is_flagged,
            is_changed: !given.former.is_empty(),
            is_topic_new: self.is_topic_new(number, &item.topic),
            fresh: FRESH,
        }))
    }

    /// Whether no question of the topic had been answered before the exam.
    fn is_topic_new(&self, number: usize, topic: &str) -> bool {
        let seen = self.mock.attempt.plan().questions().enumerate();
        let mut of_topic = seen.filter(|(at, question)| {
            *at == number || self.item(&question.item).is_some_and(|item| item.topic == topic)
        });
        !of_topic.any(|(_, question)| question.is_seen)
    }
}

impl State {
    /// The score of a mock; none when its deck or its rules are no longer there.
    pub(in crate::app) fn score_of(&self, mock: &Mock) -> Option<Score> {
        let sources = Sources::of(self, mock)?;
        Some(sources.score(&sources.marks()))
    }
}

pub(in crate::app) fn build(state: &State) -> Option<ResultView> {
    let mock = state.mocks.iter().find(|mock| mock.id == state.result.id)?;
    let sources = Sources::of(state, mock)?;
    let marks = sources.marks();
    let score = sources.score(&marks);
    let rows = rows(&sources, &marks);
    let shown: Vec<QuestionRow> =
        rows.iter().filter(|row| passes(state.result.filter, row, mock)).cloned().collect();
    let question =
        state.result.question.and_then(|number| question(&sources, number, &rows, &shown));
    Some(ResultView {
        id: mock.id.clone(),
        title: mock.attempt.plan().title.clone(),
        line: line(mock),
        right: (score.all.n_right, score.all.n_scored),
        percent: (score.all.share() * 100.0).round() as u32,
        verdict: verdict_line(&score, state.prefs.line_percent),
        notes: notes(&sources, &score),
        domains: domains(&sources, &score),
        topics: topics(&sources, &marks),
        has_bands: matches!(sources.blueprint.pass, Pass::Unpublished { .. }),
        losses: losses(&rows),
        pace: pace(&mock.attempt),
        pace_line: pace_line(mock, &marks),
        changes: changes(&mock.attempt, |id| sources.item(id)),
        series: series(state, mock),
        filter: state.result.filter,
        rows: shown,
        question: question.map(Box::new),
    })
}

fn line(mock: &Mock) -> String {
    let plan = mock.attempt.plan();
    let offset = i64::from(mock.began.offset_min) * 60_000;
    let minutes = mock.attempt.spent_ms() / 60_000;
    let spent = match minutes / 60 {
        0 => format!("{minutes} min"),
        hours => format!("{hours} h {} min", minutes % 60),
    };
    let length = length_words(plan.length);
    format!("{}, {length}, {spent}, seed {}", time_words(mock.began.utc_ms + offset), plan.seed)
}

/// "passed", "not passed", "about 713", "Target".
pub(in crate::app) fn verdict_words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Fraction { is_passed: true, .. } => "passed".to_owned(),
        Verdict::Fraction { .. } => "not passed".to_owned(),
        Verdict::Scaled { score, .. } => format!("about {score}"),
        Verdict::Bands { band } => band.clone(),
    }
}

fn verdict_line(score: &Score, line_percent: u32) -> String {
    match &score.verdict {
        Verdict::Fraction { needed, is_passed } => {
            let word = if *is_passed { "Passed" } else { "Not passed" };
            format!("{word}: {needed} right answers were needed.")
        }
        Verdict::Scaled { score, from, to, needed, is_passed, .. } => {
            let word = if *is_passed { "above" } else { "below" };
            format!("About {score} on {from}\u{2013}{to}, {word} the {needed} that pass.")
        }
        Verdict::Bands { .. } => {
            let needed = (f64::from(score.all.n_scored * line_percent) / 100.0).ceil() as i64;
            let gap = i64::from(score.all.n_right) - needed;
            let side = if gap >= 0 { "above" } else { "short of it" };
            format!("Your line is {line_percent} %: {} questions {side}.", gap.abs())
        }
    }
}

fn notes(sources: &Sources<'_>, score: &Score) -> Vec<String> {
    let attempt = &sources.mock.attempt;
    let mut notes = Vec::new();
    let record = sources.state.outlook_of(&sources.deck.id);
    let id = &sources.mock.id;
    if let Some((_, one)) = record.and_then(|found| found.resolved_mock(id)) {
        notes.push(format!(
            "Forecast before the start: {:.0} % ({:.0}\u{2013}{:.0}).",
            one.mean * 100.0,
            one.range.0 * 100.0,
            one.range.1 * 100.0
        ));
    }
    match &score.verdict {
        Verdict::Scaled { has_part_marks, .. } => {
            notes.push(
                "A practice estimate, not an official score: the scale is not published."
                    .to_owned(),
            );
            if *has_part_marks {
                notes.push("Part marks assumed for questions with several parts.".to_owned());
            }
        }
        Verdict::Bands { .. } => {
            notes.push("No pass mark is published for this exam. Bands as in the real report; the cuts between them are our estimate.".to_owned());
        }
        Verdict::Fraction { .. } => {}
    }
    if attempt.phase() == Phase::Submitted(Ending::TimeOver) {
        notes.push("Time ran out; the exam was handed in as it stood.".to_owned());
    }
    if attempt.n_pauses() > 0 {
        notes.push(format!(
            "The clock was stopped {} times, which the real exam does not allow.",
            attempt.n_pauses()
        ));
    }
    for (_, interruption) in attempt.interruptions() {
        let minutes = (interruption.ms.abs() + 30_000) / 60_000;
        notes.push(match interruption.kind {
            InterruptionKind::Away => format!(
                "The computer slept or its clock was set on for {minutes} minutes; the exam's clock stood still."
            ),
            InterruptionKind::ClockSetBack => format!(
                "The computer's clock was set back by {minutes} minutes; the exam's clock did not follow."
            ),
            InterruptionKind::Restart => format!(
                "The exam was interrupted for {minutes} minutes and went on with the time that was left."
            ),
        });
    }
    notes.extend(attempt.plan().shortfalls.iter().cloned());
    notes
}

fn domains(sources: &Sources<'_>, score: &Score) -> Vec<DomainRow> {
    let ids = sources.mock.attempt.plan().domains.iter();
    ids.zip(&score.domains)
        .map(|(id, tally)| DomainRow {
            title: topic_title(sources.deck, id),
            right: (tally.n_right, tally.n_scored),
            share: tally.share(),
            band: match &sources.blueprint.pass {
                Pass::Unpublished { bands } if tally.n_scored > 0 => band(bands, tally.share()),
                _ => String::new(),
            },
        })
        .collect()
}

fn topic_title(deck: &Deck, id: &str) -> String {
    deck.topic_path(id).last().map_or_else(|| id.to_owned(), |topic| topic.title.clone())
}

fn topics(sources: &Sources<'_>, marks: &[Marked]) -> Vec<(String, u32, u32)> {
    let mut topics: Vec<(String, u32, u32)> = Vec::new();
    for marked in marks.iter().filter(|marked| marked.is_scored) {
        let title = topic_title(sources.deck, &marked.topic);
        match topics.iter_mut().find(|(other, _, _)| *other == title) {
            Some((_, right, asked)) => {
                *right += u32::from(marked.is_right);
                *asked += 1;
            }
            None => topics.push((title, u32::from(marked.is_right), 1)),
        }
    }
    let share = |(_, right, asked): &(String, u32, u32)| f64::from(*right) / f64::from(*asked);
    topics.sort_by(|a, b| share(a).total_cmp(&share(b)).then_with(|| a.0.cmp(&b.0)));
    topics
}

fn rows(sources: &Sources<'_>, marks: &[Marked]) -> Vec<QuestionRow> {
    let attempt = &sources.mock.attempt;
    let questions = attempt.plan().questions().zip(attempt.given()).zip(marks).enumerate();
    questions
        .map(|(number, ((question, given), marked))| {
            let item = sources.item(&question.item);
            let outcome = match (item, marked.is_blank, marked.is_right) {
                (None, ..) => "not in the deck any more",
                (_, true, _) => "blank",
                (_, _, true) => "right",
                (_, _, false) => "wrong",
            };
            QuestionRow {
                number,
                text: item.map_or_else(|| question.item.clone(), |item| first_line(item.prompt())),
                outcome,
                is_right: marked.is_right,
                is_unscored: attempt.plan().unscored.contains(&(number as u32)),
                is_flagged: given.is_flagged,
                loss: sources.loss(number, marked, given).filter(|_| item.is_some()),
                seconds: given.shown_ms / 1000,
            }
        })
        .collect()
}

fn passes(filter: ResultFilter, row: &QuestionRow, mock: &Mock) -> bool {
    match filter {
        ResultFilter::All => true,
        ResultFilter::Wrong => !row.is_right,
        ResultFilter::Flagged => row.is_flagged,
        ResultFilter::Changed => {
            mock.attempt.given().get(row.number).is_some_and(|given| !given.former.is_empty())
        }
    }
}

fn losses(rows: &[QuestionRow]) -> Vec<(Loss, u32)> {
    let count = |loss: Loss| {
        let lost = rows.iter().filter(|row| !row.is_unscored && row.loss == Some(loss));
        lost.count() as u32
    };
    Loss::ALL.into_iter().map(|loss| (loss, count(loss))).collect()
}

fn pace_line(mock: &Mock, marks: &[Marked]) -> String {
    let words =
        |secs: Option<f64>| secs.map_or_else(|| "none".to_owned(), |secs| format!("{secs:.0} s"));
    let n_shown = mock.attempt.given().iter().filter(|given| given.n_shown > 0).count();
    let mean = mock.attempt.given().iter().map(|given| given.shown_ms).sum::<i64>() as f64
        / 1000.0
        / n_shown.max(1) as f64;
    let (right, wrong) = mean_secs(&mock.attempt, marks);
    format!("{mean:.0} s a question; right ones {}, wrong ones {}.", words(right), words(wrong))
}

fn series(state: &State, mock: &Mock) -> Vec<(String, u32)> {
    let plan = mock.attempt.plan();
    let same = state.mocks.iter().filter(|other| {
        let their = other.attempt.plan();
        their.blueprint == plan.blueprint
            && their.deck == plan.deck
            && other.attempt.is_over()
            && !other.attempt.is_discarded()
            && other.began <= mock.began
    });
    same.filter_map(|other| {
        let score = state.score_of(other)?;
        let local = other.began.utc_ms + i64::from(other.began.offset_min) * 60_000;
        Some((time_words(local), (score.all.share() * 100.0).round() as u32))
    })
    .collect()
}

fn question(
    sources: &Sources<'_>,
    number: usize,
    rows: &[QuestionRow],
    shown: &[QuestionRow],
) -> Option<ResultQuestion> {
    let attempt = &sources.mock.attempt;
    let planned = attempt.plan().questions().nth(number)?;
    let place = sources.place(&planned.item)?;
    let item = sources.item(&planned.item)?;
    let given = attempt.given().get(number)?;
    let layout = layout(item, attempt.plan().seed);
    let view =
        sources.state.question_of(item, place, &layout, given.response.as_ref(), Reveal::Shown)?;
    let at = shown.iter().position(|row| row.number == number);
    let neighbour =
        |place: Option<usize>| place.and_then(|place| shown.get(place)).map(|row| row.number);
    Some(ResultQuestion {
        number,
        topic: topic_words(sources.deck, &item.topic),
        view,
        scenario: scenario(sources.state, place),
        row: rows.get(number)?.clone(),
        references: item.references.clone(),
        neighbours: (
            neighbour(at.and_then(|at| at.checked_sub(1))),
            neighbour(at.map(|at| at + 1)),
        ),
    })
}
