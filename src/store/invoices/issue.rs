//! From draft to issued invoice. Every move is guarded: it happens once, or someone else made it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::dsl::sum;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text, Timestamp};

use super::outdated::list_outdated;
use crate::domain::invoice::ChargesByCategory;
use crate::domain::invoice::LineKind;
use crate::on_either;
use crate::store::facts::raw;
use crate::store::rows::value;
use crate::store::schema::{
    adjustments, calls, charges, credit_notes, invoice_adjustments, invoice_calls, invoice_credits,
    invoice_lines, invoice_payments, invoice_taxes, invoices, payments,
};
use crate::store::{AnyConnection, StoreError, macd};
use crate::values::ids::{AccountId, InvoiceId};
use crate::values::locale::Locale;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, InvoiceNumber};
use crate::values::period::BillingPeriod;

/// A draft that is about to be issued, as far as issuing needs it.
#[derive(Clone, Debug)]
pub struct OpenDraft {
    /// Row id.
    pub id: InvoiceId,
    /// The billing account.
    pub account: AccountId,
    /// Its number.
    pub account_number: AccountNumber,
    /// The language of the document.
    pub locale: Locale,
    /// New charges by category, re-added from lines and taxes.
    pub charges: ChargesByCategory,
    /// Whether another invoice of the account was issued after this was drafted, or what it bills
    /// was changed.
    pub is_stale: bool,
    new_charges: Money,
    calls: i64,
    charge_ids: Vec<i64>,
    has_payments: bool,
    has_credits: bool,
    has_adjustments: bool,
}

/// A draft with the number it gets.
#[derive(Clone, Debug)]
pub struct IssuedDraft {
    /// The draft.
    pub draft: OpenDraft,
    /// Its number.
    pub number: InvoiceNumber,
}

/// The drafts of the accounts `ids` for `period`, in the order of their account's row.
///
/// # Errors
/// A draft whose lines and taxes do not add up to its new charges.
pub fn list_open_drafts(
    conn: &mut AnyConnection,
    period: BillingPeriod,
    ids: &[AccountId],
) -> Result<Vec<OpenDraft>, StoreError> {
    type Row = (i64, i64, i64, String, String, i64, i64, i64, i64);
    let rows: Vec<Row> = invoices::table
        .filter(invoices::period.eq(period.to_string()))
        .filter(invoices::account_id.eq_any(raw(ids)))
        .filter(invoices::state.eq("draft"))
        .order(invoices::account_id)
        .select((
            invoices::id,
            invoices::account_id,
            invoices::account_sequence,
            invoices::account_number,
            invoices::locale,
            invoices::payments_cents,
            invoices::credits_cents,
            invoices::late_fee_cents,
            invoices::new_charges_cents,
        ))
        .load(conn)?;
    let drafts: Vec<i64> = rows.iter().map(|row| row.0).collect();
    let mut sums = load_sums(conn, &drafts)?;
    let mut charge_ids = load_charge_ids(conn, &drafts)?;
    let last_issued = load_last_issued(conn, ids)?;
    let outdated = list_outdated(conn, &drafts)?;
    let adjusted = list_adjusted(conn, &drafts)?;
    rows.into_iter()
        .map(|(id, account, sequence, number, locale, payments, credits, late_fee, new_charges)| {
            let (mut charges, calls) = sums.remove(&id).unwrap_or_default();
            charges.late_fee = Money::from_cents(late_fee);
            let draft = OpenDraft {
                id: InvoiceId(id),
                account: AccountId(account),
                account_number: value("invoices.account_number", &number)?,
                locale: value("invoices.locale", &locale)?,
                charges,
                is_stale: last_issued.get(&account).copied().unwrap_or(0) + 1 != sequence
                    || outdated.contains(&id),
                new_charges: Money::from_cents(new_charges),
                calls,
                charge_ids: charge_ids.remove(&id).unwrap_or_default(),
                has_payments: payments != 0,
                has_credits: credits != 0,
                has_adjustments: adjusted.contains(&id),
            };
            draft.require_sums()?;
            Ok(draft)
        })
        .collect()
}

impl OpenDraft {
    fn require_sums(&self) -> Result<(), StoreError> {
        if self.charges.total() == self.new_charges {
            return Ok(());
        }
        Err(StoreError::Corrupt(format!(
            "the draft of account {} does not add up: lines, taxes and late fee are {}, new charges {}",
            self.account_number,
            self.charges.total(),
            self.new_charges
        )))
    }
}

