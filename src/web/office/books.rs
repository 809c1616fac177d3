//! `/office/books`: the figures of a month against the postings, and closing its books.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use super::{Typed, field};
use crate::domain::access::Role;
use crate::domain::books::{Check, Objection};
use crate::domain::report::Cell;
use crate::domain::seen::Seen;
use crate::services::books::{self, Books, ClosedMonth, Open, Refusal};
use crate::values::month::CalendarMonth;
use crate::values::words::Words;
use crate::web::cases::words_flaw;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::OwnForm;
use crate::web::frame::{Frame, Staff};

#[derive(Template)]
#[template(path = "office/books.html")]
struct Page<'a> {
    f: &'a Frame,
    books: &'a Books,
    typed: &'a Typed,
    errors: BTreeMap<String, String>,
    said: Option<String>,
    may_close: bool,
}

impl Page<'_> {
    fn figure(&self, cell: &Cell) -> String {
        match cell {
            Cell::Count(count) => self.f.count(count),
            Cell::Money(amount) => self.f.money(amount),
            _ => String::new(),
        }
    }

    fn month(&self, month: &CalendarMonth) -> String {
        self.f.period(month.period())
    }

    fn what(&self, name: &str) -> String {
        self.f.t(format!("books-{name}"))
    }

    fn why(&self, check: &Check) -> &str {
        field(self.typed, check.what)
    }

    fn error(&self, check: &Check) -> Option<&String> {
        self.errors.get(check.what)
    }

    fn differs(&self, open: &Open) -> bool {
        open.checks.iter().any(|check| !check.agrees())
    }

    fn reasons(&self, closed: &ClosedMonth) -> Vec<(String, String)> {
        closed.explained.iter().map(|(what, why)| (self.what(what), why.clone())).collect()
    }
}

/// Where the books stand.
pub async fn page(staff: Staff) -> Result<HttpResponse, Failure> {
    staff.require(Role::may_see_reports)?;
    show(&staff, StatusCode::OK, &Typed::new(), BTreeMap::new(), None).await
}

/// Closes the books of a month; the form has a reason under the name of each difference.
pub async fn close(
    mut staff: Staff,
    month: web::Path<String>,
    OwnForm(typed): OwnForm<Typed>,
) -> Result<HttpResponse, Failure> {
    let month: CalendarMonth = month.parse().map_err(|_| Failure::NotFound)?;
    staff.require(Role::may_see_reports)?;
    staff.visit.frame.path = "/office/books".to_owned();
    let f = &staff.visit.frame;
    let (mut explained, mut errors) = (BTreeMap::new(), BTreeMap::new());
    for (what, text) in typed.iter().filter(|(name, _)| name.as_str() != "seen") {
        match text.parse::<Words>() {
            Ok(words) if words.is_empty() => {}
            Ok(words) => {
                explained.insert(what.clone(), words);
            }
            Err(flaw) => {
                errors.insert(what.clone(), words_flaw(f, flaw));
            }
        }
    }
    if !errors.is_empty() {
        return show(&staff, StatusCode::UNPROCESSABLE_ENTITY, &typed, errors, None).await;
    }
    let (app, viewer, seen) =
        (staff.visit.app.clone(), staff.viewer.clone(), Seen::sent(field(&typed, "seen")));
    match web::block(move || books::close(&app, &viewer, month, &seen, &explained)).await?? {
        Ok(()) => Ok(see_other("/office/books")),
        Err(refusal) => {
            let (status, said, unexplained) = refused(f, &refusal);
            let errors =
                unexplained.into_iter().map(|what| (what.to_owned(), f.t("books-needs-reason"))).collect();
            show(&staff, status, &typed, errors, Some(said)).await
        }
    }
}

fn refused(f: &Frame, refusal: &Refusal) -> (StatusCode, String, Vec<&'static str>) {
    let unprocessable = |said| (StatusCode::UNPROCESSABLE_ENTITY, said, Vec::new());
    match refusal {
        Refusal::NotAllowed => (StatusCode::FORBIDDEN, f.t("books-not-allowed"), Vec::new()),
        Refusal::Changed => (StatusCode::CONFLICT, f.t("books-changed"), Vec::new()),
        Refusal::Objection(Objection::Closed) => (StatusCode::CONFLICT, f.t("books-already"), Vec::new()),
        Refusal::Objection(Objection::NotOver(at)) => {
            unprocessable(f.t1("books-not-over", "time", f.minute(at)))
        }
        Refusal::Objection(Objection::After(month)) => {
            unprocessable(f.t1("books-after", "month", f.period(month.period())))
        }
        Refusal::Objection(Objection::Unexplained(what)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, f.t("books-unexplained"), what.clone())
        }
    }
}

async fn show(
    staff: &Staff,
    status: StatusCode,
    typed: &Typed,
    errors: BTreeMap<String, String>,
    said: Option<String>,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let app = visit.app.clone();
    let books = web::block(move || books::open_books(&app)).await??;
    let may_close = staff.viewer.role.may_approve();
    visit.page(status, &Page { f: &visit.frame, books: &books, typed, errors, said, may_close })
}
