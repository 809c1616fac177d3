//! Documents as PDF, by printpdf: letter size, one look, English and Spanish (REQUIREMENTS R3.3, R3.4, R3.7).
//!
//! A layout (`flow`, `table`, `invoice/`) draws on a small `canvas`; `content` writes what it
//! draws as page streams; `document` makes a file of them. Fonts are prepared once per process.
//!
//! Invariants: a document is a pure function of its rows, so the same rows give the same bytes on
//! every machine; nothing here asks the time; no character is silently left out.

mod canvas;
mod content;
mod credit_note;
mod document;
mod flow;
mod fonts;
mod invoice;
mod letterhead;
mod palette;
mod sheet;
mod table;
mod words;
mod writer;

use std::collections::BTreeSet;

pub use credit_note::render_credit_note;
pub use fonts::missing_glyphs;
pub use invoice::{invoice_file_name, render_first_page, render_invoice};
pub use sheet::{Sheet, SheetTable, render_sheet};

/// Why a document could not be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The embedded faces cannot show these characters of a name or text. The document is held for
    /// a person to correct it: a blank box on a bill is not an answer.
    #[error("the document's fonts cannot show {}", list(.0))]
    MissingGlyphs(BTreeSet<char>),
}

fn list(characters: &BTreeSet<char>) -> String {
    let named: Vec<String> =
        characters.iter().map(|c| format!("\u{201c}{c}\u{201d} (U+{:04X})", u32::from(*c))).collect();
    named.join(", ")
}
