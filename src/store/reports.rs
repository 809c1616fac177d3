//! Sums for reports: of postings, of documents, of cases.
//!
//! Invariant: a constant number of statements for a report, or for a chunk of one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::{count_star, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Date, Nullable};

use super::postings::is_owed;
use super::rows::{instant, value};
use super::schema::{
    accounts, calls, cases, credit_note_taxes, credit_notes, dispute_lines, disputes, invoice_taxes,
    invoices, macd_requests, postings,
};
use super::{AnyConnection, StoreError};
use crate::domain::dispute::DisputeState;
use crate::domain::ledger::Ledger;
use crate::values::ids::{AccountId, CaseId};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// Sums are numeric in PostgreSQL.
const SUM_POSTED: &str = "CAST(SUM(postings.amount_cents) AS BIGINT)";

fn money(cents: Option<i64>) -> Money {
    Money::from_cents(cents.unwrap_or(0))
}

/// What was posted on a day.
#[derive(Clone, Debug)]
pub struct Posted {
    /// The day.
    pub on: NaiveDate,
    /// By which kind of document.
    pub document: String,
    /// Where to.
    pub ledger: Ledger,
    /// The sum; debits are positive.
    pub amount: Money,
}

/// What was posted from `first` through `last`, by day, kind of document and ledger.
pub fn sum_posted(
    conn: &mut AnyConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<Posted>, StoreError> {
    let rows: Vec<(NaiveDate, String, String, Option<i64>)> = postings::table
        .filter(postings::booked_on.between(first, last))
        .group_by((postings::booked_on, postings::document, postings::ledger))
        .order((postings::booked_on, postings::document, postings::ledger))
        .select((
            postings::booked_on,
            postings::document,
            postings::ledger,
            sql::<Nullable<BigInt>>(SUM_POSTED),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(on, document, ledger, cents)| {
            Ok(Posted { on, document, ledger: value("postings.ledger", &ledger)?, amount: money(cents) })
        })
        .collect()
}

/// What all accounts owed at the end of `day`, by the postings.
pub fn sum_owed(conn: &mut AnyConnection, day: NaiveDate) -> Result<Money, StoreError> {
    let cents: Option<i64> = postings::table
        .filter(is_owed())
        // Not a filter: it would lead away from the index of what is owed.
        .select(
            sql::<Nullable<BigInt>>("CAST(SUM(CASE WHEN postings.booked_on <= ")
                .bind::<Date, _>(day)
                .sql(" THEN postings.amount_cents ELSE 0 END) AS BIGINT)"),
        )
        .get_result(conn)?;
    Ok(money(cents))
}

/// An account's balance at the end of a day.
#[derive(Clone, Debug)]
pub struct Owing {
    /// Row id.
    pub id: AccountId,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The sum of its postings.
    pub balance: Money,
}

/// Up to `limit` accounts that owe something or are in credit at the end of `day`, by row, from the one after
/// `after` on.
pub fn list_owing(
    conn: &mut AnyConnection,
    day: NaiveDate,
    after: AccountId,
    limit: i64,
) -> Result<Vec<Owing>, StoreError> {
    let sums: Vec<(i64, Option<i64>)> = postings::table
        .filter(is_owed())
        .filter(postings::booked_on.le(day))
        .filter(postings::account_id.gt(after.0))
        .group_by(postings::account_id)
        .having(sql::<Bool>("SUM(postings.amount_cents) <> 0"))
        .order(postings::account_id)
        .limit(limit)
        .select((postings::account_id, sql::<Nullable<BigInt>>(SUM_POSTED)))
        .load(conn)?;
    let ids: Vec<i64> = sums.iter().map(|(id, _)| *id).collect();
    let names: Vec<(i64, String, String)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .select((accounts::id, accounts::number, accounts::name))
        .load(conn)?;
    let mut names: HashMap<i64, (String, String)> =
        names.into_iter().map(|(id, number, name)| (id, (number, name))).collect();
    let owing = |(id, cents)| {
        let (number, name) = names.remove(&id).unwrap_or_default();
        Owing { id: AccountId(id), number, name, balance: money(cents) }
    };
    Ok(sums.into_iter().map(owing).collect())
}

/// New charges of the issued invoices of each of these periods.
pub fn sum_invoiced(
    conn: &mut AnyConnection,
    first: BillingPeriod,
    last: BillingPeriod,
) -> Result<Vec<(BillingPeriod, Money)>, StoreError> {
    let rows: Vec<(String, Option<i64>)> = invoices::table
        .filter(invoices::state.eq("issued"))
        .filter(invoices::period.between(first.to_string(), last.to_string()))
        .group_by(invoices::period)
        .select((
            invoices::period,
            sql::<Nullable<BigInt>>("CAST(SUM(invoices.new_charges_cents) AS BIGINT)"),
        ))
        .load(conn)?;
    rows.into_iter().map(|(period, cents)| Ok((value("invoices.period", &period)?, money(cents)))).collect()
}

/// What credit notes of these days credited in all.
pub fn sum_credited(
    conn: &mut AnyConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Money, StoreError> {
    let cents: Option<i64> = credit_notes::table
        .filter(credit_notes::credited_on.between(first, last))
        .select(sql::<Nullable<BigInt>>("CAST(SUM(credit_notes.total_cents) AS BIGINT)"))
        .get_result(conn)?;
    Ok(money(cents))
}

/// A tax at one rate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaxRate {
    /// The tax table's code.
    pub code: String,
    /// In plain words.
    pub name: String,
    /// Country and region, such as `US-CO`.
    pub jurisdiction: String,
    /// `percent` or `per_unit`.
    pub kind: String,
    /// Percent, or dollars per unit.
    pub rate: String,
}

type TaxKey = (String, String, String, String, String);

impl TaxRate {
    fn of((code, name, jurisdiction, kind, rate): TaxKey) -> TaxRate {
        TaxRate { code, name, jurisdiction, kind, rate }
    }
}

/// Taxes on the issued invoices of a period, all together.
pub fn sum_taxed(conn: &mut AnyConnection, period: BillingPeriod) -> Result<Money, StoreError> {
    let cents: Option<i64> = invoice_taxes::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_taxes::invoice_id)))
        .filter(invoices::state.eq("issued"))
        .filter(invoices::period.eq(period.to_string()))
        .select(sql::<Nullable<BigInt>>("CAST(SUM(invoice_taxes.amount_cents) AS BIGINT)"))
        .get_result(conn)?;
    Ok(money(cents))
}

