//! What a customer's pages list, in the scope of who asks: foreign rows do not exist for them.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use diesel::dsl::{max, min, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::postings::is_owed;
use super::rows::{like, value};
use super::schema::{invoice_sections, invoices, payments, postings};
use super::scope::{below, within};
use super::{AnyConnection, StoreError, disputes};
use crate::domain::access::Scope;
use crate::domain::late_fee::IssuedInvoice;
use crate::values::ids::{AccountId, InvoiceId, PaymentId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

type Backend = <AnyConnection as Connection>::Backend;

/// An issued invoice as a list shows it.
#[derive(Clone, Debug)]
pub struct StatementRow {
    /// Row id.
    pub id: InvoiceId,
    /// Its number.
    pub number: InvoiceNumber,
    /// The billing account.
    pub account_id: AccountId,
    /// Its number.
    pub account: AccountNumber,
    /// The period that it closes.
    pub period: BillingPeriod,
    /// When it was sent.
    pub invoice_date: NaiveDate,
    /// How it counts for payment; what of it is in dispute is known in histories only.
    pub issued: IssuedInvoice,
}

/// A payment as a page lists it.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    /// Row id.
    pub id: PaymentId,
    /// The day it was received.
    pub received_on: NaiveDate,
    /// `check`, `ach`, `card` or `wire`.
    pub method: String,
    /// The payer's or bank's reference.
    pub reference: String,
    /// Positive.
    pub amount: Money,
}

/// The issued invoice with `number`, where it exists for this scope.
pub fn find_invoice(
    conn: &mut AnyConnection,
    scope: Scope,
    number: &InvoiceNumber,
) -> Result<Option<StatementRow>, StoreError> {
    let query = invoices::table
        .filter(invoices::number.eq(number.as_str()))
        .filter(invoices::state.eq("issued"))
        .select(COLUMNS)
        .into_boxed::<Backend>();
    let row: Option<Row> = within!(query, scope, "invoices.account_id").first(conn).optional()?;
    row.map(statement_row).transpose()
}

/// What a list of invoices is narrowed to; the default is nothing.
#[derive(Clone, Debug, Default)]
pub struct Narrowed {
    /// Those that bill this account.
    pub billed: Option<AccountId>,
    /// Those on which this account has a section.
    pub shown: Option<AccountId>,
    /// Those dated in this year.
    pub year: Option<i32>,
    /// Those with this in their number or their account's number.
    pub text: Option<String>,
    /// Those with these new charges or this total due.
    pub amount: Option<Money>,
}

/// Where a list goes on: below this day, and on it below this row.
pub type Cursor = (NaiveDate, InvoiceId);

/// Up to `limit` issued invoices of this scope, newest first, from the one after `after` on.
pub fn list_invoices(
    conn: &mut AnyConnection,
    scope: Scope,
    narrowed: &Narrowed,
    after: Option<Cursor>,
    limit: i64,
) -> Result<Vec<StatementRow>, StoreError> {
    let mut query = invoices::table
        .filter(invoices::state.eq("issued"))
        .order((invoices::invoice_date.desc(), invoices::id.desc()))
        .limit(limit)
        .select(COLUMNS)
        .into_boxed::<Backend>();
    if let Some(account) = narrowed.billed {
        query = query.filter(invoices::account_id.eq(account.0));
    }
    if let Some(account) = narrowed.shown {
        let sections = invoice_sections::table
            .filter(invoice_sections::account_id.eq(account.0))
            .select(invoice_sections::invoice_id);
        query = query.filter(invoices::id.eq_any(sections));
    }
    if let Some((first, last)) = narrowed.year.and_then(year_bounds) {
        query = query.filter(invoices::invoice_date.between(first, last));
    }
    if let Some(text) = &narrowed.text {
        let pattern = like(text);
        let number = invoices::number.assume_not_null().like(pattern.clone()).escape('\\');
        query = query.filter(number.or(invoices::account_number.like(pattern).escape('\\')));
    }
    if let Some(amount) = narrowed.amount {
        let cents = amount.cents();
        query = query.filter(invoices::new_charges_cents.eq(cents).or(invoices::total_due_cents.eq(cents)));
    }
    if let Some((day, id)) = after {
        let same_day = invoices::invoice_date.eq(day).and(invoices::id.lt(id.0));
        query = query.filter(invoices::invoice_date.lt(day).or(same_day));
    }
    let rows: Vec<Row> = within!(query, scope, "invoices.account_id").load(conn)?;
    rows.into_iter().map(statement_row).collect()
}

