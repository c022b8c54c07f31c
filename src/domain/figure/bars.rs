//! Bars that are compared: Pareto and tornado.

use serde::Deserialize;

use super::axes::{Axes, Plan};
use super::scene::{Align, Ink, SMALL, Scene, TEXT, number, width_of, wrap};
use super::{Kind, are_different, are_numbers, first_problem, is_name};

/// Causes by how often they occur, the most frequent first, with their running share.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pareto {
    /// In any order; they are drawn from the largest to the smallest.
    pub causes: Vec<Cause>,
    /// What is counted: "defects".
    #[serde(default = "defects")]
    pub measure: String,
}

fn defects() -> String {
    "defects".to_owned()
}

/// A cause and how often it occurs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cause {
    /// Its name.
    pub name: String,
    /// How often, more than 0.
    pub count: f64,
}

impl Pareto {
    fn sorted(&self) -> Vec<&Cause> {
        let mut causes: Vec<&Cause> = self.causes.iter().collect();
        causes.sort_by(|a, b| b.count.total_cmp(&a.count));
        causes
    }

    fn total(&self) -> f64 {
        self.causes.iter().map(|cause| cause.count).sum::<f64>().max(1e-9)
    }
}

impl Kind for Pareto {
    fn problem(&self) -> Option<String> {
        let names = || self.causes.iter().map(|cause| cause.name.as_str());
        let is_count = |count: f64| count.is_finite() && count > 0.0 && count <= 1e9;
        first_problem(&[
            ((2..=12).contains(&self.causes.len()), "A Pareto chart has 2 to 12 causes."),
            (names().all(is_name), "A name has 1 to 60 letters."),
            (are_different(names()), "Two causes have the same name."),
            (self.causes.iter().all(|cause| is_count(cause.count)), "A count is above 0."),
            (is_name(&self.measure), "“measure” has 1 to 60 letters."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let causes = self.sorted();
        let n = causes.len() as f64;
        let plan = Plan {
            across: (0.0, n),
            up: (0.0, self.total()),
            across_title: "",
            up_title: &format!("Number of {}", self.measure),
            margin: 44.0,
            has_ticks: false,
        };
        let axes = Axes::draw(&mut scene, (width, 330.0), &plan);
        let mut sum = 0.0;
        let mut line = Vec::new();
        for (place, cause) in causes.iter().enumerate() {
            let (left, right) = (axes.x(place as f64 + 0.14), axes.x(place as f64 + 0.86));
            let top = axes.y(cause.count);
            let at = [left, top, right - left, axes.bottom - top];
            scene.cell(at, Ink::AccentSoft, Ink::Accent);
            let middle = f32::midpoint(left, right);
            // Inside its bar where that is high enough: the running share starts at the first top.
            let is_high = axes.bottom - top > 24.0;
            let y = if is_high { top + 13.0 } else { top - 9.0 };
            let look = (SMALL, true, Ink::Text);
            scene.words((middle, y), Align::Middle, look, &number(cause.count));
            let name = [axes.x(place as f64), axes.bottom + 3.0, axes.x(1.0) - axes.x(0.0), 40.0];
            scene.in_box(name, (SMALL, false, Ink::Text), &cause.name);
            scene.mark(&*cause.name, [left, top - 18.0, right - left, axes.bottom - top + 18.0]);
            sum += cause.count;
            line.push(axes.at(place as f64 + 0.5, sum));
        }
        for share in [0.0, 20.0, 40.0, 60.0, 80.0, 100.0] {
            let y = axes.y(self.total() * share / 100.0);
            let at = (axes.right + 6.0, y);
            scene.words(at, Align::Start, (SMALL, false, Ink::Bad), &format!("{share:.0} %"));
        }
        scene.line(line.clone(), Ink::Bad, 2.0);
        for at in line {
            scene.dot(at, 3.2, Ink::Bad);
        }
        let at = (axes.right + 40.0, 28.0);
        scene.words(at, Align::End, (SMALL, false, Ink::Bad), "running share");
        scene
    }

    fn words(&self) -> String {
        let mut sum = 0.0;
        let told = self.sorted().into_iter().map(|cause| {
            sum += cause.count;
            format!(
                "{}: {}, together {} %",
                cause.name,
                number(cause.count),
                number((sum / self.total() * 1000.0).round() / 10.0)
            )
        });
        let told: Vec<String> = told.collect();
        format!("Number of {} by cause: {}.", self.measure, told.join("; "))
    }
}

/// How far each factor moves a result, the widest first.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tornado {
    /// In any order; they are drawn from the widest to the narrowest.
    pub factors: Vec<Factor>,
    /// The result when nothing moves.
    pub base: f64,
    /// What the result counts: "NPV in thousand dollars".
    pub measure: String,
}

/// A factor and the results at its two ends.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// Its name.
    pub name: String,
    /// The result at its bad end.
    pub low: f64,
    /// The result at its good end.
    pub high: f64,
}

impl Tornado {
    fn sorted(&self) -> Vec<&Factor> {
        let mut factors: Vec<&Factor> = self.factors.iter().collect();
        factors.sort_by(|a, b| (b.high - b.low).abs().total_cmp(&(a.high - a.low).abs()));
        factors
    }
}

impl Kind for Tornado {
    fn problem(&self) -> Option<String> {
        let names = || self.factors.iter().map(|factor| factor.name.as_str());
        let ends: Vec<f64> = self.factors.iter().flat_map(|f| [f.low, f.high]).collect();
        first_problem(&[
            ((2..=12).contains(&self.factors.len()), "A tornado diagram has 2 to 12 factors."),
            (names().all(is_name), "A name has 1 to 60 letters."),
            (are_different(names()), "Two factors have the same name."),
            (are_numbers(&ends) && are_numbers(&[self.base]), "A value is no number."),
            (ends.iter().any(|end| (end - self.base).abs() > 1e-9), "No factor moves the result."),
            (is_name(&self.measure), "“measure” has 1 to 60 letters."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let factors = self.sorted();
        let ends: Vec<f64> =
            factors.iter().flat_map(|f| [f.low, f.high]).chain([self.base]).collect();
        let (low, high) = (
            ends.iter().copied().fold(f64::MAX, f64::min),
            ends.iter().copied().fold(f64::MIN, f64::max),
        );
        let room = (high - low) * 0.14;
        let widest = factors.iter().map(|f| width_of(&f.name, TEXT)).fold(40.0_f32, f32::max);
        let left = (widest + 14.0).min(width * 0.36);
        let height = 34.0 + factors.len() as f32 * 34.0;
        let plan = Plan {
            across: (low - room, high + room),
            up: (0.0, 1.0),
            across_title: &self.measure,
            up_title: "",
            margin: 8.0,
            has_ticks: false,
        };
        let axes = Axes::table(&mut scene, (width, height + 44.0), left, &plan);
        let base = axes.x(self.base);
        for (place, factor) in factors.iter().enumerate() {
            let y = axes.top + (place as f32 + 0.5) * 34.0;
            let name = wrap(&factor.name, TEXT, left - 10.0, 1);
            scene.text((0.0, y), Align::Start, name.first().map_or("", String::as_str));
            let (from, to) = (axes.x(factor.low), axes.x(factor.high));
            let (from, to) = (from.min(to), from.max(to));
            let middle = base.clamp(from, to);
            scene.cell([from, y - 9.0, middle - from, 18.0], Ink::BadSoft, Ink::Bad);
            scene.cell([middle, y - 9.0, to - middle, 18.0], Ink::GoodSoft, Ink::Good);
            let (lower, upper) = (factor.low.min(factor.high), factor.low.max(factor.high));
            scene.small((from - 5.0, y), Align::End, &number(lower));
            scene.small((to + 5.0, y), Align::Start, &number(upper));
            scene.mark(&*factor.name, [from, y - 13.0, (to - from).max(20.0), 26.0]);
        }
        scene.line(vec![(base, axes.top - 4.0), (base, axes.bottom)], Ink::Text, 1.6);
        let text = format!("base {}", number(self.base));
        scene.words((base, axes.top - 13.0), Align::Middle, (SMALL, true, Ink::Text), &text);
        scene
    }

    fn words(&self) -> String {
        let told = self.sorted().into_iter().map(|factor| {
            format!("{}: from {} to {}", factor.name, number(factor.low), number(factor.high))
        });
        let told: Vec<String> = told.collect();
        format!("{}, base {}. {}.", self.measure, number(self.base), told.join("; "))
    }
}