type Sums = HashMap<i64, (ChargesByCategory, i64)>;

/// Charges by category and the number of calls of each invoice, added up by the database.
fn load_sums(conn: &mut AnyConnection, ids: &[i64]) -> Result<Sums, StoreError> {
    let mut sums = Sums::new();
    // PostgreSQL's sum of bigint is numeric: cast back.
    let cents = || diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(amount_cents) AS BIGINT)");
    let calls = sum(invoice_lines::calls);
    let lines: Vec<(i64, String, Option<i64>, Option<i64>)> = invoice_lines::table
        .filter(invoice_lines::invoice_id.eq_any(ids.to_vec()))
        .group_by((invoice_lines::invoice_id, invoice_lines::kind))
        .select((invoice_lines::invoice_id, invoice_lines::kind, cents(), calls))
        .load(conn)?;
    for (id, kind, cents, calls) in lines {
        let (charges, count) = sums.entry(id).or_default();
        charges.add(value::<LineKind>("invoice_lines.kind", &kind)?, Money::from_cents(cents.unwrap_or(0)));
        *count += calls.unwrap_or(0);
    }
    let taxes: Vec<(i64, Option<i64>)> = invoice_taxes::table
        .filter(invoice_taxes::invoice_id.eq_any(ids.to_vec()))
        .group_by(invoice_taxes::invoice_id)
        .select((invoice_taxes::invoice_id, cents()))
        .load(conn)?;
    for (id, cents) in taxes {
        sums.entry(id).or_default().0.taxes = Money::from_cents(cents.unwrap_or(0));
    }
    Ok(sums)
}

