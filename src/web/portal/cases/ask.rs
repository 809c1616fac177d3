//! `/cases/ask`: a question about the bills of an account.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::{Flaws, largest_file, written};
use crate::domain::case::Priority;
use crate::domain::hierarchy::AccountNode;
use crate::services::cases::{self, Subject};
use crate::web::cases::{Audience, refused, refused_status};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, SignedIn};
use crate::web::portal::{account_number, label_flaw, nothing_granted};
use crate::web::upload::OwnUpload;

#[derive(Template)]
#[template(path = "portal/cases/ask.html")]
struct Page<'a> {
    f: &'a Frame,
    accounts: &'a [(usize, AccountNode)],
    typed: &'a Form,
    subject_flaw: Option<String>,
    flaws: Flaws,
    largest: String,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    account: String,
    subject: String,
    words: String,
}

/// Which account is meant.
#[derive(Deserialize)]
pub struct Query {
    account: Option<String>,
}

/// The empty form.
pub async fn form(signed_in: SignedIn, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    if !signed_in.viewer.role.is_customer() {
        return Ok(see_other(Audience::Staff.base()));
    }
    let account = account_number(query.account.as_deref())?;
    let typed =
        Form { account: account.map(|account| account.to_string()).unwrap_or_default(), ..Form::default() };
    show(&signed_in, StatusCode::OK, &typed, None, Flaws::default()).await
}

/// Opens the case.
pub async fn submit(signed_in: SignedIn, sent: OwnUpload<Form>) -> Result<HttpResponse, Failure> {
    let OwnUpload { form: typed, files } = sent;
    let visit = &signed_in.visit;
    let f = &visit.frame;
    let account = account_number(Some(&typed.account))?.ok_or(Failure::NotFound)?;
    let subject = match typed.subject.parse::<Subject>() {
        Ok(subject) if subject.as_str().is_empty() => Err(f.t("case-subject-missing")),
        Ok(subject) => Ok(subject),
        Err(flaw) => Err(label_flaw(f, flaw)),
    };
    let (subject, written) = match (subject, written(visit, &typed.words, files).await?) {
        (Ok(subject), Ok(written)) => (subject, written),
        (subject, written) => {
            let flaws = written.err().unwrap_or_default();
            return show(&signed_in, StatusCode::UNPROCESSABLE_ENTITY, &typed, subject.err(), flaws).await;
        }
    };
    let (app, viewer) = (visit.app.clone(), signed_in.viewer.clone());
    let opened = web::block(move || {
        cases::open_question(&app, &viewer, &account, &subject, Priority::Four, &written.message())
    })
    .await??;
    match opened {
        Ok(number) => {
            visit.wake_post();
            Ok(see_other(&format!("/cases/{number}?done=opened")))
        }
        Err(refusal) => {
            let flaws = Flaws { words: Some(refused(f, &refusal)), ..Flaws::default() };
            show(&signed_in, refused_status(&refusal), &typed, None, flaws).await
        }
    }
}

async fn show(
    signed_in: &SignedIn,
    status: StatusCode,
    typed: &Form,
    subject_flaw: Option<String>,
    flaws: Flaws,
) -> Result<HttpResponse, Failure> {
    let visit = &signed_in.visit;
    let (app, viewer, account) =
        (visit.app.clone(), signed_in.viewer.clone(), account_number(Some(&typed.account))?);
    let found = web::block(move || cases::list_cases(&app, &viewer, account.as_ref(), false, None)).await??;
    if found.accounts.is_empty() {
        return nothing_granted(visit, "case-ask");
    }
    let f = &visit.frame;
    let largest = largest_file(f, &visit.app);
    visit.page(status, &Page { f, accounts: &found.accounts, typed, subject_flaw, flaws, largest })
}
