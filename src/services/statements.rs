//! A customer's statements as their pages show them: for who asks, and nobody else.
//!
//! Invariant: every function takes the viewer and makes a constant number of queries.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{App, ServiceError, accounts};
use crate::domain::access::{Scope, Viewer};
use crate::domain::invoice::{Invoice, RatedCall};
use crate::domain::late_fee::IssuedInvoice;
use crate::domain::statement::{Standing, standings};
use crate::store::statements::{self, StatementRow};
use crate::store::{AnyConnection, invoices};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// Invoices on a page of the list.
pub const INVOICES_PER_PAGE: usize = 50;

/// Calls on a page of a line's calls.
pub const CALLS_PER_PAGE: i64 = 100;

/// An issued invoice and where it stands.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Row id.
    pub id: InvoiceId,
    /// Its number.
    pub number: InvoiceNumber,
    /// The billing account's number.
    pub account: AccountNumber,
    /// The period that it closes.
    pub period: BillingPeriod,
    /// When it was sent.
    pub invoice_date: NaiveDate,
    /// The last day to pay.
    pub due_date: NaiveDate,
    /// What it charges itself.
    pub new_charges: Money,
    /// What was due by it, everything before included.
    pub total_due: Money,
    /// Derived today from the books.
    pub standing: Standing,
}

/// Where a list goes on.
pub type Cursor = (NaiveDate, InvoiceId);

/// A page of the viewer's invoices, newest first, and where the next one begins.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_statements(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    after: Option<Cursor>,
) -> Result<(Vec<Statement>, Option<Cursor>), ServiceError> {
    let (scope, today) = (viewer.scope(), mountain_day(app.clock.now()));
    app.db.read(|conn| {
        let account = match account {
            Some(number) => Some(accounts::find(conn, viewer, number)?.id),
            None => None,
        };
        let limit = INVOICES_PER_PAGE as i64 + 1;
        let mut page = statements::list_invoices(conn, scope, account, after, limit)?;
        let more = page.len() > INVOICES_PER_PAGE;
        page.truncate(INVOICES_PER_PAGE);
        let next = page.last().filter(|_| more).map(|last| (last.invoice_date, last.id));
        let mut ids: Vec<AccountId> = page.iter().map(|row| row.account_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let balances = statements::sum_balances(conn, &ids)?;
        let known: HashMap<InvoiceId, Statement> = statements::list_histories(conn, &ids)?
            .into_iter()
            .flat_map(|(id, history)| {
                with_standings(&history, balances.get(&id).copied().unwrap_or_default(), today)
            })
            .map(|statement| (statement.id, statement))
            .collect();
        Ok((page.iter().filter_map(|row| known.get(&row.id).cloned()).collect(), next))
    })
}

/// An invoice with every line, and where it stands.
#[derive(Clone, Debug)]
pub struct OpenedInvoice {
    /// Row id.
    pub id: InvoiceId,
    /// The document.
    pub invoice: Invoice,
    /// Derived today from the books.
    pub standing: Standing,
}

/// The invoice with `number`.
///
/// # Errors
/// None of that number for this viewer: a foreign invoice does not exist.
pub fn open_invoice(
    app: &App,
    viewer: &Viewer,
    number: &InvoiceNumber,
) -> Result<OpenedInvoice, ServiceError> {
    let (scope, today) = (viewer.scope(), mountain_day(app.clock.now()));
    app.db.read(|conn| {
        let (id, invoice) = load_visible(conn, scope, number)?;
        let missing = || ServiceError::NotFound(format!("invoice {number}"));
        let account = statements::find_billed(conn, id)?.ok_or_else(missing)?;
        let balance = statements::sum_balances(conn, &[account])?.remove(&account).unwrap_or_default();
        let history = statements::list_histories(conn, &[account])?.remove(&account).unwrap_or_default();
        let statement = with_standings(&history, balance, today).into_iter().find(|one| one.id == id);
        let standing = statement.ok_or_else(missing)?.standing;
        Ok(OpenedInvoice { id, invoice, standing })
    })
}

/// A page of the calls of one line.
#[derive(Clone, Debug)]
pub struct LineCalls {
    /// The document.
    pub invoice: Invoice,
    /// The line, counted through all sections from 0.
    pub line_no: usize,
    /// Calls in order.
    pub calls: Vec<RatedCall>,
    /// Where the next page begins.
    pub next: Option<i32>,
}

/// The calls on line `line_no` of an invoice, from call `from` on.
///
/// # Errors
/// No such invoice for this viewer, or no such line with calls.
pub fn list_calls(
    app: &App,
    viewer: &Viewer,
    number: &InvoiceNumber,
    line_no: usize,
    from: i32,
) -> Result<LineCalls, ServiceError> {
    app.db.read(|conn| {
        let (id, invoice) = load_visible(conn, viewer.scope(), number)?;
        let line = invoice.sections.iter().flat_map(|section| &section.lines).nth(line_no);
        if line.is_none_or(|line| line.usage.is_none()) {
            return Err(ServiceError::NotFound(format!("line {line_no} with calls on {number}")));
        }
        let page = invoices::list_calls_page(conn, id, line_no as i32, from, CALLS_PER_PAGE)?;
        Ok(LineCalls { invoice, line_no, calls: page.calls, next: page.next })
    })
}

/// The document alone, for downloads.
///
/// # Errors
/// None of that number for this viewer.
pub fn find_document(
    app: &App,
    viewer: &Viewer,
    number: &InvoiceNumber,
) -> Result<(InvoiceId, Invoice), ServiceError> {
    app.db.read(|conn| load_visible(conn, viewer.scope(), number))
}

fn load_visible(
    conn: &mut AnyConnection,
    scope: Scope,
    number: &InvoiceNumber,
) -> Result<(InvoiceId, Invoice), ServiceError> {
    let missing = || ServiceError::NotFound(format!("invoice {number}"));
    let id = statements::find_invoice(conn, scope, number)?.ok_or_else(missing)?;
    let invoice = invoices::load(conn, &[id])?.pop().ok_or_else(missing)?;
    Ok((id, invoice))
}

pub(super) fn with_standings(history: &[StatementRow], balance: Money, today: NaiveDate) -> Vec<Statement> {
    let issued: Vec<IssuedInvoice> = history.iter().map(|row| row.issued).collect();
    history
        .iter()
        .zip(standings(&issued, balance, today))
        .map(|(row, standing)| Statement {
            id: row.id,
            number: row.number.clone(),
            account: row.account.clone(),
            period: row.period,
            invoice_date: row.invoice_date,
            due_date: row.issued.due_date,
            new_charges: row.issued.new_charges,
            total_due: row.issued.total_due,
            standing,
        })
        .collect()
}
