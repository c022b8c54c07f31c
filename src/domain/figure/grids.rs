//! Tables and fields: RACI, stakeholder grids, probability and impact.

use serde::Deserialize;

use super::scene::{Align, Ink, SMALL, Scene, TEXT, number};
use super::{Kind, are_different, first_problem, is_name};

/// Who is responsible, accountable, consulted and informed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Raci {
    /// Names of roles, from left to right.
    pub roles: Vec<String>,
    /// Rows.
    pub work: Vec<Work>,
}

/// A piece of work and the letter of each role.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    /// Its name.
    pub name: String,
    /// One text a role: `R`, `A`, `C`, `I`, `A/R` or nothing.
    pub letters: Vec<String>,
}

impl Kind for Raci {
    fn problem(&self) -> Option<String> {
        let rows = || self.work.iter().map(|work| work.name.as_str());
        let roles = || self.roles.iter().map(String::as_str);
        let is_letter = |text: &String| {
            text.chars().count() <= 5 && text.chars().all(|c| "RACIS/, ".contains(c))
        };
        first_problem(&[
            ((1..=8).contains(&self.roles.len()), "A RACI table has 1 to 8 roles."),
            ((1..=16).contains(&self.work.len()), "A RACI table has 1 to 16 rows."),
            (rows().chain(roles()).all(is_name), "A name has 1 to 60 letters."),
            (
                are_different(rows()) && are_different(roles()),
                "Two rows or roles have the same name.",
            ),
            (
                self.work.iter().all(|work| work.letters.len() == self.roles.len()),
                "A row has one entry for each role.",
            ),
            (
                self.work.iter().flat_map(|work| &work.letters).all(is_letter),
                "An entry is R, A, C, I, S or several of them with “/”.",
            ),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let (head, row) = (40.0, 34.0);
        let height = head + row * self.work.len() as f32;
        let mut scene = Scene { size: (width, height + 2.0), ..Scene::default() };
        let first = width * if self.roles.len() > 4 { 0.28 } else { 0.36 };
        let column = (width - first) / self.roles.len().max(1) as f32;
        scene.cell([0.0, 0.0, width - 1.0, height], Ink::Surface, Ink::Line);
        for (place, role) in self.roles.iter().enumerate() {
            let at = [first + place as f32 * column, 0.0, column, head];
            scene.in_box(at, (SMALL, true, Ink::Text), role);
            scene.mark(&**role, at);
        }
        for (line, work) in self.work.iter().enumerate() {
            let top = head + line as f32 * row;
            scene.line(vec![(0.0, top), (width - 1.0, top)], Ink::Line, 1.0);
            let name = super::scene::wrap(&work.name, TEXT, first - 16.0, 1);
            let at = (10.0, top + row / 2.0);
            scene.text(at, Align::Start, name.first().map_or("", String::as_str));
            scene.mark(&*work.name, [0.0, top, width - 1.0, row]);
            for ((place, letters), role) in work.letters.iter().enumerate().zip(&self.roles) {
                let at = [first + place as f32 * column, top, column, row];
                scene.in_box(at, (TEXT, true, Ink::Text), letters);
                scene.mark(format!("{} / {role}", work.name), at);
            }
        }
        for place in 0..self.roles.len() {
            let x = first + place as f32 * column;
            scene.line(vec![(x, 0.0), (x, height)], Ink::Line, 1.0);
        }
        scene
    }

    fn words(&self) -> String {
        let told = self.work.iter().map(|work| {
            let cells = self.roles.iter().zip(&work.letters).map(|(role, letters)| {
                let letters = if letters.trim().is_empty() { "nothing" } else { letters };
                format!("{role} {letters}")
            });
            format!("{}: {}", work.name, cells.collect::<Vec<_>>().join(", "))
        });
        format!("{}.", told.collect::<Vec<_>>().join("; "))
    }
}

/// People or things by two properties from 0 to 10.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grid {
    /// What grows to the right: "Interest".
    pub across: String,
    /// What grows upwards: "Power".
    pub up: String,
    /// Names of the four fields: upper left, upper right, lower left, lower right; or none.
    #[serde(default)]
    pub fields: Vec<String>,
    /// What is placed.
    #[serde(default)]
    pub spots: Vec<Spot>,
}

/// Something with a place on a grid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spot {
    /// Its name.
    pub name: String,
    /// To the right, 0..=10.
    pub across: f64,
    /// Upwards, 0..=10.
    pub up: f64,
}

