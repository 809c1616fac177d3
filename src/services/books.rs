//! Closing the books of a month: what was billed, received and credited is compared with the postings,
//! and from then on nothing is booked on its days.

use std::collections::BTreeMap;

use super::auth::note;
use super::bill_run::tally;
use super::stop::{Stop, outcome};
use super::{App, ServiceError, delivery};
use crate::domain::access::Viewer;
use crate::domain::books::{self as rules, Check, Objection};
use crate::domain::ledger::Ledger;
use crate::domain::report::Cell;
use crate::domain::seen::Seen;
pub use crate::store::books::ClosedMonth;
use crate::store::reports::{self, Posted};
use crate::store::{AnyConnection, StoreError, bill_runs, books, locks};
use crate::values::money::Money;
use crate::values::month::CalendarMonth;
use crate::values::words::Words;

/// Where the books stand.
#[derive(Debug)]
pub struct Books {
    /// Every closed month, newest first.
    pub closed: Vec<ClosedMonth>,
    /// The month whose turn it is; none before anything was booked.
    pub next: Option<Open>,
}

/// A month that is to be closed.
#[derive(Debug)]
pub struct Open {
    /// Which.
    pub month: CalendarMonth,
    /// Whether its last day is over.
    pub is_over: bool,
    /// What is compared.
    pub checks: Vec<Check>,
    /// What all accounts owe at its end.
    pub owed: Money,
}

impl Open {
    /// All these figures, so that a reason is for what its writer saw.
    pub fn seen(&self) -> Seen {
        let figures = |check: &Check| (check.what, format!("{:?} {:?}", check.expected, check.found));
        let about = [("month", self.month.to_string()), ("owed", self.owed.to_string())];
        Seen::of(&about.into_iter().chain(self.checks.iter().map(figures)).collect())
    }
}

/// Why nothing was closed.
#[derive(Debug)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// The figures are others by now.
    Changed,
    /// The rule.
    Objection(Objection),
}

/// Where the books stand.
///
/// # Errors
/// The database.
pub fn open_books(app: &App) -> Result<Books, ServiceError> {
    let (closed, next) = app.db.read(|conn| {
        let through = books::find_closed_through(conn)?;
        let next = rules::next_to_close(through, books::find_first_day(conn)?);
        Ok::<_, StoreError>((books::list_closed(conn)?, next))
    })?;
    let next = next.map(|month| open_month(app, month)).transpose()?;
    Ok(Books { closed, next })
}

fn open_month(app: &App, month: CalendarMonth) -> Result<Open, ServiceError> {
    let mut checks = run_checks(app, month)?;
    let (money, owed) = app.db.read(|conn| read_postings(conn, month))?;
    checks.extend(money);
    Ok(Open { month, is_over: app.clock.now() >= month.ends_at(), checks, owed })
}

/// What the postings of the month are compared with, and what all accounts owe at its end.
fn read_postings(conn: &mut AnyConnection, month: CalendarMonth) -> Result<(Vec<Check>, Money), StoreError> {
    let posted = reports::sum_posted(conn, month.first_day(), month.last_day())?;
    // Nothing was booked before the first month, and nothing is any more on the days of closed ones: what was
    // owed at the end of the last one, which `verify` looks after, is what this one begins with.
    let closed = books::list_closed(conn)?;
    let before = closed.iter().find(|one| one.month < month).map_or(Money::ZERO, |last| last.owed);
    let moved: Money =
        posted.iter().filter(|one| one.ledger == Ledger::Receivable).map(|one| one.amount).sum();
    Ok((money_checks(conn, month, &posted)?, before + moved))
}

/// What became of the accounts, documents and messages of the month's bills.
fn run_checks(app: &App, month: CalendarMonth) -> Result<Vec<Check>, ServiceError> {
    let period = month.period();
    let (run, earlier) = app.db.read(|conn| {
        let first = bill_runs::list_periods(conn)?.into_iter().min();
        Ok::<_, StoreError>((bill_runs::find_run(conn, period)?, first.is_some_and(|first| first < period)))
    })?;
    let count = |what, expected: i64, found: i64| Check {
        what,
        expected: Cell::Count(expected),
        found: Cell::Count(found),
    };
    let Some(run) = run else {
        // Before the first month there is nothing to bill; after it, no month is left out.
        return Ok(earlier.then(|| count("run", 1, 0)).into_iter().collect());
    };
    let of = tally(app, period, run.expected)?;
    let mail = delivery::report(app, Some(period))?;
    let (issued, stored) = app.db.read(|conn| books::count_documents(conn, period))?;
    Ok(vec![
        count("accounts", of.expected, of.drafted + of.held + of.failed),
        count("failed", 0, of.failed),
        count("unissued", of.drafted, of.issued),
        count("documents", issued, stored),
        count("messages", mail.recipients, mail.sent + mail.failed + mail.suppressed),
    ])
}

