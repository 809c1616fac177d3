//! How amounts, dates and numbers are written for English and Spanish readers.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use chrono_tz::America::Denver;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Invalid;
use super::money::Money;
use super::period::BillingPeriod;

/// The language a person reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// English as written in the United States.
    #[default]
    En,
    /// Spanish.
    Es,
}

const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_ES: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

impl Locale {
    /// Every language there is.
    pub const ALL: [Locale; 2] = [Locale::En, Locale::Es];

    /// The two-letter code, as stored and imported.
    pub const fn as_str(self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Es => "es",
        }
    }

    /// `$1,234.50` or `1.234,50 US$`, with a leading minus below zero.
    pub fn money(self, amount: Money) -> String {
        let sign = if amount.is_negative() { "-" } else { "" };
        let digits = self.amount(if amount.is_negative() { -amount } else { amount });
        match self {
            Locale::En => format!("{sign}${digits}"),
            Locale::Es => format!("{sign}{digits} US$"),
        }
    }

    /// `1,234.50` or `1.234,50`, for columns headed by the currency.
    pub fn amount(self, amount: Money) -> String {
        self.decimal(amount.to_decimal())
    }

    /// A number with every decimal it has, digits grouped by three.
    pub fn decimal(self, number: Decimal) -> String {
        let plain = number.abs().to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let (group, point) = match self {
            Locale::En => (',', '.'),
            Locale::Es => ('.', ','),
        };
        let mut text = String::with_capacity(plain.len() + 6);
        if number.is_sign_negative() && !number.is_zero() {
            text.push('-');
        }
        for (place, digit) in whole.chars().enumerate() {
            if place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }

    /// `November 27, 2026` or `27 de noviembre de 2026`.
    pub fn long_date(self, day: NaiveDate) -> String {
        match self {
            Locale::En => format!("{} {}, {}", self.month(day), day.day(), day.year()),
            Locale::Es => format!("{} de {} de {}", day.day(), self.month(day), day.year()),
        }
    }

    /// `11/27/2026` or `27/11/2026`.
    pub fn short_date(self, day: NaiveDate) -> String {
        match self {
            Locale::En => format!("{:02}/{:02}/{}", day.month(), day.day(), day.year()),
            Locale::Es => format!("{:02}/{:02}/{}", day.day(), day.month(), day.year()),
        }
    }

    /// `11/27/2026 14:05:09` in Mountain Time.
    pub fn date_time(self, instant: DateTime<Utc>) -> String {
        let local = instant.with_timezone(&Denver);
        let (h, m, s) = (local.hour(), local.minute(), local.second());
        format!("{} {h:02}:{m:02}:{s:02}", self.short_date(local.date_naive()))
    }

    /// The same to the minute.
    pub fn minute(self, instant: DateTime<Utc>) -> String {
        let local = instant.with_timezone(&Denver);
        format!("{} {:02}:{:02}", self.short_date(local.date_naive()), local.hour(), local.minute())
    }

    /// Only the time of day: `14:05`.
    pub fn time_of_day(self, instant: DateTime<Utc>) -> String {
        let local = instant.with_timezone(&Denver);
        format!("{:02}:{:02}", local.hour(), local.minute())
    }

    /// `November 2026` or `noviembre de 2026`: the month in which the period ends.
    pub fn period(self, period: BillingPeriod) -> String {
        let day = period.last_day();
        match self {
            Locale::En => format!("{} {}", self.month(day), day.year()),
            Locale::Es => format!("{} de {}", self.month(day), day.year()),
        }
    }

    fn month(self, day: NaiveDate) -> &'static str {
        let index = day.month0() as usize;
        match self {
            Locale::En => MONTHS_EN[index],
            Locale::Es => MONTHS_ES[index],
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Locale {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Locale, Invalid> {
        match text {
            "en" => Ok(Locale::En),
            "es" => Ok(Locale::Es),
            _ => Invalid::because(format!("{text:?} is neither en nor es")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_people_write_them() {
        let amount = Money::from_cents(-123_456_789);
        assert_eq!(Locale::En.money(amount), "-$1,234,567.89");
        assert_eq!(Locale::Es.money(amount), "-1.234.567,89 US$");
        assert_eq!(Locale::En.money(Money::from_cents(5)), "$0.05");
        assert_eq!(Locale::En.decimal("100".parse().unwrap()), "100");
        assert_eq!(Locale::Es.decimal("1000.1875".parse().unwrap()), "1.000,1875");
    }

    #[test]
    fn dates_read_as_people_write_them() {
        let day: NaiveDate = "2026-11-07".parse().unwrap();
        assert_eq!(Locale::En.long_date(day), "November 7, 2026");
        assert_eq!(Locale::Es.long_date(day), "7 de noviembre de 2026");
        assert_eq!(Locale::Es.short_date(day), "07/11/2026");
        let call = "2026-11-08T01:02:03Z".parse().unwrap();
        assert_eq!(Locale::En.date_time(call), "11/07/2026 18:02:03");
        assert_eq!(Locale::Es.minute(call), "07/11/2026 18:02");
        assert_eq!(Locale::Es.period("2026-11".parse().unwrap()), "noviembre de 2026");
    }
}
