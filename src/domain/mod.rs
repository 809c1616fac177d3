//! The rules of billing: pure, `(facts, now) -> decision`.
//!
//! Invariant: nothing here asks the time, touches a database, a file or the network.

pub mod invoice;
