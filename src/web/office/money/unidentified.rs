//! `/office/money/unidentified`: money that nobody can place yet, and what becomes of it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Form, Teller, path};
use crate::domain::account::PAYMENT_METHODS;
use crate::services::money::{self, NewUnidentified, Refusal, Sent, UnidentifiedRow};
use crate::values::calendar::mountain_day;
use crate::values::ids::UnidentifiedId;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::Typed;

#[derive(Template)]
#[template(path = "office/money/unidentified_new.html")]
struct NewPage<'a> {
    f: &'a Frame,
    form: Form,
    may_act: bool,
    today: String,
    methods: [&'static str; PAYMENT_METHODS.len()],
}

#[derive(Template)]
#[template(path = "office/money/unidentified.html")]
struct Page<'a> {
    f: &'a Frame,
    row: &'a UnidentifiedRow,
    /// To apply it, and to send it back.
    apply: Form,
    back: Form,
    is_alike: bool,
    may_act: bool,
}

impl Page<'_> {
    fn method(&self) -> String {
        self.f.t(format!("doc-method-{}", self.row.receipt.method))
    }

    fn state(&self) -> String {
        self.f.t(format!("money-receipt-{}", self.row.state))
    }
}

/// Where a receipt is.
fn address(id: i64) -> String {
    format!("/office/money/unidentified/{id}")
}

/// The form for a new one.
pub async fn form(Teller(staff): Teller) -> Result<HttpResponse, Failure> {
    let today = mountain_day(staff.visit.app.clock.now()).to_string();
    show_new(&staff, StatusCode::OK, Form::begun(&[("received", &today), ("method", "check")]))
}

/// Records it.
pub async fn submit(Teller(staff): Teller, OwnForm(typed): OwnForm<Typed>) -> Result<HttpResponse, Failure> {
    let mut form = Form::of(typed);
    let Some((new, note)) = read(&staff.visit.frame, &mut form) else {
        return show_new(&staff, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let (app, viewer, key) = (staff.visit.app.clone(), staff.viewer.clone(), form.typed("key").to_owned());
    let done = web::block(move || {
        money::record_receipt(&app, Sent { viewer: &viewer, key: &key, reason: &note }, &new)
    });
    match done.await?? {
        Ok(id) => Ok(see_other(&address(id.0))),
        Err(Refusal::SentTwice) => Ok(see_other("/office/money")),
        Err(refusal) => {
            let status = form.refuse(&staff.visit.frame, &refusal);
            show_new(&staff, status, form)
        }
    }
}

fn read(f: &Frame, form: &mut Form) -> Option<(NewUnidentified, String)> {
    let payer = form.line::<120>(f, "payer");
    let reference = form.reference(f);
    let received_on = form.day(f, "received");
    let method = form.method(f);
    let amount = form.amount(f, "amount");
    let note = match form.typed("note") {
        "" => Some(String::new()),
        _ => form.line::<500>(f, "note"),
    };
    let new = NewUnidentified {
        payer: payer?,
        reference: reference?,
        received_on: received_on?,
        method: method?,
        amount: amount?,
    };
    Some((new, note?))
}

fn show_new(staff: &Staff, status: StatusCode, form: Form) -> Result<HttpResponse, Failure> {
    let page = NewPage {
        f: &staff.visit.frame,
        form,
        may_act: staff.viewer.role.may_credit(),
        today: mountain_day(staff.visit.app.clock.now()).to_string(),
        methods: PAYMENT_METHODS,
    };
    staff.visit.page(status, &page)
}

/// One of them.
pub async fn page(Teller(staff): Teller, id: web::Path<i64>) -> Result<HttpResponse, Failure> {
    show(&staff, *id, StatusCode::OK, Form::begun(&[]), Form::begun(&[]), false).await
}

/// Makes it a payment of the account that was typed.
pub async fn apply(
    Teller(mut staff): Teller,
    id: web::Path<i64>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let mut form = Form::of(typed);
    staff.visit.frame.path = address(*id);
    let Some(account) = form.line::<40>(&staff.visit.frame, "account") else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&staff, *id, status, form, Form::begun(&[]), false).await;
    };
    let (app, viewer, key) = (staff.visit.app.clone(), staff.viewer.clone(), form.typed("key").to_owned());
    let (is_another, row) = (form.is_ticked("another"), UnidentifiedId(*id));
    let done = web::block(move || {
        let sent = Sent { viewer: &viewer, key: &key, reason: "" };
        money::apply_receipt(&app, sent, row, &account, is_another)
    });
    match done.await?? {
        Ok(done) => Ok(see_other(&format!("{}&payment={}", path(&done.billing, "payment"), done.id.0))),
        Err(Refusal::SentTwice) => Ok(see_other(&address(*id))),
        Err(refusal) => {
            let is_alike = matches!(refusal, Refusal::Alike(_));
            let (status, name, text) = super::refused(&staff.visit.frame, &refusal);
            // What is wrong with its reference is wrong with the account it would go to.
            form.errors.insert(if name.is_empty() { "" } else { "account" }, text);
            show(&staff, *id, status, form, Form::begun(&[]), is_alike).await
        }
    }
}

/// Sends it back.
pub async fn give_back(
    Teller(mut staff): Teller,
    id: web::Path<i64>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let mut form = Form::of(typed);
    staff.visit.frame.path = address(*id);
    let Some(reason) = form.why(&staff.visit.frame) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&staff, *id, status, Form::begun(&[]), form, false).await;
    };
    let (app, viewer, key) = (staff.visit.app.clone(), staff.viewer.clone(), form.typed("key").to_owned());
    let row = UnidentifiedId(*id);
    let done = web::block(move || {
        money::return_receipt(&app, Sent { viewer: &viewer, key: &key, reason: &reason }, row)
    });
    match done.await?? {
        Ok(()) | Err(Refusal::SentTwice) => Ok(see_other(&address(*id))),
        Err(refusal) => {
            let status = form.refuse(&staff.visit.frame, &refusal);
            show(&staff, *id, status, Form::begun(&[]), form, false).await
        }
    }
}

async fn show(
    staff: &Staff,
    id: i64,
    status: StatusCode,
    apply: Form,
    back: Form,
    is_alike: bool,
) -> Result<HttpResponse, Failure> {
    let app = staff.visit.app.clone();
    let row = web::block(move || money::find_receipt(&app, UnidentifiedId(id))).await??;
    let may_act = staff.viewer.role.may_credit();
    staff.visit.page(status, &Page { f: &staff.visit.frame, row: &row, apply, back, is_alike, may_act })
}
