//! Trees: decisions with chances, and who reports to whom.

use serde::Deserialize;

use super::scene::{Align, Ink, Point, SMALL, Scene, Shape, TEXT, number, width_of};
use super::{Kind, are_different, first_problem, is_name};

/// Decisions, chances and outcomes from left to right.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionTree {
    /// Where it begins.
    pub root: Tree,
    /// What outcomes count: "thousand dollars".
    #[serde(default)]
    pub measure: String,
}

/// A node of a decision tree.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub enum Tree {
    /// A choice: a square.
    Decision(Vec<Way>),
    /// An uncertain event: a circle.
    Chance(Vec<Way>),
    /// What comes of it in the end.
    End(f64),
}

/// A branch.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Its name.
    pub name: String,
    /// What it costs or brings at once, if anything; a cost is negative.
    pub value: Option<f64>,
    /// Probability, 0..=1, behind a chance node.
    pub chance: Option<f64>,
    /// What follows.
    pub to: Tree,
}

impl Tree {
    fn ways(&self) -> &[Way] {
        match self {
            Self::Decision(ways) | Self::Chance(ways) => ways,
            Self::End(_) => &[],
        }
    }

    fn n_ends(&self) -> usize {
        match self {
            Self::End(_) => 1,
            _ => self.ways().iter().map(|way| way.to.n_ends()).sum(),
        }
    }

    fn depth(&self) -> usize {
        self.ways().iter().map(|way| way.to.depth() + 1).max().unwrap_or(0)
    }

    fn problem(&self) -> Option<String> {
        if let Self::End(value) = self {
            return first_problem(&[(value.is_finite(), "An outcome is no number.")]);
        }
        let ways = self.ways();
        let sum: f64 = ways.iter().filter_map(|way| way.chance).sum();
        let is_chance = matches!(self, Self::Chance(_));
        let is_share = |way: &Way| way.chance.is_some_and(|share| (0.0..=1.0).contains(&share));
        let mine = first_problem(&[
            ((1..=6).contains(&ways.len()), "A node has 1 to 6 branches."),
            (
                ways.iter().all(|way| is_name(&way.name)),
                "A branch has a name of at most 60 letters.",
            ),
            (ways.iter().all(|way| way.value.is_none_or(f64::is_finite)), "A value is no number."),
            (
                !is_chance || ways.iter().all(is_share),
                "Behind a chance node every branch has a “chance” from 0 to 1.",
            ),
            (!is_chance || (sum - 1.0).abs() < 0.005, "The chances of a node sum to 1."),
            (
                is_chance || ways.iter().all(|way| way.chance.is_none()),
                "Only branches of a chance node have a “chance”.",
            ),
        ]);
        mine.or_else(|| ways.iter().find_map(|way| way.to.problem()))
    }

    fn words(&self, at: &str, told: &mut Vec<String>) {
        for way in self.ways() {
            let name = if at.is_empty() { way.name.clone() } else { format!("{at}, {}", way.name) };
            let chance = way.chance.map(|share| format!("chance {} %", number(share * 100.0)));
            let value = way.value.map(|value| format!("at once {}", number(value)));
            let end = match &way.to {
                Self::End(value) => Some(format!("outcome {}", number(*value))),
                Self::Decision(_) => Some("then a decision".to_owned()),
                Self::Chance(_) => Some("then a chance".to_owned()),
            };
            let facts: Vec<String> = chance.into_iter().chain(value).chain(end).collect();
            told.push(format!("{name}: {}", facts.join(", ")));
            way.to.words(&name, told);
        }
    }
}

impl Kind for DecisionTree {
    fn problem(&self) -> Option<String> {
        let size = first_problem(&[
            (self.root.n_ends() <= 24, "A decision tree has at most 24 ends."),
            (self.root.depth() <= 5, "A decision tree is at most 5 steps deep."),
            (
                !matches!(self.root, Tree::End(_)),
                "A decision tree begins with a decision or a chance.",
            ),
        ]);
        size.or_else(|| self.root.problem())
    }

