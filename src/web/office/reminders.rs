//! `/office/reminders`: who is past due, when they were reminded, and what they promised.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::domain::reminder::Schedule;
use crate::services::reminders::{self, Debtor, PlanRow, Refusal, Reminded};
use crate::values::ids::AccountId;
use crate::values::number::AccountNumber;
use crate::values::words::Words;
use crate::web::cases::words_flaw;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/reminders.html")]
struct ListPage<'a> {
    f: &'a Frame,
    debtors: Vec<Debtor>,
    usual: &'a Schedule,
    next: Option<AccountId>,
    is_first: bool,
}

impl ListPage<'_> {
    fn days_late(&self, debtor: &Debtor) -> String {
        self.f.n("reminders-days-late", u32::try_from(debtor.days_late()).unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "office/reminder_plan.html")]
struct PlanPage<'a> {
    f: &'a Frame,
    found: &'a Reminded,
    typed: &'a Form,
    errors: Errors,
    may_set: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Form {
    /// `usual`, `own` or `never`.
    when: String,
    days: String,
    until: String,
    note: String,
    /// When what the form shows was written down, in microseconds; empty where nothing was.
    seen: String,
}

/// What is wrong, each with its field.
#[derive(Default)]
struct Errors {
    days: Option<String>,
    until: Option<String>,
    note: Option<String>,
    whole: Option<String>,
}

impl Form {
    fn of(asked: &PlanRow) -> Form {
        let when = match &asked.schedule {
            None => "usual",
            Some(schedule) if schedule.is_off() => "never",
            Some(_) => "own",
        };
        Form {
            when: when.to_owned(),
            days: asked.schedule.as_ref().map(ToString::to_string).unwrap_or_default(),
            until: asked.promised_until.map(|day| day.to_string()).unwrap_or_default(),
            note: asked.note.clone(),
            seen: asked.set_at.map(|at| at.timestamp_micros().to_string()).unwrap_or_default(),
        }
    }

    fn read(&self, f: &Frame) -> Result<PlanRow, Errors> {
        let mut errors = Errors::default();
        let schedule = match self.when.as_str() {
            "own" => match self.days.parse::<Schedule>() {
                Ok(schedule) if !schedule.is_off() => Some(schedule),
                _ => {
                    errors.days = Some(f.t("reminders-bad-days"));
                    None
                }
            },
            "never" => Some(Schedule::default()),
            _ => None,
        };
        let promised_until = match self.until.trim() {
            "" => None,
            text => text.parse().map_err(|_| errors.until = Some(f.t("reminders-bad-until"))).ok(),
        };
        let note = self.note.parse::<Words>();
        errors.note = note.as_ref().err().map(|flaw| words_flaw(f, *flaw));
        match note {
            Ok(note) if errors.days.is_none() && errors.until.is_none() => {
                let note = note.as_str().to_owned();
                Ok(PlanRow { schedule, promised_until, note, ..PlanRow::default() })
            }
            _ => Err(errors),
        }
    }

    fn seen(&self) -> Option<DateTime<Utc>> {
        self.seen.parse().ok().and_then(DateTime::from_timestamp_micros)
    }
}

/// Where the list goes on.
#[derive(Deserialize)]
pub struct Query {
    after: Option<i64>,
}

/// Who is past due.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let (app, after) = (visit.app.clone(), query.after.map(AccountId));
    let (debtors, next) = web::block(move || reminders::list_past_due(&app, after)).await??;
    let page = ListPage {
        f: &visit.frame,
        debtors,
        usual: &visit.app.settings.reminders.days,
        next,
        is_first: after.is_none(),
    };
    visit.ok(&page)
}

/// What one account is reminded by.
pub async fn form(staff: Staff, account: web::Path<String>) -> Result<HttpResponse, Failure> {
    let found = open(&staff, &number(&account)?).await?;
    show(&staff, StatusCode::OK, &found, &Form::of(&found.asked), Errors::default())
}

/// Writes down what it asked for.
pub async fn submit(
    mut staff: Staff,
    account: web::Path<String>,
    OwnForm(typed): OwnForm<Form>,
) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    staff.visit.frame.path = format!("/office/reminders/{number}");
    let refused = match typed.read(&staff.visit.frame) {
        Err(errors) => Err((StatusCode::UNPROCESSABLE_ENTITY, errors)),
        Ok(new) => {
            let (app, viewer, seen) = (staff.visit.app.clone(), staff.viewer.clone(), typed.seen());
            let of = number.clone();
            web::block(move || reminders::set_plan(&app, &viewer, &of, seen, new))
                .await??
                .map_err(|refusal| refused(&staff.visit.frame, refusal))
        }
    };
    let Err((status, errors)) = refused else { return Ok(see_other("/office/reminders")) };
    let found = open(&staff, &number).await?;
    // What somebody else wrote is shown, so that it is not overwritten unseen.
    let shown = if status == StatusCode::CONFLICT { Form::of(&found.asked) } else { typed };
    show(&staff, status, &found, &shown, errors)
}

fn refused(f: &Frame, refusal: Refusal) -> (StatusCode, Errors) {
    let whole = |status, key| (status, Errors { whole: Some(f.t(key)), ..Errors::default() });
    match refusal {
        Refusal::NotAllowed => whole(StatusCode::FORBIDDEN, "reminders-not-allowed"),
        Refusal::Changed => whole(StatusCode::CONFLICT, "reminders-changed"),
        Refusal::BadDay => {
            let until = Some(f.t("reminders-bad-until"));
            (StatusCode::UNPROCESSABLE_ENTITY, Errors { until, ..Errors::default() })
        }
    }
}

fn number(account: &str) -> Result<AccountNumber, Failure> {
    account.parse().map_err(|_| Failure::NotFound)
}

async fn open(staff: &Staff, number: &AccountNumber) -> Result<Reminded, Failure> {
    let (app, viewer, number) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    Ok(web::block(move || reminders::open_reminded(&app, &viewer, &number)).await??)
}

fn show(
    staff: &Staff,
    status: StatusCode,
    found: &Reminded,
    typed: &Form,
    errors: Errors,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let may_set = staff.viewer.role.may_credit();
    visit.page(status, &PlanPage { f: &visit.frame, found, typed, errors, may_set })
}
