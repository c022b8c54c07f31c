//! Lines over time: earned value, burn-down and burn-up, control charts.

use serde::Deserialize;

use super::axes::{Axes, Plan, legend};
use super::scene::{Align, Ink, Point, SMALL, Scene, number, width_of};
use super::{Kind, are_numbers, first_problem, is_name};

/// Most points of a line.
const MOST: usize = 120;
const HEIGHT: f32 = 300.0;

/// Planned value, earned value and actual cost over time; all begin at 0.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarnedValue {
    /// Planned value at the end of periods 1, 2, 3 …
    pub planned: Vec<f64>,
    /// Earned value so far.
    pub earned: Vec<f64>,
    /// Actual cost so far.
    pub actual: Vec<f64>,
    /// What a period is: "month".
    #[serde(default = "month")]
    pub unit: String,
    /// What the values count: "thousand dollars".
    #[serde(default = "money")]
    pub measure: String,
}

fn month() -> String {
    "month".to_owned()
}

fn money() -> String {
    "thousand dollars".to_owned()
}

fn told(values: &[f64], unit: &str) -> String {
    let told = values
        .iter()
        .enumerate()
        .map(|(at, value)| format!("{} at the end of {unit} {}", number(*value), at + 1));
    told.collect::<Vec<_>>().join(", ")
}

/// The line from 0 and the name of its last value beside its end.
fn grown(scene: &mut Scene, axes: &Axes, values: &[f64], look: (Ink, bool)) {
    let mut points = vec![axes.at(0.0, 0.0)];
    points.extend(axes.series(1, values));
    let (ink, is_dashed) = look;
    if is_dashed {
        scene.dashes(points, ink, 2.2);
    } else {
        scene.line(points, ink, 2.2);
    }
}

/// Names at the ends of lines, moved apart where they would cover one another.
fn end_labels(scene: &mut Scene, mut ends: Vec<(Point, String, Ink)>) {
    ends.sort_by(|a, b| a.0.1.total_cmp(&b.0.1));
    let mut lowest = f32::MIN;
    for ((x, y), name, ink) in ends {
        let y = y.max(lowest + 15.0);
        lowest = y;
        scene.words((x + 7.0, y), Align::Start, (SMALL, true, ink), &name);
    }
}

impl Kind for EarnedValue {
    fn problem(&self) -> Option<String> {
        let all = [&self.planned, &self.earned, &self.actual];
        let n_past = self.earned.len();
        first_problem(&[
            ((1..=MOST).contains(&self.planned.len()), "“planned” has 1 to 120 values."),
            (
                n_past >= 1 && n_past == self.actual.len(),
                "“earned” and “actual” have as many values.",
            ),
            (n_past <= self.planned.len() * 2, "“earned” reaches far beyond “planned”."),
            (all.iter().all(|values| are_numbers(values)), "A value is no number."),
            (all.iter().all(|values| values.iter().all(|v| *v >= 0.0)), "A value is below 0."),
            (is_name(&self.unit) && is_name(&self.measure), "A unit has 1 to 60 letters."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let all = self.planned.iter().chain(&self.earned).chain(&self.actual);
        let most = all.copied().fold(1.0, f64::max);
        let n = self.planned.len().max(self.earned.len()) as f64;
        let plan = Plan {
            across: (0.0, n),
            up: (0.0, most),
            across_title: &format!("End of {}", self.unit),
            up_title: &format!("In {}", self.measure),
            margin: 28.0 + width_of(&number(most), SMALL),
            has_ticks: true,
        };
        let axes = Axes::draw(&mut scene, (width, HEIGHT), &plan);
        let lines = [
            ("PV", &self.planned, (Ink::Muted, true)),
            ("EV", &self.earned, (Ink::Accent, false)),
            ("AC", &self.actual, (Ink::Bad, false)),
        ];
        let mut ends = Vec::new();
        for (name, values, look) in lines {
            grown(&mut scene, &axes, values, look);
            let end = axes.at(values.len() as f64, values.last().copied().unwrap_or(0.0));
            scene.dot(end, 3.5, look.0);
            scene.mark(name, [end.0 - 14.0, end.1 - 14.0, 28.0, 28.0]);
            let value = number(values.last().copied().unwrap_or(0.0));
            ends.push((end, format!("{name} {value}"), look.0));
        }
        // The plan on the day of the report, when it goes on.
        if let Some(value) = self.planned.get(self.earned.len().saturating_sub(1))
            && self.planned.len() > self.earned.len()
        {
            let at = axes.at(self.earned.len() as f64, *value);
            scene.dot(at, 3.5, Ink::Muted);
            ends.push((at, format!("PV {}", number(*value)), Ink::Muted));
        }
        end_labels(&mut scene, ends);
        let now = axes.x(self.earned.len() as f64);
        scene.dashes(vec![(now, axes.top), (now, axes.bottom)], Ink::Line, 1.4);
        legend(
            &mut scene,
            &[
                ("PV planned value", Ink::Muted, true),
                ("EV earned value", Ink::Accent, false),
                ("AC actual cost", Ink::Bad, false),
            ],
        );
        scene
    }

    fn words(&self) -> String {
        format!(
            "In {}, from 0. Planned value: {}. Earned value: {}. Actual cost: {}.",
            self.measure,
            told(&self.planned, &self.unit),
            told(&self.earned, &self.unit),
            told(&self.actual, &self.unit)
        )
    }
}

/// Whether a chart falls to nothing or rises to the scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum BurnKind {
    /// What is left.
    Down,
    /// What is done, under the scope.
    Up,
}

/// A burn-down or burn-up chart.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Burn {
    /// Down or up.
    pub kind: BurnKind,
    /// What is left, or done, after 0, 1, 2 … periods.
    pub values: Vec<f64>,
    /// Periods in all.
    pub length: u32,
    /// For `Up`: the scope after 0, 1, 2 … periods; the last one goes on.
    #[serde(default)]
    pub scope: Vec<f64>,
    /// Whether the even pace is drawn.
    #[serde(default = "yes")]
    pub ideal: bool,
    /// What a period is: "day".
    #[serde(default = "one_day")]
    pub unit: String,
    /// What is counted: "story points".
    #[serde(default = "points")]
    pub measure: String,
}

fn yes() -> bool {
    true
}

fn one_day() -> String {
    "day".to_owned()
}

fn points() -> String {
    "story points".to_owned()
}

impl Burn {
    /// Where the even pace begins and ends.
    fn even(&self) -> (f64, f64) {
        match self.kind {
            BurnKind::Down => (self.values.first().copied().unwrap_or(0.0), 0.0),
            BurnKind::Up => (0.0, self.scope.first().copied().unwrap_or(0.0)),
        }
    }

