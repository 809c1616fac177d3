//! What `verify` asks the database.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};

use super::rows::value;
use super::schema::{invoices, postings};
use super::{AnyConnection, StoreError};
use crate::domain::ledger::Ledger;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// What each `invoice`, `credit_note` or `adjustment` was posted to.
pub fn postings_of(
    conn: &mut AnyConnection,
    document: &str,
    ids: &[i64],
) -> Result<HashMap<i64, Vec<(Ledger, Money)>>, StoreError> {
    let rows: Vec<(i64, String, i64)> = postings::table
        .filter(postings::document.eq(document.to_owned()))
        .filter(postings::document_id.eq_any(ids.to_vec()))
        .select((postings::document_id, postings::ledger, postings::amount_cents))
        .load(conn)?;
    let mut by_id: HashMap<i64, Vec<(Ledger, Money)>> = HashMap::new();
    for (id, ledger, cents) in rows {
        by_id.entry(id).or_default().push((value("postings.ledger", &ledger)?, Money::from_cents(cents)));
    }
    Ok(by_id)
}

/// How many invoices of `period` are issued.
pub fn count_issued(conn: &mut AnyConnection, period: BillingPeriod) -> Result<i64, StoreError> {
    Ok(invoices::table
        .filter(invoices::period.eq(period.to_string()))
        .filter(invoices::state.eq("issued"))
        .count()
        .get_result(conn)?)
}

#[derive(QueryableByName)]
struct EntryRow {
    #[diesel(sql_type = Text)]
    document: String,
    #[diesel(sql_type = BigInt)]
    document_id: i64,
    #[diesel(sql_type = Integer)]
    entry_no: i32,
}

/// Journal entries that do not sum to zero, named.
pub fn list_unbalanced(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let rows: Vec<EntryRow> = diesel::sql_query(
        "SELECT document, document_id, entry_no FROM postings \
         GROUP BY document, document_id, entry_no HAVING SUM(amount_cents) <> 0",
    )
    .load(conn)?;
    let name = |row: EntryRow| format!("{} {}, entry {}", row.document, row.document_id, row.entry_no);
    Ok(rows.into_iter().map(name).collect())
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Rows that belong to no document, or documents without their rows.
pub fn list_strays(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let mut strays = Vec::new();
    for table in [
        "invoice_sections",
        "invoice_lines",
        "invoice_taxes",
        "invoice_payments",
        "invoice_credits",
        "invoice_adjustments",
        "invoice_calls",
        "invoice_receipts",
    ] {
        let sql = format!(
            "SELECT COUNT(*) AS count FROM {table} t WHERE NOT EXISTS (SELECT 1 FROM invoices i WHERE i.id = t.invoice_id)"
        );
        let row: CountRow = diesel::sql_query(sql).get_result(conn)?;
        if row.count > 0 {
            strays.push(format!("{table}: {} rows belong to no invoice", row.count));
        }
    }
    let sql = "SELECT COUNT(*) AS count FROM payments p WHERE NOT EXISTS \
               (SELECT 1 FROM postings b WHERE b.document = 'payment' AND b.document_id = p.id)";
    let row: CountRow = diesel::sql_query(sql).get_result(conn)?;
    if row.count > 0 {
        strays.push(format!("payments: {} are not booked", row.count));
    }
    let sql = "SELECT COUNT(*) AS count FROM invoice_credits c JOIN invoices i ON i.id = c.invoice_id \
               WHERE i.state = 'issued' AND NOT EXISTS (SELECT 1 FROM credit_notes n WHERE n.id = c.note_id \
               AND n.invoice_id = c.invoice_id AND n.number = c.number AND n.total_cents = c.amount_cents)";
    let row: CountRow = diesel::sql_query(sql).get_result(conn)?;
    if row.count > 0 {
        strays.push(format!("invoice_credits: {} are not the credit notes they show", row.count));
    }
    let sql = "SELECT (SELECT COUNT(*) FROM invoice_receipts r JOIN invoices i ON i.id = r.invoice_id \
               WHERE i.state = 'issued' AND NOT EXISTS (SELECT 1 FROM macd_requests m JOIN invoice_lines l \
               ON l.invoice_id = m.invoice_id AND l.amount_cents = m.work_cents WHERE m.case_id = r.case_id \
               AND m.invoice_id = r.invoice_id AND l.line_no = r.line_no)) \
               + (SELECT COUNT(*) FROM macd_requests m WHERE m.invoice_id IS NOT NULL AND NOT EXISTS \
               (SELECT 1 FROM invoice_receipts r WHERE r.invoice_id = m.invoice_id AND r.case_id = m.case_id)) AS count";
    let row: CountRow = diesel::sql_query(sql).get_result(conn)?;
    if row.count > 0 {
        strays.push(format!("invoice_receipts: {} are not the requests that their invoice bills", row.count));
    }
    Ok(strays)
}

#[derive(QueryableByName)]
struct CreditedRow {
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Integer)]
    line_no: i32,
    #[diesel(sql_type = Text)]
    what: String,
}

