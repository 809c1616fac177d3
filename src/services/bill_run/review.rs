//! Between the 26th and the 27th: staff look, hold and release.

use serde::Serialize;

use super::{find_account, require_closed};
use crate::domain::bill_run::StepState;
use crate::services::{App, ServiceError};
use crate::store::audit::{self, NewAudit};
use crate::store::bill_runs::{self, ByHand};
use crate::store::review::{self, Narrowed};
use crate::store::{AnyConnection, StoreError};
use crate::values::money::{CURRENCY, Money};
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Where a period stands. The books close on counts: `expected = drafted + held + failed`.
#[derive(Clone, Debug, Serialize)]
pub struct Review {
    /// The period.
    pub period: BillingPeriod,
    /// Whether every billing account has its step.
    pub is_closed: bool,
    /// Documents to be made: billing accounts less those with nothing to bill.
    pub expected: i64,
    /// Drafts that will be or were issued.
    pub drafted: i64,
    /// Those of them that are out.
    pub issued: i64,
    /// Drafts that wait for a release.
    pub held: i64,
    /// Accounts that could not be computed.
    pub failed: i64,
    /// Billing accounts with nothing to bill.
    pub nothing_to_bill: i64,
    /// Whether the counts agree; where they do not, a step was lost: an alarm.
    pub counts_agree: bool,
    /// What is held or failed and why.
    pub kept_back: Vec<Kept>,
    /// What else staff should know.
    pub exceptions: Vec<Exception>,
    /// Money of the period's documents.
    pub totals: Totals,
}

/// A step that will not be issued.
#[derive(Clone, Debug, Serialize)]
pub struct Kept {
    /// Account number.
    pub account: String,
    /// Account name.
    pub name: String,
    /// `held` or `failed`.
    pub state: String,
    /// In words a clerk can act on.
    pub reason: String,
}

/// A finding about a draft.
#[derive(Clone, Debug, Serialize)]
pub struct Exception {
    /// Account number.
    pub account: String,
    /// Kind of finding.
    pub kind: String,
    /// In words a clerk can act on.
    pub text: String,
}

/// Sums over the period's documents, drafts and issued ones. USD.
#[derive(Clone, Debug, Serialize)]
pub struct Totals {
    /// Always USD.
    pub currency: &'static str,
    /// What was carried over.
    pub previous_balance: Money,
    /// Payments shown.
    pub payments: Money,
    /// Credit notes shown; `None` where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credits: Option<Money>,
    /// Adjustments shown; `None` where they add up to nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjustments: Option<Money>,
    /// Lines, taxes and late fees.
    pub new_charges: Money,
    /// What is due.
    pub total_due: Money,
}

impl Totals {
    fn of([previous_balance, payments, credits, adjustments, new_charges, total_due]: [Money; 6]) -> Totals {
        let [credits, adjustments] = [credits, adjustments].map(|sum| (!sum.is_zero()).then_some(sum));
        Totals {
            currency: CURRENCY,
            previous_balance,
            payments,
            credits,
            adjustments,
            new_charges,
            total_due,
        }
    }
}

/// The counts of a period: `expected = drafted + held + failed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Documents to be made: billing accounts less those with nothing to bill.
    pub expected: i64,
    /// Drafts that will be or were issued.
    pub drafted: i64,
    /// Those of them that are out.
    pub issued: i64,
    /// Drafts that wait for a release.
    pub held: i64,
    /// Accounts that could not be computed.
    pub failed: i64,
    /// Billing accounts with nothing to bill.
    pub nothing: i64,
    /// Whether every billing account has its step.
    pub agrees: bool,
}

/// The counts of `period`, of which `accounts` are to have a step.
///
/// # Errors
/// The database.
pub fn tally(app: &App, period: BillingPeriod, accounts: i64) -> Result<Tally, ServiceError> {
    Ok(app.db.read(|conn| tally_of(conn, period, accounts))?)
}

fn tally_of(conn: &mut AnyConnection, period: BillingPeriod, accounts: i64) -> Result<Tally, StoreError> {
    let states = bill_runs::count_states(conn, period)?;
    let count = |state: StepState| states.get(state.as_str()).copied().unwrap_or(0);
    let steps: i64 = states.values().sum();
    let (nothing, issued) = (count(StepState::Nothing), count(StepState::Issued));
    Ok(Tally {
        expected: accounts.max(steps) - nothing,
        drafted: count(StepState::Drafted) + issued,
        issued,
        held: count(StepState::Held),
        failed: count(StepState::Failed),
        nothing,
        agrees: accounts == steps,
    })
}

