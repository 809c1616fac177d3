//! Work of the month that somebody started, what a check before the closing found, and what waits for a
//! person.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::rows::{instant, value};
use super::schema::{accounts, cases, disputes, invoices, macd_requests, month_jobs, month_warnings, outbox};
use super::{AnyConnection, StoreError};
use crate::domain::delivery::MessageState;
use crate::domain::dispute::DisputeState;
use crate::domain::month::{JobKind, WarningKind};
use crate::on_either;
use crate::values::ids::AccountId;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// How work ended, or that it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// It goes on, unless its process died.
    Running,
    /// It came to its end.
    Done,
    /// Something stopped it.
    Failed,
}

impl JobState {
    /// As stored and named in texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
        }
    }
}

/// Work on a month.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// What is done.
    pub kind: JobKind,
    /// How it goes.
    pub state: JobState,
    /// Who started it.
    pub started_by: String,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Accounts or documents done.
    pub done: i64,
    /// Of how many; zero while nobody knows.
    pub total: i64,
    /// Why it failed, in words; empty where only the log knows.
    pub error: String,
}

/// The last work of each kind on `period`.
pub fn list_jobs(conn: &mut AnyConnection, period: BillingPeriod) -> Result<Vec<JobRow>, StoreError> {
    type Row = (String, String, String, NaiveDateTime, Option<NaiveDateTime>, i64, i64, String);
    let rows: Vec<Row> = month_jobs::table
        .filter(month_jobs::period.eq(period.to_string()))
        .select((
            month_jobs::kind,
            month_jobs::state,
            month_jobs::started_by,
            month_jobs::started_at,
            month_jobs::ended_at,
            month_jobs::done,
            month_jobs::total,
            month_jobs::error,
        ))
        .load(conn)?;
    let row = |(kind, state, started_by, started_at, ended_at, done, total, error): Row| {
        Ok(JobRow {
            kind: value("month_jobs.kind", &kind)?,
            state: match state.as_str() {
                "running" => JobState::Running,
                "done" => JobState::Done,
                _ => JobState::Failed,
            },
            started_by,
            started_at: instant(started_at),
            ended_at: ended_at.map(instant),
            done,
            total,
            error,
        })
    };
    rows.into_iter().map(row).collect()
}

/// Writes down that work begins, in the place of earlier work of that kind.
pub fn start_job(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    kind: JobKind,
    by: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let period = period.to_string();
    diesel::delete(month_jobs::table.find((&period, kind.as_str()))).execute(conn)?;
    diesel::insert_into(month_jobs::table)
        .values((
            month_jobs::period.eq(&period),
            month_jobs::kind.eq(kind.as_str()),
            month_jobs::state.eq(JobState::Running.as_str()),
            month_jobs::started_by.eq(by),
            month_jobs::started_at.eq(now.naive_utc()),
            month_jobs::done.eq(0_i64),
            month_jobs::total.eq(0_i64),
            month_jobs::error.eq(""),
        ))
        .execute(conn)?;
    Ok(())
}

/// How far it is: `done` more of `total`, where that is known anew.
pub fn advance_job(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    kind: JobKind,
    done: i64,
    total: Option<i64>,
) -> Result<(), StoreError> {
    let period = period.to_string();
    let job = month_jobs::table.find((&period, kind.as_str()));
    match total {
        Some(total) => diesel::update(job)
            .set((month_jobs::done.eq(0_i64), month_jobs::total.eq(total)))
            .execute(conn)?,
        None => diesel::update(job).set(month_jobs::done.eq(month_jobs::done + done)).execute(conn)?,
    };
    Ok(())
}

/// Writes down how it ended.
pub fn end_job(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    kind: JobKind,
    (state, error): (JobState, &str),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let period = period.to_string();
    diesel::update(month_jobs::table.find((&period, kind.as_str())))
        .set((
            month_jobs::state.eq(state.as_str()),
            month_jobs::ended_at.eq(Some(now.naive_utc())),
            month_jobs::error.eq(error),
        ))
        .execute(conn)?;
    Ok(())
}

/// What a check warns of on one account.
#[derive(Clone, Debug)]
pub struct NewWarning {
    /// The billing account.
    pub account: AccountId,
    /// What it is.
    pub kind: WarningKind,
    /// Addresses, numbers, letters or a sentence.
    pub text: String,
    /// Of an unusual change: the usual amount, this one, and the largest cause with what it adds.
    pub change: Option<Change>,
}

