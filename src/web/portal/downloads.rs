//! `/invoices/{number}.pdf`, `.csv` and `.xlsx`, a whole year as one ZIP, and credit notes.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpResponse, web};

use super::{About, invoice_number};
use crate::domain::invoice::Invoice;
use crate::services::{App, archive, credit_notes, export, invoices, statements};
use crate::values::ids::InvoiceId;
use crate::values::number::{CreditNumber, InvoiceNumber};
use crate::web::errors::Failure;
use crate::web::frame::SignedIn;
use crate::web::stream::Piped;

/// The media type of workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The stored document, byte for byte.
pub async fn pdf(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let (id, invoice) = find(&signed_in, &number).await?;
    pdf_response(&signed_in.visit.app, id, &invoice, &number).await
}

/// Every amount, for spreadsheets and other programs.
pub async fn csv(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let (_, invoice) = find(&signed_in, &number).await?;
    let bytes = web::block(move || export::csv::document(&invoice)).await??;
    Ok(download("text/csv; charset=utf-8", &format!("{number}.csv"), bytes))
}

/// The same as a spreadsheet, amounts as numbers.
pub async fn xlsx(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number = invoice_number(&number)?;
    let (_, invoice) = find(&signed_in, &number).await?;
    let bytes = web::block(move || export::xlsx::document(&invoice)).await??;
    Ok(download(XLSX, &format!("{number}.xlsx"), bytes))
}

/// Every PDF of a year, and a list of them; of all the viewer's accounts where none is named.
pub async fn year(
    signed_in: SignedIn,
    year: web::Path<String>,
    about: web::Query<About>,
) -> Result<HttpResponse, Failure> {
    let year = year.parse().map_err(|_| Failure::NotFound)?;
    let account = about.number()?;
    let name = match &account {
        Some(account) => format!("invoices-{account}-{year}.zip"),
        None => format!("invoices-{year}.zip"),
    };
    let (app, viewer) = (signed_in.visit.app, signed_in.viewer);
    let archive = web::block(move || archive::open_year(&app, &viewer, account.as_ref(), year)).await??;
    Ok(download("application/zip", &name, Piped::written(move |out| archive.write(out))))
}

/// A credit note, byte for byte as it was stored.
pub async fn credit_note(signed_in: SignedIn, number: web::Path<String>) -> Result<HttpResponse, Failure> {
    let number: CreditNumber = number.parse().map_err(|_| Failure::NotFound)?;
    let bytes = credit_notes::pdf(&signed_in.visit.app, &signed_in.viewer, &number).await?;
    Ok(download("application/pdf", &format!("{number}.pdf"), bytes))
}

async fn find(signed_in: &SignedIn, number: &InvoiceNumber) -> Result<(InvoiceId, Arc<Invoice>), Failure> {
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
pub fn download(kind: &'static str, name: &str, body: impl MessageBody + 'static) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(body)
}
