//! Calendar months, by which the books are kept: the bills of a period are dated in the month that it
//! is named after.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Serialize, Serializer};

use super::period::BillingPeriod;
use super::{Invalid, calendar};

/// A calendar month in Mountain Time, such as `2026-11`: from its first day through its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarMonth {
    year: i32,
    month: u32,
}

impl CalendarMonth {
    /// The month of `day`.
    pub fn of_day(day: NaiveDate) -> CalendarMonth {
        CalendarMonth { year: day.year(), month: day.month() }
    }

    /// The month of `instant`, by its day in Mountain Time.
    pub fn of_instant(instant: DateTime<Utc>) -> CalendarMonth {
        CalendarMonth::of_day(calendar::mountain_day(instant))
    }

    /// The month after this one.
    pub fn next(self) -> CalendarMonth {
        match self.month {
            12 => CalendarMonth { year: self.year + 1, month: 1 },
            month => CalendarMonth { month: month + 1, ..self },
        }
    }

    /// The month before this one.
    pub fn previous(self) -> CalendarMonth {
        self.back(1)
    }

    /// The month so many months before this one.
    pub fn back(self, months: u32) -> CalendarMonth {
        let place = i64::from(self.year) * 12 + i64::from(self.month) - 1 - i64::from(months);
        CalendarMonth { year: place.div_euclid(12) as i32, month: place.rem_euclid(12) as u32 + 1 }
    }

    /// How many months there are from this one to `last`, both included; none where that is earlier.
    pub fn count_to(self, last: CalendarMonth) -> u32 {
        let months = (last.year - self.year) * 12 + last.month as i32 - self.month as i32 + 1;
        u32::try_from(months).unwrap_or(0)
    }

    /// Its first day.
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).expect("every month has a first day")
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().expect("there is a day before")
    }

    /// The instant of midnight with which it begins.
    pub fn starts_at(self) -> DateTime<Utc> {
        calendar::mountain_midnight(self.first_day())
    }

    /// The instant of midnight with which it ends: the first of the next one.
    pub fn ends_at(self) -> DateTime<Utc> {
        self.next().starts_at()
    }

    /// The period whose bills are dated in this month.
    pub fn period(self) -> BillingPeriod {
        BillingPeriod::of_day(self.first_day())
    }
}

impl fmt::Display for CalendarMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for CalendarMonth {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<CalendarMonth, Invalid> {
        let wrong = || Invalid(format!("{text:?} is not a month like 2026-11"));
        // It is written as the period that is named after it.
        let period: BillingPeriod = text.parse().map_err(|_| wrong())?;
        Ok(CalendarMonth::of_day(period.last_day()))
    }
}

impl Serialize for CalendarMonth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> CalendarMonth {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_has_its_days_and_neighbours() {
        let february = month("2028-02");
        assert_eq!(february.to_string(), "2028-02");
        assert_eq!(february.first_day().to_string(), "2028-02-01");
        assert_eq!(february.last_day().to_string(), "2028-02-29");
        assert_eq!(
            (month("2026-12").next(), month("2027-01").previous()),
            (month("2027-01"), month("2026-12"))
        );
        assert_eq!(month("2026-11").back(11), month("2025-12"));
        assert_eq!(month("2025-12").count_to(month("2026-11")), 12);
        assert_eq!(month("2026-12").count_to(month("2026-11")), 0);
    }

    #[test]
    fn it_begins_at_midnight_in_mountain_time() {
        let november = month("2026-11");
        assert_eq!(november.starts_at(), "2026-11-01T06:00:00Z".parse::<DateTime<Utc>>().unwrap());
        assert_eq!(november.ends_at(), "2026-12-01T07:00:00Z".parse::<DateTime<Utc>>().unwrap());
        let of = |instant: &str| CalendarMonth::of_instant(instant.parse().unwrap());
        assert_eq!(of("2026-12-01T06:59:59Z"), november);
        assert_eq!(of("2026-12-01T07:00:00Z"), month("2026-12"));
    }

    #[test]
    fn the_bills_of_the_period_of_its_name_are_dated_in_it() {
        let november = month("2026-11");
        assert_eq!(november.period().to_string(), "2026-11");
        assert_eq!(CalendarMonth::of_day(november.period().invoice_date()), november);
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for bad in ["", "2026", "2026-13", "2026-11-01", "november"] {
            assert!(bad.parse::<CalendarMonth>().is_err(), "{bad:?}");
        }
    }
}
