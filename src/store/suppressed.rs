//! Addresses that a mail server refused for good: nothing more is sent to them until somebody lifts it.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::instant;
use super::schema::suppressed_addresses;
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::contact::EmailAddress;
use crate::values::ids::OutboxId;

/// An address that takes no mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// In small letters.
    pub address: String,
    /// When a server refused it.
    pub since: DateTime<Utc>,
    /// What that server said.
    pub why: String,
    /// The message that it refused.
    pub message: OutboxId,
}

impl Suppressed {
    /// Whether `email` is this address.
    pub fn is(&self, email: &EmailAddress) -> bool {
        self.address == email.as_str().to_lowercase()
    }
}

type Row = (String, NaiveDateTime, String, i64);

/// The columns of a [`Row`], in its order.
const COLUMNS: (
    suppressed_addresses::address,
    suppressed_addresses::since,
    suppressed_addresses::why,
    suppressed_addresses::message_id,
) = (
    suppressed_addresses::address,
    suppressed_addresses::since,
    suppressed_addresses::why,
    suppressed_addresses::message_id,
);

fn suppressed((address, since, why, message): Row) -> Suppressed {
    Suppressed { address, since: instant(since), why, message: OutboxId(message) }
}

/// What is known of this address; `None` where it takes mail.
pub fn find(conn: &mut AnyConnection, email: &str) -> Result<Option<Suppressed>, StoreError> {
    let row: Option<Row> =
        suppressed_addresses::table.find(email.to_lowercase()).select(COLUMNS).get_result(conn).optional()?;
    Ok(row.map(suppressed))
}

/// Those of these addresses that take no mail.
pub fn list_of(conn: &mut AnyConnection, emails: &[&str]) -> Result<Vec<Suppressed>, StoreError> {
    let wanted: Vec<String> = emails.iter().map(|email| email.to_lowercase()).collect();
    let rows: Vec<Row> = suppressed_addresses::table
        .filter(suppressed_addresses::address.eq_any(wanted))
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(suppressed).collect())
}

/// The first `limit` by address after `after`.
pub fn list(conn: &mut AnyConnection, after: &str, limit: i64) -> Result<Vec<Suppressed>, StoreError> {
    let rows: Vec<Row> = suppressed_addresses::table
        .filter(suppressed_addresses::address.gt(after))
        .order(suppressed_addresses::address)
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    Ok(rows.into_iter().map(suppressed).collect())
}

/// How many there are.
pub fn count(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    Ok(suppressed_addresses::table.count().get_result(conn)?)
}

/// Writes down that `email` takes no mail; `false` where that was known.
pub fn insert(
    conn: &mut AnyConnection,
    email: &EmailAddress,
    why: &str,
    message: OutboxId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row = (
        suppressed_addresses::address.eq(email.as_str().to_lowercase()),
        suppressed_addresses::since.eq(now.naive_utc()),
        suppressed_addresses::why.eq(why),
        suppressed_addresses::message_id.eq(message.0),
    );
    let new = on_either!(conn, |c| diesel::insert_into(suppressed_addresses::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(new == 1)
}

/// Lets mail go to `email` again; `false` where it does already.
pub fn delete(conn: &mut AnyConnection, email: &str) -> Result<bool, StoreError> {
    let row = suppressed_addresses::table.find(email.to_lowercase());
    Ok(diesel::delete(row).execute(conn)? == 1)
}
