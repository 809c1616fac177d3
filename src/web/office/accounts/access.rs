//! `/office/accounts/{account}/access`: who sees an account, and help with their logins.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use chrono::{DateTime, Utc};

use super::{number, path};
use crate::domain::access::Role;
use crate::services::customers::{self, Access, AccessRefusal, Help, Helped, Locked, LoginState};
use crate::services::{App, ServiceError};
use crate::values::contact::EmailAddress;
use crate::values::ids::UserId;
use crate::values::number::AccountNumber;
use crate::values::words::Words;
use crate::web::cases::words_flaw;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, Staff};
use crate::web::office::filled::Filled;
use crate::web::office::{Typed, field};

/// The longest reason.
const LETTERS: usize = 500;

#[derive(Template)]
#[template(path = "office/accounts/access.html")]
struct AccessPage<'a> {
    f: &'a Frame,
    found: &'a Access,
    form: &'a Filled,
    /// A new code, shown this once, and when it ends.
    code: Option<(String, DateTime<Utc>)>,
    /// What was done, as the page before says.
    done: Option<String>,
    may_change: bool,
}

#[derive(Template)]
#[template(path = "office/accounts/login.html")]
struct LoginPage<'a> {
    f: &'a Frame,
    number: &'a AccountNumber,
    found: &'a LoginState,
    form: &'a Filled,
    done: Option<String>,
    may_change: bool,
    may_help: bool,
}

impl LoginPage<'_> {
    /// From where wrong tries keep somebody out, and until when.
    fn locked(&self, one: &Locked) -> String {
        let until = self.f.time_of_day(one.until);
        match one.origin.as_str() {
            "" => self.f.t1("acc-tries-until", "time", until),
            origin => self.f.t2("acc-tries-from", "origin", origin, "time", until),
        }
    }
}

/// What was done, as an address says.
#[derive(Default, serde::Deserialize)]
#[serde(default)]
pub struct Done {
    done: String,
}

impl Done {
    fn text(&self, f: &Frame) -> Option<String> {
        let known =
            ["mailed", "granted", "taken", "reset-mail", "reset-factor", "end-sessions", "forget-tries"];
        let key = known.into_iter().find(|key| *key == self.done)?;
        Some(f.t(format!("acc-done-{key}")))
    }
}

/// Who sees the account.
pub async fn page(
    staff: Staff,
    account: web::Path<String>,
    done: web::Query<Done>,
) -> Result<HttpResponse, Failure> {
    let (number, form) = (number(&account)?, Filled::sent(Typed::new()));
    let done = done.text(&staff.visit.frame);
    show(&staff, StatusCode::OK, &number, &form, None, done).await
}

/// Issues a registration code and shows it this once.
pub async fn code(
    staff: Staff,
    account: web::Path<String>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let issued = web::block(move || customers::issue_code(&app, &viewer, &of)).await??;
    let Ok(code) = issued else { return Err(Failure::NotAllowed) };
    let form = Filled::sent(Typed::new());
    show(&staff, StatusCode::OK, &number, &form, Some(code), None).await
}

/// Lets somebody see the account, with a mail where they have no password yet.
pub async fn invite(
    staff: Staff,
    account: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let (number, f) = (number(&account)?, &staff.visit.frame);
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let Ok(email) = field(&typed, "email").parse::<EmailAddress>() else {
        let form = Filled::sent(typed).wrong("email", f.t("email-invalid"));
        return show(&staff, wrong, &number, &form, None, None).await;
    };
    let Some(role) = field(&typed, "role").parse().ok().filter(|role: &Role| role.is_customer()) else {
        let form = Filled::sent(typed).wrong("role", f.t("choice-unknown"));
        return show(&staff, wrong, &number, &form, None, None).await;
    };
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let invited = web::block(move || customers::invite(&app, &viewer, &of, &email, role)).await??;
    let text = match invited {
        Ok(is_mailed) => {
            staff.visit.wake_post();
            let done = if is_mailed { "mailed" } else { "granted" };
            return Ok(see_other(&format!("{}/access?done={done}", path(&number))));
        }
        Err(refusal) => refused(f, &refusal)?,
    };
    let form = Filled::sent(typed).wrong("email", text);
    show(&staff, wrong, &number, &form, None, None).await
}

/// How a login stands.
pub async fn login(
    staff: Staff,
    at: web::Path<(String, i64)>,
    done: web::Query<Done>,
) -> Result<HttpResponse, Failure> {
    let done = done.text(&staff.visit.frame);
    show_login(&staff, StatusCode::OK, &at, &Filled::sent(Typed::new()), done).await
}

