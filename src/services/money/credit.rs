//! Credits without a dispute: the provider was wrong and says so first.

use chrono::{DateTime, Utc};

use super::adjust::ask;
use super::{By, Done, Outcome, Refusal, Sent, Stop, find_billed, once, outcome};
use crate::domain::access::Viewer;
use crate::domain::adjustment::{AmountFlaw, needs_approval};
use crate::domain::credit_note::{CreditItem, NewCreditNote};
use crate::domain::dispute::Disputable;
use crate::domain::hierarchy::AccountNode;
use crate::domain::money_request::Asked;
use crate::services::{App, ServiceError, credit_notes};
use crate::store::{AnyConnection, disputes, invoices, locks, money};
use crate::values::ids::CreditNoteId;
use crate::values::money::Money;
use crate::values::month::CalendarMonth;
use crate::values::number::{AccountNumber, InvoiceNumber};

/// What is to be credited of an invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCredit {
    /// The invoice.
    pub invoice: InvoiceNumber,
    /// What of which lines, without taxes: those follow. Lines count through all sections from 0; -1 is
    /// the late fee.
    pub lines: Vec<(i32, Money)>,
}

/// A line of a credit with the taxes on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreditLine {
    /// Counted through all sections from 0; -1 for the late fee.
    pub line_no: i32,
    /// Without taxes.
    pub amount: Money,
    /// The taxes that come with it.
    pub taxes: Money,
}

/// What a credit comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditPreview {
    /// Line by line.
    pub lines: Vec<CreditLine>,
    /// Whether a second person must approve it.
    pub waits: bool,
}

impl CreditPreview {
    /// With taxes.
    pub fn total(&self) -> Money {
        self.lines.iter().map(|line| line.amount + line.taxes).sum()
    }

    /// The taxes in it.
    pub fn taxes(&self) -> Money {
        self.lines.iter().map(|line| line.taxes).sum()
    }
}

/// What a credit would come to now.
///
/// # Errors
/// An account or an invoice of it that does not exist.
pub fn preview_credit(
    app: &App,
    viewer: &Viewer,
    account: &AccountNumber,
    new: &NewCredit,
) -> Result<Outcome<CreditPreview>, ServiceError> {
    if !viewer.role.may_credit() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    outcome(app.db.read(|conn| {
        let account = find_billed(conn, viewer, account)?;
        let items = check(conn, &account, new)?;
        preview(app, conn, &account, &items, now)
    }))
}

fn preview(
    app: &App,
    conn: &mut AnyConnection,
    account: &AccountNode,
    items: &[CreditItem],
    now: DateTime<Utc>,
) -> Result<CreditPreview, Stop> {
    let taxes = credit_notes::taxes_of(conn, items)?;
    let lines = items.iter().zip(taxes).map(|(item, taxes)| CreditLine {
        line_no: item.line_no,
        amount: item.amount,
        taxes,
    });
    let mut found = CreditPreview { lines: lines.collect(), waits: false };
    let before = money::sum_credited_alone(conn, account.id, CalendarMonth::of_instant(now))?;
    found.waits = needs_approval(app.approval_limit(), before, found.total());
    Ok(found)
}

/// Issues a credit note, or asks a second person where it is above the limit; its document comes after.
///
/// # Errors
/// An account or an invoice of it that does not exist.
pub fn credit(
    app: &App,
    sent: Sent<'_>,
    account: &AccountNumber,
    new: &NewCredit,
) -> Result<Outcome<Done>, ServiceError> {
    once(app, sent, |conn, now| {
        let account = find_billed(conn, sent.viewer, account)?;
        locks::lock_account(conn, account.id)?;
        let items = check(conn, &account, new)?;
        let preview = preview(app, conn, &account, &items, now)?;
        if preview.waits {
            let asked = Asked::Credit { invoice: new.invoice.clone(), lines: new.lines.clone() };
            return Ok(Done::Waits(ask(conn, sent, &account, &asked, preview.total(), now)?));
        }
        Ok(Done::Credited(issue(app, conn, &account, items, By::alone(sent), now)?))
    })
}

/// Credits what was asked for, where it is still left now.
pub(super) fn carry_out(
    app: &App,
    conn: &mut AnyConnection,
    account: &AccountNode,
    new: &NewCredit,
    by: By<'_>,
    now: DateTime<Utc>,
) -> Result<CreditNoteId, Stop> {
    let items = check(conn, account, new)?;
    issue(app, conn, account, items, by, now)
}

fn issue(
    app: &App,
    conn: &mut AnyConnection,
    account: &AccountNode,
    items: Vec<CreditItem>,
    by: By<'_>,
    now: DateTime<Utc>,
) -> Result<CreditNoteId, Stop> {
    let new = NewCreditNote { account: account.id, case: None, reason: by.reason.to_owned(), items };
    let actor = if by.approved.is_empty() { by.made } else { by.approved };
    Ok(credit_notes::issue(app, conn, &new, actor, now)?.id)
}

/// What is to be credited, where so much of each line is left.
fn check(conn: &mut AnyConnection, account: &AccountNode, new: &NewCredit) -> Result<Vec<CreditItem>, Stop> {
    let missing = || ServiceError::NotFound(format!("invoice {}", new.invoice));
    let invoice = invoices::find_id(conn, &new.invoice)?.ok_or_else(missing)?;
    let known = disputes::list_disputable(conn, account.id, &[invoice], None)?;
    if known.is_empty() {
        return Err(missing().into());
    }
    if new.lines.is_empty() {
        return Err(Refusal::NoLines.into());
    }
    let mut items: Vec<CreditItem> = Vec::with_capacity(new.lines.len());
    for (line_no, amount) in &new.lines {
        let left = known.iter().find(|line| line.line_no == *line_no).map_or(Money::ZERO, Disputable::left);
        match *amount {
            amount if amount <= Money::ZERO => return Err(AmountFlaw::Nothing.into()),
            amount if amount > left => return Err(Refusal::Line(*line_no, left).into()),
            amount => items.push(CreditItem { invoice, line_no: *line_no, amount }),
        }
    }
    Ok(items)
}
