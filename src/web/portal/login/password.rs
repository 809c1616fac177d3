//! `/login/password`: changes the password.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use crate::services::auth::Entry;
use crate::services::login;
use crate::values::password::NewPassword;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Frame;
use crate::web::own::OwnLogin;
use crate::web::portal::{flaw, later};
use crate::web::session;

#[derive(Template)]
#[template(path = "portal/login/password.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    current_error: Option<String>,
    new_error: Option<String>,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    current: String,
    password: String,
}

/// The form.
pub async fn form(own: OwnLogin) -> Result<HttpResponse, Failure> {
    let (f, email) = (&own.visit.frame, &own.live.viewer.email);
    own.visit.ok(&Page { f, email, current_error: None, new_error: None })
}

/// Changes it, ends every session of the person and goes on in this browser under a fresh key.
pub async fn submit(
    own: OwnLogin,
    req: HttpRequest,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let OwnLogin { visit, live } = &own;
    let (f, email) = (&visit.frame, live.viewer.email.as_str());
    let new = match NewPassword::parse(&form.password, email) {
        Ok(new) => new,
        Err(why) => {
            let page = Page { f, email, current_error: None, new_error: Some(flaw(f, why)) };
            return visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let entry = login::change_password(&visit.app, live.viewer.clone(), form.current, new).await?;
    let (status, error) = match entry {
        Entry::Welcome(_) => {
            visit.wake_post();
            session::renew(&session, &req, live)?;
            return Ok(see_other("/login?done=password"));
        }
        Entry::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, f.t("login-current-wrong")),
        Entry::Later(at) => (StatusCode::TOO_MANY_REQUESTS, later(f, visit.app.clock.now(), at)),
    };
    visit.page(status, &Page { f, email, current_error: Some(error), new_error: None })
}
