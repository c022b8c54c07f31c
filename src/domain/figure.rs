//! Figures from numbers: a small language in RON that deck authors use in any text and as the picture of a
//! `Hotspot`. A figure is laid out as a [`Scene`] of shapes without colours, and told in words that alone
//! are enough to answer.
//!
//! In a text it stands as a block:
//!
//! ````text
//! ```figure
//! Network(activities: [(name: "A", time: 3), (name: "B", time: 4, after: ["A"])])
//! ```
//! ````

mod axes;
mod bars;
mod block;
mod curves;
mod flow;
mod grids;
mod network;
mod scene;
mod schedule;
mod trees;

use serde::Deserialize;

pub use bars::{Cause, Factor, Pareto, Tornado};
pub use block::{Part, has_figure, parts, without_figures, written_out};
pub use curves::{Burn, BurnKind, Control, EarnedValue};
pub use flow::{CumulativeFlow, Stage};
pub use grids::{Grid, Matrix, Raci, Risk, Spot, Work};
pub use network::{Activity, Network};
pub use scene::{Align, Ink, Point, SMALL, Scene, Shape, TEXT, Target, number};
pub use schedule::{Bar, Gantt, Milestone};
pub use trees::{DecisionTree, Organisation, Person, Tree, Way};

/// A figure as its author wrote it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Figure {
    /// Precedence network, activity on node.
    Network(Network),
    /// Bars over time.
    Gantt(Gantt),
    /// Planned value, earned value and actual cost over time.
    EarnedValue(EarnedValue),
    /// What is left, or what is done, over time.
    Burn(Burn),
    /// Work in each stage over time.
    CumulativeFlow(CumulativeFlow),
    /// Measurements against limits.
    Control(Control),
    /// Causes by how often they occur.
    Pareto(Pareto),
    /// How far each factor moves a result.
    Tornado(Tornado),
    /// Decisions, chances and outcomes.
    DecisionTree(DecisionTree),
    /// Who is responsible, accountable, consulted and informed.
    Raci(Raci),
    /// Stakeholders by two properties.
    Grid(Grid),
    /// Risks by probability and impact.
    Matrix(Matrix),
    /// Who reports to whom.
    Organisation(Organisation),
}

/// What each kind of figure can do.
trait Kind {
    /// What is wrong with the data, if anything.
    fn problem(&self) -> Option<String>;
    /// Lays it out, `width` points wide where that is possible.
    fn scene(&self, width: f32) -> Scene;
    /// Says all that it shows.
    fn words(&self) -> String;
}

/// Why a figure cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FigureError(pub String);

/// Narrowest and widest layout, in points.
const WIDTH: (f32, f32) = (380.0, 660.0);

/// Longest source that is read, in bytes.
const LONGEST: usize = 20_000;

impl Figure {
    /// Reads a figure from its source.
    pub fn parse(source: &str) -> Result<Self, FigureError> {
        if source.len() > LONGEST {
            return Err(FigureError("The figure is longer than 20,000 bytes.".to_owned()));
        }
        let options = ron::Options::default()
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .with_default_extension(ron::extensions::Extensions::UNWRAP_NEWTYPES)
            .with_default_extension(ron::extensions::Extensions::UNWRAP_VARIANT_NEWTYPES)
            .with_recursion_limit(64);
        let figure: Self = options.from_str(source).map_err(|error| {
            let line = error.span.start.line;
            FigureError(format!("Line {line} of the figure: {}", error.code))
        })?;
        match figure.kind().problem() {
            Some(problem) => Err(FigureError(problem)),
            None => Ok(figure),
        }
    }

    fn kind(&self) -> &dyn Kind {
        match self {
            Self::Network(kind) => kind,
            Self::Gantt(kind) => kind,
            Self::EarnedValue(kind) => kind,
            Self::Burn(kind) => kind,
            Self::CumulativeFlow(kind) => kind,
            Self::Control(kind) => kind,
            Self::Pareto(kind) => kind,
            Self::Tornado(kind) => kind,
            Self::DecisionTree(kind) => kind,
            Self::Raci(kind) => kind,
            Self::Grid(kind) => kind,
            Self::Matrix(kind) => kind,
            Self::Organisation(kind) => kind,
        }
    }

    /// Lays it out; `width` in points is kept within what can be read.
    pub fn scene(&self, width: f32) -> Scene {
        self.kind().scene(width.clamp(WIDTH.0, WIDTH.1))
    }

    /// All that it shows, in words.
    pub fn words(&self) -> String {
        self.kind().words()
    }

    /// What it is called in lists and by screen readers.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Network(_) => "Network diagram",
            Self::Gantt(_) => "Gantt chart",
            Self::EarnedValue(_) => "Earned value chart",
            Self::Burn(burn) => match burn.kind {
                BurnKind::Down => "Burn-down chart",
                BurnKind::Up => "Burn-up chart",
            },
            Self::CumulativeFlow(_) => "Cumulative flow diagram",
            Self::Control(_) => "Control chart",
            Self::Pareto(_) => "Pareto chart",
            Self::Tornado(_) => "Tornado diagram",
            Self::DecisionTree(_) => "Decision tree",
            Self::Raci(_) => "RACI table",
            Self::Grid(_) => "Grid",
            Self::Matrix(_) => "Probability and impact matrix",
            Self::Organisation(_) => "Organisation chart",
        }
    }
}

/// The first thing that does not hold.
fn first_problem(checks: &[(bool, &str)]) -> Option<String> {
    checks.iter().find(|(holds, _)| !holds).map(|(_, problem)| (*problem).to_owned())
}

/// A name that can be read in a figure.
fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= 60
}

fn are_numbers(values: &[f64]) -> bool {
    values.iter().all(|value| value.is_finite() && value.abs() <= 1e12)
}

fn are_different<'a>(names: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = std::collections::HashSet::new();
    names.into_iter().all(|name| seen.insert(name))
}
