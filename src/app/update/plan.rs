//! Commands of the Plan screen.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::app::command::{Command, Screen};
use crate::app::notice::Severity;
use crate::app::profile::{DEFAULT_MINUTES, RealResult};
use crate::app::state::State;
use crate::app::whatif::WhatIfSpec;
use crate::domain::event::SettingName;
use crate::domain::plan::whatif::{Change, Ground};

impl State {
    pub(super) fn apply_plan(&mut self, command: Command) {
        match command {
            Command::ShowPlanOf(deck) => {
                self.outlooks.spec = WhatIfSpec { deck, ..WhatIfSpec::default() };
                self.go(Screen::Plan);
            }
            Command::SetWhatIf(spec) => self.outlooks.spec = spec,
            Command::ApplyWhatIf => self.apply_what_if(),
            Command::ApplyChange(deck, change) => self.apply_changes(&deck, &[change]),
            Command::TakeBackLeftOut(deck) => {
                self.set_all(vec![(SettingName::LeftOut(deck), Value::Null)]);
            }
            Command::SetQuarters(deck, quarters) => {
                let value = quarters.map_or(Value::Null, |quarters| json!(quarters.min(4)));
                self.set_all(vec![(SettingName::Quarters(deck), value)]);
            }
            Command::SetRealResult(deck, result) => self.set_real_result(deck, result),
            Command::RevertParameters(deck) => self.revert_parameters(deck),
            _ => {}
        }
        self.touch();
    }

    fn revert_parameters(&mut self, deck: String) {
        if self.set_all(vec![(SettingName::Parameters(deck), Value::Null)]) {
            self.follow_parameters();
            let detail = "Fitted again once a tenth more answers are there.";
            self.tell(Severity::Info, "The standard memory model is used again", detail);
        }
    }

    fn apply_what_if(&mut self) {
        let spec = self.what_if_spec();
        let mut changes = Vec::new();
        changes.extend(spec.minutes.map(Change::Minutes));
        if spec.later > 0 {
            changes.push(Change::Later(spec.later));
        }
        if spec.leave_out > 0 {
            changes.push(Change::LeaveOut(spec.leave_out));
        }
        self.apply_changes(&spec.deck, &changes);
    }

    /// Carries changes out as one step.
    fn apply_changes(&mut self, deck: &str, changes: &[Change]) {
        let values: Vec<(SettingName, Value)> =
            changes.iter().filter_map(|change| self.change_value(deck, *change)).collect();
        if values.is_empty() || !self.set_all(values) {
            return;
        }
        self.outlooks.spec = WhatIfSpec { deck: deck.to_owned(), ..WhatIfSpec::default() };
        let action = Some(("Undo".to_owned(), Command::Undo));
        self.tell_with(Severity::Info, "The plan was changed", "", action);
    }

    fn change_value(&self, deck: &str, change: Change) -> Option<(SettingName, Value)> {
        match change {
            Change::Keep => None,
            Change::Minutes(minutes) => {
                let week = self.profile.week_minutes.unwrap_or([DEFAULT_MINUTES; 7]);
                let week = week.map(|now| if now == 0 { 0 } else { minutes.min(600) });
                Some((SettingName::WeekMinutes, json!(week)))
            }
            Change::Later(days) => {
                let date = self.profile.exam_dates.get(deck)?;
                let date = *date + chrono::Days::new(u64::from(days));
                Some((SettingName::ExamDate(deck.to_owned()), json!(date.to_string())))
            }
            Change::LeaveOut(percent) => {
                let items = self.least_worth(deck, percent)?;
                Some((SettingName::LeftOut(deck.to_owned()), json!(items)))
            }
        }
    }

    /// Ids of the unseen items that are worth least, with those given up already.
    fn least_worth(&self, deck: &str, percent: u32) -> Option<BTreeSet<String>> {
        let base = &self.outlook_of(deck)?.plan.as_ref()?.ground;
        let ground = Ground {
            campaign: &base.campaign,
            week: &base.week,
            minutes: base.minutes,
            fit: &base.fit,
            measure: &base.measure,
            seed: base.seed,
        };
        let id = |place: &u32| {
            let unit = self.library.unit(*base.units.get(*place as usize)?)?;
            Some(self.library.item(unit.item)?.id.clone())
        };
        let mut items = self.profile.left_out.get(deck).cloned().unwrap_or_default();
        items.extend(ground.least(percent).iter().filter_map(id));
        Some(items)
    }

    fn set_real_result(&mut self, deck: String, result: Option<RealResult>) {
        let value = match result {
            Some(result) => serde_json::to_value(result).unwrap_or(Value::Null),
            None => Value::Null,
        };
        if self.set_all(vec![(SettingName::RealResult(deck), value)]) && result.is_some() {
            let detail = "It is the best row of the record of forecasts, in Progress.";
            self.tell(Severity::Info, "The result of the exam was kept", detail);
        }
    }
}
