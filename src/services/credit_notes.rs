//! Credit notes: what of issued invoices is taken back (REQUIREMENTS R3.8, R6.8).

use std::collections::HashMap;

use chrono::{DateTime, Datelike, Utc};

use super::{App, ServiceError, auth, blocking};
use crate::domain::access::Viewer;
use crate::domain::credit_note::{CreditItem, CreditNote, CreditedLine, NewCreditNote, credited_line};
use crate::domain::credit_tax::{CreditedByLine, TaxClasses, taxes_between, taxes_on};
use crate::domain::dispute::Disputable;
use crate::domain::invoice::Invoice;
use crate::domain::ledger::Entry;
use crate::pdf;
use crate::store::postings::{self, NewEntry};
use crate::store::{
    AnyConnection, StoreError, credit_notes, disputes, documents, facts, invoices, locks, taxes,
};
use crate::values::address::PostalAddress;
use crate::values::calendar::mountain_day;
use crate::values::ids::{CreditNoteId, InvoiceId};
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber, CreditNumber, InvoiceNumber};

/// Corrects issued invoices without a dispute: issues a credit note on lines of them and stores its PDF.
/// `items` name invoice, line (counted through all sections from 0, the late fee -1) and amount.
///
/// # Errors
/// An unknown account or invoice; more than is left of a line after credits and disputes.
pub async fn credit(
    app: &App,
    account: &AccountNumber,
    items: &[(InvoiceNumber, i32, Money)],
    reason: &str,
    actor: &str,
) -> Result<CreditNote, ServiceError> {
    let note = app.db.write(|conn| {
        let missing = || ServiceError::NotFound(format!("account {account}"));
        let account = facts::find_account(conn, account)?.ok_or_else(missing)?;
        let mut found = Vec::with_capacity(items.len());
        for (number, line_no, amount) in items {
            let missing = || ServiceError::NotFound(format!("invoice {number}"));
            let invoice = invoices::find_id(conn, number)?.ok_or_else(missing)?;
            found.push(CreditItem { invoice, line_no: *line_no, amount: *amount });
        }
        let new = NewCreditNote { account, case: None, reason: reason.to_owned(), items: found };
        issue(app, conn, &new, actor, app.clock.now())
    })?;
    ensure_document(app, note.id).await?;
    Ok(note)
}

/// Issues a credit note: numbers it without gaps, writes and posts it, writes it down in the audit log.
/// Belongs into the transaction of what it settles; [`ensure_document`] comes after that.
///
/// What the note's own case disputes may be credited; what others dispute may not.
///
/// # Errors
/// A line that is not the account's, or more than is left of it.
pub(super) fn issue(
    app: &App,
    conn: &mut AnyConnection,
    new: &NewCreditNote,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<CreditNote, ServiceError> {
    locks::lock_account(conn, new.account)?;
    let credited = Credited::load(conn, &new.items)?;
    credited.require_left(conn, new)?;
    let missing = || ServiceError::NotFound(format!("account {}", new.account.0));
    let addressee = credit_notes::find_addressee(conn, new.account)?.ok_or_else(missing)?;
    require_printable(&new.reason, &addressee.address)?;
    let provider = app.letterhead();
    let letterhead = invoices::find_or_insert_letterhead(conn, &provider)?;
    let credited_on = mountain_day(now);
    let mut note = CreditNote {
        id: CreditNoteId(0),
        number: credit_notes::take_number(conn, &CreditNumber::series(credited_on.year()))?,
        account: addressee.number,
        bill_to: addressee.address,
        provider,
        locale: app.languages().choose(addressee.locale),
        case: new.case.map(CaseNumber),
        credited_on,
        reason: new.reason.clone(),
        lines: Vec::new(),
        taxes: Vec::new(),
        issued_at: now,
    };
    credited.fill(&mut note, &new.items)?;
    note.id = credit_notes::insert_note(conn, new.account, letterhead, &note)?;
    let entry = NewEntry {
        document: "credit_note",
        document_id: note.id.0,
        entry_no: 1,
        account: new.account,
        entry: Entry::of_credit(credited_on, &note.charges()),
    };
    postings::insert_entries(conn, &[entry])?;
    let detail = format!("account {}, {}", note.account, note.total());
    auth::note(conn, now, actor, "credit_note.issued", note.number.as_str(), &detail)?;
    Ok(note)
}

/// What cannot be shown on the document is for a person to correct before there is one.
fn require_printable(reason: &str, bill_to: &PostalAddress) -> Result<(), ServiceError> {
    let text = format!("{reason}{}{}", bill_to.name, bill_to.lines().concat());
    let missing: Vec<String> =
        pdf::missing_glyphs(&text).iter().map(|letter| format!("“{letter}”")).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => ServiceError::refuse(format!("a document's fonts cannot show {}", missing.join(", "))),
    }
}

