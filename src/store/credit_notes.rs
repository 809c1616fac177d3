//! Credit notes: issued once, then only read. The one column that is filled in later is the invoice
//! that is the first to show one.

use std::collections::HashMap;

use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;

use super::facts::raw;
use super::rows::{instant, value};
use super::schema::{
    accounts, credit_note_lines, credit_note_taxes, credit_notes, invoice_series, letterheads,
};
use super::scope::within;
use super::{AnyConnection, StoreError, logos};
use crate::domain::access::Scope;
use crate::domain::account::Credit;
use crate::domain::credit_note::{CreditNote, CreditedLine, CreditedTax};
use crate::domain::credit_tax::CreditedByLine;
use crate::on_either;
use crate::values::address::PostalAddress;
use crate::values::ids::{AccountId, CaseId, CreditNoteId, InvoiceId};
use crate::values::locale::Locale;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber, CreditNumber};

type Backend = <AnyConnection as Connection>::Backend;

/// What a late fee has for a kind.
const LATE_FEE: &str = "late_fee";

#[derive(Insertable)]
#[diesel(table_name = credit_notes)]
struct NewNoteRow<'a> {
    number: &'a str,
    account_id: i64,
    account_number: &'a str,
    case_id: Option<i64>,
    credited_on: NaiveDate,
    letterhead_id: i64,
    bill_to: String,
    locale: String,
    reason: &'a str,
    total_cents: i64,
    issued_at: NaiveDateTime,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = credit_notes)]
struct NoteRow {
    id: i64,
    number: String,
    account_number: String,
    case_id: Option<i64>,
    credited_on: NaiveDate,
    bill_to: String,
    locale: String,
    reason: String,
    total_cents: i64,
    issued_at: NaiveDateTime,
}

/// What other documents and pages show of a note.
#[derive(Queryable, Selectable)]
#[diesel(table_name = credit_notes)]
struct ShownRow {
    id: i64,
    number: String,
    credited_on: NaiveDate,
    reason: String,
    total_cents: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = credit_note_lines)]
struct LineRow {
    note_id: i64,
    line_no: i32,
    invoice_id: i64,
    invoice_number: String,
    invoice_line_no: i32,
    account_number: String,
    kind: String,
    description: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    amount_cents: i64,
}

#[derive(Insertable, Queryable, Selectable)]
#[diesel(table_name = credit_note_taxes)]
struct TaxRow {
    note_id: i64,
    tax_no: i32,
    invoice_id: i64,
    invoice_tax_no: i32,
    code: String,
    name: String,
    jurisdiction: String,
    kind: String,
    base: String,
    rate: String,
    amount_cents: i64,
}

/// Whom an account's documents name, as it is today.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// Its number.
    pub number: AccountNumber,
    /// Name and address.
    pub address: PostalAddress,
    /// Language of its documents.
    pub locale: Locale,
}

/// Whom a document of this account names.
pub fn find_addressee(conn: &mut AnyConnection, id: AccountId) -> Result<Option<Addressee>, StoreError> {
    type Row = (String, String, String, String, String, String, String, String);
    let row: Option<Row> = accounts::table
        .find(id.0)
        .select((
            accounts::number,
            accounts::name,
            accounts::street,
            accounts::city,
            accounts::region,
            accounts::postal_code,
            accounts::country,
            accounts::locale,
        ))
        .first(conn)
        .optional()?;
    let Some((number, name, street, city, region, postal_code, country, locale)) = row else {
        return Ok(None);
    };
    Ok(Some(Addressee {
        number: value("accounts.number", &number)?,
        address: PostalAddress { name, street, city, region, postal_code, country },
        locale: value("accounts.locale", &locale)?,
    }))
}

