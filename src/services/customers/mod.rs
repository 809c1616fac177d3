//! Customers' accounts in the office: found, told whole, added and changed by staff.
//!
//! Invariant: what somebody types passes the checks of a file of one line ([`super::imports`]), and a
//! change, its audit row and what else follows from it commit together.

mod access;
mod charge;
mod edit;
mod search;
mod service;
mod story;

pub use super::throttle::Locked;
pub use access::{
    Access, AccessRefusal, Help, Helped, LoginState, help, invite, issue_code, open_access, open_login,
    take_away,
};
pub use charge::{CHARGE_FIELDS, add_charge};
pub use edit::{AccountForm, FIELDS, add_account, change_account, open_form};
pub use search::{Found, Hit, Why, find_accounts};
pub use service::{
    NewPrice, SERVICE_FIELDS, ServiceForm, Wish, add_service, change_service, end_service, list_tax_classes,
    open_service,
};
pub use story::{MoneyStory, Story, tell};

use super::ServiceError;
use super::imports::RowError;
use crate::domain::seen::Meanwhile;
use crate::store::StoreError;

/// Why something is not done, for the person who wanted it.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// Their role is for other things.
    NotAllowed,
    /// What was typed is wrong: the names of the fields.
    Wrong(Vec<String>),
    /// What is in this field would change what issued invoices showed.
    History(String),
    /// There is such a record already.
    Taken,
    /// Somebody else changed it since it was shown.
    Changed(Meanwhile),
}

/// What came of something that was wanted.
pub type Outcome<T> = Result<T, Refusal>;

/// Why a transaction is undone.
enum Stop {
    /// It was a rehearsal.
    Shown,
    Refused(Refusal),
    Failed(ServiceError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Failed(error.into())
    }
}

impl From<ServiceError> for Stop {
    fn from(error: ServiceError) -> Stop {
        Stop::Failed(error)
    }
}

impl From<Vec<RowError>> for Stop {
    fn from(errors: Vec<RowError>) -> Stop {
        Stop::Refused(Refusal::Wrong(errors.into_iter().filter_map(|error| error.column).collect()))
    }
}

fn settled<T>(result: Result<T, Stop>) -> Result<Outcome<T>, ServiceError> {
    match result {
        Ok(done) => Ok(Ok(done)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
        Err(Stop::Shown) => Err(ServiceError::Internal("a rehearsal that nobody asked for".to_owned())),
    }
}
