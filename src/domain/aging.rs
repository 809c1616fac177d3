//! How old a debt is (REQUIREMENTS R3.5).

use chrono::NaiveDate;

use super::late_fee::IssuedInvoice;
use super::statement::standings;
use crate::values::money::Money;

/// What an account owes, by how long it is past due. USD.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aging {
    /// Its due date is still to come.
    pub not_due: Money,
    /// Past due by up to 30, 60, 90 and more days.
    pub past_due: [Money; 4],
    /// In dispute: not past due, however old (REQUIREMENTS R6.8).
    pub in_dispute: Money,
    /// What of the balance stands on no invoice; below zero where money waits for the next bill.
    pub other: Money,
}

impl Aging {
    /// The account's balance.
    pub fn balance(&self) -> Money {
        self.not_due + self.sum_past_due() + self.in_dispute + self.other
    }

    /// All that is past due.
    pub fn sum_past_due(&self) -> Money {
        self.past_due.iter().copied().sum()
    }
}

/// How old what is owed of `history` (oldest first) is at the end of `day`, when the account's postings
/// sum to `balance`.
pub fn age(history: &[IssuedInvoice], balance: Money, day: NaiveDate) -> Aging {
    let mut aging = Aging::default();
    for (invoice, standing) in history.iter().zip(standings(history, balance, day)) {
        aging.in_dispute += standing.in_dispute;
        *match (day - invoice.due_date).num_days() {
            ..=0 => &mut aging.not_due,
            1..=30 => &mut aging.past_due[0],
            31..=60 => &mut aging.past_due[1],
            61..=90 => &mut aging.past_due[2],
            _ => &mut aging.past_due[3],
        } += standing.undisputed();
    }
    aging.other = balance - aging.balance();
    aging
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

    fn aged(history: &[IssuedInvoice], balance: i64) -> (i64, [i64; 4], i64, i64) {
        let aging = age(history, Money::from_cents(balance), "2026-12-01".parse().unwrap());
        assert_eq!(aging.balance().cents(), balance);
        (
            aging.not_due.cents(),
            aging.past_due.map(Money::cents),
            aging.in_dispute.cents(),
            aging.other.cents(),
        )
    }

    #[test]
    fn each_bill_falls_into_the_bucket_of_its_age() {
        // Due today is not past due; each edge lies in the younger bucket.
        for (due, bucket) in [
            ("2026-12-27", None),
            ("2026-12-01", None),
            ("2026-11-30", Some(0)),
            ("2026-11-01", Some(0)),
            ("2026-10-31", Some(1)),
            ("2026-10-02", Some(1)),
            ("2026-10-01", Some(2)),
            ("2026-09-02", Some(2)),
            ("2026-09-01", Some(3)),
            ("2025-01-26", Some(3)),
        ] {
            let mut expected = (0, [0; 4], 0, 0);
            match bucket {
                None => expected.0 = 1_000,
                Some(place) => expected.1[place] = 1_000,
            }
            assert_eq!(aged(&[invoice(due, 1_000, 0)], 1_000), expected, "{due}");
        }
    }

    #[test]
    fn payments_dispute_and_credit_are_taken_into_account() {
        let history = [invoice("2026-10-27", 10_000, 3_000), invoice("2026-12-27", 5_000, 0)];
        assert_eq!(aged(&history, 15_000), (5_000, [0, 7_000, 0, 0], 3_000, 0));
        assert_eq!(aged(&history, 9_000), (5_000, [0, 1_000, 0, 0], 3_000, 0));
        // 20.00 more came in than was charged.
        assert_eq!(aged(&history, -2_000), (0, [0; 4], 0, -2_000));
        // A correction that no bill shows yet.
        assert_eq!(aged(&history[1..], 6_000), (5_000, [0; 4], 0, 1_000));
    }
}
