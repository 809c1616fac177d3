//! Contacts of accounts.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::keys::pairs_in;
use super::rows::value;
use super::schema::{accounts, contacts, invoices};
use super::scope::{above, within};
use super::{AnyConnection, StoreError};
use crate::domain::access::Scope;
use crate::domain::contacts::{Known, Person};
use crate::on_either;
use crate::values::contact::EmailAddress;
use crate::values::ids::{AccountId, ContactId};
use crate::values::label::Label;

type Backend = <AnyConnection as Connection>::Backend;

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

/// Every contact of an account, in the order of their adding.
pub fn list_contacts(conn: &mut AnyConnection, account: AccountId) -> Result<Vec<Known>, StoreError> {
    let rows: Vec<(i64, ContactRow)> = contacts::table
        .filter(contacts::account_id.eq(account.0))
        .order(contacts::id)
        .select((contacts::id, ContactRow::as_select()))
        .load(conn)?;
    rows.into_iter().map(|(id, row)| Ok(Known { id: ContactId(id), person: person(row)? })).collect()
}

/// The account of the contact with row `id`, where it exists for this scope.
pub fn find_account_of(
    conn: &mut AnyConnection,
    scope: Scope,
    id: ContactId,
) -> Result<Option<AccountId>, StoreError> {
    let query = contacts::table.find(id.0).select(contacts::account_id).into_boxed::<Backend>();
    let account: Option<i64> = within!(query, scope, "contacts.account_id").first(conn).optional()?;
    Ok(account.map(AccountId))
}

/// The primary main points of contact of an account and of all accounts above it.
pub fn list_primaries(conn: &mut AnyConnection, account: AccountId) -> Result<Vec<EmailAddress>, StoreError> {
    let emails: Vec<String> = contacts::table
        .filter(above!(account, "contacts.account_id"))
        .filter(contacts::roles.like("%mpoc_primary%"))
        .select(contacts::email)
        .load(conn)?;
    emails.iter().map(|email| value("contacts.email", email)).collect()
}

/// The main points of contact of an account and of all accounts above it, primary ones included.
pub fn list_mpocs(conn: &mut AnyConnection, account: AccountId) -> Result<Vec<EmailAddress>, StoreError> {
    let emails: Vec<String> = contacts::table
        .filter(above!(account, "contacts.account_id"))
        .filter(contacts::roles.like("%mpoc%"))
        .select(contacts::email)
        .load(conn)?;
    emails.iter().map(|email| value("contacts.email", email)).collect()
}

/// Adds one contact.
pub fn insert_contact(
    conn: &mut AnyConnection,
    account: AccountId,
    person: &Person,
) -> Result<(), StoreError> {
    insert_contacts(conn, &[row(account, person)])
}

/// Replaces a contact that is as it was read.
///
/// # Errors
/// A conflict where it is not.
pub fn replace_contact(
    conn: &mut AnyConnection,
    account: AccountId,
    old: &Known,
    new: &Person,
) -> Result<(), StoreError> {
    let old_row = row(account, &old.person);
    let unchanged = contacts::table
        .find(old.id.0)
        .filter(contacts::account_id.eq(old_row.account_id))
        .filter(contacts::email.eq(old_row.email))
        .filter(contacts::roles.eq(old_row.roles));
    match diesel::update(unchanged).set(row(account, new)).execute(conn)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("a contact".to_owned())),
    }
}

/// Deletes a contact of this account. What was sent to it keeps its address.
///
/// # Errors
/// A conflict where it is not there any more.
pub fn delete_contact(conn: &mut AnyConnection, account: AccountId, id: ContactId) -> Result<(), StoreError> {
    let row = contacts::table.find(id.0).filter(contacts::account_id.eq(account.0));
    match diesel::delete(row).execute(conn)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict("a contact".to_owned())),
    }
}

fn row(account: AccountId, person: &Person) -> ContactRow {
    ContactRow {
        account_id: account.0,
        email: person.email.to_string(),
        name: person.name.to_string(),
        title: person.title.to_string(),
        phone: person.phone.to_string(),
        locale: person.locale.to_string(),
        roles: person.roles_text(),
        delivery: person.delivery.as_str().to_owned(),
    }
}

fn person(row: ContactRow) -> Result<Person, StoreError> {
    let roles = row.roles.split(';').filter(|role| !role.is_empty());
    Ok(Person {
        email: value("contacts.email", &row.email)?,
        name: Label::as_stored(row.name),
        title: Label::as_stored(row.title),
        phone: Label::as_stored(row.phone),
        locale: value("contacts.locale", &row.locale)?,
        roles: roles.map(|role| value("contacts.roles", role)).collect::<Result<_, _>>()?,
        delivery: value("contacts.delivery", &row.delivery)?,
    })
}

/// When an account was opened, and when its people last said that its contacts are right.
pub fn find_confirmation(
    conn: &mut AnyConnection,
    account: AccountId,
) -> Result<(NaiveDate, Option<NaiveDate>), StoreError> {
    let columns = (accounts::opened_on, accounts::contacts_confirmed_on);
    Ok(accounts::table.find(account.0).select(columns).first(conn)?)
}

/// Writes down that the contacts of an account are right.
pub fn mark_confirmed(conn: &mut AnyConnection, account: AccountId, on: NaiveDate) -> Result<(), StoreError> {
    diesel::update(accounts::table.find(account.0))
        .set(accounts::contacts_confirmed_on.eq(Some(on)))
        .execute(conn)?;
    Ok(())
}

/// Whether an account has an issued invoice.
pub fn has_invoice(conn: &mut AnyConnection, account: AccountId) -> Result<bool, StoreError> {
    let issued = invoices::table
        .filter(invoices::account_id.eq(account.0))
        .filter(invoices::state.eq("issued"))
        .select(invoices::id);
    Ok(issued.first::<i64>(conn).optional()?.is_some())
}
