//! A payment recorded by hand: what an import of one row would do, and what a person can be asked.

use chrono::NaiveDate;

use super::{Outcome, Refusal, Sent, find_typed, once};
use crate::domain::adjustment::check_amount;
use crate::services::{App, ServiceError, auth, payments};
use crate::store::payments::{PaymentRow, find_by_reference, list_alike};
use crate::store::{AnyConnection, locks};
use crate::values::calendar::mountain_day;
use crate::values::ids::PaymentId;
use crate::values::money::Money;
use crate::values::number::AccountNumber;

/// A payment to be recorded.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// The account that it was made on, as typed.
    pub account: String,
    /// The payer's or bank's reference.
    pub reference: String,
    /// When it came in.
    pub received_on: NaiveDate,
    /// How: one of the payment methods.
    pub method: &'static str,
    /// How much.
    pub amount: Money,
    /// Whether it is another payment than the one of the same day and amount.
    pub is_another: bool,
}

/// A recorded payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentDone {
    /// Row id.
    pub id: PaymentId,
    /// The account that it was booked on: the one whose invoice the payer's stands on.
    pub billing: AccountNumber,
}

/// Records a payment and books it on its billing account (INTERFACES, "Arithmetic, exactly", 8).
///
/// # Errors
/// The database; why it was refused is in the outcome.
pub fn record_payment(
    app: &App,
    sent: Sent<'_>,
    new: &NewPayment,
) -> Result<Outcome<PaymentDone>, ServiceError> {
    once(app, sent, |conn, _| {
        let (id, billing) = record(app, conn, sent, new)?;
        Ok(PaymentDone { id, billing })
    })
}

/// Records it within a transaction.
pub(super) fn record(
    app: &App,
    conn: &mut AnyConnection,
    sent: Sent<'_>,
    new: &NewPayment,
) -> Result<(PaymentId, AccountNumber), super::Stop> {
    let now = app.clock.now();
    let (account, billing) = find_typed(conn, sent.viewer, &new.account)?;
    check_amount(new.amount, new.amount)?;
    if new.received_on > mountain_day(now) {
        return Err(Refusal::Future.into());
    }
    locks::lock_account(conn, billing.id)?;
    if let Some(known) = find_by_reference(conn, account.id, &new.reference)? {
        return Err(Refusal::SameReference(Box::new(known)).into());
    }
    let alike = list_alike(conn, billing.id, new.received_on, new.amount.cents())?;
    if !alike.is_empty() && !new.is_another {
        return Err(Refusal::Alike(alike).into());
    }
    let row = PaymentRow {
        account_id: account.id.0,
        billing_account_id: billing.id.0,
        reference: new.reference.clone(),
        received_on: new.received_on,
        method: new.method.to_owned(),
        amount_cents: new.amount.cents(),
    };
    let booked = payments::book(conn, &[row], (&sent.viewer.email, now))?;
    let id = booked.into_iter().next();
    let id =
        id.ok_or_else(|| ServiceError::Internal("a payment was recorded and is not there".to_owned()))?;
    let detail = format!(
        "payment {} of {} by {}, received {}, booked on {}",
        new.reference, new.amount, new.method, new.received_on, billing.number
    );
    auth::note(conn, now, &sent.viewer.email, "payment.recorded", account.number.as_str(), &detail)?;
    Ok((id, billing.number))
}
