//! The database: SQL and nothing else. One file per aggregate.
//!
//! Invariants: no rule of billing is decided here; no other room speaks SQL; no network or file
//! I/O happens while a transaction is open.

pub mod audit;
pub mod bill_runs;
pub mod checks;
pub mod connection;
pub mod documents;
pub mod facts;
pub mod invoices;
pub mod outbox;
pub mod people;
pub mod postings;
mod rows;
pub mod schema;
pub mod sessions;
pub mod statements;
pub mod tries;

pub use connection::{AnyConnection, Db, StoreError};
