//! Requests on their way to an invoice.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;

use super::{RequestRow, Row, request, request_columns};
use crate::domain::access::Scope;
use crate::on_either;
use crate::store::rows::value;
use crate::store::schema::{accounts, cases, invoice_receipts, invoices, macd_changes, macd_requests};
use crate::store::scope::within;
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, CaseId, InvoiceId};
use crate::values::number::{CaseNumber, InvoiceNumber};

type Backend = <AnyConnection as Connection>::Backend;

/// A finished request that billing has not looked at.
#[derive(Clone, Debug)]
pub struct ToReview {
    /// What is asked and agreed.
    pub request: RequestRow,
    /// In a few words.
    pub subject: String,
    /// Its account's number and name.
    pub account: (String, String),
}

/// Up to `limit` finished requests that billing has not looked at, the oldest first.
pub fn list_to_review(conn: &mut AnyConnection, limit: i64) -> Result<Vec<ToReview>, StoreError> {
    let rows: Vec<(Row, String, String, String)> = macd_requests::table
        .inner_join(cases::table.on(cases::id.eq(macd_requests::case_id)))
        .inner_join(accounts::table.on(cases::account_id.eq(accounts::id.nullable())))
        .filter(macd_requests::finished_at.is_not_null())
        .filter(macd_requests::reviewed_at.is_null())
        .order((macd_requests::finished_at, macd_requests::case_id))
        .limit(limit)
        .select((request_columns!(), cases::subject, accounts::number, accounts::name))
        .load(conn)?;
    let row = |(row, subject, number, name): (Row, String, String, String)| {
        Ok(ToReview { request: request(row)?, subject, account: (number, name) })
    };
    rows.into_iter().map(row).collect()
}

/// The requests of these accounts that were finished before `before` and that billing has not looked at.
pub fn list_unreviewed(
    conn: &mut AnyConnection,
    accounts: &[i64],
    before: DateTime<Utc>,
) -> Result<Vec<(AccountId, CaseNumber)>, StoreError> {
    let rows: Vec<(Option<i64>, i64)> = macd_requests::table
        .inner_join(cases::table.on(cases::id.eq(macd_requests::case_id)))
        .filter(macd_requests::finished_at.lt(before.naive_utc()))
        .filter(macd_requests::reviewed_at.is_null())
        .filter(cases::account_id.eq_any(accounts.iter().map(|id| Some(*id)).collect::<Vec<_>>()))
        .order(macd_requests::case_id)
        .select((cases::account_id, macd_requests::case_id))
        .load(conn)?;
    let row = |(account, case): (Option<i64>, i64)| Some((AccountId(account?), CaseNumber(CaseId(case))));
    Ok(rows.into_iter().filter_map(row).collect())
}

/// Writes down which invoice bills each request whose receipt stands on one of `invoices`. Belongs into
/// the transaction that issues them.
///
/// # Errors
/// A conflict where another invoice bills one already.
pub fn mark_billed(conn: &mut AnyConnection, invoices: &[InvoiceId]) -> Result<(), StoreError> {
    let ids: Vec<i64> = invoices.iter().map(|id| id.0).collect();
    let billed: Vec<(i64, i64)> = invoice_receipts::table
        .filter(invoice_receipts::invoice_id.eq_any(ids))
        .select((invoice_receipts::invoice_id, invoice_receipts::case_id))
        .distinct()
        .load(conn)?;
    for (invoice, case) in billed {
        let open = macd_requests::table
            .filter(macd_requests::case_id.eq(case))
            .filter(macd_requests::invoice_id.is_null());
        let moved = on_either!(conn, |c| diesel::update(open)
            .set(macd_requests::invoice_id.eq(Some(invoice)))
            .execute(c))?;
        if moved != 1 {
            return Err(StoreError::Conflict("a request".to_owned()));
        }
    }
    Ok(())
}

/// The issued invoice that bills a request and its line there, where it exists for this scope.
pub fn find_billed_on(
    conn: &mut AnyConnection,
    scope: Scope,
    case: CaseId,
) -> Result<Option<(InvoiceNumber, i32)>, StoreError> {
    let query = invoice_receipts::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_receipts::invoice_id)))
        .filter(invoice_receipts::case_id.eq(case.0))
        .filter(invoices::state.eq("issued"))
        .select((invoices::number, invoice_receipts::line_no))
        .into_boxed::<Backend>();
    let row: Option<(Option<String>, i32)> =
        within!(query, scope, "invoices.account_id").first(conn).optional()?;
    let Some((Some(number), line)) = row else { return Ok(None) };
    Ok(Some((value("invoices.number", &number)?, line)))
}

/// Writes down what a request did to a service: `started` or `ended` it.
pub fn insert_change(
    conn: &mut AnyConnection,
    case: CaseId,
    change_no: i32,
    service: i64,
    what: &str,
    on: NaiveDate,
) -> Result<(), StoreError> {
    diesel::insert_into(macd_changes::table)
        .values((
            macd_changes::case_id.eq(case.0),
            macd_changes::change_no.eq(change_no),
            macd_changes::service_id.eq(service),
            macd_changes::what.eq(what),
            macd_changes::changed_on.eq(on),
        ))
        .execute(conn)?;
    Ok(())
}
