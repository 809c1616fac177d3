//! Payments: each is booked with its import; one that an invoice showed never changes.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::Likeness;
use super::directory::Hierarchy;
use super::fields::{Cells, Column, Need, day, one_of, parsed, text};
use super::flow::Today;
use super::keyed::{Change, Key, Kind, Refusal, Stored, refuse_invoiced};
use crate::domain::account::PAYMENT_METHODS;
use crate::services::payments::{DOCUMENT, book, booking, entry};
use crate::store::accounts::AccountLink;
use crate::store::payments::{self, PaymentRow};
use crate::store::postings::{NewEntry, insert_entries, list_last_entries};
use crate::store::{AnyConnection, StoreError, adjustments, books};
use crate::values::Invalid;
use crate::values::money::Money;
use crate::values::number::AccountNumber;

pub(super) struct Payments {
    hierarchy: Hierarchy,
    /// Who records them, and when.
    recorded: (String, DateTime<Utc>),
    /// Nothing is booked through this day any more.
    closed_through: Option<NaiveDate>,
}

impl Payments {
    pub(super) fn recorded_by(actor: &str, now: DateTime<Utc>) -> Payments {
        let recorded = (actor.to_owned(), now);
        Payments { hierarchy: Hierarchy::default(), recorded, closed_through: None }
    }

    fn is_closed(&self, row: &PaymentRow) -> bool {
        self.closed_through.is_some_and(|day| row.received_on <= day)
    }

    fn closed(&self) -> Refusal {
        let day = self.closed_through.map(|day| day.to_string()).unwrap_or_default();
        ("received_on", format!("the books are closed through {day}: book it on a later day"))
    }
}

pub(super) struct Parsed {
    account: AccountNumber,
    reference: String,
    received_on: NaiveDate,
    method: &'static str,
    amount: Money,
}

