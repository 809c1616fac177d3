//! Writing drafts, in batches.

use diesel::prelude::*;

use super::rows::{
    AdjustmentRow, CallRow, CreditRow, InvoiceRow, LineRow, PaymentRow, ReceiptRow, SectionRow, TaxRow,
};
use super::{receipts, require_sums};
use crate::domain::draft::{Draft, Source};
use crate::domain::invoice::{Line, Provider};
use crate::on_either;
use crate::store::schema::{
    id_blocks, invoice_adjustments, invoice_calls, invoice_credits, invoice_lines, invoice_payments,
    invoice_receipts, invoice_sections, invoice_taxes, invoices, letterheads,
};
use crate::store::{AnyConnection, StoreError};
use crate::values::hash::sha256;
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::logo::Logo;
use crate::values::period::BillingPeriod;

/// A draft with what its row needs beside the document.
#[derive(Debug)]
pub struct NewDraft {
    /// Reserved before.
    pub id: InvoiceId,
    /// The billing account.
    pub account: AccountId,
    /// Place in the account's chain of invoices, and the one before.
    pub sequence: i64,
    /// See `sequence`.
    pub previous: Option<InvoiceId>,
    /// The document and the rows it bills.
    pub draft: Draft,
}

/// Rows per statement: SQLite binds at most 32,766 values.
const ROWS_PER_STATEMENT: usize = 1_000;

/// PostgreSQL takes rows by COPY three times as fast as in statements that bind each value.
macro_rules! insert_batches {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            AnyConnection::Sqlite(c) => {
                for batch in $rows.chunks(ROWS_PER_STATEMENT) {
                    diesel::insert_into($table).values(batch).execute(c)?;
                }
            }
            AnyConnection::Postgres(c) if !$rows.is_empty() => {
                diesel::copy_from($table).from_insertable(&$rows).execute(c)?;
            }
            AnyConnection::Postgres(_) => {}
        }
    };
}

/// Reserves `count` ids for invoices and returns the first. Ids may have gaps, numbers may not.
pub fn reserve_ids(conn: &mut AnyConnection, count: i64) -> Result<i64, StoreError> {
    let block = id_blocks::table.find("invoices");
    diesel::update(block).set(id_blocks::last_id.eq(id_blocks::last_id + count)).execute(conn)?;
    let last: i64 = block.select(id_blocks::last_id).first(conn)?;
    Ok(last - count + 1)
}

/// The row that holds `provider` in exactly this wording.
pub fn find_or_insert_letterhead(conn: &mut AnyConnection, provider: &Provider) -> Result<i64, StoreError> {
    let body = serde_json::to_string(provider).map_err(|why| StoreError::Corrupt(why.to_string()))?;
    let logo = provider.logo.as_ref().map(Logo::sha256);
    let sha256 = match logo {
        Some(logo) => sha256(format!("{body}\n{logo}").as_bytes()),
        None => sha256(body.as_bytes()),
    };
    on_either!(conn, |c| diesel::insert_into(letterheads::table)
        .values((letterheads::sha256.eq(&sha256), letterheads::body.eq(&body), letterheads::logo.eq(logo)))
        .on_conflict_do_nothing()
        .execute(c))?;
    Ok(letterheads::table.filter(letterheads::sha256.eq(&sha256)).select(letterheads::id).first(conn)?)
}

/// Writes drafts with everything on them.
///
/// # Errors
/// A document that does not add up; a unique violation where another process drafted one first.
pub fn insert_drafts(
    conn: &mut AnyConnection,
    letterhead: i64,
    drafts: &[NewDraft],
) -> Result<(), StoreError> {
    let mut batch = Batch::default();
    for draft in drafts {
        batch.add(letterhead, draft)?;
    }
    insert_batches!(conn, invoices::table, batch.invoices);
    insert_batches!(conn, invoice_sections::table, batch.sections);
    insert_batches!(conn, invoice_lines::table, batch.lines);
    insert_batches!(conn, invoice_taxes::table, batch.taxes);
    insert_batches!(conn, invoice_payments::table, batch.payments);
    insert_batches!(conn, invoice_credits::table, batch.credits);
    insert_batches!(conn, invoice_adjustments::table, batch.adjustments);
    insert_batches!(conn, invoice_calls::table, batch.calls);
    insert_batches!(conn, invoice_receipts::table, batch.receipts);
    Ok(())
}