/// The taxes on each of `items`, as crediting one after the other would credit them now.
///
/// # Errors
/// The database; a tax that is not in the table any more.
pub fn taxes_of(conn: &mut AnyConnection, items: &[CreditItem]) -> Result<Vec<Money>, ServiceError> {
    let mut credited = Credited::load(conn, items)?;
    items.iter().map(|item| credited.add(item)).collect()
}

/// The invoices that are credited, and what other notes credited of their lines.
struct Credited {
    invoices: HashMap<InvoiceId, Invoice>,
    classes: TaxClasses,
    by_line: HashMap<InvoiceId, CreditedByLine>,
}

impl Credited {
    fn load(conn: &mut AnyConnection, items: &[CreditItem]) -> Result<Credited, ServiceError> {
        let mut ids: Vec<InvoiceId> = items.iter().map(|item| item.invoice).collect();
        ids.sort_unstable();
        ids.dedup();
        let loaded = invoices::load(conn, &ids)?;
        if loaded.len() != ids.len() {
            return Err(ServiceError::NotFound("invoice of that line".to_owned()));
        }
        let codes: Vec<&str> = loaded
            .iter()
            .flat_map(|invoice| &invoice.sections)
            .flat_map(|section| section.taxes.iter().map(|tax| tax.code.as_str()))
            .collect();
        let classes = taxes::list_by_codes(conn, &codes)?;
        Ok(Credited {
            classes: classes.into_iter().map(|(_, row)| (row.code, row.tax_class)).collect(),
            by_line: credit_notes::sum_credited(conn, &ids)?,
            invoices: ids.into_iter().zip(loaded).collect(),
        })
    }

    fn require_left(&self, conn: &mut AnyConnection, new: &NewCreditNote) -> Result<(), ServiceError> {
        let ids: Vec<InvoiceId> = self.invoices.keys().copied().collect();
        let lines = disputes::list_disputable(conn, new.account, &ids, new.case)?;
        let mut wanted: HashMap<(InvoiceId, i32), Money> = HashMap::new();
        for item in &new.items {
            if item.amount <= Money::ZERO {
                return ServiceError::refuse(format!("{} is nothing to credit", item.amount));
            }
            *wanted.entry((item.invoice, item.line_no)).or_default() += item.amount;
        }
        if wanted.is_empty() {
            return ServiceError::refuse("a credit note credits at least one line");
        }
        for ((invoice, line_no), amount) in wanted {
            let line = lines.iter().find(|line| (line.invoice, line.line_no) == (invoice, line_no));
            let left = line.map(Disputable::left).ok_or_else(|| {
                ServiceError::NotFound(format!("line {line_no} of that invoice of the account"))
            })?;
            if amount > left {
                return ServiceError::refuse(format!(
                    "{amount} is more than the {left} that are left of line {line_no}"
                ));
            }
        }
        Ok(())
    }

    /// Adds an item and returns the taxes that come with it.
    fn add(&mut self, item: &CreditItem) -> Result<Money, ServiceError> {
        let invoice = self.invoices.get(&item.invoice);
        let invoice = invoice.ok_or_else(|| ServiceError::NotFound("invoice of that line".to_owned()))?;
        let by_line = self.by_line.entry(item.invoice).or_default();
        let total = |by_line: &CreditedByLine| -> Result<Money, ServiceError> {
            Ok(taxes_on(invoice, &self.classes, by_line)?.iter().map(|part| part.amount).sum())
        };
        let before = total(by_line)?;
        *by_line.entry(item.line_no).or_default() += item.amount;
        Ok(total(by_line)? - before)
    }

