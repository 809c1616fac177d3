//! `/office/settings/users/{id}`: one login of staff, and what an administrator does with it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::refuse;
use super::users::{refused, roles, state};
use crate::domain::access::Role;
use crate::services::settings::staff::{self, StaffLogin};
use crate::values::ids::UserId;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

/// What is done to a login, as the last part of an address.
const DEEDS: [&str; 6] = ["role", "lock", "unlock", "end-sessions", "reset-factor", "invite"];

#[derive(Template)]
#[template(path = "office/settings_user.html")]
struct Page<'a> {
    f: &'a Frame,
    login: &'a StaffLogin,
    roles: Vec<Role>,
    /// An administrator looks at somebody else.
    may_change: bool,
    is_own: bool,
    typed: &'a Form,
    error: Option<String>,
    notice: Option<String>,
}

impl Page<'_> {
    fn state(&self) -> &'static str {
        state(self.login)
    }

    fn is_role(&self, role: &Role) -> bool {
        *role == self.login.role
    }
}

/// What was typed.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// The role that the form showed.
    was: String,
    role: String,
    reason: String,
}

/// What was just done.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// One login.
pub async fn page(
    staff: Staff,
    id: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let done = DEEDS.iter().find(|deed| **deed == query.done);
    let notice = done.map(|deed| staff.visit.frame.t(format!("staff-done-{deed}")));
    show(&staff, read(&id)?, StatusCode::OK, &Form::default(), None, notice).await
}

/// Does one thing to it.
pub async fn submit(
    mut staff: Staff,
    path: web::Path<(String, String)>,
    OwnForm(typed): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let (id, deed) = path.into_inner();
    let id = read(&id)?;
    if !DEEDS.contains(&deed.as_str()) {
        return Err(Failure::NotFound);
    }
    staff.visit.frame.path = format!("/office/settings/users/{}", id.0);
    let roles = match deed.as_str() {
        "role" => {
            let read = |role: &str| role.parse::<Role>().map_err(|_| Failure::BadRequest);
            Some((read(&typed.was)?, read(&typed.role)?))
        }
        _ => None,
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (what, reason) = (deed.clone(), typed.reason.clone());
    let done = web::block(move || match (what.as_str(), roles) {
        (_, Some(roles)) => staff::set_role(&app, &viewer, id, roles),
        ("lock", _) => staff::set_active(&app, &viewer, id, false, &reason),
        ("unlock", _) => staff::set_active(&app, &viewer, id, true, &reason),
        ("end-sessions", _) => Ok(staff::end_sessions(&app, &viewer, id)?.map(|_| ())),
        ("reset-factor", _) => staff::reset_factor(&app, &viewer, id, &reason),
        _ => staff::invite_again(&app, &viewer, id),
    })
    .await??;
    match done {
        Ok(()) => {
            staff.visit.wake_post();
            Ok(see_other(&format!("/office/settings/users/{}?done={deed}", id.0)))
        }
        Err(refusal) => {
            let (status, text) = refused(&staff.visit.frame, refusal);
            show(&staff, id, status, &typed, Some(text), None).await
        }
    }
}

/// What is no number is no login.
fn read(id: &str) -> Result<UserId, Failure> {
    id.parse().map(UserId).map_err(|_| Failure::NotFound)
}

async fn show(
    staff: &Staff,
    id: UserId,
    status: StatusCode,
    typed: &Form,
    error: Option<String>,
    notice: Option<String>,
) -> Result<HttpResponse, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let Ok(login) = web::block(move || staff::open(&app, &viewer, id)).await?? else {
        return refuse(&staff.visit);
    };
    let is_own = staff.viewer.id == id;
    let page = Page {
        f: &staff.visit.frame,
        login: &login,
        roles: roles(),
        may_change: staff.viewer.role.may_change_settings() && !is_own,
        is_own,
        typed,
        error,
        notice,
    };
    staff.visit.page(status, &page)
}
