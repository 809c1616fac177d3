//! Proof that the books are what they were: every document and posting is added up again, every
//! PDF rendered again, the audit chain walked (REQUIREMENTS R3.8).

mod credit_notes;
mod money;

use std::collections::HashMap;

use serde::Serialize;

use super::{App, Progress, ServiceError, audits, invoices};
use crate::domain::ledger::{Entry, Ledger};
use crate::store::invoices::InvoiceHead;
use crate::store::{StoreError, bill_runs, checks, documents};
use crate::values::hash::sha256;
use crate::values::money::Money;
use crate::values::period::BillingPeriod;

/// What was looked at and what differs.
#[derive(Debug, Default, Serialize)]
pub struct Verification {
    /// Issued documents added up and rendered again.
    pub documents: usize,
    /// Credit notes added up and rendered again.
    pub credit_notes: usize,
    /// Adjustments whose postings were added up.
    pub adjustments: usize,
    /// Accounts whose balance was added up.
    pub balances: usize,
    /// Rows of the audit log whose hash was computed again.
    pub audit_rows: i64,
    /// Each difference in words; empty where all is well.
    pub differences: Vec<String>,
}

/// Looks at everything.
///
/// # Errors
/// A database or file store that does not answer; what differs is in the result.
pub async fn verify(app: &App, progress: &dyn Progress) -> Result<Verification, ServiceError> {
    let mut found = Verification::default();
    let periods = app.db.read(bill_runs::list_periods)?;
    for period in &periods {
        let mut chunks = Vec::new();
        invoices::each_head(app, *period, |heads| {
            chunks.push(heads.to_vec());
            Ok::<_, ServiceError>(())
        })?;
        progress.start(chunks.iter().map(Vec::len).sum::<usize>() as u64, "verifying");
        numbers_without_gaps(*period, &chunks, &mut found);
        for heads in &chunks {
            check_documents(app, heads, &mut found).await?;
            progress.advance(heads.len() as u64);
        }
        check_counts(app, *period, &mut found)?;
    }
    credit_notes::check(app, &mut found).await?;
    money::check(app, &mut found)?;
    check_books(app, &mut found)?;
    found.differences.extend(super::cases::check(app)?);
    found.differences.extend(super::books::check(app)?);
    check_audit(app, &mut found)?;
    Ok(found)
}

fn numbers_without_gaps(period: BillingPeriod, chunks: &[Vec<InvoiceHead>], found: &mut Verification) {
    use crate::values::number::InvoiceNumber;
    for (place, head) in (1..).zip(chunks.iter().flatten()) {
        let expected = InvoiceNumber::in_series(period, place);
        if head.number != expected.as_str() {
            found
                .differences
                .push(format!("{period}: after a gap, {} stands where {expected} should", head.number));
            return;
        }
    }
}

async fn check_documents(
    app: &App,
    heads: &[InvoiceHead],
    found: &mut Verification,
) -> Result<(), ServiceError> {
    let documents = match invoices::load(app, heads) {
        Ok(documents) => documents,
        Err(ServiceError::Store(StoreError::Corrupt(_))) if heads.len() > 1 => {
            // One of them does not add up: find out which.
            for head in heads {
                Box::pin(check_documents(app, std::slice::from_ref(head), found)).await?;
            }
            return Ok(());
        }
        Err(ServiceError::Store(StoreError::Corrupt(why))) => {
            found.differences.push(format!("{}: {why}", heads[0].number));
            return Ok(());
        }
        Err(other) => return Err(other),
    };
    let ids: Vec<i64> = heads.iter().map(|head| head.id.0).collect();
    let mut booked = app.db.read(|conn| checks::postings_of(conn, "invoice", &ids))?;
    for (head, invoice) in heads.iter().zip(&documents) {
        found.documents += 1;
        let entry = Entry::of_charges(invoice.invoice_date, &invoice.charges());
        if !is_booked(booked.remove(&head.id.0), &entry) {
            found.differences.push(format!("{}: its postings are not its charges by category", head.number));
        }
        match app.db.read(|conn| documents::find_document(conn, head.id))? {
            None => found.differences.push(format!("{}: its PDF is not stored yet", head.number)),
            Some((stored, _)) => {
                if sha256(&invoices::render(app, head.id, invoice)?) != stored {
                    found.differences.push(format!(
                        "{}: rendered again, its PDF differs from the issued one",
                        head.number
                    ));
                }
                if let Err(why) = app.files.get(&stored).await {
                    found.differences.push(format!("{}: its stored PDF: {why}", head.number));
                }
            }
        }
    }
    Ok(())
}

/// Whether a document's postings are those of its entry, in whatever order.
fn is_booked(postings: Option<Vec<(Ledger, Money)>>, entry: &Entry) -> bool {
    let mut postings = postings.unwrap_or_default();
    let mut expected: Vec<(Ledger, Money)> =
        entry.postings.iter().map(|posting| (posting.ledger, posting.amount)).collect();
    postings.sort();
    expected.sort();
    postings == expected
}

fn check_counts(app: &App, period: BillingPeriod, found: &mut Verification) -> Result<(), ServiceError> {
    let review = super::bill_run::review(app, period)?;
    if review.is_closed && !review.counts_agree {
        found.differences.push(format!("{period}: not every billing account has its step"));
    }
    let issued = app.db.read(|conn| checks::count_issued(conn, period))?;
    if issued != review.issued {
        found
            .differences
            .push(format!("{period}: {} steps are issued, but {issued} invoices", review.issued));
    }
    Ok(())
}

/// Entries that do not balance, balances that are not what the last invoice and what came later say,
/// rows that belong to nothing.
fn check_books(app: &App, found: &mut Verification) -> Result<(), ServiceError> {
    let (unbalanced, strays, balances) = app.db.read(|conn| {
        Ok::<_, StoreError>((
            checks::list_unbalanced(conn)?,
            [checks::list_strays(conn)?, checks::list_credited_beyond(conn)?].concat(),
            checks::balances(conn)?,
        ))
    })?;
    found
        .differences
        .extend(unbalanced.into_iter().map(|entry| format!("{entry}: its postings do not sum to zero")));
    found.differences.extend(strays);
    let due: HashMap<i64, Money> = app.db.read(checks::last_totals_due)?;
    let pending: HashMap<i64, Money> = app.db.read(checks::payments_not_shown)?;
    let credited: HashMap<i64, Money> = app.db.read(checks::credits_not_shown)?;
    let adjusted: HashMap<i64, Money> = app.db.read(checks::adjustments_not_shown)?;
    found.balances = balances.len();
    for (account, number, balance) in balances {
        let of = |amounts: &HashMap<i64, Money>| amounts.get(&account).copied().unwrap_or_default();
        let expected = of(&due) - of(&pending) - of(&credited) + of(&adjusted);
        if balance != expected {
            found.differences.push(format!(
                "account {number}: its postings sum to {balance}, its last invoice less later payments and credits, with later adjustments, is {expected}"
            ));
        }
    }
    Ok(())
}

fn check_audit(app: &App, found: &mut Verification) -> Result<(), ServiceError> {
    let walked = audits::walk(app)?;
    found.audit_rows = walked.rows;
    found.differences.extend(walked.broken);
    Ok(())
}
