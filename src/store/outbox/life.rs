//! The life of one message: its tries, and the other messages that bring the same.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::list::{Posted, Row, posted, read};
use crate::domain::delivery::MessageState;
use crate::store::rows::{instant, value};
use crate::store::schema::{accounts, contacts, invoices, outbox, outbox_tries};
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::OutboxId;

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Try {
    /// When that was known.
    pub at: DateTime<Utc>,
    /// Where the message stood afterwards.
    pub state: MessageState,
    /// Whether the answer was lost after the last byte.
    pub in_doubt: bool,
    /// What the server answered, or why there was no answer.
    pub response: String,
}

/// A message with its life.
#[derive(Clone, Debug)]
pub struct Life {
    /// The message.
    pub message: Posted,
    /// By which mail servers know it.
    pub message_id: String,
    /// Its tries, the first one first.
    pub tries: Vec<Try>,
    /// The first message that brought the same and every copy of it, this one too, in their order.
    pub family: Vec<Posted>,
    /// The address of its contact as it is now; `None` where there is no such contact any more.
    pub contact_email: Option<String>,
}

impl Life {
    /// The first message that brought the same.
    pub fn first(&self) -> &Posted {
        self.family.first().unwrap_or(&self.message)
    }
}

/// The message with row `id`.
pub fn find_life(conn: &mut AnyConnection, id: OutboxId) -> Result<Option<Life>, StoreError> {
    let row: Option<Row> = posted!().filter(outbox::id.eq(id.0)).get_result(conn).optional()?;
    let Some(message) = row.map(read).transpose()? else { return Ok(None) };
    let first = message.copy_of.unwrap_or(message.id);
    let family: Vec<Row> = posted!()
        .filter(outbox::id.eq(first.0).or(outbox::copy_of.eq(first.0)))
        .order(outbox::id)
        .load(conn)?;
    let rows: Vec<(NaiveDateTime, String, bool, String)> = outbox_tries::table
        .filter(outbox_tries::message_id.eq(id.0))
        .order(outbox_tries::id)
        .select((outbox_tries::at, outbox_tries::state, outbox_tries::in_doubt, outbox_tries::response))
        .load(conn)?;
    let tries = rows.into_iter().map(|(at, state, in_doubt, response)| {
        Ok(Try { at: instant(at), state: value("outbox_tries.state", &state)?, in_doubt, response })
    });
    let (message_id, contact): (String, Option<i64>) =
        outbox::table.find(id.0).select((outbox::message_id, outbox::contact_id)).get_result(conn)?;
    let contact_email = match contact {
        Some(contact) => contacts::table.find(contact).select(contacts::email).get_result(conn).optional()?,
        None => None,
    };
    Ok(Some(Life {
        tries: tries.collect::<Result<_, StoreError>>()?,
        family: family.into_iter().map(read).collect::<Result<_, _>>()?,
        contact_email,
        message_id,
        message,
    }))
}
