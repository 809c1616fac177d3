//! What the desk of staff needs beside a case itself: who works on cases, how the clocks of many of
//! them run, and in which language a customer reads.

use std::collections::HashMap;

use super::{App, DisputeView, ServiceError};
use crate::domain::access::Role;
use crate::domain::case::{CaseKind, Event, Told};
use crate::domain::credit_note::CreditItem;
use crate::services::credit_notes;
use crate::store::cases;
use crate::store::{StoreError, hierarchy, people};
use crate::values::ids::{AccountId, CaseId};
use crate::values::locale::Locale;
use crate::values::money::Money;

/// The addresses of everyone who works on cases of this kind, in order.
///
/// # Errors
/// The database.
pub fn list_workers(app: &App, kind: CaseKind) -> Result<Vec<String>, ServiceError> {
    let staff = app.db.read(people::list_staff)?;
    Ok(staff.into_iter().filter(|user| works_on(user.role, kind)).map(|user| user.email).collect())
}

/// Whether people of this role work on cases of this kind: technicians on requests only.
pub(super) fn works_on(role: Role, kind: CaseKind) -> bool {
    if kind == CaseKind::Macd { role.may_work_requests() } else { role.may_work_cases() }
}

/// What the events of each of these cases amount to.
///
/// # Errors
/// The database.
pub fn tell_many(app: &App, ids: &[CaseId]) -> Result<HashMap<CaseId, Told>, ServiceError> {
    let by_case = app.db.read(|conn| cases::list_events(conn, ids))?;
    let days = app.business_days();
    let told = |(id, events): (CaseId, Vec<Event>)| match Told::by(&events, &days) {
        Ok(told) => Ok((id, told)),
        Err(why) => Err(StoreError::Corrupt(format!("case {}: {why}", id.0))),
    };
    Ok(by_case.into_iter().map(told).collect::<Result<_, _>>()?)
}

/// The language of an account's documents.
///
/// # Errors
/// The database.
pub fn language_of(app: &App, account: AccountId) -> Result<Locale, ServiceError> {
    let locale = app.db.read(|conn| hierarchy::find_locale(conn, account))?;
    Ok(app.languages().choose(locale))
}

/// What crediting `parts` of the lines of a dispute, in their order, comes to with the taxes on them.
///
/// # Errors
/// The database.
pub fn credit_of(app: &App, view: &DisputeView, parts: &[Money]) -> Result<Money, ServiceError> {
    let of_lines = view.dispute.lines.iter().zip(parts).filter(|(_, part)| !part.is_zero());
    let items: Vec<CreditItem> = of_lines
        .map(|(line, part)| CreditItem { invoice: line.invoice, line_no: line.line_no, amount: *part })
        .collect();
    let taxes = app.db.read(|conn| credit_notes::taxes_of(conn, &items))?;
    Ok(parts.iter().chain(&taxes).copied().sum())
}
