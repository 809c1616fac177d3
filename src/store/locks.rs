//! Locks that are not rows.

use diesel::prelude::*;

use super::{AnyConnection, StoreError};

/// Any number that nothing else locks: the first letters of "BillCenter import".
const IMPORT: i64 = 0x4243_494d;

/// Lets one import run at a time, until its transaction ends. SQLite's one writer does that already.
pub fn lock_imports(conn: &mut AnyConnection) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = conn {
        diesel::sql_query("SELECT pg_advisory_xact_lock($1)")
            .bind::<diesel::sql_types::BigInt, _>(IMPORT)
            .execute(c)?;
    }
    Ok(())
}
