//! What customers say of their accounts and services themselves; no import touches it.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::{accounts, services};
use super::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, ServiceId};

/// A service and where its costs are booked.
#[derive(Clone, Debug)]
pub struct ServiceCode {
    /// Row id.
    pub id: ServiceId,
    /// The customer-visible key.
    pub code: String,
    /// In plain words.
    pub description: String,
    /// Empty where it goes with its account's.
    pub cost_centre: String,
}

/// The cost centre of each of these accounts.
pub fn list_cost_centres(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, String>, StoreError> {
    let rows: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .select((accounts::id, accounts::cost_centre))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, code)| (AccountId(id), code)).collect())
}

/// Gives an account another name and cost centre, each as `(old, new)`. `false` where the old ones
/// are not there any more.
pub fn update_account(
    conn: &mut AnyConnection,
    id: AccountId,
    nickname: (&str, &str),
    cost_centre: (&str, &str),
) -> Result<bool, StoreError> {
    let unchanged = accounts::table
        .find(id.0)
        .filter(accounts::nickname.eq(nickname.0))
        .filter(accounts::cost_centre.eq(cost_centre.0));
    let changes = (accounts::nickname.eq(nickname.1), accounts::cost_centre.eq(cost_centre.1));
    Ok(diesel::update(unchanged).set(changes).execute(conn)? == 1)
}

/// Up to `limit` services of an account that run on `day` or later, after row `after`.
pub fn list_services(
    conn: &mut AnyConnection,
    account: AccountId,
    day: NaiveDate,
    after: ServiceId,
    limit: i64,
) -> Result<Vec<ServiceCode>, StoreError> {
    let rows: Vec<(i64, String, String, String)> = services::table
        .filter(services::account_id.eq(account.0))
        .filter(services::ends_on.is_null().or(services::ends_on.ge(day)))
        .filter(services::id.gt(after.0))
        .order(services::id)
        .limit(limit)
        .select((services::id, services::code, services::description, services::cost_centre))
        .load(conn)?;
    let service = |(id, code, description, cost_centre)| ServiceCode {
        id: ServiceId(id),
        code,
        description,
        cost_centre,
    };
    Ok(rows.into_iter().map(service).collect())
}

/// Gives a service another cost centre. `false` where the old one is not there any more.
pub fn update_service(
    conn: &mut AnyConnection,
    id: ServiceId,
    old: &str,
    new: &str,
) -> Result<bool, StoreError> {
    let unchanged = services::table.find(id.0).filter(services::cost_centre.eq(old));
    Ok(diesel::update(unchanged).set(services::cost_centre.eq(new)).execute(conn)? == 1)
}
