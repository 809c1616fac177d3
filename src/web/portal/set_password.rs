//! `/set-password/{token}`: the one-time link of a new login.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};

use super::new_password::{self, Form, Words};
use crate::services::auth;
use crate::values::password::NewPassword;
use crate::web::door;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Visit;

const WORDS: Words = Words { title: "set-password-title", intro: "set-password-intro", save: "set-password" };

/// The form; a link that is wrong, used or too old leads nowhere.
pub async fn form(visit: Visit, token: web::Path<String>) -> Result<HttpResponse, Failure> {
    let email = owner(&visit, &token).await?;
    new_password::page(&visit, &WORDS, &email, None)
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
        Err(why) => return new_password::page(&visit, &WORDS, &email, Some(why)),
    };
    let set = auth::set_password(&visit.app, &token, password).await?;
    let user = set.ok_or(Failure::LinkExpired)?;
    visit.wake_post();
    door::let_in(&visit.app, &req, &session, user, "/").await
}

async fn owner(visit: &Visit, token: &str) -> Result<String, Failure> {
    let (app, token) = (visit.app.clone(), token.to_owned());
    web::block(move || auth::find_link_owner(&app, &token)).await??.ok_or(Failure::LinkExpired)
}
