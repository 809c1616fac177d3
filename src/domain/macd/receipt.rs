//! What an invoice shows of a request under its line: who asked and who approved, the time log, and how
//! it became the charge (REQUIREMENTS R5.8).
//!
//! Invariant: everything is copied when the invoice is drafted; the charge follows from what is shown.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::log::{Entry, Purpose, counted};
use super::meter::{Meter, meter, units};
use super::{MacdKind, Terms, Urgency};
use crate::values::Invalid;
use crate::values::calendar::mountain_day;
use crate::values::money::Money;
use crate::values::number::CaseNumber;

/// A request as it is billed. Amounts are USD.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// The number of its case.
    pub request: CaseNumber,
    /// What was asked for.
    pub kind: MacdKind,
    /// How soon.
    pub urgency: Urgency,
    /// The address of who asked.
    pub requester: String,
    /// Who approved the work; only work that was approved is ever logged.
    #[serde(flatten)]
    pub approval: Option<Approval>,
    /// The quote that was accepted, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<AcceptedQuote>,
    /// The entries that count, in the order of the work; what was corrected is left out.
    pub entries: Vec<LoggedTime>,
    /// Minutes of the work itself.
    pub billable_minutes: u32,
    /// Minutes of gathering information and of the customer's testing.
    pub excluded_minutes: u32,
    /// Minutes of a unit.
    pub increment_minutes: u32,
    /// Billable minutes by the increment, rounded up.
    pub units: u32,
    /// For one unit.
    pub unit_price: Decimal,
    /// Units times that: the amount of the line.
    pub work: Money,
    /// The expedite fee, which is a line of its own; zero where there is none.
    pub fee: Money,
}

/// Who approved the work, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Their address.
    pub approver: String,
    /// When.
    pub approved_at: DateTime<Utc>,
}

/// A quote that the customer accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedQuote {
    /// So many units and no more.
    pub units: u32,
    /// The address of who accepted it.
    pub by: String,
}

/// A stretch of time as it was logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedTime {
    /// From when.
    pub started_at: DateTime<Utc>,
    /// Until when.
    pub ended_at: DateTime<Utc>,
    /// Between the two.
    pub minutes: u32,
    /// On what.
    pub purpose: Purpose,
    /// The address of who worked.
    pub person: String,
    /// What was written with it; may be empty.
    pub words: String,
}

/// A request before its time is counted.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The number of its case.
    pub request: CaseNumber,
    /// What was asked for.
    pub kind: MacdKind,
    /// How soon.
    pub urgency: Urgency,
    /// The address of who asked.
    pub requester: String,
    /// Who approved the work.
    pub approval: Option<Approval>,
    /// The quote that was accepted.
    pub quote: Option<AcceptedQuote>,
}

/// An entry of the log with what is shown of it beside.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What the rules know of it.
    pub entry: Entry,
    /// The address of who worked.
    pub person: String,
    /// What was written with it; may be empty.
    pub words: String,
}

impl Receipt {
    /// The receipt of a request under its terms, from its whole log.
    ///
    /// # Errors
    /// An amount beyond all bounds.
    pub fn of(asked: Asked, terms: &Terms, log: &[Shown]) -> Result<Receipt, Invalid> {
        let entries: Vec<Entry> = log.iter().map(|shown| shown.entry.clone()).collect();
        let (billable, excluded) = super::log::minutes(&entries);
        let Meter { units, unit_price, work, fee, .. } = meter(terms, asked.urgency, billable, excluded)?;
        let counting: Vec<&Entry> = counted(&entries).collect();
        let counts = |shown: &&Shown| counting.iter().any(|entry| entry.id == shown.entry.id);
        Ok(Receipt {
            request: asked.request,
            kind: asked.kind,
            urgency: asked.urgency,
            requester: asked.requester,
            approval: asked.approval,
            quote: asked.quote,
            entries: log.iter().filter(counts).map(logged).collect(),
            billable_minutes: billable,
            excluded_minutes: excluded,
            increment_minutes: terms.increment_minutes,
            units,
            unit_price,
            work,
            fee,
        })
    }

    /// Work and fee.
    pub fn total(&self) -> Money {
        self.work + self.fee
    }

    /// The first and last day of the work, Mountain Time; `None` where nothing was logged.
    pub fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.entries.iter().map(|entry| mountain_day(entry.started_at)).min()?;
        // What ends at midnight was worked on the day before.
        let last = self.entries.iter().map(|entry| mountain_day(entry.ended_at - TimeDelta::minutes(1)));
        Some((first, last.max()?))
    }

    /// Whether its entries are its minutes, its minutes its units, and its units what it costs.
    pub fn adds_up(&self) -> bool {
        let minutes = |is_billable| -> u32 {
            let entries = self.entries.iter().filter(|entry| entry.purpose.is_billable() == is_billable);
            entries.map(|entry| entry.minutes).sum()
        };
        let lengths = self
            .entries
            .iter()
            .all(|entry| (entry.ended_at - entry.started_at).num_minutes() == i64::from(entry.minutes));
        lengths
            && minutes(true) == self.billable_minutes
            && minutes(false) == self.excluded_minutes
            && self.increment_minutes > 0
            && units(self.billable_minutes, self.increment_minutes) == self.units
            && Money::extended(Decimal::from(self.units), self.unit_price) == Ok(self.work)
    }

    /// Everything in it that people typed.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let approver = self.approval.as_mut().map(|approval| &mut approval.approver);
        let quote = self.quote.as_mut().map(|quote| &mut quote.by);
        let entries = self.entries.iter_mut().flat_map(|entry| [&mut entry.person, &mut entry.words]);
        std::iter::once(&mut self.requester).chain(approver).chain(quote).chain(entries)
    }
}

fn logged(shown: &Shown) -> LoggedTime {
    LoggedTime {
        started_at: shown.entry.started_at,
        ended_at: shown.entry.ended_at,
        minutes: shown.entry.minutes(),
        purpose: shown.entry.purpose,
        person: shown.person.clone(),
        words: shown.words.clone(),
    }
}
