//! Drafts by account: the list, one of them, and what staff do with them.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Outcome, Refusal};
use crate::domain::access::Viewer;
use crate::domain::bill_run::{FindingKind, StepState};
use crate::domain::explain::{Bridge, explain};
use crate::domain::invoice::Invoice;
use crate::domain::month::WarningKind;
use crate::services::bill_run::{self, Move};
use crate::services::invoices::{issued, render};
use crate::services::{App, ServiceError};
use crate::store::invoices::{find_previous, load};
use crate::store::month::{self, Warning};
use crate::store::review::{self, Narrowed, Order, Step, Sums};
use crate::store::{AnyConnection, StoreError, bill_runs};
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Accounts on a page of the review.
pub const ACCOUNTS_PER_PAGE: i64 = 100;

/// Warnings on a page of a check.
pub const WARNINGS_PER_PAGE: i64 = 100;

/// A page of the review.
#[derive(Clone, Debug)]
pub struct ReviewPage {
    /// Accounts in the order that was asked for.
    pub steps: Vec<Step>,
    /// What was found on them, as kind and text.
    pub findings: HashMap<AccountId, Vec<(String, String)>>,
    /// Over everything that the list is narrowed to.
    pub sums: Sums,
    /// How many accounts have each kind of finding.
    pub kinds: Vec<(FindingKind, i64)>,
}

/// Page `page`, from 0, of the drafts of `period`.
///
/// # Errors
/// The database.
pub fn list_drafts(
    app: &App,
    period: BillingPeriod,
    narrowed: &Narrowed,
    order: Order,
    page: i64,
) -> Result<ReviewPage, ServiceError> {
    let part = (ACCOUNTS_PER_PAGE, page * ACCOUNTS_PER_PAGE);
    Ok(app.db.read(|conn| {
        let steps = review::list_steps(conn, period, narrowed, order, part)?;
        let ids: Vec<AccountId> = steps.iter().map(|step| step.account).collect();
        let kinds = review::count_findings(conn, period)?;
        let kinds = kinds.into_iter().filter_map(|(kind, count)| Some((kind.parse().ok()?, count)));
        Ok::<_, StoreError>(ReviewPage {
            findings: review::list_findings_of(conn, period, &ids)?,
            sums: review::sum_steps(conn, period, narrowed)?,
            kinds: kinds.collect(),
            steps,
        })
    })?)
}

/// Page `page`, from 0, of what the last check of `period` found of one kind.
///
/// # Errors
/// The database.
pub fn list_warnings(
    app: &App,
    period: BillingPeriod,
    kind: WarningKind,
    page: i64,
) -> Result<Vec<Warning>, ServiceError> {
    let part = (WARNINGS_PER_PAGE, page * WARNINGS_PER_PAGE);
    Ok(app.db.read(|conn| month::list_warnings(conn, period, kind, part))?)
}

/// An account's place in the month with its document.
#[derive(Debug)]
pub struct DraftView {
    /// Where it stands.
    pub step: Step,
    /// What was found on it, as kind and text.
    pub findings: Vec<(String, String)>,
    /// Its document, draft or issued; `None` where it could not be computed.
    pub invoice: Option<Invoice>,
    /// The invoice before it, and the way from there.
    pub since: Option<(Arc<Invoice>, Bridge)>,
}

/// The place of account `number` in `period`.
///
/// # Errors
/// An account that has none.
pub fn open_draft(
    app: &App,
    period: BillingPeriod,
    number: &AccountNumber,
) -> Result<DraftView, ServiceError> {
    app.db.read(|conn| {
        let step = require_step(conn, period, number)?;
        let findings = review::list_findings_of(conn, period, &[step.account])?
            .remove(&step.account)
            .unwrap_or_default();
        let Some(id) = step.invoice else {
            return Ok(DraftView { step, findings, invoice: None, since: None });
        };
        let invoice = load(conn, &[id])?.pop();
        let before = find_previous(conn, id)?.map(|id| issued(app, conn, id)).transpose()?;
        let since = before.zip(invoice.as_ref()).map(|(before, now)| {
            let bridge = explain(&before, now);
            (before, bridge)
        });
        Ok(DraftView { step, findings, invoice, since })
    })
}

