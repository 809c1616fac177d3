//! `/office/money/payment`: a payment recorded by hand.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Form, Teller, account_number, path};
use crate::domain::account::PAYMENT_METHODS;
use crate::services::money::{self, NewPayment, Recorded, Refusal, Sent};
use crate::values::calendar::mountain_day;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::Typed;

#[derive(Template)]
#[template(path = "office/money/payment.html")]
struct Page<'a> {
    f: &'a Frame,
    form: Form,
    may_act: bool,
    today: String,
    methods: [&'static str; PAYMENT_METHODS.len()],
    /// Payments of the same day and amount.
    alike: Vec<Recorded>,
}

/// Which account, where that is known.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    account: String,
}

/// The form.
pub async fn form(Teller(staff): Teller, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let today = mountain_day(staff.visit.app.clock.now()).to_string();
    let form = Form::begun(&[("account", &query.account), ("received", &today), ("method", "check")]);
    show(&staff, StatusCode::OK, form, Vec::new())
}

/// Records it.
pub async fn submit(Teller(staff): Teller, OwnForm(typed): OwnForm<Typed>) -> Result<HttpResponse, Failure> {
    let mut form = Form::of(typed);
    let Some(new) = read(&staff.visit.frame, &mut form) else {
        return show(&staff, StatusCode::UNPROCESSABLE_ENTITY, form, Vec::new());
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (key, sent_to) = (form.typed("key").to_owned(), new.account.clone());
    let done = web::block(move || {
        money::record_payment(&app, Sent { viewer: &viewer, key: &key, reason: "" }, &new)
    })
    .await??;
    match done {
        Ok(done) => Ok(see_other(&format!("{}&payment={}", path(&done.billing, "payment"), done.id.0))),
        Err(Refusal::SentTwice) => {
            let (app, viewer, number) =
                (staff.visit.app.clone(), staff.viewer.clone(), account_number(&sent_to)?);
            let billing = web::block(move || money::billing_of(&app, &viewer, &number)).await??;
            Ok(see_other(&path(&billing, "twice")))
        }
        Err(refusal) => {
            let status = form.refuse(&staff.visit.frame, &refusal);
            let alike = if let Refusal::Alike(alike) = refusal { alike } else { Vec::new() };
            show(&staff, status, form, alike)
        }
    }
}

fn read(f: &Frame, form: &mut Form) -> Option<NewPayment> {
    let account = form.line::<40>(f, "account");
    let reference = form.reference(f);
    let received_on = form.day(f, "received");
    let method = form.method(f);
    let amount = form.amount(f, "amount");
    Some(NewPayment {
        account: account?,
        reference: reference?,
        received_on: received_on?,
        method: method?,
        amount: amount?,
        is_another: form.is_ticked("another"),
    })
}

fn show(
    staff: &Staff,
    status: StatusCode,
    form: Form,
    alike: Vec<Recorded>,
) -> Result<HttpResponse, Failure> {
    let page = Page {
        f: &staff.visit.frame,
        form,
        may_act: staff.viewer.role.may_credit(),
        today: mountain_day(staff.visit.app.clock.now()).to_string(),
        methods: PAYMENT_METHODS,
        alike,
    };
    staff.visit.page(status, &page)
}
