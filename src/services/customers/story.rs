//! Everything about an account on one page, each block the newest few.
//!
//! Invariant: a constant number of queries, however much there is; who may not see money gets none.

use crate::domain::access::Viewer;
use crate::domain::account::Credit;
use crate::domain::audit::AuditRecord;
use crate::domain::case::CaseKind;
use crate::domain::contacts::Known;
use crate::domain::hierarchy::AccountNode;
use crate::domain::statement::PaymentState;
use crate::services::statements::{Statement, sum_in_dispute, sum_unpaid, with_standings};
use crate::services::{App, ServiceError};
use crate::store::account_story::{self, LoginRow};
use crate::store::accounts::{self, AccountRow};
use crate::store::cases::{self, Listing, Narrowed};
use crate::store::charges::ChargeRow;
use crate::store::deliveries::{self, MessageRow};
use crate::store::reminders::{self, PlanRow};
use crate::store::services::ServiceRow;
use crate::store::statements::{self, PaymentRow};
use crate::store::{AnyConnection, audit, contacts, credit_notes, hierarchy};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, ServiceId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// Rows of a block.
pub const FEW: usize = 5;

/// Services of an account and accounts below it that are listed.
pub const SOME: usize = 20;

/// A block's rows, and whether there are more.
#[derive(Clone, Debug)]
pub struct Few<T> {
    /// The first of them.
    pub rows: Vec<T>,
    /// Whether there are more.
    pub more: bool,
}

impl<T> Few<T> {
    /// The first `most` of one more than that.
    fn of(mut rows: Vec<T>, most: usize) -> Few<T> {
        let more = rows.len() > most;
        rows.truncate(most);
        Few { rows, more }
    }
}

/// An account with everything about it.
#[derive(Debug)]
pub struct Story {
    /// Row id.
    pub id: AccountId,
    /// Its number.
    pub number: AccountNumber,
    /// What is written down of it.
    pub row: AccountRow,
    /// Whether it gets invoices of its own.
    pub is_billed: bool,
    /// Those above it, the nearest first.
    pub above: Vec<AccountNode>,
    /// Those right below it, by number.
    pub below: Few<AccountNode>,
    /// Services that run or will, by code.
    pub services: Few<(ServiceId, ServiceRow)>,
    /// Services that ended, the last ones first.
    pub ended: Few<(ServiceId, ServiceRow)>,
    /// Its cases and requests, the newest first; requests only for who works on nothing else.
    pub cases: Few<Listing>,
    /// Its contacts.
    pub contacts: Few<Known>,
    /// Who sees it in the portal.
    pub logins: Few<LoginRow>,
    /// What it owes and pays, for who may see that.
    pub money: Option<MoneyStory>,
}

/// What an account owes and pays.
#[derive(Debug)]
pub struct MoneyStory {
    /// What it owes, negative where there is credit; nothing where it gets no invoices.
    pub balance: Money,
    /// What of it is past due.
    pub past_due: Money,
    /// What of it is in dispute.
    pub in_dispute: Money,
    /// What is to be paid by a day that is still to come.
    pub open: Money,
    /// The newest invoices.
    pub invoices: Few<Statement>,
    /// The account's part of the newest invoices of another, where it gets none of its own.
    pub parts: Vec<(BillingPeriod, Money)>,
    /// The newest payments.
    pub payments: Few<PaymentRow>,
    /// The newest credit notes.
    pub credits: Few<Credit>,
    /// Charges and credits that come on the next invoice.
    pub charges: Few<ChargeRow>,
    /// How many calls come on the next invoice.
    pub calls: i64,
    /// How many seconds they are together.
    pub seconds: i64,
    /// What became of the messages of the newest invoices, the newest first.
    pub deliveries: Few<(InvoiceNumber, MessageRow)>,
    /// When it was last reminded of what is past due.
    pub reminded: Option<chrono::NaiveDate>,
    /// What it asked for about reminders.
    pub plan: Option<PlanRow>,
    /// What the log tells of it, the newest first.
    pub audit: Few<AuditRecord>,
}

impl Story {
    /// On whose invoice it stands, where it gets none of its own.
    pub fn billed_on(&self) -> Option<&AccountNode> {
        if self.is_billed { None } else { self.above.iter().find(|node| node.is_billed) }
    }

