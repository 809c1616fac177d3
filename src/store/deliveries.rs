//! What became of the messages of invoices, for the people whose invoices they are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{documents, invoices, outbox};
use super::{AnyConnection, StoreError};
use crate::domain::delivery::MessageState;
use crate::values::contact::Delivery;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::locale::Locale;
use crate::values::number::InvoiceNumber;

/// A message of an invoice.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// The recipient's name, as it was.
    pub name: String,
    /// Their address, as it was.
    pub email: String,
    /// The language it is written in.
    pub locale: Locale,
    /// What the recipient asked for.
    pub delivery: Delivery,
    /// Where it stands.
    pub state: MessageState,
    /// Tries that have an outcome.
    pub attempts: u32,
    /// Whether an answer was lost: it may have arrived all the same.
    pub in_doubt: bool,
    /// When the next try is due.
    pub due_at: DateTime<Utc>,
    /// When the recipient's server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// What the server answered last, in its words.
    pub response: String,
    /// Whether an earlier message brought the same.
    pub is_copy: bool,
}

/// The newest message that an account sent to an address.
#[derive(Clone, Debug)]
pub struct LastMessage {
    /// The address, as it was.
    pub email: String,
    /// The invoice that it carried.
    pub invoice: InvoiceNumber,
    /// Where it stands.
    pub state: MessageState,
    /// What the server answered last, in its words.
    pub response: String,
}

/// The messages of these invoices, in the order of their making.
pub fn list_messages(
    conn: &mut AnyConnection,
    ids: &[InvoiceId],
) -> Result<HashMap<InvoiceId, Vec<MessageRow>>, StoreError> {
    type Row = (
        i64,
        String,
        String,
        String,
        String,
        String,
        i32,
        bool,
        NaiveDateTime,
        Option<NaiveDateTime>,
        String,
        Option<i64>,
    );
    let rows: Vec<Row> = outbox::table
        .filter(outbox::invoice_id.eq_any(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .order(outbox::id)
        .select((
            outbox::invoice_id.assume_not_null(),
            outbox::name,
            outbox::email,
            outbox::locale,
            outbox::delivery.assume_not_null(),
            outbox::state,
            outbox::attempts,
            outbox::in_doubt,
            outbox::due_at,
            outbox::sent_at,
            outbox::response,
            outbox::copy_of,
        ))
        .load(conn)?;
    let mut by_invoice: HashMap<InvoiceId, Vec<MessageRow>> = HashMap::new();
    for row in rows {
        let (id, name, email, locale, delivery, state, attempts, in_doubt, due_at, sent_at, response, of) =
            row;
        by_invoice.entry(InvoiceId(id)).or_default().push(MessageRow {
            name,
            email,
            locale: value("outbox.locale", &locale)?,
            delivery: value("outbox.delivery", &delivery)?,
            state: value("outbox.state", &state)?,
            attempts: attempts.unsigned_abs(),
            in_doubt,
            due_at: instant(due_at),
            sent_at: sent_at.map(instant),
            response,
            is_copy: of.is_some(),
        });
    }
    Ok(by_invoice)
}

/// The sizes in bytes of the stored PDFs of these invoices.
pub fn list_sizes(
    conn: &mut AnyConnection,
    ids: &[InvoiceId],
) -> Result<HashMap<InvoiceId, usize>, StoreError> {
    let rows: Vec<(i64, i64)> = documents::table
        .filter(documents::invoice_id.eq_any(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .select((documents::invoice_id, documents::size_bytes))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, bytes)| (InvoiceId(id), bytes.unsigned_abs() as usize)).collect())
}

/// The newest message of `account`'s invoices to each address.
pub fn list_last_messages(
    conn: &mut AnyConnection,
    account: AccountId,
) -> Result<Vec<LastMessage>, StoreError> {
    let newest: Vec<Option<i64>> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(invoices::account_id.eq(account.0))
        .filter(invoices::state.eq("issued"))
        .group_by(outbox::email)
        .select(diesel::dsl::max(outbox::id))
        .load(conn)?;
    let rows: Vec<(String, Option<String>, String, String)> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(outbox::id.eq_any(newest.into_iter().flatten().collect::<Vec<_>>()))
        .order(outbox::id)
        .select((outbox::email, invoices::number, outbox::state, outbox::response))
        .load(conn)?;
    rows.into_iter()
        .map(|(email, number, state, response)| {
            let number = number.unwrap_or_default();
            Ok(LastMessage {
                email,
                invoice: value("invoices.number", &number)?,
                state: value("outbox.state", &state)?,
                response,
            })
        })
        .collect()
}
