//! Markers on a picture: one question for each of them that has a place.

use super::question::{Ask, shown};
use super::tree::Node;
use crate::domain::deck::{Body, Hotspot, Region};
use crate::port::gather::{Draft, Gather, Source};
use crate::port::html::plain_text;
use crate::port::markup::MediaShelf as _;

/// A place on the picture and the marker that belongs there.
struct Place {
    /// Left, top, width, height as fractions of the picture.
    rect: [f32; 4],
    marker: String,
}

/// One `Hotspot` for each marker; in words why there are none.
pub(super) fn hotspots(
    gather: &mut Gather<'_>,
    source: Source<'_>,
    node: &Node,
    ask: &Ask,
) -> Result<Vec<Draft>, String> {
    let file = node.child("file").map(|file| file.attribute("name").to_owned());
    let file = file.filter(|name| !name.is_empty()).ok_or("its picture is missing")?;
    let size = gather.shelf.size_of(&file).ok_or("its picture is missing or cannot be read")?;
    let places = places(gather, source, node, size);
    if places.len() < 2 {
        return Err("it has fewer than two places on its picture".to_owned());
    }
    let image = gather.shelf.find(&file).ok_or("its picture is missing")?;
    let labels = labels(gather, node);
    let mut drafts = Vec::new();
    for (marker, label) in &labels {
        if !places.iter().any(|place| place.marker == *marker) {
            gather.note(source.at, "markers that belong nowhere are not asked");
            continue;
        }
        let stem = format!("{}\n\nPoint at: {label}", ask.stem).trim().to_owned();
        let regions = regions(&places, marker, &labels);
        let (image, explain) = (Some(image.clone()), ask.explain.clone());
        let hotspot = Hotspot { stem, image, figure: None, regions, explain };
        drafts.push(Draft::new(Body::Hotspot(hotspot)));
    }
    if drafts.is_empty() {
        return Err("no marker belongs to a place".to_owned());
    }
    Ok(drafts)
}

/// Numbers and texts of the markers.
fn labels(gather: &mut Gather<'_>, node: &Node) -> Vec<(String, String)> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    node.all("drag").map(|drag| (drag.get("no"), one_line(&shown(gather, drag)))).collect()
}

/// Names must not tell the answer: what belongs there is said behind it.
fn regions(places: &[Place], marker: &str, labels: &[(String, String)]) -> Vec<Region> {
    let label = |place: &Place| labels.iter().find(|(number, _)| *number == place.marker);
    let region = |(number, place): (usize, &Place)| Region {
        name: format!("Place {}", number + 1),
        rect: place.rect,
        is_key: place.marker == marker,
        why: label(place).map(|(_, label)| label.clone()).unwrap_or_default(),
    };
    places.iter().enumerate().map(region).collect()
}

fn places(
    gather: &mut Gather<'_>,
    source: Source<'_>,
    node: &Node,
    (width, height): (u32, u32),
) -> Vec<Place> {
    let mut found = Vec::new();
    for drop in node.all("drop") {
        let shape = drop.get("shape");
        let sides = sides(&shape, &drop.get("coords"));
        let rect = sides.and_then(|sides| fractions(sides, (width as f32, height as f32)));
        let Some(rect) = rect else {
            let shape: String = plain_text(&shape).chars().take(40).collect();
            let reason = format!("a place ({shape}) without sides on its picture was left out");
            gather.partial(source, &reason);
            continue;
        };
        if shape != "rectangle" {
            gather.note(source.at, "circles and polygons became the rectangles around them");
        }
        found.push(Place { rect, marker: drop.get("choice") });
    }
    found
}

/// Left, top, right and bottom of a shape, in pixels.
fn sides(shape: &str, coordinates: &str) -> Option<[f32; 4]> {
    let points: Option<Vec<Vec<f32>>> = coordinates.split(';').map(numbers).collect();
    let points = points?;
    match (shape, points.as_slice()) {
        ("circle", [centre, radius]) => {
            let (&[x, y], &[radius]) = (centre.as_slice(), radius.as_slice()) else { return None };
            Some([x - radius, y - radius, x + radius, y + radius])
        }
        ("rectangle", [corner, size]) => {
            let (&[x, y], &[width, height]) = (corner.as_slice(), size.as_slice()) else {
                return None;
            };
            Some([x, y, x + width, y + height])
        }
        ("polygon", [_, _, _, ..]) => {
            let pairs: Option<Vec<(f32, f32)>> =
                points.iter().map(|point| Some((*point.first()?, *point.get(1)?))).collect();
            let pairs = pairs?;
            let least = |pick: fn(&(f32, f32)) -> f32| pairs.iter().map(pick).reduce(f32::min);
            let most = |pick: fn(&(f32, f32)) -> f32| pairs.iter().map(pick).reduce(f32::max);
            Some([least(|p| p.0)?, least(|p| p.1)?, most(|p| p.0)?, most(|p| p.1)?])
        }
        _ => None,
    }
}

fn numbers(text: &str) -> Option<Vec<f32>> {
    let number = |part: &str| part.trim().parse::<f32>().ok().filter(|n| n.is_finite());
    text.split(',').map(number).collect()
}

/// The part that lies on the picture; none where that is nothing.
fn fractions(
    [left, top, right, bottom]: [f32; 4],
    (width, height): (f32, f32),
) -> Option<[f32; 4]> {
    let share = |side: f32, length: f32| (side / length).clamp(0.0, 1.0);
    let (left, right) = (share(left, width), share(right, width));
    let (top, bottom) = (share(top, height), share(bottom, height));
    let rect = [left, top, right - left, bottom - top];
    (rect[2] > 0.0 && rect[3] > 0.0).then_some(rect)
}
