//! `/office/settings/mail`: how mail goes, and a test message.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::refuse;
use crate::config::MailSettings;
use crate::services::ServiceError;
use crate::services::delivery::{self, Said};
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/settings_mail.html")]
struct Page<'a> {
    f: &'a Frame,
    mail: &'a MailSettings,
    /// The server, or the folder that stands in for one.
    way: String,
    me: &'a str,
    may_change: bool,
    said: Option<Said>,
    error: Option<String>,
}

/// How mail goes.
pub async fn page(staff: Staff) -> Result<HttpResponse, Failure> {
    if !staff.viewer.role.may_see_settings() {
        return refuse(&staff.visit);
    }
    show(&staff, StatusCode::OK, None, None)
}

/// Sends a test message to who asks for it, and shows what the server said.
pub async fn submit(staff: Staff, OwnForm(_): OwnForm<Nothing>) -> Result<HttpResponse, Failure> {
    let f = &staff.visit.frame;
    match delivery::send_trial(&staff.visit.app, &staff.viewer).await {
        Ok(Some(said)) => show(&staff, StatusCode::OK, Some(said), None),
        Ok(None) if staff.viewer.role.may_see_settings() => {
            show(&staff, StatusCode::FORBIDDEN, None, Some(f.t("settings-who")))
        }
        Ok(None) => refuse(&staff.visit),
        Err(ServiceError::Refused(why)) => show(&staff, StatusCode::UNPROCESSABLE_ENTITY, None, Some(why)),
        Err(error) => Err(error.into()),
    }
}

fn show(
    staff: &Staff,
    status: StatusCode,
    said: Option<Said>,
    error: Option<String>,
) -> Result<HttpResponse, Failure> {
    let mail = &staff.visit.app.settings.mail;
    let way = match &mail.smtp {
        Some(smtp) => smtp.host.clone(),
        None => mail.folder.display().to_string(),
    };
    let page = Page {
        f: &staff.visit.frame,
        mail,
        way,
        me: &staff.viewer.email,
        may_change: staff.viewer.role.may_change_settings(),
        said,
        error,
    };
    staff.visit.page(status, &page)
}
