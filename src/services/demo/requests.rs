//! Work that customers have asked for: one request that billing reviews, one that is worked on, one that
//! waits for approval.

use chrono::{DateTime, TimeDelta, Utc};

use super::cases::{Hand, OURS, said, typed};
use super::logins::{FINANCE, MPOC, TECHNICIAN};
use crate::domain::case::decide::Action;
use crate::domain::macd::log::Purpose;
use crate::domain::macd::{MacdKind, Urgency};
use crate::services::macd::{self, NewRequest, NewTime, Refusal};
use crate::services::{App, ServiceError};
use crate::values::number::CaseNumber;
use crate::values::period::BillingPeriod;

/// Less than this since the invoices went out, and there was no time to work.
const TIME_TO_WORK: TimeDelta = TimeDelta::hours(6);

/// What is asked for since the last invoices.
pub(super) fn open_some(app: &App, last: BillingPeriod) -> Result<(), ServiceError> {
    let now = app.clock.now();
    let since = (now - TimeDelta::hours(28)).max(app.settings.timeline().issues(last));
    if now - since < TIME_TO_WORK {
        return Ok(());
    }
    let at = |step: i32| since + (now - since) / 12 * step;
    let (carol, dmitri, sam) = (Hand::of(app, FINANCE)?, Hand::of(app, MPOC)?, Hand::of(app, TECHNICIAN)?);

    let words = "Two phones of the front desk move to the new waiting room on the second floor.";
    let phones = ("Two phones to the second floor", words);
    let case = ask(&dmitri, at(1), MacdKind::Move, Urgency::Standard, phones)?;
    log(&sam, at(5), case, (at(3), 20), Purpose::Gathering, "Which sockets are free")?;
    log(&sam, at(5), case, (at(4), 50), Purpose::Work, "Patched, moved and tested both phones")?;
    done(macd::finish(&sam.at(at(6)), &sam.viewer, case, &said(&typed("Both phones ring upstairs.")?))?)?;

    let line =
        ("A fax line for accounting", "The insurance still wants faxes: please add a line by tomorrow.");
    let case = ask(&dmitri, at(5), MacdKind::Add, Urgency::Expedited, line)?;
    sam.act(at(6), case, Action::Reply, "We order the number now and set it up tonight.")?;
    log(&sam, at(9), case, (at(7), 35), Purpose::Work, "Number ordered, adapter set up")?;

    let words = "Nobody answers there any more. Can the line go at the end of the month?";
    ask(&carol, at(8), MacdKind::Delete, Urgency::Standard, ("Remove the line in the storage room", words))?;
    Ok(())
}

fn ask(
    hand: &Hand<'_>,
    at: DateTime<Utc>,
    kind: MacdKind,
    urgency: Urgency,
    (subject, words): (&str, &str),
) -> Result<CaseNumber, ServiceError> {
    let new = NewRequest {
        account: OURS.parse()?,
        kind,
        urgency,
        accepts_fee: urgency == Urgency::Expedited,
        wanted_on: None,
        subject: subject.parse().unwrap_or_default(),
    };
    done(macd::open_request(&hand.at(at), &hand.viewer, &new, &said(&typed(words)?))?)
}

/// Logs so many minutes from a time on.
fn log(
    hand: &Hand<'_>,
    at: DateTime<Utc>,
    case: CaseNumber,
    (from, minutes): (DateTime<Utc>, i64),
    purpose: Purpose,
    words: &str,
) -> Result<(), ServiceError> {
    let ended_at = (from + TimeDelta::minutes(minutes)).min(at);
    let new = NewTime { started_at: from, ended_at, purpose, corrects: None };
    done(macd::log_time(&hand.at(at), &hand.viewer, case, &new, &said(&typed(words)?))?)
}

fn done<T>(outcome: Result<T, Refusal>) -> Result<T, ServiceError> {
    outcome.map_err(|refusal| ServiceError::Internal(format!("a request of the demo: {refusal:?}")))
}
