//! `/office/requests`: finished requests that wait for the billing review (REQUIREMENTS R5.9).

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, TimeDelta, Utc};

use crate::services::macd::{self, ToReview};
use crate::values::number::CaseNumber;
use crate::values::period::BillingPeriod;
use crate::web::cases::{When, span, units, when};
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/requests.html")]
struct Page<'a> {
    f: &'a Frame,
    rows: Vec<Row<'a>>,
    may_review: bool,
    /// What is reviewed by then goes on the invoice of that day.
    closing: String,
}

/// A request that waits.
struct Row<'a> {
    number: CaseNumber,
    one: &'a ToReview,
    kind: String,
    finished: When,
    /// Since how long.
    waits: String,
    units: String,
    /// The invoice that it was too late for.
    missed: Option<String>,
}

/// The requests, those that wait longest first.
pub async fn page(staff: Staff) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let app = visit.app.clone();
    let found = web::block(move || macd::list_to_review(&app)).await??;
    let (f, now) = (&visit.frame, visit.app.clock.now());
    let page = Page {
        f,
        rows: found.iter().map(|one| row(f, one, now)).collect(),
        may_review: staff.viewer.role.may_credit(),
        closing: closing(f, now),
    };
    visit.ok(&page)
}

/// By when a review must be done for the next invoice, in a sentence.
pub(super) fn closing(f: &Frame, now: DateTime<Utc>) -> String {
    let period = BillingPeriod::of_instant(now);
    let (at, day) = (f.minute(period.ends_at()), f.long_date(period.invoice_date()));
    f.t2("review-closing", "at", at, "day", day)
}

/// The sentence that a request finished at `finished_at` was too late for its invoice, where it is.
pub(super) fn missed(f: &Frame, finished_at: DateTime<Utc>, now: DateTime<Utc>) -> Option<String> {
    let period = BillingPeriod::of_instant(finished_at);
    let is_late = period < BillingPeriod::of_instant(now);
    is_late.then(|| f.t1("review-missed", "day", f.long_date(period.invoice_date())))
}

fn row<'a>(f: &Frame, one: &'a ToReview, now: DateTime<Utc>) -> Row<'a> {
    // Those without are not in the list.
    let finished_at = one.request.finished_at.unwrap_or(now);
    Row {
        number: CaseNumber(one.request.case),
        one,
        kind: f.t(format!("request-kind-{}", one.request.kind)),
        finished: when(f, finished_at),
        waits: span(f, (now - finished_at).max(TimeDelta::zero())),
        units: units(f, one.meter.units, one.increment_minutes),
        missed: missed(f, finished_at, now),
    }
}
