//! Customers' accounts and their hierarchy.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::schema::accounts;
use super::{AnyConnection, StoreError};
use crate::on_either;

/// An account without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = accounts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub struct AccountRow {
    /// The provider's number for it.
    pub number: String,
    /// The account above it.
    pub parent_id: Option<i64>,
    /// Whose.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// City.
    pub city: String,
    /// State or province.
    pub region: String,
    /// ZIP or postal code.
    pub postal_code: String,
    /// Two letters.
    pub country: String,
    /// `USD`.
    pub currency: String,
    /// Language of its documents.
    pub locale: String,
    /// Days from invoice date to due date.
    pub terms_days: i32,
    /// Canonical decimal.
    pub late_fee_percent: String,
    /// Receives its own invoice though it has a parent.
    pub bills_separately: bool,
    /// Since when.
    pub opened_on: NaiveDate,
    /// Until when.
    pub closed_on: Option<NaiveDate>,
    /// Exempt from taxes of a government.
    pub tax_exempt: bool,
}

/// An account's place in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct AccountLink {
    /// Row id.
    pub id: i64,
    /// Number.
    pub number: String,
    /// The account above it.
    pub parent_id: Option<i64>,
    /// Receives its own invoice.
    pub bills_separately: bool,
    /// Language.
    pub locale: String,
}

/// The accounts with these numbers.
pub fn list_by_numbers(
    conn: &mut AnyConnection,
    numbers: &[&str],
) -> Result<Vec<(i64, AccountRow)>, StoreError> {
    Ok(on_either!(conn, |c| accounts::table
        .filter(accounts::number.eq_any(numbers))
        .select((accounts::id, AccountRow::as_select()))
        .load(c))?)
}

/// The places of the accounts with these numbers.
pub fn list_links_by_numbers(
    conn: &mut AnyConnection,
    numbers: &[&str],
) -> Result<Vec<AccountLink>, StoreError> {
    Ok(on_either!(conn, |c| accounts::table
        .filter(accounts::number.eq_any(numbers))
        .select(AccountLink::as_select())
        .load(c))?)
}

/// The places of the accounts with these ids.
pub fn list_links_by_ids(conn: &mut AnyConnection, ids: &[i64]) -> Result<Vec<AccountLink>, StoreError> {
    Ok(on_either!(conn, |c| accounts::table
        .filter(accounts::id.eq_any(ids))
        .select(AccountLink::as_select())
        .load(c))?)
}

/// Adds accounts, in one statement.
pub fn insert_accounts(conn: &mut AnyConnection, rows: &[AccountRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(accounts::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces an account.
pub fn update_account(conn: &mut AnyConnection, id: i64, row: &AccountRow) -> Result<(), StoreError> {
    diesel::update(accounts::table.find(id)).set(row).execute(conn)?;
    Ok(())
}

/// Puts the account with `number` below another.
pub fn update_parent(conn: &mut AnyConnection, number: &str, parent_id: i64) -> Result<(), StoreError> {
    diesel::update(accounts::table.filter(accounts::number.eq(number)))
        .set(accounts::parent_id.eq(parent_id))
        .execute(conn)?;
    Ok(())
}
