//! Gantt charts.

use serde::Deserialize;

use super::axes::{Axes, Plan};
use super::scene::{Align, Ink, SMALL, Scene, Shape, TEXT, number, width_of, wrap};
use super::{Kind, are_different, first_problem, is_name};

/// Bars over time.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gantt {
    /// From top to bottom.
    pub bars: Vec<Bar>,
    /// Points in time.
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    /// What time counts: "week".
    #[serde(default = "week")]
    pub unit: String,
    /// The day of the report.
    pub today: Option<f64>,
}

fn week() -> String {
    "week".to_owned()
}

/// One piece of work.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bar {
    /// Its name.
    pub name: String,
    /// When it begins.
    pub start: f64,
    /// When it ends, later than its start.
    pub end: f64,
    /// Share that is done, 0..=1.
    pub done: Option<f64>,
    /// Names of the work that it follows.
    #[serde(default)]
    pub after: Vec<String>,
}

/// A point in time.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Its name.
    pub name: String,
    /// When.
    pub at: f64,
}

const ROW: f32 = 30.0;

impl Gantt {
    fn end(&self) -> f64 {
        let bars = self.bars.iter().map(|bar| bar.end);
        let points = self.milestones.iter().map(|point| point.at);
        bars.chain(points).chain(self.today).fold(1.0, f64::max).ceil()
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let bars = self.bars.iter().map(|bar| bar.name.as_str());
        bars.chain(self.milestones.iter().map(|point| point.name.as_str()))
    }
}

impl Kind for Gantt {
    fn problem(&self) -> Option<String> {
        let is_time = |time: f64| time.is_finite() && (0.0..=2000.0).contains(&time);
        let is_bar = |bar: &Bar| is_time(bar.start) && is_time(bar.end) && bar.start < bar.end;
        let is_share = |bar: &Bar| bar.done.is_none_or(|done| (0.0..=1.0).contains(&done));
        let is_known = |name: &String| self.bars.iter().any(|bar| bar.name == *name);
        first_problem(&[
            ((1..=24).contains(&self.bars.len()), "A Gantt chart has 1 to 24 bars."),
            (self.milestones.len() <= 12, "A Gantt chart has at most 12 milestones."),
            (self.names().all(is_name), "A name has 1 to 60 letters."),
            (are_different(self.names()), "Two rows have the same name."),
            (self.bars.iter().all(is_bar), "A bar ends after it begins, between 0 and 2000."),
            (self.milestones.iter().all(|m| is_time(m.at)), "A milestone lies between 0 and 2000."),
            (self.today.is_none_or(is_time), "“today” lies between 0 and 2000."),
            (self.bars.iter().all(is_share), "“done” is a share from 0 to 1."),
            (
                self.bars.iter().flat_map(|bar| &bar.after).all(is_known),
                "“after” names other bars of the chart.",
            ),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let n_rows = self.bars.len() + self.milestones.len();
        let height = 24.0 + n_rows as f32 * ROW + 44.0;
        let widest = self.names().map(|name| width_of(name, TEXT)).fold(40.0_f32, f32::max);
        let left = (widest + 14.0).min(width * 0.36);
        let plan = Plan {
            across: (0.0, self.end()),
            up: (0.0, 1.0),
            across_title: &format!("End of {}", self.unit),
            up_title: "",
            margin: 10.0,
            has_ticks: true,
        };
        let axes = Axes::table(&mut scene, (width, height), left, &plan);
        for (place, bar) in self.bars.iter().enumerate() {
            self.bar(&mut scene, &axes, place, bar);
        }
        for (place, point) in self.milestones.iter().enumerate() {
            let y = middle(&axes, self.bars.len() + place);
            label(&mut scene, &axes, y, &point.name);
            let x = axes.x(point.at);
            let points = vec![(x, y - 8.0), (x + 8.0, y), (x, y + 8.0), (x - 8.0, y)];
            scene.shapes.push(Shape::Area { points, fill: Ink::Text, line: Ink::None });
            scene.mark(&*point.name, [x - 12.0, y - 12.0, 24.0, 24.0]);
        }
        if let Some(today) = self.today {
            let x = axes.x(today);
            scene.dashes(vec![(x, axes.top - 4.0), (x, axes.bottom)], Ink::Bad, 1.6);
            scene.words((x, axes.top - 14.0), Align::Middle, (SMALL, true, Ink::Bad), "today");
        }
        scene
    }

    fn words(&self) -> String {
        let bars = self.bars.iter().map(|bar| {
            let mut text = format!(
                "{}: from the end of {} {} to the end of {} {}",
                bar.name,
                self.unit,
                number(bar.start),
                self.unit,
                number(bar.end)
            );
            if let Some(done) = bar.done {
                text.extend([", ", &number(done * 100.0), " % done"]);
            }
            if !bar.after.is_empty() {
                text.extend([", linked from ", &bar.after.join(" and ")]);
            }
            text
        });
        let points = self.milestones.iter().map(|point| {
            format!("Milestone {}: end of {} {}", point.name, self.unit, number(point.at))
        });
        let today =
            self.today.map(|today| format!("Today: end of {} {}", self.unit, number(today)));
        format!("{}.", bars.chain(points).chain(today).collect::<Vec<_>>().join("; "))
    }
}

fn middle(axes: &Axes, row: usize) -> f32 {
    axes.top + (row as f32 + 0.5) * ROW
}

fn label(scene: &mut Scene, axes: &Axes, y: f32, name: &str) {
    let lines = wrap(name, TEXT, axes.left - 10.0, 1);
    scene.text((0.0, y), Align::Start, lines.first().map_or("", String::as_str));
}

impl Gantt {
    fn bar(&self, scene: &mut Scene, axes: &Axes, row: usize, bar: &Bar) {
        let y = middle(axes, row);
        label(scene, axes, y, &bar.name);
        let (left, right) = (axes.x(bar.start), axes.x(bar.end));
        let at = [left, y - 8.0, right - left, 16.0];
        scene.cell(at, Ink::AccentSoft, Ink::Accent);
        if let Some(done) = bar.done.filter(|done| *done > 0.0) {
            let width = (right - left) * done as f32;
            scene.cell([left, y - 8.0, width, 16.0], Ink::Accent, Ink::Accent);
        }
        for name in &bar.after {
            let before = self.bars.iter().enumerate().find(|(_, other)| other.name == *name);
            let Some((place, other)) = before else { continue };
            let (from, from_y) = (axes.x(other.end), middle(axes, place));
            let turn = (from + 6.0).min(left - 4.0).max(from - 6.0);
            let points = vec![(from, from_y), (turn, from_y), (turn, y), (left - 1.0, y)];
            scene.arrow(points, Ink::Muted);
        }
        scene.mark(&*bar.name, [left - 2.0, y - 12.0, (right - left + 4.0).max(20.0), 24.0]);
    }
}
