//! Requests with what they cost: reviewed ones that no invoice bills, and those that are still worked on.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::{EntryRow, RequestRow, Row, list_entries, list_terms, request, request_columns};
use crate::domain::case::CaseState;
use crate::domain::macd::Terms;
use crate::domain::macd::bill::BillableRequest;
use crate::domain::macd::receipt::{AcceptedQuote, Approval, Asked, Receipt, Shown};
use crate::store::schema::{cases, macd_requests};
use crate::store::{AnyConnection, StoreError};
use crate::values::ids::{AccountId, CaseId};
use crate::values::number::CaseNumber;

/// Requests by account, each in the order of their review or their cases.
type ByAccount = HashMap<i64, Vec<BillableRequest>>;

type Found = (Row, Option<i64>, String);

/// The requests of these accounts that were reviewed before `before` and that no invoice bills. Those
/// without units cost nothing and are left out for good.
///
/// # Errors
/// A request whose log is not any more what its review confirmed.
pub fn list_to_bill(
    conn: &mut AnyConnection,
    accounts: &[i64],
    before: DateTime<Utc>,
) -> Result<ByAccount, StoreError> {
    let rows: Vec<Found> = macd_requests::table
        .inner_join(cases::table.on(cases::id.eq(macd_requests::case_id)))
        .filter(macd_requests::reviewed_at.lt(before.naive_utc()))
        .filter(macd_requests::invoice_id.is_null())
        .filter(macd_requests::units.gt(0))
        .filter(cases::account_id.eq_any(accounts.iter().map(|id| Some(*id)).collect::<Vec<_>>()))
        .order((macd_requests::reviewed_at, macd_requests::case_id))
        .select((request_columns!(), cases::account_id, cases::subject))
        .load(conn)?;
    with_receipts(conn, rows)
}

/// The requests of these accounts with time in their log that billing has not reviewed. What was closed
/// unfinished accrues nothing.
pub fn list_running(conn: &mut AnyConnection, accounts: &[AccountId]) -> Result<ByAccount, StoreError> {
    let closed: Vec<&str> =
        CaseState::ALL.into_iter().filter(|state| state.is_closed()).map(CaseState::as_str).collect();
    let rows: Vec<Found> = macd_requests::table
        .inner_join(cases::table.on(cases::id.eq(macd_requests::case_id)))
        .filter(macd_requests::reviewed_at.is_null())
        .filter(macd_requests::finished_at.is_not_null().or(cases::state.ne_all(closed)))
        .filter(cases::account_id.eq_any(accounts.iter().map(|id| Some(id.0)).collect::<Vec<_>>()))
        .order(macd_requests::case_id)
        .select((request_columns!(), cases::account_id, cases::subject))
        .load(conn)?;
    let mut found = with_receipts(conn, rows)?;
    found.values_mut().for_each(|requests| requests.retain(|request| !request.receipt.entries.is_empty()));
    Ok(found)
}

fn with_receipts(conn: &mut AnyConnection, rows: Vec<Found>) -> Result<ByAccount, StoreError> {
    let mut by_account = ByAccount::new();
    if rows.is_empty() {
        return Ok(by_account);
    }
    let terms = list_terms(conn)?;
    let ids: Vec<CaseId> = rows.iter().map(|(row, ..)| CaseId(row.0.0)).collect();
    let mut logs: HashMap<i64, Vec<EntryRow>> = HashMap::new();
    for entry in list_entries(conn, &ids)? {
        logs.entry(entry.case.0).or_default().push(entry);
    }
    for (row, account, subject) in rows {
        let row = request(row)?;
        let log = logs.remove(&row.case.0).unwrap_or_default();
        let receipt = receipt(&row, &terms, log)?;
        if let Some(account) = account {
            let found = BillableRequest { case: row.case, subject, receipt };
            by_account.entry(account).or_default().push(found);
        }
    }
    Ok(by_account)
}

fn receipt(row: &RequestRow, terms: &[Terms], log: Vec<EntryRow>) -> Result<Receipt, StoreError> {
    let corrupt = |why: &str| StoreError::Corrupt(format!("request {}: {why}", CaseNumber(row.case)));
    let terms = terms.iter().find(|terms| terms.starts_on == row.terms_on);
    let quote = row.quote.as_ref().and_then(|quote| {
        let by = quote.accepted.as_ref()?.by.clone();
        Some(AcceptedQuote { units: quote.units, by })
    });
    let asked = Asked {
        request: CaseNumber(row.case),
        kind: row.kind,
        urgency: row.urgency,
        requester: row.requester.clone(),
        approval: row
            .approval
            .as_ref()
            .map(|agreed| Approval { approver: agreed.by.clone(), approved_at: agreed.at }),
        quote,
    };
    let shown = |entry: EntryRow| Shown { entry: entry.entry, person: entry.person, words: entry.words };
    let log: Vec<Shown> = log.into_iter().map(shown).collect();
    let receipt = Receipt::of(asked, terms.ok_or_else(|| corrupt("its terms are gone"))?, &log);
    let receipt = receipt.map_err(|why| corrupt(&why.0))?;
    match &row.review {
        Some(review)
            if (review.units, review.work, review.fee) != (receipt.units, receipt.work, receipt.fee) =>
        {
            Err(corrupt("its log is not what its review confirmed"))
        }
        _ => Ok(receipt),
    }
}
