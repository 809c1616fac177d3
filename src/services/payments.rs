//! What was received, which bills it paid, and what is to pay now.

use chrono::NaiveDate;

use super::accounts::{self, Choice};
use super::statements::{Statement, sum_in_dispute, sum_unpaid, with_standings};
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::account::Credit;
use crate::domain::hierarchy::AccountNode;
use crate::domain::late_fee::IssuedInvoice;
use crate::domain::settlement::settle;
use crate::domain::statement::PaymentState;
use crate::store::credit_notes;
use crate::store::statements::{self, StatementRow};
use crate::values::calendar::mountain_day;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CreditNumber, InvoiceNumber};

pub use crate::store::statements::PaymentRow;

/// Receipts on a page.
pub const RECEIPTS_PER_PAGE: usize = 50;

/// An account's payments.
#[derive(Debug)]
pub struct Payments {
    /// The account among those to choose from.
    pub choice: Choice,
    /// Where the account's bills are another's: that account, where the viewer may see it.
    pub billed_with: Option<AccountNode>,
    /// What is owed now, negative where there is credit.
    pub balance: Money,
    /// What of it is in dispute and need not be paid now.
    pub in_dispute: Money,
    /// What of it is past due.
    pub past_due: Money,
    /// Bills with something unpaid, oldest first.
    pub unpaid: Vec<Statement>,
    /// What was received, newest first: one page of it.
    pub receipts: Vec<Receipt>,
    /// How many newer ones were left out before the next page.
    pub next: Option<usize>,
}

/// Money received, a credit note, or an invoice that credits more than it charges.
#[derive(Debug)]
pub struct Receipt {
    /// The day it was received, or the credit's date.
    pub on: NaiveDate,
    /// What it is.
    pub source: Source,
    /// Positive.
    pub amount: Money,
    /// The bills that it paid, oldest first.
    pub applied: Vec<(InvoiceNumber, Money)>,
    /// What waits for the next bill.
    pub left: Money,
}

/// Where a receipt comes from.
#[derive(Debug)]
pub enum Source {
    /// A payment.
    Payment(PaymentRow),
    /// An invoice with negative new charges.
    Credit(InvoiceNumber),
    /// A credit note.
    CreditNote(CreditNumber),
}

/// An account's payments, `skip` newer ones left out; `None` where nothing is granted to the viewer.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn list_payments(
    app: &App,
    viewer: &Viewer,
    account: Option<&AccountNumber>,
    skip: usize,
) -> Result<Option<Payments>, ServiceError> {
    let today = mountain_day(app.clock.now());
    app.db.read(|conn| {
        let Some(choice) = accounts::choose(conn, viewer, account)? else { return Ok(None) };
        if !choice.account.is_billed {
            let billing = accounts::find_billing(conn, &choice.account)?;
            let billed_with = accounts::find(conn, viewer, &billing.number).ok();
            return Ok(Some(Payments::of_none(choice, billed_with)));
        }
        let id = choice.account.id;
        let balance = statements::sum_balances(conn, &[id])?.remove(&id).unwrap_or_default();
        let history = statements::list_histories(conn, &[id])?.remove(&id).unwrap_or_default();
        let payments = statements::list_payments(conn, id, i64::MAX)?;
        let all = with_standings(&history, balance, today);
        let credits = credit_notes::list_of_account(conn, id, i64::MAX)?;
        let mut receipts = receipts(&history, payments, credits);
        receipts.reverse();
        let total = receipts.len();
        let receipts: Vec<Receipt> = receipts.into_iter().skip(skip).take(RECEIPTS_PER_PAGE).collect();
        let shown = skip + receipts.len();
        Ok(Some(Payments {
            choice,
            billed_with: None,
            balance,
            in_dispute: sum_in_dispute(&all),
            past_due: sum_unpaid(&all, PaymentState::PastDue),
            unpaid: all.into_iter().filter(|one| !one.standing.unpaid.is_zero()).collect(),
            next: (shown < total).then_some(shown),
            receipts,
        }))
    })
}

impl Payments {
    /// What is to be paid now: the balance without what is in dispute; negative where there is credit.
    pub fn due(&self) -> Money {
        self.balance - self.in_dispute
    }

    /// Of an account whose bills are another's.
    fn of_none(choice: Choice, billed_with: Option<AccountNode>) -> Payments {
        Payments {
            choice,
            billed_with,
            balance: Money::ZERO,
            in_dispute: Money::ZERO,
            past_due: Money::ZERO,
            unpaid: Vec::new(),
            receipts: Vec::new(),
            next: None,
        }
    }
}

/// Everything received, oldest first, with the bills that it paid.
fn receipts(history: &[StatementRow], payments: Vec<PaymentRow>, notes: Vec<Credit>) -> Vec<Receipt> {
    let credits = history.iter().filter(|row| row.issued.new_charges.is_negative()).map(|row| Receipt {
        on: row.invoice_date,
        amount: -row.issued.new_charges,
        source: Source::Credit(row.number.clone()),
        applied: Vec::new(),
        left: Money::ZERO,
    });
    // Newest first as they come: turned round, so that those of one day keep their order.
    let payments = payments.into_iter().rev().map(|row| Receipt {
        on: row.received_on,
        amount: row.amount,
        source: Source::Payment(row),
        applied: Vec::new(),
        left: Money::ZERO,
    });
    let notes = notes.into_iter().rev().map(|note| Receipt {
        on: note.credited_on,
        amount: note.amount,
        source: Source::CreditNote(note.number),
        applied: Vec::new(),
        left: Money::ZERO,
    });
    let mut receipts: Vec<Receipt> = payments.chain(credits).chain(notes).collect();
    receipts.sort_by_key(|receipt| receipt.on);
    let issued: Vec<IssuedInvoice> = history.iter().map(|row| row.issued).collect();
    let amounts: Vec<Money> = receipts.iter().map(|receipt| receipt.amount).collect();
    for (receipt, applied) in receipts.iter_mut().zip(settle(&issued, &amounts)) {
        let to = applied.to.into_iter();
        receipt.applied = to.map(|(place, part)| (history[place].number.clone(), part)).collect();
        receipt.left = applied.left;
    }
    receipts
}