/// The years of the oldest and the newest issued invoice of this scope.
pub fn find_years(conn: &mut AnyConnection, scope: Scope) -> Result<Option<(i32, i32)>, StoreError> {
    let query = invoices::table
        .filter(invoices::state.eq("issued"))
        .select((min(invoices::invoice_date), max(invoices::invoice_date)))
        .into_boxed::<Backend>();
    let ends: (Option<NaiveDate>, Option<NaiveDate>) =
        within!(query, scope, "invoices.account_id").get_result(conn)?;
    Ok(ends.0.zip(ends.1).map(|(first, last)| (first.year(), last.year())))
}

fn year_bounds(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?))
}

/// Which invoices belong into a year's archive.
#[derive(Clone, Copy, Debug)]
pub struct Year {
    /// Those that bill this account; all of the scope where none is named.
    pub billed: Option<AccountId>,
    /// Those dated in this year.
    pub year: i32,
    /// Those issued by then.
    pub issued_by: DateTime<Utc>,
}

/// Up to `limit` issued invoices of a year in this scope, by number, from the one after `after` on.
pub fn list_year(
    conn: &mut AnyConnection,
    scope: Scope,
    of: Year,
    after: Option<&InvoiceNumber>,
    limit: i64,
) -> Result<Vec<StatementRow>, StoreError> {
    let Some((first, last)) = year_bounds(of.year) else { return Ok(Vec::new()) };
    let mut query = invoices::table
        .filter(invoices::state.eq("issued"))
        .filter(invoices::issued_at.le(of.issued_by.naive_utc()))
        .filter(invoices::invoice_date.between(first, last))
        .filter(invoices::number.gt(after.map_or("", |number| number.as_str())))
        .order(invoices::number)
        .limit(limit)
        .select(COLUMNS)
        .into_boxed::<Backend>();
    if let Some(account) = of.billed {
        query = query.filter(invoices::account_id.eq(account.0));
    }
    let rows: Vec<Row> = within!(query, scope, "invoices.account_id").load(conn)?;
    rows.into_iter().map(statement_row).collect()
}

/// Every issued invoice of these accounts, oldest first, with what of it is in dispute now.
pub fn list_histories(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, Vec<StatementRow>>, StoreError> {
    let in_dispute = disputes::sum_in_dispute(conn, ids)?;
    histories(conn, ids, &in_dispute)
}

/// The same with what of it was in dispute at some time, as `in_dispute` says.
pub fn histories(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    in_dispute: &HashMap<InvoiceId, Money>,
) -> Result<HashMap<AccountId, Vec<StatementRow>>, StoreError> {
    let rows: Vec<Row> = invoices::table
        .filter(invoices::state.eq("issued"))
        .filter(invoices::account_id.eq_any(raw(ids)))
        .order((invoices::account_id, invoices::account_sequence))
        .select(COLUMNS)
        .load(conn)?;
    let mut histories: HashMap<AccountId, Vec<StatementRow>> = HashMap::new();
    for row in rows {
        let mut row = statement_row(row)?;
        row.issued.in_dispute = in_dispute.get(&row.id).copied().unwrap_or_default();
        histories.entry(row.account_id).or_default().push(row);
    }
    Ok(histories)
}

/// The balance of each of these accounts that has postings.
pub fn sum_balances(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, Money>, StoreError> {
    // Sums are numeric in PostgreSQL.
    let sum = sql::<Nullable<BigInt>>("CAST(SUM(amount_cents) AS BIGINT)");
    let rows: Vec<(i64, Option<i64>)> = postings::table
        .filter(postings::account_id.eq_any(raw(ids)))
        .filter(is_owed())
        .group_by(postings::account_id)
        .select((postings::account_id, sum))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, cents)| (AccountId(id), money(cents.unwrap_or_default()))).collect())
}

