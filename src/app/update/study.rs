//! Commands of the Study screen: from a key press to a row in the log.

use std::sync::Arc;

use serde_json::json;

use crate::app::command::{Command, Screen};
use crate::app::notice::Severity;
use crate::app::session::{Current, Given, Purpose, Sitting, Step, Tally};
use crate::app::state::State;
use crate::domain::deck::{Body, Item, Response, digest::digest};
use crate::domain::event::{Answer, Confidence, EventBody, Mode, Rating, SettingName};
use crate::domain::generate::made_item;
use crate::domain::ids::MemoryKey;
use crate::domain::item::guess::guess_chance;
use crate::domain::item::{Layout, is_complete, is_partial, mark};
use crate::domain::schedule::preview::{PreviewInput, preview};
use crate::domain::schedule::queue::{self, Kind};
use crate::domain::schedule::rating::{RULE, RatingInput, rate};
use crate::domain::schedule::session::Session as Flow;
use crate::domain::time::StudyDay;

/// Items of a quick session.
const QUICK: usize = 10;

impl State {
    pub(super) fn apply_study(&mut self, command: Command) {
        match command {
            Command::StartStudy(deck) => self.start_study(deck.as_deref(), usize::MAX),
            Command::StartFirst => {
                let view = self.today_view();
                let first = view.certificates.iter().find(|view| view.due + view.fresh > 0);
                let deck = first.map(|view| view.deck.clone());
                self.start_study(deck.as_deref(), usize::MAX);
            }
            Command::StudyMore(deck) => self.study_more(&deck),
            Command::QuickTen(deck) => self.start_study(deck.as_deref(), QUICK),
            Command::StartPractice => self.start_practice(),
            Command::Drill(spec) => self.start_set(spec),
            Command::Reveal => self.reveal(),
            Command::Respond(response) => self.respond(response),
            Command::Check(confidence) => self.check(confidence),
            Command::Grade(rating) => self.grade(rating),
            Command::Next => self.commit_checked(),
            Command::EndSession => {
                self.commit_checked();
                self.screen = Screen::Summary;
            }
            Command::ToggleFlag => self.toggle_flag(),
            Command::Suspend => self.put_aside("Suspended", |deck, item, _| {
                (SettingName::Suspended(deck, item), json!(true))
            }),
            Command::Bury => self.put_aside("Waits till tomorrow", |deck, item, today| {
                (SettingName::Buried(deck, item), json!(today.plus(1).0))
            }),
            Command::SetNote(text) => self.set_text(SettingName::Note, &text),
            Command::SetDoubt(text) => self.set_text(SettingName::Doubt, &text),
            _ => {}
        }
        self.touch();
    }

    fn start_study(&mut self, deck: Option<&str>, most: usize) {
        self.commit_checked();
        let mut queue = self.queue(deck);
        queue.entries.truncate(most);
        self.study_queue(&queue);
    }

    fn study_queue(&mut self, queue: &queue::Queue) {
        if queue.entries.is_empty() {
            if !self.is_loading {
                self.tell(Severity::Info, "Nothing is waiting today", "");
            }
            return;
        }
        self.past.clear();
        self.future.clear();
        self.sitting = Some(Sitting {
            flow: Flow::new(queue),
            current: None,
            started_ms: self.services.clock.monotonic_ms(),
            tally: Tally::default(),
            purpose: Purpose::Study,
        });
        self.go(Screen::Study);
        self.show_next();
    }

    /// Ten more items after the day is done: what is due, then new ones, beyond plan and limits.
    fn study_more(&mut self, deck: &str) {
        let queue = self.queue_beyond(deck, QUICK as u32);
        self.study_queue(&queue);
    }

    /// Puts the next item on the screen, or the summary when there is none.
    pub(super) fn show_next(&mut self) {
        let now = self.services.clock.monotonic_ms();
        let Some(mut sitting) = self.sitting.take() else { return };
        let is_learned = sitting.is_learned();
        let entry = if is_learned { None } else { sitting.flow.next(now) };
        sitting.current = entry.and_then(|entry| self.present(entry, now));
        if is_learned {
            self.tell(
                Severity::Info,
                "Six of the last seven were right",
                "The pair is told apart.",
            );
        }
        if sitting.current.is_none() {
            self.screen = Screen::Summary;
        }
        self.sitting = Some(sitting);
        self.touch();
    }

