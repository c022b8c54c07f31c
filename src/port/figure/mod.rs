//! Figures for other programs: SVG, PNG, and the marks of a PDF.

mod paint;
mod png;
mod svg;

pub use paint::{Rgb, rgb};
pub use png::{PngError, png};
pub(in crate::port) use svg::outline;
pub use svg::svg;
