//! A figure as SVG: shapes, texts, and the words as its description.

use std::fmt::Write as _;

use super::paint::rgb;
use crate::domain::figure::{Align, Figure, Ink, Point, Shape};

/// Width of a figure in a file, in points.
pub(super) const WIDTH: f32 = 640.0;
/// White space around it.
pub(super) const MARGIN: f32 = 12.0;

/// The file; it needs no font, script or network.
pub fn svg(figure: &Figure) -> String {
    let scene = figure.scene(WIDTH);
    let (width, height) = (scene.size.0 + 2.0 * MARGIN, scene.size.1 + 2.0 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" viewBox=\"{} {} \
         {width:.1} {height:.1}\" role=\"img\" font-family=\"Inter, Helvetica, Arial, sans-serif\">\n\
         <title>{}</title>\n<desc>{}</desc>\n",
        -MARGIN,
        -MARGIN,
        escaped(figure.title()),
        escaped(&figure.words())
    );
    let ground = format!(
        "<rect x=\"{}\" y=\"{}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"#FFFFFF\"/>\n",
        -MARGIN, -MARGIN
    );
    out.push_str(&ground);
    for shape in &scene.shapes {
        put(&mut out, shape);
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn colour(ink: Ink) -> String {
    rgb(ink).map_or_else(|| "none".to_owned(), |[r, g, b]| format!("#{r:02X}{g:02X}{b:02X}"))
}

fn path(points: &[Point]) -> String {
    let told: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    told.join(" ")
}

/// Writing to a text cannot fail.
fn put(out: &mut String, shape: &Shape) {
    let written = match shape {
        Shape::Box { at: [left, top, width, height], radius, fill, line, width: weight } => write!(
            out,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{radius}\" fill=\"{}\" \
             stroke=\"{}\" stroke-width=\"{weight}\"/>",
            width.max(0.0),
            height.max(0.0),
            colour(*fill),
            colour(*line)
        ),
        Shape::Line { points, ink, width, is_dashed } => {
            let dash = if *is_dashed { " stroke-dasharray=\"6 4\"" } else { "" };
            write!(
                out,
                "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{width}\"{dash}/>",
                path(points),
                colour(*ink)
            )
        }
        Shape::Area { points, fill, line } => write!(
            out,
            "<polygon points=\"{}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"/>",
            path(points),
            colour(*fill),
            colour(*line)
        ),
        Shape::Band { across, upper, lower, fill } => {
            write!(
                out,
                "<polygon points=\"{}\" fill=\"{}\"/>",
                path(&outline(across, upper, lower)),
                colour(*fill)
            )
        }
        Shape::Dot { at: (x, y), radius, fill, line } => write!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"1.4\"/>",
            colour(*fill),
            colour(*line)
        ),
        Shape::Text { at: (x, y), align, size, is_strong, ink, text } => {
            let anchor = match align {
                Align::Start => "start",
                Align::Middle => "middle",
                Align::End => "end",
            };
            let weight = if *is_strong { 600 } else { 400 };
            write!(
                out,
                "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" \
                 text-anchor=\"{anchor}\" fill=\"{}\">{}</text>",
                y + size * 0.36,
                colour(*ink),
                escaped(text)
            )
        }
    };
    debug_assert!(written.is_ok(), "writing to a text cannot fail");
}

/// Along the upper line and back along the lower one.
pub(in crate::port) fn outline(across: &[f32], upper: &[f32], lower: &[f32]) -> Vec<Point> {
    let there = across.iter().copied().zip(upper.iter().copied());
    let back = across.iter().copied().zip(lower.iter().copied()).rev();
    there.chain(back).collect()
}

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}
