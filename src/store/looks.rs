//! Looks through a customer's eyes that have not ended.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{accounts, customer_looks};
use super::{AnyConnection, StoreError};
use crate::domain::look::Look;
use crate::values::ids::{AccountId, UserId};

/// Keeps a look that begins.
pub fn insert_look(
    conn: &mut AnyConnection,
    user: UserId,
    look: &Look,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    diesel::insert_into(customer_looks::table)
        .values((
            customer_looks::id.eq(&look.id),
            customer_looks::user_id.eq(user.0),
            customer_looks::account_id.eq(look.account.0),
            customer_looks::begun_at.eq(now.naive_utc()),
            customer_looks::ends_at.eq(look.ends_at.naive_utc()),
        ))
        .execute(conn)?;
    Ok(())
}

/// Up to `limit` looks whose time was over by `now`.
pub fn list_over(conn: &mut AnyConnection, now: DateTime<Utc>, limit: i64) -> Result<Vec<Look>, StoreError> {
    type Row = (String, i64, String, String, NaiveDateTime);
    let rows: Vec<Row> = customer_looks::table
        .inner_join(accounts::table.on(accounts::id.eq(customer_looks::account_id)))
        .filter(customer_looks::ends_at.le(now.naive_utc()))
        .order(customer_looks::ends_at)
        .limit(limit)
        .select((
            customer_looks::id,
            customer_looks::account_id,
            accounts::number,
            accounts::name,
            customer_looks::ends_at,
        ))
        .load(conn)?;
    let look = |(id, account, number, name, ends_at): Row| {
        let number = value("accounts.number", &number)?;
        Ok(Look { id, account: AccountId(account), number, name, ends_at: instant(ends_at) })
    };
    rows.into_iter().map(look).collect()
}

/// Ends a look. `false` where it had ended.
pub fn delete_look(conn: &mut AnyConnection, id: &str) -> Result<bool, StoreError> {
    Ok(diesel::delete(customer_looks::table.find(id)).execute(conn)? == 1)
}
