//! `/cases/{case}`: a case with all that happened, what happens next, and what its customer can do.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::agree::AgreeCard;
use super::{Flaws, largest_file};
use crate::domain::access::Viewer;
use crate::domain::case::decide::{Action, Doer, decide};
use crate::domain::case::{CaseKind, CaseState};
use crate::services::cases::{self, View};
use crate::services::macd::{self, RequestView};
use crate::services::{App, ServiceError};
use crate::values::number::CaseNumber;
use crate::web::cases::{Audience, Parts, RequestCard, case_number};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};

#[derive(Template)]
#[template(path = "portal/cases/case.html")]
struct Page<'a> {
    f: &'a Frame,
    view: &'a View,
    p: Parts,
    /// What a request costs, and who agreed to what.
    card: Option<RequestCard>,
    /// What somebody of the customer is to agree to.
    agree: Option<AgreeCard>,
    may: May,
    tried: Tried,
    /// What was just done.
    done: Option<String>,
    largest: String,
}

/// What the customer can do now.
struct May {
    comment: bool,
    confirm: bool,
    reopen: bool,
    withdraw: bool,
    escalate: bool,
    follow_on: bool,
    /// Where the same is disputed again.
    again: Option<String>,
}

/// What somebody tried in vain.
#[derive(Default)]
pub(super) struct Tried {
    /// The form, as its address ends.
    pub(super) form: &'static str,
    /// What was typed.
    pub(super) words: String,
    /// What is wrong.
    pub(super) flaws: Flaws,
}

impl May {
    fn of(view: &View, viewer: &Viewer, now: DateTime<Utc>) -> May {
        let by = Doer { role: viewer.role, email: &viewer.email };
        let levels = u8::try_from(view.escalation.len()).unwrap_or(u8::MAX);
        let may = |action: Action| decide(&view.told, &action, by, true, levels, now).is_ok();
        let is_over = matches!(view.told.state, CaseState::Closed | CaseState::ClosedNoResponse);
        let follow_on = is_over && !may(Action::Reopen);
        May {
            comment: may(Action::Comment),
            confirm: may(Action::Confirm),
            reopen: may(Action::Reopen),
            withdraw: may(Action::Withdraw),
            escalate: may(Action::Escalate),
            follow_on,
            again: follow_on.then(|| again(view)).flatten(),
        }
    }
}

/// The form that disputes the lines of the dispute's first invoice again.
fn again(view: &View) -> Option<String> {
    let lines = &view.dispute.as_ref()?.lines;
    let invoice = &lines.first()?.invoice;
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("invoice", invoice.as_str());
    for one in lines.iter().filter(|one| one.invoice == *invoice) {
        query.append_pair("line", &one.line.line_no.to_string());
    }
    query.append_pair("related", &view.number.to_string());
    Some(format!("/cases/new?{}", query.finish()))
}

impl Page<'_> {
    /// What was typed into a form.
    fn typed(&self, form: &str) -> &str {
        if self.tried.form == form { &self.tried.words } else { "" }
    }

    /// What is wrong with the words or all of a form.
    fn flaw(&self, form: &str) -> Option<&str> {
        let Flaws { words, form: whole, .. } = &self.tried.flaws;
        words.as_deref().or(whole.as_deref()).filter(|_| self.tried.form == form)
    }

    fn files_flaw(&self) -> Option<&str> {
        self.tried.flaws.files.as_deref().filter(|_| self.tried.form == "comment")
    }

    /// The form that asks for more work on the same account.
    fn another(&self) -> String {
        let account = self.view.account.as_ref().map(|account| account.number.as_str());
        format!("/requests/new?account={}", account.unwrap_or_default())
    }

    /// What is wrong where the form is not there any more: the case has moved on.
    fn stray_flaw(&self) -> Option<&str> {
        let is_there = match self.tried.form {
            "comment" => self.may.comment,
            "approve" | "accept-quote" => {
                self.agree.as_ref().is_some_and(|card| card.is_form(self.tried.form))
            }
            "reopen" => self.may.reopen,
            "escalate" => self.may.escalate,
            "follow-on" => self.may.follow_on,
            _ => false,
        };
        let Flaws { words, files, form } = &self.tried.flaws;
        words.as_deref().or(files.as_deref()).or(form.as_deref()).filter(|_| !is_there)
    }
}

/// What was just done.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    done: String,
}

/// The case. Staff have their own page of it.
pub async fn page(
    signed_in: SignedIn,
    case: web::Path<String>,
    query: web::Query<Query>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    if !signed_in.viewer.role.is_customer() {
        return Ok(office(number));
    }
    let done = match query.done.as_str() {
        "opened" => Some("case-done-opened"),
        "requested" => Some("request-done"),
        "approve" => Some("request-done-approve"),
        "accept-quote" => Some("request-done-accept-quote"),
        "comment" => Some("case-done-comment"),
        "confirm" => Some("case-done-confirm"),
        "reopen" => Some("case-done-reopen"),
        "withdraw" => Some("case-done-withdraw"),
        "escalate" => Some("case-done-escalate"),
        _ => None,
    };
    show(&signed_in, StatusCode::OK, number, Tried::default(), done).await
}

/// The page that staff have of a case.
pub(super) fn office(number: CaseNumber) -> HttpResponse {
    see_other(&format!("{}/{number}", Audience::Staff.base()))
}

pub(super) async fn show(
    signed_in: &SignedIn,
    status: StatusCode,
    number: CaseNumber,
    tried: Tried,
    done: Option<&str>,
) -> Result<HttpResponse, Failure> {
    let visit = &signed_in.visit;
    let (app, viewer) = (visit.app.clone(), signed_in.viewer.clone());
    let (view, request) = web::block(move || find(&app, &viewer, number)).await??;
    let (f, now) = (&visit.frame, visit.app.clock.now());
    let page = Page {
        f,
        view: &view,
        p: Parts::of(f, &view, Audience::Customer, now),
        card: request.as_ref().map(|request| RequestCard::of(f, request, Audience::Customer)),
        agree: request.as_ref().and_then(|request| AgreeCard::of(f, request, view.told.state)),
        may: May::of(&view, &signed_in.viewer, now),
        tried,
        done: done.map(|key| f.t(key)),
        largest: largest_file(f, &visit.app),
    };
    visit.page(status, &page)
}

/// The case, and the request where it is one.
fn find(app: &App, viewer: &Viewer, number: CaseNumber) -> Result<(View, Option<RequestView>), ServiceError> {
    let view = cases::open_case(app, viewer, number)?;
    let is_request = view.kind == CaseKind::Macd;
    let request = is_request.then(|| macd::open_view(app, viewer, number)).transpose()?;
    Ok((view, request))
}
