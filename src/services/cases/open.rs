//! Opening cases.

use super::{App, Held, Message, Outcome, Refusal, ServiceError, author, doer, hold, missing, record, write};
use crate::domain::access::Viewer;
use crate::domain::case::decide::Objection;
use crate::domain::case::{CaseKind, Event, Priority, Told, What};
use crate::domain::credit_note::CreditItem;
use crate::domain::dispute::{self, Disputable, Dispute, DisputeState, DisputedLine, Reason};
use crate::domain::invoice::{Invoice, Line, LineKind, Section};
use crate::domain::macd::receipt::Receipt;
use crate::services::{accounts, credit_notes, invoices};
use crate::store::cases::{self, CaseRow, NewCase};
use crate::store::{AnyConnection, disputes, locks, statements};
use crate::texts::text;
use crate::values::ids::{AccountId, CaseId, InvoiceId};
use crate::values::label::Label;
use crate::values::money::Money;
use crate::values::number::{AccountNumber, CaseNumber, InvoiceNumber};

/// What a case is about, in a few words.
pub type Subject = Label<150>;

/// An invoice whose lines can be disputed.
#[derive(Clone, Debug)]
pub struct DisputableInvoice {
    /// Its number.
    pub number: InvoiceNumber,
    /// The billing account's number.
    pub account: AccountNumber,
    /// The last day on which it can be disputed.
    pub last_day: chrono::NaiveDate,
    /// Whether that is not over.
    pub is_in_time: bool,
    /// Its late fee first, then its lines in their order.
    pub lines: Vec<DisputableLine>,
}

/// A line that can be disputed, or why it cannot.
#[derive(Clone, Debug)]
pub struct DisputableLine {
    /// Counted through all sections from 0; -1 for the late fee.
    pub line_no: i32,
    /// The account of its section.
    pub account: AccountNumber,
    /// `None` for the late fee.
    pub kind: Option<LineKind>,
    /// In plain words; empty for the late fee.
    pub description: String,
    /// What it charges.
    pub amount: Money,
    /// What of that can be disputed.
    pub left: Money,
    /// Of a request: who approved it, and its time log.
    pub receipt: Option<Box<Receipt>>,
}

/// A dispute to be opened: lines of one invoice.
#[derive(Clone, Debug)]
pub struct NewDispute {
    /// The invoice.
    pub invoice: InvoiceNumber,
    /// What of which lines, without taxes: those follow.
    pub lines: Vec<(i32, Money)>,
    /// From the list.
    pub reason: Reason,
    /// The closed case that it follows on.
    pub related: Option<CaseNumber>,
}

/// An invoice of the viewer with what of it can be disputed.
///
/// # Errors
/// None of that number for the viewer.
pub fn show_disputable(
    app: &App,
    viewer: &Viewer,
    number: &InvoiceNumber,
) -> Result<DisputableInvoice, ServiceError> {
    app.db.read(|conn| {
        let (id, account, invoice) = find_invoice(app, conn, viewer, number)?;
        let found = disputes::list_disputable(conn, account, &[id], None)?;
        let last_day = dispute::last_day_to_dispute(invoice.invoice_date);
        Ok(DisputableInvoice {
            number: number.clone(),
            account: invoice.account.clone(),
            last_day,
            is_in_time: crate::values::calendar::mountain_day(app.clock.now()) <= last_day,
            lines: describe_all(&invoice, &found),
        })
    })
}

fn find_invoice(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    number: &InvoiceNumber,
) -> Result<(InvoiceId, AccountId, std::sync::Arc<Invoice>), ServiceError> {
    let missing = || ServiceError::NotFound(format!("invoice {number}"));
    let row = statements::find_invoice(conn, viewer.scope(), number)?.ok_or_else(missing)?;
    Ok((row.id, row.account_id, invoices::issued(app, conn, row.id)?))
}

/// A line in the words of its invoice.
fn describe(invoice: &Invoice, line: &Disputable) -> Option<DisputableLine> {
    describe_all(invoice, std::slice::from_ref(line)).pop()
}

/// Lines in the words of their invoice, which is gone through once.
fn describe_all(invoice: &Invoice, disputable: &[Disputable]) -> Vec<DisputableLine> {
    let lines: Vec<(&Section, &Line)> = invoice
        .sections
        .iter()
        .flat_map(|section| section.lines.iter().map(move |line| (section, line)))
        .collect();
    let in_words = |one: &Disputable| {
        let (account, kind, description, receipt) = match usize::try_from(one.line_no) {
            Err(_) => (invoice.account.clone(), None, String::new(), None),
            Ok(place) => {
                let (section, line) = lines.get(place)?;
                let account = section.account.clone();
                (account, Some(line.kind), line.description.clone(), line.receipt.clone())
            }
        };
        let (line_no, amount, left) = (one.line_no, one.amount, one.left());
        Some(DisputableLine { line_no, account, kind, description, amount, left, receipt })
    };
    disputable.iter().filter_map(in_words).collect()
}

