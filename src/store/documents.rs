//! Which stored bytes are the PDF of which invoice or credit note.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::schema::{credit_note_documents, credit_notes, documents};
use super::{AnyConnection, StoreError};
use crate::on_either;
use crate::values::ids::{CreditNoteId, InvoiceId};

/// A rendered and stored document.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// The invoice.
    pub invoice_id: InvoiceId,
    /// Where the bytes lie.
    pub sha256: String,
    /// How many they are.
    pub size_bytes: i64,
    /// When they were stored.
    pub stored_at: DateTime<Utc>,
}

/// Writes down which bytes the invoices are. A row that another process wrote first stands: it
/// holds the same hash, because a document is a pure function of its rows.
pub fn insert_documents(conn: &mut AnyConnection, documents: &[NewDocument]) -> Result<(), StoreError> {
    for document in documents {
        let row: (_, _, _, diesel::dsl::Eq<documents::stored_at, NaiveDateTime>) = (
            documents::invoice_id.eq(document.invoice_id.0),
            documents::sha256.eq(&document.sha256),
            documents::size_bytes.eq(document.size_bytes),
            documents::stored_at.eq(document.stored_at.naive_utc()),
        );
        on_either!(conn, |c| diesel::insert_into(documents::table)
            .values(row)
            .on_conflict_do_nothing()
            .execute(c))?;
    }
    Ok(())
}

/// Where the bytes of an invoice's PDF lie, and how many they are.
pub fn find_document(
    conn: &mut AnyConnection,
    invoice: InvoiceId,
) -> Result<Option<(String, i64)>, StoreError> {
    Ok(documents::table
        .find(invoice.0)
        .select((documents::sha256, documents::size_bytes))
        .first(conn)
        .optional()?)
}

/// Where the bytes of these invoices' PDFs lie; those without a stored one are left out.
pub fn list_documents(
    conn: &mut AnyConnection,
    invoices: &[InvoiceId],
) -> Result<HashMap<InvoiceId, String>, StoreError> {
    let ids: Vec<i64> = invoices.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, String)> = documents::table
        .filter(documents::invoice_id.eq_any(ids))
        .select((documents::invoice_id, documents::sha256))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, sha256)| (InvoiceId(id), sha256)).collect())
}

/// The credit notes whose PDF is not stored yet.
pub fn list_notes_without(conn: &mut AnyConnection) -> Result<Vec<CreditNoteId>, StoreError> {
    let ids: Vec<i64> = credit_notes::table
        .left_join(credit_note_documents::table.on(credit_note_documents::note_id.eq(credit_notes::id)))
        .filter(credit_note_documents::note_id.nullable().is_null())
        .order(credit_notes::id)
        .select(credit_notes::id)
        .load(conn)?;
    Ok(ids.into_iter().map(CreditNoteId).collect())
}

/// Writes down which bytes a credit note's PDF is. A row that another process wrote first stands: it
/// holds the same hash.
pub fn insert_note_document(
    conn: &mut AnyConnection,
    id: CreditNoteId,
    (sha256, size_bytes): (&str, i64),
    stored_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = (
        credit_note_documents::note_id.eq(id.0),
        credit_note_documents::sha256.eq(sha256),
        credit_note_documents::size_bytes.eq(size_bytes),
        credit_note_documents::stored_at.eq(stored_at.naive_utc()),
    );
    on_either!(conn, |c| diesel::insert_into(credit_note_documents::table)
        .values(row)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

/// Where the bytes of a credit note's PDF lie.
pub fn find_note_document(conn: &mut AnyConnection, id: CreditNoteId) -> Result<Option<String>, StoreError> {
    let sha256 = credit_note_documents::table.find(id.0).select(credit_note_documents::sha256);
    Ok(sha256.first(conn).optional()?)
}
