//! What a customer may dispute, and for how long (REQUIREMENTS R6.7, R6.8).

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::values::Invalid;
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, CaseId, InvoiceId};
use crate::values::money::Money;

/// A dispute must arrive within so many days of the statement date (REQUIREMENTS R6.7).
pub const DAYS_TO_DISPUTE: u64 = 180;

/// The number of an invoice's late fee among its lines; those count through all sections from 0.
pub const LATE_FEE_LINE: i32 = -1;

/// Where a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DisputeState {
    /// Nobody has decided on it.
    Open,
    /// An outcome waits for a second approval.
    Proposed,
    /// All of it was credited.
    Accepted,
    /// A part of it was credited.
    PartlyAccepted,
    /// Nothing was credited.
    Declined,
    /// The customer took it back.
    Withdrawn,
}

impl DisputeState {
    /// Every state.
    pub const ALL: [DisputeState; 6] = [
        DisputeState::Open,
        DisputeState::Proposed,
        DisputeState::Accepted,
        DisputeState::PartlyAccepted,
        DisputeState::Declined,
        DisputeState::Withdrawn,
    ];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            DisputeState::Open => "open",
            DisputeState::Proposed => "proposed",
            DisputeState::Accepted => "accepted",
            DisputeState::PartlyAccepted => "partly_accepted",
            DisputeState::Declined => "declined",
            DisputeState::Withdrawn => "withdrawn",
        }
    }

    /// Whether its amount is out of past due, late fees and reminders.
    pub const fn is_in_dispute(self) -> bool {
        matches!(self, DisputeState::Open | DisputeState::Proposed)
    }
}

impl fmt::Display for DisputeState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DisputeState {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<DisputeState, Invalid> {
        let known = DisputeState::ALL.into_iter().find(|state| state.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a state of a dispute")))
    }
}

/// Why a charge is disputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It was not ordered.
    NotOrdered,
    /// The price is not the one agreed on.
    WrongPrice,
    /// There are fewer of them.
    WrongQuantity,
    /// It was cancelled before.
    AlreadyCancelled,
    /// It was charged before.
    DuplicateCharge,
    /// Nobody made those calls.
    CallsNotMade,
    /// It was out of order.
    ServiceDidNotWork,
    /// The bill was paid in time.
    LateFee,
    /// As the customer writes.
    Other,
}

impl Reason {
    /// Every reason, in the order of the form.
    pub const ALL: [Reason; 9] = [
        Reason::NotOrdered,
        Reason::WrongPrice,
        Reason::WrongQuantity,
        Reason::AlreadyCancelled,
        Reason::DuplicateCharge,
        Reason::CallsNotMade,
        Reason::ServiceDidNotWork,
        Reason::LateFee,
        Reason::Other,
    ];

    /// As stored, and as sent by forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::NotOrdered => "not_ordered",
            Reason::WrongPrice => "wrong_price",
            Reason::WrongQuantity => "wrong_quantity",
            Reason::AlreadyCancelled => "already_cancelled",
            Reason::DuplicateCharge => "duplicate_charge",
            Reason::CallsNotMade => "calls_not_made",
            Reason::ServiceDidNotWork => "service_did_not_work",
            Reason::LateFee => "late_fee",
            Reason::Other => "other",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Reason {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Reason, Invalid> {
        let known = Reason::ALL.into_iter().find(|reason| reason.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a reason to dispute a charge")))
    }
}

/// A dispute with its lines; its words are in its case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// The case that it is discussed in.
    pub case: CaseId,
    /// The billing account.
    pub account: AccountId,
    /// Where it stands.
    pub state: DisputeState,
    /// From the list.
    pub reason: Reason,
    /// From then on its amount is in dispute.
    pub opened_at: DateTime<Utc>,
    /// When it was decided or withdrawn; `None` while it is in dispute.
    pub ended_at: Option<DateTime<Utc>>,
    /// What is disputed, by invoice and line.
    pub lines: Vec<DisputedLine>,
}

/// What is disputed of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisputedLine {
    /// The issued invoice.
    pub invoice: InvoiceId,
    /// Counted through all its sections from 0, or [`LATE_FEE_LINE`].
    pub line_no: i32,
    /// Of the line's amount.
    pub amount: Money,
    /// The taxes on that.
    pub tax: Money,
    /// What of `amount` was credited when it ended.
    pub accepted: Money,
    /// What of `tax` was credited when it ended.
    pub accepted_tax: Money,
}

impl Dispute {
    /// What is or was disputed, with the taxes on it.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.amount + line.tax).sum()
    }

    /// What of it was credited, with the taxes on it.
    pub fn accepted(&self) -> Money {
        self.lines.iter().map(|line| line.accepted + line.accepted_tax).sum()
    }
}

/// A line as far as disputing it is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disputable {
    /// The issued invoice.
    pub invoice: InvoiceId,
    /// Its date.
    pub statement_on: NaiveDate,
    /// Counted through all its sections from 0, or [`LATE_FEE_LINE`].
    pub line_no: i32,
    /// Without taxes; not above zero where it credits.
    pub amount: Money,
    /// What of it was credited by credit notes.
    pub credited: Money,
    /// What of it is in dispute now.
    pub in_dispute: Money,
}

/// Why something cannot be disputed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// Nothing was chosen.
    NoLines,
    /// A line was chosen twice.
    SameLineTwice,
    /// The 180 days are over since this day, the last on which it could be disputed.
    TooLate(NaiveDate),
    /// The line credits or costs nothing.
    NoCharge,
    /// Less than a cent.
    NoAmount,
    /// More than this, which is left of the line after credits and other disputes.
    MoreThanLeft(Money),
}

