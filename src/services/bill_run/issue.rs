//! The 27th: released drafts get their numbers, are posted, enqueued and rendered.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{ACCOUNTS_PER_CHUNK, require_closed};
use crate::domain::bill_run::StepState;
use crate::domain::delivery::{Contact, recipients};
use crate::domain::ledger::Entry;
use crate::pdf;
use crate::services::{App, Progress, ServiceError};
use crate::store::audit::{self, NewAudit};
use crate::store::documents::{self, NewDocument};
use crate::store::invoices::{self, IssuedDraft, OpenDraft};
use crate::store::outbox::{self, NewMessage};
use crate::store::postings::{self, NewEntry};
use crate::store::statistics::refresh_statistics;
use crate::store::{AnyConnection, StoreError, bill_runs, facts};
use crate::values::calendar::mountain_midnight;
use crate::values::ids::AccountId;
use crate::values::message_id::MessageId;
use crate::values::number::InvoiceNumber;
use crate::values::period::BillingPeriod;

/// Documents rendered and stored before they are written down together.
const DOCUMENTS_PER_CHUNK: i64 = 100;

/// So often a chunk is looked at again; a conflict that stays is a defect to be seen.
const CONFLICTS_IN_A_ROW: u32 = 10;

/// What an issue did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// Invoices issued by this call.
    pub issued: usize,
    /// Messages put into the outbox by this call.
    pub enqueued: usize,
    /// Documents rendered and stored by this call.
    pub rendered: usize,
}

/// Issues every released draft of `period`, then renders what has no PDF yet. Safe to repeat, to
/// resume and to run twice at once.
///
/// # Errors
/// A period that is not closed; a full disk, after which the next call goes on.
pub async fn issue(
    app: &App,
    period: BillingPeriod,
    actor: &str,
    progress: &dyn Progress,
) -> Result<Issued, ServiceError> {
    let waiting = app.db.read(|conn| {
        require_closed(conn, period)?;
        let states = bill_runs::count_states(conn, period)?;
        let waiting = states.get(StepState::Drafted.as_str()).copied().unwrap_or(0);
        if waiting > 0 {
            refresh_statistics(conn)?;
        }
        Ok::<_, ServiceError>(waiting)
    })?;
    progress.start(waiting as u64, "issuing");
    let mut done = Issued::default();
    let mut conflicts = 0;
    loop {
        let chunk = Chunk { app, period, now: app.clock.now(), actor };
        match app.db.write(|conn| chunk.issue(conn)) {
            Ok(None) => break,
            Ok(Some((issued, enqueued))) => {
                conflicts = 0;
                done.issued += issued;
                done.enqueued += enqueued;
                progress.advance(issued as u64);
            }
            // Another process took these accounts in between; look again at what is left.
            Err(StoreError::Conflict(_)) if conflicts < CONFLICTS_IN_A_ROW => conflicts += 1,
            Err(error) => return Err(error.into()),
        }
    }
    done.rendered = render_documents(app, period, progress).await?;
    Ok(done)
}

struct Chunk<'a> {
    app: &'a App,
    period: BillingPeriod,
    now: DateTime<Utc>,
    actor: &'a str,
}

