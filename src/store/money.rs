//! What the office's pages of money list: payments, accounts in credit; and forms that count once.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::rows::value;
use super::schema::{accounts, adjustments, credit_notes, invoices, money_keys, money_requests, payments};
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::ids::{AccountId, PaymentId, UserId};
use crate::values::money::Money;
use crate::values::month::CalendarMonth;
use crate::values::number::AccountNumber;

type Backend = <AnyConnection as Connection>::Backend;

/// Uses the key of a form; `false` where it was used before. Another form with the same key waits until
/// this transaction ends.
pub fn use_key(
    conn: &mut AnyConnection,
    key: &str,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let row =
        (money_keys::key.eq(key), money_keys::user_id.eq(user.0), money_keys::used_at.eq(now.naive_utc()));
    let added = on_either!(conn, |c| diesel::insert_into(money_keys::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added == 1)
}

/// A payment in the office's list.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Row id.
    pub id: PaymentId,
    /// The account that it was made on.
    pub account: AccountNumber,
    /// Whose.
    pub name: String,
    /// Where it was booked.
    pub billing: AccountId,
    /// The payer's or bank's reference.
    pub reference: String,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How.
    pub method: String,
    /// Positive.
    pub amount: Money,
    /// Who recorded it; empty where that is not known.
    pub recorded_by: String,
}

/// What a list of payments is narrowed to; the default is nothing.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// Booked on this billing account.
    pub billing: Option<AccountId>,
    /// Received from this day on.
    pub from: Option<NaiveDate>,
    /// Received through this day.
    pub to: Option<NaiveDate>,
    /// Received in this way.
    pub method: Option<&'static str>,
    /// With exactly this reference.
    pub reference: Option<String>,
}

/// Where a list of payments goes on: below this day, and on it below this row.
pub type Cursor = (NaiveDate, PaymentId);

/// Up to `limit` payments, the newest first, from the one after `after` on.
pub fn list_incoming(
    conn: &mut AnyConnection,
    narrowed: &Narrowed,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<Incoming>, StoreError> {
    type Row = (i64, String, String, i64, String, NaiveDate, String, i64, String);
    let mut query = payments::table
        .inner_join(accounts::table.on(accounts::id.eq(payments::account_id)))
        .order((payments::received_on.desc(), payments::id.desc()))
        .limit(limit)
        .select((
            payments::id,
            accounts::number,
            accounts::name,
            payments::billing_account_id,
            payments::reference,
            payments::received_on,
            payments::method,
            payments::amount_cents,
            payments::recorded_by,
        ))
        .into_boxed::<Backend>();
    if let Some(account) = narrowed.billing {
        query = query.filter(payments::billing_account_id.eq(account.0));
    }
    if let Some(day) = narrowed.from {
        query = query.filter(payments::received_on.ge(day));
    }
    if let Some(day) = narrowed.to {
        query = query.filter(payments::received_on.le(day));
    }
    if let Some(method) = narrowed.method {
        query = query.filter(payments::method.eq(method));
    }
    if let Some(reference) = &narrowed.reference {
        query = query.filter(payments::reference.eq(reference.clone()));
    }
    if let Some((day, id)) = after {
        let same_day = payments::received_on.eq(day).and(payments::id.lt(id.0));
        // The first one lets the database begin there.
        query = query.filter(payments::received_on.le(day));
        query = query.filter(payments::received_on.lt(day).or(same_day));
    }
    let rows: Vec<Row> = query.load(conn)?;
    rows.into_iter()
        .map(|(id, number, name, billing, reference, received_on, method, cents, recorded_by)| {
            Ok(Incoming {
                id: PaymentId(id),
                account: value("accounts.number", &number)?,
                name,
                billing: AccountId(billing),
                reference,
                received_on,
                method,
                amount: Money::from_cents(cents),
                recorded_by,
            })
        })
        .collect()
}

/// The next `limit` accounts after `after` that can be in credit: their last invoice was a credit, or
/// something came in since. Each of the four is read from an index that holds nothing else.
pub fn list_perhaps_in_credit(
    conn: &mut AnyConnection,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    macro_rules! next_of {
        ($table:ident, $account:ident, $condition:expr) => {{
            let ids: Vec<i64> = $table::table
                .filter($condition)
                .filter($table::$account.gt(after.0))
                .select($table::$account)
                .distinct()
                .order($table::$account)
                .limit(limit)
                .load(conn)?;
            ids
        }};
    }
    let mut found: BTreeSet<i64> = BTreeSet::new();
    let is_credit = invoices::total_due_cents.lt(sql::<BigInt>("0")).and(invoices::state.eq(sql("'issued'")));
    found.extend(next_of!(invoices, account_id, is_credit));
    found.extend(next_of!(payments, billing_account_id, payments::invoice_id.is_null()));
    found.extend(next_of!(credit_notes, account_id, credit_notes::invoice_id.is_null()));
    found.extend(next_of!(adjustments, account_id, adjustments::invoice_id.is_null()));
    Ok(found.into_iter().take(usize::try_from(limit).unwrap_or(0)).map(AccountId).collect())
}

/// What was credited to an account without a dispute from `first` through `last` and without a second
/// person.
pub fn sum_credited_alone(
    conn: &mut AnyConnection,
    account: AccountId,
    month: CalendarMonth,
) -> Result<Money, StoreError> {
    // Sums are numeric in PostgreSQL.
    let sum = sql::<Nullable<BigInt>>("CAST(SUM(total_cents) AS BIGINT)");
    let approved = money_requests::table
        .filter(money_requests::account_id.eq(account.0))
        .filter(money_requests::kind.eq("credit"))
        .filter(money_requests::result_id.is_not_null())
        .select(money_requests::result_id.assume_not_null());
    let cents: Option<i64> = credit_notes::table
        .filter(credit_notes::account_id.eq(account.0))
        .filter(credit_notes::case_id.is_null())
        .filter(credit_notes::credited_on.between(month.first_day(), month.last_day()))
        .filter(diesel::dsl::not(credit_notes::id.eq_any(approved)))
        .select(sum)
        .get_result(conn)?;
    Ok(Money::from_cents(cents.unwrap_or_default()))
}