    fn present(&mut self, entry: queue::Entry, now: i64) -> Option<Current> {
        let key = self.library.key(entry.unit)?;
        let seen = self.memory(entry.unit).map_or(0, |memory| memory.n_answers);
        let ids = [&*key.deck, &*key.item, &seen.to_string()];
        let made = self.made(entry.item, &ids);
        let item = match &made {
            Some((item, _)) => item,
            None => self.library.item(entry.item)?,
        };
        let layout = Layout::of(item, &mut self.services.seed.derive("options", &ids));
        self.want_picture(entry.item);
        let outcomes = self.outcomes(entry.unit, &key, false);
        self.serial += 1;
        Some(Current {
            entry,
            shown_ms: now,
            layout,
            response: None,
            step: Step::Question,
            outcomes,
            made,
            serial: self.serial,
        })
    }

    /// A made question with new numbers: by the item and how often it was answered.
    fn made(&self, item: u32, ids: &[&str]) -> Option<(Arc<Item>, u64)> {
        use rand::RngCore as _;
        let seed = self.services.seed.derive("numbers", ids).next_u64();
        Some((Arc::new(made_item(self.library.item(item)?, seed)?), seed))
    }

    /// The item of a place in the sitting, with its numbers.
    pub(in crate::app) fn item_of<'a>(&'a self, current: &'a Current) -> Option<&'a Item> {
        match &current.made {
            Some((item, _)) => Some(item),
            None => self.library.item(current.entry.item),
        }
    }

    pub(in crate::app) fn memory(
        &self,
        unit: u32,
    ) -> Option<&crate::domain::schedule::memory::Memory> {
        self.memories.get(unit as usize)?.as_ref()
    }

    pub(super) fn outcomes(
        &self,
        unit: u32,
        key: &MemoryKey,
        is_confident_error: bool,
    ) -> [crate::domain::schedule::preview::Outcome; 4] {
        let load = |day: StudyDay| match self.profile.minutes_on(day) {
            0 => f64::INFINITY,
            minutes => self.load.get(&day.0).copied().unwrap_or(0.0) / f64::from(minutes),
        };
        let input = PreviewInput {
            today: self.day,
            retention: self.profile.retention_of(&key.deck),
            exam: self.exam_day(&key.deck),
            load: &load,
            seed: self.services.seed,
            key,
            is_confident_error,
        };
        preview(self.models.of(&key.deck), self.memory(unit), &input)
    }

    fn current(&mut self) -> Option<&mut Current> {
        self.sitting.as_mut()?.current.as_mut()
    }

    fn elapsed_ms(&self) -> u32 {
        let shown =
            self.sitting.as_ref().and_then(|sitting| Some(sitting.current.as_ref()?.shown_ms));
        let now = self.services.clock.monotonic_ms();
        u32::try_from(now - shown.unwrap_or(now)).unwrap_or(u32::MAX)
    }

    fn reveal(&mut self) {
        let elapsed_ms = self.elapsed_ms();
        if let Some(current) = self.current()
            && current.step == Step::Question
        {
            current.step = Step::Revealed { elapsed_ms };
        }
    }

    /// Keeps what the learner has given so far, when it fits the item on the screen.
    fn respond(&mut self, response: Response) {
        let is_fitting = self.current_item().is_some_and(|item| is_partial(item, &response));
        if let Some(current) = self.current()
            && current.step == Step::Question
            && is_fitting
        {
            current.response = Some(response);
        }
    }

    pub(in crate::app) fn current_item(&self) -> Option<&Item> {
        self.item_of(self.sitting.as_ref()?.current.as_ref()?)
    }

    fn check(&mut self, confidence: Confidence) {
        let elapsed_ms = self.elapsed_ms();
        let Some(current) = self.sitting.as_ref().and_then(|sitting| sitting.current.clone())
        else {
            return;
        };
        let (Some(item), Step::Question) = (self.item_of(&current), &current.step) else {
            return;
        };
        let Some(response) = current.response.as_ref().filter(|given| is_complete(item, given))
        else {
            return;
        };
        let Ok(marking) = mark(item, response) else { return };
        let is_right = marking.is_right;
        let rating = self.rating_of(&current, item, is_right, confidence, elapsed_ms);
        let outcomes = self.library.key(current.entry.unit).map(|key| {
            self.outcomes(current.entry.unit, &key, !is_right && confidence == Confidence::Sure)
        });
        if let Some(current) = self.current() {
            current.outcomes = outcomes.unwrap_or(current.outcomes);
            current.step = Step::Checked { elapsed_ms, confidence, is_right, rating };
        }
        if self.sitting.as_ref().is_some_and(Sitting::is_silent) {
            self.commit_checked();
        }
    }

