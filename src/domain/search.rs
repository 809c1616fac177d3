//! What somebody typed to find an account: a number, the beginning of a name, an address, a phone number.

use crate::values::number::{AccountNumber, CaseNumber, InvoiceNumber};

/// Fewer digits than this are no phone number.
const PHONE_DIGITS: usize = 7;

/// What to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The account with this number, and those whose number begins so.
    Number(String),
    /// The account of this case.
    Case(CaseNumber),
    /// The account that this invoice bills.
    Invoice(InvoiceNumber),
    /// Accounts whose name begins so.
    Name(String),
    /// Accounts with a contact, or a login, whose address begins so.
    Email(String),
    /// Accounts with a contact whose phone number begins with one of these, digits only.
    Phone(Vec<String>),
}

/// What `text` may be, the likeliest first; nothing where it is empty.
pub fn asks(text: &str) -> Vec<Ask> {
    let text = text.trim();
    let key = text.to_ascii_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    if let Ok(case) = text.parse::<CaseNumber>() {
        return vec![Ask::Case(case), Ask::Number(key)];
    }
    let upper = text.to_ascii_uppercase();
    if let Some(number) = upper.starts_with("INV-").then(|| upper.parse::<InvoiceNumber>().ok()).flatten() {
        return vec![Ask::Invoice(number), Ask::Number(key)];
    }
    if text.contains('@') {
        return vec![Ask::Email(key)];
    }
    let mut asks = Vec::new();
    if text.parse::<AccountNumber>().is_ok() {
        asks.push(Ask::Number(key.clone()));
    }
    asks.extend(phone(text).map(Ask::Phone));
    asks.push(Ask::Name(key.clone()));
    // An address is often read out up to the sign that nobody can spell.
    if text.contains('.') && !text.contains(' ') {
        asks.push(Ask::Email(key));
    }
    asks
}

/// The ways in which a phone number may be stored: with or without the country's 1.
fn phone(text: &str) -> Option<Vec<String>> {
    let is_phone = text.chars().all(|c| c.is_ascii_digit() || " -()./+".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !is_phone || digits.len() < PHONE_DIGITS {
        return None;
    }
    let other = match digits.strip_prefix('1') {
        Some(rest) if digits.len() == 11 => rest.to_owned(),
        _ => format!("1{digits}"),
    };
    Some(vec![digits, other])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_field_finds_out_what_was_typed() {
        let number = |text: &str| Ask::Number(text.to_owned());
        let name = |text: &str| Ask::Name(text.to_owned());
        let phone = |one: &str, other: &str| Ask::Phone(vec![one.to_owned(), other.to_owned()]);
        for (typed, expected) in [
            ("", vec![]),
            ("  ", vec![]),
            ("100001", vec![number("100001"), name("100001")]),
            (" 100001-01 ", vec![number("100001-01"), phone("10000101", "110000101"), name("100001-01")]),
            ("Elm Dental", vec![name("elm dental")]),
            ("Ürüng", vec![name("Ürüng".to_ascii_lowercase().as_str())]),
            ("AP.1@x.example", vec![Ask::Email("ap.1@x.example".to_owned())]),
            ("ap.1", vec![number("ap.1"), name("ap.1"), Ask::Email("ap.1".to_owned())]),
            ("(303) 555-0100", vec![phone("3035550100", "13035550100"), name("(303) 555-0100")]),
            ("+1 303 555 0100", vec![phone("13035550100", "3035550100"), name("+1 303 555 0100")]),
            ("c-000042", vec![Ask::Case("C-000042".parse().unwrap()), number("c-000042")]),
            (
                "inv-202611-000042",
                vec![Ask::Invoice("INV-202611-000042".parse().unwrap()), number("inv-202611-000042")],
            ),
        ] {
            assert_eq!(asks(typed), expected, "{typed:?}");
        }
    }
}