/// The next number of a series. Held until the transaction ends, so that numbers have no gaps.
pub fn take_number(conn: &mut AnyConnection, series: &str) -> Result<CreditNumber, StoreError> {
    on_either!(conn, |c| diesel::insert_into(invoice_series::table)
        .values((invoice_series::series.eq(series), invoice_series::last_place.eq(0)))
        .on_conflict_do_nothing()
        .execute(c))?;
    let row = invoice_series::table.find(series);
    diesel::update(row).set(invoice_series::last_place.eq(invoice_series::last_place + 1)).execute(conn)?;
    let place: i64 = row.select(invoice_series::last_place).first(conn)?;
    Ok(CreditNumber::in_series(series, place))
}

/// Writes a credit note of `account` with everything on it; its `id` is given here. Its postings are the
/// caller's.
pub fn insert_note(
    conn: &mut AnyConnection,
    account: AccountId,
    letterhead: i64,
    note: &CreditNote,
) -> Result<CreditNoteId, StoreError> {
    let row = NewNoteRow {
        number: note.number.as_str(),
        account_id: account.0,
        account_number: note.account.as_str(),
        case_id: note.case.map(|case| case.0.0),
        credited_on: note.credited_on,
        letterhead_id: letterhead,
        bill_to: serde_json::to_string(&note.bill_to).map_err(|why| StoreError::Corrupt(why.to_string()))?,
        locale: note.locale.to_string(),
        reason: &note.reason,
        total_cents: note.total().cents(),
        issued_at: note.issued_at.naive_utc(),
    };
    let id: i64 = on_either!(conn, |c| diesel::insert_into(credit_notes::table)
        .values(row)
        .returning(credit_notes::id)
        .get_result(c))?;
    let lines: Vec<LineRow> =
        (0..).zip(&note.lines).map(|(line_no, line)| line_row(id, line_no, line)).collect();
    let taxes: Vec<TaxRow> = (0..).zip(&note.taxes).map(|(tax_no, tax)| tax_row(id, tax_no, tax)).collect();
    on_either!(conn, |c| diesel::insert_into(credit_note_lines::table).values(&lines).execute(c))?;
    on_either!(conn, |c| diesel::insert_into(credit_note_taxes::table).values(&taxes).execute(c))?;
    Ok(CreditNoteId(id))
}

fn line_row(note_id: i64, line_no: i32, line: &CreditedLine) -> LineRow {
    LineRow {
        note_id,
        line_no,
        invoice_id: line.invoice.0,
        invoice_number: line.invoice_number.to_string(),
        invoice_line_no: line.line_no,
        account_number: line.account.to_string(),
        kind: line.kind.map_or(LATE_FEE, |kind| kind.as_str()).to_owned(),
        description: line.description.clone(),
        from_on: line.from,
        to_on: line.to,
        amount_cents: line.amount.cents(),
    }
}

fn tax_row(note_id: i64, tax_no: i32, tax: &CreditedTax) -> TaxRow {
    TaxRow {
        note_id,
        tax_no,
        invoice_id: tax.invoice.0,
        invoice_tax_no: tax.tax_no,
        code: tax.code.clone(),
        name: tax.name.clone(),
        jurisdiction: tax.jurisdiction.clone(),
        kind: tax.kind.as_str().to_owned(),
        base: tax.base.to_string(),
        rate: tax.rate.to_string(),
        amount_cents: tax.amount.cents(),
    }
}