impl Kind for Grid {
    fn problem(&self) -> Option<String> {
        let names = || {
            let spots = self.spots.iter().map(|spot| spot.name.as_str());
            spots.chain(self.fields.iter().map(String::as_str))
        };
        let is_inside = |value: f64| (0.0..=10.0).contains(&value);
        first_problem(&[
            (is_name(&self.across) && is_name(&self.up), "“across” and “up” name what grows."),
            (matches!(self.fields.len(), 0 | 4), "“fields” has four names or none."),
            (self.spots.len() <= 16, "A grid has at most 16 spots."),
            (!self.spots.is_empty() || !self.fields.is_empty(), "The grid is empty."),
            (names().all(is_name), "A name has 1 to 60 letters."),
            (are_different(names()), "Two names are the same."),
            (
                self.spots.iter().all(|spot| is_inside(spot.across) && is_inside(spot.up)),
                "A spot lies between 0 and 10.",
            ),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let width = width.min(560.0);
        let (left, top, right, bottom) = (26.0, 22.0, width - 4.0, 330.0);
        let mut scene = Scene { size: (width, bottom + 26.0), ..Scene::default() };
        let (middle_x, middle_y) = (f32::midpoint(left, right), f32::midpoint(top, bottom));
        scene.cell([left, top, right - left, bottom - top], Ink::Surface, Ink::Muted);
        scene.line(vec![(middle_x, top), (middle_x, bottom)], Ink::Muted, 1.2);
        scene.line(vec![(left, middle_y), (right, middle_y)], Ink::Muted, 1.2);
        let corners = [(left, top), (middle_x, top), (left, middle_y), (middle_x, middle_y)];
        for (name, (x, y)) in self.fields.iter().zip(corners) {
            let look = (SMALL, true, Ink::Muted);
            scene.words((x + 10.0, y + 14.0), Align::Start, look, name);
            scene.mark(&**name, [x, y, (right - left) / 2.0, (bottom - top) / 2.0]);
        }
        for spot in &self.spots {
            let x = left + (spot.across / 10.0) as f32 * (right - left);
            let y = bottom - (spot.up / 10.0) as f32 * (bottom - top);
            let (x, y) = (x.clamp(left + 8.0, right - 8.0), y.clamp(top + 8.0, bottom - 8.0));
            scene.dot((x, y), 6.0, Ink::Accent);
            let is_right = spot.across > 7.0;
            let (at, align) =
                if is_right { ((x - 10.0, y), Align::End) } else { ((x + 10.0, y), Align::Start) };
            scene.strong(at, align, &spot.name);
            scene.mark(&*spot.name, [x - 13.0, y - 13.0, 26.0, 26.0]);
        }
        scene.small((left, top - 12.0), Align::Start, &format!("↑ {}", self.up));
        scene.small((right, bottom + 14.0), Align::End, &format!("{} →", self.across));
        scene.small((left, bottom + 14.0), Align::Start, "low");
        scene
    }

    fn words(&self) -> String {
        let mut parts = Vec::new();
        let places = [("low", "high"), ("high", "high"), ("low", "low"), ("high", "low")];
        for (name, (across, up)) in self.fields.iter().zip(places) {
            parts.push(format!("Field “{name}”: {} {across}, {} {up}", self.across, self.up));
        }
        for spot in &self.spots {
            parts.push(format!(
                "{}: {} {} of 10, {} {} of 10",
                spot.name,
                self.across,
                number(spot.across),
                self.up,
                number(spot.up)
            ));
        }
        format!("{}.", parts.join("; "))
    }
}

/// Risks in a table of probability and impact.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matrix {
    /// Levels of probability from low to high, as shown and as numbers.
    pub probability: Vec<(String, f64)>,
    /// Levels of impact from low to high.
    pub impact: Vec<(String, f64)>,
    /// From this score on medium, and from this score on high.
    pub limits: (f64, f64),
    /// What is placed.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// Whether the fields show their scores.
    #[serde(default)]
    pub scores: bool,
}

/// A risk and its levels, counted from 1.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Short name.
    pub name: String,
    /// Level of probability, from 1.
    pub probability: usize,
    /// Level of impact, from 1.
    pub impact: usize,
}

impl Matrix {
    fn score(&self, probability: usize, impact: usize) -> f64 {
        let of = |levels: &[(String, f64)], place: usize| levels.get(place).map_or(0.0, |l| l.1);
        of(&self.probability, probability) * of(&self.impact, impact)
    }

    /// Zone of a score: its name and its ground.
    fn zone(&self, score: f64) -> (&'static str, Ink) {
        let (medium, high) = self.limits;
        if score >= high - 1e-9 {
            ("high", Ink::BadSoft)
        } else if score >= medium - 1e-9 {
            ("medium", Ink::WarnSoft)
        } else {
            ("low", Ink::GoodSoft)
        }
    }
}

