//! Cumulative flow diagrams.

use serde::Deserialize;

use super::axes::{Axes, Plan, legend};
use super::scene::{Align, Ink, SMALL, Scene, Shape, number};
use super::{Kind, are_different, are_numbers, first_problem, is_name};

/// Work in each stage over time, the last stage at the bottom.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CumulativeFlow {
    /// From the first stage of the flow to the last ("Done").
    pub stages: Vec<Stage>,
    /// What a period is: "day".
    #[serde(default = "day")]
    pub unit: String,
}

fn day() -> String {
    "day".to_owned()
}

/// Items that are in a stage.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name.
    pub name: String,
    /// Items in it after 0, 1, 2 … periods.
    pub items: Vec<f64>,
}

/// Grounds that differ in every theme, with a line on top of each.
const FILLS: [(Ink, Ink); 6] = [
    (Ink::AccentSoft, Ink::Accent),
    (Ink::WarnSoft, Ink::Warn),
    (Ink::BadSoft, Ink::Bad),
    (Ink::Track, Ink::Muted),
    (Ink::Surface, Ink::Text),
    (Ink::GoodSoft, Ink::Good),
];

impl CumulativeFlow {
    fn n_periods(&self) -> usize {
        self.stages.first().map_or(0, |stage| stage.items.len())
    }

    /// Upper edge of each stage, from the last stage upwards.
    fn edges(&self) -> Vec<Vec<f64>> {
        let mut sum = vec![0.0; self.n_periods()];
        let mut edges = Vec::new();
        for stage in self.stages.iter().rev() {
            for (sum, items) in sum.iter_mut().zip(&stage.items) {
                *sum += items;
            }
            edges.push(sum.clone());
        }
        edges
    }
}

/// How many items stand in a stage, where its band is high and wide enough.
fn counts(scene: &mut Scene, across: &[f32], (upper, lower): (&[f32], &[f32]), items: &[f64]) {
    let is_wide = matches!(across, [first, second, ..] if second - first > 24.0);
    let last = across.len().saturating_sub(1);
    let places = across.iter().zip(upper).zip(lower).zip(items).enumerate();
    for (at, (((x, top), bottom), count)) in places {
        // The last column bears the names.
        if is_wide && bottom - top >= 13.0 && at > 0 && at < last {
            let middle = (*x, f32::midpoint(*top, *bottom));
            scene.words(middle, Align::Middle, (10.5, false, Ink::Text), &number(*count));
        }
    }
}

impl Kind for CumulativeFlow {
    fn problem(&self) -> Option<String> {
        let names = || self.stages.iter().map(|stage| stage.name.as_str());
        let n = self.n_periods();
        first_problem(&[
            ((2..=6).contains(&self.stages.len()), "A cumulative flow diagram has 2 to 6 stages."),
            ((2..=120).contains(&n), "A stage has 2 to 120 counts."),
            (
                self.stages.iter().all(|stage| stage.items.len() == n),
                "All stages have as many counts.",
            ),
            (names().all(is_name), "A name has 1 to 60 letters."),
            (are_different(names()), "Two stages have the same name."),
            (self.stages.iter().all(|stage| are_numbers(&stage.items)), "A count is no number."),
            (
                self.stages.iter().flat_map(|stage| &stage.items).all(|count| *count >= 0.0),
                "A count is below 0.",
            ),
            (is_name(&self.unit), "“unit” has 1 to 60 letters."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let mut scene = Scene::default();
        let edges = self.edges();
        let most = edges.last().into_iter().flatten().copied().fold(1.0, f64::max);
        let plan = Plan {
            across: (0.0, self.n_periods().saturating_sub(1).max(1) as f64),
            up: (0.0, most),
            across_title: &format!("End of {}", self.unit),
            up_title: "Items",
            margin: 16.0,
            has_ticks: true,
        };
        let axes = Axes::draw(&mut scene, (width, 320.0), &plan);
        let across: Vec<f32> = (0..self.n_periods()).map(|at| axes.x(at as f64)).collect();
        let mut lower: Vec<f32> = vec![axes.bottom; self.n_periods()];
        let mut names = Vec::new();
        let mut labels = Vec::new();
        for ((stage, edge), place) in self.stages.iter().rev().zip(&edges).zip(0..) {
            // The last stage has its own look; the others go by their place.
            let look = if place == 0 { FILLS.last() } else { FILLS.get((place - 1) % 5) };
            let (fill, ink) = look.copied().unwrap_or((Ink::Surface, Ink::Text));
            let upper: Vec<f32> = edge.iter().map(|value| axes.y(*value)).collect();
            scene.shapes.push(Shape::Band {
                across: across.clone(),
                upper: upper.clone(),
                lower: lower.clone(),
                fill,
            });
            let line = across.iter().copied().zip(upper.iter().copied()).collect();
            scene.line(line, ink, 1.8);
            counts(&mut scene, &across, (&upper, &lower), &stage.items);
            let (top, bottom) =
                (upper.last().copied().unwrap_or(0.0), lower.last().copied().unwrap_or(0.0));
            if bottom - top >= 16.0 {
                labels.push((f32::midpoint(top, bottom), stage.name.as_str(), ink));
            }
            let (left, right) = (axes.left, axes.right);
            let height = (bottom - top).max(14.0);
            scene.mark(
                &*stage.name,
                [right - (right - left) * 0.3, top, (right - left) * 0.3, height],
            );
            names.push((stage.name.as_str(), ink, false));
            lower = upper;
        }
        for (y, name, _) in labels {
            scene.words((axes.right - 8.0, y), Align::End, (SMALL, true, Ink::Text), name);
        }
        names.reverse();
        legend(&mut scene, &names);
        scene
    }

    fn words(&self) -> String {
        let told = self.stages.iter().map(|stage| {
            let items = stage.items.iter().enumerate();
            let items = items.map(|(at, count)| format!("{} {at}: {}", self.unit, number(*count)));
            format!("Items in “{}”: {}", stage.name, items.collect::<Vec<_>>().join(", "))
        });
        format!("{}.", told.collect::<Vec<_>>().join(". "))
    }
}
