//! FSRS-6 arithmetic in plain `f64`, as the `fsrs` crate computes it (stability within 1e-5 relative).
//!
//! A campaign asks it millions of times; the crate's own calls cost a hundred times as much. A test
//! holds the two together.

/// Smallest and largest stability, in days.
const S_MIN: f64 = 0.001;
const S_MAX: f64 = 36_500.0;

/// Stability in days and difficulty, 1..=10.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// Days until recall falls to 0.9.
    pub stability: f64,
    /// 1 easy … 10 hard.
    pub difficulty: f64,
}

/// How a learner forgets: the 21 parameters and what is worked out from them once.
#[derive(Debug, Clone, PartialEq)]
pub struct Forgetting {
    w: [f64; 21],
    /// F = 0.9^(−1/w20) − 1.
    factor: f64,
    exp_w8: f64,
    /// Most that stability keeps after a failure, as a share.
    cap: f64,
}

/// The standard parameters of FSRS-6.
pub const STANDARD: [f64; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
    0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// Ratings that occur in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// Not known.
    Again,
    /// Known.
    Good,
}

impl Grade {
    fn number(self) -> f64 {
        match self {
            Self::Again => 1.0,
            Self::Good => 3.0,
        }
    }
}

impl Forgetting {
    /// Takes 21 parameters.
    pub fn new(w: [f64; 21]) -> Self {
        let [.., w17, w18, _, w20] = w;
        let [_, _, _, _, _, _, _, _, w8, ..] = w;
        Self {
            factor: 0.9_f64.powf(-1.0 / w20) - 1.0,
            exp_w8: w8.exp(),
            cap: (-w17 * w18).exp(),
            w,
        }
    }

    /// Chance of recall `days` after an answer, 0..=1.
    pub fn recall(&self, days: f64, stability: f64) -> f64 {
        let [.., w20] = self.w;
        (-w20 * (1.0 + self.factor * days / stability).ln()).exp()
    }

    /// Days until recall falls to `retention` (0..1).
    pub fn interval(&self, stability: f64, retention: f64) -> f64 {
        let [.., w20] = self.w;
        stability / self.factor * (retention.powf(-1.0 / w20) - 1.0)
    }

    /// Stability after a first answer: not known, known.
    pub fn first_stability(&self) -> (f64, f64) {
        let [w0, _, w2, ..] = self.w;
        (w0, w2)
    }

    fn first_difficulty(&self, grade: f64) -> f64 {
        let [_, _, _, _, w4, w5, ..] = self.w;
        w4 - (w5 * (grade - 1.0)).exp() + 1.0
    }

    /// What an item is worth remembering between answers; see [`Prepared`].
    pub fn prepare(&self, strength: Strength) -> Prepared {
        let [_, _, _, _, _, _, _, _, _, w9, _, _, w12, w13, ..] = self.w;
        Prepared {
            strength,
            d_power: strength.difficulty.powf(-w12),
            s_grown: (strength.stability + 1.0).powf(w13) - 1.0,
            s_power: strength.stability.powf(-w9),
        }
    }

    /// Stability after success and after failure at recall `r` on a later day.
    pub fn outcomes(&self, item: &Prepared, r: f64) -> (f64, f64) {
        let [_, _, _, _, _, _, _, _, _, _, w10, w11, _, _, w14, ..] = self.w;
        let Strength { stability: s, difficulty: d } = item.strength;
        let missing = 1.0 - r;
        let gain = self.exp_w8 * (11.0 - d) * item.s_power * ((missing * w10).exp() - 1.0);
        let fall = w11 * item.d_power * item.s_grown * (missing * w14).exp();
        ((s * (gain + 1.0)).clamp(S_MIN, S_MAX), fall.min(s * self.cap).clamp(S_MIN, S_MAX))
    }

    /// The strength after an answer `days` after the one before (none: the first).
    pub fn step(&self, before: Option<&Prepared>, days: f64, grade: Grade) -> Strength {
        let (again, good) = self.first_stability();
        let Some(item) = before else {
            let stability = if grade == Grade::Good { good } else { again };
            let difficulty = self.first_difficulty(grade.number()).clamp(1.0, 10.0);
            return Strength { stability, difficulty };
        };
        let s = item.strength.stability;
        let stability = if days <= 0.0 {
            self.same_day(s, grade)
        } else {
            let (success, failure) = self.outcomes(item, self.recall(days, s));
            if grade == Grade::Good { success } else { failure }
        };
        Strength { stability, difficulty: self.next_difficulty(item.strength.difficulty, grade) }
    }

    fn same_day(&self, s: f64, grade: Grade) -> f64 {
        let [.., w17, w18, w19, _] = self.w;
        let growth = (w17 * (grade.number() - 3.0 + w18)).exp() * s.powf(-w19);
        (s * if grade == Grade::Good { growth.max(1.0) } else { growth }).clamp(S_MIN, S_MAX)
    }

    fn next_difficulty(&self, d: f64, grade: Grade) -> f64 {
        let [_, _, _, _, _, _, w6, w7, ..] = self.w;
        let moved = d + (10.0 - d) * (-w6 * (grade.number() - 3.0)) / 9.0;
        (w7 * (self.first_difficulty(4.0) - moved) + moved).clamp(1.0, 10.0)
    }
}

/// A strength with the powers that do not change until its next answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prepared {
    /// The strength.
    pub strength: Strength,
    d_power: f64,
    s_grown: f64,
    s_power: f64,
}