impl Kind for Payments {
    const COLUMNS: &'static [Column] = &[
        ("account", Need::Value),
        ("reference", Need::Value),
        ("received_on", Need::Value),
        ("method", Need::Value),
        ("amount", Need::Value),
    ];
    const KEY: &'static str = "reference";
    type Parsed = Parsed;
    type Row = PaymentRow;

    fn read(&self, cells: &mut Cells<'_>, today: Today) -> Option<Parsed> {
        let account = cells.required("account", parsed);
        let reference = cells.required("reference", text);
        let received_on = cells.required("received_on", day);
        let method = cells.required("method", one_of(&PAYMENT_METHODS));
        let amount = cells.required("amount", amount);
        if let Some(received_on) = received_on
            && received_on > today.day
        {
            cells.refuse::<()>("received_on", format!("{received_on} is in the future"));
        }
        Some(Parsed {
            account: account?,
            reference: reference?,
            received_on: received_on?,
            method: method?,
            amount: amount?,
        })
    }

    fn account(parsed: &Parsed) -> Option<&AccountNumber> {
        Some(&parsed.account)
    }

    fn begin(&mut self, conn: &mut AnyConnection) -> Result<(), StoreError> {
        self.closed_through = books::find_closed_through(conn)?;
        Ok(())
    }

    fn prepare(&mut self, conn: &mut AnyConnection, accounts: &[AccountLink]) -> Result<(), StoreError> {
        self.hierarchy.load(conn, accounts)
    }

    fn complete(&self, parsed: Parsed, account: Option<&AccountLink>) -> Result<PaymentRow, Refusal> {
        let account = account.expect("every payment names its account");
        Ok(PaymentRow {
            account_id: account.id,
            billing_account_id: self.hierarchy.billing_account(account.id),
            reference: parsed.reference,
            received_on: parsed.received_on,
            method: parsed.method.to_owned(),
            amount_cents: parsed.amount.cents(),
        })
    }

    fn amount(row: &PaymentRow) -> Option<Money> {
        Some(Money::from_cents(row.amount_cents))
    }

    fn key(row: &PaymentRow) -> Key {
        (row.account_id, row.reference.clone())
    }

    fn find_last_id(conn: &mut AnyConnection) -> Result<i64, StoreError> {
        payments::find_last_id(conn)
    }

    fn list(conn: &mut AnyConnection, keys: &[(i64, &str)]) -> Result<Vec<Stored<PaymentRow>>, StoreError> {
        Ok(payments::list_by_keys(conn, keys)?.into_iter().map(Stored::from).collect())
    }

    fn find_alike(
        &self,
        conn: &mut AnyConnection,
        rows: &[PaymentRow],
    ) -> Result<Vec<(usize, Likeness)>, StoreError> {
        let like = |row: &PaymentRow| (row.billing_account_id, row.received_on, row.amount_cents);
        let stored = payments::list_near(conn, rows)?;
        let mut known: HashMap<_, String> =
            stored.iter().map(|row| (like(row), row.reference.clone())).collect();
        let mut alike = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            // Its own line in the file may be the other one.
            if let Some(other) = known.insert(like(row), row.reference.clone()) {
                let likeness = Likeness {
                    reference: row.reference.clone(),
                    other,
                    received_on: row.received_on,
                    amount: Money::from_cents(row.amount_cents),
                };
                alike.push((place, likeness));
            }
        }
        Ok(alike)
    }

    /// A payment stays where it was booked, though its account may roll up elsewhere by now.
    fn adopt(row: &mut PaymentRow, stored: &PaymentRow) {
        row.billing_account_id = stored.billing_account_id;
    }

    fn object(&self, row: &PaymentRow) -> Option<Refusal> {
        self.is_closed(row).then(|| self.closed())
    }

    fn refuse(
        &self,
        conn: &mut AnyConnection,
        changes: &[Change<PaymentRow>],
    ) -> Result<Vec<(usize, Refusal)>, StoreError> {
        let reason = "the payment is shown on an issued invoice and cannot change";
        let mut refused = refuse_invoiced(changes, Self::KEY, reason);
        let rebooked = changes.iter().enumerate().filter(|(_, one)| entry(&one.old.row) != entry(&one.new));
        let closed = rebooked.filter(|(_, one)| self.is_closed(&one.old.row) || self.is_closed(&one.new));
        refused.extend(closed.map(|(place, _)| (place, self.closed())));
        let ids: Vec<i64> = changes.iter().map(|change| change.old.id).collect();
        let taken = adjustments::list_taken(conn, &ids)?;
        let adjusted = changes.iter().enumerate().filter(|(_, change)| taken.contains(&change.old.id));
        let reason = "the payment was returned or moved by an adjustment and cannot change";
        refused.extend(adjusted.map(|(place, _)| (place, (Self::KEY, reason.to_owned()))));
        // One reason is enough.
        refused.sort_by_key(|(place, _)| *place);
        refused.dedup_by_key(|(place, _)| *place);
        Ok(refused)
    }

    fn insert(&self, conn: &mut AnyConnection, rows: &[PaymentRow]) -> Result<(), StoreError> {
        book(conn, rows, (&self.recorded.0, self.recorded.1)).map(|_| ())
    }

    fn update(&self, conn: &mut AnyConnection, changes: &[Change<PaymentRow>]) -> Result<(), StoreError> {
        for change in changes {
            payments::update_payment(conn, change.old.id, &change.new)?;
        }
        let rebooked: Vec<_> = changes.iter().filter(|c| entry(&c.old.row) != entry(&c.new)).collect();
        if rebooked.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = rebooked.iter().map(|change| change.old.id).collect();
        let last = list_last_entries(conn, DOCUMENT, &ids)?;
        let entries: Vec<NewEntry> = rebooked
            .iter()
            .flat_map(|Change { old, new, .. }| {
                let last = last.get(&old.id).copied().unwrap_or(0);
                let undone = entry(&old.row).reversed();
                [
                    booking(old.id, last + 1, old.row.billing_account_id, undone),
                    booking(old.id, last + 2, new.billing_account_id, entry(new)),
                ]
            })
            .collect();
        insert_entries(conn, &entries)
    }
}

fn amount(cell: &str) -> Result<Money, Invalid> {
    let amount: Money = cell.parse()?;
    if amount.is_zero() || amount.is_negative() {
        return Invalid::because(format!("{cell} is not more than nothing"));
    }
    Ok(amount)
}
