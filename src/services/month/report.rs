//! How a month ended, account by account, for the files of billing.

use std::io::Write;

use super::{Narrowed, Order, Step};
use crate::domain::bill_run::StepState;
use crate::services::export::neutral;
use crate::services::{App, ServiceError};
use crate::store::{StoreError, month, review};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// Accounts read at once.
const ROWS_PER_CHUNK: i64 = 1_000;

/// Writes the month as CSV: a row for each account with its document, what was held and by whom, and what
/// became of its messages. Memory stays flat.
///
/// # Errors
/// The database, and what `out` says.
pub fn write_report(app: &App, period: BillingPeriod, out: &mut dyn Write) -> Result<(), ServiceError> {
    let failed = |why: csv::Error| ServiceError::Internal(format!("the month's report: {why}"));
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "period",
        "account",
        "name",
        "state",
        "reason",
        "moved_by",
        "invoice",
        "new_charges",
        "new_charges_before",
        "total_due",
        "recipients",
        "sent",
        "not_sent",
    ])
    .map_err(failed)?;
    let all = Narrowed::default();
    for chunk in 0.. {
        let part = (ROWS_PER_CHUNK, chunk * ROWS_PER_CHUNK);
        let (steps, mails) = app.db.read(|conn| {
            let steps = review::list_steps(conn, period, &all, Order::Account, part)?;
            let ids: Vec<i64> = steps.iter().filter_map(|step| step.invoice).map(|id| id.0).collect();
            Ok::<_, StoreError>((steps, month::count_mails_of(conn, &ids)?))
        })?;
        if steps.is_empty() {
            break;
        }
        for step in &steps {
            let (recipients, sent) =
                step.invoice.and_then(|id| mails.get(&id.0)).copied().unwrap_or_default();
            csv.write_record(record(period, step, recipients, sent)).map_err(failed)?;
        }
    }
    csv.flush().map_err(|why| ServiceError::Internal(format!("the month's report: {why}")))
}

fn record(period: BillingPeriod, step: &Step, recipients: i64, sent: i64) -> [String; 13] {
    let amount = |amount: Option<Money>| amount.map_or_else(String::new, |amount| amount.to_string());
    let state = match step.state {
        StepState::Held if step.is_carried => "carried",
        other => other.as_str(),
    };
    [
        period.to_string(),
        step.number.clone(),
        neutral(&step.name),
        state.to_owned(),
        neutral(&step.reason),
        step.moved.as_ref().map_or_else(String::new, |(by, _)| by.clone()),
        step.invoice_number.clone().unwrap_or_default(),
        amount(step.new_charges),
        amount(step.before),
        amount(step.total_due),
        recipients.to_string(),
        sent.to_string(),
        (recipients - sent).to_string(),
    ]
}
