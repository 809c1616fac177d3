//! The colours and type sizes of our documents: ink, two greys, one accent.

use super::canvas::{Color, Style};

/// Text.
pub const INK: Color = Color(12, 15, 19);
/// Labels and small print; dark enough to read (7:1 on white).
pub const MUTED: Color = Color(33, 37, 43);
/// The one accent.
pub const ACCENT: Color = Color(4, 32, 45);
/// Hairlines.
pub const HAIRLINE: Color = Color(84, 86, 89);
/// Panels.
pub const TINT: Color = Color(95, 97, 98);
/// Decreases in the chart of changes.
pub const PALE: Color = Color(60, 70, 75);
/// Letters across a draft.
pub const WATERMARK: Color = Color(91, 92, 94);

/// Text of tables.
pub const BODY: Style = Style::regular(8.2, INK);
/// Totals of tables.
pub const BODY_BOLD: Style = Style::bold(8.2, INK);
/// Codes beside descriptions.
pub const BODY_MUTED: Style = Style::regular(8.2, MUTED);
/// Heads of tables.
pub const HEAD: Style = Style::bold(7.2, MUTED);
/// Small print.
pub const SMALL: Style = Style::regular(7.4, MUTED);
/// Rows of call detail.
pub const CALL: Style = Style::regular(7.4, INK);
/// Title of a part of the document.
pub const TITLE: Style = Style::bold(13.0, ACCENT);
/// Title of a table.
pub const CAPTION: Style = Style::bold(9.2, INK);
