//! MACD requests: what is asked, what was agreed, the time log, what is billed.

mod billing;
mod entries;
mod receipts;
mod terms;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

pub use billing::{ToReview, find_billed_on, insert_change, list_to_review, list_unreviewed, mark_billed};
pub use entries::{EntryRow, NewEntry, insert_entry, list_entries, list_of_person};
pub use receipts::{list_running, list_to_bill};
pub use terms::{find_terms, insert_terms, list_terms};

use super::rows::{instant, value};
use super::schema::macd_requests;
use super::{AnyConnection, StoreError};
use crate::domain::macd::meter::Meter;
use crate::domain::macd::{MacdKind, Urgency};
use crate::values::ids::{CaseId, InvoiceId};
use crate::values::money::Money;

/// A request as its row has it.
#[derive(Clone, Debug)]
pub struct RequestRow {
    /// Its case.
    pub case: CaseId,
    /// What is asked for.
    pub kind: MacdKind,
    /// How soon.
    pub urgency: Urgency,
    /// Whether it came outside extended business hours.
    pub is_outside_hours: bool,
    /// When it is wanted.
    pub wanted_on: Option<NaiveDate>,
    /// The address of who asked.
    pub requester: String,
    /// The first day of the terms that it comes under.
    pub terms_on: NaiveDate,
    /// Who approved the work, and when.
    pub approval: Option<Agreed>,
    /// The newest quote.
    pub quote: Option<Quote>,
    /// When the work was done.
    pub finished_at: Option<DateTime<Utc>>,
    /// What it costs, once billing has reviewed it.
    pub review: Option<Review>,
    /// The invoice that bills it.
    pub invoice: Option<InvoiceId>,
}

/// Somebody agreed to something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Their address.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// So many units and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// How many.
    pub units: u32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who accepted it, and when.
    pub accepted: Option<Agreed>,
}

/// What billing confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who and when.
    pub by: Agreed,
    /// Units of work.
    pub units: u32,
    /// What they cost.
    pub work: Money,
    /// The expedite fee; zero where there is none.
    pub fee: Money,
}

/// A request to be written with its case.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// Its case.
    pub case: CaseId,
    /// What is asked for.
    pub kind: MacdKind,
    /// How soon.
    pub urgency: Urgency,
    /// Whether it comes outside extended business hours.
    pub is_outside_hours: bool,
    /// When it is wanted.
    pub wanted_on: Option<NaiveDate>,
    /// The address of who asks.
    pub requester: &'a str,
    /// The first day of the terms that it comes under.
    pub terms_on: NaiveDate,
    /// Who approves the work with it.
    pub approval: Option<Agreed>,
}

type Row = (
    (i64, String, String, bool, Option<NaiveDate>, String, NaiveDate),
    (Option<String>, Option<NaiveDateTime>),
    (Option<i32>, Option<NaiveDateTime>, Option<String>, Option<NaiveDateTime>),
    (Option<NaiveDateTime>, Option<i64>),
    (Option<String>, Option<NaiveDateTime>, Option<i32>, Option<i64>, Option<i64>),
);

/// The columns of a [`Row`], in its order.
macro_rules! request_columns {
    () => {
        (
            (
                macd_requests::case_id,
                macd_requests::kind,
                macd_requests::urgency,
                macd_requests::is_outside_hours,
                macd_requests::wanted_on,
                macd_requests::requester,
                macd_requests::terms_on,
            ),
            (macd_requests::approver, macd_requests::approved_at),
            (
                macd_requests::quoted_units,
                macd_requests::quoted_at,
                macd_requests::quote_acceptor,
                macd_requests::quote_accepted_at,
            ),
            (macd_requests::finished_at, macd_requests::invoice_id),
            (
                macd_requests::reviewer,
                macd_requests::reviewed_at,
                macd_requests::units,
                macd_requests::work_cents,
                macd_requests::fee_cents,
            ),
        )
    };
}

use request_columns;

fn request((asked, approved, quoted, end, reviewed): Row) -> Result<RequestRow, StoreError> {
    let (case, kind, urgency, is_outside_hours, wanted_on, requester, terms_on) = asked;
    let (units, quoted_at, acceptor, accepted_at) = quoted;
    let quote = units.zip(quoted_at).map(|(units, at)| Quote {
        units: units.unsigned_abs(),
        at: instant(at),
        accepted: agreed((acceptor, accepted_at)),
    });
    let (reviewer, reviewed_at, units, work, fee) = reviewed;
    let review = agreed((reviewer, reviewed_at)).map(|by| Review {
        by,
        units: units.unwrap_or_default().unsigned_abs(),
        work: Money::from_cents(work.unwrap_or_default()),
        fee: Money::from_cents(fee.unwrap_or_default()),
    });
    Ok(RequestRow {
        case: CaseId(case),
        kind: value("macd_requests.kind", &kind)?,
        urgency: value("macd_requests.urgency", &urgency)?,
        is_outside_hours,
        wanted_on,
        requester,
        terms_on,
        approval: agreed(approved),
        quote,
        finished_at: end.0.map(instant),
        review,
        invoice: end.1.map(InvoiceId),
    })
}

