//! Pictures of items: read from a deck's `media/`, decoded off the window's thread.

use std::io::Cursor;

use image::{ImageReader, Limits};

/// Longest side of a file, in pixels.
const MAX_SIDE: u32 = 16_384;
/// Most pixels of a file: 64 megapixels.
const MAX_PIXELS: u64 = 64_000_000;
/// Longest side that is kept, in pixels: what a large screen can show.
const KEPT_SIDE: u32 = 2_048;
/// Most memory that decoding may take, in bytes.
const MAX_ALLOC: u64 = 400 << 20;

/// A picture, or how far reading it has come.
#[derive(Debug, Clone, PartialEq)]
pub enum Picture {
    /// It is being read.
    Loading,
    /// It is there.
    Ready(Pixels),
    /// The deck has no such file.
    Missing,
    /// The file is no picture, or too large; the reason, for people.
    Broken(String),
}

/// Pixels of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width and height in pixels, each 1..=2048.
    pub size: [usize; 2],
    /// Red, green, blue, alpha of each pixel, row by row, alpha not multiplied in.
    pub rgba: Vec<u8>,
}

/// Decodes PNG, JPEG, GIF (its first frame) or WebP by its content, made smaller where it is large.
pub fn decode(bytes: &[u8]) -> Picture {
    match pixels(bytes) {
        Ok(pixels) => Picture::Ready(pixels),
        Err(reason) => Picture::Broken(reason),
    }
}

fn reader(bytes: &[u8]) -> Result<ImageReader<Cursor<&[u8]>>, String> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| error.to_string())?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_ALLOC);
    reader.limits(limits);
    Ok(reader)
}

fn pixels(bytes: &[u8]) -> Result<Pixels, String> {
    let broken = |error: image::ImageError| format!("It cannot be read as a picture: {error}.");
    // The header is judged first: a small file may claim to be huge.
    let (width, height) = reader(bytes)?.into_dimensions().map_err(broken)?;
    let is_large = width > MAX_SIDE || height > MAX_SIDE;
    if is_large || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("It is too large: {width} × {height} pixels."));
    }
    let mut picture = reader(bytes)?.decode().map_err(broken)?;
    if width.max(height) > KEPT_SIDE {
        picture = picture.thumbnail(KEPT_SIDE, KEPT_SIDE);
    }
    let picture = picture.into_rgba8();
    let size = [picture.width() as usize, picture.height() as usize];
    Ok(Pixels { size, rgba: picture.into_raw() })
}
