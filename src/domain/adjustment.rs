//! Adjustments: corrections of an account that are neither charge, credit note nor payment (REQUIREMENTS
//! R3.8). What an invoice showed stays as it is; the next one shows them.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::values::Invalid;
use crate::values::ids::{AccountId, AdjustmentId};
use crate::values::money::Money;

/// What an adjustment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdjustmentKind {
    /// The bank took a payment back.
    PaymentReturned,
    /// A payment was recorded on the wrong account: taken out of one, and into another.
    PaymentMoved,
    /// Credit was paid out.
    Refund,
    /// The provider does not expect to be paid any more.
    WriteOff,
}

impl AdjustmentKind {
    /// Every kind.
    pub const ALL: [AdjustmentKind; 4] = [
        AdjustmentKind::PaymentReturned,
        AdjustmentKind::PaymentMoved,
        AdjustmentKind::Refund,
        AdjustmentKind::WriteOff,
    ];

    /// As stored and reported.
    pub const fn as_str(self) -> &'static str {
        match self {
            AdjustmentKind::PaymentReturned => "payment_returned",
            AdjustmentKind::PaymentMoved => "payment_moved",
            AdjustmentKind::Refund => "refund",
            AdjustmentKind::WriteOff => "write_off",
        }
    }

    /// The name of the text that says to the customer what happened, where `amount` is the adjustment's.
    pub const fn text(self, amount: Money) -> &'static str {
        match self {
            AdjustmentKind::PaymentReturned => "adjustment-payment-returned",
            AdjustmentKind::PaymentMoved if amount.is_negative() => "adjustment-payment-moved-in",
            AdjustmentKind::PaymentMoved => "adjustment-payment-moved-out",
            AdjustmentKind::Refund => "adjustment-refund",
            AdjustmentKind::WriteOff => "adjustment-write-off",
        }
    }
}

impl fmt::Display for AdjustmentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AdjustmentKind {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<AdjustmentKind, Invalid> {
        let known = AdjustmentKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a kind of adjustment")))
    }
}

/// An adjustment as its account's invoice needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// Row id.
    pub id: AdjustmentId,
    /// What it is.
    pub kind: AdjustmentKind,
    /// The day in Mountain Time from which it counts.
    pub booked_on: NaiveDate,
    /// The payment's or the refund's reference; may be empty.
    pub reference: String,
    /// Signed: positive raises what is due.
    pub amount: Money,
}

/// A step of what happened to a payment after it came in.
#[derive(Clone, Debug)]
pub struct PaymentStep {
    /// The account that it was taken from or brought to.
    pub account: AccountId,
    /// Returned or moved.
    pub kind: AdjustmentKind,
    /// Positive where it was taken from the account.
    pub amount: Money,
    /// How many times it was taken, this time included.
    pub move_no: i32,
    /// When it counts from, and who did it.
    pub booked_on: NaiveDate,
    /// See `booked_on`.
    pub made_by: String,
}

/// On which account a payment is that was booked on `first` and went these steps, oldest first; on none
/// where it was returned.
pub fn holder(first: AccountId, steps: &[PaymentStep]) -> Option<AccountId> {
    match steps.last() {
        None => Some(first),
        Some(step) if step.kind == AdjustmentKind::PaymentReturned => None,
        // A move takes from one account and brings to another: the latter is credited.
        Some(_) => steps.iter().rev().find(|step| step.amount.is_negative()).map(|step| step.account),
    }
}

/// Why an amount cannot be paid out, written off or recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFlaw {
    /// It is not more than nothing.
    Nothing,
    /// Only so much is there.
    MoreThan(Money),
}

/// What can be paid out of an account that owes `balance`: its credit.
pub fn refundable(balance: Money) -> Money {
    (-balance).max(Money::ZERO)
}

/// Whether `amount` can be taken of `most`.
///
/// # Errors
/// Nothing, or more than there is.
pub fn check_amount(amount: Money, most: Money) -> Result<(), AmountFlaw> {
    match amount {
        amount if amount <= Money::ZERO => Err(AmountFlaw::Nothing),
        amount if amount > most => Err(AmountFlaw::MoreThan(most)),
        _ => Ok(()),
    }
}

/// Whether a second person must approve `amount`, when the account got `before` of the same kind in this
/// calendar month that nobody approved: the limit is not for each step.
pub fn needs_approval(limit: Money, before: Money, amount: Money) -> bool {
    before + amount > limit
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn cents(cents: i64) -> Money {
        Money::from_cents(cents)
    }

    #[test]
    fn kinds_are_read_as_they_are_written() {
        for kind in AdjustmentKind::ALL {
            assert_eq!(kind.to_string().parse(), Ok(kind));
        }
        assert!("gift".parse::<AdjustmentKind>().is_err());
    }

    #[test]
    fn only_what_is_there_can_be_taken() {
        let most = refundable(cents(-5_000));
        let table = [
            (0, Err(AmountFlaw::Nothing)),
            (-1, Err(AmountFlaw::Nothing)),
            (1, Ok(())),
            (5_000, Ok(())),
            (5_001, Err(AmountFlaw::MoreThan(cents(5_000)))),
        ];
        for (amount, expected) in table {
            assert_eq!(check_amount(cents(amount), most), expected, "{amount}");
        }
        assert_eq!(refundable(cents(700)), Money::ZERO);
        assert_eq!(check_amount(cents(1), Money::ZERO), Err(AmountFlaw::MoreThan(Money::ZERO)));
    }

    #[test]
    fn the_limit_is_for_a_month_and_not_for_each_step() {
        let table = [(0, 50_000, false), (0, 50_001, true), (30_000, 20_000, false), (30_000, 20_001, true)];
        for (before, amount, expected) in table {
            assert_eq!(needs_approval(cents(50_000), cents(before), cents(amount)), expected, "{before}");
        }
    }

    #[test]
    fn a_payment_is_where_its_last_step_brought_it() {
        let step = |account, kind, cents| PaymentStep {
            account: AccountId(account),
            kind,
            amount: Money::from_cents(cents),
            move_no: 1,
            booked_on: "2026-11-02".parse().unwrap(),
            made_by: String::new(),
        };
        let moved = |from, to| {
            [step(from, AdjustmentKind::PaymentMoved, 700), step(to, AdjustmentKind::PaymentMoved, -700)]
        };
        let returned = |from| [step(from, AdjustmentKind::PaymentReturned, 700)];
        assert_eq!(holder(AccountId(1), &[]), Some(AccountId(1)));
        assert_eq!(holder(AccountId(1), &returned(1)), None);
        assert_eq!(holder(AccountId(1), &moved(1, 2)), Some(AccountId(2)));
        assert_eq!(holder(AccountId(1), &[moved(1, 2), moved(2, 1)].concat()), Some(AccountId(1)));
        let there_and_returned = [&moved(1, 2)[..], &returned(2)].concat();
        assert_eq!(holder(AccountId(1), &there_and_returned), None);
    }
}
