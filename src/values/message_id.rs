//! Message-IDs that are the same on every try.

use std::fmt;
use std::str::FromStr;

use super::Invalid;
use super::ids::ContactId;
use super::number::InvoiceNumber;

/// A Message-ID without its angle brackets, such as `INV-202611-000042.17@billing.example.com`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// Of the mail that brings an invoice to a contact: `resend` is 0 for the first one and counts
    /// the copies that people asked for, which are messages of their own.
    ///
    /// # Errors
    /// [`Invalid`] where `domain` is not a plain domain name.
    pub fn of_invoice(
        number: &InvoiceNumber,
        contact: ContactId,
        resend: u32,
        domain: &str,
    ) -> Result<MessageId, Invalid> {
        let copy = if resend == 0 { String::new() } else { format!(".copy{resend}") };
        format!("{number}.{}{copy}@{domain}", contact.0).parse()
    }

    /// Without angle brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As headers carry it.
    pub fn in_brackets(&self) -> String {
        format!("<{}>", self.0)
    }
}

/// RFC 5322's `dot-atom "@" dot-atom`, short enough for one header line.
impl FromStr for MessageId {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<MessageId, Invalid> {
        let is_atom = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        };
        let is_dotted = |side: &str| side.split('.').all(is_atom);
        match text.split_once('@') {
            Some((left, right)) if is_dotted(left) && is_dotted(right) && text.len() <= 250 => {
                Ok(MessageId(text.to_owned()))
            }
            _ => Invalid::because(format!(
                "{text:?} is not a Message-ID like INV-202611-000042.17@example.com"
            )),
        }
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_and_a_contact_have_one() {
        let number: InvoiceNumber = "INV-202611-000042".parse().unwrap();
        let id = |resend| {
            MessageId::of_invoice(&number, ContactId(17), resend, "example.com").unwrap().in_brackets()
        };
        assert_eq!(id(0), "<INV-202611-000042.17@example.com>");
        assert_eq!(id(0), id(0));
        assert_eq!(id(2), "<INV-202611-000042.17.copy2@example.com>");
        for domain in ["", "example.com\r\nBcc: a@b.c", "example..com", "<x>"] {
            assert!(MessageId::of_invoice(&number, ContactId(17), 0, domain).is_err(), "{domain:?}");
        }
    }
}
