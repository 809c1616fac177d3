//! `/forgot`: a link for who has forgotten their password. It says the same whether there is a login
//! or not.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::later;
use crate::services::resets;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Visit};
use crate::web::{door, guard};

#[derive(Template)]
#[template(path = "portal/forgot.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    is_sent: bool,
    error: Option<String>,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    email: String,
}

/// The form, or what was done: a query, so that loading the page again sends nothing.
pub async fn form(visit: Visit, req: HttpRequest) -> Result<HttpResponse, Failure> {
    let is_sent = req.query_string().split('&').any(|part| part == "sent=1");
    visit.ok(&Page { f: &visit.frame, email: "", is_sent, error: None })
}

/// Sends the link, if there is anyone to send it to.
pub async fn submit(
    visit: Visit,
    req: HttpRequest,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let f = &visit.frame;
    if let Some(at) = resets::ask(&visit.app, &form.email, &guard::origin(&req)).await? {
        let error = Some(later(f, visit.app.clock.now(), at));
        let page = Page { f, email: &form.email, is_sent: false, error };
        return visit.page(StatusCode::TOO_MANY_REQUESTS, &page);
    }
    visit.wake_post();
    Ok(door::see_other("/forgot?sent=1"))
}
