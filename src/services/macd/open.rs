//! Asking for work: with its price, its fee and its clocks shown before it is sent.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Outcome, Refusal, is_mpoc};
use crate::domain::access::Viewer;
use crate::domain::case::decide::Objection;
use crate::domain::case::{CaseKind, Priority, What};
use crate::domain::hierarchy::AccountNode;
use crate::domain::macd::hours::{Placement, place};
use crate::domain::macd::{MacdKind, Terms, Urgency, in_force};
use crate::services::cases::{self, Message, Opening, Subject};
use crate::services::{App, ServiceError, accounts};
use crate::store::macd::{self, Agreed};
use crate::values::calendar::mountain_day;
use crate::values::ids::AccountId;
use crate::values::number::{AccountNumber, CaseNumber};

/// What somebody is shown before they ask.
#[derive(Clone, Debug)]
pub struct Offer {
    /// What it costs.
    pub terms: Terms,
    /// What becomes of a standard request.
    pub standard: Placement,
    /// What becomes of an expedited one.
    pub expedited: Placement,
}

/// What somebody chooses from who asks.
#[derive(Clone, Debug)]
pub struct Start {
    /// What it costs and when it is worked on, now.
    pub offer: Offer,
    /// A customer's accounts, each with its depth; staff name one by its number.
    pub accounts: Vec<(usize, AccountNode)>,
    /// Those for which the viewer approves the work by asking.
    pub approves: BTreeSet<AccountId>,
}

/// A request to be opened.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// Where the work is to be done.
    pub account: AccountNumber,
    /// What is asked for.
    pub kind: MacdKind,
    /// How soon.
    pub urgency: Urgency,
    /// Whether the fee of an expedited request is accepted.
    pub accepts_fee: bool,
    /// When it is wanted.
    pub wanted_on: Option<NaiveDate>,
    /// In a few words.
    pub subject: Subject,
}

/// What a request that is sent now costs and when it is worked on.
///
/// # Errors
/// The database.
pub fn offer(app: &App) -> Result<Offer, ServiceError> {
    let now = app.clock.now();
    let all = app.db.read(macd::list_terms)?;
    let terms = in_force(&all, mountain_day(now)).cloned();
    let terms = terms.ok_or_else(|| ServiceError::Internal("no terms are in force".to_owned()))?;
    let days = app.business_days();
    Ok(Offer {
        standard: place(&terms, &days, Urgency::Standard, now),
        expedited: place(&terms, &days, Urgency::Expedited, now),
        terms,
    })
}

/// What the viewer chooses from; `wanted` is among the accounts also where they are too many to list.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn prepare(app: &App, viewer: &Viewer, wanted: Option<&AccountNumber>) -> Result<Start, ServiceError> {
    let offer = offer(app)?;
    if !viewer.role.is_customer() {
        return Ok(Start { offer, accounts: Vec::new(), approves: BTreeSet::new() });
    }
    app.db.read(|conn| {
        let (mut accounts, mut approves) = (Vec::new(), BTreeSet::new());
        if let Some(choice) = accounts::choose(conn, viewer, wanted)? {
            accounts = choice.accounts;
            if accounts.iter().all(|(_, account)| account.id != choice.account.id) {
                accounts.insert(0, (0, choice.account));
            }
        }
        for (_, account) in &accounts {
            if is_mpoc(conn, viewer, account.id)? {
                approves.insert(account.id);
            }
        }
        Ok(Start { offer, accounts, approves })
    })
}

/// Opens a request. A main point of contact of the account approves the work with it; everyone else's
/// waits for that.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn open_request(
    app: &App,
    viewer: &Viewer,
    new: &NewRequest,
    message: &Message<'_>,
) -> Result<Outcome<CaseNumber>, ServiceError> {
    let offer = offer(app)?;
    match () {
        () if !(viewer.role.is_customer() || viewer.role.may_work_cases()) => {
            return Ok(Err(Objection::NotAllowed.into()));
        }
        () if message.words.is_empty() => return Ok(Err(Objection::WordsMissing.into())),
        () if new.wanted_on.is_some_and(|day| day < mountain_day(app.clock.now())) => {
            return Ok(Err(Objection::BadTime.into()));
        }
        () if new.urgency == Urgency::Expedited && !new.accepts_fee => {
            return Ok(Err(Refusal::FeeNotAccepted));
        }
        () => {}
    }
    let placement = match new.urgency {
        Urgency::Standard => offer.standard,
        Urgency::Expedited => offer.expedited,
    };
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, &new.account)?;
        let approval = is_mpoc(conn, viewer, account.id)?
            .then(|| Agreed { by: viewer.email.clone(), at: app.clock.now() });
        let opening = Opening {
            kind: CaseKind::Macd,
            account: Some(account.id),
            subject: new.subject.as_str().to_owned(),
            related: None,
            priority: match new.urgency {
                Urgency::Standard => Priority::Standard,
                Urgency::Expedited => Priority::Expedited,
            },
            and: Some(if approval.is_some() { What::Approved } else { What::ApprovalAsked }),
        };
        let number = cases::open(app, conn, viewer, opening, message, |conn, case| {
            let request = macd::NewRequest {
                case,
                kind: new.kind,
                urgency: new.urgency,
                is_outside_hours: placement.is_outside_hours,
                wanted_on: new.wanted_on,
                requester: &viewer.email,
                terms_on: offer.terms.starts_on,
                approval: approval.clone(),
            };
            Ok(macd::insert_request(conn, &request)?)
        })?;
        Ok(Ok(number))
    })
}
