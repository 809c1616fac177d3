//! `/set-password/{token}`: the one-time link of a new login.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::flaw;
use crate::services::auth;
use crate::values::password::NewPassword;
use crate::web::door;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Visit};

#[derive(Template)]
#[template(path = "portal/set_password.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    error: Option<String>,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    password: String,
}

/// The form; a link that is wrong, used or too old leads nowhere.
pub async fn form(visit: Visit, token: web::Path<String>) -> Result<HttpResponse, Failure> {
    let email = owner(&visit, &token).await?;
    visit.ok(&Page { f: &visit.frame, email: &email, error: None })
}

/// Sets the password, ends that user's other sessions and signs in.
pub async fn submit(
    visit: Visit,
    req: HttpRequest,
    token: web::Path<String>,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let email = owner(&visit, &token).await?;
    let password = match NewPassword::parse(&form.password, &email) {
        Ok(password) => password,
        Err(why) => {
            let error = Some(flaw(&visit.frame, why));
            let page = Page { f: &visit.frame, email: &email, error };
            return visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match auth::set_password(&visit.app, &token, password).await? {
        Some(user) => {
            visit.wake_post();
            door::let_in(&visit.app, &req, &session, user, "/").await
        }
        None => Err(Failure::LinkExpired),
    }
}

async fn owner(visit: &Visit, token: &str) -> Result<String, Failure> {
    let (app, token) = (visit.app.clone(), token.to_owned());
    web::block(move || auth::find_link_owner(&app, &token)).await??.ok_or(Failure::LinkExpired)
}
