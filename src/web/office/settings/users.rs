//! `/office/settings/users`: who of the provider's may sign in, and as what.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::refuse;
use crate::domain::access::Role;
use crate::domain::staff::Objection;
use crate::services::settings::staff::{self, Refusal, StaffLogin};
use crate::values::contact::EmailAddress;
use crate::values::locale::Locale;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/settings_users.html")]
struct Page<'a> {
    f: &'a Frame,
    logins: &'a [StaffLogin],
    roles: Vec<Role>,
    may_change: bool,
    typed: Form,
    email_error: Option<String>,
    error: Option<String>,
    invited: Option<String>,
}

impl Page<'_> {
    fn state(&self, login: &StaffLogin) -> &'static str {
        state(login)
    }
}

/// The roles that staff can have.
pub(super) fn roles() -> Vec<Role> {
    Role::ALL.into_iter().filter(|role| !role.is_customer()).collect()
}

/// How a login stands: names its badge and its text.
pub(super) fn state(login: &StaffLogin) -> &'static str {
    match login {
        StaffLogin { is_active: false, .. } => "locked",
        StaffLogin { has_password: false, .. } => "invited",
        _ => "active",
    }
}

/// Who is to be invited.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Form {
    email: String,
    role: String,
    locale: String,
}

/// Who was just invited.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    invited: String,
}

/// Every login of staff.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let invited = Some(query.invited.clone()).filter(|email| !email.is_empty());
    show(&staff, StatusCode::OK, Form::default(), (None, None), invited).await
}

/// Invites somebody.
pub async fn invite(staff: Staff, OwnForm(typed): OwnForm<Form>) -> Result<HttpResponse, Failure> {
    let f = &staff.visit.frame;
    let role: Role = typed.role.parse().map_err(|_| Failure::BadRequest)?;
    let locale: Locale = typed.locale.parse().map_err(|_| Failure::BadRequest)?;
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(email) = typed.email.trim().parse::<EmailAddress>() else {
        let text = f.t("email-invalid");
        return show(&staff, wrong, typed, (Some(text), None), None).await;
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    match web::block(move || staff::invite(&app, &viewer, &email, role, locale)).await?? {
        Ok(_) => {
            staff.visit.wake_post();
            let mut to = form_urlencoded::Serializer::new("/office/settings/users?".to_owned());
            Ok(see_other(&to.append_pair("invited", typed.email.trim()).finish()))
        }
        Err(refusal) => {
            let (status, text) = refused(f, refusal);
            let errors = match refusal {
                Refusal::HasLogin(_) => (Some(text), None),
                _ => (None, Some(text)),
            };
            show(&staff, status, typed, errors, None).await
        }
    }
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    typed: Form,
    (email_error, error): (Option<String>, Option<String>),
    invited: Option<String>,
) -> Result<HttpResponse, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let Ok(logins) = web::block(move || staff::list(&app, &viewer)).await?? else {
        return refuse(&staff.visit);
    };
    let page = Page {
        f: &staff.visit.frame,
        logins: &logins,
        roles: roles(),
        may_change: staff.viewer.role.may_change_settings(),
        typed,
        email_error,
        error,
        invited,
    };
    staff.visit.page(status, &page)
}

/// The status and the words of a refusal.
pub(super) fn refused(f: &Frame, refusal: Refusal) -> (StatusCode, String) {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, f.t("settings-who")),
        Refusal::Rule(Objection::Own) => (wrong, f.t("staff-refused-own")),
        Refusal::Rule(Objection::LastAdministrator) => (wrong, f.t("staff-refused-last")),
        Refusal::Rule(Objection::NoStaffRole) => (wrong, f.t("staff-refused-role")),
        Refusal::HasLogin(role) => {
            (wrong, f.t1("staff-refused-has-login", "role", f.t(format!("staff-role-{role}"))))
        }
        Refusal::Changed => (StatusCode::CONFLICT, f.t("staff-refused-changed")),
        Refusal::NoReason => (wrong, f.t("staff-refused-no-reason")),
        Refusal::NoFactor => (wrong, f.t("staff-refused-no-factor")),
        Refusal::HasPassword => (wrong, f.t("staff-refused-has-password")),
    }
}
