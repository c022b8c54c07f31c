//! What the Progress screen shows.

mod ahead;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::plural;
use super::readiness::ReadinessView;
use crate::app::command::Command;
use crate::app::profile::RealResult;
use crate::app::state::State;
use crate::domain::deck::Topic;
use crate::domain::event::{Confidence, Mode};
use crate::domain::plan::ledger::{Calls, proportion};
use crate::domain::plan::outlook::DomainOutlook;
use crate::domain::time::StudyDay;
use crate::store::DayCount;

/// Weeks of the calendar and of the line of right answers.
const WEEKS: i32 = 26;
/// Days of the load to come.
const AHEAD: i32 = 14;
/// Answers below which a share says too little to be shown.
const ENOUGH: i64 = 10;

/// The Progress screen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProgressView {
    /// Certificates that are studied: id, title, whether it is the one that is shown.
    pub decks: Vec<(String, String, bool)>,
    /// Answers, days and minutes in words; empty before the first answer.
    pub summary: String,
    /// Share right of each week, oldest first: label, share 0..=1, answers; none with too few.
    pub weeks: Vec<(String, Option<f64>, i64)>,
    /// The same in words.
    pub weeks_text: String,
    /// Minutes planned on each of the days to come: label and minutes.
    pub load: Vec<(String, f64)>,
    /// The same in words.
    pub load_text: String,
    /// Minutes of each day, oldest first, a whole number of weeks that ends with this one.
    pub calendar: Vec<CalendarDay>,
    /// The same in words.
    pub calendar_text: String,
    /// One row a part of the outline.
    pub topics: Vec<TopicRow>,
    /// What was said and how it turned out.
    pub confidence: Vec<ConfidenceRow>,
    /// How ready the learner is; none while it is worked out.
    pub readiness: Option<ReadinessView>,
    /// Each part of the exam.
    pub domains: Vec<DomainOutlook>,
    /// What is to be said about their weights.
    pub domains_text: String,
    /// The record of forecasts.
    pub ledger: LedgerView,
    /// Misconceptions: title, advice, chosen, offered, and what practises them.
    pub traps: Vec<TrapRow>,
    /// Pairs of terms that are mixed up.
    pub pairs: Vec<TrapRow>,
    /// "38 % of your misses are \u{2026}"; empty with too little to say.
    pub traps_text: String,
    /// The exam, once its day is over: its date and what it brought.
    pub past_exam: Option<(NaiveDate, Option<RealResult>)>,
    /// Id of the certificate that is shown.
    pub deck: String,
    /// "Your reviews follow your own memory since 12 March"; empty with the standard model.
    pub fitted: String,
}

/// The record of forecasts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LedgerView {
    /// Calls of single answers.
    pub calls: Calls,
    /// The same in words.
    pub calls_text: String,
    /// Exams: what, forecast, range, result; all in per cent.
    pub exams: Vec<(String, f64, (f64, f64), f64)>,
    /// The same in words.
    pub exams_text: String,
}

/// A misconception.
#[derive(Debug, Clone, PartialEq)]
pub struct TrapRow {
    /// What it says.
    pub title: String,
    /// What helps.
    pub advice: String,
    /// Times chosen and offered.
    pub count: (usize, usize),
    /// Starts a set about it.
    pub command: Command,
}

/// A day of the calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct CalendarDay {
    /// "Mon 23 November".
    pub label: String,
    /// Answers given.
    pub answers: i64,
    /// Minutes of study.
    pub minutes: f64,
    /// Whether it lies ahead.
    pub is_ahead: bool,
}

/// A part of the outline.
#[derive(Debug, Clone, PartialEq)]
pub struct TopicRow {
    /// Title.
    pub title: String,
    /// 0 for a domain.
    pub depth: usize,
    /// Published share of the exam in per cent.
    pub weight: Option<f64>,
    /// Memories begun, and all.
    pub seen: (usize, usize),
    /// Mean chance of recall today of what was begun, 0..=1.
    pub recall: Option<f32>,
}

/// One step of confidence.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfidenceRow {
    /// "Sure".
    pub label: &'static str,
    /// Answers.
    pub n: usize,
    /// Of these right.
    pub right: usize,
    /// 80 % interval of the share, 0..=1.
    pub range: (f64, f64),
    /// What the word promises: "80 % or more".
    pub promise: &'static str,
}

