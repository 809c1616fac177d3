//! An account at a glance (REQUIREMENTS R2.3).
//!
//! Invariant: a constant number of queries, however many accounts, invoices and lines there are.

use chrono::NaiveDate;

use super::accounts::{self, Choice};
use super::contacts::needs_confirmation;
use super::invoices::issued;
use super::statements::{Statement, sum_in_dispute, sum_unpaid, with_standings};
use super::{App, ServiceError};
use crate::domain::access::{Scope, Viewer};
use crate::domain::account::Credit;
use crate::domain::adjustment::Adjustment;
use crate::domain::explain::{Bridge, explain};
use crate::domain::hierarchy::{AccountNode, in_tree_order};
use crate::domain::invoice::Section;
use crate::domain::statement::PaymentState;
use crate::store::statements::{self, PaymentRow};
use crate::store::{AnyConnection, adjustments, credit_notes, hierarchy};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// Months on the chart.
const MONTHS: usize = 12;

/// Accounts below that are listed; the rest is in the sum.
const ACCOUNTS_BELOW: i64 = 200;

/// Payments, credit notes and adjustments, each, among the recent activity.
const PAYMENTS: i64 = 5;

/// What there is to show of an account.
#[derive(Debug)]
pub enum Overview {
    /// Nothing is granted to the viewer.
    Nothing,
    /// An account that gets invoices.
    Billed(Box<Summary>),
    /// An account that stands on the invoice of the one above it.
    Part(Box<Part>),
}

/// An account that gets invoices.
#[derive(Debug)]
pub struct Summary {
    /// The account among those to choose from.
    pub choice: Choice,
    /// What is owed now, negative where there is credit.
    pub balance: Money,
    /// What of it is in dispute and need not be paid now.
    pub in_dispute: Money,
    /// What of it is past due.
    pub past_due: Money,
    /// What is to be paid by a due date that is still to come.
    pub open: Money,
    /// The earliest due date of what is open and not past due.
    pub next_due: Option<NaiveDate>,
    /// The newest twelve invoices, newest first.
    pub newest: Vec<Statement>,
    /// Why the newest invoice differs from the one before; `None` on the first.
    pub bridge: Option<Bridge>,
    /// The accounts below.
    pub below: Vec<Below>,
    /// What this account and all below it owe together, where some of those get invoices of their own.
    pub group_balance: Option<Money>,
    /// The newest payments.
    pub payments: Vec<PaymentRow>,
    /// The newest credit notes.
    pub credits: Vec<Credit>,
    /// The newest adjustments.
    pub adjustments: Vec<Adjustment>,
    /// Whether it is time to ask the viewer if the account's contacts are still right.
    pub asks_contacts: bool,
}

impl Summary {
    /// What is to be paid now: the balance without what is in dispute; negative where there is credit.
    pub fn due(&self) -> Money {
        self.balance - self.in_dispute
    }
}

/// An account below the one that is shown.
#[derive(Clone, Debug)]
pub struct Below {
    /// Which.
    pub account: AccountNode,
    /// How far below, from 0.
    pub depth: usize,
    /// What it owes, where it gets invoices of its own.
    pub balance: Option<Money>,
    /// Its part of the newest invoice, where it rolls up.
    pub charged: Option<Money>,
}

/// An account that stands on another's invoice: its part of it, month by month.
#[derive(Debug)]
pub struct Part {
    /// The account among those to choose from.
    pub choice: Choice,
    /// The account's totals on the newest twelve invoices, newest first.
    pub months: Vec<(BillingPeriod, Money)>,
    /// Its section on the newest of them.
    pub section: Option<Section>,
    /// That invoice, where the viewer may see it whole.
    pub invoice: Option<InvoiceNumber>,
}

/// An account at a glance; `account` where the viewer chose one.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn summarize(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
) -> Result<Overview, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| match accounts::choose(conn, viewer, account)? {
        None => Ok(Overview::Nothing),
        Some(choice) if choice.account.is_billed => {
            Ok(Overview::Billed(Box::new(billed(app, conn, viewer, choice, today)?)))
        }
        Some(choice) => Ok(Overview::Part(Box::new(part(app, conn, viewer.scope(), choice)?))),
    })
}

