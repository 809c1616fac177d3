//! `/register`: with an account number and the one-time code that staff issue (REQUIREMENTS R2.2).

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::{flaw, later};
use crate::services::auth::{self, Entry, Registration};
use crate::values::contact::EmailAddress;
use crate::values::password::NewPassword;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Visit};
use crate::web::{door, guard};

#[derive(Template)]
#[template(path = "portal/register.html")]
struct Page<'a> {
    f: &'a Frame,
    typed: &'a Form,
    error: Option<String>,
    email_error: Option<String>,
    password_error: Option<String>,
}

/// What was typed.
#[derive(Default, Deserialize)]
pub struct Form {
    account: String,
    code: String,
    email: String,
    password: String,
}

/// The form.
pub async fn form(visit: Visit) -> Result<HttpResponse, Failure> {
    let typed = &Form::default();
    visit.ok(&Page { f: &visit.frame, typed, error: None, email_error: None, password_error: None })
}

/// Makes the login and signs in; a wrong account, code or address is one and the same answer.
pub async fn submit(
    visit: Visit,
    req: HttpRequest,
    session: Session,
    OwnForm(typed): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let f = &visit.frame;
    let email: Result<EmailAddress, _> = typed.email.trim().parse();
    let password = NewPassword::parse(&typed.password, typed.email.trim());
    let (email, password) = match (email, password) {
        (Ok(email), Ok(password)) => (email, password),
        (email, password) => {
            let page = Page {
                f,
                typed: &typed,
                error: None,
                email_error: email.err().map(|_| f.t("email-invalid")),
                password_error: password.err().map(|why| flaw(f, why)),
            };
            return visit.page(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let (account, code, locale) = (typed.account.clone(), typed.code.clone(), f.locale);
    let registration = Registration { account, code, email, password, locale };
    let (status, error) = match auth::register(&visit.app, registration, &guard::origin(&req)).await? {
        Entry::Welcome(user) => return door::let_in(&visit.app, &req, &session, user, "/").await,
        Entry::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, f.t("register-wrong")),
        Entry::Later(at) => (StatusCode::TOO_MANY_REQUESTS, later(f, visit.app.clock.now(), at)),
    };
    let page = Page { f, typed: &typed, error: Some(error), email_error: None, password_error: None };
    visit.page(status, &page)
}
