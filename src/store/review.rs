//! The drafts of a month by account, as staff look through them: narrowed, sorted, summed.
//!
//! Invariant: a page takes a constant number of queries, however many accounts there are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::bill_runs::count_states;
use super::rows::{instant, like, value};
use super::schema::{bill_findings, bill_steps};
use super::{AnyConnection, StoreError};
use crate::domain::bill_run::{FindingKind, StepState};
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// What the list is narrowed to; the default is every account that has a document or should have one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// In this state.
    pub state: Option<StepState>,
    /// With a finding of this kind.
    pub finding: Option<FindingKind>,
    /// With this in their number or name.
    pub text: String,
    /// The one with this number.
    pub number: Option<String>,
}

/// How the list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By number.
    #[default]
    Account,
    /// Those whose new charges moved most against the invoice before first.
    Change,
}

/// An account's place in the month.
#[derive(Clone, Debug)]
pub struct Step {
    /// The billing account.
    pub account: AccountId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub state: StepState,
    /// Why it is held or failed.
    pub reason: String,
    /// Who held or released it, and when; `None` where nobody did.
    pub moved: Option<(String, DateTime<Utc>)>,
    /// A later period took it in: nothing can be done to it any more.
    pub is_carried: bool,
    /// Its document, draft or issued.
    pub invoice: Option<InvoiceId>,
    /// The issued invoice's number.
    pub invoice_number: Option<String>,
    /// Lines, taxes and late fee.
    pub new_charges: Option<Money>,
    /// What is due.
    pub total_due: Option<Money>,
    /// New charges of the invoice before.
    pub before: Option<Money>,
}

/// Sums over everything that a list is narrowed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many accounts.
    pub count: i64,
    /// Those of them that would go out, and can be held.
    pub drafted: i64,
    /// Those that can be released.
    pub held: i64,
    /// New charges.
    pub new_charges: Money,
    /// New charges of the invoices before.
    pub before: Money,
    /// Totals due.
    pub total_due: Money,
}

#[derive(QueryableByName)]
struct StepRow {
    #[diesel(sql_type = BigInt)]
    account_id: i64,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Text)]
    reason: String,
    #[diesel(sql_type = Text)]
    moved_by: String,
    #[diesel(sql_type = Nullable<Timestamp>)]
    moved_at: Option<NaiveDateTime>,
    #[diesel(sql_type = Nullable<Text>)]
    carried_into: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    invoice_id: Option<i64>,
    #[diesel(sql_type = Nullable<Text>)]
    invoice_number: Option<String>,
    #[diesel(sql_type = Nullable<BigInt>)]
    new_charges: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    total_due: Option<i64>,
    #[diesel(sql_type = Nullable<BigInt>)]
    before: Option<i64>,
}

#[derive(QueryableByName)]
struct SumRow {
    #[diesel(sql_type = BigInt)]
    count: i64,
    #[diesel(sql_type = BigInt)]
    drafted: i64,
    #[diesel(sql_type = BigInt)]
    held: i64,
    #[diesel(sql_type = BigInt)]
    new_charges: i64,
    #[diesel(sql_type = BigInt)]
    before: i64,
    #[diesel(sql_type = BigInt)]
    total_due: i64,
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = BigInt)]
    account_id: i64,
}

/// In a state with so many accounts or fewer these are looked up one by one and then sorted. Where there are
/// more, accounts are gone through by their numbers, and a page is soon full.
const FEW: i64 = 1_000;

/// Which rows are meant: `$1` is the period, `$2` what [`Narrowed::word`] says; the rest are words of ours.
struct Meant {
    /// Tables, the first of which a database is to begin with.
    from: &'static str,
    /// What they are narrowed to.
    condition: String,
}

/// By their numbers. A join that is called CROSS is never turned round by SQLite.
const BY_ACCOUNT: &str = "accounts a CROSS JOIN bill_steps s";

const BY_STEP: &str = "bill_steps s CROSS JOIN accounts a";

const BY_FINDING: &str = "bill_findings f CROSS JOIN bill_steps s CROSS JOIN accounts a";

const DOCUMENTS: &str = "LEFT JOIN invoices i ON i.account_id = s.account_id AND i.period = s.period \
    LEFT JOIN invoices p ON p.id = i.previous_invoice_id";

impl Narrowed {
    fn meant(&self, from: &'static str) -> Meant {
        let mut condition = "a.id = s.account_id AND s.period = $1 AND ".to_owned();
        condition += &match self.state {
            Some(state) => format!("s.state = '{}'", state.as_str()),
            None => "s.state <> 'nothing'".to_owned(),
        };
        if let Some(kind) = self.finding {
            condition += &format!(
                " AND f.period = $1 AND f.account_id = s.account_id AND f.kind = '{}'",
                kind.as_str()
            );
        }
        condition += match (&self.number, self.text.trim()) {
            (Some(_), _) => " AND a.number = $2",
            (None, "") => "",
            _ => " AND (LOWER(a.number) LIKE $2 ESCAPE '\\' OR LOWER(a.name) LIKE $2 ESCAPE '\\')",
        };
        Meant { from: if self.finding.is_some() { BY_FINDING } else { from }, condition }
    }

