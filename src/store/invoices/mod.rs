//! Invoices: drafts as they are written, issued ones as they are read back.
//!
//! Invariant: a document adds up before it is written and after it is read, or it is an error.

mod issue;
mod listed;
mod outdated;
mod read;
mod receipts;
mod rows;
mod write;

pub use issue::{IssuedDraft, OpenDraft, list_open_drafts, mark_billed, mark_issued};
pub use read::{
    CallPage, InvoiceHead, find_id, find_newest_issued, find_previous, list_calls_page, list_heads,
    list_ids_without_document, load, load_calls,
};
pub use write::{NewDraft, delete_drafts, find_or_insert_letterhead, insert_drafts, reserve_ids};

use super::StoreError;
use crate::domain::invoice::Invoice;
use crate::values::money::Money;

/// Asserts that a document adds up to what is stored of it (INTERFACES, "Arithmetic, exactly", 10).
fn require_sums(invoice: &Invoice, new_charges: Money, total_due: Money) -> Result<(), StoreError> {
    receipts::require_receipts(invoice)?;
    let listed: Money = invoice.payments_received.iter().map(|payment| payment.amount).sum();
    let credited: Money = invoice.credit_notes.iter().map(|credit| credit.amount).sum();
    let adjusted: Money = invoice.adjustments_made.iter().map(|adjustment| adjustment.amount).sum();
    let sums_agree = invoice.new_charges() == new_charges && invoice.total_due() == total_due;
    let lists_agree =
        (listed, credited, adjusted) == (invoice.payments, invoice.credits, invoice.adjustments);
    if sums_agree && lists_agree {
        return Ok(());
    }
    Err(StoreError::Corrupt(format!(
        "the invoice of account {} for {} does not add up: new charges {} of {new_charges}, total due {} of \
         {total_due}, payments {} of {listed}, credits {} of {credited}, adjustments {} of {adjusted}",
        invoice.account,
        invoice.period,
        invoice.new_charges(),
        invoice.total_due(),
        invoice.payments,
        invoice.credits,
        invoice.adjustments,
    )))
}
