//! Call records.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::keys::pairs_in;
use super::schema::calls;
use super::{AnyConnection, StoreError};
use crate::on_either;

/// A call without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = calls)]
pub struct CallRow {
    /// Whose.
    pub account_id: i64,
    /// The switch's key, unique in the account.
    pub call_id: String,
    /// When it began, in UTC.
    pub started_at: NaiveDateTime,
    /// Its length.
    pub seconds: i64,
    /// Calling number.
    pub from_number: String,
    /// Called number.
    pub to_number: String,
    /// The kind of call.
    pub call_type: String,
    /// The tariff.
    pub plan: String,
}

/// The calls with these accounts and call ids; last the invoice that bills each.
pub fn list_by_keys(
    conn: &mut AnyConnection,
    keys: &[(i64, &str)],
) -> Result<Vec<(i64, CallRow, Option<i64>)>, StoreError> {
    Ok(on_either!(conn, |c| calls::table
        .filter(pairs_in(calls::account_id, calls::call_id, keys))
        .select((calls::id, CallRow::as_select(), calls::invoice_id))
        .load(c))?)
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = calls::table.select(diesel::dsl::max(calls::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds calls, in one statement.
pub fn insert_calls(conn: &mut AnyConnection, rows: &[CallRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(calls::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a call that is not billed.
///
/// # Errors
/// `Conflict` where it was billed meanwhile.
pub fn update_call(conn: &mut AnyConnection, id: i64, row: &CallRow) -> Result<(), StoreError> {
    let open = calls::table.find(id).filter(calls::invoice_id.is_null());
    match diesel::update(open).set(row).execute(conn)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("call {}", row.call_id))),
    }
}
