//! Postings: every document is a balanced journal entry, and a balance is a sum of postings
//! (REQUIREMENTS R3.8).

use chrono::NaiveDate;

use super::adjustment::AdjustmentKind;
use super::invoice::ChargesByCategory;
use crate::values::Invalid;
use crate::values::money::Money;

/// What an amount is posted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ledger {
    /// What the customer owes; its sum is the account's balance.
    Receivable,
    /// Money that came in.
    Cash,
    /// Services in advance.
    RevenueRecurring,
    /// Prorated charges and credits.
    RevenueCatchUp,
    /// One-time charges and credits.
    RevenueOneTime,
    /// Work on request and expedite fees.
    RevenueMacd,
    /// Calls.
    RevenueUsage,
    /// Finance charges.
    RevenueLateFee,
    /// Taxes and fees collected.
    Tax,
    /// What was written off.
    BadDebt,
    /// Money that nobody can place yet.
    Unapplied,
}

impl Ledger {
    /// Every account of the books.
    pub const ALL: [Ledger; 11] = [
        Ledger::Receivable,
        Ledger::Cash,
        Ledger::RevenueRecurring,
        Ledger::RevenueCatchUp,
        Ledger::RevenueOneTime,
        Ledger::RevenueMacd,
        Ledger::RevenueUsage,
        Ledger::RevenueLateFee,
        Ledger::Tax,
        Ledger::BadDebt,
        Ledger::Unapplied,
    ];

    /// As stored and reported.
    pub const fn as_str(self) -> &'static str {
        match self {
            Ledger::Receivable => "receivable",
            Ledger::Cash => "cash",
            Ledger::RevenueRecurring => "revenue_recurring",
            Ledger::RevenueCatchUp => "revenue_catch_up",
            Ledger::RevenueOneTime => "revenue_one_time",
            Ledger::RevenueMacd => "revenue_macd",
            Ledger::RevenueUsage => "revenue_usage",
            Ledger::RevenueLateFee => "revenue_late_fee",
            Ledger::Tax => "tax",
            Ledger::BadDebt => "bad_debt",
            Ledger::Unapplied => "unapplied",
        }
    }
}

impl std::str::FromStr for Ledger {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Ledger, Invalid> {
        let known = Ledger::ALL.into_iter().find(|ledger| ledger.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not an account of the books")))
    }
}

/// One side of an entry: debits are positive, credits negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Where to.
    pub ledger: Ledger,
    /// How much.
    pub amount: Money,
}

/// A document's postings on the day it is booked. They sum to zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The day it counts from.
    pub booked_on: NaiveDate,
    /// Without those of nothing.
    pub postings: Vec<Posting>,
}

impl Entry {
    /// An invoice's charges are owed by the customer and earned, or held for a government.
    pub fn of_charges(invoice_date: NaiveDate, charges: &ChargesByCategory) -> Entry {
        let owed = Posting { ledger: Ledger::Receivable, amount: charges.total() };
        let earned = by_ledger(charges).map(|(ledger, amount)| Posting { ledger, amount: -amount });
        Entry::balanced(invoice_date, std::iter::once(owed).chain(earned))
    }

    /// A credit note takes back what an invoice charged: `charges` are what it credits, positive.
    pub fn of_credit(credited_on: NaiveDate, charges: &ChargesByCategory) -> Entry {
        Entry::of_charges(credited_on, charges).reversed()
    }

    /// A payment is cash that is no longer owed.
    pub fn of_payment(received_on: NaiveDate, amount: Money) -> Entry {
        let postings = [
            Posting { ledger: Ledger::Cash, amount },
            Posting { ledger: Ledger::Receivable, amount: -amount },
        ];
        Entry::balanced(received_on, postings.into_iter())
    }

    /// An adjustment of `amount`, positive where more is owed: cash that went out or came in elsewhere, or
    /// what is lost.
    pub fn of_adjustment(kind: AdjustmentKind, booked_on: NaiveDate, amount: Money) -> Entry {
        let against = match kind {
            AdjustmentKind::WriteOff => Ledger::BadDebt,
            AdjustmentKind::PaymentReturned | AdjustmentKind::PaymentMoved | AdjustmentKind::Refund => {
                Ledger::Cash
            }
        };
        let postings =
            [Posting { ledger: Ledger::Receivable, amount }, Posting { ledger: against, amount: -amount }];
        Entry::balanced(booked_on, postings.into_iter())
    }

    /// Money that nobody can place yet is cash that the provider owes to somebody.
    pub fn of_unidentified(booked_on: NaiveDate, amount: Money) -> Entry {
        let postings = [
            Posting { ledger: Ledger::Cash, amount },
            Posting { ledger: Ledger::Unapplied, amount: -amount },
        ];
        Entry::balanced(booked_on, postings.into_iter())
    }

    /// The entry that undoes this one.
    pub fn reversed(&self) -> Entry {
        let back = self.postings.iter().map(|p| Posting { ledger: p.ledger, amount: -p.amount });
        Entry::balanced(self.booked_on, back)
    }

    fn balanced(booked_on: NaiveDate, postings: impl Iterator<Item = Posting>) -> Entry {
        let postings: Vec<_> = postings.filter(|posting| !posting.amount.is_zero()).collect();
        let sum: Money = postings.iter().map(|posting| posting.amount).sum();
        assert!(sum.is_zero(), "an entry sums to zero, not to {sum}");
        Entry { booked_on, postings }
    }
}

/// The books' side of an invoice's categories.
pub fn by_ledger(charges: &ChargesByCategory) -> impl Iterator<Item = (Ledger, Money)> + use<> {
    [
        (Ledger::RevenueRecurring, charges.recurring),
        (Ledger::RevenueCatchUp, charges.catch_up),
        (Ledger::RevenueOneTime, charges.one_time),
        (Ledger::RevenueMacd, charges.macd),
        (Ledger::RevenueUsage, charges.usage),
        (Ledger::RevenueLateFee, charges.late_fee),
        (Ledger::Tax, charges.taxes),
    ]
    .into_iter()
}