    fn scene(&self, width: f32) -> Scene {
        let row = 40.0;
        let height = row * self.root.n_ends() as f32 + 10.0;
        let mut scene = Scene { size: (width, height), ..Scene::default() };
        let widest = ends(&self.root).into_iter().map(|end| width_of(&number(end), TEXT));
        let margin = widest.fold(24.0_f32, f32::max) + 16.0;
        let step = (width - margin - 20.0) / self.root.depth().max(1) as f32;
        let mut pen = TreePen { scene: &mut scene, step, row, next: 0 };
        pen.node(&self.root, 14.0, "");
        if !self.measure.is_empty() {
            let text = format!("Outcomes in {}", self.measure);
            scene.size.1 += 18.0;
            let at = (width, scene.size.1 - 8.0);
            scene.small(at, Align::End, &text);
        }
        scene
    }

    fn words(&self) -> String {
        let mut told = Vec::new();
        self.root.words("", &mut told);
        let kind = if matches!(self.root, Tree::Decision(_)) { "decision" } else { "chance" };
        let unit = if self.measure.is_empty() {
            String::new()
        } else {
            format!(" Values in {}.", self.measure)
        };
        format!("It begins with a {kind}. {}.{unit}", told.join("; "))
    }
}

fn ends(tree: &Tree) -> Vec<f64> {
    match tree {
        Tree::End(value) => vec![*value],
        _ => tree.ways().iter().flat_map(|way| ends(&way.to)).collect(),
    }
}

struct TreePen<'a> {
    scene: &'a mut Scene,
    step: f32,
    row: f32,
    next: usize,
}

impl TreePen<'_> {
    /// Draws a node and what follows it; gives its place.
    fn node(&mut self, tree: &Tree, x: f32, name: &str) -> Point {
        let mut below = Vec::new();
        for way in tree.ways() {
            below.push((self.node(&way.to, x + self.step, &way.name), way));
        }
        let y = if let (Some((first, _)), Some((last, _))) = (below.first(), below.last()) {
            f32::midpoint(first.1, last.1)
        } else {
            self.next += 1;
            (self.next as f32 - 0.5) * self.row + 5.0
        };
        for ((to_x, to_y), way) in below {
            let turn = x + (self.step * 0.16).min(26.0);
            self.scene.line(vec![(x, y), (turn, to_y), (to_x, to_y)], Ink::Muted, 1.4);
            self.label(way, turn + 4.0, to_x - 12.0, to_y);
        }
        self.mark(tree, (x, y));
        if !name.is_empty() {
            self.scene.mark(name, [x - 16.0, y - 16.0, 32.0, 32.0]);
        }
        (x, y)
    }

    /// Name above the branch, chance and value below it.
    fn label(&mut self, way: &Way, left: f32, right: f32, y: f32) {
        let lines = super::scene::wrap(&way.name, SMALL, (right - left).max(30.0), 1);
        let name = lines.first().map_or("", String::as_str);
        let look = (SMALL, true, Ink::Text);
        self.scene.words((left, y - 8.0), Align::Start, look, name);
        let chance = way.chance.map(|share| format!("{} %", number(share * 100.0)));
        let value = way.value.map(number);
        let facts: Vec<String> = chance.into_iter().chain(value).collect();
        self.scene.small((left, y + 9.0), Align::Start, &facts.join(", "));
    }

    fn mark(&mut self, tree: &Tree, (x, y): Point) {
        let (fill, line) = (Ink::Surface, Ink::Text);
        match tree {
            Tree::Decision(_) => {
                let at = [x - 9.0, y - 9.0, 18.0, 18.0];
                self.scene.shapes.push(Shape::Box { at, radius: 0.0, fill, line, width: 1.6 });
            }
            Tree::Chance(_) => {
                self.scene.shapes.push(Shape::Dot { at: (x, y), radius: 9.5, fill, line });
            }
            Tree::End(value) => {
                let points = vec![(x - 8.0, y), (x + 5.0, y - 8.0), (x + 5.0, y + 8.0)];
                self.scene.shapes.push(Shape::Area { points, fill, line });
                self.scene.strong((x + 10.0, y), Align::Start, &number(*value));
            }
        }
    }
}

