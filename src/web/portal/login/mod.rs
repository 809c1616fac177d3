//! `/login`: what a person sees and changes of their own login.

pub mod confirm;
pub mod email;
pub mod factor;
pub mod password;
pub mod sessions;

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::services;
use crate::web::errors::Failure;
use crate::web::frame::Frame;
use crate::web::own::OwnLogin;

#[derive(Template)]
#[template(path = "portal/login/page.html")]
struct Page<'a> {
    f: &'a Frame,
    email: &'a str,
    has_factor: bool,
    codes_left: u32,
    /// Names the text of what was just done.
    done: Option<&'static str>,
    sessions: Vec<Place>,
}

/// A session as its owner knows it.
struct Place {
    id: String,
    device: String,
    origin: String,
    begun_at: DateTime<Utc>,
    used_at: DateTime<Utc>,
    is_this: bool,
}

/// What was just done.
#[derive(Deserialize)]
pub struct Done {
    done: Option<String>,
}

/// Everything about the person's login.
pub async fn page(own: OwnLogin, query: web::Query<Done>) -> Result<HttpResponse, Failure> {
    let (visit, live) = (&own.visit, &own.live);
    let f = &visit.frame;
    let sessions = services::sessions::list(&visit.app, live.viewer.id).await?;
    let codes_left = services::factors::codes_left(&visit.app, live.viewer.id).await?;
    let sessions = sessions
        .into_iter()
        .map(|session| Place {
            is_this: session.id == live.id,
            device: device(f, &session.device),
            id: session.id,
            origin: session.origin,
            begun_at: session.begun_at,
            used_at: session.used_at,
        })
        .collect();
    visit.ok(&Page {
        f,
        email: &live.viewer.email,
        has_factor: live.has_factor,
        codes_left: u32::try_from(codes_left).unwrap_or_default(),
        done: done(query.done.as_deref()),
        sessions,
    })
}

/// Only texts of our own: anyone can write a link.
fn done(what: Option<&str>) -> Option<&'static str> {
    Some(match what? {
        "password" => "login-done-password",
        "asked" => "login-done-asked",
        "email" => "login-done-email",
        "factor-off" => "login-done-factor-off",
        "sessions" => "login-done-sessions",
        _ => return None,
    })
}

/// Such as "Chrome on Windows".
fn device(f: &Frame, stored: &str) -> String {
    match stored.split_once('/') {
        Some((browser, system)) => f.t2("login-device", "browser", browser, "system", system),
        None => f.t("login-device-unknown"),
    }
}
