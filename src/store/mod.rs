//! The database: SQL and nothing else. One file per aggregate.
//!
//! Invariants: no rule of billing is decided here; no other room speaks SQL; no network or file
//! I/O happens while a transaction is open.

pub mod account_search;
pub mod account_story;
pub mod accounts;
pub mod adjustments;
pub mod audit;
pub mod bill_runs;
pub mod books;
pub mod call_search;
pub mod calls;
pub mod cases;
pub mod charges;
pub mod checks;
pub mod connection;
pub mod contacts;
pub mod credit_notes;
pub mod deliveries;
pub mod disputes;
pub mod documents;
mod either;
pub mod factors;
pub mod facts;
pub mod hierarchy;
pub mod invoices;
mod keys;
pub mod locks;
pub mod looks;
pub mod macd;
pub mod money;
pub mod money_requests;
pub mod month;
pub mod names;
pub mod outbox;
pub mod payments;
pub mod people;
pub mod postings;
pub mod rates;
pub mod reminders;
pub mod reports;
pub mod review;
mod rows;
pub mod schema;
mod schema_accounts;
mod schema_books;
mod schema_cases;
mod schema_macd;
mod schema_money;
mod schema_month;
mod schema_post;
mod schema_reminders;
mod schema_sign_in;
mod scope;
pub mod services;
pub mod sessions;
pub mod settings;
pub mod staff;
pub mod statements;
pub mod statistics;
pub mod suppressed;
pub mod taxes;
pub mod tries;
pub mod unidentified;

pub use connection::{Db, StoreError};
pub use either::AnyConnection;