    fn rating_of(
        &self,
        current: &Current,
        item: &Item,
        is_right: bool,
        confidence: Confidence,
        elapsed_ms: u32,
    ) -> Rating {
        if current.is_repeat() {
            return if is_right { Rating::Good } else { Rating::Again };
        }
        let deck =
            self.library.deck_of(current.entry.item).and_then(|deck| self.library.deck(deck));
        let retrievability = self.memory(current.entry.unit).map(|memory| {
            let model = self.models.of(deck.map_or("", |deck| &deck.id));
            f64::from(model.retrievability(memory, self.day))
        });
        rate(&RatingInput {
            is_right,
            confidence: Some(confidence),
            guess: guess_chance(item),
            retrievability,
            elapsed_ms,
            typical_secs: f64::from(current.entry.secs),
            mode: Mode::Study,
            is_flagged: false,
        })
    }

    fn grade(&mut self, rating: Rating) {
        let Some(current) = self.current() else { return };
        match &mut current.step {
            Step::Question => {}
            Step::Revealed { .. } => self.commit(rating),
            Step::Checked { rating: taken, .. } => {
                *taken = rating;
                self.commit(rating);
            }
        }
    }

    /// Keeps a checked question and goes on; does nothing in any other phase.
    pub(in crate::app) fn commit_checked(&mut self) {
        let step = self.current().map(|current| current.step.clone());
        if let Some(Step::Checked { rating, .. }) = step {
            self.commit(rating);
        }
    }

    /// Writes the answer, then shows the next item. On failure the item stays on the screen.
    fn commit(&mut self, rating: Rating) {
        let Some(sitting) = self.sitting.clone() else { return };
        let Some(current) = sitting.current.clone() else { return };
        let Some(answer) = self.answer(&current, rating) else { return };
        let unit = current.entry.unit;
        let Some(step) = self.append(&[EventBody::Answer(answer.clone())]) else { return };
        self.remember(unit, &answer);
        self.past.push((step, sitting));
        self.future.clear();
        self.count(&current, rating);
        let now = self.services.clock.monotonic_ms();
        if let Some(sitting) = &mut self.sitting {
            sitting.flow.answer(unit, rating, now);
        }
        self.notice_leech(unit);
        self.show_next();
    }

    fn answer(&self, current: &Current, rating: Rating) -> Option<Answer> {
        let item = self.library.item(current.entry.item)?;
        let seed = current.made.as_ref().map(|(_, seed)| *seed);
        let (elapsed_ms, is_right, confidence, response) = match &current.step {
            Step::Question => return None,
            Step::Revealed { elapsed_ms } => (*elapsed_ms, None, None, serde_json::Value::Null),
            Step::Checked { elapsed_ms, is_right, confidence, .. } => {
                let response = serde_json::to_value(&current.response).unwrap_or_default();
                (*elapsed_ms, Some(*is_right), Some(*confidence), response)
            }
        };
        Some(Answer {
            key: self.library.key(current.entry.unit)?,
            digest: digest(item),
            day: self.day,
            response,
            is_right,
            confidence,
            elapsed_ms,
            mode: self.mode_of(current),
            rating,
            rule: RULE,
            due: current.outcome(rating).due,
            is_doubted: false,
            seed,
        })
    }

    fn mode_of(&self, current: &Current) -> Mode {
        let mode = self.sitting.as_ref().map_or(Mode::Study, Sitting::mode);
        if current.is_repeat() && mode.moves_memory() { Mode::Relearn } else { mode }
    }

    /// Moves the memory in step with the store: the same fold over the same answer.
    pub(super) fn remember(&mut self, unit: u32, answer: &Answer) {
        if !answer.mode.moves_memory() {
            return;
        }
        let before = self.memory(unit).copied();
        let after = self.models.of(&answer.key.deck).fold(before.as_ref(), answer);
        self.put_memory(unit, Some(after));
    }

    fn put_memory(&mut self, unit: u32, memory: Option<crate::domain::schedule::memory::Memory>) {
        let secs = self.library.unit(unit).map_or(0.0, |unit| f64::from(unit.kind.cost().seen));
        let Some(slot) = self.memories.get_mut(unit as usize) else { return };
        if let Some(before) = slot.as_ref() {
            *self.load.entry(before.due.0).or_default() -= secs;
        }
        if let Some(after) = &memory {
            *self.load.entry(after.due.0).or_default() += secs;
        }
        *slot = memory;
    }

