//! What the outbox tells of deliveries: how many messages stand where, and which did not arrive.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::unindexed;
use crate::domain::delivery::MessageState;
use crate::store::schema::{invoices, outbox};
use crate::store::{AnyConnection, StoreError};
use crate::values::period::BillingPeriod;

type Backend = <AnyConnection as Connection>::Backend;

/// How many invoices' messages are in doubt, of one period or of all; copies are not counted.
pub fn count_in_doubt(conn: &mut AnyConnection, period: Option<BillingPeriod>) -> Result<i64, StoreError> {
    let firsts = outbox::table.filter(outbox::in_doubt).filter(outbox::copy_of.is_null());
    Ok(match period {
        Some(period) => firsts.filter(outbox::period.eq(period.to_string())).count().get_result(conn)?,
        None => firsts.filter(outbox::period.is_not_null()).count().get_result(conn)?,
    })
}

/// How many invoices' messages stand in each state, of one period or of all; copies are not counted.
pub fn count_states(
    conn: &mut AnyConnection,
    period: Option<BillingPeriod>,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let by_state = (outbox::state, diesel::dsl::count_star());
    // Copies are few: they are read by themselves and taken off, so that the index of the period serves.
    let copies = outbox::table.filter(outbox::copy_of.gt(0_i64)).select(outbox::state);
    type Counted = (Vec<(String, i64)>, Vec<String>);
    let (all, copies): Counted = match period.map(|one| one.to_string()) {
        Some(period) => {
            let of_period = outbox::table.filter(outbox::period.eq(&period));
            let copies = copies.filter(unindexed("outbox.period").eq(&period)).load(conn)?;
            (of_period.group_by(outbox::state).select(by_state).load(conn)?, copies)
        }
        None => {
            let invoices = outbox::table.filter(outbox::period.is_not_null());
            (invoices.group_by(outbox::state).select(by_state).load(conn)?, copies.load(conn)?)
        }
    };
    let mut states: BTreeMap<String, i64> = all.into_iter().collect();
    for state in copies {
        *states.entry(state).or_default() -= 1;
    }
    states.retain(|_, count| *count != 0);
    Ok(states)
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
    /// `retrying`, `failed` or `suppressed`.
    pub state: String,
    /// What the server answered.
    pub response: String,
}

/// Invoices' messages that are retried or did not arrive, the first `limit`; copies are not named.
pub fn list_undelivered(
    conn: &mut AnyConnection,
    period: Option<BillingPeriod>,
    limit: i64,
) -> Result<Vec<Undelivered>, StoreError> {
    let trouble = [MessageState::Retrying, MessageState::Failed, MessageState::Suppressed];
    let mut query = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(outbox::state.eq_any(trouble.map(MessageState::as_str)))
        .filter(outbox::copy_of.is_null())
        .into_boxed::<Backend>();
    if let Some(period) = period {
        query = query.filter(outbox::period.eq(period.to_string()));
    }
    // These are few, and sorted: in the order of the rows all the others would be passed.
    let rows: Vec<(Option<String>, String, String, String)> = query
        .order(sql::<BigInt>("(outbox.id + 0)"))
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
