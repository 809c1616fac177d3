//! Disputes with their lines, and what of invoices is in dispute (REQUIREMENTS R6.8).

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::credit_notes::sum_credited;
use super::facts::raw;
use super::rows::{instant, value};
use super::schema::{dispute_lines, disputes, invoice_lines, invoices};
use super::{AnyConnection, StoreError};
use crate::domain::dispute::{Disputable, Dispute, DisputeState, DisputedLine, LATE_FEE_LINE};
use crate::on_either;
use crate::values::ids::{AccountId, CaseId, InvoiceId};
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = dispute_lines)]
struct LineRow {
    case_id: i64,
    invoice_id: i64,
    line_no: i32,
    amount_cents: i64,
    tax_cents: i64,
    accepted_cents: i64,
    accepted_tax_cents: i64,
}

/// Writes a new dispute with its lines. Whether they may be disputed was checked in the same
/// transaction, behind [`super::locks::lock_account`].
pub fn insert_dispute(conn: &mut AnyConnection, dispute: &Dispute) -> Result<(), StoreError> {
    diesel::insert_into(disputes::table)
        .values((
            disputes::case_id.eq(dispute.case.0),
            disputes::account_id.eq(dispute.account.0),
            disputes::state.eq(dispute.state.as_str()),
            disputes::reason.eq(dispute.reason.as_str()),
            disputes::opened_at.eq(dispute.opened_at.naive_utc()),
            disputes::ended_at.eq(dispute.ended_at.map(|at| at.naive_utc())),
        ))
        .execute(conn)?;
    let row = |line: &DisputedLine| LineRow {
        case_id: dispute.case.0,
        invoice_id: line.invoice.0,
        line_no: line.line_no,
        amount_cents: line.amount.cents(),
        tax_cents: line.tax.cents(),
        accepted_cents: line.accepted.cents(),
        accepted_tax_cents: line.accepted_tax.cents(),
    };
    let rows: Vec<LineRow> = dispute.lines.iter().map(row).collect();
    on_either!(conn, |c| diesel::insert_into(dispute_lines::table).values(&rows).execute(c))?;
    Ok(())
}

/// The dispute of a case, its lines by invoice and line.
pub fn find_dispute(conn: &mut AnyConnection, case: CaseId) -> Result<Option<Dispute>, StoreError> {
    type Row = (i64, String, String, NaiveDateTime, Option<NaiveDateTime>);
    let row: Option<Row> = disputes::table
        .find(case.0)
        .select((
            disputes::account_id,
            disputes::state,
            disputes::reason,
            disputes::opened_at,
            disputes::ended_at,
        ))
        .first(conn)
        .optional()?;
    let Some((account, state, reason, opened_at, ended_at)) = row else { return Ok(None) };
    let lines: Vec<LineRow> = dispute_lines::table
        .filter(dispute_lines::case_id.eq(case.0))
        .order((dispute_lines::invoice_id, dispute_lines::line_no))
        .select(LineRow::as_select())
        .load(conn)?;
    Ok(Some(Dispute {
        case,
        account: AccountId(account),
        state: value("disputes.state", &state)?,
        reason: value("disputes.reason", &reason)?,
        opened_at: instant(opened_at),
        ended_at: ended_at.map(instant),
        lines: lines.into_iter().map(disputed).collect(),
    }))
}

fn disputed(row: LineRow) -> DisputedLine {
    DisputedLine {
        invoice: InvoiceId(row.invoice_id),
        line_no: row.line_no,
        amount: Money::from_cents(row.amount_cents),
        tax: Money::from_cents(row.tax_cents),
        accepted: Money::from_cents(row.accepted_cents),
        accepted_tax: Money::from_cents(row.accepted_tax_cents),
    }
}

/// Moves a dispute on, `ended_at` where that ends it.
///
/// # Errors
/// `Conflict` where it is not in state `from` any more.
pub fn mark_state(
    conn: &mut AnyConnection,
    case: CaseId,
    from: DisputeState,
    to: DisputeState,
    ended_at: Option<DateTime<Utc>>,
) -> Result<(), StoreError> {
    let open = disputes::table.find(case.0).filter(disputes::state.eq(from.as_str()));
    let to = (disputes::state.eq(to.as_str()), disputes::ended_at.eq(ended_at.map(|at| at.naive_utc())));
    match diesel::update(open).set(to).execute(conn)? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("the dispute of case {}", case.0))),
    }
}