pub(in crate::app) fn build(state: &State) -> ProgressView {
    let shown = state.progress_deck();
    let decks = state.studied().into_iter().filter_map(|index| state.library.deck(index));
    let decks: Vec<_> = decks
        .map(|deck| (deck.id.clone(), deck.title.clone(), shown.as_deref() == Some(&*deck.id)))
        .collect();
    let Some(deck) = shown else { return ProgressView { decks, ..ProgressView::default() } };
    let daily = days_of(state, &deck);
    let (load, load_text) = load(state, &deck);
    let (weeks, weeks_text) = weeks(state, &daily);
    let (calendar, calendar_text) = calendar(state, &daily);
    ProgressView {
        decks,
        summary: summary(&daily),
        weeks,
        weeks_text: format!("{weeks_text} {}", target_words(state, &deck)).trim_end().to_owned(),
        load,
        load_text,
        calendar,
        calendar_text,
        topics: topics(state, &deck),
        confidence: confidence(state, &deck),
        past_exam: ahead::past_exam(state, &deck),
        fitted: ahead::fitted_words(state, &deck),
        ..ahead::parts(state, &deck)
    }
}

impl State {
    /// The certificate that Progress shows: the one that was chosen, else the first.
    fn progress_deck(&self) -> Option<String> {
        let studied = self.studied();
        let ids: Vec<&str> = studied
            .iter()
            .filter_map(|index| self.library.deck(*index))
            .map(|deck| deck.id.as_str())
            .collect();
        let chosen = self.progress_of.as_deref().filter(|id| ids.contains(id));
        chosen.or(ids.first().copied()).map(str::to_owned)
    }
}

type Daily = BTreeMap<StudyDay, DayCount>;

fn days_of(state: &State, deck: &str) -> Daily {
    let daily = state.store.daily().unwrap_or_default();
    daily
        .into_iter()
        .filter(|((of, _), _)| of == deck)
        .map(|((_, day), count)| (day, count))
        .collect()
}

fn summary(daily: &Daily) -> String {
    let answers: i64 = daily.values().map(|count| count.answers).sum();
    if answers == 0 {
        return String::new();
    }
    let ms: i64 = daily.values().map(|count| count.elapsed_ms).sum();
    let minutes = match (ms + 30_000) / 60_000 {
        0 => "less than a minute".to_owned(),
        minutes => plural(minutes as usize, "minute", "minutes"),
    };
    let days = daily.values().filter(|count| count.answers > 0).count();
    format!(
        "{} on {}, {} in all",
        plural(answers as usize, "answer", "answers"),
        plural(days, "day", "days"),
        minutes
    )
}

/// Share of reviews that were remembered in the last four weeks, against what is asked for.
fn target_words(state: &State, deck: &str) -> String {
    let target = f64::from(state.profile.retention_of(deck)) * 100.0;
    let found = state.outlook_of(deck);
    let (kept, n) = found.map_or((0, 0), |found| found.recent);
    if i64::from(n) < ENOUGH {
        return String::new();
    }
    let share = f64::from(kept) / f64::from(n) * 100.0;
    let asked = if found.is_some_and(|found| found.plan.is_some()) {
        "with an exam ahead the plan decides what is asked, not a target".to_owned()
    } else {
        format!("{target:.0} % is the target")
    };
    format!("Of {n} reviews in four weeks {share:.0} % were remembered; {asked}.")
}

/// Monday of the week of a day.
fn monday(day: StudyDay) -> StudyDay {
    use chrono::Datelike as _;
    day.plus(-(day.date().weekday().num_days_from_monday() as i32))
}

fn weeks(state: &State, daily: &Daily) -> (Vec<(String, Option<f64>, i64)>, String) {
    let this = monday(state.today());
    let weeks: Vec<(String, Option<f64>, i64)> = (0..WEEKS)
        .map(|number| {
            let first = this.plus(-7 * (WEEKS - 1 - number));
            let days = daily.range(first..first.plus(7)).map(|(_, count)| count);
            let (right, answers) =
                days.fold((0, 0), |(r, n), count| (r + count.right, n + count.answers));
            let share = (answers >= ENOUGH).then(|| right as f64 / answers as f64);
            (first.date().format("%-d %b").to_string(), share, answers)
        })
        .collect();
    let told: Vec<&(String, Option<f64>, i64)> =
        weeks.iter().filter(|(_, share, _)| share.is_some()).collect();
    let text = match (told.first(), told.last()) {
        (Some((_, Some(_), _)), Some((label, Some(last), n))) => format!(
            "{:.0} % of {n} answers were right in the week of {label}; {} with enough answers.",
            last * 100.0,
            plural(told.len(), "week", "weeks")
        ),
        _ => format!("A week is shown from {ENOUGH} answers on."),
    };
    (weeks, text)
}

