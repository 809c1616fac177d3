//! One-time charges and credits.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::keys::pairs_in;
use super::schema::charges;
use super::{AnyConnection, StoreError};
use crate::on_either;

/// A charge without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = charges)]
pub struct ChargeRow {
    /// Whose.
    pub account_id: i64,
    /// Its key, unique in the account.
    pub reference: String,
    /// The day it was incurred.
    pub charged_on: NaiveDate,
    /// In plain words.
    pub description: String,
    /// The class that taxes refer to.
    pub tax_class: String,
    /// Canonical decimal.
    pub quantity: String,
    /// Canonical decimal, negative for a credit.
    pub unit_price: String,
}

/// The charges with these accounts and references; last the invoice that bills each.
pub fn list_by_keys(
    conn: &mut AnyConnection,
    keys: &[(i64, &str)],
) -> Result<Vec<(i64, ChargeRow, Option<i64>)>, StoreError> {
    Ok(on_either!(conn, |c| charges::table
        .filter(pairs_in(charges::account_id, charges::reference, keys))
        .select((charges::id, ChargeRow::as_select(), charges::invoice_id))
        .load(c))?)
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = charges::table.select(diesel::dsl::max(charges::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds charges, in one statement.
pub fn insert_charges(conn: &mut AnyConnection, rows: &[ChargeRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(charges::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a charge that is not billed.
///
/// # Errors
/// `Conflict` where it was billed meanwhile.
pub fn update_charge(conn: &mut AnyConnection, id: i64, row: &ChargeRow) -> Result<(), StoreError> {
    let open = charges::table.find(id).filter(charges::invoice_id.is_null());
    match diesel::update(open).set(row).execute(conn)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("charge {}", row.reference))),
    }
}
