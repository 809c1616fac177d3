//! Staff look at the portal through a customer's eyes: they see what the customer sees and change nothing.

use chrono::{DateTime, TimeDelta, Utc};

use crate::values::ids::AccountId;
use crate::values::number::AccountNumber;

/// A look ends by itself after this.
pub const LOOK_LASTS: TimeDelta = TimeDelta::minutes(30);

/// A look that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Names it and opens nothing.
    pub id: String,
    /// Whose eyes: who sees this account and all below it.
    pub account: AccountId,
    /// Its number.
    pub number: AccountNumber,
    /// Whose it is, as on documents.
    pub name: String,
    /// When it ends by itself.
    pub ends_at: DateTime<Utc>,
}

impl Look {
    /// Whether it goes on.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        now < self.ends_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_ends_after_half_an_hour() {
        let at = |time: &str| format!("2026-11-28T{time}Z").parse::<DateTime<Utc>>().unwrap();
        let look = Look {
            id: "x".into(),
            account: AccountId(1),
            number: "100001".parse().unwrap(),
            name: "Elm Dental".into(),
            ends_at: at("09:00:00") + LOOK_LASTS,
        };
        assert!(look.is_open(at("09:00:00")) && look.is_open(at("09:29:59")));
        assert!(!look.is_open(at("09:30:00")));
    }
}
