//! Reading documents back, some hundred at a time with a constant number of queries.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::listed::{load_adjustments, load_credits};
use super::receipts::{self, Receipts};
use super::require_sums;
use super::rows::{InvoiceRow, LineRow, PaymentRow, SectionRow, TaxRow};
use crate::domain::invoice::{
    CallDetail, ChargesByCategory, Invoice, LateFee, Line, PaymentReceived, Provider, RatedCall, Section,
    TaxLine, UsageTerms,
};
use crate::domain::ledger::Ledger;
use crate::store::rows::{instant, value};
use crate::store::schema::{
    calls, documents, invoice_calls, invoice_lines, invoice_payments, invoice_sections, invoice_taxes,
    invoices, letterheads, postings,
};
use crate::store::{AnyConnection, StoreError, logos};
use crate::values::ids::InvoiceId;
use crate::values::money::{CallAmount, Money};
use crate::values::number::InvoiceNumber;
use crate::values::period::BillingPeriod;

/// What lists show of an issued invoice.
#[derive(Clone, Debug)]
pub struct InvoiceHead {
    /// Row id.
    pub id: InvoiceId,
    /// Its number.
    pub number: String,
    /// The billing account's number.
    pub account: String,
    /// The 27th.
    pub invoice_date: NaiveDate,
    /// The last day to pay.
    pub due_date: NaiveDate,
    /// Lines, taxes and late fee.
    pub new_charges: Money,
    /// What was due by it.
    pub total_due: Money,
}

/// The row of the issued invoice with `number`.
pub fn find_id(conn: &mut AnyConnection, number: &InvoiceNumber) -> Result<Option<InvoiceId>, StoreError> {
    let id: Option<i64> = invoices::table
        .filter(invoices::number.eq(number.as_str()))
        .select(invoices::id)
        .first(conn)
        .optional()?;
    Ok(id.map(InvoiceId))
}

/// The issued invoice before the one with row `id`, of the same account.
pub fn find_previous(conn: &mut AnyConnection, id: InvoiceId) -> Result<Option<InvoiceId>, StoreError> {
    let previous: Option<Option<i64>> =
        invoices::table.find(id.0).select(invoices::previous_invoice_id).first(conn).optional()?;
    Ok(previous.flatten().map(InvoiceId))
}

/// The newest issued invoice that has its document.
pub fn find_newest_issued(conn: &mut AnyConnection) -> Result<Option<InvoiceId>, StoreError> {
    let newest: Option<i64> =
        documents::table.select(diesel::dsl::max(documents::invoice_id)).get_result(conn)?;
    Ok(newest.map(InvoiceId))
}

/// The issued invoices of `period` after row `after`, by account number within a page of `limit`.
pub fn list_heads(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    after: &str,
    limit: i64,
) -> Result<Vec<InvoiceHead>, StoreError> {
    type Row = (i64, Option<String>, String, NaiveDate, NaiveDate, i64, i64);
    let rows: Vec<Row> = invoices::table
        .filter(invoices::period.eq(period.to_string()))
        .filter(invoices::state.eq("issued"))
        .filter(invoices::number.gt(after))
        .order(invoices::number)
        .limit(limit)
        .select((
            invoices::id,
            invoices::number,
            invoices::account_number,
            invoices::invoice_date,
            invoices::due_date,
            invoices::new_charges_cents,
            invoices::total_due_cents,
        ))
        .load(conn)?;
    let head = |(id, number, account, invoice_date, due_date, new_charges, total_due): (
        _,
        Option<String>,
        _,
        _,
        _,
        _,
        _,
    )| {
        InvoiceHead {
            id: InvoiceId(id),
            number: number.unwrap_or_default(),
            account,
            invoice_date,
            due_date,
            new_charges: Money::from_cents(new_charges),
            total_due: Money::from_cents(total_due),
        }
    };
    Ok(rows.into_iter().map(head).collect())
}

/// Issued invoices of `period` whose PDF is not stored yet.
pub fn list_ids_without_document(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    limit: i64,
) -> Result<Vec<InvoiceId>, StoreError> {
    let ids: Vec<i64> = invoices::table
        .left_join(documents::table.on(documents::invoice_id.eq(invoices::id)))
        .filter(invoices::period.eq(period.to_string()))
        .filter(invoices::state.eq("issued"))
        .filter(documents::invoice_id.nullable().is_null())
        .order(invoices::id)
        .limit(limit)
        .select(invoices::id)
        .load(conn)?;
    Ok(ids.into_iter().map(InvoiceId).collect())
}

