//! `/office/audit`: who did what, and proof that nothing of it was changed.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::access::Role;
use crate::domain::audit::AuditRecord;
use crate::services::audits::{self, Filter, Walked};
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, Staff};
use crate::web::portal::downloads::download;
use crate::web::stream::Piped;

#[derive(Template)]
#[template(path = "office/audit.html")]
struct Page<'a> {
    f: &'a Frame,
    rows: Vec<AuditRecord>,
    typed: &'a Query,
    next: Option<i64>,
    walked: Option<Walked>,
}

/// What is looked for, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Query {
    actor: String,
    action: String,
    subject: String,
    from: String,
    to: String,
    before: String,
}

impl Query {
    fn filter(&self) -> Filter {
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
        Filter {
            actor: self.actor.trim().to_owned(),
            action: self.action.trim().to_owned(),
            subject: self.subject.trim().to_owned(),
            from: day(&self.from),
            to: day(&self.to),
        }
    }
}

impl Page<'_> {
    /// The same search as a page or file, from below the row `before` on.
    fn address(&self, path: &str, before: Option<&i64>) -> String {
        let mut query = form_urlencoded::Serializer::new(format!("{path}?"));
        let typed = [
            ("actor", &self.typed.actor),
            ("action", &self.typed.action),
            ("subject", &self.typed.subject),
            ("from", &self.typed.from),
            ("to", &self.typed.to),
        ];
        for (name, text) in typed.into_iter().filter(|(_, text)| !text.is_empty()) {
            query.append_pair(name, text);
        }
        if let Some(seq) = before {
            query.append_pair("before", &seq.to_string());
        }
        query.finish()
    }

    /// The same search for one value only.
    fn only(&self, name: &str, value: &str) -> String {
        form_urlencoded::Serializer::new("/office/audit?".to_owned()).append_pair(name, value).finish()
    }

    fn when(&self, row: &AuditRecord) -> String {
        self.f.locale.date_time(row.at)
    }
}

/// A page of the log.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    show(&staff, &query, None).await
}

/// Walks the chain and tells what it found, above the newest rows.
pub async fn verify(staff: Staff, _: OwnForm<Nothing>) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_audit)?;
    let app = staff.visit.app.clone();
    let walked = web::block(move || audits::walk(&app)).await??;
    show(&staff, &Query::default(), Some(walked)).await
}

/// Everything that is found, as a file.
pub async fn csv(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_audit)?;
    let (app, filter) = (staff.visit.app, query.filter());
    let written = Piped::written(move |out| audits::write_csv(&app, &filter, out));
    Ok(download("text/csv; charset=utf-8", "audit.csv", written))
}

async fn show(staff: &Staff, query: &Query, walked: Option<Walked>) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_audit)?;
    let (app, filter, before) = (staff.visit.app.clone(), query.filter(), query.before.parse().ok());
    let (rows, next) = web::block(move || audits::list(&app, &filter, before)).await??;
    staff.visit.ok(&Page { f: &staff.visit.frame, rows, typed: query, next, walked })
}
