//! What staff do to a case, each thing a form of its page.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};

use super::case::{Said, show_after};
use super::{Typed, field, instant, path};
use crate::domain::case::decide::{Action, Objection};
use crate::services::cases::{self, Message, Refusal, Upload};
use crate::values::number::CaseNumber;
use crate::values::words::Words;
use crate::web::cases::{case_number, file_flaw, refused, refused_status, words_flaw};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::Staff;
use crate::web::upload::OwnUpload;

/// Writes to the customer, or a note among staff.
pub async fn reply(
    staff: Staff,
    case: web::Path<String>,
    OwnUpload { form, files }: OwnUpload<Typed>,
) -> Result<HttpResponse, Failure> {
    // Whoever presses a key in a field means the first button; a note must be meant.
    let action = if field(&form, "how") == "note" { Action::Note } else { Action::Reply };
    done(staff, &case, "reply", form, files, Ok(action)).await
}

/// Takes it.
pub async fn claim(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    done(staff, &case, "claim", typed, Vec::new(), Ok(Action::Claim)).await
}

/// Gives it to somebody, or back to the queue.
pub async fn assign(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let to = Some(field(&typed, "to").to_owned()).filter(|to| !to.is_empty());
    done(staff, &case, "assign", typed, Vec::new(), Ok(Action::Assign(to))).await
}

/// Reviews how urgent it is.
pub async fn priority(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let read = field(&typed, "priority").parse();
    let action = read.map(Action::SetPriority).map_err(|_| "choice-unknown");
    done(staff, &case, "priority", typed, Vec::new(), action).await
}

/// Moves it on; the field `deed` says how.
pub async fn state(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let at = instant(field(&typed, "at")).ok_or("office-time-wrong");
    let (form, action) = match field(&typed, "deed") {
        "hold" => ("hold", at.map(Action::Hold)),
        "estimate" => ("estimate", at.map(Action::Estimate)),
        "resume" => ("resume", Ok(Action::Resume)),
        "ship" => ("ship", Ok(Action::Ship)),
        "resolve" => ("resolve", Ok(Action::Resolve)),
        "announce" => ("announce", Ok(Action::AnnounceClosing)),
        "confirm" => ("phone", Ok(Action::Confirm)),
        "reopen" => ("phone", Ok(Action::Reopen)),
        "withdraw" => ("phone", Ok(Action::Withdraw)),
        _ => return Err(Failure::BadRequest),
    };
    done(staff, &case, form, typed, Vec::new(), action).await
}

/// Points to the main case.
pub async fn duplicate(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let action = Action::MarkDuplicate(field(&typed, "of").to_owned());
    done(staff, &case, "duplicate", typed, Vec::new(), Ok(action)).await
}

/// Puts it among those of a master case.
pub async fn master(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let action = Action::Join(field(&typed, "of").to_owned());
    done(staff, &case, "master", typed, Vec::new(), Ok(action)).await
}

/// Asks somebody higher up to look.
pub async fn escalate(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    done(staff, &case, "escalate", typed, Vec::new(), Ok(Action::Escalate)).await
}

/// Does `action` and leads back to the case; or shows it with why not at `form`, and all that was typed.
async fn done(
    mut staff: Staff,
    case: &str,
    form: &'static str,
    typed: Typed,
    files: Vec<Upload>,
    action: Result<Action, &'static str>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(case)?;
    staff.visit.frame.path = path(number);
    match attempt(&staff, number, &typed, files, action).await? {
        Ok(()) => {
            staff.visit.wake_post();
            Ok(see_other(&path(number)))
        }
        Err((status, text)) => {
            let said = Said { form, text, typed, ..Said::default() };
            show_after(&staff, number, status, said).await
        }
    }
}

/// What came of it: nothing to say, or a status and why not.
type Attempt = Result<(), (StatusCode, String)>;

async fn attempt(
    staff: &Staff,
    number: CaseNumber,
    typed: &Typed,
    files: Vec<Upload>,
    action: Result<Action, &'static str>,
) -> Result<Attempt, Failure> {
    let f = &staff.visit.frame;
    let wrong = |text: String| Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, text)));
    let words: Words = match field(typed, "words").parse() {
        Ok(words) => words,
        Err(flaw) => return wrong(words_flaw(f, flaw)),
    };
    let action = match action {
        Ok(action) => action,
        Err(key) => return wrong(f.t(key)),
    };
    let kept = match cases::keep_files(&staff.visit.app, files).await? {
        Ok(kept) => kept,
        Err(flaw) => return wrong(file_flaw(f, &flaw)),
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let outcome = web::block(move || {
        cases::act(&app, &viewer, number, &action, &Message { words: &words, files: &kept })
    })
    .await??;
    Ok(outcome.map_err(|refusal| answer(staff, &refusal)))
}

/// The status and the words of a refusal.
pub(super) fn answer(staff: &Staff, refusal: &Refusal) -> (StatusCode, String) {
    let status = match refusal {
        Refusal::Case(Objection::NotAllowed) => StatusCode::FORBIDDEN,
        other => refused_status(other),
    };
    (status, refused(&staff.visit.frame, refusal))
}
