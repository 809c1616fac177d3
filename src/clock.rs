//! The only place that asks the time.

use chrono::{DateTime, SubsecRound, Utc};

use crate::values::Invalid;

/// The time of day: the machine's, or one that stands still for rehearsals and tests
/// (INTERFACES, "Command line").
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock {
    fixed: Option<DateTime<Utc>>,
}

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Clock {
        Clock { fixed: None }
    }

    /// A clock that always shows `instant`.
    pub const fn fixed(instant: DateTime<Utc>) -> Clock {
        Clock { fixed: Some(instant) }
    }

    /// A clock that shows what `--clock` says.
    ///
    /// # Errors
    /// A text that is no RFC 3339 instant.
    pub fn parse(text: &str) -> Result<Clock, Invalid> {
        match DateTime::parse_from_rfc3339(text) {
            Ok(instant) => Ok(Clock::fixed(instant.to_utc())),
            Err(_) => Invalid::because(format!("{text:?} is not an instant like 2026-11-27T06:00:00-07:00")),
        }
    }

    /// Now, to the microsecond, as both databases keep it.
    pub fn now(&self) -> DateTime<Utc> {
        self.fixed.unwrap_or_else(Utc::now).trunc_subsecs(6)
    }

    /// The instant at which this clock stands still, if it does.
    pub fn fixed_at(&self) -> Option<DateTime<Utc>> {
        self.fixed
    }
}
