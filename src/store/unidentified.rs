//! Money that nobody can place yet: recorded once, settled once.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::instant;
use super::schema::unidentified_receipts as receipts;
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::ids::{PaymentId, UnidentifiedId};
use crate::values::money::Money;

/// Money that came in without saying for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unidentified {
    /// The payer's name as printed.
    pub payer: String,
    /// The payer's or bank's reference.
    pub reference: String,
    /// When it came in.
    pub received_on: NaiveDate,
    /// `check`, `ach`, `card` or `wire`.
    pub method: String,
    /// Positive.
    pub amount: Money,
    /// What is known beside that.
    pub note: String,
}

/// It with what became of it.
#[derive(Clone, Debug)]
pub struct UnidentifiedRow {
    /// Row id.
    pub id: UnidentifiedId,
    /// What came in.
    pub receipt: Unidentified,
    /// Who recorded it and when.
    pub recorded_by: String,
    /// See `recorded_by`.
    pub recorded_at: DateTime<Utc>,
    /// `open`, `applied` or `returned`.
    pub state: String,
    /// The day on which it went back; `None` while it is open or where it was applied.
    pub settled_on: Option<NaiveDate>,
    /// Who settled it; empty while it is open.
    pub settled_by: String,
    /// Why.
    pub reason: String,
    /// The payment that it became.
    pub payment: Option<PaymentId>,
}

#[derive(Insertable)]
#[diesel(table_name = receipts)]
struct NewRow<'a> {
    payer: &'a str,
    reference: &'a str,
    received_on: NaiveDate,
    method: &'a str,
    amount_cents: i64,
    note: &'a str,
    recorded_by: &'a str,
    recorded_at: NaiveDateTime,
    state: &'a str,
    settled_by: &'a str,
    reason: &'a str,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = receipts)]
struct Row {
    id: i64,
    payer: String,
    reference: String,
    received_on: NaiveDate,
    method: String,
    amount_cents: i64,
    note: String,
    recorded_by: String,
    recorded_at: NaiveDateTime,
    state: String,
    settled_on: Option<NaiveDate>,
    settled_by: String,
    reason: String,
    payment_id: Option<i64>,
}

/// Records a receipt; its posting is the caller's.
pub fn insert_receipt(
    conn: &mut AnyConnection,
    new: &Unidentified,
    recorded_by: &str,
    recorded_at: DateTime<Utc>,
) -> Result<UnidentifiedId, StoreError> {
    let row = NewRow {
        payer: &new.payer,
        reference: &new.reference,
        received_on: new.received_on,
        method: &new.method,
        amount_cents: new.amount.cents(),
        note: &new.note,
        recorded_by,
        recorded_at: recorded_at.naive_utc(),
        state: "open",
        settled_by: "",
        reason: "",
    };
    let id: i64 = on_either!(conn, |c| diesel::insert_into(receipts::table)
        .values(row)
        .returning(receipts::id)
        .get_result(c))?;
    Ok(UnidentifiedId(id))
}

/// The receipt with this row.
pub fn find_receipt(
    conn: &mut AnyConnection,
    id: UnidentifiedId,
) -> Result<Option<UnidentifiedRow>, StoreError> {
    let row: Option<Row> = receipts::table.find(id.0).select(Row::as_select()).get_result(conn).optional()?;
    Ok(row.map(read))
}

/// The receipt of this payer, reference and day.
pub fn find_same(
    conn: &mut AnyConnection,
    new: &Unidentified,
) -> Result<Option<UnidentifiedRow>, StoreError> {
    let row: Option<Row> = receipts::table
        .filter(receipts::payer.eq(&new.payer))
        .filter(receipts::reference.eq(&new.reference))
        .filter(receipts::received_on.eq(new.received_on))
        .select(Row::as_select())
        .get_result(conn)
        .optional()?;
    Ok(row.map(read))
}

/// Up to `limit` receipts that nobody placed yet, the oldest first.
pub fn list_open(conn: &mut AnyConnection, limit: i64) -> Result<Vec<UnidentifiedRow>, StoreError> {
    let rows: Vec<Row> = receipts::table
        .filter(receipts::state.eq(diesel::dsl::sql("'open'")))
        .order(receipts::id)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(read).collect())
}

/// How many nobody placed yet.
pub fn count_open(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let open = receipts::table.filter(receipts::state.eq(diesel::dsl::sql("'open'")));
    Ok(open.count().get_result(conn)?)
}

/// What becomes of a receipt.
#[derive(Clone, Debug)]
pub enum Settled {
    /// This payment.
    Applied(PaymentId),
    /// It goes back on this day.
    Returned(NaiveDate),
}

/// Settles an open receipt; the posting is the caller's.
///
/// # Errors
/// A conflict where somebody else settled it first.
pub fn mark_settled(
    conn: &mut AnyConnection,
    id: UnidentifiedId,
    settled: &Settled,
    (by, at): (&str, DateTime<Utc>),
    reason: &str,
) -> Result<(), StoreError> {
    let (state, payment, day) = match settled {
        Settled::Applied(payment) => ("applied", Some(payment.0), None),
        Settled::Returned(day) => ("returned", None, Some(*day)),
    };
    let open = receipts::table.filter(receipts::id.eq(id.0)).filter(receipts::state.eq("open"));
    let moved = diesel::update(open)
        .set((
            receipts::state.eq(state),
            receipts::payment_id.eq(payment),
            receipts::settled_on.eq(day),
            receipts::settled_by.eq(by),
            receipts::settled_at.eq(Some(at.naive_utc())),
            receipts::reason.eq(reason),
        ))
        .execute(conn)?;
    match moved {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("receipt {}", id.0))),
    }
}

fn read(row: Row) -> UnidentifiedRow {
    UnidentifiedRow {
        id: UnidentifiedId(row.id),
        receipt: Unidentified {
            payer: row.payer,
            reference: row.reference,
            received_on: row.received_on,
            method: row.method,
            amount: Money::from_cents(row.amount_cents),
            note: row.note,
        },
        recorded_by: row.recorded_by,
        recorded_at: instant(row.recorded_at),
        state: row.state,
        settled_on: row.settled_on,
        settled_by: row.settled_by,
        reason: row.reason,
        payment: row.payment_id.map(PaymentId),
    }
}
