//! What a certificate's log says beside the plan: forecasts and their results, misconceptions, and
//! whether the memory model can be fitted.

use std::collections::BTreeMap;

use super::certificate::Reading;
use super::{Certificate, LineBasis};
use crate::domain::deck::Response;
use crate::domain::event::{EventBody, Mode};
use crate::domain::plan::fresh::Evidence;
use crate::domain::plan::ledger::Resolved;
use crate::domain::plan::outlook::Shown;
use crate::domain::plan::record::{ForecastKind, ForecastRecord, MODEL, OutlookRecord};
use crate::domain::schedule::fitting::{self, Fitted, History};
use crate::domain::stats::traps::{PAIR_DAYS, Traps};
use crate::domain::time::StudyDay;

impl Reading<'_> {
    /// The last forecast for the exam day from the last day of study.
    pub(super) fn forecast_before(&self) -> Option<f64> {
        let last = self.replay.last_day?;
        self.records.iter().rev().find_map(|record| match record {
            OutlookRecord::Forecast(forecast)
                if forecast.kind == ForecastKind::ExamDay && forecast.day <= last =>
            {
                Some(forecast.mean)
            }
            _ => None,
        })
    }

    /// The record of a forecast that is shown, once a day.
    pub(super) fn record(
        &self,
        kind: ForecastKind,
        shown: &Shown,
        evidence: Evidence,
    ) -> Option<OutlookRecord> {
        let day = self.shared.today;
        let is_there = self.records.iter().any(|record| match record {
            OutlookRecord::Forecast(forecast) => forecast.day == day && forecast.kind == kind,
            _ => false,
        });
        let (n_sights, n_calls) = (self.replay.sights.len(), self.replay.calls.len());
        let inputs = digest(&format!("{n_sights} {n_calls} {}", self.terms()));
        let has_mark = self.line.basis != LineBasis::Own;
        (!is_there).then(|| {
            OutlookRecord::Forecast(ForecastRecord {
                day,
                kind,
                model: MODEL,
                inputs,
                mean: shown.mean,
                range: shown.range,
                pass: (has_mark && evidence == Evidence::Pass).then_some(shown.above),
            })
        })
    }

    pub(super) fn traps(&self) -> Traps {
        let mut traps = Traps::default();
        let today = self.shared.today;
        for body in self.shared.bodies {
            let EventBody::Answer(answer) = body else { continue };
            if *answer.key.deck != *self.deck.id || answer.mode == Mode::Relearn {
                continue;
            }
            let Some(unit) = self.shared.library.find(&answer.key) else { continue };
            let item =
                self.shared.library.unit(unit).and_then(|u| self.shared.library.item(u.item));
            let response = serde_json::from_value::<Response>(answer.response.clone());
            if let (Some(item), Ok(response)) = (item, response) {
                traps.take(item, &response, today.since(answer.day) <= PAIR_DAYS);
            }
        }
        traps
    }

    /// Parameters fitted to this learner, when there is enough that is new. Today's answers wait until
    /// tomorrow, so that the plan of the day stays as it is.
    pub(super) fn fitted(&self) -> (Option<Fitted>, Option<u32>) {
        let mut histories: BTreeMap<(&str, u16), History> = BTreeMap::new();
        for body in self.shared.bodies {
            if let EventBody::Answer(answer) = body
                && *answer.key.deck == *self.deck.id
                && answer.mode.moves_memory()
                && answer.day < self.shared.today
            {
                let key = (&*answer.key.item, answer.key.facet);
                histories.entry(key).or_default().push((answer.day, answer.rating));
            }
        }
        let mut histories: Vec<History> = histories.into_values().collect();
        for history in &mut histories {
            history.sort_by_key(|(day, _)| *day);
        }
        let n = fitting::n_trainable(&histories);
        let before = self.records.iter().rev().find_map(|record| match record {
            OutlookRecord::Fitted(fit) => Some(fit.n_answers),
            _ => None,
        });
        let before = before.max(self.certificate.n_fit_tried);
        if !fitting::is_worth_it(n, before) {
            return (None, None);
        }
        (fitting::fit(&histories, &self.certificate.parameters), Some(n as u32))
    }
}

/// A number that is the same on every machine for the same text.
pub(super) fn digest(text: &str) -> u64 {
    let hash = blake3::hash(text.as_bytes());
    hash.as_bytes().iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

/// Forecasts of mock exams and of the real one, with their results.
pub(super) fn resolved(
    records: &[&OutlookRecord],
    certificate: &Certificate,
) -> (Vec<(String, Resolved)>, Vec<String>) {
    let forecasts = records.iter().filter_map(|record| match record {
        OutlookRecord::Forecast(forecast) => Some(forecast),
        _ => None,
    });
    let forecasts: Vec<&ForecastRecord> = forecasts.collect();
    let pair = |forecast: &ForecastRecord, result: f64| Resolved {
        mean: forecast.mean,
        range: forecast.range,
        result,
    };
    let mut list: Vec<(String, Resolved)> = Vec::new();
    let mut ids = Vec::new();
    for forecast in &forecasts {
        if let ForecastKind::Mock(id) = &forecast.kind
            && let Some((_, share)) = certificate.mocks.iter().find(|(other, _)| other == id)
        {
            let label = format!("Mock of {}", forecast.day.date().format("%-d %B"));
            list.push((label, pair(forecast, *share)));
            ids.push(id.clone());
        }
    }
    if let Some(real) = &certificate.real
        && let Some(percent) = real.percent
    {
        let day = StudyDay::from_date(real.date);
        let before = forecasts.iter().rev().find(|forecast| {
            forecast.day <= day && !matches!(forecast.kind, ForecastKind::Mock(_))
        });
        list.extend(before.map(|forecast| {
            let label = format!("Exam of {}", real.date.format("%-d %B"));
            (label, pair(forecast, percent / 100.0))
        }));
    }
    (list, ids)
}
