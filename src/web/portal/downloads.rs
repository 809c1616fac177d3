//! `/invoices/{number}.pdf` and `.csv`.

use std::sync::Arc;

use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};

use super::invoice_number;
use crate::domain::invoice::Invoice;
use crate::services::{App, export, invoices, statements};
use crate::values::ids::InvoiceId;
use crate::values::number::InvoiceNumber;
use crate::web::errors::Failure;
use crate::web::frame::SignedIn;

/// The stored document, byte for byte.
pub async fn pdf(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let (id, invoice) = find(&signed_in, &number).await?;
    pdf_response(&signed_in.visit.app, id, &invoice, &number).await
}

/// Every amount, for spreadsheets.
pub async fn csv(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let (_, invoice) = find(&signed_in, &number).await?;
    let bytes = web::block(move || export::csv::document(&invoice)).await??;
    Ok(download("text/csv; charset=utf-8", &format!("{number}.csv"), bytes))
}

async fn find(signed_in: &SignedIn, number: &InvoiceNumber) -> Result<(InvoiceId, Invoice), Failure> {
    let (app, viewer, number) = (signed_in.visit.app.clone(), signed_in.viewer.clone(), number.clone());
    Ok(web::block(move || statements::find_document(&app, &viewer, &number)).await??)
}

/// The PDF as a download.
pub async fn pdf_response(
    app: &Arc<App>,
    id: InvoiceId,
    invoice: &Invoice,
    number: &InvoiceNumber,
) -> Result<HttpResponse, Failure> {
    let bytes = invoices::pdf(app, id, invoice).await?;
    Ok(download("application/pdf", &format!("{number}.pdf"), bytes))
}

/// Numbers are plain letters and digits: nothing in the name needs quoting.
fn download(kind: &'static str, name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
