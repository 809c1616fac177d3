//! MACD: moves, adds, changes and deletes that the provider's staff do on request (REQUIREMENTS 5).
//!
//! Invariant: what a request costs follows from its time log and the terms the customer accepted, and
//! from nothing else.

pub mod bill;
pub mod hours;
pub mod log;
pub mod meter;
pub mod receipt;

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::values::Invalid;
use crate::values::money::Money;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MacdKind {
    /// Something goes elsewhere.
    Move,
    /// Something new.
    Add,
    /// Something is to be different.
    Change,
    /// Something is no longer wanted.
    Delete,
}

/// How soon (REQUIREMENTS R5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// In the usual order.
    Standard,
    /// Before others, for a fee.
    Expedited,
}

/// What the work costs and when it is done, from a day on. What was accepted with a request stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The first day on which requests come under them.
    pub starts_on: NaiveDate,
    /// USD an hour.
    pub hourly: Decimal,
    /// Minutes of a unit.
    pub increment_minutes: u32,
    /// The flat fee of an expedited request, in USD.
    pub expedite_fee: Money,
    /// More units than this need a quote that the customer accepts first.
    pub quote_above_units: u32,
    /// When extended business hours begin, Mountain Time.
    pub opens: NaiveTime,
    /// When they end.
    pub closes: NaiveTime,
}

/// Why terms cannot come into force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsFlaw {
    /// They would change what was agreed or worked before today's end.
    ReachesBack,
    /// There are terms from that day on already.
    DayTaken,
    /// A rate, increment, fee or limit that cannot be.
    OutOfRange,
    /// Hours that end before they begin.
    HoursReversed,
}

impl Terms {
    /// USD for one unit.
    pub fn unit_price(&self) -> Decimal {
        (self.hourly * Decimal::from(self.increment_minutes) / Decimal::from(60)).normalize()
    }

    /// Whether they can come into force beside `known`, as seen today.
    ///
    /// # Errors
    /// A [`TermsFlaw`].
    pub fn check(&self, known: &[Terms], today: NaiveDate) -> Result<(), TermsFlaw> {
        let is_whole_cents = self.unit_price().round_dp(2) == self.unit_price();
        let is_in_range = self.hourly > Decimal::ZERO
            && self.hourly <= Decimal::from(10_000)
            && (1..=60).contains(&self.increment_minutes)
            && !self.expedite_fee.is_negative()
            && (1..=1_000).contains(&self.quote_above_units);
        match () {
            () if self.starts_on <= today => Err(TermsFlaw::ReachesBack),
            () if known.iter().any(|other| other.starts_on == self.starts_on) => Err(TermsFlaw::DayTaken),
            () if !(is_in_range && is_whole_cents) => Err(TermsFlaw::OutOfRange),
            () if self.opens >= self.closes => Err(TermsFlaw::HoursReversed),
            () => Ok(()),
        }
    }
}

/// The terms in force on `day`: of those that began by then the newest.
pub fn in_force(terms: &[Terms], day: NaiveDate) -> Option<&Terms> {
    terms.iter().filter(|terms| terms.starts_on <= day).max_by_key(|terms| terms.starts_on)
}

impl MacdKind {
    /// Every kind.
    pub const ALL: [MacdKind; 4] = [MacdKind::Move, MacdKind::Add, MacdKind::Change, MacdKind::Delete];

    /// As stored, and as it stands in the names of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            MacdKind::Move => "move",
            MacdKind::Add => "add",
            MacdKind::Change => "change",
            MacdKind::Delete => "delete",
        }
    }
}

impl Urgency {
    /// Both.
    pub const ALL: [Urgency; 2] = [Urgency::Standard, Urgency::Expedited];

    /// As stored, and as it stands in the names of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Urgency::Standard => "standard",
            Urgency::Expedited => "expedited",
        }
    }
}

impl fmt::Display for MacdKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for MacdKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<MacdKind, Invalid> {
        let found = MacdKind::ALL.into_iter().find(|one| one.as_str() == text);
        found.ok_or_else(|| Invalid(format!("{text:?} is none of move, add, change and delete")))
    }
}

impl fmt::Display for Urgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Urgency {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Urgency, Invalid> {
        let found = Urgency::ALL.into_iter().find(|one| one.as_str() == text);
        found.ok_or_else(|| Invalid(format!("{text:?} is neither standard nor expedited")))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The terms of the support plan (REQUIREMENTS R5.1, R5.2, R5.5, R5.6).
    pub(crate) fn plan() -> Terms {
        Terms {
            starts_on: "2000-01-01".parse().unwrap(),
            hourly: Decimal::from(100),
            increment_minutes: 15,
            expedite_fee: Money::from_cents(15_000),
            quote_above_units: 20,
            opens: NaiveTime::from_hms_opt(7, 0, 0).unwrap(),
            closes: NaiveTime::from_hms_opt(19, 0, 0).unwrap(),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_unit_is_a_quarter_of_an_hour_at_25_dollars() {
        assert_eq!(plan().unit_price(), Decimal::from(25));
    }

    #[test]
    fn a_past_month_finds_the_terms_of_its_day() {
        let raised = Terms { starts_on: day("2027-01-01"), hourly: Decimal::from(120), ..plan() };
        let all = [raised, plan()];
        let hourly = |on: &str| in_force(&all, day(on)).map(|terms| terms.hourly);
        assert_eq!(hourly("2026-12-31"), Some(Decimal::from(100)));
        assert_eq!(hourly("2027-01-01"), Some(Decimal::from(120)));
        assert_eq!(hourly("1999-12-31"), None);
    }

    #[test]
    fn terms_never_reach_back() {
        let (known, today) = ([plan()], day("2026-11-23"));
        let on = |starts_on: &str| Terms { starts_on: day(starts_on), ..plan() };
        assert_eq!(on("2026-11-24").check(&known, today), Ok(()));
        for past in ["2026-11-23", "2026-11-22", "2000-01-01"] {
            assert_eq!(on(past).check(&known, today), Err(TermsFlaw::ReachesBack), "{past}");
        }
        assert_eq!(on("2026-12-01").check(&[on("2026-12-01")], today), Err(TermsFlaw::DayTaken));
        let wrong = [
            Terms { hourly: Decimal::ZERO, ..on("2026-12-01") },
            Terms { increment_minutes: 0, ..on("2026-12-01") },
            Terms { increment_minutes: 7, ..on("2026-12-01") },
            Terms { expedite_fee: Money::from_cents(-1), ..on("2026-12-01") },
            Terms { quote_above_units: 0, ..on("2026-12-01") },
        ];
        for terms in wrong {
            assert_eq!(terms.check(&known, today), Err(TermsFlaw::OutOfRange), "{terms:?}");
        }
        let night = Terms { opens: plan().closes, closes: plan().opens, ..on("2026-12-01") };
        assert_eq!(night.check(&known, today), Err(TermsFlaw::HoursReversed));
    }
}