impl Chunk<'_> {
    /// Issues the next accounts in one transaction; `None` where no draft is left.
    fn issue(&self, conn: &mut AnyConnection) -> Result<Option<(usize, usize)>, StoreError> {
        let period = self.period;
        let ids =
            bill_runs::list_in_state(conn, period, StepState::Drafted, AccountId(0), ACCOUNTS_PER_CHUNK)?;
        if ids.is_empty() {
            return Ok(None);
        }
        let moved =
            bill_runs::move_steps(conn, period, Some(&ids), StepState::Drafted, StepState::Issued, "")?;
        if moved != ids.len() {
            return Err(StoreError::Conflict("a step".to_owned()));
        }
        let drafts = invoices::list_open_drafts(conn, period, &ids)?;
        if drafts.len() != ids.len() {
            return Err(StoreError::Corrupt(format!("{period}: an account is drafted but has no draft")));
        }
        let (stale, fresh): (Vec<_>, Vec<_>) = drafts.into_iter().partition(|draft| draft.is_stale);
        self.fail_stale(conn, &stale)?;
        let issued = self.number(conn, fresh)?;
        invoices::mark_billed(conn, &issued)?;
        postings::insert_entries(conn, &entries(&issued, period))?;
        let enqueued = self.enqueue(conn, &issued)?;
        invoices::mark_issued(conn, &issued, self.now)?;
        audit::append(conn, self.now, self.actor, issued.iter().map(audit_entry).collect())?;
        Ok(Some((issued.len(), enqueued)))
    }

    /// A draft that does not follow on the account's last issued invoice would bill it twice.
    fn fail_stale(&self, conn: &mut AnyConnection, stale: &[OpenDraft]) -> Result<(), StoreError> {
        let ids: Vec<AccountId> = stale.iter().map(|draft| draft.account).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let reason =
            "What this draft bills was changed after it was made: close the period again for a new one.";
        bill_runs::move_steps(conn, self.period, Some(&ids), StepState::Issued, StepState::Failed, reason)?;
        invoices::delete_drafts(conn, &ids, self.period)
    }

    fn number(
        &self,
        conn: &mut AnyConnection,
        drafts: Vec<OpenDraft>,
    ) -> Result<Vec<IssuedDraft>, StoreError> {
        let first = bill_runs::take_places(conn, self.period, drafts.len() as i64)?;
        let numbers = (first..).map(|place| InvoiceNumber::in_series(self.period, place));
        Ok(drafts.into_iter().zip(numbers).map(|(draft, number)| IssuedDraft { draft, number }).collect())
    }

    /// One message per invoice and recipient, due not before the 27th (REQUIREMENTS R4.1, R4.4).
    fn enqueue(&self, conn: &mut AnyConnection, issued: &[IssuedDraft]) -> Result<usize, StoreError> {
        let ids: Vec<AccountId> = issued.iter().map(|issued| issued.draft.account).collect();
        let contacts = facts::load_contacts(conn, &ids)?;
        let due_at = self.now.max(mountain_midnight(self.period.invoice_date()));
        let domain = self.app.settings.mail_domain();
        let languages = self.app.languages();
        let mut messages = Vec::new();
        for IssuedDraft { draft, number } in issued {
            let Some(contacts) = contacts.get(&draft.account.0) else { continue };
            for contact in recipients(contacts) {
                messages.push(NewMessage {
                    invoice: draft.id,
                    account: draft.account,
                    period: self.period,
                    message_id: MessageId::of_invoice(number, contact.id, 0, &domain)
                        .map_err(|why| StoreError::Corrupt(why.to_string()))?,
                    contact: Contact { locale: languages.choose(contact.locale), ..contact.clone() },
                    due_at,
                });
            }
        }
        outbox::insert_messages(conn, &messages)?;
        Ok(messages.len())
    }
}

fn entries(issued: &[IssuedDraft], period: BillingPeriod) -> Vec<NewEntry> {
    let entry = |issued: &IssuedDraft| NewEntry {
        document: "invoice",
        document_id: issued.draft.id.0,
        entry_no: 1,
        account: issued.draft.account,
        entry: Entry::of_charges(period.invoice_date(), &issued.draft.charges),
    };
    issued.iter().map(entry).collect()
}

fn audit_entry(issued: &IssuedDraft) -> NewAudit {
    NewAudit {
        action: "invoice.issued",
        subject: issued.number.to_string(),
        detail: format!(
            "account {}, new charges {}",
            issued.draft.account_number,
            issued.draft.charges.total()
        ),
    }
}

/// Renders and stores the PDF of every issued invoice of `period` that has none; how many.
///
/// The bytes go to the file store first, then their hash into the books: a process that dies in
/// between renders the same bytes again.
///
/// # Errors
/// A full disk and the like.
pub async fn render_documents(
    app: &App,
    period: BillingPeriod,
    progress: &dyn Progress,
) -> Result<usize, ServiceError> {
    let mut rendered = 0;
    let mut is_started = false;
    loop {
        let batch = app.db.read(|conn| {
            let ids = invoices::list_ids_without_document(conn, period, DOCUMENTS_PER_CHUNK)?;
            let documents = invoices::load(conn, &ids)?;
            let mut batch = Vec::with_capacity(ids.len());
            for (id, invoice) in ids.into_iter().zip(documents) {
                let calls = invoices::load_calls(conn, id, &invoice)?;
                batch.push((id, invoice, calls));
            }
            Ok::<_, StoreError>(batch)
        })?;
        if batch.is_empty() {
            return Ok(rendered);
        }
        if !is_started {
            progress.start(0, "rendering");
            is_started = true;
        }
        let mut stored = Vec::with_capacity(batch.len());
        for (invoice_id, invoice, calls) in batch {
            let bytes = pdf::render_invoice(&invoice, &calls).map_err(|why| {
                ServiceError::Refused(format!("the PDF of account {}: {why}", invoice.account))
            })?;
            let size_bytes = bytes.len() as i64;
            let sha256 = app.files.put(bytes).await?;
            stored.push(NewDocument { invoice_id, sha256, size_bytes, stored_at: app.clock.now() });
        }
        app.db.write(|conn| documents::insert_documents(conn, &stored))?;
        rendered += stored.len();
        progress.advance(stored.len() as u64);
    }
}
