//! BillCenter bills the business customers of a telecom provider: once a month, to the cent, and each
//! document once.
//!
//! # Rooms
//!
//! Each arrow is an import; none points up or sideways (`tests/tidy.rs` holds this).
//!
//! ```text
//! main -> cli    web    scheduler      who asks
//!           \     |     /
//!             services                 use cases: load, decide, save, record, enqueue
//!         /     |    |    \
//!     store    pdf  mail   files       the outside world: SQL, documents, post, stored bytes
//!         \     |    |    /
//!             domain                   rules: (facts, now) -> decision
//!               |
//!             values                   a value that exists is valid
//! ```
//!
//! [`config`], [`clock`] and [`logs`] stand beside, [`texts`] has the words in both languages. Who asks
//! reaches the world through [`services`] only; `store`, `pdf`, `mail` and `files` know nothing of each
//! other.
//! To follow a month, read [`services::bill_run`], from there [`domain::draft`] for what an invoice is,
//! and [`services::delivery`] for how it leaves. What the calendar starts is in [`services::due`].
//!
//! # What always holds
//!
//! 1. Money is whole cents, rates are decimals, nothing is a float. Only [`values`] rounds.
//! 2. Days are civil days in Mountain Time, instants are stored in UTC. Only [`clock`] asks the time, so
//!    that a clock that stands still drives tests and rehearsals.
//! 3. An issued document never changes: database triggers guard its rows, everything it shows is copied
//!    onto it, and the bytes of its PDF, a pure function of those rows, are kept under their SHA-256.
//! 4. Each document posts a balanced entry. A balance is the sum of postings and is kept nowhere else;
//!    paid and past due are found out, never set.
//! 5. A document, its postings, its messages and its audit row commit together. Nothing is sent and no
//!    file is written while a transaction is open.
//! 6. A step of the month is a row with a unique key, moved by updates that name the state it must be
//!    in. So any process may die at any instruction, another goes on, and twice equals once.
//! 7. The counts agree: expected = drafted + held + failed; recipients = sent + retrying + failed +
//!    suppressed. A difference is an alarm, not a rounding.
//! 8. The audit log only grows, and each row carries the hash of the one before.
//! 9. What a person may see is decided in [`domain::access`] and applied in the query: what belongs to
//!    another customer does not exist.
//!
//! Two databases, one code: the URL chooses SQLite or PostgreSQL when the program starts, each statement
//! is written once for both, and every test of the database runs on both.

// Only the command line talks to a terminal; everything else logs or returns.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod files;
pub mod logs;
pub mod mail;
pub mod pdf;
pub mod scheduler;
pub mod services;
pub mod store;
pub mod texts;
pub mod values;
pub mod web;
