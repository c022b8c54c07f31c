//! A small software renderer: the same picture on every machine, without a GPU.

#![allow(
    clippy::many_single_char_names,
    clippy::iter_over_hash_type,
    clippy::float_cmp,
    reason = "corners are a, b, c; textures have no order; edges that are level are exactly so"
)]

use std::collections::HashMap;

use egui::epaint::{ImageDelta, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, FullOutput, ImageData, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use image::{Rgba, RgbaImage};

/// Textures and the way to draw them.
#[derive(Default)]
pub(crate) struct SoftwareRenderer {
    textures: HashMap<TextureId, ColorImage>,
}

impl TestRenderer for SoftwareRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, changes) in &delta.set {
            for change in changes {
                self.put(*id, change);
            }
        }
        for id in &delta.free {
            self.textures.remove(id);
        }
        delta.clear();
    }

    fn render(&mut self, ctx: &egui::Context, output: &FullOutput) -> Result<RgbaImage, String> {
        let points = output.pixels_per_point;
        let size = ctx.content_rect().size() * points;
        let (width, height) = (size.x.round() as u32, size.y.round() as u32);
        let mut canvas = RgbaImage::from_pixel(width, height, Rgba([0, 0, 0, 255]));
        for primitive in ctx.tessellate(output.shapes.clone(), points) {
            let Primitive::Mesh(mesh) = &primitive.primitive else { continue };
            let texture = self
                .textures
                .get(&mesh.texture_id)
                .ok_or("a mesh names a texture that is not there")?;
            draw(&mut canvas, mesh, texture, primitive.clip_rect, points);
        }
        Ok(canvas)
    }
}

impl SoftwareRenderer {
    fn put(&mut self, id: TextureId, change: &ImageDelta) {
        let ImageData::Color(image) = &change.image;
        let Some([left, top]) = change.pos else {
            self.textures.insert(id, (**image).clone());
            return;
        };
        let Some(texture) = self.textures.get_mut(&id) else { return };
        for y in 0..image.height() {
            for x in 0..image.width() {
                texture[(left + x, top + y)] = image[(x, y)];
            }
        }
    }
}

fn draw(canvas: &mut RgbaImage, mesh: &Mesh, texture: &ColorImage, clip: Rect, points: f32) {
    let clip = Rect::from_min_max(
        (clip.min.to_vec2() * points).to_pos2(),
        (clip.max.to_vec2() * points).to_pos2(),
    );
    let left = clip.min.x.round().max(0.0) as i32;
    let top = clip.min.y.round().max(0.0) as i32;
    let right = (clip.max.x.round() as i32).min(canvas.width() as i32);
    let bottom = (clip.max.y.round() as i32).min(canvas.height() as i32);
    for corners in mesh.indices.chunks_exact(3) {
        let mut corners = [0, 1, 2].map(|n| mesh.vertices[corners[n] as usize]);
        for corner in &mut corners {
            corner.pos = (corner.pos.to_vec2() * points).to_pos2();
        }
        triangle(canvas, corners, texture, [left, top, right, bottom]);
    }
}

/// Twice the signed area of a triangle.
fn area(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

/// Whether an edge owns the pixels on it, so that two triangles never draw one pixel twice.
fn is_top_left(a: Pos2, b: Pos2) -> bool {
    (a.y == b.y && b.x > a.x) || b.y < a.y
}

fn triangle(
    canvas: &mut RgbaImage,
    mut corners: [Vertex; 3],
    texture: &ColorImage,
    bounds: [i32; 4],
) {
    let mut whole = area(corners[0].pos, corners[1].pos, corners[2].pos);
    if whole == 0.0 {
        return;
    }
    if whole < 0.0 {
        corners.swap(1, 2);
        whole = -whole;
    }
    let [a, b, c] = corners;
    let min = a.pos.min(b.pos).min(c.pos);
    let max = a.pos.max(b.pos).max(c.pos);
    let edges = [(b.pos, c.pos), (c.pos, a.pos), (a.pos, b.pos)];
    for y in (min.y.floor() as i32).max(bounds[1])..(max.y.ceil() as i32).min(bounds[3]) {
        for x in (min.x.floor() as i32).max(bounds[0])..(max.x.ceil() as i32).min(bounds[2]) {
            let centre = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
            let weights = edges.map(|(from, to)| area(from, to, centre));
            let is_inside = weights.iter().zip(edges).all(|(weight, (from, to))| {
                *weight > 0.0 || (*weight == 0.0 && is_top_left(from, to))
            });
            if !is_inside {
                continue;
            }
            let parts = weights.map(|weight| weight / whole);
            let pixel = shade([a, b, c], parts, texture);
            blend(canvas.get_pixel_mut(x as u32, y as u32), pixel);
        }
    }
}

/// Colour of a point: corner colours times the texture, premultiplied, 0..=255.
fn shade(corners: [Vertex; 3], parts: [f32; 3], texture: &ColorImage) -> [f32; 4] {
    let mut uv = egui::Vec2::ZERO;
    let mut tint = [0.0; 4];
    for (corner, part) in corners.iter().zip(parts) {
        uv += corner.uv.to_vec2() * part;
        for (sum, value) in tint.iter_mut().zip(corner.color.to_array()) {
            *sum += f32::from(value) * part;
        }
    }
    let texel = sample(texture, uv);
    [0, 1, 2, 3].map(|n| tint[n] * texel[n] / 255.0)
}

/// Reads a texture between its pixels, clamped at its border.
fn sample(texture: &ColorImage, uv: egui::Vec2) -> [f32; 4] {
    let (width, height) = (texture.width(), texture.height());
    let x = (uv.x * width as f32 - 0.5).clamp(0.0, width as f32 - 1.0);
    let y = (uv.y * height as f32 - 0.5).clamp(0.0, height as f32 - 1.0);
    let (left, top) = (x.floor() as usize, y.floor() as usize);
    let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
    let (across, down) = (x - left as f32, y - top as f32);
    let read = |x: usize, y: usize| -> [f32; 4] {
        let colour: Color32 = texture[(x, y)];
        colour.to_array().map(f32::from)
    };
    let (a, b, c, d) = (read(left, top), read(right, top), read(left, bottom), read(right, bottom));
    [0, 1, 2, 3].map(|n| {
        let upper = a[n] + (b[n] - a[n]) * across;
        let lower = c[n] + (d[n] - c[n]) * across;
        upper + (lower - upper) * down
    })
}

fn blend(pixel: &mut Rgba<u8>, colour: [f32; 4]) {
    let rest = 1.0 - colour[3] / 255.0;
    for (under, over) in pixel.0.iter_mut().zip(colour) {
        *under = (f32::from(*under) * rest + over).round().clamp(0.0, 255.0) as u8;
    }
}
