//! Drafts whose facts changed after they were made: an import between the closing and the issue.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::store::{AnyConnection, StoreError};

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Those of the drafts `ids` with a line or payment that is not any more what it was drafted from.
/// Issuing one would mark the changed row as billed with what it never said.
pub fn list_outdated(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashSet<i64>, StoreError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let among = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let priced = "(s.quantity <> l.quantity OR s.unit_price <> l.unit_price OR s.tax_class <> l.tax_class)";
    let query = format!(
        "SELECT l.invoice_id AS id FROM invoice_lines l JOIN services s ON s.id = l.service_id \
         WHERE l.invoice_id IN ({among}) AND {priced} \
         UNION SELECT l.invoice_id FROM invoice_lines l JOIN charges s ON s.id = l.charge_id \
         WHERE l.invoice_id IN ({among}) AND ({priced} OR s.charged_on <> l.from_on) \
         UNION SELECT p.invoice_id FROM invoice_payments p JOIN payments s ON s.id = p.payment_id \
         WHERE p.invoice_id IN ({among}) AND (s.amount_cents <> p.amount_cents OR s.received_on <> p.received_on) \
         UNION SELECT l.invoice_id FROM invoice_lines l WHERE l.invoice_id IN ({among}) AND l.calls IS NOT NULL \
         AND EXISTS (SELECT 1 FROM invoice_calls i JOIN calls s ON s.id = i.call_id \
                     WHERE i.invoice_id = l.invoice_id AND i.line_no = l.line_no \
                     GROUP BY i.line_no HAVING SUM(s.seconds) <> l.seconds OR MIN(s.plan || '/' || s.call_type) <> l.code \
                         OR MAX(s.plan || '/' || s.call_type) <> l.code)"
    );
    let rows: Vec<IdRow> = diesel::sql_query(query).load(conn)?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