    /// Puts the lines of `items` and their taxes on the note, invoice by invoice.
    fn fill(&self, note: &mut CreditNote, items: &[CreditItem]) -> Result<(), ServiceError> {
        let mut invoices: Vec<(&InvoiceId, &Invoice)> = self.invoices.iter().collect();
        invoices.sort_by_key(|(id, _)| **id);
        for (id, invoice) in invoices {
            let before = self.by_line.get(id).cloned().unwrap_or_default();
            let mut added = CreditedByLine::new();
            for item in items.iter().filter(|item| item.invoice == *id) {
                *added.entry(item.line_no).or_default() += item.amount;
            }
            let mut after = before.clone();
            for (line_no, amount) in added {
                let missing = || ServiceError::NotFound(format!("line {line_no} of that invoice"));
                let line = credited_line(invoice, *id, line_no).ok_or_else(missing)?;
                note.lines.push(CreditedLine { amount, ..line });
                *after.entry(line_no).or_default() += amount;
            }
            note.taxes.extend(taxes_between(invoice, *id, &self.classes, &before, &after)?);
        }
        Ok(())
    }
}

/// Renders and stores the PDF of an issued credit note, unless that is done. Safe to repeat; outside of
/// any transaction.
///
/// # Errors
/// A full disk and the like; the next call goes on.
pub async fn ensure_document(app: &App, id: CreditNoteId) -> Result<(), ServiceError> {
    let db = app.db.clone();
    let note = blocking(move || {
        db.read(|conn| match documents::find_note_document(conn, id)? {
            Some(_) => Ok(None),
            None => Ok(credit_notes::load(conn, &[id])?.pop()),
        })
    });
    let Some(note) = note.await? else { return Ok(()) };
    let bytes = render(&note)?;
    let size_bytes = bytes.len() as i64;
    let sha256 = app.files.put(bytes).await?;
    let (db, stored_at) = (app.db.clone(), app.clock.now());
    blocking(move || {
        db.write(|conn| documents::insert_note_document(conn, id, (&sha256, size_bytes), stored_at))
    })
    .await
}

/// Stores the PDF of every credit note that has none because a process died; how many.
///
/// # Errors
/// As [`ensure_document`].
pub async fn ensure_documents(app: &App) -> Result<usize, ServiceError> {
    let without = app.db.read(documents::list_notes_without)?;
    for id in &without {
        ensure_document(app, *id).await?;
    }
    Ok(without.len())
}

/// The PDF of the credit note with `number`, as it was stored; rendered from the same rows, to the same
/// bytes, where a process died before that.
///
/// # Errors
/// None of that number for this viewer: a foreign credit note does not exist.
pub async fn pdf(app: &App, viewer: &Viewer, number: &CreditNumber) -> Result<Vec<u8>, ServiceError> {
    let (db, scope, wanted) = (app.db.clone(), viewer.scope(), number.clone());
    let found = blocking(move || {
        db.read(|conn| -> Result<_, StoreError> {
            let Some(id) = credit_notes::find_note(conn, scope, &wanted)? else { return Ok(None) };
            let note = credit_notes::load(conn, &[id])?.pop();
            Ok(note.zip(Some(documents::find_note_document(conn, id)?)))
        })
    });
    let missing = || ServiceError::NotFound(format!("credit note {number}"));
    match found.await?.ok_or_else(missing)? {
        (_, Some(sha256)) => Ok(app.files.get(&sha256).await?),
        (note, None) => render(&note),
    }
}

/// The PDF made from the rows.
pub(super) fn render(note: &CreditNote) -> Result<Vec<u8>, ServiceError> {
    pdf::render_credit_note(note)
        .map_err(|why| ServiceError::Refused(format!("the PDF of credit note {}: {why}", note.number)))
}
