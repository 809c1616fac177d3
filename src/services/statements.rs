//! A customer's statements as their pages show them: for who asks, and nobody else.
//!
//! Invariant: every function takes the viewer and makes a constant number of queries.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::invoices::issued;
use super::{App, ServiceError, accounts};
use crate::domain::access::{Scope, Viewer};
use crate::domain::explain::{Bridge, explain};
use crate::domain::hierarchy::AccountNode;
use crate::domain::invoice::{Invoice, RatedCall};
use crate::domain::late_fee::IssuedInvoice;
use crate::domain::statement::{PaymentState, Standing, standings};
use crate::store::statements::{self, Narrowed, StatementRow};
use crate::store::{AnyConnection, invoices};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

pub use crate::store::statements::Cursor;

/// Invoices on a page of the list.
pub const INVOICES_PER_PAGE: usize = 50;

/// Invoices that are looked through for those in one state.
const INVOICES_PER_LOOK: usize = 500;

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

/// What a list is narrowed to; the default is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The invoices of this account.
    pub account: Option<AccountNumber>,
    /// Those that stand like this today.
    pub state: Option<PaymentState>,
    /// Those dated in this year.
    pub year: Option<i32>,
    /// A part of a number, or an amount.
    pub text: String,
}

/// A page of invoices.
#[derive(Debug)]
pub struct StatementPage {
    /// The accounts to choose from, and the chosen one where the list is narrowed to it.
    pub accounts: Vec<(usize, AccountNode)>,
    /// The years in which there are invoices, newest first.
    pub years: Vec<i32>,
    /// Newest first.
    pub statements: Vec<Statement>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
}

/// A page of the viewer's invoices, newest first.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_statements(
    app: &App,
    viewer: &Viewer,
    filter: &Filter,
    after: Option<Cursor>,
) -> Result<StatementPage, ServiceError> {
    let (scope, today) = (viewer.scope(), mountain_day(app.clock.now()));
    app.db.read(|conn| {
        let choice = accounts::choose(conn, viewer, filter.account.as_ref())?;
        let mut narrowed = narrowed(filter);
        if let (Some(choice), Some(_)) = (&choice, &filter.account) {
            let id = choice.account.id;
            match choice.account.is_billed {
                true => narrowed.billed = Some(id),
                false => narrowed.shown = Some(id),
            }
        }
        // How an invoice stands is no column: so many are looked through for a page, no more.
        let per_look = if filter.state.is_some() { INVOICES_PER_LOOK } else { INVOICES_PER_PAGE };
        let mut rows = statements::list_invoices(conn, scope, &narrowed, after, per_look as i64 + 1)?;
        let more = rows.len() > per_look;
        rows.truncate(per_look);
        let (statements, all_shown) = page_of(stand(conn, &rows, today)?, filter.state);
        let next = match all_shown {
            true => rows.last().filter(|_| more).map(|last| (last.invoice_date, last.id)),
            false => statements.last().map(|last| (last.invoice_date, last.id)),
        };
        let years = statements::find_years(conn, scope)?;
        let years = years.map_or_else(Vec::new, |(first, last)| (first..=last).rev().collect());
        let accounts = choice.map(|choice| choice.accounts).unwrap_or_default();
        Ok(StatementPage { accounts, years, statements, next })
    })
}

fn narrowed(filter: &Filter) -> Narrowed {
    let text = filter.text.trim();
    let amount = Money::typed(text);
    Narrowed {
        year: filter.year,
        text: (!text.is_empty() && amount.is_none()).then(|| text.to_uppercase()),
        amount,
        ..Narrowed::default()
    }
}

/// `rows` as they stand today.
fn stand(
    conn: &mut AnyConnection,
    rows: &[StatementRow],
    today: NaiveDate,
) -> Result<Vec<Statement>, ServiceError> {
    let mut ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
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
    Ok(rows.iter().filter_map(|row| known.get(&row.id).cloned()).collect())
}

/// As many of `found` in that state as a page takes, and whether those are all.
fn page_of(found: Vec<Statement>, state: Option<PaymentState>) -> (Vec<Statement>, bool) {
    let mut matching: Vec<Statement> =
        found.into_iter().filter(|one| state.is_none_or(|state| one.standing.state == state)).collect();
    let all = matching.len() <= INVOICES_PER_PAGE;
    matching.truncate(INVOICES_PER_PAGE);
    (matching, all)
}

/// An invoice with every line, and where it stands.
#[derive(Clone, Debug)]
pub struct OpenedInvoice {
    /// Row id.
    pub id: InvoiceId,
    /// The document.
    pub invoice: Arc<Invoice>,
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
        let missing = || ServiceError::NotFound(format!("invoice {number}"));
        let row = statements::find_invoice(conn, scope, number)?.ok_or_else(missing)?;
        let (id, account) = (row.id, row.account_id);
        let invoice = issued(app, conn, id)?;
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
    pub invoice: Arc<Invoice>,
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
        let (id, invoice) = load_visible(app, conn, viewer.scope(), number)?;
        let line = invoice.sections.iter().flat_map(|section| &section.lines).nth(line_no);
        if line.is_none_or(|line| line.usage.is_none()) {
            return Err(ServiceError::NotFound(format!("line {line_no} with calls on {number}")));
        }
        let page = invoices::list_calls_page(conn, id, line_no as i32, from, CALLS_PER_PAGE)?;
        Ok(LineCalls { invoice, line_no, calls: page.calls, next: page.next })
    })
}

/// An invoice beside the one before it of the same account.
#[derive(Clone, Debug)]
pub struct ExplainedInvoice {
    /// The document.
    pub invoice: Arc<Invoice>,
    /// The one before it and how one leads to the other; `None` on the first.
    pub since: Option<(Arc<Invoice>, Bridge)>,
}

/// Why the invoice with `number` differs from the one before it.
///
/// # Errors
/// None of that number for this viewer.
pub fn explain_invoice(
    app: &App,
    viewer: &Viewer,
    number: &InvoiceNumber,
) -> Result<ExplainedInvoice, ServiceError> {
    app.db.read(|conn| {
        let (id, invoice) = load_visible(app, conn, viewer.scope(), number)?;
        let since = match invoices::find_previous(conn, id)? {
            Some(previous) => {
                let before = issued(app, conn, previous)?;
                let bridge = explain(&before, &invoice);
                Some((before, bridge))
            }
            None => None,
        };
        Ok(ExplainedInvoice { invoice, since })
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
) -> Result<(InvoiceId, Arc<Invoice>), ServiceError> {
    app.db.read(|conn| load_visible(app, conn, viewer.scope(), number))
}

fn load_visible(
    app: &App,
    conn: &mut AnyConnection,
    scope: Scope,
    number: &InvoiceNumber,
) -> Result<(InvoiceId, Arc<Invoice>), ServiceError> {
    let missing = || ServiceError::NotFound(format!("invoice {number}"));
    let id = statements::find_invoice(conn, scope, number)?.ok_or_else(missing)?.id;
    Ok((id, issued(app, conn, id)?))
}

/// What is unpaid and undisputed of those in `state`.
pub(super) fn sum_unpaid(all: &[Statement], state: PaymentState) -> Money {
    all.iter().filter(|one| one.standing.state == state).map(|one| one.standing.undisputed()).sum()
}

/// What is unpaid because it is in dispute.
pub(super) fn sum_in_dispute(all: &[Statement]) -> Money {
    all.iter().map(|one| one.standing.in_dispute).sum()
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
