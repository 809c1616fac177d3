//! Billing periods: the 26th of a month through the 25th of the next, in Mountain Time.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Invalid, calendar};

/// Period `YYYY-MM` runs from the 26th of the month before through the 25th of `YYYY-MM`, both
/// days included (REQUIREMENTS R3.1; INTERFACES, "Arithmetic, exactly", 1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BillingPeriod {
    year: i32,
    month: u32,
}

impl BillingPeriod {
    /// The period in which `day` falls.
    pub fn of_day(day: NaiveDate) -> BillingPeriod {
        let period = BillingPeriod { year: day.year(), month: day.month() };
        if day.day() >= 26 { period.next() } else { period }
    }

    /// The period in which `instant` falls, by its day in Mountain Time.
    pub fn of_instant(instant: DateTime<Utc>) -> BillingPeriod {
        BillingPeriod::of_day(calendar::mountain_day(instant))
    }

    /// The period after this one.
    pub fn next(self) -> BillingPeriod {
        match self.month {
            12 => BillingPeriod { year: self.year + 1, month: 1 },
            month => BillingPeriod { year: self.year, month: month + 1 },
        }
    }

    /// The period before this one.
    pub fn previous(self) -> BillingPeriod {
        match self.month {
            1 => BillingPeriod { year: self.year - 1, month: 12 },
            month => BillingPeriod { year: self.year, month: month - 1 },
        }
    }

    /// The 26th with which it begins.
    pub fn first_day(self) -> NaiveDate {
        self.previous().day_of_month(26)
    }

    /// The 25th with which it ends.
    pub fn last_day(self) -> NaiveDate {
        self.day_of_month(25)
    }

    /// How many days it has: 28 to 31.
    pub fn days(self) -> u32 {
        (self.last_day() - self.first_day()).num_days() as u32 + 1
    }

    /// Whether `day` falls into it.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first_day() <= day && day <= self.last_day()
    }

    /// The date on its invoices, the 27th (REQUIREMENTS R4.1).
    pub fn invoice_date(self) -> NaiveDate {
        self.day_of_month(27)
    }

    /// The first instant after it: it can be closed from then on.
    pub fn ends_at(self) -> DateTime<Utc> {
        calendar::mountain_midnight(self.last_day() + Days::new(1))
    }

    fn day_of_month(self, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, day).expect("every month has 27 days")
    }
}

impl fmt::Display for BillingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl fmt::Debug for BillingPeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for BillingPeriod {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<BillingPeriod, Invalid> {
        let parts = text.split_once('-').filter(|(year, month)| {
            year.len() == 4 && month.len() == 2 && text.bytes().all(|b| b == b'-' || b.is_ascii_digit())
        });
        let period = parts.and_then(|(year, month)| {
            let (year, month) = (year.parse().ok()?, month.parse().ok()?);
            ((1..=12).contains(&month) && (1900..=9000).contains(&year))
                .then_some(BillingPeriod { year, month })
        });
        period.ok_or_else(|| Invalid(format!("{text:?} is not a billing period like 2026-11")))
    }
}

impl Serialize for BillingPeriod {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BillingPeriod {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<BillingPeriod, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn runs_from_the_26th_to_the_25th() {
        let period: BillingPeriod = "2026-11".parse().unwrap();
        assert_eq!(period.first_day(), day("2026-10-26"));
        assert_eq!(period.last_day(), day("2026-11-25"));
        assert_eq!(period.days(), 31);
        assert_eq!(period.invoice_date(), day("2026-11-27"));
        assert_eq!(period.ends_at(), "2026-11-26T07:00:00Z".parse::<DateTime<Utc>>().unwrap());
    }

    #[test]
    fn crosses_the_year_and_the_leap_day() {
        let january: BillingPeriod = "2028-01".parse().unwrap();
        assert_eq!(january.first_day(), day("2027-12-26"));
        assert_eq!(january.previous().to_string(), "2027-12");
        let march: BillingPeriod = "2028-03".parse().unwrap();
        assert_eq!(march.days(), 29, "26 February to 25 March in a leap year");
        assert_eq!("2027-03".parse::<BillingPeriod>().unwrap().days(), 28);
    }

    #[test]
    fn every_day_is_in_exactly_the_period_it_is_said_to_be_in() {
        for date in day("2023-12-20").iter_days().take(1_500) {
            let period = BillingPeriod::of_day(date);
            assert!(period.contains(date));
            assert!(!period.next().contains(date) && !period.previous().contains(date));
        }
    }

    #[test]
    fn refuses_what_is_not_a_period() {
        for bad in ["2026-13", "2026-00", "2026-1", "26-11", "2026/11", "", "2026-11-01", "+026-11"] {
            assert!(bad.parse::<BillingPeriod>().is_err(), "{bad:?}");
        }
    }
}
