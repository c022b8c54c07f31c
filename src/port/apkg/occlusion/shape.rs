//! Shapes of masks: `rect:left=.1:top=.2:width=.3:height=.1:oi=1`, fractions of the picture.

use crate::port::apkg::limits::GAPS;

/// Most corners of a polygon, and most masks of a note.
const MAX_POINTS: usize = 500;
const MAX_MASKS: usize = 500;

/// A shape in fractions of the picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Left, top, right, bottom.
    Rect([f32; 4]),
    /// The same corners, round.
    Ellipse([f32; 4]),
    Polygon(Vec<(f32, f32)>),
}

/// One mask.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mask {
    pub(super) number: u16,
    pub(super) shape: Shape,
    /// Whether all masks are hidden while this one is asked.
    pub(super) hides_all: bool,
}

/// Reads all masks of a field; what is no mask is passed over.
pub(super) fn masks(text: &str) -> Vec<Mask> {
    text.split("{{c").skip(1).take(MAX_MASKS).filter_map(mask).collect()
}

fn mask(text: &str) -> Option<Mask> {
    let (number, rest) = text.split_once("::image-occlusion:")?;
    let number = number.parse().ok().filter(|number| (1..=GAPS).contains(number))?;
    let (inner, _) = rest.split_once("}}")?;
    let parts = pieces(inner);
    let (kind, values) = parts.split_first()?;
    let value = |name: &str| {
        let found = values.iter().find_map(|part| part.strip_prefix(name)?.strip_prefix('='));
        found.map(str::trim)
    };
    let number_of = |name: &str| value(name)?.parse::<f32>().ok().filter(|n| n.is_finite());
    let (left, top) = (number_of("left").unwrap_or(0.0), number_of("top").unwrap_or(0.0));
    let sided = |width: f32, height: f32| [left, top, left + width, top + height];
    let shape = match kind.as_str() {
        "rect" => Shape::Rect(sided(number_of("width")?, number_of("height")?)),
        "ellipse" => Shape::Ellipse(sided(number_of("rx")? * 2.0, number_of("ry")? * 2.0)),
        "polygon" => Shape::Polygon(points(value("points")?)?),
        _ => return None,
    };
    Some(Mask { number, shape, hides_all: value("oi") == Some("1") })
}

/// Cuts at colons that are not escaped.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, pieces.last_mut()) {
            (':', _) => pieces.push(String::new()),
            ('\\', Some(last)) => last.extend(letters.next()),
            (letter, Some(last)) => last.push(letter),
            (_, None) => {}
        }
    }
    pieces
}

fn points(text: &str) -> Option<Vec<(f32, f32)>> {
    let point = |pair: &str| {
        let (x, y) = pair.split_once(',')?;
        let (x, y): (f32, f32) = (x.trim().parse().ok()?, y.trim().parse().ok()?);
        (x.is_finite() && y.is_finite()).then_some((x, y))
    };
    let points: Option<Vec<(f32, f32)>> =
        text.split_whitespace().take(MAX_POINTS).map(point).collect();
    points.filter(|points| points.len() >= 3)
}

impl Shape {
    /// Left, top, right, bottom.
    pub(super) fn bounds(&self) -> [f32; 4] {
        match self {
            Self::Rect(bounds) | Self::Ellipse(bounds) => *bounds,
            Self::Polygon(points) => points.iter().fold([1.0, 1.0, 0.0, 0.0], |b, (x, y)| {
                let [left, top, right, bottom] = b;
                [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
            }),
        }
    }

    /// Stretches of the row at `y` that lie inside: from, to.
    pub(super) fn row(&self, y: f32) -> Vec<(f32, f32)> {
        match self {
            Self::Rect([left, top, right, bottom]) => {
                if (*top..*bottom).contains(&y) {
                    vec![(*left, *right)]
                } else {
                    Vec::new()
                }
            }
            Self::Ellipse([left, top, right, bottom]) => {
                let (middle, half) = (f32::midpoint(*top, *bottom), (bottom - top) / 2.0);
                let height = (y - middle) / half;
                if half <= 0.0 || height.abs() >= 1.0 {
                    return Vec::new();
                }
                let width = (right - left) / 2.0 * (1.0 - height * height).sqrt();
                let middle = f32::midpoint(*left, *right);
                vec![(middle - width, middle + width)]
            }
            Self::Polygon(points) => polygon_row(points, y),
        }
    }
}

/// Even-odd rule: between each two crossings.
fn polygon_row(points: &[(f32, f32)], y: f32) -> Vec<(f32, f32)> {
    let next = points.iter().cycle().skip(1);
    let mut crossings: Vec<f32> = points
        .iter()
        .zip(next)
        .filter(|((_, a), (_, b))| (*a <= y) != (*b <= y))
        .map(|((ax, ay), (bx, by))| ax + (y - ay) / (by - ay) * (bx - ax))
        .collect();
    crossings.sort_by(f32::total_cmp);
    crossings.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect()
}
