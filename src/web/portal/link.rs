//! `/d/{signed}`: the signed, expiring link of a mail (REQUIREMENTS R4.4).

use actix_web::{HttpResponse, web};

use super::downloads::pdf_response;
use crate::services::invoices;
use crate::services::links::{self, Link};
use crate::web::errors::Failure;
use crate::web::frame::Visit;

/// The PDF, to whoever has the link while it works.
pub async fn open(visit: Visit, signed: web::Path<String>) -> Result<HttpResponse, Failure> {
    match links::open(&visit.app, &signed)? {
        Link::Foreign => Err(Failure::NotFound),
        Link::Expired => Err(Failure::LinkExpired),
        Link::Opens(number) => {
            let (app, wanted) = (visit.app.clone(), number.clone());
            let (id, invoice) = web::block(move || invoices::find(&app, &wanted)).await??;
            pdf_response(&visit.app, id, &invoice, &number).await
        }
    }
}
