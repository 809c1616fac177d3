//! Staff who look through a customer's eyes: begun on the account's page, read only, stopped anywhere.

use actix_session::{Session, SessionExt};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, HttpResponse, web};

use super::door::see_other;
use super::errors::Failure;
use super::forms::{Nothing, OwnForm};
use super::frame::{SignedIn, Staff};
use super::session;
use crate::services::{App, looks};

/// What may be sent while somebody looks: what ends it.
const MAY_BE_SENT: [&str; 2] = ["/see-as/stop", "/sign-out"];

/// Begins a look.
pub async fn begin(
    staff: Staff,
    session: Session,
    account: web::Path<String>,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let number = account.parse().map_err(|_| Failure::NotFound)?;
    let (app, viewer) = (staff.visit.app, staff.viewer);
    match web::block(move || looks::begin(&app, &viewer, &number)).await?? {
        None => Err(Failure::NotAllowed),
        Some(look) => {
            session::begin_look(&session, &look)?;
            Ok(see_other(&format!("/?account={}", look.number)))
        }
    }
}

/// Stops it and leads back to the account.
pub async fn stop(
    signed_in: SignedIn,
    session: Session,
    OwnForm(_): OwnForm<Nothing>,
) -> Result<HttpResponse, Failure> {
    let Some(look) = signed_in.visit.frame.look else { return Ok(see_other("/")) };
    session::end_look(&session);
    let (app, viewer, back) =
        (signed_in.visit.app, signed_in.viewer, format!("/office/accounts/{}", look.number));
    web::block(move || looks::end(&app, &viewer, &look)).await??;
    Ok(see_other(&back))
}

/// Refuses whatever would change something while somebody looks.
pub async fn read_only<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let looks = !req.method().is_safe()
        && !MAY_BE_SENT.contains(&req.path())
        && req.app_data::<web::Data<App>>().is_some_and(|app| {
            session::look(&req.get_session()).is_some_and(|look| look.is_open(app.clock.now()))
        });
    if looks {
        return Ok(req.error_response(Failure::OnlyLooking));
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}
