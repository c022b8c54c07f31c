//! How ready a learner is for questions never seen: knowledge at first sight, how far practice carries
//! over to fresh questions, and an offset for each domain (learning model, sections 9.2 to 9.5).

use rand::Rng;

/// One first answer to an item, with what was known of its domain that morning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FirstSight {
    /// Index of the domain.
    pub domain: usize,
    /// Recall over the domain's seen items, by value, divided by all of its value: A.
    pub known: f64,
    /// Share of the domain that was seen, by value: s.
    pub seen: f64,
    /// Author's difficulty, 1..=5.
    pub difficulty: f64,
    /// Chance of a right answer without knowing.
    pub guess: f64,
    /// Whether it was right.
    pub is_right: bool,
}

/// What the answers say: a grid of (q0, τ) with weights, and an offset for each domain.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// (weight, q0, τ); weights sum to 1.
    grid: Vec<(f64, f64, f64)>,
    /// Mean offset and its information, by domain.
    offsets: Vec<(f64, f64)>,
}

/// What one step of difficulty is worth, in logits.
const DIFFICULTY_STEP: f64 = 0.6;
/// Prior of the carry-over: mean and standard deviation.
const CARRY: (f64, f64) = (0.6, 0.2);
/// Prior standard deviation of a domain's offset, in logits.
const OFFSET_SD: f64 = 0.4;

/// The logistic function.
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Its inverse, for chances kept within 0.01..=0.99.
pub fn logit(p: f64) -> f64 {
    let p = p.clamp(0.01, 0.99);
    (p / (1.0 - p)).ln()
}

/// Chance that a fresh question of a domain is known, before difficulty and offset: Q.
pub fn transferred(q0: f64, carry: f64, known: f64, seen: f64) -> f64 {
    q0 + carry * (known - seen * q0)
}

/// Chance of a right answer to a fresh question.
pub fn chance(q: f64, offset: f64, difficulty: f64, guess: f64) -> f64 {
    guess + (1.0 - guess) * logistic(logit(q) + offset + DIFFICULTY_STEP * (3.0 - difficulty))
}

/// Fits the model to first answers; without any it is the prior.
pub fn fit(answers: &[FirstSight], n_domains: usize) -> Fit {
    let mut grid = Vec::with_capacity(19 * 21);
    for q in 1..20 {
        for t in 0..21 {
            let (q0, carry) = (f64::from(q) * 0.05, f64::from(t) * 0.05);
            grid.push((log_posterior(answers, q0, carry), q0, carry));
        }
    }
    let top = grid.iter().map(|(log, _, _)| *log).fold(f64::MIN, f64::max);
    let sum: f64 = grid.iter().map(|(log, _, _)| (log - top).exp()).sum();
    for cell in &mut grid {
        cell.0 = (cell.0 - top).exp() / sum;
    }
    let offsets = offsets(answers, &grid, n_domains);
    Fit { grid, offsets }
}

/// Log likelihood with the priors Beta(2, 3) of q0 and N(0.6, 0.2²) of τ.
fn log_posterior(answers: &[FirstSight], q0: f64, carry: f64) -> f64 {
    let (mean, sd) = CARRY;
    let prior = q0.ln() + 2.0 * (1.0 - q0).ln() - (carry - mean).powi(2) / (2.0 * sd * sd);
    let likelihood = answers.iter().map(|answer| {
        let q = transferred(q0, carry, answer.known, answer.seen);
        let p = chance(q, 0.0, answer.difficulty, answer.guess).clamp(1e-6, 1.0 - 1e-6);
        if answer.is_right { p.ln() } else { (1.0 - p).ln() }
    });
    prior + likelihood.sum::<f64>()
}

