//! The queue behind a sitting, and what becomes of a sitting when decks change under it.

use crate::app::command::Screen;
use crate::app::session::{Purpose, Sitting, Step, Tally};
use crate::app::state::State;
use crate::domain::ids::MemoryKey;
use crate::domain::practice;
use crate::domain::schedule::queue::{self, DeckInput, Entry, Queue, QueueInput};
use crate::domain::schedule::session::Session as Flow;

impl State {
    /// The queue of one certificate, or of all that are studied.
    pub(in crate::app) fn queue(&self, deck: Option<&str>) -> Queue {
        let decks: Vec<u32> = match deck.and_then(|id| self.library.deck_index(id)) {
            Some(index) => vec![index],
            None => self.studied(),
        };
        let inputs: Vec<DeckInput<'_>> = decks.iter().filter_map(|&d| self.deck_input(d)).collect();
        let blocked = self.blocked();
        queue::build(&QueueInput {
            library: &self.library,
            memories: &self.memories,
            blocked: &blocked,
            decks: &inputs,
            today: self.day,
            seed: self.services.seed,
        })
    }

    /// What could be studied beyond the day: what is due, and at most `n_new` unseen items.
    pub(in crate::app) fn queue_beyond(&self, deck: &str, n_new: u32) -> Queue {
        let input = self.library.deck_index(deck).and_then(|deck| self.deck_input(deck));
        let today = self.memories.iter().flatten().filter(|memory| memory.last_day == self.day);
        let n_today = today.count() as u32;
        let input = input.map(|input| DeckInput {
            new_limit: n_today + n_new,
            review_limit: u32::MAX,
            chosen: None,
            ..input
        });
        let decks: Vec<DeckInput<'_>> = input.into_iter().collect();
        let blocked = self.blocked();
        let mut queue = queue::build(&QueueInput {
            library: &self.library,
            memories: &self.memories,
            blocked: &blocked,
            decks: &decks,
            today: self.day,
            seed: self.services.seed,
        });
        queue.entries.truncate(n_new as usize);
        queue
    }

    fn deck_input(&self, deck: u32) -> Option<DeckInput<'_>> {
        let id = &self.library.deck(deck)?.id;
        Some(DeckInput {
            deck,
            model: self.models.of(id),
            exam: self.exam_day(id),
            new_limit: self.profile.new_limit_of(id),
            review_limit: self.profile.review_limit_of(id),
            chosen: self.chosen_today(id),
        })
    }

    /// Units that are suspended or wait for a later day, ascending.
    fn blocked(&self) -> Vec<u32> {
        let buried = self.profile.buried.iter().filter(|(_, day)| **day > self.day);
        let names = self.profile.suspended.iter().chain(buried.map(|(id, _)| id));
        let mut units: Vec<u32> = names
            .filter_map(|(deck, item)| self.find_item(deck, item))
            .flat_map(|item| self.library.units_of(item))
            .collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// An item by its names, whichever facets it has.
    pub(in crate::app) fn find_item(&self, deck: &str, item: &str) -> Option<u32> {
        let unit = (0..=9).find_map(|facet| self.library.find_names(deck, item, facet))?;
        Some(self.library.unit(unit)?.item)
    }

    /// Forgets the sitting, when what it was built on is gone.
    pub(super) fn forget_sitting(&mut self) {
        self.sitting = None;
        self.past.clear();
        self.future.clear();
        if matches!(self.screen, Screen::Study | Screen::Summary) {
            self.screen = Screen::Today;
        }
    }

    /// Whether a question is checked and not yet kept.
    pub(in crate::app) fn is_answer_open(&self) -> bool {
        let current = self.sitting.as_ref().and_then(|sitting| sitting.current.as_ref());
        current.is_some_and(|current| matches!(current.step, Step::Checked { .. }))
    }

    /// Names of what is left of the sitting, what is on the screen first, before decks are read again.
    pub(in crate::app) fn place_of_sitting(&self) -> Vec<MemoryKey> {
        let left = self.sitting.iter().flat_map(|sitting| sitting.flow.left());
        left.filter_map(|entry| self.library.key(entry.unit)).collect()
    }

    /// Goes on with the sitting after decks were read again: the same item first, then today's queue
    /// or what was left of the set.
    pub(in crate::app) fn resume_sitting(&mut self, place: &[MemoryKey]) {
        let Some(old) = self.sitting.take() else { return };
        self.past.clear();
        self.future.clear();
        let units = place.iter().filter_map(|key| self.library.find(key));
        let queue = match &old.purpose {
            Purpose::Study => self.queue_from(units.into_iter().next()),
            Purpose::Practice(_) => {
                let entries = units.filter_map(|unit| self.entry_of(unit)).collect();
                Queue { entries, ..Queue::default() }
            }
        };
        let tally = Tally { missed: Vec::new(), given: Vec::new(), ..old.tally };
        self.sitting = Some(Sitting { flow: Flow::new(&queue), current: None, tally, ..old });
        if self.screen == Screen::Study {
            self.show_next();
        }
    }

    /// Today's queue with `unit` first, when it is in it.
    fn queue_from(&self, unit: Option<u32>) -> Queue {
        let mut queue = self.queue(None);
        if let Some(at) = queue.entries.iter().position(|entry| Some(entry.unit) == unit) {
            let entry = queue.entries.remove(at);
            queue.entries.insert(0, entry);
        }
        queue
    }

    fn entry_of(&self, unit: u32) -> Option<Entry> {
        self.with_practice_input(|input| practice::entry(input, unit))
    }
}
