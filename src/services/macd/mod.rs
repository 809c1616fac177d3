//! MACD: requested with the price shown, approved, logged, reviewed and billed (REQUIREMENTS 5).
//!
//! A request is a case; what happens to it is an event of that case, written in the same transaction
//! as what it changes here.

mod agree;
mod choices;
mod open;
mod review;
mod terms;
mod view;
mod work;

pub use agree::{accept_quote, approve};
pub use choices::{Choices, RunningService, list_choices};
pub use open::{NewRequest, Offer, Start, offer, open_request, prepare};
pub use review::{Confirmed, NewService, ServiceChange, ToReview, list_to_review, review};
pub use terms::{list_terms, set_terms};
pub use view::{LoggedEntry, RequestView, open_view};
pub use work::{NewTime, finish, log_time, quote, take_up};

use super::cases::{self, Held, Message};
use super::{App, ServiceError};
use crate::domain::access::{Role, Viewer};
use crate::domain::case::decide::{self, Action, decide};
use crate::domain::case::{CaseKind, What};
use crate::domain::macd::log::{self, Entry, Permission};
use crate::domain::macd::meter::{Meter, meter};
use crate::domain::macd::{Terms, TermsFlaw};
use crate::store::macd::{self, EntryRow, RequestRow};
use crate::store::{AnyConnection, contacts};
use crate::values::contact::EmailAddress;
use crate::values::ids::AccountId;
use crate::values::number::CaseNumber;

/// Why something does not happen, for the person who wanted it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The rules of cases.
    Case(cases::Refusal),
    /// The rules of the time log.
    Log(log::Objection),
    /// Only a main point of contact of the account can agree.
    NotMpoc,
    /// It was agreed already, or there is nothing to agree to.
    NothingToAgree,
    /// A quote covers more than needs none, and not less than was worked.
    QuoteTooSmall(u32),
    /// The work is not finished, or billing has reviewed it.
    NothingToReview,
    /// It costs something else than what the reviewer saw.
    NotAsConfirmed,
    /// A service that is not there, begins twice, or would change what is billed.
    Service(usize),
    /// Terms that cannot come into force.
    Terms(TermsFlaw),
    /// The fee was not accepted with the request.
    FeeNotAccepted,
}

impl From<cases::Refusal> for Refusal {
    fn from(refusal: cases::Refusal) -> Refusal {
        Refusal::Case(refusal)
    }
}

impl From<decide::Objection> for Refusal {
    fn from(objection: decide::Objection) -> Refusal {
        Refusal::Case(objection.into())
    }
}

/// A request with everything that decides on it, held until the transaction ends.
struct Request {
    held: Held,
    row: RequestRow,
    terms: Terms,
    entries: Vec<EntryRow>,
}

impl Request {
    /// The request of the case with this number.
    fn hold(
        app: &App,
        conn: &mut AnyConnection,
        viewer: &Viewer,
        number: CaseNumber,
    ) -> Result<Request, ServiceError> {
        let held = cases::hold(app, conn, viewer.scope(), number)?;
        let missing = || ServiceError::NotFound(format!("request {number}"));
        if held.kind() != CaseKind::Macd {
            return Err(missing());
        }
        let row = macd::find_request(conn, number.0)?.ok_or_else(missing)?;
        let terms = macd::find_terms(conn, row.terms_on)?;
        let entries = macd::list_entries(conn, &[number.0])?;
        Ok(Request { held, row, terms, entries })
    }

    fn account(&self) -> Result<AccountId, ServiceError> {
        let none = || ServiceError::Internal("a request without an account".to_owned());
        self.held.account().ok_or_else(none)
    }

    fn log(&self) -> Vec<Entry> {
        self.entries.iter().map(|row| row.entry.clone()).collect()
    }

    fn meter(&self) -> Result<Meter, ServiceError> {
        meter_of(&self.row, &self.terms, &self.log())
    }

    /// The smallest quote that says anything.
    fn least_quote(&self, meter: &Meter) -> u32 {
        self.terms.quote_above_units.max(meter.units) + 1
    }

    fn permission(&self) -> Permission {
        let quote = self.row.quote.as_ref();
        Permission {
            approved_at: self.row.approval.as_ref().map(|agreed| agreed.at),
            is_finished: self.row.finished_at.is_some(),
            is_billed: self.row.review.is_some(),
            quoted_units: quote.filter(|quote| quote.accepted.is_some()).map(|quote| quote.units),
        }
    }

    /// What the rules of cases make of `action`.
    fn decide(
        &self,
        app: &App,
        viewer: &Viewer,
        action: &Action,
        message: &Message<'_>,
    ) -> Result<Vec<What>, Refusal> {
        let levels = cases::escalation_path(app, CaseKind::Macd).len() as u8;
        let has_words = !message.words.is_empty();
        let by = cases::doer(viewer);
        Ok(decide(self.held.told(), action, by, has_words, levels, app.clock.now())?)
    }

    /// Writes down what happened.
    fn record(
        &self,
        app: &App,
        conn: &mut AnyConnection,
        viewer: &Viewer,
        all: Vec<What>,
        message: &Message<'_>,
    ) -> Result<(), ServiceError> {
        cases::record(app, conn, &self.held, all, message, cases::author(viewer))
    }
}

/// What a request costs so far.
fn meter_of(row: &RequestRow, terms: &Terms, entries: &[Entry]) -> Result<Meter, ServiceError> {
    let (billable, excluded) = log::minutes(entries);
    Ok(meter(terms, row.urgency, billable, excluded)?)
}

/// Whether the viewer is a main point of contact of this account, or of one above it, and signed in as one
/// (REQUIREMENTS R5.7).
fn is_mpoc(conn: &mut AnyConnection, viewer: &Viewer, account: AccountId) -> Result<bool, ServiceError> {
    if viewer.role != Role::Mpoc {
        return Ok(false);
    }
    Ok(is_among(&contacts::list_mpocs(conn, account)?, viewer))
}

/// Whether the viewer signed in with one of these addresses.
fn is_among(mpocs: &[EmailAddress], viewer: &Viewer) -> bool {
    mpocs.iter().any(|email| email.as_str().eq_ignore_ascii_case(&viewer.email))
}

/// What came of it.
pub type Outcome<T> = Result<T, Refusal>;
