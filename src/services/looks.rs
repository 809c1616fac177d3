//! Staff look at the portal through a customer's eyes. Who looked, at what and from when to when is in the
//! audit log; nobody signs in as anybody, and no notice goes out.

use super::auth::note;
use super::{App, ServiceError, accounts, secrets};
use crate::domain::access::Viewer;
use crate::domain::look::{LOOK_LASTS, Look};
use crate::store::looks;
use crate::values::number::AccountNumber;

/// Who the audit log names for what time ends.
const ACTOR: &str = "scheduler";

/// Looks that time ends at once.
const AT_ONCE: i64 = 100;

/// Begins a look; `None` where the role does not allow it.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn begin(app: &App, viewer: &Viewer, number: &AccountNumber) -> Result<Option<Look>, ServiceError> {
    let now = app.clock.now();
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, number)?;
        if !viewer.role.may_help_customers() {
            return Ok(None);
        }
        let look = Look {
            id: secrets::random_name(),
            account: account.id,
            number: account.number,
            name: account.name,
            ends_at: now + LOOK_LASTS,
        };
        looks::insert_look(conn, viewer.id, &look, now)?;
        let detail = format!("through the customer's eyes, until {}", look.ends_at.format("%FT%TZ"));
        note(conn, now, &viewer.email, "customer.look_begun", number.as_str(), &detail)?;
        Ok(Some(look))
    })
}

/// Ends a look that the viewer stops; one that had ended stays ended.
///
/// # Errors
/// The database.
pub fn end(app: &App, viewer: &Viewer, look: &Look) -> Result<(), ServiceError> {
    app.db.write(|conn| {
        if looks::delete_look(conn, &look.id)? {
            note(
                conn,
                app.clock.now(),
                &viewer.email,
                "customer.look_ended",
                look.number.as_str(),
                "stopped",
            )?;
        }
        Ok(())
    })
}

/// Writes the end of those down whose time is over; how many.
///
/// # Errors
/// The database; what was written before stays.
pub fn end_over(app: &App) -> Result<usize, ServiceError> {
    let now = app.clock.now();
    let over = app.db.read(|conn| looks::list_over(conn, now, AT_ONCE))?;
    for look in &over {
        app.db.write(|conn| {
            if looks::delete_look(conn, &look.id)? {
                let detail = format!("the time was over at {}", look.ends_at.format("%FT%TZ"));
                note(conn, now, ACTOR, "customer.look_ended", look.number.as_str(), &detail)?;
            }
            Ok::<_, ServiceError>(())
        })?;
    }
    Ok(over.len())
}
