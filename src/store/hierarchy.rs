//! Accounts as their people see them: names, and who is above whom.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rows::value;
use super::schema::accounts;
use super::scope::{above, below, within};
use super::{AnyConnection, StoreError};
use crate::domain::access::Scope;
use crate::domain::hierarchy::AccountNode;
use crate::values::ids::AccountId;
use crate::values::locale::Locale;
use crate::values::number::AccountNumber;

type Backend = <AnyConnection as Connection>::Backend;

type Row = (i64, String, String, String, Option<i64>, bool);

type Columns = (
    accounts::id,
    accounts::number,
    accounts::name,
    accounts::nickname,
    accounts::parent_id,
    accounts::bills_separately,
);

const COLUMNS: Columns = (
    accounts::id,
    accounts::number,
    accounts::name,
    accounts::nickname,
    accounts::parent_id,
    accounts::bills_separately,
);

/// Up to `limit` accounts of this scope, by number.
pub fn list_accounts(
    conn: &mut AnyConnection,
    scope: Scope,
    limit: i64,
) -> Result<Vec<AccountNode>, StoreError> {
    let query = accounts::table.order(accounts::number).limit(limit).select(COLUMNS).into_boxed::<Backend>();
    let rows: Vec<Row> = within!(query, scope, "accounts.id").load(conn)?;
    rows.into_iter().map(node).collect()
}

/// Those of these accounts that exist, in the order of their ids.
pub fn list_accounts_by_id(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<Vec<AccountNode>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let query = accounts::table.filter(accounts::id.eq_any(ids)).order(accounts::id).select(COLUMNS);
    query.load::<Row>(conn)?.into_iter().map(node).collect()
}

/// The account with this number, where it exists for this scope.
pub fn find_account(
    conn: &mut AnyConnection,
    scope: Scope,
    number: &AccountNumber,
) -> Result<Option<AccountNode>, StoreError> {
    let query =
        accounts::table.filter(accounts::number.eq(number.as_str())).select(COLUMNS).into_boxed::<Backend>();
    let row: Option<Row> = within!(query, scope, "accounts.id").first(conn).optional()?;
    row.map(node).transpose()
}

/// The account with this row, where it exists for this scope.
pub fn find_account_by_id(
    conn: &mut AnyConnection,
    scope: Scope,
    id: AccountId,
) -> Result<Option<AccountNode>, StoreError> {
    let query = accounts::table.filter(accounts::id.eq(id.0)).select(COLUMNS).into_boxed::<Backend>();
    let row: Option<Row> = within!(query, scope, "accounts.id").first(conn).optional()?;
    row.map(node).transpose()
}

/// Up to `limit` accounts below `parent`, at whatever depth, by number.
pub fn list_below(
    conn: &mut AnyConnection,
    parent: AccountId,
    limit: i64,
) -> Result<Vec<AccountNode>, StoreError> {
    let rows: Vec<Row> = accounts::table
        .filter(below!(parent, "accounts.id"))
        .filter(accounts::id.ne(parent.0))
        .order(accounts::number)
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(node).collect()
}

/// Up to `limit` accounts right below `parent`, by number.
pub fn list_children(
    conn: &mut AnyConnection,
    parent: AccountId,
    limit: i64,
) -> Result<Vec<AccountNode>, StoreError> {
    let rows: Vec<Row> = accounts::table
        .filter(accounts::parent_id.eq(parent.0))
        .order(accounts::number)
        .limit(limit)
        .select(COLUMNS)
        .load(conn)?;
    rows.into_iter().map(node).collect()
}

/// The accounts above this one, the nearest first.
pub fn list_above(conn: &mut AnyConnection, account: AccountId) -> Result<Vec<AccountNode>, StoreError> {
    let rows: Vec<Row> = accounts::table.filter(above!(account, "accounts.id")).select(COLUMNS).load(conn)?;
    let mut all: HashMap<AccountId, AccountNode> =
        rows.into_iter().map(|row| node(row).map(|node| (node.id, node))).collect::<Result<_, _>>()?;
    let mut next = all.remove(&account).and_then(|node| node.parent);
    let mut found = Vec::new();
    while let Some(node) = next.and_then(|id| all.remove(&id)) {
        next = node.parent;
        found.push(node);
    }
    Ok(found)
}

fn node((id, number, name, nickname, parent, bills_separately): Row) -> Result<AccountNode, StoreError> {
    Ok(AccountNode {
        id: AccountId(id),
        number: value("accounts.number", &number)?,
        name,
        nickname,
        parent: parent.map(AccountId),
        is_billed: parent.is_none() || bills_separately,
    })
}

/// The language of an account's documents.
pub fn find_locale(conn: &mut AnyConnection, id: AccountId) -> Result<Locale, StoreError> {
    let locale: String = accounts::table.find(id.0).select(accounts::locale).get_result(conn)?;
    value("accounts.locale", &locale)
}

/// Whether `account` is `top` or below it.
pub fn is_at_or_below(
    conn: &mut AnyConnection,
    account: AccountId,
    top: AccountId,
) -> Result<bool, StoreError> {
    let found = accounts::table.filter(accounts::id.eq(account.0)).filter(below!(top, "accounts.id")).count();
    Ok(found.get_result::<i64>(conn)? > 0)
}
