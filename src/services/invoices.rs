//! Reading issued invoices: one, a period's, its stored PDF.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::domain::invoice::{CallDetail, Invoice};
use crate::pdf;
use crate::services::{App, ServiceError, blocking};
use crate::store::documents;
use crate::store::invoices::{self, InvoiceHead};
use crate::store::{AnyConnection, StoreError};
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

/// Issued invoices in memory. Nothing can go stale: they never change (DESIGN, invariant 3).
pub(super) struct Issued(Cache<InvoiceId, Arc<Invoice>, Weight>);

/// Counts lines, so that few large documents take no more room than many small ones.
#[derive(Clone)]
struct Weight;

/// Lines kept in memory, some 25 MB.
const LINES_KEPT: u64 = 50_000;

impl Weighter<InvoiceId, Arc<Invoice>> for Weight {
    fn weight(&self, _: &InvoiceId, invoice: &Arc<Invoice>) -> u64 {
        let lines = invoice.sections.iter().map(|section| 1 + section.lines.len() + section.taxes.len());
        (1 + lines.sum::<usize>() + invoice.payments_received.len() + invoice.credit_notes.len()) as u64
    }
}

impl Default for Issued {
    fn default() -> Issued {
        Issued(Cache::with_weighter(1_000, LINES_KEPT, Weight))
    }
}

/// The issued invoice with row `id`, without its calls.
pub(super) fn issued(app: &App, conn: &mut AnyConnection, id: InvoiceId) -> Result<Arc<Invoice>, StoreError> {
    if let Some(known) = app.issued.0.get(&id) {
        return Ok(known);
    }
    let loaded = invoices::load(conn, &[id])?.pop();
    let invoice = loaded.filter(|invoice| invoice.number.is_some());
    let invoice =
        Arc::new(invoice.ok_or_else(|| StoreError::Corrupt(format!("invoice {} is not issued", id.0)))?);
    app.issued.0.insert(id, invoice.clone());
    Ok(invoice)
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
