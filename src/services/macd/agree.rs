//! The customer agrees: to the work, and to a quote.

use super::{Outcome, Refusal, Request, is_mpoc};
use crate::domain::access::Viewer;
use crate::domain::case::What;
use crate::domain::case::decide::Action;
use crate::services::cases::Message;
use crate::services::cases::allowed;
use crate::services::{App, ServiceError};
use crate::store::macd::{self, Agreed};
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::CaseId;
use crate::values::number::CaseNumber;

/// Approves the work of a request (REQUIREMENTS R5.7).
///
/// # Errors
/// A request that does not exist for the viewer.
pub fn approve(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    agree(
        app,
        viewer,
        number,
        message,
        What::Approved,
        |request| request.row.approval.is_none(),
        macd::mark_approved,
    )
}

/// Accepts the newest quote of a request (REQUIREMENTS R5.2).
///
/// # Errors
/// As [`approve`].
pub fn accept_quote(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    let waits = |request: &Request| request.row.quote.as_ref().is_some_and(|quote| quote.accepted.is_none());
    agree(app, viewer, number, message, What::QuoteAccepted, waits, macd::mark_quote_accepted)
}

fn agree(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
    what: What,
    waits: impl Fn(&Request) -> bool,
    mark: impl Fn(&mut AnyConnection, CaseId, &Agreed) -> Result<(), StoreError>,
) -> Result<Outcome<()>, ServiceError> {
    app.db.write(|conn| {
        let request = Request::hold(app, conn, viewer, number)?;
        if !is_mpoc(conn, viewer, request.account()?)? {
            return Ok(Err(Refusal::NotMpoc));
        }
        if !waits(&request) {
            return Ok(Err(Refusal::NothingToAgree));
        }
        let all = allowed!(request.decide(app, viewer, &Action::Agree(what.clone()), message));
        mark(conn, number.0, &Agreed { by: viewer.email.clone(), at: app.clock.now() })?;
        request.record(app, conn, viewer, all, message)?;
        Ok(Ok(()))
    })
}