/// The PDF of a draft as it would be issued now, marked as one.
///
/// # Errors
/// An account without draft; a letter that the fonts lack.
pub fn render_draft(
    app: &App,
    period: BillingPeriod,
    number: &AccountNumber,
) -> Result<Vec<u8>, ServiceError> {
    let (id, invoice): (InvoiceId, Invoice) = app.db.read(|conn| {
        let missing = || ServiceError::NotFound(format!("draft of account {number} for {period}"));
        let id = require_step(conn, period, number)?.invoice.ok_or_else(missing)?;
        let invoice = load(conn, &[id])?.pop().ok_or_else(missing)?;
        Ok::<_, ServiceError>((id, invoice))
    })?;
    render(app, id, &invoice)
}

fn require_step(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    number: &AccountNumber,
) -> Result<Step, ServiceError> {
    let missing = || ServiceError::NotFound(format!("step of account {number} in {period}"));
    find_step(conn, period, number)?.ok_or_else(missing)
}

fn find_step(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    number: &AccountNumber,
) -> Result<Option<Step>, StoreError> {
    let of = |state| Narrowed { number: Some(number.to_string()), state, ..Narrowed::default() };
    let found = review::list_steps(conn, period, &of(None), Order::Account, (1, 0))?.pop();
    match found {
        Some(step) => Ok(Some(step)),
        None => {
            let nothing = of(Some(StepState::Nothing));
            Ok(review::list_steps(conn, period, &nothing, Order::Account, (1, 0))?.pop())
        }
    }
}

/// Who may, and when: the period is closed, and a draft is held for a reason.
fn objection(
    app: &App,
    viewer: &Viewer,
    period: BillingPeriod,
    reason: Option<&str>,
) -> Result<Option<Refusal>, ServiceError> {
    if !viewer.role.may_run_month() {
        return Ok(Some(Refusal::NotAllowed));
    }
    let run = app.db.read(|conn| bill_runs::find_run(conn, period))?;
    Ok(match (run.and_then(|run| run.closed_at), reason) {
        (None, _) => Some(Refusal::NotClosed),
        (Some(_), Some(reason)) if reason.trim().is_empty() => Some(Refusal::NoReason),
        _ => None,
    })
}

/// Holds or releases one account's draft. Of two people at once the second is told what the first did.
///
/// # Errors
/// An account without a step.
pub fn move_one(
    app: &App,
    viewer: &Viewer,
    period: BillingPeriod,
    number: &AccountNumber,
    how: Move,
    reason: &str,
) -> Result<Outcome<()>, ServiceError> {
    let needed = (how == Move::Hold).then_some(reason);
    if let Some(refusal) = objection(app, viewer, period, needed)? {
        return Ok(Err(refusal));
    }
    app.db.read(|conn| require_step(conn, period, number))?;
    let act = if how == Move::Hold { bill_run::hold } else { bill_run::release };
    match act(app, period, Some(number), reason.trim(), &viewer.email) {
        Ok(0) | Err(ServiceError::Refused(_)) => changed(app, period, number),
        Ok(_) => Ok(Ok(())),
        Err(error) => Err(error),
    }
}

fn changed<T>(app: &App, period: BillingPeriod, number: &AccountNumber) -> Result<Outcome<T>, ServiceError> {
    let step = app.db.read(|conn| require_step(conn, period, number))?;
    Ok(Err(Refusal::Changed(Box::new(step))))
}

/// Holds or releases what a list shows, if it still is the `shown` that the person saw; how many.
///
/// # Errors
/// The database.
pub fn move_listed(
    app: &App,
    viewer: &Viewer,
    period: BillingPeriod,
    (narrowed, shown): (&Narrowed, usize),
    how: Move,
    reason: &str,
) -> Result<Outcome<usize>, ServiceError> {
    let needed = (how == Move::Hold).then_some(reason);
    if let Some(refusal) = objection(app, viewer, period, needed)? {
        return Ok(Err(refusal));
    }
    let moved = bill_run::move_shown(app, period, (narrowed, shown), how, reason.trim(), &viewer.email)?;
    Ok(moved.map_err(Refusal::OthersNow))
}

/// Makes one account's draft anew, after a correction.
///
/// # Errors
/// An account without a step.
pub fn redraft(
    app: &App,
    viewer: &Viewer,
    period: BillingPeriod,
    number: &AccountNumber,
) -> Result<Outcome<()>, ServiceError> {
    if let Some(refusal) = objection(app, viewer, period, None)? {
        return Ok(Err(refusal));
    }
    app.db.read(|conn| require_step(conn, period, number))?;
    match bill_run::redraft(app, period, number, &viewer.email) {
        Ok(_) => Ok(Ok(())),
        Err(ServiceError::Refused(_)) => changed(app, period, number),
        Err(error) => Err(error),
    }
}
