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
    /// Adjustments that it was the first to show, positive where they raised what is due.
    pub adjustments: Money,
    /// What was due by it, everything before included.
    pub total_due: Money,
    /// What of its lines and their taxes is in dispute (REQUIREMENTS R6.8).
    pub in_dispute: Money,
}

impl IssuedInvoice {
    /// What came in by what it was the first to show.
    pub fn came_in(&self) -> Money {
        self.payments + self.credits - self.adjustments
    }

    /// What it charges and nobody disputes, then what it charges and is in dispute. Neither is below
    /// zero, and both are no more than it charges: a disputed line may be larger than an invoice with
    /// credits.
    pub fn parts(&self) -> (Money, Money) {
        let owed = self.new_charges.max(Money::ZERO);
        let in_dispute = self.in_dispute.min(owed);
        (owed - in_dispute, in_dispute)
    }
}

/// What is unpaid of an invoice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unpaid {
    /// Nobody disputes it.
    pub undisputed: Money,
    /// It is in dispute: neither past due nor subject to late fees.
    pub in_dispute: Money,
}

impl Unpaid {
    /// All of it.
    pub fn total(self) -> Money {
        self.undisputed + self.in_dispute
    }
}

/// What is unpaid of each invoice of `history` (oldest first) when `paid` has come in: payments and
/// credits, and invoices that are credits themselves, go to the oldest unpaid invoice first; to what is
/// in dispute only when everything else is paid.
pub fn unpaid(history: &[IssuedInvoice], paid: Money) -> Vec<Unpaid> {
    let credits: Money = history.iter().map(|i| -i.new_charges).filter(|credit| !credit.is_negative()).sum();
    let mut left = paid + credits;
    let mut apply = |owed: Money| {
        let applied = owed.min(left).max(Money::ZERO);
        left = left - applied;
        owed - applied
    };
    let undisputed: Vec<Money> = history.iter().map(|invoice| apply(invoice.parts().0)).collect();
    let in_dispute = history.iter().map(|invoice| apply(invoice.parts().1));
    let both = undisputed.into_iter().zip(in_dispute);
    both.map(|(undisputed, in_dispute)| Unpaid { undisputed, in_dispute }).collect()
}

