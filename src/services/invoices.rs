//! Reading issued invoices: one, a period's, its stored PDF.

use crate::domain::invoice::{CallDetail, Invoice};
use crate::pdf;
use crate::services::{App, ServiceError, blocking};
use crate::store::documents;
use crate::store::invoices::{self, InvoiceHead};
use crate::values::ids::InvoiceId;
use crate::values::number::InvoiceNumber;
use crate::values::period::BillingPeriod;

/// Documents in memory at once.
const DOCUMENTS_PER_CHUNK: i64 = 200;

/// The issued invoice with `number`, without its calls.
///
/// # Errors
/// None of that number.
pub fn find(app: &App, number: &InvoiceNumber) -> Result<(InvoiceId, Invoice), ServiceError> {
    app.db.read(|conn| {
        let missing = || ServiceError::NotFound(format!("invoice {number}"));
        let id = invoices::find_id(conn, number)?.ok_or_else(missing)?;
        let invoice = invoices::load(conn, &[id])?.pop().ok_or_else(missing)?;
        Ok((id, invoice))
    })
}

/// Every call on an invoice.
///
/// # Errors
/// The database.
pub fn calls(app: &App, id: InvoiceId, invoice: &Invoice) -> Result<CallDetail, ServiceError> {
    Ok(app.db.read(|conn| invoices::load_calls(conn, id, invoice))?)
}

/// The PDF as it was stored at issue; rendered from the same rows, to the same bytes, where a
/// process died before it was stored.
///
/// # Errors
/// Altered bytes, a broken store.
pub async fn pdf(app: &App, id: InvoiceId, invoice: &Invoice) -> Result<Vec<u8>, ServiceError> {
    let db = app.db.clone();
    match blocking(move || db.read(|conn| documents::find_document(conn, id))).await? {
        Some((sha256, _)) => Ok(app.files.get(&sha256).await?),
        None => render(app, id, invoice),
    }
}

/// The PDF made from the rows.
///
/// # Errors
/// A glyph that the fonts lack.
pub fn render(app: &App, id: InvoiceId, invoice: &Invoice) -> Result<Vec<u8>, ServiceError> {
    let calls = calls(app, id, invoice)?;
    pdf::render_invoice(invoice, &calls)
        .map_err(|why| ServiceError::Refused(format!("the PDF of account {}: {why}", invoice.account)))
}

/// Walks through the issued invoices of `period` in the order of their numbers.
///
/// # Errors
/// What `visit` returns, and the database.
pub fn each_head<E: From<ServiceError>>(
    app: &App,
    period: BillingPeriod,
    mut visit: impl FnMut(&[InvoiceHead]) -> Result<(), E>,
) -> Result<(), E> {
    let mut after = String::new();
    loop {
        let heads = app
            .db
            .read(|conn| invoices::list_heads(conn, period, &after, DOCUMENTS_PER_CHUNK))
            .map_err(ServiceError::from)?;
        let Some(last) = heads.last() else { return Ok(()) };
        after.clone_from(&last.number);
        visit(&heads)?;
    }
}

/// The documents of `heads`, in that order.
///
/// # Errors
/// A document that does not read back or does not add up.
pub fn load(app: &App, heads: &[InvoiceHead]) -> Result<Vec<Invoice>, ServiceError> {
    let ids: Vec<InvoiceId> = heads.iter().map(|head| head.id).collect();
    Ok(app.db.read(|conn| invoices::load(conn, &ids))?)
}
