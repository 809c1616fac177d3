//! Reports of what was done: disputes, promises of cases, work on request, calls to be billed.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Take;
use crate::domain::case::clocks::Clock;
use crate::domain::case::{Priority, Told};
use crate::domain::dispute::DisputeState;
use crate::domain::ledger::Ledger;
use crate::domain::macd::log;
use crate::domain::report::{Asked, Cell, Proof};
use crate::domain::usage::{Rate, RateKey};
use crate::services::{App, ServiceError};
use crate::store::reports::{self, BilledRequest, DisputeSums, UnbilledCalls};
use crate::store::{StoreError, cases, facts, macd};
use crate::values::Invalid;
use crate::values::calendar::{mountain_day, mountain_midnight};
use crate::values::ids::CaseId;
use crate::values::money::{CallAmount, Money};
use crate::values::month::CalendarMonth;
use crate::values::period::BillingPeriod;

/// Cases whose events are in memory at once.
const CASES_PER_CHUNK: i64 = 500;

/// Disputes by the month in which they were opened, with their outcome so far.
pub(super) fn disputes(app: &App, asked: &Asked, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let (from, until) = (asked.from.starts_at(), asked.to.ends_at());
    let (found, books) = app.db.read(|conn| {
        let found = reports::list_disputes(conn, from, until)?;
        Ok::<_, StoreError>((found, reports::sum_posted_for_disputes(conn, from, until)?))
    })?;
    let mut by_month: BTreeMap<CalendarMonth, Vec<&DisputeSums>> = BTreeMap::new();
    for one in &found {
        by_month.entry(CalendarMonth::of_instant(one.opened_at)).or_default().push(one);
    }
    for month in asked.months() {
        let opened = by_month.get(&month).map(Vec::as_slice).unwrap_or_default();
        let count = |is: &dyn Fn(DisputeState) -> bool| {
            Cell::Count(opened.iter().filter(|one| is(one.state)).count() as i64)
        };
        let sum = |of: fn(&DisputeSums) -> Money| Cell::Money(opened.iter().map(|one| of(one)).sum());
        take(vec![
            Cell::Month(month),
            count(&|_| true),
            count(&DisputeState::is_in_dispute),
            count(&|state| state == DisputeState::Accepted),
            count(&|state| state == DisputeState::PartlyAccepted),
            count(&|state| state == DisputeState::Declined),
            count(&|state| state == DisputeState::Withdrawn),
            sum(|one| one.disputed),
            sum(|one| one.credited),
            days_to_decide(opened),
        ])?;
    }
    let here = found.iter().map(|one| one.credited).sum();
    Ok(vec![Proof { what: "credited", here, books }])
}

/// The average time to an outcome in days, to one decimal.
fn days_to_decide(disputes: &[&DisputeSums]) -> Cell {
    let hours: Vec<i64> = disputes
        .iter()
        .filter_map(|one| one.ended_at.map(|ended| (ended - one.opened_at).num_hours()))
        .collect();
    match hours.len() as i64 {
        0 => Cell::Unknown,
        count => {
            Cell::Number((Decimal::from(hours.iter().sum::<i64>()) / Decimal::from(count * 24)).round_dp(1))
        }
    }
}

/// Promises that were made, and those that were kept in time.
#[derive(Clone, Copy, Default)]
struct Promises {
    made: i64,
    kept: i64,
}

/// Promises that fell due in these months, by the urgency that the case has now.
pub(super) fn promises(app: &App, asked: &Asked, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let (from, until) = (asked.from.starts_at(), asked.to.ends_at());
    let (now, days) = (app.clock.now(), app.business_days());
    let mut by_priority: BTreeMap<Priority, (i64, Promises, Promises)> = BTreeMap::new();
    let mut after = CaseId(0);
    loop {
        let ids = app.db.read(|conn| reports::list_cases(conn, from, until, after, CASES_PER_CHUNK))?;
        let Some(last) = ids.last() else { break };
        after = *last;
        for events in app.db.read(|conn| cases::list_events(conn, &ids))?.values() {
            let told = Told::by(events, &days)?;
            let (count, first, updates) = by_priority.entry(told.priority).or_default();
            *count += 1;
            let ended = told.clocks.kept.iter().map(|kept| (kept.promise, kept.is_in_time()));
            let broken =
                told.clocks.running.filter(|promise| promise.due < now).map(|promise| (promise, false));
            for (promise, is_kept) in ended.chain(broken) {
                if (from..until).contains(&promise.due) {
                    let sum = if promise.clock == Clock::FirstResponse { &mut *first } else { &mut *updates };
                    sum.made += 1;
                    sum.kept += i64::from(is_kept);
                }
            }
        }
    }
    for (priority, (count, first, updates)) in by_priority {
        take(vec![
            Cell::Named("priority", priority.as_str().to_owned()),
            Cell::Count(count),
            Cell::Count(first.made),
            Cell::Count(first.kept),
            Cell::Count(updates.made),
            Cell::Count(updates.kept),
            Cell::percent(first.kept + updates.kept, first.made + updates.made),
        ])?;
    }
    Ok(Vec::new())
}