/// What each account of an invoice is charged on it.
pub fn list_section_totals(
    conn: &mut AnyConnection,
    invoice: InvoiceId,
) -> Result<HashMap<AccountId, Money>, StoreError> {
    let rows: Vec<(i64, i64)> = invoice_sections::table
        .filter(invoice_sections::invoice_id.eq(invoice.0))
        .select((invoice_sections::account_id, invoice_sections::total_cents))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, cents)| (AccountId(id), money(cents))).collect())
}

/// The newest `limit` invoices on which `account` has a section, whoever they bill: their rows, periods
/// and its totals.
pub fn list_parts(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<(InvoiceId, BillingPeriod, Money)>, StoreError> {
    let rows: Vec<(i64, String, i64)> = invoice_sections::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_sections::invoice_id)))
        .filter(invoice_sections::account_id.eq(account.0))
        .filter(invoices::state.eq("issued"))
        .order((invoices::invoice_date.desc(), invoices::id.desc()))
        .limit(limit)
        .select((invoices::id, invoices::period, invoice_sections::total_cents))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, period, cents)| Ok((InvoiceId(id), value("invoices.period", &period)?, money(cents))))
        .collect()
}

/// What `account` and all accounts below it owe together.
pub fn sum_group_balance(conn: &mut AnyConnection, account: AccountId) -> Result<Money, StoreError> {
    let sum = sql::<Nullable<BigInt>>("CAST(SUM(amount_cents) AS BIGINT)");
    let cents: Option<i64> = postings::table
        .filter(below!(account, "postings.account_id"))
        .filter(is_owed())
        .select(sum)
        .get_result(conn)?;
    Ok(money(cents.unwrap_or_default()))
}

/// The newest `limit` payments booked on this account.
pub fn list_payments(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<PaymentRow>, StoreError> {
    let rows: Vec<(i64, NaiveDate, String, String, i64)> = payments::table
        .filter(payments::billing_account_id.eq(account.0))
        .order((payments::received_on.desc(), payments::id.desc()))
        .limit(limit)
        .select((
            payments::id,
            payments::received_on,
            payments::method,
            payments::reference,
            payments::amount_cents,
        ))
        .load(conn)?;
    let payment = |(id, received_on, method, reference, cents)| PaymentRow {
        id: PaymentId(id),
        received_on,
        method,
        reference,
        amount: money(cents),
    };
    Ok(rows.into_iter().map(payment).collect())
}

type Columns = (
    invoices::id,
    invoices::number,
    invoices::account_id,
    invoices::account_number,
    invoices::period,
    invoices::invoice_date,
    invoices::due_date,
    invoices::new_charges_cents,
    invoices::late_fee_cents,
    invoices::payments_cents,
    invoices::credits_cents,
    invoices::adjustments_cents,
    invoices::total_due_cents,
);

const COLUMNS: Columns = (
    invoices::id,
    invoices::number,
    invoices::account_id,
    invoices::account_number,
    invoices::period,
    invoices::invoice_date,
    invoices::due_date,
    invoices::new_charges_cents,
    invoices::late_fee_cents,
    invoices::payments_cents,
    invoices::credits_cents,
    invoices::adjustments_cents,
    invoices::total_due_cents,
);

type Row = (i64, Option<String>, i64, String, String, NaiveDate, NaiveDate, i64, i64, i64, i64, i64, i64);

fn statement_row(row: Row) -> Result<StatementRow, StoreError> {
    let (new, fee, paid, credited, adjusted, total) = (row.7, row.8, row.9, row.10, row.11, row.12);
    let (id, number, account_id, account, period, invoice_date, due_date, ..) = row;
    let number = number.ok_or_else(|| StoreError::Corrupt(format!("issued invoice {id} has no number")))?;
    Ok(StatementRow {
        id: InvoiceId(id),
        number: value("invoices.number", &number)?,
        account_id: AccountId(account_id),
        account: value("invoices.account_number", &account)?,
        period: value("invoices.period", &period)?,
        invoice_date,
        issued: IssuedInvoice {
            due_date,
            new_charges: money(new),
            late_fee: money(fee),
            payments: money(paid),
            credits: money(credited),
            adjustments: money(adjusted),
            total_due: money(total),
            in_dispute: Money::ZERO,
        },
    })
}

fn raw(ids: &[AccountId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

const fn money(cents: i64) -> Money {
    Money::from_cents(cents)
}
