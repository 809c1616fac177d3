//! Adjustments: made once, then only read. The one column that is filled in later is the invoice that is
//! the first to show one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::facts::raw;
use super::rows::{instant, value};
use super::schema::{accounts, adjustments, payments};
use super::{AnyConnection, StoreError};
use crate::domain::adjustment::{Adjustment, AdjustmentKind, PaymentStep};
use crate::on_either;
use crate::values::ids::{AccountId, AdjustmentId, PaymentId};
use crate::values::money::Money;
use crate::values::month::CalendarMonth;
use crate::values::number::AccountNumber;

/// An adjustment to be made.
#[derive(Clone, Debug)]
pub struct NewAdjustment<'a> {
    /// The billing account.
    pub account: AccountId,
    /// What it is.
    pub kind: AdjustmentKind,
    /// The day from which it counts.
    pub booked_on: NaiveDate,
    /// Signed: positive raises what is due.
    pub amount: Money,
    /// The payment that it takes or brings, and how many times that was taken before, from 1.
    pub payment: Option<(PaymentId, i32)>,
    /// How a refund was paid; else empty.
    pub method: &'a str,
    /// The payment's or the refund's reference.
    pub reference: &'a str,
    /// Why, for staff.
    pub reason: &'a str,
    /// Who made it.
    pub made_by: &'a str,
    /// The second person; empty where none was needed.
    pub approved_by: &'a str,
    /// When.
    pub made_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = adjustments)]
struct NewRow<'a> {
    account_id: i64,
    kind: &'static str,
    booked_on: NaiveDate,
    amount_cents: i64,
    payment_id: Option<i64>,
    move_no: Option<i32>,
    method: &'a str,
    reference: &'a str,
    reason: &'a str,
    made_by: &'a str,
    approved_by: &'a str,
    made_at: NaiveDateTime,
}

/// An adjustment as staff see it.
#[derive(Clone, Debug)]
pub struct AdjustmentRow {
    /// What customers see of it.
    pub adjustment: Adjustment,
    /// The payment that it takes or brings.
    pub payment: Option<PaymentId>,
    /// How a refund was paid; else empty.
    pub method: String,
    /// Why.
    pub reason: String,
    /// Who made it.
    pub made_by: String,
    /// The second person; empty where none was needed.
    pub approved_by: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = adjustments)]
struct Row {
    id: i64,
    kind: String,
    booked_on: NaiveDate,
    amount_cents: i64,
    payment_id: Option<i64>,
    method: String,
    reference: String,
    reason: String,
    made_by: String,
    approved_by: String,
    made_at: NaiveDateTime,
}

/// Makes an adjustment; its posting is the caller's.
///
/// # Errors
/// A unique violation where the payment was taken from the account meanwhile.
pub fn insert_adjustment(
    conn: &mut AnyConnection,
    new: &NewAdjustment<'_>,
) -> Result<AdjustmentId, StoreError> {
    let row = NewRow {
        account_id: new.account.0,
        kind: new.kind.as_str(),
        booked_on: new.booked_on,
        amount_cents: new.amount.cents(),
        payment_id: new.payment.map(|(id, _)| id.0),
        move_no: new.payment.map(|(_, move_no)| move_no),
        method: new.method,
        reference: new.reference,
        reason: new.reason,
        made_by: new.made_by,
        approved_by: new.approved_by,
        made_at: new.made_at.naive_utc(),
    };
    let id: i64 = on_either!(conn, |c| diesel::insert_into(adjustments::table)
        .values(row)
        .returning(adjustments::id)
        .get_result(c))?;
    Ok(AdjustmentId(id))
}

/// The adjustments of these accounts through `until` that no invoice showed yet, oldest first.
pub fn list_not_shown(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    until: NaiveDate,
) -> Result<HashMap<AccountId, Vec<Adjustment>>, StoreError> {
    let rows: Vec<(i64, Row)> = adjustments::table
        .filter(adjustments::account_id.eq_any(raw(ids)))
        .filter(adjustments::invoice_id.is_null())
        .filter(adjustments::booked_on.le(until))
        .order(adjustments::id)
        .select((adjustments::account_id, Row::as_select()))
        .load(conn)?;
    let mut by_account: HashMap<AccountId, Vec<Adjustment>> = HashMap::new();
    for (account, row) in rows {
        by_account.entry(AccountId(account)).or_default().push(read(row)?.adjustment);
    }
    Ok(by_account)
}

