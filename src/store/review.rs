//! The drafts of a month by account, as staff look through them: narrowed, sorted, summed.
//!
//! Invariant: a page takes a constant number of queries, however many accounts there are.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::rows::{instant, like, value};
use super::schema::bill_findings;
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

/// Steps with their accounts and documents. `$1` is the period, `$2` a pattern or nothing, `$3` a number
/// or nothing; what else is narrowed to are words of ours.
fn of(narrowed: &Narrowed) -> String {
    let state = match narrowed.state {
        Some(state) => format!("s.state = '{}'", state.as_str()),
        None => "s.state <> 'nothing'".to_owned(),
    };
    let finding = narrowed.finding.map_or_else(String::new, |kind| {
        format!(
            " AND EXISTS (SELECT 1 FROM bill_findings f WHERE f.period = s.period \
             AND f.account_id = s.account_id AND f.kind = '{}')",
            kind.as_str()
        )
    });
    format!(
        "FROM bill_steps s JOIN accounts a ON a.id = s.account_id \
         LEFT JOIN invoices i ON i.account_id = s.account_id AND i.period = s.period \
         LEFT JOIN invoices p ON p.id = i.previous_invoice_id \
         WHERE s.period = $1 AND {state}{finding} \
         AND ($2 = '' OR LOWER(a.number) LIKE $2 ESCAPE '\\' OR LOWER(a.name) LIKE $2 ESCAPE '\\') \
         AND ($3 = '' OR a.number = $3)"
    )
}

impl Narrowed {
    fn pattern(&self) -> String {
        match self.text.trim() {
            "" => String::new(),
            text => like(&text.to_lowercase()),
        }
    }

    fn exact(&self) -> String {
        self.number.clone().unwrap_or_default()
    }
}

/// Steps of `period`, up to `limit` after `offset`.
pub fn list_steps(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    narrowed: &Narrowed,
    order: Order,
    (limit, offset): (i64, i64),
) -> Result<Vec<Step>, StoreError> {
    let order = match order {
        Order::Account => "a.number",
        Order::Change => {
            "ABS(COALESCE(i.new_charges_cents, 0) - COALESCE(p.new_charges_cents, 0)) DESC, a.number"
        }
    };
    let query = format!(
        "SELECT s.account_id AS account_id, a.number AS number, a.name AS name, s.state AS state, \
         s.reason AS reason, s.moved_by AS moved_by, s.moved_at AS moved_at, \
         s.carried_into AS carried_into, i.id AS invoice_id, i.number AS invoice_number, \
         i.new_charges_cents AS new_charges, i.total_due_cents AS total_due, \
         p.new_charges_cents AS before {} ORDER BY {order} LIMIT $4 OFFSET $5",
        of(narrowed)
    );
    let rows: Vec<StepRow> = diesel::sql_query(query)
        .bind::<Text, _>(period.to_string())
        .bind::<Text, _>(narrowed.pattern())
        .bind::<Text, _>(narrowed.exact())
        .bind::<BigInt, _>(limit)
        .bind::<BigInt, _>(offset)
        .load(conn)?;
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
    // PostgreSQL's sum of bigint is numeric: cast back.
    let query = format!(
        "SELECT COUNT(*) AS count, \
         CAST(COALESCE(SUM(CASE WHEN s.state = 'drafted' AND s.carried_into IS NULL THEN 1 ELSE 0 END), 0) \
         AS BIGINT) AS drafted, \
         CAST(COALESCE(SUM(CASE WHEN s.state = 'held' AND s.carried_into IS NULL THEN 1 ELSE 0 END), 0) \
         AS BIGINT) AS held, \
         CAST(COALESCE(SUM(i.new_charges_cents), 0) AS BIGINT) AS new_charges, \
         CAST(COALESCE(SUM(p.new_charges_cents), 0) AS BIGINT) AS before, \
         CAST(COALESCE(SUM(i.total_due_cents), 0) AS BIGINT) AS total_due {}",
        of(narrowed)
    );
    let row: SumRow = diesel::sql_query(query)
        .bind::<Text, _>(period.to_string())
        .bind::<Text, _>(narrowed.pattern())
        .bind::<Text, _>(narrowed.exact())
        .get_result(conn)?;
    Ok(Sums {
        count: row.count,
        drafted: row.drafted,
        held: row.held,
        new_charges: Money::from_cents(row.new_charges),
        before: Money::from_cents(row.before),
        total_due: Money::from_cents(row.total_due),
    })
}

/// The accounts that are meant and stand in `state`, those that a later period took in left out.
pub fn list_ids(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    narrowed: &Narrowed,
    state: StepState,
) -> Result<Vec<AccountId>, StoreError> {
    let query = format!(
        "SELECT s.account_id AS account_id {} AND s.state = '{}' AND s.carried_into IS NULL \
         ORDER BY s.account_id",
        of(narrowed),
        state.as_str()
    );
    let rows: Vec<IdRow> = diesel::sql_query(query)
        .bind::<Text, _>(period.to_string())
        .bind::<Text, _>(narrowed.pattern())
        .bind::<Text, _>(narrowed.exact())
        .load(conn)?;
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