/// The documents with the ids `ids`, in that order.
///
/// # Errors
/// A row that does not read back or a document that does not add up.
pub fn load(conn: &mut AnyConnection, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let heads: Vec<(InvoiceRow, String, Option<String>)> = invoices::table
        .inner_join(letterheads::table.on(letterheads::id.eq(invoices::letterhead_id)))
        .filter(invoices::id.eq_any(ids.clone()))
        .select((InvoiceRow::as_select(), letterheads::body, letterheads::logo))
        .load(conn)?;
    let previous: Vec<i64> = heads.iter().filter_map(|(row, ..)| row.previous_invoice_id).collect();
    let previous_charges = load_charges(conn, &previous)?;
    let mut sections = load_sections(conn, &ids)?;
    let mut payments = load_payments(conn, &ids)?;
    let mut credits = load_credits(conn, &ids)?;
    let mut adjustments = load_adjustments(conn, &ids)?;
    let mut by_id: HashMap<i64, Invoice> = HashMap::with_capacity(heads.len());
    let logos = logos::load(conn, heads.iter().map(|(.., logo)| logo))?;
    for (row, letterhead, logo) in heads {
        let (id, sums) = (row.id, (row.new_charges_cents, row.total_due_cents));
        let mut invoice = head(row, &letterhead, &previous_charges)?;
        invoice.provider.logo = logo.and_then(|name| logos.get(&name).cloned());
        invoice.sections = sections.remove(&id).unwrap_or_default();
        invoice.payments_received = payments.remove(&id).unwrap_or_default();
        invoice.credit_notes = credits.remove(&id).unwrap_or_default();
        invoice.adjustments_made = adjustments.remove(&id).unwrap_or_default();
        require_sums(&invoice, Money::from_cents(sums.0), Money::from_cents(sums.1))?;
        by_id.insert(id, invoice);
    }
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

fn head(
    row: InvoiceRow,
    letterhead: &str,
    previous: &HashMap<i64, ChargesByCategory>,
) -> Result<Invoice, StoreError> {
    let corrupt = |why: serde_json::Error| StoreError::Corrupt(format!("invoice {}: {why}", row.id));
    let provider: Provider = serde_json::from_str(letterhead).map_err(corrupt)?;
    let late_fee = (row.late_fee_cents != 0).then(|| -> Result<_, StoreError> {
        Ok(LateFee {
            percent: value("invoices.late_fee_percent", &row.late_fee_percent)?,
            base: Money::from_cents(row.late_fee_base_cents),
            amount: Money::from_cents(row.late_fee_cents),
        })
    });
    Ok(Invoice {
        number: row.number.as_deref().map(|number| value("invoices.number", number)).transpose()?,
        account: value("invoices.account_number", &row.account_number)?,
        bill_to: serde_json::from_str(&row.bill_to).map_err(corrupt)?,
        provider,
        locale: value("invoices.locale", &row.locale)?,
        period: value("invoices.period", &row.period)?,
        invoice_date: row.invoice_date,
        due_date: row.due_date,
        previous_balance: Money::from_cents(row.previous_balance_cents),
        payments: Money::from_cents(row.payments_cents),
        credits: Money::from_cents(row.credits_cents),
        adjustments: Money::from_cents(row.adjustments_cents),
        payments_received: Vec::new(),
        credit_notes: Vec::new(),
        adjustments_made: Vec::new(),
        in_dispute: Money::from_cents(row.in_dispute_cents),
        late_fee: late_fee.transpose()?,
        sections: Vec::new(),
        previous_charges: row.previous_invoice_id.and_then(|id| previous.get(&id)).copied(),
    })
}

/// New charges by category of issued invoices, from their postings.
fn load_charges(
    conn: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, ChargesByCategory>, StoreError> {
    let mut by_id: HashMap<i64, ChargesByCategory> = ids.iter().map(|id| (*id, Default::default())).collect();
    let rows: Vec<(i64, String, i64)> = postings::table
        .filter(postings::document.eq("invoice"))
        .filter(postings::document_id.eq_any(ids.to_vec()))
        .select((postings::document_id, postings::ledger, postings::amount_cents))
        .load(conn)?;
    for (id, ledger, cents) in rows {
        let charges = by_id.entry(id).or_default();
        let earned = -Money::from_cents(cents);
        match value::<Ledger>("postings.ledger", &ledger)? {
            Ledger::RevenueRecurring => charges.recurring = earned,
            Ledger::RevenueCatchUp => charges.catch_up = earned,
            Ledger::RevenueOneTime => charges.one_time = earned,
            Ledger::RevenueMacd => charges.macd = earned,
            Ledger::RevenueUsage => charges.usage = earned,
            Ledger::RevenueLateFee => charges.late_fee = earned,
            Ledger::Tax => charges.taxes = earned,
            Ledger::Receivable | Ledger::Cash | Ledger::BadDebt | Ledger::Unapplied => {}
        }
    }
    Ok(by_id)
}

fn load_sections(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, Vec<Section>>, StoreError> {
    let heads: Vec<SectionRow> = invoice_sections::table
        .filter(invoice_sections::invoice_id.eq_any(ids.to_vec()))
        .order((invoice_sections::invoice_id, invoice_sections::section_no))
        .select(SectionRow::as_select())
        .load(conn)?;
    let lines: Vec<LineRow> = invoice_lines::table
        .filter(invoice_lines::invoice_id.eq_any(ids.to_vec()))
        .order((invoice_lines::invoice_id, invoice_lines::line_no))
        .select(LineRow::as_select())
        .load(conn)?;
    let mut receipts = receipts::load(conn, &lines)?;
    let taxes: Vec<TaxRow> = invoice_taxes::table
        .filter(invoice_taxes::invoice_id.eq_any(ids.to_vec()))
        .order((invoice_taxes::invoice_id, invoice_taxes::tax_no))
        .select(TaxRow::as_select())
        .load(conn)?;
    let mut by_id: HashMap<i64, Vec<Section>> = HashMap::new();
    let mut totals = Vec::with_capacity(heads.len());
    for row in heads {
        totals.push((row.invoice_id, row.section_no as usize, Money::from_cents(row.total_cents)));
        by_id.entry(row.invoice_id).or_default().push(Section {
            account: value("invoice_sections.account_number", &row.account_number)?,
            name: row.name,
            cost_centre: row.cost_centre,
            lines: Vec::new(),
            taxes: Vec::new(),
        });
    }
    let missing = |id: i64| StoreError::Corrupt(format!("invoice {id}: a line belongs to no section"));
    for row in lines {
        let id = row.invoice_id;
        let section = by_id.get_mut(&id).and_then(|sections| sections.get_mut(row.section_no as usize));
        section.ok_or_else(|| missing(id))?.lines.push(line(row, &mut receipts)?);
    }
    for row in taxes {
        let id = row.invoice_id;
        let section = by_id.get_mut(&id).and_then(|sections| sections.get_mut(row.section_no as usize));
        section.ok_or_else(|| missing(id))?.taxes.push(tax(row)?);
    }
    for (id, place, total) in totals {
        if by_id[&id][place].total() != total {
            return Err(StoreError::Corrupt(format!(
                "invoice {id}: section {place} does not add up to {total}"
            )));
        }
    }
    Ok(by_id)
}

fn line(row: LineRow, receipts: &mut Receipts) -> Result<Line, StoreError> {
    let usage =
        match (row.calls, row.seconds, row.increment_seconds, row.minimum_seconds, row.included_minutes_used)
        {
            (Some(calls), Some(seconds), Some(increment), Some(minimum), Some(included)) => {
                Some(UsageTerms {
                    calls: calls.unsigned_abs(),
                    seconds,
                    increment_seconds: increment.unsigned_abs(),
                    minimum_seconds: minimum.unsigned_abs(),
                    included_minutes_used: value("invoice_lines.included_minutes_used", &included)?,
                })
            }
            _ => None,
        };
    Ok(Line {
        kind: value("invoice_lines.kind", &row.kind)?,
        code: row.code,
        description: row.description,
        from: row.from_on,
        to: row.to_on,
        days: row.days.map(i32::unsigned_abs),
        period: row.period.map(|period| value("invoice_lines.period", &period)).transpose()?,
        quantity: value("invoice_lines.quantity", &row.quantity)?,
        unit_price: value("invoice_lines.unit_price", &row.unit_price)?,
        amount: Money::from_cents(row.amount_cents),
        tax_class: row.tax_class,
        usage,
        receipt: receipts.remove(&(row.invoice_id, row.line_no)).map(Box::new),
        cost_centre: row.cost_centre,
    })
}

fn tax(row: TaxRow) -> Result<TaxLine, StoreError> {
    Ok(TaxLine {
        code: row.code,
        name: row.name,
        jurisdiction: row.jurisdiction,
        kind: value("invoice_taxes.kind", &row.kind)?,
        base: value("invoice_taxes.base", &row.base)?,
        rate: value("invoice_taxes.rate", &row.rate)?,
        amount: Money::from_cents(row.amount_cents),
    })
}

fn load_payments(
    conn: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<PaymentReceived>>, StoreError> {
    let rows: Vec<PaymentRow> = invoice_payments::table
        .filter(invoice_payments::invoice_id.eq_any(ids.to_vec()))
        .order((invoice_payments::invoice_id, invoice_payments::received_on, invoice_payments::payment_id))
        .select(PaymentRow::as_select())
        .load(conn)?;
    let mut by_id: HashMap<i64, Vec<PaymentReceived>> = HashMap::new();
    for row in rows {
        by_id.entry(row.invoice_id).or_default().push(PaymentReceived {
            account: value("invoice_payments.account_number", &row.account_number)?,
            reference: row.reference,
            received_on: row.received_on,
            method: row.method,
            amount: Money::from_cents(row.amount_cents),
        });
    }
    Ok(by_id)
}

type CallRow = (i32, i32, NaiveDateTime, String, String, i64, i64, i64);

/// Every call on `invoice`, the document with row `id`.
pub fn load_calls(
    conn: &mut AnyConnection,
    id: InvoiceId,
    invoice: &Invoice,
) -> Result<CallDetail, StoreError> {
    // Lines are numbered through all sections.
    let places: Vec<(usize, usize)> = (0..)
        .zip(&invoice.sections)
        .flat_map(|(section, of)| (0..of.lines.len()).map(move |line| (section, line)))
        .collect();
    if invoice.sections.iter().flat_map(|section| &section.lines).all(|line| line.usage.is_none()) {
        return Ok(CallDetail::new());
    }
    let rows: Vec<CallRow> = call_rows(conn, id, None, i64::MAX)?;
    let mut detail = CallDetail::new();
    for row in rows {
        let place = places
            .get(row.0 as usize)
            .ok_or_else(|| StoreError::Corrupt(format!("invoice {}: a call belongs to no line", id.0)))?;
        detail.entry(*place).or_default().push(call(row));
    }
    Ok(detail)
}

/// A page of the calls of one line.
#[derive(Clone, Debug)]
pub struct CallPage {
    /// Calls in order.
    pub calls: Vec<RatedCall>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<i32>,
}

/// The calls of line `line_no` (counted through all sections from 0) of invoice `id`, from call
/// number `from` on.
pub fn list_calls_page(
    conn: &mut AnyConnection,
    id: InvoiceId,
    line_no: i32,
    from: i32,
    limit: i64,
) -> Result<CallPage, StoreError> {
    let mut rows = call_rows(conn, id, Some((line_no, from)), limit + 1)?;
    let next = (rows.len() as i64 > limit).then(|| rows.pop()).flatten().map(|row| row.1);
    Ok(CallPage { calls: rows.into_iter().map(call).collect(), next })
}

fn call_rows(
    conn: &mut AnyConnection,
    id: InvoiceId,
    of_line: Option<(i32, i32)>,
    limit: i64,
) -> Result<Vec<CallRow>, StoreError> {
    let mut query = invoice_calls::table
        .inner_join(calls::table.on(calls::id.eq(invoice_calls::call_id)))
        .filter(invoice_calls::invoice_id.eq(id.0))
        .order((invoice_calls::line_no, invoice_calls::call_no))
        .limit(limit)
        .select((
            invoice_calls::line_no,
            invoice_calls::call_no,
            calls::started_at,
            calls::from_number,
            calls::to_number,
            calls::seconds,
            invoice_calls::charged_seconds,
            invoice_calls::amount_micros,
        ))
        .into_boxed::<<AnyConnection as Connection>::Backend>();
    if let Some((line, from)) = of_line {
        query = query.filter(invoice_calls::line_no.eq(line)).filter(invoice_calls::call_no.ge(from));
    }
    Ok(query.load(conn)?)
}

fn call((_, _, started_at, from, to, seconds, charged_seconds, micros): CallRow) -> RatedCall {
    let amount = CallAmount::from_micros(micros);
    RatedCall { started_at: instant(started_at), from, to, seconds, charged_seconds, amount }
}
