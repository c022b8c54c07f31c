//! Building and starting practice sets.

use crate::app::Screen;
use crate::app::notice::Severity;
use crate::app::session::{Purpose, Sitting, Tally};
use crate::app::state::State;
use crate::domain::practice::{Effect, Feedback, PracticeInput, PracticeSpec, choose};
use crate::domain::schedule::memory::Memory;
use crate::domain::schedule::queue::Queue;
use crate::domain::schedule::session::Session as Flow;

impl State {
    /// The set that is being built: the last one, or a plain one of the first certificate.
    pub(in crate::app) fn practice_spec(&self) -> Option<PracticeSpec> {
        let is_there = |deck: &str| self.library.deck_index(deck).is_some();
        if let Some(spec) = self.prefs.practice.clone().filter(|spec| is_there(&spec.deck)) {
            return Some(spec);
        }
        let studied = self.studied().into_iter().next();
        let deck = self.library.deck(studied.unwrap_or(0))?;
        Some(PracticeSpec::of_deck(&deck.id))
    }

    pub(super) fn set_practice(&mut self, spec: PracticeSpec) {
        let spec = PracticeSpec { n_items: spec.n_items.clamp(1, 500), ..spec };
        self.change_prefs(|prefs| prefs.practice = Some(spec));
    }

    /// Gives `look` what practice sets are chosen from.
    pub(in crate::app) fn with_practice_input<T>(
        &self,
        look: impl FnOnce(&PracticeInput<'_>) -> T,
    ) -> T {
        let is_in = |set: &std::collections::BTreeSet<(String, String)>, item| {
            !set.is_empty() && self.names_of(item).is_some_and(|names| set.contains(&names))
        };
        let recall = |unit: u32, memory: &Memory| {
            let deck = self.library.unit(unit).and_then(|unit| self.library.deck(unit.deck));
            self.models.of(deck.map_or("", |deck| &deck.id)).retrievability(memory, self.day)
        };
        look(&PracticeInput {
            library: &self.library,
            memories: &self.memories,
            past: self.pasts(),
            is_flagged: &|item| is_in(&self.profile.flagged, item),
            is_suspended: &|item| is_in(&self.profile.suspended, item),
            recall: &recall,
            today: self.day,
        })
    }

    /// Ends a timed set when its time is over: what was checked is kept, what is open stays open.
    pub(in crate::app) fn end_timed_set(&mut self, now_ms: i64) -> bool {
        let is_over = self.sitting.as_ref().is_some_and(|sitting| {
            sitting.is_running_down() && sitting.ends_ms().is_some_and(|end| now_ms >= end)
        });
        if is_over {
            self.commit_checked();
            if let Some(sitting) = &mut self.sitting {
                sitting.current = None;
            }
            self.screen = Screen::Summary;
            self.tell(Severity::Info, "Time is over", "What was answered is kept.");
        }
        is_over
    }

    pub(super) fn start_practice(&mut self) {
        if let Some(spec) = self.practice_spec() {
            self.start_set(spec);
        }
    }

    /// Starts a set that is given whole.
    pub(super) fn start_set(&mut self, spec: PracticeSpec) {
        self.commit_checked();
        self.refresh_pasts();
        let round = self.services.clock.now().utc_ms.unsigned_abs();
        let seed = self.services.seed;
        let entries = self.with_practice_input(|input| choose(&spec, input, seed, round));
        if entries.is_empty() {
            self.tell(
                Severity::Info,
                "No item fits this set",
                "Choose other topics or another kind.",
            );
            return;
        }
        let queue = Queue { entries, ..Queue::default() };
        self.past.clear();
        self.future.clear();
        self.sitting = Some(Sitting {
            flow: match (spec.effect, spec.feedback) {
                (Effect::Schedule, Feedback::Instant) => Flow::new(&queue),
                _ => Flow::once(&queue),
            },
            current: None,
            started_ms: self.services.clock.monotonic_ms(),
            tally: Tally::default(),
            purpose: Purpose::Practice(spec),
        });
        self.go(Screen::Study);
        self.show_next();
    }
}
