//! Values: a value that exists is valid. Parsing happens here, at the edge, and nothing behind it re-checks.
//!
//! Invariant: all rounding of amounts happens in this room and nowhere else.

pub mod address;
pub mod bank;
pub mod calendar;
pub mod contact;
pub mod device;
pub mod hash;
pub mod ids;
pub mod label;
pub mod locale;
pub mod message_id;
pub mod money;
pub mod month;
pub mod number;
pub mod password;
pub mod period;
pub mod rate;
pub mod words;

/// Why a text is not the value it was meant to be: a plain sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Invalid(pub String);

impl Invalid {
    /// Shorthand for `Err(Invalid(...))`.
    pub fn because<T>(reason: impl Into<String>) -> Result<T, Invalid> {
        Err(Invalid(reason.into()))
    }
}
