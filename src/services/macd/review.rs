//! The billing review, after which a request's charge and the changes of services take effect
//! (REQUIREMENTS R5.9).

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;

use super::{Outcome, Refusal, Request, meter_of};
use crate::domain::access::Viewer;
use crate::domain::case::What;
use crate::domain::case::decide::{Action, Objection};
use crate::domain::macd::log::Entry;
use crate::domain::macd::meter::Meter;
use crate::services::cases::Message;
use crate::services::cases::allowed;
use crate::services::{App, ServiceError};
use crate::store::macd::{self, Agreed, RequestRow};
use crate::store::services::{self, ServiceRow};
use crate::store::{AnyConnection, hierarchy};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, CaseId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber};

/// Requests on a page of the queue.
const REQUESTS_SHOWN: i64 = 200;

/// How far from today the day of a change may lie: further away it is a slip of the pen, and would bill
/// years.
const AT_MOST_AWAY: TimeDelta = TimeDelta::days(366);

/// A finished request that waits for billing.
#[derive(Clone, Debug)]
pub struct ToReview {
    /// What is asked and agreed.
    pub request: RequestRow,
    /// In a few words.
    pub subject: String,
    /// Its account's number and name.
    pub account: (String, String),
    /// What it costs.
    pub meter: Meter,
    /// Minutes of a unit.
    pub increment_minutes: u32,
}

/// What the reviewer saw and confirms: its log may have gone on meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Units of work.
    pub units: u32,
    /// Work and fee.
    pub total: Money,
}

impl From<&Meter> for Confirmed {
    fn from(meter: &Meter) -> Confirmed {
        Confirmed { units: meter.units, total: meter.total() }
    }
}

/// What the work did to a service.
#[derive(Clone, Debug)]
pub enum ServiceChange {
    /// Its last day.
    Ends {
        /// Whose.
        account: AccountNumber,
        /// The service's code.
        code: String,
        /// The last day of service.
        on: NaiveDate,
    },
    /// A new one, or the same one with another price or quantity under a code of its own.
    Starts(NewService),
}

impl ServiceChange {
    /// Which service.
    fn key(&self) -> (&AccountNumber, &str) {
        match self {
            ServiceChange::Ends { account, code, .. } => (account, code.trim()),
            ServiceChange::Starts(new) => (&new.account, new.code.trim()),
        }
    }

    /// Its day.
    fn on(&self) -> NaiveDate {
        match self {
            ServiceChange::Ends { on, .. } => *on,
            ServiceChange::Starts(new) => new.on,
        }
    }
}

/// A service that begins.
#[derive(Clone, Debug)]
pub struct NewService {
    /// Whose.
    pub account: AccountNumber,
    /// Unique in the account.
    pub code: String,
    /// What is sold.
    pub product: String,
    /// As it stands on the bill.
    pub description: String,
    /// The class that taxes refer to.
    pub tax_class: String,
    /// How many.
    pub quantity: Decimal,
    /// USD a period.
    pub unit_price: Decimal,
    /// The first day of service.
    pub on: NaiveDate,
}

/// Finished requests that wait for billing, the oldest first.
///
/// # Errors
/// The database.
pub fn list_to_review(app: &App) -> Result<Vec<ToReview>, ServiceError> {
    app.db.read(|conn| {
        let waiting = macd::list_to_review(conn, REQUESTS_SHOWN)?;
        let cases: Vec<CaseId> = waiting.iter().map(|one| one.request.case).collect();
        let mut logs: HashMap<CaseId, Vec<Entry>> = HashMap::new();
        for row in macd::list_entries(conn, &cases)? {
            logs.entry(row.case).or_default().push(row.entry);
        }
        let all_terms = macd::list_terms(conn)?;
        let to_review = |one: macd::ToReview| {
            let terms = all_terms.iter().find(|terms| terms.starts_on == one.request.terms_on);
            let terms = terms.ok_or_else(|| ServiceError::Internal("a request without terms".to_owned()))?;
            let log = logs.remove(&one.request.case).unwrap_or_default();
            let meter = meter_of(&one.request, terms, &log)?;
            let macd::ToReview { request, subject, account } = one;
            Ok(ToReview { request, subject, account, meter, increment_minutes: terms.increment_minutes })
        };
        waiting.into_iter().map(to_review).collect()
    })
}

