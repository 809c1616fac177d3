//! `/cases`: the cases of a customer's accounts, open or closed, and which of them wait for the customer.

use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use crate::domain::case::clocks::Pause;
use crate::domain::case::{CaseState, Told};
use crate::services::cases::{self, Cursor, Listing};
use crate::values::ids::CaseId;
use crate::values::number::{AccountNumber, CaseNumber};
use crate::web::cases::{Audience, When, state_name, when};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};
use crate::web::portal::{account_number, nothing_granted};

#[derive(Template)]
#[template(path = "portal/cases/list.html")]
struct Page<'a> {
    f: &'a Frame,
    page: &'a cases::Page,
    account: Option<&'a AccountNumber>,
    is_closed: bool,
    is_first: bool,
    rows: Vec<Row>,
}

/// A case in the list.
struct Row {
    number: CaseNumber,
    subject: String,
    kind: String,
    account: String,
    state: &'static str,
    state_name: String,
    opened: When,
    /// What waits for the customer.
    waits: Option<String>,
    /// What comes next, and when.
    next: Option<(String, When)>,
}

impl Row {
    fn of(f: &Frame, listing: &Listing, told: &Told) -> Row {
        let case = &listing.case;
        Row {
            number: CaseNumber(case.id),
            subject: case.subject.clone(),
            kind: f.t(format!("case-kind-{}", case.kind)),
            account: listing.account.as_ref().map(|(number, _)| number.clone()).unwrap_or_default(),
            state: told.state.as_str(),
            state_name: state_name(f, told.state),
            opened: when(f, case.opened_at),
            waits: waits(told).map(|key| f.t(key)),
            next: next(f, told),
        }
    }
}

/// What the customer is asked for, or should read.
fn waits(told: &Told) -> Option<&'static str> {
    match told.state {
        CaseState::Resolved => Some("case-waits-confirm"),
        _ if told.needs_approval && !told.state.is_closed() => Some("request-waits-approval"),
        state if !state.is_closed() && told.clocks.pause == Some(Pause::WaitsForCustomer) => {
            Some("request-waits-quote")
        }
        _ if told.closes_at().is_some() => Some("case-waits-answer"),
        CaseState::InProgress if told.unanswered_since.is_some() => Some("case-waits-answered"),
        _ => None,
    }
}

fn next(f: &Frame, told: &Told) -> Option<(String, When)> {
    let closes = told.closes_at().map(|at| (f.t("case-list-closes"), when(f, at)));
    let due = told.due_at().map(|at| (f.t("case-list-due"), when(f, at)));
    let closed = told.closed_at.map(|at| (f.t("case-list-closed"), when(f, at)));
    closes.or(due).or(closed)
}

impl Page<'_> {
    fn is_account(&self, number: &AccountNumber) -> bool {
        self.account == Some(number)
    }

    /// This list, open or closed, from `after` on.
    fn address(&self, is_closed: bool, after: Option<&Cursor>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if let Some(account) = self.account {
            query.append_pair("account", account.as_str());
        }
        if is_closed {
            query.append_pair("closed", "1");
        }
        if let Some(after) = after {
            query.append_pair("after", &after.0.to_string());
        }
        match query.finish() {
            empty if empty.is_empty() => "/cases".to_owned(),
            query => format!("/cases?{query}"),
        }
    }
}

/// What the list is narrowed to, and where it goes on.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
    #[serde(default)]
    closed: String,
    after: Option<String>,
}

/// A page of the list. Staff have their queue.
pub async fn page(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    if !signed_in.viewer.role.is_customer() {
        return Ok(see_other(Audience::Staff.base()));
    }
    let account = account_number(query.account.as_deref())?;
    let after = query.after.as_deref().map(|text| text.parse().map(CaseId).map_err(|_| Failure::NotFound));
    let after = after.transpose()?;
    let is_closed = query.closed == "1";
    let visit = &signed_in.visit;
    let (app, viewer, wanted) = (visit.app.clone(), signed_in.viewer, account.clone());
    let found =
        web::block(move || cases::list_cases(&app, &viewer, wanted.as_ref(), is_closed, after)).await??;
    if found.accounts.is_empty() {
        return nothing_granted(visit, "nav-cases");
    }
    let f = &visit.frame;
    let rows = found.cases.iter().zip(&found.told).map(|(listing, told)| Row::of(f, listing, told));
    let rows = rows.collect();
    visit.ok(&Page { f, page: &found, account: account.as_ref(), is_closed, is_first: after.is_none(), rows })
}
