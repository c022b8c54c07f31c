//! Undo and redo: a retraction appended, caches brought in line, the sitting put back.

use crate::app::command::{Command, Screen};
use crate::app::notice::Severity;
use crate::app::session::Step;
use crate::app::state::State;
use crate::domain::event::{Event, EventBody, SettingName};
use crate::store::{StoreError, Undone};

/// What a step is called in the toast.
fn label_of(events: &[Event]) -> &'static str {
    use crate::domain::event::SettingName as S;
    let is_of_plan = |event: &Event| match &event.body {
        EventBody::Set { name, .. } => {
            matches!(name, S::ExamDate(_) | S::WeekMinutes | S::LeftOut(_) | S::Quarters(_))
        }
        _ => false,
    };
    if events.len() > 1 && events.iter().all(is_of_plan) {
        return "change of the plan";
    }
    match events.first().map(|event| &event.body) {
        Some(EventBody::Answer(_)) => "answer",
        Some(EventBody::Set { name, .. }) => match name {
            S::Suspended(..) => "suspend",
            S::Buried(..) => "wait till tomorrow",
            S::Flagged(..) => "flag",
            S::Note(..) => "note",
            S::Doubt(..) => "note on a wrong question",
            S::Overlay(..) => "edit",
            S::Enrolled(_) => "choice of certificates",
            S::ExamDate(_) => "exam date",
            S::Retention(_) => "retention",
            S::NewLimit(_) | S::ReviewLimit(_) => "daily limit",
            S::Parameters(_) => "fitted schedule",
            S::Import(_) => "import",
            S::Columns(_) => "roles of columns",
            S::OwnDeck(_) => "new deck",
            S::WeekMinutes => "minutes a day",
            S::LeftOut(_) => "items given up",
            S::RealResult(_) => "result of the exam",
            S::Quarters(_) => "share of the minutes",
        },
        _ => "step",
    }
}

impl State {
    /// Takes the last step back.
    pub(super) fn undo(&mut self) {
        if self.reopen_checked() {
            return;
        }
        let at = self.services.clock.now();
        let label = self.store.last_undoable(None).map_or("step", |events| label_of(&events));
        let undone = self.store.undo(at, label, None, &self.models);
        let Some(undone) = self.settle(undone, "Nothing to undo") else { return };
        if let Some((step, sitting)) = self.past.pop() {
            if undone.events.iter().any(|event| event.id == step) {
                if let Some(now) = self.sitting.replace(sitting) {
                    self.future.push((step, now));
                }
                self.screen = Screen::Study;
            } else {
                self.past.push((step, sitting));
            }
        }
        let title = format!("Undone: {}", undone.label);
        self.tell_with(Severity::Info, &title, "", Some(("Redo".to_owned(), Command::Redo)));
    }

    /// Does the undone step again.
    pub(super) fn redo(&mut self) {
        let at = self.services.clock.now();
        let redone = self.store.redo(at, &self.models);
        let Some(redone) = self.settle(redone, "Nothing to do again") else { return };
        if let Some((step, sitting)) = self.future.pop() {
            if redone.events.iter().any(|event| event.id == step) {
                if let Some(now) = self.sitting.replace(sitting) {
                    self.past.push((step, now));
                }
                let is_over = self.sitting.as_ref().is_none_or(|sitting| sitting.current.is_none());
                self.screen = if is_over { Screen::Summary } else { Screen::Study };
            } else {
                self.future.push((step, sitting));
            }
        }
        let title = format!("Done again: {}", redone.label);
        self.tell_with(Severity::Info, &title, "", Some(("Undo".to_owned(), Command::Undo)));
    }

    /// Brings the caches in line with a step that was taken back or done again.
    fn settle(&mut self, result: Result<Option<Undone>, StoreError>, none: &str) -> Option<Undone> {
        self.log_revision += 1;
        match result {
            Ok(Some(step)) => {
                for event in &step.events {
                    match &event.body {
                        EventBody::Answer(answer) => self.refresh_memory(&answer.key),
                        EventBody::Set { name: SettingName::Import(_), .. } => {
                            self.reload_profile();
                            self.follow_imports();
                        }
                        EventBody::Set { name, .. } => {
                            self.reload_profile();
                            if matches!(name, SettingName::Overlay(..) | SettingName::OwnDeck(_)) {
                                self.reread_decks();
                            }
                        }
                        EventBody::Seed(seed) => self.refresh_memory(&seed.key),
                        EventBody::Retract { .. }
                        | EventBody::Attempt { .. }
                        | EventBody::Outlook { .. } => {}
                    }
                }
                self.touch();
                Some(step)
            }
            Ok(None) => {
                self.tell(Severity::Info, none, "");
                None
            }
            Err(error) => {
                self.tell(Severity::Error, "The step could not be taken back", &error.to_string());
                None
            }
        }
    }

    /// A question that was checked and not yet kept goes back to being a question.
    fn reopen_checked(&mut self) -> bool {
        let Some(current) = self.sitting.as_mut().and_then(|sitting| sitting.current.as_mut())
        else {
            return false;
        };
        if self.screen != Screen::Study || current.step == Step::Question {
            return false;
        }
        current.step = Step::Question;
        self.touch();
        true
    }
}