impl Disputable {
    /// What can still be disputed or credited.
    pub fn left(&self) -> Money {
        (self.amount - self.credited - self.in_dispute).max(Money::ZERO)
    }

    /// The last day in Mountain Time on which it can be disputed.
    pub fn last_day(&self) -> NaiveDate {
        last_day_to_dispute(self.statement_on)
    }

    /// Whether `amount` of it may be disputed at `now`.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, amount: Money, now: DateTime<Utc>) -> Result<(), Objection> {
        match () {
            () if mountain_day(now) > self.last_day() => Err(Objection::TooLate(self.last_day())),
            () if self.amount <= Money::ZERO => Err(Objection::NoCharge),
            () if amount <= Money::ZERO => Err(Objection::NoAmount),
            () if amount > self.left() => Err(Objection::MoreThanLeft(self.left())),
            () => Ok(()),
        }
    }
}

/// The last day in Mountain Time on which charges of a statement of that date can be disputed.
pub fn last_day_to_dispute(statement_on: NaiveDate) -> NaiveDate {
    statement_on + Days::new(DAYS_TO_DISPUTE)
}

/// Whether these amounts of these lines may be disputed together at `now`.
///
/// # Errors
/// The first objection, with the place of the line it is about.
pub fn check(asked: &[(Disputable, Money)], now: DateTime<Utc>) -> Result<(), (Option<usize>, Objection)> {
    if asked.is_empty() {
        return Err((None, Objection::NoLines));
    }
    let mut seen = BTreeSet::new();
    for (place, (line, amount)) in asked.iter().enumerate() {
        if !seen.insert((line.invoice, line.line_no)) {
            return Err((Some(place), Objection::SameLineTwice));
        }
        line.check(*amount, now).map_err(|objection| (Some(place), objection))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(amount: i64, credited: i64, in_dispute: i64) -> Disputable {
        Disputable {
            invoice: InvoiceId(1),
            statement_on: "2026-11-27".parse().unwrap(),
            line_no: 0,
            amount: Money::from_cents(amount),
            credited: Money::from_cents(credited),
            in_dispute: Money::from_cents(in_dispute),
        }
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn states_and_reasons_read_and_write_the_same() {
        for state in DisputeState::ALL {
            assert_eq!(state.to_string().parse::<DisputeState>().unwrap(), state);
        }
        for reason in Reason::ALL {
            assert_eq!(reason.to_string().parse::<Reason>().unwrap(), reason);
        }
        assert!("".parse::<Reason>().is_err() && "closed".parse::<DisputeState>().is_err());
    }

    #[test]
    fn a_line_can_be_disputed_for_180_days_and_up_to_what_is_left_of_it() {
        // 180 days after 27 November 2026 is 26 May 2027; it ends in Mountain Time, six hours behind.
        let last = "2027-05-26".parse().unwrap();
        let (in_time, late) = ("2027-05-27T05:59:59Z", "2027-05-27T06:00:00Z");
        let cases = [
            (line(10_000, 0, 0), 10_000, in_time, Ok(())),
            (line(10_000, 0, 0), 10_000, late, Err(Objection::TooLate(last))),
            (line(10_000, 0, 0), 1, in_time, Ok(())),
            (line(10_000, 0, 0), 0, in_time, Err(Objection::NoAmount)),
            (line(10_000, 0, 0), -1, in_time, Err(Objection::NoAmount)),
            (line(10_000, 0, 0), 10_001, in_time, Err(Objection::MoreThanLeft(Money::from_cents(10_000)))),
            (line(10_000, 2_500, 0), 7_500, in_time, Ok(())),
            (line(10_000, 2_500, 0), 7_501, in_time, Err(Objection::MoreThanLeft(Money::from_cents(7_500)))),
            (line(10_000, 2_500, 7_000), 500, in_time, Ok(())),
            (line(10_000, 2_500, 7_000), 501, in_time, Err(Objection::MoreThanLeft(Money::from_cents(500)))),
            (line(10_000, 2_500, 7_500), 1, in_time, Err(Objection::MoreThanLeft(Money::ZERO))),
            (line(-10_000, 0, 0), 1, in_time, Err(Objection::NoCharge)),
            (line(0, 0, 0), 1, in_time, Err(Objection::NoCharge)),
        ];
        for (line, cents, now, expected) in cases {
            assert_eq!(
                line.check(Money::from_cents(cents), at(now)),
                expected,
                "{cents} of {line:?} at {now}"
            );
        }
    }

    #[test]
    fn lines_are_disputed_together_and_each_once() {
        let (now, one) = (at("2026-12-01T18:00:00Z"), Money::from_cents(1));
        let other = Disputable { line_no: LATE_FEE_LINE, ..line(500, 0, 0) };
        assert_eq!(check(&[], now), Err((None, Objection::NoLines)));
        assert_eq!(check(&[(line(100, 0, 0), one), (other, one)], now), Ok(()));
        let twice = [(other, one), (line(100, 0, 0), one), (line(100, 0, 0), one)];
        assert_eq!(check(&twice, now), Err((Some(2), Objection::SameLineTwice)));
        let credit = [(other, one), (line(-100, 0, 0), one)];
        assert_eq!(check(&credit, now), Err((Some(1), Objection::NoCharge)));
    }
}
