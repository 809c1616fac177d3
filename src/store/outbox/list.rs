//! Every message for staff, newest first, and those that are to be sent again.
//!
//! Invariant: a page is found by one index, whatever the list is narrowed to.

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool};

use super::unindexed;
use crate::domain::delivery::MessageState;
use crate::domain::notice::{Facts, NoticeKind};
use crate::store::rows::{instant, value};
use crate::store::schema::{accounts, invoices, outbox};
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, ContactId, OutboxId};
use crate::values::locale::Locale;
use crate::values::number::InvoiceNumber;
use crate::values::period::BillingPeriod;

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The first message that brings an invoice.
    Invoice,
    /// A later one with the same invoice.
    Copy,
    /// Anything else.
    Notice,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 3] = [Kind::Invoice, Kind::Copy, Kind::Notice];

    /// As named in addresses and texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Invoice => "invoice",
            Kind::Copy => "copy",
            Kind::Notice => "notice",
        }
    }
}

/// What the list is narrowed to; the default is every message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Invoices of this period.
    pub period: Option<BillingPeriod>,
    /// In this state.
    pub state: Option<MessageState>,
    /// Only those in doubt.
    pub in_doubt: bool,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// About this account.
    pub account: Option<AccountId>,
    /// To this address, in letters of any size.
    pub address: Option<String>,
}

/// What a message brings.
#[derive(Clone, Debug)]
pub enum Brings {
    /// An issued invoice.
    Invoice {
        /// Its number.
        number: InvoiceNumber,
        /// The period that it closes.
        period: BillingPeriod,
        /// For whom.
        contact: ContactId,
    },
    /// A notice and what it is composed from.
    Notice(NoticeKind, Facts),
}

/// A message.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Row id.
    pub id: OutboxId,
    /// What it brings.
    pub brings: Brings,
    /// The account that it is about, by number and name.
    pub account: Option<(String, String)>,
    /// The recipient's name, as it was; may be empty.
    pub name: String,
    /// Their address, as it was.
    pub email: String,
    /// The language it is written in.
    pub locale: Locale,
    /// Where it stands.
    pub state: MessageState,
    /// Tries that have an outcome.
    pub attempts: u32,
    /// Whether an answer was lost.
    pub in_doubt: bool,
    /// When it was first due.
    pub dated_at: DateTime<Utc>,
    /// When it is tried next, or was tried last.
    pub due_at: DateTime<Utc>,
    /// When the recipient's server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// What that server answered last, in its words.
    pub response: String,
    /// The first message that brought the same, where this is a copy.
    pub copy_of: Option<OutboxId>,
    /// How many copies of it there are.
    pub copies: u32,
    /// Who asked for this copy.
    pub asked_by: String,
}

pub(super) type Row = (
    (i64, String, Option<String>, Option<i64>, String),
    (Option<String>, Option<String>, Option<String>),
    (String, String, String, String, i32, bool),
    (NaiveDateTime, NaiveDateTime, Option<NaiveDateTime>, String),
    (Option<i64>, i32, String),
);

/// Messages with their invoices and accounts, boxed, with the columns of a [`Row`].
macro_rules! posted {
    () => {
        outbox::table
            .left_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
            .left_join(accounts::table.on(outbox::account_id.eq(accounts::id.nullable())))
            .select((
                (outbox::id, outbox::kind, outbox::period, outbox::contact_id, outbox::detail),
                (invoices::number.nullable(), accounts::number.nullable(), accounts::name.nullable()),
                (
                    outbox::name,
                    outbox::email,
                    outbox::locale,
                    outbox::state,
                    outbox::attempts,
                    outbox::in_doubt,
                ),
                (outbox::dated_at, outbox::due_at, outbox::sent_at, outbox::response),
                (outbox::copy_of, outbox::copies, outbox::asked_by),
            ))
            .into_boxed::<<AnyConnection as Connection>::Backend>()
    };
}
pub(super) use posted;

pub(super) fn read(row: Row) -> Result<Posted, StoreError> {
    let ((id, kind, period, contact, detail), (number, account, account_name), who, when, copy) = row;
    let (name, email, locale, state, attempts, in_doubt) = who;
    let (dated_at, due_at, sent_at, response) = when;
    let brings = match (period, contact) {
        (Some(period), Some(contact)) => Brings::Invoice {
            number: value("invoices.number", &number.unwrap_or_default())?,
            period: value("outbox.period", &period)?,
            contact: ContactId(contact),
        },
        _ => {
            let corrupt = |why| StoreError::Corrupt(format!("outbox.detail of a notice: {why}"));
            Brings::Notice(value("outbox.kind", &kind)?, serde_json::from_str(&detail).map_err(corrupt)?)
        }
    };
    Ok(Posted {
        id: OutboxId(id),
        brings,
        account: account.zip(account_name),
        name,
        email,
        locale: value("outbox.locale", &locale)?,
        state: value("outbox.state", &state)?,
        attempts: attempts.unsigned_abs(),
        in_doubt,
        dated_at: instant(dated_at),
        due_at: instant(due_at),
        sent_at: sent_at.map(instant),
        response,
        copy_of: copy.0.map(OutboxId),
        copies: copy.1.unsigned_abs(),
        asked_by: copy.2,
    })
}