/// One Newton step from 0 for each domain, prior N(0, 0.4²), kept within ±1.
fn offsets(answers: &[FirstSight], grid: &[(f64, f64, f64)], n_domains: usize) -> Vec<(f64, f64)> {
    let mean = |part: fn(&(f64, f64, f64)) -> f64| grid.iter().map(|c| c.0 * part(c)).sum::<f64>();
    let (q0, carry) = (mean(|cell| cell.1), mean(|cell| cell.2));
    let prior = 1.0 / (OFFSET_SD * OFFSET_SD);
    let mut sums = vec![(0.0, prior); n_domains];
    for answer in answers {
        let q = transferred(q0, carry, answer.known, answer.seen);
        let x = logistic(logit(q) + DIFFICULTY_STEP * (3.0 - answer.difficulty));
        let p = answer.guess + (1.0 - answer.guess) * x;
        let slope = (1.0 - answer.guess) * x * (1.0 - x);
        let variance = (p * (1.0 - p)).max(1e-9);
        if let Some((score, information)) = sums.get_mut(answer.domain) {
            *score += (f64::from(u8::from(answer.is_right)) - p) * slope / variance;
            *information += slope * slope / variance;
        }
    }
    sums.into_iter().map(|(score, info)| ((score / info).clamp(-1.0, 1.0), info)).collect()
}

/// What is known of a domain on the exam day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DomainState {
    /// Share of the exam.
    pub weight: f64,
    /// A on the exam day.
    pub known: f64,
    /// s on the exam day.
    pub seen: f64,
}

/// A forecast of the share of right answers in an exam, 0..=1.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Mean.
    pub mean: f64,
    /// 10, 50 and 90 % quantiles.
    pub quantiles: [f64; 3],
    /// The draws, ascending.
    pub draws: Vec<f64>,
}

/// A question of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FormQuestion {
    /// Seen before: chance of a right answer.
    Seen(f64),
    /// Never seen.
    Fresh {
        /// Index of the domain.
        domain: usize,
        /// A and s of the domain today.
        known: f64,
        /// Share of the domain that was seen, by value.
        seen: f64,
        /// Author's difficulty, 1..=5.
        difficulty: f64,
        /// Chance of a right answer without knowing.
        guess: f64,
    },
}

impl Forecast {
    /// From draws, ascending.
    fn of(draws: Vec<f64>) -> Self {
        let quantile = |share: f64| {
            let place = (share * draws.len().saturating_sub(1) as f64).round() as usize;
            draws.get(place).copied().unwrap_or(0.0)
        };
        let mean = draws.iter().sum::<f64>() / draws.len().max(1) as f64;
        Self { mean, quantiles: [quantile(0.1), quantile(0.5), quantile(0.9)], draws }
    }

    /// Share of draws at or above a share of right answers.
    pub fn above(&self, line: f64) -> f64 {
        let n = self.draws.iter().filter(|draw| **draw >= line - 1e-9).count();
        n as f64 / self.draws.len().max(1) as f64
    }
}

impl Fit {
    /// Mean of q0 and of the carry-over τ.
    pub fn means(&self) -> (f64, f64) {
        let mean = |part: fn(&(f64, f64, f64)) -> f64| {
            self.grid.iter().map(|cell| cell.0 * part(cell)).sum::<f64>()
        };
        (mean(|cell| cell.1), mean(|cell| cell.2))
    }

    /// Mean chance that a fresh question of average difficulty and this guess chance is answered.
    pub fn mean_chance(&self, domain: usize, state: &DomainState, guess: f64) -> f64 {
        let offset = self.offsets.get(domain).map_or(0.0, |(mean, _)| *mean);
        let of = |(weight, q0, carry): &(f64, f64, f64)| {
            let q = transferred(*q0, *carry, state.known, state.seen);
            weight * chance(q, offset, 3.0, guess)
        };
        self.grid.iter().map(of).sum()
    }

    /// Draws exams of `n_questions` with four options each.
    ///
    /// `states` gives, for each draw, the domains on the exam day (from a random planner run).
    pub fn forecast(
        &self,
        states: &[Vec<DomainState>],
        n_questions: u32,
        n_draws: usize,
        correction: (f64, f64),
        rng: &mut impl Rng,
    ) -> Forecast {
        let mut draws: Vec<f64> = (0..n_draws)
            .filter_map(|at| {
                let domains = states.get(at % states.len().max(1))?;
                Some(self.draw(domains, n_questions, correction, rng))
            })
            .collect();
        draws.sort_by(f64::total_cmp);
        Forecast::of(draws)
    }

