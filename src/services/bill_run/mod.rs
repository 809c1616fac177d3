//! The month: close, review, hold, release, issue (REQUIREMENTS R4.3; DESIGN, "The month").
//!
//! Invariant: every step is a row moved by guarded updates, so that any process may die at any
//! instruction and any process may go on. Running twice equals running once.

mod check;
mod close;
mod issue;
mod review;

pub use check::check;
pub use close::{Closed, Turn, close, redraft};
pub use issue::{Issued, issue, render_documents};
pub use review::{Kept, Move, Review, Tally, hold, move_shown, release, review, tally};

use super::ServiceError;
use crate::store::{AnyConnection, bill_runs};
use crate::values::ids::AccountId;
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;

/// Accounts per transaction: large enough to share its cost, small enough to stay flat in memory.
const ACCOUNTS_PER_CHUNK: i64 = 500;

/// Whether it is the turn of `period` to be closed.
///
/// # Errors
/// The database.
pub fn turn_of(app: &super::App, period: BillingPeriod) -> Result<Turn, ServiceError> {
    Ok(app.db.read(|conn| close::turn_of(conn, period))?)
}

/// The period was closed, whole.
fn require_closed(conn: &mut AnyConnection, period: BillingPeriod) -> Result<(), ServiceError> {
    match bill_runs::find_run(conn, period)? {
        Some(run) if run.closed_at.is_some() => Ok(()),
        Some(_) => ServiceError::refuse(format!(
            "the closing of {period} is not finished: run `billcenter bill close --period {period}` again"
        )),
        None => ServiceError::refuse(format!(
            "{period} is not closed yet: run `billcenter bill close --period {period}` first"
        )),
    }
}

fn find_account(conn: &mut AnyConnection, number: &AccountNumber) -> Result<AccountId, ServiceError> {
    crate::store::facts::find_account(conn, number)?
        .ok_or_else(|| ServiceError::NotFound(format!("account {number}")))
}