diesel::define_sql_function! {
    /// In small letters.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// Up to `limit` messages before `before`, the newest first.
pub fn list_posted(
    conn: &mut AnyConnection,
    wanted: &Wanted,
    before: Option<OutboxId>,
    limit: i64,
) -> Result<Vec<Posted>, StoreError> {
    let mut query = posted!();
    // Addresses and accounts have few messages, doubts and copies are few: those indexes are to be used.
    let is_few = wanted.address.is_some() || wanted.account.is_some();
    if let Some(address) = &wanted.address {
        query = query.filter(lower(outbox::email).eq(address.to_lowercase()));
    }
    if let Some(account) = wanted.account {
        query = query.filter(outbox::account_id.eq(account.0));
    }
    if let Some(period) = wanted.period {
        query = match is_few || wanted.kind == Some(Kind::Copy) {
            true => query.filter(unindexed("outbox.period").eq(period.to_string())),
            false => query.filter(outbox::period.eq(period.to_string())),
        };
    }
    if let Some(state) = wanted.state {
        // Without a period most messages are sent: they are found going back from the newest.
        let is_usual = wanted.period.is_none() && state == MessageState::Sent;
        query = match is_few || is_usual || wanted.in_doubt || wanted.kind == Some(Kind::Copy) {
            true => query.filter(unindexed("outbox.state").eq(state.as_str())),
            false => query.filter(outbox::state.eq(state.as_str())),
        };
    }
    if wanted.in_doubt {
        query = query.filter(outbox::in_doubt);
    }
    query = match wanted.kind {
        Some(Kind::Invoice) => query.filter(outbox::period.is_not_null()).filter(outbox::copy_of.is_null()),
        Some(Kind::Copy) => query.filter(outbox::copy_of.is_not_null()),
        Some(Kind::Notice) => query.filter(outbox::invoice_id.is_null()),
        None => query,
    };
    // Few are sorted; of many the newest are found without looking at the others.
    let place = || sql::<BigInt>("(outbox.id + 0)");
    let is_sorted = wanted.in_doubt || wanted.kind == Some(Kind::Copy);
    query = match (before, is_sorted) {
        (Some(before), true) => query.filter(place().lt(before.0)),
        (Some(before), false) => query.filter(outbox::id.lt(before.0)),
        (None, _) => query,
    };
    let query = if is_sorted { query.order(place().desc()) } else { query.order(outbox::id.desc()) };
    let rows: Vec<Row> = query.limit(limit).load(conn)?;
    rows.into_iter().map(read).collect()
}

/// No later message brings the same: what became of this one is how it ended.
const LAST: &str = "NOT EXISTS (SELECT 1 FROM outbox later WHERE \
                    later.copy_of = COALESCE(outbox.copy_of, outbox.id) AND later.id > outbox.id)";

/// The address takes mail.
const OPEN: &str = "NOT EXISTS (SELECT 1 FROM suppressed_addresses s WHERE s.address = lower(outbox.email))";

/// Messages of `period` that did not arrive and of which no copy went out since.
pub fn count_unresolved(conn: &mut AnyConnection, period: BillingPeriod) -> Result<i64, StoreError> {
    let bad = [MessageState::Failed, MessageState::Suppressed].map(MessageState::as_str);
    Ok(outbox::table
        .filter(outbox::period.eq(period.to_string()))
        .filter(outbox::state.eq_any(bad))
        .filter(sql::<Bool>(LAST))
        .count()
        .get_result(conn)?)
}

/// A message to be sent again.
#[derive(Clone, Debug)]
pub struct Again {
    /// The first message that brought the invoice.
    pub first: OutboxId,
    /// How many copies of it there are.
    pub copies: u32,
    /// The invoice.
    pub invoice: InvoiceNumber,
    /// For whom.
    pub contact: ContactId,
    /// Where to.
    pub email: String,
}

/// How many messages [`list_again`] would find without its limit.
pub fn count_again(conn: &mut AnyConnection, period: BillingPeriod) -> Result<i64, StoreError> {
    Ok(outbox::table
        .filter(outbox::period.eq(period.to_string()))
        .filter(outbox::state.eq(MessageState::Failed.as_str()))
        .filter(sql::<Bool>(LAST))
        .filter(sql::<Bool>(OPEN))
        .count()
        .get_result(conn)?)
}

/// Messages of `period` that failed, of which no copy went out since, and whose address takes mail: the
/// first `limit`.
pub fn list_again(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    limit: i64,
) -> Result<Vec<Again>, StoreError> {
    let first = diesel::alias!(outbox as first);
    let root = sql::<Bool>("first.id = COALESCE(outbox.copy_of, outbox.id)");
    type Row = (i64, i32, Option<i64>, Option<String>, String);
    let rows: Vec<Row> = outbox::table
        .inner_join(invoices::table.on(outbox::invoice_id.eq(invoices::id.nullable())))
        .inner_join(first.on(root))
        .filter(outbox::period.eq(period.to_string()))
        .filter(outbox::state.eq(MessageState::Failed.as_str()))
        .filter(sql::<Bool>(LAST))
        .filter(sql::<Bool>(OPEN))
        .order(outbox::id)
        .limit(limit)
        .select((
            first.field(outbox::id),
            first.field(outbox::copies),
            outbox::contact_id,
            invoices::number,
            outbox::email,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(first, copies, contact, number, email)| {
            Ok(Again {
                first: OutboxId(first),
                copies: copies.unsigned_abs(),
                invoice: value("invoices.number", &number.unwrap_or_default())?,
                contact: ContactId(contact.unwrap_or_default()),
                email,
            })
        })
        .collect()
}
