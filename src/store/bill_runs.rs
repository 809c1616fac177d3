//! The month's ledger of work: a run per period, a step per billing account, findings.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::facts::raw;
use super::rows::{instant, value};
use super::schema::{accounts, bill_findings, bill_runs, bill_steps, documents, invoice_series, invoices};
use super::{AnyConnection, StoreError};
use crate::domain::bill_run::{Finding, StepState};
use crate::on_either;
use crate::values::ids::AccountId;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// A period's run.
#[derive(Clone, Copy, Debug)]
pub struct BillRun {
    /// The period that it closes.
    pub period: BillingPeriod,
    /// When every account had its step; `None` while it is not done.
    pub closed_at: Option<DateTime<Utc>>,
    /// Billing accounts at that time.
    pub expected: i64,
}

/// A step with what a clerk wants to see of it.
#[derive(Clone, Debug)]
pub struct StepNote {
    /// The billing account's number.
    pub account: String,
    /// Its name.
    pub name: String,
    /// `drafted`, `held`, `failed` or `issued`.
    pub state: String,
    /// Why it is held or failed; empty else.
    pub reason: String,
}

/// A step to be written.
#[derive(Clone, Debug)]
pub struct NewStep {
    /// The billing account.
    pub account: AccountId,
    /// Where it stands.
    pub state: StepState,
    /// Why it is held or failed.
    pub reason: String,
    /// What staff should know of its draft.
    pub findings: Vec<Finding>,
}

#[derive(Insertable)]
#[diesel(table_name = bill_steps, treat_none_as_default_value = false)]
struct StepRow {
    period: String,
    account_id: i64,
    state: &'static str,
    reason: String,
    carried_into: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = bill_findings)]
struct FindingRow<'a> {
    period: String,
    account_id: i64,
    kind: &'static str,
    text: &'a str,
}

/// The run of `period`, if there is one.
pub fn find_run(conn: &mut AnyConnection, period: BillingPeriod) -> Result<Option<BillRun>, StoreError> {
    let row: Option<(Option<NaiveDateTime>, i64)> = bill_runs::table
        .find(period.to_string())
        .select((bill_runs::closed_at, bill_runs::expected))
        .first(conn)
        .optional()?;
    Ok(row.map(|(closed_at, expected)| BillRun { period, closed_at: closed_at.map(instant), expected }))
}

/// Every period that has a run, oldest first.
pub fn list_periods(conn: &mut AnyConnection) -> Result<Vec<BillingPeriod>, StoreError> {
    let texts: Vec<String> =
        bill_runs::table.order(bill_runs::period).select(bill_runs::period).load(conn)?;
    periods(&texts)
}

/// Periods with steps in `state` that no later period took in, oldest first.
pub fn list_periods_in_state(
    conn: &mut AnyConnection,
    state: StepState,
) -> Result<Vec<BillingPeriod>, StoreError> {
    let texts: Vec<String> = bill_steps::table
        .filter(bill_steps::state.eq(state.as_str()))
        .filter(bill_steps::carried_into.is_null())
        .group_by(bill_steps::period)
        .order(bill_steps::period)
        .select(bill_steps::period)
        .load(conn)?;
    periods(&texts)
}

/// Periods with issued invoices whose PDF is not stored yet.
pub fn list_periods_without_documents(conn: &mut AnyConnection) -> Result<Vec<BillingPeriod>, StoreError> {
    let texts: Vec<String> = invoices::table
        .left_join(documents::table.on(documents::invoice_id.eq(invoices::id)))
        .filter(invoices::state.eq("issued"))
        .filter(documents::invoice_id.nullable().is_null())
        .group_by(invoices::period)
        .select(invoices::period)
        .load(conn)?;
    periods(&texts)
}

fn periods(texts: &[String]) -> Result<Vec<BillingPeriod>, StoreError> {
    texts.iter().map(|text| value("a period", text)).collect()
}

/// The last period that has a run.
pub fn last_period(conn: &mut AnyConnection) -> Result<Option<BillingPeriod>, StoreError> {
    let text: Option<String> =
        bill_runs::table.order(bill_runs::period.desc()).select(bill_runs::period).first(conn).optional()?;
    text.map(|text| value("bill_runs.period", &text)).transpose()
}

/// Makes the run of `period` and the series of its invoice numbers, where there is none yet.
pub fn start_run(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let period = period.to_string();
    on_either!(conn, |c| {
        diesel::insert_into(bill_runs::table)
            .values((
                bill_runs::period.eq(&period),
                bill_runs::started_at.eq(now.naive_utc()),
                bill_runs::expected.eq(0),
            ))
            .on_conflict_do_nothing()
            .execute(c)?;
        diesel::insert_into(invoice_series::table)
            .values((invoice_series::series.eq(&period), invoice_series::last_place.eq(0)))
            .on_conflict_do_nothing()
            .execute(c)
    })?;
    Ok(())
}

