//! One connection type over both databases.
#![allow(missing_docs, reason = "what diesel's derive makes has none")]

use diesel::pg::PgConnection;
use diesel::sqlite::SqliteConnection;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// The embedded default.
    Sqlite(SqliteConnection),
    /// For those who outgrow one machine.
    Postgres(PgConnection),
}

/// Types the same expression once per database, for what diesel does not do over both at once:
/// batch inserts, `ON CONFLICT`, row locks.
#[macro_export]
macro_rules! on_either {
    ($conn:expr, |$each:ident| $body:expr) => {
        match $conn {
            $crate::store::AnyConnection::Sqlite($each) => $body,
            $crate::store::AnyConnection::Postgres($each) => $body,
        }
    };
}