    /// The number or the pattern that accounts are to have, where they are to have one.
    fn word(&self) -> Option<String> {
        match (&self.number, self.text.trim()) {
            (Some(number), _) => Some(number.clone()),
            (None, "") => None,
            (None, text) => Some(like(&text.to_lowercase())),
        }
    }
}

/// Runs `query`, which [`Meant`] is a part of.
fn load<T>(
    conn: &mut AnyConnection,
    query: String,
    period: BillingPeriod,
    narrowed: &Narrowed,
) -> Result<Vec<T>, StoreError>
where
    T: QueryableByName<<AnyConnection as Connection>::Backend> + 'static,
{
    let query = diesel::sql_query(query).into_boxed::<<AnyConnection as Connection>::Backend>();
    let query = query.bind::<Text, _>(period.to_string());
    Ok(match narrowed.word() {
        Some(word) => query.bind::<Text, _>(word).load(conn)?,
        None => query.load(conn)?,
    })
}

/// Whether [`FEW`] accounts at most stand in the state that the list is narrowed to.
fn is_few(conn: &mut AnyConnection, period: BillingPeriod, narrowed: &Narrowed) -> Result<bool, StoreError> {
    let Some(state) = narrowed.state else { return Ok(false) };
    let first: Vec<i64> = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::state.eq(state.as_str()))
        .limit(FEW + 1)
        .select(bill_steps::account_id)
        .load(conn)?;
    Ok(first.len() as i64 <= FEW)
}

