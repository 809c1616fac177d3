//! The outbox: one row per message, be it an invoice to a recipient or a notice, moved by guarded
//! updates.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;

use super::rows::{instant, value};
use super::schema::{invoices, outbox};
use super::{AnyConnection, StoreError};
use crate::domain::delivery::{Contact, MessageState};
use crate::domain::notice::{Facts, NoticeKind};
use crate::on_either;
use crate::values::contact::{Delivery, EmailAddress};
use crate::values::ids::{AccountId, InvoiceId, OutboxId, UserId};
use crate::values::locale::Locale;
use crate::values::message_id::MessageId;
use crate::values::period::BillingPeriod;

/// The `kind` of every row that brings an invoice; the others are [`NoticeKind`]s.
const INVOICE: &str = "invoice";

/// Which messages are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Every one.
    All,
    /// The invoices of one period.
    Period(BillingPeriod),
    /// Every notice.
    Notices,
}

/// What a message brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// An invoice, the way its recipient wants it.
    Invoice(InvoiceId, Delivery),
    /// A notice, what it is composed from and whose login it is about.
    Notice(NoticeKind, Facts, Option<UserId>),
}

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
    /// Who receives it, copied as they are now.
    pub contact: Contact,
    /// The same on every try.
    pub message_id: MessageId,
    /// When it is first due.
    pub due_at: DateTime<Utc>,
}

/// A message that is this process's to send.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// Row id.
    pub id: OutboxId,
    /// What it brings.
    pub matter: Matter,
    /// Where to.
    pub email: EmailAddress,
    /// The recipient's name.
    pub name: String,
    /// The recipient's language.
    pub locale: Locale,
    /// The same on every try.
    pub message_id: MessageId,
    /// When it was first due: the Date of its header.
    pub dated_at: DateTime<Utc>,
    /// Tries that failed so far.
    pub attempts: u32,
}

/// What became of a try.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The message.
    pub id: OutboxId,
    /// Where it stands now.
    pub state: MessageState,
    /// When it is tried again, where it is.
    pub retry_at: Option<DateTime<Utc>>,
    /// Whether the answer was lost after the last byte.
    pub in_doubt: bool,
    /// What the server answered, or why there was no answer.
    pub response: String,
    /// When this was known.
    pub at: DateTime<Utc>,
}

#[derive(Insertable)]
#[diesel(table_name = outbox)]
struct MessageRow {
    kind: &'static str,
    invoice_id: Option<i64>,
    contact_id: Option<i64>,
    user_id: Option<i64>,
    account_id: Option<i64>,
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
            account_id: None,
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
    };
    on_either!(conn, |c| diesel::insert_into(outbox::table).values(&row).execute(c))?;
    Ok(())
}

/// Puts back what a process left behind that died while sending: it may have arrived, so the doubt
/// is shown, and it is sent again, because a lost invoice is worse than a second copy of the same
/// bytes. Only for the one process that holds the right to send.
pub fn mark_orphans_in_doubt(conn: &mut AnyConnection, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let orphans = outbox::table.filter(outbox::state.eq(MessageState::Sending.as_str()));
    Ok(diesel::update(orphans)
        .set((
            outbox::state.eq(MessageState::Retrying.as_str()),
            outbox::in_doubt.eq(true),
            outbox::due_at.eq(now.naive_utc()),
            outbox::response
                .eq("The process that was sending it ended before the server's answer was written down."),
        ))
        .execute(conn)?)
}

/// Claims the next message that is due, notices first and then the oldest.
pub fn claim_next(
    conn: &mut AnyConnection,
    which: Which,
    now: DateTime<Utc>,
) -> Result<Option<Claimed>, StoreError> {
    while let Some(row) = find_due(conn, which, now)? {
        let free = outbox::table.find(row.0).filter(outbox::state.eq_any(waiting()));
        let moved =
            diesel::update(free).set(outbox::state.eq(MessageState::Sending.as_str())).execute(conn)?;
        // On PostgreSQL another connection may have taken it between the two statements: look again.
        if moved == 1 {
            return claimed(row).map(Some);
        }
    }
    Ok(None)
}

/// The states in which a message waits for its turn.
fn waiting() -> [&'static str; 2] {
    [MessageState::Queued, MessageState::Retrying].map(MessageState::as_str)
}

type DueRow = (i64, Matters, String, String, String, String, NaiveDateTime, i32);

type Matters = (String, Option<i64>, Option<String>, String, Option<i64>);

/// The columns of a [`DueRow`], in its order.
macro_rules! columns {
    () => {
        (
            outbox::id,
            (outbox::kind, outbox::invoice_id, outbox::delivery, outbox::detail, outbox::user_id),
            outbox::email,
            outbox::name,
            outbox::locale,
            outbox::message_id,
            outbox::dated_at,
            outbox::attempts,
        )
    };
}

/// Messages that wait and whose time has come, joined with `invoices` where there is one.
macro_rules! due {
    (notices, $now:expr) => {
        // Said so that the small index of unsent notices serves.
        due!(outbox::table, $now).filter(outbox::invoice_id.is_null()).filter(outbox::sent_at.is_null())
    };
    (invoices, $period:expr, $now:expr) => {
        due!(
            outbox::table.inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable()))),
            $now
        )
        .filter(invoices::period.like(pattern($period)))
    };
    ($from:expr, $now:expr) => {
        $from.filter(outbox::state.eq_any(waiting())).filter(outbox::due_at.le($now.naive_utc()))
    };
}

