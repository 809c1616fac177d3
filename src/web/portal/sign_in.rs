//! `/sign-in` and `/sign-out`.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::later;
use crate::services::auth::{self, Entry};
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, SignedIn, Visit};
use crate::web::{csrf, guard, session};

#[derive(Template)]
#[template(path = "portal/sign_in.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    next: &'a str,
    error: Option<String>,
}

/// Where the person wanted to go.
#[derive(Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
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
    visit.ok(&Page { f: &visit.frame, email: "", next: &query.next, error: None })
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
        Entry::Welcome(user) => {
            session::sign_in(&session, user, &csrf::new_visit())?;
            return Ok(see_other(own_path(&form.next)));
        }
        Entry::Wrong => (StatusCode::UNPROCESSABLE_ENTITY, f.t("sign-in-wrong")),
        Entry::Later(at) => (StatusCode::TOO_MANY_REQUESTS, later(f, visit.app.clock.now(), at)),
    };
    visit.page(status, &Page { f, email: &form.email, next: &form.next, error: Some(error) })
}

/// Ends the session.
pub async fn sign_out(
    signed_in: SignedIn,
    session: Session,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (app, email) = (signed_in.visit.app, signed_in.viewer.email);
    web::block(move || auth::record_sign_out(&app, &email)).await??;
    session.purge();
    Ok(see_other("/sign-in"))
}

/// The sign-in page that leads on to `path`.
pub fn with_next(path: &str) -> String {
    if path == "/" {
        return "/sign-in".to_owned();
    }
    let mut address = "/sign-in?next=".to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                address.push(char::from(byte));
            }
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address
}

/// A path of this portal, whatever a link to the sign-in page asked for.
fn own_path(next: &str) -> &str {
    let is_own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && next.bytes().all(|byte| byte.is_ascii_graphic());
    if is_own { next } else { "/" }
}

pub(super) fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, path)).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_stays_in_the_portal() {
        assert_eq!(own_path("/invoices/INV-202611-000001?x=1"), "/invoices/INV-202611-000001?x=1");
        for bad in ["", "https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x"] {
            assert_eq!(own_path(bad), "/", "{bad:?}");
        }
        assert_eq!(with_next("/invoices?account=1&x"), "/sign-in?next=/invoices%3Faccount%3D1%26x");
    }
}