/// Minutes of what is due, by its day; what is overdue counts today.
fn add_due(state: &State, deck: &str, minutes: &mut [f64]) {
    let today = state.today();
    let index = state.library.deck_index(deck);
    for (unit, memory) in state.library.units().iter().zip(&state.memories) {
        let Some(memory) = memory.as_ref().filter(|_| Some(unit.deck) == index) else { continue };
        let ahead = (memory.due.0 - today.0).max(0) as usize;
        if let Some(slot) = minutes.get_mut(ahead) {
            *slot += f64::from(unit.kind.cost().seen) / 60.0;
        }
    }
}

fn load(state: &State, deck: &str) -> (Vec<(String, f64)>, String) {
    let today = state.today();
    let mut minutes = vec![0.0; AHEAD as usize];
    let plan = state.outlook_of(deck).and_then(|found| found.plan.as_ref());
    if let Some(plan) = plan {
        for load in &plan.days {
            if let Some(slot) = minutes.get_mut(load.day.max(0) as usize) {
                *slot += load.secs / 60.0;
            }
        }
    } else {
        add_due(state, deck, &mut minutes);
    }
    let days: Vec<(String, f64)> = minutes
        .iter()
        .enumerate()
        .map(|(ahead, minutes)| {
            (today.plus(ahead as i32).date().format("%a %-d").to_string(), *minutes)
        })
        .collect();
    let sum: f64 = minutes.iter().sum();
    let most = days.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    let text = match most.filter(|_| sum > 0.0) {
        Some((label, minutes)) => format!(
            "About {sum:.0} minutes in {AHEAD} days; most on {label} ({minutes:.0} min). {}",
            if plan.is_some() { "New items are in it." } else { "New items come on top." }
        ),
        None => "No reviews are planned yet.".to_owned(),
    };
    (days, text)
}

fn calendar(state: &State, daily: &Daily) -> (Vec<CalendarDay>, String) {
    let today = state.today();
    let first = monday(today).plus(-7 * (WEEKS - 1));
    let days: Vec<CalendarDay> = (0..WEEKS * 7)
        .map(|number| {
            let day = first.plus(number);
            let count = daily.get(&day).copied().unwrap_or_default();
            CalendarDay {
                label: day.date().format("%a %-d %B").to_string(),
                answers: count.answers,
                minutes: count.elapsed_ms as f64 / 60_000.0,
                is_ahead: day > today,
            }
        })
        .collect();
    let n_days = days.iter().filter(|day| day.answers > 0).count();
    let minutes: f64 = days.iter().map(|day| day.minutes).sum();
    let text = format!(
        "Studied on {} of the last {WEEKS} weeks, {minutes:.0} minutes.",
        plural(n_days, "day", "days")
    );
    (days, text)
}

fn topics(state: &State, deck: &str) -> Vec<TopicRow> {
    let Some(index) = state.library.deck_index(deck) else { return Vec::new() };
    let Some(found) = state.library.deck(index) else { return Vec::new() };
    let model = state.models.of(deck);
    let today = state.today();
    // Memories begun, all, and the sum of recall, by topic id.
    let mut counts: BTreeMap<&str, (usize, usize, f32)> = BTreeMap::new();
    for (unit, memory) in state.library.units().iter().zip(&state.memories) {
        if unit.deck != index || unit.is_shadowed {
            continue;
        }
        let topic = state.library.topics().get(unit.topic as usize).map_or("", |topic| &topic.id);
        let count = counts.entry(topic).or_default();
        count.1 += 1;
        if let Some(memory) = memory {
            count.0 += 1;
            count.2 += model.retrievability(memory, today);
        }
    }
    let mut rows = Vec::new();
    add_topics(&found.outline, 0, &counts, &mut rows);
    rows
}

