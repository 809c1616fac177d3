//! Calls that wait to be billed: counted first, because an account can have very many.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::raw;
use crate::domain::usage::{Call, RateKey};
use crate::store::rows::instant;
use crate::store::schema::calls;
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, CallId};
use crate::values::period::BillingPeriod;

/// How many calls wait to be billed on each of the accounts `ids`.
pub fn count_calls(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    period: BillingPeriod,
) -> Result<HashMap<AccountId, i64>, StoreError> {
    let rows: Vec<(i64, i64)> = calls::table
        .filter(calls::account_id.eq_any(raw(ids)))
        .filter(calls::invoice_id.is_null())
        .filter(calls::started_at.lt(period.ends_at().naive_utc()))
        .group_by(calls::account_id)
        .select((calls::account_id, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(account, count)| (AccountId(account), count)).collect())
}

/// The calls that wait to be billed on the accounts `ids`.
pub fn load_calls(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    period: BillingPeriod,
) -> Result<HashMap<AccountId, Vec<Call>>, StoreError> {
    type Row = (i64, i64, String, NaiveDateTime, i64, String, String);
    let rows: Vec<Row> = calls::table
        .filter(calls::account_id.eq_any(raw(ids)))
        .filter(calls::invoice_id.is_null())
        .filter(calls::started_at.lt(period.ends_at().naive_utc()))
        .select((
            calls::id,
            calls::account_id,
            calls::call_id,
            calls::started_at,
            calls::seconds,
            calls::plan,
            calls::call_type,
        ))
        .load(conn)?;
    let mut keys: HashMap<(String, String), Arc<RateKey>> = HashMap::new();
    let mut by_account: HashMap<AccountId, Vec<Call>> = HashMap::new();
    for (id, account, call_id, started_at, seconds, plan, call_type) in rows {
        let key = keys.entry((plan, call_type)).or_insert_with_key(|(plan, kind)| {
            Arc::new(RateKey { plan: plan.clone(), call_type: kind.clone() })
        });
        let started_at: DateTime<Utc> = instant(started_at);
        let call = Call { id: CallId(id), call_id, started_at, seconds, key: key.clone() };
        by_account.entry(AccountId(account)).or_default().push(call);
    }
    Ok(by_account)
}
