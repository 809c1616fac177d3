//! Where a period's messages stand.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::delivery::MessageState;
use crate::services::{App, ServiceError};
use crate::store::outbox::{self, Undelivered};
use crate::values::period::BillingPeriod;

/// First messages of invoices by state; copies are not counted: `recipients = sent + retrying + failed + suppressed + queued`.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryReport {
    /// One period, or all where it is `None`.
    pub period: Option<BillingPeriod>,
    /// Messages in all.
    pub recipients: i64,
    /// Taken by the recipient's server.
    pub sent: i64,
    /// Refused for now.
    pub retrying: i64,
    /// Refused for good.
    pub failed: i64,
    /// Not tried: the address was refused for good before.
    pub suppressed: i64,
    /// Not tried yet.
    pub queued: i64,
    /// Those whose server's answer was lost: they may have arrived all the same.
    pub in_doubt: i64,
    /// The first of those that did not arrive, with the server's answer.
    pub undelivered: Vec<Undelivered>,
    /// Every notice by its state; `None` where one period was asked for, for notices have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notices: Option<BTreeMap<String, i64>>,
}

/// How many undelivered messages are named.
const UNDELIVERED_NAMED: i64 = 100;

/// Where the messages of `period`, or all, stand.
///
/// # Errors
/// The database.
pub fn report(app: &App, period: Option<BillingPeriod>) -> Result<DeliveryReport, ServiceError> {
    let (states, in_doubt, undelivered, notices) = app.db.read(|conn| {
        Ok::<_, ServiceError>((
            outbox::count_states(conn, period)?,
            outbox::count_in_doubt(conn, period)?,
            outbox::list_undelivered(conn, period, UNDELIVERED_NAMED)?,
            match period {
                None => Some(outbox::count_notice_states(conn)?),
                Some(_) => None,
            },
        ))
    })?;
    let count = |state: MessageState| states.get(state.as_str()).copied().unwrap_or(0);
    Ok(DeliveryReport {
        period,
        recipients: states.values().sum(),
        sent: count(MessageState::Sent),
        retrying: count(MessageState::Retrying),
        failed: count(MessageState::Failed),
        suppressed: count(MessageState::Suppressed),
        queued: count(MessageState::Queued) + count(MessageState::Sending),
        in_doubt,
        undelivered,
        notices,
    })
}
