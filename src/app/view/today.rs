//! What the Today screen shows.

use chrono::NaiveDate;

use super::plural;
use super::readiness::{ReadinessView, hour_words, readiness};
use crate::app::command::{Command, Screen};
use crate::app::outlook::Plan;
use crate::app::state::State;
use crate::app::update::study::is_new;
use crate::domain::deck::{Blueprint, Deck};
use crate::domain::schedule::leech::is_leech;
use crate::domain::time::StudyDay;

/// The Today screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TodayView {
    /// "Sunday, 22 November".
    pub date: String,
    /// "34 items today, about 38 minutes".
    pub summary: String,
    /// One box a certificate.
    pub certificates: Vec<CertificateView>,
    /// The next seven days: label, minutes, whether it is a day off.
    pub week: Vec<DayView>,
    /// What wants attention.
    pub attention: Vec<AttentionView>,
    /// Whether the plan of the day is still being made.
    pub is_planning: bool,
    /// Items left today over all certificates.
    pub remaining: usize,
    /// Answers given today.
    pub answered_today: usize,
}

/// One day of the week ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct DayView {
    /// "Sun".
    pub label: String,
    /// Items due.
    pub due: usize,
    /// Minutes they take.
    pub minutes: f32,
    /// No study planned.
    pub is_off: bool,
}

/// One certificate on the Today screen.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificateView {
    /// Deck id.
    pub deck: String,
    /// Short title.
    pub title: String,
    /// "outline of July 2026".
    pub badge: String,
    /// Days to the exam and its date in words.
    pub exam: Option<(i32, String)>,
    /// Due items left today.
    pub due: usize,
    /// New items left today.
    pub fresh: usize,
    /// Minutes these take.
    pub minutes: usize,
    /// Items seen at least once, and all.
    pub seen: (usize, usize),
    /// Share of seen items known now (mean retrievability), none below 10 seen.
    pub recall: Option<f32>,
    /// When the next item comes back, once today is done: "tomorrow".
    pub next: Option<String>,
    /// How ready the learner is; none while it is worked out.
    pub readiness: Option<ReadinessView>,
    /// What the plan does, in one sentence.
    pub plan: Option<String>,
}

/// Something that wants attention.
#[derive(Debug, Clone, PartialEq)]
pub struct AttentionView {
    /// In one line.
    pub title: String,
    /// What it means.
    pub detail: String,
    /// What helps.
    pub action: Option<(String, Command)>,
    /// Whether it is a warning.
    pub is_warning: bool,
}

/// Makes the view of today.
pub(in crate::app) fn build(state: &State) -> TodayView {
    let day = state.today();
    let mut certificates: Vec<CertificateView> =
        state.studied().into_iter().filter_map(|deck| certificate(state, deck)).collect();
    certificates.sort_by_key(|view| view.exam.as_ref().map_or(i32::MAX, |(days, _)| *days));
    let remaining: usize = certificates.iter().map(|view| view.due + view.fresh).sum();
    let minutes: usize = certificates.iter().map(|view| view.minutes).sum();
    let answered_today =
        state.memories.iter().flatten().filter(|memory| memory.last_day == day).count();
    let summary = if state.is_loading() {
        "Reading decks…".to_owned()
    } else if state.is_planning() {
        "Planning the day…".to_owned()
    } else if certificates.is_empty() {
        String::new()
    } else if remaining == 0 {
        format!("All done. {} today.", plural(answered_today, "item", "items"))
    } else {
        format!(
            "{} today, about {}",
            plural(remaining, "item", "items"),
            plural(minutes, "minute", "minutes")
        )
    };
    TodayView {
        date: day.date().format("%A, %-d %B").to_string(),
        summary,
        week: week(state),
        attention: attention(state),
        certificates,
        is_planning: state.is_planning(),
        remaining,
        answered_today,
    }
}

fn certificate(state: &State, index: u32) -> Option<CertificateView> {
    let deck = state.library.deck(index)?;
    let queue = state.queue(Some(&deck.id));
    let fresh = queue.entries.iter().filter(|entry| is_new(entry)).count();
    let day = state.today();
    let exam = state
        .profile
        .exam_dates
        .get(&deck.id)
        .map(|date| (StudyDay::from_date(*date).0 - day.0, date.format("%-d %B").to_string()));
    let standing = standing(state, index);
    let plan = state.outlook_of(&deck.id).and_then(|found| found.plan.as_ref());
    let slowness = plan.map_or(1.0, |plan| plan.slowness);
    Some(CertificateView {
        deck: deck.id.clone(),
        title: deck.title.clone(),
        badge: blueprint_on(deck, exam_date(state, &deck.id))
            .map(|blueprint| badge(&deck.title, &blueprint.title))
            .unwrap_or_default(),
        exam,
        due: queue.entries.len() - fresh,
        fresh,
        minutes: (f64::from(queue.secs()) * slowness / 60.0).ceil() as usize,
        seen: (standing.n_seen, standing.n_all),
        recall: (standing.n_seen >= 10).then(|| standing.recall_sum / standing.n_seen as f32),
        readiness: state.outlook_of(&deck.id).map(readiness),
        plan: plan_line(state, &deck.id),
        next: standing.next_due.map(|next| match next.0 - day.0 {
            ..=1 => "The next items come back tomorrow.".to_owned(),
            days => format!("The next items come back in {days} days."),
        }),
    })
}

