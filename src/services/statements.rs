//! A customer's statements as their pages show them: for who asks, and nobody else.
//!
//! Invariant: every function takes the viewer and makes a constant number of queries.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{App, ServiceError};
use crate::domain::access::{Scope, Viewer};
use crate::domain::invoice::{ChargesByCategory, Invoice, RatedCall};
use crate::domain::late_fee::IssuedInvoice;
use crate::domain::statement::{PaymentState, Standing, standings};
use crate::store::statements::{self, PaymentRow, StatementRow};
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

/// More accounts than anyone picks from a list; the field takes any number.
const ACCOUNTS_TO_PICK: i64 = 200;

/// An account that gets invoices.
#[derive(Clone, Debug)]
pub struct BilledAccount {
    /// Its number.
    pub number: AccountNumber,
    /// Its name.
    pub name: String,
}

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

/// An account at a glance (REQUIREMENTS R2.3).
#[derive(Clone, Debug)]
pub struct Summary {
    /// Every account the viewer can choose from, this one included.
    pub accounts: Vec<BilledAccount>,
    /// The one that is shown.
    pub account: BilledAccount,
    /// What is owed now, negative where there is credit.
    pub balance: Money,
    /// What of it is past due.
    pub past_due: Money,
    /// What is to be paid by a due date that is still to come.
    pub open: Money,
    /// The earliest due date of what is open and not past due.
    pub next_due: Option<NaiveDate>,
    /// The newest twelve invoices, newest first.
    pub newest: Vec<Statement>,
    /// The new charges of the newest invoice and of the one before.
    pub charges: Option<(ChargesByCategory, Option<ChargesByCategory>)>,
    /// The accounts below.
    pub children: Vec<Child>,
    /// The newest payments.
    pub payments: Vec<PaymentRow>,
}

/// An account below the one that is shown.
#[derive(Clone, Debug)]
pub struct Child {
    /// Its number.
    pub number: AccountNumber,
    /// Its name.
    pub name: String,
    /// What it owes, where it gets invoices of its own.
    pub balance: Option<Money>,
    /// Its part of the newest invoice, where it rolls up.
    pub charged: Option<Money>,
}

/// An account's summary; `account` where the viewer chose one. `None` where none of theirs gets
/// invoices.
///
/// # Errors
/// An account that does not exist for the viewer, or gets no invoices.
pub fn summarize(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
) -> Result<Option<Summary>, ServiceError> {
    let (scope, today) = (viewer.scope(), mountain_day(app.clock.now()));
    app.db.read(|conn| {
        let accounts = statements::list_billed_accounts(conn, scope, "", ACCOUNTS_TO_PICK)?;
        let chosen = match account {
            None => match accounts.first() {
                Some(first) => first.clone(),
                None => return Ok(None),
            },
            Some(number) => find_account(conn, scope, number)?,
        };
        let accounts = accounts.into_iter().map(billed).collect();
        summary_of(conn, accounts, chosen, today).map(Some)
    })
}

fn summary_of(
    conn: &mut AnyConnection,
    accounts: Vec<BilledAccount>,
    chosen: statements::BilledAccount,
    today: NaiveDate,
) -> Result<Summary, ServiceError> {
    let children = statements::list_children(conn, chosen.id, ACCOUNTS_TO_PICK)?;
    let mut billed_ids = vec![chosen.id];
    billed_ids.extend(children.iter().filter(|child| child.bills_separately).map(|child| child.id));
    let balances = statements::sum_balances(conn, &billed_ids)?;
    let balance = balances.get(&chosen.id).copied().unwrap_or_default();
    let history = statements::list_histories(conn, &[chosen.id])?.remove(&chosen.id).unwrap_or_default();
    let all = with_standings(&history, balance, today);
    let newest: Vec<Statement> = all.iter().rev().take(12).cloned().collect();
    let compared: Vec<InvoiceId> = newest.iter().take(2).map(|statement| statement.id).collect();
    let mut categories = statements::list_categories(conn, &compared)?;
    let parts = match compared.first() {
        Some(id) => statements::list_section_totals(conn, *id)?,
        None => HashMap::new(),
    };
    let child = |child: statements::ChildAccount| Child {
        balance: child.bills_separately.then(|| balances.get(&child.id).copied().unwrap_or_default()),
        charged: parts.get(&child.id).copied(),
        number: child.number,
        name: child.name,
    };
    Ok(Summary {
        accounts,
        account: billed(chosen.clone()),
        balance,
        past_due: sum_unpaid(&all, PaymentState::PastDue),
        open: sum_unpaid(&all, PaymentState::Open),
        next_due: all
            .iter()
            .find(|statement| statement.standing.state == PaymentState::Open)
            .map(|statement| statement.due_date),
        charges: compared.first().map(|id| {
            let before = compared.get(1).map(|id| categories.remove(id).unwrap_or_default());
            (categories.remove(id).unwrap_or_default(), before)
        }),
        newest,
        children: children.into_iter().map(child).collect(),
        payments: statements::list_payments(conn, chosen.id, 5)?,
    })
}

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
            Some(number) => Some(find_account(conn, scope, number)?.id),
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

fn find_account(
    conn: &mut AnyConnection,
    scope: Scope,
    number: &AccountNumber,
) -> Result<statements::BilledAccount, ServiceError> {
    let found = statements::list_billed_accounts(conn, scope, number.as_str(), 1)?.pop();
    found
        .filter(|account| account.number == *number)
        .ok_or_else(|| ServiceError::NotFound(format!("account {number}")))
}

fn billed(account: statements::BilledAccount) -> BilledAccount {
    BilledAccount { number: account.number, name: account.name }
}

fn sum_unpaid(all: &[Statement], state: PaymentState) -> Money {
    all.iter().filter(|one| one.standing.state == state).map(|one| one.standing.unpaid).sum()
}

fn with_standings(history: &[StatementRow], balance: Money, today: NaiveDate) -> Vec<Statement> {
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
