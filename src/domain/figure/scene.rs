//! What a figure looks like, before anybody draws it: shapes with roles for colours.

/// Size of usual text in a figure, in points.
pub const TEXT: f32 = 13.0;
/// Size of small text.
pub const SMALL: f32 = 11.5;

/// What a colour says; each theme has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Nothing is drawn.
    None,
    /// Text and strong lines.
    Text,
    /// Second voice.
    Muted,
    /// Hairlines.
    Line,
    /// Ground of boxes.
    Surface,
    /// Empty parts.
    Track,
    /// First series, what is meant.
    Accent,
    /// Ground of what is meant.
    AccentSoft,
    /// Good: low risk, on plan.
    Good,
    /// Ground of what is good.
    GoodSoft,
    /// Bad: late, over a limit.
    Bad,
    /// Ground of what is bad.
    BadSoft,
    /// Attention.
    Warn,
    /// Ground of attention.
    WarnSoft,
}

/// On which side of its point a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// It begins at the point.
    Start,
    /// The point is its middle.
    Middle,
    /// It ends at the point.
    End,
}

/// A place in points, origin at the upper left.
pub type Point = (f32, f32);

/// One thing to draw, in order from back to front. Lengths are in points.
#[expect(missing_docs, reason = "the variants say what their fields are")]
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A box: left, top, width, height.
    Box { at: [f32; 4], radius: f32, fill: Ink, line: Ink, width: f32 },
    /// A line through points.
    Line { points: Vec<Point>, ink: Ink, width: f32, is_dashed: bool },
    /// A convex area.
    Area { points: Vec<Point>, fill: Ink, line: Ink },
    /// What lies between two lines over the same places from left to right.
    Band { across: Vec<f32>, upper: Vec<f32>, lower: Vec<f32>, fill: Ink },
    /// A filled circle.
    Dot { at: Point, radius: f32, fill: Ink, line: Ink },
    /// One line of text; `at` is on its middle line.
    Text { at: Point, align: Align, size: f32, is_strong: bool, ink: Ink, text: String },
}

/// A part of a figure that can be meant by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Name, as in the source of the figure.
    pub name: String,
    /// Left, top, width, height in points.
    pub at: [f32; 4],
}

/// A figure laid out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Width and height in points.
    pub size: Point,
    /// From back to front.
    pub shapes: Vec<Shape>,
    /// Parts that can be pointed at.
    pub targets: Vec<Target>,
}

impl Scene {
    /// Where a part lies, as fractions of the whole: left, top, width, height.
    pub fn target(&self, name: &str) -> Option<[f32; 4]> {
        let found = self.targets.iter().find(|target| target.name == name)?;
        let [left, top, width, height] = found.at;
        let (all_width, all_height) = (self.size.0.max(1.0), self.size.1.max(1.0));
        Some([left / all_width, top / all_height, width / all_width, height / all_height])
    }

    pub(super) fn cell(&mut self, at: [f32; 4], fill: Ink, line: Ink) {
        self.shapes.push(Shape::Box { at, radius: 4.0, fill, line, width: 1.0 });
    }

    pub(super) fn line(&mut self, points: Vec<Point>, ink: Ink, width: f32) {
        self.shapes.push(Shape::Line { points, ink, width, is_dashed: false });
    }

    pub(super) fn dashes(&mut self, points: Vec<Point>, ink: Ink, width: f32) {
        self.shapes.push(Shape::Line { points, ink, width, is_dashed: true });
    }

    pub(super) fn dot(&mut self, at: Point, radius: f32, fill: Ink) {
        self.shapes.push(Shape::Dot { at, radius, fill, line: Ink::None });
    }

    pub(super) fn text(&mut self, at: Point, align: Align, text: &str) {
        self.words(at, align, (TEXT, false, Ink::Text), text);
    }

    pub(super) fn strong(&mut self, at: Point, align: Align, text: &str) {
        self.words(at, align, (TEXT, true, Ink::Text), text);
    }

    pub(super) fn small(&mut self, at: Point, align: Align, text: &str) {
        self.words(at, align, (SMALL, false, Ink::Muted), text);
    }

