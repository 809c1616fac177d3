//! What PostgreSQL's planner knows of the tables.

use diesel::connection::SimpleConnection;

use super::{AnyConnection, StoreError};

/// Tables that an import or a bill run fills faster than the server looks after them.
const FILLED_AT_ONCE: &str = "accounts, contacts, services, charges, calls, payments, bill_steps, invoices, \
                              invoice_lines, invoice_taxes, invoice_calls, invoice_payments";

/// Tells the planner how large the tables are now. Without this the server may read all lines ever
/// billed for every chunk of accounts, until it looks at the tables by itself a minute or more later.
/// SQLite uses its indexes without being told.
pub fn refresh_statistics(conn: &mut AnyConnection) -> Result<(), StoreError> {
    if let AnyConnection::Postgres(c) = conn {
        c.batch_execute(&format!("ANALYZE {FILLED_AT_ONCE}"))?;
    }
    Ok(())
}
