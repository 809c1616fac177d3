//! Cuts a whole face to a few glyphs: the others keep their numbers and lose their outlines.
//!
//! Only for the characters outside WinAnsi, which few documents have; hints are dropped, since
//! the tables they work with are not embedded.

use std::collections::BTreeSet;

const KEPT: [&[u8; 4]; 5] = [b"head", b"hhea", b"maxp", b"hmtx", b"loca"];

/// A TrueType file with the outlines of `glyphs` and of what they are composed of.
///
/// Panics on a broken face: ours are compiled in, and tests cut every glyph of them.
pub fn cut(face: &[u8], glyphs: &BTreeSet<u16>) -> Vec<u8> {
    let table = |tag: &[u8; 4]| find(face, tag).expect("the face has this table");
    let (loca, glyf) = (table(b"loca"), table(b"glyf"));
    let long = u16_at(table(b"head"), 50) == 1;
    let count = usize::from(u16_at(table(b"maxp"), 4));
    let outline = |glyph: u16| &glyf[offset(loca, long, glyph)..offset(loca, long, glyph + 1)];

    let wanted = with_components(glyphs, outline);
    let mut outlines = Vec::new();
    let mut places: Vec<u8> = Vec::with_capacity(4 * (count + 1));
    for glyph in 0..count {
        places.extend((outlines.len() as u32).to_be_bytes());
        if wanted.contains(&(glyph as u16)) {
            without_hints(outline(glyph as u16), &mut outlines);
            outlines.resize(outlines.len().next_multiple_of(4), 0);
        }
    }
    places.extend((outlines.len() as u32).to_be_bytes());

    let mut head = table(b"head").to_vec();
    head[50..52].copy_from_slice(&1u16.to_be_bytes());
    let mut tables: Vec<(&[u8; 4], Vec<u8>)> = vec![(b"glyf", outlines)];
    for tag in KEPT {
        let bytes = match tag {
            b"head" => head.clone(),
            b"loca" => places.clone(),
            _ => table(tag).to_vec(),
        };
        tables.push((tag, bytes));
    }
    tables.sort_by_key(|(tag, _)| **tag);
    file(&tables)
}

fn find<'f>(face: &'f [u8], tag: &[u8; 4]) -> Option<&'f [u8]> {
    let entry = (0..usize::from(u16_at(face, 4)))
        .map(|place| &face[12 + 16 * place..28 + 16 * place])
        .find(|entry| &entry[..4] == tag)?;
    let (start, length) = (u32_at(entry, 8) as usize, u32_at(entry, 12) as usize);
    face.get(start..start + length)
}

fn offset(loca: &[u8], long: bool, glyph: u16) -> usize {
    let place = usize::from(glyph);
    if long { u32_at(loca, 4 * place) as usize } else { 2 * usize::from(u16_at(loca, 2 * place)) }
}

/// `glyphs`, `.notdef`, and the parts that composite glyphs are made of.
fn with_components<'f>(glyphs: &BTreeSet<u16>, outline: impl Fn(u16) -> &'f [u8]) -> BTreeSet<u16> {
    let mut found = BTreeSet::from([0]);
    let mut open: Vec<u16> = glyphs.iter().copied().collect();
    while let Some(glyph) = open.pop() {
        if found.insert(glyph) {
            open.extend(components(outline(glyph)).map(|(at, _)| u16_at(outline(glyph), at + 2)));
        }
    }
    found
}

const MORE_COMPONENTS: u16 = 0x0020;
const HAS_INSTRUCTIONS: u16 = 0x0100;

