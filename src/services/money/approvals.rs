//! What waits for a second person: credits, refunds and write-offs above the limit.

use super::credit::{NewCredit, carry_out};
use super::{By, Done, Outcome, Refusal, Stop, adjust, find_billed, outcome};
use crate::domain::access::Viewer;
use crate::domain::money_request::{Asked, DecisionFlaw, RequestState, may_approve, may_send_back};
use crate::services::{App, ServiceError, auth};
use crate::store::money_requests::{self, Decided, MoneyRequest};
use crate::store::{AnyConnection, StoreError, locks};
use crate::values::ids::MoneyRequestId;

/// So many requests are listed.
const LISTED: i64 = 200;

/// The oldest requests that wait.
///
/// # Errors
/// The database.
pub fn list_waiting(app: &App) -> Result<Vec<MoneyRequest>, ServiceError> {
    Ok(app.db.read(|conn| money_requests::list_waiting(conn, LISTED))?)
}

/// How many wait.
///
/// # Errors
/// The database.
pub fn count_waiting(app: &App) -> Result<i64, ServiceError> {
    Ok(app.db.read(money_requests::count_waiting)?)
}

/// Does what somebody else asked for, where so much is still there now.
///
/// # Errors
/// A request that does not exist.
pub fn approve(
    app: &App,
    viewer: &Viewer,
    id: MoneyRequestId,
    answer: &str,
) -> Result<Outcome<Done>, ServiceError> {
    let now = app.clock.now();
    let done = app.db.write(|conn| {
        let request = find(conn, id)?;
        let account = find_billed(conn, viewer, &request.number)?;
        locks::lock_account(conn, account.id)?;
        // Read again: somebody may have decided while this one waited.
        let request = find(conn, request.id)?;
        may_approve(request.state, request.asked_by.0, (viewer.id, viewer.role))?;
        let by = By { made: &request.asked_by.1, approved: &viewer.email, reason: &request.reason };
        let done = match &request.asked {
            Asked::Credit { invoice, lines } => {
                let new = NewCredit { invoice: invoice.clone(), lines: lines.clone() };
                Done::Credited(carry_out(app, conn, &account, &new, by, now)?)
            }
            asked => Done::Adjusted(adjust::carry_out(conn, &account, asked, by, now)?),
        };
        let result = match done {
            Done::Credited(note) => Some(note.0),
            Done::Adjusted(adjustment) => Some(adjustment.0),
            Done::Waits(_) => None,
        };
        let decided = Decided { state: RequestState::Approved, by: &viewer.email, at: now, answer, result };
        decide(conn, &request, &decided)?;
        Ok(done)
    });
    outcome(done)
}

/// Sends a request back to who asked; who asked takes it back like this.
///
/// # Errors
/// A request that does not exist.
pub fn send_back(
    app: &App,
    viewer: &Viewer,
    id: MoneyRequestId,
    answer: &str,
) -> Result<Outcome<()>, ServiceError> {
    let now = app.clock.now();
    let done = app.db.write(|conn| {
        let request = find(conn, id)?;
        locks::lock_account(conn, request.account)?;
        let request = find(conn, request.id)?;
        may_send_back(request.state, request.asked_by.0, (viewer.id, viewer.role))?;
        if answer.is_empty() && request.asked_by.0 != viewer.id {
            return Err(Refusal::ReasonMissing.into());
        }
        let decided =
            Decided { state: RequestState::SentBack, by: &viewer.email, at: now, answer, result: None };
        decide(conn, &request, &decided)
    });
    outcome(done)
}

fn find(conn: &mut AnyConnection, id: MoneyRequestId) -> Result<MoneyRequest, Stop> {
    let found = money_requests::find_request(conn, id)?;
    Ok(found.ok_or_else(|| ServiceError::NotFound(format!("request {}", id.0)))?)
}

fn decide(conn: &mut AnyConnection, request: &MoneyRequest, decided: &Decided<'_>) -> Result<(), Stop> {
    match money_requests::mark_decided(conn, request.id, decided) {
        Err(StoreError::Conflict(_)) => return Err(DecisionFlaw::Decided.into()),
        marked => marked?,
    }
    let (what, answer) = (request.asked.kind(), decided.answer);
    let detail = format!(
        "{what} of {} that {} asked for: waiting -> {} {answer}",
        request.amount,
        request.asked_by.1,
        decided.state.as_str()
    );
    auth::note(conn, decided.at, decided.by, "money.decided", request.number.as_str(), detail.trim_end())?;
    Ok(())
}
