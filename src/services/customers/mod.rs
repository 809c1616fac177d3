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

use super::imports::RowError;
use super::stop;
use crate::domain::seen::Meanwhile;

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

type Stop = stop::Stop<Refusal>;

impl From<Vec<RowError>> for Stop {
    fn from(errors: Vec<RowError>) -> Stop {
        Stop::Refused(Refusal::Wrong(errors.into_iter().filter_map(|error| error.column).collect()))
    }
}