    /// Whether it is closed, but services go on and are billed: they end on their own dates.
    pub fn bills_on_after_closing(&self) -> bool {
        let Some(closed_on) = self.row.closed_on else { return false };
        self.services.rows.iter().any(|(_, service)| service.ends_on.is_none_or(|end| end > closed_on))
    }
}

/// Everything about the account with this number.
///
/// # Errors
/// An account that does not exist.
pub fn tell(app: &App, viewer: &Viewer, number: &AccountNumber) -> Result<Story, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let found = accounts::list_by_numbers(conn, &[number.as_str()])?.pop();
        let (id, row) = found.ok_or_else(|| ServiceError::NotFound(format!("account {number}")))?;
        let id = AccountId(id);
        let is_billed = row.parent_id.is_none() || row.bills_separately;
        let only = (!viewer.role.may_work_cases()).then_some(CaseKind::Macd);
        let narrowed = Narrowed { account: Some(id), kind: only, ..Narrowed::default() };
        let (few, some) = (FEW as i64 + 1, SOME as i64 + 1);
        let active = account_story::list_active_services(conn, id, today, some)?;
        let ended = account_story::list_ended_services(conn, id, today, few)?;
        Ok(Story {
            above: hierarchy::list_above(conn, id)?,
            below: Few::of(hierarchy::list_children(conn, id, some)?, SOME),
            services: Few::of(active, SOME),
            ended: Few::of(ended, FEW),
            cases: Few::of(cases::list_cases(conn, viewer.scope(), &narrowed, None, few)?, FEW),
            contacts: Few::of(contacts::list_contacts(conn, id)?, SOME),
            logins: Few::of(account_story::list_logins(conn, id, some)?, SOME),
            money: match viewer.role.may_see_money() {
                true => Some(money(app, conn, id, number, is_billed)?),
                false => None,
            },
            number: number.clone(),
            id,
            row,
            is_billed,
        })
    })
}

fn money(
    app: &App,
    conn: &mut AnyConnection,
    id: AccountId,
    number: &AccountNumber,
    is_billed: bool,
) -> Result<MoneyStory, ServiceError> {
    let (today, few) = (mountain_day(app.clock.now()), FEW as i64 + 1);
    let balance = statements::sum_balances(conn, &[id])?.remove(&id).unwrap_or_default();
    let history = statements::list_histories(conn, &[id])?.remove(&id).unwrap_or_default();
    let all = with_standings(&history, balance, today);
    let newest: Vec<Statement> = all.iter().rev().take(FEW + 1).cloned().collect();
    let parts = match is_billed {
        true => Vec::new(),
        false => statements::list_parts(conn, id, FEW as i64)?,
    };
    let shown: Vec<_> = newest.iter().take(FEW).map(|invoice| invoice.id).collect();
    let mut messages = deliveries::list_messages(conn, &shown)?;
    let sent = newest.iter().flat_map(|invoice| {
        let of_one = messages.remove(&invoice.id).unwrap_or_default();
        of_one.into_iter().map(|message| (invoice.number.clone(), message))
    });
    let sent = sent.take(FEW + 1).collect();
    let charges = account_story::list_open_charges(conn, id, few)?;
    let (calls, seconds) = account_story::sum_open_calls(conn, id)?;
    Ok(MoneyStory {
        balance,
        past_due: sum_unpaid(&all, PaymentState::PastDue),
        in_dispute: sum_in_dispute(&all),
        open: sum_unpaid(&all, PaymentState::Open),
        invoices: Few::of(newest, FEW),
        parts: parts.into_iter().map(|(_, period, amount)| (period, amount)).collect(),
        payments: Few::of(statements::list_payments(conn, id, few)?, FEW),
        credits: Few::of(credit_notes::list_of_account(conn, id, few)?, FEW),
        charges: Few::of(charges.into_iter().map(|(_, charge)| charge).collect(), FEW),
        calls,
        seconds,
        deliveries: Few::of(sent, FEW),
        reminded: reminders::list_sent(conn, &[id])?.values().map(|sent| sent.on).max(),
        plan: reminders::list_plans(conn, &[id])?.remove(&id),
        audit: Few::of(audit::list_before(conn, &audit::Narrowed::about(number.as_str()), None, few)?, FEW),
    })
}
