//! `/office/deliveries/addresses`: addresses that a mail server refused for good, and how mail goes to them
//! again.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::deliveries::refused;
use crate::services::post::{self, Suppressed};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/addresses.html")]
struct Page<'a> {
    f: &'a Frame,
    addresses: Vec<Suppressed>,
    may_lift: bool,
    is_whole: bool,
    is_first: bool,
    next: Option<String>,
    /// The address that the form was about, and the reason that was typed.
    typed: Form,
    error: Option<String>,
    lifted: Option<String>,
}

/// One address, or where the list goes on, and what was just lifted.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Query {
    address: String,
    after: String,
    lifted: String,
}

/// Which address, and why mail may go to it.
#[derive(Default, Deserialize)]
pub struct Form {
    address: String,
    reason: String,
}

/// The list.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    show(&staff, &query, StatusCode::OK, Form::default(), None).await
}

/// Lets mail go to an address again.
pub async fn lift(mut staff: Staff, OwnForm(form): OwnForm<Form>) -> Result<HttpResponse, Failure> {
    "/office/deliveries/addresses".clone_into(&mut staff.visit.frame.path);
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (address, reason) = (form.address.clone(), form.reason.clone());
    match web::block(move || post::lift(&app, &viewer, &address, &reason)).await?? {
        Ok(()) => {
            let mut to = form_urlencoded::Serializer::new("/office/deliveries/addresses?".to_owned());
            Ok(see_other(&to.append_pair("lifted", &form.address).finish()))
        }
        Err(refusal) => {
            let (status, text) = refused(&staff.visit.frame, &refusal);
            show(&staff, &Query::default(), status, form, Some(text)).await
        }
    }
}

async fn show(
    staff: &Staff,
    query: &Query,
    status: StatusCode,
    typed: Form,
    error: Option<String>,
) -> Result<HttpResponse, Failure> {
    let (app, after) = (staff.visit.app.clone(), query.after.clone());
    let one = Some(query.address.trim().to_owned()).filter(|one| !one.is_empty());
    let is_whole = one.is_none();
    let (addresses, next) = web::block(move || post::list_addresses(&app, one.as_deref(), &after)).await??;
    let page = Page {
        f: &staff.visit.frame,
        addresses,
        may_lift: staff.viewer.role.may_run_post(),
        is_whole,
        is_first: query.after.is_empty(),
        next: next.map(|after| {
            let mut to = form_urlencoded::Serializer::new("/office/deliveries/addresses?".to_owned());
            to.append_pair("after", &after).finish()
        }),
        typed,
        error,
        lifted: Some(query.lifted.clone()).filter(|lifted| !lifted.is_empty()),
    };
    staff.visit.page(status, &page)
}