/// Taxes on the issued invoices of these periods.
pub fn sum_taxes(
    conn: &mut AnyConnection,
    first: BillingPeriod,
    last: BillingPeriod,
) -> Result<Vec<(TaxRate, Money)>, StoreError> {
    let by = (
        invoice_taxes::code,
        invoice_taxes::name,
        invoice_taxes::jurisdiction,
        invoice_taxes::kind,
        invoice_taxes::rate,
    );
    let rows: Vec<(TaxKey, Option<i64>)> = invoice_taxes::table
        .inner_join(invoices::table.on(invoices::id.eq(invoice_taxes::invoice_id)))
        .filter(invoices::state.eq("issued"))
        .filter(invoices::period.between(first.to_string(), last.to_string()))
        .group_by(by)
        .select((by, sql::<Nullable<BigInt>>("CAST(SUM(invoice_taxes.amount_cents) AS BIGINT)")))
        .load(conn)?;
    Ok(rows.into_iter().map(|(rate, cents)| (TaxRate::of(rate), money(cents))).collect())
}

/// Taxes on credit notes of these days.
pub fn sum_credited_taxes(
    conn: &mut AnyConnection,
    first: NaiveDate,
    last: NaiveDate,
) -> Result<Vec<(TaxRate, Money)>, StoreError> {
    let by = (
        credit_note_taxes::code,
        credit_note_taxes::name,
        credit_note_taxes::jurisdiction,
        credit_note_taxes::kind,
        credit_note_taxes::rate,
    );
    let rows: Vec<(TaxKey, Option<i64>)> = credit_note_taxes::table
        .inner_join(credit_notes::table.on(credit_notes::id.eq(credit_note_taxes::note_id)))
        .filter(credit_notes::credited_on.between(first, last))
        .group_by(by)
        .select((by, sql::<Nullable<BigInt>>("CAST(SUM(credit_note_taxes.amount_cents) AS BIGINT)")))
        .load(conn)?;
    Ok(rows.into_iter().map(|(rate, cents)| (TaxRate::of(rate), money(cents))).collect())
}

/// A dispute as far as reports count it.
#[derive(Clone, Copy, Debug)]
pub struct DisputeSums {
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How it stands.
    pub state: DisputeState,
    /// What is or was in dispute, taxes included.
    pub disputed: Money,
    /// What of it was credited, taxes included.
    pub credited: Money,
}

