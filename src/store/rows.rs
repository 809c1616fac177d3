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

/// The pattern of what has `text` in it, for a comparison that escapes with a backslash.
pub fn like(text: &str) -> String {
    format!("%{}", starting_with(text))
}

/// The pattern of what begins with `text`, for such a comparison.
pub fn starting_with(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 1);
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}
