//! Commands of Settings and of the first start.

use serde_json::{Value, json};

use crate::app::command::{Command, Enrolment, FirstStart, Motion, Screen};
use crate::app::notice::Severity;
use crate::app::state::State;
use crate::domain::event::{EventBody, SettingName};

impl State {
    pub(super) fn apply_settings(&mut self, command: Command) {
        use Command as C;
        match command {
            C::Enrol(deck, enrolment) => {
                let is_joined = enrolment == Enrolment::Joined;
                self.set_all(vec![(SettingName::Enrolled(deck), json!(is_joined))]);
            }
            C::SetExamDate(deck, date) => {
                let value = date.map_or(Value::Null, |date| json!(date.to_string()));
                self.set_all(vec![(SettingName::ExamDate(deck), value)]);
            }
            C::SetWeekMinutes(minutes) => {
                self.set_all(vec![(SettingName::WeekMinutes, json!(minutes))]);
            }
            C::SetRetention(deck, retention) => {
                let percent = (f64::from(retention) * 100.0).round().clamp(75.0, 95.0);
                self.set_all(vec![(SettingName::Retention(deck), json!(percent / 100.0))]);
            }
            C::SetNewLimit(deck, count) => {
                self.set_all(vec![(SettingName::NewLimit(deck), json!(count))]);
            }
            C::SetReviewLimit(deck, count) => {
                self.set_all(vec![(SettingName::ReviewLimit(deck), json!(count))]);
            }
            C::FinishFirstStart(answers) => self.finish_first_start(answers),
            C::SetTheme(theme) => self.change_prefs(|prefs| prefs.theme = theme),
            C::SetTextPercent(percent) => {
                self.change_prefs(|prefs| prefs.text_percent = percent.clamp(80, 200));
            }
            C::SetReducedMotion(motion) => {
                self.change_prefs(|prefs| prefs.is_motion_reduced = motion == Motion::Reduced);
            }
            C::SetRollover(hour) => self.change_prefs(|prefs| prefs.rollover_hour = hour.min(12)),
            _ => {}
        }
    }

    /// Appends values to the log as one step and takes them over.
    pub(super) fn set_all(&mut self, values: Vec<(SettingName, Value)>) -> bool {
        let bodies: Vec<EventBody> =
            values.into_iter().map(|(name, value)| EventBody::Set { name, value }).collect();
        let is_kept = bodies.is_empty() || self.append(&bodies).is_some();
        if is_kept {
            self.reload_profile();
        }
        is_kept
    }

    pub(super) fn change_prefs(&mut self, change: impl FnOnce(&mut crate::app::prefs::Prefs)) {
        change(&mut self.prefs);
        if let Err(error) = self.prefs.save(&self.services.data_dir) {
            let detail = format!("{error}. It holds until the program ends.");
            self.tell(Severity::Warning, "The setting could not be kept", &detail);
        }
        self.touch();
    }

    fn finish_first_start(&mut self, answers: FirstStart) {
        let mut values = Vec::new();
        for (deck, date) in answers.certificates {
            values.push((SettingName::Enrolled(deck.clone()), json!(true)));
            if let Some(date) = date {
                values.push((SettingName::ExamDate(deck), json!(date.to_string())));
            }
        }
        if let Some(minutes) = answers.minutes {
            values.push((SettingName::WeekMinutes, json!(minutes)));
        }
        if self.set_all(values) {
            self.change_prefs(|prefs| prefs.is_set_up = true);
            self.screen = Screen::Today;
            self.apply(Command::StartStudy(None));
        }
    }
}