/// Writes down what of each line was credited, `accepted` and `accepted_tax` of `lines`.
///
/// # Errors
/// `Conflict` where the dispute has no such line.
pub fn mark_accepted(
    conn: &mut AnyConnection,
    case: CaseId,
    lines: &[DisputedLine],
) -> Result<(), StoreError> {
    for line in lines {
        let row = dispute_lines::table.find((case.0, line.invoice.0, line.line_no));
        let accepted = (
            dispute_lines::accepted_cents.eq(line.accepted.cents()),
            dispute_lines::accepted_tax_cents.eq(line.accepted_tax.cents()),
        );
        if diesel::update(row).set(accepted).execute(conn)? != 1 {
            return Err(StoreError::Conflict(format!("a line of the dispute of case {}", case.0)));
        }
    }
    Ok(())
}

/// What of each invoice of these accounts is in dispute now, taxes included.
pub fn sum_in_dispute(
    conn: &mut AnyConnection,
    ids: &[AccountId],
) -> Result<HashMap<InvoiceId, Money>, StoreError> {
    let rows: Vec<(i64, Option<i64>)> = dispute_lines::table
        .inner_join(disputes::table.on(disputes::case_id.eq(dispute_lines::case_id)))
        .filter(disputes::account_id.eq_any(raw(ids)))
        .filter(disputes::ended_at.is_null())
        .group_by(dispute_lines::invoice_id)
        .select((dispute_lines::invoice_id, sql::<Nullable<BigInt>>(UNDECIDED)))
        .load(conn)?;
    Ok(by_invoice(rows))
}

/// What of each invoice of these accounts counts as in dispute at a closing of `period` at `now`: of
/// disputes that were opened by then and did not end within the period (INTERFACES, "Arithmetic,
/// exactly", 9). One that ended since counts whole: what it credited is on the next invoice.
pub fn sum_in_dispute_at_closing(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    period: BillingPeriod,
    now: DateTime<Utc>,
) -> Result<HashMap<InvoiceId, Money>, StoreError> {
    sum_in_dispute_at(conn, ids, now, period.ends_at())
}

/// What of each invoice of these accounts was in dispute: of disputes that were opened by `opened` and did not
/// end before `ended`. One that ended since counts whole.
pub fn sum_in_dispute_at(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    opened: DateTime<Utc>,
    ended: DateTime<Utc>,
) -> Result<HashMap<InvoiceId, Money>, StoreError> {
    let ended_since = disputes::ended_at.ge(ended.naive_utc()).assume_not_null();
    let rows: Vec<(i64, Option<i64>)> = dispute_lines::table
        .inner_join(disputes::table.on(disputes::case_id.eq(dispute_lines::case_id)))
        .filter(disputes::account_id.eq_any(raw(ids)))
        .filter(disputes::opened_at.le(opened.naive_utc()))
        .filter(disputes::ended_at.is_null().or(ended_since))
        .group_by(dispute_lines::invoice_id)
        .select((dispute_lines::invoice_id, sql::<Nullable<BigInt>>(AS_DISPUTED)))
        .load(conn)?;
    Ok(by_invoice(rows))
}

/// Sums are numeric in PostgreSQL.
const UNDECIDED: &str = "CAST(SUM(amount_cents - accepted_cents + tax_cents - accepted_tax_cents) AS BIGINT)";

/// See [`sum_in_dispute_at`].
const AS_DISPUTED: &str = "CAST(SUM(CASE WHEN ended_at IS NULL \
     THEN amount_cents - accepted_cents + tax_cents - accepted_tax_cents \
     ELSE amount_cents + tax_cents END) AS BIGINT)";

fn by_invoice(rows: Vec<(i64, Option<i64>)>) -> HashMap<InvoiceId, Money> {
    rows.into_iter().map(|(id, cents)| (InvoiceId(id), Money::from_cents(cents.unwrap_or(0)))).collect()
}

