//! What happens to the case of a request as far as its work is concerned: whoever resolves it has
//! finished the work, whoever goes on has taken it up again, and whoever ends it otherwise owes what was
//! worked until then.

use super::{App, Held, Outcome, Refusal, ServiceError};
use crate::domain::case::What;
use crate::domain::macd::log::{self, Entry};
use crate::store::{AnyConnection, macd};
use crate::values::ids::CaseId;

/// Keeps the work of a request in step with `all` that happens to its case. What billing has reviewed
/// stays as it is.
pub(super) fn follow(
    app: &App,
    conn: &mut AnyConnection,
    held: &Held,
    all: &[What],
) -> Result<Outcome<()>, ServiceError> {
    let Some(request) = macd::find_request(conn, held.row.id)? else { return Ok(Ok(())) };
    if request.review.is_some() {
        return Ok(Ok(()));
    }
    for what in all {
        match (what, request.finished_at) {
            (What::Resolved, None) if request.approval.is_none() => return Ok(Err(Refusal::NotApproved)),
            (What::Resolved, None) => macd::mark_finished(conn, held.row.id, Some(app.clock.now()))?,
            // What was worked until then is billed.
            (What::Withdrawn | What::MarkedDuplicate { .. } | What::ClosedNoResponse, None)
                if has_billable_time(conn, held.row.id)? =>
            {
                macd::mark_finished(conn, held.row.id, Some(app.clock.now()))?;
            }
            (What::Reopened | What::Resumed, Some(_)) => macd::mark_finished(conn, held.row.id, None)?,
            _ => {}
        }
    }
    Ok(Ok(()))
}

fn has_billable_time(conn: &mut AnyConnection, case: CaseId) -> Result<bool, ServiceError> {
    let log: Vec<Entry> = macd::list_entries(conn, &[case])?.into_iter().map(|row| row.entry).collect();
    Ok(log::minutes(&log).0 > 0)
}