fn add_topics(
    topics: &[Topic],
    depth: usize,
    counts: &BTreeMap<&str, (usize, usize, f32)>,
    rows: &mut Vec<TopicRow>,
) {
    for topic in topics {
        let (seen, all, sum) = total(topic, counts);
        rows.push(TopicRow {
            title: topic.title.clone(),
            depth,
            weight: topic.weight,
            seen: (seen, all),
            recall: (seen > 0).then(|| sum / seen as f32),
        });
        add_topics(&topic.topics, depth + 1, counts, rows);
    }
}

fn total(topic: &Topic, counts: &BTreeMap<&str, (usize, usize, f32)>) -> (usize, usize, f32) {
    let own = counts.get(topic.id.as_str()).copied().unwrap_or_default();
    topic.topics.iter().fold(own, |sum, inner| {
        let inner = total(inner, counts);
        (sum.0 + inner.0, sum.1 + inner.1, sum.2 + inner.2)
    })
}

fn confidence(state: &State, deck: &str) -> Vec<ConfidenceRow> {
    let mut rows = [
        ("Sure", "80 % or more"),
        ("I think so", "50 to 80 %"),
        ("Guess", "about a quarter with four options"),
    ]
    .map(|(label, promise)| ConfidenceRow {
        label,
        n: 0,
        right: 0,
        range: (0.0, 1.0),
        promise,
    });
    let read = state.store.effective_answers(|_, _, answer| {
        let (Some(said), Some(is_right)) = (answer.confidence, answer.is_right) else { return };
        if &*answer.key.deck != deck || answer.mode == Mode::Relearn {
            return;
        }
        let place = match said {
            Confidence::Sure => 0,
            Confidence::ThinkSo => 1,
            Confidence::Guess => 2,
        };
        if let Some(row) = rows.get_mut(place) {
            row.n += 1;
            row.right += usize::from(is_right);
        }
    });
    if let Err(error) = read {
        tracing::warn!("confidence could not be read: {error}");
    }
    for row in &mut rows {
        row.range = proportion(row.right, row.n - row.right, 0.1);
    }
    rows.into_iter().filter(|row| row.n > 0).collect()
}

/// The numbers behind the screen as one table: what, label, value, count.
pub(in crate::app) fn csv(view: &ProgressView) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut row = |cells: [&str; 4]| {
        if let Err(error) = writer.write_record(cells) {
            tracing::error!("a row could not be written: {error}");
        }
    };
    row(["what", "label", "value", "count"]);
    for (label, share, n) in &view.weeks {
        let share = share.map_or_else(String::new, |share| format!("{share:.4}"));
        row(["share right, week of", label, &share, &n.to_string()]);
    }
    for (label, minutes) in &view.load {
        row(["minutes planned", label, &format!("{minutes:.1}"), ""]);
    }
    for day in view.calendar.iter().filter(|day| day.answers > 0) {
        let minutes = format!("{:.1}", day.minutes);
        row(["minutes studied", &day.label, &minutes, &day.answers.to_string()]);
    }
    for topic in &view.topics {
        let recall = topic.recall.map_or_else(String::new, |recall| format!("{recall:.4}"));
        let seen = format!("{} of {}", topic.seen.0, topic.seen.1);
        row(["recall by topic", &topic.title, &recall, &seen]);
    }
    for line in &view.confidence {
        let share = format!("{:.4}", line.right as f64 / line.n as f64);
        row(["share right when", line.label, &share, &line.n.to_string()]);
    }
    for domain in &view.domains {
        let count = domain.n_sights.to_string();
        row(["chance of a new question", &domain.title, &format!("{:.4}", domain.chance), &count]);
    }
    for bin in &view.ledger.calls.bins {
        let (called, right) = (format!("{:.4}", bin.called), format!("{:.4}", bin.right));
        row(["share right where called", &called, &right, &bin.n.to_string()]);
    }
    for (label, mean, (low, high), result) in &view.ledger.exams {
        let forecast = format!("{mean:.1} ({low:.1} to {high:.1})");
        row(["forecast and result in per cent", label, &forecast, &format!("{result:.1}")]);
    }
    for trap in view.traps.iter().chain(&view.pairs) {
        let (chosen, offered) = (trap.count.0.to_string(), trap.count.1.to_string());
        row(["trap chosen, offered", &trap.title, &chosen, &offered]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
