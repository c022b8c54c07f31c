//! The selected item of the library: its text, its memory, its history.

use super::interval_words;
use super::library::{HistoryRow, Preview, due_words};
use super::settings::time_words;
use super::study::{Gap, cloze_text, topic_words};
use crate::app::state::State;
use crate::domain::deck::{Body, Choice, Item};
use crate::domain::event::{Answer, Confidence, Event, EventBody, Rating};
use crate::domain::figure::has_figure;
use crate::domain::generate::made_item;
use crate::domain::item::text::cloze_plain;
use crate::domain::schedule::memory::Model;
use crate::domain::time::StudyDay;
use crate::store::HistoryEntry;

/// Makes the preview of an item.
pub(in crate::app) fn build(state: &State, place: u32) -> Option<Preview> {
    let item = state.library.item(place)?;
    let deck = state.library.deck(state.library.deck_of(place)?)?;
    let names = (deck.id.clone(), item.id.clone());
    let history = state.store.history(&deck.id, &item.id).unwrap_or_default();
    let offset = i64::from(state.services.clock.now().offset_min) * 60_000;
    let rows = history.iter().rev().filter_map(|entry| {
        let EventBody::Answer(answer) = &entry.event.body else { return None };
        Some(history_row(&entry.event, answer, entry.is_effective, offset))
    });
    let markdown = markdown_of(item);
    Some(Preview {
        item: place,
        id: format!("{} / {}", names.0, names.1),
        topic: topic_words(deck, &item.topic),
        kind: item.type_name(),
        has_figure: has_figure(&markdown),
        markdown,
        memory: memory_lines(state, place),
        curve: curve(state.models.of(&deck.id), &history, state.today()),
        history: rows.collect(),
        is_suspended: state.profile.suspended.contains(&names),
        is_flagged: state.profile.flagged.contains(&names),
        is_own_version: state
            .profile
            .overlays
            .get(&names.0)
            .is_some_and(|overlays| overlays.contains_key(&names.1)),
        note: state.profile.notes.get(&names).cloned().unwrap_or_default(),
        references: item.references.clone(),
    })
}

fn history_row(event: &Event, answer: &Answer, is_effective: bool, offset: i64) -> HistoryRow {
    let right = match answer.is_right {
        Some(true) => "right",
        Some(false) => "wrong",
        None => "graded",
    };
    let sure = match answer.confidence {
        Some(Confidence::Sure) => ", sure",
        Some(Confidence::ThinkSo) => ", thought so",
        Some(Confidence::Guess) => ", guessed",
        None => "",
    };
    HistoryRow {
        when: time_words(event.at.utc_ms + offset),
        what: format!("{right}{sure}"),
        rating: rating_word(answer.rating).to_owned(),
        seconds: answer.elapsed_ms / 1000,
        is_undone: !is_effective,
    }
}

fn rating_word(rating: Rating) -> &'static str {
    match rating {
        Rating::Again => "again",
        Rating::Hard => "hard",
        Rating::Good => "good",
        Rating::Easy => "easy",
    }
}

fn memory_lines(state: &State, place: u32) -> Vec<String> {
    let units = state.library.units_of(place);
    let is_single = units.len() == 1;
    let lines: Vec<String> = units
        .filter_map(|unit| {
            let facet = state.library.unit(unit)?.facet;
            let name = if is_single { String::new() } else { format!("Part {facet}: ") };
            let Some(memory) = state.memory(unit) else {
                return Some(format!("{name}not seen yet"));
            };
            let key = state.library.key(unit)?;
            let recall = state.models.of(&key.deck).retrievability(memory, state.today()) * 100.0;
            Some(format!(
                "{name}due {}, known with {recall:.0} % now, stability {}, difficulty {:.1} of 10, \
                 {} answers, {} lapses",
                due_words(memory.due.0 - state.today().0),
                interval_words(memory.stability.round().max(1.0) as i32),
                memory.difficulty,
                memory.n_answers,
                memory.n_lapses
            ))
        })
        .collect();
    if lines.is_empty() { vec!["For exams only; not scheduled.".to_owned()] } else { lines }
}

