//! A cursor that runs down the pages, and text that wraps.

use std::borrow::Cow;

use super::canvas::{Canvas, PAGE_WIDTH, Style};
use super::document::Bookmark;
use super::fonts;

/// Left edge of what is printed.
pub const LEFT: f32 = 54.0;
/// Right edge of what is printed.
pub const RIGHT: f32 = PAGE_WIDTH - LEFT;
/// Width of what is printed.
pub const WIDTH: f32 = RIGHT - LEFT;
/// Where a page's text begins, below its running head.
pub const TOP: f32 = 74.0;
/// Where a page's text ends, above its foot.
pub const BOTTOM: f32 = 744.0;

/// A cursor on the last page.
pub struct Flow<'c> {
    /// What is drawn on.
    pub canvas: &'c mut dyn Canvas,
    /// Where the next thing goes, in points from the top of the page.
    pub y: f32,
    /// The outline so far.
    pub outline: Vec<Bookmark>,
}

impl<'c> Flow<'c> {
    /// Begins with a new page.
    pub fn new(canvas: &'c mut dyn Canvas) -> Flow<'c> {
        canvas.add_page();
        Flow { canvas, y: TOP, outline: Vec::new() }
    }

    /// Goes on on a new page.
    pub fn break_page(&mut self) {
        self.canvas.add_page();
        self.y = TOP;
    }

    /// Whether `height` more points fit on this page.
    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= BOTTOM
    }

    /// Goes on on a new page where `height` more points do not fit on this one.
    pub fn keep(&mut self, height: f32) {
        if !self.fits(height) && self.y > TOP {
            self.break_page();
        }
    }

    /// Leaves room, but not at the top of a page.
    pub fn space(&mut self, points: f32) {
        if self.y > TOP {
            self.y += points;
        }
    }

    /// Adds an entry to the outline that leads here.
    pub fn bookmark(&mut self, level: usize, title: impl Into<String>) {
        let page = self.canvas.pages() - 1;
        let y = if self.y <= TOP { 0.0 } else { self.y - 12.0 };
        self.outline.push(Bookmark { title: title.into(), level, page, y });
    }

    /// A paragraph over the whole width.
    pub fn paragraph(&mut self, style: &Style, text: &str) {
        for line in wrap(text, style, WIDTH) {
            self.keep(style.size * 1.35);
            self.y += style.size * 1.35;
            self.canvas.text(LEFT, self.y - style.size * 0.35, style, &line);
        }
    }
}

/// Lines of at most `width` points, broken between words, and within those that are longer.
pub fn wrap<'t>(text: &'t str, style: &Style, width: f32) -> Vec<Cow<'t, str>> {
    let text = fonts::clean(text);
    if fonts::width(style.face, style.size, &text) <= width {
        return vec![text];
    }
    let mut lines: Vec<Cow<'t, str>> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let joined = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if fonts::width(style.face, style.size, &joined) <= width {
            line = joined;
            continue;
        }
        if !line.is_empty() {
            lines.push(Cow::Owned(std::mem::take(&mut line)));
        }
        line = break_word(word, style, width, &mut lines);
    }
    lines.push(Cow::Owned(line));
    lines
}

/// As [`wrap`], set smaller until there are at most `most` lines, where there is no room for more.
pub fn wrap_within<'t>(text: &'t str, style: &Style, width: f32, most: usize) -> (Style, Vec<Cow<'t, str>>) {
    let mut style = *style;
    loop {
        let lines = wrap(text, &style, width);
        if lines.len() <= most || style.size <= SMALLEST {
            return (style, lines);
        }
        style.size -= 0.4;
    }
}

/// Nobody reads smaller type; a text that still does not fit is longer than any name.
const SMALLEST: f32 = 4.0;

/// Puts the full lines of a word that is wider than a line to `lines`; the rest is returned. It is
/// broken behind a dash, slash or the like, else anywhere.
fn break_word(word: &str, style: &Style, width: f32, lines: &mut Vec<Cow<'_, str>>) -> String {
    let measure = |text: &str| fonts::width(style.face, style.size, text);
    let mut line = String::new();
    for c in word.chars() {
        line.push(c);
        if measure(&line) <= width || line.len() == c.len_utf8() {
            continue;
        }
        let end = line.len() - c.len_utf8();
        let at = line[..end].rfind(['-', '/', '_', '.', ',', '@', ':']).map_or(end, |place| place + 1);
        let rest = line.split_off(at);
        lines.push(Cow::Owned(std::mem::replace(&mut line, rest)));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::super::palette::BODY;
    use super::*;

    #[test]
    fn wrapped_text_fits_and_loses_nothing() {
        let long =
            "a name of a company with very many words and one Donaudampfschifffahrtsgesellschaftskapitän";
        for width in [20.0, 60.0, 200.0] {
            let lines = wrap(long, &BODY, width);
            assert!(lines.iter().all(|line| BODY.width(line) <= width), "{lines:?}");
            let joined: String = lines.concat();
            assert_eq!(joined.replace(' ', ""), long.replace(' ', ""));
        }
    }
}
