//! Reports for who runs the billing: on the screen, as CSV and as XLSX, each proven against the postings.
//!
//! Invariant: a report writes nothing. Rows come one after the other; what the page keeps of them is
//! bounded, and files are written while they come.

mod file;
mod money;
mod service;

use std::sync::Arc;

use chrono::NaiveDate;

pub use file::{Format, write};

use super::memo::{self, Question};
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::report::{Asked, MONTHS_AT_MOST, Proof, ReportKind, Row, Spans, Totals};
use crate::values::calendar::mountain_day;
use crate::values::month::CalendarMonth;

/// Rows that a page shows; files have all of them.
pub const ROWS_SHOWN: usize = 100;

/// Why there is no report, for the person who asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A month or a day that is none.
    NoDay,
    /// The last month is before the first.
    Backwards,
    /// More than [`MONTHS_AT_MOST`] months.
    TooLong,
    /// A day to come.
    Future,
}

/// A report as a page shows it.
#[derive(Debug)]
pub struct Report {
    /// What was asked for.
    pub asked: Asked,
    /// Rows, the first ones or, of debts, the largest past due.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub count: usize,
    /// What all of them come to.
    pub totals: Totals,
    /// What proves them.
    pub proofs: Vec<Proof>,
}

/// What was typed as months or day, read as a report; empty fields mean the usual.
///
/// # Errors
/// What is wrong with it.
pub fn read_asked(app: &App, kind: ReportKind, from: &str, to: &str, day: &str) -> Result<Asked, Flaw> {
    let today = mountain_day(app.clock.now());
    let mut asked = Asked::usual(kind, today);
    let month = |text: &str, usual| match text.trim() {
        "" => Ok(usual),
        text => text.parse::<CalendarMonth>().map_err(|_| Flaw::NoDay),
    };
    match kind.spans() {
        Spans::Months => {
            asked.to = month(to, asked.to)?;
            asked.from = month(from, asked.to.back(11))?;
        }
        Spans::Day if !day.trim().is_empty() => {
            asked.day = day.trim().parse::<NaiveDate>().map_err(|_| Flaw::NoDay)?;
        }
        _ => {}
    }
    match asked.from.count_to(asked.to) {
        0 => Err(Flaw::Backwards),
        months if months > MONTHS_AT_MOST => Err(Flaw::TooLong),
        _ if asked.day > today => Err(Flaw::Future),
        _ => Ok(asked),
    }
}

/// The report as a page shows it, kept for as long as nothing is written.
///
/// # Errors
/// The database.
pub fn report(app: &App, viewer: &Viewer, asked: Asked) -> Result<Arc<Report>, ServiceError> {
    memo::answer(app, viewer, &Question::Report(asked), || make(app, asked))
}

fn make(app: &App, asked: Asked) -> Result<Report, ServiceError> {
    let (mut rows, mut count, mut totals) = (Vec::new(), 0, Totals::default());
    let proofs = each_row(app, asked, &mut |row| {
        totals.add(&row);
        count += 1;
        rows.push(row);
        if rows.len() >= ROWS_SHOWN * 2 {
            shorten(asked.kind, &mut rows);
        }
        Ok(())
    })?;
    shorten(asked.kind, &mut rows);
    Ok(Report { asked, rows, count, totals, proofs })
}

/// Debts are shown by what is past due, everything else as it comes.
fn shorten(kind: ReportKind, rows: &mut Vec<Row>) {
    if kind == ReportKind::Aging {
        rows.sort_by_key(|row| std::cmp::Reverse(money::past_due(row)));
    }
    rows.truncate(ROWS_SHOWN);
}

/// Takes the rows of a report.
type Take<'a> = &'a mut dyn FnMut(Row) -> Result<(), ServiceError>;

/// Hands over every row and returns what proves them.
fn each_row(app: &App, asked: Asked, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    match asked.kind {
        ReportKind::Aging => money::aging(app, asked.day, take),
        ReportKind::Revenue => money::revenue(app, &asked, take),
        ReportKind::Taxes => money::taxes(app, &asked, take),
        ReportKind::Disputes => service::disputes(app, &asked, take),
        ReportKind::Promises => service::promises(app, &asked, take),
        ReportKind::Work => service::work(app, &asked, take),
        ReportKind::Usage => service::usage(app, take),
    }
}