/// Adds what is in dispute of `lines` to an open dispute; what it disputes of the same line already is
/// added up.
pub fn add_lines(conn: &mut AnyConnection, into: &Dispute, lines: &[DisputedLine]) -> Result<(), StoreError> {
    for line in lines.iter().filter(|line| line.amount > line.accepted) {
        let (amount, tax) = ((line.amount - line.accepted).cents(), (line.tax - line.accepted_tax).cents());
        let row = dispute_lines::table.find((into.case.0, line.invoice.0, line.line_no));
        let more = (
            dispute_lines::amount_cents.eq(dispute_lines::amount_cents + amount),
            dispute_lines::tax_cents.eq(dispute_lines::tax_cents + tax),
        );
        if diesel::update(row).set(more).execute(conn)? == 0 {
            let new = LineRow {
                case_id: into.case.0,
                invoice_id: line.invoice.0,
                line_no: line.line_no,
                amount_cents: amount,
                tax_cents: tax,
                accepted_cents: 0,
                accepted_tax_cents: 0,
            };
            on_either!(conn, |c| diesel::insert_into(dispute_lines::table).values(&new).execute(c))?;
        }
    }
    Ok(())
}

/// Every line of these issued invoices of `account`, its late fee first, with what can be disputed or
/// credited of it; by invoice and line. What the case `besides` disputes is left out, for its own outcome.
pub fn list_disputable(
    conn: &mut AnyConnection,
    account: AccountId,
    ids: &[InvoiceId],
    besides: Option<CaseId>,
) -> Result<Vec<Disputable>, StoreError> {
    let heads: Vec<(i64, NaiveDate, i64)> = invoices::table
        .filter(invoices::id.eq_any(ids.iter().map(|id| id.0).collect::<Vec<_>>()))
        .filter(invoices::account_id.eq(account.0))
        .filter(invoices::state.eq("issued"))
        .order(invoices::id)
        .select((invoices::id, invoices::invoice_date, invoices::late_fee_cents))
        .load(conn)?;
    let known: Vec<i64> = heads.iter().map(|head| head.0).collect();
    let rows: Vec<(i64, i32, i64)> = invoice_lines::table
        .filter(invoice_lines::invoice_id.eq_any(known.clone()))
        .order((invoice_lines::invoice_id, invoice_lines::line_no))
        .select((invoice_lines::invoice_id, invoice_lines::line_no, invoice_lines::amount_cents))
        .load(conn)?;
    let credited = sum_credited(conn, ids)?;
    let in_dispute = sum_disputed(conn, &known, besides)?;
    let mut found = Vec::with_capacity(rows.len() + heads.len());
    for (id, statement_on, late_fee) in heads {
        let fee = (late_fee != 0).then_some((LATE_FEE_LINE, late_fee));
        let lines = rows.iter().filter(|row| row.0 == id).map(|(_, line_no, cents)| (*line_no, *cents));
        let credited = credited.get(&InvoiceId(id));
        for (line_no, cents) in fee.into_iter().chain(lines) {
            found.push(Disputable {
                invoice: InvoiceId(id),
                statement_on,
                line_no,
                amount: Money::from_cents(cents),
                credited: credited.and_then(|lines| lines.get(&line_no)).copied().unwrap_or_default(),
                in_dispute: in_dispute.get(&(id, line_no)).copied().unwrap_or_default(),
            });
        }
    }
    Ok(found)
}

/// What of the lines of these invoices is in dispute now, taxes and the case `besides` left out.
fn sum_disputed(
    conn: &mut AnyConnection,
    invoices: &[i64],
    besides: Option<CaseId>,
) -> Result<HashMap<(i64, i32), Money>, StoreError> {
    let rows: Vec<(i64, i32, i64)> = dispute_lines::table
        .inner_join(disputes::table.on(disputes::case_id.eq(dispute_lines::case_id)))
        .filter(dispute_lines::invoice_id.eq_any(invoices.to_vec()))
        .filter(disputes::ended_at.is_null())
        // No case has the row 0.
        .filter(disputes::case_id.ne(besides.map_or(0, |case| case.0)))
        .select((
            dispute_lines::invoice_id,
            dispute_lines::line_no,
            dispute_lines::amount_cents - dispute_lines::accepted_cents,
        ))
        .load(conn)?;
    let mut disputed: HashMap<(i64, i32), Money> = HashMap::new();
    for (invoice, line_no, cents) in rows {
        *disputed.entry((invoice, line_no)).or_default() += Money::from_cents(cents);
    }
    Ok(disputed)
}
