//! `/office/accounts/{account}/services/…`: a service added, ended, or changed from a day on, each with
//! what it costs before it is saved.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{number, path, refused};
use crate::domain::access::Role;
use crate::domain::seen::Values;
use crate::domain::service_cost::ServiceCost;
use crate::services::customers::{self, NewPrice, Outcome, Refusal, SERVICE_FIELDS, ServiceForm, Wish};
use crate::services::{App, ServiceError};
use crate::values::calendar::mountain_day;
use crate::values::ids::ServiceId;
use crate::values::number::AccountNumber;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};
use crate::web::office::filled::Filled;
use crate::web::office::{Typed, field};

#[derive(Template)]
#[template(path = "office/accounts/service.html")]
struct Page<'a> {
    f: &'a Frame,
    number: &'a AccountNumber,
    /// `new`, `end` or `change`.
    what: &'static str,
    /// The service; `None` for a new one.
    service: Option<&'a ServiceForm>,
    classes: Vec<String>,
    form: &'a Filled,
    cost: Option<&'a ServiceCost>,
}

impl Page<'_> {
    /// What is stored of the service.
    fn stored(&self, name: &str) -> &str {
        let values = self.service.map(|service| &service.values);
        let found = values.and_then(|values| values.iter().find(|(field, _)| *field == name));
        found.map_or("", |(_, value)| value)
    }

    fn action(&self) -> String {
        match self.service {
            Some(service) => format!("{}/services/{}/{}", path(self.number), service.id.0, self.what),
            None => format!("{}/services/new", path(self.number)),
        }
    }
}

/// The form of a new service.
pub async fn new(staff: Staff, account: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let today = mountain_day(staff.visit.app.clock.now()).to_string();
    let typed = [("quantity", "1".to_owned()), ("starts_on", today)];
    let typed = typed.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
    let classes = classes(&staff, &number).await?;
    staff.require(Role::may_change_accounts)?;
    let form = Filled::sent(typed);
    show(&staff, StatusCode::OK, (&number, "new", None), classes, &form, None)
}

/// Adds the service, or tells what it costs.
pub async fn add(
    staff: Staff,
    account: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let number = number(&account)?;
    let classes = classes(&staff, &number).await?;
    let of = SERVICE_FIELDS.into_iter().map(|name| (name, field(&typed, name).to_owned()));
    let (values, wish): (Values, Wish) = (of.collect(), wish(&typed));
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    let done = web::block(move || customers::add_service(&app, &viewer, &of, &values, wish)).await??;
    answer(&staff, (&number, "new", None), classes, typed, done)
}

/// The form that ends a service.
pub async fn end_form(staff: Staff, at: web::Path<(String, i64)>) -> Result<HttpResponse, Failure> {
    opened(staff, &at, "end").await
}

/// Ends the service, or tells what that costs.
pub async fn end(
    staff: Staff,
    at: web::Path<(String, i64)>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let (number, service) = open(&staff, &at).await?;
    let (seen, ends_on, wish) =
        (Filled::sent_seen(&typed), field(&typed, "ends_on").to_owned(), wish(&typed));
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), (number.clone(), service.id));
    let end = move || customers::end_service(&app, &viewer, (&of.0, of.1), &seen, &ends_on, wish);
    let done = web::block(end).await??;
    answer(&staff, (&number, "end", Some(&service)), Vec::new(), typed, done)
}

/// The form of a new price or quantity.
pub async fn change_form(staff: Staff, at: web::Path<(String, i64)>) -> Result<HttpResponse, Failure> {
    opened(staff, &at, "change").await
}

/// Changes price or quantity from a day on, or tells what that costs.
pub async fn change(
    staff: Staff,
    at: web::Path<(String, i64)>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let (number, service) = open(&staff, &at).await?;
    let of = |name| field(&typed, name).to_owned();
    let (seen, wish) = (Filled::sent_seen(&typed), wish(&typed));
    let (from, code, quantity, unit_price) = (of("from"), of("service"), of("quantity"), of("unit_price"));
    let new = NewPrice { from, service: code, quantity, unit_price };
    let (app, viewer, of) = (staff.visit.app.clone(), staff.viewer.clone(), (number.clone(), service.id));
    let change = move || customers::change_service(&app, &viewer, (&of.0, of.1), &seen, &new, wish);
    let done = web::block(change).await??;
    answer(&staff, (&number, "change", Some(&service)), Vec::new(), typed, done)
}

type Which<'a> = (&'a AccountNumber, &'static str, Option<&'a ServiceForm>);

/// On to the account; or the form again, with what it costs or what is wrong.
fn answer(
    staff: &Staff,
    which: Which<'_>,
    classes: Vec<String>,
    typed: Typed,
    done: Outcome<Option<ServiceCost>>,
) -> Result<HttpResponse, Failure> {
    let form = Filled::sent(typed);
    let refusal = match done {
        Ok(None) => return Ok(see_other(&path(which.0))),
        Ok(Some(cost)) => return show(staff, StatusCode::OK, which, classes, &form, Some(&cost)),
        Err(refusal) => refusal,
    };
    let refusal = match refusal {
        // The form of a change has one day for both.
        Refusal::Wrong(fields) if which.1 == "change" => {
            let named = |field: String| match field.as_str() {
                "starts_on" | "ends_on" => "from".to_owned(),
                _ => field,
            };
            Refusal::Wrong(fields.into_iter().map(named).collect())
        }
        other => other,
    };
    let (status, form) = refused(&staff.visit.frame, form, refusal, ("service", "acc-service-taken"))?;
    show(staff, status, which, classes, &form, None)
}

async fn opened(staff: Staff, at: &(String, i64), what: &'static str) -> Result<HttpResponse, Failure> {
    let (number, service) = open(&staff, at).await?;
    staff.require(Role::may_change_accounts)?;
    let mut form = Filled::of(&service.values);
    if what == "change" {
        form = form.with("service", &service.next_code);
    }
    show(&staff, StatusCode::OK, (&number, what, Some(&service)), Vec::new(), &form, None)
}

async fn open(staff: &Staff, (account, id): &(String, i64)) -> Result<(AccountNumber, ServiceForm), Failure> {
    let (number, id) = (number(account)?, ServiceId(*id));
    let (app, of) = (staff.visit.app.clone(), number.clone());
    let service = web::block(move || customers::open_service(&app, &of, id)).await??;
    Ok((number, service))
}

async fn classes(staff: &Staff, number: &AccountNumber) -> Result<Vec<String>, Failure> {
    let (app, of) = (staff.visit.app.clone(), number.clone());
    let list = move || -> Result<Vec<String>, ServiceError> {
        let app: &App = &app;
        customers::list_tax_classes(app, &of)
    };
    Ok(web::block(list).await??)
}

fn wish(typed: &Typed) -> Wish {
    if field(typed, "do") == "save" { Wish::Save } else { Wish::Preview }
}

fn show(
    staff: &Staff,
    status: StatusCode,
    (number, what, service): Which<'_>,
    classes: Vec<String>,
    form: &Filled,
    cost: Option<&ServiceCost>,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    visit.page(status, &Page { f: &visit.frame, number, what, service, classes, form, cost })
}
