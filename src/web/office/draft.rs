//! `/office/month/{period}/{account}`: an invoice before it goes out, why it differs from the one before,
//! and what staff do with it.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;
use serde::Deserialize;

use super::month_parts::{moved, period, refused, state_key};
use crate::domain::access::Viewer;
use crate::domain::bill_run::StepState;
use crate::domain::explain::{Cause, Item, Step};
use crate::domain::invoice::Invoice;
use crate::services::bill_run::Move;
use crate::services::month::{self, DraftView, Outcome};
use crate::services::{App, ServiceError};
use crate::values::number::AccountNumber;
use crate::values::period::BillingPeriod;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::{Frame, Staff};
use crate::web::portal::charts::{BridgeRow, bridge_rows};
use crate::web::portal::downloads::download;
use crate::web::portal::{Compared, cause_name, compare, why};

#[derive(Template)]
#[template(path = "office/draft.html")]
struct Page<'a> {
    f: &'a Frame,
    period: BillingPeriod,
    view: &'a DraftView,
    categories: Vec<Compared>,
    why: Option<String>,
    rows: Vec<BridgeRow>,
    state: &'static str,
    moved: Option<String>,
    may_hold: bool,
    may_release: bool,
    may_redraft: bool,
    said: Option<&'a str>,
    typed: &'a str,
}

impl Page<'_> {
    fn path(&self) -> String {
        path(self.period, &self.view.step.number)
    }

    fn finding_name(&self, kind: &str) -> String {
        self.f.t(format!("month-finding-{}", kind.replace('_', "-")))
    }

    fn changed(&self, invoice: &Invoice) -> bool {
        invoice.previous_charges.is_some()
    }

    fn cause(&self, step: &Step) -> String {
        cause_name(self.f, step.cause)
    }

    fn named(&self, step: &Step, item: &Item) -> String {
        match step.cause {
            Cause::Usage => self.f.call_type(&item.code),
            Cause::LateFee => cause_name(self.f, Cause::LateFee),
            _ => item.description.clone(),
        }
    }
}

fn path(period: BillingPeriod, account: &str) -> String {
    format!("/office/month/{period}/{account}")
}

/// Which account of which month.
type Place = web::Path<(String, String)>;

fn place(place: &Place) -> Result<(BillingPeriod, AccountNumber), Failure> {
    Ok((period(&place.0)?, place.1.parse().map_err(|_| Failure::NotFound)?))
}

/// The draft.
pub async fn page(staff: Staff, wanted: Place) -> Result<HttpResponse, Failure> {
    let (period, number) = place(&wanted)?;
    show(&staff, period, &number, StatusCode::OK, None, "").await
}

/// Its PDF, marked as a draft; of an issued invoice the PDF that went out is at the invoice.
pub async fn pdf(staff: Staff, wanted: Place) -> Result<HttpResponse, Failure> {
    let (period, number) = place(&wanted)?;
    let app = staff.visit.app.clone();
    let name = format!("draft-{number}-{period}.pdf");
    let bytes = web::block(move || month::render_draft(&app, period, &number)).await??;
    Ok(download("application/pdf", &name, bytes))
}

async fn show(
    staff: &Staff,
    period: BillingPeriod,
    number: &AccountNumber,
    status: StatusCode,
    said: Option<&str>,
    typed: &str,
) -> Result<HttpResponse, Failure> {
    let visit = &staff.visit;
    let (app, wanted) = (visit.app.clone(), number.clone());
    let view = web::block(move || month::open_draft(&app, period, &wanted)).await??;
    let f = &visit.frame;
    let step = &view.step;
    let may_run = staff.viewer.role.may_run_month() && !step.is_carried;
    let since = view.since.as_ref();
    visit.page(
        status,
        &Page {
            f,
            period,
            categories: view.invoice.as_ref().map_or_else(Vec::new, |invoice| {
                compare(&invoice.charges(), invoice.previous_charges.as_ref())
            }),
            why: since.map(|(before, bridge)| why(f, bridge, before.period)),
            rows: since
                .map_or_else(Vec::new, |(before, bridge)| bridge_rows(f, bridge, before.period, period)),
            state: state_key(step),
            moved: moved(f, step),
            may_hold: may_run && step.state == StepState::Drafted,
            may_release: may_run && step.state == StepState::Held,
            may_redraft: may_run && step.state != StepState::Issued,
            view: &view,
            said,
            typed,
        },
    )
}

/// Why it is held or let go.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Reason {
    reason: String,
}

/// Keeps it back.
pub async fn hold(
    staff: Staff,
    wanted: Place,
    OwnForm(Reason { reason }): OwnForm<Reason>,
) -> Result<HttpResponse, Failure> {
    let why = reason.clone();
    act(staff, &wanted, &reason, move |app, viewer, period, number| {
        month::move_one(app, viewer, period, number, Move::Hold, &why)
    })
    .await
}

/// Lets it go.
pub async fn release(
    staff: Staff,
    wanted: Place,
    OwnForm(Reason { reason }): OwnForm<Reason>,
) -> Result<HttpResponse, Failure> {
    let why = reason.clone();
    act(staff, &wanted, &reason, move |app, viewer, period, number| {
        month::move_one(app, viewer, period, number, Move::Release, &why)
    })
    .await
}

/// Makes it anew.
pub async fn redraft(
    staff: Staff,
    wanted: Place,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    act(staff, &wanted, "", month::redraft).await
}

async fn act(
    mut staff: Staff,
    wanted: &Place,
    typed: &str,
    work: impl FnOnce(&App, &Viewer, BillingPeriod, &AccountNumber) -> Result<Outcome<()>, ServiceError>
    + Send
    + 'static,
) -> Result<HttpResponse, Failure> {
    let (period, number) = place(wanted)?;
    staff.visit.frame.path = path(period, number.as_str());
    let (app, viewer, account) = (staff.visit.app.clone(), staff.viewer.clone(), number.clone());
    match web::block(move || work(&app, &viewer, period, &account)).await?? {
        Ok(()) => Ok(see_other(&path(period, number.as_str()))),
        Err(refusal) => {
            let (status, text) = refused(&staff.visit.frame, &refusal);
            show(&staff, period, &number, status, Some(&text), typed).await
        }
    }
}
