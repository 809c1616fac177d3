//! A request as its page shows it, beside its case.

use std::collections::BTreeSet;

use super::{Request, is_among, meter_of};
use crate::domain::access::{Role, Viewer};
use crate::domain::macd::Terms;
use crate::domain::macd::log::{Entry, counted, free_minutes};
use crate::domain::macd::meter::{Meter, meter};
use crate::services::{App, ServiceError};
use crate::store::contacts;
use crate::store::macd::{self, EntryRow, RequestRow};
use crate::values::money::Money;
use crate::values::number::{CaseNumber, InvoiceNumber};

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
    /// What the newest quote comes to at most, the expedite fee included.
    pub quoted: Option<Money>,
    /// Whether the viewer may agree for the customer.
    pub may_agree: bool,
    /// The addresses of everyone who may: the account's main points of contact.
    pub mpocs: BTreeSet<String>,
    /// The invoice that bills it and its line there, where the viewer may see that invoice.
    pub billed_on: Option<(InvoiceNumber, i32)>,
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
        let request = Request::hold(app, conn, viewer, number)?;
        let log = request.log();
        let counting: Vec<&Entry> = counted(&log).collect();
        let is_counted = |row: &EntryRow| counting.iter().any(|entry| entry.id == row.entry.id);
        let mpocs = contacts::list_mpocs(conn, request.account()?)?;
        let quoted = |units: u32| {
            let minutes = units * request.terms.increment_minutes;
            meter(&request.terms, request.row.urgency, minutes, 0).map(|meter| meter.total())
        };
        let so_far = meter_of(&request.row, &request.terms, &log)?;
        let quoted_units = request.permission().quoted_units;
        Ok(RequestView {
            free_minutes: free_minutes(so_far.billable_minutes, &request.terms, quoted_units),
            least_quote: request.least_quote(&so_far),
            meter: so_far,
            quoted: request.row.quote.as_ref().map(|quote| quoted(quote.units)).transpose()?,
            may_agree: viewer.role == Role::Mpoc && is_among(&mpocs, viewer),
            mpocs: mpocs.iter().map(|email| email.as_str().to_owned()).collect(),
            billed_on: macd::find_billed_on(conn, viewer.scope(), number.0)?,
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
