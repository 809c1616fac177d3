//! What time does to cases: holds end, promises come near and are broken, silence closes.

use std::sync::{Mutex, PoisonError};

use super::{App, CLOCK, Message, ServiceError, amounts, hold, record, settle, tell_many};
use crate::domain::access::Scope;
use crate::store::cases::CaseRow;
use crate::store::{StoreError, cases};
use crate::values::business_days::BusinessDays;
use crate::values::ids::CaseId;
use crate::values::number::CaseNumber;

/// Cases looked at in one go.
const CASES_PER_LOOK: i64 = 200;

/// Does to each case what its time has come for; how much was done. Safe to call as often as one
/// likes, from as many processes as there are.
///
/// # Errors
/// The database. What is wrong with one case is logged and keeps no other one waiting.
pub fn wake(app: &App) -> Result<usize, ServiceError> {
    follow_calendar(app)?;
    let mut woken = 0;
    // After a warning its promise may be broken already: once more, until nothing is left.
    loop {
        match wake_all(app)? {
            0 => return Ok(woken),
            more => woken += more,
        }
    }
}

/// The calendar that the rows of running cases follow, as far as this process knows; it knows nothing at
/// its start.
#[derive(Debug, Default)]
pub(in crate::services) struct Followed(Mutex<Option<BusinessDays>>);

/// Promises are found out from events by the calendar that counts now; the rows of lists repeat them as of
/// the last event. Where the calendar has changed since, the rows of running cases follow it here.
fn follow_calendar(app: &App) -> Result<(), ServiceError> {
    let days = app.business_days();
    let mut followed = app.followed.0.lock().unwrap_or_else(PoisonError::into_inner);
    if followed.as_ref() != Some(&days) {
        move_times(app)?;
        *followed = Some(days);
    }
    Ok(())
}

fn move_times(app: &App) -> Result<(), ServiceError> {
    let mut after = CaseId(0);
    loop {
        let running = app.db.read(|conn| cases::list_running(conn, after, CASES_PER_LOOK))?;
        let Some(last) = running.last() else { return Ok(()) };
        after = last.id;
        let ids: Vec<CaseId> = running.iter().map(|row| row.id).collect();
        let told = match tell_many(app, &ids) {
            Err(error @ ServiceError::Store(StoreError::Corrupt(_))) => {
                tracing::error!(%error, "the times of some cases are not looked after");
                continue;
            }
            told => told?,
        };
        let is_moved = |row: &&CaseRow| {
            let at = told.get(&row.id).map(|told| (told.due_at(), told.wakes().map(|(at, _)| at)));
            at.is_some_and(|at| at != (row.due_at, row.wake_at))
        };
        for row in running.iter().filter(is_moved) {
            app.db.write(|conn| {
                let held = hold(app, conn, Scope::EveryAccount, CaseNumber(row.id))?;
                let amounts = amounts(conn, &held.told)?;
                Ok::<_, ServiceError>(cases::set_times(conn, row.id, held.row.events, &amounts)?)
            })?;
        }
    }
}

fn wake_all(app: &App) -> Result<usize, ServiceError> {
    let (mut woken, mut after) = (0, CaseId(0));
    loop {
        let due = app.db.read(|conn| cases::list_due(conn, app.clock.now(), after, CASES_PER_LOOK))?;
        let Some(last) = due.last() else { return Ok(woken) };
        after = *last;
        for number in due.into_iter().map(CaseNumber) {
            match wake_one(app, number) {
                Ok(done) => woken += usize::from(done),
                Err(error @ ServiceError::Store(StoreError::Corrupt(_))) => {
                    tracing::error!(case = %number, %error, "a case cannot go on");
                }
                Err(error) => return Err(error),
            }
        }
    }
}

/// The next thing that time does to a case; `false` where another process did it meanwhile.
fn wake_one(app: &App, number: CaseNumber) -> Result<bool, ServiceError> {
    app.db.write(|conn| {
        let held = hold(app, conn, Scope::EveryAccount, number)?;
        let Some((at, what)) = held.told.wakes() else { return Ok(false) };
        if at > app.clock.now() {
            return Ok(false);
        }
        let all = vec![what];
        // Nothing speaks against the end of what nobody answers.
        let _ = settle::follow(app, conn, &held, &all)?;
        let silent = Message { words: &Default::default(), files: &[] };
        record(app, conn, &held, all, &silent, CLOCK)?;
        Ok(true)
    })
}
