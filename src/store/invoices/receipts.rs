//! The receipts of requests, kept beside their lines.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rows::{LineRow, ReceiptRow};
use crate::domain::invoice::{Invoice, Line, LineKind, Section};
use crate::domain::macd::receipt::Receipt;
use crate::store::schema::invoice_receipts;
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::CaseId;
use crate::values::money::Money;

/// Receipts by invoice and line.
pub type Receipts = HashMap<(i64, i32), Receipt>;

/// The row of a receipt.
pub fn row(invoice_id: i64, line_no: i32, case: CaseId, receipt: &Receipt) -> Result<ReceiptRow, StoreError> {
    let body = serde_json::to_string(receipt).map_err(|why| StoreError::Corrupt(why.to_string()))?;
    Ok(ReceiptRow { invoice_id, line_no, case_id: case.0, body })
}

/// The receipts of these lines; most invoices have none to ask for.
pub fn load(conn: &mut AnyConnection, lines: &[LineRow]) -> Result<Receipts, StoreError> {
    let with: Vec<&LineRow> = lines.iter().filter(|line| line.kind == LineKind::Macd.as_str()).collect();
    if with.is_empty() {
        return Ok(Receipts::new());
    }
    let mut ids: Vec<i64> = with.iter().map(|line| line.invoice_id).collect();
    ids.dedup();
    let rows: Vec<(i64, i32, String)> = invoice_receipts::table
        .filter(invoice_receipts::invoice_id.eq_any(ids))
        .select((invoice_receipts::invoice_id, invoice_receipts::line_no, invoice_receipts::body))
        .load(conn)?;
    let read = |(invoice, line_no, body): (i64, i32, String)| {
        let corrupt =
            |why| StoreError::Corrupt(format!("invoice {invoice}: the receipt of line {line_no}: {why}"));
        Ok(((invoice, line_no), serde_json::from_str(&body).map_err(corrupt)?))
    };
    rows.into_iter().map(read).collect()
}

/// Asserts that each request's lines are what its receipt says (INTERFACES, "Arithmetic, exactly", 5).
pub fn require_receipts(invoice: &Invoice) -> Result<(), StoreError> {
    for section in &invoice.sections {
        for line in section.lines.iter().filter(|line| line.kind == LineKind::Macd) {
            if !line.receipt.as_ref().is_some_and(|receipt| is_shown(section, line, receipt)) {
                return Err(StoreError::Corrupt(format!(
                    "the invoice of account {} for {}: the receipt of {} does not add up to its lines",
                    invoice.account, invoice.period, line.code
                )));
            }
        }
    }
    Ok(())
}

fn is_shown(section: &Section, line: &Line, receipt: &Receipt) -> bool {
    let fees = section.lines.iter().filter(|fee| fee.kind == LineKind::Expedite && fee.code == line.code);
    receipt.adds_up()
        && line.code == receipt.request.to_string()
        && line.quantity == receipt.units.into()
        && line.unit_price == receipt.unit_price
        && line.amount == receipt.work
        && fees.map(|fee| fee.amount).sum::<Money>() == receipt.fee
}