/// An unusual change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is usual.
    pub before: Money,
    /// What it would be.
    pub now: Money,
    /// What changes most against the last invoice: the cause's name and amount.
    pub cause: Option<(String, Money)>,
}

/// A warning in a list.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The account's number.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Addresses, numbers, letters or a sentence.
    pub text: String,
    /// Of an unusual change.
    pub change: Option<Change>,
}

#[derive(Insertable)]
#[diesel(table_name = month_warnings, treat_none_as_default_value = false)]
struct WarningRow<'a> {
    period: String,
    account_id: i64,
    kind: &'static str,
    text: &'a str,
    before_cents: Option<i64>,
    now_cents: Option<i64>,
    cause: Option<&'a str>,
    cause_cents: Option<i64>,
}

/// Forgets what was found before.
pub fn delete_warnings(conn: &mut AnyConnection, period: BillingPeriod) -> Result<(), StoreError> {
    let old = month_warnings::table.filter(month_warnings::period.eq(period.to_string()));
    diesel::delete(old).execute(conn)?;
    Ok(())
}

/// Keeps what was found.
pub fn insert_warnings(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    found: &[NewWarning],
) -> Result<(), StoreError> {
    let row = |warning: &'_ NewWarning| -> (Option<i64>, Option<i64>, Option<i64>) {
        let change = warning.change.as_ref();
        let cause = change.and_then(|change| change.cause.as_ref());
        (change.map(|c| c.before.cents()), change.map(|c| c.now.cents()), cause.map(|c| c.1.cents()))
    };
    let rows: Vec<WarningRow<'_>> = found
        .iter()
        .map(|warning| {
            let (before_cents, now_cents, cause_cents) = row(warning);
            let cause = warning.change.as_ref().and_then(|change| change.cause.as_ref());
            WarningRow {
                period: period.to_string(),
                account_id: warning.account.0,
                kind: warning.kind.as_str(),
                text: &warning.text,
                before_cents,
                now_cents,
                cause: cause.map(|cause| cause.0.as_str()),
                cause_cents,
            }
        })
        .collect();
    on_either!(conn, |c| diesel::insert_into(month_warnings::table).values(&rows).execute(c))?;
    Ok(())
}

/// How many warnings of each kind the last check of `period` found.
pub fn count_warnings(
    conn: &mut AnyConnection,
    period: BillingPeriod,
) -> Result<Vec<(WarningKind, i64)>, StoreError> {
    let rows: Vec<(String, i64)> = month_warnings::table
        .filter(month_warnings::period.eq(period.to_string()))
        .group_by(month_warnings::kind)
        .select((month_warnings::kind, diesel::dsl::count_star()))
        .load(conn)?;
    let mut counts = Vec::with_capacity(rows.len());
    for (kind, count) in rows {
        counts.push((value("month_warnings.kind", &kind)?, count));
    }
    counts.sort();
    Ok(counts)
}

/// Warnings of one kind by account, up to `limit` after `offset`.
pub fn list_warnings(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    kind: WarningKind,
    (limit, offset): (i64, i64),
) -> Result<Vec<Warning>, StoreError> {
    type Row = (String, String, String, Option<i64>, Option<i64>, Option<String>, Option<i64>);
    let rows: Vec<Row> = month_warnings::table
        .inner_join(accounts::table.on(accounts::id.eq(month_warnings::account_id)))
        .filter(month_warnings::period.eq(period.to_string()))
        .filter(month_warnings::kind.eq(kind.as_str()))
        .order(month_warnings::account_id)
        .limit(limit)
        .offset(offset)
        .select((
            accounts::number,
            accounts::name,
            month_warnings::text,
            month_warnings::before_cents,
            month_warnings::now_cents,
            month_warnings::cause,
            month_warnings::cause_cents,
        ))
        .load(conn)?;
    let row = |(account, name, text, before, now, cause, cents): Row| Warning {
        account,
        name,
        text,
        change: before.zip(now).map(|(before, now)| Change {
            before: Money::from_cents(before),
            now: Money::from_cents(now),
            cause: cause.zip(cents.map(Money::from_cents)),
        }),
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The addresses to which the invoices of `period` could not be delivered, each with its account.
pub fn list_failed_addresses(
    conn: &mut AnyConnection,
    period: BillingPeriod,
) -> Result<Vec<(AccountId, String)>, StoreError> {
    let rows: Vec<(Option<i64>, String)> = outbox::table
        .filter(outbox::period.eq(period.to_string()))
        .filter(outbox::state.eq(MessageState::Failed.as_str()))
        .order(outbox::id)
        .select((outbox::account_id, outbox::email))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(account, email)| Some((AccountId(account?), email))).collect())
}