/// Steps of `period`, up to `limit` after `offset`.
pub fn list_steps(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    narrowed: &Narrowed,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<Vec<Step>, StoreError> {
    let is_sorted = order == Order::Change || is_few(conn, period, narrowed)?;
    let by = if is_sorted && narrowed.number.is_none() { BY_STEP } else { BY_ACCOUNT };
    let Meant { from, condition } = narrowed.meant(by);
    let (documents, order) = match order {
        Order::Account => ("", "a.number"),
        Order::Change => (
            DOCUMENTS,
            "ABS(COALESCE(i.new_charges_cents, 0) - COALESCE(p.new_charges_cents, 0)) DESC, a.number",
        ),
    };
    // The page first: documents are looked at for its rows only, unless they are what it is sorted by.
    let query = format!(
        "SELECT s.account_id AS account_id, a.number AS number, a.name AS name, s.state AS state, \
         s.reason AS reason, s.moved_by AS moved_by, s.moved_at AS moved_at, \
         s.carried_into AS carried_into, i.id AS invoice_id, i.number AS invoice_number, \
         i.new_charges_cents AS new_charges, i.total_due_cents AS total_due, \
         p.new_charges_cents AS before \
         FROM (SELECT s.account_id AS account_id FROM {from} {documents} WHERE {condition} \
         ORDER BY {order} LIMIT {limit} OFFSET {offset}) w \
         JOIN bill_steps s ON s.period = $1 AND s.account_id = w.account_id \
         JOIN accounts a ON a.id = w.account_id {DOCUMENTS} ORDER BY {order}"
    );
    let rows: Vec<StepRow> = load(conn, query, period, narrowed)?;
    rows.into_iter().map(step).collect()
}

fn step(row: StepRow) -> Result<Step, StoreError> {
    Ok(Step {
        account: AccountId(row.account_id),
        number: row.number,
        name: row.name,
        state: value("bill_steps.state", &row.state)?,
        reason: row.reason,
        moved: row.moved_at.map(|at| (row.moved_by, instant(at))),
        is_carried: row.carried_into.is_some(),
        invoice: row.invoice_id.map(InvoiceId),
        invoice_number: row.invoice_number,
        new_charges: row.new_charges.map(Money::from_cents),
        total_due: row.total_due.map(Money::from_cents),
        before: row.before.map(Money::from_cents),
    })
}

/// Sums over all steps of `period` that are meant.
pub fn sum_steps(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    narrowed: &Narrowed,
) -> Result<Sums, StoreError> {
    let all = Narrowed { state: narrowed.state, ..Narrowed::default() };
    if *narrowed == all && matches!(narrowed.state, None | Some(StepState::Issued)) {
        return sum_all(conn, period, narrowed.state.is_some());
    }
    let Meant { from, condition } = narrowed.meant(BY_STEP);
    let query = format!(
        "SELECT COUNT(*) AS count, {} AS drafted, {} AS held, {AMOUNTS} FROM {from} {DOCUMENTS} WHERE {condition}",
        counted("drafted"),
        counted("held"),
    );
    let row: Option<SumRow> = load(conn, query, period, narrowed)?.pop();
    Ok(row.map(sums).unwrap_or_default())
}

/// Steps that stand in `state` and can still be moved. PostgreSQL's sum of bigint is numeric: cast back.
fn counted(state: &str) -> String {
    format!(
        "CAST(COALESCE(SUM(CASE WHEN s.state = '{state}' AND s.carried_into IS NULL THEN 1 ELSE 0 END), 0) \
         AS BIGINT)"
    )
}

const AMOUNTS: &str = "CAST(COALESCE(SUM(i.new_charges_cents), 0) AS BIGINT) AS new_charges, \
    CAST(COALESCE(SUM(p.new_charges_cents), 0) AS BIGINT) AS before, \
    CAST(COALESCE(SUM(i.total_due_cents), 0) AS BIGINT) AS total_due";

/// The same over every step that has a document or should have one, or over those that are issued: counts of the
/// steps from their index, and amounts of the documents from theirs, for each document of a period belongs to
/// such a step, and is issued when the step is.
fn sum_all(conn: &mut AnyConnection, period: BillingPeriod, is_issued: bool) -> Result<Sums, StoreError> {
    let mut states = count_states(conn, period)?;
    states.retain(|state, _| !is_issued || state == StepState::Issued.as_str());
    let only = if is_issued { " AND i.state = 'issued'" } else { "" };
    let carried: Vec<(String, i64)> = bill_steps::table
        .filter(bill_steps::period.eq(period.to_string()))
        .filter(bill_steps::carried_into.is_not_null())
        .group_by(bill_steps::state)
        .select((bill_steps::state, diesel::dsl::count_star()))
        .load(conn)?;
    let carried: HashMap<String, i64> = carried.into_iter().collect();
    let all = |state: &str| states.get(state).copied().unwrap_or(0);
    let open = |state: &str| all(state) - carried.get(state).copied().unwrap_or(0);
    let query = format!(
        "SELECT CAST(0 AS BIGINT) AS count, CAST(0 AS BIGINT) AS drafted, CAST(0 AS BIGINT) AS held, {AMOUNTS} \
         FROM invoices i LEFT JOIN invoices p ON p.id = i.previous_invoice_id WHERE i.period = $1{only}"
    );
    let amounts: Option<SumRow> = load(conn, query, period, &Narrowed::default())?.pop();
    Ok(Sums {
        count: states.values().sum::<i64>() - all(StepState::Nothing.as_str()),
        drafted: open(StepState::Drafted.as_str()),
        held: open(StepState::Held.as_str()),
        ..amounts.map(sums).unwrap_or_default()
    })
}

fn sums(row: SumRow) -> Sums {
    Sums {
        count: row.count,
        drafted: row.drafted,
        held: row.held,
        new_charges: Money::from_cents(row.new_charges),
        before: Money::from_cents(row.before),
        total_due: Money::from_cents(row.total_due),
    }
}

/// The accounts that are meant and stand in `state`, those that a later period took in left out.
pub fn list_ids(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    narrowed: &Narrowed,
    state: StepState,
) -> Result<Vec<AccountId>, StoreError> {
    let Meant { from, condition } = narrowed.meant(BY_STEP);
    let query = format!(
        "SELECT s.account_id AS account_id FROM {from} WHERE {condition} AND s.state = '{}' \
         AND s.carried_into IS NULL ORDER BY s.account_id",
        state.as_str()
    );
    let rows: Vec<IdRow> = load(conn, query, period, narrowed)?;
    Ok(rows.into_iter().map(|row| AccountId(row.account_id)).collect())
}

/// What was found on each of these accounts, as kind and text.
pub fn list_findings_of(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    ids: &[AccountId],
) -> Result<HashMap<AccountId, Vec<(String, String)>>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, String, String)> = bill_findings::table
        .filter(bill_findings::period.eq(period.to_string()))
        .filter(bill_findings::account_id.eq_any(ids))
        .order((bill_findings::account_id, bill_findings::kind))
        .select((bill_findings::account_id, bill_findings::kind, bill_findings::text))
        .load(conn)?;
    let mut found: HashMap<AccountId, Vec<(String, String)>> = HashMap::new();
    for (account, kind, text) in rows {
        found.entry(AccountId(account)).or_default().push((kind, text));
    }
    Ok(found)
}

/// How many accounts have each kind of finding.
pub fn count_findings(
    conn: &mut AnyConnection,
    period: BillingPeriod,
) -> Result<Vec<(String, i64)>, StoreError> {
    Ok(bill_findings::table
        .filter(bill_findings::period.eq(period.to_string()))
        .group_by(bill_findings::kind)
        .order(bill_findings::kind)
        .select((bill_findings::kind, diesel::dsl::count_star()))
        .load(conn)?)
}
