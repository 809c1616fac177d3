//! The work: time into the log, quotes, finished.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

use super::{Outcome, Refusal, Request};
use crate::domain::access::Viewer;
use crate::domain::case::What;
use crate::domain::case::decide::{Action, Objection};
use crate::domain::macd::log::{self, Entry, Purpose};
use crate::domain::macd::meter::meter;
use crate::services::cases::Message;
use crate::services::cases::allowed;
use crate::services::{App, ServiceError};
use crate::store::macd;
use crate::values::ids::EntryId;
use crate::values::number::CaseNumber;

/// Time to be logged by the viewer.
#[derive(Clone, Copy, Debug)]
pub struct NewTime {
    /// From when; seconds are dropped.
    pub started_at: DateTime<Utc>,
    /// Until when; seconds are dropped.
    pub ended_at: DateTime<Utc>,
    /// On what.
    pub purpose: Purpose,
    /// The entry that this one stands for.
    pub corrects: Option<EntryId>,
}

/// Writes the viewer's time into the log of a request.
///
/// # Errors
/// A request that does not exist for the viewer.
pub fn log_time(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    new: &NewTime,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let request = Request::hold(app, conn, viewer, number)?;
        let now = app.clock.now();
        let entry = Entry {
            id: EntryId(0),
            person: viewer.id,
            started_at: to_minute(new.started_at),
            ended_at: to_minute(new.ended_at),
            purpose: new.purpose,
            corrects: new.corrects,
        };
        let elsewhere = macd::list_of_person(conn, viewer.id, number.0, entry.started_at, entry.ended_at)?;
        let elsewhere: Vec<Entry> = elsewhere.into_iter().map(|row| row.entry).collect();
        let mut log = request.log();
        if let Err(objection) =
            log::check(&entry, &log, &elsewhere, &request.terms, request.permission(), now)
        {
            return Ok(Err(Refusal::Log(objection)));
        }
        log.push(entry.clone());
        let (billable, excluded) = log::minutes(&log);
        let action = Action::Work(What::Logged { billable, excluded });
        let all = allowed!(request.decide(app, viewer, &action, message));
        let words = message.words.as_str();
        let new =
            macd::NewEntry { case: number.0, entry: &entry, person: &viewer.email, words, logged_at: now };
        macd::insert_entry(conn, &new)?;
        request.record(app, conn, viewer, all, message)?;
        Ok(Ok(()))
    })
}

fn to_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::minutes(1)).unwrap_or(at)
}

/// Quotes so many units at most, which the customer is to accept.
///
/// # Errors
/// As [`log_time`].
pub fn quote(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    units: u32,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let request = Request::hold(app, conn, viewer, number)?;
        let least = request.least_quote(&request.meter()?);
        match () {
            () if request.row.review.is_some() => return Ok(Err(Refusal::Log(log::Objection::Billed))),
            () if request.row.approval.is_none() => {
                return Ok(Err(Refusal::Log(log::Objection::NotApproved)));
            }
            () if !(least..=10_000).contains(&units) => return Ok(Err(Refusal::QuoteTooSmall(least))),
            () => {}
        }
        let minutes = units * request.terms.increment_minutes;
        let total = meter(&request.terms, request.row.urgency, minutes, 0)?.total();
        let all =
            allowed!(request.decide(app, viewer, &Action::Work(What::Quoted { units, total }), message));
        macd::mark_quoted(conn, number.0, units, app.clock.now())?;
        request.record(app, conn, viewer, all, message)?;
        Ok(Ok(()))
    })
}

/// The work is done: billing reviews it, the customer confirms it.
///
/// # Errors
/// As [`log_time`].
pub fn finish(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    let now = app.clock.now();
    end(app, viewer, number, &Action::Resolve, Some(now), message)
}

/// The work is not done after all: it goes on, and billing waits.
///
/// # Errors
/// As [`log_time`].
pub fn take_up(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    end(app, viewer, number, &Action::Resume, None, message)
}

fn end(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    action: &Action,
    finished_at: Option<DateTime<Utc>>,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let request = Request::hold(app, conn, viewer, number)?;
        match () {
            () if request.row.review.is_some() => return Ok(Err(Refusal::Log(log::Objection::Billed))),
            () if request.row.approval.is_none() => {
                return Ok(Err(Refusal::Log(log::Objection::NotApproved)));
            }
            () if request.row.finished_at.is_some() == finished_at.is_some() => {
                return Ok(Err(Objection::NotNow(request.held.told().state).into()));
            }
            () => {}
        }
        let all = allowed!(request.decide(app, viewer, action, message));
        macd::mark_finished(conn, number.0, finished_at)?;
        request.record(app, conn, viewer, all, message)?;
        Ok(Ok(()))
    })
}
