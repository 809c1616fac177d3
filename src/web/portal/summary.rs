//! `/`: an account at a glance (REQUIREMENTS R2.3).

use actix_web::{HttpResponse, web};
use askama::Template;

use super::charts::{Bar, BridgeRow, bars, bridge_rows};
use super::{About, answer, nothing_granted, payment_name, why};
use crate::domain::explain::Bridge;
use crate::domain::invoice::Line;
use crate::services::memo::Question;
use crate::services::summary::{self, Overview, Part, Summary};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/summary.html")]
struct Page<'a> {
    f: &'a Frame,
    summary: &'a Summary,
    bars: Vec<Bar>,
    /// Why the newest invoice differs from the one before, in a sentence.
    why: Option<String>,
    bridge: Vec<BridgeRow>,
    activity: Vec<Activity>,
}

/// An account that stands on another's invoice.
#[derive(Template)]
#[template(path = "portal/summary_part.html")]
struct PartPage<'a> {
    f: &'a Frame,
    part: &'a Part,
    bars: Vec<Bar>,
}

/// Something that happened on the account.
struct Activity {
    on: chrono::NaiveDate,
    /// The page or document of it; none for a payment.
    link: Option<String>,
    text: String,
    amount: Money,
}

/// The summary. Staff begin in the office.
pub async fn page(signed_in: SignedIn, about: web::Query<About>) -> Result<HttpResponse, Failure> {
    let account = about.number()?;
    if account.is_none() && !signed_in.viewer.role.is_customer() {
        return Ok(see_other("/office"));
    }
    let visit = signed_in.visit;
    let question = Question::Summary(account.clone());
    let find = move |app: &_, viewer: &_| summary::summarize(app, viewer, account.as_ref());
    let found = answer(&visit.app, signed_in.viewer, question, find).await?;
    let f = &visit.frame;
    match found.as_ref() {
        Overview::Nothing => nothing_granted(&visit, "nav-summary"),
        Overview::Part(part) => visit.ok(&PartPage { f, part, bars: bars(f, &part.months) }),
        Overview::Billed(summary) => visit.ok(&Page {
            f,
            summary,
            bars: bars(
                f,
                &summary.newest.iter().map(|one| (one.period, one.new_charges)).collect::<Vec<_>>(),
            ),
            why: explained(summary).map(|(bridge, before, _)| why(f, bridge, before)),
            bridge: explained(summary)
                .map(|(bridge, before, now)| bridge_rows(f, bridge, before, now))
                .unwrap_or_default(),
            activity: activity(f, summary),
        }),
    }
}

/// The newest bridge with the periods of its two invoices.
fn explained(summary: &Summary) -> Option<(&Bridge, BillingPeriod, BillingPeriod)> {
    let (bridge, [now, before, ..]) = (summary.bridge.as_ref()?, summary.newest.as_slice()) else {
        return None;
    };
    Some((bridge, before.period, now.period))
}

/// Invoices, payments, credit notes and adjustments together, newest first.
fn activity(f: &Frame, summary: &Summary) -> Vec<Activity> {
    let invoices = summary.newest.iter().take(5).map(|one| Activity {
        on: one.invoice_date,
        link: Some(format!("/invoices/{}", one.number)),
        text: f.t1("activity-invoice", "number", one.number.as_str()),
        amount: one.new_charges,
    });
    let payments = summary.payments.iter().map(|one| Activity {
        on: one.received_on,
        link: None,
        text: payment_name(f, one),
        amount: -one.amount,
    });
    let credits = summary.credits.iter().map(|one| Activity {
        on: one.credited_on,
        link: Some(format!("/credit-notes/{}.pdf", one.number)),
        text: f.t1("credit-note-n", "number", one.number.as_str()),
        amount: -one.amount,
    });
    let adjustments = summary.adjustments.iter().map(|one| Activity {
        on: one.booked_on,
        link: None,
        text: f.t1(one.kind.text(one.amount), "reference", &one.reference),
        amount: one.amount,
    });
    let mut all: Vec<Activity> = invoices.chain(payments).chain(credits).chain(adjustments).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.on));
    all.truncate(8);
    all
}

impl PartPage<'_> {
    fn lines(&self) -> &[Line] {
        self.part.section.as_ref().map_or(&[], |section| &section.lines)
    }
}