/// Writes down that every billing account of `period` has its step.
pub fn mark_closed(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    expected: i64,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let period = period.to_string();
    let run = bill_runs::table.find(&period);
    diesel::update(run).set(bill_runs::expected.eq(expected)).execute(conn)?;
    let first = diesel::update(run.filter(bill_runs::closed_at.is_null()))
        .set(bill_runs::closed_at.eq(now.naive_utc()))
        .execute(conn)?;
    Ok(first == 1)
}

/// Writes steps and their findings; those that failed before are replaced.
///
/// # Errors
/// A unique violation where another process wrote one of them first.
pub fn insert_steps(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    steps: &[NewStep],
) -> Result<(), StoreError> {
    let ids: Vec<i64> = steps.iter().map(|step| step.account.0).collect();
    let failed = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::account_id.eq_any(ids.clone()))
        .filter(bill_steps::state.eq(StepState::Failed.as_str()));
    diesel::delete(failed).execute(conn)?;
    delete_findings(conn, period, &ids)?;
    let rows: Vec<StepRow> = steps
        .iter()
        .map(|step| StepRow {
            period: period.to_string(),
            account_id: step.account.0,
            state: step.state.as_str(),
            reason: step.reason.clone(),
            carried_into: None,
        })
        .collect();
    let findings: Vec<FindingRow<'_>> = steps
        .iter()
        .flat_map(|step| step.findings.iter().map(move |finding| (step.account, finding)))
        .map(|(account, finding)| FindingRow {
            period: period.to_string(),
            account_id: account.0,
            kind: finding.kind.as_str(),
            text: &finding.text,
        })
        .collect();
    on_either!(conn, |c| {
        diesel::insert_into(bill_steps::table).values(&rows).execute(c)?;
        diesel::insert_into(bill_findings::table).values(&findings).execute(c)
    })?;
    Ok(())
}

fn delete_findings(conn: &mut AnyConnection, period: BillingPeriod, ids: &[i64]) -> Result<(), StoreError> {
    let stale = bill_findings::table
        .filter(bill_findings::period.eq(period.to_string()))
        .filter(bill_findings::account_id.eq_any(ids.to_vec()));
    diesel::delete(stale).execute(conn)?;
    Ok(())
}

/// Takes the step of `account` back, so that it is drafted anew; `false` where its invoice is out,
/// a later period took it in, or there is none.
pub fn delete_step(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    account: AccountId,
) -> Result<bool, StoreError> {
    let step = bill_steps::table
        .find((period.to_string(), account.0))
        .filter(bill_steps::state.ne(StepState::Issued.as_str()))
        .filter(bill_steps::carried_into.is_null());
    Ok(diesel::delete(step).execute(conn)? == 1)
}

/// The accounts among `ids` with drafts of earlier periods that were not issued: the closing of
/// `into` takes them in (INTERFACES, "Arithmetic, exactly", 11).
pub fn mark_carried(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    into: BillingPeriod,
) -> Result<usize, StoreError> {
    let open = [StepState::Drafted, StepState::Held, StepState::Failed].map(StepState::as_str);
    let steps = bill_steps::table
        .filter(bill_steps::account_id.eq_any(raw(ids)))
        .filter(bill_steps::period.lt(into.to_string()))
        .filter(bill_steps::state.eq_any(open))
        .filter(bill_steps::carried_into.is_null());
    let carried = diesel::update(steps)
        .set((
            bill_steps::state.eq(StepState::Held.as_str()),
            bill_steps::carried_into.eq(into.to_string()),
            bill_steps::reason.eq(format!("Not issued in time: the invoice of {into} takes it in.")),
        ))
        .execute(conn)?;
    Ok(carried)
}

/// Up to `limit` accounts of `period` in `state`, after `after`.
pub fn list_in_state(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    state: StepState,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<i64> = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::state.eq(state.as_str()))
        .filter(bill_steps::account_id.gt(after.0))
        .order(bill_steps::account_id)
        .limit(limit)
        .select(bill_steps::account_id)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId).collect())
}

/// Moves the steps of `ids` from one state to another; how many moved. With `None` every account's.
pub fn move_steps(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    ids: Option<&[AccountId]>,
    from: StepState,
    to: StepState,
    reason: &str,
) -> Result<usize, StoreError> {
    let steps = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::state.eq(from.as_str()))
        .filter(bill_steps::carried_into.is_null());
    let moved = (bill_steps::state.eq(to.as_str()), bill_steps::reason.eq(reason));
    Ok(match ids {
        Some(ids) => {
            diesel::update(steps.filter(bill_steps::account_id.eq_any(raw(ids)))).set(moved).execute(conn)?
        }
        None => diesel::update(steps).set(moved).execute(conn)?,
    })
}

/// Who moves a step by hand, when and why.
#[derive(Clone, Copy, Debug)]
pub struct ByHand<'a> {
    /// Their address.
    pub by: &'a str,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: &'a str,
}

