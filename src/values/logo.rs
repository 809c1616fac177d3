//! A provider's logo: decoded once when somebody gives it, then kept as the one kind of PNG that a page of a
//! PDF can carry as it is.

use std::fmt;
use std::io::Cursor;
use std::sync::Arc;

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Limits, Transformations};

use super::Invalid;
use super::hash::sha256;

/// Bytes of a file at most, as given and as kept.
pub const MOST_BYTES: usize = 256 * 1024;
/// Pixels from left to right at most.
pub const MOST_WIDTH: u32 = 1600;
/// Pixels from top to bottom at most.
pub const MOST_HEIGHT: u32 = 600;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// A PNG of three bytes a pixel: no transparency, not interlaced, nothing but the picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Logo(Arc<Inner>);

#[derive(PartialEq, Eq)]
struct Inner {
    sha256: String,
    png: Vec<u8>,
    width: u32,
    height: u32,
    /// What the picture's chunks hold together: a zlib stream of filtered rows.
    rows: Vec<u8>,
}

/// Why a file is no logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoFlaw {
    /// It is no PNG, or a part of one.
    NoPng,
    /// It has more than [`MOST_BYTES`], or would have once transparency is gone.
    TooLarge,
    /// It is wider than [`MOST_WIDTH`] or higher than [`MOST_HEIGHT`].
    TooWide,
}

impl Logo {
    /// A file that somebody gives: transparency becomes white, everything beside the picture is dropped.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(file: &[u8]) -> Result<Logo, LogoFlaw> {
        if file.len() > MOST_BYTES {
            return Err(LogoFlaw::TooLarge);
        }
        let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes: 16 * 1024 * 1024 });
        decoder.set_transformations(Transformations::normalize_to_color8());
        let header = decoder.read_header_info().map_err(|_| LogoFlaw::NoPng)?;
        let (width, height) = (header.width, header.height);
        if width > MOST_WIDTH || height > MOST_HEIGHT {
            return Err(LogoFlaw::TooWide);
        }
        let mut reader = decoder.read_info().map_err(|_| LogoFlaw::NoPng)?;
        let mut pixels = vec![0; reader.output_buffer_size().ok_or(LogoFlaw::NoPng)?];
        let frame = reader.next_frame(&mut pixels).map_err(|_| LogoFlaw::NoPng)?;
        // A file that was cut off after its picture is cut off too.
        reader.finish().map_err(|_| LogoFlaw::NoPng)?;
        pixels.truncate(frame.buffer_size());
        let png = write(width, height, &on_white(frame.color_type, &pixels));
        match png.len() <= MOST_BYTES {
            true => Logo::stored(png).map_err(|_| LogoFlaw::NoPng),
            false => Err(LogoFlaw::TooLarge),
        }
    }

    /// One that was kept.
    ///
    /// # Errors
    /// Bytes that [`Logo::read`] did not make.
    pub fn stored(png: Vec<u8>) -> Result<Logo, Invalid> {
        let no_logo = || Invalid("these bytes are no logo as it is kept".to_owned());
        let mut rest = png.strip_prefix(SIGNATURE).ok_or_else(no_logo)?;
        let (mut size, mut rows) = (None, Vec::new());
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let (kind, after) = after.split_first_chunk::<4>().ok_or_else(no_logo)?;
            let (content, after) = after.split_at_checked(length).ok_or_else(no_logo)?;
            match (kind, content) {
                // Eight bits, three colours, nothing interlaced.
                (b"IHDR", [a, b, c, d, e, f, g, h, 8, 2, 0, 0, 0]) => {
                    size = Some((u32::from_be_bytes([*a, *b, *c, *d]), u32::from_be_bytes([*e, *f, *g, *h])));
                }
                (b"IDAT", content) => rows.extend_from_slice(content),
                _ => {}
            }
            rest = after.get(4..).ok_or_else(no_logo)?;
        }
        let (width, height) = size.ok_or_else(no_logo)?;
        Ok(Logo(Arc::new(Inner { sha256: sha256(&png), width, height, rows, png })))
    }

    /// The name of its bytes.
    pub fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// As a file.
    pub fn png(&self) -> &[u8] {
        &self.0.png
    }

    /// Pixels from left to right and from top to bottom.
    pub fn size(&self) -> (u32, u32) {
        (self.0.width, self.0.height)
    }

    /// Its rows, each behind the filter of its kind, deflated (RFC 2083, chapters 5 and 6).
    pub fn rows(&self) -> &[u8] {
        &self.0.rows
    }
}