/// Start and flags of each component record of a composite glyph.
fn components(outline: &[u8]) -> impl Iterator<Item = (usize, u16)> {
    let composite = outline.len() >= 10 && u16_at(outline, 0) & 0x8000 != 0;
    let mut next = composite.then_some(10);
    std::iter::from_fn(move || {
        let at = next?;
        let flags = u16_at(outline, at);
        let arguments = if flags & 0x0001 != 0 { 4 } else { 2 };
        let scale = match flags {
            f if f & 0x0008 != 0 => 2,
            f if f & 0x0040 != 0 => 4,
            f if f & 0x0080 != 0 => 8,
            _ => 0,
        };
        next = (flags & MORE_COMPONENTS != 0).then_some(at + 4 + arguments + scale);
        Some((at, flags))
    })
}

fn without_hints(outline: &[u8], out: &mut Vec<u8>) {
    if outline.is_empty() {
        return;
    }
    let start = out.len();
    if u16_at(outline, 0) & 0x8000 != 0 {
        // Instructions follow the last component: without the flag they are not read.
        out.extend_from_slice(outline);
        for (at, flags) in components(outline) {
            out[start + at..start + at + 2].copy_from_slice(&(flags & !HAS_INSTRUCTIONS).to_be_bytes());
        }
        return;
    }
    let ends = 10 + 2 * usize::from(u16_at(outline, 0));
    let instructions = usize::from(u16_at(outline, ends));
    out.extend_from_slice(&outline[..ends]);
    out.extend([0, 0]);
    out.extend_from_slice(&outline[ends + 2 + instructions..]);
}

/// The tables, sorted by tag, as a file.
fn file(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.ilog2() as u16;
    let range = 16 << power;
    let mut out = vec![0, 1, 0, 0];
    for field in [count, range, power, 16 * count - range] {
        out.extend(field.to_be_bytes());
    }
    let mut start = 12 + 16 * tables.len();
    for (tag, bytes) in tables {
        out.extend_from_slice(*tag);
        for field in [checksum(bytes), start as u32, bytes.len() as u32] {
            out.extend(field.to_be_bytes());
        }
        start += bytes.len().next_multiple_of(4);
    }
    for (_, bytes) in tables {
        out.extend_from_slice(bytes);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_be_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

#[cfg(test)]
mod tests {
    use super::super::Face;
    use super::*;

    struct Points(usize);

    impl ttf_parser::OutlineBuilder for Points {
        fn move_to(&mut self, _: f32, _: f32) {
            self.0 += 1;
        }
        fn line_to(&mut self, _: f32, _: f32) {
            self.0 += 1;
        }
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn close(&mut self) {}
    }

    #[test]
    fn every_glyph_keeps_its_outline() {
        for face in Face::ALL {
            let whole = ttf_parser::Face::parse(face.whole(), 0).unwrap();
            let all: BTreeSet<u16> = (0..whole.number_of_glyphs()).collect();
            let bytes = cut(face.whole(), &all);
            let after = ttf_parser::Face::parse(&bytes, 0).unwrap();
            for glyph in all.into_iter().map(ttf_parser::GlyphId) {
                let (mut before, mut now) = (Points(0), Points(0));
                let boxes = (whole.outline_glyph(glyph, &mut before), after.outline_glyph(glyph, &mut now));
                assert_eq!(boxes.0, boxes.1, "{face:?} {glyph:?}");
                assert_eq!(before.0, now.0, "{face:?} {glyph:?}");
            }
        }
    }

    #[test]
    fn what_is_not_wanted_goes() {
        let whole = ttf_parser::Face::parse(Face::Regular.whole(), 0).unwrap();
        let delta = whole.glyph_index('Δ').unwrap().0;
        let bytes = cut(Face::Regular.whole(), &BTreeSet::from([delta]));
        assert!(bytes.len() < Face::Regular.whole().len() / 10, "{}", bytes.len());
        let after = ttf_parser::Face::parse(&bytes, 0).unwrap();
        assert!(after.outline_glyph(ttf_parser::GlyphId(delta), &mut Points(0)).is_some());
        assert!(after.outline_glyph(ttf_parser::GlyphId(delta + 1), &mut Points(0)).is_none());
    }
}
