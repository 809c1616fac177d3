//! The rules of billing: pure, `(facts, now) -> decision`.
//!
//! Invariant: nothing here asks the time, touches a database, a file or the network.

pub mod access;
pub mod account;
pub mod adjustment;
pub mod aging;
pub mod attachment;
pub mod audit;
pub mod bill_run;
pub mod books;
pub mod case;
pub mod contacts;
pub mod coverage;
pub mod credit_note;
pub mod credit_tax;
pub mod delivery;
pub mod dispute;
pub mod draft;
pub mod explain;
pub mod forecast;
pub mod hierarchy;
pub mod invoice;
pub mod late_fee;
pub mod ledger;
pub mod look;
pub mod macd;
pub mod money_request;
pub mod month;
pub mod naming;
pub mod notice;
pub mod recurring;
pub mod reminder;
pub mod report;
pub mod search;
pub mod seen;
pub mod service_cost;
pub mod settlement;
pub mod sign_in;
pub mod staff;
pub mod statement;
pub mod tax;
pub mod totp;
pub mod usage;
