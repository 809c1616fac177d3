//! What somebody else made of a record while a form about it was open.

use super::ServiceError;
use crate::domain::seen::{Meanwhile, Seen, Values};
use crate::store::{AnyConnection, audit};

/// What was changed meanwhile, where `now` is not what was seen. `subject` and `actions` are what the
/// audit log writes changes of the record under.
///
/// # Errors
/// The database.
pub(super) fn meanwhile(
    conn: &mut AnyConnection,
    seen: &Seen,
    now: Values,
    subject: &str,
    actions: &[&str],
) -> Result<Option<Meanwhile>, ServiceError> {
    if Seen::of(&now) == *seen {
        return Ok(None);
    }
    let last = audit::find_last(conn, subject, actions)?;
    Ok(Some(Meanwhile { now, by: last.map(|row| (row.actor, row.at)) }))
}
