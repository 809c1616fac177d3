//! Money in whole minor units, and the one place where amounts are rounded.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Invalid;

/// The only currency so far; accounts state it so that a second one needs no new column.
pub const CURRENCY: &str = "USD";

/// An amount of US dollars in whole cents.
///
/// Sums panic on overflow: what enters the program is bounded at the edge (`MAX_ABS`), so
/// a sum beyond `i64` means a defect, and a wrong amount must never be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

/// Ten trillion dollars: no single amount may be larger.
const MAX_ABS: i64 = 1_000_000_000_000_000;

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(0);

    /// From whole cents.
    pub const fn from_cents(cents: i64) -> Money {
        Money(cents)
    }

    /// Whole cents.
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The amount in dollars, exact.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// Rounds once, half away from zero, to the cent (INTERFACES, "Arithmetic, exactly").
    pub fn rounded(amount: Decimal) -> Result<Money, Invalid> {
        let cents = amount
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|cents| i64::try_from(cents).ok())
            .filter(|cents| cents.abs() <= MAX_ABS);
        match cents {
            Some(cents) => Ok(Money(cents)),
            None => Invalid::because(format!("the amount {amount} is too large")),
        }
    }

    /// An amount with its cents as people type or copy it, `1,234.50` or `1.234,50`, with or without
    /// its currency. `None` for anything else: without cents it may as well be a part of a number.
    pub fn typed(text: &str) -> Option<Money> {
        let plain = text.trim_end_matches("US$").trim_start_matches('$').trim();
        let (whole, cents) = plain.rsplit_once(['.', ','])?;
        let whole: String =
            whole.chars().filter(|letter| !matches!(letter, '.' | ',' | ' ' | '\u{a0}')).collect();
        let is_amount = cents.len() == 2 && !whole.is_empty();
        is_amount.then(|| format!("{whole}.{cents}").parse().ok()).flatten()
    }

    /// `quantity × unit_price`, rounded.
    pub fn extended(quantity: Decimal, unit_price: Decimal) -> Result<Money, Invalid> {
        Money::rounded(product(quantity, unit_price)?)
    }

    /// `quantity × unit_price × days ÷ of_days`, rounded once (REQUIREMENTS R3.2).
    pub fn prorated(
        quantity: Decimal,
        unit_price: Decimal,
        days: u32,
        of_days: u32,
    ) -> Result<Money, Invalid> {
        let whole = product(quantity, unit_price)?;
        if days == of_days {
            return Money::rounded(whole);
        }
        Money::rounded(product(whole, Decimal::from(days))? / Decimal::from(of_days))
    }

    /// `self × percent ÷ 100`, rounded, also when negative.
    pub fn percent(self, percent: Decimal) -> Result<Money, Invalid> {
        Money::rounded(product(self.to_decimal(), percent)? / Decimal::ONE_HUNDRED)
    }

    /// `self × part ÷ whole`, rounded; all of it where the part is the whole.
    pub fn share(self, part: Decimal, whole: Decimal) -> Result<Money, Invalid> {
        if part == whole {
            return Ok(self);
        }
        let share = product(self.to_decimal(), part)?.checked_div(whole);
        Money::rounded(share.ok_or_else(|| Invalid(format!("{part} is no part of {whole}")))?)
    }

    /// How many percent more than `before` this is, to a tenth; `None` where `before` is zero or the
    /// difference beyond all bounds. For the eye only: nothing is computed from it.
    pub fn percent_above(self, before: Money) -> Option<Decimal> {
        let change = Decimal::from(self.0.checked_sub(before.0)?);
        let part = change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(Decimal::from(before.0.abs()))?;
        Some(part.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
    }

    /// Whether this is exactly zero.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether this is below zero, a credit.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

fn product(a: Decimal, b: Decimal) -> Result<Decimal, Invalid> {
    a.checked_mul(b).ok_or_else(|| Invalid(format!("{a} × {b} is too large")))
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Money({self})")
    }
}

