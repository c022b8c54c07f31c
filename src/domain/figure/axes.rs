//! The frame of a chart: axes, ticks, places of values.

use super::scene::{Align, Ink, Point, SMALL, Scene, number, width_of};

/// Space above the plot for its title and legend.
const TOP: f32 = 46.0;
/// Space below the plot for ticks and their title.
const BOTTOM: f32 = 44.0;

/// From values to points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axes {
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) top: f32,
    pub(super) bottom: f32,
    across: (f64, f64),
    up: (f64, f64),
}

impl Axes {
    /// Draws axes with ticks for values from `across.0` to `across.1` and `up.0` to `up.1`.
    pub(super) fn draw(scene: &mut Scene, size: Point, plan: &Plan<'_>) -> Self {
        let steps = ticks(plan.up.0, plan.up.1);
        let (low, high) = (
            steps.first().copied().unwrap_or(0.0).min(plan.up.0),
            steps.last().copied().unwrap_or(1.0).max(plan.up.1),
        );
        let widest =
            steps.iter().map(|step| width_of(&number(*step), SMALL)).fold(16.0_f32, f32::max);
        scene.size = size;
        let axes = Self {
            left: widest + 12.0,
            right: size.0 - plan.margin,
            top: TOP,
            bottom: size.1 - BOTTOM,
            across: plan.across,
            up: (low, high),
        };
        for step in steps {
            let y = axes.y(step);
            scene.line(vec![(axes.left, y), (axes.right, y)], Ink::Line, 1.0);
            scene.small((axes.left - 6.0, y), Align::End, &number(step));
        }
        scene.line(
            vec![(axes.left, axes.top), (axes.left, axes.bottom), (axes.right, axes.bottom)],
            Ink::Muted,
            1.2,
        );
        scene.small((0.0, TOP - 18.0), Align::Start, plan.up_title);
        axes.below(scene, plan);
        axes
    }

    /// Ticks and title of the lower axis.
    fn below(&self, scene: &mut Scene, plan: &Plan<'_>) {
        if plan.has_ticks {
            for step in whole_ticks(plan.across.0, plan.across.1, self.right - self.left) {
                let x = self.x(step);
                scene.line(vec![(x, self.bottom), (x, self.bottom + 4.0)], Ink::Muted, 1.0);
                scene.small((x, self.bottom + 14.0), Align::Middle, &number(step));
            }
        }
        let middle = f32::midpoint(self.left, self.right);
        scene.small((middle, self.bottom + 33.0), Align::Middle, plan.across_title);
    }

    pub(super) fn x(&self, value: f64) -> f32 {
        let span = (self.across.1 - self.across.0).max(1e-9);
        self.left + ((value - self.across.0) / span) as f32 * (self.right - self.left)
    }

    pub(super) fn y(&self, value: f64) -> f32 {
        let span = (self.up.1 - self.up.0).max(1e-9);
        self.bottom - ((value - self.up.0) / span) as f32 * (self.bottom - self.top)
    }

    pub(super) fn at(&self, across: f64, up: f64) -> Point {
        (self.x(across), self.y(up))
    }

    /// Values over 0, 1, 2 … as points.
    pub(super) fn series(&self, first: usize, values: &[f64]) -> Vec<Point> {
        values.iter().enumerate().map(|(at, value)| self.at((at + first) as f64, *value)).collect()
    }
}

/// What the axes are to show.
pub(super) struct Plan<'a> {
    pub(super) across: (f64, f64),
    pub(super) up: (f64, f64),
    pub(super) across_title: &'a str,
    pub(super) up_title: &'a str,
    /// Space on the right for the names of lines.
    pub(super) margin: f32,
    /// Whether the lower axis counts.
    pub(super) has_ticks: bool,
}

/// Round steps from at most `low` to at least `high`, three to seven of them.
pub(super) fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = (high - low).max(1e-9);
    let rough = span / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|unit| unit * power);
    let step = step.into_iter().find(|step| *step >= rough).unwrap_or(power * 10.0);
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    (0..=(last - first) as usize).map(|at| (first + at as f64) * step).collect()
}

/// Whole steps that leave each label some 34 points.
fn whole_ticks(low: f64, high: f64, room: f32) -> Vec<f64> {
    let most = f64::from((room / 34.0).max(2.0));
    let span = (high - low).max(1.0);
    let wide = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let step = wide.into_iter().find(|step| span / step <= most).unwrap_or(1000.0);
    let first = (low / step).ceil();
    (0..=((high / step).floor() - first).max(0.0) as usize)
        .map(|at| (first + at as f64) * step)
        .collect()
}

/// Names of lines in a row above the plot: a stroke and a word each.
pub(super) fn legend(scene: &mut Scene, names: &[(&str, Ink, bool)]) {
    let mut x = 0.0;
    for (name, ink, is_dashed) in names {
        let points = vec![(x, 9.0), (x + 22.0, 9.0)];
        if *is_dashed {
            scene.dashes(points, *ink, 2.2);
        } else {
            scene.line(points, *ink, 2.2);
        }
        scene.small((x + 28.0, 9.0), Align::Start, name);
        x += 28.0 + width_of(name, SMALL) + 20.0;
    }
}

impl Axes {
    /// Upright hairlines for whole steps, for rows that have names on the left.
    pub(super) fn table(scene: &mut Scene, size: Point, left: f32, plan: &Plan<'_>) -> Self {
        scene.size = size;
        let axes = Self {
            left,
            right: size.0 - plan.margin,
            top: 24.0,
            bottom: size.1 - BOTTOM,
            across: plan.across,
            up: plan.up,
        };
        let room = axes.right - axes.left;
        let steps = whole_ticks(plan.across.0, plan.across.1, room);
        for step in steps.into_iter().filter(|_| plan.has_ticks) {
            let x = axes.x(step);
            scene.line(vec![(x, axes.top), (x, axes.bottom)], Ink::Line, 1.0);
        }
        let base = vec![(axes.left, axes.bottom), (axes.right, axes.bottom)];
        scene.line(base, Ink::Muted, 1.2);
        axes.below(scene, plan);
        axes
    }
}