/// Points of the forgetting curve of the facet answered last: days since the first answer, recall.
fn curve(model: &Model, history: &[HistoryEntry], today: StudyDay) -> Vec<(f32, f32)> {
    let answers = || {
        history.iter().filter(|entry| entry.is_effective).filter_map(|entry| {
            match &entry.event.body {
                EventBody::Answer(answer) if answer.mode.moves_memory() => Some(answer),
                _ => None,
            }
        })
    };
    let Some(facet) = answers().next_back().map(|answer| answer.key.facet) else {
        return Vec::new();
    };
    let mut points = Vec::new();
    let mut memory = None;
    for answer in answers().filter(|answer| answer.key.facet == facet) {
        trace(model, memory.as_ref(), answer.day, &mut points);
        memory = Some(model.fold(memory.as_ref(), answer));
        if let Some(memory) = &memory {
            points.push((answer.day.since(memory.first_day) as f32, 1.0));
        }
    }
    trace(model, memory.as_ref(), today, &mut points);
    points
}

/// Adds recall from the last answer to `until`, at most 40 points.
fn trace(
    model: &Model,
    memory: Option<&crate::domain::schedule::memory::Memory>,
    until: StudyDay,
    points: &mut Vec<(f32, f32)>,
) {
    let Some(memory) = memory else { return };
    let days = until.since(memory.last_day);
    let step = (days / 40).max(1);
    for ahead in (1..=days).step_by(step as usize) {
        let day = memory.last_day.plus(ahead as i32);
        points.push((day.since(memory.first_day) as f32, model.retrievability(memory, day)));
    }
}

/// Seed of the example that stands for a made question.
const EXAMPLE: u64 = 1;

/// The item with its answer, as Markdown.
pub(in crate::app) fn markdown_of(item: &Item) -> String {
    match &item.body {
        Body::Card(card) => format!("{}\n\n{}", asked(&card.front), card.back),
        Body::Cloze(cloze) => {
            format!("{}\n\n{}", cloze_text(&cloze.text, 1, Gap::Filled), cloze.explain)
        }
        Body::Choice(choice) => choice_markdown(choice),
        Body::Order(order) => {
            let steps = order.steps.iter().enumerate();
            let steps: Vec<String> =
                steps.map(|(at, step)| format!("{}. {step}", at + 1)).collect();
            format!("{}\n\n{}\n\n{}", asked(&order.stem), steps.join("\n"), order.explain)
        }
        Body::Match(matching) => {
            let pairs: Vec<String> = matching
                .pairs
                .iter()
                .map(|pair| format!("- **{}**: {}", pair.left, pair.right))
                .collect();
            format!("{}\n\n{}\n\n{}", asked(&matching.stem), pairs.join("\n"), matching.explain)
        }
        Body::Numeric(numeric) => format!(
            "{}\n\nAnswer: {} {}\n\n{}",
            asked(&numeric.stem),
            numeric.answer,
            numeric.unit,
            numeric.explain
        ),
        Body::Dropdown(dropdown) => format!("{}\n\n{}", dropdown.text, dropdown.explain),
        Body::Hotspot(hotspot) => {
            let keys = hotspot.regions.iter().filter(|region| region.is_key);
            let keys: Vec<&str> = keys.map(|region| region.name.as_str()).collect();
            let figure = hotspot.figure.as_ref();
            let figure = figure.map(|source| format!("```figure\n{source}\n```\n\n"));
            format!(
                "{}\n\n{}Answer: {}\n\n{}",
                asked(&hotspot.stem),
                figure.unwrap_or_default(),
                keys.join(", "),
                hotspot.explain
            )
        }
        Body::Case(case) => cloze_plain(&case.scenario),
        Body::Generated(generated) => match made_item(item, EXAMPLE) {
            Some(made) => {
                format!("*One of many: the numbers change each time.*\n\n{}", markdown_of(&made))
            }
            None => format!("No generator is called {}.", generated.generator),
        },
    }
}

/// What is asked, in half-bold where it is one paragraph.
fn asked(stem: &str) -> String {
    if stem.contains('\n') { stem.to_owned() } else { format!("**{stem}**") }
}

fn choice_markdown(choice: &Choice) -> String {
    let mut text = format!("{}\n\n", asked(&choice.stem));
    for option in &choice.options {
        let mark = if option.is_key { "✓" } else { "✗" };
        text = format!("{text}- {mark} {}\n", option.text);
        if !option.why.is_empty() {
            text = format!("{text}  *{}*\n", option.why);
        }
    }
    text.push('\n');
    text.push_str(&choice.explain);
    text
}
