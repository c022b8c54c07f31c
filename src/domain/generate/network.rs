//! Precedence networks: critical path, floats, crashing.

use rand::Rng as _;
use rand::seq::SliceRandom as _;

use super::Draw;
use super::draft::{Draft, Unit, figure, money};

const DAYS: Unit = Unit::Of("day", "days");

/// An activity on a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// A letter.
    pub name: char,
    /// Days, at least 1.
    pub days: i32,
    /// Places of those that must be finished before; all smaller than its own.
    pub before: Vec<usize>,
}

/// Activities in an order in which each follows those before it, with finish-to-start links.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// The activities.
    pub activities: Vec<Activity>,
}

/// Dates of one activity in days from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// Early start and finish.
    pub early: (i32, i32),
    /// Late start and finish.
    pub late: (i32, i32),
    /// Days that it can slip without moving the end.
    pub total_float: i32,
    /// Days that it can slip without moving any follower.
    pub free_float: i32,
}

impl Network {
    /// A random network of `n` activities, at most 12, each after one or two earlier ones.
    pub fn random(draw: &mut Draw, n: usize) -> Self {
        let n = n.clamp(2, 12);
        let activities = (0..n).map(|place| {
            let mut earlier: Vec<usize> = (place.saturating_sub(4)..place).collect();
            earlier.shuffle(draw);
            let n_before = if place < 2 { 0 } else { draw.random_range(1_usize..=2) };
            earlier.truncate(n_before);
            earlier.sort_unstable();
            let name = char::from(b'A' + place as u8);
            Activity { name, days: draw.random_range(2_i32..=9), before: earlier }
        });
        Self { activities: activities.collect() }
    }

    /// Forward and backward pass.
    pub fn dates(&self) -> Vec<Dates> {
        let mut dates: Vec<Dates> = Vec::with_capacity(self.activities.len());
        for activity in &self.activities {
            let finish = |place: &usize| dates.get(*place).map_or(0, |dates: &Dates| dates.early.1);
            let start = activity.before.iter().map(finish).max().unwrap_or(0);
            dates.push(Dates { early: (start, start + activity.days), ..Dates::default() });
        }
        let end = dates.iter().map(|dates| dates.early.1).max().unwrap_or(0);
        for place in (0..self.activities.len()).rev() {
            let followers: Vec<Dates> =
                self.followers(place).filter_map(|f| dates.get(f).copied()).collect();
            let finish = followers.iter().map(|dates| dates.late.0).min().unwrap_or(end);
            let next = followers.iter().map(|dates| dates.early.0).min().unwrap_or(end);
            let days = self.activities.get(place).map_or(0, |activity| activity.days);
            if let Some(dates) = dates.get_mut(place) {
                dates.late = (finish - days, finish);
                dates.total_float = dates.late.0 - dates.early.0;
                dates.free_float = next - dates.early.1;
            }
        }
        dates
    }

    fn followers(&self, place: usize) -> impl Iterator<Item = usize> {
        let all = self.activities.iter().enumerate();
        all.filter(move |(_, activity)| activity.before.contains(&place)).map(|(at, _)| at)
    }

    /// Days of the whole network.
    pub fn duration(&self) -> i32 {
        self.dates().iter().map(|dates| dates.early.1).max().unwrap_or(0)
    }

    /// All paths from a first to a last activity, as letters, with their days.
    pub fn paths(&self) -> Vec<(String, i32)> {
        let first = |(_, activity): &(usize, &Activity)| activity.before.is_empty();
        let mut open: Vec<(usize, String, i32)> = self
            .activities
            .iter()
            .enumerate()
            .filter(first)
            .map(|(at, activity)| (at, activity.name.to_string(), activity.days))
            .collect();
        let mut paths = Vec::new();
        while let Some((at, names, days)) = open.pop() {
            let followers: Vec<usize> = self.followers(at).collect();
            if followers.is_empty() {
                paths.push((names, days));
                continue;
            }
            for follower in followers {
                if let Some(next) = self.activities.get(follower) {
                    open.push((follower, format!("{names}{}", next.name), days + next.days));
                }
            }
        }
        paths.sort();
        paths
    }

    /// The network as a table or as a figure: about half of all each, by its own numbers.
    fn shown(&self) -> String {
        let days: i32 = self.activities.iter().map(|activity| activity.days).sum();
        if days % 2 == 0 { self.table() } else { self.figure() }
    }

