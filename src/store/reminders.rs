//! Reminders: which went out, what accounts asked for, on which days all were looked at.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::postings::is_owed;
use super::rows::{instant, value};
use super::schema::{postings, reminder_days, reminder_plans, reminders};
use super::{AnyConnection, StoreError};
use crate::domain::reminder::Schedule;
use crate::on_either;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::money::Money;

/// What an account asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanRow {
    /// Days of its own.
    pub schedule: Option<Schedule>,
    /// Through which day a payment is promised.
    pub promised_until: Option<NaiveDate>,
    /// Why, in words for staff.
    pub note: String,
    /// Who wrote it down; empty where nobody did.
    pub set_by: String,
    /// When.
    pub set_at: Option<DateTime<Utc>>,
}

/// The last step that went out about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Which, from 1.
    pub step: usize,
    /// When.
    pub on: NaiveDate,
}

/// A step to be written down.
#[derive(Clone, Copy, Debug)]
pub struct NewStep {
    /// About which invoice.
    pub invoice: InvoiceId,
    /// Which, from 1.
    pub step: usize,
    /// What of it is past due.
    pub amount: Money,
}

/// Accounts that owe something, in the order of their ids, from the one after `after` on.
pub fn list_owing(
    conn: &mut AnyConnection,
    after: AccountId,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let ids: Vec<i64> = postings::table
        .filter(is_owed())
        .filter(postings::account_id.gt(after.0))
        .group_by(postings::account_id)
        .having(sql::<Bool>("SUM(amount_cents) > 0"))
        .order(postings::account_id)
        .select(postings::account_id)
        .limit(limit)
        .load(conn)?;
    Ok(ids.into_iter().map(AccountId).collect())
}

/// The last step about each invoice of these accounts.
pub fn list_sent(
    conn: &mut AnyConnection,
    accounts: &[AccountId],
) -> Result<HashMap<InvoiceId, Sent>, StoreError> {
    let rows: Vec<(i64, i32, NaiveDate)> = reminders::table
        .filter(reminders::account_id.eq_any(raw(accounts)))
        .order((reminders::invoice_id, reminders::step))
        .select((reminders::invoice_id, reminders::step, reminders::sent_on))
        .load(conn)?;
    // Of one invoice the later step comes later, and stays.
    let sent = rows.into_iter().map(|(id, step, on)| (InvoiceId(id), Sent { step: step as usize, on }));
    Ok(sent.collect())
}

/// What those of these accounts asked for that asked for something.
pub fn list_plans(
    conn: &mut AnyConnection,
    accounts: &[AccountId],
) -> Result<HashMap<AccountId, PlanRow>, StoreError> {
    type Row = (i64, Option<String>, Option<NaiveDate>, String, String, NaiveDateTime);
    let rows: Vec<Row> = reminder_plans::table
        .filter(reminder_plans::account_id.eq_any(raw(accounts)))
        .select((
            reminder_plans::account_id,
            reminder_plans::days,
            reminder_plans::promised_until,
            reminder_plans::note,
            reminder_plans::set_by,
            reminder_plans::set_at,
        ))
        .load(conn)?;
    let plan = |(id, days, promised_until, note, set_by, set_at): Row| {
        let schedule = days.map(|days| value("reminder_plans.days", &days)).transpose()?;
        let set_at = Some(instant(set_at));
        Ok((AccountId(id), PlanRow { schedule, promised_until, note, set_by, set_at }))
    };
    rows.into_iter().map(plan).collect()
}

/// Writes down what an account asked for, in place of what it asked for before. The account is locked.
pub fn save_plan(
    conn: &mut AnyConnection,
    account: AccountId,
    plan: &PlanRow,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let values = (
        reminder_plans::days.eq(plan.schedule.as_ref().map(ToString::to_string)),
        reminder_plans::promised_until.eq(plan.promised_until),
        reminder_plans::note.eq(&plan.note),
        reminder_plans::set_by.eq(&plan.set_by),
        reminder_plans::set_at.eq(now.naive_utc()),
    );
    let known = reminder_plans::table.find(account.0);
    if diesel::update(known).set(values.clone()).execute(conn)? == 0 {
        let new = (reminder_plans::account_id.eq(account.0), values);
        diesel::insert_into(reminder_plans::table).values(new).execute(conn)?;
    }
    Ok(())
}

/// Writes down the steps of one reminder; `false` where another process does it already.
pub fn insert_steps(
    conn: &mut AnyConnection,
    account: AccountId,
    steps: &[NewStep],
    on: NaiveDate,
) -> Result<bool, StoreError> {
    let row = |new: &NewStep| {
        (
            reminders::invoice_id.eq(new.invoice.0),
            reminders::step.eq(new.step as i32),
            reminders::account_id.eq(account.0),
            reminders::sent_on.eq(on),
            reminders::amount_cents.eq(new.amount.cents()),
        )
    };
    let rows: Vec<_> = steps.iter().map(row).collect();
    let added = on_either!(conn, |c| diesel::insert_into(reminders::table)
        .values(rows)
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(added == steps.len())
}

/// Whether every account was looked at on that day.
pub fn is_done(conn: &mut AnyConnection, day: NaiveDate) -> Result<bool, StoreError> {
    let found = reminder_days::table.find(day).select(reminder_days::day);
    Ok(found.get_result::<NaiveDate>(conn).optional()?.is_some())
}

/// Writes down that every account was looked at on that day.
pub fn mark_done(conn: &mut AnyConnection, day: NaiveDate) -> Result<(), StoreError> {
    on_either!(conn, |c| diesel::insert_into(reminder_days::table)
        .values(reminder_days::day.eq(day))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(())
}

fn raw(ids: &[AccountId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}