/// Counts, exceptions and totals of `period`.
///
/// # Errors
/// A period without a run.
pub fn review(app: &App, period: BillingPeriod) -> Result<Review, ServiceError> {
    app.db.read(|conn| {
        let run = bill_runs::find_run(conn, period)?;
        let Some(run) = run else {
            require_closed(conn, period)?;
            return Err(ServiceError::NotFound(format!("run of {period}")));
        };
        let tally = tally_of(conn, period, run.expected)?;
        let kept = bill_runs::list_kept_back(conn, period)?;
        let findings = bill_runs::list_findings(conn, period)?;
        Ok(Review {
            period,
            is_closed: run.closed_at.is_some(),
            expected: tally.expected,
            drafted: tally.drafted,
            issued: tally.issued,
            held: tally.held,
            failed: tally.failed,
            nothing_to_bill: tally.nothing,
            counts_agree: tally.agrees,
            kept_back: kept
                .into_iter()
                .map(|note| Kept {
                    account: note.account,
                    name: note.name,
                    state: note.state,
                    reason: note.reason,
                })
                .collect(),
            exceptions: findings
                .into_iter()
                .map(|(account, kind, text)| Exception { account, kind, text })
                .collect(),
            totals: Totals::of(bill_runs::sum_documents(conn, period)?),
        })
    })
}

/// What a person does with drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// Keeps them back.
    Hold,
    /// Lets them go.
    Release,
}

impl Move {
    const fn states(self) -> (StepState, StepState) {
        match self {
            Move::Hold => (StepState::Drafted, StepState::Held),
            Move::Release => (StepState::Held, StepState::Drafted),
        }
    }
}

/// Moves the drafts that a list shows, if they are still the `shown` that the person saw; else nothing
/// happens, and the error is how many there are now.
///
/// # Errors
/// A period that is not closed.
pub fn move_shown(
    app: &App,
    period: BillingPeriod,
    (narrowed, shown): (&Narrowed, usize),
    how: Move,
    reason: &str,
    actor: &str,
) -> Result<Result<usize, usize>, ServiceError> {
    let (from, to) = how.states();
    let moved = app.db.write(|conn| {
        require_closed(conn, period)?;
        let ids = review::list_ids(conn, period, narrowed, from)?;
        if ids.len() != shown {
            return Ok(Err(ids.len()));
        }
        let hand = ByHand { by: actor, at: app.clock.now(), reason };
        let mut moved = 0;
        for ids in ids.chunks(super::ACCOUNTS_PER_CHUNK as usize) {
            moved += bill_runs::move_by_hand(conn, period, Some(ids), (from, to), hand)?;
        }
        if moved != ids.len() {
            return Err(StoreError::Conflict("one of these drafts".to_owned()).into());
        }
        if moved > 0 {
            record(conn, period, format!("{moved} accounts"), how, hand)?;
        }
        Ok(Ok(moved))
    });
    match moved {
        Err(ServiceError::Store(StoreError::Conflict(_))) => {
            Ok(Err(app.db.read(|conn| review::list_ids(conn, period, narrowed, from))?.len()))
        }
        other => other,
    }
}

fn record(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    whose: String,
    how: Move,
    hand: ByHand<'_>,
) -> Result<(), StoreError> {
    let action = if how == Move::Hold { "invoice.held" } else { "invoice.released" };
    let entry = NewAudit { action, subject: format!("{period} {whose}"), detail: hand.reason.to_owned() };
    audit::append(conn, hand.at, hand.by, vec![entry])?;
    Ok(())
}

/// Keeps one account's draft back, or every draft; how many were kept.
///
/// # Errors
/// A period that is not closed, an unknown account, or one without a draft.
pub fn hold(
    app: &App,
    period: BillingPeriod,
    account: Option<&AccountNumber>,
    reason: &str,
    actor: &str,
) -> Result<usize, ServiceError> {
    let reason = if reason.is_empty() { "Held by hand." } else { reason };
    move_drafts(app, period, account, Move::Hold, reason, actor)
}

/// Lets one account's held draft go, or every one; how many went.
///
/// # Errors
/// As [`hold`]; and a draft that a later period took in.
pub fn release(
    app: &App,
    period: BillingPeriod,
    account: Option<&AccountNumber>,
    reason: &str,
    actor: &str,
) -> Result<usize, ServiceError> {
    move_drafts(app, period, account, Move::Release, reason, actor)
}

fn move_drafts(
    app: &App,
    period: BillingPeriod,
    account: Option<&AccountNumber>,
    how: Move,
    reason: &str,
    actor: &str,
) -> Result<usize, ServiceError> {
    let (from, to) = how.states();
    app.db.write(|conn| {
        let hand = ByHand { by: actor, at: app.clock.now(), reason };
        require_closed(conn, period)?;
        let ids = account.map(|number| find_account(conn, number)).transpose()?.map(|id| vec![id]);
        let moved = bill_runs::move_by_hand(conn, period, ids.as_deref(), (from, to), hand)?;
        if moved > 0 {
            let whose = account.map_or_else(|| format!("{moved} accounts"), ToString::to_string);
            record(conn, period, whose, how, hand)?;
        }
        match account {
            Some(number)
                if moved == 0 && !bill_runs::is_in_state(conn, period, &ids.unwrap_or_default(), to)? =>
            {
                ServiceError::refuse(format!("account {number} has no {} draft of {period}", from.as_str()))
            }
            _ => Ok(moved),
        }
    })
}
