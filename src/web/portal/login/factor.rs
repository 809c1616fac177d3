//! `/login/factor`: sets the second factor up, makes new recovery codes, turns it off.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::services::factors::{self, SetUp};
use crate::web::door::{own_path, see_other, with_next};
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::Frame;
use crate::web::own::OwnLogin;
use crate::web::portal::sign_in::Next;
use crate::web::session;

const PATH: &str = "/login/factor";

#[derive(Template)]
#[template(path = "portal/login/factor_new.html")]
struct NewPage<'a> {
    f: &'a Frame,
    set_up: SetUp,
    next: &'a str,
    is_owed: bool,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/login/factor.html")]
struct Page<'a> {
    f: &'a Frame,
    codes_left: u32,
}

#[derive(Template)]
#[template(path = "portal/login/codes.html")]
struct CodesPage<'a> {
    f: &'a Frame,
    codes: Vec<String>,
    next: &'a str,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Form {
    code: String,
    #[serde(default)]
    next: String,
}

/// The picture to scan, or what can be done with the factor there is.
pub async fn form(own: OwnLogin, session: Session, query: web::Query<Next>) -> Result<HttpResponse, Failure> {
    own.require_proof(&with_next(PATH, own_path(&query.next)))?;
    if own.live.has_factor {
        let codes_left = factors::codes_left(&own.visit.app, own.live.viewer.id).await?;
        let codes_left = u32::try_from(codes_left).unwrap_or_default();
        return own.visit.ok(&Page { f: &own.visit.frame, codes_left });
    }
    show_new(&own, &session, StatusCode::OK, &query.next, None)
}

/// Takes the factor into use once its first code is right, and shows the recovery codes. They are
/// shown by the answer itself, and only there: nothing keeps them that another page could read.
pub async fn submit(
    own: OwnLogin,
    session: Session,
    OwnForm(form): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    own.require_proof(&with_next(PATH, own_path(&form.next)))?;
    let secret = session::new_factor(&session, factors::new_secret)?;
    let viewer = own.live.viewer.clone();
    match factors::add(&own.visit.app, viewer, secret, form.code).await? {
        Some(codes) => {
            session::forget_new_factor(&session);
            show_codes(&own, codes, own_path(&form.next))
        }
        None if own.live.has_factor => Ok(see_other(PATH)),
        None => {
            let error = Some(own.visit.frame.t("login-code-wrong"));
            show_new(&own, &session, StatusCode::UNPROCESSABLE_ENTITY, &form.next, error)
        }
    }
}

/// Makes new recovery codes and shows them, as [`submit`] does.
pub async fn codes(own: OwnLogin, OwnForm(_): OwnForm<Nothing>) -> Result<HttpResponse, Failure> {
    own.require_proof(PATH)?;
    match factors::make_codes(&own.visit.app, own.live.viewer.clone()).await? {
        Some(codes) => show_codes(&own, codes, "/login"),
        None => Ok(see_other(PATH)),
    }
}

/// Turns it off.
pub async fn off(own: OwnLogin, OwnForm(_): OwnForm<Nothing>) -> Result<HttpResponse, Failure> {
    own.require_proof(PATH)?;
    factors::remove(&own.visit.app, own.live.viewer.clone()).await?;
    own.visit.wake_post();
    Ok(see_other("/login?done=factor-off"))
}

fn show_new(
    own: &OwnLogin,
    session: &Session,
    status: StatusCode,
    next: &str,
    error: Option<String>,
) -> Result<HttpResponse, Failure> {
    let secret = session::new_factor(session, factors::new_secret)?;
    let set_up = factors::set_up(&own.visit.app, &own.live.viewer, &secret)?;
    let page = NewPage { f: &own.visit.frame, set_up, next, is_owed: own.owes_factor(), error };
    own.visit.page(status, &page)
}

fn show_codes(own: &OwnLogin, codes: Vec<String>, next: &str) -> Result<HttpResponse, Failure> {
    own.visit.wake_post();
    // From the front page nobody came here on purpose.
    let next = if next == "/" && !own.owes_factor() { "/login" } else { next };
    own.visit.ok(&CodesPage { f: &own.visit.frame, codes, next })
}