/// The credit notes with the ids `ids`, in that order.
///
/// # Errors
/// A row that does not read back, or a document that does not add up.
pub fn load(conn: &mut AnyConnection, ids: &[CreditNoteId]) -> Result<Vec<CreditNote>, StoreError> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let heads: Vec<(NoteRow, String, Option<String>)> = credit_notes::table
        .inner_join(letterheads::table.on(letterheads::id.eq(credit_notes::letterhead_id)))
        .filter(credit_notes::id.eq_any(ids.clone()))
        .select((NoteRow::as_select(), letterheads::body, letterheads::logo))
        .load(conn)?;
    let mut lines: HashMap<i64, Vec<CreditedLine>> = HashMap::new();
    for row in load_lines(conn, &ids)? {
        lines.entry(row.note_id).or_default().push(line(row)?);
    }
    let mut taxes: HashMap<i64, Vec<CreditedTax>> = HashMap::new();
    for row in load_taxes(conn, &ids)? {
        taxes.entry(row.note_id).or_default().push(tax(row)?);
    }
    let mut by_id: HashMap<i64, CreditNote> = HashMap::with_capacity(heads.len());
    let logos = logos::load(conn, heads.iter().map(|(.., logo)| logo))?;
    for (row, letterhead, logo) in heads {
        let (id, total) = (row.id, Money::from_cents(row.total_cents));
        let lines = lines.remove(&id).unwrap_or_default();
        let mut note = note(row, &letterhead, lines, taxes.remove(&id).unwrap_or_default())?;
        note.provider.logo = logo.and_then(|name| logos.get(&name).cloned());
        if note.total() != total {
            let sum = note.total();
            return Err(StoreError::Corrupt(format!(
                "the credit note {} does not add up: {sum} of {total}",
                note.number
            )));
        }
        by_id.insert(id, note);
    }
    Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
}

fn load_lines(conn: &mut AnyConnection, ids: &[i64]) -> Result<Vec<LineRow>, StoreError> {
    Ok(credit_note_lines::table
        .filter(credit_note_lines::note_id.eq_any(ids.to_vec()))
        .order((credit_note_lines::note_id, credit_note_lines::line_no))
        .select(LineRow::as_select())
        .load(conn)?)
}

fn load_taxes(conn: &mut AnyConnection, ids: &[i64]) -> Result<Vec<TaxRow>, StoreError> {
    Ok(credit_note_taxes::table
        .filter(credit_note_taxes::note_id.eq_any(ids.to_vec()))
        .order((credit_note_taxes::note_id, credit_note_taxes::tax_no))
        .select(TaxRow::as_select())
        .load(conn)?)
}

fn note(
    row: NoteRow,
    letterhead: &str,
    lines: Vec<CreditedLine>,
    taxes: Vec<CreditedTax>,
) -> Result<CreditNote, StoreError> {
    let corrupt = |why: serde_json::Error| StoreError::Corrupt(format!("credit note {}: {why}", row.id));
    Ok(CreditNote {
        id: CreditNoteId(row.id),
        number: value("credit_notes.number", &row.number)?,
        account: value("credit_notes.account_number", &row.account_number)?,
        bill_to: serde_json::from_str(&row.bill_to).map_err(corrupt)?,
        provider: serde_json::from_str(letterhead).map_err(corrupt)?,
        locale: value("credit_notes.locale", &row.locale)?,
        case: row.case_id.map(|id| CaseNumber(CaseId(id))),
        credited_on: row.credited_on,
        reason: row.reason,
        lines,
        taxes,
        issued_at: instant(row.issued_at),
    })
}

fn line(row: LineRow) -> Result<CreditedLine, StoreError> {
    Ok(CreditedLine {
        invoice: InvoiceId(row.invoice_id),
        invoice_number: value("credit_note_lines.invoice_number", &row.invoice_number)?,
        line_no: row.invoice_line_no,
        account: value("credit_note_lines.account_number", &row.account_number)?,
        kind: match row.kind.as_str() {
            LATE_FEE => None,
            kind => Some(value("credit_note_lines.kind", kind)?),
        },
        description: row.description,
        from: row.from_on,
        to: row.to_on,
        amount: Money::from_cents(row.amount_cents),
    })
}

fn tax(row: TaxRow) -> Result<CreditedTax, StoreError> {
    Ok(CreditedTax {
        invoice: InvoiceId(row.invoice_id),
        tax_no: row.invoice_tax_no,
        code: row.code,
        name: row.name,
        jurisdiction: row.jurisdiction,
        kind: value("credit_note_taxes.kind", &row.kind)?,
        base: value("credit_note_taxes.base", &row.base)?,
        rate: value("credit_note_taxes.rate", &row.rate)?,
        amount: Money::from_cents(row.amount_cents),
    })
}