/// Quotes that the customer has not answered: the request's account and case.
pub fn list_open_quotes(conn: &mut AnyConnection) -> Result<Vec<(AccountId, i64)>, StoreError> {
    let rows: Vec<(Option<i64>, i64)> = macd_requests::table
        .inner_join(cases::table.on(cases::id.eq(macd_requests::case_id)))
        .filter(macd_requests::quoted_at.is_not_null())
        .filter(macd_requests::quote_accepted_at.is_null())
        .filter(macd_requests::finished_at.is_null())
        .filter(cases::closed_at.is_null())
        .order(cases::id)
        .select((cases::account_id, cases::id))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(account, case)| Some((AccountId(account?), case))).collect())
}

/// How many credits wait for a second approval.
pub fn count_proposals(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let waiting = disputes::table.filter(disputes::state.eq(DisputeState::Proposed.as_str()));
    Ok(waiting.count().get_result(conn)?)
}

/// How many open cases owe something by `until`.
pub fn count_cases_due(conn: &mut AnyConnection, until: DateTime<Utc>) -> Result<i64, StoreError> {
    let due = cases::table.filter(cases::closed_at.is_null()).filter(cases::due_at.le(until.naive_utc()));
    Ok(due.count().get_result(conn)?)
}

#[derive(QueryableByName)]
struct Unreached {
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Open billing accounts that have no recipient (REQUIREMENTS R4.2): the first `limit` by number and name,
/// and how many there are.
pub fn list_without_recipient(
    conn: &mut AnyConnection,
    limit: i64,
) -> Result<(Vec<(String, String)>, i64), StoreError> {
    let rows: Vec<Unreached> = diesel::sql_query(
        "SELECT a.number AS number, a.name AS name, COUNT(*) OVER () AS count FROM \
         (SELECT b.id AS id FROM accounts b WHERE (b.parent_id IS NULL OR b.bills_separately) AND b.closed_on IS NULL \
          EXCEPT SELECT c.account_id FROM contacts c WHERE \
          ';' || c.roles || ';' LIKE '%;invoice;%' OR ';' || c.roles || ';' LIKE '%;mpoc_primary;%' ORDER BY 1) w \
         JOIN accounts a ON a.id = w.id ORDER BY a.number LIMIT $1",
    )
    .bind::<BigInt, _>(limit)
    .load(conn)?;
    let count = rows.first().map_or(0, |row| row.count);
    Ok((rows.into_iter().map(|row| (row.number, row.name)).collect(), count))
}

/// How many issued invoices of `period` went to nobody.
pub fn count_unread(conn: &mut AnyConnection, period: BillingPeriod) -> Result<i64, StoreError> {
    let issued: i64 = invoices::table
        .filter(invoices::period.eq(period.to_string()))
        .filter(invoices::state.eq("issued"))
        .count()
        .get_result(conn)?;
    // Messages are written with the invoice that they bring: each of these invoices is one of those.
    let received: i64 = outbox::table
        .filter(outbox::period.eq(period.to_string()))
        .filter(outbox::invoice_id.is_not_null())
        .select(diesel::dsl::count(outbox::invoice_id).aggregate_distinct())
        .get_result(conn)?;
    Ok(issued - received)
}

/// How many recipients each of these invoices has, and to how many of them it is sent.
pub fn count_mails_of(
    conn: &mut AnyConnection,
    invoices: &[i64],
) -> Result<HashMap<i64, (i64, i64)>, StoreError> {
    let rows: Vec<(Option<i64>, String)> = outbox::table
        .filter(outbox::copy_of.is_null())
        .filter(outbox::invoice_id.eq_any(invoices.iter().map(|id| Some(*id)).collect::<Vec<_>>()))
        .select((outbox::invoice_id, outbox::state))
        .load(conn)?;
    let mut counts: HashMap<i64, (i64, i64)> = HashMap::new();
    for (invoice, state) in rows {
        let Some(invoice) = invoice else { continue };
        let (all, sent) = counts.entry(invoice).or_default();
        *all += 1;
        *sent += i64::from(state == MessageState::Sent.as_str());
    }
    Ok(counts)
}
