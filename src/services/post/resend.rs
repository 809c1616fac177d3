//! Invoices sent again: deliberate, recorded, each a copy that says so (REQUIREMENTS R4.4).
//!
//! Invariant: a first message counts its copies, and a copy is made only where that count is the one that
//! the person saw; so a form that is sent twice makes one.

use super::{Outcome, Refusal};
use crate::domain::access::Viewer;
use crate::services::auth::note;
use crate::services::stop::{self, outcome};
use crate::services::{App, ServiceError, contacts};
use crate::store::outbox::{self, Brings, Life, NewCopy};
use crate::store::{AnyConnection, suppressed};
use crate::values::contact::EmailAddress;
use crate::values::ids::{ContactId, OutboxId};
use crate::values::message_id::MessageId;
use crate::values::number::InvoiceNumber;
use crate::values::period::BillingPeriod;

/// Copies that one press of a button makes at most.
pub const MOST_AT_ONCE: i64 = 1_000;

/// How an invoice is to be sent again.
#[derive(Clone, Debug)]
pub struct Again {
    /// How many copies there were when the person looked.
    pub seen: u32,
    /// Where to; `None` for the same address.
    pub email: Option<EmailAddress>,
    /// Whether the contact is to have that address from now on.
    pub corrects_contact: bool,
}

/// A copy that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resent {
    /// Its row.
    pub id: OutboxId,
}

type Stop = stop::Stop<Refusal>;

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Stop {
        Stop::Refused(refusal)
    }
}

/// Sends the invoice of message `id` again, once nothing of it is on its way.
///
/// # Errors
/// No message of that id.
pub fn resend(
    app: &App,
    viewer: &Viewer,
    id: OutboxId,
    again: &Again,
) -> Result<Outcome<Resent>, ServiceError> {
    if !viewer.role.may_resend() {
        return Ok(Err(Refusal::NotAllowed));
    }
    outcome(app.db.write(|conn| {
        let missing = || ServiceError::NotFound(format!("message {}", id.0));
        let life = outbox::find_life(conn, id)?.ok_or_else(missing)?;
        let Brings::Invoice { number, contact, .. } = &life.message.brings else {
            return Err(Refusal::Notice.into());
        };
        if life.first().copies != again.seen {
            return Err(Refusal::SentMeanwhile.into());
        }
        if life.family.iter().any(|one| !one.state.is_final()) {
            return Err(Refusal::UnderWay.into());
        }
        let was = life.message.email.as_str();
        let email = match &again.email {
            Some(email) => email.clone(),
            None => was.parse().map_err(ServiceError::from)?,
        };
        if let Some(silent) = suppressed::find(conn, email.as_str())? {
            return Err(Refusal::Suppressed(Box::new(silent)).into());
        }
        let copy = Copy { invoice: number, contact: *contact, first: life.first().id, seen: again.seen };
        let made = copy.enqueue(app, conn, viewer, &email)?.ok_or(Refusal::SentMeanwhile)?;
        let is_other = !email.as_str().eq_ignore_ascii_case(was);
        if again.corrects_contact && is_other {
            correct(app, conn, viewer, &life, *contact, &email)?;
        }
        let detail = match is_other {
            true => format!("copy {} to {email} instead of {was}", again.seen + 1),
            false => format!("copy {} to {email}", again.seen + 1),
        };
        note(conn, app.clock.now(), &viewer.email, "invoice.resent", number.as_str(), &detail)?;
        Ok(Resent { id: made })
    }))
}

fn correct(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    life: &Life,
    contact: ContactId,
    email: &EmailAddress,
) -> Result<(), Stop> {
    let addresses = (life.message.email.as_str(), email);
    match contacts::correct_address(app, conn, viewer, contact, addresses) {
        Ok(contacts::Outcome::Done(_)) => Ok(()),
        Ok(contacts::Outcome::Refused(objection)) => Err(Refusal::Contact(objection).into()),
        Ok(contacts::Outcome::NotAllowed(_)) => Err(Refusal::ContactNotAllowed.into()),
        Ok(contacts::Outcome::Outdated(_)) | Err(ServiceError::NotFound(_)) => {
            Err(Refusal::ContactChanged.into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends every message of `period` again that failed, whose address takes mail and of which no copy went
/// out since, [`MOST_AT_ONCE`] at most, if there still are the `seen` that the person saw; how many.
///
/// # Errors
/// The database.
pub fn resend_failed(
    app: &App,
    viewer: &Viewer,
    period: BillingPeriod,
    seen: i64,
) -> Result<Outcome<usize>, ServiceError> {
    if !viewer.role.may_run_post() {
        return Ok(Err(Refusal::NotAllowed));
    }
    outcome(app.db.write(|conn| {
        let now = outbox::count_again(conn, period)?;
        if now != seen {
            return Err(Refusal::OthersNow(now).into());
        }
        let found = outbox::list_again(conn, period, MOST_AT_ONCE)?;
        let mut made = 0;
        for one in &found {
            let email: EmailAddress = one.email.parse().map_err(ServiceError::from)?;
            let copy =
                Copy { invoice: &one.invoice, contact: one.contact, first: one.first, seen: one.copies };
            made += usize::from(copy.enqueue(app, conn, viewer, &email)?.is_some());
        }
        if made > 0 {
            let detail = format!("{made} messages that failed are sent again");
            note(conn, app.clock.now(), &viewer.email, "period.resent", &period.to_string(), &detail)?;
        }
        Ok(made)
    }))
}

/// A copy to be made.
struct Copy<'a> {
    invoice: &'a InvoiceNumber,
    contact: ContactId,
    first: OutboxId,
    seen: u32,
}

impl Copy<'_> {
    /// `None` where somebody was faster.
    fn enqueue(
        &self,
        app: &App,
        conn: &mut AnyConnection,
        viewer: &Viewer,
        email: &EmailAddress,
    ) -> Result<Option<OutboxId>, ServiceError> {
        let message_id =
            MessageId::of_invoice(self.invoice, self.contact, self.seen + 1, &app.settings.mail_domain())?;
        let copy = NewCopy {
            of: self.first,
            seen: self.seen,
            email,
            message_id: &message_id,
            asked_by: &viewer.email,
        };
        Ok(outbox::insert_copy(conn, &copy, app.clock.now())?)
    }
}