/// Confirms what a finished request costs and what it did to services; both take effect with it. What it
/// costs goes on the invoice of the period of this review. Nothing happens where it does not cost any more
/// what was `confirmed`.
///
/// # Errors
/// A request that does not exist for the viewer.
pub fn review(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    confirmed: Confirmed,
    changes: &[ServiceChange],
    message: &Message<'_>,
) -> Result<Outcome<()>, ServiceError> {
    if !viewer.role.may_credit() {
        return Ok(Err(Objection::NotAllowed.into()));
    }
    app.db.write(|conn| {
        let request = Request::hold(app, conn, viewer, number)?;
        if request.row.finished_at.is_none() || request.row.review.is_some() {
            return Ok(Err(Refusal::NothingToReview));
        }
        let meter = request.meter()?;
        if confirmed != Confirmed::from(&meter) {
            return Ok(Err(Refusal::NotAsConfirmed));
        }
        let reviewed = What::Reviewed { units: meter.units, total: meter.total() };
        let all = allowed!(request.decide(app, viewer, &Action::Review(reviewed), message));
        let account = request.account()?;
        let today = mountain_day(app.clock.now());
        let mut planned = Vec::with_capacity(changes.len());
        for (place, change) in changes.iter().enumerate() {
            // A service changes once: with the other one before it, this one would be something else.
            let is_first = changes[..place].iter().all(|other| other.key() != change.key());
            let is_near = (change.on() - today).abs() <= AT_MOST_AWAY;
            match plan(conn, viewer, account, change)?.filter(|_| is_first && is_near) {
                Some(change) => planned.push(change),
                None => return Ok(Err(Refusal::Service(place))),
            }
        }
        for (change_no, change) in (1..).zip(&planned) {
            change.apply(conn, number.0, change_no)?;
        }
        macd::mark_reviewed(
            conn,
            number.0,
            &Agreed { by: viewer.email.clone(), at: app.clock.now() },
            &meter,
        )?;
        request.record(app, conn, viewer, all, message)?;
        Ok(Ok(()))
    })
}

/// A change that can be made.
enum Planned {
    Ends(i64, ServiceRow, NaiveDate),
    Starts(ServiceRow),
}

/// What `change` does to the services of the request's account or one below it; `None` where it cannot be.
fn plan(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    request: AccountId,
    change: &ServiceChange,
) -> Result<Option<Planned>, ServiceError> {
    let (account, code) = change.key();
    let Some(account) = hierarchy::find_account(conn, viewer.scope(), account)? else { return Ok(None) };
    if !hierarchy::is_at_or_below(conn, account.id, request)? {
        return Ok(None);
    }
    let known = services::list_by_keys(conn, &[(account.id.0, code)])?.pop();
    Ok(match (change, known) {
        (ServiceChange::Ends { on, .. }, Some((id, row))) => {
            let ends_later = row.ends_on.is_none_or(|ends_on| ends_on > *on);
            (ends_later && *on >= row.starts_on).then_some(Planned::Ends(id, row, *on))
        }
        (ServiceChange::Starts(new), None) => {
            let is_right = !new.code.trim().is_empty()
                && !new.description.trim().is_empty()
                && new.quantity > Decimal::ZERO
                && !new.unit_price.is_sign_negative()
                && Money::extended(new.quantity, new.unit_price).is_ok();
            is_right.then(|| Planned::Starts(row(account.id, new)))
        }
        _ => None,
    })
}

fn row(account: AccountId, new: &NewService) -> ServiceRow {
    ServiceRow {
        account_id: account.0,
        code: new.code.trim().to_owned(),
        product: new.product.trim().to_owned(),
        description: new.description.trim().to_owned(),
        tax_class: new.tax_class.trim().to_owned(),
        quantity: new.quantity.normalize().to_string(),
        unit_price: new.unit_price.normalize().to_string(),
        starts_on: new.on,
        ends_on: None,
        billed_through: None,
    }
}

impl Planned {
    fn apply(&self, conn: &mut AnyConnection, case: CaseId, change_no: i32) -> Result<(), ServiceError> {
        match self {
            Planned::Ends(id, row, on) => {
                let ended = ServiceRow { ends_on: Some(*on), ..row.clone() };
                services::update_service(conn, *id, &ended)?;
                Ok(macd::insert_change(conn, case, change_no, *id, "ended", *on)?)
            }
            Planned::Starts(row) => {
                services::insert_services(conn, std::slice::from_ref(row))?;
                let added = services::list_by_keys(conn, &[(row.account_id, row.code.as_str())])?.pop();
                let (id, _) = added.ok_or_else(|| ServiceError::Internal("a service vanished".to_owned()))?;
                Ok(macd::insert_change(conn, case, change_no, id, "started", row.starts_on)?)
            }
        }
    }
}
