//! `/login/confirm`: "confirm it is you", before what could lock a person out of their own login.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::services::auth::Entry;
use crate::services::login;
use crate::web::door::{own_path, see_other};
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Frame;
use crate::web::own::OwnLogin;
use crate::web::portal::later;
use crate::web::portal::sign_in::Next;
use crate::web::session;

#[derive(Template)]
#[template(path = "portal/login/confirm.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    next: &'a str,
    asks_code: bool,
    error: Option<String>,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    password: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    next: String,
}

/// The form.
pub async fn form(own: OwnLogin, query: web::Query<Next>) -> Result<HttpResponse, Failure> {
    let OwnLogin { visit, live } = &own;
    visit.ok(&Page {
        f: &visit.frame,
        email: &live.viewer.email,
        next: &query.next,
        asks_code: live.has_factor,
        error: None,
    })
}

/// On to where the person came from, under a fresh key.
pub async fn submit(
    own: OwnLogin,
    req: HttpRequest,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let OwnLogin { visit, live } = &own;
    let f = &visit.frame;
    let entry = login::confirm(&visit.app, live.viewer.clone(), form.password, form.code).await?;
    let (status, error) = match entry {
        Entry::Welcome(_) => {
            visit.wake_post();
            session::renew(&session, &req, live)?;
            return Ok(see_other(own_path(&form.next)));
        }
        Entry::Wrong if live.has_factor => {
            (StatusCode::UNPROCESSABLE_ENTITY, f.t("login-confirm-wrong-code"))
        }
        Entry::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, f.t("login-confirm-wrong")),
        Entry::Later(at) => (StatusCode::TOO_MANY_REQUESTS, later(f, visit.app.clock.now(), at)),
    };
    let page = Page {
        f,
        email: &live.viewer.email,
        next: &form.next,
        asks_code: live.has_factor,
        error: Some(error),
    };
    visit.page(status, &page)
}