fn billed(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    choice: Choice,
    today: NaiveDate,
) -> Result<Summary, ServiceError> {
    let id = choice.account.id;
    let below = in_tree_order(hierarchy::list_below(conn, id, ACCOUNTS_BELOW)?);
    let mut billed_ids = vec![id];
    billed_ids.extend(below.iter().filter(|(_, account)| account.is_billed).map(|(_, account)| account.id));
    let balances = statements::sum_balances(conn, &billed_ids)?;
    let balance_of = |id: AccountId| balances.get(&id).copied().unwrap_or_default();
    let history = statements::list_histories(conn, &[id])?.remove(&id).unwrap_or_default();
    let all = with_standings(&history, balance_of(id), today);
    let newest: Vec<Statement> = all.iter().rev().take(MONTHS).cloned().collect();
    let charged = match newest.first() {
        Some(invoice) => statements::list_section_totals(conn, invoice.id)?,
        None => Default::default(),
    };
    let below_view = |(depth, account): (usize, AccountNode)| Below {
        depth,
        balance: account.is_billed.then(|| balance_of(account.id)),
        charged: charged.get(&account.id).copied(),
        account,
    };
    Ok(Summary {
        balance: balance_of(id),
        in_dispute: sum_in_dispute(&all),
        past_due: sum_unpaid(&all, PaymentState::PastDue),
        open: sum_unpaid(&all, PaymentState::Open),
        next_due: all
            .iter()
            .find(|statement| statement.standing.state == PaymentState::Open)
            .map(|statement| statement.due_date),
        bridge: bridge(app, conn, newest.first().map(|one| one.id), newest.get(1).map(|one| one.id))?,
        group_balance: match billed_ids.len() {
            1 => None,
            _ => Some(statements::sum_group_balance(conn, id)?),
        },
        newest,
        below: below.into_iter().map(below_view).collect(),
        payments: statements::list_payments(conn, id, PAYMENTS)?,
        credits: credit_notes::list_of_account(conn, id, PAYMENTS)?,
        adjustments: newest_adjustments(conn, id)?,
        asks_contacts: needs_confirmation(conn, viewer, id, today)?,
        choice,
    })
}

fn newest_adjustments(conn: &mut AnyConnection, id: AccountId) -> Result<Vec<Adjustment>, ServiceError> {
    let rows = adjustments::list_of_account(conn, id, PAYMENTS)?;
    Ok(rows.into_iter().map(|row| row.adjustment).collect())
}

fn bridge(
    app: &App,
    conn: &mut AnyConnection,
    now: Option<InvoiceId>,
    before: Option<InvoiceId>,
) -> Result<Option<Bridge>, ServiceError> {
    let (Some(now), Some(before)) = (now, before) else { return Ok(None) };
    let (now, before) = (issued(app, conn, now)?, issued(app, conn, before)?);
    Ok(Some(explain(&before, &now)))
}

fn part(app: &App, conn: &mut AnyConnection, scope: Scope, choice: Choice) -> Result<Part, ServiceError> {
    let parts = statements::list_parts(conn, choice.account.id, MONTHS as i64)?;
    let newest = match parts.first() {
        Some((id, _, _)) => Some(issued(app, conn, *id)?),
        None => None,
    };
    let section = newest.as_ref().and_then(|invoice| {
        invoice.sections.iter().find(|section| section.account == choice.account.number).cloned()
    });
    let invoice = match newest.as_ref().and_then(|invoice| invoice.number.clone()) {
        Some(number) => statements::find_invoice(conn, scope, &number)?.map(|_| number),
        None => None,
    };
    let months = parts.into_iter().map(|(_, period, amount)| (period, amount)).collect();
    Ok(Part { choice, months, section, invoice })
}
