//! `/calls`: finding calls among all that were billed (REQUIREMENTS R3.4), and `/calls.csv`.

use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, NaiveDate};
use serde::Deserialize;

use super::calls::length;
use super::downloads::download;
use super::{account_number, nothing_granted};
use crate::domain::usage::CALL_TYPES;
use crate::services::calls::{self, BilledCall, CallCursor, CallFilter, CallPage};
use crate::values::ids::CallId;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};
use crate::web::stream::Piped;

#[derive(Template)]
#[template(path = "portal/find_calls.html")]
struct Page<'a> {
    f: &'a Frame,
    found: &'a CallPage,
    filter: &'a CallFilter,
    is_first: bool,
}

impl Page<'_> {
    fn kinds(&self) -> [&'static str; 9] {
        CALL_TYPES
    }

    fn is_kind(&self, kind: &str) -> bool {
        self.filter.call_type.as_deref() == Some(kind)
    }

    fn kind(&self, kind: &str) -> String {
        self.f.call_type(&format!("/{kind}"))
    }

    fn when(&self, call: &BilledCall) -> String {
        self.f.locale.date_time(call.started_at)
    }

    fn price(&self, call: &BilledCall) -> String {
        self.f.locale.decimal(call.amount.to_decimal())
    }

    /// The same search as a page or file, from `cursor` on.
    fn address(&self, path: &str, cursor: Option<&CallCursor>) -> String {
        let mut query = form_urlencoded::Serializer::new(format!("{path}?"));
        query.append_pair("account", self.found.choice.account.number.as_str());
        query.append_pair("from", &self.found.from.to_string());
        query.append_pair("to", &self.found.to.to_string());
        if let Some(kind) = &self.filter.call_type {
            query.append_pair("kind", kind);
        }
        if !self.filter.number.is_empty() {
            query.append_pair("number", &self.filter.number);
        }
        if let Some((at, id)) = cursor {
            query.append_pair("cursor", &format!("{}.{}", at.timestamp_micros(), id.0));
        }
        query.finish()
    }
}

/// What is looked for. A field that was left empty narrows nothing.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    number: String,
    cursor: Option<String>,
}

impl Query {
    fn filter(&self) -> Result<CallFilter, Failure> {
        let day = |text: &str| text.trim().parse::<NaiveDate>().ok();
        Ok(CallFilter {
            account: account_number(self.account.as_deref())?,
            from: day(&self.from),
            to: day(&self.to),
            call_type: CALL_TYPES.contains(&self.kind.as_str()).then(|| self.kind.clone()),
            number: self.number.trim().chars().take(30).collect(),
        })
    }
}

/// A page of calls.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let filter = query.filter()?;
    let after =
        query.cursor.as_deref().map(|text| parse_cursor(text).ok_or(Failure::NotFound)).transpose()?;
    let visit = signed_in.visit;
    let (app, viewer, wanted) = (visit.app.clone(), signed_in.viewer, filter.clone());
    let found = web::block(move || calls::find_calls(&app, &viewer, &wanted, after)).await??;
    let f = &visit.frame;
    match &found {
        None => nothing_granted(&visit, "nav-calls"),
        Some(found) => visit.ok(&Page { f, found, filter: &filter, is_first: after.is_none() }),
    }
}

/// All calls that match, as a file.
pub async fn csv(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let filter = query.filter()?;
    let (app, viewer) = (signed_in.visit.app, signed_in.viewer);
    let file = web::block(move || calls::open_file(&app, &viewer, &filter)).await??;
    Ok(download("text/csv; charset=utf-8", "calls.csv", Piped::written(move |out| file.write(out))))
}

fn parse_cursor(text: &str) -> Option<CallCursor> {
    let (at, id) = text.split_once('.')?;
    Some((DateTime::from_timestamp_micros(at.parse().ok()?)?, CallId(id.parse().ok()?)))
}