    fn figure(&self) -> String {
        let rows = self.activities.iter().map(|activity| {
            let before: Vec<String> = activity
                .before
                .iter()
                .filter_map(|place| self.activities.get(*place))
                .map(|activity| format!("\"{}\"", activity.name))
                .collect();
            let after = if before.is_empty() {
                String::new()
            } else {
                format!(", after: [{}]", before.join(", "))
            };
            format!("(name: \"{}\", time: {}{after})", activity.name, activity.days)
        });
        let rows: Vec<String> = rows.collect();
        let source = format!("Network(activities: [{}])", rows.join(", "));
        format!("The diagram shows each activity with its days.\n\n{}", figure(&source))
    }

    fn table(&self) -> String {
        let rows = self.activities.iter().map(|activity| {
            let before: Vec<String> = activity
                .before
                .iter()
                .filter_map(|place| self.activities.get(*place))
                .map(|activity| activity.name.to_string())
                .collect();
            let before = if before.is_empty() { "none".to_owned() } else { before.join(", ") };
            format!("| {} | {} | {before} |", activity.name, activity.days)
        });
        let rows: Vec<String> = rows.collect();
        format!("| Activity | Days | After |\n| --- | --- | --- |\n{}", rows.join("\n"))
    }

    fn facts(&self, mut draft: Draft) -> Draft {
        const NAMES: [&str; 12] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L"];
        const LINKS: [&str; 12] = [
            "A after", "B after", "C after", "D after", "E after", "F after", "G after", "H after",
            "I after", "J after", "K after", "L after",
        ];
        for ((activity, name), link) in self.activities.iter().zip(NAMES).zip(LINKS) {
            // Those before it as bits.
            let bits: u32 = activity.before.iter().map(|place| 1_u32 << place).sum();
            draft = draft.fact(name, activity.days.into()).fact(link, bits.into());
        }
        draft
    }
}

fn network(draw: &mut Draw, difficulty: u8) -> Network {
    Network::random(draw, 4 + usize::from(difficulty.min(4)))
}

fn arrows(path: &str) -> String {
    path.chars().map(String::from).collect::<Vec<_>>().join("–")
}

/// Path lengths in falling order.
fn lengths(network: &Network) -> Vec<(String, i32)> {
    let mut paths = network.paths();
    paths.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    paths
}

fn with_paths(mut draft: Draft, paths: &[(String, i32)]) -> Draft {
    for (path, days) in paths.iter().take(6) {
        draft = draft.step(format!("{}: {}.", arrows(path), DAYS.show((*days).into())));
    }
    draft
}

pub(super) fn duration(draw: &mut Draw, difficulty: u8) -> Draft {
    let network = network(draw, difficulty);
    let paths = lengths(&network);
    let answer = network.duration();
    let all: i32 = network.activities.iter().map(|activity| activity.days).sum();
    let second = paths.iter().map(|(_, days)| *days).find(|days| *days < answer).unwrap_or(0);
    let shortest = paths.last().map_or(0, |(_, days)| *days);
    let most =
        paths.iter().max_by_key(|(path, days)| (path.len(), -*days)).map_or(0, |(_, days)| *days);
    let stem = format!("{}\n\nHow long does the project take at least?", network.shown());
    let draft = Draft::number(stem, DAYS, answer.into())
        .slip(second.into(), "That is the second longest path.")
        .slip(shortest.into(), "That is the shortest path; the longest decides.")
        .slip(all.into(), "Activities on different paths run at the same time.")
        .slip(most.into(), "The path with most activities is not always the longest.")
        .slip((answer + 1).into(), "The first day is counted twice.")
        .slip((answer + 2).into(), "An activity is counted with days that it does not have.");
    let draft = with_paths(network.facts(draft), &paths);
    draft
        .step(format!("The longest path decides: {}.", DAYS.show(answer.into())))
        .only_if(paths.len() > 1 && second > 0)
}

pub(super) fn path(draw: &mut Draw, difficulty: u8) -> Draft {
    let network = network(draw, difficulty);
    let paths = lengths(&network);
    let stem = format!("{}\n\nWhich path is critical?", network.shown());
    let mut draft = match paths.first() {
        Some((path, days)) => Draft::word(stem, arrows(path), (*days).into()),
        None => Draft::word(stem, String::new(), f64::NAN),
    };
    for (path, days) in paths.iter().skip(1).take(3) {
        let why = format!("It takes {}, less than the longest path.", DAYS.show((*days).into()));
        draft = draft.wrong(arrows(path), &why);
    }
    let is_clear = matches!(paths.as_slice(), [(_, one), (_, two), _, _, ..] if one > two);
    with_paths(network.facts(draft), &paths).only_if(is_clear)
}