/// Deletes the drafts of the accounts `ids` for `period` or earlier. Issued invoices stay: the
/// database itself would refuse.
pub fn delete_drafts(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    through: BillingPeriod,
) -> Result<(), StoreError> {
    let drafts: Vec<i64> = invoices::table
        .filter(invoices::account_id.eq_any(crate::store::facts::raw(ids)))
        .filter(invoices::state.eq("draft"))
        .filter(invoices::period.le(through.to_string()))
        .select(invoices::id)
        .load(conn)?;
    if drafts.is_empty() {
        return Ok(());
    }
    macro_rules! delete_of {
        ($($table:ident),*) => {$(
            diesel::delete($table::table.filter($table::invoice_id.eq_any(drafts.clone()))).execute(conn)?;
        )*};
    }
    delete_of!(
        invoice_receipts,
        invoice_calls,
        invoice_adjustments,
        invoice_credits,
        invoice_payments,
        invoice_taxes,
        invoice_lines,
        invoice_sections
    );
    diesel::delete(invoices::table.filter(invoices::id.eq_any(drafts))).execute(conn)?;
    Ok(())
}

#[derive(Default)]
struct Batch {
    invoices: Vec<InvoiceRow>,
    sections: Vec<SectionRow>,
    lines: Vec<LineRow>,
    taxes: Vec<TaxRow>,
    payments: Vec<PaymentRow>,
    credits: Vec<CreditRow>,
    adjustments: Vec<AdjustmentRow>,
    calls: Vec<CallRow>,
    receipts: Vec<ReceiptRow>,
}

impl Batch {
    fn add(&mut self, letterhead: i64, new: &NewDraft) -> Result<(), StoreError> {
        let invoice = &new.draft.invoice;
        require_sums(
            invoice,
            invoice.charges().total(),
            invoice.balance_forward() + invoice.charges().total(),
        )?;
        self.invoices.push(invoice_row(letterhead, new)?);
        let id = new.id.0;
        let (mut line_no, mut tax_no) = (0, 0);
        for (section_no, section) in (0..).zip(&invoice.sections) {
            let place = section_no as usize;
            self.sections.push(SectionRow {
                invoice_id: id,
                section_no,
                account_id: new.draft.accounts[place].0,
                account_number: section.account.to_string(),
                name: section.name.clone(),
                total_cents: section.total().cents(),
                cost_centre: section.cost_centre.clone(),
            });
            for (line, source) in section.lines.iter().zip(&new.draft.sources[place]) {
                self.lines.push(line_row(id, line_no, section_no, line, source));
                if let Source::Calls(calls) = source {
                    self.calls.extend((0..).zip(calls).map(|(call_no, call)| CallRow {
                        invoice_id: id,
                        line_no,
                        call_no,
                        call_id: call.call.0,
                        charged_seconds: call.charged_seconds,
                        amount_micros: call.amount.micros(),
                    }));
                }
                if let (Source::Request(case), Some(receipt)) = (source, &line.receipt) {
                    self.receipts.push(receipts::row(id, line_no, *case, receipt)?);
                }
                line_no += 1;
            }
            for tax in &section.taxes {
                self.taxes.push(TaxRow {
                    invoice_id: id,
                    tax_no,
                    section_no,
                    code: tax.code.clone(),
                    name: tax.name.clone(),
                    jurisdiction: tax.jurisdiction.clone(),
                    kind: tax.kind.as_str().to_owned(),
                    base: tax.base.to_string(),
                    rate: tax.rate.to_string(),
                    amount_cents: tax.amount.cents(),
                });
                tax_no += 1;
            }
        }
        for (payment, row) in invoice.payments_received.iter().zip(&new.draft.payments) {
            self.payments.push(PaymentRow {
                invoice_id: id,
                payment_id: row.0,
                account_number: payment.account.to_string(),
                reference: payment.reference.clone(),
                received_on: payment.received_on,
                method: payment.method.clone(),
                amount_cents: payment.amount.cents(),
            });
        }
        self.credits.extend(invoice.credit_notes.iter().zip(&new.draft.credits).map(|(credit, row)| {
            CreditRow {
                invoice_id: id,
                note_id: row.0,
                number: credit.number.to_string(),
                credited_on: credit.credited_on,
                reason: credit.reason.clone(),
                amount_cents: credit.amount.cents(),
            }
        }));
        let adjustments = invoice.adjustments_made.iter().zip(&new.draft.adjustments);
        self.adjustments.extend(adjustments.map(|(adjustment, row)| AdjustmentRow {
            invoice_id: id,
            adjustment_id: row.0,
            kind: adjustment.kind.to_string(),
            booked_on: adjustment.booked_on,
            reference: adjustment.reference.clone(),
            amount_cents: adjustment.amount.cents(),
        }));
        Ok(())
    }
}

