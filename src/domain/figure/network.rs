//! Precedence networks: activities on nodes, finish to start.

use serde::Deserialize;

use super::scene::{Align, Ink, Look, Point, SMALL, Scene, TEXT, counted, number};
use super::{Kind, are_different, first_problem, is_name};

/// A precedence network.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Network {
    /// Activities; each stands after those that it follows.
    pub activities: Vec<Activity>,
    /// What a duration counts: "day".
    #[serde(default = "day")]
    pub unit: String,
    /// Whether early and late dates and the float stand in the boxes.
    #[serde(default)]
    pub dates: bool,
}

fn day() -> String {
    "day".to_owned()
}

/// An activity of a network.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// Short name.
    pub name: String,
    /// Duration, at least 0.
    pub time: f64,
    /// Names of those that must be finished before.
    #[serde(default)]
    pub after: Vec<String>,
}

/// Early and late dates of an activity.
#[derive(Debug, Clone, Copy, Default)]
struct Dates {
    early: (f64, f64),
    late: (f64, f64),
}

impl Network {
    fn place(&self, name: &str) -> Option<usize> {
        self.activities.iter().position(|activity| activity.name == name)
    }

    /// Places of those before each activity; they all come earlier.
    fn links(&self) -> Vec<Vec<usize>> {
        let before = |activity: &Activity| {
            activity.after.iter().filter_map(|name| self.place(name)).collect()
        };
        self.activities.iter().map(before).collect()
    }

    fn all_dates(&self) -> Vec<Dates> {
        let links = self.links();
        let mut dates: Vec<Dates> = Vec::new();
        for (activity, before) in self.activities.iter().zip(&links) {
            let finishes = before.iter().filter_map(|at| dates.get(*at)).map(|d: &Dates| d.early.1);
            let start = finishes.fold(0.0, f64::max);
            dates.push(Dates { early: (start, start + activity.time), ..Dates::default() });
        }
        let end = dates.iter().map(|dates| dates.early.1).fold(0.0, f64::max);
        for place in (0..dates.len()).rev() {
            let followers = links.iter().enumerate().filter(|(_, before)| before.contains(&place));
            let starts = followers.filter_map(|(at, _)| dates.get(at)).map(|dates| dates.late.0);
            let finish = starts.fold(end, f64::min);
            let time = self.activities.get(place).map_or(0.0, |activity| activity.time);
            if let Some(dates) = dates.get_mut(place) {
                dates.late = (finish - time, finish);
            }
        }
        dates
    }
}

