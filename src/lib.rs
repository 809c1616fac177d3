//! BillCenter.

pub mod domain;
pub mod mail;
pub mod pdf;
pub mod texts;
pub mod values;
