//! What the outbox tells of deliveries: how many messages stand where, and which did not arrive.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::pattern;
use crate::domain::delivery::MessageState;
use crate::store::schema::{invoices, outbox};
use crate::store::{AnyConnection, StoreError};
use crate::values::period::BillingPeriod;

/// How many invoices' messages are in doubt, of one period or of all.
pub fn count_in_doubt(conn: &mut AnyConnection, period: Option<BillingPeriod>) -> Result<i64, StoreError> {
    Ok(outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(outbox::in_doubt)
        .filter(invoices::period.like(pattern(period)))
        .count()
        .get_result(conn)?)
}

/// How many invoices' messages stand in each state, of one period or of all.
pub fn count_states(
    conn: &mut AnyConnection,
    period: Option<BillingPeriod>,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(invoices::period.like(pattern(period)))
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many notices stand in each state.
pub fn count_notice_states(conn: &mut AnyConnection) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = outbox::table
        .filter(outbox::invoice_id.is_null())
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// An invoice's message that did not arrive, for people.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Undelivered {
    /// The invoice's number.
    pub invoice: String,
    /// Where to.
    pub email: String,
    /// `retrying` or `failed`.
    pub state: String,
    /// What the server answered.
    pub response: String,
}

/// Invoices' messages that are retried or failed, the first `limit`.
pub fn list_undelivered(
    conn: &mut AnyConnection,
    period: Option<BillingPeriod>,
    limit: i64,
) -> Result<Vec<Undelivered>, StoreError> {
    let trouble = [MessageState::Retrying, MessageState::Failed].map(MessageState::as_str);
    let rows: Vec<(Option<String>, String, String, String)> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(outbox::state.eq_any(trouble))
        .filter(invoices::period.like(pattern(period)))
        .order(outbox::id)
        .limit(limit)
        .select((invoices::number, outbox::email, outbox::state, outbox::response))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(invoice, email, state, response)| Undelivered {
            invoice: invoice.unwrap_or_default(),
            email,
            state,
            response,
        })
        .collect())
}

/// How many messages of every kind were sent since `since`, for the daily limit.
pub fn count_sent_since(conn: &mut AnyConnection, since: DateTime<Utc>) -> Result<i64, StoreError> {
    Ok(outbox::table.filter(outbox::sent_at.ge(since.naive_utc())).count().get_result(conn)?)
}