fn load_charge_ids(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashMap<i64, Vec<i64>>, StoreError> {
    let rows: Vec<(i64, Option<i64>)> = invoice_lines::table
        .filter(invoice_lines::invoice_id.eq_any(ids.to_vec()))
        .filter(invoice_lines::charge_id.is_not_null())
        .select((invoice_lines::invoice_id, invoice_lines::charge_id))
        .load(conn)?;
    let mut by_invoice: HashMap<i64, Vec<i64>> = HashMap::new();
    for (invoice, charge) in rows {
        by_invoice.entry(invoice).or_default().extend(charge);
    }
    Ok(by_invoice)
}

fn load_last_issued(conn: &mut AnyConnection, ids: &[AccountId]) -> Result<HashMap<i64, i64>, StoreError> {
    let rows: Vec<(i64, Option<i64>)> = invoices::table
        .filter(invoices::account_id.eq_any(raw(ids)))
        .filter(invoices::state.eq("issued"))
        .group_by(invoices::account_id)
        .select((invoices::account_id, diesel::dsl::max(invoices::account_sequence)))
        .load(conn)?;
    Ok(rows.into_iter().map(|(account, last)| (account, last.unwrap_or(0))).collect())
}

/// Gives drafts their numbers: from now on the database refuses every change to them.
///
/// # Errors
/// A conflict where one of them is no draft any more.
pub fn mark_issued(
    conn: &mut AnyConnection,
    issued: &[IssuedDraft],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    if issued.is_empty() {
        return Ok(());
    }
    // One statement for all: a round trip for each invoice is most of what issuing costs on
    // PostgreSQL. Both databases number parameters like this and name the columns of VALUES so.
    let values: Vec<String> =
        (1..=issued.len()).map(|place| format!("(${}, ${})", 2 * place, 2 * place + 1)).collect();
    let statement = format!(
        "UPDATE invoices SET state = 'issued', issued_at = $1, number = given.column2 \
         FROM (VALUES {}) AS given WHERE invoices.id = given.column1 AND invoices.state = 'draft'",
        values.join(", ")
    );
    let moved = on_either!(conn, |c| {
        let query = diesel::sql_query(statement).into_boxed().bind::<Timestamp, _>(now.naive_utc());
        let query = issued.iter().fold(query, |query, IssuedDraft { draft, number }| {
            query.bind::<BigInt, _>(draft.id.0).bind::<Text, _>(number.as_str())
        });
        query.execute(c)
    })?;
    if moved == issued.len() {
        return Ok(());
    }
    Err(StoreError::Conflict(format!("one of {} drafts to be issued", issued.len())))
}

/// Marks the charges, requests, calls, payments, credit notes and adjustments on `issued` as billed or shown by it.
///
/// # Errors
/// A conflict where another invoice has one of them already: nothing is billed twice.
pub fn mark_billed(conn: &mut AnyConnection, issued: &[IssuedDraft]) -> Result<(), StoreError> {
    let ids: Vec<InvoiceId> = issued.iter().map(|issued| issued.draft.id).collect();
    macd::mark_billed(conn, &ids)?;
    for IssuedDraft { draft, .. } in issued {
        let id = Some(draft.id.0);
        if !draft.charge_ids.is_empty() {
            let open = charges::table
                .filter(charges::id.eq_any(draft.charge_ids.clone()))
                .filter(charges::invoice_id.is_null());
            let moved = diesel::update(open).set(charges::invoice_id.eq(id)).execute(conn)?;
            require(moved, draft.charge_ids.len(), draft)?;
        }
        if draft.calls > 0 {
            let on_it = invoice_calls::table
                .filter(invoice_calls::invoice_id.eq(draft.id.0))
                .select(invoice_calls::call_id);
            let open = calls::table.filter(calls::id.eq_any(on_it)).filter(calls::invoice_id.is_null());
            let moved = diesel::update(open).set(calls::invoice_id.eq(id)).execute(conn)?;
            require(moved, draft.calls as usize, draft)?;
        }
        if draft.has_payments {
            let on_it = invoice_payments::table.filter(invoice_payments::invoice_id.eq(draft.id.0));
            let listed: i64 = on_it.count().get_result(conn)?;
            let ids = on_it.select(invoice_payments::payment_id);
            let open =
                payments::table.filter(payments::id.eq_any(ids)).filter(payments::invoice_id.is_null());
            let moved = diesel::update(open).set(payments::invoice_id.eq(id)).execute(conn)?;
            require(moved, listed as usize, draft)?;
        }
        if draft.has_credits {
            mark_credits_shown(conn, draft)?;
        }
        if draft.has_adjustments {
            mark_adjustments_shown(conn, draft)?;
        }
    }
    Ok(())
}

fn mark_credits_shown(conn: &mut AnyConnection, draft: &OpenDraft) -> Result<(), StoreError> {
    let on_it = invoice_credits::table.filter(invoice_credits::invoice_id.eq(draft.id.0));
    let listed: i64 = on_it.count().get_result(conn)?;
    let ids = on_it.select(invoice_credits::note_id);
    let open =
        credit_notes::table.filter(credit_notes::id.eq_any(ids)).filter(credit_notes::invoice_id.is_null());
    let moved = diesel::update(open).set(credit_notes::invoice_id.eq(Some(draft.id.0))).execute(conn)?;
    require(moved, listed as usize, draft)
}

/// Those of the drafts `ids` that list adjustments: two halves of a move can sum to nothing.
fn list_adjusted(conn: &mut AnyConnection, ids: &[i64]) -> Result<HashSet<i64>, StoreError> {
    let on_them = invoice_adjustments::table.filter(invoice_adjustments::invoice_id.eq_any(ids.to_vec()));
    let found: Vec<i64> = on_them.select(invoice_adjustments::invoice_id).distinct().load(conn)?;
    Ok(found.into_iter().collect())
}

fn mark_adjustments_shown(conn: &mut AnyConnection, draft: &OpenDraft) -> Result<(), StoreError> {
    let on_it = invoice_adjustments::table.filter(invoice_adjustments::invoice_id.eq(draft.id.0));
    let listed: i64 = on_it.count().get_result(conn)?;
    let ids = on_it.select(invoice_adjustments::adjustment_id);
    let open =
        adjustments::table.filter(adjustments::id.eq_any(ids)).filter(adjustments::invoice_id.is_null());
    let moved = diesel::update(open).set(adjustments::invoice_id.eq(Some(draft.id.0))).execute(conn)?;
    require(moved, listed as usize, draft)
}

fn require(moved: usize, expected: usize, draft: &OpenDraft) -> Result<(), StoreError> {
    if moved == expected {
        return Ok(());
    }
    Err(StoreError::Conflict(format!("what the draft of account {} bills", draft.account_number)))
}
