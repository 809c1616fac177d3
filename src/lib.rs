//! BillCenter.

pub mod domain;
pub mod mail;
pub mod pdf;
pub mod store;
pub mod texts;
pub mod values;
