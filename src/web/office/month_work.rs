//! What staff start and decide for a whole month, each thing a form of its page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;

use super::month::{Query, show};
use super::month_parts::{period, refused};
use crate::domain::month::JobKind;
use crate::services::bill_run::Move;
use crate::services::month::{self, Refusal};
use crate::values::period::BillingPeriod;
use crate::web::door::see_other;
use crate::web::errors::Failure;
use crate::web::forms::{Nothing, OwnForm};
use crate::web::frame::Staff;

/// Looks what the closing would find.
pub async fn check(
    staff: Staff,
    wanted: web::Path<String>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    start(staff, &wanted, JobKind::Check).await
}

/// Closes the period.
pub async fn close(
    staff: Staff,
    wanted: web::Path<String>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    start(staff, &wanted, JobKind::Close).await
}

/// Issues what is released.
pub async fn issue(
    staff: Staff,
    wanted: web::Path<String>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    start(staff, &wanted, JobKind::Issue).await
}

async fn start(mut staff: Staff, wanted: &str, kind: JobKind) -> Result<HttpResponse, Failure> {
    let period = period(wanted)?;
    staff.visit.frame.path = format!("/office/month/{period}");
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    match web::block(move || month::start(&app, &viewer, period, kind)).await?? {
        Ok(()) => Ok(see_other(&format!("/office/month/{period}"))),
        Err(refusal) => refuse(&staff, period, &Query::default(), &refusal, "").await,
    }
}

async fn refuse(
    staff: &Staff,
    period: BillingPeriod,
    query: &Query,
    refusal: &Refusal,
    typed: &str,
) -> Result<HttpResponse, Failure> {
    let (status, text) = refused(&staff.visit.frame, refusal);
    show(staff, period, query, status, Some(&text), typed).await
}

/// Which drafts, how many the person saw, and why.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Listed {
    state: String,
    finding: String,
    text: String,
    order: String,
    shown: String,
    reason: String,
}

/// Keeps back every draft that the list shows.
pub async fn hold(
    staff: Staff,
    wanted: web::Path<String>,
    OwnForm(listed): OwnForm<Listed>,
) -> Result<HttpResponse, Failure> {
    move_listed(staff, &wanted, listed, Move::Hold).await
}

/// Lets every held draft go that the list shows.
pub async fn release(
    staff: Staff,
    wanted: web::Path<String>,
    OwnForm(listed): OwnForm<Listed>,
) -> Result<HttpResponse, Failure> {
    move_listed(staff, &wanted, listed, Move::Release).await
}

async fn move_listed(
    mut staff: Staff,
    wanted: &str,
    Listed { state, finding, text, order, shown, reason }: Listed,
    how: Move,
) -> Result<HttpResponse, Failure> {
    let period = period(wanted)?;
    staff.visit.frame.path = format!("/office/month/{period}");
    let shown: usize = shown.parse().map_err(|_| Failure::BadRequest)?;
    let query = Query { state, finding, text, order, ..Query::default() };
    let (app, viewer) = (staff.visit.app.clone(), staff.viewer.clone());
    let (narrowed, why) = (query.narrowed(), reason.clone());
    let moved = web::block(move || month::move_listed(&app, &viewer, period, (&narrowed, shown), how, &why))
        .await??;
    match moved {
        Ok(_) => Ok(see_other(&Query { state: String::new(), ..query }.address(period, 0))),
        Err(refusal) => refuse(&staff, period, &query, &refusal, &reason).await,
    }
}