/// Opens a dispute: from now on its amount, with the taxes on it, is out of what is past due.
///
/// # Errors
/// An invoice that does not exist for the viewer. What the rules say against it is in the outcome.
pub fn open_dispute(
    app: &App,
    viewer: &Viewer,
    new: &NewDispute,
    message: &Message<'_>,
) -> Result<Outcome<CaseNumber>, ServiceError> {
    if let Some(refusal) = speaks_against(viewer, message) {
        return Ok(Err(refusal));
    }
    app.db.write(|conn| {
        let (id, account, invoice) = find_invoice(app, conn, viewer, &new.invoice)?;
        // What is left of a line holds for everyone until this is written down.
        locks::lock_account(conn, account)?;
        let known = disputes::list_disputable(conn, account, &[id], None)?;
        let mut asked = Vec::new();
        for (place, (line_no, amount)) in new.lines.iter().enumerate() {
            match known.iter().find(|line| line.line_no == *line_no) {
                Some(line) => asked.push((*line, *amount)),
                None => return Ok(Err(Refusal::Line(Some(place), dispute::Objection::NoCharge))),
            }
        }
        if let Err((place, objection)) = dispute::check(&asked, app.clock.now()) {
            return Ok(Err(Refusal::Line(place, objection)));
        }
        let opening = Opening {
            kind: CaseKind::Dispute,
            account: Some(account),
            subject: subject_of(&invoice, &new.invoice, &asked),
            related: related(conn, viewer, new.related)?,
            priority: Priority::Four,
            and: None,
        };
        let case = open(app, conn, viewer, opening, message, |conn, case| {
            let lines = disputed_lines(conn, &asked)?;
            let dispute = Dispute {
                case,
                account,
                state: DisputeState::Open,
                reason: new.reason,
                opened_at: app.clock.now(),
                ended_at: None,
                lines,
            };
            Ok(disputes::insert_dispute(conn, &dispute)?)
        })?;
        Ok(Ok(case))
    })
}

/// What is disputed of each line with the taxes that would be credited with it.
fn disputed_lines(
    conn: &mut AnyConnection,
    asked: &[(Disputable, Money)],
) -> Result<Vec<DisputedLine>, ServiceError> {
    let item = |(line, amount): &(Disputable, Money)| CreditItem {
        invoice: line.invoice,
        line_no: line.line_no,
        amount: *amount,
    };
    let taxes = credit_notes::taxes_of(conn, &asked.iter().map(item).collect::<Vec<_>>())?;
    let line = |((line, amount), tax): (&(Disputable, Money), Money)| DisputedLine {
        invoice: line.invoice,
        line_no: line.line_no,
        amount: *amount,
        tax,
        accepted: Money::ZERO,
        accepted_tax: Money::ZERO,
    };
    Ok(asked.iter().zip(taxes).map(line).collect())
}

/// The invoice and its first disputed line; the rest is counted.
fn subject_of(invoice: &Invoice, number: &InvoiceNumber, asked: &[(Disputable, Money)]) -> String {
    let mut subject = number.to_string();
    if let Some(line) = asked.first().and_then(|(line, _)| describe(invoice, line)) {
        let name = match line.kind {
            None => text(invoice.locale, "category-late-fee"),
            Some(LineKind::Usage | LineKind::UsageLate) => {
                text(invoice.locale, &format!("doc-call-{}", line.description.replace('_', "-")))
            }
            Some(_) => line.description,
        };
        subject.push_str(&format!(": {name}"));
    }
    if asked.len() > 1 {
        subject.push_str(&format!(" (+{})", asked.len() - 1));
    }
    subject
}

/// Opens a question about the bills of an account.
///
/// # Errors
/// An account that does not exist for the viewer.
pub fn open_question(
    app: &App,
    viewer: &Viewer,
    account: &AccountNumber,
    subject: &Subject,
    priority: Priority,
    message: &Message<'_>,
) -> Result<Outcome<CaseNumber>, ServiceError> {
    if let Some(refusal) = speaks_against(viewer, message) {
        return Ok(Err(refusal));
    }
    // What customers open is of the lowest priority until staff review it (REQUIREMENTS R6.1).
    let priority = if viewer.role.is_customer() { Priority::Four } else { priority };
    if priority == Priority::OneG {
        return Ok(Err(Objection::MastersOnly.into()));
    }
    app.db.write(|conn| {
        let account = accounts::find(conn, viewer, account)?;
        let opening = Opening {
            kind: CaseKind::Question,
            account: Some(account.id),
            subject: subject.as_str().to_owned(),
            related: None,
            priority,
            and: None,
        };
        Ok(Ok(open(app, conn, viewer, opening, message, |_, _| Ok(()))?))
    })
}

