//! Who was sent which invoice, and what their mail server answered (REQUIREMENTS R4), for who asks and
//! nobody else.
//!
//! Invariant: a constant number of queries, however many invoices and recipients there are.

use chrono::{DateTime, NaiveDate, Utc};

use super::accounts::{self, Choice};
use super::statements::Cursor;
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::delivery::MessageState;
use crate::domain::hierarchy::AccountNode;
use crate::store::deliveries::{self, MessageRow};
use crate::store::statements::{self, Narrowed, StatementRow};
use crate::store::{AnyConnection, StoreError};
use crate::values::contact::Delivery;
use crate::values::ids::InvoiceId;
use crate::values::locale::Locale;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// Invoices on a page of the list.
pub const INVOICES_PER_PAGE: usize = 12;

/// An invoice and what became of its messages.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// The invoice's number.
    pub number: InvoiceNumber,
    /// The billing account's number.
    pub account: AccountNumber,
    /// The period that it closes.
    pub period: BillingPeriod,
    /// The 27th.
    pub invoice_date: NaiveDate,
    /// One for each recipient; none where nobody receives it.
    pub messages: Vec<Message>,
}

/// A message and where it stands.
#[derive(Clone, Debug)]
pub struct Message {
    /// The recipient's name, as it was; may be empty.
    pub name: String,
    /// Their address, as it was.
    pub email: String,
    /// The language it is written in.
    pub locale: Locale,
    /// How the invoice goes with it.
    pub delivery: Delivery,
    /// Where it stands.
    pub state: MessageState,
    /// Tries that have an outcome.
    pub attempts: u32,
    /// Whether an answer was lost, so that it may have arrived twice.
    pub in_doubt: bool,
    /// When it is tried next, where that is still to come.
    pub next_at: Option<DateTime<Utc>>,
    /// When the recipient's server took it.
    pub sent_at: Option<DateTime<Utc>>,
    /// What that server answered last, in its words; empty before the first try.
    pub response: String,
    /// Whether it is a copy of an earlier one.
    pub is_copy: bool,
}

/// A page of an account's invoices with their messages.
#[derive(Clone, Debug)]
pub struct Page {
    /// The account among those to choose from.
    pub choice: Choice,
    /// On whose invoices it stands, where it gets none itself and the viewer may see them.
    pub billed_on: Option<AccountNode>,
    /// Newest first.
    pub invoices: Vec<Delivered>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A page of the invoices of an account, newest first; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_deliveries(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    after: Option<Cursor>,
) -> Result<Option<Page>, ServiceError> {
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        let limit = INVOICES_PER_PAGE as i64 + 1;
        let billed = Narrowed { billed: Some(choice.account.id), ..Narrowed::default() };
        let mut found = statements::list_invoices(conn, viewer.scope(), &billed, after, limit)?;
        let more = found.len() > INVOICES_PER_PAGE;
        found.truncate(INVOICES_PER_PAGE);
        let next = found.last().filter(|_| more).map(|last| (last.invoice_date, last.id));
        let invoices = with_messages(app, conn, found)?;
        Ok(Some(Page { billed_on: choice.billed_on().cloned(), invoices, next, choice }))
    })
}

/// The invoice with `number` and its messages.
///
/// # Errors
/// None of that number for this viewer: a foreign invoice does not exist.
pub fn find_delivery(app: &App, viewer: &Viewer, number: &InvoiceNumber) -> Result<Delivered, ServiceError> {
    app.db.read(|conn| {
        let found = statements::find_invoice(conn, viewer.scope(), number)?;
        let delivered = with_messages(app, conn, found.into_iter().collect())?.pop();
        delivered.ok_or_else(|| ServiceError::NotFound(format!("invoice {number}")))
    })
}

fn with_messages(
    app: &App,
    conn: &mut AnyConnection,
    invoices: Vec<StatementRow>,
) -> Result<Vec<Delivered>, StoreError> {
    let ids: Vec<InvoiceId> = invoices.iter().map(|invoice| invoice.id).collect();
    let mut messages = deliveries::list_messages(conn, &ids)?;
    let sizes = deliveries::list_sizes(conn, &ids)?;
    let delivered = |invoice: StatementRow| {
        let is_large =
            sizes.get(&invoice.id).is_some_and(|bytes| *bytes > app.settings.mail.max_attachment_bytes);
        let rows = messages.remove(&invoice.id).unwrap_or_default();
        Delivered {
            number: invoice.number,
            account: invoice.account,
            period: invoice.period,
            invoice_date: invoice.invoice_date,
            messages: rows.into_iter().map(|row| message(row, is_large, app.clock.now())).collect(),
        }
    };
    Ok(invoices.into_iter().map(delivered).collect())
}

fn message(row: MessageRow, is_large: bool, now: DateTime<Utc>) -> Message {
    let waits = matches!(row.state, MessageState::Queued | MessageState::Retrying) && row.due_at > now;
    Message {
        name: row.name,
        email: row.email,
        locale: row.locale,
        // What is too large to be attached goes as a link, whatever was asked for (R4.4).
        delivery: if is_large { Delivery::Link } else { row.delivery },
        state: row.state,
        attempts: row.attempts,
        in_doubt: row.in_doubt,
        next_at: waits.then_some(row.due_at),
        sent_at: row.sent_at,
        response: row.response,
        is_copy: row.is_copy,
    }
}
