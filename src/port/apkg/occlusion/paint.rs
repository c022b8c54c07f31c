//! Painting masks onto a picture.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ImageReader, Limits, Rgb, RgbImage};

use super::shape::Shape;

/// Largest picture that is opened: pixels a side and bytes in memory.
const MAX_SIDE: u32 = 16_384;
const MAX_BYTES: u64 = 256 * 1024 * 1024;
/// Pixels a side of what is painted; larger pictures are made smaller.
const PAINTED_SIDE: u32 = 1600;
/// Width of an outline, in pixels.
const LINE: usize = 3;

/// Colour of the mask that is asked, and of the others.
pub(super) const ASKED: [u8; 3] = [0xff, 0x8e, 0x8e];
pub(super) const OTHER: [u8; 3] = [0xff, 0xeb, 0xa2];

/// A picture to paint on.
#[derive(Debug, Clone)]
pub(super) struct Canvas(RgbImage);

impl Canvas {
    /// Opens a picture of a size that can be shown.
    pub(super) fn open(bytes: &[u8]) -> Option<Self> {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_image_width = Some(MAX_SIDE);
        limits.max_image_height = Some(MAX_SIDE);
        limits.max_alloc = Some(MAX_BYTES);
        reader.limits(limits);
        let picture = reader.decode().ok()?;
        let is_large = picture.width().max(picture.height()) > PAINTED_SIDE;
        let picture =
            if is_large { picture.thumbnail(PAINTED_SIDE, PAINTED_SIDE) } else { picture };
        Some(Self(picture.to_rgb8()))
    }

    /// Pixels of the box around a shape.
    pub(super) fn area(&self, shape: &Shape) -> u64 {
        let [left, top, right, bottom] = shape.bounds().map(|side| side.clamp(0.0, 1.0));
        let (width, height) = ((right - left).max(0.0), (bottom - top).max(0.0));
        let (w, h) = (width * self.0.width() as f32, height * self.0.height() as f32);
        (w * h) as u64 + u64::from(self.0.width())
    }

    /// The stretch of pixels of each row that a shape covers.
    fn rows(&self, shape: &Shape) -> Vec<(u32, u32, u32)> {
        let (width, height) = (self.0.width() as f32, self.0.height() as f32);
        let [_, top, _, bottom] = shape.bounds().map(|side| side.clamp(0.0, 1.0));
        let mut rows = Vec::new();
        for y in (top * height) as u32..(bottom * height).ceil() as u32 {
            for (from, to) in shape.row((y as f32 + 0.5) / height) {
                let from = (from.clamp(0.0, 1.0) * width).round() as u32;
                let to = (to.clamp(0.0, 1.0) * width).round() as u32;
                rows.push((y, from, to));
            }
        }
        rows
    }

    fn paint_row(&mut self, y: u32, from: u32, to: u32, colour: [u8; 3]) {
        for x in from..to {
            if let Some(pixel) = self.0.get_pixel_mut_checked(x, y) {
                *pixel = Rgb(colour);
            }
        }
    }

    pub(super) fn fill(&mut self, shape: &Shape, colour: [u8; 3]) {
        for (y, from, to) in self.rows(shape) {
            self.paint_row(y, from, to, colour);
        }
    }

    /// Paints the border: the ends of each row, and what the rows above or below do not cover.
    pub(super) fn outline(&mut self, shape: &Shape, colour: [u8; 3]) {
        let rows = self.rows(shape);
        let line = LINE as u32;
        for (index, (y, from, to)) in rows.iter().enumerate() {
            self.paint_row(*y, *from, (from + line).min(*to), colour);
            self.paint_row(*y, to.saturating_sub(line).max(*from), *to, colour);
            for other in [index.checked_sub(LINE), Some(index + LINE)] {
                match other.and_then(|other| rows.get(other)) {
                    Some((_, a, b)) => {
                        self.paint_row(*y, *from, (*a).min(*to), colour);
                        self.paint_row(*y, (*b).max(*from), *to, colour);
                    }
                    None => self.paint_row(*y, *from, *to, colour),
                }
            }
        }
    }

    /// The picture as PNG.
    pub(super) fn png(&self) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Sub);
        self.0.write_with_encoder(encoder).ok()?;
        Some(bytes)
    }
}