fn find_due(
    conn: &mut AnyConnection,
    which: Which,
    now: DateTime<Utc>,
) -> Result<Option<DueRow>, StoreError> {
    let period = match which {
        Which::Period(period) => Some(period),
        Which::All | Which::Notices => {
            let notice: Option<DueRow> = due!(notices, now)
                .order((outbox::due_at, outbox::id))
                .select(columns!())
                .first(conn)
                .optional()?;
            if notice.is_some() || which == Which::Notices {
                return Ok(notice);
            }
            None
        }
    };
    Ok(due!(invoices, period, now)
        .order((outbox::due_at, outbox::id))
        .select(columns!())
        .first(conn)
        .optional()?)
}

fn claimed(
    (id, matters, email, name, locale, message_id, dated_at, attempts): DueRow,
) -> Result<Claimed, StoreError> {
    Ok(Claimed {
        id: OutboxId(id),
        matter: matter(matters)?,
        email: value("outbox.email", &email)?,
        name,
        locale: value("outbox.locale", &locale)?,
        message_id: value("outbox.message_id", &message_id)?,
        dated_at: instant(dated_at),
        attempts: attempts.unsigned_abs(),
    })
}

fn matter((kind, invoice, delivery, detail, user): Matters) -> Result<Matter, StoreError> {
    if let (Some(invoice), Some(delivery)) = (invoice, delivery) {
        return Ok(Matter::Invoice(InvoiceId(invoice), value("outbox.delivery", &delivery)?));
    }
    let facts = serde_json::from_str(&detail)
        .map_err(|why| StoreError::Corrupt(format!("outbox.detail of a notice: {why}")))?;
    Ok(Matter::Notice(value("outbox.kind", &kind)?, facts, user.map(UserId)))
}

/// Writes down what became of a try.
///
/// # Errors
/// A conflict where the message is not being sent.
pub fn record(conn: &mut AnyConnection, outcome: &Outcome) -> Result<(), StoreError> {
    let sent_at = (outcome.state == MessageState::Sent).then(|| outcome.at.naive_utc());
    let due_at = outcome.retry_at.unwrap_or(outcome.at).naive_utc();
    let row = outbox::table.find(outcome.id.0).filter(outbox::state.eq(MessageState::Sending.as_str()));
    let moved = diesel::update(row)
        .set((
            outbox::state.eq(outcome.state.as_str()),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::due_at.eq(due_at),
            outbox::sent_at.eq(sent_at),
            outbox::response.eq(&outcome.response),
        ))
        .execute(conn)?;
    if moved != 1 {
        return Err(StoreError::Conflict("a message".to_owned()));
    }
    if outcome.in_doubt {
        diesel::update(outbox::table.find(outcome.id.0)).set(outbox::in_doubt.eq(true)).execute(conn)?;
    }
    Ok(())
}

/// How many messages are due.
pub fn count_due(conn: &mut AnyConnection, which: Which, now: DateTime<Utc>) -> Result<i64, StoreError> {
    let mut count: i64 = 0;
    if matches!(which, Which::All | Which::Notices) {
        count += due!(notices, now).count().get_result::<i64>(conn)?;
    }
    count += match which {
        Which::All => due!(invoices, None, now).count().get_result::<i64>(conn)?,
        Which::Period(period) => due!(invoices, Some(period), now).count().get_result::<i64>(conn)?,
        Which::Notices => 0,
    };
    Ok(count)
}

/// How many invoices' messages are in doubt, of one period or of all.
pub fn count_in_doubt(conn: &mut AnyConnection, period: Option<BillingPeriod>) -> Result<i64, StoreError> {
    Ok(outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(outbox::in_doubt)
        .filter(invoices::period.like(pattern(period)))
        .count()
        .get_result(conn)?)
}

/// One period, or every one.
fn pattern(period: Option<BillingPeriod>) -> String {
    period.map_or_else(|| "%".to_owned(), |period| period.to_string())
}

/// How many invoices' messages stand in each state, of one period or of all.
pub fn count_states(
    conn: &mut AnyConnection,
    period: Option<BillingPeriod>,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(invoices::period.like(pattern(period)))
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// How many notices stand in each state.
pub fn count_notice_states(conn: &mut AnyConnection) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = outbox::table
        .filter(outbox::invoice_id.is_null())
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// An invoice's message that did not arrive, for people.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Undelivered {
    /// The invoice's number.
    pub invoice: String,
    /// Where to.
    pub email: String,
    /// `retrying` or `failed`.
    pub state: String,
    /// What the server answered.
    pub response: String,
}

/// Invoices' messages that are retried or failed, the first `limit`.
pub fn list_undelivered(
    conn: &mut AnyConnection,
    period: Option<BillingPeriod>,
    limit: i64,
) -> Result<Vec<Undelivered>, StoreError> {
    let trouble = [MessageState::Retrying, MessageState::Failed].map(MessageState::as_str);
    let rows: Vec<(Option<String>, String, String, String)> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .filter(outbox::state.eq_any(trouble))
        .filter(invoices::period.like(pattern(period)))
        .order(outbox::id)
        .limit(limit)
        .select((invoices::number, outbox::email, outbox::state, outbox::response))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(invoice, email, state, response)| Undelivered {
            invoice: invoice.unwrap_or_default(),
            email,
            state,
            response,
        })
        .collect())
}

/// How many messages of every kind were sent since `since`, for the daily limit.
pub fn count_sent_since(conn: &mut AnyConnection, since: DateTime<Utc>) -> Result<i64, StoreError> {
    Ok(outbox::table.filter(outbox::sent_at.ge(since.naive_utc())).count().get_result(conn)?)
}
