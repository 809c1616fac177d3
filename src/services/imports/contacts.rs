//! Contacts: all of one may change.

use super::fields::{Cells, Column, Need, parsed, text};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored};
use crate::store::accounts::AccountLink;
use crate::store::contacts::{self, ContactRow};
use crate::store::{AnyConnection, StoreError};
use crate::values::Invalid;
use crate::values::contact::{ContactRole, Delivery, EmailAddress};
use crate::values::locale::Locale;
use crate::values::number::AccountNumber;

pub(super) struct Contacts;

pub(super) struct Parsed {
    account: AccountNumber,
    email: EmailAddress,
    name: String,
    title: String,
    phone: String,
    locale: Option<Locale>,
    roles: String,
    delivery: Delivery,
}

impl Kind for Contacts {
    const COLUMNS: &'static [Column] = &[
        ("account", Need::Value),
        ("email", Need::Value),
        ("name", Need::Nothing),
        ("title", Need::Nothing),
        ("phone", Need::Nothing),
        ("locale", Need::Nothing),
        ("roles", Need::Column),
        ("delivery", Need::Nothing),
    ];
    const KEY: &'static str = "email";
    type Parsed = Parsed;
    type Row = ContactRow;

    fn read(&self, cells: &mut Cells<'_>, _: Today) -> Option<Parsed> {
        let account = cells.required("account", parsed);
        let email = cells.required("email", parsed);
        let name = cells.text("name");
        let title = cells.text("title");
        let phone = cells.text("phone");
        let locale = cells.optional("locale", parsed);
        let roles = cells.or("roles", String::new(), roles);
        let delivery = cells.or("delivery", Delivery::Attachment, parsed);
        Some(Parsed {
            account: account?,
            email: email?,
            name: name?,
            title: title?,
            phone: phone?,
            locale: locale?,
            roles: roles?,
            delivery: delivery?,
        })
    }

    fn account(parsed: &Parsed) -> Option<&AccountNumber> {
        Some(&parsed.account)
    }

    fn complete(&self, parsed: Parsed, account: Option<&AccountLink>) -> Result<ContactRow, Refusal> {
        let account = account.expect("every contact names its account");
        Ok(ContactRow {
            account_id: account.id,
            email: parsed.email.as_str().to_owned(),
            name: parsed.name,
            title: parsed.title,
            phone: parsed.phone,
            // Whoever names no language reads their account's.
            locale: parsed.locale.map_or_else(|| account.locale.clone(), |locale| locale.as_str().to_owned()),
            roles: parsed.roles,
            delivery: parsed.delivery.as_str().to_owned(),
        })
    }

    fn key(row: &ContactRow) -> Key {
        (row.account_id, row.email.clone())
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        contacts::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<ContactRow>>, StoreError> {
        Ok(contacts::list_by_keys(conn, keys)?.into_iter().map(Stored::from).collect())
    }

    fn refuse(
        &self,
        _: &mut AnyConnection,
        _: &[Change<ContactRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        Ok(Vec::new())
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[ContactRow]) -> Result<(), StoreError> {
        contacts::insert_contacts(conn, rows)
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<ContactRow>]) -> Result<(), StoreError> {
        changes.iter().try_for_each(|change| contacts::update_contact(conn, change.old.id, &change.new))
    }
}

/// A `;` list of roles, in one order whatever that of the file.
fn roles(cell: &str) -> Result<String, Invalid> {
    let cell = text(cell)?;
    let mut roles = cell
        .split(';')
        .map(str::trim)
        .filter(|role| !role.is_empty())
        .map(str::parse)
        .collect::<Result<Vec<ContactRole>, Invalid>>()?;
    roles.sort();
    roles.dedup();
    Ok(roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"))
}
