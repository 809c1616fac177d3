//! A request as its page shows it, beside its case.

use super::{Request, is_mpoc, meter_of};
use crate::domain::access::Viewer;
use crate::domain::macd::Terms;
use crate::domain::macd::log::{Entry, counted, free_minutes};
use crate::domain::macd::meter::Meter;
use crate::services::{App, ServiceError};
use crate::store::macd::{EntryRow, RequestRow};
use crate::values::number::CaseNumber;

/// A request.
#[derive(Clone, Debug)]
pub struct RequestView {
    /// What is asked, agreed and reviewed.
    pub request: RequestRow,
    /// The terms that were accepted with it.
    pub terms: Terms,
    /// The time log, in the order of the work, with what was corrected.
    pub entries: Vec<LoggedEntry>,
    /// What it costs so far.
    pub meter: Meter,
    /// Billable minutes that can be logged before a quote must be accepted.
    pub free_minutes: u32,
    /// The smallest quote that says anything.
    pub least_quote: u32,
    /// Whether the viewer may agree for the customer.
    pub may_agree: bool,
}

/// A stretch of time in the log.
#[derive(Clone, Debug)]
pub struct LoggedEntry {
    /// As it was logged.
    pub row: EntryRow,
    /// Whether it counts: nothing corrected it.
    pub is_counted: bool,
}

/// The request of the case with this number.
///
/// # Errors
/// One that does not exist for the viewer.
pub fn open_view(app: &App, viewer: &Viewer, number: CaseNumber) -> Result<RequestView, ServiceError> {
    app.db.read(|conn| {
        let request = Request::hold(conn, viewer, number)?;
        let log = request.log();
        let counting: Vec<&Entry> = counted(&log).collect();
        let is_counted = |row: &EntryRow| counting.iter().any(|entry| entry.id == row.entry.id);
        let account = request.account()?;
        let meter = meter_of(&request.row, &request.terms, &log)?;
        let quoted_units = request.permission().quoted_units;
        Ok(RequestView {
            free_minutes: free_minutes(meter.billable_minutes, &request.terms, quoted_units),
            least_quote: request.least_quote(&meter),
            meter,
            may_agree: is_mpoc(conn, viewer, account)?,
            entries: request
                .entries
                .iter()
                .map(|row| LoggedEntry { is_counted: is_counted(row), row: row.clone() })
                .collect(),
            request: request.row,
            terms: request.terms,
        })
    })
}
