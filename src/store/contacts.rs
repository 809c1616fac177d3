//! Contacts of accounts.

use diesel::prelude::*;

use super::keys::pairs_in;
use super::schema::contacts;
use super::{AnyConnection, StoreError};
use crate::on_either;

/// A contact without its id.
#[derive(Clone, Debug, PartialEq, Eq, Insertable, AsChangeset, Queryable, Selectable)]
#[diesel(table_name = contacts)]
pub struct ContactRow {
    /// Whose.
    pub account_id: i64,
    /// Address, as written.
    pub email: String,
    /// The person.
    pub name: String,
    /// Their function.
    pub title: String,
    /// Phone number, as written.
    pub phone: String,
    /// Language.
    pub locale: String,
    /// `;` list of roles.
    pub roles: String,
    /// How the invoice is sent.
    pub delivery: String,
}

/// The contacts with these accounts and addresses.
pub fn list_by_keys(
    conn: &mut AnyConnection,
    keys: &[(i64, &str)],
) -> Result<Vec<(i64, ContactRow)>, StoreError> {
    Ok(on_either!(conn, |c| contacts::table
        .filter(pairs_in(contacts::account_id, contacts::email, keys))
        .select((contacts::id, ContactRow::as_select()))
        .load(c))?)
}

/// The highest id so far.
pub fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let last: Option<i64> = contacts::table.select(diesel::dsl::max(contacts::id)).first(conn)?;
    Ok(last.unwrap_or(0))
}

/// Adds contacts, in one statement.
pub fn insert_contacts(conn: &mut AnyConnection, rows: &[ContactRow]) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(contacts::table).values(rows).execute(c))?;
    Ok(())
}

/// Replaces a contact.
pub fn update_contact(conn: &mut AnyConnection, id: i64, row: &ContactRow) -> Result<(), StoreError> {
    diesel::update(contacts::table.find(id)).set(row).execute(conn)?;
    Ok(())
}
