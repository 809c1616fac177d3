//! Accounts by what somebody says of them. Every search is a range of an index: exact, or the beginning of
//! what is stored, ASCII letters without case.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::rows::value;
use super::schema::{accounts, contacts, invoices, user_accounts, users};
use super::{AnyConnection, StoreError};
use crate::values::ids::AccountId;
use crate::values::number::{AccountNumber, InvoiceNumber};

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    /// Row id.
    pub id: AccountId,
    /// Its number.
    pub number: AccountNumber,
    /// Whose.
    pub name: String,
    /// City.
    pub city: String,
    /// State or province.
    pub region: String,
    /// Since when.
    pub opened_on: NaiveDate,
    /// Until when.
    pub closed_on: Option<NaiveDate>,
    /// Whether it gets invoices of its own.
    pub is_billed: bool,
}

/// What is looked for by its beginning; each has its index.
#[derive(Clone, Copy, Debug)]
enum Key {
    Number,
    Name,
    Email,
    Digits,
}

impl Key {
    /// As in the migration, letter by letter: else the index would not be used.
    const fn expression(self, is_postgres: bool) -> &'static str {
        match (self, is_postgres) {
            (Key::Number, false) => "lower(number)",
            (Key::Number, true) => "lower(number COLLATE \"C\")",
            (Key::Name, false) => "lower(name)",
            (Key::Name, true) => "lower(name COLLATE \"C\")",
            (Key::Email, false) => "lower(email)",
            (Key::Email, true) => "lower(email COLLATE \"C\")",
            (Key::Digits, false) => {
                "replace(replace(replace(replace(replace(replace(replace(phone, ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), '+', '')"
            }
            (Key::Digits, true) => {
                "replace(replace(replace(replace(replace(replace(replace(phone COLLATE \"C\", ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''), '/', ''), '+', '')"
            }
        }
    }
}

/// That `$key` begins with `$start`, and the order by it.
macro_rules! begins {
    ($conn:expr, $key:expr, $start:expr) => {{
        let expression = $key.expression(matches!($conn, AnyConnection::Postgres(_)));
        // Behind everything that begins so: the last character there is.
        let end = format!("{}\u{10FFFF}", $start);
        let range = sql::<Bool>(expression)
            .sql(" >= ")
            .bind::<Text, _>($start.to_owned())
            .sql(" AND ")
            .sql(expression)
            .sql(" < ")
            .bind::<Text, _>(end);
        (range, sql::<Text>(expression))
    }};
}

/// Up to `limit` accounts whose number begins with `start`, in small letters.
pub fn list_by_number(
    conn: &mut AnyConnection,
    start: &str,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let (range, order) = begins!(conn, Key::Number, start);
    let found = accounts::table.filter(range).order(order).limit(limit).select(accounts::id);
    Ok(ids(found.load(conn)?))
}

/// Up to `limit` accounts whose name begins with `start`, in small letters.
pub fn list_by_name(conn: &mut AnyConnection, start: &str, limit: i64) -> Result<Vec<AccountId>, StoreError> {
    let (range, order) = begins!(conn, Key::Name, start);
    let found = accounts::table.filter(range).order(order).limit(limit).select(accounts::id);
    Ok(ids(found.load(conn)?))
}

/// Up to `limit` accounts with a contact whose address begins with `start`, in small letters, each with
/// that address.
pub fn list_by_email(
    conn: &mut AnyConnection,
    start: &str,
    limit: i64,
) -> Result<Vec<(AccountId, String)>, StoreError> {
    let (range, order) = begins!(conn, Key::Email, start);
    let found: Vec<(i64, String)> = contacts::table
        .filter(range)
        .order(order)
        .limit(limit)
        .select((contacts::account_id, contacts::email))
        .load(conn)?;
    Ok(found.into_iter().map(|(id, email)| (AccountId(id), email)).collect())
}

/// Up to `limit` accounts with a contact whose phone number has these first digits, each with the number as
/// it is written.
pub fn list_by_phone(
    conn: &mut AnyConnection,
    start: &str,
    limit: i64,
) -> Result<Vec<(AccountId, String)>, StoreError> {
    let (range, order) = begins!(conn, Key::Digits, start);
    let found: Vec<(i64, String)> = contacts::table
        .filter(range)
        .order(order)
        .limit(limit)
        .select((contacts::account_id, contacts::phone))
        .load(conn)?;
    Ok(found.into_iter().map(|(id, phone)| (AccountId(id), phone)).collect())
}

/// Up to `limit` accounts granted to the login with this address, in small letters.
pub fn list_by_login(
    conn: &mut AnyConnection,
    email: &str,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let found = user_accounts::table
        .inner_join(users::table.on(users::id.eq(user_accounts::user_id)))
        .filter(users::email.eq(email))
        .order(user_accounts::account_id)
        .limit(limit)
        .select(user_accounts::account_id);
    Ok(ids(found.load(conn)?))
}

/// The account that the issued invoice with this number bills.
pub fn find_billed_by(
    conn: &mut AnyConnection,
    number: &InvoiceNumber,
) -> Result<Option<AccountId>, StoreError> {
    let found = invoices::table
        .filter(invoices::number.eq(number.as_str()))
        .filter(invoices::state.eq("issued"))
        .select(invoices::account_id);
    Ok(found.get_result(conn).optional()?.map(AccountId))
}

type Columns = (
    accounts::id,
    accounts::number,
    accounts::name,
    accounts::city,
    accounts::region,
    accounts::opened_on,
    accounts::closed_on,
    accounts::parent_id,
    accounts::bills_separately,
);

const COLUMNS: Columns = (
    accounts::id,
    accounts::number,
    accounts::name,
    accounts::city,
    accounts::region,
    accounts::opened_on,
    accounts::closed_on,
    accounts::parent_id,
    accounts::bills_separately,
);

type Row = (i64, String, String, String, String, NaiveDate, Option<NaiveDate>, Option<i64>, bool);

/// Up to `limit` accounts, those added last first, from the one after `after` on.
pub fn list_newest(
    conn: &mut AnyConnection,
    after: Option<AccountId>,
    limit: i64,
) -> Result<Vec<AccountLine>, StoreError> {
    let before = after.map_or(i64::MAX, |after| after.0);
    let rows: Vec<Row> = accounts::table
        .filter(accounts::id.lt(before))
        .order(accounts::id.desc())
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(line).collect()
}

/// These accounts.
pub fn list_lines(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, AccountLine>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<Row> = accounts::table.filter(accounts::id.eq_any(ids)).select(COLUMNS).load(conn)?;
    rows.into_iter().map(|row| line(row).map(|line| (line.id, line))).collect()
}

fn line(row: Row) -> Result<AccountLine, StoreError> {
    let (id, number, name, city, region, opened_on, closed_on, parent, bills_separately) = row;
    Ok(AccountLine {
        id: AccountId(id),
        number: value("accounts.number", &number)?,
        name,
        city,
        region,
        opened_on,
        closed_on,
        is_billed: parent.is_none() || bills_separately,
    })
}

fn ids(found: Vec<i64>) -> Vec<AccountId> {
    found.into_iter().map(AccountId).collect()
}
