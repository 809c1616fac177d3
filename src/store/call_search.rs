//! Billed calls of an account, found by day, kind and number.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, like, value};
use super::schema::{calls, invoice_calls, invoices};
use super::scope::below;
use super::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, CallId, InvoiceId};
use crate::values::money::CallAmount;
use crate::values::number::InvoiceNumber;

type Backend = <AnyConnection as Connection>::Backend;

/// What is looked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Whose calls.
    pub account: AccountId,
    /// Also those of the accounts below it.
    pub with_below: bool,
    /// From this instant on.
    pub from: DateTime<Utc>,
    /// Before this instant.
    pub until: DateTime<Utc>,
    /// Of this kind only.
    pub call_type: Option<String>,
    /// With this in one of its numbers.
    pub number: Option<String>,
}

/// A call on an issued invoice.
#[derive(Clone, Debug)]
pub struct BilledCall {
    /// Row id.
    pub id: CallId,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// Calling number.
    pub from: String,
    /// Called number.
    pub to: String,
    /// Its length.
    pub seconds: i64,
    /// Its kind.
    pub call_type: String,
    /// The invoice that bills it.
    pub invoice: InvoiceNumber,
    /// Seconds charged after rounding and included minutes.
    pub charged_seconds: i64,
    /// Its price, to a millionth of a dollar.
    pub amount: CallAmount,
}

/// Where a list goes on: below this instant, and on it below this row.
pub type CallCursor = (DateTime<Utc>, CallId);

type Row = (i64, NaiveDateTime, String, String, i64, String, i64, Option<String>);

/// Up to `limit` billed calls, newest first, from the one after `after` on.
pub fn list_calls(
    conn: &mut AnyConnection,
    wanted: &Wanted,
    after: Option<CallCursor>,
    limit: i64,
) -> Result<Vec<BilledCall>, StoreError> {
    let mut query = calls::table
        .inner_join(invoices::table.on(calls::invoice_id.eq(invoices::id.nullable())))
        .filter(calls::invoice_id.is_not_null())
        .filter(calls::started_at.ge(wanted.from.naive_utc()))
        .filter(calls::started_at.lt(wanted.until.naive_utc()))
        .order((calls::started_at.desc(), calls::id.desc()))
        .limit(limit)
        .select((
            calls::id,
            calls::started_at,
            calls::from_number,
            calls::to_number,
            calls::seconds,
            calls::call_type,
            invoices::id,
            invoices::number,
        ))
        .into_boxed::<Backend>();
    // One account's calls come in the order of the index; those of several have to be sorted.
    query = match wanted.with_below {
        true => query.filter(below!(wanted.account, "calls.account_id")),
        false => query.filter(calls::account_id.eq(wanted.account.0)),
    };
    if let Some(call_type) = &wanted.call_type {
        query = query.filter(calls::call_type.eq(call_type.clone()));
    }
    if let Some(number) = &wanted.number {
        let pattern = like(number);
        let from = calls::from_number.like(pattern.clone()).escape('\\');
        query = query.filter(from.or(calls::to_number.like(pattern).escape('\\')));
    }
    if let Some((at, id)) = after {
        let at = at.naive_utc();
        // The first condition says nothing new, but leads into the index where the page begins.
        query =
            query.filter(calls::started_at.le(at)).filter(calls::started_at.lt(at).or(calls::id.lt(id.0)));
    }
    let rows: Vec<Row> = query.load(conn)?;
    with_amounts(conn, rows)
}

fn with_amounts(conn: &mut AnyConnection, rows: Vec<Row>) -> Result<Vec<BilledCall>, StoreError> {
    let ids: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let amounts: Vec<(i64, i64, i64, i64)> = invoice_calls::table
        .filter(invoice_calls::call_id.eq_any(ids))
        .select((
            invoice_calls::invoice_id,
            invoice_calls::call_id,
            invoice_calls::charged_seconds,
            invoice_calls::amount_micros,
        ))
        .load(conn)?;
    let amounts: HashMap<(InvoiceId, CallId), (i64, i64)> = amounts
        .into_iter()
        .map(|(invoice, call, seconds, micros)| ((InvoiceId(invoice), CallId(call)), (seconds, micros)))
        .collect();
    let call = |(id, started_at, from, to, seconds, call_type, invoice, number): Row| {
        let missing = |what: &str| StoreError::Corrupt(format!("call {id}: its invoice has {what}"));
        let billed = amounts.get(&(InvoiceId(invoice), CallId(id)));
        let (charged_seconds, micros) = *billed.ok_or_else(|| missing("no price for it"))?;
        Ok(BilledCall {
            id: CallId(id),
            started_at: instant(started_at),
            from,
            to,
            seconds,
            call_type,
            invoice: value("invoices.number", &number.ok_or_else(|| missing("no number"))?)?,
            charged_seconds,
            amount: CallAmount::from_micros(micros),
        })
    };
    rows.into_iter().map(call).collect()
}
