//! The document as an attachment.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::values::Invalid;

/// RFC 2045: no longer lines in base64.
const LINE_BYTES: usize = 76;

/// A PDF in base64. Encoding costs more than all the rest of a message: it is done once per
/// invoice and shared between its recipients.
#[derive(Clone)]
pub struct EncodedPdf {
    file_name: String,
    base64: Vec<u8>,
}

impl EncodedPdf {
    /// Encodes `pdf`, which receivers will see as `file_name`, such as `INV-202611-000042.pdf`.
    ///
    /// # Errors
    /// [`Invalid`] where the name is not plain: mail programs disagree on any other (letters,
    /// digits, dots, dashes and underscores are).
    pub fn new(file_name: impl Into<String>, pdf: &[u8]) -> Result<EncodedPdf, Invalid> {
        let file_name = file_name.into();
        let plain = (1..=100).contains(&file_name.len())
            && !file_name.starts_with('.')
            && file_name.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
        if !plain {
            return Invalid::because(format!("{file_name:?} is not a plain file name"));
        }
        Ok(EncodedPdf { file_name, base64: in_lines(&STANDARD.encode(pdf)) })
    }

    /// The name receivers see.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
    pub(super) fn base64(&self) -> &[u8] {
        &self.base64
    }
}

fn in_lines(base64: &str) -> Vec<u8> {
    let mut lines = Vec::with_capacity(base64.len() + base64.len() / LINE_BYTES * 2 + 2);
    for line in base64.as_bytes().chunks(LINE_BYTES) {
        if !lines.is_empty() {
            lines.extend_from_slice(b"\r\n");
        }
        lines.extend_from_slice(line);
    }
    lines
}

impl fmt::Debug for EncodedPdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncodedPdf({}, {} bytes)", self.file_name, self.base64.len())
    }
}
