//! A canvas that writes the content streams of PDF pages (PDF 1.7, chapters 8 and 9).
//!
//! Compact on purpose: a page is its fills, then one text block with relative moves, colours and
//! fonts only where they change, and coordinates to a hundredth of a point.

use std::collections::BTreeSet;

use super::canvas::{Canvas, Color, PAGE_HEIGHT, Style};
use super::fonts::{self, Face, Glyph, OtherGlyphs};
use crate::values::logo::Logo;

/// Pages as content streams, with what they use.
#[derive(Debug, Default)]
pub struct Pages {
    pages: Vec<Page>,
    current: usize,
    /// Glyphs outside WinAnsi.
    pub other_glyphs: OtherGlyphs,
    /// The picture, under the name [`LOGO`].
    pub logo: Option<Logo>,
    /// Characters that could not be set.
    pub missing: BTreeSet<char>,
}

/// One page.
#[derive(Debug, Default)]
pub struct Page {
    /// Under everything.
    watermark: Vec<u8>,
    below: Vec<u8>,
    below_color: Option<Color>,
    text: Vec<u8>,
    text_color: Option<Color>,
    font: Option<(Font, i32)>,
    /// Start of the last line of text, in hundredths of a point from the lower left corner.
    line: (i32, i32),
    /// Rectangles (left, bottom, right, top) that open an address.
    pub links: Vec<([f32; 4], String)>,
}

/// A font resource: `F` and `G` are the cut faces' and the whole faces' names on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Font {
    Latin(Face),
    Other(Face),
}

impl Font {
    fn name(self) -> &'static str {
        match self {
            Font::Latin(face) => latin_name(face),
            Font::Other(face) => other_name(face),
        }
    }
}

/// The resource name of the picture.
pub const LOGO: &str = "L1";

/// The resource name of a cut face.
pub const fn latin_name(face: Face) -> &'static str {
    match face {
        Face::Regular => "F1",
        Face::Bold => "F2",
    }
}

/// The resource name of a whole face.
pub const fn other_name(face: Face) -> &'static str {
    match face {
        Face::Regular => "G1",
        Face::Bold => "G2",
    }
}

impl Pages {
    /// The pages, in order.
    pub fn into_pages(self) -> Vec<Page> {
        self.pages
    }

    fn page(&mut self) -> &mut Page {
        &mut self.pages[self.current]
    }

    /// The text as runs of one font each; what cannot be set is noted and left out.
    fn runs(&mut self, face: Face, text: &str) -> Vec<(Font, Vec<u8>)> {
        let mut runs: Vec<(Font, Vec<u8>)> = Vec::with_capacity(1);
        for c in text.chars() {
            let (font, bytes) = match fonts::glyph(face, c) {
                Some(Glyph::Latin(code)) => (Font::Latin(face), [0, code]),
                Some(Glyph::Other(glyph)) => {
                    self.other_glyphs.insert(face, glyph, c);
                    (Font::Other(face), glyph.to_be_bytes())
                }
                None => {
                    self.missing.insert(c);
                    continue;
                }
            };
            if runs.last().is_none_or(|run| run.0 != font) {
                runs.push((font, Vec::with_capacity(text.len())));
            }
            if let Some((_, run)) = runs.last_mut() {
                let first = if matches!(font, Font::Latin(_)) { 1 } else { 0 };
                bytes[first..].iter().for_each(|byte| push_escaped(run, *byte));
            }
        }
        runs
    }
}

/// Within a literal string, parentheses and backslashes are escaped, and so is the carriage
/// return, which a reader would take for a line feed.
fn push_escaped(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
        b'\r' => out.extend(b"\\r"),
        _ => out.push(byte),
    }
}

fn hundredths(points: f32) -> i32 {
    (points * 100.0).round() as i32
}

