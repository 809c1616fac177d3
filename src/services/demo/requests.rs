//! Work that a customer asked for: a request on the last bill, and what is under way now.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::hands::{Hand, at_hour, done, said, typed};
use super::logins::{BILLER, FINANCE, MPOC, OURS, TECHNICIAN};
use crate::domain::case::decide::Action;
use crate::domain::macd::log::Purpose;
use crate::domain::macd::{MacdKind, Urgency};
use crate::services::macd::{self, Confirmed, NewRequest, NewTime};
use crate::services::{App, ServiceError, cases};
use crate::values::money::Money;
use crate::values::number::CaseNumber;
use crate::values::period::BillingPeriod;

impl Hand<'_> {
    fn request(
        &self,
        at: DateTime<Utc>,
        kind: MacdKind,
        urgency: Urgency,
        subject: &str,
        words: &str,
    ) -> Result<CaseNumber, ServiceError> {
        let new = NewRequest {
            account: OURS.parse()?,
            kind,
            urgency,
            accepts_fee: urgency == Urgency::Expedited,
            wanted_on: None,
            subject: subject.parse().unwrap_or_default(),
        };
        done(macd::open_request(&self.at(at), &self.viewer, &new, &said(&typed(words)?))?)
    }

    /// So many minutes from `at` on.
    fn work(
        &self,
        at: DateTime<Utc>,
        minutes: i64,
        purpose: Purpose,
        case: CaseNumber,
        words: &str,
    ) -> Result<(), ServiceError> {
        let ended_at = at + TimeDelta::minutes(minutes);
        let new = NewTime { started_at: at, ended_at, purpose, corrects: None };
        done(macd::log_time(&self.at(ended_at), &self.viewer, case, &new, &said(&typed(words)?))?)
    }

    fn finish(&self, at: DateTime<Utc>, case: CaseNumber, words: &str) -> Result<(), ServiceError> {
        done(macd::finish(&self.at(at), &self.viewer, case, &said(&typed(words)?))?)
    }
}

/// A request that is worked on in `period` and stands on its invoice: 75 minutes in three entries.
pub(super) fn bill_one(app: &App, period: BillingPeriod) -> Result<(), ServiceError> {
    let (dmitri, sam, marta) = (Hand::of(app, MPOC)?, Hand::of(app, TECHNICIAN)?, Hand::of(app, BILLER)?);
    let days = app.business_days();
    let day = days.add(period.first_day() + Days::new(8), 0);
    let at = |hour: u32| at_hour(day, hour);
    let words = "The front desk moves to the second floor: both phones go with it and keep their numbers.";
    let subject = "Two phones to the second floor";
    let case = dmitri.request(at(9), MacdKind::Move, Urgency::Standard, subject, words)?;
    sam.work(at(10), 20, Purpose::Gathering, case, "Which sockets are live up there?")?;
    sam.work(at(11), 40, Purpose::Work, case, "First phone moved, port and emergency address changed.")?;
    sam.work(at(13), 30, Purpose::Work, case, "Second phone moved.")?;
    sam.work(at(14), 5, Purpose::Work, case, "Labels and the call group.")?;
    sam.work(at(15), 15, Purpose::Testing, case, "Called in and out together with the front desk.")?;
    sam.finish(at(16), case, "Both phones work on the second floor under their old numbers.")?;
    let (next, words) = (days.add(day, 1), typed("Thank you, that was quick.")?);
    done(cases::act(&dmitri.at(at_hour(next, 9)), &dmitri.viewer, case, &Action::Confirm, &said(&words))?)?;
    // 75 minutes.
    let confirmed = Confirmed { units: 5, total: Money::from_cents(12_500) };
    let words = typed("")?;
    let at = marta.at(at_hour(next, 11));
    done(macd::review(&at, &marta.viewer, case, confirmed, &[], &said(&words))?)
}

/// What is under way now: worked on before others, finished and not reviewed, not approved.
pub(super) fn open_some(app: &App) -> Result<(), ServiceError> {
    let (carol, dmitri) = (Hand::of(app, FINANCE)?, Hand::of(app, MPOC)?);
    let sam = Hand::of(app, TECHNICIAN)?;
    let ago = |hours: i64| app.clock.now() - TimeDelta::hours(hours);
    let words = "The new receptionist starts tomorrow and needs a phone with the main number's call group.";
    let subject = "A phone for the new reception desk";
    let urgent = dmitri.request(ago(20), MacdKind::Add, Urgency::Expedited, subject, words)?;
    let words = typed("We have it: Sam works on it next and needs to know the model of the phone.")?;
    done(cases::act(&sam.at(ago(19)), &sam.viewer, urgent, &Action::Reply, &said(&words))?)?;
    sam.work(ago(18), 15, Purpose::Gathering, urgent, "Which model, and which of the two sockets?")?;
    sam.work(ago(16), 40, Purpose::Work, urgent, "Number and port set up, phone sent by courier.")?;
    let words = "Nobody has used the fax in the back room since spring.";
    let gone =
        dmitri.request(ago(15), MacdKind::Delete, Urgency::Standard, "Take the fax line away", words)?;
    sam.work(ago(14), 20, Purpose::Work, gone, "Number and port released.")?;
    sam.finish(ago(13), gone, "The fax line is gone; its number can be had back for ninety days.")?;
    let words = "On Saturdays the main number is to ring at the duty dentist's.";
    let subject = "Forward the main number on Saturdays";
    carol.request(ago(6), MacdKind::Change, Urgency::Standard, subject, words)?;
    Ok(())
}
