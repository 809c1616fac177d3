//! `/sign-in/code`: the second step, for who has a second factor. Nothing else opens before it.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::later;
use super::sign_in::Next;
use crate::services::second_step::{self, Answer};
use crate::web::door::{self, see_other, with_next};
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Visit};
use crate::web::{guard, session};

#[derive(Template)]
#[template(path = "portal/sign_in_code.html")]
struct Page<'a> {
    f: &'a Frame,
    next: &'a str,
    error: Option<String>,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    code: String,
    #[serde(default)]
    next: String,
}

/// The form, for who has given their password in the last minutes.
pub async fn form(visit: Visit, req: HttpRequest, query: web::Query<Next>) -> Result<HttpResponse, Failure> {
    match door::half_way_key(&req) {
        Some(key) if second_step::is_open(&visit.app, key.clone()).await? => {
            visit.ok(&Page { f: &visit.frame, next: &query.next, error: None })
        }
        _ => Ok(see_other(&back(&query.next))),
    }
}

/// Lets the person in, whose code is right.
pub async fn submit(
    visit: Visit,
    req: HttpRequest,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let f = &visit.frame;
    let Some(key) = door::half_way_key(&req) else { return Ok(see_other(&back(&form.next))) };
    let answer = second_step::finish(&visit.app, key, form.code, guard::origin(&req)).await?;
    let (status, error) = match answer {
        Answer::Welcome(user) => {
            visit.wake_post();
            session::sign_in(&session, &req, user)?;
            return door::arrived(&req, &form.next);
        }
        Answer::Over => return Ok(see_other(&back(&form.next))),
        Answer::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, f.t("login-code-wrong")),
        Answer::Later(at) => (StatusCode::TOO_MANY_REQUESTS, later(f, visit.app.clock.now(), at)),
    };
    visit.page(status, &Page { f, next: &form.next, error: Some(error) })
}

/// The sign-in page, from which the person goes on to where they wanted all the same.
fn back(next: &str) -> String {
    with_next("/sign-in", door::own_path(next))
}
