//! The faces as objects of a document.
//!
//! The cut faces are the same in every document: they are its first objects, written and deflated
//! once per process ([`PRELUDE`]). Deflating them anew is what makes PDF writing slow.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::io::Write as _;
use std::sync::LazyLock;

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::{Face, cut};

/// How many objects [`PRELUDE`] has: a font, its descriptor and its file for each face.
pub const PRELUDE_OBJECTS: u32 = 6;

/// The number of the font object of a cut face.
pub const fn font_object_number(face: Face) -> u32 {
    match face {
        Face::Regular => 1,
        Face::Bold => 4,
    }
}

/// The head of every document: the version and the cut faces.
pub struct Prelude {
    /// As written.
    pub bytes: Vec<u8>,
    /// Where each object begins.
    pub offsets: Vec<usize>,
}

/// See [`Prelude`].
pub static PRELUDE: LazyLock<Prelude> = LazyLock::new(|| {
    // The second line tells file transfers that the content is binary.
    let mut prelude = Prelude { bytes: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), offsets: Vec::new() };
    for face in Face::ALL {
        let first = font_object_number(face);
        let name = tagged_name(face, "LATINA");
        prelude.object(first, &latin_font(face, &name, first + 1));
        prelude.object(first + 1, &descriptor(face, &name, 32, first + 2));
        prelude.file(first + 2, face.latin());
    }
    prelude
});

impl Prelude {
    fn object(&mut self, number: u32, content: &str) {
        self.offsets.push(self.bytes.len());
        self.bytes.extend(format!("{number} 0 obj\n{content}\nendobj\n").bytes());
    }

    fn file(&mut self, number: u32, face: &[u8]) {
        let deflated = deflate(face, Compression::best());
        self.offsets.push(self.bytes.len());
        let (length, whole) = (deflated.len(), face.len());
        self.bytes.extend(
            format!("{number} 0 obj\n<</Filter/FlateDecode/Length {length}/Length1 {whole}>>stream\n")
                .bytes(),
        );
        self.bytes.extend(deflated);
        self.bytes.extend(b"\nendstream\nendobj\n");
    }
}

/// Deflates into zlib's format, as `/FlateDecode` wants it.
pub fn deflate(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3 + 64), level);
    encoder.write_all(bytes).expect("memory takes every byte");
    encoder.finish().expect("memory takes every byte")
}

/// A face that is cut is named with six letters before it (PDF 1.7, 9.6.4).
fn tagged_name(face: Face, tag: &str) -> String {
    match face {
        Face::Regular => format!("{tag}+LiberationSans"),
        Face::Bold => format!("{tag}+LiberationSans-Bold"),
    }
}

fn latin_font(face: Face, name: &str, descriptor: u32) -> String {
    let mut widths = String::new();
    for code in 32..=255 {
        let _ = write!(widths, "{} ", face.data().advances[code]);
    }
    format!(
        "<</Type/Font/Subtype/TrueType/BaseFont/{name}/Encoding/WinAnsiEncoding/FirstChar 32/LastChar 255\
         /Widths[{}]/FontDescriptor {descriptor} 0 R>>",
        widths.trim_end()
    )
}

/// Measures are in thousandths of the type size. `flags`: 32 for the Latin alphabet, 4 for others.
fn descriptor(face: Face, name: &str, flags: u32, file: u32) -> String {
    let m = Measures::of(face);
    format!(
        "<</Type/FontDescriptor/FontName/{name}/Flags {flags}/FontBBox[{} {} {} {}]/ItalicAngle 0\
         /Ascent {}/Descent {}/CapHeight {}/StemV {}/FontFile2 {file} 0 R>>",
        m.bbox[0], m.bbox[1], m.bbox[2], m.bbox[3], m.ascent, m.descent, m.cap_height, m.stem
    )
}

struct Measures {
    bbox: [i64; 4],
    ascent: i64,
    descent: i64,
    cap_height: i64,
    stem: i64,
}