    fn draw(
        &self,
        domains: &[DomainState],
        n_questions: u32,
        (shift, shift_sd): (f64, f64),
        rng: &mut impl Rng,
    ) -> f64 {
        let (q0, carry) = self.pick(rng);
        let chance = |(domain, state): (usize, &DomainState)| {
            let (mean, info) = self.offsets.get(domain).copied().unwrap_or((0.0, 1.0));
            let offset = mean + normal(rng) / info.sqrt();
            let q = transferred(q0, carry, state.known, state.seen);
            state.weight * self::chance(q, offset, 3.0, 0.25)
        };
        let share: f64 = domains.iter().enumerate().map(chance).sum();
        let share = (share + shift + shift_sd * normal(rng)).clamp(0.0, 1.0);
        let n_right = (0..n_questions).filter(|_| rng.random::<f64>() < share).count();
        n_right as f64 / f64::from(n_questions.max(1))
    }

    /// Draws results of one form whose questions are known: those seen before by their own chance,
    /// fresh ones by their domain.
    pub fn forecast_form(
        &self,
        form: &[FormQuestion],
        n_draws: usize,
        correction: (f64, f64),
        rng: &mut impl Rng,
    ) -> Forecast {
        let mut draws: Vec<f64> =
            (0..n_draws).map(|_| self.draw_form(form, correction, rng)).collect();
        draws.sort_by(f64::total_cmp);
        Forecast::of(draws)
    }

    fn draw_form(&self, form: &[FormQuestion], shift: (f64, f64), rng: &mut impl Rng) -> f64 {
        let (q0, carry) = self.pick(rng);
        let draw = |(mean, info): &(f64, f64), rng: &mut _| mean + normal(rng) / info.sqrt();
        let offsets: Vec<f64> = self.offsets.iter().map(|offset| draw(offset, rng)).collect();
        let shift = shift.0 + shift.1 * normal(rng);
        let mut n_right = 0;
        for question in form {
            let p = match question {
                FormQuestion::Seen(chance) => *chance,
                FormQuestion::Fresh { domain, known, seen, difficulty, guess } => {
                    let offset = offsets.get(*domain).copied().unwrap_or(0.0);
                    chance(transferred(q0, carry, *known, *seen), offset, *difficulty, *guess)
                }
            };
            n_right += u32::from(rng.random::<f64>() < (p + shift).clamp(0.0, 1.0));
        }
        f64::from(n_right) / form.len().max(1) as f64
    }

    fn pick(&self, rng: &mut impl Rng) -> (f64, f64) {
        let mut left = rng.random::<f64>();
        for (weight, q0, carry) in &self.grid {
            left -= weight;
            if left <= 0.0 {
                return (*q0, *carry);
            }
        }
        self.grid.last().map_or((0.35, 0.6), |(_, q0, carry)| (*q0, *carry))
    }
}

/// A normal deviate (Box and Muller).
fn normal(rng: &mut impl Rng) -> f64 {
    let (u, v): (f64, f64) = (rng.random(), rng.random());
    (-2.0 * (1.0 - u).ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

/// How much evidence there is, and what may be shown of it (learning model, section 9.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Too little: so many first answers are missing.
    Missing(u32),
    /// A range, no pass probability.
    Range,
    /// A range, and a pass probability where the exam has a line and the range is narrow enough.
    Pass,
}

/// Judges first answers by domain.
pub fn evidence(by_domain: &[u32]) -> Evidence {
    let all: u32 = by_domain.iter().sum();
    let least = by_domain.iter().copied().min().unwrap_or(0);
    let gaps: u32 = by_domain.iter().map(|n| 5_u32.saturating_sub(*n)).sum();
    if all < 40 || least < 5 {
        Evidence::Missing(gaps.max(40_u32.saturating_sub(all)).max(1))
    } else if all >= 100 && least >= 8 {
        Evidence::Pass
    } else {
        Evidence::Range
    }
}