/// Lines and taxes of which more was credited, or is disputed by one case, than was charged. The late fee
/// is line -1.
pub fn list_credited_beyond(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let charged = "(SELECT invoice_id, line_no, amount_cents FROM invoice_lines \
                    UNION ALL SELECT id, -1, late_fee_cents FROM invoices)";
    let rows: Vec<CreditedRow> = diesel::sql_query(format!(
        "SELECT MIN(c.invoice_number) AS number, c.invoice_line_no AS line_no, 'line' AS what \
         FROM credit_note_lines c LEFT JOIN {charged} l \
         ON l.invoice_id = c.invoice_id AND l.line_no = c.invoice_line_no \
         GROUP BY c.invoice_id, c.invoice_line_no HAVING SUM(c.amount_cents) > COALESCE(MAX(l.amount_cents), 0) \
         UNION ALL SELECT MIN(i.number), c.invoice_tax_no, 'tax' FROM credit_note_taxes c \
         JOIN invoices i ON i.id = c.invoice_id LEFT JOIN invoice_taxes t \
         ON t.invoice_id = c.invoice_id AND t.tax_no = c.invoice_tax_no \
         GROUP BY c.invoice_id, c.invoice_tax_no HAVING SUM(c.amount_cents) > COALESCE(MAX(t.amount_cents), 0) \
         UNION ALL SELECT i.number, d.line_no, 'dispute of line' FROM dispute_lines d \
         JOIN invoices i ON i.id = d.invoice_id LEFT JOIN {charged} l \
         ON l.invoice_id = d.invoice_id AND l.line_no = d.line_no \
         WHERE d.amount_cents > COALESCE(l.amount_cents, 0)"
    ))
    .load(conn)?;
    let named = |row: CreditedRow| {
        format!("{}: {} {} is larger than what was charged", row.number, row.what, row.line_no)
    };
    Ok(rows.into_iter().map(named).collect())
}

#[derive(QueryableByName)]
struct BalanceRow {
    #[diesel(sql_type = BigInt)]
    account_id: i64,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = BigInt)]
    cents: i64,
}

/// Every account with postings, its number and its balance.
pub fn balances(conn: &mut AnyConnection) -> Result<Vec<(i64, String, Money)>, StoreError> {
    let rows: Vec<BalanceRow> = diesel::sql_query(
        "SELECT p.account_id, a.number, CAST(SUM(p.amount_cents) AS BIGINT) AS cents FROM postings p \
         JOIN accounts a ON a.id = p.account_id WHERE p.ledger = 'receivable' GROUP BY p.account_id, a.number",
    )
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.account_id, row.number, Money::from_cents(row.cents))).collect())
}

/// What each account owed by its last issued invoice.
pub fn last_totals_due(conn: &mut AnyConnection) -> Result<HashMap<i64, Money>, StoreError> {
    by_account(
        conn,
        "SELECT i.account_id, '' AS number, i.total_due_cents AS cents FROM invoices i WHERE i.state = 'issued' \
         AND i.account_sequence = (SELECT MAX(l.account_sequence) FROM invoices l \
                                   WHERE l.account_id = i.account_id AND l.state = 'issued')",
    )
}

/// What each account paid that no invoice showed yet.
pub fn payments_not_shown(conn: &mut AnyConnection) -> Result<HashMap<i64, Money>, StoreError> {
    by_account(
        conn,
        "SELECT billing_account_id AS account_id, '' AS number, CAST(SUM(amount_cents) AS BIGINT) AS cents \
         FROM payments WHERE invoice_id IS NULL GROUP BY billing_account_id",
    )
}