fn float(draw: &mut Draw, difficulty: u8, is_total: bool) -> Draft {
    let network = network(draw, difficulty);
    let dates = network.dates();
    let asked = draw.random_range(0..network.activities.len());
    let (activity, found) = match (network.activities.get(asked), dates.get(asked)) {
        (Some(activity), Some(found)) => (activity, *found),
        _ => return Draft::word(String::new(), String::new(), f64::NAN),
    };
    let (kind, answer, other) = if is_total {
        ("total float", found.total_float, found.free_float)
    } else {
        ("free float", found.free_float, found.total_float)
    };
    let stem = format!("{}\n\nWhat is the {kind} of activity {}?", network.shown(), activity.name);
    let end = network.duration();
    let why_other = if is_total {
        "That is the free float: slack before a follower has to move."
    } else {
        "That is the total float: slack before the end has to move."
    };
    let draft = Draft::number(stem, DAYS, answer.into())
        .fact("asked", asked as f64)
        .slip(other.into(), why_other)
        .slip(found.late.1.into(), "That is the late finish, not a difference.")
        .slip((end - found.early.1).into(), "The time to the end is no float while followers wait.")
        .slip((answer + activity.days).into(), "The activity's own days are counted as float.")
        .slip(activity.days.into(), "That is the length of the activity.")
        .slip((answer + 1).into(), "One day too many is counted.");
    let last = if is_total {
        format!(
            "Total float = late start − early start = {} − {} = {answer}.",
            found.late.0, found.early.0
        )
    } else {
        let next = found.early.1 + found.free_float;
        format!(
            "Free float = earliest start of a follower − early finish = {next} − {} = {answer}.",
            found.early.1
        )
    };
    network
        .facts(draft)
        .step(format!(
            "{}: early start {}, early finish {}, late start {}, late finish {}; the project ends on day {end}.",
            activity.name, found.early.0, found.early.1, found.late.0, found.late.1
        ))
        .step(last)
        .only_if(answer > 0 && (is_total || found.total_float >= found.free_float))
}

pub(super) fn total_float(draw: &mut Draw, difficulty: u8) -> Draft {
    float(draw, difficulty, true)
}

pub(super) fn free_float(draw: &mut Draw, difficulty: u8) -> Draft {
    float(draw, difficulty, false)
}

pub(super) fn crash(draw: &mut Draw, difficulty: u8) -> Draft {
    let network = network(draw, difficulty);
    let paths = lengths(&network);
    let costs: Vec<i32> =
        network.activities.iter().map(|_| draw.random_range(3_i32..=30) * 100).collect();
    let rows: Vec<String> = network
        .activities
        .iter()
        .zip(&costs)
        .map(|(activity, cost)| format!("| {} | {} |", activity.name, money((*cost).into())))
        .collect();
    let stem = format!(
        "{}\n\nEach activity can be shortened by one day at this price:\n\n| Activity | Price of a day |\n\
         | --- | --- |\n{}\n\nThe project has to end one day earlier. Which activity is shortened?",
        network.shown(),
        rows.join("\n")
    );
    let critical = paths.first().map_or("", |(path, _)| path.as_str());
    let mut priced: Vec<(i32, char)> = network
        .activities
        .iter()
        .zip(&costs)
        .map(|(activity, cost)| (*cost, activity.name))
        .collect();
    priced.sort_unstable();
    let on: Vec<(i32, char)> =
        priced.iter().copied().filter(|(_, name)| critical.contains(*name)).collect();
    let off: Vec<(i32, char)> =
        priced.iter().copied().filter(|(_, name)| !critical.contains(*name)).collect();
    let Some((price, best)) = on.first().copied() else {
        return Draft::word(stem, String::new(), f64::NAN);
    };
    let mut draft = Draft::word(stem, format!("Activity {best}"), price.into());
    for (_, name) in off.iter().take(2) {
        draft = draft.wrong(
            format!("Activity {name}"),
            "It is not on the critical path: the end would not move.",
        );
    }
    for (_, name) in on.iter().skip(1).take(2) {
        draft = draft.wrong(
            format!("Activity {name}"),
            "It is critical, and a day of another critical one costs less.",
        );
    }
    for ((_, cost), name) in
        network.activities.iter().zip(&costs).zip(["a", "b", "c", "d", "e", "f", "g", "h"])
    {
        draft = draft.fact(name, (*cost).into());
    }
    let is_clear = matches!(paths.as_slice(), [(_, one), (_, two), ..] if *one > two + 1)
        && matches!(on.as_slice(), [(one, _), (two, _), ..] if two > one)
        && off.first().is_some_and(|(cheap, _)| *cheap < price);
    with_paths(network.facts(draft), &paths)
        .step(format!(
            "Critical is {}; its cheapest day is that of {best} for {}.",
            arrows(critical),
            money(price.into())
        ))
        .only_if(is_clear)
}
