//! Adjustments: payments taken back or moved, credit paid out, balances written off.

use chrono::{DateTime, Utc};

use super::{By, Done, Outcome, Refusal, Sent, Stop, find_billed, find_typed, lock_all, once};
use crate::domain::access::Viewer;
use crate::domain::adjustment::{AdjustmentKind, check_amount, holder, needs_approval, refundable};
use crate::domain::hierarchy::AccountNode;
use crate::domain::ledger::Entry;
use crate::domain::money_request::Asked;
use crate::services::{App, ServiceError, auth, payments};
use crate::store::adjustments::{Held, NewAdjustment};
use crate::store::money_requests::NewRequest;
use crate::store::postings::{NewEntry, insert_entries};
use crate::store::{AnyConnection, adjustments, locks, money_requests, statements};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, AdjustmentId, MoneyRequestId, PaymentId};
use crate::values::money::Money;
use crate::values::month::CalendarMonth;
use crate::values::number::AccountNumber;

/// As the journal names adjustments.
const DOCUMENT: &str = "adjustment";

/// How credit is paid out.
#[derive(Clone, Debug)]
pub struct Refund {
    /// One of the payment methods.
    pub method: String,
    /// The check's number or the bank's reference.
    pub reference: String,
    /// How much.
    pub amount: Money,
}

/// Takes a payment back that the bank returned: all of it, once. What it paid is unpaid again.
///
/// # Errors
/// An account or a payment that does not exist.
pub fn return_payment(
    app: &App,
    sent: Sent<'_>,
    account: &AccountNumber,
    payment: PaymentId,
) -> Result<Outcome<AdjustmentId>, ServiceError> {
    once(app, sent, |conn, now| {
        let account = find_billed(conn, sent.viewer, account)?;
        let (held, move_no) = hold(conn, &account, payment, account.id)?;
        let new = NewAdjustment {
            payment: Some((payment, move_no)),
            reference: &held.reference,
            ..blank(&account, AdjustmentKind::PaymentReturned, held.amount, By::alone(sent), now)
        };
        make(conn, &new, &account)
    })
}

/// Moves a payment that was recorded on the wrong account to the billing account of the one typed.
///
/// # Errors
/// As [`return_payment`].
pub fn move_payment(
    app: &App,
    sent: Sent<'_>,
    account: &AccountNumber,
    payment: PaymentId,
    to: &str,
) -> Result<Outcome<Done>, ServiceError> {
    once(app, sent, |conn, now| {
        let account = find_billed(conn, sent.viewer, account)?;
        let (_, target) = find_typed(conn, sent.viewer, to)?;
        if target.id == account.id {
            return Err(Refusal::SameAccount.into());
        }
        let (held, move_no) = hold(conn, &account, payment, target.id)?;
        let mut taken = None;
        for (of, amount) in [(&account, held.amount), (&target, -held.amount)] {
            let new = NewAdjustment {
                payment: Some((payment, move_no)),
                reference: &held.reference,
                ..blank(of, AdjustmentKind::PaymentMoved, amount, By::alone(sent), now)
            };
            let id = make(conn, &new, of)?;
            taken = taken.or(Some(id));
        }
        let defect = || ServiceError::Internal("a payment was moved by nothing".to_owned());
        Ok(Done::Adjusted(taken.ok_or_else(defect)?))
    })
}

/// A payment that is on `account`, and the number of its next move; `account`, `other` and where it was
/// booked first are locked.
fn hold(
    conn: &mut AnyConnection,
    account: &AccountNode,
    payment: PaymentId,
    other: AccountId,
) -> Result<(Held, i32), Stop> {
    let missing = || ServiceError::NotFound(format!("payment {}", payment.0));
    let held = adjustments::find_payment(conn, payment)?.ok_or_else(missing)?;
    lock_all(conn, &[held.billing, account.id, other])?;
    let steps = adjustments::list_steps(conn, payment)?;
    match holder(held.billing, &steps) {
        Some(holder) if holder == account.id => {
            let last = steps.iter().map(|step| step.move_no).max().unwrap_or(0);
            Ok((held, last + 1))
        }
        _ => {
            let taken = steps.iter().rev().find(|step| step.account == account.id);
            let taken = taken.map(|step| (step.made_by.clone(), step.booked_on));
            // A payment of somebody else's is none of this account.
            if taken.is_none() && held.billing != account.id {
                return Err(missing().into());
            }
            Err(Refusal::Taken(taken).into())
        }
    }
}

/// Pays out credit of an account, or asks a second person where it is above the limit.
///
/// # Errors
/// An account that does not exist.
pub fn refund(
    app: &App,
    sent: Sent<'_>,
    account: &AccountNumber,
    refund: &Refund,
) -> Result<Outcome<Done>, ServiceError> {
    let asked = Asked::Refund {
        method: refund.method.clone(),
        reference: refund.reference.clone(),
        amount: refund.amount,
    };
    ask_or_make(app, sent, account, &asked)
}

