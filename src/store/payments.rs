//! Payments received.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::keys::pairs_in;
use super::rows::instant;
use super::schema::payments;
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::ids::{AccountId, PaymentId};

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

#[derive(Insertable)]
#[diesel(table_name = payments)]
struct NewRow<'a> {
    #[diesel(embed)]
    row: PaymentRow,
    recorded_by: &'a str,
    recorded_at: NaiveDateTime,
}

/// Adds payments that somebody records, in one statement; their postings are the caller's.
pub fn insert_payments(
    conn: &mut AnyConnection,
    rows: &[PaymentRow],
    (recorded_by, recorded_at): (&str, DateTime<Utc>),
) -> Result<(), StoreError> {
    let recorded_at = recorded_at.naive_utc();
    let new = |row: &PaymentRow| NewRow { row: row.clone(), recorded_by, recorded_at };
    let rows: Vec<NewRow<'_>> = rows.iter().map(new).collect();
    on_either!(conn, |c| diesel::insert_into(payments::table).values(&rows).execute(c))?;
    Ok(())
}

/// A payment that is there, and who recorded it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Row id.
    pub id: PaymentId,
    /// As it is.
    pub row: PaymentRow,
    /// Who recorded it; empty where that is not known.
    pub by: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

type Columns = (i64, PaymentRow, String, Option<NaiveDateTime>);

fn recorded((id, row, by, at): Columns) -> Recorded {
    Recorded { id: PaymentId(id), row, by, at: at.map(instant) }
}

/// The payment of an account with this reference.
pub fn find_by_reference(
    conn: &mut AnyConnection,
    account: AccountId,
    reference: &str,
) -> Result<Option<Recorded>, StoreError> {
    let row: Option<Columns> = payments::table
        .filter(payments::account_id.eq(account.0))
        .filter(payments::reference.eq(reference))
        .select((payments::id, PaymentRow::as_select(), payments::recorded_by, payments::recorded_at))
        .get_result(conn)
        .optional()?;
    Ok(row.map(recorded))
}

/// The payments booked on the billing accounts of `rows`, from the first of their days through the last.
pub fn list_near(conn: &mut AnyConnection, rows: &[PaymentRow]) -> Result<Vec<PaymentRow>, StoreError> {
    let days = || rows.iter().map(|row| row.received_on);
    let (Some(first), Some(last)) = (days().min(), days().max()) else { return Ok(Vec::new()) };
    let accounts: BTreeSet<i64> = rows.iter().map(|row| row.billing_account_id).collect();
    Ok(on_either!(conn, |c| payments::table
        .filter(payments::billing_account_id.eq_any(&accounts))
        .filter(payments::received_on.between(first, last))
        .order(payments::id)
        .select(PaymentRow::as_select())
        .load(c))?)
}

/// The payments booked on a billing account of this day and amount, the newest first.
pub fn list_alike(
    conn: &mut AnyConnection,
    billing: AccountId,
    received_on: NaiveDate,
    cents: i64,
) -> Result<Vec<Recorded>, StoreError> {
    let rows: Vec<Columns> = payments::table
        .filter(payments::billing_account_id.eq(billing.0))
        .filter(payments::received_on.eq(received_on))
        .filter(payments::amount_cents.eq(cents))
        .order(payments::id.desc())
        .limit(20)
        .select((payments::id, PaymentRow::as_select(), payments::recorded_by, payments::recorded_at))
        .load(conn)?;
    Ok(rows.into_iter().map(recorded).collect())
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
