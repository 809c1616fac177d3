//! Money in the office: payments recorded by hand, corrections that are documents of their own, credits
//! without a dispute, what waits for a second person, money that nobody can place yet (REQUIREMENTS R3.8).
//!
//! Invariants: an issued invoice and a payment never change, corrections are booked beside them; a form
//! counts once; whatever was refused left nothing behind.

mod adjust;
mod approvals;
mod credit;
mod desk;
mod payment;
mod unidentified;
mod upload;

use chrono::{DateTime, NaiveDate, Utc};

pub use adjust::{Refund, move_payment, refund, return_payment, write_off};
pub use approvals::{approve, count_waiting, list_waiting, send_back};
pub use credit::{CreditLine, CreditPreview, NewCredit, credit, preview_credit};
pub use desk::{
    InCredit, Incoming, List, ListFilter, MoneyStory, Unapplied, billing_of, list_money, list_unapplied,
    story_of,
};
pub use payment::{NewPayment, PaymentDone, record_payment};
pub use unidentified::{NewUnidentified, apply_receipt, find_receipt, record_receipt, return_receipt};
pub use upload::{Look, load_file, look_through};

use super::{App, ServiceError, accounts, stop};
use crate::domain::access::Viewer;
use crate::domain::adjustment::AmountFlaw;
use crate::domain::hierarchy::AccountNode;
use crate::domain::money_request::DecisionFlaw;
pub use crate::store::payments::Recorded;
use crate::store::{AnyConnection, StoreError, locks, money};
use crate::values::Invalid;
use crate::values::ids::{AccountId, AdjustmentId, CreditNoteId, MoneyRequestId};
use crate::values::money::Money;
use crate::values::number::AccountNumber;

pub use crate::store::adjustments::AdjustmentRow;
pub use crate::store::money::Cursor;
pub use crate::store::money_requests::MoneyRequest;
pub use crate::store::unidentified::UnidentifiedRow;

/// Why something about money was not done.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// The role does not allow it.
    NotAllowed,
    /// The form was sent before, and did then what it says.
    SentTwice,
    /// There is no such account.
    NoSuchAccount(String),
    /// A day that is still to come.
    Future,
    /// A day whose books are closed, through this one.
    Closed(NaiveDate),
    /// The amount.
    Amount(AmountFlaw),
    /// The account has a payment of this reference.
    SameReference(Box<Recorded>),
    /// The account has payments of this day and amount.
    Alike(Vec<Recorded>),
    /// The payment is not on the account, or not any more: who took it, on which day.
    Taken(Option<(String, NaiveDate)>),
    /// It is on that account already.
    SameAccount,
    /// So much of a line, by its number, is left.
    Line(i32, Money),
    /// Nothing was chosen.
    NoLines,
    /// Another person must decide, or did.
    Decision(DecisionFlaw),
    /// Somebody else settled it first, or recorded the same.
    Settled(String),
    /// Why is not said.
    ReasonMissing,
    /// Another rule, in plain words.
    Rule(String),
}

/// What was done, or why not.
pub type Outcome<T> = Result<T, Refusal>;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// An adjustment was made.
    Adjusted(AdjustmentId),
    /// A credit note was issued.
    Credited(CreditNoteId),
    /// A second person is to approve it.
    Waits(MoneyRequestId),
}

type Stop = stop::Stop<Refusal>;

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

impl From<AmountFlaw> for Stop {
    fn from(flaw: AmountFlaw) -> Stop {
        Stop::Refused(Refusal::Amount(flaw))
    }
}

impl From<DecisionFlaw> for Stop {
    fn from(flaw: DecisionFlaw) -> Stop {
        Stop::Refused(Refusal::Decision(flaw))
    }
}

impl From<Invalid> for Stop {
    fn from(invalid: Invalid) -> Stop {
        Stop::Refused(Refusal::Rule(invalid.0))
    }
}

/// One form of somebody who decides on money.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// Who.
    pub viewer: &'a Viewer,
    /// The key that their form had: it counts once.
    pub key: &'a str,
    /// Why, in their words.
    pub reason: &'a str,
}

/// Whose an adjustment is.
#[derive(Clone, Copy, Debug)]
struct By<'a> {
    /// Who made it or asked for it.
    made: &'a str,
    /// The second person; empty where none was needed.
    approved: &'a str,
    /// Why.
    reason: &'a str,
}

impl<'a> By<'a> {
    fn alone(sent: Sent<'a>) -> By<'a> {
        By { made: &sent.viewer.email, approved: "", reason: sent.reason }
    }
}

/// Does what a form says in one transaction: all of it, or nothing where it is refused.
fn once<T>(
    app: &App,
    sent: Sent<'_>,
    work: impl FnOnce(&mut AnyConnection, DateTime<Utc>) -> Result<T, Stop>,
) -> Result<Outcome<T>, ServiceError> {
    if !sent.viewer.role.may_credit() {
        return Ok(Err(Refusal::NotAllowed));
    }
    let now = app.clock.now();
    let done = app.db.write(|conn| {
        if sent.key.is_empty() || !money::use_key(conn, sent.key, sent.viewer.id, now)? {
            return Err(Stop::Refused(Refusal::SentTwice));
        }
        work(conn, now)
    });
    outcome(done)
}

/// What was done, or why not: another rule's words and closed books are refusals too.
fn outcome<T>(done: Result<T, Stop>) -> Result<Outcome<T>, ServiceError> {
    match stop::outcome(done) {
        Err(ServiceError::Refused(why)) => Ok(Err(Refusal::Rule(why))),
        Err(ServiceError::Store(StoreError::BooksClosed(day))) => Ok(Err(Refusal::Closed(day))),
        told => told,
    }
}

/// The account with this number and the one whose invoice it stands on, as somebody typed it.
fn find_typed(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    typed: &str,
) -> Result<(AccountNode, AccountNode), Stop> {
    let missing = || Stop::Refused(Refusal::NoSuchAccount(typed.to_owned()));
    let number: AccountNumber = typed.parse().map_err(|_| missing())?;
    let account = match accounts::find(conn, viewer, &number) {
        Err(ServiceError::NotFound(_)) => return Err(missing()),
        found => found?,
    };
    let billing = accounts::find_billing(conn, &account)?;
    Ok((account, billing))
}

/// The billing account with this number.
fn find_billed(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    number: &AccountNumber,
) -> Result<AccountNode, ServiceError> {
    let account = accounts::find(conn, viewer, number)?;
    match account.is_billed {
        true => Ok(account),
        false => Err(ServiceError::NotFound(format!("billing account {number}"))),
    }
}

/// Locks accounts in the order of their rows, so that two who lock the same ones wait for each other.
fn lock_all(conn: &mut AnyConnection, ids: &[AccountId]) -> Result<(), StoreError> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    ids.into_iter().try_for_each(|id| locks::lock_account(conn, id))
}
