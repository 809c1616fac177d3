//! `/`: an account at a glance (REQUIREMENTS R2.3).

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Compared, account_number, compare};
use crate::services::statements::{self, Statement, Summary};
use crate::values::money::Money;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/summary.html")]
struct Page<'a> {
    f: &'a Frame,
    summary: &'a Summary,
    categories: Vec<Compared>,
    has_before: bool,
    bars: Vec<Bar>,
    activity: Vec<Activity>,
}

impl Page<'_> {
    fn total_change(&self) -> Money {
        self.categories.iter().map(Compared::change).sum()
    }
}

/// Where nothing is granted that gets invoices.
#[derive(Template)]
#[template(path = "portal/summary_empty.html")]
struct Empty<'a> {
    f: &'a Frame,
}

/// One month of the chart, in its own units.
struct Bar {
    x: i64,
    y: i64,
    height: i64,
    month: String,
    period: String,
    amount: Money,
    is_newest: bool,
}

/// Something that happened on the account.
struct Activity {
    on: chrono::NaiveDate,
    /// The invoice's number, or none for a payment.
    invoice: Option<String>,
    text: String,
    amount: Money,
}

/// Which account, of those that the viewer can choose from.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
}

/// The summary.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let account = account_number(query.account.as_deref())?;
    let visit = signed_in.visit;
    let (app, viewer) = (visit.app.clone(), signed_in.viewer);
    let found = web::block(move || statements::summarize(&app, &viewer, account.as_ref())).await??;
    let f = &visit.frame;
    let Some(summary) = &found else { return visit.ok(&Empty { f }) };
    let (categories, has_before) = match &summary.charges {
        Some((now, before)) => (compare(now, before.as_ref()), before.is_some()),
        None => (Vec::new(), false),
    };
    let (bars, activity) = (bars(f, &summary.newest), activity(f, summary));
    visit.ok(&Page { f, summary, categories, has_before, bars, activity })
}

/// The chart's height in its own units, and the width of a month.
const FULL: i64 = 120;
const STEP: i64 = 40;

/// The newest twelve invoices, oldest first, each as high as its new charges.
fn bars(f: &Frame, newest: &[Statement]) -> Vec<Bar> {
    let highest = newest.iter().map(|one| one.new_charges.cents()).max().unwrap_or(0).max(1);
    let last = newest.len().saturating_sub(1);
    let bar = |(place, one): (usize, &Statement)| {
        let cents = i128::from(one.new_charges.cents().max(0));
        let height = (cents * i128::from(FULL) / i128::from(highest)) as i64;
        let period = f.period(one.period);
        Bar {
            x: place as i64 * STEP,
            y: FULL - height.max(1),
            height: height.max(1),
            month: period.chars().take(3).collect(),
            period,
            amount: one.new_charges,
            is_newest: place == last,
        }
    };
    newest.iter().rev().enumerate().map(bar).collect()
}

/// Invoices and payments together, newest first.
fn activity(f: &Frame, summary: &Summary) -> Vec<Activity> {
    let invoices = summary.newest.iter().take(5).map(|one| Activity {
        on: one.invoice_date,
        invoice: Some(one.number.to_string()),
        text: f.t1("activity-invoice", "number", one.number.as_str()),
        amount: one.new_charges,
    });
    let payments = summary.payments.iter().map(|one| Activity {
        on: one.received_on,
        invoice: None,
        text: f.t2(
            "activity-payment",
            "method",
            f.t(format!("method-{}", one.method)),
            "reference",
            &one.reference,
        ),
        amount: -one.amount,
    });
    let mut all: Vec<Activity> = invoices.chain(payments).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.on));
    all.truncate(8);
    all
}
