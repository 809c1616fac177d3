//! Months whose books are closed, and the counts that are compared before they are.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{max, min, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::rows::{instant, value};
use super::schema::{adjustments, book_months, documents, invoices, payments, postings};
use super::{AnyConnection, StoreError};
use crate::values::money::Money;
use crate::values::month::CalendarMonth;
use crate::values::period::BillingPeriod;

/// A month whose books are closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedMonth {
    /// Which.
    pub month: CalendarMonth,
    /// When.
    pub closed_at: DateTime<Utc>,
    /// Who closed them.
    pub closed_by: String,
    /// What all accounts owed at its end.
    pub owed: Money,
    /// Why the differences that were left are right, by what was compared.
    pub explained: BTreeMap<String, String>,
}

/// The last day on which nothing can be booked any more.
pub fn find_closed_through(conn: &mut AnyConnection) -> Result<Option<NaiveDate>, StoreError> {
    Ok(book_months::table.select(max(book_months::last_day)).get_result(conn)?)
}

/// Every closed month, newest first.
pub fn list_closed(conn: &mut AnyConnection) -> Result<Vec<ClosedMonth>, StoreError> {
    let rows: Vec<(String, NaiveDateTime, String, i64, String)> = book_months::table
        .order(book_months::month.desc())
        .select((
            book_months::month,
            book_months::closed_at,
            book_months::closed_by,
            book_months::owed_cents,
            book_months::explained,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(month, closed_at, closed_by, cents, explained)| {
            Ok(ClosedMonth {
                month: value("book_months.month", &month)?,
                closed_at: instant(closed_at),
                closed_by,
                owed: Money::from_cents(cents),
                explained: serde_json::from_str(&explained)
                    .map_err(|why| StoreError::Corrupt(format!("book_months.explained of {month}: {why}")))?,
            })
        })
        .collect()
}

/// Closes a month.
///
/// # Errors
/// One that is closed already is refused by its key.
pub fn insert_closed(conn: &mut AnyConnection, closed: &ClosedMonth) -> Result<(), StoreError> {
    let explained =
        serde_json::to_string(&closed.explained).map_err(|why| StoreError::Corrupt(why.to_string()))?;
    diesel::insert_into(book_months::table)
        .values((
            book_months::month.eq(closed.month.to_string()),
            book_months::last_day.eq(closed.month.last_day()),
            book_months::closed_at.eq(closed.closed_at.naive_utc()),
            book_months::closed_by.eq(&closed.closed_by),
            book_months::owed_cents.eq(closed.owed.cents()),
            book_months::explained.eq(explained),
        ))
        .execute(conn)?;
    Ok(())
}

/// The first day on which anything was booked.
pub fn find_first_day(conn: &mut AnyConnection) -> Result<Option<NaiveDate>, StoreError> {
    Ok(postings::table.select(min(postings::booked_on)).get_result(conn)?)
}

/// What was received from `first` through `last`, by the payments.
pub fn sum_received(
    conn: &mut AnyConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Money, StoreError> {
    let cents: Option<i64> = payments::table
        .filter(payments::received_on.between(first, last))
        .select(sql::<Nullable<BigInt>>("CAST(SUM(amount_cents) AS BIGINT)"))
        .get_result(conn)?;
    Ok(Money::from_cents(cents.unwrap_or(0)))
}

/// What adjustments of these days raised the balances by.
pub fn sum_adjusted(
    conn: &mut AnyConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Money, StoreError> {
    let cents: Option<i64> = adjustments::table
        .filter(adjustments::booked_on.between(first, last))
        .select(sql::<Nullable<BigInt>>("CAST(SUM(amount_cents) AS BIGINT)"))
        .get_result(conn)?;
    Ok(Money::from_cents(cents.unwrap_or(0)))
}

/// How many invoices of `period` are issued, and how many of these have their PDF.
pub fn count_documents(conn: &mut AnyConnection, period: BillingPeriod) -> Result<(i64, i64), StoreError> {
    let issued = || {
        invoices::table.filter(invoices::period.eq(period.to_string())).filter(invoices::state.eq("issued"))
    };
    let stored: i64 = issued()
        .inner_join(documents::table.on(documents::invoice_id.eq(invoices::id)))
        .count()
        .get_result(conn)?;
    Ok((issued().count().get_result(conn)?, stored))
}
