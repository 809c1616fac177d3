//! What time does to cases: holds end, promises come near and are broken, silence closes.

use super::{App, CLOCK, Message, ServiceError, hold, record, settle};
use crate::domain::access::Scope;
use crate::store::cases;
use crate::values::number::CaseNumber;

/// Cases looked at in one go.
const CASES_PER_LOOK: i64 = 200;

/// Does to each case what its time has come for; how many there were. Safe to call as often as one
/// likes, from as many processes as there are.
///
/// # Errors
/// The database; the next call goes on where this one stopped.
pub fn wake(app: &App) -> Result<usize, ServiceError> {
    let mut woken = 0;
    loop {
        let due = app.db.read(|conn| cases::list_due(conn, app.clock.now(), CASES_PER_LOOK))?;
        if due.is_empty() {
            return Ok(woken);
        }
        for id in due {
            woken += usize::from(wake_one(app, CaseNumber(id))?);
        }
    }
}

/// The next thing that time does to a case; `false` where another process did it meanwhile.
fn wake_one(app: &App, number: CaseNumber) -> Result<bool, ServiceError> {
    app.db.write(|conn| {
        let held = hold(conn, Scope::EveryAccount, number)?;
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
