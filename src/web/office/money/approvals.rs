//! `/office/money/approvals`: credits, refunds and write-offs that wait for a second person.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Form, Teller};
use crate::domain::access::Viewer;
use crate::domain::money_request::Asked;
use crate::services::money::{self, Done, MoneyRequest, Outcome};
use crate::services::{App, ServiceError};
use crate::values::ids::MoneyRequestId;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::Typed;
use crate::web::office::decide::store_document;

#[derive(Template)]
#[template(path = "office/money/approvals.html")]
struct Page<'a> {
    f: &'a Frame,
    waiting: &'a [MoneyRequest],
    /// What was typed and refused, and for which request.
    refused: Option<(i64, Form)>,
    may_approve: bool,
    me: i64,
    said: Option<String>,
}

impl Page<'_> {
    fn asked(&self, request: &MoneyRequest) -> String {
        self.f.t(format!("money-asked-{}", request.asked.kind().replace('_', "-")))
    }

    /// What is to be done, in one line.
    fn detail(&self, request: &MoneyRequest) -> String {
        match &request.asked {
            Asked::Credit { invoice, lines } => {
                let lines = self.f.n("money-asked-lines", u32::try_from(lines.len()).unwrap_or(u32::MAX));
                format!("{invoice} · {lines}")
            }
            Asked::Refund { method, reference, .. } => {
                format!("{} · {reference}", self.f.t(format!("doc-method-{method}")))
            }
            Asked::WriteOff { .. } => String::new(),
        }
    }

    fn is_own(&self, request: &MoneyRequest) -> bool {
        request.asked_by.0.0 == self.me
    }

    /// What is wrong with the form of this request.
    fn form(&self, request: &MoneyRequest) -> Option<&Form> {
        self.refused.as_ref().filter(|(id, _)| *id == request.id.0).map(|(_, form)| form)
    }

    fn error(&self, request: &MoneyRequest) -> Option<String> {
        self.form(request)?.errors.values().next().cloned()
    }

    fn typed(&self, request: &MoneyRequest) -> &str {
        self.form(request).map_or("", |form| form.typed("answer"))
    }

    /// What is wrong with a request that does not wait any more.
    fn gone(&self) -> Option<String> {
        let (id, form) = self.refused.as_ref()?;
        let is_there = self.waiting.iter().any(|request| request.id.0 == *id);
        form.errors.values().next().filter(|_| !is_there).cloned()
    }
}

/// What was just decided.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// What waits.
pub async fn page(Teller(staff): Teller, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let f = &staff.visit.frame;
    let said = match query.done.as_str() {
        "approved" => Some(f.t("money-done-approved")),
        "sent-back" => Some(f.t("money-done-sent-back")),
        _ => None,
    };
    show(&staff, StatusCode::OK, None, said).await
}

/// Does what somebody else asked for.
pub async fn approve(
    Teller(staff): Teller,
    id: web::Path<i64>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    decide(staff, *id, typed, "approved", |app, viewer, id, answer| {
        Ok(money::approve(app, viewer, id, answer)?.map(Some))
    })
    .await
}

/// Sends it back.
pub async fn send_back(
    Teller(staff): Teller,
    id: web::Path<i64>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    decide(staff, *id, typed, "sent-back", |app, viewer, id, answer| {
        Ok(money::send_back(app, viewer, id, answer)?.map(|()| None))
    })
    .await
}

async fn decide(
    mut staff: Staff,
    id: i64,
    typed: Typed,
    done: &str,
    work: impl FnOnce(&App, &Viewer, MoneyRequestId, &str) -> Result<Outcome<Option<Done>>, ServiceError>
    + Send
    + 'static,
) -> Result<HttpResponse, Failure> {
    staff.visit.frame.path = "/office/money/approvals".to_owned();
    let mut form = Form::of(typed);
    let answer = match form.typed("answer") {
        "" => Some(String::new()),
        _ => form.line::<500>(&staff.visit.frame, "answer"),
    };
    let Some(answer) = answer else {
        return show(&staff, StatusCode::UNPROCESSABLE_ENTITY, Some((id, form)), None).await;
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    match web::block(move || work(&app, &viewer, MoneyRequestId(id), &answer)).await?? {
        Ok(result) => {
            if let Some(Done::Credited(note)) = result {
                store_document(&staff.visit.app, note).await;
            }
            Ok(see_other(&format!("/office/money/approvals?done={done}")))
        }
        Err(refusal) => {
            let status = form.refuse(&staff.visit.frame, &refusal);
            show(&staff, status, Some((id, form)), None).await
        }
    }
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    refused: Option<(i64, Form)>,
    said: Option<String>,
) -> Result<HttpResponse, Failure> {
    let app = staff.visit.app.clone();
    let waiting = web::block(move || money::list_waiting(&app)).await??;
    let page = Page {
        f: &staff.visit.frame,
        waiting: &waiting,
        refused,
        may_approve: staff.viewer.role.may_approve(),
        me: staff.viewer.id.0,
        said,
    };
    staff.visit.page(status, &page)
}