/// The newest `limit` adjustments of this account, newest first.
pub fn list_of_account(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<AdjustmentRow>, StoreError> {
    let rows: Vec<Row> = adjustments::table
        .filter(adjustments::account_id.eq(account.0))
        .order((adjustments::booked_on.desc(), adjustments::id.desc()))
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(read).collect()
}

/// Up to `limit` adjustments after `after`, in the order of their rows.
pub fn list_after(
    conn: &mut AnyConnection,
    after: AdjustmentId,
    limit: i64,
) -> Result<Vec<Adjustment>, StoreError> {
    let rows: Vec<Row> = adjustments::table
        .filter(adjustments::id.gt(after.0))
        .order(adjustments::id)
        .limit(limit)
        .select(Row::as_select())
        .load(conn)?;
    rows.into_iter().map(|row| Ok(read(row)?.adjustment)).collect()
}

fn read(row: Row) -> Result<AdjustmentRow, StoreError> {
    Ok(AdjustmentRow {
        adjustment: Adjustment {
            id: AdjustmentId(row.id),
            kind: value("adjustments.kind", &row.kind)?,
            booked_on: row.booked_on,
            reference: row.reference,
            amount: Money::from_cents(row.amount_cents),
        },
        payment: row.payment_id.map(PaymentId),
        method: row.method,
        reason: row.reason,
        made_by: row.made_by,
        approved_by: row.approved_by,
        made_at: instant(row.made_at),
    })
}

/// What happened to a payment, oldest first.
pub fn list_steps(conn: &mut AnyConnection, payment: PaymentId) -> Result<Vec<PaymentStep>, StoreError> {
    type Columns = (i64, String, i64, Option<i32>, NaiveDate, String);
    let rows: Vec<Columns> = adjustments::table
        .filter(adjustments::payment_id.eq(payment.0))
        .order(adjustments::id)
        .select((
            adjustments::account_id,
            adjustments::kind,
            adjustments::amount_cents,
            adjustments::move_no,
            adjustments::booked_on,
            adjustments::made_by,
        ))
        .load(conn)?;
    let step = |(account, kind, cents, move_no, booked_on, made_by): Columns| {
        Ok(PaymentStep {
            account: AccountId(account),
            kind: value("adjustments.kind", &kind)?,
            amount: Money::from_cents(cents),
            move_no: move_no.unwrap_or_default(),
            booked_on,
            made_by,
        })
    };
    rows.into_iter().map(step).collect()
}

/// Those of the payments `ids` that an adjustment took from an account.
pub fn list_taken(conn: &mut AnyConnection, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    let taken: Vec<Option<i64>> = adjustments::table
        .filter(adjustments::payment_id.eq_any(ids.to_vec()))
        .select(adjustments::payment_id)
        .load(conn)?;
    Ok(taken.into_iter().flatten().collect())
}

/// A payment that an adjustment brings to an account or takes from it.
#[derive(Clone, Debug)]
pub struct Held {
    /// Row id.
    pub id: PaymentId,
    /// The account it was made on.
    pub account: AccountNumber,
    /// The billing account it was booked on first.
    pub billing: AccountId,
    /// The payer's or bank's reference.
    pub reference: String,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How.
    pub method: String,
    /// Positive.
    pub amount: Money,
}

/// A payment with where it was booked first.
pub fn find_payment(conn: &mut AnyConnection, id: PaymentId) -> Result<Option<Held>, StoreError> {
    type Columns = (String, i64, String, NaiveDate, String, i64);
    let row: Option<Columns> = payments::table
        .inner_join(accounts::table.on(accounts::id.eq(payments::account_id)))
        .filter(payments::id.eq(id.0))
        .select((
            accounts::number,
            payments::billing_account_id,
            payments::reference,
            payments::received_on,
            payments::method,
            payments::amount_cents,
        ))
        .get_result(conn)
        .optional()?;
    row.map(|(number, billing, reference, received_on, method, cents)| {
        Ok(Held {
            id,
            account: value("accounts.number", &number)?,
            billing: AccountId(billing),
            reference,
            received_on,
            method,
            amount: Money::from_cents(cents),
        })
    })
    .transpose()
}

/// What of this kind an account got from `first` through `last` without a second person; positive.
pub fn sum_without_approval(
    conn: &mut AnyConnection,
    account: AccountId,
    kind: AdjustmentKind,
    month: CalendarMonth,
) -> Result<Money, StoreError> {
    // Sums are numeric in PostgreSQL.
    let sum = sql::<Nullable<BigInt>>("CAST(SUM(amount_cents) AS BIGINT)");
    let cents: Option<i64> = adjustments::table
        .filter(adjustments::account_id.eq(account.0))
        .filter(adjustments::booked_on.between(month.first_day(), month.last_day()))
        .filter(adjustments::kind.eq(kind.as_str()))
        .filter(adjustments::approved_by.eq(""))
        .select(sum)
        .get_result(conn)?;
    Ok(Money::from_cents(cents.unwrap_or_default().abs()))
}
