//! `/office/accounts/new` and `/office/accounts/{account}/edit`: an account added or changed.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{number, path, refused};
use crate::domain::access::Role;
use crate::domain::seen::Values;
use crate::services::customers::{self, FIELDS};
use crate::values::calendar::mountain_day;
use crate::values::locale::Locale;
use crate::values::number::AccountNumber;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::filled::{Filled, is_on};
use crate::web::office::{Typed, field};

/// Fields that are boxes: what is not ticked is not sent.
const BOXES: [&str; 2] = ["bills_separately", "tax_exempt"];

#[derive(Template)]
#[template(path = "office/accounts/edit.html")]
struct Page<'a> {
    f: &'a Frame,
    /// Which; `None` for a new one.
    number: Option<&'a AccountNumber>,
    form: &'a Filled,
}

/// The form of a new account.
pub async fn new(staff: Staff) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_change_accounts)?;
    let today = mountain_day(staff.visit.app.clock.now()).to_string();
    let begun = [
        ("country", "US"),
        ("locale", Locale::En.as_str()),
        ("terms_days", "30"),
        ("late_fee_percent", "1.5"),
        ("opened_on", &today),
    ];
    let typed = begun.map(|(name, value)| (name.to_owned(), value.to_owned()));
    show(&staff, StatusCode::OK, None, &Filled::sent(typed.into_iter().collect()))
}

/// Adds the account.
pub async fn add(staff: Staff, OwnForm(typed): OwnForm<Typed>) -> Result<HttpResponse, Failure> {
    let f = &staff.visit.frame;
    let Ok(number) = field(&typed, "number").parse::<AccountNumber>() else {
        let form = Filled::sent(typed).wrong("number", f.t("acc-wrong-number"));
        return show(&staff, StatusCode::UNPROCESSABLE_ENTITY, None, &form);
    };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (of, values) = (number.clone(), values(&typed));
    let done = web::block(move || customers::add_account(&app, &viewer, &of, &values)).await??;
    let Err(refusal) = done else { return Ok(see_other(&path(&number))) };
    let (status, form) = refused(f, Filled::sent(typed), refusal, ("number", "acc-number-taken"))?;
    show(&staff, status, None, &form)
}

/// The form of an account.
pub async fn form(staff: Staff, account: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let (app, of) = (staff.visit.app.clone(), number.clone());
    let found = web::block(move || customers::open_form(&app, &of)).await??;
    staff.require(Role::may_change_accounts)?;
    show(&staff, StatusCode::OK, Some(&number), &Filled::of(&found.values))
}

/// Changes the account.
pub async fn submit(
    staff: Staff,
    account: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (of, seen, values) = (number.clone(), Filled::sent_seen(&typed), values(&typed));
    let done = web::block(move || customers::change_account(&app, &viewer, &of, &seen, &values)).await??;
    let Err(refusal) = done else { return Ok(see_other(&path(&number))) };
    let form = Filled::sent(typed);
    let (status, form) = refused(&staff.visit.frame, form, refusal, ("number", "acc-number-taken"))?;
    show(&staff, status, Some(&number), &form)
}

/// What was typed, as a file's columns have it.
fn values(typed: &Typed) -> Values {
    let value = |name| match BOXES.contains(&name) {
        true => is_on(field(typed, name)).to_string(),
        false => field(typed, name).to_owned(),
    };
    FIELDS.into_iter().map(|name| (name, value(name))).collect()
}

fn show(
    staff: &Staff,
    status: StatusCode,
    number: Option<&AccountNumber>,
    form: &Filled,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    visit.page(status, &Page { f: &visit.frame, number, form })
}
