//! What one page of the office tells of an account, block by block: each one query with a limit.

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::charges::ChargeRow;
use super::rows::value;
use super::schema::{accounts, calls, charges, services, user_accounts, users};
use super::scope::above;
use super::services::ServiceRow;
use super::{AnyConnection, StoreError};
use crate::domain::access::Role;
use crate::values::ids::{AccountId, ChargeId, ServiceId, UserId};
use crate::values::number::AccountNumber;

/// A login that sees an account.
#[derive(Clone, Debug)]
pub struct LoginRow {
    /// Row id.
    pub id: UserId,
    /// The address.
    pub email: String,
    /// What they sign in as.
    pub role: Role,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Whether they have set a password.
    pub has_password: bool,
    /// The account by which they see it: itself, or one above it.
    pub granted: AccountNumber,
}

type Row = (i64, String, String, bool, bool, String);

/// What sees an account: grants of it, or of one above it.
macro_rules! logins {
    ($account:expr) => {
        user_accounts::table
            .inner_join(users::table.on(users::id.eq(user_accounts::user_id)))
            .inner_join(accounts::table.on(accounts::id.eq(user_accounts::account_id)))
            .filter(above!($account, "user_accounts.account_id"))
    };
}

/// The columns of a [`Row`], in its order.
macro_rules! login_columns {
    () => {
        (
            users::id,
            users::email,
            users::role,
            users::is_active,
            users::password_hash.is_not_null(),
            accounts::number,
        )
    };
}

/// Up to `limit` services of an account that run on `day` or later, by code.
pub fn list_active_services(
    conn: &mut AnyConnection,
    account: AccountId,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<(ServiceId, ServiceRow)>, StoreError> {
    let rows: Vec<(i64, ServiceRow)> = services::table
        .filter(services::account_id.eq(account.0))
        .filter(services::ends_on.is_null().or(services::ends_on.ge(day)))
        .order(services::code)
        .limit(limit)
        .select((services::id, ServiceRow::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, row)| (ServiceId(id), row)).collect())
}

/// Up to `limit` services of an account that ended before `day`, the last ones first.
pub fn list_ended_services(
    conn: &mut AnyConnection,
    account: AccountId,
    day: NaiveDate,
    limit: i64,
) -> Result<Vec<(ServiceId, ServiceRow)>, StoreError> {
    let rows: Vec<(i64, ServiceRow)> = services::table
        .filter(services::account_id.eq(account.0))
        .filter(services::ends_on.lt(day))
        .order((services::ends_on.desc(), services::code))
        .limit(limit)
        .select((services::id, ServiceRow::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, row)| (ServiceId(id), row)).collect())
}

/// Up to `limit` charges and credits of an account that no invoice has, the last ones first.
pub fn list_open_charges(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<(ChargeId, ChargeRow)>, StoreError> {
    let rows: Vec<(i64, ChargeRow)> = charges::table
        .filter(charges::account_id.eq(account.0))
        .filter(charges::invoice_id.is_null())
        .order((charges::charged_on.desc(), charges::id.desc()))
        .limit(limit)
        .select((charges::id, ChargeRow::as_select()))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, row)| (ChargeId(id), row)).collect())
}

/// How many calls of an account no invoice has, and how many seconds they are together.
pub fn sum_open_calls(conn: &mut AnyConnection, account: AccountId) -> Result<(i64, i64), StoreError> {
    // Sums are numeric in PostgreSQL.
    let seconds = sql::<Nullable<BigInt>>("CAST(SUM(seconds) AS BIGINT)");
    let (count, seconds): (i64, Option<i64>) = calls::table
        .filter(calls::account_id.eq(account.0))
        .filter(calls::invoice_id.is_null())
        .select((diesel::dsl::count_star(), seconds))
        .get_result(conn)?;
    Ok((count, seconds.unwrap_or_default()))
}

/// The login with this row, where it sees the account: by itself if it can.
pub fn find_login(
    conn: &mut AnyConnection,
    account: AccountId,
    user: UserId,
) -> Result<Option<LoginRow>, StoreError> {
    let rows: Vec<(i64, Row)> = logins!(account)
        .filter(user_accounts::user_id.eq(user.0))
        .select((user_accounts::account_id, login_columns!()))
        .load(conn)?;
    let itself = rows.iter().position(|(granted, _)| *granted == account.0).unwrap_or_default();
    rows.into_iter().nth(itself).map(|(_, row)| login(row)).transpose()
}

/// Up to `limit` logins to which an account is granted, or one above it, by address.
pub fn list_logins(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<LoginRow>, StoreError> {
    let found = logins!(account).order((users::email, accounts::number)).limit(limit);
    let rows: Vec<Row> = found.select(login_columns!()).load(conn)?;
    rows.into_iter().map(login).collect()
}

fn login((id, email, role, is_active, has_password, granted): Row) -> Result<LoginRow, StoreError> {
    Ok(LoginRow {
        id: UserId(id),
        email,
        role: value("users.role", &role)?,
        is_active,
        has_password,
        granted: value("accounts.number", &granted)?,
    })
}
