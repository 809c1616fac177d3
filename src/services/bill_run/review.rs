//! Between the 26th and the 27th: staff look, hold and release.

use serde::Serialize;

use super::{find_account, require_closed};
use crate::domain::bill_run::StepState;
use crate::services::{App, ServiceError};
use crate::store::audit::{self, NewAudit};
use crate::store::bill_runs;
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
    /// Lines, taxes and late fees.
    pub new_charges: Money,
    /// What is due.
    pub total_due: Money,
}

impl Totals {
    fn of([previous_balance, payments, credits, new_charges, total_due]: [Money; 5]) -> Totals {
        let credits = (!credits.is_zero()).then_some(credits);
        Totals { currency: CURRENCY, previous_balance, payments, credits, new_charges, total_due }
    }
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
        let states = bill_runs::count_states(conn, period)?;
        let count = |state: StepState| states.get(state.as_str()).copied().unwrap_or(0);
        let steps: i64 = states.values().sum();
        let (nothing, issued) = (count(StepState::Nothing), count(StepState::Issued));
        let kept = bill_runs::list_kept_back(conn, period)?;
        let findings = bill_runs::list_findings(conn, period)?;
        Ok(Review {
            period,
            is_closed: run.closed_at.is_some(),
            expected: run.expected.max(steps) - nothing,
            drafted: count(StepState::Drafted) + issued,
            issued,
            held: count(StepState::Held),
            failed: count(StepState::Failed),
            nothing_to_bill: nothing,
            counts_agree: run.expected == steps,
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
    move_drafts(app, period, account, (StepState::Drafted, StepState::Held), reason, actor)
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
    move_drafts(app, period, account, (StepState::Held, StepState::Drafted), reason, actor)
}

fn move_drafts(
    app: &App,
    period: BillingPeriod,
    account: Option<&AccountNumber>,
    (from, to): (StepState, StepState),
    reason: &str,
    actor: &str,
) -> Result<usize, ServiceError> {
    app.db.write(|conn| {
        require_closed(conn, period)?;
        let ids = account.map(|number| find_account(conn, number)).transpose()?.map(|id| vec![id]);
        let moved = bill_runs::move_steps(conn, period, ids.as_deref(), from, to, reason)?;
        if moved > 0 {
            let action = if to == StepState::Held { "invoice.held" } else { "invoice.released" };
            let whose = account.map_or_else(|| format!("{moved} accounts"), ToString::to_string);
            let entry = NewAudit { action, subject: format!("{period} {whose}"), detail: reason.to_owned() };
            audit::append(conn, app.clock.now(), actor, vec![entry])?;
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
