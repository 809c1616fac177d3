//! Postal addresses, as they stand on a document.

use serde::{Deserialize, Serialize};

/// Who lives where. Every part may be empty but the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostalAddress {
    /// The person's or company's name, the first line.
    pub name: String,
    /// Street and number.
    #[serde(default)]
    pub street: String,
    /// City.
    #[serde(default)]
    pub city: String,
    /// State or province, such as `CO`.
    #[serde(default)]
    pub region: String,
    /// ZIP or postal code.
    #[serde(default)]
    pub postal_code: String,
    /// Two-letter country code, such as `US`.
    #[serde(default)]
    pub country: String,
}

impl PostalAddress {
    /// The lines below the name as a US letter carries them; the country only where it is foreign.
    pub fn lines(&self) -> Vec<String> {
        let region = [self.region.as_str(), self.postal_code.as_str()].join(" ");
        let city = match (self.city.is_empty(), region.trim().is_empty()) {
            (false, false) => format!("{}, {}", self.city, region.trim()),
            _ => format!("{}{}", self.city, region.trim()),
        };
        let country = if self.country == "US" { "" } else { &self.country };
        [self.street.as_str(), &city, country]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }
}
