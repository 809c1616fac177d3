//! `/office/cases/new`: staff open a question for a customer on the phone, or a master case.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::act::answer;
use super::path;
use crate::domain::access::Viewer;
use crate::domain::case::Priority;
use crate::domain::case::decide::Objection;
use crate::services::cases::{self, Message, Outcome, Refusal, Subject, Upload};
use crate::services::{App, ServiceError};
use crate::values::label::LabelFlaw;
use crate::values::number::{AccountNumber, CaseNumber};
use crate::values::words::Words;
use crate::web::cases::{file_flaw, size, words_flaw};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::frame::{Frame, Staff};
use crate::web::upload::OwnUpload;

#[derive(Template)]
#[template(path = "office/new.html")]
struct Page<'a> {
    f: &'a Frame,
    typed: &'a Form,
    errors: Errors,
    most: String,
}

impl Page<'_> {
    fn priorities(&self) -> [Priority; 4] {
        Priority::OF_ONE_CUSTOMER
    }
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    kind: String,
    account: String,
    subject: String,
    priority: String,
    words: String,
}

/// What is wrong, each with its field.
#[derive(Default)]
struct Errors {
    account: Option<String>,
    subject: Option<String>,
    words: Option<String>,
    files: Option<String>,
    whole: Option<String>,
}

impl Errors {
    fn is_any(&self) -> bool {
        let Errors { account, subject, words, files, whole } = self;
        [account, subject, words, files, whole].iter().any(|one| one.is_some())
    }
}

/// A case to be opened.
struct New {
    /// `None` for a master case.
    account: Option<AccountNumber>,
    subject: Subject,
    priority: Priority,
    words: Words,
}

impl Form {
    fn read(&self, f: &Frame) -> Result<New, Errors> {
        let mut errors = Errors::default();
        let account = match self.kind.as_str() {
            "master" => Ok(None),
            _ => self.account.trim().parse().map(Some),
        };
        if account.is_err() {
            errors.account = Some(f.t("office-account-wrong"));
        }
        let subject: Result<Subject, LabelFlaw> = self.subject.parse();
        errors.subject = match &subject {
            Err(LabelFlaw::TooLong(most)) => Some(f.t1("label-too-long", "most", most.to_string())),
            Err(LabelFlaw::Unprintable) => Some(f.t("label-unprintable")),
            Ok(subject) if subject.as_str().is_empty() => Some(f.t("office-subject-missing")),
            Ok(_) => None,
        };
        let words: Result<Words, _> = self.words.parse();
        errors.words = match &words {
            Err(flaw) => Some(words_flaw(f, *flaw)),
            Ok(words) if words.is_empty() => Some(f.t("case-refused-words-missing")),
            Ok(_) => None,
        };
        let priority = self.priority.parse().unwrap_or(Priority::Four);
        match (account, subject, words) {
            (Ok(account), Ok(subject), Ok(words)) if !errors.is_any() => {
                Ok(New { account, subject, priority, words })
            }
            _ => Err(errors),
        }
    }
}

/// What the form begins with.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    account: String,
    #[serde(default)]
    kind: String,
}

/// The empty form.
pub async fn form(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let Query { account, kind } = query.into_inner();
    let typed = Form { account, kind, priority: Priority::Four.to_string(), ..Form::default() };
    if staff.viewer.role.may_work_cases() {
        return show(&staff, StatusCode::OK, &typed, Errors::default());
    }
    let (status, text) = answer(&staff, &Objection::NotAllowed.into());
    show(&staff, status, &typed, Errors { whole: Some(text), ..Errors::default() })
}

/// Opens the case.
pub async fn submit(
    staff: Staff,
    OwnUpload { form: typed, files }: OwnUpload<Form>,
) -> Result<HttpResponse, Failure> {
    if !staff.viewer.role.may_work_cases() {
        let (status, text) = answer(&staff, &Objection::NotAllowed.into());
        return show(&staff, status, &typed, Errors { whole: Some(text), ..Errors::default() });
    }
    match open(&staff, &typed, files).await? {
        Ok(number) => {
            staff.visit.wake_post();
            Ok(see_other(&path(number)))
        }
        Err(errors) => show(&staff, StatusCode::UNPROCESSABLE_ENTITY, &typed, errors),
    }
}

async fn open(
    staff: &Staff,
    typed: &Form,
    files: Vec<Upload>,
) -> Result<Result<CaseNumber, Errors>, Failure> {
    let f = &staff.visit.frame;
    let new = match typed.read(f) {
        Ok(new) => new,
        Err(errors) => return Ok(Err(errors)),
    };
    let kept = match cases::keep_files(&staff.visit.app, files).await? {
        Ok(kept) => kept,
        Err(flaw) => return Ok(Err(Errors { files: Some(file_flaw(f, &flaw)), ..Errors::default() })),
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let opened = web::block(move || {
        let message = Message { words: &new.words, files: &kept };
        open_one(&app, &viewer, &new, &message)
    });
    Ok(match opened.await? {
        Ok(Ok(number)) => Ok(number),
        Ok(Err(refusal)) => Err(refused(staff, &refusal)),
        Err(ServiceError::NotFound(_)) => {
            Err(Errors { account: Some(f.t("office-account-wrong")), ..Errors::default() })
        }
        Err(other) => return Err(other.into()),
    })
}

fn open_one(
    app: &App,
    viewer: &Viewer,
    new: &New,
    message: &Message<'_>,
) -> Result<Outcome<CaseNumber>, ServiceError> {
    match &new.account {
        Some(account) => cases::open_question(app, viewer, account, &new.subject, new.priority, message),
        None => cases::open_master(app, viewer, &new.subject, message),
    }
}

fn refused(staff: &Staff, refusal: &Refusal) -> Errors {
    Errors { whole: Some(answer(staff, refusal).1), ..Errors::default() }
}

fn show(staff: &Staff, status: StatusCode, typed: &Form, errors: Errors) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let most = visit.app.settings.cases.max_file_bytes;
    let most = size(&visit.frame, i64::try_from(most).unwrap_or(i64::MAX));
    visit.page(status, &Page { f: &visit.frame, typed, errors, most })
}