impl Kind for Matrix {
    fn problem(&self) -> Option<String> {
        let levels = || self.probability.iter().chain(&self.impact);
        let names = || self.risks.iter().map(|risk| risk.name.as_str());
        let is_placed = |risk: &Risk| {
            (1..=self.probability.len()).contains(&risk.probability)
                && (1..=self.impact.len()).contains(&risk.impact)
        };
        let is_size = |levels: &[(String, f64)]| (2..=7).contains(&levels.len());
        first_problem(&[
            (
                is_size(&self.probability) && is_size(&self.impact),
                "There are 2 to 7 levels each way.",
            ),
            (levels().all(|(name, _)| is_name(name)), "A level has a name."),
            (
                levels().all(|(_, v)| v.is_finite() && (0.0..=1e6).contains(v)),
                "A level is no number.",
            ),
            (self.limits.0 <= self.limits.1, "The lower limit stands first."),
            (self.risks.len() <= 16, "A matrix has at most 16 risks."),
            (
                names().all(|name| is_name(name) && name.chars().count() <= 14),
                "A risk's name has 1 to 14 letters.",
            ),
            (are_different(names()), "Two risks have the same name."),
            (self.risks.iter().all(is_placed), "A risk names levels that there are, from 1."),
        ])
    }

    fn scene(&self, width: f32) -> Scene {
        let (left, row, head) = (104.0, 46.0, 24.0);
        let n_rows = self.probability.len();
        let column = ((width - left) / self.impact.len().max(1) as f32).min(110.0);
        let bottom = head + row * n_rows as f32;
        let whole = left + column * self.impact.len() as f32;
        let mut scene = Scene { size: (whole + 2.0, bottom + 58.0), ..Scene::default() };
        scene.small((0.0, 10.0), Align::Start, "↑ Probability");
        for (line, (name, _)) in self.probability.iter().enumerate() {
            let top = bottom - (line as f32 + 1.0) * row;
            scene.small((left - 8.0, top + row / 2.0), Align::End, name);
            for place in 0..self.impact.len() {
                let at = [left + place as f32 * column, top, column, row];
                let score = self.score(line, place);
                let (zone, fill) = self.zone(score);
                scene.cell(at, fill, Ink::Line);
                let inside: Vec<&str> = self
                    .risks
                    .iter()
                    .filter(|risk| risk.probability == line + 1 && risk.impact == place + 1)
                    .map(|risk| risk.name.as_str())
                    .collect();
                if inside.is_empty() {
                    let text = if self.scores { number(score) } else { zone.to_owned() };
                    scene.in_box(at, (SMALL, false, Ink::Muted), &text);
                } else {
                    let [x, y, width, height] = at;
                    let upper = [x, y + 2.0, width, height * 0.55];
                    scene.in_box(upper, (TEXT, true, Ink::Text), &inside.join(", "));
                    let lower = [x, y + height * 0.55, width, height * 0.4];
                    scene.in_box(lower, (SMALL, false, Ink::Muted), zone);
                }
                scene.mark(format!("{} / {}", line + 1, place + 1), at);
                for name in inside {
                    scene.mark(name, at);
                }
            }
        }
        for (place, (name, _)) in self.impact.iter().enumerate() {
            let at = [left + place as f32 * column, bottom + 2.0, column, 32.0];
            scene.in_box(at, (SMALL, false, Ink::Muted), name);
        }
        scene.small((whole, bottom + 46.0), Align::End, "Impact →");
        scene
    }

    fn words(&self) -> String {
        let levels = |levels: &[(String, f64)]| {
            let told = levels.iter().map(|(name, value)| format!("{name} = {}", number(*value)));
            told.collect::<Vec<_>>().join(", ")
        };
        let of = |levels: &[(String, f64)], place: usize| {
            levels.get(place.saturating_sub(1)).map_or(String::new(), |level| level.0.clone())
        };
        let risks = self.risks.iter().map(|risk| {
            format!(
                "{}: probability {}, impact {}",
                risk.name,
                of(&self.probability, risk.probability),
                of(&self.impact, risk.impact)
            )
        });
        let mut text = format!(
            "Probability: {}. Impact: {}. A score is their product; from {} on it is medium, from {} on high.",
            levels(&self.probability),
            levels(&self.impact),
            number(self.limits.0),
            number(self.limits.1)
        );
        let risks: Vec<String> = risks.collect();
        if !risks.is_empty() {
            text.extend([" ", &risks.join("; "), "."]);
        }
        text
    }
}