/// Who reports to whom.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// At the top.
    pub root: Person,
}

/// A role and those that report to it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name of the role.
    pub name: String,
    /// Whether it belongs to the project that is asked about.
    #[serde(default)]
    pub project: bool,
    /// Those that report to it.
    #[serde(default)]
    pub under: Vec<Person>,
}

impl Person {
    fn all(&self) -> Vec<&Person> {
        std::iter::once(self).chain(self.under.iter().flat_map(Person::all)).collect()
    }

    fn n_leaves(&self) -> usize {
        self.under.iter().map(Person::n_leaves).sum::<usize>().max(1)
    }

    fn depth(&self) -> usize {
        1 + self.under.iter().map(Person::depth).max().unwrap_or(0)
    }
}

impl Kind for Organisation {
    fn problem(&self) -> Option<String> {
        let all = self.root.all();
        let names = || all.iter().map(|person| person.name.as_str());
        first_problem(&[
            (all.len() <= 30, "An organisation has at most 30 roles."),
            (self.root.depth() <= 5, "An organisation has at most 5 levels."),
            (self.root.n_leaves() <= 8, "An organisation is at most 8 roles wide."),
            (names().all(is_name), "A name has 1 to 60 letters."),
            (are_different(names()), "Two roles have the same name."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let n_wide = self.root.n_leaves() as f32;
        let column = (width / n_wide).min(170.0);
        let whole = column * n_wide;
        let height = self.root.depth() as f32 * 74.0 - 26.0;
        let mut scene = Scene { size: (whole, height + 6.0), ..Scene::default() };
        branch(&mut scene, &self.root, (0.0, column), 2.0);
        if self.root.all().iter().any(|person| person.project) {
            scene.size.1 += 22.0;
            let y = scene.size.1 - 10.0;
            let at = [0.0, y - 7.0, 22.0, 14.0];
            scene.shapes.push(Shape::Box {
                at,
                radius: 4.0,
                fill: Ink::AccentSoft,
                line: Ink::Accent,
                width: 2.4,
            });
            scene.small((28.0, y), Align::Start, "on the project (heavy frame)");
        }
        scene
    }

    fn words(&self) -> String {
        let mut told = Vec::new();
        for person in self.root.all() {
            let project = if person.project { " (on the project)" } else { "" };
            let under: Vec<&str> = person.under.iter().map(|p| p.name.as_str()).collect();
            if under.is_empty() && person.project {
                told.push(format!("{}{project}", person.name));
            }
            if !under.is_empty() {
                told.push(format!("{}{project} leads {}", person.name, under.join(", ")));
            }
        }
        format!("{}.", told.join("; "))
    }
}

/// Draws a role over those below it; `across` is the left edge and the width of a column.
fn branch(scene: &mut Scene, person: &Person, across: (f32, f32), top: f32) -> f32 {
    let (left, column) = across;
    let mut next = left;
    let mut middles = Vec::new();
    for under in &person.under {
        middles.push(branch(scene, under, (next, column), top + 74.0));
        next += under.n_leaves() as f32 * column;
    }
    let middle = match (middles.first(), middles.last()) {
        (Some(first), Some(last)) => f32::midpoint(*first, *last),
        _ => left + column / 2.0,
    };
    for below in &middles {
        let bend = top + 58.0;
        let points =
            vec![(middle, top + 44.0), (middle, bend), (*below, bend), (*below, top + 74.0)];
        scene.line(points, Ink::Muted, 1.4);
    }
    let width = (column - 12.0).min(150.0);
    let at = [middle - width / 2.0, top, width, 44.0];
    let (fill, line, weight) = if person.project {
        (Ink::AccentSoft, Ink::Accent, 2.4)
    } else {
        (Ink::Surface, Ink::Text, 1.2)
    };
    scene.shapes.push(Shape::Box { at, radius: 4.0, fill, line, width: weight });
    scene.in_box(at, (SMALL, true, Ink::Text), &person.name);
    scene.mark(&*person.name, at);
    middle
}
