//! Finding calls among all that were billed (REQUIREMENTS R3.4), a page at a time or as one file.

use std::io::Write;

use chrono::{Days, NaiveDate};

use super::accounts::{self, Choice};
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::store::call_search::{self, Wanted};
use crate::store::{hierarchy, statements};
use crate::values::calendar::{mountain_day, mountain_midnight};
use crate::values::money::CURRENCY;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

pub use crate::store::call_search::{BilledCall, CallCursor};

/// Calls on a page.
const CALLS_PER_PAGE: usize = 100;

/// Calls in memory while a file is written.
const CALLS_PER_CHUNK: i64 = 5_000;

/// What is looked for.
#[derive(Clone, Debug, Default)]
pub struct CallFilter {
    /// Whose calls, with those of the accounts below.
    pub account: Option<AccountNumber>,
    /// First day, in Mountain Time; the newest billed period's where none is given.
    pub from: Option<NaiveDate>,
    /// Last day, in Mountain Time.
    pub to: Option<NaiveDate>,
    /// Such as `local` or `ld_interstate`.
    pub call_type: Option<String>,
    /// A phone number or a part of it, however it was typed.
    pub number: String,
}

/// A page of calls.
#[derive(Debug)]
pub struct CallPage {
    /// The account among those to choose from.
    pub choice: Choice,
    /// The days that were searched.
    pub from: NaiveDate,
    /// See `from`; both included.
    pub to: NaiveDate,
    /// Newest first.
    pub calls: Vec<BilledCall>,
    /// Where the next page begins.
    pub next: Option<CallCursor>,
}

/// A page of calls; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn find_calls(
    app: &App,
    viewer: &Viewer,
    filter: &CallFilter,
    after: Option<CallCursor>,
) -> Result<Option<CallPage>, ServiceError> {
    let Some((choice, days, wanted)) = prepare(app, viewer, filter)? else { return Ok(None) };
    let limit = CALLS_PER_PAGE as i64 + 1;
    let mut calls = app.db.read(|conn| call_search::list_calls(conn, &wanted, after, limit))?;
    let more = calls.len() > CALLS_PER_PAGE;
    calls.truncate(CALLS_PER_PAGE);
    let next = calls.last().filter(|_| more).map(|call| (call.started_at, call.id));
    Ok(Some(CallPage { choice, from: days.0, to: days.1, calls, next }))
}

/// Calls to be written to a file.
pub struct CallFile {
    app: App,
    wanted: Wanted,
}

/// All calls that match, for a file.
///
/// # Errors
/// An account that does not exist for the viewer, or none at all.
pub fn open_file(app: &App, viewer: &Viewer, filter: &CallFilter) -> Result<CallFile, ServiceError> {
    match prepare(app, viewer, filter)? {
        Some((_, _, wanted)) => Ok(CallFile { app: app.clone(), wanted }),
        None => Err(ServiceError::NotFound("account".to_owned())),
    }
}

impl CallFile {
    /// Writes them as CSV, newest first, some thousand in memory at once.
    ///
    /// # Errors
    /// The database; a writer that is gone.
    pub fn write(self, out: &mut dyn Write) -> Result<(), ServiceError> {
        let broken = |why: csv::Error| ServiceError::Internal(format!("a file of calls: {why}"));
        let mut writer = csv::Writer::from_writer(out);
        let header = [
            "invoice",
            "started_at",
            "from",
            "to",
            "call_type",
            "seconds",
            "charged_seconds",
            "amount",
            "currency",
        ];
        writer.write_record(header).map_err(broken)?;
        let mut after = None;
        loop {
            let page = |conn: &mut _| call_search::list_calls(conn, &self.wanted, after, CALLS_PER_CHUNK);
            let calls = self.app.db.read(page)?;
            for call in &calls {
                writer.write_record(record(call)).map_err(broken)?;
            }
            match calls.last() {
                Some(last) if calls.len() as i64 == CALLS_PER_CHUNK => {
                    after = Some((last.started_at, last.id));
                }
                _ => break,
            }
        }
        writer.flush().map_err(|why| ServiceError::Internal(format!("a file of calls: {why}")))
    }
}

/// Phone numbers are no formulas, though many begin with a plus: a digit follows.
fn record(call: &BilledCall) -> [String; 9] {
    [
        call.invoice.to_string(),
        call.started_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        super::export::phone(&call.from),
        super::export::phone(&call.to),
        call.call_type.clone(),
        call.seconds.to_string(),
        call.charged_seconds.to_string(),
        call.amount.to_decimal().to_string(),
        CURRENCY.to_owned(),
    ]
}

type DayRange = (NaiveDate, NaiveDate);

fn prepare(
    app: &App,
    viewer: &Viewer,
    filter: &CallFilter,
) -> Result<Option<(Choice, DayRange, Wanted)>, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, filter.account.as_ref())? else { return Ok(None) };
        let id = choice.account.id;
        // What was billed last is what people ask about.
        let newest = statements::list_parts(conn, id, 1)?.first().map(|(_, period, _)| *period);
        let newest = newest.unwrap_or_else(|| BillingPeriod::of_day(today).previous());
        let from = filter.from.unwrap_or_else(|| newest.first_day());
        let to = filter.to.unwrap_or_else(|| newest.last_day().max(from));
        let number: String = filter.number.chars().filter(char::is_ascii_digit).collect();
        let wanted = Wanted {
            account: id,
            with_below: !hierarchy::list_below(conn, id, 1)?.is_empty(),
            from: mountain_midnight(from),
            until: mountain_midnight(to.checked_add_days(Days::new(1)).unwrap_or(to)),
            call_type: filter.call_type.clone(),
            number: (!number.is_empty()).then_some(number),
        };
        Ok(Some((choice, (from, to), wanted)))
    })
}
