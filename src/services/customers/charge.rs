//! A one-time charge or credit added by staff (INTERFACES, "Arithmetic, exactly", 6).

use super::{Outcome, Refusal, Stop};
use crate::domain::access::Viewer;
use crate::domain::seen::{Values, changes};
use crate::services::auth::note;
use crate::services::imports::{ImportKind, take_row};
use crate::services::stop::outcome;
use crate::services::{App, ServiceError};
use crate::store::{charges, facts, locks};
use crate::values::number::AccountNumber;

/// What can be said of a charge, by the columns of its import.
pub const CHARGE_FIELDS: [&str; 6] =
    ["reference", "charged_on", "description", "tax_class", "quantity", "unit_price"];

/// Adds a charge, or a credit where its price is negative, with what was typed.
///
/// # Errors
/// An account that does not exist.
pub fn add_charge(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    typed: &Values,
) -> Result<Outcome<()>, ServiceError> {
    let now = app.clock.now();
    outcome(app.db.write(|conn| {
        let missing = || ServiceError::NotFound(format!("account {number}"));
        let account = facts::find_account(conn, number)?.ok_or_else(missing)?;
        if !viewer.role.may_change_accounts() {
            return Err(Stop::Refused(Refusal::NotAllowed));
        }
        locks::lock_imports(conn)?;
        let reference = typed.iter().find(|(name, _)| *name == "reference").map_or("", |(_, value)| value);
        if !charges::list_by_keys(conn, &[(account.0, reference)])?.is_empty() {
            return Err(Stop::Refused(Refusal::Taken));
        }
        let mut cells = vec![("account", number.as_str())];
        cells.extend(typed.iter().map(|(name, value)| (*name, value.as_str())));
        take_row(conn, ImportKind::Charges, (&viewer.email, now), &cells)??;
        let detail = changes(&Values::new(), typed);
        note(conn, now, &viewer.email, "charge.added", number.as_str(), &detail)?;
        Ok(())
    }))
}
