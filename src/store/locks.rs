//! Locks that are not rows.

use diesel::prelude::*;

use super::schema::{accounts, cases};
use super::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, CaseId};

/// Any number that nothing else locks: the first letters of "BillCenter import".
const IMPORT: i64 = 0x4243_494d;

/// As [`IMPORT`], of "BillCenter books".
const BOOKS: i64 = 0x4243_424b;

/// Lets one import run at a time, until its transaction ends. SQLite's one writer does that already.
pub fn lock_imports(conn: &mut AnyConnection) -> Result<(), StoreError> {
    advise(conn, "SELECT pg_advisory_xact_lock($1)", IMPORT)
}

/// Keeps the books from being closed until this transaction ends; others may book meanwhile.
pub fn hold_books_open(conn: &mut AnyConnection) -> Result<(), StoreError> {
    advise(conn, "SELECT pg_advisory_xact_lock_shared($1)", BOOKS)
}

/// Waits for everybody who books, and lets nobody book until this transaction ends.
pub fn lock_books(conn: &mut AnyConnection) -> Result<(), StoreError> {
    advise(conn, "SELECT pg_advisory_xact_lock($1)", BOOKS)
}

fn advise(conn: &mut AnyConnection, query: &str, key: i64) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = conn {
        diesel::sql_query(query).bind::<diesel::sql_types::BigInt, _>(key).execute(c)?;
    }
    Ok(())
}

/// Lets one person at a time change what belongs to this account, until the transaction ends, so that
/// a rule over several rows holds for all of them. SQLite's one writer does that already.
pub fn lock_account(conn: &mut AnyConnection, account: AccountId) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = conn {
        accounts::table.find(account.0).select(accounts::id).for_no_key_update().first::<i64>(c)?;
    }
    Ok(())
}

/// Lets one person at a time decide what happens to this case, until the transaction ends.
pub fn lock_case(conn: &mut AnyConnection, case: CaseId) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = conn {
        cases::table.find(case.0).select(cases::id).for_no_key_update().first::<i64>(c).optional()?;
    }
    Ok(())
}
