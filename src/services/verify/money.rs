//! Adjustments and money that nobody could place, added up.

use super::{Verification, is_booked};
use crate::domain::ledger::Entry;
use crate::services::{App, ServiceError};
use crate::store::{adjustments, checks};
use crate::values::ids::AdjustmentId;

/// Rows in memory at once.
const ROWS_PER_CHUNK: i64 = 1_000;

/// Looks at every adjustment.
pub(super) fn check(app: &App, found: &mut Verification) -> Result<(), ServiceError> {
    let mut after = AdjustmentId(0);
    loop {
        let rows = app.db.read(|conn| adjustments::list_after(conn, after, ROWS_PER_CHUNK))?;
        let Some(last) = rows.last() else { break };
        after = last.id;
        let ids: Vec<i64> = rows.iter().map(|row| row.id.0).collect();
        let mut booked = app.db.read(|conn| checks::postings_of(conn, "adjustment", &ids))?;
        for row in &rows {
            found.adjustments += 1;
            let entry = Entry::of_adjustment(row.kind, row.booked_on, row.amount);
            if !is_booked(booked.remove(&row.id.0), &entry) {
                let kind = row.kind;
                found
                    .differences
                    .push(format!("adjustment {} ({kind}): its postings are not its amount", row.id.0));
            }
        }
    }
    found.differences.extend(app.db.read(checks::list_wrong_adjustments)?);
    Ok(())
}
