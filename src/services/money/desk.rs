//! What the office looks at: what came in, what is not applied, an account's money.

use std::collections::HashMap;

use super::find_billed;
use crate::domain::access::Viewer;
use crate::domain::hierarchy::AccountNode;
use crate::domain::statement::PaymentState;
use crate::services::payments::{Receipt, story};
use crate::services::statements::{Statement, sum_in_dispute, sum_unpaid};
use crate::services::{App, ServiceError, accounts};
use crate::store::adjustments::{self, AdjustmentRow};
use crate::store::money::{self, Cursor, Narrowed};
use crate::store::money_requests::{self, MoneyRequest};
use crate::store::unidentified::{self, UnidentifiedRow};
use crate::store::{hierarchy, statements};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, PaymentId};
use crate::values::money::Money;
use crate::values::number::AccountNumber;

pub use crate::store::money::Incoming;

/// Payments on a page.
const PAYMENTS_PER_PAGE: usize = 50;

/// Accounts that are looked at together for those in credit.
const ACCOUNTS_PER_LOOK: i64 = 300;

/// Receipts without an account that are listed.
const UNIDENTIFIED_LISTED: i64 = 200;

/// The newest of an account that are shown.
const NEWEST: i64 = 50;

/// What a list of payments is narrowed to.
#[derive(Clone, Debug, Default)]
pub struct ListFilter {
    /// Booked on the billing account of this one.
    pub account: Option<AccountNumber>,
    /// From this day on.
    pub from: Option<chrono::NaiveDate>,
    /// Through this day.
    pub to: Option<chrono::NaiveDate>,
    /// Received in this way.
    pub method: Option<&'static str>,
    /// With exactly this reference.
    pub reference: Option<String>,
}

/// A page of what came in.
#[derive(Clone, Debug)]
pub struct List {
    /// Newest first.
    pub payments: Vec<Incoming>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Money that nobody placed yet, the oldest first.
    pub unidentified: Vec<UnidentifiedRow>,
    /// How many requests wait for a second person.
    pub waiting: i64,
}

/// What came in, the newest first.
///
/// # Errors
/// The database. An account that does not exist has no payments.
pub fn list_money(
    app: &App,
    viewer: &Viewer,
    filter: &ListFilter,
    after: Option<Cursor>,
) -> Result<List, ServiceError> {
    app.db.read(|conn| {
        let billing = match &filter.account {
            None => Some(None),
            Some(number) => match hierarchy::find_account(conn, viewer.scope(), number)? {
                Some(account) => Some(Some(accounts::find_billing(conn, &account)?.id)),
                None => None,
            },
        };
        let mut payments = match billing {
            None => Vec::new(),
            Some(billing) => {
                let narrowed = Narrowed {
                    billing,
                    from: filter.from,
                    to: filter.to,
                    method: filter.method,
                    reference: filter.reference.clone(),
                };
                money::list_incoming(conn, &narrowed, after, PAYMENTS_PER_PAGE as i64 + 1)?
            }
        };
        let more = payments.len() > PAYMENTS_PER_PAGE;
        payments.truncate(PAYMENTS_PER_PAGE);
        Ok(List {
            next: payments.last().filter(|_| more).map(|last| (last.received_on, last.id)),
            payments,
            unidentified: unidentified::list_open(conn, UNIDENTIFIED_LISTED)?,
            waiting: money_requests::count_waiting(conn)?,
        })
    })
}

/// An account with more received than charged.
#[derive(Clone, Debug)]
pub struct InCredit {
    /// Which.
    pub account: AccountNode,
    /// Its credit, positive.
    pub credit: Money,
}

/// A page of accounts in credit.
#[derive(Clone, Debug)]
pub struct Unapplied {
    /// In the order of their rows.
    pub accounts: Vec<InCredit>,
    /// Where the next page begins: so many accounts are looked at for a page, no more.
    pub next: Option<AccountId>,
}

/// Accounts in credit, from the one after `after` on.
///
/// # Errors
/// The database.
pub fn list_unapplied(app: &App, after: Option<AccountId>) -> Result<Unapplied, ServiceError> {
    app.db.read(|conn| {
        let after = after.unwrap_or(AccountId(0));
        let perhaps = money::list_perhaps_in_credit(conn, after, ACCOUNTS_PER_LOOK)?;
        let next = perhaps.last().copied().filter(|_| perhaps.len() as i64 == ACCOUNTS_PER_LOOK);
        let mut credits: HashMap<AccountId, Money> = statements::sum_balances(conn, &perhaps)?;
        credits.retain(|_, balance| balance.is_negative());
        let ids: Vec<AccountId> = perhaps.into_iter().filter(|id| credits.contains_key(id)).collect();
        let accounts = hierarchy::list_accounts_by_id(conn, &ids)?;
        let accounts =
            accounts.into_iter().map(|account| InCredit { credit: -credits[&account.id], account });
        Ok(Unapplied { accounts: accounts.collect(), next })
    })
}

/// An account's money.
#[derive(Debug)]
pub struct MoneyStory {
    /// The billing account.
    pub account: AccountNode,
    /// What it owes; negative where it is in credit.
    pub balance: Money,
    /// What of it is in dispute.
    pub in_dispute: Money,
    /// What of it is past due.
    pub past_due: Money,
    /// What of it can be written off: unpaid, and nobody disputes it.
    pub undisputed: Money,
    /// Invoices with something unpaid, oldest first.
    pub unpaid: Vec<Statement>,
    /// The newest invoices, newest first.
    pub invoices: Vec<Statement>,
    /// What came in and went out, newest first.
    pub receipts: Vec<Receipt>,
    /// The newest adjustments with who made them and why.
    pub adjustments: Vec<AdjustmentRow>,
    /// What was asked for, newest first.
    pub requests: Vec<MoneyRequest>,
}

impl MoneyStory {
    /// The receipt by which this payment is on the account.
    pub fn held(&self, payment: PaymentId) -> Option<&Receipt> {
        self.receipts.iter().find(|receipt| receipt.held() == Some(payment))
    }
}

/// The money of the billing account with this number.
///
/// # Errors
/// None, or one whose bills are another's.
pub fn story_of(app: &App, viewer: &Viewer, number: &AccountNumber) -> Result<MoneyStory, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let account = find_billed(conn, viewer, number)?;
        let found = story(conn, account.id, today)?;
        let mut receipts = found.receipts;
        receipts.reverse();
        Ok(MoneyStory {
            balance: found.balance,
            in_dispute: sum_in_dispute(&found.all),
            past_due: sum_unpaid(&found.all, PaymentState::PastDue),
            undisputed: found.all.iter().map(|one| one.standing.undisputed()).sum(),
            invoices: found.all.iter().rev().take(NEWEST as usize).cloned().collect(),
            unpaid: found.all.into_iter().filter(|one| !one.standing.unpaid.is_zero()).collect(),
            receipts,
            adjustments: adjustments::list_of_account(conn, account.id, NEWEST)?,
            requests: money_requests::list_of_account(conn, account.id, NEWEST)?,
            account,
        })
    })
}

/// The number of the account on whose invoice this one stands.
///
/// # Errors
/// None with this number.
pub fn billing_of(app: &App, viewer: &Viewer, number: &AccountNumber) -> Result<AccountNumber, ServiceError> {
    app.db.read(|conn| {
        let account = accounts::find(conn, viewer, number)?;
        Ok(accounts::find_billing(conn, &account)?.number)
    })
}