/// Writes off what an account owes and nobody disputes, or asks a second person where it is above the
/// limit.
///
/// # Errors
/// An account that does not exist.
pub fn write_off(
    app: &App,
    sent: Sent<'_>,
    account: &AccountNumber,
    amount: Money,
) -> Result<Outcome<Done>, ServiceError> {
    ask_or_make(app, sent, account, &Asked::WriteOff { amount })
}

fn ask_or_make(
    app: &App,
    sent: Sent<'_>,
    account: &AccountNumber,
    asked: &Asked,
) -> Result<Outcome<Done>, ServiceError> {
    once(app, sent, |conn, now| {
        let account = find_billed(conn, sent.viewer, account)?;
        locks::lock_account(conn, account.id)?;
        let plan = Plan::of(conn, account.id, asked, now)?;
        let before =
            adjustments::sum_without_approval(conn, account.id, plan.kind, CalendarMonth::of_instant(now))?;
        if needs_approval(app.approval_limit(), before, plan.amount) {
            return Ok(Done::Waits(ask(conn, sent, &account, asked, plan.amount, now)?));
        }
        let id = carry_out(conn, &account, asked, By::alone(sent), now)?;
        Ok(Done::Adjusted(id))
    })
}

/// What a request for an adjustment comes to.
struct Plan {
    kind: AdjustmentKind,
    amount: Money,
}

impl Plan {
    /// Checks that so much is there now.
    fn of(
        conn: &mut AnyConnection,
        account: AccountId,
        asked: &Asked,
        now: DateTime<Utc>,
    ) -> Result<Plan, Stop> {
        let (kind, amount, most) = match asked {
            Asked::Refund { amount, .. } => {
                let balance = statements::sum_balances(conn, &[account])?.remove(&account);
                (AdjustmentKind::Refund, *amount, refundable(balance.unwrap_or_default()))
            }
            Asked::WriteOff { amount } => {
                let story = payments::story(conn, account, mountain_day(now))?;
                let open = story.all.iter().map(|one| one.standing.undisputed()).sum();
                (AdjustmentKind::WriteOff, *amount, open)
            }
            Asked::Credit { .. } => {
                return Err(ServiceError::Internal("a credit is no adjustment".to_owned()).into());
            }
        };
        check_amount(amount, most)?;
        Ok(Plan { kind, amount })
    }
}

/// Makes what was asked for, where it is still there now.
pub(super) fn carry_out(
    conn: &mut AnyConnection,
    account: &AccountNode,
    asked: &Asked,
    by: By<'_>,
    now: DateTime<Utc>,
) -> Result<AdjustmentId, Stop> {
    let plan = Plan::of(conn, account.id, asked, now)?;
    let (method, reference, sign) = match asked {
        Asked::Refund { method, reference, .. } => (method.as_str(), reference.as_str(), plan.amount),
        _ => ("", "", -plan.amount),
    };
    let blank = blank(account, plan.kind, sign, by, now);
    make(conn, &NewAdjustment { method, reference, ..blank }, account)
}

/// Asks a second person.
pub(super) fn ask(
    conn: &mut AnyConnection,
    sent: Sent<'_>,
    account: &AccountNode,
    asked: &Asked,
    amount: Money,
    now: DateTime<Utc>,
) -> Result<MoneyRequestId, Stop> {
    let Viewer { id, email, .. } = sent.viewer;
    let new = NewRequest {
        account: account.id,
        asked,
        amount,
        reason: sent.reason,
        asked_by: (*id, email),
        asked_at: now,
    };
    let request = money_requests::insert_request(conn, &new)?;
    let detail = format!("{} of {amount} waits for a second person: {}", asked.kind(), sent.reason);
    auth::note(conn, now, email, "money.asked", account.number.as_str(), &detail)?;
    Ok(request)
}

fn blank<'a>(
    account: &AccountNode,
    kind: AdjustmentKind,
    amount: Money,
    by: By<'a>,
    now: DateTime<Utc>,
) -> NewAdjustment<'a> {
    NewAdjustment {
        account: account.id,
        kind,
        booked_on: mountain_day(now),
        amount,
        payment: None,
        method: "",
        reference: "",
        reason: by.reason,
        made_by: by.made,
        approved_by: by.approved,
        made_at: now,
    }
}

/// Writes an adjustment, books it and writes it down in the audit log.
fn make(
    conn: &mut AnyConnection,
    new: &NewAdjustment<'_>,
    account: &AccountNode,
) -> Result<AdjustmentId, Stop> {
    let id = adjustments::insert_adjustment(conn, new)?;
    let entry = NewEntry {
        document: DOCUMENT,
        document_id: id.0,
        entry_no: 1,
        account: new.account,
        entry: Entry::of_adjustment(new.kind, new.booked_on, new.amount),
    };
    insert_entries(conn, &[entry])?;
    let mut detail = format!("{} {}", new.kind, new.amount);
    if !new.reference.is_empty() {
        detail.push_str(&format!(", reference {}", new.reference));
    }
    detail.push_str(&format!(": {}", new.reason));
    // Who did it in the end: the second person, where there is one.
    let actor = if new.approved_by.is_empty() { new.made_by } else { new.approved_by };
    auth::note(conn, new.made_at, actor, "adjustment.made", account.number.as_str(), &detail)?;
    Ok(id)
}
