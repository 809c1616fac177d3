//! How an issued invoice stands. Derived at every look, never stored (DESIGN, invariant 4).

use chrono::NaiveDate;

use super::late_fee::{IssuedInvoice, Unpaid, unpaid};
use crate::values::money::Money;

/// What is still to be done about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaymentState {
    /// To be paid by the due date.
    Open,
    /// To be paid, and the due date is over (REQUIREMENTS R3.5).
    PastDue,
    /// Nothing for now: all of what is unpaid is in dispute (REQUIREMENTS R6.8).
    InDispute,
    /// Nothing.
    Paid,
    /// Nothing: it credits more than it charges.
    Credit,
}

impl PaymentState {
    /// Every state.
    pub const ALL: [PaymentState; 5] = [
        PaymentState::Open,
        PaymentState::PastDue,
        PaymentState::InDispute,
        PaymentState::Paid,
        PaymentState::Credit,
    ];

    /// As named in texts and style sheets.
    pub const fn as_str(self) -> &'static str {
        match self {
            PaymentState::Open => "open",
            PaymentState::PastDue => "past-due",
            PaymentState::InDispute => "in-dispute",
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
    /// What of that is in dispute.
    pub in_dispute: Money,
    /// What that means today.
    pub state: PaymentState,
}

impl Standing {
    /// What is to be paid by the due date: what is unpaid and nobody disputes.
    pub fn undisputed(&self) -> Money {
        self.unpaid - self.in_dispute
    }
}

/// Where each invoice of an account's `history` (oldest first) stands `today`, when the account's
/// postings sum to `balance`.
pub fn standings(history: &[IssuedInvoice], balance: Money, today: NaiveDate) -> Vec<Standing> {
    // The books hold charges less everything received: what is not owed any more was paid.
    let charged: Money = history.iter().map(|invoice| invoice.new_charges).sum();
    let left = unpaid(history, charged - balance);
    history.iter().zip(left).map(|(invoice, unpaid)| standing(invoice, unpaid, today)).collect()
}

fn standing(invoice: &IssuedInvoice, unpaid: Unpaid, today: NaiveDate) -> Standing {
    let state = match () {
        () if invoice.new_charges.is_negative() => PaymentState::Credit,
        () if unpaid.total().is_zero() => PaymentState::Paid,
        () if unpaid.undisputed.is_zero() => PaymentState::InDispute,
        () if invoice.due_date < today => PaymentState::PastDue,
        () => PaymentState::Open,
    };
    Standing { unpaid: unpaid.total(), in_dispute: unpaid.in_dispute, state }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice(due: &str, cents: i64, in_dispute: i64) -> IssuedInvoice {
        IssuedInvoice {
            due_date: due.parse().unwrap(),
            new_charges: Money::from_cents(cents),
            late_fee: Money::ZERO,
            payments: Money::ZERO,
            credits: Money::ZERO,
            adjustments: Money::ZERO,
            total_due: Money::ZERO,
            in_dispute: Money::from_cents(in_dispute),
        }
    }

    #[test]
    fn what_is_in_dispute_is_neither_open_nor_past_due() {
        let history = [invoice("2026-10-27", 10_000, 4_000), invoice("2026-11-26", 5_000, 5_000)];
        let on = |balance| {
            standings(&history, Money::from_cents(balance), "2026-11-27".parse().unwrap())
                .iter()
                .map(|standing| (standing.state, standing.undisputed().cents(), standing.in_dispute.cents()))
                .collect::<Vec<_>>()
        };
        use PaymentState::*;
        assert_eq!(on(15_000), [(PastDue, 6_000, 4_000), (InDispute, 0, 5_000)]);
        assert_eq!(on(9_000), [(InDispute, 0, 4_000), (InDispute, 0, 5_000)]);
        assert_eq!(on(2_000), [(Paid, 0, 0), (InDispute, 0, 2_000)]);
        assert_eq!(on(0), [(Paid, 0, 0), (Paid, 0, 0)]);
    }

    #[test]
    fn an_invoice_is_past_due_from_the_day_after_its_due_date() {
        let history = [
            invoice("2026-10-27", 10_000, 0),
            invoice("2026-11-26", 5_000, 0),
            invoice("2026-12-27", -500, 0),
        ];
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