/// What the plan does and what would help most.
fn plan_line(state: &State, deck: &str) -> Option<String> {
    let found = state.outlook_of(deck)?;
    let plan = found.plan.as_ref()?;
    let last = plan.last_new.map(|day| day.date().format("%-d %B").to_string());
    let policy = plan.policy.words(plan.n_new_a_day, last.as_deref());
    Some(match hour_words(&found.domains).filter(|_| found.now.is_some()) {
        Some(hour) => format!("{policy} {hour}"),
        None => policy,
    })
}

/// The version of an exam without the name that stands beside it.
fn badge(deck: &str, blueprint: &str) -> String {
    let shared: usize = deck
        .chars()
        .zip(blueprint.chars())
        .take_while(|(a, b)| a == b)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let rest = blueprint.get(shared..).unwrap_or_default();
    rest.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The date that decides what is valid: the exam's, or today.
fn exam_date(state: &State, deck: &str) -> NaiveDate {
    let today = state.today().date();
    state.profile.exam_dates.get(deck).copied().filter(|date| *date >= today).unwrap_or(today)
}

/// The version of the exam in force on a date.
pub(in crate::app) fn blueprint_on(deck: &Deck, date: NaiveDate) -> Option<&Blueprint> {
    deck.blueprints.iter().find(|blueprint| blueprint.valid.contains(date))
}

/// How far a certificate is seen and known.
struct Standing {
    n_seen: usize,
    n_all: usize,
    recall_sum: f32,
    next_due: Option<StudyDay>,
}

fn standing(state: &State, deck: u32) -> Standing {
    let mut standing = Standing { n_seen: 0, n_all: 0, recall_sum: 0.0, next_due: None };
    let id = state.library.deck(deck).map_or("", |deck| deck.id.as_str());
    let model = state.models.of(id);
    let day = state.today();
    for (unit, memory) in state.library.units().iter().zip(&state.memories) {
        if unit.deck != deck || unit.is_shadowed {
            continue;
        }
        standing.n_all += 1;
        if let Some(memory) = memory {
            standing.n_seen += 1;
            standing.recall_sum += model.retrievability(memory, day);
            if memory.due > day && standing.next_due.is_none_or(|next| memory.due < next) {
                standing.next_due = Some(memory.due);
            }
        }
    }
    standing
}

fn week(state: &State) -> Vec<DayView> {
    let today = state.today();
    let studied = state.studied();
    let mut days: Vec<DayView> = (0..7)
        .map(|ahead| {
            let day = today.plus(ahead);
            DayView {
                label: day.date().format("%a").to_string(),
                due: 0,
                minutes: 0.0,
                is_off: state.profile.minutes_on(day) == 0,
            }
        })
        .collect();
    let is_planned = |deck: &u32| {
        let found = state.library.deck(*deck).and_then(|deck| state.outlook_of(&deck.id));
        found.is_some_and(|found| found.plan.is_some())
    };
    let (planned, by_due): (Vec<u32>, Vec<u32>) = studied.into_iter().partition(is_planned);
    for (unit, memory) in state.library.units().iter().zip(&state.memories) {
        let Some(memory) = memory else { continue };
        let ahead = (memory.due.0 - today.0).max(0) as usize;
        if !by_due.contains(&unit.deck) || memory.last_day == today && ahead == 0 {
            continue;
        }
        if let Some(day) = days.get_mut(ahead) {
            day.due += 1;
            day.minutes += unit.kind.cost().seen / 60.0;
        }
    }
    for deck in planned {
        let found = state.library.deck(deck).and_then(|deck| state.outlook_of(&deck.id));
        for load in found.and_then(|found| found.plan.as_ref()).into_iter().flat_map(|p| &p.days) {
            if let Some(day) = days.get_mut(load.day.max(0) as usize) {
                day.due += (load.n_new + load.n_seen) as usize;
                day.minutes += (load.secs / 60.0) as f32;
            }
        }
    }
    days
}

fn attention(state: &State) -> Vec<AttentionView> {
    let mut list = Vec::new();
    past_exams(state, &mut list);
    fallen_behind(state, &mut list);
    last_forecast(state, &mut list);
    overdue(state, &mut list);
    let day = state.today();
    let errors = state.memories.iter().flatten();
    let errors = errors.filter(|memory| memory.is_confident_error && memory.due <= day).count();
    if errors > 0 {
        list.push(AttentionView {
            title: format!("{} sure and wrong", plural(errors, "answer was", "answers were")),
            detail: "They come first today: errors one was sure of are corrected best, and come \
                     back soonest."
                .to_owned(),
            action: None,
            is_warning: true,
        });
    }
    let leeches =
        state.memories.iter().flatten().filter(|memory| is_leech(memory.n_lapses)).count();
    if leeches > 0 {
        list.push(AttentionView {
            title: format!("{} forgotten again and again", plural(leeches, "item is", "items are")),
            detail: "A note of your own helps more than another repetition.".to_owned(),
            action: Some(("Show them".to_owned(), Command::Search("is:leech".to_owned()))),
            is_warning: false,
        });
    }
    let problems = state.diagnostics.iter().filter(|found| found.is_error()).count();
    if problems > 0 {
        list.push(AttentionView {
            title: format!("{} in your decks", plural(problems, "error", "errors")),
            detail: "The rest of the decks was read. The library says what and where.".to_owned(),
            action: Some(("Open the library".to_owned(), Command::Go(Screen::Library))),
            is_warning: true,
        });
    }
    list
}

/// Exams whose day is over: how did it go, and what now.
fn past_exams(state: &State, list: &mut Vec<AttentionView>) {
    let today = state.today().date();
    for deck in state.studied() {
        let Some(deck) = state.library.deck(deck) else { continue };
        let Some(date) = state.profile.exam_dates.get(&deck.id).filter(|date| **date < today)
        else {
            continue;
        };
        list.push(AttentionView {
            title: format!("{}: the exam was on {}", deck.title, date.format("%-d %B")),
            detail: "Say how it went, then keep what you know with few reviews, or put it away."
                .to_owned(),
            action: Some(("How it went".to_owned(), Command::ShowProgressOf(deck.id.clone()))),
            is_warning: false,
        });
    }
}

/// Days for which the last mock's forecast is shown beside its result.
const NEWS_DAYS: u32 = 7;

/// What was forecast of the last mock and what came of it.
fn last_forecast(state: &State, list: &mut Vec<AttentionView>) {
    for deck in state.studied() {
        let Some(deck) = state.library.deck(deck) else { continue };
        let mock = state.mocks.iter().rev().find(|mock| {
            mock.attempt.plan().deck == deck.id
                && mock.attempt.is_over()
                && !mock.attempt.is_discarded()
        });
        let day = mock.map(|mock| mock.ended.study_day(state.prefs.rollover_hour));
        let is_new = day.is_some_and(|day| state.today().since(day) <= NEWS_DAYS);
        let found = state.outlook_of(&deck.id).filter(|_| is_new);
        let Some((found, (_, newest))) = found.and_then(|f| Some((f, f.resolved.last()?))) else {
            continue;
        };
        let detail = match found.correction {
            Some((shift, _)) => {
                format!("Forecasts are corrected by {:+.1} points now.", shift * 100.0)
            }
            None => "From three such results on, forecasts are corrected by what they were off."
                .to_owned(),
        };
        list.push(AttentionView {
            title: format!(
                "{}: forecast {:.0} %, result {:.0} %",
                deck.title,
                newest.mean * 100.0,
                newest.result * 100.0
            ),
            detail,
            action: Some(("The record".to_owned(), Command::ShowProgressOf(deck.id.clone()))),
            is_warning: false,
        });
    }
}

/// Missed days or a backlog under a plan: options with their price are on the Plan screen.
fn fallen_behind(state: &State, list: &mut Vec<AttentionView>) {
    for deck in state.studied() {
        let Some(deck) = state.library.deck(deck) else { continue };
        let plan = state.outlook_of(&deck.id).and_then(|found| found.plan.as_ref());
        let Some(plan) = plan else { continue };
        let Some(text) = super::plan::backlog(state, plan) else {
            list.extend(one_day_missed(&deck.title, plan));
            continue;
        };
        list.push(AttentionView {
            title: format!("{} fell behind its plan", deck.title),
            detail: text,
            action: Some(("See what helps".to_owned(), Command::ShowPlanOf(deck.id.clone()))),
            is_warning: true,
        });
    }
}

/// One day without study is no reason to worry, and is said all the same.
fn one_day_missed(title: &str, plan: &Plan) -> Option<AttentionView> {
    (plan.n_missed == 1).then(|| AttentionView {
        title: format!("{title}: one day went by"),
        detail: "Nothing is lost: the plan was made anew this morning and holds what it left."
            .to_owned(),
        action: None,
        is_warning: false,
    })
}

/// More due than two days' minutes: say what happens to it.
fn overdue(state: &State, list: &mut Vec<AttentionView>) {
    for deck in state.studied() {
        let Some(deck) = state.library.deck(deck) else { continue };
        let left_out = state.queue(Some(&deck.id)).n_due_left_out;
        if left_out > 0 {
            let waiting = plural(left_out as usize, "more item is due", "more items are due");
            list.push(AttentionView {
                title: format!("{}: {waiting} than today's limit", deck.title),
                detail: "The weakest come first; the rest waits. Nothing is lost by a missed day."
                    .to_owned(),
                action: Some(("Change the limit".to_owned(), Command::Go(Screen::Settings))),
                is_warning: true,
            });
        }
    }
}
