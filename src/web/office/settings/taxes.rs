//! `/office/settings/taxes`: the tax table, what a new tax would come to, and the end of one.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::refuse;
use crate::domain::seen::Values;
use crate::services::settings::taxes::{self, Effect, FIELDS, Known, Refusal};
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::filled::{Filled, is_on};
use crate::web::office::{Typed, field};

#[derive(Template)]
#[template(path = "office/settings_taxes.html")]
struct Page<'a> {
    f: &'a Frame,
    known: &'a [Known],
    form: &'a Filled,
    may_change: bool,
    effect: Option<Effect>,
    error: Option<String>,
    is_set: bool,
}

/// Whether something was just done.
#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    set: String,
}

/// The table and the form.
pub async fn page(staff: Staff, query: web::Query<Query>) -> Result<HttpResponse, Failure> {
    let begun = [("country", "US"), ("kind", "percent"), ("is_government", "true")];
    let typed = begun.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let form = Filled::sent(typed.into_iter().collect());
    show(&staff, StatusCode::OK, &form, None, None, !query.set.is_empty()).await
}

/// Adds a tax, or shows first what it would come to.
pub async fn submit(mut staff: Staff, OwnForm(typed): OwnForm<Typed>) -> Result<HttpResponse, Failure> {
    "/office/settings/taxes".clone_into(&mut staff.visit.frame.path);
    let (app, viewer, row) = (staff.visit.app.clone(), staff.viewer.clone(), values(&typed));
    let refusal = if typed.contains_key("add") {
        match web::block(move || taxes::add(&app, &viewer, &row)).await?? {
            Ok(()) => return Ok(see_other("/office/settings/taxes?set=1")),
            Err(refusal) => refusal,
        }
    } else {
        match web::block(move || taxes::effect(&app, &viewer, &row)).await?? {
            Ok(effect) => {
                let form = Filled::sent(typed);
                return show(&staff, StatusCode::OK, &form, Some(effect), None, false).await;
            }
            Err(refusal) => refusal,
        }
    };
    let (status, form, error) = refused(&staff.visit.frame, Filled::sent(typed), refusal);
    show(&staff, status, &form, None, error, false).await
}

/// The last day of a tax.
#[derive(Deserialize)]
pub struct End {
    ends_on: String,
}

/// Ends a tax.
pub async fn end(
    mut staff: Staff,
    code: web::Path<String>,
    OwnForm(typed): OwnForm<End>,
) -> Result<HttpResponse, Failure> {
    "/office/settings/taxes".clone_into(&mut staff.visit.frame.path);
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    match web::block(move || taxes::end(&app, &viewer, &code, &typed.ends_on)).await?? {
        Ok(()) => Ok(see_other("/office/settings/taxes?set=1")),
        Err(refusal) => {
            let f = &staff.visit.frame;
            let told = match &refusal {
                Refusal::Wrong(errors) => errors.first().map(|error| error.reason.clone()),
                _ => None,
            };
            let (status, form, error) = refused(f, Filled::sent(Typed::new()), refusal);
            show(&staff, status, &form, None, told.or(error), false).await
        }
    }
}

fn refused(f: &Frame, form: Filled, refusal: Refusal) -> (StatusCode, Filled, Option<String>) {
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, form, Some(f.t("settings-who"))),
        Refusal::NoInvoices => (wrong, form, Some(f.t("settings-no-invoice"))),
        Refusal::NoEnd => (wrong, form, Some(f.t("taxes-no-end"))),
        Refusal::Changed => (StatusCode::CONFLICT, form, Some(f.t("taxes-changed"))),
        Refusal::Overlaps(code, from, until) => {
            let days = match until {
                Some(until) => format!("{} – {}", f.date(from), f.date(until)),
                None => f.t1("taxes-from-day", "day", f.date(from)),
            };
            (wrong, form, Some(f.t2("taxes-overlaps", "code", code, "days", days)))
        }
        Refusal::Wrong(errors) => {
            let mut of_row = None;
            let marked = errors.into_iter().fold(form, |form, error| match error.column {
                Some(column) => form.wrong(&column, error.reason),
                None => {
                    of_row = Some(error.reason);
                    form
                }
            });
            (wrong, marked, of_row)
        }
    }
}

/// What was typed; a box that is not ticked is not sent.
fn values(typed: &Typed) -> Values {
    let value = |name| match name {
        "is_government" => is_on(field(typed, name)).to_string(),
        _ => field(typed, name).to_owned(),
    };
    FIELDS.into_iter().map(|name| (name, value(name))).collect()
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    form: &Filled,
    effect: Option<Effect>,
    error: Option<String>,
    is_set: bool,
) -> Result<HttpResponse, Failure> {
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let Ok(known) = web::block(move || taxes::list(&app, &viewer)).await?? else {
        return refuse(&staff.visit);
    };
    let page = Page {
        f: &staff.visit.frame,
        known: &known,
        form,
        may_change: staff.viewer.role.may_change_settings(),
        effect,
        error,
        is_set,
    };
    staff.visit.page(status, &page)
}
