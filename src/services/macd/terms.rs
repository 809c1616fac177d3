//! What the work costs, from which day on.

use super::{Outcome, Refusal};
use crate::domain::access::{Role, Viewer};
use crate::domain::case::decide::Objection;
use crate::domain::macd::Terms;
use crate::services::auth::note;
use crate::services::{App, ServiceError};
use crate::store::macd;
use crate::values::calendar::mountain_day;

/// All terms, the oldest first.
///
/// # Errors
/// The database.
pub fn list_terms(app: &App) -> Result<Vec<Terms>, ServiceError> {
    Ok(app.db.read(macd::list_terms)?)
}

/// Brings terms into force from a later day on; what was asked for before stays as it was agreed.
///
/// # Errors
/// The database.
pub fn set_terms(app: &App, viewer: &Viewer, terms: &Terms) -> Result<Outcome<()>, ServiceError> {
    if viewer.role != Role::Administrator {
        return Ok(Err(Objection::NotAllowed.into()));
    }
    let now = app.clock.now();
    app.db.write(|conn| {
        let known = macd::list_terms(conn)?;
        if let Err(flaw) = terms.check(&known, mountain_day(now)) {
            return Ok(Err(Refusal::Terms(flaw)));
        }
        macd::insert_terms(conn, terms, &viewer.email)?;
        let detail = format!(
            "{} USD an hour in units of {} minutes, expedite fee {}, quote above {} units, open {} to {}",
            terms.hourly,
            terms.increment_minutes,
            terms.expedite_fee,
            terms.quote_above_units,
            terms.opens,
            terms.closes
        );
        note(conn, now, &viewer.email, "macd.terms_set", &terms.starts_on.to_string(), &detail)?;
        Ok(Ok(()))
    })
}