/// Opens a case that follows on a closed one which cannot be reopened any more (REQUIREMENTS R6.4).
///
/// # Errors
/// A case that does not exist for the viewer.
pub fn open_follow_on(
    app: &App,
    viewer: &Viewer,
    number: CaseNumber,
    message: &Message<'_>,
) -> Result<Outcome<CaseNumber>, ServiceError> {
    if let Some(refusal) = speaks_against(viewer, message) {
        return Ok(Err(refusal));
    }
    app.db.write(|conn| {
        let old = hold(app, conn, viewer.scope(), number)?;
        if !old.told.state.is_closed() || old.row.kind == CaseKind::Master {
            return Ok(Err(Objection::NotNow(old.told.state).into()));
        }
        let opening = Opening {
            // Money is disputed anew from its invoice.
            kind: CaseKind::Question,
            account: old.row.account,
            subject: old.row.subject,
            related: Some(number.0),
            priority: Priority::Four,
            and: None,
        };
        Ok(Ok(open(app, conn, viewer, opening, message, |_, _| Ok(()))?))
    })
}

/// Opens a master case, which gathers the same problem of several customers.
///
/// # Errors
/// The database.
pub fn open_master(
    app: &App,
    viewer: &Viewer,
    subject: &Subject,
    message: &Message<'_>,
) -> Result<Outcome<CaseNumber>, ServiceError> {
    if viewer.role.is_customer() {
        return Ok(Err(Objection::NotAllowed.into()));
    }
    if let Some(refusal) = speaks_against(viewer, message) {
        return Ok(Err(refusal));
    }
    app.db.write(|conn| {
        let opening = Opening {
            kind: CaseKind::Master,
            account: None,
            subject: subject.as_str().to_owned(),
            related: None,
            priority: Priority::OneG,
            and: None,
        };
        Ok(Ok(open(app, conn, viewer, opening, message, |_, _| Ok(()))?))
    })
}

fn speaks_against(viewer: &Viewer, message: &Message<'_>) -> Option<Refusal> {
    match () {
        () if !(viewer.role.is_customer() || viewer.role.may_work_cases()) => {
            Some(Objection::NotAllowed.into())
        }
        () if message.words.is_empty() => Some(Objection::WordsMissing.into()),
        () => None,
    }
}

/// A closed case of the viewer that a new one follows on.
fn related(
    conn: &mut AnyConnection,
    viewer: &Viewer,
    number: Option<CaseNumber>,
) -> Result<Option<CaseId>, ServiceError> {
    let Some(number) = number else { return Ok(None) };
    let case = cases::find_case(conn, viewer.scope(), number.0)?.ok_or_else(|| missing(number))?;
    Ok(Some(case.id).filter(|_| case.state.is_closed()))
}

/// A case to be opened by whoever may.
pub(in crate::services) struct Opening {
    pub kind: CaseKind,
    pub account: Option<AccountId>,
    pub subject: String,
    pub related: Option<CaseId>,
    pub priority: Priority,
    /// What happens with it at once.
    pub and: Option<What>,
}

/// Writes a case with its first event, and on the one it follows on that it does.
pub(in crate::services) fn open(
    app: &App,
    conn: &mut AnyConnection,
    viewer: &Viewer,
    opening: Opening,
    message: &Message<'_>,
    with: impl FnOnce(&mut AnyConnection, CaseId) -> Result<(), ServiceError>,
) -> Result<CaseNumber, ServiceError> {
    let (now, by) = (app.clock.now(), doer(viewer));
    let new = NewCase {
        kind: opening.kind,
        account: opening.account,
        subject: &opening.subject,
        opened_at: now,
        opened_by: Some(viewer.id),
        related: opening.related,
        priority: opening.priority,
    };
    let id = cases::insert_case(conn, &new)?;
    with(conn, id)?;
    let first = What::Opened { priority: opening.priority };
    let event = |what: &What| Event { at: now, side: by.side(), what: what.clone() };
    let mut told = Told::by(&[event(&first)], &app.business_days())?;
    if let Some(and) = &opening.and {
        told.take(&event(and))?;
    }
    let row: CaseRow = cases::find_case(conn, viewer.scope(), id)?.ok_or_else(|| missing(CaseNumber(id)))?;
    let held = Held { row, events: Vec::new(), told };
    let all = std::iter::once(first).chain(opening.and).collect();
    write(app, conn, &held, &held.told, all, message, author(viewer))?;
    if let Some(old) = opening.related {
        let old = hold(app, conn, viewer.scope(), CaseNumber(old))?;
        let by = CaseNumber(id).to_string();
        let silent = Message { words: &Default::default(), files: &[] };
        record(app, conn, &old, vec![What::FollowedOn { by }], &silent, author(viewer))?;
    }
    Ok(CaseNumber(id))
}
