//! What was received, which bills it paid, and what is to pay now.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::accounts::{self, Choice};
use super::statements::{Statement, sum_in_dispute, sum_unpaid, with_standings};
use super::{App, ServiceError};
use crate::domain::access::Viewer;
use crate::domain::account::Credit;
use crate::domain::adjustment::{Adjustment, AdjustmentKind};
use crate::domain::hierarchy::AccountNode;
use crate::domain::late_fee::IssuedInvoice;
use crate::domain::ledger::Entry;
use crate::domain::settlement::{Movement, settle, usable};
use crate::domain::statement::PaymentState;
use crate::store::adjustments::AdjustmentRow;
use crate::store::payments::PaymentRow as NewPayment;
use crate::store::postings::{NewEntry, insert_entries};
use crate::store::statements::{self, StatementRow};
use crate::store::{AnyConnection, StoreError, adjustments, credit_notes, payments};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, PaymentId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CreditNumber, InvoiceNumber};

pub use crate::store::statements::PaymentRow;

/// As the journal names payments.
pub(super) const DOCUMENT: &str = "payment";

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

/// Money received, a credit note, an invoice that credits more than it charges, or an adjustment.
#[derive(Debug)]
pub struct Receipt {
    /// The day it was received, or the day from which it counts.
    pub on: NaiveDate,
    /// What it is.
    pub source: Source,
    /// Positive; negative where an adjustment raised what is due.
    pub amount: Money,
    /// The bills that it paid, oldest first.
    pub applied: Vec<(InvoiceNumber, Money)>,
    /// What waits for the next bill.
    pub left: Money,
    /// How and when it was taken from the account again.
    pub taken: Option<(AdjustmentKind, NaiveDate)>,
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
    /// An adjustment, and the payment that it is about.
    Adjustment(Adjustment, Option<PaymentId>),
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
        let Story { balance, all, mut receipts } = story(conn, choice.account.id, today)?;
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

/// What a billing account owes and what was received.
pub(super) struct Story {
    /// What is owed now, negative where there is credit.
    pub(super) balance: Money,
    /// Every invoice as it stands today, oldest first.
    pub(super) all: Vec<Statement>,
    /// Everything that came in or went out, oldest first.
    pub(super) receipts: Vec<Receipt>,
}

pub(super) fn story(conn: &mut AnyConnection, id: AccountId, today: NaiveDate) -> Result<Story, StoreError> {
    let balance = statements::sum_balances(conn, &[id])?.remove(&id).unwrap_or_default();
    let history = statements::list_histories(conn, &[id])?.remove(&id).unwrap_or_default();
    let payments = statements::list_payments(conn, id, i64::MAX)?;
    let notes = credit_notes::list_of_account(conn, id, i64::MAX)?;
    let adjusted = adjustments::list_of_account(conn, id, i64::MAX)?;
    let all = with_standings(&history, balance, today);
    Ok(Story { balance, all, receipts: receipts(&history, payments, notes, adjusted) })
}

/// Everything that came in or went out, oldest first, with the bills that it paid.
fn receipts(
    history: &[StatementRow],
    payments: Vec<PaymentRow>,
    notes: Vec<Credit>,
    adjusted: Vec<AdjustmentRow>,
) -> Vec<Receipt> {
    let credits = history.iter().filter(|row| row.issued.new_charges.is_negative()).map(|row| {
        Receipt::new(row.invoice_date, -row.issued.new_charges, Source::Credit(row.number.clone()))
    });
    // Newest first as they come: turned round, so that those of one day keep their order.
    let payments = payments.into_iter().rev();
    let payments = payments.map(|row| Receipt::new(row.received_on, row.amount, Source::Payment(row)));
    let notes = notes.into_iter().rev();
    let notes =
        notes.map(|note| Receipt::new(note.credited_on, note.amount, Source::CreditNote(note.number)));
    let adjusted = adjusted.into_iter().rev().map(|row| {
        let (on, amount) = (row.adjustment.booked_on, -row.adjustment.amount);
        Receipt::new(on, amount, Source::Adjustment(row.adjustment, row.payment))
    });
    let mut receipts: Vec<Receipt> = payments.chain(credits).chain(notes).chain(adjusted).collect();
    receipts.sort_by_key(|receipt| receipt.on);
    let movements = movements(&mut receipts);
    let issued: Vec<IssuedInvoice> = history.iter().map(|row| row.issued).collect();
    for (receipt, applied) in receipts.iter_mut().zip(settle(&issued, &usable(&movements))) {
        let to = applied.to.into_iter();
        receipt.applied = to.map(|(place, part)| (history[place].number.clone(), part)).collect();
        receipt.left = applied.left;
    }
    receipts
}

/// Finds out which receipts adjustments take back, and notes it there.
fn movements(receipts: &mut [Receipt]) -> Vec<Movement> {
    let mut held: HashMap<PaymentId, usize> = HashMap::new();
    let mut movements = Vec::with_capacity(receipts.len());
    for place in 0..receipts.len() {
        let Receipt { on, amount, source, .. } = &receipts[place];
        let (on, amount) = (*on, *amount);
        let mut takes = None;
        match source {
            Source::Payment(row) => {
                held.insert(row.id, place);
            }
            Source::Adjustment(adjustment, Some(payment)) if amount.is_negative() => {
                let kind = adjustment.kind;
                takes = held.remove(payment);
                if let Some(taken) = takes {
                    receipts[taken].taken = Some((kind, on));
                }
            }
            Source::Adjustment(_, Some(payment)) => {
                held.insert(*payment, place);
            }
            Source::Adjustment(_, None) | Source::Credit(_) | Source::CreditNote(_) => {}
        }
        movements.push(Movement { amount, takes });
    }
    movements
}

impl Receipt {
    fn new(on: NaiveDate, amount: Money, source: Source) -> Receipt {
        Receipt { on, amount, source, applied: Vec::new(), left: Money::ZERO, taken: None }
    }

    /// The payment that is on this account by it, where nobody took it back.
    pub fn held(&self) -> Option<PaymentId> {
        match &self.source {
            _ if self.taken.is_some() => None,
            Source::Payment(row) => Some(row.id),
            Source::Adjustment(adjustment, payment) if adjustment.amount.is_negative() => *payment,
            _ => None,
        }
    }
}

/// Records payments and books them; their rows.
pub(super) fn book(
    conn: &mut AnyConnection,
    rows: &[NewPayment],
    recorded: (&str, DateTime<Utc>),
) -> Result<Vec<PaymentId>, StoreError> {
    payments::insert_payments(conn, rows, recorded)?;
    let keys: Vec<_> = rows.iter().map(|row| (row.account_id, row.reference.as_str())).collect();
    let booked = payments::list_by_keys(conn, &keys)?;
    let entries: Vec<NewEntry> =
        booked.iter().map(|(id, row, _)| booking(*id, 1, row.billing_account_id, entry(row))).collect();
    insert_entries(conn, &entries)?;
    Ok(booked.into_iter().map(|(id, _, _)| PaymentId(id)).collect())
}

/// What a payment posts.
pub(super) fn entry(row: &NewPayment) -> Entry {
    Entry::of_payment(row.received_on, Money::from_cents(row.amount_cents))
}

/// A payment's journal entry.
pub(super) fn booking(id: i64, entry_no: i32, account: i64, entry: Entry) -> NewEntry {
    NewEntry { document: DOCUMENT, document_id: id, entry_no, account: AccountId(account), entry }
}
