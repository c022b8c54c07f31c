//! What other minutes, another date or fewer new items would bring: worked out beside the window,
//! given up when the learner asks for something else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::outlook::Base;
use crate::domain::plan::whatif::{Change, Ground, Point, Priced, curve};

/// What the learner tries out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhatIfSpec {
    /// Deck id.
    pub deck: String,
    /// Minutes on each day of study; none: as set.
    pub minutes: Option<u32>,
    /// Days by which the exam moves.
    pub later: u32,
    /// Per cent of the unseen items that are given up.
    pub leave_out: u32,
}

/// What is to be worked out.
#[derive(Debug)]
pub struct WhatIfTask {
    /// What it starts from.
    pub base: Arc<Base>,
    /// What is tried out.
    pub spec: WhatIfSpec,
    /// Whether the table of single changes is wanted too.
    pub wants_table: bool,
    /// The forecast to come back to, when days were missed.
    pub goal: Option<f64>,
    /// Number of this request.
    pub ticket: u64,
    /// Number of the newest request: another one means that this is no longer wanted.
    pub newest: Arc<AtomicU64>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct WhatIf {
    /// Number of the request.
    pub ticket: u64,
    /// What was tried out.
    pub spec: WhatIfSpec,
    /// The curve over minutes a day.
    pub curve: Vec<Point>,
    /// Single changes with their price; none when they were not wanted.
    pub table: Option<Vec<Priced>>,
    /// The fewest minutes, and the nearest date, that bring the earlier forecast back.
    pub back: Vec<Priced>,
}

/// The single changes in the order of the table; minutes come on top of those set.
const MORE_MINUTES: [u32; 3] = [5, 10, 20];
const LATER: [u32; 3] = [3, 7, 14];
const LESS: [u32; 3] = [10, 25, 50];
/// Most minutes and days that are tried to come back to an earlier forecast.
const MOST_MINUTES: u32 = 180;
const MOST_DAYS: u32 = 90;

impl WhatIfTask {
    /// Works it out; none when it was given up.
    pub fn run(self) -> Option<WhatIf> {
        let is_cancelled = || self.newest.load(Ordering::Relaxed) != self.ticket;
        let ground = Ground {
            campaign: &self.base.campaign,
            week: &self.base.week,
            minutes: self.base.minutes,
            fit: &self.base.fit,
            measure: &self.base.measure,
            seed: self.base.seed,
        };
        let mut campaign = ground.changed(Change::LeaveOut(self.spec.leave_out));
        campaign.exam += self.spec.later as i32;
        let days = campaign.exam.max(0) as usize;
        let mut week = self.base.week.clone();
        week.is_study.truncate(days);
        let (fit, measure) = (&self.base.fit, &self.base.measure);
        let curve = curve(&campaign, &week, fit, measure, self.base.seed, &is_cancelled)?;
        let table = if self.wants_table { Some(self.table(&ground, &is_cancelled)?) } else { None };
        let back = if self.wants_table { self.back(&ground) } else { Vec::new() };
        Some(WhatIf { ticket: self.ticket, spec: self.spec, curve, table, back })
    }

    fn table(&self, ground: &Ground<'_>, is_cancelled: &dyn Fn() -> bool) -> Option<Vec<Priced>> {
        let minutes = self.base.minutes.round() as u32;
        let more = MORE_MINUTES.map(|more| Change::Minutes(minutes + more));
        let (later, less) = (LATER.map(Change::Later), LESS.map(Change::LeaveOut));
        let has_new = !self.base.campaign.new_by_worth().is_empty();
        let changes = [Change::Keep].into_iter().chain(more).chain(later);
        let changes = changes.chain(less.into_iter().filter(|_| has_new));
        let price = |change: Change| (!is_cancelled()).then(|| ground.price(change));
        changes.map(price).collect()
    }

    fn back(&self, ground: &Ground<'_>) -> Vec<Priced> {
        let Some(goal) = self.goal else { return Vec::new() };
        let from = (self.base.minutes.round() as u32 / 5 + 1) * 5;
        let minutes: Vec<Change> = (from..=MOST_MINUTES).step_by(5).map(Change::Minutes).collect();
        let dates: Vec<Change> = (1..=MOST_DAYS).map(Change::Later).collect();
        [minutes, dates].iter().filter_map(|series| ground.least_for(goal, series)).collect()
    }
}
