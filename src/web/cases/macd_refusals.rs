//! Why something does not happen to a request, in plain words.

use actix_web::http::StatusCode;

use super::{refused, refused_status};
use crate::domain::macd::TermsFlaw;
use crate::domain::macd::log::Objection;
use crate::services::macd::Refusal;
use crate::web::frame::Frame;

/// The status of a page that refuses.
pub fn macd_refused_status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::Case(refusal) => refused_status(refusal),
        Refusal::NotAsConfirmed => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// Why something does not happen, in words.
pub fn macd_refused(f: &Frame, refusal: &Refusal) -> String {
    match refusal {
        Refusal::Case(refusal) => refused(f, refusal),
        Refusal::Log(objection) => not_logged(f, *objection),
        Refusal::NotMpoc => f.t("macd-refused-not-mpoc"),
        Refusal::NothingToAgree => f.t("macd-refused-nothing-to-agree"),
        Refusal::QuoteTooSmall(least) => f.n("macd-refused-quote-too-small", *least),
        Refusal::NothingToReview => f.t("macd-refused-nothing-to-review"),
        Refusal::NotAsConfirmed => f.t("macd-refused-not-as-confirmed"),
        Refusal::Service(place) => f.t1("macd-refused-service", "place", (place + 1).to_string()),
        Refusal::Terms(flaw) => f.t(match flaw {
            TermsFlaw::ReachesBack => "macd-refused-terms-reach-back",
            TermsFlaw::DayTaken => "macd-refused-terms-day-taken",
            TermsFlaw::OutOfRange => "macd-refused-terms-out-of-range",
            TermsFlaw::HoursReversed => "macd-refused-terms-hours-reversed",
        }),
        Refusal::FeeNotAccepted => f.t("macd-refused-fee-not-accepted"),
    }
}

fn not_logged(f: &Frame, objection: Objection) -> String {
    f.t(match objection {
        Objection::NotApproved => "macd-refused-not-approved",
        Objection::Finished => "macd-refused-finished",
        Objection::Billed => "macd-refused-billed",
        Objection::NoTime => "macd-refused-no-time",
        Objection::TooLong => "macd-refused-too-long",
        Objection::NotYet => "macd-refused-not-yet",
        Objection::Overlaps => "macd-refused-overlaps",
        Objection::NeedsQuote(0) => "macd-refused-needs-quote-now",
        Objection::NeedsQuote(minutes) => return f.n("macd-refused-needs-quote", minutes),
        Objection::NothingToCorrect => "macd-refused-nothing-to-correct",
    })
}
