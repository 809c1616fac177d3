//! An account added or changed by staff.

use super::{Outcome, Refusal, Stop};
use crate::domain::access::Viewer;
use crate::domain::seen::{Seen, Values, changes};
use crate::services::auth::note;
use crate::services::imports::{ImportKind, Taken, take_row};
use crate::services::seen::meanwhile;
use crate::services::stop::outcome;
use crate::services::{App, ServiceError};
use crate::store::accounts::{self, AccountRow};
use crate::store::{AnyConnection, StoreError, locks};
use crate::values::ids::AccountId;
use crate::values::money::CURRENCY;
use crate::values::number::AccountNumber;

/// What can be said of an account beside its number, by the columns of its import.
pub const FIELDS: [&str; 14] = [
    "name",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "locale",
    "parent",
    "bills_separately",
    "terms_days",
    "late_fee_percent",
    "tax_exempt",
    "opened_on",
    "closed_on",
];

/// The audit log's words for a change of an account itself.
const ADDED: &str = "account.added";
const CHANGED: &str = "account.changed";

/// An account as its form shows it.
#[derive(Clone, Debug)]
pub struct AccountForm {
    /// Which.
    pub number: AccountNumber,
    /// What is stored, by [`FIELDS`].
    pub values: Values,
}

/// An account, to be changed.
///
/// # Errors
/// An account that does not exist.
pub fn open_form(app: &App, number: &AccountNumber) -> Result<AccountForm, ServiceError> {
    app.db.read(|conn| {
        let (_, values) = load(conn, number)?;
        Ok(AccountForm { number: number.clone(), values })
    })
}

/// Adds the account with what was typed.
///
/// # Errors
/// The database.
pub fn add_account(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    typed: &Values,
) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_change_accounts() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    outcome(app.db.write(|conn| {
        locks::lock_imports(conn)?;
        if !accounts::list_by_numbers(conn, &[number.as_str()])?.is_empty() {
            return Err(Stop::Refused(Refusal::Taken));
        }
        take_row(conn, ImportKind::Accounts, (&viewer.email, now), &cells(number, typed))??;
        let (_, after) = load(conn, number)?;
        note(conn, now, &viewer.email, ADDED, number.as_str(), &changes(&Values::new(), &after))?;
        Ok(())
    }))
}

/// Changes the account that was shown as `seen` to what was typed.
///
/// # Errors
/// An account that does not exist.
pub fn change_account(
    app: &App,
    viewer: &Viewer,
    number: &AccountNumber,
    seen: &Seen,
    typed: &Values,
) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_change_accounts() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    outcome(app.db.write(|conn| {
        locks::lock_imports(conn)?;
        let (id, _) = load(conn, number)?;
        locks::lock_account(conn, id)?;
        let (_, before) = load(conn, number)?;
        if let Some(meanwhile) = meanwhile(conn, seen, before.clone(), number.as_str(), &[ADDED, CHANGED])? {
            return Err(Stop::Refused(Refusal::Changed(meanwhile)));
        }
        if take_row(conn, ImportKind::Accounts, (&viewer.email, now), &cells(number, typed))??
            == Taken::Unchanged
        {
            return Ok(());
        }
        let (_, after) = load(conn, number)?;
        note(conn, now, &viewer.email, CHANGED, number.as_str(), &changes(&before, &after))?;
        Ok(())
    }))
}

fn cells<'a>(number: &'a AccountNumber, typed: &'a Values) -> Vec<(&'a str, &'a str)> {
    let mut cells = vec![("number", number.as_str()), ("currency", CURRENCY)];
    cells.extend(typed.iter().map(|(name, value)| (*name, value.as_str())));
    cells
}

fn load(conn: &mut AnyConnection, number: &AccountNumber) -> Result<(AccountId, Values), ServiceError> {
    let found = accounts::list_by_numbers(conn, &[number.as_str()])?.pop();
    let (id, row) = found.ok_or_else(|| ServiceError::NotFound(format!("account {number}")))?;
    let values = values(conn, row)?;
    Ok((AccountId(id), values))
}

fn values(conn: &mut AnyConnection, row: AccountRow) -> Result<Values, StoreError> {
    let parent = match row.parent_id {
        Some(id) => accounts::list_links_by_ids(conn, &[id])?.pop().map(|link| link.number),
        None => None,
    };
    let values = [
        row.name,
        row.street,
        row.city,
        row.region,
        row.postal_code,
        row.country,
        row.locale,
        parent.unwrap_or_default(),
        row.bills_separately.to_string(),
        row.terms_days.to_string(),
        row.late_fee_percent,
        row.tax_exempt.to_string(),
        row.opened_on.to_string(),
        row.closed_on.map(|day| day.to_string()).unwrap_or_default(),
    ];
    Ok(FIELDS.into_iter().zip(values).collect())
}
