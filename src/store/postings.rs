//! The books: balanced journal entries, append-only.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::books::find_closed_through;
use super::locks::hold_books_open;
use super::schema::postings;
use super::{AnyConnection, StoreError};
use crate::domain::ledger::Entry;
use crate::on_either;
use crate::values::ids::AccountId;

/// A journal entry of a document to be written.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// `invoice`, `payment` or `credit_note`.
    pub document: &'static str,
    /// The document's row.
    pub document_id: i64,
    /// From 1; higher where a document was booked, reversed and booked again.
    pub entry_no: i32,
    /// The billing account.
    pub account: AccountId,
    /// The balanced postings.
    pub entry: Entry,
}

#[derive(Insertable)]
#[diesel(table_name = postings)]
struct PostingRow {
    document: &'static str,
    document_id: i64,
    entry_no: i32,
    ledger: &'static str,
    account_id: i64,
    booked_on: NaiveDate,
    amount_cents: i64,
}

/// Rows per statement, below what either database binds.
const ROWS_PER_STATEMENT: usize = 2_000;

/// Books `entries`. Belongs into the transaction that writes their documents.
///
/// # Errors
/// `BooksClosed` where one is dated in a month whose books are closed.
pub fn insert_entries(conn: &mut AnyConnection, entries: &[NewEntry]) -> Result<(), StoreError> {
    hold_books_open(conn)?;
    let closed = find_closed_through(conn)?;
    if let Some(day) = closed.filter(|day| entries.iter().any(|new| new.entry.booked_on <= *day)) {
        return Err(StoreError::BooksClosed(day));
    }
    let rows: Vec<PostingRow> = entries
        .iter()
        .flat_map(|new| {
            new.entry.postings.iter().map(|posting| PostingRow {
                document: new.document,
                document_id: new.document_id,
                entry_no: new.entry_no,
                ledger: posting.ledger.as_str(),
                account_id: new.account.0,
                booked_on: new.entry.booked_on,
                amount_cents: posting.amount.cents(),
            })
        })
        .collect();
    for batch in rows.chunks(ROWS_PER_STATEMENT) {
        on_either!(conn, |c| diesel::insert_into(postings::table).values(batch).execute(c))?;
    }
    Ok(())
}

/// The posting is to what an account owes. Said as the index of these postings has it, so that it serves.
pub(super) fn is_owed() -> SqlLiteral<Bool> {
    sql::<Bool>("postings.ledger = 'receivable'")
}

/// The number of the last entry of each of these documents.
pub fn list_last_entries(
    conn: &mut AnyConnection,
    document: &str,
    ids: &[i64],
) -> Result<HashMap<i64, i32>, StoreError> {
    let last: Vec<(i64, Option<i32>)> = on_either!(conn, |c| postings::table
        .filter(postings::document.eq(document))
        .filter(postings::document_id.eq_any(ids))
        .group_by(postings::document_id)
        .select((postings::document_id, diesel::dsl::max(postings::entry_no)))
        .load(c))?;
    Ok(last.into_iter().map(|(id, entry_no)| (id, entry_no.unwrap_or(0))).collect())
}