impl fmt::Debug for Logo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logo({}, {} x {})", self.0.sha256, self.0.width, self.0.height)
    }
}

/// Three bytes a pixel, over white.
fn on_white(kind: ColorType, pixels: &[u8]) -> Vec<u8> {
    let over = |part: u8, alpha: u8| {
        let (part, alpha) = (u32::from(part), u32::from(alpha));
        ((part * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    match kind {
        ColorType::Grayscale => pixels.iter().flat_map(|gray| [*gray; 3]).collect(),
        ColorType::GrayscaleAlpha => {
            pixels.chunks_exact(2).flat_map(|pixel| [over(pixel[0], pixel[1]); 3]).collect()
        }
        ColorType::Rgba => {
            let one = |pixel: &[u8]| [0, 1, 2].map(|part| over(pixel[part], pixel[3]));
            pixels.chunks_exact(4).flat_map(one).collect()
        }
        ColorType::Rgb | ColorType::Indexed => pixels.to_vec(),
    }
}

fn write(width: u32, height: u32, pixels: &[u8]) -> Vec<u8> {
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::Adaptive);
    let written = encoder.write_header().and_then(|mut writer| {
        writer.write_image_data(pixels)?;
        writer.finish()
    });
    written.expect("memory takes what is written, and the pixels are as many as the header says");
    png
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PNG of one colour.
    fn file(width: u32, height: u32, kind: ColorType, pixel: &[u8]) -> Vec<u8> {
        let mut png = Vec::new();
        let mut encoder = Encoder::new(&mut png, width, height);
        encoder.set_color(kind);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&pixel.repeat((width * height) as usize)).unwrap();
        writer.finish().unwrap();
        png
    }

    fn first_pixel(logo: &Logo) -> [u8; 3] {
        let mut reader = Decoder::new(Cursor::new(logo.png())).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        assert_eq!(reader.next_frame(&mut pixels).unwrap().color_type, ColorType::Rgb);
        [pixels[0], pixels[1], pixels[2]]
    }

    #[test]
    fn transparency_becomes_white() {
        for (kind, pixel, expected) in [
            (ColorType::Rgba, &[200, 100, 0, 255][..], [200, 100, 0]),
            (ColorType::Rgba, &[200, 100, 0, 0], [255, 255, 255]),
            // Half: (200 x 128 + 255 x 127 + 127) / 255 = 227, then 177 and 127.
            (ColorType::Rgba, &[200, 100, 0, 128], [227, 177, 127]),
            (ColorType::GrayscaleAlpha, &[0, 0], [255, 255, 255]),
            (ColorType::Grayscale, &[77], [77, 77, 77]),
            (ColorType::Rgb, &[1, 2, 3], [1, 2, 3]),
        ] {
            let logo = Logo::read(&file(30, 10, kind, pixel)).unwrap();
            assert_eq!((logo.size(), first_pixel(&logo)), ((30, 10), expected), "{kind:?} {pixel:?}");
            assert_eq!(Logo::stored(logo.png().to_vec()).unwrap(), logo);
            assert_eq!(Logo::read(logo.png()).unwrap(), logo, "the same picture is the same file");
        }
    }

    #[test]
    fn what_is_no_logo_says_why() {
        let png = file(300, 100, ColorType::Rgb, &[1, 2, 3]);
        let long = [&png[..], &vec![0; MOST_BYTES]].concat();
        for (file, flaw) in [
            (b"\xff\xd8\xff\xe0\x00\x10JFIF".to_vec(), LogoFlaw::NoPng),
            (png[..png.len() / 2].to_vec(), LogoFlaw::NoPng),
            (png[..png.len() - 12].to_vec(), LogoFlaw::NoPng),
            (Vec::new(), LogoFlaw::NoPng),
            (long, LogoFlaw::TooLarge),
            (file(1601, 10, ColorType::Grayscale, &[9]), LogoFlaw::TooWide),
            (file(10, 601, ColorType::Grayscale, &[9]), LogoFlaw::TooWide),
        ] {
            assert_eq!(Logo::read(&file), Err(flaw), "{} bytes", file.len());
        }
        assert!(Logo::read(&file(1600, 600, ColorType::Grayscale, &[9])).is_ok());
        assert!(Logo::stored(b"GIF89a".to_vec()).is_err());
    }
}
