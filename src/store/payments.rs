//! Payments received.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::keys::pairs_in;
use super::schema::payments;
use super::{AnyConnection, StoreError};
use crate::on_either;

/// A payment without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = payments)]
pub struct PaymentRow {
    /// The account that it was made on.
    pub account_id: i64,
    /// The account whose invoice it pays.
    pub billing_account_id: i64,
    /// The payer's or bank's reference, unique in the account.
    pub reference: String,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// `check`, `ach`, `card` or `wire`.
    pub method: String,
    /// Positive.
    pub amount_cents: i64,
}

/// The payments with these accounts and references; last the invoice that first shows each.
pub fn list_by_keys(
    conn: &mut AnyConnection,
    keys: &[(i64, &str)],
) -> Result<Vec<(i64, PaymentRow, Option<i64>)>, StoreError> {
    Ok(on_either!(conn, |c| payments::table
        .filter(pairs_in(payments::account_id, payments::reference, keys))
        .select((payments::id, PaymentRow::as_select(), payments::invoice_id))
        .load(c))?)
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = payments::table.select(diesel::dsl::max(payments::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds payments, in one statement; their postings are the caller's.
pub fn insert_payments(conn: &mut AnyConnection, rows: &[PaymentRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(payments::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a payment that no invoice showed; its postings are the caller's.
///
/// # Errors
/// `Conflict` where one showed it meanwhile.
pub fn update_payment(conn: &mut AnyConnection, id: i64, row: &PaymentRow) -> Result<(), StoreError> {
    let open = payments::table.find(id).filter(payments::invoice_id.is_null());
    match diesel::update(open).set(row).execute(conn)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("payment {}", row.reference))),
    }
}
