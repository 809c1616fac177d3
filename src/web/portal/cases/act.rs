//! What customers do to a case: `/cases/{case}/comment`, `confirm`, `reopen`, `withdraw`, `escalate` and
//! `follow-on`.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::case::{self, Tried};
use super::{Flaws, Written, written};
use crate::domain::case::decide::{Action, Objection};
use crate::services::cases::{self, Refusal, Upload};
use crate::values::number::CaseNumber;
use crate::web::cases::{case_number, refused, refused_status};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, SignedIn};
use crate::web::upload::OwnUpload;

/// What was typed.
#[derive(Deserialize)]
pub struct Said {
    #[serde(default)]
    words: String,
}

/// Writes to the provider, with files.
pub async fn comment(
    signed_in: SignedIn,
    case: web::Path<String>,
    sent: OwnUpload<Said>,
) -> Result<HttpResponse, Failure> {
    act(&signed_in, &case, "comment", Action::Comment, sent.form, sent.files).await
}

/// "Yes, it is resolved."
pub async fn confirm(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(said): OwnForm<Said>,
) -> Result<HttpResponse, Failure> {
    act(&signed_in, &case, "confirm", Action::Confirm, said, Vec::new()).await
}

/// "No, it is not."
pub async fn reopen(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(said): OwnForm<Said>,
) -> Result<HttpResponse, Failure> {
    act(&signed_in, &case, "reopen", Action::Reopen, said, Vec::new()).await
}

/// The customer does not pursue it.
pub async fn withdraw(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(said): OwnForm<Said>,
) -> Result<HttpResponse, Failure> {
    act(&signed_in, &case, "withdraw", Action::Withdraw, said, Vec::new()).await
}

/// Somebody higher up is to look.
pub async fn escalate(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(said): OwnForm<Said>,
) -> Result<HttpResponse, Failure> {
    act(&signed_in, &case, "escalate", Action::Escalate, said, Vec::new()).await
}

async fn act(
    signed_in: &SignedIn,
    case: &str,
    form: &'static str,
    action: Action,
    said: Said,
    uploads: Vec<Upload>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(case)?;
    if !signed_in.viewer.role.is_customer() {
        return Ok(case::office(number));
    }
    let written = match read(signed_in, number, form, &said, uploads).await? {
        Ok(written) => written,
        Err(page) => return Ok(page),
    };
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    let done = web::block(move || cases::act(&app, &viewer, number, &action, &written.message())).await??;
    match done {
        Ok(()) => {
            signed_in.visit.wake_post();
            Ok(see_other(&format!("/cases/{number}?done={form}")))
        }
        Err(refusal) => refuse(signed_in, number, form, said, &refusal).await,
    }
}

/// Opens a new case that follows on a closed one.
pub async fn follow_on(
    signed_in: SignedIn,
    case: web::Path<String>,
    OwnForm(said): OwnForm<Said>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    if !signed_in.viewer.role.is_customer() {
        return Ok(case::office(number));
    }
    let written = match read(&signed_in, number, "follow-on", &said, Vec::new()).await? {
        Ok(written) => written,
        Err(page) => return Ok(page),
    };
    let (app, viewer) = (signed_in.visit.app.clone(), signed_in.viewer.clone());
    let opened =
        web::block(move || cases::open_follow_on(&app, &viewer, number, &written.message())).await??;
    match opened {
        Ok(new) => {
            signed_in.visit.wake_post();
            Ok(see_other(&format!("/cases/{new}?done=opened")))
        }
        Err(refusal) => refuse(&signed_in, number, "follow-on", said, &refusal).await,
    }
}

/// What was written, or the page that says what is wrong with it.
async fn read(
    signed_in: &SignedIn,
    number: CaseNumber,
    form: &'static str,
    said: &Said,
    uploads: Vec<Upload>,
) -> Result<Result<Written, HttpResponse>, Failure> {
    match written(&signed_in.visit, &said.words, uploads).await? {
        Ok(written) => Ok(Ok(written)),
        Err(flaws) => {
            let tried = Tried { form, words: said.words.clone(), flaws };
            let page = case::show(signed_in, StatusCode::UNPROCESSABLE_ENTITY, number, tried, None);
            Ok(Err(page.await?))
        }
    }
}

async fn refuse(
    signed_in: &SignedIn,
    number: CaseNumber,
    form: &'static str,
    said: Said,
    refusal: &Refusal,
) -> Result<HttpResponse, Failure> {
    let flaws = flaws(&signed_in.visit.frame, refusal);
    let tried = Tried { form, words: said.words, flaws };
    case::show(signed_in, refused_status(refusal), number, tried, None).await
}

fn flaws(f: &Frame, refusal: &Refusal) -> Flaws {
    let text = Some(refused(f, refusal));
    match refusal {
        Refusal::Case(Objection::WordsMissing) => Flaws { words: text, ..Flaws::default() },
        _ => Flaws { form: text, ..Flaws::default() },
    }
}
