//! The page on which a person chooses a password, past a link that was sent to them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde::Deserialize;

use super::flaw;
use crate::values::password::PasswordFlaw;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Visit};

/// What the page says, by the names of its texts.
pub struct Words {
    /// Its heading.
    pub title: &'static str,
    /// Whose password it is, with their address.
    pub intro: &'static str,
    /// On the button.
    pub save: &'static str,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    /// The new password.
    pub password: String,
}

#[derive(Template)]
#[template(path = "portal/new_password.html")]
struct Page<'a> {
    f: &'a Frame,
    words: &'a Words,
    email: &'a str,
    error: Option<String>,
}

/// The form for the password of `email`, and what was wrong with the one that was typed.
pub fn page(
    visit: &Visit,
    words: &Words,
    email: &str,
    wrong: Option<PasswordFlaw>,
) -> Result<HttpResponse, Failure> {
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let error = wrong.map(|why| flaw(&visit.frame, why));
    visit.page(status, &Page { f: &visit.frame, words, email, error })
}
