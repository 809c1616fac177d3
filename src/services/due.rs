//! What is due now: the scheduler wakes, this decides and does (REQUIREMENTS R4.3).
//!
//! The calendar and the rows say what is due, the last missed month included; nothing is
//! remembered between two calls.

use chrono::{DateTime, TimeDelta, Utc};

use super::delivery::{self, Transport};
use super::{App, ServiceError, Silent, bill_run, cases, credit_notes, looks, reminders, settings};
use crate::domain::bill_run::StepState;
use crate::store::{StoreError, bill_runs};
use crate::values::period::BillingPeriod;

/// Who the audit log names for what the calendar does.
const ACTOR: &str = "scheduler";

/// Where no period was ever closed, one that ended longer ago is for a person to begin with.
const FIRST_RUN_WITHIN: TimeDelta = TimeDelta::days(7);

/// Closes, issues and mails whatever is due, and does to cases what time does. Safe to call as often as
/// one likes, from as many processes as there are.
///
/// # Errors
/// The first that stops it; the next call goes on where this one stopped.
pub async fn run(app: &App, transport: &Transport) -> Result<(), ServiceError> {
    settings::look(app)?;
    // What is closed goes out before a later closing would take it in: every month has its invoice.
    for period in periods_to_issue(app)? {
        issue_if_due(app, period).await?;
    }
    for period in periods_to_close(app)? {
        let closed = bill_run::close(app, period, ACTOR, &Silent)?;
        tracing::info!(%period, ?closed, "period closed");
        issue_if_due(app, period).await?;
    }
    let woken = cases::wake(app)?;
    if woken > 0 {
        tracing::info!(woken, "cases moved on");
    }
    let stored = credit_notes::ensure_documents(app).await?;
    if stored > 0 {
        tracing::info!(stored, "documents of credit notes stored");
    }
    let looked = looks::end_over(app)?;
    if looked > 0 {
        tracing::info!(looked, "looks through a customer's eyes are over");
    }
    let reminded = reminders::remind(app)?;
    if reminded > 0 {
        tracing::info!(reminded, "accounts reminded of what is past due");
    }
    if let Some(delivered) = delivery::send_due(app, transport, None, false, &Silent).await?
        && delivered != delivery::Delivered::default()
    {
        tracing::info!(?delivered, "mail sent");
    }
    Ok(())
}

async fn issue_if_due(app: &App, period: BillingPeriod) -> Result<(), ServiceError> {
    if app.clock.now() < app.settings.timeline().issues(period) {
        return Ok(());
    }
    let issued = bill_run::issue(app, period, ACTOR, &Silent).await?;
    if issued != bill_run::Issued::default() {
        tracing::info!(%period, ?issued, "invoices issued");
    }
    Ok(())
}

/// The periods that ended and are not closed, oldest first.
fn periods_to_close(app: &App) -> Result<Vec<BillingPeriod>, ServiceError> {
    let now = app.clock.now();
    let until = app.settings.timeline().last_to_close(now);
    let last = app.db.read(|conn| {
        let Some(period) = bill_runs::last_period(conn)? else { return Ok(None) };
        bill_runs::find_run(conn, period)
    })?;
    Ok(open_periods(last.map(|run| (run.period, run.closed_at.is_some())), until, now))
}

/// From the last run (and whether it is closed) to `until`.
fn open_periods(
    last: Option<(BillingPeriod, bool)>,
    until: BillingPeriod,
    now: DateTime<Utc>,
) -> Vec<BillingPeriod> {
    let first = match last {
        Some((period, true)) => period.next(),
        Some((period, false)) => period,
        None if now - until.ends_at() < FIRST_RUN_WITHIN => until,
        None => return Vec::new(),
    };
    std::iter::successors(Some(first), |period| Some(period.next())).take_while(|p| *p <= until).collect()
}

/// Periods with released drafts, or with invoices whose document a dead process did not store.
fn periods_to_issue(app: &App) -> Result<Vec<BillingPeriod>, ServiceError> {
    let unfinished = app.db.read(|conn| {
        let mut unfinished = bill_runs::list_periods_in_state(conn, StepState::Drafted)?;
        unfinished.extend(bill_runs::list_periods_without_documents(conn)?);
        unfinished.sort();
        unfinished.dedup();
        Ok::<_, StoreError>(unfinished)
    })?;
    Ok(unfinished)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> BillingPeriod {
        text.parse().unwrap()
    }

    fn open(last: Option<(&str, bool)>, until: &str, now: &str) -> Vec<String> {
        let last = last.map(|(text, closed)| (period(text), closed));
        let open = open_periods(last, period(until), now.parse().unwrap());
        open.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn missed_months_are_caught_up_in_order() {
        let now = "2027-01-28T12:00:00Z";
        assert_eq!(open(Some(("2026-11", true)), "2027-01", now), ["2026-12", "2027-01"]);
        assert_eq!(open(Some(("2026-12", false)), "2027-01", now), ["2026-12", "2027-01"]);
        assert!(open(Some(("2027-01", true)), "2027-01", now).is_empty());
    }

    #[test]
    fn a_first_month_long_over_waits_for_a_person() {
        assert_eq!(open(None, "2026-11", "2026-11-27T13:00:00Z"), ["2026-11"]);
        assert!(open(None, "2026-11", "2026-12-20T13:00:00Z").is_empty());
    }
}