/// Takes the account away from a login.
pub async fn take_away(
    staff: Staff,
    at: web::Path<(String, i64)>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let (number, user) = (number(&at.0)?, UserId(at.1));
    let to = format!("{}/access?done=taken", path(&number));
    let take = move |app: &App, viewer: &_| customers::take_away(app, viewer, &number, user);
    settle(&staff, &at, Typed::new(), &to, take).await
}

/// Helps a login in one of four ways.
pub async fn help(
    staff: Staff,
    at: web::Path<(String, i64)>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let (number, user) = (number(&at.0)?, UserId(at.1));
    let how = field(&typed, "how").to_owned();
    let help = match how.as_str() {
        "reset-mail" => Help::ResetMail,
        "end-sessions" => Help::EndSessions,
        "forget-tries" => Help::ForgetTries,
        "reset-factor" => match reason(&staff.visit.frame, &typed) {
            Ok(reason) => Help::ResetFactor(reason),
            Err(text) => {
                let form = Filled::sent(typed).wrong("reason", text);
                return show_login(&staff, StatusCode::UNPROCESSABLE_ENTITY, &at, &form, None).await;
            }
        },
        _ => return Err(Failure::BadRequest),
    };
    let to = format!("{}/access/{}?done={how}", path(&number), user.0);
    let run = move |app: &App, viewer: &_| customers::help(app, viewer, &number, user, &help);
    settle(&staff, &at, typed, &to, run).await
}

fn reason(f: &Frame, typed: &Typed) -> Result<Words, String> {
    let reason = field(typed, "reason").parse::<Words>().map_err(|flaw| words_flaw(f, flaw))?;
    match reason.as_str().chars().count() {
        0 => Err(f.t("acc-reason-missing")),
        1..=LETTERS => Ok(reason),
        _ => Err(f.t1("label-too-long", "most", LETTERS.to_string())),
    }
}

/// On to `to`, or the login's page again with why not.
async fn settle(
    staff: &Staff,
    at: &(String, i64),
    typed: Typed,
    to: &str,
    run: impl FnOnce(&App, &crate::domain::access::Viewer) -> Result<Helped<()>, ServiceError> + Send + 'static,
) -> Result<HttpResponse, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    match web::block(move || run(&app, &viewer)).await?? {
        Ok(()) => {
            staff.visit.wake_post();
            Ok(see_other(to))
        }
        Err(refusal) => {
            let form = Filled::sent(typed).wrong("", refused(&staff.visit.frame, &refusal)?);
            show_login(staff, StatusCode::UNPROCESSABLE_ENTITY, at, &form, None).await
        }
    }
}

fn refused(f: &Frame, refusal: &AccessRefusal) -> Result<String, Failure> {
    Ok(match refusal {
        AccessRefusal::NotAllowed => return Err(Failure::NotAllowed),
        AccessRefusal::OtherRole(role) => f.t1("acc-other-role", "role", f.t(format!("acc-role-{role}"))),
        AccessRefusal::Inactive => f.t("acc-inactive"),
        AccessRefusal::NoFactor => f.t("acc-no-factor"),
        AccessRefusal::ByAnother(number) => f.t1("acc-by-another", "number", number.as_str()),
    })
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    number: &AccountNumber,
    form: &Filled,
    code: Option<(String, DateTime<Utc>)>,
    done: Option<String>,
) -> Result<HttpResponse, Failure> {
    let (visit, role) = (&staff.visit, staff.viewer.role);
    let (app, viewer, of) = (visit.app.clone(), staff.viewer.clone(), number.clone());
    let found = web::block(move || customers::open_access(&app, &viewer, &of)).await??;
    staff.require(Role::may_help_customers)?;
    let may_change = role.may_change_accounts();
    visit.page(status, &AccessPage { f: &visit.frame, found: &found, form, code, done, may_change })
}

async fn show_login(
    staff: &Staff,
    status: StatusCode,
    (account, user): &(String, i64),
    form: &Filled,
    done: Option<String>,
) -> Result<HttpResponse, Failure> {
    let (visit, role) = (&staff.visit, staff.viewer.role);
    let (number, user) = (number(account)?, UserId(*user));
    let (app, viewer, of) = (visit.app.clone(), staff.viewer.clone(), number.clone());
    let found = web::block(move || customers::open_login(&app, &viewer, &of, user)).await??;
    staff.require(Role::may_help_customers)?;
    let page = LoginPage {
        f: &visit.frame,
        number: &number,
        found: &found,
        form,
        done,
        may_change: role.may_change_accounts(),
        may_help: found.login.role.is_customer(),
    };
    visit.page(status, &page)
}
