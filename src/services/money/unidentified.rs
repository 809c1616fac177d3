//! Money that nobody can place yet: it is recorded without an account and later becomes a payment of the
//! day on which it came in, or goes back.

use chrono::NaiveDate;

use super::payment::{NewPayment, PaymentDone, record};
use super::{Outcome, Refusal, Sent, Stop, once};
use crate::domain::account::PAYMENT_METHODS;
use crate::domain::adjustment::check_amount;
use crate::domain::ledger::Entry;
use crate::services::{App, ServiceError, auth};
use crate::store::postings::{NewEntry, insert_entries};
use crate::store::unidentified::{self, Settled, Unidentified, UnidentifiedRow};
use crate::store::{AnyConnection, StoreError, books};
use crate::values::calendar::mountain_day;
use crate::values::ids::{AccountId, UnidentifiedId};
use crate::values::money::Money;

/// As the journal names them.
const DOCUMENT: &str = "unidentified";

/// No account's row: whose the money is, is not known.
const NOBODY: AccountId = AccountId(0);

/// Money to be recorded without an account.
#[derive(Clone, Debug)]
pub struct NewUnidentified {
    /// The payer's name as printed.
    pub payer: String,
    /// The payer's or bank's reference.
    pub reference: String,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How: one of the payment methods.
    pub method: &'static str,
    /// How much.
    pub amount: Money,
}

/// One receipt.
///
/// # Errors
/// None with this row.
pub fn find_receipt(app: &App, id: UnidentifiedId) -> Result<UnidentifiedRow, ServiceError> {
    app.db.read(|conn| find(conn, id))
}

fn find(conn: &mut AnyConnection, id: UnidentifiedId) -> Result<UnidentifiedRow, ServiceError> {
    let found = unidentified::find_receipt(conn, id)?;
    found.ok_or_else(|| ServiceError::NotFound(format!("receipt {}", id.0)))
}

/// Records money that nobody can place; the form's words are its note.
///
/// # Errors
/// The database.
pub fn record_receipt(
    app: &App,
    sent: Sent<'_>,
    new: &NewUnidentified,
) -> Result<Outcome<UnidentifiedId>, ServiceError> {
    once(app, sent, |conn, now| {
        check_amount(new.amount, new.amount)?;
        if new.received_on > mountain_day(now) {
            return Err(Refusal::Future.into());
        }
        let receipt = Unidentified {
            payer: new.payer.clone(),
            reference: new.reference.clone(),
            received_on: new.received_on,
            method: new.method.to_owned(),
            amount: new.amount,
            note: sent.reason.to_owned(),
        };
        if let Some(known) = unidentified::find_same(conn, &receipt)? {
            return Err(Refusal::Settled(known.recorded_by).into());
        }
        let id = unidentified::insert_receipt(conn, &receipt, &sent.viewer.email, now)?;
        let entry = Entry::of_unidentified(new.received_on, new.amount);
        insert_entries(conn, &[booking(id, 1, entry)])?;
        let detail = format!(
            "{} of {} by {}, received {}, reference {}",
            new.amount, new.payer, new.method, new.received_on, new.reference
        );
        auth::note(conn, now, &sent.viewer.email, "receipt.recorded", &id.0.to_string(), &detail)?;
        Ok(id)
    })
}

fn booking(id: UnidentifiedId, entry_no: i32, entry: Entry) -> NewEntry {
    NewEntry { document: DOCUMENT, document_id: id.0, entry_no, account: NOBODY, entry }
}

/// Makes a payment of it, of the day on which it came in, or of the first one whose books are not closed;
/// on the account typed.
///
/// # Errors
/// None with this row.
pub fn apply_receipt(
    app: &App,
    sent: Sent<'_>,
    id: UnidentifiedId,
    account: &str,
    is_another: bool,
) -> Result<Outcome<PaymentDone>, ServiceError> {
    once(app, sent, |conn, now| {
        let known = open(conn, id)?;
        let receipt = known.receipt;
        let method = PAYMENT_METHODS.into_iter().find(|method| *method == receipt.method);
        let method = method.ok_or_else(|| StoreError::Corrupt(format!("a payment by {}", receipt.method)))?;
        let received_on = first_open_day(conn, receipt.received_on)?;
        let new = NewPayment {
            account: account.to_owned(),
            reference: receipt.reference,
            received_on,
            method,
            amount: receipt.amount,
            is_another,
        };
        let (payment, billing) = record(app, conn, sent, &new)?;
        // The payment posts the cash of that day again: here it goes, from that day on.
        let back = Entry::of_unidentified(received_on, receipt.amount).reversed();
        settle(conn, id, &Settled::Applied(payment), (sent, now), back)?;
        let detail = format!("open -> applied: payment {} of {} on {account}", new.reference, new.amount);
        auth::note(conn, now, &sent.viewer.email, "receipt.settled", &id.0.to_string(), &detail)?;
        Ok(PaymentDone { id: payment, billing })
    })
}

/// That day, or the first after it whose books are not closed.
fn first_open_day(conn: &mut AnyConnection, day: NaiveDate) -> Result<NaiveDate, StoreError> {
    let first = books::find_closed_through(conn)?.and_then(|closed| closed.succ_opt());
    Ok(first.map_or(day, |first| day.max(first)))
}

/// Sends it back: from today on the money is gone.
///
/// # Errors
/// None with this row.
pub fn return_receipt(app: &App, sent: Sent<'_>, id: UnidentifiedId) -> Result<Outcome<()>, ServiceError> {
    once(app, sent, |conn, now| {
        let known = open(conn, id)?;
        let today = mountain_day(now);
        let back = Entry::of_unidentified(today, known.receipt.amount).reversed();
        settle(conn, id, &Settled::Returned(today), (sent, now), back)?;
        let detail = format!("open -> returned: {} of {}", known.receipt.amount, known.receipt.payer);
        auth::note(conn, now, &sent.viewer.email, "receipt.settled", &id.0.to_string(), &detail)?;
        Ok(())
    })
}

fn open(conn: &mut AnyConnection, id: UnidentifiedId) -> Result<UnidentifiedRow, Stop> {
    let known = find(conn, id)?;
    match known.state.as_str() {
        "open" => Ok(known),
        _ => Err(Refusal::Settled(known.settled_by).into()),
    }
}

fn settle(
    conn: &mut AnyConnection,
    id: UnidentifiedId,
    settled: &Settled,
    (sent, now): (Sent<'_>, chrono::DateTime<chrono::Utc>),
    back: Entry,
) -> Result<(), Stop> {
    match unidentified::mark_settled(conn, id, settled, (&sent.viewer.email, now), sent.reason) {
        Err(StoreError::Conflict(_)) => return Err(Refusal::Settled(String::new()).into()),
        marked => marked?,
    }
    insert_entries(conn, &[booking(id, 2, back)])?;
    Ok(())
}