/// Plain decimals with at most two places; no separators, no sign but a leading minus.
impl FromStr for Money {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Money, Invalid> {
        let amount = super::rate::parse_decimal(text)?;
        if amount.normalize().scale() > 2 {
            return Invalid::because(format!("{text} has more than two decimals"));
        }
        Money::rounded(amount)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Add for Money {
    type Output = Money;
    fn add(self, other: Money) -> Money {
        Money(self.0.checked_add(other.0).expect("sums of bounded amounts fit"))
    }
}

impl Sub for Money {
    type Output = Money;
    fn sub(self, other: Money) -> Money {
        Money(self.0.checked_sub(other.0).expect("sums of bounded amounts fit"))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

impl Neg for Money {
    type Output = Money;
    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

/// The price of one call in millionths of a dollar: calls are priced finer than a cent and
/// only their sum is rounded (INTERFACES, "Arithmetic, exactly", 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct CallAmount(i64);

impl CallAmount {
    /// From millionths of a dollar.
    pub const fn from_micros(micros: i64) -> CallAmount {
        CallAmount(micros)
    }

    /// Millionths of a dollar.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// `seconds ÷ 60 × per_minute`, rounded to six decimals, half away from zero.
    pub fn of_call(seconds: Decimal, per_minute: Decimal) -> Result<CallAmount, Invalid> {
        let amount = (product(seconds, per_minute)? / Decimal::from(60))
            .round_dp_with_strategy(6, RoundingStrategy::MidpointAwayFromZero);
        amount
            .checked_mul(Decimal::from(1_000_000))
            .and_then(|micros| i64::try_from(micros).ok())
            .map(CallAmount)
            .ok_or_else(|| Invalid(format!("the price {amount} of a call is too large")))
    }

    /// The amount in dollars, exact.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 6)
    }

    /// The sum of calls as a line's amount, rounded to the cent.
    pub fn total(calls: impl Iterator<Item = CallAmount>) -> Result<Money, Invalid> {
        let micros: i128 = calls.map(|call| i128::from(call.0)).sum();
        Money::rounded(Decimal::from_i128_with_scale(micros, 6))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn rounds_half_away_from_zero_on_both_sides() {
        for (amount, cents) in
            [("0.005", 1), ("-0.005", -1), ("0.0049999", 0), ("7.005", 701), ("-7.005", -701)]
        {
            assert_eq!(Money::rounded(dec(amount)).unwrap().cents(), cents, "{amount}");
        }
    }

    #[test]
    fn prorates_by_days_and_rounds_once() {
        // 133 × 24.95 = 3318.35; 15 of 30 days is 1659.175, half a cent away from zero.
        let half = Money::prorated(dec("133"), dec("24.95"), 15, 30).unwrap();
        assert_eq!(half.to_string(), "1659.18");
        let whole = Money::prorated(dec("133"), dec("24.95"), 30, 30).unwrap();
        assert_eq!(whole.to_string(), "3318.35");
    }

    #[test]
    fn percents_are_told_to_a_tenth() {
        let percent = |before, now| Money::from_cents(now).percent_above(Money::from_cents(before));
        assert_eq!(percent(10_000, 15_000), Some(dec("50.0")));
        assert_eq!(percent(30_000, 20_000), Some(dec("-33.3")));
        assert_eq!(percent(-10_000, 5_000), Some(dec("150.0")));
        assert_eq!(percent(0, 5_000), None);
    }

    #[test]
    fn text_has_two_decimals_and_a_sign() {
        assert_eq!(Money::from_cents(-5).to_string(), "-0.05");
        assert_eq!("1234.5".parse::<Money>().unwrap().to_string(), "1234.50");
        for bad in ["1,234.50", "1.234", "", "1e3", "+5", " 5", "abc", "999999999999999999999"] {
            assert!(bad.parse::<Money>().is_err(), "{bad:?} is not an amount");
        }
    }

    #[test]
    fn amounts_are_known_as_every_page_writes_them() {
        for text in ["1234.50", "1,234.50", "$1,234.50", "1.234,50", "1.234,50\u{a0}US$", "1.234,50 US$"] {
            assert_eq!(Money::typed(text).map(Money::cents), Some(123_450), "{text}");
        }
        assert_eq!(Money::typed("-75,00").map(Money::cents), Some(-7_500));
        for text in ["202611", "1234", "INV-202611-000042", "1.234", ".50", "12.3a"] {
            assert_eq!(Money::typed(text), None, "{text}");
        }
    }

    #[test]
    fn calls_are_priced_to_a_millionth_and_only_their_sum_to_the_cent() {
        // 7 s at 0.0315 a minute = 0.003675; two of them 0.00735 -> one cent.
        let call = CallAmount::of_call(dec("7"), dec("0.0315")).unwrap();
        assert_eq!(call.micros(), 3675);
        assert_eq!(CallAmount::total([call, call].into_iter()).unwrap().cents(), 1);
    }
}
