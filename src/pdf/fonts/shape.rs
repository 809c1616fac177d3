//! Letters as shapes, for what is to be seen and not to be read: a mark across the page, set as
//! text, would get between the lines that people copy and search.

use std::fmt::Write;

use ttf_parser::{GlyphId, OutlineBuilder};

use super::Face;

/// The path of a text in PDF operators, in thousandths of the type size, from its left baseline.
pub fn path(face: Face, text: &str) -> String {
    let data = face.data();
    let per_mille = 1000.0 / f32::from(data.whole.units_per_em());
    let mut path = Path { out: String::new(), left: 0.0, per_mille, at: (0.0, 0.0) };
    for glyph in text.chars().filter_map(|c| data.whole.glyph_index(c)) {
        data.whole.outline_glyph(glyph, &mut path);
        path.left += advance(face, glyph);
    }
    path.out
}

fn advance(face: Face, glyph: GlyphId) -> f32 {
    f32::from(face.data().advance(glyph))
}

struct Path {
    out: String,
    left: f32,
    per_mille: f32,
    at: (f32, f32),
}

impl Path {
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.per_mille, y * self.per_mille)
    }

    fn push(&mut self, points: &[(f32, f32)], operator: char) {
        for (x, y) in points {
            // Whole thousandths: a tenth of a point at the size of a mark.
            let _ = write!(self.out, "{} {} ", x.round() as i32, y.round() as i32);
        }
        let _ = writeln!(self.out, "{operator}");
        self.at = points.last().copied().unwrap_or(self.at);
    }
}

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.push(&[self.point(x, y)], 'm');
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.push(&[self.point(x, y)], 'l');
    }

    /// PDF has no quadratic curves: the cubic one with the same shape.
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (control, end) = (self.point(x1, y1), self.point(x, y));
        let towards = |from: (f32, f32)| {
            (from.0 + (control.0 - from.0) * 2.0 / 3.0, from.1 + (control.1 - from.1) * 2.0 / 3.0)
        };
        self.push(&[towards(self.at), towards(end), end], 'c');
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.push(&[self.point(x1, y1), self.point(x2, y2), self.point(x, y)], 'c');
    }

    fn close(&mut self) {
        self.push(&[], 'h');
    }
}
