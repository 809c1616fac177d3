//! Prices of calls.

use diesel::prelude::*;

use super::schema::rates;
use super::{AnyConnection, StoreError};
use crate::on_either;

/// A rate without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = rates)]
pub struct RateRow {
    /// The tariff.
    pub plan: String,
    /// The kind of call.
    pub call_type: String,
    /// Canonical decimal.
    pub per_minute: String,
    /// Seconds are raised to a multiple of this.
    pub increment_seconds: i32,
    /// Seconds are raised to at least this.
    pub minimum_seconds: i32,
    /// Free per period and account.
    pub included_seconds: i64,
}

/// The rates of these plans.
pub fn list_by_plans(conn: &mut AnyConnection, plans: &[&str]) -> Result<Vec<(i64, RateRow)>, StoreError> {
    Ok(on_either!(conn, |c| rates::table
        .filter(rates::plan.eq_any(plans))
        .select((rates::id, RateRow::as_select()))
        .load(c))?)
}

/// Plan and call type of every rate.
pub fn list_keys(conn: &mut AnyConnection) -> Result<Vec<(String, String)>, StoreError> {
    Ok(rates::table.select((rates::plan, rates::call_type)).load(conn)?)
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = rates::table.select(diesel::dsl::max(rates::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds rates, in one statement.
pub fn insert_rates(conn: &mut AnyConnection, rows: &[RateRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(rates::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a rate; issued calls keep the price that stands on their invoice.
pub fn update_rate(conn: &mut AnyConnection, id: i64, row: &RateRow) -> Result<(), StoreError> {
    diesel::update(rates::table.find(id)).set(row).execute(conn)?;
    Ok(())
}