    /// The scope for every period up to the end.
    fn whole_scope(&self) -> Vec<f64> {
        let last = self.scope.last().copied().unwrap_or(0.0);
        let n_missing = (self.length as usize + 1).saturating_sub(self.scope.len());
        self.scope.iter().copied().chain(std::iter::repeat_n(last, n_missing)).collect()
    }
}

impl Kind for Burn {
    fn problem(&self) -> Option<String> {
        let n_most = self.length as usize + 1;
        let is_up = self.kind == BurnKind::Up;
        first_problem(&[
            ((1..=MOST).contains(&(self.length as usize)), "“length” lies between 1 and 120."),
            (
                (1..=n_most).contains(&self.values.len()),
                "“values” has at most “length” + 1 values.",
            ),
            (is_up != self.scope.is_empty(), "“scope” belongs to a burn-up, and only there."),
            (self.scope.len() <= n_most, "“scope” has at most “length” + 1 values."),
            (are_numbers(&self.values) && are_numbers(&self.scope), "A value is no number."),
            (
                self.values.iter().chain(&self.scope).all(|value| *value >= 0.0),
                "A value is below 0.",
            ),
            (is_name(&self.unit) && is_name(&self.measure), "A unit has 1 to 60 letters."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let most = self.values.iter().chain(&self.scope).copied().fold(1.0, f64::max);
        let title = match self.kind {
            BurnKind::Down => format!("Left, in {}", self.measure),
            BurnKind::Up => format!("Done, in {}", self.measure),
        };
        let plan = Plan {
            across: (0.0, f64::from(self.length)),
            // Room for the number above the highest point.
            up: (0.0, most * 1.1),
            across_title: &format!("End of {}", self.unit),
            up_title: &title,
            margin: 16.0,
            has_ticks: true,
        };
        let axes = Axes::draw(&mut scene, (width, HEIGHT), &plan);
        let mut names = vec![("real", Ink::Accent, false)];
        if self.ideal {
            let (from, to) = self.even();
            let line = vec![axes.at(0.0, from), axes.at(f64::from(self.length), to)];
            scene.dashes(line, Ink::Muted, 1.8);
            names.push(("even pace", Ink::Muted, true));
        }
        if self.kind == BurnKind::Up {
            let scope = axes.series(0, &self.whole_scope());
            scene.line(scope, Ink::Text, 1.8);
            names.push(("scope", Ink::Text, false));
        }
        let line = axes.series(0, &self.values);
        scene.line(line.clone(), Ink::Accent, 2.4);
        for (place, (x, y)) in line.into_iter().enumerate() {
            scene.dot((x, y), 3.5, Ink::Accent);
            let name = format!("{} {place}", self.unit);
            scene.mark(name, [x - 11.0, y - 11.0, 22.0, 22.0]);
            // The numbers stand beside the points where there is room for them.
            let is_shown = place > 0 || self.kind == BurnKind::Down;
            if is_shown && (axes.right - axes.left) / self.length as f32 > 26.0 {
                let value = number(self.values.get(place).copied().unwrap_or(0.0));
                let above = if self.kind == BurnKind::Down { -12.0 } else { 13.0 };
                let align = if place == 0 { Align::Start } else { Align::Middle };
                scene.words((x + 2.0, y + above), align, (SMALL, true, Ink::Text), &value);
            }
        }
        if let Some(value) = self.scope.last() {
            let at = (axes.right, axes.y(*value) - 11.0);
            scene.words(
                at,
                Align::End,
                (SMALL, true, Ink::Text),
                &format!("scope {}", number(*value)),
            );
        }
        legend(&mut scene, &names);
        scene
    }

    fn words(&self) -> String {
        let of = |values: &[f64]| {
            let told = values.iter().enumerate();
            let told = told.map(|(at, value)| format!("{} {at}: {}", self.unit, number(*value)));
            told.collect::<Vec<_>>().join(", ")
        };
        let (what, length) = match self.kind {
            BurnKind::Down => ("left", self.length),
            BurnKind::Up => ("done", self.length),
        };
        let mut text = format!(
            "{length} {}s in all. In {}, {what}: {}.",
            self.unit,
            self.measure,
            of(&self.values)
        );
        if self.kind == BurnKind::Up {
            text.extend([" Scope: ", &of(&self.whole_scope()), "."]);
        }
        if self.ideal {
            let (from, to) = self.even();
            text.extend([" The even pace runs from ", &number(from), " to ", &number(to), "."]);
        }
        text
    }
}

/// Measurements against control limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Measurements in their order.
    pub values: Vec<f64>,
    /// Mean.
    pub mean: f64,
    /// Lower and upper control limit.
    pub limits: (f64, f64),
    /// Lower and upper limit of the specification.
    pub specification: Option<(f64, f64)>,
    /// What is measured: "mm".
    #[serde(default)]
    pub measure: String,
}

impl Control {
    fn all(&self) -> Vec<f64> {
        let (low, high) = self.limits;
        let mut all = self.values.clone();
        all.extend([self.mean, low, high]);
        all.extend(self.specification.into_iter().flat_map(|(low, high)| [low, high]));
        all
    }
}

impl Kind for Control {
    fn problem(&self) -> Option<String> {
        let (low, high) = self.limits;
        first_problem(&[
            ((2..=MOST).contains(&self.values.len()), "A control chart has 2 to 120 values."),
            (are_numbers(&self.all()), "A value is no number."),
            (low < self.mean && self.mean < high, "The mean lies between the limits."),
            (
                self.specification.is_none_or(|(low, high)| low < high),
                "“specification” has its lower limit first.",
            ),
            (
                self.measure.is_empty() || is_name(&self.measure),
                "“measure” has at most 60 letters.",
            ),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let all = self.all();
        let (low, high) = (
            all.iter().copied().fold(f64::MAX, f64::min),
            all.iter().copied().fold(f64::MIN, f64::max),
        );
        let room = (high - low) * 0.05;
        let widest = all.iter().map(|value| width_of(&number(*value), SMALL)).fold(0.0, f32::max);
        let margin = widest.min(48.0) + width_of("mean ", SMALL) + 12.0;
        let title =
            if self.measure.is_empty() { String::new() } else { format!("In {}", self.measure) };
        let plan = Plan {
            across: (0.5, self.values.len() as f64 + 0.5),
            up: (low - room, high + room),
            across_title: "Measurement",
            up_title: &title,
            margin,
            has_ticks: true,
        };
        let axes = Axes::draw(&mut scene, (width, HEIGHT), &plan);
        let (lower, upper) = self.limits;
        let mut lines = vec![
            (upper, "UCL", Ink::Bad, true),
            (self.mean, "mean", Ink::Muted, false),
            (lower, "LCL", Ink::Bad, true),
        ];
        if let Some((lower, upper)) = self.specification {
            lines.extend([(upper, "USL", Ink::Warn, false), (lower, "LSL", Ink::Warn, false)]);
        }
        let mut ends = Vec::new();
        for (value, name, ink, is_dashed) in lines {
            let line = vec![(axes.left, axes.y(value)), (axes.right, axes.y(value))];
            if is_dashed {
                scene.dashes(line, ink, 1.6);
            } else {
                scene.line(line, ink, 1.4);
            }
            ends.push(((axes.right, axes.y(value)), format!("{name} {}", number(value)), ink));
        }
        end_labels(&mut scene, ends);
        let line = axes.series(1, &self.values);
        scene.line(line.clone(), Ink::Text, 1.4);
        for (place, (x, y)) in line.into_iter().enumerate() {
            scene.dot((x, y), 3.5, Ink::Text);
            scene.mark(format!("{}", place + 1), [x - 10.0, y - 10.0, 20.0, 20.0]);
        }
        scene
    }

    fn words(&self) -> String {
        let unit =
            if self.measure.is_empty() { String::new() } else { format!(" In {}.", self.measure) };
        let (low, high) = self.limits;
        let values = self.values.iter().enumerate();
        let values = values.map(|(at, value)| format!("{}: {}", at + 1, number(*value)));
        let specification = self.specification.map_or(String::new(), |(low, high)| {
            format!(" Limits of the specification {} and {}.", number(low), number(high))
        });
        format!(
            "Mean {}, lower control limit {}, upper control limit {}.{specification}{unit} Measurements in \
             their order: {}.",
            number(self.mean),
            number(low),
            number(high),
            values.collect::<Vec<_>>().join(", ")
        )
    }
}
