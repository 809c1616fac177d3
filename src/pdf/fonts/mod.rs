//! The faces of our documents: which characters they have and how wide those are.
//!
//! Two faces, each in two files (fonts/README.md): the cut one is in every document and holds what
//! English and Spanish need; every other character comes from the whole face, cut for the document.
//! There is no shaping here, so scripts that need it (Arabic, Hebrew, Indic …) count as missing
//! rather than come out wrong.

mod cut;
mod embed;
mod shape;
mod winansi;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

pub use embed::{OtherGlyphs, PRELUDE, PRELUDE_OBJECTS, deflate, font_object_number, stream};
pub use shape::path;

/// A face of the type we set documents in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Text.
    Regular,
    /// Heads and totals.
    Bold,
}

impl Face {
    /// Both faces, in the order of their resource names.
    pub const ALL: [Face; 2] = [Face::Regular, Face::Bold];

    /// The whole face.
    fn whole(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../fonts/LiberationSans-Regular.ttf"),
            Face::Bold => include_bytes!("../../../fonts/LiberationSans-Bold.ttf"),
        }
    }

    /// The face cut to WinAnsi.
    fn latin(self) -> &'static [u8] {
        match self {
            Face::Regular => include_bytes!("../../../fonts/latin-regular.ttf"),
            Face::Bold => include_bytes!("../../../fonts/latin-bold.ttf"),
        }
    }

    fn data(self) -> &'static FaceData {
        match self {
            Face::Regular => &REGULAR,
            Face::Bold => &BOLD,
        }
    }
}

/// What layout needs of a face, read once per process.
struct FaceData {
    whole: ttf_parser::Face<'static>,
    /// Advances of the WinAnsi codes in thousandths of the type size, as the document states them.
    advances: [u16; 256],
}

static REGULAR: LazyLock<FaceData> = LazyLock::new(|| FaceData::read(Face::Regular));
static BOLD: LazyLock<FaceData> = LazyLock::new(|| FaceData::read(Face::Bold));

impl FaceData {
    fn read(face: Face) -> FaceData {
        let whole = ttf_parser::Face::parse(face.whole(), 0).expect("the face in fonts/ is whole");
        let mut data = FaceData { whole, advances: [0; 256] };
        for code in 0..=255u8 {
            if let Some(glyph) = winansi::char_of(code).and_then(|c| data.whole.glyph_index(c)) {
                data.advances[usize::from(code)] = data.advance(glyph);
            }
        }
        data
    }

    fn advance(&self, glyph: ttf_parser::GlyphId) -> u16 {
        let units = u32::from(self.whole.glyph_hor_advance(glyph).unwrap_or(0));
        let em = u32::from(self.whole.units_per_em());
        ((units * 1000 + em / 2) / em) as u16
    }
}

/// How a character is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyph {
    /// By its WinAnsi code in the cut face.
    Latin(u8),
    /// By its glyph in the whole face.
    Other(u16),
}

/// The glyph of `c`, or `None` where the face has none or would set it wrongly.
pub fn glyph(face: Face, c: char) -> Option<Glyph> {
    if let Some(code) = winansi::code_of(c) {
        return Some(Glyph::Latin(code));
    }
    if needs_shaping(c) {
        return None;
    }
    face.data().whole.glyph_index(c).filter(|glyph| glyph.0 != 0).map(|glyph| Glyph::Other(glyph.0))
}

/// Width in points of a text that went through [`clean`].
pub fn width(face: Face, size: f32, text: &str) -> f32 {
    let data = face.data();
    let latin = |code: u8| u32::from(data.advances[usize::from(code)]);
    // Nearly all text is ASCII, whose codes are its bytes.
    let thousandths: u32 = if text.is_ascii() {
        text.bytes().map(latin).sum()
    } else {
        text.chars()
            .map(|c| match glyph(face, c) {
                Some(Glyph::Latin(code)) => latin(code),
                Some(Glyph::Other(id)) => u32::from(data.advance(ttf_parser::GlyphId(id))),
                None => 0,
            })
            .sum()
    };
    thousandths as f32 * size / 1000.0
}

/// The text as it is set: line ends and tabs become blanks, invisible characters go, the hyphen and
/// blanks that Unicode has several of become the one that the faces have.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars().filter_map(clean_char) {
        match cleaned.chars().next_back().and_then(|base| composed(base, c)) {
            Some(letter) => {
                cleaned.pop();
                cleaned.push(letter);
            }
            None => cleaned.push(c),
        }
    }
    Cow::Owned(cleaned)
}

/// The letter for a base and the accent that follows it: some systems write names that way.
fn composed(base: char, accent: char) -> Option<char> {
    let (bases, letters) = match accent {
        '\u{300}' => ("AEIOUaeiou", "ÀÈÌÒÙàèìòù"),
        '\u{301}' => ("AEIOUYaeiouy", "ÁÉÍÓÚÝáéíóúý"),
        '\u{302}' => ("AEIOUaeiou", "ÂÊÎÔÛâêîôû"),
        '\u{303}' => ("ANOano", "ÃÑÕãñõ"),
        '\u{308}' => ("AEIOUYaeiouy", "ÄËÏÖÜŸäëïöüÿ"),
        '\u{30a}' => ("Aa", "Åå"),
        '\u{30c}' => ("SZsz", "ŠŽšž"),
        '\u{327}' => ("Cc", "Çç"),
        _ => return None,
    };
    bases.chars().zip(letters.chars()).find(|pair| pair.0 == base).map(|pair| pair.1)
}

fn clean_char(c: char) -> Option<char> {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' => None,
        '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' => None,
        '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{2010}' | '\u{2011}' => Some('-'),
        _ if c.is_control() => Some(' '),
        _ => Some(c),
    }
}

/// The characters of `text` that our documents cannot show: those the embedded faces lack, and
/// those whose script needs shaping. A draft with such a name is held for a person to look at.
pub fn missing_glyphs(text: &str) -> BTreeSet<char> {
    clean(text).chars().filter(|c| Face::ALL.iter().any(|face| glyph(*face, *c).is_none())).collect()
}

/// Scripts that are joined, reordered or written from right to left.
fn needs_shaping(c: char) -> bool {
    matches!(c,
        '\u{0590}'..='\u{08ff}'
        | '\u{0900}'..='\u{0fff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_tabular_so_that_amounts_align() {
        for face in Face::ALL {
            let widths: BTreeSet<u16> =
                (b'0'..=b'9').map(|digit| face.data().advances[usize::from(digit)]).collect();
            assert_eq!(widths.len(), 1, "{face:?}");
        }
    }

    #[test]
    fn cleaned_text_is_one_line_of_whole_letters() {
        assert_eq!(clean("Cafe\u{301}\tNin\u{303}o\r\nx\u{200b}y"), "Café Niño  xy");
    }

    #[test]
    fn says_what_it_cannot_show() {
        assert!(missing_glyphs("Ñandú “café” — Ελλάδα, Привет, Đặng\t\r\n").is_empty());
        let missing = missing_glyphs("東 ok שלום");
        assert!(missing.contains(&'東') && missing.contains(&'ש'), "{missing:?}");
        assert!(!missing.contains(&'o'));
    }

    #[test]
    fn the_cut_faces_hold_every_winansi_character() {
        for face in Face::ALL {
            let cut = ttf_parser::Face::parse(face.latin(), 0).unwrap();
            for c in (0..=255).filter_map(winansi::char_of) {
                assert!(cut.glyph_index(c).is_some(), "{face:?} lacks {c:?}");
            }
        }
    }
}
