//! Who does something to cases and requests in the demo, and when.

use std::fmt::Debug;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::clock::Clock;
use crate::domain::access::Viewer;
use crate::services::cases::Message;
use crate::services::{App, ServiceError};
use crate::store::people;
use crate::values::calendar::mountain_instant;
use crate::values::words::Words;

/// Somebody who does something at some time.
pub(super) struct Hand<'a> {
    app: &'a App,
    /// Who they are.
    pub viewer: Viewer,
}

impl<'a> Hand<'a> {
    pub fn of(app: &'a App, email: &str) -> Result<Hand<'a>, ServiceError> {
        let user = app.db.read(|conn| people::find_user(conn, email))?;
        let user = user.ok_or_else(|| ServiceError::NotFound(format!("login {email}")))?;
        let viewer =
            Viewer { id: user.id, email: user.email, role: user.role, locale: user.locale, looks_as: None };
        Ok(Hand { app, viewer })
    }

    pub fn at(&self, instant: DateTime<Utc>) -> App {
        App { clock: Clock::fixed(instant), ..self.app.clone() }
    }
}

pub(super) fn typed(words: &str) -> Result<Words, ServiceError> {
    words.parse().map_err(|flaw| ServiceError::Internal(format!("{words:?}: {flaw:?}")))
}

pub(super) const fn said(words: &Words) -> Message<'_> {
    Message { words, files: &[] }
}

pub(super) fn done<T, R: Debug>(outcome: Result<T, R>) -> Result<T, ServiceError> {
    outcome.map_err(|refusal| ServiceError::Internal(format!("a case of the demo: {refusal:?}")))
}

pub(super) fn at_hour(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    mountain_instant(day, NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour of the day"))
}