fn invoice_row(letterhead: i64, new: &NewDraft) -> Result<InvoiceRow, StoreError> {
    let invoice = &new.draft.invoice;
    let fee = invoice.late_fee.as_ref();
    Ok(InvoiceRow {
        id: new.id.0,
        period: invoice.period.to_string(),
        account_id: new.account.0,
        account_sequence: new.sequence,
        state: "draft".to_owned(),
        number: None,
        account_number: invoice.account.to_string(),
        letterhead_id: letterhead,
        bill_to: serde_json::to_string(&invoice.bill_to)
            .map_err(|why| StoreError::Corrupt(why.to_string()))?,
        locale: invoice.locale.to_string(),
        invoice_date: invoice.invoice_date,
        due_date: invoice.due_date,
        previous_invoice_id: new.previous.map(|id| id.0),
        previous_balance_cents: invoice.previous_balance.cents(),
        payments_cents: invoice.payments.cents(),
        credits_cents: invoice.credits.cents(),
        adjustments_cents: invoice.adjustments.cents(),
        late_fee_percent: fee.map_or_else(|| "0".to_owned(), |fee| fee.percent.to_string()),
        late_fee_base_cents: fee.map_or(0, |fee| fee.base.cents()),
        late_fee_cents: invoice.late_fee_amount().cents(),
        new_charges_cents: invoice.new_charges().cents(),
        total_due_cents: invoice.total_due().cents(),
        issued_at: None,
        in_dispute_cents: invoice.in_dispute.cents(),
    })
}

fn line_row(invoice_id: i64, line_no: i32, section_no: i32, line: &Line, source: &Source) -> LineRow {
    let usage = line.usage.as_ref();
    LineRow {
        invoice_id,
        line_no,
        section_no,
        kind: line.kind.as_str().to_owned(),
        code: line.code.clone(),
        description: line.description.clone(),
        from_on: line.from,
        to_on: line.to,
        days: line.days.map(|days| days as i32),
        period: line.period.map(|period| period.to_string()),
        quantity: line.quantity.to_string(),
        unit_price: line.unit_price.to_string(),
        amount_cents: line.amount.cents(),
        tax_class: line.tax_class.clone(),
        service_id: match source {
            Source::Service(id) => Some(id.0),
            _ => None,
        },
        charge_id: match source {
            Source::Charge(id) => Some(id.0),
            _ => None,
        },
        calls: usage.map(|usage| usage.calls as i32),
        seconds: usage.map(|usage| usage.seconds),
        increment_seconds: usage.map(|usage| usage.increment_seconds as i32),
        minimum_seconds: usage.map(|usage| usage.minimum_seconds as i32),
        included_minutes_used: usage.map(|usage| usage.included_minutes_used.to_string()),
        cost_centre: line.cost_centre.clone(),
    }
}
