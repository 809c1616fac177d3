//! BillCenter.

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
