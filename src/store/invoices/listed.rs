//! What an invoice lists beside its charges: credit notes and adjustments.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rows::{AdjustmentRow, CreditRow};
use crate::domain::invoice::{AdjustmentShown, CreditShown};
use crate::store::rows::value;
use crate::store::schema::{invoice_adjustments, invoice_credits};
use crate::store::{AnyConnection, StoreError};
use crate::values::money::Money;

/// The credit notes on these invoices.
pub fn load_credits(
    conn: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<CreditShown>>, StoreError> {
    let rows: Vec<CreditRow> = invoice_credits::table
        .filter(invoice_credits::invoice_id.eq_any(ids.to_vec()))
        .order((invoice_credits::invoice_id, invoice_credits::note_id))
        .select(CreditRow::as_select())
        .load(conn)?;
    let mut by_id: HashMap<i64, Vec<CreditShown>> = HashMap::new();
    for row in rows {
        by_id.entry(row.invoice_id).or_default().push(CreditShown {
            number: value("invoice_credits.number", &row.number)?,
            credited_on: row.credited_on,
            reason: row.reason,
            amount: Money::from_cents(row.amount_cents),
        });
    }
    Ok(by_id)
}

/// The adjustments on these invoices.
pub fn load_adjustments(
    conn: &mut AnyConnection,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<AdjustmentShown>>, StoreError> {
    let rows: Vec<AdjustmentRow> = invoice_adjustments::table
        .filter(invoice_adjustments::invoice_id.eq_any(ids.to_vec()))
        .order((invoice_adjustments::invoice_id, invoice_adjustments::adjustment_id))
        .select(AdjustmentRow::as_select())
        .load(conn)?;
    let mut by_id: HashMap<i64, Vec<AdjustmentShown>> = HashMap::new();
    for row in rows {
        by_id.entry(row.invoice_id).or_default().push(AdjustmentShown {
            kind: value("invoice_adjustments.kind", &row.kind)?,
            booked_on: row.booked_on,
            reference: row.reference,
            amount: Money::from_cents(row.amount_cents),
        });
    }
    Ok(by_id)
}
