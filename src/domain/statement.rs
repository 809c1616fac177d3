//! How an issued invoice stands. Derived at every look, never stored (DESIGN, invariant 4).

use chrono::NaiveDate;

use super::late_fee::{IssuedInvoice, unpaid};
use crate::values::money::Money;

/// What is still to be done about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// To be paid by the due date.
    Open,
    /// To be paid, and the due date is over (REQUIREMENTS R3.5).
    PastDue,
    /// Nothing.
    Paid,
    /// Nothing: it credits more than it charges.
    Credit,
}

impl PaymentState {
    /// Every state.
    pub const ALL: [PaymentState; 4] =
        [PaymentState::Open, PaymentState::PastDue, PaymentState::Paid, PaymentState::Credit];

    /// As named in texts and style sheets.
    pub const fn as_str(self) -> &'static str {
        match self {
            PaymentState::Open => "open",
            PaymentState::PastDue => "past-due",
            PaymentState::Paid => "paid",
            PaymentState::Credit => "credit",
        }
    }
}

/// One invoice's standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What of its charges is not paid.
    pub unpaid: Money,
    /// What that means today.
    pub state: PaymentState,
}

/// Where each invoice of an account's `history` (oldest first) stands `today`, when the account's
/// postings sum to `balance`.
pub fn standings(history: &[IssuedInvoice], balance: Money, today: NaiveDate) -> Vec<Standing> {
    // The books hold charges less everything received: what is not owed any more was paid.
    let charged: Money = history.iter().map(|invoice| invoice.new_charges).sum();
    let left = unpaid(history, charged - balance);
    history.iter().zip(left).map(|(invoice, unpaid)| standing(invoice, unpaid, today)).collect()
}

fn standing(invoice: &IssuedInvoice, unpaid: Money, today: NaiveDate) -> Standing {
    let state = match () {
        () if invoice.new_charges.is_negative() => PaymentState::Credit,
        () if unpaid.is_zero() => PaymentState::Paid,
        () if invoice.due_date < today => PaymentState::PastDue,
        () => PaymentState::Open,
    };
    Standing { unpaid, state }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invoice_is_past_due_from_the_day_after_its_due_date() {
        let invoice = |due: &str, cents| IssuedInvoice {
            due_date: due.parse().unwrap(),
            new_charges: Money::from_cents(cents),
            late_fee: Money::ZERO,
            payments: Money::ZERO,
            credits: Money::ZERO,
            total_due: Money::ZERO,
        };
        let history =
            [invoice("2026-10-27", 10_000), invoice("2026-11-26", 5_000), invoice("2026-12-27", -500)];
        let on = |day: &str, balance| {
            standings(&history, Money::from_cents(balance), day.parse().unwrap())
                .iter()
                .map(|standing| (standing.state, standing.unpaid.cents()))
                .collect::<Vec<_>>()
        };
        use PaymentState::*;
        assert_eq!(on("2026-11-26", 14_500), [(PastDue, 9_500), (Open, 5_000), (Credit, 0)]);
        assert_eq!(on("2026-11-27", 5_000), [(Paid, 0), (PastDue, 5_000), (Credit, 0)]);
        assert_eq!(on("2026-11-27", 0), [(Paid, 0), (Paid, 0), (Credit, 0)]);
    }
}
