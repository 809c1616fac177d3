//! What is past due, and the fee on it (INTERFACES, "Arithmetic, exactly", 8 and 9).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::invoice::LateFee;
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// An issued invoice as far as its payment is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuedInvoice {
    /// The last day to pay.
    pub due_date: NaiveDate,
    /// Lines, taxes and late fee; negative where it credits.
    pub new_charges: Money,
    /// The late fee in it.
    pub late_fee: Money,
    /// Payments that it was the first to show.
    pub payments: Money,
    /// Credit notes that it was the first to show.
    pub credits: Money,
    /// What was due by it, everything before included.
    pub total_due: Money,
}

/// What is unpaid of each invoice of `history` (oldest first) when `paid` has come in: payments and
/// credits, and invoices that are credits themselves, go to the oldest unpaid invoice first.
pub fn unpaid(history: &[IssuedInvoice], paid: Money) -> Vec<Money> {
    let credits: Money = history.iter().map(|i| -i.new_charges).filter(|credit| !credit.is_negative()).sum();
    let mut left = paid + credits;
    history
        .iter()
        .map(|invoice| {
            let owed = invoice.new_charges.max(Money::ZERO);
            let applied = owed.min(left).max(Money::ZERO);
            left = left - applied;
            owed - applied
        })
        .collect()
}

/// The late fee at the closing of `period`, `percent` a month on what is past due without earlier
/// late fees; `None` where it would be nothing. `paid` is everything received through the
/// period's last day.
pub fn late_fee(
    history: &[IssuedInvoice],
    paid: Money,
    percent: Decimal,
    period: BillingPeriod,
) -> Result<Option<LateFee>, Invalid> {
    let base: Money = history
        .iter()
        .zip(unpaid(history, paid))
        .filter(|(invoice, _)| invoice.due_date <= period.last_day())
        .map(|(invoice, unpaid)| unpaid.min(invoice.new_charges - invoice.late_fee).max(Money::ZERO))
        .sum();
    let amount = base.percent(percent)?;
    Ok((!amount.is_zero()).then_some(LateFee { percent, base, amount }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(due: &str, new_charges: i64, late_fee: i64) -> IssuedInvoice {
        IssuedInvoice {
            due_date: due.parse().unwrap(),
            new_charges: Money::from_cents(new_charges),
            late_fee: Money::from_cents(late_fee),
            payments: Money::ZERO,
            credits: Money::ZERO,
            total_due: Money::ZERO,
        }
    }

    fn cents(amounts: Vec<Money>) -> Vec<i64> {
        amounts.into_iter().map(Money::cents).collect()
    }

    #[test]
    fn money_goes_to_the_oldest_invoice_first() {
        let history = [invoice("2026-10-27", 10_000, 0), invoice("2026-11-26", 5_000, 0)];
        assert_eq!(cents(unpaid(&history, Money::from_cents(12_000))), [0, 3_000]);
        assert_eq!(cents(unpaid(&history, Money::from_cents(99_999))), [0, 0]);
        let with_credit = [history[0], history[1], invoice("2026-12-27", -4_000, 0)];
        assert_eq!(cents(unpaid(&with_credit, Money::ZERO)), [6_000, 5_000, 0]);
    }

    #[test]
    fn the_fee_is_on_what_is_past_due_and_not_on_earlier_fees() {
        let period: BillingPeriod = "2026-11".parse().unwrap();
        let percent: Decimal = "1.5".parse().unwrap();
        // Due on the 25th is past due on the 26th; due on the 26th is not.
        let history = [invoice("2026-11-25", 10_150, 150), invoice("2026-11-26", 5_000, 0)];
        let fee = late_fee(&history, Money::ZERO, percent, period).unwrap().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (10_000, 150));
        let fee = late_fee(&history, Money::from_cents(5_150), percent, period).unwrap().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (5_000, 75));
        assert_eq!(late_fee(&history, Money::from_cents(10_150), percent, period).unwrap(), None);
    }
}