/// As [`move_steps`], by a person: the steps say who it was.
pub fn move_by_hand(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    ids: Option<&[AccountId]>,
    (from, to): (StepState, StepState),
    hand: ByHand<'_>,
) -> Result<usize, StoreError> {
    let steps = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::state.eq(from.as_str()))
        .filter(bill_steps::carried_into.is_null());
    let moved = (
        bill_steps::state.eq(to.as_str()),
        bill_steps::reason.eq(hand.reason),
        bill_steps::moved_by.eq(hand.by),
        bill_steps::moved_at.eq(Some(hand.at.naive_utc())),
    );
    Ok(match ids {
        Some(ids) => {
            diesel::update(steps.filter(bill_steps::account_id.eq_any(raw(ids)))).set(moved).execute(conn)?
        }
        None => diesel::update(steps).set(moved).execute(conn)?,
    })
}

/// Whether something of `period` is not issued and not without anything to bill.
pub fn has_open_steps(conn: &mut AnyConnection, period: BillingPeriod) -> Result<bool, StoreError> {
    let open = [StepState::Drafted, StepState::Held, StepState::Failed].map(StepState::as_str);
    let steps = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::state.eq_any(open));
    Ok(diesel::select(diesel::dsl::exists(steps)).get_result(conn)?)
}

/// How many steps of `period` stand in each state.
pub fn count_states(
    conn: &mut AnyConnection,
    period: BillingPeriod,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let rows: Vec<(String, i64)> = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .group_by(bill_steps::state)
        .select((bill_steps::state, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}

/// Where the account stands in `period`; `None` where it has no step.
pub fn find_step(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    account: AccountId,
) -> Result<Option<StepState>, StoreError> {
    let state: Option<String> = bill_steps::table
        .find((period.to_string(), account.0))
        .select(bill_steps::state)
        .first(conn)
        .optional()?;
    state.map(|state| value("bill_steps.state", &state)).transpose()
}

/// Whether every step of `ids` stands in `state`.
pub fn is_in_state(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    ids: &[AccountId],
    state: StepState,
) -> Result<bool, StoreError> {
    let found: i64 = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::account_id.eq_any(raw(ids)))
        .filter(bill_steps::state.eq(state.as_str()))
        .count()
        .get_result(conn)?;
    Ok(found == ids.len() as i64)
}

/// Previous balances, payments, credits, adjustments, new charges and totals due of the documents of `period`.
pub fn sum_documents(conn: &mut AnyConnection, period: BillingPeriod) -> Result<[Money; 6], StoreError> {
    // PostgreSQL's sum of bigint is numeric: cast back.
    macro_rules! cents {
        ($column:literal) => {
            diesel::dsl::sql::<Nullable<BigInt>>(concat!("CAST(SUM(", $column, ") AS BIGINT)"))
        };
    }
    type Sums = (Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let (previous, payments, credits, adjusted, charges, due): Sums = invoices::table
        .filter(invoices::period.eq(period.to_string()))
        .select((
            cents!("previous_balance_cents"),
            cents!("payments_cents"),
            cents!("credits_cents"),
            cents!("adjustments_cents"),
            cents!("new_charges_cents"),
            cents!("total_due_cents"),
        ))
        .first(conn)?;
    Ok([previous, payments, credits, adjusted, charges, due]
        .map(|cents| Money::from_cents(cents.unwrap_or(0))))
}

/// The steps of `period` that are held or failed, by account.
pub fn list_kept_back(conn: &mut AnyConnection, period: BillingPeriod) -> Result<Vec<StepNote>, StoreError> {
    let kept = [StepState::Held, StepState::Failed].map(StepState::as_str);
    let rows: Vec<(String, String, String, String)> = bill_steps::table
        .inner_join(accounts::table.on(accounts::id.eq(bill_steps::account_id)))
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::state.eq_any(kept))
        .order(accounts::number)
        .select((accounts::number, accounts::name, bill_steps::state, bill_steps::reason))
        .load(conn)?;
    let note = |(account, name, state, reason)| StepNote { account, name, state, reason };
    Ok(rows.into_iter().map(note).collect())
}

/// The findings of `period` as account number, kind and text, by account.
pub fn list_findings(
    conn: &mut AnyConnection,
    period: BillingPeriod,
) -> Result<Vec<(String, String, String)>, StoreError> {
    Ok(bill_findings::table
        .inner_join(accounts::table.on(accounts::id.eq(bill_findings::account_id)))
        .filter(bill_findings::period.eq(period.to_string()))
        .order((accounts::number, bill_findings::kind))
        .select((accounts::number, bill_findings::kind, bill_findings::text))
        .load(conn)?)
}

/// Takes the next `count` places of the series of `period` and returns the first. Held until the
/// transaction ends, so that numbers have no gaps.
pub fn take_places(conn: &mut AnyConnection, period: BillingPeriod, count: i64) -> Result<i64, StoreError> {
    let period = period.to_string();
    let series = invoice_series::table.find(&period);
    diesel::update(series)
        .set(invoice_series::last_place.eq(invoice_series::last_place + count))
        .execute(conn)?;
    let last: i64 = series.select(invoice_series::last_place).first(conn)?;
    Ok(last - count + 1)
}
