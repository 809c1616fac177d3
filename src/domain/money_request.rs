//! Money that needs a second person: what was asked for, and who may decide (REQUIREMENTS 1).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::access::Role;
use crate::values::Invalid;
use crate::values::ids::UserId;
use crate::values::money::Money;
use crate::values::number::InvoiceNumber;

/// What somebody asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Asked {
    /// A credit note on lines of an invoice.
    Credit {
        /// Which.
        invoice: InvoiceNumber,
        /// Lines, counted through all sections from 0, the late fee -1, each with what is credited of it
        /// without taxes.
        lines: Vec<(i32, Money)>,
    },
    /// Credit paid out.
    Refund {
        /// How.
        method: String,
        /// The check's number or the bank's reference.
        reference: String,
        /// How much.
        amount: Money,
    },
    /// What nobody expects to be paid any more.
    WriteOff {
        /// How much.
        amount: Money,
    },
}

impl Asked {
    /// As stored, and as named in texts.
    pub const fn kind(&self) -> &'static str {
        match self {
            Asked::Credit { .. } => "credit",
            Asked::Refund { .. } => "refund",
            Asked::WriteOff { .. } => "write_off",
        }
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestState {
    /// For a second person.
    Waiting,
    /// Done.
    Approved,
    /// Not done.
    SentBack,
}

impl RequestState {
    /// Every state.
    pub const ALL: [RequestState; 3] =
        [RequestState::Waiting, RequestState::Approved, RequestState::SentBack];

    /// As stored, and as named in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            RequestState::Waiting => "waiting",
            RequestState::Approved => "approved",
            RequestState::SentBack => "sent_back",
        }
    }
}

impl FromStr for RequestState {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<RequestState, Invalid> {
        let known = RequestState::ALL.into_iter().find(|state| state.as_str() == text);
        known.ok_or_else(|| Invalid(format!("{text:?} is not a state of a request")))
    }
}

/// Why somebody may not decide on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionFlaw {
    /// Their role does not allow it.
    NotAllowed,
    /// They asked for it themselves.
    Own,
    /// It is decided.
    Decided,
}

/// Whether `by` may approve what `asker` asked for.
///
/// # Errors
/// Why not.
pub fn may_approve(
    state: RequestState,
    asker: UserId,
    (by, role): (UserId, Role),
) -> Result<(), DecisionFlaw> {
    match () {
        () if !role.may_approve() => Err(DecisionFlaw::NotAllowed),
        () if state != RequestState::Waiting => Err(DecisionFlaw::Decided),
        () if asker == by => Err(DecisionFlaw::Own),
        () => Ok(()),
    }
}

/// Whether `by` may send back what `asker` asked for: who may approve it, and the asker, who takes it back.
///
/// # Errors
/// Why not.
pub fn may_send_back(
    state: RequestState,
    asker: UserId,
    (by, role): (UserId, Role),
) -> Result<(), DecisionFlaw> {
    match () {
        () if !(role.may_approve() || asker == by) => Err(DecisionFlaw::NotAllowed),
        () if state != RequestState::Waiting => Err(DecisionFlaw::Decided),
        () => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_person_decides_and_the_asker_may_take_back() {
        use RequestState::*;
        const ASKER: UserId = UserId(1);
        const OTHER: UserId = UserId(2);
        let no = Err(DecisionFlaw::NotAllowed);
        let table = [
            (Waiting, OTHER, Role::Manager, Ok(()), Ok(())),
            (Waiting, OTHER, Role::Administrator, Ok(()), Ok(())),
            (Waiting, ASKER, Role::Manager, Err(DecisionFlaw::Own), Ok(())),
            (Waiting, OTHER, Role::Biller, no, no),
            (Waiting, ASKER, Role::Biller, no, Ok(())),
            (Waiting, OTHER, Role::Agent, no, no),
            (Approved, OTHER, Role::Manager, Err(DecisionFlaw::Decided), Err(DecisionFlaw::Decided)),
            (SentBack, ASKER, Role::Biller, no, Err(DecisionFlaw::Decided)),
        ];
        for (state, by, role, approve, send_back) in table {
            let found = (may_approve(state, ASKER, (by, role)), may_send_back(state, ASKER, (by, role)));
            assert_eq!(found, (approve, send_back), "{state:?} {by:?} {role}");
        }
    }
}
