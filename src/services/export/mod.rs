//! An invoice for other programs: JSON, CSV, XLSX (INTERFACES, "Arithmetic, exactly").

pub mod csv;
pub mod json;
pub mod xlsx;

/// Text that a spreadsheet would run as a formula is told to be text.
pub(super) fn neutral(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// A phone number: one plus and digits are no formula.
pub(super) fn phone(text: &str) -> String {
    match text.strip_prefix('+') {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => text.to_owned(),
        _ => neutral(text),
    }
}

#[cfg(test)]
mod tests {
    use super::{neutral, phone};

    #[test]
    fn formulas_are_told_to_be_text() {
        assert_eq!(neutral("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(neutral("UC User"), "UC User");
        for start in ["+1", "-1", "@x", "\tx"] {
            assert!(neutral(start).starts_with('\''), "{start:?}");
        }
        assert_eq!((phone("+13035550100"), phone("+1+cmd")), ("+13035550100".into(), "'+1+cmd".into()));
    }
}
