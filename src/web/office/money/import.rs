//! `/office/money/import`: a file of payments. It is looked through first; only what was shown is loaded.

use std::borrow::Borrow;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::Teller;
use crate::services::cases::Upload;
use crate::services::imports::{ImportError, ImportReport, RowError};
use crate::services::money::{self, Look};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};
use crate::web::upload::OwnUpload;

#[derive(Template)]
#[template(path = "office/money/import.html")]
struct Page<'a> {
    f: &'a Frame,
    may_act: bool,
    said: Option<String>,
    error: Option<String>,
    /// What the file would do.
    look: Option<&'a Look>,
    /// What is wrong with it, and how much there is.
    wrong: Option<(&'a [RowError], u64)>,
}

impl Page<'_> {
    /// How many, as a sentence's number.
    fn count(&self, count: impl Borrow<u64>) -> String {
        self.f.count(i64::try_from(*count.borrow()).unwrap_or(i64::MAX))
    }

    /// The same where texts choose their form by it.
    fn few(&self, count: impl Borrow<u64>) -> u32 {
        u32::try_from(*count.borrow()).unwrap_or(u32::MAX)
    }

    fn is_nothing(&self, report: &ImportReport) -> bool {
        report.added + report.changed == 0
    }
}

/// The fingerprint of a file that was looked through.
#[derive(Deserialize)]
pub struct Form {
    #[serde(default)]
    file: String,
}

/// What was just loaded.
#[derive(Deserialize)]
pub struct Query {
    loaded: Option<u64>,
}

/// The form.
pub async fn form(Teller(staff): Teller, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let f = &staff.visit.frame;
    let said = query.loaded.map(|rows| f.n("money-import-done", u32::try_from(rows).unwrap_or(u32::MAX)));
    show(&staff, StatusCode::OK, said, None, None, None)
}

/// Looks a file through, or loads the one that was looked through.
pub async fn submit(Teller(staff): Teller, sent: OwnUpload<Form>) -> Result<HttpResponse, Failure> {
    let OwnUpload { form, files } = sent;
    let (app, f) = (&staff.visit.app, &staff.visit.frame);
    if !staff.viewer.role.may_credit() {
        return show(&staff, StatusCode::FORBIDDEN, None, Some(f.t("money-not-allowed")), None, None);
    }
    let most = app.settings.cases.max_file_bytes;
    let done = match (form.file.as_str(), files.into_iter().next()) {
        ("", None) => Err(f.t("money-import-no-file")),
        ("", Some(Upload { bytes, .. })) if bytes.len() as u64 > most => Err(f.t("money-import-too-large")),
        ("", Some(Upload { bytes, .. })) => Ok(money::look_through(app, &staff.viewer, bytes).await),
        (file, _) => match money::load_file(app, &staff.viewer, file).await {
            Ok(Some(report)) => {
                return Ok(see_other(&format!(
                    "/office/money/import?loaded={}",
                    report.added + report.changed
                )));
            }
            Ok(None) => Err(f.t("money-import-gone")),
            Err(error) => Ok(Err(error)),
        },
    };
    match done {
        Err(text) => show(&staff, StatusCode::UNPROCESSABLE_ENTITY, None, Some(text), None, None),
        Ok(Ok(look)) => show(&staff, StatusCode::OK, None, None, Some(&look), None),
        Ok(Err(ImportError::Rows { errors, total })) => {
            show(&staff, StatusCode::UNPROCESSABLE_ENTITY, None, None, None, Some((&errors, total)))
        }
        Ok(Err(ImportError::Service(error))) => Err(error.into()),
    }
}

fn show(
    staff: &Staff,
    status: StatusCode,
    said: Option<String>,
    error: Option<String>,
    look: Option<&Look>,
    wrong: Option<(&[RowError], u64)>,
) -> Result<HttpResponse, Failure> {
    let may_act = staff.viewer.role.may_credit();
    let page = Page { f: &staff.visit.frame, may_act, said, error, look, wrong };
    staff.visit.page(status, &page)
}
