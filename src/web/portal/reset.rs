//! `/reset/{signed}`: sets a forgotten password. It is no way around a second factor.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};

use super::new_password::{self, Form, Words};
use crate::services::resets;
use crate::values::password::NewPassword;
use crate::web::door;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Visit;

const WORDS: Words = Words { title: "reset-title", intro: "reset-intro", save: "reset-save" };

/// The form; a link that is wrong, used or too old leads nowhere.
pub async fn form(visit: Visit, signed: web::Path<String>) -> Result<HttpResponse, Failure> {
    let email = owner(&visit, &signed).await?;
    new_password::page(&visit, &WORDS, &email, None)
}

/// Sets the password, ends every session of that user and lets them in, past their second factor.
pub async fn submit(
    visit: Visit,
    req: HttpRequest,
    signed: web::Path<String>,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let email = owner(&visit, &signed).await?;
    let password = match NewPassword::parse(&form.password, &email) {
        Ok(password) => password,
        Err(why) => return new_password::page(&visit, &WORDS, &email, Some(why)),
    };
    let set = resets::set_password(&visit.app, signed.into_inner(), password).await?;
    let user = set.ok_or(Failure::LinkExpired)?;
    visit.wake_post();
    door::let_in(&visit.app, &req, &session, user, "/").await
}

async fn owner(visit: &Visit, signed: &str) -> Result<String, Failure> {
    resets::find_owner(&visit.app, signed.to_owned()).await?.ok_or(Failure::LinkExpired)
}