/// What was credited to each account that no invoice showed yet.
pub fn credits_not_shown(conn: &mut AnyConnection) -> Result<HashMap<i64, Money>, StoreError> {
    by_account(
        conn,
        "SELECT account_id, '' AS number, CAST(SUM(total_cents) AS BIGINT) AS cents \
         FROM credit_notes WHERE invoice_id IS NULL GROUP BY account_id",
    )
}

/// By what adjustments that no invoice showed yet raised what each account owes.
pub fn adjustments_not_shown(conn: &mut AnyConnection) -> Result<HashMap<i64, Money>, StoreError> {
    by_account(
        conn,
        "SELECT account_id, '' AS number, CAST(SUM(amount_cents) AS BIGINT) AS cents \
         FROM adjustments WHERE invoice_id IS NULL GROUP BY account_id",
    )
}

/// What of adjustments and unidentified receipts does not fit together.
pub fn list_wrong_adjustments(conn: &mut AnyConnection) -> Result<Vec<String>, StoreError> {
    let checks = [
        (
            "invoice_adjustments: {} are not the adjustments they show",
            "SELECT COUNT(*) AS count FROM invoice_adjustments s JOIN invoices i ON i.id = s.invoice_id \
             WHERE i.state = 'issued' AND NOT EXISTS (SELECT 1 FROM adjustments a WHERE a.id = s.adjustment_id \
             AND a.invoice_id = s.invoice_id AND a.kind = s.kind AND a.booked_on = s.booked_on \
             AND a.amount_cents = s.amount_cents AND a.reference = s.reference)",
        ),
        (
            "adjustments: {} are shown by an invoice that does not list them",
            "SELECT COUNT(*) AS count FROM adjustments a WHERE a.invoice_id IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM invoice_adjustments s WHERE s.invoice_id = a.invoice_id AND s.adjustment_id = a.id)",
        ),
        (
            "adjustments: {} moved payments did not leave one account for another whole",
            "SELECT COUNT(*) AS count FROM (SELECT payment_id FROM adjustments WHERE kind = 'payment_moved' \
             GROUP BY payment_id, move_no HAVING SUM(amount_cents) <> 0 OR COUNT(*) <> 2) m",
        ),
        (
            "adjustments: {} take or bring another amount than their payment's",
            "SELECT COUNT(*) AS count FROM adjustments a JOIN payments p ON p.id = a.payment_id \
             WHERE ABS(a.amount_cents) <> p.amount_cents",
        ),
        (
            "adjustments: {} payments were returned more than once",
            "SELECT COUNT(*) AS count FROM (SELECT payment_id FROM adjustments WHERE kind = 'payment_returned' \
             GROUP BY payment_id HAVING COUNT(*) > 1) r",
        ),
        (
            "unidentified_receipts: {} were applied but are not their payment",
            "SELECT COUNT(*) AS count FROM unidentified_receipts u WHERE u.state = 'applied' AND NOT EXISTS \
             (SELECT 1 FROM payments p WHERE p.id = u.payment_id AND p.amount_cents = u.amount_cents \
             AND p.received_on >= u.received_on)",
        ),
        (
            "unidentified_receipts: {} are not booked as they stand",
            "SELECT COUNT(*) AS count FROM unidentified_receipts u WHERE (SELECT COALESCE(SUM(b.amount_cents), 0) \
             FROM postings b WHERE b.document = 'unidentified' AND b.document_id = u.id AND b.ledger = 'unapplied') \
             <> CASE WHEN u.state = 'open' THEN -u.amount_cents ELSE 0 END",
        ),
    ];
    let mut wrong = Vec::new();
    for (text, sql) in checks {
        let row: CountRow = diesel::sql_query(sql).get_result(conn)?;
        if row.count > 0 {
            wrong.push(text.replace("{}", &row.count.to_string()));
        }
    }
    Ok(wrong)
}

fn by_account(conn: &mut AnyConnection, sql: &str) -> Result<HashMap<i64, Money>, StoreError> {
    let rows: Vec<BalanceRow> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(|row| (row.account_id, Money::from_cents(row.cents))).collect())
}
