//! Putting messages into the outbox.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use crate::domain::delivery::{Contact, MessageState};
use crate::domain::notice::{Facts, NoticeKind};
use crate::on_either;
use crate::store::rows::value;
use crate::store::schema::outbox;
use crate::store::{AnyConnection, StoreError};
use crate::values::contact::{Delivery, EmailAddress};
use crate::values::ids::{AccountId, InvoiceId, OutboxId, UserId};
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;
use crate::values::period::BillingPeriod;

/// The `kind` of every row that brings an invoice; the others are [`NoticeKind`]s.
const INVOICE: &str = "invoice";

/// A notice to be enqueued.
#[derive(Clone, Debug)]
pub struct NewNoticeRow<'a> {
    /// What it tells of.
    pub kind: NoticeKind,
    /// Where to.
    pub email: &'a EmailAddress,
    /// The recipient's name; may be empty.
    pub name: &'a str,
    /// The recipient's language.
    pub locale: Locale,
    /// Whose login it is about.
    pub user: Option<UserId>,
    /// Which account it is about.
    pub account: Option<AccountId>,
    /// What it is composed from.
    pub facts: &'a Facts,
    /// The same on every try.
    pub message_id: &'a MessageId,
}

/// A message to be enqueued with its invoice.
#[derive(Clone, Debug)]
pub struct NewMessage {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whose it is.
    pub account: AccountId,
    /// The period that it closes.
    pub period: BillingPeriod,
    /// Who receives it, copied as they are now.
    pub contact: Contact,
    /// The same on every try.
    pub message_id: MessageId,
    /// When it is first due.
    pub due_at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = outbox)]
struct MessageRow {
    kind: &'static str,
    invoice_id: Option<i64>,
    contact_id: Option<i64>,
    user_id: Option<i64>,
    account_id: Option<i64>,
    period: Option<String>,
    email: String,
    name: String,
    locale: String,
    delivery: Option<&'static str>,
    detail: String,
    message_id: String,
    state: &'static str,
    attempts: i32,
    in_doubt: bool,
    dated_at: NaiveDateTime,
    due_at: NaiveDateTime,
    response: &'static str,
    copy_of: Option<i64>,
    copies: i32,
    asked_by: String,
}

/// Enqueues messages. Belongs into the transaction that issues their invoices.
pub fn insert_messages(conn: &mut AnyConnection, messages: &[NewMessage]) -> Result<(), StoreError> {
    let rows: Vec<MessageRow> = messages
        .iter()
        .map(|message| MessageRow {
            kind: INVOICE,
            invoice_id: Some(message.invoice.0),
            contact_id: Some(message.contact.id.0),
            user_id: None,
            account_id: Some(message.account.0),
            period: Some(message.period.to_string()),
            email: message.contact.email.to_string(),
            name: message.contact.name.clone(),
            locale: message.contact.locale.to_string(),
            delivery: Some(message.contact.delivery.as_str()),
            detail: "{}".to_owned(),
            message_id: message.message_id.as_str().to_owned(),
            state: MessageState::Queued.as_str(),
            attempts: 0,
            in_doubt: false,
            dated_at: message.due_at.naive_utc(),
            due_at: message.due_at.naive_utc(),
            response: "",
            copy_of: None,
            copies: 0,
            asked_by: String::new(),
        })
        .collect();
    for batch in rows.chunks(1_000) {
        on_either!(conn, |c| diesel::insert_into(outbox::table).values(batch).execute(c))?;
    }
    Ok(())
}

/// Enqueues a notice, due at once. Belongs into the transaction of what it tells of.
pub fn insert_notice(
    conn: &mut AnyConnection,
    notice: &NewNoticeRow<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let row = MessageRow {
        kind: notice.kind.as_str(),
        invoice_id: None,
        contact_id: None,
        user_id: notice.user.map(|id| id.0),
        account_id: notice.account.map(|id| id.0),
        period: None,
        email: notice.email.to_string(),
        name: notice.name.to_owned(),
        locale: notice.locale.to_string(),
        delivery: None,
        detail: serde_json::to_string(notice.facts).map_err(|why| StoreError::Corrupt(why.to_string()))?,
        message_id: notice.message_id.as_str().to_owned(),
        state: MessageState::Queued.as_str(),
        attempts: 0,
        in_doubt: false,
        dated_at: now.naive_utc(),
        due_at: now.naive_utc(),
        response: "",
        copy_of: None,
        copies: 0,
        asked_by: String::new(),
    };
    on_either!(conn, |c| diesel::insert_into(outbox::table).values(&row).execute(c))?;
    Ok(())
}

/// A copy to be enqueued.
#[derive(Clone, Debug)]
pub struct NewCopy<'a> {
    /// The first message that brought the invoice.
    pub of: OutboxId,
    /// How many copies of it there are: nobody made another one since that was read.
    pub seen: u32,
    /// Where to.
    pub email: &'a EmailAddress,
    /// The same on every try.
    pub message_id: &'a MessageId,
    /// Who wants it.
    pub asked_by: &'a str,
}

/// Enqueues a copy of an invoice's message, due at once, and returns its row; `None` where another copy was
/// made since `seen` was read.
pub fn insert_copy(
    conn: &mut AnyConnection,
    copy: &NewCopy<'_>,
    now: DateTime<Utc>,
) -> Result<Option<OutboxId>, StoreError> {
    let seen = i32::try_from(copy.seen).unwrap_or(i32::MAX);
    let first = outbox::table.find(copy.of.0).filter(outbox::copy_of.is_null());
    let unchanged = first.filter(outbox::copies.eq(seen));
    if diesel::update(unchanged).set(outbox::copies.eq(outbox::copies + 1)).execute(conn)? != 1 {
        return Ok(None);
    }
    type Of = (Option<i64>, Option<i64>, Option<i64>, Option<String>, String, String, Option<String>);
    let of: Of = outbox::table
        .find(copy.of.0)
        .select((
            outbox::invoice_id,
            outbox::contact_id,
            outbox::account_id,
            outbox::period,
            outbox::name,
            outbox::locale,
            outbox::delivery,
        ))
        .get_result(conn)?;
    let (invoice_id, contact_id, account_id, period, name, locale, delivery) = of;
    let delivery: Delivery = value("outbox.delivery", &delivery.unwrap_or_default())?;
    let row = MessageRow {
        kind: INVOICE,
        invoice_id,
        contact_id,
        user_id: None,
        account_id,
        period,
        email: copy.email.to_string(),
        name,
        locale,
        delivery: Some(delivery.as_str()),
        detail: "{}".to_owned(),
        message_id: copy.message_id.as_str().to_owned(),
        state: MessageState::Queued.as_str(),
        attempts: 0,
        in_doubt: false,
        dated_at: now.naive_utc(),
        due_at: now.naive_utc(),
        response: "",
        copy_of: Some(copy.of.0),
        copies: 0,
        asked_by: copy.asked_by.to_owned(),
    };
    let id: i64 = on_either!(conn, |c| diesel::insert_into(outbox::table)
        .values(&row)
        .returning(outbox::id)
        .get_result(c))?;
    Ok(Some(OutboxId(id)))
}

/// Whether a message with this Message-ID was ever enqueued.
pub fn has_message(conn: &mut AnyConnection, message_id: &MessageId) -> Result<bool, StoreError> {
    let found = outbox::table.filter(outbox::message_id.eq(message_id.as_str())).count();
    Ok(found.get_result::<i64>(conn)? > 0)
}