/// What credit notes credited of the lines of these invoices.
pub fn sum_credited(
    conn: &mut AnyConnection,
    invoices: &[InvoiceId],
) -> Result<HashMap<InvoiceId, CreditedByLine>, StoreError> {
    let ids: Vec<i64> = invoices.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, i32, i64)> = credit_note_lines::table
        .filter(credit_note_lines::invoice_id.eq_any(ids))
        .select((
            credit_note_lines::invoice_id,
            credit_note_lines::invoice_line_no,
            credit_note_lines::amount_cents,
        ))
        .load(conn)?;
    let mut credited: HashMap<InvoiceId, CreditedByLine> = HashMap::new();
    for (invoice, line_no, cents) in rows {
        *credited.entry(InvoiceId(invoice)).or_default().entry(line_no).or_default() +=
            Money::from_cents(cents);
    }
    Ok(credited)
}

/// The credit notes of these accounts through `until` that no invoice showed yet, oldest first.
pub fn list_not_shown(
    conn: &mut AnyConnection,
    ids: &[AccountId],
    until: NaiveDate,
) -> Result<HashMap<AccountId, Vec<Credit>>, StoreError> {
    let rows: Vec<(i64, ShownRow)> = credit_notes::table
        .filter(credit_notes::account_id.eq_any(raw(ids)))
        .filter(credit_notes::invoice_id.is_null())
        .filter(credit_notes::credited_on.le(until))
        .order(credit_notes::id)
        .select((credit_notes::account_id, ShownRow::as_select()))
        .load(conn)?;
    let mut by_account: HashMap<AccountId, Vec<Credit>> = HashMap::new();
    for (account, row) in rows {
        by_account.entry(AccountId(account)).or_default().push(shown(row)?);
    }
    Ok(by_account)
}

/// The newest `limit` credit notes of this account, newest first.
pub fn list_of_account(
    conn: &mut AnyConnection,
    account: AccountId,
    limit: i64,
) -> Result<Vec<Credit>, StoreError> {
    let rows: Vec<ShownRow> = credit_notes::table
        .filter(credit_notes::account_id.eq(account.0))
        .order(credit_notes::id.desc())
        .limit(limit)
        .select(ShownRow::as_select())
        .load(conn)?;
    rows.into_iter().map(shown).collect()
}

fn shown(row: ShownRow) -> Result<Credit, StoreError> {
    Ok(Credit {
        id: CreditNoteId(row.id),
        number: value("credit_notes.number", &row.number)?,
        credited_on: row.credited_on,
        reason: row.reason,
        amount: Money::from_cents(row.total_cents),
    })
}

/// The credit note with `number`, where it exists for this scope.
pub fn find_note(
    conn: &mut AnyConnection,
    scope: Scope,
    number: &CreditNumber,
) -> Result<Option<CreditNoteId>, StoreError> {
    let query = credit_notes::table
        .filter(credit_notes::number.eq(number.as_str()))
        .select(credit_notes::id)
        .into_boxed::<Backend>();
    let id: Option<i64> = within!(query, scope, "credit_notes.account_id").first(conn).optional()?;
    Ok(id.map(CreditNoteId))
}

/// Up to `limit` credit notes after `after`, in the order of their rows.
pub fn list_ids(
    conn: &mut AnyConnection,
    after: CreditNoteId,
    limit: i64,
) -> Result<Vec<CreditNoteId>, StoreError> {
    let ids: Vec<i64> = credit_notes::table
        .filter(credit_notes::id.gt(after.0))
        .order(credit_notes::id)
        .limit(limit)
        .select(credit_notes::id)
        .load(conn)?;
    Ok(ids.into_iter().map(CreditNoteId).collect())
}