    /// Reads one memory again from the store, after an undo.
    pub(super) fn refresh_memory(&mut self, key: &MemoryKey) {
        let Some(unit) = self.library.find(key) else { return };
        match self.store.memory(key) {
            Ok(memory) => self.put_memory(unit, memory),
            Err(error) => {
                self.tell(Severity::Error, "A schedule could not be read", &error.to_string());
            }
        }
    }

    fn count(&mut self, current: &Current, rating: Rating) {
        let trap = self.trap_of(current).map(|(title, _)| title);
        let is_right = match &current.step {
            Step::Checked { is_right, .. } => *is_right,
            _ => rating != Rating::Again,
        };
        let Some(sitting) = &mut self.sitting else { return };
        let tally = &mut sitting.tally;
        tally.n_answered += 1;
        if current.is_repeat() {
            return;
        }
        let response = matches!(current.step, Step::Checked { .. })
            .then(|| current.response.clone())
            .flatten();
        let made = current.made.as_ref().map(|(item, _)| Arc::clone(item));
        tally.given.push(Given { item: current.entry.item, response, is_right, made });
        tally.n_first += 1;
        if is_right {
            tally.n_first_right += 1;
        } else {
            tally.missed.push(current.entry.item);
            if let Some(title) = trap {
                *tally.traps.entry(title).or_default() += 1;
            }
        }
    }

    /// Title and advice of the trap behind the first wrong option chosen.
    pub(in crate::app) fn trap_of(&self, current: &Current) -> Option<(String, String)> {
        let item = self.library.item(current.entry.item)?;
        let Body::Choice(choice) = &item.body else { return None };
        let Some(Response::Options(chosen)) = &current.response else { return None };
        let wrong = chosen
            .iter()
            .filter_map(|&option| choice.options.get(option))
            .find(|option| !option.is_key)?;
        let deck = self.library.deck(self.library.deck_of(current.entry.item)?)?;
        let trap = deck.traps.iter().find(|trap| Some(&trap.id) == wrong.trap.as_ref())?;
        Some((trap.title.clone(), trap.advice.clone()))
    }

    fn notice_leech(&mut self, unit: u32) {
        let Some(memory) = self.memory(unit) else { return };
        if memory.is_relearning && crate::domain::schedule::leech::is_noticed(memory.n_lapses) {
            let detail =
                "A note with your own memory hook often helps more than another repetition.";
            let title = format!("This item was forgotten {} times", memory.n_lapses);
            self.tell(Severity::Warning, &title, detail);
        }
    }

    fn names_of_current(&self) -> Option<(String, String)> {
        let current = self.sitting.as_ref()?.current.as_ref()?;
        self.names_of(current.entry.item)
    }

    fn toggle_flag(&mut self) {
        let Some(id) = self.names_of_current() else { return };
        let is_on = !self.profile.flagged.contains(&id);
        self.set_with_sitting(vec![(SettingName::Flagged(id.0, id.1), json!(is_on))]);
    }

    fn set_text(&mut self, name: impl Fn(String, String) -> SettingName, text: &str) {
        let Some((deck, item)) = self.names_of_current() else { return };
        if self.set_with_sitting(vec![(name(deck, item), json!(text))]) {
            self.tell(Severity::Info, "Note kept", "");
        }
    }

    /// Keeps values as one step that an undo takes back together with the place in the sitting.
    fn set_with_sitting(&mut self, values: Vec<(SettingName, serde_json::Value)>) -> bool {
        let sitting = self.sitting.clone();
        let bodies: Vec<EventBody> =
            values.into_iter().map(|(name, value)| EventBody::Set { name, value }).collect();
        let Some(step) = self.append(&bodies) else { return false };
        if let Some(sitting) = sitting {
            self.past.push((step, sitting));
            self.future.clear();
        }
        self.reload_profile();
        true
    }

    fn put_aside(
        &mut self,
        title: &str,
        value: impl Fn(String, String, StudyDay) -> (SettingName, serde_json::Value),
    ) {
        let Some((deck, item)) = self.names_of_current() else { return };
        if !self.set_with_sitting(vec![value(deck, item, self.day)]) {
            return;
        }
        if let Some(sitting) = &mut self.sitting
            && let Some(current) = &sitting.current
        {
            sitting.flow.remove(current.entry.item);
        }
        self.tell_with(Severity::Info, title, "", Some(("Undo".to_owned(), Command::Undo)));
        self.show_next();
    }
}

/// Whether an entry is the first look at an unseen item.
pub(in crate::app) fn is_new(entry: &queue::Entry) -> bool {
    entry.kind == Kind::New
}
