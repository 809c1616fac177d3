//! The numbers people read: of accounts, of invoices and of cases.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Invalid;
use super::ids::CaseId;
use super::period::BillingPeriod;

/// An account's number as the provider gives it, such as `100001-01`: 1 to 40 letters, digits,
/// dots, dashes or underscores, so that it can stand in an address or a file name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct AccountNumber(String);

/// An invoice's number, such as `INV-202611-000042`: the series of its period and its place in it,
/// without gaps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct InvoiceNumber(String);

/// A credit note's number, such as `CN-2026-000042`: the series of its year and its place in it, without
/// gaps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CreditNumber(String);

/// A case's number, such as `C-000042`: its row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(pub CaseId);

impl AccountNumber {
    /// As people write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl InvoiceNumber {
    /// The number at `place` (from 1) of the series of `period`.
    pub fn in_series(period: BillingPeriod, place: i64) -> InvoiceNumber {
        let series = period.to_string().replace('-', "");
        InvoiceNumber(format!("INV-{series}-{place:06}"))
    }

    /// As people write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl CreditNumber {
    /// The series of `year`, such as `CN-2026`.
    pub fn series(year: i32) -> String {
        format!("CN-{year}")
    }

    /// The number at `place` (from 1) of a series.
    pub fn in_series(series: &str, place: i64) -> CreditNumber {
        CreditNumber(format!("{series}-{place:06}"))
    }

    /// As people write it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_plain(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
        && !text.starts_with('.')
}

impl FromStr for AccountNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<AccountNumber, Invalid> {
        if is_plain(text) {
            return Ok(AccountNumber(text.to_owned()));
        }
        Invalid::because(format!(
            "{text:?} is not an account number: 1 to 40 letters, digits, dots, dashes or underscores"
        ))
    }
}

impl FromStr for InvoiceNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<InvoiceNumber, Invalid> {
        if is_plain(text) {
            return Ok(InvoiceNumber(text.to_owned()));
        }
        Invalid::because(format!("{text:?} is not an invoice number like INV-202611-000042"))
    }
}

impl FromStr for CaseNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<CaseNumber, Invalid> {
        let digits = text.trim().strip_prefix("C-").or_else(|| text.trim().strip_prefix("c-"));
        let is_plain = |digits: &&str| digits.len() >= 6 && digits.bytes().all(|b| b.is_ascii_digit());
        match digits.filter(is_plain).and_then(|digits| digits.parse().ok()) {
            Some(id) => Ok(CaseNumber(CaseId(id))),
            None => Invalid::because(format!("{text:?} is not a case's number like C-000042")),
        }
    }
}

impl Serialize for CaseNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for InvoiceNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<InvoiceNumber, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for CaseNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CaseNumber, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "C-{:06}", self.0.0)
    }
}

impl FromStr for CreditNumber {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<CreditNumber, Invalid> {
        if is_plain(text) {
            return Ok(CreditNumber(text.to_owned()));
        }
        Invalid::because(format!("{text:?} is not a credit note's number like CN-2026-000042"))
    }
}

impl fmt::Display for CreditNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AccountNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for InvoiceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_safe_in_addresses_and_file_names() {
        assert!("100001-01".parse::<AccountNumber>().is_ok());
        for bad in ["", "..", "../x", "a b", "a/b", "é", "a\n"] {
            assert!(bad.parse::<AccountNumber>().is_err(), "{bad:?}");
        }
        let number = InvoiceNumber::in_series("2026-11".parse().unwrap(), 42);
        assert_eq!(number.as_str(), "INV-202611-000042");
        let number = CreditNumber::in_series(&CreditNumber::series(2026), 42);
        assert_eq!(number.as_str(), "CN-2026-000042");
        assert!("CN/2026".parse::<CreditNumber>().is_err());
        assert_eq!(CaseNumber(CaseId(42)).to_string(), "C-000042");
        assert_eq!("c-1234567".parse::<CaseNumber>().unwrap(), CaseNumber(CaseId(1_234_567)));
        for bad in ["C-42", "42", "C-", "C-00004x", "C-99999999999999999999"] {
            assert!(bad.parse::<CaseNumber>().is_err(), "{bad}");
        }
    }
}
