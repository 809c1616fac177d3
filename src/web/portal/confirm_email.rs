//! `/confirm-email/{signed}`: the link in the mail to a new address. Looking at it changes nothing,
//! because mail scanners open links; the button does.

use actix_web::{HttpResponse, web};
use askama::Template;

use crate::services::login;
use crate::web::door;
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, Visit};

#[derive(Template)]
#[template(path = "portal/confirm_email.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
}

/// The page with the button.
pub async fn form(visit: Visit, signed: web::Path<String>) -> Result<HttpResponse, Failure> {
    let email = login::find_confirmation(&visit.app, signed.into_inner()).await?;
    let email = email.ok_or(Failure::LinkExpired)?;
    visit.ok(&Page { f: &visit.frame, email: &email })
}

/// Changes the address.
pub async fn submit(
    visit: Visit,
    signed: web::Path<String>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let changed = login::confirm_email(&visit.app, signed.into_inner()).await?;
    changed.ok_or(Failure::LinkExpired)?;
    visit.wake_post();
    // The mail may have been opened where nobody is signed in.
    let page = if visit.frame.viewer.is_some() { "/login?done=email" } else { "/sign-in?done=email" };
    Ok(door::see_other(page))
}