/// Work on request by the month of the bill that it is on.
pub(super) fn work(app: &App, asked: &Asked, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let (first, last) = (asked.from.first_day(), asked.to.last_day());
    let (found, posted) = app.db.read(|conn| {
        let found = reports::list_billed_requests(conn, asked.from.period(), asked.to.period())?;
        Ok::<_, StoreError>((found, reports::sum_posted(conn, first, last)?))
    })?;
    for month in asked.months() {
        let billed: Vec<&BilledRequest> = found.iter().filter(|one| one.period == month.period()).collect();
        let (mut billable, mut free) = (0, 0);
        for chunk in billed.chunks(CASES_PER_CHUNK as usize) {
            let ids: Vec<CaseId> = chunk.iter().map(|one| one.case).collect();
            let entries = app.db.read(|conn| macd::list_entries(conn, &ids))?;
            let entries: Vec<log::Entry> = entries.into_iter().map(|row| row.entry).collect();
            let (counted, excluded) = log::minutes(&entries);
            (billable, free) = (billable + i64::from(counted), free + i64::from(excluded));
        }
        let (work, fees): (Money, Money) =
            (billed.iter().map(|one| one.work).sum(), billed.iter().map(|one| one.fee).sum());
        take(vec![
            Cell::Month(month),
            Cell::Count(billed.len() as i64),
            Cell::Count(billable),
            Cell::Count(free),
            Cell::Count(billed.iter().map(|one| one.units).sum()),
            Cell::Money(work),
            Cell::Money(fees),
            Cell::Money(work + fees),
        ])?;
    }
    let invoiced = posted.iter().filter(|one| one.document == "invoice" && one.ledger == Ledger::RevenueMacd);
    let books = -invoiced.map(|one| one.amount).sum::<Money>();
    Ok(vec![Proof { what: "work", here: found.iter().map(|one| one.work + one.fee).sum(), books }])
}

/// Calls that no invoice bills, at their price before included minutes; nothing of it is posted.
pub(super) fn usage(app: &App, take: Take<'_>) -> Result<Vec<Proof>, ServiceError> {
    let open = BillingPeriod::of_day(mountain_day(app.clock.now()));
    let ([late, current], rates) = app.db.read(|conn| {
        let unbilled = reports::list_unbilled(conn, mountain_midnight(open.first_day()))?;
        Ok::<_, StoreError>((unbilled, facts::load_rates(conn)?))
    })?;
    for (age, calls) in [("late", late), ("open", current)] {
        let mut by_key: BTreeMap<RateKey, Vec<UnbilledCalls>> = BTreeMap::new();
        for one in calls {
            let key = RateKey { plan: one.plan.clone(), call_type: one.call_type.clone() };
            by_key.entry(key).or_default().push(one);
        }
        for (key, calls) in by_key {
            let value = match rates.get(&key) {
                None => Cell::Unknown,
                Some(rate) => Cell::Money(sum_prices(rate, &calls)?),
            };
            take(vec![
                Cell::Text(key.plan),
                Cell::Named("call", key.call_type),
                Cell::Named("age", age.to_owned()),
                Cell::Count(calls.iter().map(|one| one.calls).sum()),
                Cell::Count(calls.iter().map(|one| one.calls * one.seconds).sum()),
                value,
            ])?;
        }
    }
    Ok(Vec::new())
}

fn sum_prices(rate: &Rate, calls: &[UnbilledCalls]) -> Result<Money, Invalid> {
    let mut prices = Vec::with_capacity(calls.len());
    for one in calls {
        prices.push((rate.price(one.seconds)?, usize::try_from(one.calls).unwrap_or(0)));
    }
    CallAmount::total(prices.into_iter().flat_map(|(price, count)| std::iter::repeat_n(price, count)))
}
