//! `/login/email`: asks for another address, which counts once it is confirmed from there.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use crate::services::auth::Entry;
use crate::services::login;
use crate::values::contact::EmailAddress;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Frame;
use crate::web::own::OwnLogin;
use crate::web::portal::later;

#[derive(Template)]
#[template(path = "portal/login/email.html")]
struct Page<'a> {
    f: &'a Frame,
    now: &'a str,
    typed: &'a str,
    error: Option<String>,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    email: String,
}

/// The form, for who has proved of late that it is them.
pub async fn form(own: OwnLogin) -> Result<HttpResponse, Failure> {
    own.require_proof("/login/email")?;
    let page = Page { f: &own.visit.frame, now: &own.live.viewer.email, typed: "", error: None };
    own.visit.ok(&page)
}

/// Sends the link to the new address and tells the old one.
pub async fn submit(own: OwnLogin, OwnForm(form): OwnForm<Form>) -> Result<HttpResponse, Failure> {
    own.require_proof("/login/email")?;
    let OwnLogin { visit, live } = &own;
    let f = &visit.frame;
    let page = |error| Page { f, now: &live.viewer.email, typed: &form.email, error: Some(error) };
    let Ok(email) = form.email.trim().parse::<EmailAddress>() else {
        return visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page(f.t("email-invalid")));
    };
    match login::ask_for_email(&visit.app, live.viewer.clone(), email).await? {
        Entry::Later(at) => {
            visit.page(StatusCode::TOO_MANY_REQUESTS, &page(later(f, visit.app.clock.now(), at)))
        }
        _ => {
            visit.wake_post();
            Ok(see_other("/login?done=asked"))
        }
    }
}
