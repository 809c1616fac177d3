//! How a person is reached: e-mail addresses and what a contact is for.

use std::fmt;
use std::str::FromStr;

use super::Invalid;

/// An e-mail address that can stand in an envelope and a header.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// As written, domain and all.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for EmailAddress {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<EmailAddress, Invalid> {
        // lettre's parser knows the grammar; line breaks and blanks would end or forge a header.
        let clean = !text.chars().any(|c| c.is_control() || c.is_whitespace()) && text.len() <= 254;
        match text.parse::<lettre::Address>() {
            Ok(_) if clean => Ok(EmailAddress(text.to_owned())),
            _ => Invalid::because(format!("{text:?} is not an e-mail address like pat@example.com")),
        }
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a contact is for (REQUIREMENTS R6.5). `Escalation` carries its level, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContactRole {
    /// Gets the invoice on the 27th.
    Invoice,
    /// The primary main point of contact.
    MpocPrimary,
    /// A secondary main point of contact.
    Mpoc,
    /// Hears of cases.
    Case,
    /// Hears of maintenance.
    Maintenance,
    /// A step of the customer's own escalation list.
    Escalation(u8),
}

impl FromStr for ContactRole {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<ContactRole, Invalid> {
        let level =
            text.strip_prefix("escalation_").and_then(|level| level.parse().ok()).filter(|level| *level > 0);
        Ok(match (text, level) {
            ("invoice", _) => ContactRole::Invoice,
            ("mpoc_primary", _) => ContactRole::MpocPrimary,
            ("mpoc", _) => ContactRole::Mpoc,
            ("case", _) => ContactRole::Case,
            ("maintenance", _) => ContactRole::Maintenance,
            (_, Some(level)) => ContactRole::Escalation(level),
            _ => {
                return Invalid::because(format!(
                    "{text:?} is not a role: invoice, mpoc_primary, mpoc, case, maintenance, escalation_1 …"
                ));
            }
        })
    }
}

impl fmt::Display for ContactRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ContactRole::Invoice => f.write_str("invoice"),
            ContactRole::MpocPrimary => f.write_str("mpoc_primary"),
            ContactRole::Mpoc => f.write_str("mpoc"),
            ContactRole::Case => f.write_str("case"),
            ContactRole::Maintenance => f.write_str("maintenance"),
            ContactRole::Escalation(level) => write!(f, "escalation_{level}"),
        }
    }
}

/// How a contact wants the invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The PDF attached.
    Attachment,
    /// A signed link that expires.
    Link,
}

impl Delivery {
    /// As stored and imported.
    pub const fn as_str(self) -> &'static str {
        match self {
            Delivery::Attachment => "attachment",
            Delivery::Link => "link",
        }
    }
}

impl FromStr for Delivery {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Delivery, Invalid> {
        match text {
            "attachment" => Ok(Delivery::Attachment),
            "link" => Ok(Delivery::Link),
            _ => Invalid::because(format!("{text:?} is neither attachment nor link")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_cannot_forge_a_header() {
        assert!("ap.100001@example.com".parse::<EmailAddress>().is_ok());
        for bad in [
            "a@b.com\r\nBcc: c@d.com",
            "a b@c.com",
            "",
            "a@",
            "@b.com",
            "a@b.com\n",
            "<a@b.com>",
            "a@b@c.com",
        ] {
            assert!(bad.parse::<EmailAddress>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn roles_read_and_write_the_same() {
        for role in ["invoice", "mpoc_primary", "mpoc", "case", "maintenance", "escalation_3"] {
            assert_eq!(role.parse::<ContactRole>().unwrap().to_string(), role);
        }
        for bad in ["", "escalation_0", "escalation_", "admin"] {
            assert!(bad.parse::<ContactRole>().is_err(), "{bad:?}");
        }
    }
}
