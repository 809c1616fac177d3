//! The customers' pages, one file each.

pub mod accounts;
pub mod calls;
pub mod cases;
pub mod changes;
pub(super) mod charts;
pub mod confirm_email;
pub mod contact;
pub mod contacts;
pub mod deliveries;
pub mod downloads;
pub mod find_calls;
pub mod forgot;
pub mod invoice;
pub mod invoices;
pub mod link;
pub mod login;
mod new_password;
pub mod next;
pub mod payments;
pub mod register;
pub mod reset;
pub mod set_password;
pub mod sign_in;
pub mod sign_in_code;
pub mod summary;

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::errors::Failure;
use super::frame::{Frame, Visit};
use crate::domain::access::Viewer;
use crate::domain::explain::{Bridge, Cause, Step};
use crate::domain::invoice::ChargesByCategory;
use crate::services::memo::{self, Question};
use crate::services::payments::PaymentRow;
use crate::services::statements::Cursor;
use crate::services::{App, ServiceError};
use crate::values::ids::InvoiceId;
use crate::values::label::LabelFlaw;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::password::PasswordFlaw;
use crate::values::period::BillingPeriod;

/// What a page is made of: the kept answer at once, else what `find` finds on a thread that may wait.
async fn answer<T: Send + Sync + 'static>(
    app: &Arc<App>,
    viewer: Viewer,
    question: Question,
    find: impl FnOnce(&App, &Viewer) -> Result<T, ServiceError> + Send + 'static,
) -> Result<Arc<T>, Failure> {
    if let Some(known) = memo::recall(app, &viewer, &question)? {
        return Ok(known);
    }
    let app = Arc::clone(app);
    Ok(web::block(move || memo::answer(&app, &viewer, &question, || find(&app, &viewer))).await??)
}

/// Which account a page or a download is about, of those that the viewer can choose from.
#[derive(Deserialize)]
pub struct About {
    account: Option<String>,
}

impl About {
    fn number(&self) -> Result<Option<AccountNumber>, Failure> {
        account_number(self.account.as_deref())
    }
}

/// What is no invoice's number is no invoice.
fn invoice_number(text: &str) -> Result<InvoiceNumber, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// The account that a page is narrowed to; nothing where the field was left empty.
fn account_number(text: Option<&str>) -> Result<Option<AccountNumber>, Failure> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Failure::NotFound),
    }
}

/// Where a list of invoices goes on, as its own link says.
fn parse_cursor(text: &str) -> Option<Cursor> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, InvoiceId(id.parse().ok()?)))
}

/// What is wrong with a password, for its field.
fn flaw(f: &Frame, flaw: PasswordFlaw) -> String {
    f.t(match flaw {
        PasswordFlaw::TooShort => "password-too-short",
        PasswordFlaw::TooLong => "password-too-long",
        PasswordFlaw::Common => "password-common",
    })
}

/// What is wrong with a short text, for its field.
fn label_flaw(f: &Frame, flaw: LabelFlaw) -> String {
    match flaw {
        LabelFlaw::TooLong(most) => f.t1("label-too-long", "most", most.to_string()),
        LabelFlaw::Unprintable => f.t("label-unprintable"),
    }
}

/// When someone who tried too often may try again.
fn later(f: &Frame, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    let minutes = ((at - now).num_seconds().max(1) as u32).div_ceil(60);
    f.n("try-later", minutes)
}

/// Where nothing is granted.
#[derive(Template)]
#[template(path = "portal/nothing.html")]
struct Nothing<'a> {
    f: &'a Frame,
    title: &'static str,
}

/// The page of who may see no account, under the title that `title` names.
fn nothing_granted(visit: &Visit, title: &'static str) -> Result<HttpResponse, Failure> {
    visit.ok(&Nothing { f: &visit.frame, title })
}

/// A payment's method and reference.
pub(super) fn payment_name(f: &Frame, payment: &PaymentRow) -> String {
    let method = f.t(format!("method-{}", payment.method));
    f.t2("activity-payment", "method", method, "reference", &payment.reference)
}

/// What a step of a bridge is called.
pub(super) fn cause_name(f: &Frame, cause: Cause) -> String {
    f.t(format!("cause-{}", cause.as_str()))
}

/// The same by its name.
pub(super) fn cause_of(f: &Frame, cause: &str) -> String {
    f.t(format!("cause-{cause}"))
}

/// Why an invoice differs from the one for `before`, in a sentence or two.
pub(super) fn why(f: &Frame, bridge: &Bridge, before: BillingPeriod) -> String {
    let (change, before) = (bridge.change(), f.period(before));
    let how_much = match change {
        change if change.is_zero() => return f.t1("why-same", "period", before),
        change if change.is_negative() => f.t2("why-less", "amount", f.money(-change), "period", before),
        change => f.t2("why-more", "amount", f.money(change), "period", before),
    };
    let named = |step: &Step| {
        format!("{} ({})", f.t(format!("because-{}", step.cause.as_str())), f.change(step.amount))
    };
    match bridge.main_steps().as_slice() {
        [] => how_much,
        [one] => format!("{how_much} {}", f.t1("why-one", "first", named(one))),
        [one, other, ..] => {
            format!("{how_much} {}", f.t2("why-two", "first", named(one), "second", named(other)))
        }
    }
}

/// A category of charges beside what it was the month before.
pub(super) struct Compared {
    /// Names its text.
    pub key: &'static str,
    pub now: Money,
    pub before: Money,
}

impl Compared {
    pub fn change(&self) -> Money {
        self.now - self.before
    }

    /// `up`, `down` or `same`: the sign, for the eye and for style sheets.
    pub fn direction(&self) -> &'static str {
        match self.change() {
            change if change.is_zero() => "same",
            change if change.is_negative() => "down",
            _ => "up",
        }
    }
}

/// The categories in which anything was charged, in the order of the document.
pub(super) fn compare(now: &ChargesByCategory, before: Option<&ChargesByCategory>) -> Vec<Compared> {
    let before = before.copied().unwrap_or_default();
    [
        ("category-recurring", now.recurring, before.recurring),
        ("category-catch-up", now.catch_up, before.catch_up),
        ("category-one-time", now.one_time, before.one_time),
        ("category-macd", now.macd, before.macd),
        ("category-usage", now.usage, before.usage),
        ("category-taxes", now.taxes, before.taxes),
        ("category-late-fee", now.late_fee, before.late_fee),
    ]
    .into_iter()
    .filter(|(_, now, before)| !(now.is_zero() && before.is_zero()))
    .map(|(key, now, before)| Compared { key, now, before })
    .collect()
}
