//! `/office/accounts/{account}/charges/new`: a one-time charge, or a credit.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{number, path, refused};
use crate::domain::access::Role;
use crate::services::customers::{self, CHARGE_FIELDS};
use crate::values::calendar::mountain_day;
use crate::values::number::AccountNumber;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::filled::Filled;
use crate::web::office::{Typed, field};

#[derive(Template)]
#[template(path = "office/accounts/charge.html")]
struct Page<'a> {
    f: &'a Frame,
    number: &'a AccountNumber,
    classes: Vec<String>,
    form: &'a Filled,
}

/// The empty form.
pub async fn form(staff: Staff, account: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let today = mountain_day(staff.visit.app.clock.now()).to_string();
    let typed = [("quantity", "1".to_owned()), ("charged_on", today)];
    let typed = typed.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
    let form = Filled::sent(typed);
    show(&staff, StatusCode::OK, &number, &form).await
}

/// Adds the charge.
pub async fn submit(
    staff: Staff,
    account: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let values = CHARGE_FIELDS.into_iter().map(|name| (name, field(&typed, name).to_owned())).collect();
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let done = web::block(move || customers::add_charge(&app, &viewer, &of, &values)).await??;
    let Err(refusal) = done else { return Ok(see_other(&path(&number))) };
    let form = Filled::sent(typed);
    let (status, form) = refused(&staff.visit.frame, form, refusal, ("reference", "acc-reference-taken"))?;
    show(&staff, status, &number, &form).await
}

async fn classes(staff: &Staff, number: &AccountNumber) -> Result<Vec<String>, Failure> {
    let (app, of) = (staff.visit.app.clone(), number.clone());
    Ok(web::block(move || customers::list_tax_classes(&app, &of)).await??)
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    number: &AccountNumber,
    form: &Filled,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let classes = classes(staff, number).await?;
    staff.require(Role::may_change_accounts)?;
    visit.page(status, &Page { f: &visit.frame, number, classes, form })
}
