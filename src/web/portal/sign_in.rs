//! `/sign-in` and `/sign-out`.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::later;
use crate::services::auth::{self, Entry};
use crate::services::looks;
use crate::web::door::{self, own_path, see_other};
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, Visit};
use crate::web::guard;
use crate::web::own::OwnLogin;

#[derive(Template)]
#[template(path = "portal/sign_in.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    next: &'a str,
    /// Whether the person has just confirmed a new address, with which they sign in from now on.
    has_new_email: bool,
    error: Option<String>,
}

/// Where the person wanted to go, and what they have just done.
#[derive(Deserialize)]
pub struct Next {
    /// A path of the portal; empty for the front page.
    #[serde(default)]
    pub next: String,
    #[serde(default)]
    done: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// The form; who is signed in already goes on.
pub async fn form(visit: Visit, query: web::Query<Next>) -> Result<HttpResponse, Failure> {
    if visit.frame.viewer.is_some() {
        return Ok(see_other(own_path(&query.next)));
    }
    let has_new_email = query.done == "email";
    visit.ok(&Page { f: &visit.frame, email: "", next: &query.next, has_new_email, error: None })
}

/// Lets the person in, or says that something is wrong and never what.
pub async fn submit(
    visit: Visit,
    req: HttpRequest,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let f = &visit.frame;
    let entry = auth::sign_in(&visit.app, &form.email, form.password, &guard::origin(&req)).await?;
    let (status, error) = match entry {
        Entry::Welcome(user) => return door::let_in(&visit.app, &req, &session, user, &form.next).await,
        Entry::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, f.t("sign-in-wrong")),
        Entry::Later(at) => (StatusCode::TOO_MANY_REQUESTS, later(f, visit.app.clock.now(), at)),
    };
    let page = Page { f, email: &form.email, next: &form.next, has_new_email: false, error: Some(error) };
    visit.page(status, &page)
}

/// Ends the session.
pub async fn sign_out(
    own: OwnLogin,
    session: Session,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (app, viewer, look) = (own.visit.app, own.live.viewer, own.visit.frame.look);
    web::block(move || {
        if let Some(look) = look {
            looks::end(&app, &viewer, &look)?;
        }
        auth::record_sign_out(&app, &viewer.email)
    })
    .await??;
    session.purge();
    Ok(see_other("/sign-in"))
}