impl Measures {
    fn of(face: Face) -> Measures {
        let whole = &face.data().whole;
        let em = i64::from(whole.units_per_em());
        let per_mille = |units: i16| i64::from(units) * 1000 / em;
        let bbox = whole.global_bounding_box();
        Measures {
            bbox: [bbox.x_min, bbox.y_min, bbox.x_max, bbox.y_max].map(per_mille),
            ascent: per_mille(whole.ascender()),
            descent: per_mille(whole.descender()),
            cap_height: per_mille(whole.capital_height().unwrap_or(1409)),
            stem: if face == Face::Bold { 140 } else { 88 },
        }
    }
}

/// The glyphs outside WinAnsi that a document uses, by face, with the character of each.
#[derive(Debug, Default)]
pub struct OtherGlyphs {
    used: BTreeMap<Face, BTreeMap<u16, char>>,
}

impl OtherGlyphs {
    /// Notes a glyph as used.
    pub fn insert(&mut self, face: Face, glyph: u16, c: char) {
        self.used.entry(face).or_default().entry(glyph).or_insert(c);
    }

    /// Adds the fonts to a document and returns their references by face.
    pub fn add_to(&self, document: &mut Document) -> BTreeMap<Face, ObjectId> {
        self.used.iter().map(|(face, glyphs)| (*face, add_font(document, *face, glyphs))).collect()
    }
}

fn add_font(document: &mut Document, face: Face, glyphs: &BTreeMap<u16, char>) -> ObjectId {
    let wanted: BTreeSet<u16> = glyphs.keys().copied().collect();
    let whole = cut::cut(face.whole(), &wanted);
    let name = tagged_name(face, "OTHERS");
    let file = document.add_object(stream(
        dictionary! { "Length1" => whole.len() as i64 },
        deflate(&whole, Compression::default()),
    ));
    let measures = Measures::of(face);
    let descriptor = document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        "Flags" => 4,
        "FontBBox" => measures.bbox.map(Object::Integer).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => measures.ascent,
        "Descent" => measures.descent,
        "CapHeight" => measures.cap_height,
        "StemV" => measures.stem,
        "FontFile2" => file,
    });
    let mut widths = Vec::new();
    for glyph in glyphs.keys() {
        let advance = face.data().advance(ttf_parser::GlyphId(*glyph));
        widths.push(Object::Integer(i64::from(*glyph)));
        widths.push(vec![Object::Integer(i64::from(advance))].into());
    }
    let descendant = document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType2",
        "BaseFont" => name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "CIDToGIDMap" => "Identity",
        "DW" => 0,
        "W" => widths,
        "FontDescriptor" => descriptor,
    });
    let to_unicode =
        document.add_object(stream(Dictionary::new(), deflate(&unicode_map(glyphs), Compression::default())));
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name.as_str(),
        "Encoding" => "Identity-H",
        "DescendantFonts" => vec![descendant.into()],
        "ToUnicode" => to_unicode,
    })
}

/// A stream of bytes that are deflated already.
pub fn stream(mut dict: Dictionary, deflated: Vec<u8>) -> Object {
    dict.set("Filter", "FlateDecode");
    dict.set("Length", deflated.len() as i64);
    Object::Stream(Stream::new(dict, deflated).with_compression(false))
}

/// Says which character each glyph stands for, so that copying and searching work.
fn unicode_map(glyphs: &BTreeMap<u16, char>) -> Vec<u8> {
    let mut map = String::from(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\
         \n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\
         \n/CMapName/Adobe-Identity-UCS def/CMapType 2 def\
         \n1 begincodespacerange<0000><FFFF>endcodespacerange\n",
    );
    let pairs: Vec<(&u16, &char)> = glyphs.iter().collect();
    // A block holds at most 100 entries (Adobe's CMap specification).
    for block in pairs.chunks(100) {
        let _ = writeln!(map, "{} beginbfchar", block.len());
        for (glyph, c) in block {
            let _ = write!(map, "<{glyph:04X}><");
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap CMapName currentdict/CMap defineresource pop end end");
    map.into_bytes()
}