/// Writes hundredths as a number with a blank after it: `12.5 `.
fn push_number(out: &mut Vec<u8>, hundredths: i32) {
    if hundredths < 0 {
        out.push(b'-');
    }
    let (whole, fraction) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    let mut digits = [0; 8];
    let mut start = digits.len();
    let mut rest = whole;
    while rest > 0 || start == digits.len() {
        start -= 1;
        digits[start] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    out.extend_from_slice(&digits[start..]);
    if fraction > 0 {
        out.extend([b'.', b'0' + (fraction / 10) as u8]);
        if !fraction.is_multiple_of(10) {
            out.push(b'0' + (fraction % 10) as u8);
        }
    }
    out.push(b' ');
}

fn push_color(out: &mut Vec<u8>, color: Color, operator: &[u8]) {
    for part in [color.0, color.1, color.2] {
        push_number(out, i32::from(part));
    }
    out.extend_from_slice(operator);
}

impl Page {
    /// The content stream, not deflated.
    pub fn content(&self) -> Vec<u8> {
        let mut content = Vec::with_capacity(self.below.len() + self.text.len() + 8);
        content.extend_from_slice(&self.watermark);
        content.extend_from_slice(&self.below);
        content.extend_from_slice(b"BT\n");
        content.extend_from_slice(&self.text);
        content.extend_from_slice(b"ET");
        content
    }

    fn set_font(&mut self, font: Font, size: i32) {
        if self.font != Some((font, size)) {
            self.font = Some((font, size));
            self.text.push(b'/');
            self.text.extend_from_slice(font.name().as_bytes());
            self.text.push(b' ');
            push_number(&mut self.text, size);
            self.text.extend_from_slice(b"Tf\n");
        }
    }

    fn begin_text(&mut self, x: f32, y: f32, color: Color) {
        if self.text_color != Some(color) {
            self.text_color = Some(color);
            push_color(&mut self.text, color, b"rg\n");
        }
        self.move_to(x, y);
    }

    fn move_to(&mut self, x: f32, y: f32) {
        let to = (hundredths(x), hundredths(PAGE_HEIGHT - y));
        push_number(&mut self.text, to.0 - self.line.0);
        push_number(&mut self.text, to.1 - self.line.1);
        self.text.extend_from_slice(b"Td\n");
        self.line = to;
    }

    fn show(&mut self, run: &[u8]) {
        self.text.push(b'(');
        self.text.extend_from_slice(run);
        self.text.extend_from_slice(b")Tj\n");
    }
}

impl Canvas for Pages {
    fn add_page(&mut self) {
        self.pages.push(Page::default());
        self.current = self.pages.len() - 1;
    }

    fn turn_to(&mut self, page: usize) {
        assert!(page < self.pages.len(), "there is no page {page}");
        self.current = page;
    }

    fn pages(&self) -> usize {
        self.pages.len()
    }

    fn text(&mut self, x: f32, y: f32, style: &Style, text: &str) {
        let text = fonts::clean(text);
        // Nearly all text is ASCII, whose WinAnsi codes are its bytes.
        if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            if !text.is_empty() {
                let page = self.page();
                page.begin_text(x, y, style.color);
                page.set_font(Font::Latin(style.face), hundredths(style.size));
                page.text.push(b'(');
                text.bytes().for_each(|byte| push_escaped(&mut page.text, byte));
                page.text.extend_from_slice(b")Tj\n");
            }
            return;
        }
        let runs = self.runs(style.face, &text);
        let page = self.page();
        page.begin_text(x, y, style.color);
        for (font, run) in runs {
            page.set_font(font, hundredths(style.size));
            page.show(&run);
        }
    }

    fn fill(&mut self, x: f32, y: f32, width: f32, height: f32, color: Color) {
        let page = self.page();
        if page.below_color != Some(color) {
            page.below_color = Some(color);
            push_color(&mut page.below, color, b"rg\n");
        }
        for number in [x, PAGE_HEIGHT - y - height, width, height] {
            push_number(&mut page.below, hundredths(number));
        }
        page.below.extend_from_slice(b"re f\n");
    }

    fn dashes(&mut self, x: f32, y: f32, width: f32, color: Color) {
        let out = &mut self.page().below;
        out.extend_from_slice(b"q[3 3]0 d .6 w ");
        push_color(out, color, b"RG ");
        push_number(out, hundredths(x));
        push_number(out, hundredths(PAGE_HEIGHT - y));
        out.extend_from_slice(b"m ");
        push_number(out, hundredths(x + width));
        push_number(out, hundredths(PAGE_HEIGHT - y));
        out.extend_from_slice(b"l S Q\n");
    }

    fn image(&mut self, x: f32, y: f32, width: f32, height: f32, logo: &Logo) {
        self.logo = Some(logo.clone());
        let out = &mut self.page().below;
        out.extend_from_slice(b"q ");
        push_number(out, hundredths(width));
        out.extend_from_slice(b"0 0 ");
        for number in [height, x, PAGE_HEIGHT - y - height] {
            push_number(out, hundredths(number));
        }
        out.extend_from_slice(format!("cm /{LOGO} Do Q\n").as_bytes());
    }

    fn watermark(&mut self, text: &str, color: Color) {
        const SIZE: f32 = 118.0;
        // Along the diagonal, at 50 degrees, with the middle of the capitals in the middle of the page.
        let (cos, sin) = (0.642_8, 0.766);
        let half = fonts::width(Face::Bold, SIZE, text) / 2.0;
        let rise = SIZE * 0.36;
        let left = 306.0 - half * cos + rise * sin;
        let bottom = 396.0 - half * sin - rise * cos;
        let out = &mut self.page().watermark;
        out.extend_from_slice(b"q ");
        push_color(out, color, b"rg ");
        // The shapes are in thousandths of the size.
        out.extend_from_slice(b".07585 .09039 -.09039 .07585 ");
        push_number(out, hundredths(left));
        push_number(out, hundredths(bottom));
        out.extend_from_slice(b"cm\n");
        out.extend_from_slice(fonts::path(Face::Bold, text).as_bytes());
        out.extend_from_slice(b"f Q\n");
    }

    fn link(&mut self, x: f32, y: f32, width: f32, height: f32, uri: &str) {
        let bottom = PAGE_HEIGHT - y - height;
        self.page().links.push(([x, bottom, x + width, bottom + height], uri.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(hundredths: i32) -> String {
        let mut out = Vec::new();
        push_number(&mut out, hundredths);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_short() {
        let written: Vec<String> = [0, 5, 50, 1250, -7, -120_000].map(number).to_vec();
        assert_eq!(written, ["0 ", "0.05 ", "0.5 ", "12.5 ", "-0.07 ", "-1200 "]);
    }

    #[test]
    fn a_page_is_fills_then_text_with_state_kept() {
        let mut pages = Pages::default();
        pages.add_page();
        let style = Style::regular(8.0, Color(0, 0, 0));
        pages.text(10.0, 20.0, &style, "a (b)");
        pages.fill(0.0, 0.0, 10.0, 1.0, Color(100, 0, 0));
        pages.text(10.0, 30.0, &style, "é");
        let content = pages.into_pages().remove(0).content();
        let expected: &[u8] =
            b"1 0 0 rg\n0 791 10 1 re f\nBT\n0 0 0 rg\n10 772 Td\n/F1 8 Tf\n(a \\(b\\))Tj\n\
            0 -10 Td\n(\xe9)Tj\nET";
        assert_eq!(content, expected, "{}", String::from_utf8_lossy(&content));
    }

    #[test]
    fn other_scripts_change_the_font_within_a_line() {
        let mut pages = Pages::default();
        pages.add_page();
        pages.text(0.0, 0.0, &Style::bold(8.0, Color(0, 0, 0)), "A Ω");
        assert!(pages.missing.is_empty());
        let content = String::from_utf8_lossy(&pages.into_pages()[0].content()).into_owned();
        assert!(content.contains("/F2 8 Tf\n(A )Tj\n/G2 8 Tf\n("), "{content}");
    }
}
