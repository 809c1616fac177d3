//! `/office/requests/{case}`: billing confirms what a finished request costs and what it did to services
//! (REQUIREMENTS R5.9).

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::requests::{closing, missed};
use super::review_form::{Ending, Errors, changes, confirmed, endings, new_rows};
use super::work::answer;
use super::{Typed, field, path};
use crate::domain::access::Viewer;
use crate::domain::case::CaseState;
use crate::services::cases::{self, Message, View};
use crate::services::macd::{self, Choices, Confirmed, Refusal, RequestView, ServiceChange};
use crate::services::{App, ServiceError};
use crate::values::number::CaseNumber;
use crate::values::words::Words;
use crate::web::cases::{Audience, RequestCard, case_number, units, words_flaw};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/review.html")]
struct Page<'a> {
    f: &'a Frame,
    view: &'a View,
    card: RequestCard,
    choices: &'a Choices,
    confirms: Confirmed,
    /// Its units in words.
    units: String,
    endings: Vec<Ending>,
    new_rows: usize,
    typed: &'a Typed,
    errors: &'a Errors,
    /// Whether it waits for a review.
    waits: bool,
    may_review: bool,
    may_send_back: bool,
    closing: String,
    missed: Option<String>,
}

impl Page<'_> {
    /// What stands in a field.
    fn typed(&self, name: &str) -> &str {
        field(self.typed, name)
    }

    /// What is wrong with a field.
    fn error(&self, name: &str) -> Option<&str> {
        self.errors.get(name).map(String::as_str)
    }

    /// How many services are listed.
    fn count(&self) -> u32 {
        u32::try_from(self.endings.len()).unwrap_or(u32::MAX)
    }

    /// The places of new services.
    fn places(&self) -> Vec<usize> {
        (0..self.new_rows).collect()
    }

    /// The name of a field of a new service.
    fn new_name(&self, place: &usize, part: &str) -> String {
        format!("new-{place}-{part}")
    }

    /// Whether the list of services is open: it is short, or somebody works with it.
    fn is_open(&self) -> bool {
        let is_used = |one: &Ending| !one.typed.is_empty() || one.error.is_some();
        self.endings.len() <= 12 || !self.typed("find").is_empty() || self.endings.iter().any(is_used)
    }

    /// Whether services are found by name: there are more than a look takes in.
    fn is_findable(&self) -> bool {
        self.choices.is_cut || self.choices.services.len() > 12 || !self.typed("find").is_empty()
    }
}

/// A request with all that its review needs.
struct Desk {
    view: View,
    request: RequestView,
    choices: Choices,
}

/// The request and the form.
pub async fn form(staff: Staff, case: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    let (typed, errors) = (Typed::new(), Errors::new());
    show(&staff, StatusCode::OK, &desk(&staff, number, &typed).await?, &typed, &errors)
}

/// Confirms it where that button was pressed; else narrows the list of services, makes room for one more,
/// or shows the same again: confirming must be meant.
pub async fn submit(
    staff: Staff,
    case: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = case_number(&case)?;
    if field(&typed, "do") != "confirm" {
        let desk = desk(&staff, number, &typed).await?;
        return show(&staff, StatusCode::OK, &desk, &typed, &Errors::new());
    }
    let (status, errors) = match review(&staff, number, &typed).await? {
        Ok(()) => {
            staff.visit.wake_post();
            return Ok(see_other(&path(number)));
        }
        Err(refused) => refused,
    };
    show(&staff, status, &desk(&staff, number, &typed).await?, &typed, &errors)
}

async fn review(
    staff: &Staff,
    number: CaseNumber,
    typed: &Typed,
) -> Result<Result<(), (StatusCode, Errors)>, Failure> {
    let f = &staff.visit.frame;
    let refused = |errors| Ok(Err((StatusCode::UNPROCESSABLE_ENTITY, errors)));
    let Some(confirmed) = confirmed(typed) else { return Err(Failure::BadRequest) };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let choices = web::block(move || macd::list_choices(&app, &viewer, number, "")).await??;
    let words: Result<Words, _> = field(typed, "words").parse();
    let (placed, words) = match (changes(f, &choices, typed), words) {
        (Ok(placed), Ok(words)) => (placed, words),
        (placed, words) => {
            let mut errors = placed.err().unwrap_or_default();
            if let Err(flaw) = words {
                errors.insert("words".to_owned(), words_flaw(f, flaw));
            }
            return refused(errors);
        }
    };
    let (fields, all): (Vec<String>, Vec<ServiceChange>) = placed.into_iter().unzip();
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let done = web::block(move || {
        let message = Message { words: &words, files: &[] };
        macd::review(&app, &viewer, number, confirmed, &all, &message)
    });
    let Err(refusal) = done.await?? else { return Ok(Ok(())) };
    let (status, text) = answer(staff, &refusal);
    let (name, text) = match &refusal {
        Refusal::Service(place) => {
            let name = fields.get(*place).cloned().unwrap_or_default();
            let key = if name.starts_with("new-") { "review-start-wrong" } else { "review-end-wrong" };
            (name, f.t(key))
        }
        _ => (String::new(), text),
    };
    Ok(Err((status, Errors::from([(name, text)]))))
}

async fn desk(staff: &Staff, number: CaseNumber, typed: &Typed) -> Result<Desk, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let find = field(typed, "find").to_owned();
    Ok(web::block(move || gather(&app, &viewer, number, &find)).await??)
}

fn gather(app: &App, viewer: &Viewer, number: CaseNumber, find: &str) -> Result<Desk, ServiceError> {
    Ok(Desk {
        view: cases::open_case(app, viewer, number)?,
        request: macd::open_view(app, viewer, number)?,
        choices: macd::list_choices(app, viewer, number, find)?,
    })
}

fn show(
    staff: &Staff,
    status: StatusCode,
    desk: &Desk,
    typed: &Typed,
    errors: &Errors,
) -> Result<HttpResponse, Failure> {
    let (visit, request) = (&staff.visit, &desk.request);
    let (f, now) = (&visit.frame, visit.app.clock.now());
    let finished_at = request.request.finished_at;
    let waits = finished_at.is_some() && request.request.review.is_none();
    let may_review = staff.viewer.role.may_credit();
    let page = Page {
        f,
        view: &desk.view,
        card: RequestCard::of(f, request, Audience::Staff),
        choices: &desk.choices,
        confirms: Confirmed::from(&request.meter),
        units: units(f, request.meter.units, request.terms.increment_minutes),
        endings: endings(f, &desk.choices, typed, errors),
        new_rows: new_rows(typed),
        typed,
        errors,
        waits,
        may_review,
        may_send_back: waits && may_review && desk.view.told.state == CaseState::Resolved,
        closing: closing(f, now),
        missed: finished_at.filter(|_| waits).and_then(|at| missed(f, at, now)),
    };
    visit.page(status, &page)
}
