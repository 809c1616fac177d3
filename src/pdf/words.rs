//! Texts, amounts and dates in the reader's language.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::invoice::Line;
use crate::texts;
use crate::values::locale::Locale;
use crate::values::money::{CallAmount, Money};

/// The language a document is written in.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Locale);

impl Words {
    /// The text named `key`.
    pub fn text(self, key: &str) -> String {
        texts::text(self.0, key)
    }

    /// The text named `key` with its places filled in.
    pub fn with(self, key: &str, values: &[(&'static str, &str)]) -> String {
        texts::text_with(self.0, key, values)
    }

    /// As [`Words::with`] for a `{ $count }`.
    pub fn count(self, key: &str, count: usize) -> String {
        texts::text_count(self.0, key, i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// The separator of whole numbers and decimals.
    pub const fn decimal_point(self) -> char {
        match self.0 {
            Locale::En => '.',
            Locale::Es => ',',
        }
    }

    /// With the currency.
    pub fn money(self, amount: Money) -> String {
        self.0.money(amount)
    }

    /// Without the currency, for columns.
    pub fn amount(self, amount: Money) -> String {
        self.0.amount(amount)
    }

    /// With the currency and always with a sign: `+$5.00`.
    pub fn change(self, amount: Money) -> String {
        let sign = if amount > Money::ZERO { "+" } else { "" };
        format!("{sign}{}", self.amount(amount))
    }

    /// A quantity, percentage or count, as short as it is.
    pub fn number(self, number: Decimal) -> String {
        self.0.decimal(number.normalize())
    }

    /// Minutes of calls, to a hundredth; seconds are exact in the call detail.
    pub fn minutes(self, number: Decimal) -> String {
        self.number(minutes(number))
    }

    /// A price with at least two decimals, in dollars.
    pub fn price(self, price: Decimal) -> String {
        self.0.decimal(at_least_cents(price))
    }

    /// The price of a call, in dollars.
    pub fn call_amount(self, amount: CallAmount) -> String {
        self.price(amount.to_decimal())
    }

    /// `11/27/2026`.
    pub fn date(self, day: NaiveDate) -> String {
        self.0.short_date(day)
    }

    /// `11/26/2026 – 12/25/2026`, or the one day.
    pub fn dates(self, from: NaiveDate, to: NaiveDate) -> String {
        if from == to { self.date(from) } else { format!("{} – {}", self.date(from), self.date(to)) }
    }

    /// `1:05:09` or `5:09`.
    pub fn duration(self, seconds: i64) -> String {
        let (sign, s) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
        match s / 3600 {
            0 => format!("{sign}{}:{:02}", s / 60, s % 60),
            hours => format!("{sign}{hours}:{:02}:{:02}", s / 60 % 60, s % 60),
        }
    }

    /// What a usage line's calls are, in plain words, and their plan (REQUIREMENTS R3.4).
    pub fn call_type(self, line: &Line) -> (String, String) {
        let (plan, call_type) = line.code.rsplit_once('/').unwrap_or(("", &line.code));
        match CALL_TYPES.contains(&call_type) {
            true => (self.text(&format!("doc-call-{}", call_type.replace('_', "-"))), plan.to_owned()),
            false => (line.description.clone(), line.code.clone()),
        }
    }
}

const CALL_TYPES: [&str; 9] = [
    "local",
    "toll_free",
    "ld_intralata",
    "ld_intrastate",
    "ld_interstate",
    "ld_international",
    "800_intrastate",
    "800_interstate",
    "800_international",
];

/// Minutes as they are shown.
pub fn minutes(number: Decimal) -> Decimal {
    number.round_dp(2)
}

fn at_least_cents(number: Decimal) -> Decimal {
    let mut number = number.normalize();
    if number.scale() < 2 {
        number.rescale(2);
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_have_at_least_cents_and_durations_read_as_a_clock() {
        let words = Words(Locale::Es);
        assert_eq!(words.price("5".parse().unwrap()), "5,00");
        assert_eq!(words.price("0.031500".parse().unwrap()), "0,0315");
        assert_eq!(words.call_amount(CallAmount::from_micros(3675)), "0,003675");
        assert_eq!(
            [0, 59, 61, 3661, 360_000].map(|s| words.duration(s)),
            ["0:00", "0:59", "1:01", "1:01:01", "100:00:00"]
        );
    }
}
