//! `/office/settings/provider/logo`: the logo of the letterhead is uploaded, replaced, removed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::refuse;
use super::section::{marked, show};
use crate::domain::seen::Seen;
use crate::services::settings::{self, Refusal, Section};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::Staff;
use crate::web::office::filled::Filled;
use crate::web::upload::OwnUpload;

/// What comes beside the file.
#[derive(Deserialize)]
pub struct Form {
    #[serde(default)]
    seen: String,
    /// The button that removes it.
    remove: Option<String>,
}

/// Takes a file, or removes the logo that there is.
pub async fn submit(mut staff: Staff, sent: OwnUpload<Form>) -> Result<HttpResponse, Failure> {
    let section = Section::Provider;
    staff.visit.frame.path = format!("/office/settings/{}", section.as_str());
    let OwnUpload { form, files } = sent;
    let file = match form.remove {
        Some(_) => None,
        None => Some(files.into_iter().next().map(|file| file.bytes).unwrap_or_default()),
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let seen = Seen::sent(&form.seen);
    let f = &staff.visit.frame;
    let refusal =
        match web::block(move || settings::set_logo(&app, &viewer, &seen, file.as_deref())).await?? {
            Ok(()) => return Ok(see_other("/office/settings/provider?set=1")),
            Err(refusal) => refusal,
        };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let Ok(opened) = web::block(move || settings::open(&app, &viewer, section)).await?? else {
        return refuse(&staff.visit);
    };
    let form = Filled::of(&opened.values);
    let (status, form, error) = match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, form, Some(f.t("settings-who"))),
        Refusal::Meanwhile(_) | Refusal::NoInvoice => {
            (StatusCode::CONFLICT, form, Some(f.t("logo-meanwhile")))
        }
        Refusal::Wrong(flaws) => {
            let marked = flaws.iter().fold(form, |form, flaw| marked(f, form, flaw));
            (StatusCode::UNPROCESSABLE_ENTITY, marked, None)
        }
    };
    show(&staff, section, status, Some(form), error, false).await
}
