//! Reading stored texts back as values.

use std::str::FromStr;

use chrono::{DateTime, NaiveDateTime, Utc};

use super::StoreError;

/// A stored text as the value it was written from.
///
/// # Errors
/// A bad row is an error that names the column, never a default.
pub fn value<T: FromStr>(column: &str, text: &str) -> Result<T, StoreError>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|why| StoreError::Corrupt(format!("{column} holds {text:?}: {why}")))
}

/// Instants are stored in UTC.
pub fn instant(stored: NaiveDateTime) -> DateTime<Utc> {
    stored.and_utc()
}