/// The late fee at the closing of `period`, `percent` a month on what is past due without earlier
/// late fees and without what is in dispute; `None` where it would be nothing. `paid` is everything
/// received through the period's last day.
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
        .map(|(invoice, unpaid)| {
            let chargeable = invoice.new_charges - invoice.late_fee - invoice.in_dispute;
            unpaid.undisputed.min(chargeable).max(Money::ZERO)
        })
        .sum();
    let amount = base.percent(percent)?;
    Ok((!amount.is_zero()).then_some(LateFee { percent, base, amount }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn invoice(due: &str, new_charges: i64, late_fee: i64) -> IssuedInvoice {
        IssuedInvoice {
            due_date: due.parse().unwrap(),
            new_charges: Money::from_cents(new_charges),
            late_fee: Money::from_cents(late_fee),
            payments: Money::ZERO,
            credits: Money::ZERO,
            adjustments: Money::ZERO,
            total_due: Money::ZERO,
            in_dispute: Money::ZERO,
        }
    }

    fn disputed(mut invoice: IssuedInvoice, cents: i64) -> IssuedInvoice {
        invoice.in_dispute = Money::from_cents(cents);
        invoice
    }

    fn cents(amounts: Vec<Unpaid>) -> Vec<(i64, i64)> {
        amounts.into_iter().map(|unpaid| (unpaid.undisputed.cents(), unpaid.in_dispute.cents())).collect()
    }

    fn percent() -> Decimal {
        "1.5".parse().unwrap()
    }

    #[test]
    fn money_goes_to_the_oldest_invoice_first() {
        let history = [invoice("2026-10-27", 10_000, 0), invoice("2026-11-26", 5_000, 0)];
        assert_eq!(cents(unpaid(&history, Money::from_cents(12_000))), [(0, 0), (3_000, 0)]);
        assert_eq!(cents(unpaid(&history, Money::from_cents(99_999))), [(0, 0), (0, 0)]);
        let with_credit = [history[0], history[1], invoice("2026-12-27", -4_000, 0)];
        assert_eq!(cents(unpaid(&with_credit, Money::ZERO)), [(6_000, 0), (5_000, 0), (0, 0)]);
    }

    #[test]
    fn what_is_in_dispute_is_paid_last() {
        let history = [
            disputed(invoice("2026-10-27", 10_000, 0), 3_000),
            disputed(invoice("2026-11-26", 5_000, 0), 500),
        ];
        let left = |paid| cents(unpaid(&history, Money::from_cents(paid)));
        assert_eq!(left(0), [(7_000, 3_000), (4_500, 500)]);
        assert_eq!(left(8_000), [(0, 3_000), (3_500, 500)]);
        assert_eq!(left(12_000), [(0, 2_500), (0, 500)]);
        assert_eq!(left(15_000), [(0, 0), (0, 0)]);
        // A disputed line of 100.00 on an invoice that charges 20.00 because of credits.
        assert_eq!(
            cents(unpaid(&[disputed(invoice("2026-10-27", 2_000, 0), 10_000)], Money::ZERO)),
            [(0, 2_000)]
        );
    }

    #[test]
    fn the_fee_is_on_what_is_past_due_and_not_on_earlier_fees() {
        let period: BillingPeriod = "2026-11".parse().unwrap();
        // Due on the 25th is past due on the 26th; due on the 26th is not.
        let history = [invoice("2026-11-25", 10_150, 150), invoice("2026-11-26", 5_000, 0)];
        let fee = late_fee(&history, Money::ZERO, percent(), period).unwrap().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (10_000, 150));
        let fee = late_fee(&history, Money::from_cents(5_150), percent(), period).unwrap().unwrap();
        assert_eq!((fee.base.cents(), fee.amount.cents()), (5_000, 75));
        assert_eq!(late_fee(&history, Money::from_cents(10_150), percent(), period).unwrap(), None);
    }

    #[test]
    fn there_is_no_fee_on_what_is_in_dispute() {
        let period: BillingPeriod = "2026-11".parse().unwrap();
        let history = [disputed(invoice("2026-11-25", 10_150, 150), 4_000), invoice("2026-11-26", 5_000, 0)];
        let base = |paid| {
            let fee = late_fee(&history, Money::from_cents(paid), percent(), period).unwrap();
            fee.map(|fee| fee.base.cents())
        };
        // Without dispute it would be 100.00; 40.00 of that are in dispute.
        assert_eq!(base(0), Some(6_000));
        assert_eq!(base(1_000), Some(5_150));
        // What is not in dispute of the first is paid, though not of the second, which is not past due.
        assert_eq!(base(6_150), None);
        let all = [disputed(history[0], 10_150)];
        assert_eq!(late_fee(&all, Money::ZERO, percent(), period).unwrap(), None);
    }

    proptest! {
        /// Without disputes money goes to the oldest invoice first, and the fee is on the smaller of
        /// what is unpaid and what is no fee (INTERFACES, "Arithmetic, exactly", 8 and 9).
        #[test]
        fn without_disputes_it_is_the_plain_rule(
            charges in prop::collection::vec((-5_000i64..20_000, 0i64..300), 0..8),
            paid in 0i64..60_000,
        ) {
            let history: Vec<_> =
                charges.iter().map(|(new, fee)| invoice("2026-11-25", *new, *fee)).collect();
            let mut left = paid + charges.iter().map(|(new, _)| (-new).max(0)).sum::<i64>();
            let (mut expected, mut base) = (Vec::new(), 0);
            for (new, fee) in &charges {
                let applied = left.min((*new).max(0));
                left -= applied;
                expected.push((new.max(&0) - applied, 0));
                base += (new.max(&0) - applied).min(new - fee).max(0);
            }
            let paid = Money::from_cents(paid);
            prop_assert_eq!(cents(unpaid(&history, paid)), expected);
            let fee = late_fee(&history, paid, Decimal::ONE_HUNDRED, "2026-11".parse().unwrap()).unwrap();
            prop_assert_eq!(fee.map_or(0, |fee| fee.base.cents()), base);
        }

        /// Where every invoice is past due and none has a fee on it, the base is the rule's "sum over
        /// invoices of min(unpaid, new charges - late fee), less what is in dispute".
        #[test]
        fn with_disputes_it_is_the_sum_less_what_is_in_dispute(
            charges in prop::collection::vec((1i64..20_000, 0u8..=100), 0..8),
            paid in 0i64..60_000,
        ) {
            let history: Vec<_> = charges
                .iter()
                .map(|(new, share)| disputed(invoice("2026-11-25", *new, 0), new * i64::from(*share) / 100))
                .collect();
            let plain: Vec<_> = history.iter().map(|one| disputed(*one, 0)).collect();
            let paid = Money::from_cents(paid);
            let unpaid_of = |history: &[IssuedInvoice]| {
                unpaid(history, paid).iter().map(|unpaid| unpaid.total().cents()).sum::<i64>()
            };
            let in_dispute: i64 = history.iter().map(|one| one.in_dispute.cents()).sum();
            prop_assert_eq!(unpaid_of(&history), unpaid_of(&plain));
            let fee = late_fee(&history, paid, Decimal::ONE_HUNDRED, "2026-11".parse().unwrap()).unwrap();
            prop_assert_eq!(fee.map_or(0, |fee| fee.base.cents()), (unpaid_of(&plain) - in_dispute).max(0));
        }
    }
}