/// What the documents of the month say, against the postings.
fn money_checks(
    conn: &mut AnyConnection,
    month: CalendarMonth,
    posted: &[Posted],
) -> Result<Vec<Check>, StoreError> {
    let (first, last, period) = (month.first_day(), month.last_day(), month.period());
    let sum = |is: &dyn Fn(&Posted) -> bool| -> Money {
        posted.iter().filter(|one| is(one)).map(|one| one.amount).sum()
    };
    let by = |document: &str, ledger| sum(&|one| one.document == document && one.ledger == ledger);
    let money =
        |what, expected, found| Check { what, expected: Cell::Money(expected), found: Cell::Money(found) };
    let invoiced = reports::sum_invoiced(conn, period, period)?.into_iter().map(|(_, amount)| amount).sum();
    let taxed = reports::sum_taxed(conn, period)?;
    let credited = reports::sum_credited(conn, first, last)?;
    let received = books::sum_received(conn, first, last)?;
    let adjusted = books::sum_adjusted(conn, first, last)?;
    Ok(vec![
        money("invoiced", invoiced, by("invoice", Ledger::Receivable)),
        money("taxes", taxed, -by("invoice", Ledger::Tax)),
        money("received", received, by("payment", Ledger::Cash)),
        money("credited", credited, -by("credit_note", Ledger::Receivable)),
        money("adjusted", adjusted, by("adjustment", Ledger::Receivable)),
        money("balanced", Money::ZERO, sum(&|_| true)),
    ])
}

/// Closes the books of `month`. `seen` stands for the figures that `explained` are the reasons for.
///
/// # Errors
/// The database. Why it does not happen is in the result.
pub fn close(
    app: &App,
    viewer: &Viewer,
    month: CalendarMonth,
    seen: &Seen,
    explained: &BTreeMap<String, Words>,
) -> Result<Result<(), Refusal>, ServiceError> {
    if !viewer.role.may_approve() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    let Some(open) = open_books(app)?.next else {
        return Err(ServiceError::NotFound(format!("books of {month}")));
    };
    let checks: &[Check] = if month == open.month { &open.checks } else { &[] };
    if let Err(objection) = rules::may_close(month, open.month, checks, explained, now) {
        return Ok(Err(Refusal::Objection(objection)));
    }
    if *seen != open.seen() {
        return Ok(Err(Refusal::Changed));
    }
    let used = explained
        .iter()
        .filter(|(what, _)| checks.iter().any(|check| check.what == what.as_str() && !check.agrees()));
    let closed = ClosedMonth {
        month,
        closed_at: now,
        closed_by: viewer.email.clone(),
        owed: open.owed,
        explained: used.map(|(what, why)| (what.clone(), why.as_str().to_owned())).collect(),
    };
    let reasons = closed.explained.iter().map(|(what, why)| format!("; {what}: {why}"));
    let detail = format!("owed {}{}", closed.owed, reasons.collect::<String>());
    let written = app.db.write(|conn| {
        // What was booked since the figures were read would be in none of them.
        locks::lock_books(conn)?;
        let (money, owed) = read_postings(conn, month)?;
        if owed != open.owed || !checks.ends_with(&money) {
            return Err(Stop::Refused(Refusal::Changed));
        }
        match books::insert_closed(conn, &closed) {
            Err(why) if why.is_unique_violation() => {
                return Err(Stop::Refused(Refusal::Objection(Objection::Closed)));
            }
            inserted => inserted?,
        }
        note(conn, now, &viewer.email, "books.closed", &month.to_string(), &detail)?;
        Ok(())
    });
    outcome(written)
}

/// What closed months say that all accounts owed, against the postings as they are now: differences in
/// words.
///
/// # Errors
/// The database.
pub(super) fn check(app: &App) -> Result<Vec<String>, ServiceError> {
    let mut differences = Vec::new();
    for closed in app.db.read(books::list_closed)? {
        let owed = app.db.read(|conn| reports::sum_owed(conn, closed.month.last_day()))?;
        if owed != closed.owed {
            differences.push(format!(
                "books of {}: {} was owed at their closing, the postings say {owed}",
                closed.month, closed.owed
            ));
        }
    }
    Ok(differences)
}
