//! What a layout draws on, so that it need not know how a document is written.
//!
//! Points (1/72 inch) from the upper left corner of a letter page, y downwards; text by its baseline.

use super::fonts::{self, Face};
use crate::values::logo::Logo;

/// Width of a page in points: 8.5 inches.
pub const PAGE_WIDTH: f32 = 612.0;
/// Height of a page in points: 11 inches.
pub const PAGE_HEIGHT: f32 = 792.0;

/// A colour as hundredths of red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// Type size in points.
    pub size: f32,
    /// Colour.
    pub color: Color,
}

impl Style {
    /// Text in the regular face.
    pub const fn regular(size: f32, color: Color) -> Style {
        Style { face: Face::Regular, size, color }
    }

    /// Text in the bold face.
    pub const fn bold(size: f32, color: Color) -> Style {
        Style { face: Face::Bold, size, color }
    }

    /// Width of `text` in points.
    pub fn width(&self, text: &str) -> f32 {
        fonts::width(self.face, self.size, &fonts::clean(text))
    }

    /// The style, smaller where the text is wider than `room`: better small than cut off.
    pub fn within(&self, text: &str, room: f32) -> Style {
        let width = self.width(text);
        if width <= room { *self } else { Style { size: (self.size * room / width).max(3.0), ..*self } }
    }
}

/// Pages to draw on.
///
/// Fills and rules of a page lie below all of its text, whatever the order of the calls.
pub trait Canvas {
    /// Adds a page and turns to it.
    fn add_page(&mut self);
    /// Turns to a page, counted from 0.
    fn turn_to(&mut self, page: usize);
    /// How many pages there are.
    fn pages(&self) -> usize;
    /// A line of text that begins at `x`.
    fn text(&mut self, x: f32, y: f32, style: &Style, text: &str);
    /// A filled rectangle with its upper left corner at `x`, `y`.
    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, color: Color);
    /// A dashed line across.
    fn dashes(&mut self, x: f32, y: f32, width: f32, color: Color);
    /// A picture with its upper left corner at `x`, `y`; a document has one.
    fn image(&mut self, x: f32, y: f32, width: f32, height: f32, logo: &Logo);
    /// Large letters across the whole page, below everything, to look at: they are not text.
    fn watermark(&mut self, text: &str, color: Color);
    /// Makes a rectangle open an address when clicked.
    fn link(&mut self, x: f32, y: f32, width: f32, height: f32, uri: &str);

    /// A line of text that ends at `x`.
    fn text_right(&mut self, x: f32, y: f32, style: &Style, text: &str) {
        self.text(x - style.width(text), y, style, text);
    }

    /// A line of text that begins at `x`, set smaller where it is wider than `room`.
    fn text_within(&mut self, x: f32, y: f32, style: &Style, text: &str, room: f32) {
        self.text(x, y, &style.within(text, room), text);
    }

    /// A thin line across.
    fn rule(&mut self, x: f32, y: f32, width: f32, thickness: f32, color: Color) {
        self.fill(x, y, width, thickness, color);
    }

    /// A line of text that opens `uri` when clicked.
    fn linked_text(&mut self, x: f32, y: f32, style: &Style, text: &str, uri: &str) {
        self.text(x, y, style, text);
        self.link(x, y - style.size, style.width(text), style.size * 1.3, uri);
    }
}