/// Every dispute that was opened in this time.
pub fn list_disputes(
    conn: &mut AnyConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<DisputeSums>, StoreError> {
    type Row = (i64, NaiveDateTime, Option<NaiveDateTime>, String, Option<i64>, Option<i64>);
    let rows: Vec<Row> = disputes::table
        .inner_join(dispute_lines::table.on(dispute_lines::case_id.eq(disputes::case_id)))
        .filter(disputes::opened_at.ge(from.naive_utc()))
        .filter(disputes::opened_at.lt(until.naive_utc()))
        .group_by((disputes::case_id, disputes::opened_at, disputes::ended_at, disputes::state))
        .select((
            disputes::case_id,
            disputes::opened_at,
            disputes::ended_at,
            disputes::state,
            sql::<Nullable<BigInt>>(
                "CAST(SUM(dispute_lines.amount_cents + dispute_lines.tax_cents) AS BIGINT)",
            ),
            sql::<Nullable<BigInt>>(
                "CAST(SUM(dispute_lines.accepted_cents + dispute_lines.accepted_tax_cents) AS BIGINT)",
            ),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(_, opened_at, ended_at, state, disputed, credited)| {
            Ok(DisputeSums {
                opened_at: instant(opened_at),
                ended_at: ended_at.map(instant),
                state: value("disputes.state", &state)?,
                disputed: money(disputed),
                credited: money(credited),
            })
        })
        .collect()
}

/// What the books say was credited for disputes that were opened in this time.
pub fn sum_posted_for_disputes(
    conn: &mut AnyConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Money, StoreError> {
    let opened = disputes::table
        .filter(disputes::opened_at.ge(from.naive_utc()))
        .filter(disputes::opened_at.lt(until.naive_utc()))
        .select(disputes::case_id.nullable());
    let notes = credit_notes::table.filter(credit_notes::case_id.eq_any(opened)).select(credit_notes::id);
    let cents: Option<i64> = postings::table
        .filter(postings::document.eq("credit_note"))
        .filter(postings::document_id.eq_any(notes))
        .filter(postings::ledger.eq(Ledger::Receivable.as_str()))
        .select(sql::<Nullable<BigInt>>(SUM_POSTED))
        .get_result(conn)?;
    Ok(-money(cents))
}

/// Up to `limit` cases that were open at some time of this stretch, by row, from the one after `after` on.
pub fn list_cases(
    conn: &mut AnyConnection,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    after: CaseId,
    limit: i64,
) -> Result<Vec<CaseId>, StoreError> {
    let ids: Vec<i64> = cases::table
        .filter(cases::id.gt(after.0))
        .filter(cases::opened_at.lt(until.naive_utc()))
        .filter(cases::closed_at.is_null().or(cases::closed_at.ge(from.naive_utc()).assume_not_null()))
        .order(cases::id)
        .limit(limit)
        .select(cases::id)
        .load(conn)?;
    Ok(ids.into_iter().map(CaseId).collect())
}

/// A request as an issued invoice bills it.
#[derive(Clone, Copy, Debug)]
pub struct BilledRequest {
    /// Its case.
    pub case: CaseId,
    /// The invoice's period.
    pub period: BillingPeriod,
    /// Units billed.
    pub units: i64,
    /// What they cost.
    pub work: Money,
    /// The fee for being expedited.
    pub fee: Money,
}

/// Requests on the issued invoices of these periods.
pub fn list_billed_requests(
    conn: &mut AnyConnection,
    first: BillingPeriod,
    last: BillingPeriod,
) -> Result<Vec<BilledRequest>, StoreError> {
    type Row = (i64, String, Option<i32>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = macd_requests::table
        .inner_join(invoices::table.on(macd_requests::invoice_id.eq(invoices::id.nullable())))
        .filter(invoices::state.eq("issued"))
        .filter(invoices::period.between(first.to_string(), last.to_string()))
        .order(macd_requests::case_id)
        .select((
            macd_requests::case_id,
            invoices::period,
            macd_requests::units,
            macd_requests::work_cents,
            macd_requests::fee_cents,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(case, period, units, work, fee)| {
            Ok(BilledRequest {
                case: CaseId(case),
                period: value("invoices.period", &period)?,
                units: units.map_or(0, i64::from),
                work: money(work),
                fee: money(fee),
            })
        })
        .collect()
}

/// Calls of one length that no invoice bills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnbilledCalls {
    /// The tariff.
    pub plan: String,
    /// The kind of call.
    pub call_type: String,
    /// The length of each.
    pub seconds: i64,
    /// How many.
    pub calls: i64,
}

/// Calls that no invoice bills: those that began before `open_since`, then those that began since.
pub fn list_unbilled(
    conn: &mut AnyConnection,
    open_since: DateTime<Utc>,
) -> Result<[Vec<UnbilledCalls>; 2], StoreError> {
    let by = (calls::plan, calls::call_type, calls::seconds);
    let unbilled = || calls::table.filter(calls::invoice_id.is_null());
    let late: Vec<(String, String, i64, i64)> = unbilled()
        .filter(calls::started_at.lt(open_since.naive_utc()))
        .group_by(by)
        .select((calls::plan, calls::call_type, calls::seconds, count_star()))
        .load(conn)?;
    let open: Vec<(String, String, i64, i64)> = unbilled()
        .filter(calls::started_at.ge(open_since.naive_utc()))
        .group_by(by)
        .select((calls::plan, calls::call_type, calls::seconds, count_star()))
        .load(conn)?;
    Ok([late, open].map(|rows| {
        let unbilled = |(plan, call_type, seconds, calls)| UnbilledCalls { plan, call_type, seconds, calls };
        rows.into_iter().map(unbilled).collect()
    }))
}
