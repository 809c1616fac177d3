//! `/office/settings`: what an administrator changes without a developer, a file for each section.

mod holidays;
pub mod logo;
pub mod mail;
pub mod section;
pub mod taxes;
pub mod user;
pub mod users;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff, Visit};

/// The sections by the last part of their address.
const SECTIONS: [&str; 8] =
    ["users", "provider", "taxes", "escalation", "limits", "holidays", "languages", "mail"];

#[derive(Template)]
#[template(path = "office/settings.html")]
struct Page<'a> {
    f: &'a Frame,
    sections: &'static [&'static str],
    may_change: bool,
}

#[derive(Template)]
#[template(path = "office/settings_refused.html")]
struct Refused<'a> {
    f: &'a Frame,
}

/// The sections.
pub async fn page(staff: Staff) -> Result<HttpResponse, Failure> {
    if !staff.viewer.role.may_see_settings() {
        return refuse(&staff.visit);
    }
    let may_change = staff.viewer.role.may_change_settings();
    staff.visit.ok(&Page { f: &staff.visit.frame, sections: &SECTIONS, may_change })
}

/// The page of those whose role is for other things.
fn refuse(visit: &Visit) -> Result<HttpResponse, Failure> {
    visit.page(StatusCode::FORBIDDEN, &Refused { f: &visit.frame })
}