    /// Text of a size, weight and colour.
    pub(super) fn words(&mut self, at: Point, align: Align, look: (f32, bool, Ink), text: &str) {
        let (size, is_strong, ink) = look;
        let text = text.to_owned();
        self.shapes.push(Shape::Text { at, align, size, is_strong, ink, text });
    }

    /// Text in the middle of a box, on as many lines as it needs and has room for.
    pub(super) fn in_box(&mut self, [left, top, width, height]: [f32; 4], look: Look, text: &str) {
        let (size, is_strong, ink) = look;
        let step = size * 1.25;
        let most = ((height - 2.0) / step).floor().max(1.0) as usize;
        let lines = wrap(text, size, (width - 8.0).max(12.0), most);
        let first = top + height / 2.0 - step * (lines.len() as f32 - 1.0) / 2.0;
        for (place, line) in lines.iter().enumerate() {
            let at = (left + width / 2.0, first + step * place as f32);
            self.words(at, Align::Middle, (size, is_strong, ink), line);
        }
    }

    /// A line that ends in an arrow head.
    pub(super) fn arrow(&mut self, points: Vec<Point>, ink: Ink) {
        let head = match points.as_slice() {
            [.., from, to] => Some((*from, *to)),
            _ => None,
        };
        self.line(points, ink, 1.4);
        let Some((from, to)) = head else { return };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = dx.hypot(dy).max(0.01);
        let (ux, uy) = (dx / length * 8.0, dy / length * 8.0);
        let back = (to.0 - ux, to.1 - uy);
        let points = vec![
            to,
            (back.0 - uy * 0.5, back.1 + ux * 0.5),
            (back.0 + uy * 0.5, back.1 - ux * 0.5),
        ];
        self.shapes.push(Shape::Area { points, fill: ink, line: Ink::None });
    }

    pub(super) fn mark(&mut self, name: impl Into<String>, at: [f32; 4]) {
        self.targets.push(Target { name: name.into(), at });
    }
}

/// Size, whether half-bold, colour.
pub(super) type Look = (f32, bool, Ink);

/// About how wide a text is in Inter, in points; the domain has no fonts.
pub(super) fn width_of(text: &str, size: f32) -> f32 {
    let em: f32 =
        text.chars()
            .map(|letter| match letter {
                'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!'
                | ' ' => 0.3,
                'r' | '(' | ')' | '-' => 0.4,
                'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
                letter if letter.is_ascii_uppercase() => 0.7,
                letter if letter.is_ascii_digit() => 0.64,
                letter if letter.is_ascii() => 0.59,
                _ => 0.7,
            })
            .sum();
    em * size
}

/// Breaks a text at its spaces into at most `most` lines; what does not fit ends in an ellipsis.
pub(super) fn wrap(text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match (longer, lines.last_mut()) {
            (Some(longer), Some(line)) if width_of(&longer, size) <= width => *line = longer,
            _ => lines.push(word.to_owned()),
        }
    }
    let is_cut = lines.len() > most;
    lines.truncate(most);
    let last = lines.len().saturating_sub(1);
    lines
        .into_iter()
        .enumerate()
        .map(|(place, line)| short(&line, size, width, is_cut && place == last))
        .collect()
}

/// The text as far as it fits, with an ellipsis where something is left out.
fn short(text: &str, size: f32, width: f32, is_cut: bool) -> String {
    if !is_cut && width_of(text, size) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if width_of(&kept, size) + size * 0.7 > width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

/// A number as figures show it: at most two decimals, thousands apart, a true minus sign.
pub fn number(value: f64) -> String {
    let rounded = format!("{:.2}", value.abs());
    let rounded = rounded.trim_end_matches('0').trim_end_matches('.');
    let (whole, rest) = rounded.split_once('.').unwrap_or((rounded, ""));
    let mut text = String::new();
    if value < 0.0 && rounded != "0" {
        text.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !rest.is_empty() {
        text.push('.');
        text.push_str(rest);
    }
    text
}

/// `1 week`, `3 weeks`.
pub(super) fn counted(value: f64, unit: &str) -> String {
    let is_one = (value - 1.0).abs() < 1e-9;
    let ending = if is_one || unit.ends_with('s') || unit.is_empty() { "" } else { "s" };
    format!("{} {unit}{ending}", number(value)).trim_end().to_owned()
}