fn agreed((by, at): (Option<String>, Option<NaiveDateTime>)) -> Option<Agreed> {
    by.zip(at).map(|(by, at)| Agreed { by, at: instant(at) })
}

/// Writes a request beside its case.
pub fn insert_request(conn: &mut AnyConnection, new: &NewRequest<'_>) -> Result<(), StoreError> {
    diesel::insert_into(macd_requests::table)
        .values((
            macd_requests::case_id.eq(new.case.0),
            macd_requests::kind.eq(new.kind.as_str()),
            macd_requests::urgency.eq(new.urgency.as_str()),
            macd_requests::is_outside_hours.eq(new.is_outside_hours),
            macd_requests::wanted_on.eq(new.wanted_on),
            macd_requests::requester.eq(new.requester),
            macd_requests::terms_on.eq(new.terms_on),
            macd_requests::approver.eq(new.approval.as_ref().map(|agreed| agreed.by.as_str())),
            macd_requests::approved_at.eq(new.approval.as_ref().map(|agreed| agreed.at.naive_utc())),
        ))
        .execute(conn)?;
    Ok(())
}

/// The request of a case.
pub fn find_request(conn: &mut AnyConnection, case: CaseId) -> Result<Option<RequestRow>, StoreError> {
    let row: Option<Row> = macd_requests::table
        .filter(macd_requests::case_id.eq(case.0))
        .select(request_columns!())
        .get_result(conn)
        .optional()?;
    row.map(request).transpose()
}

/// Writes down who approved the work. Once.
///
/// # Errors
/// A conflict where somebody did already.
pub fn mark_approved(conn: &mut AnyConnection, case: CaseId, by: &Agreed) -> Result<(), StoreError> {
    let open = macd_requests::table.find(case.0).filter(macd_requests::approved_at.is_null());
    let set = (macd_requests::approver.eq(&by.by), macd_requests::approved_at.eq(by.at.naive_utc()));
    one(diesel::update(open).set(set).execute(conn)?)
}

/// Writes down a new quote, which nobody accepted yet.
///
/// # Errors
/// A conflict where billing has it already.
pub fn mark_quoted(
    conn: &mut AnyConnection,
    case: CaseId,
    units: u32,
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let open = macd_requests::table.find(case.0).filter(macd_requests::reviewed_at.is_null());
    let set = (
        macd_requests::quoted_units.eq(units as i32),
        macd_requests::quoted_at.eq(at.naive_utc()),
        macd_requests::quote_acceptor.eq(None::<String>),
        macd_requests::quote_accepted_at.eq(None::<NaiveDateTime>),
    );
    one(diesel::update(open).set(set).execute(conn)?)
}

/// Writes down who accepted the quote.
///
/// # Errors
/// A conflict where there is none that waits.
pub fn mark_quote_accepted(conn: &mut AnyConnection, case: CaseId, by: &Agreed) -> Result<(), StoreError> {
    let open = macd_requests::table
        .find(case.0)
        .filter(macd_requests::quoted_units.is_not_null())
        .filter(macd_requests::quote_accepted_at.is_null());
    let set =
        (macd_requests::quote_acceptor.eq(&by.by), macd_requests::quote_accepted_at.eq(by.at.naive_utc()));
    one(diesel::update(open).set(set).execute(conn)?)
}

/// Writes down that the work is done, or that it is not after all.
///
/// # Errors
/// A conflict where billing has it already.
pub fn mark_finished(
    conn: &mut AnyConnection,
    case: CaseId,
    at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let open = macd_requests::table.find(case.0).filter(macd_requests::reviewed_at.is_null());
    let set = macd_requests::finished_at.eq(at.map(|at| at.naive_utc()));
    one(diesel::update(open).set(set).execute(conn)?)
}

/// Writes down what billing confirmed. Once.
///
/// # Errors
/// A conflict where it is not finished, or was reviewed.
pub fn mark_reviewed(
    conn: &mut AnyConnection,
    case: CaseId,
    by: &Agreed,
    meter: &Meter,
) -> Result<(), StoreError> {
    let open = macd_requests::table
        .find(case.0)
        .filter(macd_requests::finished_at.is_not_null())
        .filter(macd_requests::reviewed_at.is_null());
    let set = (
        macd_requests::reviewer.eq(&by.by),
        macd_requests::reviewed_at.eq(by.at.naive_utc()),
        macd_requests::units.eq(meter.units as i32),
        macd_requests::work_cents.eq(meter.work.cents()),
        macd_requests::fee_cents.eq(meter.fee.cents()),
    );
    one(diesel::update(open).set(set).execute(conn)?)
}

fn one(moved: usize) -> Result<(), StoreError> {
    if moved == 1 { Ok(()) } else { Err(StoreError::Conflict("a request".to_owned())) }
}