impl Kind for Network {
    fn problem(&self) -> Option<String> {
        let names = || self.activities.iter().map(|activity| activity.name.as_str());
        let is_known = |(place, activity): (usize, &Activity)| {
            activity.after.iter().all(|name| self.place(name).is_some_and(|at| at < place))
        };
        first_problem(&[
            ((1..=24).contains(&self.activities.len()), "A network has 1 to 24 activities."),
            (
                names().all(|name| is_name(name) && name.chars().count() <= 14),
                "A name of an activity has 1 to 14 letters.",
            ),
            (are_different(names()), "Two activities have the same name."),
            (
                self.activities
                    .iter()
                    .all(|a| a.time.is_finite() && (0.0..=9999.0).contains(&a.time)),
                "A duration lies between 0 and 9999.",
            ),
            (
                self.activities.iter().enumerate().all(is_known),
                "“after” names activities that stand earlier in the list.",
            ),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let layers = Layers::new(&self.links());
        let n_columns = layers.columns.len().max(1) as f32;
        let n_rows = layers.columns.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let gap = (width / n_columns * 0.32).clamp(20.0, 54.0);
        // Three numbers stand side by side where dates are shown; a wide figure is made smaller as a whole.
        let least = if self.dates { 84.0 } else { 46.0 };
        let box_width = ((width - gap * (n_columns - 1.0)) / n_columns).clamp(least, 96.0);
        let box_height = if self.dates { 66.0 } else { 44.0 };
        let whole = box_width * n_columns + gap * (n_columns - 1.0);
        let height = n_rows * (box_height + 22.0) - 22.0;
        let mut scene = Scene { size: (whole.max(width), height + 4.0), ..Scene::default() };
        let shift = (scene.size.0 - whole) / 2.0;
        let middle = |node: usize| -> Point {
            let (column, row) = layers.at(node);
            let n_here = layers.columns.get(column).map_or(1, Vec::len) as f32;
            let step = height / n_here;
            let x = shift + column as f32 * (box_width + gap) + box_width / 2.0;
            (x, 2.0 + step * (row as f32 + 0.5))
        };
        for route in &layers.routes {
            scene.arrow(route_points(route, middle, box_width), Ink::Muted);
        }
        let dates = self.all_dates();
        for (place, (activity, dates)) in self.activities.iter().zip(&dates).enumerate() {
            let (x, y) = middle(place);
            let at = [x - box_width / 2.0, y - box_height / 2.0, box_width, box_height];
            scene.cell(at, Ink::Surface, Ink::Text);
            if self.dates {
                dated(&mut scene, at, activity, dates);
            } else {
                plain(&mut scene, at, activity);
            }
            scene.mark(&*activity.name, at);
        }
        scene
    }

    fn words(&self) -> String {
        let dates = self.all_dates();
        let told = self.activities.iter().zip(&dates).map(|(activity, dates)| {
            let after = match activity.after.as_slice() {
                [] => "at the start".to_owned(),
                names => format!("after {}", names.join(" and ")),
            };
            let text = format!("{}: {}, {after}", activity.name, counted(activity.time, &self.unit));
            if !self.dates {
                return text;
            }
            format!(
                "{text}, early start {}, early finish {}, late start {}, late finish {}, total float {}",
                number(dates.early.0),
                number(dates.early.1),
                number(dates.late.0),
                number(dates.late.1),
                number(dates.late.0 - dates.early.0)
            )
        });
        format!("{}.", told.collect::<Vec<_>>().join("; "))
    }
}

/// Name above, duration below.
fn plain(scene: &mut Scene, [left, top, width, height]: [f32; 4], activity: &Activity) {
    let name: Look = (TEXT, true, Ink::Text);
    scene.in_box([left, top + 3.0, width, height / 2.0 - 3.0], name, &activity.name);
    let time: Look = (TEXT, false, Ink::Text);
    let at = [left, top + height / 2.0, width, height / 2.0 - 3.0];
    scene.in_box(at, time, &number(activity.time));
}

/// Early start, duration, early finish; name; late start, float, late finish.
fn dated(scene: &mut Scene, at: [f32; 4], activity: &Activity, dates: &Dates) {
    let [left, top, width, height] = at;
    let row = height / 3.0;
    for y in [top + row, top + 2.0 * row] {
        scene.line(vec![(left, y), (left + width, y)], Ink::Line, 1.0);
    }
    let float = dates.late.0 - dates.early.0;
    // Never cut: a number without its last digit is another number.
    let mut put = |column: f32, line: f32, is_strong: bool, value: f64| {
        let at = (left + width / 6.0 * (2.0 * column + 1.0), top + row * (line + 0.5));
        scene.words(at, Align::Middle, (SMALL, is_strong, Ink::Text), &number(value));
    };
    put(0.0, 0.0, false, dates.early.0);
    put(1.0, 0.0, true, activity.time);
    put(2.0, 0.0, false, dates.early.1);
    put(0.0, 2.0, false, dates.late.0);
    put(1.0, 2.0, true, float);
    put(2.0, 2.0, false, dates.late.1);
    scene.in_box([left, top + row, width, row], (TEXT, true, Ink::Text), &activity.name);
}

/// From the right side of the first node to the left side of the last one.
fn route_points(route: &[usize], middle: impl Fn(usize) -> Point, box_width: f32) -> Vec<Point> {
    let last = route.len().saturating_sub(1);
    let mut points = Vec::new();
    for (place, node) in route.iter().enumerate() {
        let (x, y) = middle(*node);
        match place {
            0 => points.push((x + box_width / 2.0, y)),
            _ if place == last => points.push((x - box_width / 2.0 - 1.0, y)),
            // Straight through the lane that is kept free for it.
            _ => points.extend([(x - box_width / 2.0, y), (x + box_width / 2.0, y)]),
        }
    }
    points
}

/// Nodes in columns, with free lanes where a link passes a column.
struct Layers {
    /// Node numbers from top to bottom; those from the number of activities on are lanes.
    columns: Vec<Vec<usize>>,
    /// Nodes that each link runs through.
    routes: Vec<Vec<usize>>,
}

impl Layers {
    fn new(links: &[Vec<usize>]) -> Self {
        let mut rank = vec![0_usize; links.len()];
        for (place, before) in links.iter().enumerate() {
            let after = before.iter().filter_map(|at| rank.get(*at)).max().map_or(0, |r| r + 1);
            if let Some(rank) = rank.get_mut(place) {
                *rank = after;
            }
        }
        let n_columns = rank.iter().max().map_or(1, |most| most + 1);
        let mut columns = vec![Vec::new(); n_columns];
        for (place, rank) in rank.iter().enumerate() {
            if let Some(column) = columns.get_mut(*rank) {
                column.push(place);
            }
        }
        let mut routes = Vec::new();
        let mut next = links.len();
        for (place, before) in links.iter().enumerate() {
            for from in before {
                let ranks = rank.get(*from).zip(rank.get(place));
                let (low, high) = ranks.map_or((0, 0), |(low, high)| (*low, *high));
                let mut route = vec![*from];
                for column in columns.iter_mut().take(high).skip(low + 1) {
                    column.push(next);
                    route.push(next);
                    next += 1;
                }
                route.push(place);
                routes.push(route);
            }
        }
        let mut layers = Self { columns, routes };
        layers.untangle();
        layers
    }

    /// Orders each column by the middle of its neighbours, forth and back a few times.
    fn untangle(&mut self) {
        for round in 0..8 {
            let n_columns = self.columns.len();
            for step in 1..n_columns {
                let column = if round % 2 == 0 { step } else { n_columns - 1 - step };
                let weight: Vec<(f32, usize)> = self
                    .columns
                    .get(column)
                    .into_iter()
                    .flatten()
                    .map(|node| (self.pull(*node, round % 2 == 0), *node))
                    .collect();
                let mut weight = weight;
                weight.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                if let Some(column) = self.columns.get_mut(column) {
                    *column = weight.into_iter().map(|(_, node)| node).collect();
                }
            }
        }
    }

    /// The mean place, 0..1, of a node's neighbours on one side; its own where it has none.
    fn pull(&self, node: usize, is_left: bool) -> f32 {
        let pairs = self.routes.iter().flat_map(|route| route.windows(2));
        let places: Vec<f32> = pairs
            .filter_map(|pair| match pair {
                [from, to] if is_left && *to == node => Some(*from),
                [from, to] if !is_left && *from == node => Some(*to),
                _ => None,
            })
            .map(|other| self.share(other))
            .collect();
        if places.is_empty() {
            return self.share(node);
        }
        places.iter().sum::<f32>() / places.len() as f32
    }

    fn share(&self, node: usize) -> f32 {
        let (column, row) = self.at(node);
        let n_here = self.columns.get(column).map_or(1, Vec::len) as f32;
        (row as f32 + 0.5) / n_here
    }

    /// Column and row of a node.
    fn at(&self, node: usize) -> (usize, usize) {
        let found = self.columns.iter().enumerate().find_map(|(at, column)| {
            column.iter().position(|other| *other == node).map(|row| (at, row))
        });
        found.unwrap_or((0, 0))
    }
}
