//! Addresses that a mail server refused for good, and how mail goes to them again.

use super::{Outcome, Refusal, Suppressed};
use crate::domain::access::Viewer;
use crate::services::auth::note;
use crate::services::{App, ServiceError};
use crate::store::suppressed;

/// Addresses on a page of the list.
pub const ADDRESSES_PER_PAGE: usize = 50;

/// Addresses that take no mail after `after`, and where the next page begins; only `one` where it is given.
///
/// # Errors
/// The database.
pub fn list_addresses(
    app: &App,
    one: Option<&str>,
    after: &str,
) -> Result<(Vec<Suppressed>, Option<String>), ServiceError> {
    app.db.read(|conn| {
        if let Some(one) = one {
            return Ok((suppressed::find(conn, one)?.into_iter().collect(), None));
        }
        let mut found = suppressed::list(conn, after, ADDRESSES_PER_PAGE as i64 + 1)?;
        let more = found.len() > ADDRESSES_PER_PAGE;
        found.truncate(ADDRESSES_PER_PAGE);
        let next = found.last().filter(|_| more).map(|last| last.address.clone());
        Ok((found, next))
    })
}

/// Lets mail go to `address` again, for a reason. What was not sent meanwhile is not sent by this.
///
/// # Errors
/// The database.
pub fn lift(app: &App, viewer: &Viewer, address: &str, reason: &str) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_run_post() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Ok(Err(Refusal::NoReason));
    }
    app.db.write(|conn| {
        let Some(known) = suppressed::find(conn, address)? else { return Ok(Err(Refusal::Lifted)) };
        suppressed::delete(conn, &known.address)?;
        let detail = format!("suppressed since {}: {} -> mail goes again: {reason}", known.since, known.why);
        note(conn, app.clock.now(), &viewer.email, "address.lifted", &known.address, &detail)?;
        Ok(Ok(()))
    })
}
